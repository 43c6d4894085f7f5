"""The header fields that are fetched of every new message: what tells whether its text is worth fetching.

With the text comes the whole header; so what only reading needs is not asked for here. Servers repeat the list of fields
in every answer, and unusual headers reach hundreds of KiB (spam filter reports, ARC chains).
"""

import re

#: Asked for with BODY.PEEK[HEADER.FIELDS (…)] (RFC 9051 §6.4.5).
WANTED: tuple[str, ...] = (
    # who, when, in which thread
    "Message-ID",
    "In-Reply-To",
    "References",
    "From",
    "To",
    "Cc",
    "Subject",
    "Date",
    "Received",
    # is the sender proved (RFC 8601): for what is judged by its header alone
    "Authentication-Results",
    # written to many
    "List-Unsubscribe",
    "Precedence",
    # left in the inbox by mailwatch itself
    "X-Mailwatch-Notice",
)

_BLOCK_END = re.compile(rb"\r?\n\r?\n")
_FIELD = re.compile(rb"^([!-9;-~]+)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*\n?", re.MULTILINE)
_MESSAGE_ID = re.compile(rb"^message-id[ \t]*:(?:\s|\r?\n[ \t])*(<[^>\s]+>)", re.MULTILINE | re.IGNORECASE)
_NAMES = frozenset(name.lower().encode() for name in WANTED)


def header_block(raw: bytes) -> bytes:
    """The header of a message, with the empty line that ends it."""
    if raw.startswith((b"\r\n", b"\n")):
        return raw[: raw.index(b"\n") + 1]
    end = _BLOCK_END.search(raw)
    return raw[: end.end()] if end else raw


def wanted_fields(header: bytes) -> bytes:
    """What a server answers to HEADER.FIELDS: the wanted fields as they stand, in their order, and an empty line."""
    kept = [field[0] for field in _FIELD.finditer(header) if field[1].lower() in _NAMES]
    return b"".join(kept) + b"\r\n"


def message_id(header: bytes) -> bytes | None:
    """The Message-ID of a header block with its angle brackets, None when there is none to speak of."""
    found = _MESSAGE_ID.search(header)
    return found[1] if found else None
