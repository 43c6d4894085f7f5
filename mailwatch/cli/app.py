"""The command line's front door: understands the words, reads the configuration, calls the command, names what failed."""

import argparse
import importlib
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn, TextIO

from mailwatch.cli.arguments import parse
from mailwatch.cli.commands import Command
from mailwatch.cli.failures import DONE, exit_code, messages, report_bug
from mailwatch.cli.output import Context, Printer, instant
from mailwatch.wording import Language, language_of

if TYPE_CHECKING:  # slow to import, and help needs none
    from mailwatch.config.schema import Settings

_DEFAULT_ZONE = "Europe/Paris"  # as the schema has it, for commands without configuration


def run(argv: list[str] | None = None) -> int:
    """Parse the arguments, run the command, return its exit code. Nothing is raised, not even SystemExit."""
    language = language_of(os.environ)
    _speak_utf8(sys.stdout)
    _speak_utf8(sys.stderr)
    verbosity = 0
    try:
        command, arguments = parse(sys.argv[1:] if argv is None else argv, language)
        if command is None:
            return _flushed(DONE)
        verbosity = arguments.verbose
        if command.name == "run":
            signal.signal(signal.SIGTERM, _leave)
        from mailwatch.cli import log  # noqa: PLC0415 - help needs none

        log.to_stderr(verbosity, daemon=command.name == "run")
        context = _context(command, arguments, language)
        language = context.language
        return _flushed(_target(command)(arguments, context))
    except SystemExit as asked:  # argparse prints help and leaves
        return _flushed(asked.code if isinstance(asked.code, int) else DONE)
    except BrokenPipeError:
        return _reader_left()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last line of defence: every error becomes a message
        return _fail(error, language, verbose=verbosity > 0)


def _leave(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001 - the shape of a handler
    """SIGTERM before the daemon listens for it: its imports take a second, and a service manager may change its mind."""
    raise SystemExit(DONE)


def _target(command: Command) -> Callable[[argparse.Namespace, Context], int]:
    module, _, function = (command.target or "").partition(":")
    target: Callable[[argparse.Namespace, Context], int] = getattr(importlib.import_module(module), function)
    return target


def _context(command: Command, arguments: argparse.Namespace, language: Language) -> Context:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - help needs none

    path, settings = _configuration(command, arguments, language)
    zone = settings.timezone if settings else ZoneInfo(_DEFAULT_ZONE)
    language = settings.language if settings else language
    return Context(
        config_path=path,
        settings=settings,
        now=instant(arguments.now, zone) if arguments.now is not None else None,
        json=arguments.json,
        language=language,
        zone=zone,
        printer=Printer(sys.stdout, sys.stderr, language, arguments.json, zone),
    )


def _configuration(command: Command, arguments: argparse.Namespace, language: Language) -> tuple[Path | None, "Settings | None"]:
    """A command that only may have a configuration takes the one it is given or finds; a broken one is an error."""
    given = Path(arguments.config) if arguments.config else None
    if command.configuration == "none":
        return given, None
    from mailwatch.config import loading  # noqa: PLC0415 - slow to import, and help needs none

    path = loading.find_config(given, language=language) if command.configuration == "needed" else loading.existing(given)
    return (path, loading.load(path, language=language)) if path else (None, None)


def _fail(error: BaseException, language: Language, *, verbose: bool) -> int:
    if not isinstance(error, KeyboardInterrupt):
        printer = Printer(sys.stdout, sys.stderr, language)
        for text in messages(error, language):
            printer.problem(text)
        report_bug(error, verbose=verbose)
    try:
        return _flushed(exit_code(error))
    except BrokenPipeError:
        return _reader_left()


def _flushed(code: int) -> int:
    sys.stdout.flush()
    return code


def _reader_left() -> int:
    """Whoever read our output has seen enough (``| head``): no error, and nothing more is written at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def _speak_utf8(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", errors="backslashreplace")  # in JSON a lone surrogate becomes its escape
