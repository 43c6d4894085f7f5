"""Mutt, which takes a draft out of Drafts for as long as it is open."""

import pytest

from tests.clients.mutt import Mutt
from tests.clients.suite import STEP_2, ProgramContract, marks, state


@pytest.fixture(scope="module")
def day(play):
    return play(Mutt)


class TestMutt(ProgramContract):
    keeps_id = True
    keeps_x = True
    keeps_flag = True

    def test_a_draft_that_was_only_read_is_as_untouched_as_before(self, day):
        """Recalled and not postponed, it is lost: mailwatch waits a day, then takes it for deleted."""
        assert (state(day, day.after, "looked_at"), day.reasons(day.after, "looked_at")) == (("held", 0, None), ["draft_missing"])
        assert (day.drafts(day.after, "looked_at"), state(day, day.tomorrow, "looked_at")) == ([], ("open", 0, 2))
        assert day.outcomes("looked_at") == ["missing", "deleted"]
        assert marks(day.drafts(day.second_step, "looked_at")) == STEP_2

    def test_a_draft_that_lies_open_during_a_look_is_not_made_again(self, day):
        """It is nowhere meanwhile: nothing is done before it is back, and then it is the owner's."""
        assert (state(day, day.midway, "open_at_a_look"), day.drafts(day.midway, "open_at_a_look")) == (("held", 0, None), [])
        assert (day.midway.outcome.lines("draft"), day.outcomes("open_at_a_look")) == ([], ["missing", "edited"])
