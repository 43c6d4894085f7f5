"""The command line on a real server, stopped by strace at one of its calls to the system.

The command is forked from a warm process and begins when strace holds it, so that only its own calls are counted.
"""

import os
import signal
import subprocess
import time
from datetime import timedelta
from pathlib import Path
from random import Random

from tests.acceptance.commands import Commands, Outcome
from tests.acceptance.office import CONFIGURATION, OWNER, SECRET
from tests.proof.disk import Disk
from tests.proof.office import QUOTE, Office
from tests.stage import MARC, mail

#: Everything by which a process leaves a trace on a disk or on the wire.
CALLS = (
    "pwrite64,pwritev,write,writev,fdatasync,fsync,sendto,sendmsg,rename,renameat,renameat2,link,linkat,unlink,unlinkat,ftruncate"
)
PATIENCE = 30.0


class Killed(Office):
    """``most``: the most drafts that lay there after any look."""

    def __init__(self, server, user: str, folder: Path, port: int, commands: Commands) -> None:
        super().__init__(server, user)
        self.folder, self.commands = folder, commands
        folder.mkdir(exist_ok=True)
        self.through(port)

    def through(self, port: int) -> None:
        text = CONFIGURATION.format(folder=self.folder, owner=OWNER, user=self.user, port=port)
        (self.folder / "config.yaml").write_text(text)

    def once(self, inject: str = "") -> Outcome:
        """One ``once``, disturbed or not. Six minutes pass."""
        outcome = self._traced(inject) if inject else self._start().wait()
        self._passes()
        return outcome

    def loses_power(self, inject: str, random_: Random) -> Outcome:
        """Killed at a call, and of what was written since the last fsync of a file anything may be missing, or half there."""
        disk = Disk(self.folder / "journal")
        outcome = self._traced(inject, "-y", "-xx", "-s", "300000")
        disk.replay(self._trace.read_text().splitlines())
        disk.crash(random_)
        self._passes()
        return outcome

    def counted(self) -> list[tuple[str, int]]:
        """One undisturbed ``once``: every call it made, as (name, how manieth of that name)."""
        self._traced()
        self._passes()
        made = [line.split(" ", 1)[1].lstrip().partition("(")[0] for line in self._trace.read_text().splitlines()]
        counts = {call: made.count(call) for call in CALLS.split(",")}
        return [(call, number) for call, count in counts.items() for number in range(1, count + 1)]

    def is_answered(self) -> None:
        raw = mail(
            message_id="<answer@client.example>",
            sender=MARC,
            to=OWNER,
            subject="RE: Devis D-2026-014",
            date=self.now,
            text="Bonjour, quel serait le délai de réalisation ?",
            references=QUOTE,
        )
        self.hands.deliver("INBOX", raw.replace(b"\n", b"\r\n"), self.now)

    @property
    def _trace(self) -> Path:
        return self.folder / "trace"

    def _start(self, *, stopped: bool = False):
        return self.commands.start(self.folder, SECRET, "once", "--now", f"{self.now:%Y-%m-%dT%H:%M}", stopped=stopped)

    def _traced(self, inject: str = "", *more: str) -> Outcome:
        running = self._start(stopped=True)
        _until(running.pid, "State:\tT")
        asked = ["-e", f"trace={CALLS}", *(["-e", f"inject={inject}"] if inject else [])]
        tracer = subprocess.Popen(
            ["strace", "-f", "-qq", *more, "-o", str(self._trace), *asked, "-p", str(running.pid)], stderr=subprocess.DEVNULL
        )
        _until(running.pid, f"TracerPid:\t{tracer.pid}")
        os.kill(running.pid, signal.SIGCONT)
        outcome = running.wait()
        tracer.wait(PATIENCE)
        return outcome

    def _passes(self) -> None:
        self.now += timedelta(minutes=6)
        self.most = max(self.most, len(self.drafts()))


def _until(pid: int, line: str) -> None:
    status = Path(f"/proc/{pid}/status")
    until = time.monotonic() + PATIENCE
    while line not in status.read_text():
        if time.monotonic() > until:
            raise TimeoutError(f"{pid} is not {line}")
        time.sleep(0.002)
