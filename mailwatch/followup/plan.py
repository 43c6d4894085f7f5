"""Which steps are left for a quote, and from when each may be drafted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from mailwatch.followup.ball import awaited_decision, last_outgoing, standing, undated_stalls
from mailwatch.followup.cadence import Anchors, schedule
from mailwatch.followup.pauses import AFTER_DECISION, AFTER_STALL, Pause, limits, pauses
from mailwatch.followup.people import ContactHistory
from mailwatch.followup.rules import QuotePolicy
from mailwatch.model.conversation import LIVE, OUTSIDE, Conversation, DraftPhase, DraftState, PlannedStep
from mailwatch.model.policy import Anchor, Cadence

PROMISE = "relance_promesse"

#: From the reminder of a promise, and from the second undated stall, to the last step. In working days.
BEFORE_LAST = 10

#: With so many undated stalls in a row only the last step is left.
STALLS_THAT_END = 2


@dataclass(frozen=True, slots=True)
class Plan:
    """``steps`` are left to be used, in order, each at its own date; ``held`` is everything that may defer them.

    Nothing is drafted before ``earliest``. A step is given with the later of the two instants once it is picked.
    """

    steps: tuple[PlannedStep, ...]
    held: tuple[Pause, ...]
    earliest: datetime | None
    policy: QuotePolicy

    def due(self, now: datetime) -> PlannedStep | None:
        """The last step that may be drafted at ``now``; earlier ones are skipped, never caught up."""
        if self.policy.calendar.is_quiet(self.policy.calendar.day(now)):
            return None
        ready = [step for step in map(self.at_the_earliest, self.steps) if step.at <= now and self._possible(step, now)]
        return ready[-1] if ready else None

    def next(self, now: datetime) -> PlannedStep | None:
        """The step that will be due next after ``now``."""
        coming = [step for step in (self._after(step, now) for step in self.steps) if step is not None]
        first = min((step.at for step in coming), default=None)
        return next((step for step in reversed(coming) if step.at == first), None)

    def at_the_earliest(self, step: PlannedStep) -> PlannedStep:
        return step if self.earliest is None else replace(step, at=max(step.at, self.earliest))

    def final(self) -> PlannedStep | None:
        """The step that would end the sequence, at the earliest date it can have."""
        possible = [step for step in map(self.at_the_earliest, self.steps) if self._possible(step, step.at)]
        return possible[-1] if possible else None

    def deferring(self, step: PlannedStep) -> tuple[Pause, ...]:
        """The pauses and limits that move a step past its own date, the longest of each kind."""
        longest: dict[str, Pause] = {}
        for pause in sorted(self.held, key=lambda pause: pause.until):
            if self.policy.calendar.due(pause.until) > step.at:
                longest[pause.because.code] = pause
        return tuple(longest.values())

    def _after(self, step: PlannedStep, now: datetime) -> PlannedStep | None:
        calendar = self.policy.calendar
        ready = self.at_the_earliest(step)
        if ready.at <= now:
            if not calendar.is_quiet(calendar.day(now)):
                return None
            ready = replace(ready, at=calendar.due(calendar.day(now)))
        return ready if self._possible(ready, ready.at) else None

    def _possible(self, step: PlannedStep, at: datetime) -> bool:
        """Once validity has ended only the steps after it and the last one remain; one before it must come before it."""
        cadence = self.policy.cadence
        if cadence is None or step.last or step.step == OUTSIDE:
            return True
        day = self.policy.calendar.day(at)
        match cadence.steps[step.step - 1].anchor:
            case Anchor.AFTER_EXPIRY:
                return True
            case Anchor.BEFORE_EXPIRY:
                return day < self.policy.valid_until
            case _:
                return day <= self.policy.valid_until


def plan(conversation: Conversation, people: ContactHistory, policy: QuotePolicy) -> Plan:
    """The steps left and what holds them. Depends on the facts alone, not on the hour."""
    held = (
        *pauses(conversation, people, policy),
        *limits(conversation, people, policy, first=not used_drafts(conversation)),
    )
    return Plan(_steps_left(conversation, people, policy), held, earliest(held, policy), policy)


def earliest(held: Iterable[Pause], policy: QuotePolicy) -> datetime | None:
    """The first instant at which nothing holds a follow-up back any more."""
    until = max((pause.until for pause in held), default=None)
    return None if until is None else policy.calendar.due(until)


def used_drafts(conversation: Conversation) -> tuple[DraftState, ...]:
    """Drafts whose step is never offered again: sent, deleted, still lying there, or overtaken by the owner's own words."""
    spent = LIVE | {DraftPhase.SENT, DraftPhase.DELETED}
    return tuple(draft for draft in conversation.drafts if draft.step is not None and (draft.phase in spent or draft.overtaken))


def _steps_left(conversation: Conversation, people: ContactHistory, policy: QuotePolicy) -> tuple[PlannedStep, ...]:
    cadence = policy.cadence
    if cadence is None or _ended(conversation, cadence):
        return ()
    used = {draft.step for draft in used_drafts(conversation)}
    furthest = _furthest(used)
    left = [step for step in _scheduled(conversation, people, policy, cadence, furthest) if step.step > furthest]
    stalls = undated_stalls(conversation)
    if len(stalls) >= STALLS_THAT_END:
        day = policy.calendar.day(stalls[-1].at)
        return tuple(_last_only(left, policy, policy.calendar.working_days_after(day, AFTER_STALL)))
    decision = awaited_decision(conversation, policy.calendar)
    if decision is None:
        return tuple(left)
    after = [number for number, step in enumerate(cadence.steps, start=1) if step.anchor is Anchor.AFTER_DECISION]
    own = [step for step in left if step.step in after]
    if after and all(policy.calendar.day(step.at) <= policy.valid_until for step in own):
        return _from_decision(left, own)
    return _promised(conversation, left, policy, decision)


def _from_decision(left: Sequence[PlannedStep], own: Sequence[PlannedStep]) -> tuple[PlannedStep, ...]:
    """A cadence with a step of its own for the decision speaks for itself: what stands before that step is skipped.

    Where that step would come after the end of validity, the date is reminded of as in any other cadence.
    """
    first = min((step.step for step in own), default=0)
    return tuple(step for step in left if step.step >= first)


def _scheduled(
    conversation: Conversation, people: ContactHistory, policy: QuotePolicy, cadence: Cadence, used: int
) -> tuple[PlannedStep, ...]:
    anchors = Anchors(
        quote=conversation.quote.sent_at,
        previous=last_outgoing(conversation, people),
        valid_until=policy.valid_until,
        decision=conversation.decision,
        used=used,
    )
    return schedule(cadence, anchors, policy.calendar)


def _furthest(used: set[int | None]) -> int:
    return max((step for step in used if step is not None and step != OUTSIDE), default=0)


def _ended(conversation: Conversation, cadence: Cadence) -> bool:
    """The last step was used and they have not written since."""
    last = next((number for number, step in enumerate(cadence.steps, start=1) if step.last), None)
    ends = [draft.intended for draft in used_drafts(conversation) if draft.step == last]
    return bool(ends) and not any(reply.at > max(ends) for reply in standing(conversation))


def _last_only(left: Sequence[PlannedStep], policy: QuotePolicy, day: date) -> list[PlannedStep]:
    return [replace(step, at=policy.calendar.due(day)) for step in left if step.last]


def _promised(
    conversation: Conversation, left: Sequence[PlannedStep], policy: QuotePolicy, decision: date
) -> tuple[PlannedStep, ...]:
    """One reminder of the date they gave, ever, then the last step."""
    calendar = policy.calendar
    reminded = [draft.intended for draft in used_drafts(conversation) if draft.step == OUTSIDE]
    at = calendar.due(calendar.working_days_after(decision, AFTER_DECISION))
    since = calendar.day(max((at, *reminded)))
    last = _last_only(left, policy, calendar.working_days_after(since, BEFORE_LAST))
    return (*([] if reminded else [PlannedStep(OUTSIDE, PROMISE, at)]), *last)
