"""Anything in any order: owners at two programs, a prospect, an administrator, the clock, the network, power cuts.

``MAILWATCH_HISTORIES`` sets how many histories of fifty steps are tried, ``MAILWATCH_SEED`` which.
"""

import os
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from mailwatch.model.facts import Saying
from tests.proof.effort import SEED, effort
from tests.proof.lab import Lab
from tests.proof.owners import ACTIONS, PROGRAMS
from tests.proof.world import WORDS, World
from tests.stage import at

PEOPLE = ("marc@client.example", "zoe@petit.example", "paul@grand.example")
#: 0: between two looks; else in the middle of the next one.
MOMENTS = st.one_of(st.just(0), st.integers(1, 40))
SPANS = [timedelta(minutes=6), timedelta(hours=1), timedelta(hours=25), timedelta(days=3), timedelta(days=7)]


class Machine(RuleBasedStateMachine):
    @initialize(
        people=st.sets(st.sampled_from(PEOPLE), min_size=1), trouble=st.sampled_from(["", "lost", "answer lost", "refused"])
    )
    def begin(self, people, trouble):
        """Quotes to a few people, and the morning on which the first step is due for each."""
        self.world = World(Lab(at("2026-09-01 09:12")))
        for person in sorted(people):
            self.world.send_quote(person)
        self.world.time_passes(at("2026-09-03 08:31") - self.world.lab.now)
        if trouble:
            self.world.next_append(trouble)

    @rule()
    def next_morning(self):
        self.world.time_passes(timedelta(days=1))
        self.world.look()

    @rule(days=st.integers(2, 12))
    def days_later(self, days):
        self.world.time_passes(timedelta(days=days))
        self.world.look()

    @rule(effect=st.integers(15, 45))
    def power_fails_while_writing(self, effect):
        self.world.time_passes(timedelta(days=4))
        self.world.power_fails(effect)
        self.world.look()

    @rule()
    def look(self):
        self.world.look()

    @rule(span=st.sampled_from(SPANS))
    def time_passes_and_mailwatch_looks(self, span):
        self.world.time_passes(span)
        self.world.look()

    @rule(effect=st.integers(1, 40))
    def power_fails(self, effect):
        self.world.power_fails(effect)
        self.world.look()

    @rule(effect=st.integers(1, 12))
    def network_fails(self, effect):
        self.world.network_fails(effect)
        self.world.look()

    @rule(kind=st.sampled_from(["lost", "answer lost", "refused"]))
    def next_append(self, kind):
        self.world.next_append(kind)

    @rule(really=st.integers(0, 4))
    def lose_journal(self, really):
        if really == 4:
            self.world.lose_journal()

    @precondition(lambda self: len(self.world.quotes) < 4)
    @rule(person=st.sampled_from(PEOPLE))
    def send_quote(self, person):
        self.world.send_quote(person)

    @precondition(lambda self: self.world.drafts())
    @rule(program=st.sampled_from(PROGRAMS), action=st.sampled_from(ACTIONS), moment=MOMENTS, data=st.data())
    def owner_handles_a_draft(self, program, action, moment, data):
        self.world.handles(program, action, data.draw(st.sampled_from(self.world.drafts())), moment)
        if moment:
            self.world.look()

    @rule(number=st.integers(0, 3))
    def owner_writes_by_hand(self, number):
        self.world.writes_by_hand(self._quote(number))

    @rule(number=st.integers(0, 3))
    def owner_begins_a_draft(self, number):
        self.world.begins_own_draft(self._quote(number))

    @rule(number=st.integers(0, 3), saying=st.sampled_from([Saying.RESUME, Saying.RESUME, Saying.STOP, Saying.WON]))
    def owner_says(self, number, saying):
        self.world.says(self._quote(number), saying)

    @rule(
        number=st.integers(0, 3),
        kind=st.sampled_from(sorted(WORDS)),
        mailbox=st.sampled_from(["INBOX", "INBOX", "Archive", "Junk"]),
        moment=MOMENTS,
    )
    def prospect_answers(self, number, kind, mailbox, moment):
        self.world.answers(self._quote(number), kind, mailbox, moment)
        if moment:
            self.world.look()

    @rule(number=st.integers(0, 3))
    def prospect_is_absent(self, number):
        self.world.is_absent(self._quote(number))

    @rule(mailbox=st.sampled_from(["Drafts", "Drafts", "Sent", "INBOX", "Trash"]))
    def administrator_renumbers(self, mailbox):
        self.world.renumbers(mailbox)

    @invariant()
    def nothing_is_offended(self):
        if hasattr(self, "world"):
            assert self.world.lab.oracle.offences == []

    def teardown(self):
        if hasattr(self, "world") and not self.world.lab.oracle.offences:
            assert self.world.comes_to_rest() == []

    def _quote(self, number):
        return self.world.quotes[number % len(self.world.quotes)]


@pytest.mark.timeout(7200)
def test_no_history_offends():
    histories = int(os.environ.get("MAILWATCH_HISTORIES", effort(40, 1000)))
    chosen = settings(
        max_examples=histories,
        stateful_step_count=50,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
    )
    run_state_machine_as_test(seed(SEED)(Machine), settings=chosen)
