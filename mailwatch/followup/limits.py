"""How many of the follow-ups that are due may be drafted today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

from mailwatch.followup.calendar import working_calendar
from mailwatch.followup.rules import valid_until
from mailwatch.model.conversation import Conversation
from mailwatch.model.decisions import FollowUpDue, Wait
from mailwatch.model.policy import Policy
from mailwatch.model.reasons import Reason, reason

#: So many times the daily limit due at once is no ordinary backlog: something went wrong.
INTERLOCK = 3

Due: TypeAlias = tuple[Conversation, FollowUpDue]


@dataclass(frozen=True, slots=True)
class Admission:
    """``now`` may be drafted in this order, ``later`` waits; with ``interlock`` nothing is drafted until the owner says so."""

    now: tuple[Due, ...] = ()
    later: tuple[tuple[Conversation, Wait], ...] = ()
    interlock: Reason | None = None


def admit(  # noqa: PLR0913  what is due, what was drafted, and the two states of the interlock
    due: Sequence[Due],
    drafted_today: int,
    policy: Policy,
    now: datetime,
    *,
    backlog_accepted: bool = False,
    locked: str | None = None,
) -> Admission:
    """Earliest expiry first, then oldest quote; one per contact at a time; ``per_day`` a day.

    ``locked`` is the reason code of an interlock already in force; ``backlog_accepted``: the owner has accepted a
    backlog, which therefore does not lock again. What waits is looked at on the next day of drafts; holidays are not
    known here, and deciding then defers further where needed.
    """
    ordered = sorted(due, key=lambda pair: _urgency(pair[0], policy))
    tomorrow = _next_day(policy, now)
    if locked is not None:
        return _all_later(ordered, reason(locked), tomorrow)
    if len(ordered) > INTERLOCK * policy.limits.per_day and not backlog_accepted:
        return _all_later(ordered, reason("interlock_backlog", due=len(ordered), per_day=policy.limits.per_day), tomorrow)
    admitted: list[Due] = []
    later: list[tuple[Conversation, Wait]] = []
    reached: set[str] = set()
    for conversation, follow_up in ordered:
        people = set(conversation.recipients)
        if not reached.isdisjoint(people):
            later.append((conversation, Wait(tomorrow, (reason("other_draft_first"),))))
        elif drafted_today + len(admitted) >= policy.limits.per_day:
            later.append((conversation, Wait(tomorrow, (reason("per_day", per_day=policy.limits.per_day),))))
        else:
            admitted.append((conversation, follow_up))
        reached |= people
    return Admission(tuple(admitted), tuple(later))


def _all_later(due: Sequence[Due], because: Reason, until: datetime) -> Admission:
    later = tuple((conversation, Wait(until, (because,))) for conversation, _ in due)
    return Admission((), later, because)


def _urgency(conversation: Conversation, policy: Policy) -> tuple[date, datetime, str]:
    calendar = working_calendar(policy.calendar, frozenset())
    quote = conversation.quote
    return valid_until(quote, conversation, policy, calendar), quote.sent_at, quote.message_id


def _next_day(policy: Policy, now: datetime) -> datetime:
    calendar = working_calendar(policy.calendar, frozenset())
    return calendar.due(calendar.day(now) + timedelta(days=1))
