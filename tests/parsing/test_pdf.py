import base64
import hashlib
import io

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from mailwatch.model.message import Attachment, Message
from mailwatch.parsing.parse import Parser


def pdf(text: str = "Devis D-2026-014, total 4 200 EUR") -> bytes:
    output = io.BytesIO()
    canvas = Canvas(output)
    canvas.drawString(72, 720, text)
    canvas.save()
    return output.getvalue()


def encrypted() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt("secret", algorithm="RC4-128")
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def mail(data: bytes, content_type: str = "application/pdf", name: str = "devis.pdf") -> bytes:
    return (
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nCi-joint.\n--b\n"
        + f'Content-Type: {content_type}; name="{name}"\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n'.encode()
        + base64.encodebytes(data)
        + b"--b--\n"
    )


def attachment(raw: bytes, *, own: bool) -> Attachment:
    message = Parser().message(raw, own=own)
    assert isinstance(message, Message)
    return message.attachments[0]


@pytest.mark.parametrize(
    ("content_type", "name"), [("application/pdf", "devis.pdf"), ("application/octet-stream", "devis"), ("image/png", "x.png")]
)
def test_the_owners_pdf_is_read_whatever_its_name_and_type_say(content_type: str, name: str) -> None:
    data = pdf()
    found = attachment(mail(data, content_type, name), own=True)
    assert (found.text or "").strip() == "Devis D-2026-014, total 4 200 EUR"
    assert (found.sha256, found.size) == (hashlib.sha256(data).hexdigest(), len(data))


def test_a_received_pdf_is_never_looked_at() -> None:
    found = attachment(mail(pdf()), own=False)
    assert (found.text, found.sha256) == (None, None)


@pytest.mark.parametrize("data", [b"%PDF-1.7 n'importe quoi", encrypted(), b"%PDF-1.4\n" + b"<<" * 100_000, b"JPEG"])
def test_an_unreadable_pdf_has_no_text(data: bytes) -> None:
    assert attachment(mail(data), own=True).text is None


def test_a_pdf_of_more_than_5_mib_is_not_read() -> None:
    assert attachment(mail(pdf() + b"\n%" + b"x" * (5 << 20)), own=True).text is None


def test_a_pdf_that_was_left_out_has_no_text() -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/pdf\nX-Mailwatch-Size: 9999\n\n\n--b--\n"
    found = attachment(raw, own=True)
    assert (found.text, found.size) == (None, 9999)
