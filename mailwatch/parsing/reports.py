"""Machine-readable parts: delivery status (RFC 3464), dispositions (RFC 8098), and originals that came back."""

import re
from typing import Final

from mailwatch.model.message import Headers, Report
from mailwatch.parsing.headers import message_ids, read_headers, split_fields, split_message
from mailwatch.parsing.mime import Part

_STATUS: Final = frozenset(
    {
        "message/delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
        "message/global-delivery-status",
        "message/global-disposition-notification",
    }
)
_ORIGINALS: Final = frozenset(
    {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers", "message/rfc822-headers"}
)
#: A status part is a few lines for each recipient.
_LONGEST: Final = 256 * 1024
_MOST_BLOCKS: Final = 200
_GAP = re.compile(r"\n[ \t]*\n")


def is_report_part(part: Part) -> bool:
    return part.content_type in _STATUS or part.content_type in _ORIGINALS


def _blocks(part: Part) -> tuple[tuple[tuple[str, str], ...], ...]:
    text = part.text(_LONGEST).strip("\n")
    pieces = _GAP.split(text, _MOST_BLOCKS)[:_MOST_BLOCKS]
    return tuple(fields for piece in pieces if (fields := split_fields(piece.encode("utf-8", "surrogatepass"))))


def original_headers(part: Part) -> Headers:
    """The header block of a returned or attached message."""
    block, _ = split_message(part.body(_LONGEST).lstrip(b"\r\n"))
    return read_headers(split_fields(block))


def report(top: Part, found: tuple[Part, ...]) -> Report | None:
    """The report a message carries. A returned or attached original alone gives a report without type and blocks."""
    blocks = tuple(block for part in found if part.content_type in _STATUS for block in _blocks(part))
    original = next((original_headers(part) for part in found if part.content_type in _ORIGINALS), None)
    report_type = (top.parameter("report-type") or "").lower() if top.content_type == "multipart/report" else ""
    if not report_type:
        status = next((part.content_type for part in found if part.content_type in _STATUS), "")
        report_type = status.partition("/")[2].removeprefix("global-")
    if not report_type and original is None:
        return None
    stated = next(
        (ids[0] for block in blocks for name, value in block if name == "original-message-id" and (ids := message_ids(value))),
        None,
    )
    return Report(report_type, blocks, stated or (original.message_id if original else None), original)
