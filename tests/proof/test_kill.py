"""SIGKILL at every write, fsync and send of a cycle on a real server, by strace; a disk that is full or broken.

A few points at each commit, every one when proving. Needs strace and the right to trace.
"""

import random
import shutil
import subprocess
import sys
from datetime import timedelta

import pytest

from tests.acceptance.commands import ENVIRONMENT, ROOT
from tests.acceptance.office import CONFIGURATION, OWNER, SECRET
from tests.proof.cutter import Cutter
from tests.proof.effort import PROVING, SEED
from tests.proof.office import Office, judged

CALLS = "pwrite64,write,fdatasync,fsync,sendto,sendmsg,rename,renameat,unlink,ftruncate"


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


class Killed(Office):
    """The command line on a real server, under strace."""

    def __init__(self, server, user: str, folder, port: int) -> None:
        super().__init__(server, user)
        self.folder = folder
        folder.mkdir(exist_ok=True)
        (folder / "config.yaml").write_text(CONFIGURATION.format(folder=folder, owner=OWNER, user=user, port=port))

    def once(self, inject: str = "") -> str:
        """One ``once``; what strace counted. Six minutes pass."""
        trace = self.folder / "trace"
        tracing = [
            "strace",
            "-f",
            "-qq",
            "-o",
            str(trace),
            "-e",
            f"trace={CALLS}",
            *(["-e", f"inject={inject}"] if inject else []),
        ]
        subprocess.run(
            [*tracing, sys.executable, "-m", "mailwatch", "once", "--now", f"{self.now:%Y-%m-%dT%H:%M}"],
            cwd=self.folder,
            env=ENVIRONMENT | SECRET | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            check=False,
            timeout=120,
        )
        self.now += timedelta(minutes=6)
        self.most = max(self.most, len(self.drafts()))
        return trace.read_text() if trace.exists() else ""


@pytest.fixture(scope="module")
def points(dovecots, tmp_path_factory):
    """How often each call is made in a cycle that drafts."""
    office = Killed(dovecots(), "counted", tmp_path_factory.mktemp("counted"), dovecots().port)
    lines = office.once().splitlines()
    assert len(office.drafts()) == 1
    office.close()
    counts = {call: sum(f" {call}(" in line for line in lines) for call in CALLS.split(",")}
    return [(call, number) for call, count in counts.items() for number in range(1, count + 1)]


def chosen(points, few: int):
    return points if PROVING else random.Random(SEED).sample(points, min(few, len(points)))


@pytest.mark.timeout(7200)
def test_killed_at_any_call_there_is_one_draft_in_the_end(dovecots, points, tmp_path):
    wrong = {}
    server = dovecots()
    for call, number in chosen(points, 2):
        with Cutter(server.port) as wire:
            office = Killed(server, f"killed-{call}-{number}", tmp_path / f"{call}-{number}", wire.port)
            office.once(f"{call}:signal=KILL:when={number}")
            for _ in range(3):
                office.once()
            found = judged(office, wire.said)
        if found:
            wrong[call, number] = found
        office.close()
    assert wrong == {}


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
def test_a_disk_that_refuses_from_some_call_on_leads_to_no_draft_without_its_intent(dovecots, points, tmp_path, error):
    wrong = {}
    server = dovecots()
    disk = [(call, number) for call, number in points if call in {"pwrite64", "fdatasync", "fsync"}]
    for call, number in chosen(disk, 1):
        with Cutter(server.port) as wire:
            office = Killed(server, f"{error}-{call}-{number}".lower(), tmp_path / f"{call}-{number}", wire.port)
            office.once(f"{call}:error={error}:when={number}+")
            for _ in range(3):
                office.once()
            found = judged(office, wire.said)
        if found:
            wrong[call, number] = found
        office.close()
    assert wrong == {}
