"""What the owner wants: cadences, calendar, limits. Made from the configuration, read by ``followup``."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo


class Unit(StrEnum):
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Duration:
    count: int
    unit: Unit


class Anchor(StrEnum):
    """What a step counts from; the values are the YAML keys."""

    QUOTE = "after"
    PREVIOUS = "after_previous"
    BEFORE_EXPIRY = "before_expiry"
    AFTER_EXPIRY = "after_expiry"
    AFTER_DECISION = "after_decision"


@dataclass(frozen=True, slots=True)
class Step:
    anchor: Anchor
    delay: Duration
    template: str
    last: bool = False


@dataclass(frozen=True, slots=True)
class Cadence:
    name: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A calendar of public holidays: ISO 3166-1 country, ISO 3166-2 subdivision without the country."""

    country: str
    subdivision: str | None = None


@dataclass(frozen=True, slots=True)
class AmountCondition:
    operator: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class When:
    """Conditions of a rule; all that are set must hold. ``to`` and ``subject`` are case-insensitive globs."""

    to: str | None = None
    subject: str | None = None
    amount: AmountCondition | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """For each of the three, the first rule that matches and gives it wins."""

    when: When
    cadence: str | None = None
    holidays: str | None = None
    subdivision: str | None = None


@dataclass(frozen=True, slots=True)
class DateRange:
    """Inclusive days."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class CalendarPolicy:
    """``quiet`` and ``away`` days are working days for counting, but no draft is due on them."""

    jurisdiction: Jurisdiction
    zone: ZoneInfo
    drafts_at: time = time(8, 30)
    august: bool = True
    year_end: bool = True
    quiet: tuple[DateRange, ...] = ()
    away: tuple[DateRange, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """``touches`` per contact in any ``touch_days`` calendar days; ``per_day`` drafts; ``gap`` in working days."""

    touches: int = 3
    touch_days: int = 30
    per_day: int = 5
    gap: int = 5


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything that shapes decisions. ``start`` is None for "now": the instant of the account's first cycle.

    ``digest`` identifies the policy a fact was derived under.
    """

    calendar: CalendarPolicy
    cadences: tuple[Cadence, ...]
    cadence: str = "standard"
    rules: tuple[Rule, ...] = ()
    never: tuple[str, ...] = ()
    validity: Duration = field(default_factory=lambda: Duration(21, Unit.DAYS))
    late_after: Duration = field(default_factory=lambda: Duration(30, Unit.DAYS))
    start: datetime | None = None
    limits: Limits = field(default_factory=Limits)
    retention: Duration = field(default_factory=lambda: Duration(36, Unit.MONTHS))
    answers_drafted: bool = False
    digest: str = ""
