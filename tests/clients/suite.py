"""What must hold with every mail program. A test module gives the ``day`` fixture; a subclass says what its program does."""

from typing import ClassVar

import pytest

from tests.acceptance.office import TOKEN, Letter
from tests.clients.day import CAST, Day, View, texts_agree
from tests.clients.program import AGAIN, TYPED

SENT = ("sent", "edited_and_sent", "saved_and_sent", "answered_then_sent")
SAVED = ("saved", "saved_twice", "open_at_a_look")
ANSWERED = ("answered_then_sent", "answered_then_saved")
STEP_2 = ["2/relance_2_echeance"]


def marks(letters: list[Letter]) -> list[str | None]:
    return [letter.message["X-Mailwatch-Step"] for letter in letters]


def state(day: Day, view: View, who: str) -> tuple[str, int, int | None]:
    """Status, touches and the number of the next step."""
    line = day.line(view, who)
    return line["status"], line["touches"], line["next"] and line["next"]["step"]


class ProgramContract:
    #: Is a draft that was read flagged as seen? Does one that is saved keep our Message-ID, our X- fields, the flag of a draft?
    marks_seen: ClassVar[bool]
    keeps_id: ClassVar[bool]
    keeps_x: ClassVar[bool]
    keeps_flag: ClassVar[bool]

    # --- before and all the time

    def test_every_follow_up_was_drafted_in_the_first_look(self, day):
        assert {who: state(day, day.before, who) for who in CAST} == dict.fromkeys(CAST, ("drafted", 0, 2))

    def test_no_look_failed(self, day):
        views = (day.before, day.after, day.tomorrow, day.second_step)
        assert [view.outcome.code for view in views] == [0, 0, 0, 0]

    def test_no_step_is_ever_drafted_twice(self, day):
        views = (day.after, day.tomorrow, day.second_step)
        steps = {who: [event["step"] for view in views for event in day.events(view, who, "draft")] for who in CAST}
        later = set(CAST) - {*SAVED, *ANSWERED}
        assert steps == {who: [2] if who in later else [] for who in CAST}

    def test_no_token_is_in_two_drafts(self, day):
        for view in (day.after, day.tomorrow, day.second_step):
            found = [TOKEN.findall(letter.message["References"]) for letter in view.drafts if not letter.deleted]
            assert (len(found), {len(one) for one in found}) == (len({tuple(one) for one in found}), {1})

    # --- left alone, or only read

    def test_an_untouched_draft_gives_way_to_the_next_step(self, day):
        (old,), (new,) = day.drafts(day.tomorrow, "untouched"), day.drafts(day.second_step, "untouched")
        assert (marks([old, new]), state(day, day.second_step, "untouched")) == (["1/relance_1", *STEP_2], ("drafted", 0, 3))

    def test_a_draft_that_was_only_read_is_as_untouched_as_before(self, day):
        (draft,) = day.drafts(day.before, "looked_at")
        (read,) = day.drafts(day.after, "looked_at")
        assert (read.raw, r"\Seen" in read.flags) == (draft.raw, self.marks_seen)
        assert (state(day, day.tomorrow, "looked_at"), day.outcomes("looked_at")) == (("drafted", 0, 2), ["withdrawn"])
        assert marks(day.drafts(day.second_step, "looked_at")) == STEP_2

    # --- sent

    @pytest.mark.parametrize("who", SENT)
    def test_what_is_sent_goes_out_once_with_the_token(self, day, who):
        (handed_over,), (filed,) = day.handed_over(who), day.in_sent(who)
        (draft,) = day.drafts(day.before, who)
        token = TOKEN.findall(draft.message["References"])[0]
        assert (handed_over.raw.count(token.encode()), filed.references) == (1, draft.references)

    @pytest.mark.parametrize("who", SENT)
    def test_what_is_sent_carries_what_the_program_is_known_to_keep(self, day, who):
        (draft,), (filed,), (handed_over,) = day.drafts(day.before, who), day.in_sent(who), day.handed_over(who)
        same_id = filed.message["Message-ID"] == draft.message["Message-ID"]
        assert (same_id, b"X-Mailwatch" in handed_over.raw) == (self.keeps_id, self.keeps_x)

    @pytest.mark.parametrize("who", SENT)
    def test_what_is_sent_reads_as_it_was_drafted_and_typed(self, day, who):
        (draft,), (filed,) = day.drafts(day.before, who), day.in_sent(who)
        typed = f"{TYPED}\n\n" if "edited" in who or "saved" in who else ""
        assert texts_agree(typed + draft.text, filed.text)

    @pytest.mark.parametrize("who", [who for who in SENT if who not in ANSWERED])
    def test_a_follow_up_that_was_sent_counts_once_and_the_sequence_goes_on(self, day, who):
        assert (state(day, day.after, who), day.outcomes(who)[-1]) == (("open", 1, 2), "sent")
        assert (day.drafts(day.after, who), day.drafts(day.tomorrow, who)) == ([], [])
        assert (state(day, day.second_step, who), marks(day.drafts(day.second_step, who))) == (("drafted", 1, 3), STEP_2)

    # --- edited

    @pytest.mark.parametrize(("who", "typed"), [("saved", TYPED), ("saved_twice", AGAIN), ("open_at_a_look", TYPED)])
    def test_a_saved_draft_is_the_owners_and_stays_as_it_is(self, day, who, typed):
        assert (state(day, day.after, who), day.reasons(day.after, who)) == (("drafted", 0, 2), ["draft_is_the_owners"])
        (saved,) = day.drafts(day.after, who)
        assert saved.text.startswith(typed)
        for view in (day.tomorrow, day.second_step):
            assert [(letter.uid, letter.raw) for letter in day.drafts(view, who)] == [(saved.uid, saved.raw)]
        assert (state(day, day.second_step, who), day.outcomes(who)[-1]) == (("drafted", 0, 2), "edited")

    def test_a_saved_draft_carries_what_the_program_is_known_to_keep(self, day):
        (draft,), (saved,) = day.drafts(day.before, "saved"), day.drafts(day.after, "saved")
        same = (saved.message["Message-ID"] == draft.message["Message-ID"], marks([saved]) == marks([draft]))
        assert (same, r"\Draft" in saved.flags) == ((self.keeps_id, self.keeps_x), self.keeps_flag)
        assert (saved.references, saved.message["To"]) == (draft.references, draft.message["To"])

    def test_a_draft_that_lies_open_during_a_look_is_not_made_again(self, day):
        assert (state(day, day.midway, "open_at_a_look"), day.events(day.midway, "open_at_a_look", "draft")) == (
            ("drafted", 0, 2),
            [],
        )
        assert len(day.drafts(day.midway, "open_at_a_look")) == 1

    # --- deleted

    def test_a_draft_that_was_thrown_away_skips_its_step_for_good(self, day):
        (draft,), (thrown_away,) = day.drafts(day.before, "deleted"), day.in_trash("deleted")
        assert (thrown_away.raw, day.outcomes("deleted")) == (draft.raw, ["deleted"])
        assert (state(day, day.after, "deleted"), day.drafts(day.tomorrow, "deleted")) == (("open", 0, 2), [])
        assert marks(day.drafts(day.second_step, "deleted")) == STEP_2

    # --- answered while the draft lay open

    def test_an_owner_who_sends_all_the_same_is_understood(self, day):
        assert state(day, day.after, "answered_then_sent") == ("accepted", 1, None)
        assert day.drafts(day.second_step, "answered_then_sent") == []

    def test_a_draft_that_the_program_makes_anew_is_the_owners(self, day):
        assert state(day, day.after, "answered_then_saved") == ("accepted", 0, None)
        (kept,) = day.drafts(day.after, "answered_then_saved")
        assert kept.text.startswith(TYPED)
        assert [(one.uid, one.raw) for one in day.drafts(day.second_step, "answered_then_saved")] == [(kept.uid, kept.raw)]
