"""What commands say: JSON objects one a line, or sentences; and the context in which they run."""

import os
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from enum import Enum
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Literal, TextIO, TypeAlias

from mailwatch.model.money import Amount
from mailwatch.model.reasons import Reason
from mailwatch.wording import Language, render, say

if TYPE_CHECKING:  # pydantic is slow to import, and help needs none
    from zoneinfo import ZoneInfo

    from mailwatch.config.schema import Settings

Value: TypeAlias = object

_PATIENCE = 2.0  # seconds before progress is shown
_LOG_PACE = 10.0  # seconds between two lines of progress where there is no terminal
_TERMINAL_PACE = 0.5

#: Control characters and marks that turn the direction of text: a subject must not drive the terminal.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

Style = Literal["bold", "dim", "green", "yellow", "red"]
_STYLES: Mapping[Style, str] = {"bold": "1", "dim": "2", "green": "32", "yellow": "33", "red": "31"}


@dataclass(slots=True)
class Printer:
    """``json`` chooses between the two outputs; instants are shown in ``zone``."""

    out: TextIO
    err: TextIO
    language: Language
    json: bool = False
    zone: tzinfo | None = None

    def object(self, value: Mapping[str, Value]) -> None:
        """One JSON object on a line of its own. Keys with nothing to say hold None: they are never left out."""
        import json  # noqa: PLC0415 - help needs none

        self.out.write(json.dumps(plain(value, self.language, self.zone), ensure_ascii=False) + "\n")
        self.out.flush()

    def say(self, code: str, /, *, style: Style | None = None, **parameters: Value) -> None:
        """A message of the tables, for people; nothing under --json."""
        self.line(say(code, self.language, **parameters), style=style)

    def line(self, text: str = "", *, style: Style | None = None) -> None:
        """A line for people; nothing under --json."""
        if not self.json:
            self.out.write(styled(text, style if _has_colour(self.out) else None) + "\n")

    def note(self, code: str, /, **parameters: Value) -> None:
        """A message beside the output, on stderr, under --json too."""
        self.problem(say(code, self.language, **parameters))

    def problem(self, text: str) -> None:
        self.err.write(styled(text, None) + "\n")
        self.err.flush()

    @contextmanager
    def working(self, code: str, /, **parameters: Value) -> Iterator["Progress"]:
        """Shows on stderr what is being done, and how far it is, once it takes longer than two seconds."""
        progress = Progress(say(code, self.language, **parameters), self.err)
        progress.start()
        try:
            yield progress
        finally:
            progress.stop()


class Progress:
    """A line on stderr that a thread of its own keeps alive: work that is stuck in a system call still shows."""

    def __init__(self, text: str, err: TextIO) -> None:
        self._text = text
        self._err = err
        self._terminal = err.isatty()
        self._done = threading.Event()
        self._started = monotonic()
        self._shown = 0
        self._count: tuple[int, int | None] | None = None
        self._thread = threading.Thread(target=self._live, daemon=True)

    def tick(self, done: int, total: int | None = None) -> None:
        """How far the work is; cheap enough to call for every message."""
        self._count = (done, total)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._done.set()
        self._thread.join()
        if self._terminal and self._shown:
            self._err.write(f"\r{' ' * self._shown}\r")
            self._err.flush()

    def _live(self) -> None:
        wait = _PATIENCE
        while not self._done.wait(wait):
            self._show()
            wait = _TERMINAL_PACE if self._terminal else _LOG_PACE

    def _show(self) -> None:
        text = styled(f"{self._text} {self._far()}", None)
        if self._terminal:
            self._err.write(f"\r{text.ljust(self._shown)}")
            self._shown = len(text)
        else:
            self._err.write(f"{text}\n")
        self._err.flush()

    def _far(self) -> str:
        if self._count is None:
            return f"({monotonic() - self._started:.0f} s)"
        done, total = self._count
        if not total:
            return f"({done})"
        return f"({done}/{total}{_time_left(done, total, monotonic() - self._started)})"


def _time_left(done: int, total: int, seconds: float) -> str:
    """Hours, minutes and seconds at the pace so far, as every language writes them; nothing when it is nearly over."""
    left = round(seconds * (total - done) / done) if done else 0
    return f", {left // 3600}:{left // 60 % 60:02}:{left % 60:02}" if left > _PATIENCE else ""


def styled(text: str, style: Style | None) -> str:
    """The text without what could drive a terminal, in the style if there is one."""
    safe = _UNSAFE.sub("\ufffd", text)
    return f"\x1b[{_STYLES[style]}m{safe}\x1b[0m" if style and safe else safe


def _has_colour(stream: TextIO) -> bool:
    return stream.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def plain(value: object, language: Language, zone: tzinfo | None) -> object:
    """A value as JSON has it: amounts and reasons as objects, decimals as text, instants with their offset."""
    match value:
        case Reason():
            return {"code": value.code, "text": render(value, language, zone), "bits": value.bits}
        case Amount():
            return {"value": f"{value.value:.2f}", "currency": value.currency, "tax": value.tax}
        case Mapping():
            return {str(key): plain(one, language, zone) for key, one in value.items()}
        case list() | tuple():
            return [plain(one, language, zone) for one in value]
        case set() | frozenset():
            return sorted(str(one) for one in value)
        case _:
            return _leaf(value, zone)


def _leaf(value: object, zone: tzinfo | None) -> object:
    match value:
        case datetime(tzinfo=None):
            return value.isoformat(timespec="seconds")
        case datetime():
            return (value.astimezone(zone) if zone else value).isoformat(timespec="seconds")
        case date() | time():
            return value.isoformat()
        case Decimal():
            return str(value)
        case Enum():
            return value.value
        case Path():
            return str(value)
        case _:
            return value


@dataclass(frozen=True, slots=True)
class Context:
    """What a command runs with. ``now`` is what ``--now`` says (aware), None for the clock.

    ``settings`` is None for a command that needs no configuration and found none.
    """

    config_path: Path | None
    settings: "Settings | None"
    now: datetime | None
    json: bool
    language: Language
    zone: "ZoneInfo"
    printer: Printer

    @property
    def configured(self) -> "Settings":
        """The settings of a command that cannot run without."""
        if self.settings is None:
            raise LookupError("this command runs without configuration")
        return self.settings

    def clock(self) -> datetime:
        """``--now``, or the machine's clock; in the owner's zone."""
        return self.now or datetime.now(self.zone)  # noqa: TID251 - the command line is where the clock is read

    def instant(self, moment: date | datetime) -> datetime:
        """A day (its first instant) or an instant as given on the command line, in the owner's zone unless it has one."""
        return instant(moment, self.zone)


def instant(moment: date | datetime, zone: "ZoneInfo") -> datetime:
    """Aware; without offset it is meant in ``zone``."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(), tzinfo=zone)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
