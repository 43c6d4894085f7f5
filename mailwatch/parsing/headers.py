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
_FOLD = re.compile(r"(?:\r\n|\n|\r)(?=[ \t])")
# What nearly everybody writes (RFC 5322 §3.3), of years that leave room for every zone.
_USUAL_DATE = re.compile(
    r"(?:[A-Z][a-z]{2}, )?([0-9]{1,2}) ([A-Z][a-z]{2}) ((?:19|20)[0-9]{2}) ([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?"
    r" ([+-])([01][0-9])([0-5][0-9])(?: \([A-Z]{1,5}\))?"
)
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


def _unfolded(text: str) -> str:
    lines = text.count("\n")
    if lines == text.count("\r\n") == text.count("\r"):
        return text.replace("\r\n ", " ").replace("\r\n\t", "\t")
    return _FOLD.sub("", text)


def split_fields(block: bytes) -> tuple[tuple[str, str], ...]:
    """Every field of a header block: name in lower case, value unfolded and otherwise as it came."""
    found = _FIELD.findall(_unfolded(_text(block[:LONGEST_BLOCK])))
    return tuple((_lower(name), value.rstrip()) for name, value in found[:_MOST_FIELDS])


@lru_cache(maxsize=256)
def _lower(name: str) -> str:
    """One string for the same name in thousands of messages."""
    return name.lower()


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


def parse_date(value: str) -> datetime | None:
    """An aware instant, None for garbage. Without a zone the time is read as UTC (RFC 5322 §3.3, "-0000")."""
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
    first: dict[str, str] = {}
    for name, value in fields:
        first.setdefault(name, value)
    return Headers(
        message_id=message_id(first.get("message-id", "")),
        in_reply_to=message_ids(first.get("in-reply-to", "")),
        references=message_ids(first.get("references", "")),
        sender=one_sender(first["from"]) if "from" in first else None,
        to=recipients(first["to"]) if "to" in first else (),
        cc=recipients(first["cc"]) if "cc" in first else (),
        subject=decode_words(first["subject"]) if "subject" in first else "",
        date=parse_date(first["date"]) if "date" in first else None,
        received_at=_received(first["received"]) if "received" in first else None,
        fields=fields,
    )


def parse_headers(raw: bytes) -> Headers:
    """Headers of a message, or of a header block alone."""
    block, _ = split_message(raw)
    return read_headers(split_fields(block))
