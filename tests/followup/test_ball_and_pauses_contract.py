"""Every sentence of "Rules that settle the dates", each under its own name. Second part: the ball and the pauses."""

from dataclasses import replace

import pytest

from mailwatch.model.attribution import Candidate
from mailwatch.model.conversation import OUTSIDE, Status
from mailwatch.model.decisions import Close, FollowUpDue, Hold, Wait, Withdraw
from mailwatch.model.facts import (
    About,
    AutomaticReceived,
    DraftAppended,
    DraftDeleted,
    DraftEdited,
    DraftIntended,
    DraftLeft,
    DraftMissing,
    DraftNotAppended,
    DraftSeenAgain,
    DraftSent,
    DraftUncertain,
    DraftWithdrawn,
    OwnerWord,
    QuestionAnswered,
    QuestionAsked,
    ReplyHeld,
    Saying,
    Setting,
)
from mailwatch.model.reading import ReceivedKind, ReplyKind, ReplyReading
from tests.followup.story import (
    MARC,
    POLICY,
    Q1,
    ZOE,
    at,
    away,
    bounced,
    called,
    day,
    draft_fact,
    drafted,
    in_paris,
    judged,
    other_mail,
    question,
    reply,
    said,
    sent,
    setting,
    stall,
    wrote,
)

STEP_1_SENT = [*drafted("2026-09-03 08:30", 1), draft_fact(DraftSent, "2026-09-03 10:00", 1)]
STEP_2_SENT = [*drafted("2026-09-16 08:30", 2), draft_fact(DraftSent, "2026-09-16 10:00", 2)]
LAST_SENT = [*drafted("2026-09-24 08:30", 3), draft_fact(DraftSent, "2026-09-24 10:00", 3)]

# --- The ball is ours … -------------------------------------------------------------------------------------------

OURS = (
    ReplyKind.QUESTION,
    ReplyKind.NEGOTIATION,
    ReplyKind.NEW_NEED,
    ReplyKind.REDIRECT,
    ReplyKind.LEFT,
    ReplyKind.UNKNOWN,
)


@pytest.mark.parametrize("kind", OURS)
def test_the_ball_is_ours_until_the_owner_writes(kind):
    """A person who says that they leave is like a redirect: somebody else must be written to."""
    found = judged(sent(), reply("2026-09-02 10:00", kind), now="2026-12-01 10:00")
    assert (found.status, found.decision.until, found.next) == (Status.WAITING_ON_US, None, None)


def test_the_ball_is_ours_after_an_acceptance_with_a_condition():
    found = judged(sent(), reply("2026-09-02 10:00", ReplyKind.ACCEPT, also=(ReplyKind.NEGOTIATION,)), now="2026-12-01 10:00")
    assert found.status == Status.WAITING_ON_US


def test_the_ball_stays_ours_when_an_acknowledgement_follows_the_question():
    facts = [sent(), question("2026-09-02 10:00"), reply("2026-09-03 10:00", ReplyKind.ACKNOWLEDGEMENT)]
    assert judged(facts, now="2026-12-01 10:00").status == Status.WAITING_ON_US


@pytest.mark.parametrize("kind", [ReplyKind.STALL, ReplyKind.ACKNOWLEDGEMENT])
def test_a_stall_or_an_acknowledgement_leaves_the_ball_with_them(kind):
    found = judged(sent(), reply("2026-09-02 10:00", kind), now="2026-09-02 11:00")
    assert (found.status, found.next is not None) == (Status.STALLED, True)


@pytest.mark.parametrize("back", [wrote("2026-09-08 10:00"), wrote("2026-09-08 10:00", name=None), called("2026-09-08 10:00")])
def test_the_owners_word_gives_the_ball_back(back):
    """In the thread or in a new mail; a call counts as well: whoever logs it has spoken to them."""
    found = judged(sent(), question("2026-09-02 10:00"), back, now="2026-09-08 11:00")
    assert (found.status, found.next) == (Status.OPEN, ("relance_1", "2026-09-15T08:30+02:00"))


def test_a_mail_in_another_quotes_thread_does_not_answer_this_one():
    facts = [
        sent("2026-08-24 09:00", name="<q0@atelier.example>"),
        sent(),
        question("2026-09-02 10:00"),
        wrote("2026-09-08 10:00", name="<q0@atelier.example>"),
    ]
    assert judged(facts, now="2026-10-01 10:00").status == Status.WAITING_ON_US


def test_when_the_ball_goes_back_the_last_step_whose_date_has_passed_goes_on():
    """Steps 1 and 2 are past on 17 September: step 2 is offered, step 1 never caught up."""
    facts = [sent(valid_until="2026-09-25"), question("2026-09-02 10:00"), wrote("2026-09-16 10:00")]
    found = judged(facts, now="2026-09-16 11:00")
    assert [planned.template for planned in found.forecast] == ["relance_2_echeance", "porte_ouverte"]
    assert found.next == ("relance_2_echeance", "2026-09-23T08:30+02:00")


def test_when_no_date_has_passed_the_next_step_goes_on():
    facts = [sent(), *STEP_1_SENT, question("2026-09-04 10:00"), wrote("2026-09-04 15:00")]
    assert judged(facts, now="2026-09-04 16:00").next == ("relance_2_echeance", "2026-09-16T08:30+02:00")


def test_it_is_due_at_the_latest_of_its_date_the_gap_and_any_pause():
    facts = [sent(), *STEP_1_SENT, question("2026-09-10 10:00"), wrote("2026-09-11 09:00")]
    assert judged(facts, now="2026-09-11 10:00").next == ("relance_2_echeance", "2026-09-18T08:30+02:00")
    asleep = [*facts, away("2026-09-11 09:01", "2026-09-17")]
    assert judged(asleep, now="2026-09-11 10:00").next == ("relance_2_echeance", "2026-09-21T08:30+02:00")


def test_once_validity_has_ended_only_after_expiry_and_last_steps_remain():
    facts = [sent(), question("2026-09-02 10:00"), wrote("2026-09-28 10:00")]
    assert judged(facts, now="2026-09-28 11:00").next == ("porte_ouverte", "2026-10-05T08:30+02:00")


def test_resume_follows_the_same_rule():
    facts = [sent(), said("2026-09-02 10:00", Saying.STOP), said("2026-09-17 10:00", Saying.RESUME)]
    found = judged(facts, now="2026-09-17 10:30")
    assert found.decision.planned.template == "relance_2_echeance"
    assert judged(*facts[:2], now="2026-09-17 10:30").status == Status.STOPPED


def test_the_end_of_a_snooze_follows_the_same_rule():
    facts = [sent(), said("2026-09-02 10:00", Saying.SNOOZE, until="2026-09-17")]
    found = judged(facts, now="2026-09-02 11:00")
    assert (found.status, found.next) == (Status.PAUSED, ("relance_2_echeance", "2026-09-17T08:30+02:00"))


@pytest.mark.parametrize("fate", [DraftSent, DraftDeleted])
def test_a_step_already_sent_or_deleted_is_never_offered_again(fate):
    facts = [
        sent(),
        *drafted("2026-09-03 08:30", 1),
        draft_fact(fate, "2026-09-03 10:00", 1),
        said("2026-09-04 10:00", Saying.STOP),
        said("2026-09-05 10:00", Saying.RESUME),
    ]
    assert judged(facts, now="2026-09-11 10:00").next == ("relance_2_echeance", "2026-09-16T08:30+02:00")


def test_a_step_we_withdrew_for_a_reply_is_offered_again():
    facts = [
        sent(),
        *drafted("2026-09-03 08:30", 1),
        question("2026-09-03 10:00"),
        draft_fact(DraftWithdrawn, "2026-09-03 10:05", 1),
        wrote("2026-09-03 15:00"),
    ]
    assert judged(facts, now="2026-09-03 16:00").next == ("relance_1", "2026-09-10T08:30+02:00")


# --- Pauses -------------------------------------------------------------------------------------------------------


def test_an_undated_stall_pauses_ten_working_days():
    """From Wednesday 2 September: the 16th, when step 2 has come and step 1 is passed over."""
    found = judged(sent(), stall("2026-09-02 10:00"), now="2026-09-02 11:00")
    assert found.next == ("relance_2_echeance", "2026-09-16T08:30+02:00")
    later = judged(sent(), stall("2026-09-07 10:00"), now="2026-09-07 11:00")
    assert later.next == ("relance_2_echeance", "2026-09-21T08:30+02:00")


def test_after_the_second_undated_stall_only_the_last_step_is_left_ten_working_days_later():
    """Even before the end of validity: there is nothing more to ask."""
    facts = [sent(valid_until="2026-12-18"), *STEP_1_SENT, stall("2026-09-04 10:00"), stall("2026-09-22 10:00")]
    found = judged(facts, now="2026-09-22 11:00")
    assert [(planned.template, in_paris(planned.at)[:10]) for planned in found.forecast] == [("porte_ouverte", "2026-10-06")]


def test_an_acknowledgement_between_two_stalls_does_not_part_them():
    facts = [
        sent(),
        stall("2026-09-02 10:00"),
        reply("2026-09-07 10:00", ReplyKind.ACKNOWLEDGEMENT),
        stall("2026-09-09 10:00"),
    ]
    assert [planned.template for planned in judged(facts, now="2026-09-09 11:00").forecast] == ["porte_ouverte"]


def test_a_question_between_two_stalls_starts_the_count_again():
    facts = [
        sent(valid_until="2026-12-18"),
        stall("2026-09-02 10:00"),
        question("2026-09-07 10:00"),
        wrote("2026-09-07 15:00"),
        stall("2026-09-09 10:00"),
    ]
    assert len(judged(facts, now="2026-09-09 11:00").forecast) > 1


def test_a_dated_stall_is_reminded_two_working_days_after_the_date_then_the_last_step_ten_later():
    """Saturday 10 October: Tuesday 13, then Tuesday 27. The step before the expiry is gone."""
    found = judged(sent(), *STEP_1_SENT, stall("2026-09-07 10:00", until="2026-10-10"), now="2026-09-07 11:00")
    assert [(planned.step, planned.template, in_paris(planned.at)[:10]) for planned in found.forecast] == [
        (OUTSIDE, "relance_promesse", "2026-10-13"),
        (3, "porte_ouverte", "2026-10-27"),
    ]


def test_a_promise_is_reminded_once_only():
    """A second date is waited for; after it only the last step is left."""
    reminded = [*drafted("2026-10-13 08:30", OUTSIDE), draft_fact(DraftSent, "2026-10-13 10:00", OUTSIDE)]
    facts = [sent(), stall("2026-09-07 10:00", until="2026-10-10"), *reminded, stall("2026-10-14 10:00", until="2026-11-02")]
    found = judged(facts, now="2026-10-14 11:00")
    assert [(planned.template, in_paris(planned.at)[:10]) for planned in found.forecast] == [("porte_ouverte", "2026-11-18")]


def test_the_last_step_counts_from_the_reminder_when_that_came_late():
    facts = [sent(), stall("2026-09-07 10:00", until="2026-10-10"), *drafted("2026-10-16 10:00", OUTSIDE)]
    assert judged(facts, now="2026-10-16 11:00").next == ("porte_ouverte", "2026-10-30T08:30+01:00")


def test_a_decision_date_the_owner_gives_after_the_last_step_brings_nothing_back():
    """Nothing is drafted after a last step unless the prospect writes; when he gave the date himself, he is reminded."""
    facts = [sent(), *LAST_SENT]
    theirs = judged(*facts, stall("2026-09-29 10:00", until="2026-10-10"), now="2026-09-29 11:00")
    assert [planned.template for planned in theirs.forecast] == ["relance_promesse"]
    ours = judged(*facts, setting("2026-09-29 10:00", Setting.DECISION, "2026-10-10"), now="2026-09-29 11:00")
    assert ours.forecast == ()


def test_a_decision_date_the_owner_gave_is_waited_for_like_a_dated_stall():
    facts = [sent(), setting("2026-09-01 12:00", Setting.DECISION, "2026-10-10")]
    found = judged(facts, now="2026-09-02 10:00")
    assert [(planned.template, in_paris(planned.at)[:10]) for planned in found.forecast] == [
        ("relance_promesse", "2026-10-13"),
        ("porte_ouverte", "2026-10-27"),
    ]


def test_a_promise_that_was_kept_is_not_reminded():
    """They wrote on the promised day or later: the ordinary sequence goes on."""
    facts = [
        sent(valid_until="2026-12-18"),
        stall("2026-09-02 10:00", until="2026-09-10"),
        question("2026-09-10 10:00"),
        wrote("2026-09-10 15:00"),
    ]
    assert "relance_promesse" not in [planned.template for planned in judged(facts, now="2026-09-10 16:00").forecast]


def test_an_acknowledgement_pauses_five_working_days():
    found = judged(sent(), reply("2026-09-02 10:00", ReplyKind.ACKNOWLEDGEMENT), now="2026-09-02 11:00")
    assert found.next == ("relance_1", "2026-09-09T08:30+02:00")


def test_an_acknowledgement_pauses_once():
    """The second one is a message like any other: two working days."""
    facts = [
        sent(),
        reply("2026-09-02 10:00", ReplyKind.ACKNOWLEDGEMENT),
        reply("2026-09-08 10:00", ReplyKind.ACKNOWLEDGEMENT),
    ]
    assert judged(facts, now="2026-09-08 11:00").next == ("relance_1", "2026-09-10T08:30+02:00")


def test_an_absence_pauses_until_two_working_days_after_the_return():
    found = judged(sent(), away("2026-09-01 09:13", "2026-09-10"), now="2026-09-01 10:00")
    assert (found.status, found.next) == (Status.PAUSED, ("relance_1", "2026-09-14T08:30+02:00"))


def test_an_absence_without_a_date_pauses_seven_days():
    found = judged(sent(), away("2026-09-01 09:13"), now="2026-09-01 10:00")
    assert found.next == ("relance_1", "2026-09-08T08:30+02:00")


def test_a_return_that_had_passed_when_the_notice_came_counts_as_no_date():
    found = judged(sent(), away("2026-09-01 09:13", "2026-08-24"), now="2026-09-01 10:00")
    assert found.next == ("relance_1", "2026-09-08T08:30+02:00")


def test_an_absence_learned_on_another_quote_pauses_as_well():
    notice = replace(away("2026-09-01 09:13", "2026-09-10"), quote=None)
    assert judged(sent(), notice, now="2026-09-01 10:00").next == ("relance_1", "2026-09-14T08:30+02:00")


def test_any_message_of_the_contact_on_any_subject_pauses_two_working_days():
    found = judged(sent(), other_mail("2026-09-02 17:00"), now="2026-09-02 18:00")
    assert (found.status, found.next) == (Status.PAUSED, ("relance_1", "2026-09-04T08:30+02:00"))


def test_an_open_question_holds_every_candidate_quote_until_answered():
    other = "<q2@atelier.example>"
    asked = QuestionAsked(
        at=at("2026-09-02 10:00"),
        message="<m3@client.example>",
        about=About.REPLY,
        candidates=(Candidate(Q1, 1.5), Candidate(other, 1.2)),
    )
    facts = [sent(), sent(name=other, to=(ZOE,)), asked]
    for name in (Q1, other):
        found = judged(facts, now="2026-09-09 10:00", name=name)
        assert (found.status, type(found.decision), found.next) == (Status.ASKED, Hold, None)
    answered = QuestionAnswered(at=at("2026-09-08 10:00"), message="<m3@client.example>", candidates=asked.candidates)
    assert judged(*facts, answered, now="2026-09-09 10:00").next == ("relance_1", "2026-09-03T08:30+02:00")


def test_an_answered_question_attaches_its_reply_even_if_nobody_records_it():
    asked = QuestionAsked(
        at=at("2026-09-02 10:00"),
        message="<m3@client.example>",
        about=About.REPLY,
        sender=MARC,
        candidates=(Candidate(Q1, 1.5),),
        reply=ReplyReading(ReplyKind.QUESTION),
    )
    answered = QuestionAnswered(at=at("2026-09-03 10:00"), quote=Q1, message="<m3@client.example>", candidates=asked.candidates)
    assert judged(sent(), asked, answered, now="2026-09-09 10:00").status == Status.WAITING_ON_US


# --- closing ------------------------------------------------------------------------------------------------------


def test_a_sequence_that_has_run_out_closes_ten_working_days_after_its_last_touch():
    facts = [sent(), *STEP_1_SENT, *STEP_2_SENT, *LAST_SENT]
    assert judged(facts, now="2026-10-08 08:29").status == Status.OPEN
    found = judged(facts, now="2026-10-08 08:30")
    assert isinstance(found.decision, Close)
    assert (found.status, in_paris(found.decision.at)) == (Status.CLOSED_NO_ANSWER, "2026-10-08T08:30+02:00")


def test_a_touch_after_the_last_step_moves_the_closing():
    facts = [sent(), *STEP_1_SENT, *STEP_2_SENT, *LAST_SENT, called("2026-10-02 10:00")]
    assert judged(facts, now="2026-10-15 10:00").status == Status.OPEN
    assert judged(facts, now="2026-10-16 08:30").status == Status.CLOSED_NO_ANSWER


def test_it_closes_whether_or_not_the_drafts_were_sent():
    """The last draft still lies there: it is withdrawn, then the quote closes."""
    facts = [sent(), *drafted("2026-09-24 08:30", 3)]
    found = judged(facts, now="2026-10-08 08:30")
    assert (found.status, type(found.decision), found.codes) == (Status.CLOSED_NO_ANSWER, Withdraw, ["quote_closed"])


def test_it_closes_whether_or_not_a_question_is_open():
    asked = QuestionAsked(
        at=at("2026-09-02 10:00"), message="<m3@client.example>", about=About.REPLY, candidates=(Candidate(Q1, 1.5),)
    )
    held = judged(sent(), asked, now="2026-10-08 08:29")
    assert (held.status, in_paris(held.decision.until)) == (Status.ASKED, "2026-10-08T08:30+02:00")
    assert judged(sent(), asked, now="2026-10-08 08:30").status == Status.CLOSED_NO_ANSWER


def test_a_last_draft_made_late_leaves_ten_working_days_to_use_it():
    intended, appended = drafted("2026-10-05 10:00", 3)
    facts = [sent(), replace(intended, due=at("2026-09-24 08:30")), appended]
    assert judged(facts, now="2026-10-16 10:00").status == Status.DRAFTED
    assert judged(facts, now="2026-10-19 10:00").status == Status.CLOSED_NO_ANSWER


def test_after_a_long_outage_a_sequence_that_ran_out_closes_and_drafts_nothing():
    assert isinstance(judged(sent(), now="2026-12-01 10:00").decision, Close)


def test_a_quote_whose_question_awaits_us_never_closes_as_without_answer():
    assert judged(sent(), question("2026-09-02 10:00"), now="2028-09-02 10:00").status == Status.WAITING_ON_US


def test_a_pause_they_asked_for_is_waited_out_before_closing():
    """A stall a week after the last step: the quote is not closed while we still wait for them."""
    facts = [sent(), *LAST_SENT, stall("2026-10-06 10:00")]
    assert judged(facts, now="2026-10-08 08:30").status == Status.STALLED
    assert judged(facts, now="2026-10-20 08:30").status == Status.CLOSED_NO_ANSWER


def test_who_was_just_answered_is_not_yet_without_answer():
    """An answer is no touch, but after the end of the sequence the ten days count from it."""
    facts = [sent(), *LAST_SENT, question("2027-06-01 10:00"), wrote("2027-06-02 10:00")]
    assert judged(facts, now="2027-06-16 08:29").status == Status.OPEN
    assert judged(facts, now="2027-06-16 08:30").status == Status.CLOSED_NO_ANSWER
    elsewhere = [*facts[:-1], wrote("2027-06-02 10:00", name=None)]
    assert judged(elsewhere, now="2027-06-16 08:29").status == Status.OPEN


def test_a_revised_quote_leaves_a_quote_that_was_won_as_it_was():
    revised = sent("2026-10-10 10:00", name="<q2@atelier.example>", replaces=Q1)
    facts = [sent(), said("2026-09-12 10:00", Saying.WON), revised]
    assert judged(facts, now="2026-10-11 10:00").status == Status.WON


def test_a_question_after_closing_shows_as_awaiting_us_and_drafts_nothing():
    facts = [sent(), *LAST_SENT, question("2027-06-01 10:00")]
    found = judged(facts, now="2027-06-01 11:00")
    assert (found.status, type(found.decision)) == (Status.WAITING_ON_US, Wait)
    answered = judged(*facts, wrote("2027-06-02 10:00"), now="2027-07-01 10:00")
    assert answered.next is None


@pytest.mark.parametrize(
    ("kind", "when", "expected"),
    [
        (ReplyKind.ACCEPT, "2026-09-22 23:00", Status.ACCEPTED),
        (ReplyKind.ACCEPT, "2026-09-23 00:10", Status.ACCEPTED_LATE),
        (ReplyKind.ACCEPT, "2028-11-01 10:00", Status.ACCEPTED_LATE),
        (ReplyKind.DECLINE, "2026-09-10 10:00", Status.DECLINED),
        (ReplyKind.STOP, "2026-09-10 10:00", Status.STOPPED),
    ],
)
def test_a_plain_reply_closes_and_stops_everything(kind, when, expected):
    found = judged(sent(), reply(when, kind), now="2028-12-01 10:00")
    assert (found.status, found.decision.status, found.next) == (expected, expected, None)


def test_a_yes_after_a_no_is_a_yes():
    facts = [sent(), reply("2026-09-04 10:00", ReplyKind.DECLINE), reply("2026-09-08 10:00", ReplyKind.ACCEPT)]
    assert judged(facts, now="2026-09-08 11:00").status == Status.ACCEPTED


@pytest.mark.parametrize(
    ("saying", "expected"),
    [
        (Saying.WON, Status.WON),
        (Saying.LOST, Status.LOST),
        (Saying.STOP, Status.STOPPED),
        (Saying.UNTRACK, Status.STOPPED),
    ],
)
def test_the_owners_word_closes(saying, expected):
    assert judged(sent(), said("2026-09-02 10:00", saying), now="2026-09-02 11:00").status == expected


def test_won_comes_from_an_invoice():
    found = judged(sent(), wrote("2026-09-12 10:00", word=OwnerWord.INVOICE), now="2026-09-12 11:00")
    assert (found.status, found.codes) == (Status.WON, ["invoice"])


def test_an_invoice_after_lost_says_won():
    facts = [sent(), said("2026-09-12 10:00", Saying.LOST), wrote("2026-11-12 10:00", word=OwnerWord.INVOICE)]
    assert judged(facts, now="2026-11-12 11:00").status == Status.WON


def test_resume_removes_the_closing_word_and_lets_the_other_facts_speak():
    facts = [sent(), question("2026-09-02 10:00"), reply("2026-09-04 10:00", ReplyKind.DECLINE)]
    assert judged(facts, now="2026-09-07 10:00").status == Status.DECLINED
    assert judged(*facts, said("2026-09-07 10:00", Saying.RESUME), now="2026-09-07 11:00").status == Status.WAITING_ON_US


def test_resume_keeps_a_sequence_that_ran_out_open_ten_working_days_more():
    facts = [sent(), *LAST_SENT, said("2026-11-02 10:00", Saying.RESUME)]
    assert judged(facts, now="2026-11-13 10:00").status == Status.OPEN
    assert judged(facts, now="2026-11-16 10:00").status == Status.CLOSED_NO_ANSWER


# --- stop words, never, start -------------------------------------------------------------------------------------


def test_a_stop_word_ends_everything_for_the_person():
    other = "<q2@atelier.example>"
    facts = [sent(), sent(name=other), replace(reply("2026-09-02 10:00", ReplyKind.STOP), quote=other)]
    found = judged(facts, now="2026-09-03 10:00")
    assert (found.status, found.codes) == (Status.STOPPED, ["stop_word"])


def test_a_stop_word_leaves_what_was_over_before_as_it_was():
    other = "<q2@atelier.example>"
    facts = [
        sent("2024-09-02 09:00"),
        sent(name=other),
        replace(reply("2026-09-02 10:00", ReplyKind.STOP), quote=other),
    ]
    assert judged(facts, now="2026-09-03 10:00").status == Status.CLOSED_NO_ANSWER


def test_resume_after_a_stop_word_frees_this_quote_only():
    """The owner judged the word himself, for this quote; the others of the person stay stopped."""
    other = "<q2@atelier.example>"
    facts = [
        sent(),
        sent(name=other),
        replace(reply("2026-09-02 10:00", ReplyKind.STOP), quote=other),
        said("2026-09-02 12:00", Saying.RESUME),
    ]
    assert judged(facts, now="2026-09-02 13:00").status != Status.STOPPED
    assert judged(facts, now="2026-09-02 13:00", name=other).status == Status.STOPPED


@pytest.mark.parametrize("pattern", [MARC, "*@client.example", "*@CLIENT.example"])
def test_never_follows_up_addresses_and_domains(pattern):
    found = judged(sent(), now="2026-09-03 10:00", policy=replace(POLICY, never=(pattern,)))
    assert (found.next, found.codes[0]) == (None, "never_followed")


def test_quotes_sent_before_start_are_remembered_and_never_followed_up():
    found = judged(sent(), now="2026-09-03 10:00", policy=replace(POLICY, start=at("2026-09-02 00:00")))
    assert (found.next, found.codes[0], found.policy.cadence) == (None, "before_start", None)


# --- drafts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("news", "why"),
    [
        (question("2026-09-03 10:00"), "reply_arrived"),
        (stall("2026-09-03 10:00"), "reply_arrived"),
        (stall("2026-09-03 08:20"), "reply_arrived"),
        (wrote("2026-09-03 10:00"), "owner_wrote"),
        (wrote("2026-09-03 08:20"), "owner_wrote"),
        (reply("2026-09-03 10:00", ReplyKind.ACCEPT), "quote_closed"),
        (said("2026-09-03 10:00", Saying.LOST), "quote_closed"),
        (said("2026-09-03 10:00", Saying.SNOOZE, until="2026-09-20"), "snoozed"),
    ],
)
def test_a_waiting_draft_is_withdrawn_when_it_is_obsolete(news, why):
    """Also when the word is dated before the draft and was only noticed after."""
    facts = [sent(), *drafted("2026-09-03 08:30", 1), news]
    found = judged(facts, now="2026-09-03 11:00")
    assert (type(found.decision), found.decision.draft, found.codes) == (Withdraw, facts[1].message, [why])


@pytest.mark.parametrize("news", [other_mail("2026-09-03 10:00"), away("2026-09-03 10:00"), called("2026-09-03 10:00")])
def test_a_waiting_draft_stays_for_what_says_nothing_about_the_quote(news):
    """Mail on another subject, an absence or a call move what comes next; the draft is left to the owner."""
    assert not isinstance(judged(sent(), *drafted("2026-09-03 08:30", 1), news, now="2026-09-03 11:00").decision, Withdraw)


@pytest.mark.parametrize("fate", [draft_fact(DraftEdited, "2026-09-03 09:00", 1), draft_fact(DraftLeft, "2026-09-03 09:00", 1)])
def test_an_edited_draft_stays_and_the_next_step_waits_for_it(fate):
    found = judged(sent(), *drafted("2026-09-03 08:30", 1), fate, now="2026-09-17 10:00")
    assert (type(found.decision), found.codes, found.status) == (Wait, ["draft_is_the_owners"], Status.DRAFTED)


def test_an_edited_draft_is_never_withdrawn():
    facts = [
        sent(),
        *drafted("2026-09-03 08:30", 1),
        draft_fact(DraftEdited, "2026-09-03 09:00", 1),
        question("2026-09-03 10:00"),
    ]
    assert isinstance(judged(facts, now="2026-09-03 11:00").decision, Wait)


def test_two_drafts_deleted_in_a_row_stop_the_sequence():
    facts = [
        sent(),
        *drafted("2026-09-03 08:30", 1),
        draft_fact(DraftDeleted, "2026-09-03 10:00", 1),
        *drafted("2026-09-16 08:30", 2),
        draft_fact(DraftDeleted, "2026-09-16 10:00", 2),
    ]
    found = judged(facts, now="2026-09-16 11:00")
    assert (found.status, found.codes) == (Status.STOPPED, ["two_deleted"])
    resumed = judged(*facts, said("2026-09-17 10:00", Saying.RESUME), now="2026-09-17 11:00")
    assert resumed.next == ("porte_ouverte", "2026-09-24T08:30+02:00")


@pytest.mark.parametrize("word", [said("2026-09-15 10:00", Saying.WON), reply("2026-09-15 10:00", ReplyKind.ACCEPT)])
def test_drafts_deleted_while_tidying_up_do_not_hide_how_the_quote_ended(word):
    facts = [
        sent(),
        *drafted("2026-09-03 08:30", 1),
        draft_fact(DraftDeleted, "2026-09-03 10:00", 1),
        *drafted("2026-09-14 08:30", 2),
        word,
        draft_fact(DraftDeleted, "2026-09-16 10:00", 2),
    ]
    assert judged(facts, now="2026-09-16 11:00").status in (Status.WON, Status.ACCEPTED)


def test_a_draft_sent_between_two_deleted_ones_keeps_the_sequence_going():
    facts = [
        sent(),
        *drafted("2026-09-03 08:30", 1),
        draft_fact(DraftDeleted, "2026-09-03 10:00", 1),
        *STEP_2_SENT,
        *drafted("2026-09-24 08:30", 3),
        draft_fact(DraftDeleted, "2026-09-24 10:00", 3),
    ]
    assert judged(facts, now="2026-09-24 11:00").status == Status.OPEN


def test_a_chase_by_hand_while_a_draft_waits_takes_its_place():
    facts = [
        sent(),
        *drafted("2026-09-03 08:30", 1),
        wrote("2026-09-04 10:00"),
        draft_fact(DraftWithdrawn, "2026-09-04 10:05", 1),
    ]
    assert judged(facts, now="2026-09-04 11:00").next == ("relance_2_echeance", "2026-09-16T08:30+02:00")


def test_a_chase_by_hand_before_the_draft_was_made_takes_no_step():
    facts = [
        sent(valid_until="2026-10-30"),
        wrote("2026-09-02 10:00"),
        *drafted("2026-09-09 08:30", 1),
        question("2026-09-09 10:00"),
        draft_fact(DraftWithdrawn, "2026-09-09 10:05", 1),
        wrote("2026-09-09 11:00"),
    ]
    assert judged(facts, now="2026-09-09 12:00").next == ("relance_1", "2026-09-16T08:30+02:00")


@pytest.mark.parametrize("fact", [DraftMissing, DraftUncertain])
def test_a_draft_of_uncertain_fate_holds(fact):
    more = {"problem": "lost"} if fact is DraftUncertain else {}
    intended, appended = drafted("2026-09-03 08:30", 1)
    known = [intended] if fact is DraftUncertain else [intended, appended]
    found = judged(sent(), *known, draft_fact(fact, "2026-09-03 09:00", 1, **more), now="2026-09-17 10:00")
    assert (found.status, type(found.decision), found.next) == (Status.HELD, Hold, None)


def test_a_refused_draft_is_due_again():
    intended, _ = drafted("2026-09-03 08:30", 1)
    refused = draft_fact(DraftNotAppended, "2026-09-03 08:30", 1, problem="over quota")
    assert isinstance(judged(sent(), intended, refused, now="2026-09-04 08:30").decision, FollowUpDue)


@pytest.mark.parametrize(("answer", "next_step"), [(None, "relance_1"), (Q1, "relance_2_echeance")])
def test_the_owner_says_what_became_of_an_uncertain_draft(answer, next_step):
    """None: it was never stored, and is made again. A quote: the owner has seen to it, and it is not."""
    intended, _ = drafted("2026-09-03 08:30", 1)
    facts = [
        sent(),
        intended,
        draft_fact(DraftUncertain, "2026-09-03 09:00", 1, problem="lost"),
        QuestionAsked(at=at("2026-09-03 09:00"), quote=Q1, message=intended.message, about=About.DRAFT),
        QuestionAnswered(at=at("2026-09-03 10:00"), quote=answer, message=intended.message, candidates=(Candidate(Q1, 0.0),)),
    ]
    assert judged(facts, now="2026-09-03 11:00").upcoming.template == next_step


def test_a_missing_draft_seen_again_waits_as_before():
    facts = [
        sent(),
        *drafted("2026-09-03 08:30", 1),
        draft_fact(DraftMissing, "2026-09-03 09:00", 1),
        draft_fact(DraftSeenAgain, "2026-09-03 09:05", 1, locator=drafted("2026-09-03 08:30", 1)[1].locator),
    ]
    assert judged(facts, now="2026-09-03 10:00").status == Status.DRAFTED


def test_a_retry_in_the_cycle_that_learned_of_the_refusal_is_not_made_twice():
    """One instant holds the refusal of the first attempt, the second intent and its success, in any order."""
    first, _ = drafted("2026-09-03 08:30", 1)
    second, appended = drafted("2026-09-03 08:40", 1)
    refused = draft_fact(DraftNotAppended, "2026-09-03 08:40", 1, problem="not stored")
    assert judged(sent(), appended, second, refused, first, now="2026-09-03 09:00").status == Status.DRAFTED
    crashed = judged(sent(), second, refused, first, now="2026-09-03 09:00")
    assert (crashed.status, crashed.codes) == (Status.HELD, ["draft_outcome_unknown"])


# --- the rows of the table ----------------------------------------------------------------------------------------


def test_a_held_reply_holds_until_the_owner_settles_it():
    held = ReplyHeld(
        at=at("2026-09-02 10:00"), quote=Q1, contacts=(MARC,), message="<m5@client.example>", sender="marc@elsewhere.example"
    )
    assert judged(sent(), held, now="2026-09-03 10:00").status == Status.HELD
    settled = QuestionAnswered(at=at("2026-09-03 09:00"), message="<m5@client.example>", candidates=(Candidate(Q1, 0.0),))
    assert judged(sent(), held, settled, now="2026-09-03 10:00").status == Status.OPEN
    assert judged(sent(), held, wrote("2026-09-02 11:00"), now="2026-09-03 10:00").status == Status.OPEN


def test_a_quote_without_message_id_is_held_and_never_drafted():
    found = judged(sent(without_message_id=True), now="2026-09-03 10:00")
    assert (found.status, found.codes, found.next) == (Status.HELD, ["quote_without_message_id"], None)


def test_a_hard_bounce_of_the_only_recipient_stops_follow_ups():
    found = judged(sent(), bounced("2026-09-01 09:20", MARC), now="2026-09-03 10:00")
    assert (found.status, found.next) == (Status.BOUNCED, None)


def test_a_bounce_of_one_of_several_recipients_is_only_noted():
    found = judged(sent(to=(MARC, ZOE)), bounced("2026-09-01 09:20", MARC), now="2026-09-01 10:00")
    assert (found.status, len(found.conversation.automatic), found.next) == (
        Status.OPEN,
        1,
        ("relance_1", "2026-09-03T08:30+02:00"),
    )


def test_a_new_address_frees_a_bounced_quote():
    facts = [sent(), bounced("2026-09-01 09:20", MARC), setting("2026-09-02 10:00", Setting.TO, ZOE)]
    assert judged(facts, now="2026-09-02 11:00").status == Status.OPEN


def test_a_soft_bounce_is_no_bounce():
    soft = bounced("2026-09-01 09:20", MARC)
    soft = replace(soft, bounce=replace(soft.bounce, hard=False))
    assert judged(sent(), soft, now="2026-09-01 10:00").status == Status.OPEN


def test_a_notice_that_the_only_recipient_left_counts_as_a_dead_address():
    left = AutomaticReceived(at=at("2026-09-01 09:20"), quote=Q1, contacts=(MARC,), kind=ReceivedKind.LEFT, sender=MARC)
    assert judged(sent(), left, now="2026-09-03 10:00").status == Status.BOUNCED


def test_who_writes_after_a_bounce_is_alive_again():
    facts = [sent(), bounced("2026-09-01 09:20", MARC), stall("2026-09-02 10:00")]
    assert judged(facts, now="2026-09-02 11:00").status == Status.STALLED


def test_of_several_statuses_the_lower_row_shows():
    facts = [sent(), *drafted("2026-09-03 08:30", 1), draft_fact(DraftEdited, "2026-09-03 09:00", 1)]
    assert judged(facts, now="2026-09-03 10:00").status == Status.DRAFTED
    facts.append(stall("2026-09-04 10:00"))
    assert judged(facts, now="2026-09-04 11:00").status == Status.STALLED
    facts.append(away("2026-09-05 10:00", "2026-09-20"))
    assert judged(facts, now="2026-09-05 11:00").status == Status.PAUSED
    facts.append(question("2026-09-07 10:00"))
    assert judged(facts, now="2026-09-07 11:00").status == Status.WAITING_ON_US
    facts.append(
        QuestionAsked(
            at=at("2026-09-08 10:00"), message="<m3@client.example>", about=About.REPLY, candidates=(Candidate(Q1, 1.5),)
        )
    )
    assert judged(facts, now="2026-09-08 11:00").status == Status.ASKED
    facts.append(draft_fact(DraftMissing, "2026-09-08 12:00", 1))
    assert judged(facts, now="2026-09-08 13:00").status == Status.HELD
    facts.append(bounced("2026-09-09 10:00", MARC))
    assert judged(facts, now="2026-09-09 11:00").status == Status.BOUNCED
    facts.append(reply("2026-09-10 10:00", ReplyKind.ACCEPT))
    assert judged(facts, now="2026-09-10 11:00").status == Status.ACCEPTED
    facts.append(said("2026-09-11 10:00", Saying.LOST))
    assert judged(facts, now="2026-09-11 11:00").status == Status.LOST


def test_settings_of_the_owner_are_folded():
    facts = [
        sent(),
        setting("2026-09-01 10:00", Setting.AVAILABLE_UNTIL, "2026-10-01"),
        setting("2026-09-01 10:01", Setting.TO, "paul@client.example, zoe@client.example"),
        setting("2026-09-01 10:02", Setting.CADENCE, "single"),
        setting("2026-09-01 10:03", Setting.LANGUAGE, "en"),
        setting("2026-09-01 10:04", Setting.REGISTER, "tu"),
        setting("2026-09-01 10:05", Setting.CADENCE, "urgent"),
    ]
    found = judged(facts, now="2026-09-01 11:00")
    known = found.conversation
    assert (known.available_until, known.to, known.cadence, known.language, known.register) == (
        day("2026-10-01"),
        ("paul@client.example", ZOE),
        "urgent",
        "en",
        "tu",
    )
    assert found.policy.cadence.name == "urgent"


def test_a_draft_known_only_from_sent_still_uses_its_step():
    """The journal was lost; the token in Sent tells which step it was."""
    facts = [sent(), draft_fact(DraftSent, "2026-09-03 10:00", 1, sent_as="<x@atelier.example>")]
    assert judged(facts, now="2026-09-04 10:00").next == ("relance_2_echeance", "2026-09-16T08:30+02:00")


def test_drafts_carry_what_their_facts_told():
    intended, appended = drafted("2026-09-03 08:30", 1)
    state = judged(sent(), intended, appended, now="2026-09-03 10:00").conversation.drafts[0]
    assert isinstance(intended, DraftIntended)
    assert isinstance(appended, DraftAppended)
    assert (state.locator, state.digest, state.intent_digest, state.uidnext, state.template) == (
        appended.locator,
        "stored",
        "intended",
        10,
        "relance_1",
    )
