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
