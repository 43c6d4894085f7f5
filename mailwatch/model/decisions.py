"""What to do about one quote now. Every decision says why."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from mailwatch.model.conversation import PlannedStep, Status
from mailwatch.model.reasons import Reason


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing to do before ``until`` (None: nothing ever, unless somebody writes)."""

    until: datetime | None
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class FollowUpDue:
    """Draft this step now. ``replaces`` is the Message-ID of our waiting draft for an earlier step, to withdraw first."""

    planned: PlannedStep
    because: tuple[Reason, ...] = ()
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Our waiting draft ``draft`` (its Message-ID) is obsolete: remove it if it is proved untouched."""

    draft: str
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Close:
    """The quote is over with ``status`` since ``at``; nothing is drafted any more unless somebody writes."""

    status: Status
    at: datetime
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Hold:
    """Something is not certain (an open question, a draft of unknown fate): do nothing until it is settled.

    ``until`` is when the quote closes by itself if nothing settles it, None if it never does.
    """

    because: tuple[Reason, ...] = ()
    until: datetime | None = None


Decision: TypeAlias = Wait | FollowUpDue | Withdraw | Close | Hold
