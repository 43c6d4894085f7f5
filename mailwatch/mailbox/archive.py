"""Past mail from files: mbox, maildir, single messages and folders of them. Read only, one message at a time."""

import mmap
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

from mailwatch.errors import UnreadableFile
from mailwatch.mailbox.fields import header_block
from mailwatch.model.message import Role

#: A Date further than this from the topmost Received is not believed.
_BELIEVED = timedelta(hours=48)
_HEADER_LIMIT = 262_144
#: The separator of mbox (RFC 4155): only with a time and a year, so that "From here on" in a text does not split it.
_SEPARATOR = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\n]*?\d{1,2}:\d{2}[^\n]*?\d{4}[^\n]*\n")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_STAMP = re.compile(rb"([A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} \d{2}:\d{2}(?::\d{2})?) (?:([+-]\d{4}) )?(\d{4})")
_DATE = re.compile(rb"^date[ \t]*:((?:[^\n]|\n[ \t])*)", re.MULTILINE | re.IGNORECASE)
_RECEIVED = re.compile(rb"^received[ \t]*:((?:[^\n]|\n[ \t])*)", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Archived:
    """A message of the past: when it happened (aware), in which kind of mailbox it lay, its bytes."""

    at: datetime
    role: Role
    raw: bytes


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a message is: octets ``start`` to ``end`` of a file; ``hint`` is what the archive itself says of its date."""

    path: Path
    start: int
    end: int
    hint: datetime


def messages_in(path: Path) -> Iterator[bytes]:
    """Every message of a file or folder, in its order. Raises UnreadableFile."""
    return (_bytes(place) for place in _places(path))


def past_messages(sources: Sequence[tuple[Path, Role]]) -> Iterator[Archived]:
    """All messages of all sources in time order; those of one instant in the order given. Raises UnreadableFile.

    Only dates are held in memory. A message without a usable date takes that of the archive (separator line, file).
    """
    found = [(_instant(place), number, role, place) for number, role, place in _numbered(sources)]
    for at, _, role, place in sorted(found, key=lambda item: item[:2]):
        yield Archived(at, role, _bytes(place))


def _numbered(sources: Sequence[tuple[Path, Role]]) -> Iterator[tuple[int, Role, _Place]]:
    number = 0
    for path, role in sources:
        for place in _places(path):
            yield number, role, place
            number += 1


def _places(path: Path) -> Iterator[_Place]:
    try:
        if not path.is_dir():
            yield from _of_file(path)
        elif (path / "cur").is_dir():
            for one in sorted([*(path / "cur").iterdir(), *(path / "new").glob("*")], key=lambda file: file.name):
                yield _whole(one)
        elif (path / "mbox").is_file():  # what Apple Mail exports
            yield from _of_file(path / "mbox")
        else:
            for one in sorted(path.rglob("*.eml")):
                yield _whole(one)
    except OSError as error:
        raise UnreadableFile(f"{path} ({error.strerror or error})") from error


def _whole(path: Path) -> _Place:
    status = path.stat()
    return _Place(path, 0, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))


def _of_file(path: Path) -> Iterator[_Place]:
    whole = _whole(path)
    if whole.end == 0:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as octets:
        if octets[:5] != b"From ":
            yield whole
            return
        previous: re.Match[bytes] | None = None
        for separator in _SEPARATOR.finditer(octets):
            if previous is not None:
                yield _Place(path, previous.end(), separator.start(), _stamped(previous[0], whole.hint))
            previous = separator
        if previous is not None:
            yield _Place(path, previous.end(), whole.end, _stamped(previous[0], whole.hint))


def _stamped(separator: bytes, otherwise: datetime) -> datetime:
    """The date of a separator line, in UTC by custom."""
    found = _STAMP.search(separator)
    if not found:
        return otherwise
    day, zone, year = (part.decode("ascii") if part else "+0000" for part in found.groups())
    weekday, month, number, clock = day.split()
    return _parsed(f"{weekday}, {number} {month} {year} {clock} {zone}".encode()) or otherwise


def _bytes(place: _Place, most: int | None = None) -> bytes:
    """The message, without the quoting that mbox puts on lines like its separator."""
    size = place.end - place.start
    with place.path.open("rb") as file:
        file.seek(place.start)
        raw = file.read(size if most is None else min(size, most))
    if place.start == 0:
        return raw
    raw = raw.removesuffix(b"\r\n") if raw.endswith(b"\r\n\r\n") else raw.removesuffix(b"\n") if raw.endswith(b"\n\n") else raw
    return _ESCAPED.sub(rb"\1", raw)


def _instant(place: _Place) -> datetime:
    """Date, unless Received contradicts it; then Received; then what the archive says."""
    header = header_block(_bytes(place, _HEADER_LIMIT))
    date, received = _DATE.search(header), _RECEIVED.search(header)
    dated = _parsed(date[1]) if date else None
    arrived = _parsed(received[1].rpartition(b";")[2]) if received else None
    if dated is not None and (arrived is None or abs(dated - arrived) <= _BELIEVED):
        return dated
    return arrived or dated or place.hint


def _parsed(text: bytes) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(text.decode("ascii", "replace"))
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
