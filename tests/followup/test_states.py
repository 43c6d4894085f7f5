from datetime import timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from mailwatch.followup.fold import FACT_TYPES
from mailwatch.followup.states import LETTERS, NEXT
from mailwatch.model import facts
from mailwatch.model.conversation import CLOSED, Status
from mailwatch.model.facts import Fact
from tests.followup.every_fact import every_fact
from tests.followup.story import PRESETS, judged
from tests.followup.world import EVENTS, Event, Run, events


def kinds_of_fact():
    known = [kind for kind in vars(facts).values() if isinstance(kind, type) and issubclass(kind, Fact)]
    return {kind for kind in known if kind.__name__ not in {"Fact", "Drafted"}}


def test_every_kind_of_fact_is_known_to_the_table():
    assert set(FACT_TYPES) == kinds_of_fact()


def test_every_pair_of_status_and_fact_has_an_entry():
    assert set(NEXT) == {(status, kind) for status in Status for kind in FACT_TYPES}


def test_no_entry_is_empty():
    assert [pair for pair, after in NEXT.items() if not after] == []


def test_every_status_has_its_own_letter():
    assert list(LETTERS.values()) == list(Status)


def test_what_is_closed_by_a_word_only_the_owner_opens():
    """Mail can turn one closing into another; only ``resume`` (or a validity that was set anew) opens a quote again."""
    opened = {
        (status.value, kind.__name__)
        for (status, kind), after in NEXT.items()
        if status in CLOSED - {Status.CLOSED_NO_ANSWER, Status.STOPPED} and not after <= CLOSED
    }
    assert {name for _, name in opened} == {"OwnerSaid"}


@given(
    cadence=some.sampled_from([cadence.name for cadence in PRESETS]),
    happened=events(names=(*EVENTS, "nothing", "nothing", "reply stall", "reply accept", "say resume"), most=6),
)
@example(cadence="standard", happened=[Event(24 * 50, "nothing"), Event(1, "reply question")])
@example(cadence="standard", happened=[Event(24 * 40, "reply accept")])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_fold_never_leaves_the_table(cadence, happened):
    """Any fact, recorded next after any history, leads where the table says."""
    run = Run(cadence=cadence)
    for event in happened:
        run.advance(run.now + timedelta(hours=event.hours))
        run.act(event)
    run.tick()
    now = run.now + timedelta(seconds=1)
    before = run.judge(now).status
    for fact in every_fact(run):
        after = judged([*run.facts, fact], now=now, policy=run.policy, cadence=run.cadence).status
        assert after in NEXT[before, type(fact)], (before, fact, after)
