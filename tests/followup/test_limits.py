from dataclasses import replace

import pytest

from mailwatch.followup.limits import admit
from mailwatch.model.decisions import FollowUpDue
from tests.followup.story import POLICY, at, in_paris, judged, sent

NOW = at("2026-09-03 08:30")


def due(name, *, to=None, valid_until=None, when="2026-09-01 09:12"):
    found = judged(
        sent(when, name=name, to=(to or f"{name.strip('<>')}",), valid_until=valid_until), now="2026-09-03 08:30", name=name
    )
    assert isinstance(found.decision, FollowUpDue)
    return found.conversation, found.decision


def names(pairs):
    return [conversation.quote.message_id for conversation, _ in pairs]


def test_earliest_expiry_comes_first_then_the_oldest():
    pairs = [
        due("<a@x.example>", valid_until="2026-10-30"),
        due("<b@x.example>", valid_until="2026-10-15", when="2026-09-01 10:00"),
        due("<c@x.example>", valid_until="2026-10-15", when="2026-09-01 09:00"),
    ]
    assert names(admit(pairs, 0, POLICY, NOW).now) == ["<c@x.example>", "<b@x.example>", "<a@x.example>"]


def test_more_than_per_day_waits_for_the_next_days():
    pairs = [due(f"<{letter}@x.example>") for letter in "abcdefg"]
    admission = admit(pairs, 1, POLICY, NOW)
    assert (len(admission.now), len(admission.later), admission.interlock) == (4, 3, None)
    assert {(in_paris(wait.until), wait.because[0].code) for _, wait in admission.later} == {
        ("2026-09-04T08:30+02:00", "per_day")
    }


def test_the_next_day_of_drafts_is_a_working_day():
    admission = admit([due("<a@x.example>")], 5, POLICY, at("2026-09-04 09:00"))
    assert in_paris(admission.later[0][1].until) == "2026-09-07T08:30+02:00"


def test_one_draft_per_contact_at_a_time_earliest_expiry_first():
    pairs = [
        due("<a@x.example>", to="marc@client.example", valid_until="2026-10-30"),
        due("<b@x.example>", to="marc@client.example", valid_until="2026-10-15"),
    ]
    admission = admit(pairs, 0, POLICY, NOW)
    assert names(admission.now) == ["<b@x.example>"]
    assert [wait.because[0].code for _, wait in admission.later] == ["other_draft_first"]


@pytest.mark.parametrize(("count", "code"), [(15, None), (16, "interlock_backlog")])
def test_more_than_three_times_per_day_at_once_locks_drafting(count, code):
    pairs = [due(f"<{number}@x.example>") for number in range(count)]
    admission = admit(pairs, 0, POLICY, NOW)
    assert (admission.interlock.code if admission.interlock else None) == code
    assert len(admission.now) == (5 if code is None else 0)
    assert len(admission.later) == count - len(admission.now)


def test_an_accepted_backlog_is_worked_off_day_by_day():
    pairs = [due(f"<{number}@x.example>") for number in range(16)]
    admission = admit(pairs, 0, POLICY, NOW, backlog_accepted=True)
    assert (len(admission.now), admission.interlock) == (5, None)


def test_while_locked_nothing_is_drafted():
    admission = admit([due("<a@x.example>")], 0, POLICY, NOW, locked="sent_shrank")
    assert (admission.now, admission.interlock.code, len(admission.later)) == ((), "sent_shrank", 1)


def test_a_lower_limit_counts_what_was_drafted_today():
    policy = replace(POLICY, limits=replace(POLICY.limits, per_day=1))
    assert admit([due("<a@x.example>")], 1, policy, NOW).now == ()
