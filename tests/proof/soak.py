"""Mailbox-years in memory: an owner who sends sixty quotes a month, prospects and faults at random, the oracle over all.

``python -m tests.proof.soak SEED YEARS`` prints what happened; the seed makes it happen again.
"""

import random
import sys
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from mailwatch.model.facts import Saying
from mailwatch.model.policy import Limits
from mailwatch.ports import Entry
from tests.proof.lab import Lab
from tests.proof.owners import ACTIONS, PROGRAMS
from tests.proof.world import WORDS, World
from tests.stage import at

QUOTES_A_MONTH = 60
#: Looks on a working day; at the first of them most of what is due is drafted.
HOURS = (8.6, 12.0, 17.5)


class Year:
    """``counts`` says what was done; ``offences`` stays empty."""

    def __init__(self, seed: int, begins: str = "2026-01-05 07:00") -> None:
        self.random = random.Random(seed)
        self.world = World(Lab(at(begins), limits=Limits(per_day=12)))
        self.lab = self.world.lab
        self.counts: Counter[str] = Counter()
        self.program = self.random.choice(PROGRAMS)
        self.phone = self.random.choice(PROGRAMS)
        self.open: list[str] = []

    def run(self, days: int) -> "Year":
        for _ in range(days):
            self._day()
            if self.lab.oracle.offences:
                break
        return self

    @property
    def offences(self) -> list[str]:
        return self.lab.oracle.offences

    def _day(self) -> None:
        morning = self.lab.now.replace(hour=0, minute=0) + timedelta(days=1)
        if morning.weekday() < 5:
            for _ in range(self._poisson(QUOTES_A_MONTH / 21)):
                self._quote(morning)
        for hour in HOURS:
            self.lab.now = max(self.lab.now, morning + timedelta(hours=hour))
            self._somebody_acts()
            self._look()
        self.lab.oracle.given = self.lab.oracle.given[-400:]

    def _quote(self, morning: datetime) -> None:
        self.lab.now = max(self.lab.now, morning + timedelta(hours=7))
        person = f"p{self.random.randrange(10_000)}@client{self.random.randrange(400)}.example"
        self.open = [*self.open[-150:], self.world.send_quote(person)]
        self.counts["quotes"] += 1

    def _look(self) -> None:
        trouble = self.random.random()
        if trouble < 0.03:
            self.world.power_fails(self.random.randint(1, 60))
            self.counts["power cuts"] += 1
        elif trouble < 0.06:
            self.world.network_fails(self.random.randint(1, 30))
            self.counts["network failures"] += 1
        elif trouble < 0.08:
            self.world.next_append(self.random.choice(["lost", "answer lost", "refused"]))
            self.counts["APPENDs of odd outcome"] += 1
        before = len(self.lab.oracle.given)
        self.world.look()
        self.counts["looks"] += 1
        self.counts["drafts"] += len(self.lab.oracle.given) - before
        if self.lab.journal.state(self.lab.desk.account.name).interlock is not None:
            self._accept()

    def _accept(self) -> None:
        """The owner looks at what locked drafting, and releases it."""
        account = self.lab.desk.account.name
        state = replace(self.lab.journal.state(account), interlock=None, interlock_accepted=self.lab.now)
        self.lab.journal.record(account, Entry(state=state), now=self.lab.now)
        self.counts["interlocks"] += 1

    def _somebody_acts(self) -> None:
        for _ in range(self._poisson(1.2)):
            self._prospect()
        for draft in self.world.drafts():
            if self.random.random() < 0.4:
                self._owner(draft)
        if self.random.random() < 0.01:
            mailbox = self.random.choice(["Drafts", "Sent", "INBOX", "Trash", "Archive"])
            self.world.renumbers(mailbox)
            self.counts["new UIDVALIDITY"] += 1
        if self.random.random() < 0.002:
            self.world.lose_journal()
            self.counts["journals lost"] += 1

    def _prospect(self) -> None:
        if not self.open:
            return
        quote = self.random.choice(self.open)
        if self.random.random() < 0.15:
            self.world.is_absent(quote)
            self.counts["absences"] += 1
            return
        mailbox = self.random.choice(["INBOX"] * 8 + ["Archive", "Junk"])
        moment = self.random.choice([0, 0, 0, self.random.randint(1, 40)])
        self.world.answers(quote, self.random.choice(sorted(WORDS)), mailbox, moment)
        self.counts["answers"] += 1
        if self.random.random() < 0.6:
            self.lab.now += timedelta(minutes=30)
            self.world.writes_by_hand(quote)
            self.counts["hand-written"] += 1
        elif self.random.random() < 0.1:
            self.world.says(quote, self.random.choice([Saying.STOP, Saying.WON, Saying.RESUME]))

    def _owner(self, draft: object) -> None:
        action = self.random.choice([*ACTIONS, "send", "send", "edit and send", "send"])
        moment = self.random.choice([0, 0, self.random.randint(1, 40)])
        self.world.handles(self.random.choice([self.program, self.program, self.phone]), action, draft, moment)
        self.counts[action] += 1

    def _poisson(self, mean: float) -> int:
        return sum(self.random.random() < mean / 10 for _ in range(10))


def main() -> int:
    offences = 0
    first, years = int(sys.argv[1]), int(sys.argv[2])
    for seed in range(first, first + years):
        year = Year(seed).run(365)
        print(f"seed {seed}: {dict(year.counts)} offences {year.offences}", flush=True)  # noqa: T201 - a program of its own
        offences += len(year.offences)
    return 1 if offences else 0


if __name__ == "__main__":
    sys.exit(main())
