"""Which quote does an incoming mail answer? The evidence, as comparable keys (Fellegi and Sunter 1969)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from mailwatch.model.reasons import Reason


class KeyKind(StrEnum):
    """What kind of value two mails may share."""

    MESSAGE_ID = "message_id"  # ids of the quote, of later words in its thread, our token, learned aliases
    CONVERSATION = "conversation"  # GUID inside Thread-Index
    SUBJECT = "subject"  # base subject, case-folded, accents folded
    ADDRESS = "address"  # a person written to (or who answered)
    DOMAIN = "domain"  # registrable domain of such a person, never a freemail or ISP domain
    NAME = "name"  # full name of such a person
    QUOTE_NUMBER = "quote_number"  # reference of the quote
    AMOUNT = "amount"
    ATTACHMENT = "attachment"  # attachment file name or digest
    MINUTE = "minute"  # minute, modulo zone, at which one of our words left
    DAY = "day"
    FINGERPRINT = "fingerprint"  # winnowed shingle of our text
    FORMULA = "formula"  # a passage of ours that was met in mail about something else: a signature, terms
    WORD = "word"  # a word of our subject: counted, never looked for


class Key(NamedTuple):
    """One comparable value. ``where`` tells apart places of different weight (``new`` or ``quoted`` text), "" if moot.

    A tuple: every mail makes some sixty of them, which are hashed and compared several times each.
    """

    kind: KeyKind
    value: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A remembered quote that shares ``keys`` with the mail at hand."""

    quote: str
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How common values are in the owner's own mailbox. ``counts`` maps a key (``where`` = "") to the number of
    remembered quotes that have it; ``quotes`` and ``inbound`` (human messages of the last twelve months) are the totals.
    ``senders`` maps the addresses among the keys to the number of human messages ever received from them."""

    counts: tuple[tuple[Key, int], ...] = ()
    quotes: int = 0
    inbound: int = 0
    senders: tuple[tuple[str, int], ...] = ()


class Verdict(StrEnum):
    ATTACH = "attach"
    ASK = "ask"
    CONTACT = "contact"
    HELD = "held"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Candidate:
    quote: str
    score: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """The verdict on one mail: ``quote`` is set for ATTACH and HELD, ``candidates`` (best first) for ASK."""

    verdict: Verdict
    quote: str | None = None
    score: float = 0.0
    candidates: tuple[Candidate, ...] = ()
    because: tuple[Reason, ...] = ()
