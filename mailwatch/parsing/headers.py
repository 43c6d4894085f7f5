"""The header block (RFC 5322 §2.2), split by hand: it is done for every new message, and libraries take 20 times longer.

docs/decisions/0004-parsing-libraries.md has the figures.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Final

from mailwatch.model.message import Headers
from mailwatch.parsing.addresses import one_sender, recipients
from mailwatch.parsing.words2047 import decode_words
from mailwatch.text.identity import MESSAGE_ID

#: Longer header blocks are hostile or broken; what matters stands at the top.
LONGEST_BLOCK: Final = 256 * 1024
_MOST_FIELDS: Final = 2000
# Years of References: a thread longer than this is threaded by its ends.
_MOST_IDS: Final = 500
_LONGEST_DATE: Final = 200

# A line of spaces only continues a field (RFC 5322 §4.2); an empty one ends the block.
_ENDS: Final = (b"\n\r\n", b"\n\n", b"\r\r")
# At the beginning of a line, whichever way lines end.
_FIELD = re.compile(r"(?<![^\r\n])([!-9;-~]{1,200})[ \t]*:[ \t]*([^\r\n]*)")
_NAME = re.compile(r"[!-9;-~]{1,200}")
# Enough for what is written everywhere; a hostile header must not fill the memory.
_MOST_NAMES: Final = 1000
_FOLD = re.compile(r"(?:\r\n|\n|\r)(?=[ \t])")
# What nearly everybody writes (RFC 5322 §3.3), of years that leave room for every zone.
_USUAL_DATE = re.compile(
    r"(?:[A-Z][a-z]{2}, )?([0-9]{1,2}) ([A-Z][a-z]{2}) ((?:19|20)[0-9]{2}) ([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?"
    r" ([+-])([01][0-9])([0-5][0-9])(?: \([A-Z]{1,5}\))?"
)
# ``09 Jan 2016 10:38:24 +0000``
_PLAIN_DATE: Final = 26
_USUAL_DAY = re.compile(r" ?([0-9]{1,2}) ([A-Z][a-z]{2}) ((?:19|20)[0-9]{2})")
_MONTHS: Final = {
    name: at
    for at, name in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], start=1)
}
_BARE_ID = re.compile(r"[^\s<>@]{1,500}@[^\s<>@]{1,490}")


def split_message(raw: bytes, start: int = 0, end: int | None = None) -> tuple[bytes, int]:
    """The header block of the entity in ``raw[start:end]``, and where its body begins."""
    end = len(raw) if end is None else end
    if raw.startswith((b"\n", b"\r\n"), start):  # an entity without any field
        return b"", start + (1 if raw[start : start + 1] == b"\n" else 2)
    limit = min(end, start + LONGEST_BLOCK)
    found = [(at, len(empty)) for empty in _ENDS if (at := raw.find(empty, start, limit)) >= 0]
    if not found:
        return raw[start:limit], limit
    at, length = min(found)
    folded = at > start and raw[at - 1 : at + 1] == b"\r\n"
    return raw[start : at - folded], at + length


def _text(block: bytes) -> str:
    try:
        text = block.decode("utf-8")
    except UnicodeDecodeError:
        text = block.decode("cp1252", "replace")
    return text.replace("\0", "") if "\0" in text else text


class _Names(dict[str, str]):
    """Field names in lower case: one string for the same name in thousands of messages. Raises KeyError for what is none."""

    def __missing__(self, name: str) -> str:
        if not _NAME.fullmatch(name):
            raise KeyError(name)
        lower = name.lower()
        if len(self) < _MOST_NAMES:
            self[name] = lower
        return lower


_NAMES: Final = _Names()


def split_fields(block: bytes) -> tuple[tuple[str, str], ...]:
    """Every field of a header block: name in lower case, value unfolded and otherwise as it came."""
    text = _text(block[:LONGEST_BLOCK])
    usual = _usual_fields(text)
    return usual if usual is not None else _any_fields(text)


def header_fields(raw: bytes) -> tuple[tuple[str, str], ...]:
    """The fields of a message, or of a header block alone."""
    if raw.endswith(b"\r\n\r\n") and len(raw) <= LONGEST_BLOCK:
        usual = _usual_fields(_text(raw[:-4]))
        if usual is not None:
            return usual
    return split_fields(split_message(raw)[0])


def _usual_fields(text: str) -> tuple[tuple[str, str], ...] | None:
    """Where every line ends in CRLF and has a field, or continues one, as nearly everywhere."""
    text = text.replace("\r\n ", " ").replace("\r\n\t", "\t")
    lines = text.split("\r\n")
    if not len(lines) - 1 == text.count("\n") == text.count("\r") < _MOST_FIELDS:
        return None
    names = _NAMES
    try:
        return tuple([(names[name], value.strip()) for name, _, value in [line.partition(":") for line in lines]])
    except KeyError:
        return None


def _any_fields(text: str) -> tuple[tuple[str, str], ...]:
    found = _FIELD.findall(_FOLD.sub("", text))
    return tuple((name.lower(), value.strip()) for name, value in found[:_MOST_FIELDS])


def message_ids(value: str) -> tuple[str, ...]:
    """Identifiers with their brackets, in order, each once; separated by anything (Exchange and iOS use commas)."""
    found = MESSAGE_ID.findall(value)
    if len(found) > _MOST_IDS:
        found = [found[0], *found[1 - _MOST_IDS :]]
    return tuple(dict.fromkeys(found))


def message_id(value: str) -> str | None:
    """The identifier a Message-ID field gives; brackets are added when the sender forgot them."""
    found = message_ids(value)
    if found:
        return found[0]
    bare = _BARE_ID.fullmatch(value.strip())
    return f"<{bare[0]}>" if bare else None


@lru_cache(maxsize=64)
def _zone(sign: str, hours: str, minutes: str) -> timezone:
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if sign == "-" else offset)


@lru_cache(maxsize=4096)
def _day(text: str) -> str:
    """A day (``09 Jan 2016``) as ISO 8601 has it; empty when it is none, or not of our time."""
    usual = _USUAL_DAY.fullmatch(text)
    month = _MONTHS.get(usual[2]) if usual else None
    return f"{usual[3]}-{month:02}-{usual[1].zfill(2)}" if usual and month else ""


def parse_date(value: str) -> datetime | None:
    """An aware instant, None for garbage. Without a zone the time is read as UTC (RFC 5322 §3.3, "-0000")."""
    plain = (value[5:] if value[3:5] == ", " else value).rjust(_PLAIN_DATE)
    if (
        len(plain) == _PLAIN_DATE
        and plain[11] == plain[20] == " "
        and plain[14] == plain[17] == ":"
        and (day := _day(plain[:11]))
    ):
        try:
            return datetime.fromisoformat(f"{day}{plain[11:20]}{plain[21:24]}:{plain[24:]}")
        except ValueError:
            return _unusual_date(value)
    usual = _USUAL_DATE.fullmatch(value)
    if usual is None:
        return _unusual_date(value)
    day, month, year, hour, minute, second, sign, hours, minutes = usual.groups()
    try:
        return datetime(
            int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second or 0), tzinfo=_zone(sign, hours, minutes)
        )
    except (ValueError, KeyError):
        return _unusual_date(value)


def _unusual_date(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(value[:_LONGEST_DATE])
        found = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
        # An instant at the edge of the calendar cannot be converted to other zones.
        found.astimezone(UTC) + timedelta(days=1)
        found.astimezone(UTC) - timedelta(days=1)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None
    return found


def _received(value: str) -> datetime | None:
    return parse_date(value.rpartition(";")[2].strip())


def read_headers(fields: tuple[tuple[str, str], ...]) -> Headers:
    """Decoded headers from split fields; the first of a repeated field counts."""
    first = dict(reversed(fields)).get
    message, answered, thread = first("message-id"), first("in-reply-to"), first("references")
    sender, to, cc, subject, date, received = map(first, ("from", "to", "cc", "subject", "date", "received"))
    return Headers(
        message_id=message_id(message) if message else None,
        in_reply_to=message_ids(answered) if answered else (),
        references=message_ids(thread) if thread else (),
        sender=one_sender(sender) if sender else None,
        to=recipients(to) if to else (),
        cc=recipients(cc) if cc else (),
        subject=decode_words(subject) if subject else "",
        date=parse_date(date) if date else None,
        received_at=_received(received) if received else None,
        fields=fields,
    )


def parse_headers(raw: bytes) -> Headers:
    """Headers of a message, or of a header block alone."""
    return read_headers(header_fields(raw))
