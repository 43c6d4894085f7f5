"""Every command: where it lives, what it takes. Nothing is imported before a command is chosen."""

from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from mailwatch.wording import Language, say

Options: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Argument:
    """One positional or option: its names, the code of its help, and what argparse takes besides.

    ``type`` may be a maker that is given the language for its refusals.
    """

    names: tuple[str, ...]
    help: str
    options: Options = field(default_factory=dict)
    type: Callable[[Language], Callable[[str], Any]] | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """``target`` is ``module:function``, None while it is not built. ``check`` gives the code of a usage error, or None.

    ``configuration``: whether a file is needed, read when there is one, or not looked at.
    """

    name: str
    group: Literal["start", "daily", "word", "proof", "privacy"]
    target: str | None
    arguments: tuple[Argument, ...] = ()
    configuration: Literal["needed", "optional", "none"] = "needed"
    check: Callable[[Namespace], str | None] = lambda _: None


def day(language: Language) -> Callable[[str], date]:
    """``2026-09-01``."""

    def parse(text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ArgumentTypeError(say("usage_day", language, value=text)) from None

    return parse


def moment(language: Language) -> Callable[[str], date | datetime]:
    """A day, or an instant with or without offset (ISO 8601)."""

    def parse(text: str) -> date | datetime:
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            raise ArgumentTypeError(say("usage_moment", language, value=text)) from None

    return parse


def person(language: Language) -> Callable[[str], str]:
    """An address, or ``*@domain``."""

    def parse(text: str) -> str:
        from pydantic_core import PydanticCustomError  # noqa: PLC0415 - slow to import, and help needs none

        from mailwatch.config import fields  # noqa: PLC0415 - likewise

        try:
            return fields.never(text.strip())
        except PydanticCustomError:
            raise ArgumentTypeError(say("usage_person", language, value=text)) from None

    return parse


def flag(name: str, help_code: str) -> Argument:
    return Argument((name,), help_code, {"action": "store_true"})


_QUOTE = Argument(("quote",), "option_quote", {"metavar": "QUOTE"})
_MESSAGE = Argument(("message",), "option_message", {"metavar": "MESSAGE"})
_ADDRESS = Argument(("address",), "option_address", {"metavar": "ADDRESS"}, person)

_SETTINGS = ("valid_until", "decision", "available_until", "to", "cadence", "language", "register")


def _sets_something(arguments: Namespace) -> str | None:
    return None if any(getattr(arguments, name) is not None for name in _SETTINGS) else "usage_set_nothing"


def _one_answer(arguments: Namespace) -> str | None:
    given = [arguments.quote is not None, arguments.none, arguments.is_quote, arguments.not_quote]
    return None if sum(given) == 1 else "usage_one_answer"


def _one_source(arguments: Namespace) -> str | None:
    files = bool(arguments.sent or arguments.received)
    if files and arguments.account:
        return "usage_replay_source"
    return "usage_replay_both" if bool(arguments.sent) != bool(arguments.received) else None


def _never_now(arguments: Namespace) -> str | None:
    return "usage_run_now" if arguments.now is not None else None


_INIT = (
    Argument(("address",), "option_init_address", {"metavar": "ADDRESS", "nargs": "?"}),
    Argument(("--host",), "option_host", {"metavar": "HOST"}),
    Argument(("--password-command",), "option_password_command", {"metavar": "COMMAND"}),
    flag("--command-mailboxes", "option_command_mailboxes"),
    flag("--yes", "option_yes"),
)
_CHECK = (
    flag("--write-test", "option_write_test"),
    flag("--accept", "option_accept"),
    flag("--health", "option_health"),
    flag("--create", "option_create"),
)
_SET = (
    _QUOTE,
    Argument(("--valid-until",), "option_valid_until", {"metavar": "DATE"}, day),
    Argument(("--decision",), "option_decision", {"metavar": "DATE"}, day),
    Argument(("--available-until",), "option_available_until", {"metavar": "DATE"}, day),
    Argument(("--to",), "option_set_to", {"metavar": "ADDRESS", "action": "append"}),
    Argument(("--cadence",), "option_cadence", {"metavar": "NAME"}),
    Argument(("--language",), "option_language", {"metavar": "LANGUAGE"}),
    Argument(("--register",), "option_register", {"choices": ("vous", "tu")}),
)
_ANSWER = (
    _MESSAGE,
    Argument(("quote",), "option_answer_quote", {"metavar": "QUOTE", "nargs": "?"}),
    flag("--none", "option_none"),
    Argument(("--quote",), "option_is_quote", {"action": "store_true", "dest": "is_quote"}),
    flag("--not-quote", "option_not_quote"),
)
_REPLAY = (
    Argument(("--account",), "option_account", {"metavar": "NAME"}),
    Argument(("--sent",), "option_sent", {"metavar": "PATH", "nargs": "+", "action": "extend"}),
    Argument(("--received",), "option_received", {"metavar": "PATH", "nargs": "+", "action": "extend"}),
    Argument(("--me",), "option_me", {"metavar": "ADDRESS", "action": "append"}),
    Argument(("--since",), "option_since", {"metavar": "DATE"}, moment),
    Argument(("--until",), "option_until", {"metavar": "DATE"}, moment),
    Argument(("--assume",), "option_assume", {"choices": ("sent", "ignored"), "default": "sent"}),
    Argument(("--track",), "option_track", {"choices": ("all",)}),
)
_INSPECT = (
    Argument(("files",), "option_files", {"metavar": "FILE", "nargs": "+"}),
    Argument(("--sent",), "option_inspect_sent", {"action": "store_const", "const": "sent", "dest": "direction"}),
    Argument(("--received",), "option_inspect_received", {"action": "store_const", "const": "received", "dest": "direction"}),
)
_REPLY = (
    _QUOTE,
    Argument(("variant",), "option_variant", {"metavar": "VARIANT"}),
    Argument(("--to",), "option_reply_to", {"metavar": "ADDRESS"}),
)
_TOUCH = (
    _QUOTE,
    Argument(("--at",), "option_at", {"metavar": "DATE"}, moment),
    Argument(("--note",), "option_note", {"metavar": "TEXT", "default": ""}),
)
_SNOOZE = (_QUOTE, Argument(("--until",), "option_snooze_until", {"metavar": "DATE", "required": True}, day))

_OWNER = "mailwatch.cli.owner"

#: In the order of the help. A command without target is not built yet: refused, never ignored.
COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        command.name: command
        for command in (
            Command("init", "start", "mailwatch.cli.init:run", _INIT, "none"),
            Command("login", "start", None, (Argument(("account",), "option_account", {"metavar": "NAME", "nargs": "?"}),)),
            Command("check", "start", "mailwatch.cli.check:run", _CHECK),
            Command("demo", "start", "mailwatch.cli.demo:run", (flag("--keep", "option_keep"),), "none"),
            Command("once", "daily", "mailwatch.cli.cycle:once"),
            Command("run", "daily", "mailwatch.cli.cycle:run", check=_never_now),
            Command("status", "daily", "mailwatch.cli.status:status", (flag("--all", "option_all"),)),
            Command("why", "daily", "mailwatch.cli.status:why", (_QUOTE,)),
            Command("preview", "daily", "mailwatch.cli.replay:preview"),
            Command("won", "word", f"{_OWNER}:won", (_QUOTE,)),
            Command("lost", "word", f"{_OWNER}:lost", (_QUOTE,)),
            Command("snooze", "word", f"{_OWNER}:snooze", _SNOOZE),
            Command("stop", "word", f"{_OWNER}:stop", (_QUOTE,)),
            Command("resume", "word", f"{_OWNER}:resume", (_QUOTE,)),
            Command("touch", "word", f"{_OWNER}:touch", _TOUCH),
            Command("set", "word", f"{_OWNER}:set_", _SET, check=_sets_something),
            Command("track", "word", f"{_OWNER}:track", (_MESSAGE,)),
            Command("untrack", "word", f"{_OWNER}:untrack", (_QUOTE,)),
            Command("answer", "word", f"{_OWNER}:answer", _ANSWER, check=_one_answer),
            Command("reply", "word", "mailwatch.cli.reply:run", _REPLY),
            Command("replay", "proof", "mailwatch.cli.replay:replay", _REPLAY, "optional", _one_source),
            Command("inspect", "proof", "mailwatch.cli.inspect:run", _INSPECT, "optional"),
            Command("evaluate", "proof", "mailwatch.cli.evaluate:run"),
            Command("forget", "privacy", "mailwatch.cli.privacy:forget", (_ADDRESS,)),
            Command("export", "privacy", "mailwatch.cli.privacy:export", (_ADDRESS,)),
        )
    }
)
