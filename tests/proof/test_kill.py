"""SIGKILL at every write, fsync and send of three looks on a real server, by strace, once and twice; a disk that is full or broken.

A few points at each commit. When proving every one, or with ``MAILWATCH_SHARD=i/n`` every nth from the ith on; of the pairs
of kills ``MAILWATCH_PAIRS``, drawn by ``MAILWATCH_SEED``. Needs strace and the right to trace.
"""

import os
import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from mailwatch.followup.fold import fold
from mailwatch.journal.journal import SqliteJournal
from mailwatch.model.conversation import DraftPhase
from tests.acceptance.commands import Commands
from tests.proof.cutter import Cutter
from tests.proof.effort import SEED, chosen, effort
from tests.proof.killing import Killed
from tests.proof.office import QUOTE
from tests.proof.oracle import step_of
from tests.proof.wire import commands as said_in
from tests.proof.wire import offences
from tests.stage import OWNER, at

_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
WAITING, WITHDRAWN = DraftPhase.WAITING, DraftPhase.WITHDRAWN


def can_trace() -> bool:
    if shutil.which("strace") is None:
        return False
    tried = subprocess.run(["strace", "-f", "-e", "inject=chdir:signal=KILL:when=99", "true"], capture_output=True, check=False)
    return tried.returncode == 0


pytestmark = [
    pytest.mark.dovecot,
    pytest.mark.xdist_group("proof dovecot"),
    pytest.mark.skipif(not can_trace(), reason="strace is not installed, or may not trace here"),
]


def _is_drafted(office: Killed) -> None:
    office.once()
    assert len(office.drafts()) == 1


def _is_answered(office: Killed) -> None:
    _is_drafted(office)
    office.is_answered()


def _is_overtaken(office: Killed) -> None:
    _is_drafted(office)
    office.now = at("2026-09-16 08:31")


@dataclass(frozen=True)
class Story:
    """What went before the look that is killed, and what must hold after it and three more."""

    prepare: Callable[[Killed], None]
    steps: list[str]
    phases: list[DraftPhase]


STORIES = {
    "a first draft": Story(lambda office: None, ["1"], [WAITING]),
    "an answer takes it back": Story(_is_answered, [], [WITHDRAWN]),
    "the next step replaces it": Story(_is_overtaken, ["2"], [WITHDRAWN, WAITING]),
}


class Theatre:
    def __init__(self, server, folder: Path, commands: Commands) -> None:
        self.server, self.folder, self.commands = server, folder, commands
        self._count = 0

    @contextmanager
    def office(self, story: Story) -> Iterator[tuple[Killed, Callable[[], list[str]]]]:
        """An office as the story begins, and what judges it in the end."""
        self._count += 1
        folder = self.folder / f"{self._count}"
        with Cutter(self.server.port) as wire:
            office = Killed(self.server, f"killed{self.folder.name}-{self._count}", folder, wire.port, self.commands)
            story.prepare(office)
            yield office, lambda: judged(office, story, wire.said)
            office.close()
        shutil.rmtree(folder)

    def points(self, story: Story) -> list[tuple[str, int]]:
        """Every call of the look that is to be killed, in the order of their names."""
        with self.office(story) as (office, _):
            return office.counted()


def judged(office: Killed, story: Story, said: list[bytearray]) -> list[str]:
    """What is wrong: on the wire, in Drafts and outside, in what the journal makes of it."""
    found = [offence for session in said for offence in offences(said_in(bytes(session)))]
    steps = [step_of(raw) for raw in office.drafts()]
    if office.most > 1 or steps != [(QUOTE, step) for step in story.steps]:
        found.append(f"Drafts held {office.most} at most, in the end {steps}")
    if office.hands.content(office.hands.trash) or len(office.hands.content("INBOX")) > 1:
        found.append("something was written outside Drafts")
    journal = SqliteJournal(office.folder / "journal" / "journal.db")
    phases = [draft.phase for draft in fold(journal.facts(OWNER, QUOTE)).drafts]
    journal.close()
    return found if phases == story.phases else [*found, f"known as {phases}"]


@pytest.fixture(scope="module")
def theatre(dovecots):
    folder = Path(tempfile.mkdtemp(prefix="mailwatch-killed-", dir=_MEMORY))
    with Commands(folder) as commands:
        yield Theatre(dovecots(), folder, commands)
    shutil.rmtree(folder)


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("name", STORIES)
def test_killed_at_any_call_all_is_as_it_should_be_in_the_end(theatre, name):
    story, wrong, tried = STORIES[name], {}, 0
    for call, number in chosen(theatre.points(story), 2):
        with theatre.office(story) as (office, judge):
            tried += office.once(f"{call}:signal=KILL:when={number}").code == -9
            for _ in range(3):
                office.once()
            found = judge()
        if found:
            wrong[call, number] = found
    print(f"tried {tried}: {name}")  # noqa: T201 - counted by make prove
    assert wrong == {}


@pytest.mark.timeout(7200)
def test_killed_twice_all_is_as_it_should_be_in_the_end(theatre):
    """The second time while it puts right what the first left; a point that is not reached any more is no kill."""
    random_ = random.Random(f"pairs {SEED}")
    points = {name: theatre.points(story) for name, story in STORIES.items()}
    wanted, tried, wrong = int(os.environ.get("MAILWATCH_PAIRS", effort(2, 25))), 0, {}
    while tried < wanted:
        name = random_.choice(list(STORIES))
        pair = [random_.choice(points[name]) for _ in range(2)]
        with theatre.office(STORIES[name]) as (office, judge):
            codes = [office.once(f"{call}:signal=KILL:when={number}").code for call, number in pair]
            for _ in range(3):
                office.once()
            found = judge()
        tried += codes == [-9, -9]
        if found:
            wrong[name, *pair] = found
    print(f"tried {tried}: pairs of kills")  # noqa: T201 - counted by make prove
    assert wrong == {}


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("error", ["ENOSPC for good", "EIO for good", "EIO once", "EINTR once"])
def test_a_disk_that_refuses_leads_to_no_draft_without_its_intent_and_is_got_over(theatre, error, name):
    story, wrong, tried = STORIES[name], {}, 0
    code, _, span = error.partition(" ")
    disk = [(call, number) for call, number in theatre.points(story) if call in {"pwrite64", "fdatasync", "fsync", "ftruncate"}]
    for call, number in chosen(disk, 1):
        with theatre.office(story) as (office, judge):
            office.once(f"{call}:error={code}:when={number}{'+' if span == 'for good' else ''}")
            tried += 1
            for _ in range(3):
                office.once()
            found = judge()
        if found:
            wrong[call, number] = found
    print(f"tried {tried}: {error}, {name}")  # noqa: T201 - counted by make prove
    assert wrong == {}
