"""The header of a draft: what was meant and nothing else."""

import email
from collections import Counter
from dataclasses import replace
from datetime import datetime
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import getaddresses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwatch.drafting.clean import one_line
from mailwatch.drafting.compose import TemplateComposer
from mailwatch.drafting.fields import Envelope, _verify, build, thread
from mailwatch.errors import CannotDraft, InvariantBroken
from mailwatch.model.message import Address
from tests.drafting.cases import ANNE, ANSWER, DECLARED, FOLLOW_UP, HOSTILE_TEXTS, MARC, PARIS, QUOTE, REPLY, ZOE, hostile, read

ENVELOPE = Envelope(
    sender=ANNE,
    to=(MARC,),
    cc=(),
    subject="Re: Devis D-2026-014",
    dated=datetime(2026, 9, 3, 8, 30, tzinfo=PARIS),
    message_id="<mw.draft@atelier-durand.example>",
    parent=QUOTE.message_id,
    references=("<mwt.token@atelier-durand.example>", QUOTE.message_id),
    quote=QUOTE.message_id,
    step="1/relance_1",
)

COMPOSER = TemplateComposer(None)

TEXTS = st.text(max_size=80) | st.sampled_from(HOSTILE_TEXTS) | st.text('=?utf-8QBq_ \r\n\u2028:,;<>@"\\()💩é', max_size=60)
LOCAL = st.from_regex(r"[a-z0-9!#$%&'*+/=^_{|}~-]{1,20}(\.[a-z0-9]{1,5})?", fullmatch=True)
ADDRESSES = st.builds(Address, LOCAL.map(lambda local: f"{local}@client.example"), TEXTS)


def test_the_header_is_the_contract_s():
    expected = """\
From: Anne Durand <anne@atelier-durand.example>
To: =?utf-8?q?Marc_L=C3=A9v=C3=AAque?= <marc@client.example>
Cc: =?utf-8?q?Zo=C3=A9_Petit?= <zoe@client.example>
Subject: Re: =?utf-8?q?Devis_D-2026-014_=E2=80=93_refonte_du_site?=
Date: Thu, 03 Sep 2026 08:30:00 +0200
Message-ID: <mw.draft@atelier-durand.example>
In-Reply-To: <q1@atelier-durand.example>
References: <first@client.example>
 <mwt.token@atelier-durand.example>
 <q1@atelier-durand.example>
X-Mailwatch-Quote: <q1@atelier-durand.example>
X-Mailwatch-Step: 2/relance_2_echeance
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8; format=flowed
Content-Transfer-Encoding: quoted-printable"""
    raw = COMPOSER.compose(replace(FOLLOW_UP, step=2, template="relance_2_echeance", cc=(ZOE,))).raw
    assert expected.replace("\n", "\r\n").encode() == raw.partition(b"\r\n\r\n")[0]


def test_an_answer_is_threaded_under_the_message_it_answers():
    read_back = read(COMPOSER.compose(ANSWER).raw)
    assert [read_back[name] for name in ("In-Reply-To", "References", "X-Mailwatch-Step", "Subject")] == [
        "<m1@client.example>",
        "<first@client.example> <q1@atelier-durand.example> <mwt.answer@atelier-durand.example> <m1@client.example>",
        "reply/acceptation_merci",
        "Re: Devis D-2026-014 – refonte du site",
    ]


def test_a_long_thread_keeps_its_first_and_last_eight():
    known = [f"<{number}@client.example>" for number in range(30)]
    assert thread(known, "<mwt.t@x.example>", "<q@x.example>") == (*known[:8], *known[-8:], "<mwt.t@x.example>", "<q@x.example>")


def test_references_that_no_parser_should_see_are_left_out():
    known = ["<a@b.example>", "<=?UTF-8?Q?=0A?=Bcc:e@x.test>", "<é@b.example>", "<a@b.example>", "no brackets", "<a b@c>"]
    assert thread(known, "<t@x>", "<q@x>") == ("<a@b.example>", "<t@x>", "<q@x>")


@pytest.mark.parametrize("draft", [FOLLOW_UP, ANSWER], ids=["follow-up", "answer"])
@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_no_text_of_others_adds_a_header_or_an_address(draft, text):
    draft = hostile(draft, text)
    read_back = read(COMPOSER.compose(draft).raw)
    people = {"From": (ANNE,), "To": draft.to, "Cc": getattr(draft, "cc", ())}
    found = {name: [each.addr_spec for each in read_back[name].addresses] if name in read_back else [] for name in people}
    assert {name: [each.address for each in given_to] for name, given_to in people.items()} == found
    assert sorted(DECLARED + (["Cc"] if people["Cc"] else [])) == sorted(read_back.keys())


@given(
    st.lists(ADDRESSES, min_size=1, max_size=5, unique_by=lambda person: person.address),
    st.lists(ADDRESSES, max_size=3),
    TEXTS,
    ADDRESSES,
)
def test_recipients_are_the_given_ones_for_any_input(to, cc, subject, sender):
    envelope = replace(ENVELOPE, sender=sender, to=tuple(to), cc=tuple(cc), subject=f"Re: {one_line(subject)}".rstrip())
    raw = build(envelope, "x\n")
    read_back = read(raw)
    assert [person.address for person in (*to, *cc)] == [
        each.addr_spec for name in ("To", "Cc") if name in read_back for each in read_back[name].addresses
    ]
    assert [one_line(person.name) for person in to] == display_names(raw)


def display_names(raw):
    """As RFC 2047 has them; the newer parser of 3.11 keeps the space between two encoded words of a phrase."""
    names = [name for name, _ in getaddresses([email.message_from_bytes(raw)["To"]])]
    return [str(make_header(decode_header(name))) for name in names]


@given(TEXTS)
def test_a_stranger_s_generator_cannot_be_made_to_add_a_header(subject):
    """A client that decodes and writes again (Python's own did, gh-121650) must find nothing that ends a line."""
    raw = build(replace(ENVELOPE, subject=f"Re: {one_line(subject)}".rstrip()), "x\n")
    again = EmailMessage(policy=policy.default)
    for name, value in email.message_from_bytes(raw, policy=policy.default).items():
        again[name] = str(value)
    assert sorted(again.keys()) == sorted(email.message_from_bytes(again.as_bytes(policy=policy.SMTP)).keys())


@pytest.mark.parametrize(
    "subject",
    ["Re: a\r\nBcc: evil@x.test", "Re: a\nb", "Re: é\nBcc: evil@x.test", "Re: =?UTF-8?Q?=0A?=Bcc: e@x.test", "Re: a\x01"],
)
def test_the_guard_refuses_what_was_not_made_harmless(subject):
    with pytest.raises(InvariantBroken):
        build(replace(ENVELOPE, subject=subject), "x\n")


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"marc@client.example", b"evil@client.example"),
        (b"<marc@client.example>", b"<marc@client.example>, evil@x.test"),
        (b"From: Anne Durand <anne@", b"From: Anne Durand <evil@"),
        (b"Subject: Re: Devis", b"Subject: Re: Devus"),
        (b"Date:", b"Bcc: evil@x.test\r\nDate:"),
        (b"Date:", b"Date: x\r\nDate:"),
        (b"In-Reply-To: <q1@", b"In-Reply-To: <q2@"),
        (b"References: <mwt.", b"References: <other@x.example>\r\n <mwt."),
        (b"MIME-Version: 1.0\r\n", b""),
        (b"MIME-Version: 1.0\r\n", b"MIME-Version: 1.0\n"),
        (b"\r\n\r\nx", b"\r\n\r\ny"),
        (b"X-Mailwatch-Step: 1", b"X-Mailwatch-Step: " + b"1" * 1000),
    ],
)
def test_the_guard_refuses_bytes_that_say_something_else(was, becomes):
    raw = build(ENVELOPE, "x\n")
    assert was in raw
    names = Counter(email.message_from_bytes(raw).keys())
    with pytest.raises(InvariantBroken):
        _verify(raw.replace(was, becomes, 1), ENVELOPE, names, "x\n")


def test_the_guard_refuses_a_step_that_holds_a_line_end():
    with pytest.raises(InvariantBroken):
        build(replace(ENVELOPE, step="1/x\r\nBcc: evil@x.test"), "x\n")


@pytest.mark.parametrize(
    "address", ["a@b@c.example", "é@client.example", "a b@client.example", "a@client.example\r\nBcc: e@x.test", ""]
)
def test_an_address_that_cannot_be_written_is_refused(address):
    with pytest.raises(CannotDraft) as refused:
        build(replace(ENVELOPE, to=(Address(address),)), "x\n")
    assert refused.value.code == "address_not_writable"


def test_a_draft_to_nobody_is_refused():
    with pytest.raises(InvariantBroken):
        build(replace(ENVELOPE, to=()), "x\n")


def test_a_date_without_zone_is_refused():
    with pytest.raises(InvariantBroken):
        build(replace(ENVELOPE, dated=datetime(2026, 9, 3, 8, 30)), "x\n")  # noqa: DTZ001 - the point of the test


def test_a_quote_without_message_id_cannot_be_threaded():
    with pytest.raises(CannotDraft) as refused:
        COMPOSER.compose(replace(FOLLOW_UP, quote=replace(QUOTE, without_message_id=True)))
    assert refused.value.code == "quote_without_message_id"


def test_a_message_without_message_id_cannot_be_answered():
    with pytest.raises(CannotDraft) as refused:
        COMPOSER.compose(replace(ANSWER, message=replace(REPLY, headers=replace(REPLY.headers, message_id=None))))
    assert refused.value.code == "message_without_message_id"


@pytest.mark.parametrize(
    "identifier", ["<q 1@x.example>", "<é@x.example>", "<=?UTF-8?Q?=0A?=Bcc:e@x.test>", f"<{'a' * 990}@x.example>"]
)
def test_an_identifier_that_cannot_be_written_is_refused(identifier):
    with pytest.raises(CannotDraft) as refused:
        COMPOSER.compose(replace(FOLLOW_UP, quote=replace(QUOTE, message_id=identifier)))
    assert refused.value.code == "identifier_not_writable"


@pytest.mark.parametrize("subject", ["Devis " * 40, "Devis réservé " * 18, "x" * 255, "é" * 255, "💩" * 60])
def test_long_subjects_fold_and_come_back_whole(subject):
    raw = COMPOSER.compose(replace(FOLLOW_UP, quote=replace(QUOTE, base_subject=subject))).raw
    assert read(raw)["Subject"] == f"Re: {one_line(subject)}"
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_long_identifiers_stay_readable_where_python_s_generator_would_encode_them():
    long = f"<{'a' * 200}@x.example>"
    raw = COMPOSER.compose(replace(FOLLOW_UP, quote=replace(QUOTE, message_id=long))).raw
    assert b"In-Reply-To: " + long.encode() in raw
    assert b"=?" not in raw.partition(b"References:")[2].partition(b"X-Mailwatch")[0]


def test_every_line_end_is_crlf_and_every_octet_ascii():
    raw = COMPOSER.compose(FOLLOW_UP).raw
    assert (raw.count(b"\r\n"), raw.count(b"\r\n"), True) == (raw.count(b"\n"), raw.count(b"\r"), raw.isascii())
