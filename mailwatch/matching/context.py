"""What must be known besides the mail and the shared keys to say which quote it answers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailwatch.model.quote import Quote


class Proof(StrEnum):
    """What the owner's own server says of the sender (RFC 8601): only FAIL is evidence, and only against."""

    PASS = "pass"  # noqa: S105 - RFC 8601 calls it so
    FAIL = "fail"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class KnownQuote:
    """What is known about a quote that came up.

    ``words`` are the instants of the owner's mails in its thread (the quote's own may be left out), ``last_word`` that of
    anybody's last mail in it. ``answerers`` are addresses that were already accepted as answering it. ``thread`` is the
    quote in force when this one was revised ("" if it was not): versions of one quote do not compete.
    """

    quote: Quote
    words: tuple[datetime, ...] = ()
    last_word: datetime | None = None
    answerers: frozenset[str] = frozenset()
    thread: str = ""

    @property
    def sent(self) -> tuple[datetime, ...]:
        """When each of the owner's mails left, the quote first."""
        return (self.quote.sent_at, *(word for word in self.words if word != self.quote.sent_at))


@dataclass(frozen=True, slots=True)
class MatchContext:
    """``own``: the owner's addresses. ``quotes``: every quote among the hits. ``received``: the instant of the mail.

    ``correspondent``: the owner once wrote to the sender. ``other_thread``: an identifier the mail answers is known, but
    of no quote. ``bulk``: reading took it for a newsletter or the like; ``new_need``: for a wish of something new. ``rivals``: open quotes of the sender.
    ``formulas``: fingerprints of texts many people get (templates, terms), as made by ``text.shingles``.
    """

    own: frozenset[str]
    quotes: tuple[KnownQuote, ...]
    received: datetime
    proof: Proof = Proof.NONE
    correspondent: bool = False
    other_thread: bool = False
    bulk: bool = False
    new_need: bool = False
    rivals: int = 0
    formulas: frozenset[str] = frozenset()

    def known(self, quote: str) -> KnownQuote | None:
        return next((known for known in self.quotes if known.quote.message_id == quote), None)
