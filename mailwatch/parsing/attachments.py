"""Attachments: names, types and sizes; the bytes of received ones are never looked at."""

import re
from typing import Final

from mailwatch.model.message import Attachment
from mailwatch.parsing.mime import Part, parameters
from mailwatch.parsing.pdf import pdf_of, read_pdfs

_LONGEST_NAME: Final = 255
# Nobody attaches more; a list of thousands helps nobody.
_MOST: Final = 200
_FOLDERS = re.compile(r"^.*[/\\]")


#: Text that mail programs show as the message.
SHOWN: Final = frozenset({"text/plain", "text/html", "application/xhtml+xml", "text/enriched", "text/richtext", "text/markdown"})
# Neither shown as text nor listed as a file.
_SILENT: Final = frozenset(
    {"text/calendar", "text/rfc822-headers", "message/delivery-status", "message/disposition-notification", "text/x-amp-html"}
)


def _disposition(part: Part) -> str:
    return part.field("content-disposition").partition(";")[0].strip().lower()


def name_of(part: Part) -> str:
    """The file name without its folders; empty when there is none (RFC 2183 §2.3)."""
    disposed = dict(parameters(part.field("content-disposition")))
    name = disposed.get("filename") or part.parameter("name") or ""
    return _FOLDERS.sub("", name).strip()[:_LONGEST_NAME]


def is_attachment(part: Part) -> bool:
    """Is this part something beside the text? Text shown in the mail is not, even when it is named."""
    if part.content_type.startswith("multipart/"):
        return False
    if _disposition(part) == "attachment":
        return True
    if part.content_type in SHOWN:
        return bool(name_of(part)) and _disposition(part) != "inline"
    return part.content_type not in _SILENT


def attachments(found: tuple[Part, ...], *, own: bool) -> tuple[Attachment, ...]:
    """What is attached. ``own``: the owner's own mail, whose PDFs are read."""
    parts = tuple(part for part in found if is_attachment(part))[:_MOST]
    read = read_pdfs(tuple(pdf_of(part) for part in parts)) if own else ((None, None),) * len(parts)
    return tuple(
        Attachment(name_of(part), part.content_type, part.size, digest, text)
        for part, (digest, text) in zip(parts, read, strict=True)
    )
