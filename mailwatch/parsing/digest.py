"""The canonical digest of a draft: equal as long as nobody changed what it says."""

import hashlib
import json
from typing import Final

from mailwatch.parsing.addresses import written
from mailwatch.parsing.attachments import is_attachment, name_of
from mailwatch.parsing.lines import Line, flowed_lines, plain_lines
from mailwatch.parsing.mime import Part, leaves
from mailwatch.parsing.words2047 import decode_words

_LONGEST: Final = 1 << 20
_ADDRESSES: Final = ("from", "to", "cc", "bcc")


def _words(part: Part) -> str:
    """The text with every run of white space one space; servers and clients re-wrap, nobody means anything by it."""
    text = part.text(_LONGEST)
    if part.content_type == "text/html":
        return " ".join(text.split())  # we write none: whatever changes in it, somebody changed
    lines: tuple[Line, ...]
    if (part.parameter("format") or "").lower() == "flowed":
        lines = flowed_lines(text, delete_space=(part.parameter("delsp") or "").lower() == "yes")
    else:
        lines = plain_lines(text)
    return " ".join(word for line in lines for word in line.text.split())


def canonical_digest(raw: bytes) -> str:
    """SHA-256, hexadecimal, over addresses, subject, date, texts, attachment names and sizes. Bytes that cannot be read as
    a message are digested as they are. The date: a program that saves a draft anew dates it anew, whatever else it keeps.
    """
    if len(raw) > _LONGEST:  # no draft of ours
        return hashlib.sha256(b"raw:" + raw).hexdigest()
    try:
        content = _content(raw)
    except Exception:  # noqa: BLE001 - the port promises a digest for any bytes
        return hashlib.sha256(b"raw:" + raw).hexdigest()
    return hashlib.sha256(json.dumps(content, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


def _content(raw: bytes) -> dict[str, object]:
    top, found, _ = leaves(raw)
    addresses = {name: [text for key, value in top.fields if key == name for text in written(value)] for name in _ADDRESSES}
    texts = [part for part in found if part.content_type.startswith("text/") and not is_attachment(part)]
    return {
        **addresses,
        "subject": " ".join(decode_words(top.field("subject")).split()),
        "date": " ".join(top.field("date").split()),
        "texts": [_words(part) for part in texts],
        "attachments": [(name_of(part), part.size) for part in found if is_attachment(part)],
    }
