"""What reading a mail concluded. The kinds are public: they are the words of ``inspect``."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mailwatch.model.money import Amount
from mailwatch.model.quote import QuoteOption, Register
from mailwatch.model.reasons import Reason


class SentKind(StrEnum):
    QUOTE = "quote"
    FOLLOW_UP = "follow_up"
    INVOICE = "invoice"
    OTHER = "other"


class ReceivedKind(StrEnum):
    REPLY = "reply"
    OUT_OF_OFFICE = "out_of_office"
    LEFT = "left"
    BOUNCE = "bounce"
    DELAYED = "delayed"
    RECEIPT = "receipt"
    AUTO_ACKNOWLEDGEMENT = "auto_acknowledgement"
    CALENDAR = "calendar"
    BULK = "bulk"
    REQUEST = "request"
    QUOTE = "quote"
    UNREADABLE = "unreadable"


class ReplyKind(StrEnum):
    ACCEPT = "accept"
    DECLINE = "decline"
    STALL = "stall"
    QUESTION = "question"
    NEGOTIATION = "negotiation"
    ACKNOWLEDGEMENT = "acknowledgement"
    REDIRECT = "redirect"
    LEFT = "left"
    STOP = "stop"
    NEW_NEED = "new_need"
    UNKNOWN = "unknown"


class DeclineReason(StrEnum):
    BUDGET = "budget"
    TIMING = "timing"
    COMPETITOR = "competitor"
    INTERNAL = "internal"
    CANCELLED = "cancelled"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class QuoteReading:
    """What a quote says. ``amounts`` are the headline totals; ``valid_until`` is the last valid day, if stated."""

    references: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()
    valid_until: date | None = None
    register: Register | None = None
    options: tuple[QuoteOption, ...] = ()


@dataclass(frozen=True, slots=True)
class SentReading:
    """What a mail of the owner's is.

    ``score`` is in bits for ``quote`` against the rest; ``sure`` is false when the owner should be asked whether it is
    a quote. ``quote`` is None unless the mail is, or may be, a quote.
    """

    kind: SentKind
    score: float
    sure: bool
    language: str
    quote: QuoteReading | None = None
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplyReading:
    """What a person answers. ``until`` is a date the message itself gives (decision, "come back to me in …")."""

    kind: ReplyKind
    also: tuple[ReplyKind, ...] = ()
    until: date | None = None
    reason: DeclineReason | None = None
    final: bool | None = None
    score: float = 0.0
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounce:
    """A delivery failure (RFC 3464). ``original`` is the Message-ID of the mail that did not arrive."""

    hard: bool
    recipients: tuple[str, ...] = ()
    status: str | None = None
    original: str | None = None


@dataclass(frozen=True, slots=True)
class ReceivedReading:
    """What a received mail is. ``until`` is a return date for an absence, a date given for a reply."""

    kind: ReceivedKind
    score: float
    language: str
    until: date | None = None
    reply: ReplyReading | None = None
    bounce: Bounce | None = None
    quote: QuoteReading | None = None
    because: tuple[Reason, ...] = ()
