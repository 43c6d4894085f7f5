"""Quotes, people and drafts for the tests of this room. All invented."""

from dataclasses import replace
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from mailwatch.model.account import Owner
from mailwatch.model.drafts import Answer, FollowUp
from mailwatch.model.message import Address, Headers, Message
from mailwatch.model.money import Amount
from mailwatch.model.quote import Quote, QuoteOption, Register

PARIS = ZoneInfo("Europe/Paris")
ANNE = Address("anne@atelier-durand.example", "Anne Durand")
MARC = Address("marc@client.example", "Marc Lévêque")
ZOE = Address("zoe@client.example", "Zoé Petit")

QUOTE = Quote(
    message_id="<q1@atelier-durand.example>",
    account="anne@atelier-durand.example",
    sender=ANNE,
    to=(MARC,),
    cc=(),
    subject="Devis D-2026-014 – refonte du site",
    base_subject="Devis D-2026-014 – refonte du site",
    sent_at=datetime(2026, 9, 1, 9, 12, tzinfo=PARIS),
    references=("<first@client.example>",),
    quote_references=("D-2026-014",),
)

ORIGINAL_TEXT = """\
Bonjour Marc,

Voici le devis dont nous avons parlé. Il comprend la reprise des contenus, une version anglaise et deux demi-journées de formation.

Bien cordialement,
Anne

--\x20
Anne Durand
Atelier Durand
06 00 00 00 14
"""

ORIGINAL = Message(
    Headers(message_id=QUOTE.message_id, sender=ANNE, to=(MARC,), subject=QUOTE.subject, date=QUOTE.sent_at),
    text=ORIGINAL_TEXT,
    new_text=ORIGINAL_TEXT.partition("\n-- \n")[0],
    signature="Anne Durand\nAtelier Durand\n06 00 00 00 14",
)

FOLLOW_UP = FollowUp(
    quote=QUOTE,
    step=1,
    template="relance_1",
    message_id="<mw.draft@atelier-durand.example>",
    token="<mwt.token@atelier-durand.example>",
    dated=datetime(2026, 9, 3, 8, 30, tzinfo=PARIS),
    to=(MARC,),
    cc=(),
    owner=Owner(),
    language="fr",
    register=Register.VOUS,
    valid_until=date(2026, 9, 22),
    original=ORIGINAL,
    last_word=ORIGINAL,
)

REPLY = Message(
    Headers(
        message_id="<m1@client.example>",
        references=("<first@client.example>", QUOTE.message_id),
        sender=MARC,
        to=(ANNE,),
        subject="RE: Devis D-2026-014 – refonte du site",
        date=datetime(2026, 9, 16, 15, 0, tzinfo=PARIS),
    ),
    text="Bonjour,\n\nC'est d'accord pour nous.\n\nMarc\n\n> Bonjour Marc,\n> Voici le devis",
    new_text="Bonjour,\n\nC'est d'accord pour nous.\n\nMarc",
)

ANSWER = Answer(
    quote=QUOTE,
    variant="acceptation_merci",
    message_id="<mw.answer@atelier-durand.example>",
    token="<mwt.answer@atelier-durand.example>",
    dated=datetime(2026, 9, 17, 8, 30, tzinfo=PARIS),
    to=(MARC,),
    owner=Owner(),
    language="fr",
    register=Register.VOUS,
    message=REPLY,
    last_word=ORIGINAL,
)

HOSTILE_TEXTS = (
    "",
    "<script>alert('x')</script>",
    "Re: A 💩 quote=?UTF-8?Q?=0A?=Bcc: evil@x.test",
    "a\r\nBcc: evil@x.test\r\n\r\nbody",
    "\u202etxet\u2066 \u200f\u05e2\u05d1\u05e8\u05d9\u05ea \u0627\u0644\u0639\u0631\u0628\u064a\u0629\u2069",
    "x" * 200,
    "é" * 200,
    "{{ 7*7 }} {% for x in y %} {{ ''.__class__ }} [[ ]] [[x",
    "=?utf-8?B?CkJjYzogZXZpbEB4LnRlc3Q=?=",
    "\x00\x07\x85\u2028Bcc: evil@x.test",
    '"<evil@x.test>, other" \\',
    "\udce9\ud800",
)


def hostile(draft, text):
    """The same draft with a text of somebody else's in every place such a text can come from."""
    person = replace(MARC, name=text)
    quote = replace(
        QUOTE,
        sender=replace(ANNE, name=text),
        to=(person,),
        subject=text,
        base_subject=text,
        quote_references=(text,),
        options=(QuoteOption(text, EUROS), QuoteOption(text + "b", EUROS)),
    )
    said = replace(ORIGINAL, headers=replace(ORIGINAL.headers, sender=person), text=text, new_text=text, signature=text)
    owner = Owner(name=text, phone=text, website=text)
    draft = replace(draft, quote=quote, to=(person,), owner=owner, last_word=said)
    if isinstance(draft, FollowUp):
        return replace(draft, cc=(replace(ZOE, name=text),), original=said)
    return replace(draft, message=replace(REPLY, headers=replace(REPLY.headers, subject=text, sender=person), new_text=text))


EUROS = Amount(4200, "EUR")

DECLARED = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "X-Mailwatch-Quote",
    "X-Mailwatch-Step",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
]


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, _class=EmailMessage, policy=policy.default)


def body(raw: bytes) -> str:
    return read(raw).get_content().replace("\r\n", "\n")
