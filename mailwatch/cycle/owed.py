"""Requests for a quote that nobody answered."""

from datetime import datetime, time

from mailwatch.followup.calendar import WorkingCalendar, working_calendar
from mailwatch.model.facts import ContactWrote
from mailwatch.ports import Desk


def requests_owed(desk: Desk, now: datetime) -> tuple[ContactWrote, ...]:
    """Requests that a working day has passed over without a word of the owner's to their author."""
    calendar = working_calendar(desk.policy.calendar, desk.holidays[desk.policy.calendar.jurisdiction])
    return tuple(fact for fact in desk.journal.requests_owed(desk.account.name) if _overdue(fact.at, calendar) <= now)


def _overdue(at: datetime, calendar: WorkingCalendar) -> datetime:
    """The same time on the next working day; what comes when nobody works came in the morning after."""
    local = at.astimezone(calendar.zone)
    asked = local.date()
    if not calendar.is_working(asked):
        asked, local = calendar.working_days_after(asked, 1), datetime.combine(asked, time(), calendar.zone)
    return datetime.combine(calendar.working_days_after(asked, 1), local.time(), calendar.zone)
