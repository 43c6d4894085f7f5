"""Which parts of a message are read, and the message that is handed on with the others left empty.

Received attachments are never fetched; a PDF only when asked for (the owner's own sent mail). A deep or hostile MIME
tree is met with limits, here and again in the parser.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import compat32
from enum import Enum
from typing import TYPE_CHECKING

from mailwatch.mailbox.fields import header_block

if TYPE_CHECKING:
    from email.message import Message

TEXT_LIMIT = 65_536
PDF_LIMIT = 5 * 1024 * 1024
HEADER_LIMIT = 262_144
MAX_DEPTH = 40
MAX_PARTS = 1_000
#: Stands in the MIME header of a part whose body was left out or cut: its decoded size in octets, as far as known.
SIZE_FIELD = b"X-Mailwatch-Size"

_REPORTS = frozenset({"message/delivery-status", "message/disposition-notification", "message/global-delivery-status"})
_EMBEDDED = frozenset({"message/rfc822", "message/global"})
_READ_EVEN_IF_ATTACHED = frozenset({"text/calendar", "text/rfc822-headers"})


class Take(Enum):
    """How much of a part's body is read."""

    NOTHING = "nothing"
    START = "start"  # the first TEXT_LIMIT octets
    HEADER = "header"  # the embedded message's header, as far as TEXT_LIMIT
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part without children, as BODYSTRUCTURE describes it.

    ``content_type``, ``disposition`` and ``encoding`` are in lower case; ``size`` counts encoded octets.
    """

    content_type: str
    disposition: str
    name: str
    encoding: str
    size: int


def take(leaf: Leaf, *, pdf: bool) -> Take:
    """What to read of this part."""
    if leaf.content_type in _REPORTS:
        return Take.START
    if leaf.content_type in _EMBEDDED:
        return Take.HEADER
    if leaf.content_type.startswith("text/"):
        attached = leaf.disposition == "attachment" and leaf.content_type not in _READ_EVEN_IF_ATTACHED
        return Take.NOTHING if attached else Take.START
    return Take.WHOLE if pdf and _is_small_pdf(leaf) else Take.NOTHING


def _is_small_pdf(leaf: Leaf) -> bool:
    named = leaf.content_type == "application/octet-stream" and leaf.name.lower().endswith(".pdf")
    return (leaf.content_type == "application/pdf" or named) and decoded_size(leaf) <= PDF_LIMIT


def decoded_size(leaf: Leaf) -> int:
    """Base64 comes in lines of 76 characters and CRLF (RFC 2045 §6.8): 57 octets in 78."""
    return leaf.size * 57 // 78 if leaf.encoding == "base64" else leaf.size


def with_size(mime_header: bytes, leaf: Leaf) -> bytes:
    """The MIME header of a part that was left out or cut, saying how large it was."""
    return b"%s: %d\r\n%s" % (SIZE_FIELD, decoded_size(leaf), mime_header)


def without_attachments(raw: bytes, *, pdf: bool, depth: int = 0) -> bytes:
    """The message that ``Mailbox.texts`` hands on, made from the whole one. What needs no change stays byte for byte.

    Also used on each part. Beyond MAX_DEPTH nothing is read, so that hostile nesting costs nothing.
    """
    header = header_block(raw)
    body = raw[len(header) :]
    fields = message_from_bytes(header, policy=compat32)
    boundary = _boundary(fields)
    if boundary is not None and depth < MAX_DEPTH:
        return header + _lighter_children(body, boundary, pdf=pdf, depth=depth)
    leaf = _leaf(fields, len(body))
    kept = _kept(body, take(leaf, pdf=pdf) if depth < MAX_DEPTH else Take.NOTHING)
    return raw if len(kept) == len(body) else with_size(header, leaf) + kept


def _boundary(fields: "Message[str, str]") -> bytes | None:
    if fields.get_content_maintype() != "multipart":
        return None
    try:
        boundary = fields.get_boundary()
    except (ValueError, LookupError, TypeError):
        return None
    return boundary.encode("ascii", "surrogateescape") if boundary else None


def _lighter_children(body: bytes, boundary: bytes, *, pdf: bool, depth: int) -> bytes:
    """The body of a multipart, each part lighter; preamble, delimiters and epilogue as they stand."""
    delimiter = re.compile(rb"((?:^|\r?\n)--" + re.escape(boundary) + rb"(?:--)?[ \t]*(?:\r?\n|$))")
    pieces = delimiter.split(body, maxsplit=MAX_PARTS)
    closed = False
    for place in range(1, len(pieces), 2):
        closed = closed or pieces[place].strip().endswith(b"--" + boundary + b"--")
        if not closed and place + 1 < len(pieces):
            pieces[place + 1] = without_attachments(pieces[place + 1], pdf=pdf, depth=depth + 1)
    return b"".join(pieces)


def _leaf(fields: "Message[str, str]", size: int) -> Leaf:
    return Leaf(
        content_type=fields.get_content_type(),
        disposition=fields.get_content_disposition() or "",
        name=fields.get_filename() or "",
        encoding=str(fields.get("Content-Transfer-Encoding", "")).strip().lower(),
        size=size,
    )


def _kept(body: bytes, how: Take) -> bytes:
    match how:
        case Take.WHOLE:
            return body
        case Take.START:
            return body[:TEXT_LIMIT]
        case Take.HEADER:
            return header_block(body)[:TEXT_LIMIT]
        case Take.NOTHING:
            return b""
