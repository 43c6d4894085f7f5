"""Small mails for the mailbox tests, as bytes with CRLF."""

import base64

PDF = b"%PDF-1.7 " + bytes(range(256)) * 8


def crlf(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def plain(message_id: str, subject: str = "Devis D-2026-014", body: str = "Bonjour,\n\nVoici.\n", extra: str = "") -> bytes:
    return crlf(
        f"Message-ID: {message_id}\nFrom: Anne Durand <anne@atelier-durand.example>\nTo: marc@client.example\n"
        f"Subject: {subject}\nDate: Tue, 1 Sep 2026 09:12:00 +0200\n{extra}\n{body}"
    )


def with_attachments(message_id: str, *, pdf_name: str = "devis.pdf") -> bytes:
    """Text and HTML, then a PDF, a picture and an attached text."""
    pdf = base64.encodebytes(PDF).decode()
    return crlf(
        f"Message-ID: {message_id}\nFrom: anne@atelier-durand.example\nTo: marc@client.example\nSubject: Devis\n"
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=outer\n\npreamble\n"
        '--outer\nContent-Type: multipart/alternative; boundary="in ner"\n\n'
        "--in ner\nContent-Type: text/plain; charset=utf-8\n\nBonjour, voilà.\n"
        "--in ner\nContent-Type: text/html; charset=utf-8\n\n<p>Bonjour, voilà.</p>\n--in ner--\n"
        f"--outer\nContent-Type: application/pdf; name={pdf_name}\nContent-Transfer-Encoding: base64\n"
        f"Content-Disposition: attachment; filename={pdf_name}\n\n{pdf}"
        f"--outer\nContent-Type: image/png; name=logo.png\nContent-Transfer-Encoding: base64\n\n{pdf}"
        "--outer\nContent-Type: text/plain; name=notes.txt\nContent-Disposition: attachment; filename=notes.txt\n\n"
        "a confidential note\n--outer--\n"
    )


def bounce(message_id: str, original: str) -> bytes:
    return crlf(
        f"Message-ID: {message_id}\nFrom: MAILER-DAEMON@client.example\nTo: anne@atelier-durand.example\n"
        "Subject: Undelivered\nMIME-Version: 1.0\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\nContent-Type: text/plain\n\nNo such user.\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.client.example\n\n"
        "Final-Recipient: rfc822; marc@client.example\nAction: failed\nStatus: 5.1.1\n\n"
        f"--b\nContent-Type: message/rfc822\n\nMessage-ID: {original}\nSubject: Devis\n\nthe whole original text\n--b--\n"
    )
