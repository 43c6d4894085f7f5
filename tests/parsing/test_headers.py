# ruff: noqa: RUF001 - look-alike letters are under test
import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime, parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwatch.model.message import Address, Headers, Message
from mailwatch.parsing.addresses import one_sender, parse_addresses, recipients
from mailwatch.parsing.headers import _any_fields, _usual_fields, parse_date, parse_headers, split_message
from mailwatch.parsing.parse import Parser


def headers(*fields: str, end: str = "\r\n") -> Headers:
    return Parser().headers((end.join(fields) + end * 2).encode())


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("marc@client.example", Address("marc@client.example")),
        ("Marc Petit <Marc@Client.EXAMPLE>", Address("marc@client.example", "Marc Petit")),
        ('"Petit, Marc" <marc@client.example>', Address("marc@client.example", "Petit, Marc")),
        ("=?utf-8?Q?J=C3=A9r=C3=B4me?= <j@client.example>", Address("j@client.example", "Jérôme")),
        ('"alice@corp.example" <evil@x.example>', Address("evil@x.example", "alice@corp.example")),
        ("marc@client.example <marc@client.example>", Address("marc@client.example", "marc@client.example")),
        ("=?utf-8?q?alice=40corp.example?= <evil@x.example>", Address("evil@x.example", "alice@corp.example")),
        ("Marc [Client] <marc@client.example>", Address("marc@client.example", "Marc [Client]")),
        ("Marc (bureau (2e)) <marc@client.example>", Address("marc@client.example", "Marc")),
        ("marc@société.example", Address("marc@xn--socit-esab.example")),
        ("marc@сlient.example", Address("marc@xn--lient-0ye.example")),
    ],
)
def test_a_sender_is_one_person_by_address(value: str, expected: Address) -> None:
    assert one_sender(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "alice@example.org]<bob@example.org>",
        "alice@corp.example <evil@x.example>",
        "alice@corp.example, evil@x.example",
        "equipe: alice@corp.example;",
        "undisclosed-recipients:;",
        "a@b@corp.example",
        "<a@b@corp.example>",
        "Marc <marc@client.example> <evil@x.example>",
        "Marc <marc@client.example> suite",
        "marc@client.example <",
        "marc at client.example",
        "marc@client..example",
        ".marc@client.example",
        "marc@-client.example",
        "Marc <>",
        "",
    ],
)
def test_a_doubtful_sender_names_nobody(value: str) -> None:
    assert one_sender(value) is None


def test_recipients_are_everybody_named_for_certain_once() -> None:
    found = recipients(
        '"Petit, Marc" <marc@client.example>, achats: zoe@client.example, Marc <MARC@client.example>;, rien, x@y@z'
    )
    assert [person.address for person in found] == ["marc@client.example", "zoe@client.example"]


def test_the_first_of_two_message_ids_counts_and_both_are_kept() -> None:
    found = headers("Message-ID: <a@x.example>", "Message-ID: <b@x.example>")
    assert (found.message_id, found.values("message-id")) == ("<a@x.example>", ("<a@x.example>", "<b@x.example>"))


def test_references_may_be_folded_comma_separated_and_repeated() -> None:
    found = headers("References: <a@x>,<b@x>,\r\n\t<c@x> <a@x>", "In-Reply-To: Votre message <c@x>")
    assert (found.references, found.in_reply_to) == (("<a@x>", "<b@x>", "<c@x>"), ("<c@x>",))


def test_a_message_id_without_brackets_gets_them() -> None:
    assert headers("Message-ID: abc@x.example").message_id == "<abc@x.example>"


def test_the_original_message_id_of_exchange_is_kept() -> None:
    assert headers("X-Microsoft-Original-Message-ID: <q1@x>").value("x-microsoft-original-message-id") == "<q1@x>"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Tue, 1 Sep 2026 09:12:00 +0200", datetime(2026, 9, 1, 9, 12, tzinfo=timezone(timedelta(hours=2)))),
        ("1 Sep 2026 09:12 -0000", datetime(2026, 9, 1, 9, 12, tzinfo=UTC)),
        ("Tue, 1 Sep 2026 09:12:00", datetime(2026, 9, 1, 9, 12, tzinfo=UTC)),
        ("hier", None),
        ("", None),
        ("Tue, 99 Sep 2026 09:12:00 +0200", None),
        ("Fri, 31 Dec 9999 23:59:59 -1200", None),
        ("Tue, 1 Sep 2026 09:12:00 +99999999999999999999", None),
        ("1" * 100_000, None),
    ],
)
def test_dates_are_aware_or_absent(value: str, expected: datetime | None) -> None:
    assert headers(f"Date: {value}").date == expected


def test_the_topmost_received_field_dates_the_arrival() -> None:
    found = headers(
        "Received: from a (a;b) by c;\r\n Tue, 1 Sep 2026 07:12:00 +0000 (UTC)",
        "Received: from x by y; Mon, 31 Aug 2026 07:12:00 +0000",
    )
    assert found.received_at == datetime(2026, 9, 1, 7, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=?utf-8?B?RGV2aXMgYWNjZXB0w6k=?=", "Devis accepté"),
        ("=?iso-8859-1?Q?Devis_accept=E9?=", "Devis accepté"),
        ("=?utf-8?Q?d=C3?= =?utf-8?Q?=A9s_lundi?=", "dés lundi"),
        ("=?utf-8?Q?a?=\r\n =?utf-8?Q?b?= c", "ab c"),
        ("=?klingon?Q?Devis?=", "Devis"),
        ("=?utf-8?B?!!!?= fin", "fin"),
        ("Devis accepté", "Devis accepté"),
        ("=?utf-8?Q?sans fin", "=?utf-8?Q?sans fin"),
        ("=?windows-1252?Q?1_000_=80?=", "1 000 €"),
    ],
)
def test_encoded_words_are_read(value: str, expected: str) -> None:
    assert headers(f"Subject: {value}").subject == expected


def test_eight_bit_header_fields_are_read_whatever_their_charset() -> None:
    assert Parser().headers("Subject: Devis accepté\n\n".encode("cp1252")).subject == "Devis accepté"


@pytest.mark.parametrize(
    "value",
    [
        "Devis=?UTF-8?Q?=0A?=Bcc: evil@x.example",
        "Devis =?UTF-8?Q?=0D=0ABcc=3A_evil=40x.example?=",
        "Devis =?UTF-8?B?DQpCY2M6IGV2aWxAeC5leGFtcGxl?=",
        "Devis\u2028Bcc: evil@x.example",
        "Devis \x00\x0b\x0cBcc: evil@x.example",
        "Devis =?utf-16?B?AAoAQgBjAGMAOg==?=",
    ],
)
def test_no_decoded_value_holds_a_line_break(value: str) -> None:
    found = headers(f"Subject: {value}", f"From: {value} <a@b.example>", f"To: {value} <a@b.example>")
    texts = [found.subject, *(person.name for person in (*found.to, found.sender) if person)]
    assert [text for text in texts if any(ord(character) < 32 or character in "\x7f\x85\u2028\u2029" for character in text)] == []


def test_bidirectional_overrides_go() -> None:
    assert headers("Subject: devis\u202egpj.exe").subject == "devisgpj.exe"


def test_mbox_lines_lines_without_colon_and_bare_line_ends_do_no_harm() -> None:
    for end in ("\r\n", "\n"):
        found = headers("From marc Tue Sep 1", "Subject: Devis", "n'importe quoi", " suite", "From: a@b.example", end=end)
        assert (found.subject, found.sender) == ("Devis", Address("a@b.example"))


def test_fields_keep_their_order_and_their_words_undecoded() -> None:
    found = headers("X-B: 1", "X-A: =?utf-8?Q?=C3=A9?=\r\n  fin")
    assert found.fields == (("x-b", "1"), ("x-a", "=?utf-8?Q?=C3=A9?=  fin"))


def test_a_header_alone_and_its_message_give_the_same_headers() -> None:
    raw = b"From: a@b.example\nSubject: Devis\nDate: Tue, 1 Sep 2026 09:12:00 +0200\n\nBonjour\n"
    message = Parser().message(raw)
    assert isinstance(message, Message)
    assert message.headers == Parser().headers(raw.partition(b"\n\n")[0] + b"\n\n") == parse_headers(raw)


@given(st.text(alphabet='ab@<>,;:"()[]\\. é=?\0\n', max_size=60))
def test_whoever_is_named_holds_exactly_one_at(value: str) -> None:
    sender = one_sender(value)
    assert sender is None or (sender.address.count("@"), sender.address.isascii() or "é" in sender.address.partition("@")[0]) == (
        1,
        True,
    )


# --- the fast ways give what the slow ways give --------------------------------------------------------------------


@given(st.text("\r\nab ", max_size=12).map(str.encode), st.integers(0, 2))
def test_a_block_ends_at_its_first_empty_line_whatever_the_line_ends(raw, start):
    start = min(start, len(raw))
    block, body = split_message(raw, start)
    end = re.compile(rb"\r?\n\r?\n|\r\r").search(raw, start)
    if raw.startswith((b"\n", b"\r\n"), start):
        assert block == b""
    elif end is None:
        assert (block, body) == (raw[start:], len(raw))
    else:
        assert (block, body) == (raw[start : end.start()], end.end())


ZONES = st.integers(-47, 56).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))


@given(st.datetimes(datetime(1901, 1, 1), datetime(2098, 1, 1), timezones=ZONES))  # noqa: DTZ001 - hypothesis adds the zones
def test_a_usual_date_is_what_the_standard_library_reads(at):
    written = format_datetime(at)
    assert parse_date(written) == parsedate_to_datetime(written)
    assert parse_date(written).utcoffset() == at.utcoffset()


@pytest.mark.parametrize(
    "written",
    ["31 Feb 2024 10:00:00 +0100", "1 Jan 2024 25:00:00 +0100", "1 Foo 2024 10:00:00 +0100", "1 Jan 2024 23:59:60 +0100"],
)
def test_a_date_that_only_looks_usual_is_no_date(written):
    with pytest.raises(ValueError, match=r"range|must be in|Invalid"):
        parsedate_to_datetime(written)
    assert parse_date(written) is None


NAMES = st.sampled_from(["Subject", "X-Odd", "From ", "", "Réf", "a b", "x:y"])
VALUES = st.text(st.sampled_from(" \tab:é\r\n\x0b\xa0\0"), max_size=12)


@given(
    st.lists(st.tuples(NAMES, st.sampled_from([":", ": ", " :", ""]), VALUES), max_size=5), st.sampled_from(["\r\n", "\n", "\r"])
)
def test_fields_are_the_same_by_the_short_way_and_the_long_one(fields: list[tuple[str, str, str]], end: str) -> None:
    text = end.join(f"{name}{colon}{value}" for name, colon, value in fields)
    usual = _usual_fields(text)
    assert usual is None or usual == _any_fields(text)


def test_the_short_way_is_taken_where_nothing_is_odd() -> None:
    assert _usual_fields("Subject: a\r\n b\r\n\tc\r\nX-Odd:d ") == (("subject", "a b\tc"), ("x-odd", "d"))


SENDERS = st.lists(
    st.sampled_from([*'ab@<>,;:"()[]\\. é\0\t', "=?utf-8?q?a=40b?=", "<a@b.example>", '"a b" ', "a-b.c"]), max_size=8
)


@given(SENDERS.map("".join))
def test_a_usual_sender_is_who_the_long_way_names(value: str) -> None:
    found, grouped = parse_addresses(value)
    assert one_sender(value) == (found[0] if len(found) == 1 and not grouped else None)
