"""Header fields and body to RFC 5322 bytes, written by hand and read back by a parser.

Python's own generator is not used: up to 3.12.4 an encoded word that decodes to a line end became a header of its own
when a message was refolded, and long identifiers were turned into encoded words.
"""

import quopri
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.charset import QP, Charset
from email.header import Header
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final

from mailwatch.drafting.clean import one_line
from mailwatch.errors import CannotDraft, InvariantBroken
from mailwatch.model.message import Address

#: RFC 5322 §3.6.4 without quoting, obsolete spaces, or anything a decoder might take for an encoded word.
IDENTIFIER = re.compile(r"<(?![^>]*=\?)[!-;=?-~]{1,900}>")

#: RFC 5322 §3.2.3 dot-atom on both sides of the at sign: what travels without SMTPUTF8.
_ADDR_SPEC = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?", re.IGNORECASE)

_ATOM_TEXT = re.compile(r"[A-Za-z0-9!#$%&'*+/^_{}~ -]*")

#: How many of a long thread's identifiers are kept at each end.
_ENDS: Final = 8

_RE: Final = "Re: "
_LINE_LIMIT: Final = 998  # RFC 5322 §2.1.1
_FOLD_AT: Final = 76

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")

_CHARSET = Charset("utf-8")
_CHARSET.header_encoding = QP


@dataclass(frozen=True, slots=True)
class Envelope:
    """Everything a draft's header says. Identifiers carry their angle brackets; ``dated`` is aware; ``subject`` is clean."""

    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    dated: datetime
    message_id: str
    parent: str
    references: tuple[str, ...]
    quote: str
    step: str


def thread(references: Iterable[str], token: str, parent: str) -> tuple[str, ...]:
    """The References of a draft: the first and last eight known ones, our token, the parent last (RFC 5322 §3.6.4)."""
    known = [each for each in dict.fromkeys(references) if IDENTIFIER.fullmatch(each) and each not in (token, parent)]
    kept = known if len(known) <= 2 * _ENDS else known[:_ENDS] + known[-_ENDS:]
    return (*kept, token, parent)


def build(envelope: Envelope, body: str) -> bytes:
    """The finished message. ``body`` is format=flowed with LF line ends.

    Raises CannotDraft for an address or identifier that cannot be written, InvariantBroken when what a parser reads
    back is not what was meant.
    """
    fields = _fields(envelope)
    head = "".join(f"{name}: {value}\r\n" for name, value in fields)
    encoded = quopri.encodestring(body.encode()).replace(b"\n", b"\r\n")
    raw = head.encode("ascii") + b"\r\n" + encoded
    _verify(raw, envelope, Counter(name for name, _ in fields), body)
    return raw


def _fields(envelope: Envelope) -> list[tuple[str, str]]:
    if envelope.dated.tzinfo is None:
        raise InvariantBroken("a draft's date has no zone")
    return [
        ("From", _addresses([envelope.sender])),
        ("To", _addresses(envelope.to)),
        *([("Cc", _addresses(envelope.cc))] if envelope.cc else []),
        ("Subject", _subject(envelope.subject)),
        ("Date", format_datetime(envelope.dated)),
        ("Message-ID", _identifier(envelope.message_id)),
        ("In-Reply-To", _identifier(envelope.parent)),
        ("References", "\r\n ".join(_identifier(each) for each in envelope.references)),
        ("X-Mailwatch-Quote", _identifier(envelope.quote)),
        ("X-Mailwatch-Step", envelope.step),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8; format=flowed"),
        ("Content-Transfer-Encoding", "quoted-printable"),
    ]


def _identifier(text: str) -> str:
    if not IDENTIFIER.fullmatch(text):
        raise CannotDraft("identifier_not_writable", f"{text!r} is no Message-ID that can be threaded under")
    return text


def _addresses(people: Sequence[Address]) -> str:
    if not people:
        raise InvariantBroken("a draft without a recipient")
    return ",\r\n ".join(_mailbox(person) for person in people)


def _mailbox(person: Address) -> str:
    if not _ADDR_SPEC.fullmatch(person.address):
        raise CannotDraft("address_not_writable", f"{person.address!r} cannot be written in a header")
    name = one_line(person.name)
    if not name:
        return person.address
    if not name.isascii():
        return f"{_encoded(name, 'From')} <{person.address}>"
    if _ATOM_TEXT.fullmatch(name):
        return f"{name} <{person.address}>"
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}" <{person.address}>'


def _subject(text: str) -> str:
    if not text.isascii():
        # "Re:" stays readable for those who look without decoding.
        return _RE + _encoded(text.removeprefix(_RE), f"Subject: {_RE}") if text.startswith(_RE) else _encoded(text, "Subject")
    lines = [""]
    for word in text.split(" "):
        room = _FOLD_AT - (len("Subject: ") if len(lines) == 1 else 1)
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".lstrip(" ")
    return "\r\n ".join(lines)


def _encoded(text: str, name: str) -> str:
    return Header(text, _CHARSET, maxlinelen=_FOLD_AT, header_name=name).encode(linesep="\r\n")


def _verify(raw: bytes, meant: Envelope, names: Counter[str], body: str) -> None:
    """Read the finished bytes as a stranger would: the headers declared and no other, the addresses given and no other."""
    head = raw.partition(b"\r\n\r\n")[0]
    if b"\n" in head.replace(b"\r\n", b"") or b"\r" in head.replace(b"\r\n", b"") or not head.isascii():
        raise InvariantBroken("a draft's header has a bare line end or an octet above 127")
    if any(len(line) > _LINE_LIMIT for line in head.split(b"\r\n")):
        raise InvariantBroken("a draft's header has a line over 998 characters")
    if Counter(message_from_bytes(raw).keys()) != names:
        raise InvariantBroken("a draft's headers are not the declared ones")
    read = message_from_bytes(raw, _class=EmailMessage, policy=policy.default)
    if Counter(read.keys()) != names or any(_CONTROL.search(str(value)) for value in read.values()):
        raise InvariantBroken("a draft's headers change when they are decoded")
    _verify_values(read, meant)
    if read.get_content().replace("\r\n", "\n").rstrip("\n") != body.rstrip("\n"):
        raise InvariantBroken("a draft's text changes when it is decoded")


def _verify_values(read: EmailMessage, meant: Envelope) -> None:
    expected = {"From": (meant.sender,), "To": meant.to, "Cc": meant.cc}
    for name, people in expected.items():
        found = [address.addr_spec for address in read[name].addresses] if name in read else []
        if found != [person.address for person in people]:
            raise InvariantBroken(f"a draft's {name} is not the one given")
    if read["Subject"] != meant.subject:
        raise InvariantBroken("a draft's subject changes when it is decoded")
    if tuple(read["References"].split()) != meant.references or read["In-Reply-To"].strip() != meant.parent:
        raise InvariantBroken("a draft's thread changes when it is decoded")
