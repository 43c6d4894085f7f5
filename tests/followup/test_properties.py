"""What must hold whatever owner and prospect do."""

from datetime import timedelta
from os import environ

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from mailwatch.followup.fold import fold
from mailwatch.followup.people import history
from mailwatch.model.conversation import LIVE, DraftPhase
from mailwatch.model.decisions import FollowUpDue, Wait
from mailwatch.model.facts import (
    ContactWrote,
    DraftSent,
    OwnerTouched,
    OwnerWrote,
    QuoteSent,
    ReplyReceived,
    conversations_of,
)
from mailwatch.model.reading import ReplyKind
from tests.followup.story import MARC, PARIS, PRESETS, Q1, judged
from tests.followup.world import START, Run, events, lived, waits

#: Enough to find what ever was found; raise it after a change of the rules.
MANY = int(environ.get("MAILWATCH_EXAMPLES", "40"))

calmly = settings(max_examples=MANY, deadline=None, suppress_health_check=[HealthCheck.too_slow])
cadences = some.sampled_from([cadence.name for cadence in PRESETS])

OWED = {
    ReplyKind.QUESTION,
    ReplyKind.NEGOTIATION,
    ReplyKind.NEW_NEED,
    ReplyKind.REDIRECT,
    ReplyKind.LEFT,
    ReplyKind.UNKNOWN,
}


@given(cadence=cadences, happened=events())
@calmly
def test_nothing_is_drafted_after_a_last_step_unless_the_prospect_writes(cadence, happened):
    run = lived(Run(cadence=cadence), happened)
    ended = None
    for due, found in run.drafts:
        if ended is not None:
            assert any(isinstance(fact, ReplyReceived) and ended < fact.at <= found.now for fact in run.facts) or was_withdrawn(
                run, ended
            )
        if due.planned.last:
            ended = found.now


def was_withdrawn(run, intended):
    """The draft of that step was taken back by ourselves: it was never used."""
    return any(
        draft.phase is DraftPhase.WITHDRAWN and timedelta(0) <= draft.intended - intended <= timedelta(seconds=5)
        for draft in run.judge().conversation.drafts
    )


@given(cadence=cadences, happened=events())
@calmly
def test_never_a_draft_while_the_ball_is_ours(cadence, happened):
    run = lived(Run(cadence=cadence), happened)
    for _, found in run.drafts:
        known = [fact for fact in run.facts if fact.at <= found.now]
        wrote = max(
            fact.at
            for fact in known
            if (isinstance(fact, OwnerWrote) and fact.quote in (Q1, None))
            or (isinstance(fact, OwnerTouched | DraftSent | QuoteSent) and fact.quote == Q1)
        )
        owed = [fact for fact in known if isinstance(fact, ReplyReceived) and fact.at > wrote and fact.reply.kind in OWED]
        assert owed == []


@given(cadence=cadences, happened=events())
@calmly
def test_touches_and_gap_are_respected(cadence, happened):
    run = lived(Run(cadence=cadence), happened)
    for _, found in run.drafts:
        day = found.now.astimezone(PARIS).date()
        touched = [at.astimezone(PARIS).date() for at in found.conversation.touches]
        assert sum((day - touch).days < 30 for touch in touched) <= 2
        spoken = [
            fact.at
            for fact in run.facts
            if fact.at <= found.now and isinstance(fact, DraftSent | OwnerWrote | OwnerTouched | QuoteSent)
        ]
        last = max(spoken).astimezone(PARIS).date()
        calendar = found.policy.calendar
        assert (
            last == START.astimezone(PARIS).date()
            or calendar.working_days_between(last, day) >= 5
            or not calendar.is_working(day)
        )


@given(cadence=cadences, happened=events())
@calmly
def test_no_draft_within_two_working_days_of_any_message_of_theirs(cadence, happened):
    run = lived(Run(cadence=cadence), happened)
    for _, found in run.drafts:
        heard = [fact.at for fact in run.facts if fact.at <= found.now and isinstance(fact, ReplyReceived | ContactWrote)]
        for at in heard:
            earliest = found.policy.calendar.working_days_after(at.astimezone(PARIS).date(), 2)
            assert found.now.astimezone(PARIS).date() >= earliest


@given(cadence=cadences, happened=events())
@calmly
def test_steps_never_go_back_in_time_or_come_twice(cadence, happened):
    """Due instants grow; a step that was sent or deleted does not come again; one draft lies there at a time."""
    run = lived(Run(cadence=cadence), happened)
    dues = [due.planned.at for due, _ in run.drafts]
    assert dues == sorted(dues)
    for due, found in run.drafts:
        spent = {draft.step for draft in found.conversation.drafts if draft.phase in (DraftPhase.SENT, DraftPhase.DELETED)}
        assert due.planned.step not in spent
        lying = {draft.message_id for draft in found.conversation.drafts if draft.phase in LIVE}
        assert lying == ({due.replaces} if due.replaces else set())


@given(cadence=cadences, happened=events())
@calmly
def test_drafts_are_due_at_half_past_eight_on_working_days_that_are_not_quiet(cadence, happened):
    run = lived(Run(cadence=cadence), happened)
    for due, found in run.drafts:
        local = due.planned.at.astimezone(PARIS)
        calendar = found.policy.calendar
        assert (local.hour, local.minute) == (8, 30)
        assert calendar.is_working(local.date())
        assert not calendar.is_quiet(local.date())
        assert due.planned.at <= found.now


@given(cadence=cadences, happened=events(), share=some.floats(0.01, 0.99))
@calmly
def test_wait_until_is_exact(cadence, happened, share):
    """At any instant before it the answer is the same; at that instant it is another one."""
    run = Run(cadence=cadence)
    for event in happened:
        run.advance(run.now + timedelta(hours=event.hours))
        run.act(event)
        found = run.cycle()
        if waits(found) and found.decision.until is not None:
            until = found.decision.until
            between = found.now + (until - found.now) * share
            for instant in (between, until - timedelta(microseconds=1)):
                assert run.judge(instant).decision == found.decision
            assert not waits(run.judge(until))
        elif waits(found):
            assert run.judge(found.now + timedelta(days=400)).decision == found.decision


@given(cadence=cadences, happened=events())
@calmly
def test_every_decision_says_why(cadence, happened):
    run = Run(cadence=cadence)
    for event in happened:
        run.advance(run.now + timedelta(hours=event.hours))
        run.act(event)
        found = run.judge()
        assert found.decision.because or (isinstance(found.decision, Wait) and found.upcoming is None)


@given(happened=events(), order=some.randoms(use_true_random=False))
@calmly
def test_fold_does_not_depend_on_the_order_of_arrival(happened, order):
    run = lived(Run(), happened)
    shuffled = [*run.facts, *run.facts[:3]]
    order.shuffle(shuffled)
    own = [fact for fact in run.facts if Q1 in conversations_of(fact)]
    assert fold(fact for fact in shuffled if Q1 in conversations_of(fact)) == fold(own)
    assert history(shuffled, {MARC}) == history(run.facts, {MARC})


UNAWARE = ("nothing", "reply stall", "reply question", "reply acknowledgement", "write", "absence", "other mail", "call")


@given(cadence=cadences, happened=events(names=UNAWARE), wakes=some.lists(some.integers(1, 24 * 60), max_size=6))
@calmly
def test_being_late_never_adds_drafts(cadence, happened, wakes):
    """The same events, seen by a machine that ran all the time and by one that slept for most of it."""
    prompt = lived(Run(cadence=cadence), happened)
    late = Run(cadence=cadence)
    theirs = [fact for fact in prompt.facts[1:] if not hasattr(fact, "variant")]
    end = prompt.now
    instants = sorted({START + timedelta(hours=sum(wakes[: index + 1])) for index in range(len(wakes))} | {end})
    for instant in instants:
        if instant <= end and instant >= late.now:
            late.now = instant
            late.facts += [fact for fact in theirs if fact.at <= instant and fact not in late.facts]
            late.cycle()
    assert len(late.drafts) <= len(prompt.drafts)


@given(hours=some.integers(0, 24 * 200))
@calmly
def test_a_silent_quote_has_at_most_one_step_due_at_any_instant(hours):
    found = judged(Run().facts, now=START + timedelta(hours=hours))
    assert isinstance(found.decision, FollowUpDue) == (found.upcoming is not None and found.upcoming.at <= found.now)
