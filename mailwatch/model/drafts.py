"""What ``drafting`` is asked to write, and what it hands back."""

from dataclasses import dataclass
from datetime import date, datetime

from mailwatch.model.account import Owner
from mailwatch.model.message import Address, Message
from mailwatch.model.quote import Quote, Register


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up to a quote.

    ``dated`` becomes the Date field (aware, owner's zone). ``to`` and ``cc`` are final. ``original`` is the quote's mail
    as found in the mailbox (None: no longer there; then nothing is quoted). ``last_word`` is the owner's latest mail to
    these people, source of greeting, closing and signature; usually the same as ``original``. ``seen_wordings`` are the
    wordings these people already received. ``region`` is an ISO 3166 code for local usage (BE, CH, CA).
    """

    quote: Quote
    step: int
    template: str
    message_id: str
    token: str
    dated: datetime
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    owner: Owner
    language: str
    register: Register | None
    valid_until: date | None = None
    promised_for: date | None = None
    returned_on: date | None = None
    original: Message | None = None
    last_word: Message | None = None
    seen_wordings: tuple[str, ...] = ()
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a prospect's mail: late reply, refusal, late yes.

    ``message`` is the mail answered (its text is quoted, 20 lines at most); ``variant`` names the template.
    """

    quote: Quote
    variant: str
    message_id: str
    token: str
    dated: datetime
    to: tuple[Address, ...]
    owner: Owner
    language: str
    register: Register | None
    message: Message
    last_word: Message | None = None
    seen_wordings: tuple[str, ...] = ()
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Composed:
    """The finished draft: ``raw`` with CRLF line ends, ``body`` as the reader will see it, ``wording`` for the record."""

    raw: bytes
    subject: str
    body: str
    wording: str
