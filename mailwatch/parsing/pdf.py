"""Text of the owner's own PDF attachments (never of received ones), read where it can do no harm."""

import hashlib
import io
from typing import Final

from mailwatch.parsing.mime import Part
from mailwatch.system import run_limited_batch

#: What ``ports.Mailbox.texts`` includes whole; a quote is far smaller.
LONGEST_PDF: Final = 5 << 20
#: A quote's pages and words; what follows are general terms.
_MOST_PAGES: Final = 40
_LONGEST_TEXT: Final = 200_000
_MOST_PDFS: Final = 5
# A page of pathological drawing costs seconds; an ordinary quote 0.1 s, most of it the start of the process.
_MEMORY: Final = 512 << 20
_CPU_SECONDS: Final = 5
_WALL_SECONDS: Final = 8.0


def pdf_of(part: Part) -> bytes | None:
    """The bytes of a PDF of at most 5 MiB, recognised by its first bytes whatever name and type say (ISO 32000-1 §7.5.2)."""
    if b"%PDF-" not in part.body(1024) or part.size > LONGEST_PDF:
        return None
    return part.body(LONGEST_PDF)


def read_pdfs(pdfs: tuple[bytes | None, ...]) -> tuple[tuple[str | None, str | None], ...]:
    """Digest and text of each PDF, None where there is none or it is unreadable, encrypted or hostile."""
    wanted = [number for number, pdf in enumerate(pdfs) if pdf is not None][:_MOST_PDFS]
    if not wanted:
        return ((None, None),) * len(pdfs)
    payloads = [pdfs[number] or b"" for number in wanted]
    results = run_limited_batch(
        "mailwatch.parsing.pdf:text_of_pdf", payloads, memory=_MEMORY, cpu_seconds=_CPU_SECONDS, wall_seconds=_WALL_SECONDS
    )
    texts = {
        number: result.decode("utf-8", "replace") if result else None for number, result in zip(wanted, results, strict=True)
    }
    return tuple((hashlib.sha256(pdf).hexdigest() if pdf else None, texts.get(number)) for number, pdf in enumerate(pdfs))


def text_of_pdf(data: bytes) -> bytes:
    """The text of a PDF as UTF-8. Runs in the limited process; whatever it raises makes the text None."""
    # Imported here: only the limited process pays for it.
    import logging  # noqa: PLC0415 - see above

    from pypdf import PdfReader  # noqa: PLC0415 - see above

    logging.disable()
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise ValueError("encrypted")
    pieces: list[str] = []
    for page in reader.pages[:_MOST_PAGES]:
        pieces.append(page.extract_text())
        if sum(map(len, pieces)) > _LONGEST_TEXT:
            break
    return "\n".join(pieces).replace("\0", "")[:_LONGEST_TEXT].encode("utf-8", "replace")
