"""Kill -9 at random moments and at the worst ones: one draft in the end, never two, and the journal goes on.

``MAILWATCH_KILLS`` sets the number of random kills. A failure names its seed, and the seed makes it happen again.
"""

import os
import random
import time
from datetime import datetime, timedelta

import pytest

from tests.acceptance.commands import Running
from tests.acceptance.office import CONFIGURATION, Letter, Office, at
from tests.acceptance.tripwire import Tripwire

MARC = "marc@client.example"
DUE = "2026-09-03 08:40"
STEP_TWO_DUE = "2026-09-16 08:40"

#: Kills in one story, all on the same mailbox and journal.
IN_A_ROW = 3
STORIES = max(1, int(os.environ.get("MAILWATCH_KILLS", "30")) // IN_A_ROW)

#: Looks after the last kill: at most three settle everything, the fourth must find nothing to do.
LOOKS_AFTER = 4
APART = timedelta(minutes=6)


class Watch:
    """Goes on running ``once`` from ``now``, each time six minutes later, and looks at Drafts after each."""

    def __init__(self, office: Office, quote: str, now: str) -> None:
        self.office, self.quote, self.now = office, quote, datetime.fromisoformat(now)
        self.most = 0
        self.drafted = 0

    def start(self) -> Running:
        instant = f"{self.now:%Y-%m-%dT%H:%M}"
        self.now += APART
        return self.office.start("once", "--json", "--now", instant)

    def look(self) -> list[Letter]:
        shown = self.office.drafts(self.quote)
        self.most = max(self.most, len(shown))
        return shown

    def killed_after(self, seconds: float) -> None:
        running = self.start()
        time.sleep(seconds)
        running.kill()
        running.wait()
        self.look()

    def settle(self) -> list[Letter]:
        """Run on undisturbed; what Drafts holds in the end."""
        for _ in range(LOOKS_AFTER):
            outcome = self.start().wait()
            assert (outcome.code, outcome.err) == (0, "")
            self.drafted = len(outcome.lines("draft"))
            shown = self.look()
        assert self.drafted == 0, "the last look still had something to do"
        return shown


def quoted(office: Office) -> str:
    quote = office.quote("2026-09-01 09:12", MARC, "D-2026-014")
    assert office.once("2026-09-02 09:00").code == 0
    return quote


def measured(office: Office, when: str) -> float:
    """How long a look takes that drafts, here and now."""
    began = time.monotonic()
    office.once(when)
    return time.monotonic() - began


@pytest.fixture(scope="module")
def full(offices):
    """Seconds of one undisturbed look that drafts."""
    office = offices()
    quoted(office)
    return measured(office, DUE)


def delay(random_: random.Random, full: float) -> float:
    """Two of three in the second half, where the writing is."""
    return random_.uniform(0.5, 1.1) * full if random_.random() < 2 / 3 else random_.uniform(0, 0.6)


@pytest.mark.parametrize("seed", range(STORIES))
def test_killed_while_it_drafts_there_is_one_draft_in_the_end_and_never_two(office, full, seed):
    random_ = random.Random(f"draft {seed}")
    quote = quoted(office)
    watch = Watch(office, quote, DUE)
    for _ in range(IN_A_ROW):
        watch.killed_after(delay(random_, full))
    (draft,) = watch.settle()
    assert (draft.message["X-Mailwatch-Step"], watch.most) == ("1/relance_1", 1)


@pytest.mark.parametrize("seed", range(max(1, STORIES // 3)))
def test_killed_while_one_step_replaces_another_no_two_wait_and_none_is_repeated(office, full, seed):
    random_ = random.Random(f"replace {seed}")
    quote = quoted(office)
    office.once(DUE)
    watch = Watch(office, quote, STEP_TWO_DUE)
    for _ in range(IN_A_ROW):
        watch.killed_after(delay(random_, full))
    watch.settle()
    watch.now = at("2026-09-17 09:00").replace(tzinfo=None)
    (draft,) = watch.settle()
    assert (draft.message["X-Mailwatch-Step"], watch.most) == ("2/relance_2_echeance", 1)


@pytest.mark.parametrize("seed", range(max(1, STORIES // 3)))
def test_killed_while_it_withdraws_the_draft_is_gone_in_the_end(office, full, seed):
    random_ = random.Random(f"withdraw {seed}")
    quote = quoted(office)
    office.once(DUE)
    office.receive("2026-09-03 11:00", MARC, "RE: Devis D-2026-014", "Bonjour, nous validons votre devis.", quote)
    watch = Watch(office, quote, "2026-09-03 11:05")
    for _ in range(IN_A_ROW):
        watch.killed_after(delay(random_, full))
    assert watch.settle() == []
    assert office.status(quote, "2026-09-03 12:30") == "accepted"


@pytest.mark.parametrize("again", [0, 1])
@pytest.mark.parametrize("moment", ["command", "literal", "stored", "answered"])
def test_killed_around_the_append_there_is_one_draft_in_the_end(office, moment, again):
    """``again``: the look that follows is killed at the same moment too, if it comes to that."""
    quote = quoted(office)
    watch = Watch(office, quote, DUE)
    for _ in range(1 + again):
        running: list[Running] = []
        with Tripwire(office.port, moment, lambda: [one.kill() for one in running]) as wire:  # noqa: B023 - lives inside the turn
            office.configure(CONFIGURATION, port=wire.port)
            running.append(watch.start())
            running[0].wait()
            assert wire.fired.is_set() or again
        time.sleep(0.1)  # the server may still be storing what it was given
        watch.look()
    office.configure(CONFIGURATION, port=office.port)
    (draft,) = watch.settle()
    assert (draft.message["X-Mailwatch-Step"], watch.most) == ("1/relance_1", 1)


def test_an_append_whose_answer_is_lost_is_never_repeated_before_two_looks_five_minutes_apart(office):
    quote = quoted(office)
    running: list[Running] = []
    with Tripwire(office.port, "command", lambda: [one.kill() for one in running]) as wire:
        office.configure(CONFIGURATION, port=wire.port)
        running.append(office.start("once", "--now", "2026-09-03T08:40"))
        running[0].wait()
    office.configure(CONFIGURATION, port=office.port)
    shown = []
    for minute in (41, 42, 43, 44, 45):
        office.once(f"2026-09-03 08:{minute}")
        shown.append(len(office.drafts(quote)))
    office.once("2026-09-03 08:47")
    assert (shown, len(office.drafts(quote))) == ([0, 0, 0, 0, 0], 1)
