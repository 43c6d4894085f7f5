"""So many drafts are taken back in a day because somebody wrote; the others are left to the owner until tomorrow."""

from dataclasses import replace

from mailwatch.cycle.allowance import LEAST_A_DAY
from mailwatch.cycle.judge import judge
from mailwatch.model.policy import Limits
from tests.stage import Stage, at

QUOTES = 8


def with_many_drafts():
    """A draft for each of many quotes, to as many people; from then on five a day at most."""
    s = Stage(at("2026-09-01 00:00"), limits=Limits(per_day=20))
    quotes = [s.quote("2026-09-01 09:12", f"D-{n}", to=f"p{n}@client{n}.example") for n in range(QUOTES)]
    s.cycle("2026-09-03 08:31")
    assert len(s.drafts()) == QUOTES
    s.desk = replace(s.desk, policy=replace(s.policy, limits=Limits(per_day=LEAST_A_DAY)))
    return s, quotes


def are_answered(s, quotes):
    text = "Bonjour, quel serait le délai ?"
    for n, quote in enumerate(quotes):
        s.reply(f"2026-09-03 09:{n:02}", quote, text, f"p{n}@client{n}.example", subject=f"Re: Devis D-{n}")


def test_at_most_five_drafts_are_taken_back_in_a_day_and_the_rest_the_next():
    s, quotes = with_many_drafts()
    are_answered(s, quotes)
    left = []
    for when in ("2026-09-03 10:00", "2026-09-03 10:05", "2026-09-03 23:55", "2026-09-04 00:05"):
        s.cycle(when)
        left.append(len(s.drafts()))
    assert left == [QUOTES - LEAST_A_DAY] * 3 + [0]


def test_the_owner_is_told_why_an_obsolete_draft_is_still_there():
    s, quotes = with_many_drafts()
    are_answered(s, quotes)
    s.cycle("2026-09-03 10:00")
    codes = [[why.code for why in judge(s.desk, quote, at("2026-09-03 10:01")).decision.because] for quote in quotes]
    assert sum("withdrawals_spent" in found for found in codes) == QUOTES - LEAST_A_DAY


def test_whoever_lets_more_be_drafted_in_a_day_lets_as_many_be_taken_back():
    s, quotes = with_many_drafts()
    s.desk = replace(s.desk, policy=s.policy)
    are_answered(s, quotes)
    s.cycle("2026-09-03 10:00")
    assert s.drafts() == ()


def test_steps_that_replace_others_do_not_count():
    s, _ = with_many_drafts()
    s.desk = replace(s.desk, policy=s.policy)
    s.cycle("2026-09-16 08:31")
    steps = [draft.raw.partition(b"X-Mailwatch-Step: ")[2][:1] for draft in s.drafts()]
    assert (steps, s.journal.withdrawn_since(s.desk.account.name, at("2026-09-01 00:00"))) == ([b"2"] * QUOTES, 0)
