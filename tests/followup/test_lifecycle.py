import pytest

from mailwatch.followup.lifecycle import FACTS, TABLE, generation
from mailwatch.model.conversation import DraftPhase
from mailwatch.model.facts import DraftAppended, DraftDeleted, Drafted, DraftEdited, DraftIntended, DraftSent, DraftWithdrawn
from tests.followup.story import draft_fact, drafted, judged, sent


def kinds_of_drafted():
    return {kind for kind in Drafted.__subclasses__() if kind.__module__ == Drafted.__module__}


def test_every_fact_about_a_draft_has_a_column():
    """A frozen dataclass with slots is made twice, so the kinds are compared by name."""
    assert {kind.__name__ for kind in FACTS} == {kind.__name__ for kind in kinds_of_drafted()}


def test_every_phase_and_fact_has_an_entry():
    assert set(TABLE) == {(phase, fact) for phase in (None, *DraftPhase) for fact in FACTS}


def test_sent_is_sent_for_ever():
    assert {TABLE[DraftPhase.SENT, fact] for fact in FACTS} == {DraftPhase.SENT}


@pytest.mark.parametrize("phase", list(DraftPhase))
def test_seen_in_sent_says_sent_whatever_was_thought(phase):
    assert TABLE[phase, DraftSent] is DraftPhase.SENT


def test_what_was_thrown_away_is_never_made_again():
    assert {TABLE[DraftPhase.DELETED, fact] for fact in (DraftIntended, DraftAppended)} == {DraftPhase.DELETED}


@pytest.mark.parametrize("phase", [phase for phase in DraftPhase if phase is not DraftPhase.SENT])
def test_an_edit_makes_it_the_owners(phase):
    assert TABLE[phase, DraftEdited] is DraftPhase.EDITED


def test_the_generation_counts_what_we_withdrew():
    once = [sent(), *drafted("2026-09-03 08:30", 1)]
    assert generation(judged(once, now="2026-09-03 09:00").conversation, step=1) == 0
    withdrawn = [*once, draft_fact(DraftWithdrawn, "2026-09-03 10:00", 1)]
    assert generation(judged(withdrawn, now="2026-09-03 11:00").conversation, step=1) == 1
    assert generation(judged(withdrawn, now="2026-09-03 11:00").conversation, step=2) == 0


def test_a_withdrawn_draft_that_a_save_brings_back_is_the_owners():
    facts = [
        sent(),
        *drafted("2026-09-03 08:30", 1),
        draft_fact(DraftWithdrawn, "2026-09-03 10:00", 1),
        draft_fact(DraftEdited, "2026-09-03 10:05", 1),
    ]
    assert judged(facts, now="2026-09-03 11:00").conversation.drafts[0].phase is DraftPhase.EDITED


def test_facts_of_one_draft_are_read_in_time_order():
    facts = [sent(), draft_fact(DraftDeleted, "2026-09-04 10:00", 1), *reversed(drafted("2026-09-03 08:30", 1))]
    assert judged(facts, now="2026-09-05 11:00").conversation.drafts[0].phase is DraftPhase.DELETED
