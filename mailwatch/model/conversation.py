"""The state of a quote, as folded from its facts. Never stored."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from mailwatch.model.facts import QuestionAsked, ReplyReceived
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
    WITHDRAWN = "withdrawn"
    LEFT = "left"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"


#: Phases in which the draft may still lie in the owner's Drafts.
LIVE = frozenset(
    {DraftPhase.INTENDED, DraftPhase.WAITING, DraftPhase.EDITED, DraftPhase.MISSING, DraftPhase.LEFT, DraftPhase.UNCERTAIN}
)


@dataclass(frozen=True, slots=True)
class DraftState:
    """One of our drafts. ``step`` counts from 1; None for an answer, whose ``variant`` is set."""

    message_id: str
    token: str
    step: int | None
    variant: str | None
    template: str
    wording: str
    generation: int
    phase: DraftPhase
    due: datetime
    since: datetime
    locator: Locator | None = None
    digest: str | None = None
    intent_digest: str = ""
    uidvalidity: int = 0
    uidnext: int = 0
    missing_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """One human word in the conversation: who, when, in which mail; ``touch`` when it chased."""

    party: Party
    at: datetime
    message: str | None
    touch: bool = False


@dataclass(frozen=True, slots=True)
class Conversation:
    """Everything known about one quote, policy not yet applied.

    ``words`` are in time order, the quote first. ``said`` is the owner's closing word in force. The policy-dependent
    parts (steps, due dates, ``closed_no_answer``) are computed by ``followup`` from this, a policy and an instant.
    """

    quote: Quote
    words: tuple[Word, ...] = ()
    replies: tuple[ReplyReceived, ...] = ()
    drafts: tuple[DraftState, ...] = ()
    questions: tuple[QuestionAsked, ...] = ()
    replaced_by: str | None = None
    valid_until: date | None = None
    decision: date | None = None
    available_until: date | None = None
    to: tuple[str, ...] | None = None
    cadence: str | None = None
    language: str | None = None
    register: Register | None = None
    extra: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step with its due instant (owner's zone, aware). ``step`` counts from 1 in the cadence."""

    step: int
    template: str
    at: datetime
    last: bool = False
