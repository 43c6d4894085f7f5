import pytest

from mailwatch.model.message import Message
from mailwatch.parsing.charsets import decode
from mailwatch.parsing.parse import Parser
from mailwatch.text.tokens import words


def message(raw: str | bytes) -> Message:
    found = Parser().message(raw.encode() if isinstance(raw, str) else raw)
    assert isinstance(found, Message)
    return found


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nBonjour\n--b\n\nsuite", "Bonjour\n\nsuite"),
        ("Content-Type: multipart/mixed; boundary=b\n\nBonjour sans frontière\n", "Bonjour sans frontière"),
        ("Content-Type: multipart/mixed\n\nBonjour sans boundary\n", "Bonjour sans boundary"),
        ("Content-Type: multipart/mixed; boundary=b\n\n--bb\n\nnon\n--b\n\noui\n--b--\n--b\n\napres\n", "oui"),
        ('Content-Type: multipart/mixed; boundary="a b"\r\n\r\n--a b\r\n\r\noui\r\n--a b--\r\n', "oui"),
        ("Content-Type: nimporte quoi\n\nBonjour", "Bonjour"),
        ("Content-Type: text/plain; charset=\n\nBonjour", "Bonjour"),
        ("Subject: x\n\nBonjour", "Bonjour"),
        ("\nBonjour", "Bonjour"),
        ("Content-Transfer-Encoding: base64\n\nQm9uam91cg==\nIQ", "Bonjour!"),
        ("Content-Transfer-Encoding: base64\n\nQm9uam91cg", "Bonjour"),
        ("Content-Transfer-Encoding: base64\n\npas du base64 é!", ""),
        (
            "Content-Transfer-Encoding: quoted-printable\nContent-Type: text/plain; charset=utf-8\n\nBonjour=C3=A9=\n!=ZZ",
            "Bonjouré!=ZZ",
        ),
        ("Content-Transfer-Encoding: inconnu\n\nBonjour", "Bonjour"),
    ],
)
def test_broken_mime_is_read_as_people_see_it(raw: str, expected: str) -> None:
    assert (message(raw).new_text if expected else "") == expected


@pytest.mark.parametrize(
    ("data", "label", "expected"),
    [
        ("é".encode(), None, "é"),
        ("é".encode(), "us-ascii", "é"),
        ("é".encode("cp1252"), "us-ascii", "é"),
        ("1 000 €".encode("cp1252"), "iso-8859-1", "1 000 €"),
        ("é".encode(), "klingon", "é"),
        ("é".encode("cp1252"), "utf-8", "\ufffd"),
        (b"abc", "rot13", "abc"),
        (b"abc", "hex", "abc"),
        ("Привет".encode("koi8-r"), "KOI8-R", "Привет"),
        ("你好".encode("gb18030"), "gb2312", "你好"),
        ("é".encode("utf-16"), "utf-16", "é"),
        (b"\x81", "undefined", "\ufffd"),
    ],
)
def test_every_charset_label_gives_text(data: bytes, label: str | None, expected: str) -> None:
    assert decode(data, label) == expected


def test_html_is_read_where_there_is_no_plain_text_and_plain_text_is_preferred() -> None:
    both = "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nla version simple\n--b\nContent-Type: text/html\n\n<p>la version riche</p>\n--b--\n"
    assert message(both).new_text == "la version simple"
    assert message(both.replace("la version simple", "")).new_text == "la version riche"


def test_text_before_and_after_an_attachment_is_one_text() -> None:
    raw = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\navant\n--b\nContent-Type: image/png; name=i.png\n\nPNG\n--b\nContent-Type: text/html\n\n<p>après</p>\n--b--\n"
    found = message(raw)
    assert (found.new_text, [attachment.name for attachment in found.attachments]) == ("avant\n\naprès", ["i.png"])


def test_the_whole_text_shows_the_quotation_behind_signs() -> None:
    found = message("Content-Type: text/html\n\n<p>oui</p><blockquote type=cite><p>cité</p></blockquote>")
    assert (found.text, found.new_text) == ("oui\n\n> cité", "oui")


def test_an_html_mail_and_its_text_twin_give_the_same_words() -> None:
    html = message("Content-Type: text/html; charset=utf-8\n\n<div>Bonjour,<br><br>C'est&nbsp;d'accord&nbsp;!<br>Marc</div>")
    text = message("Content-Type: text/plain; charset=utf-8\n\nBonjour,\n\nC'est\u00a0d'accord\u00a0!\nMarc")
    assert words(html.new_text) == words(text.new_text)


def test_the_announced_size_counts_only_where_the_body_was_left_out() -> None:
    raw = "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: image/png\nX-Mailwatch-Size: 777\n\n{}\n--b--\n"
    assert [message(raw.format(body)).attachments[0].size for body in ("", "PNG")] == [777, 3]


def test_a_name_never_holds_a_folder() -> None:
    raw = 'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="{}"\n\nx\n--b--\n'
    names = [message(raw.format(name)).attachments[0].name for name in ("../../etc/passwd", "C:\\\\devis.pdf", "a\x00b.pdf")]
    assert names == ["passwd", "devis.pdf", "ab.pdf"]


def test_uppercase_mime_words_are_the_same_words() -> None:
    raw = "CONTENT-TYPE: MULTIPART/MIXED; BOUNDARY=b\n\n--b\nCONTENT-TYPE: TEXT/PLAIN; CHARSET=UTF-8\nCONTENT-TRANSFER-ENCODING: BASE64\n\nw6k=\n--b--\n"
    assert message(raw).new_text == "é"


def test_words_after_a_picture_written_into_the_html_are_read() -> None:
    picture = "<img src='data:image/png;base64," + "QUFB" * 400_000 + "'>"
    assert message("Content-Type: text/html\n\n" + picture + "<p>Bien reçu</p>").new_text == "Bien reçu"


def test_a_disposition_names_the_message_that_was_read() -> None:
    raw = (
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n\nLu.\n--b\n"
        "Content-Type: message/disposition-notification\n\nOriginal-Message-ID: <q1@x>\nDisposition: manual-action/MDN-sent-manually; displayed\n--b--\n"
    )
    report = message(raw).report
    assert report is not None
    assert (report.report_type, report.original_message_id) == ("disposition-notification", "<q1@x>")
