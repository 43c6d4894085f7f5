"""Every sentence of "Rules that settle the dates", each under its own name. First part: touches, dates, steps."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays as public_holidays
import pytest

from mailwatch.followup.cadence import Anchors, schedule
from mailwatch.followup.fold import owner_word_kind
from mailwatch.model.conversation import Party
from mailwatch.model.decisions import FollowUpDue, Wait
from mailwatch.model.facts import DraftDeleted, DraftSent, DraftWithdrawn, OwnerWord, Setting
from mailwatch.model.policy import Anchor, Cadence, DateRange, Duration, Limits, Unit
from tests.followup.story import (
    MARC,
    MAY_2026,
    POLICY,
    ZOE,
    at,
    called,
    day,
    draft_fact,
    drafted,
    in_paris,
    judged,
    question,
    sent,
    setting,
    step,
    wrote,
)

# --- A touch chases … ---------------------------------------------------------------------------------------------


def test_a_follow_up_of_ours_that_was_sent_is_a_touch():
    facts = [sent(), *drafted("2026-09-03 08:30", 1), draft_fact(DraftSent, "2026-09-03 09:00", 1)]
    assert judged(facts, now="2026-09-04 10:00").conversation.touches == (at("2026-09-03 09:00"),)


def test_a_message_of_the_owner_while_the_last_word_was_ours_is_a_touch():
    facts = [sent(), wrote("2026-09-02 10:00")]
    assert owner_word_kind(facts, facts[1]) == "touch"
    assert judged(facts, now="2026-09-02 11:00").conversation.touches == (at("2026-09-02 10:00"),)


def test_a_logged_call_is_a_touch():
    assert judged(sent(), called("2026-09-02 10:00"), now="2026-09-02 11:00").conversation.touches == (at("2026-09-02 10:00"),)


def test_a_quote_is_no_touch():
    assert judged(sent(), now="2026-09-02 11:00").conversation.touches == ()


def test_an_answer_to_a_message_of_theirs_is_no_touch():
    facts = [sent(), question("2026-09-02 10:00"), wrote("2026-09-02 15:00")]
    assert owner_word_kind(facts, facts[2]) == "answer"
    assert judged(facts, now="2026-09-02 16:00").conversation.touches == ()


def test_a_revised_quote_is_no_touch():
    revised = sent("2026-09-04 10:00", name="<q2@atelier.example>", replaces="<q1@atelier.example>")
    found = judged(sent(), revised, now="2026-09-05 10:00", name="<q2@atelier.example>")
    assert [word for word in found.people.outgoing if word.touch] == []


def test_an_invoice_is_neither_touch_nor_answer():
    facts = [sent(), wrote("2026-09-08 10:00", word=OwnerWord.INVOICE)]
    assert owner_word_kind(facts, facts[1]) == "invoice"
    assert judged(facts, now="2026-09-08 11:00").conversation.touches == ()


def test_our_draft_seen_in_sent_twice_over_counts_once():
    """The Sent copy may be told as our draft and as the owner's message: it is one mail."""
    copy = replace(wrote("2026-09-03 09:00"), message="<thunderbird@atelier.example>")
    facts = [
        sent(),
        *drafted("2026-09-03 08:30", 1),
        draft_fact(DraftSent, "2026-09-03 09:00", 1, sent_as="<thunderbird@atelier.example>"),
        copy,
    ]
    assert judged(facts, now="2026-09-04 10:00").conversation.touches == (at("2026-09-03 09:00"),)


# --- per_contact, gap ---------------------------------------------------------------------------------------------


def test_per_contact_counts_touches_over_all_quotes_in_the_thirty_days_that_end_on_the_due_day():
    """Three touches on another quote, the oldest on 1 September: it still counts on 30 September, no more on 1 October."""
    other = "<q0@atelier.example>"
    facts = [sent("2026-08-31 09:00", name=other)]
    facts += [wrote(when, name=other) for when in ("2026-09-01 09:00", "2026-09-02 09:00", "2026-09-03 09:00")]
    facts += [sent("2026-09-21 09:00")]
    found = judged(facts, now="2026-09-22 09:00")
    assert found.next == ("relance_1", "2026-10-01T08:30+02:00")
    assert "touches_per_contact" in found.codes


def test_two_touches_on_another_quote_leave_room_for_a_third():
    other = "<q0@atelier.example>"
    facts = [sent("2026-08-31 09:00", name=other)]
    facts += [wrote(when, name=other) for when in ("2026-09-01 09:00", "2026-09-02 09:00")]
    facts += [sent("2026-09-21 09:00")]
    assert judged(facts, now="2026-09-22 09:00").next == ("relance_1", "2026-09-23T08:30+02:00")


def test_gap_counts_from_the_last_message_or_call_on_any_quote():
    """A quote to the same person sent on 14 September holds the step of 16 September back until the 21st."""
    facts = [
        sent(),
        *drafted("2026-09-03 08:30", 1),
        draft_fact(DraftSent, "2026-09-03 09:00", 1),
        sent("2026-09-14 09:00", name="<q2@atelier.example>"),
    ]
    assert judged(facts, now="2026-09-15 09:00").next == ("relance_2_echeance", "2026-09-21T08:30+02:00")


def test_gap_counts_from_a_call():
    assert judged(sent(), called("2026-09-02 17:00"), now="2026-09-02 18:00").next == ("relance_1", "2026-09-09T08:30+02:00")


def test_gap_counts_from_a_message_outside_every_thread():
    assert judged(sent(), wrote("2026-09-02 17:00", name=None), now="2026-09-02 18:00").next == (
        "relance_1",
        "2026-09-09T08:30+02:00",
    )


def test_the_quote_itself_does_not_hold_back_its_own_first_step():
    assert judged(sent(), now="2026-09-01 10:00").next == ("relance_1", "2026-09-03T08:30+02:00")


def test_gap_counts_from_a_message_of_the_same_second_as_the_quote():
    """Else a draft would be due that the message makes obsolete at once, again and again."""
    facts = [sent("2026-09-01 09:00"), wrote("2026-09-01 09:00")]
    assert judged(facts, now="2026-09-03 09:00").next == ("relance_1", "2026-09-08T08:30+02:00")


def test_after_the_first_step_the_quote_counts_for_the_gap_like_any_message():
    """The first draft was deleted; with a gap of ten working days the second waits for the 15th, not only the 14th."""
    policy = replace(POLICY, limits=replace(POLICY.limits, gap=10))
    facts = [sent(valid_until="2026-09-18"), *drafted("2026-09-03 08:30", 1), draft_fact(DraftDeleted, "2026-09-03 10:00", 1)]
    assert judged(facts, now="2026-09-03 11:00", policy=policy).next == ("relance_2_echeance", "2026-09-15T08:30+02:00")


# --- Due at drafts_at … -------------------------------------------------------------------------------------------


def test_a_quote_of_tuesday_morning_is_followed_up_on_thursday_at_half_past_eight():
    found = judged(sent(), now="2026-09-01 10:00")
    assert found.policy.valid_until == date(2026, 9, 22)
    assert [(planned.template, in_paris(planned.at)) for planned in found.forecast] == [
        ("relance_1", "2026-09-03T08:30+02:00"),
        ("relance_2_echeance", "2026-09-16T08:30+02:00"),
        ("porte_ouverte", "2026-09-24T08:30+02:00"),
    ]


def test_a_quote_of_the_eve_of_may_day_is_followed_up_on_the_next_tuesday():
    found = judged(sent("2026-04-30 16:00"), now="2026-04-30 17:00", holidays=MAY_2026)
    assert found.next == ("relance_1", "2026-05-05T08:30+02:00")


def test_the_holidays_of_the_package_say_the_same():
    france = frozenset(public_holidays.country_holidays("FR", years=[2026]))
    found = judged(sent("2026-04-30 16:00"), now="2026-04-30 17:00", holidays=france)
    assert found.next == ("relance_1", "2026-05-05T08:30+02:00")


def test_a_quote_sent_on_saturday_counts_from_monday():
    """Anchor on Saturday: Monday is day 1, so two working days later is Tuesday."""
    assert judged(sent("2026-09-05 11:00"), now="2026-09-05 12:00").next == ("relance_1", "2026-09-08T08:30+02:00")


def test_an_expiry_on_saturday_counts_back_from_friday():
    """Friday is day 1: four working days before Saturday 26 September is Tuesday 22."""
    found = judged(sent(valid_until="2026-09-26"), now="2026-09-01 10:00")
    assert in_paris(found.forecast[1].at) == "2026-09-22T08:30+02:00"


@pytest.mark.parametrize(
    ("zone", "drafts_at", "expected"),
    [
        ("Europe/Paris", time(8, 30), "2026-03-30T08:30:00+02:00"),
        ("Europe/Paris", time(2, 30), "2026-03-30T02:30:00+02:00"),
        ("America/New_York", time(8, 30), "2026-03-30T08:30:00-04:00"),
        ("Pacific/Auckland", time(8, 30), "2026-03-31T08:30:00+13:00"),
    ],
)
def test_drafts_at_is_the_owners_wall_clock_across_the_change_of_time(zone, drafts_at, expected):
    """Europe moves its clocks on 29 March 2026; a quote of Thursday 26 is due on Monday 30 (in Auckland it was Friday)."""
    calendar = replace(POLICY.calendar, zone=ZoneInfo(zone), drafts_at=drafts_at)
    found = judged(sent("2026-03-26T15:00:00+01:00"), now="2026-03-26T16:00:00+01:00", policy=replace(POLICY, calendar=calendar))
    assert found.upcoming.at.isoformat() == expected


def test_a_time_that_the_change_of_clocks_skips_is_still_one_instant():
    """Sunday 29 March has no 02:30 in Paris; only a calendar that works on Sundays ever asks for it."""
    calendar = judged(sent(), now="2026-09-01 10:00").policy.calendar
    skipped = replace(calendar, drafts_at=time(2, 30)).at(date(2026, 3, 29))
    assert skipped.isoformat() == "2026-03-29T03:30:00+02:00"


# --- Working days … -----------------------------------------------------------------------------------------------


def test_bridge_days_are_ordinary():
    """Thursday 14 May is a holiday; Friday 15 is a working day: a quote of Tuesday 12 is due on Friday."""
    assert judged(sent("2026-05-12 10:00"), now="2026-05-12 11:00", holidays=MAY_2026).next == (
        "relance_1",
        "2026-05-15T08:30+02:00",
    )


def test_quiet_days_count_but_defer():
    """Two working days after Thursday 30 July is Monday 3 August, which is quiet; so is all until Saturday 22."""
    found = judged(sent("2026-07-30 10:00", valid_until="2026-12-31"), now="2026-07-30 11:00")
    assert found.next == ("relance_1", "2026-08-24T08:30+02:00")


@pytest.mark.parametrize(
    ("on", "due"),
    [
        ("2026-07-31", "2026-07-31"),
        ("2025-08-01", "2025-08-25"),
        ("2025-08-22", "2025-08-25"),
        ("2026-12-23", "2026-12-23"),
        ("2026-12-24", "2027-01-04"),
        ("2026-01-02", "2026-01-05"),
        ("2027-01-04", "2027-01-04"),
    ],
)
def test_august_and_year_end_include_their_last_days(on, due):
    assert judged(sent(), now="2026-09-01 10:00").policy.calendar.due_day(day(on)) == day(due)


def test_a_draft_that_falls_in_days_away_moves_to_the_first_working_day_after():
    calendar = replace(POLICY.calendar, away=(DateRange(day("2026-09-03"), day("2026-09-04")),))
    found = judged(sent(), now="2026-09-01 10:00", policy=replace(POLICY, calendar=calendar))
    assert found.next == ("relance_1", "2026-09-07T08:30+02:00")


def test_catching_up_waits_for_the_end_of_days_away():
    """The step was due on 3 September; the machine comes back on the 8th, while the owner is away until the 11th."""
    calendar = replace(POLICY.calendar, away=(DateRange(day("2026-09-07"), day("2026-09-11")),))
    found = judged(sent(), now="2026-09-08 10:00", policy=replace(POLICY, calendar=calendar))
    assert found.decision == Wait(datetime.fromisoformat("2026-09-14T08:30+02:00"), found.decision.because)


def test_catching_up_on_a_saturday_drafts_at_once():
    """What is due is drafted in that cycle; only quiet days and days away move it."""
    assert isinstance(judged(sent(), now="2026-09-05 10:00").decision, FollowUpDue)


# --- Two steps less than three working days apart … ---------------------------------------------------------------


def test_two_steps_too_close_become_the_expiry_step_at_the_later_date():
    """Valid until 10 September: four working days before is the 4th, one after the first step of the 3rd."""
    found = judged(sent(valid_until="2026-09-10"), now="2026-09-01 10:00")
    assert next((planned.step, planned.template, in_paris(planned.at)[:10]) for planned in found.forecast) == (
        2,
        "relance_2_echeance",
        "2026-09-04",
    )


def test_steps_out_of_order_become_the_expiry_step_at_the_later_date():
    """Valid until 8 September: four working days before is the 2nd, before the first step of the 3rd."""
    found = judged(sent(valid_until="2026-09-08"), now="2026-09-01 10:00")
    assert found.next == ("relance_2_echeance", "2026-09-03T08:30+02:00")


def test_exactly_three_working_days_apart_stay_two_steps():
    found = judged(sent(valid_until="2026-09-14"), now="2026-09-01 10:00")
    assert [planned.template for planned in found.forecast][:2] == ["relance_1", "relance_2_echeance"]
    assert in_paris(found.forecast[1].at)[:10] == "2026-09-10", "the 8th by the cadence, five working days by the gap"


def test_between_two_expiry_steps_the_one_after_expiry_stays():
    both = Cadence(
        "both",
        (
            step(Anchor.QUOTE, 2, "relance_1"),
            step(Anchor.BEFORE_EXPIRY, 1, "relance_2_echeance"),
            step(Anchor.AFTER_EXPIRY, 1, "relance_3"),
            step(Anchor.AFTER_EXPIRY, 20, "porte_ouverte", last=True),
        ),
    )
    found = judged(sent(), now="2026-09-01 10:00", policy=replace(POLICY, cadences=(both,), cadence="both"))
    assert [planned.template for planned in found.forecast] == ["relance_1", "relance_3", "porte_ouverte"]


def test_a_last_step_is_never_dropped_only_deferred():
    """The step before the expiry would fall two working days before the last one: the last one stays, on its date."""
    tight = Cadence(
        "tight",
        (step(Anchor.BEFORE_EXPIRY, 1, "relance_2_echeance"), step(Anchor.QUOTE, 16, "porte_ouverte", last=True)),
    )
    found = judged(sent(), now="2026-09-01 10:00", policy=replace(POLICY, cadences=(tight,), cadence="tight"))
    assert [(planned.template, in_paris(planned.at)[:10]) for planned in found.forecast] == [("porte_ouverte", "2026-09-23")]


def test_otherwise_gap_defers():
    """Three working days apart on paper, five by the gap once the first was sent."""
    facts = [sent(valid_until="2026-09-14"), *drafted("2026-09-03 08:30", 1), draft_fact(DraftSent, "2026-09-03 10:00", 1)]
    assert judged(facts, now="2026-09-04 10:00").next == ("relance_2_echeance", "2026-09-10T08:30+02:00")


def test_a_step_before_expiry_deferred_to_the_expiry_is_dropped():
    """Our message of 15 September would defer the step of the 16th to the 22nd, the day of expiry: only the last is left."""
    facts = [sent(), *drafted("2026-09-03 08:30", 1), draft_fact(DraftSent, "2026-09-03 10:00", 1), wrote("2026-09-15 10:00")]
    assert judged(facts, now="2026-09-15 11:00").next == ("porte_ouverte", "2026-09-24T08:30+02:00")


def test_a_step_before_expiry_that_quiet_days_defer_to_the_expiry_is_dropped():
    """Valid until Monday 24 August: four working days before is quiet, and the first day after is the expiry itself."""
    alone = Cadence("alone", (step(Anchor.BEFORE_EXPIRY, 4, "relance_2_echeance"),))
    anchors = Anchors(at("2026-07-01 10:00"), at("2026-07-01 10:00"), date(2026, 8, 24))
    calendar = judged(sent(), now="2026-09-01 10:00").policy.calendar
    assert schedule(alone, anchors, calendar) == ()
    assert len(schedule(alone, replace(anchors, valid_until=date(2026, 8, 25)), calendar)) == 1


def test_a_step_before_expiry_that_merges_into_the_expiry_leaves_the_other_step_alone():
    """Valid until 3 September, the day the first step is due: the reminder of the expiry comes too late, the first does not
    vanish with it. (It then meets the last step, two working days later, which stays.)"""
    late = Cadence(
        "late",
        (
            step(Anchor.QUOTE, 2, "relance_1"),
            step(Anchor.BEFORE_EXPIRY, 1, "relance_2_echeance"),
            step(Anchor.AFTER_EXPIRY, 10, "porte_ouverte", last=True),
        ),
    )
    found = judged(
        sent(valid_until="2026-09-03"), now="2026-09-01 10:00", policy=replace(POLICY, cadences=(late,), cadence="late")
    )
    assert [planned.template for planned in found.forecast] == ["relance_1", "porte_ouverte"]


# --- At most one of our drafts waits per contact … ----------------------------------------------------------------


def test_an_untouched_waiting_draft_is_replaced_when_the_next_step_falls_due():
    facts = [sent(), *drafted("2026-09-03 08:30", 1)]
    found = judged(facts, now="2026-09-16 08:30")
    assert isinstance(found.decision, FollowUpDue)
    assert (found.decision.planned.template, found.decision.replaces) == ("relance_2_echeance", facts[1].message)


def test_the_replaced_step_counts_as_skipped_and_not_as_a_touch():
    facts = [
        sent(),
        *drafted("2026-09-03 08:30", 1),
        draft_fact(DraftWithdrawn, "2026-09-16 08:30", 1),
        *drafted("2026-09-16 08:30", 2, template="relance_2_echeance"),
    ]
    found = judged(facts, now="2026-09-16 09:00")
    assert found.conversation.touches == ()
    assert found.next == ("porte_ouverte", "2026-09-24T08:30+02:00")


def test_another_quotes_draft_to_the_same_contact_waits():
    other = "<q0@atelier.example>"
    facts = [sent("2026-08-24 09:00", name=other), *drafted("2026-09-02 08:30", 1, name=other), sent()]
    found = judged(facts, now="2026-09-09 08:30")
    assert isinstance(found.decision, Wait)
    assert found.codes == ["other_draft_waits"]


def test_a_draft_to_somebody_else_does_not_hold_anything_back():
    other = "<q0@atelier.example>"
    facts = [
        sent("2026-08-24 09:00", name=other, to=(ZOE,)),
        *drafted("2026-09-02 08:30", 1, name=other, to=(ZOE,)),
        sent(),
    ]
    assert isinstance(judged(facts, now="2026-09-03 08:30").decision, FollowUpDue)


# --- Validity … ---------------------------------------------------------------------------------------------------


def test_validity_as_a_duration_counts_from_the_quotes_date_last_day_included():
    assert judged(sent(), now="2026-09-01 10:00").policy.valid_until == date(2026, 9, 22)


def test_validity_counts_from_the_owners_date_not_from_utc():
    assert judged(sent("2026-09-01 00:30"), now="2026-09-01 10:00").policy.valid_until == date(2026, 9, 22)


@pytest.mark.parametrize(
    ("validity", "expected"),
    [
        (Duration(2, Unit.WEEKS), "2026-09-15"),
        (Duration(1, Unit.MONTHS), "2026-10-01"),
        (Duration(10, Unit.WORKING_DAYS), "2026-09-15"),
    ],
)
def test_validity_takes_every_unit(validity, expected):
    found = judged(sent(), now="2026-09-01 10:00", policy=replace(POLICY, validity=validity))
    assert found.policy.valid_until == day(expected)


def test_what_the_owner_sets_wins_over_what_the_quote_says():
    facts = [sent(valid_until="2026-09-30"), setting("2026-09-01 12:00", Setting.VALID_UNTIL, "2026-10-16")]
    assert judged(facts, now="2026-09-01 13:00").policy.valid_until == date(2026, 10, 16)


def test_a_longer_validity_moves_the_second_step_and_leaves_the_first():
    longer = judged(sent(valid_until="2026-10-16"), now="2026-09-01 10:00")
    assert [in_paris(planned.at)[:10] for planned in longer.forecast] == ["2026-09-03", "2026-10-12", "2026-10-20"]


def test_a_revised_quote_replaces_the_former_and_restarts_validity_and_steps():
    revised = sent("2026-09-10 10:00", name="<q2@atelier.example>", replaces="<q1@atelier.example>")
    facts = [sent(), *drafted("2026-09-03 08:30", 1), draft_fact(DraftSent, "2026-09-03 10:00", 1), revised]
    former, latter = judged(facts, now="2026-09-11 10:00"), judged(facts, now="2026-09-11 10:00", name="<q2@atelier.example>")
    assert (former.status, former.codes) == ("stopped", ["replaced"])
    assert latter.policy.valid_until == date(2026, 10, 1)
    assert latter.next == ("relance_1", "2026-09-14T08:30+02:00")


def test_after_a_revised_quote_touches_still_count():
    revised = sent("2026-09-08 10:00", name="<q2@atelier.example>", replaces="<q1@atelier.example>")
    touches = [wrote(when) for when in ("2026-09-02 10:00", "2026-09-03 10:00", "2026-09-04 10:00")]
    found = judged(sent(), *touches, revised, now="2026-09-08 11:00", name="<q2@atelier.example>")
    assert in_paris(found.upcoming.at)[:10] == "2026-10-02", "thirty days after the first of the three"


# --- anchors ------------------------------------------------------------------------------------------------------


def test_after_previous_counts_from_the_last_outgoing_message():
    chain = Cadence(
        "chain",
        (
            step(Anchor.QUOTE, 2, "relance_1"),
            step(Anchor.PREVIOUS, 6, "relance_2_valeur"),
            step(Anchor.PREVIOUS, 6, "porte_ouverte", last=True),
        ),
    )
    policy = replace(POLICY, cadences=(chain,), cadence="chain")
    facts = [sent(valid_until="2026-12-31"), *drafted("2026-09-03 08:30", 1), draft_fact(DraftSent, "2026-09-08 10:00", 1)]
    found = judged(facts, now="2026-09-08 11:00", policy=policy)
    assert [in_paris(planned.at)[:10] for planned in found.forecast] == ["2026-09-16", "2026-09-24"]
    facts += [*drafted("2026-09-16 08:30", 2), draft_fact(DraftSent, "2026-09-16 09:00", 2)]
    found = judged(facts, now="2026-09-16 11:00", policy=policy)
    assert [in_paris(planned.at)[:10] for planned in found.forecast] == ["2026-09-24"], "the step behind us adds nothing"


def test_what_is_foretold_counts_the_touches_that_are_foretold():
    found = judged(sent(), now="2026-09-01 12:00", policy=replace(POLICY, limits=Limits(touches=2)))
    assert [in_paris(planned.at)[:10] for planned in found.forecast] == ["2026-09-03", "2026-09-16", "2026-10-05"]


def test_a_step_whose_anchor_is_unknown_is_skipped():
    found = judged(sent(), now="2026-09-01 10:00", cadence="agency")
    assert [planned.template for planned in found.forecast] == ["relance_1_agence", "porte_ouverte"]


def test_after_decision_counts_from_a_date_the_owner_gave():
    """Nothing before the decision: the first step is skipped, the step after the decision keeps its number."""
    facts = [sent(), setting("2026-09-01 12:00", Setting.DECISION, "2026-09-15")]
    found = judged(facts, now="2026-09-02 10:00", cadence="agency")
    assert [(planned.step, in_paris(planned.at)[:10]) for planned in found.forecast] == [(2, "2026-09-18"), (3, "2026-09-29")]


@pytest.mark.parametrize(
    ("cadence", "expected"),
    [
        ("standard", [("relance_1", "09-03"), ("relance_2_echeance", "09-16"), ("porte_ouverte", "09-24")]),
        ("single", [("relance_1", "09-04"), ("porte_ouverte", "09-22")]),
        ("classic", [("relance_1", "09-04"), ("relance_2_valeur", "09-15"), ("porte_ouverte", "10-01")]),
        ("agency", [("relance_1_agence", "09-07"), ("porte_ouverte", "09-29")]),
        ("long", [("relance_1", "09-08"), ("porte_ouverte", "10-01")]),
        ("urgent", [("relance_1_urgence", "09-03"), ("porte_ouverte", "09-15")]),
    ],
)
def test_the_presets_of_a_quote_of_1_september(cadence, expected):
    """``long`` with 21 days of validity: its step of day 30 comes after the one that follows the expiry, so they are one."""
    found = judged(sent(), now="2026-09-01 10:00", cadence=cadence)
    assert [(planned.template, in_paris(planned.at)[5:10]) for planned in found.forecast] == expected


def test_minutes_and_hours_are_kept_but_not_before_drafts_at():
    quick = Cadence("quick", (step(Anchor.QUOTE, 30, "relance_1", unit=Unit.MINUTES),))
    policy = replace(POLICY, cadences=(quick,), cadence="quick")
    assert judged(sent("2026-09-01 09:12"), now="2026-09-01 09:13", policy=policy).next == ("relance_1", "2026-09-01T09:42+02:00")
    assert judged(sent("2026-09-01 06:00"), now="2026-09-01 06:01", policy=policy).next == ("relance_1", "2026-09-01T08:30+02:00")


def test_nothing_follows_a_last_step():
    odd = Cadence("odd", (step(Anchor.QUOTE, 3, "porte_ouverte", last=True), step(Anchor.QUOTE, 12, "relance_1")))
    found = judged(sent(), now="2026-09-01 10:00", policy=replace(POLICY, cadences=(odd,), cadence="odd"))
    assert [planned.template for planned in found.forecast] == ["porte_ouverte"]


# --- catching up --------------------------------------------------------------------------------------------------


def test_after_an_outage_only_what_is_due_now_is_drafted_once():
    found = judged(sent(), now="2026-09-17 10:00")
    assert (found.decision.planned.template, found.decision.replaces) == ("relance_2_echeance", None)
    after = judged(sent(), *drafted("2026-09-17 10:00", 2), now="2026-09-17 10:05")
    assert after.next == ("porte_ouverte", "2026-09-24T08:30+02:00")


def test_after_an_outage_past_the_expiry_no_step_from_before_it_is_drafted():
    """Back on 23 September, the day after the end of validity: only the last step is left, on its day."""
    assert judged(sent(), now="2026-09-23 10:00").next == ("porte_ouverte", "2026-09-24T08:30+02:00")


def test_being_late_never_adds_drafts():
    """Whenever the machine wakes, at most one step of a silent quote is due."""
    for hours in range(0, 24 * 40, 7):
        found = judged(sent(), now=at("2026-09-01 09:12") + timedelta(hours=hours))
        assert len([found.decision] if isinstance(found.decision, FollowUpDue) else []) <= 1
        if isinstance(found.decision, FollowUpDue):
            again = judged(
                sent(), *drafted(in_paris(found.now), found.decision.planned.step), now=found.now + timedelta(minutes=5)
            )
            assert not isinstance(again.decision, FollowUpDue)


def test_a_deleted_draft_skips_its_step():
    facts = [sent(), *drafted("2026-09-03 08:30", 1), draft_fact(DraftDeleted, "2026-09-03 11:00", 1)]
    found = judged(facts, now="2026-09-03 12:00")
    assert (found.next, found.conversation.touches) == (("relance_2_echeance", "2026-09-16T08:30+02:00"), ())


def test_the_last_word_is_ours_after_the_quote():
    found = judged(sent(), now="2026-09-01 10:00")
    assert (found.conversation.last_word, found.conversation.recipients) == (Party.US, (MARC,))
