"""A cadence and its anchors to dated steps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from mailwatch.followup.calendar import WorkingCalendar
from mailwatch.model.conversation import PlannedStep
from mailwatch.model.policy import Anchor, Cadence, Step

#: Two steps closer than this many working days become one.
CLOSE = 3

_EXPIRY = (Anchor.BEFORE_EXPIRY, Anchor.AFTER_EXPIRY)


@dataclass(frozen=True, slots=True)
class Anchors:
    """What the steps count from: the quote, our last outgoing message on it, the last day of validity, and the date given
    for a decision (None: the steps that count from it are skipped). Steps up to number ``used`` lie behind us."""

    quote: datetime
    previous: datetime
    valid_until: date
    decision: date | None = None
    used: int = 0


@dataclass(frozen=True, slots=True)
class _Dated:
    planned: PlannedStep
    anchor: Anchor


def schedule(cadence: Cadence, anchors: Anchors, calendar: WorkingCalendar) -> tuple[PlannedStep, ...]:
    """The steps with their due instants, in order, at least three working days apart.

    Steps too close together or out of order have become one; steps before the expiry that would only be due on it or
    later are gone. Nothing follows a ``last`` step. Numbers are those of the cadence.
    """
    kept: list[_Dated] = []
    for dated in _dated(cadence, anchors, calendar):
        while kept and not _apart(kept[-1], dated, calendar):
            dated = _merged(kept.pop(), dated, anchors.valid_until)  # noqa: PLW2901  the merged step meets the one before
        kept.append(dated)
    return tuple(dated.planned for dated in kept)


def _dated(cadence: Cadence, anchors: Anchors, calendar: WorkingCalendar) -> Iterable[_Dated]:
    previous = anchors.previous
    for number, step in enumerate(cadence.steps, start=1):
        behind = number <= anchors.used
        if behind and step.anchor is Anchor.PREVIOUS:
            continue  # counted from our last message, which may be this very step, it would come once more
        at = _due(step, anchors, previous, calendar)
        if at is not None and (step.anchor is not Anchor.BEFORE_EXPIRY or at.date() < anchors.valid_until):
            yield _Dated(PlannedStep(number, step.template, at, step.last), step.anchor)
            previous = previous if behind else max(previous, at)
        if step.last:
            return


def _due(step: Step, anchors: Anchors, previous: datetime, calendar: WorkingCalendar) -> datetime | None:
    """``after_previous`` counts from our last message or, when later, from the step before it, taken as sent on its day."""
    match step.anchor:
        case Anchor.QUOTE:
            return calendar.due_after(anchors.quote, step.delay)
        case Anchor.PREVIOUS:
            return calendar.due_after(previous, step.delay)
        case Anchor.BEFORE_EXPIRY:
            return calendar.due(calendar.subtract(anchors.valid_until, step.delay))
        case Anchor.AFTER_EXPIRY:
            return calendar.due(calendar.add(anchors.valid_until, step.delay))
        case Anchor.AFTER_DECISION:
            return None if anchors.decision is None else calendar.due(calendar.add(anchors.decision, step.delay))


def _apart(first: _Dated, second: _Dated, calendar: WorkingCalendar) -> bool:
    return (
        first.planned.at <= second.planned.at
        and calendar.working_days_between(first.planned.at.date(), second.planned.at.date()) >= CLOSE
    )


def _merged(first: _Dated, second: _Dated, valid_until: date) -> _Dated:
    """One step out of two, at the later of the two dates."""
    at = max(first.planned.at, second.planned.at)
    stays, goes = (first, second) if _outranks(first, second) else (second, first)
    if stays.anchor is Anchor.BEFORE_EXPIRY and at.date() >= valid_until:
        return goes  # deferred to the expiry it is dropped, which must not take the other step with it
    planned = stays.planned
    return _Dated(PlannedStep(planned.step, planned.template, at, planned.last), stays.anchor)


def _outranks(first: _Dated, second: _Dated) -> bool:
    """A last step always stays; then the one after the expiry, then the one before it; else the later one."""
    if first.planned.last or second.planned.last:
        return first.planned.last
    if first.anchor in _EXPIRY and second.anchor in _EXPIRY:
        return first.anchor is Anchor.AFTER_EXPIRY and second.anchor is not Anchor.AFTER_EXPIRY
    return first.anchor in _EXPIRY and second.anchor not in _EXPIRY
