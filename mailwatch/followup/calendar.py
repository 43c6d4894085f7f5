"""Working days, days on which no draft is due, and the one instant of a day when drafts are due."""

import calendar as months
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailwatch.model.policy import CalendarPolicy, DateRange, Duration, Unit

_DAY = timedelta(days=1)
_WEEK = 7
_MONTHS = 12
_SATURDAY = 5

#: Shorter than a day: such delays (trials, demonstrations) end at an instant, not on a day.
_WITHIN_A_DAY = {Unit.MINUTES: timedelta(minutes=1), Unit.HOURS: timedelta(hours=1)}


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Monday to Friday without ``holidays``. Quiet and away days count as working days, but no draft is due on them.

    ``zone`` is the owner's; dates are local to it, instants aware.
    """

    zone: ZoneInfo
    holidays: frozenset[date] = frozenset()
    drafts_at: time = time(8, 30)
    august: bool = True
    year_end: bool = True
    quiet: tuple[DateRange, ...] = ()
    away: tuple[DateRange, ...] = ()

    def is_working(self, day: date) -> bool:
        return day.weekday() < _SATURDAY and day not in self.holidays

    def is_quiet(self, day: date) -> bool:
        """August 1 to 22, 24 December to 2 January, the owner's own quiet days and absences; ends included."""
        named = (self.august and (8, 1) <= (day.month, day.day) <= (8, 22)) or (
            self.year_end and ((day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 2))
        )
        return named or any(span.first <= day <= span.last for span in (*self.quiet, *self.away))

    def day(self, instant: datetime) -> date:
        """The owner's date at that instant."""
        return instant.astimezone(self.zone).date()

    def at(self, day: date) -> datetime:
        """``drafts_at`` on that day, as one existing instant: a time skipped by the clock change moves forward."""
        return datetime.combine(day, self.drafts_at, self.zone).astimezone(UTC).astimezone(self.zone)

    def due_day(self, day: date) -> date:
        """The first working day on or after ``day`` that is neither quiet nor away."""
        while not self.is_working(day) or self.is_quiet(day):
            day += _DAY
        return day

    def due(self, day: date) -> datetime:
        """When a draft computed for ``day`` is due."""
        return self.at(self.due_day(day))

    def working_days_after(self, day: date, count: int) -> date:
        """The next working day is day 1 (from a Saturday: Monday). ``count`` 0 gives ``day`` itself."""
        return self._walk(day, count, _DAY)

    def working_days_before(self, day: date, count: int) -> date:
        """The last working day before is day 1 (before a Saturday: Friday)."""
        return self._walk(day, count, -_DAY)

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days lie after ``first``, up to and including ``last``."""
        days = (last - first).days
        return sum(self.is_working(first + _DAY * offset) for offset in range(1, days + 1))

    def add(self, day: date, delay: Duration) -> date:
        """The day a delay ends. Months keep the day of the month, or take the last one there is."""
        return self._shift(day, delay, 1)

    def subtract(self, day: date, delay: Duration) -> date:
        return self._shift(day, delay, -1)

    def due_after(self, anchor: datetime, delay: Duration) -> datetime:
        """When a step is due that counts from an instant. Minutes and hours are kept, but never before ``drafts_at``."""
        if (unit := _WITHIN_A_DAY.get(delay.unit)) is None:
            return self.due(self.add(self.day(anchor), delay))
        ends = (anchor + unit * delay.count).astimezone(self.zone)
        due = self.due(ends.date())
        return max(ends, due) if due.date() == ends.date() else due

    def _walk(self, day: date, count: int, direction: timedelta) -> date:
        while count > 0:
            day += direction
            count -= self.is_working(day)
        return day

    def _shift(self, day: date, delay: Duration, sign: int) -> date:
        match delay.unit:
            case Unit.WORKING_DAYS:
                return self._walk(day, delay.count, _DAY * sign)
            case Unit.DAYS:
                return day + _DAY * delay.count * sign
            case Unit.WEEKS:
                return day + _DAY * _WEEK * delay.count * sign
            case Unit.MONTHS:
                return _plus_months(day, delay.count * sign)
            case Unit.MINUTES | Unit.HOURS:
                ends = datetime.combine(day, time()) + _WITHIN_A_DAY[delay.unit] * delay.count * sign
                return ends.date()


def working_calendar(policy: CalendarPolicy, holidays: frozenset[date]) -> WorkingCalendar:
    """The owner's calendar with the public holidays of one jurisdiction."""
    return WorkingCalendar(
        zone=policy.zone,
        holidays=holidays,
        drafts_at=policy.drafts_at,
        august=policy.august,
        year_end=policy.year_end,
        quiet=policy.quiet,
        away=policy.away,
    )


def _plus_months(day: date, count: int) -> date:
    year, month = divmod(day.year * _MONTHS + day.month - 1 + count, _MONTHS)
    return _clamped(year, month + 1, day.day)


def _clamped(year: int, month: int, day: int) -> date:
    """That day, or the last of the month when the month is shorter."""
    return date(year, month, min(day, months.monthrange(year, month)[1]))
