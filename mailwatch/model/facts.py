"""What happened. Facts are past tense, append-only, and everything else is computed from them.

``at`` is the instant it happened in the world (aware, UTC), which may lie long before it was recorded. ``quote`` is the
Message-ID of the quote concerned, ``contacts`` the normalised addresses concerned, ``message`` the Message-ID of the
mail that is the evidence.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mailwatch.model.attribution import Candidate
from mailwatch.model.message import Locator
from mailwatch.model.quote import Quote
from mailwatch.model.reading import Bounce, ReceivedKind, ReplyReading
from mailwatch.model.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    at: datetime
    quote: str | None = None
    contacts: tuple[str, ...] = ()
    message: str | None = None
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteSent(Fact):
    """The owner sent a quote. ``replaces`` is the earlier quote of the thread that it revises."""

    details: Quote
    replaces: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteReplaced(Fact):
    """A revised quote took this one's place."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyReceived(Fact):
    """A person answered the quote. ``delayed`` when it spent more than 48 h under way (Date against Received)."""

    sender: str
    reply: ReplyReading
    score: float
    language: str = "fr"
    delayed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyHeld(Fact):
    """Something looked like an answer, but its sender is not proved: it stops and starts nothing by itself.

    ``aliases`` are the identifiers it says it answers: learned if the owner vouches for it.
    """

    sender: str
    reply: ReplyReading | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomaticReceived(Fact):
    """A machine wrote. ``until`` is the return date of an absence."""

    kind: ReceivedKind
    sender: str | None = None
    until: date | None = None
    bounce: Bounce | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactWrote(Fact):
    """A person we know wrote, about no quote we can name. ``request`` when they ask for a quote: an answer is owed."""

    sender: str
    subject: str = ""
    request: bool = False


class OwnerWord(StrEnum):
    MESSAGE = "message"
    INVOICE = "invoice"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerWrote(Fact):
    """The owner wrote to the contact, in the quote's thread (``quote`` set) or elsewhere. Whether it was a touch or an
    answer is for the fold to say: it depends on whose word was last."""

    word: OwnerWord = OwnerWord.MESSAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted(Fact):
    """About one of our drafts: ``step`` counts from 1 and is None for an answer, whose ``variant`` is set.

    ``message`` is the Message-ID we gave the draft, the same for every retry of one intent.
    """

    step: int | None = None
    variant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftIntended(Drafted):
    """Durable before the first byte of APPEND. ``uidnext`` and ``uidvalidity`` of Drafts as seen just before; ``due`` is
    the step's due instant; ``wording`` names the text used, so that nobody reads the same one twice."""

    template: str
    token: str
    generation: int
    wording: str
    due: datetime
    to: tuple[str, ...]
    digest: str
    uidvalidity: int
    uidnext: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftAppended(Drafted):
    """The server holds it. ``digest`` is the canonical digest of what the server gave back right after."""

    locator: Locator
    digest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftNotAppended(Drafted):
    """The server said no, or two complete listings at least five minutes apart prove that nothing was stored."""

    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftUncertain(Drafted):
    """The outcome of APPEND is not known and could not be proved: the owner is asked, nothing is retried."""

    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftEdited(Drafted):
    """The owner (or a client's autosave) replaced it. It is the owner's text from then on."""

    locator: Locator | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSent(Drafted):
    """It was found in Sent under ``sent_as``."""

    sent_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftMissing(Drafted):
    """A complete listing of Drafts did not hold it, and nothing else tells what became of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSeenAgain(Drafted):
    """A draft that was missing is back (an editor had it open)."""

    locator: Locator


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDeleted(Drafted):
    """The owner threw it away: found in Trash, flagged as deleted, or gone from two listings 24 h apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalIntended(Drafted):
    """Durable before we remove it: what becomes of it then is our doing, not the owner's. ``replaced``: by the next step."""

    replaced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftWithdrawn(Drafted):
    """We removed it, proved untouched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLeft(Drafted):
    """It is obsolete, but not proved untouched (or the server cannot remove one message alone): it stays."""


class Saying(StrEnum):
    WON = "won"
    LOST = "lost"
    STOP = "stop"
    RESUME = "resume"
    UNTRACK = "untrack"
    TRACK = "track"
    SNOOZE = "snooze"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerSaid(Fact):
    """The owner's word on the command line. ``until`` goes with SNOOZE."""

    saying: Saying
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerTouched(Fact):
    """A call, a meeting: counts as a touch."""

    note: str = ""


class Setting(StrEnum):
    VALID_UNTIL = "valid_until"
    DECISION = "decision"
    AVAILABLE_UNTIL = "available_until"
    TO = "to"
    CADENCE = "cadence"
    LANGUAGE = "language"
    REGISTER = "register"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerSet(Fact):
    """What the owner knows better. ``value`` is ISO 8601 for dates, addresses separated by commas for TO."""

    setting: Setting
    value: str


class About(StrEnum):
    REPLY = "reply"
    QUOTE = "quote"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAsked(Fact):
    """Something only the owner can settle. ``message`` identifies the question: one per message.

    For ``QUOTE``, ``proposed`` is the quote to track if the owner says yes. For ``REPLY``, ``reply`` is what the
    message would count as once attached, and ``aliases`` are the identifiers it says it answers: learned with the answer.
    """

    about: About
    sender: str = ""
    candidates: tuple[Candidate, ...] = ()
    proposed: Quote | None = None
    reply: ReplyReading | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAnswered(Fact):
    """``quote`` is the quote chosen, None for "none of them" or "not a quote"."""

    candidates: tuple[Candidate, ...] = ()


def conversations_of(fact: Fact) -> tuple[str, ...]:
    """The quotes whose conversation this fact belongs to."""
    match fact:
        case QuestionAsked() | QuestionAnswered():
            named = [candidate.quote for candidate in fact.candidates]
        case QuoteSent(replaces=str() as replaced):
            named = [replaced]
        case _:
            named = []
    return tuple(dict.fromkeys([*([fact.quote] if fact.quote else []), *named]))
