import pytest

from mailwatch.followup.lateness import late_days
from mailwatch.model.facts import DraftSent, Saying
from mailwatch.model.reading import ReplyKind
from tests.followup.story import draft_fact, drafted, judged, reply, said, sent

LAST_SENT = [*drafted("2026-09-24 08:30", 3), draft_fact(DraftSent, "2026-09-24 10:00", 3)]


def days(*facts, answer, now="2029-01-01 10:00"):
    found = judged(*facts, answer, now=now)
    return late_days(found.conversation, answer, found.policy, found.now)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2026-09-10 10:00", None),
        ("2026-09-30 10:00", None),
        ("2026-10-01 09:12", None),
        ("2026-10-01 09:13", 30),
        ("2028-11-01 10:00", 792),
    ],
)
def test_late_is_more_than_late_after_our_last_word_once_validity_is_over(when, expected):
    assert days(sent(), answer=reply(when, ReplyKind.ACCEPT)) == expected


@pytest.mark.parametrize(("when", "expected"), [("2026-10-20 18:00", None), ("2026-10-21 00:10", 49)])
def test_the_last_day_of_validity_is_not_late(when, expected):
    assert days(sent(valid_until="2026-10-20"), answer=reply(when, ReplyKind.ACCEPT)) == expected


def test_it_counts_from_our_last_outgoing_word():
    assert days(sent(), LAST_SENT, answer=reply("2026-10-24 10:01", ReplyKind.QUESTION)) == 30


def test_after_closing_even_a_short_delay_is_late():
    """Closed on 8 October, fourteen days after the last word."""
    assert days(sent(), LAST_SENT, answer=reply("2026-10-08 12:00", ReplyKind.QUESTION)) == 14
    assert days(sent(), LAST_SENT, answer=reply("2026-10-07 12:00", ReplyKind.QUESTION)) is None


def test_after_the_owners_closing_word_it_is_late_once_validity_is_over():
    closed = [sent(), said("2026-09-10 10:00", Saying.LOST)]
    assert days(closed, answer=reply("2026-09-24 10:00", ReplyKind.ACCEPT)) == 23
    assert days(closed, answer=reply("2026-09-20 10:00", ReplyKind.ACCEPT)) is None


def test_within_validity_nothing_is_late_however_long_it_took():
    assert days(sent(valid_until="2027-12-31"), answer=reply("2027-06-01 10:00", ReplyKind.ACCEPT)) is None


def test_an_answer_does_not_count_as_its_own_closing():
    assert days(sent(), answer=reply("2026-09-25 10:00", ReplyKind.DECLINE)) is None
