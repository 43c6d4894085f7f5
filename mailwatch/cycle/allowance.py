"""How many of our drafts are taken back in a day because somebody wrote; the others stay for the owner.

Whoever can write to the owner can make drafts obsolete. Steps that replace one another are our own doing, and do not count.
"""

from datetime import datetime, timedelta

from mailwatch.model.decisions import Decision, Wait, Withdraw
from mailwatch.model.reasons import reason
from mailwatch.ports import Desk

#: Or as many as the owner lets be drafted in a day, if that is more.
LEAST_A_DAY = 5


def most_a_day(desk: Desk) -> int:
    return max(LEAST_A_DAY, desk.policy.limits.per_day)


def spent_until(desk: Desk, now: datetime) -> datetime | None:
    """When drafts may be taken back again; None: now."""
    midnight = now.astimezone(desk.policy.calendar.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    spent = desk.journal.withdrawn_since(desk.account.name, midnight) >= most_a_day(desk)
    return midnight + timedelta(days=1) if spent else None


def within_allowance(desk: Desk, decision: Decision, now: datetime) -> Decision:
    """The same, or to wait until tomorrow where it would take back one draft too many."""
    until = spent_until(desk, now) if isinstance(decision, Withdraw) else None
    if until is None or not isinstance(decision, Withdraw):
        return decision
    return Wait(until, (*decision.because, reason("withdrawals_spent", most=most_a_day(desk))))
