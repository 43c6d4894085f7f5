"""The words of the command line to a Namespace, and help that teaches, in the owner's language."""

import argparse
import re
import sys
from collections.abc import Iterable
from difflib import get_close_matches
from typing import NoReturn

import mailwatch
from mailwatch.cli.commands import COMMANDS, Argument, Command, moment
from mailwatch.wording import Language, say

#: Options of every command; those in _WITH_VALUE are followed by one.
_COMMON = (
    Argument(("--config",), "option_config", {"metavar": "PATH"}),
    Argument(("--now",), "option_now", {"metavar": "INSTANT"}, moment),
    Argument(("--json",), "option_json", {"action": "store_true"}),
    Argument(("-v", "--verbose"), "option_verbose", {"action": "count", "default": 0}),
)
_WITH_VALUE = frozenset({"--config", "--now"})

#: argparse says its refusals in English only; what they say is said again from our tables.
_REFUSALS = (
    (re.compile(r"argument (?P<name>.+?): expected (?:at least )?one argument"), "usage_value_missing"),
    (re.compile(r"argument (?P<name>.+?): invalid choice: (?P<value>.+?) \(choose from (?P<known>.+)\)"), "usage_choice"),
    (re.compile(r"the following arguments are required: (?P<names>.+)"), "usage_required"),
    (re.compile(r"unrecognized arguments: (?P<names>.+)"), "usage_unknown"),
    (re.compile(r"argument (?P<name>.+?): (?P<problem>.+)"), "usage_argument"),
)


class UsageError(Exception):
    """The command line cannot be understood; the text says why and what would be."""


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str, language: Language) -> None:
        super().__init__(prog, max_help_position=30)
        self._usage_word = say("help_usage", language)

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or f"{self._usage_word} ")


class _Parser(argparse.ArgumentParser):
    def __init__(self, command: Command, language: Language) -> None:
        super().__init__(
            prog=f"mailwatch {command.name}",
            description=_description(command, language),
            formatter_class=lambda prog: _Formatter(prog, language),
            add_help=False,
            allow_abbrev=False,
        )
        self._language: Language = language
        named = self.add_argument_group(say("help_arguments", language))
        common = self.add_argument_group(say("help_common", language))
        for argument in command.arguments:
            _add(named, argument, language)
        common.add_argument("-h", "--help", action="help", help=say("option_help", language))
        for argument in _COMMON:
            _add(common, argument, language)

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{_translated(message, self._language)}\n{say('usage_see_help', self._language, command=self.prog)}")


def parse(argv: list[str], language: Language) -> tuple[Command | None, argparse.Namespace]:
    """The command and its arguments; no command when only help or the version was asked for, which are printed here.

    The options of every command may stand before it or after it. Raises UsageError.
    """
    name, rest = split(argv)
    if name is None:
        return None, _without_command(rest, language)
    command = COMMANDS.get(name)
    if command is None:
        raise UsageError(_no_such_command(name, language))
    if command.target is None and not {"-h", "--help"}.intersection(rest):
        raise UsageError(say("usage_command_not_yet", language, command=name))
    arguments = _Parser(command, language).parse_args(rest)
    refused = command.check(arguments)
    if refused:
        raise UsageError(say(refused, language))
    return command, arguments


def split(argv: list[str]) -> tuple[str | None, list[str]]:
    """The command's name and everything else in its order."""
    position = 0
    while position < len(argv) and argv[position].startswith("-"):
        position += 2 if argv[position] in _WITH_VALUE else 1
    if position >= len(argv):
        return None, argv
    return argv[position], argv[:position] + argv[position + 1 :]


def overview(language: Language) -> str:
    """What ``mailwatch --help`` prints."""
    lines = [say("help_overview", language), ""]
    groups = dict.fromkeys(command.group for command in COMMANDS.values())
    for group in groups:
        lines.append(say(f"help_group_{group}", language))
        lines += [_summary(command, language) for command in COMMANDS.values() if command.group == group]
        lines.append("")
    return "\n".join([*lines, say("help_overview_end", language), ""])


def _summary(command: Command, language: Language) -> str:
    return f"  {command.name:<10}{say(f'help_{command.name}', language)}{_not_yet(command, language)}"


def _not_yet(command: Command, language: Language) -> str:
    return "" if command.target else f" {say('help_not_yet', language)}"


def _description(command: Command, language: Language) -> str:
    summary, more = say(f"help_{command.name}", language), say(f"help_{command.name}_more", language)
    return f"{summary[:1].upper()}{summary[1:]}.{_not_yet(command, language)}\n\n{more}"


def _without_command(rest: list[str], language: Language) -> argparse.Namespace:
    if "--version" in rest:
        sys.stdout.write(f"mailwatch {mailwatch.__version__}\n")
    elif "-h" in rest or "--help" in rest:
        sys.stdout.write(overview(language))
    else:
        raise UsageError(say("usage_no_command", language))
    return argparse.Namespace()


def _no_such_command(name: str, language: Language) -> str:
    nearest = get_close_matches(name, COMMANDS, 1, cutoff=0.5)
    if nearest:
        return say("usage_command_nearest", language, command=name, nearest=nearest[0])
    return say("usage_command_unknown", language, command=name)


def _add(group: argparse._ArgumentGroup, argument: Argument, language: Language) -> None:
    options = dict(argument.options)
    if argument.type:
        options["type"] = argument.type(language)
    group.add_argument(*argument.names, help=say(argument.help, language).replace("%", "%%"), **options)


def _translated(message: str, language: Language) -> str:
    for pattern, code in _REFUSALS:
        if found := pattern.fullmatch(message):
            return say(code, language, **found.groupdict())
    return message
