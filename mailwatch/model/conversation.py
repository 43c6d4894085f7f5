"""The state of a quote, as folded from its facts. Never stored."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mailwatch.model.facts import AutomaticReceived, OwnerSaid, OwnerWrote, QuestionAsked, ReplyHeld, ReplyReceived
from mailwatch.model.message import Locator
from mailwatch.model.quote import Quote, Register


class Status(StrEnum):
    """In the order of the public table: where several hold, the later one shows."""

    OPEN = "open"
    DRAFTED = "drafted"
    STALLED = "stalled"
    PAUSED = "paused"
    WAITING_ON_US = "waiting_on_us"
    ASKED = "asked"
    HELD = "held"
    BOUNCED = "bounced"
    ACCEPTED = "accepted"
    ACCEPTED_LATE = "accepted_late"
    DECLINED = "declined"
    WON = "won"
    LOST = "lost"
    CLOSED_NO_ANSWER = "closed_no_answer"
    STOPPED = "stopped"


CLOSED = frozenset(
    {Status.ACCEPTED, Status.ACCEPTED_LATE, Status.DECLINED, Status.WON, Status.LOST, Status.CLOSED_NO_ANSWER, Status.STOPPED}
)


class Party(StrEnum):
    US = "us"
    THEM = "them"


class DraftPhase(StrEnum):
    """Where one of our drafts is in its life."""

    INTENDED = "intended"
    WAITING = "waiting"
    EDITED = "edited"
    MISSING = "missing"
    SENT = "sent"
    DELETED = "deleted"
    WITHDRAWING = "withdrawing"
    WITHDRAWN = "withdrawn"
    LEFT = "left"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"


#: Phases in which the draft may still lie in the owner's Drafts.
LIVE = frozenset(
    {
        DraftPhase.INTENDED,
        DraftPhase.WAITING,
        DraftPhase.EDITED,
        DraftPhase.MISSING,
        DraftPhase.WITHDRAWING,
        DraftPhase.LEFT,
        DraftPhase.UNCERTAIN,
    }
)


@dataclass(frozen=True, slots=True)
class DraftState:
    """One of our drafts. ``step`` counts from 1 (``OUTSIDE`` for a step that no cadence lists) and is None for an answer,
    whose ``variant`` is set.

    ``intended`` is the instant of the first intent, ``since`` the one of the present phase. ``overtaken``: while it lay
    there, the owner wrote to chase by hand, which took this step's place.
    """

    message_id: str
    token: str
    step: int | None
    variant: str | None
    template: str
    wording: str
    generation: int
    phase: DraftPhase
    due: datetime
    intended: datetime
    since: datetime
    to: tuple[str, ...] = ()
    overtaken: bool = False
    locator: Locator | None = None
    digest: str | None = None
    intent_digest: str = ""
    uidvalidity: int = 0
    uidnext: int = 0
    missing_since: datetime | None = None


class WordKind(StrEnum):
    """What a word in the conversation was. The last three of ours are public: they are ``owner.kind`` of ``replay``."""

    QUOTE = "quote"
    FOLLOW_UP = "follow_up"
    CALL = "call"
    TOUCH = "touch"
    ANSWER = "answer"
    INVOICE = "invoice"
    REPLY = "reply"


@dataclass(frozen=True, slots=True)
class Word:
    """One human word in the conversation: who, when, in which mail; ``touch`` when it chased; ``note``: what the owner noted of it."""

    party: Party
    at: datetime
    message: str | None
    kind: WordKind
    touch: bool = False
    note: str = ""


#: The step number of ``relance_promesse``, which stands in no cadence. No cadence has that many steps.
OUTSIDE = 99


@dataclass(frozen=True, slots=True)
class Conversation:
    """Everything known about one quote, policy not yet applied.

    ``words`` are in time order, the quote first. ``replies``, ``held`` (not settled), ``automatic``, ``drafts`` and
    ``questions`` (open) likewise. ``said`` is the owner's closing word in force (won, lost, stop, untrack), ``invoice``
    the one that shows the quote was won, ``snoozed_until`` the day a snooze ends, ``resumed`` the last ``resume``: what
    closed the quote before it no longer counts. ``decision`` is the latest date the prospect or the owner gave for a
    decision or a return, said at ``decision_said``. The policy-dependent parts (steps, due dates, ``closed_no_answer``)
    are computed by ``followup`` from this, a policy and an instant.
    """

    quote: Quote
    words: tuple[Word, ...] = ()
    replies: tuple[ReplyReceived, ...] = ()
    held: tuple[ReplyHeld, ...] = ()
    automatic: tuple[AutomaticReceived, ...] = ()
    drafts: tuple[DraftState, ...] = ()
    questions: tuple[QuestionAsked, ...] = ()
    said: OwnerSaid | None = None
    invoice: OwnerWrote | None = None
    snoozed_until: date | None = None
    resumed: datetime | None = None
    replaced_by: str | None = None
    replaced_at: datetime | None = None
    valid_until: date | None = None
    decision: date | None = None
    decision_said: datetime | None = None
    available_until: date | None = None
    to: tuple[str, ...] | None = None
    cadence: str | None = None
    language: str | None = None
    register: Register | None = None

    @property
    def recipients(self) -> tuple[str, ...]:
        """Who a follow-up goes to: what the owner set, else the quote's To and Cc."""
        return self.to if self.to is not None else self.quote.contacts

    @property
    def touches(self) -> tuple[datetime, ...]:
        return tuple(word.at for word in self.words if word.touch)

    @property
    def last_word(self) -> Party:
        return self.words[-1].party if self.words else Party.US


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step with its due instant (owner's zone, aware). ``step`` counts from 1 in the cadence, or is ``OUTSIDE``."""

    step: int
    template: str
    at: datetime
    last: bool = False
