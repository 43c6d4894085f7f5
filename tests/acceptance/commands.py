"""The real command line in processes of its own, from the cold or from the warm."""

import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[2]
#: Nobody's configuration, language or time zone gets into a test.
ENVIRONMENT = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "LANG": "en_GB.UTF-8", "PYTHONWARNINGS": "default"}
PATIENCE = 60.0


@dataclass(frozen=True)
class Outcome:
    """How a command ended. ``objects`` are the lines of ``--json``."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict]:
        return [json.loads(line) for line in self.out.splitlines()]

    def lines(self, kind: str) -> list[dict]:
        """Of ``status``, those of one type; of ``once`` and ``why``, the events of one name."""
        return [line for line in self.objects if kind in {line.get("type"), line.get("event")}]


def complaints(err: str) -> str:
    """What was said on stderr, without the progress that a slow machine gets to see after two seconds."""
    return "".join(line for line in err.splitlines(keepends=True) if not re.search(r"\(\d+(?:/\d+| s)?\)$", line.rstrip()))


class Running:
    """A command under way in a warm process."""

    def __init__(self, commands: "Commands", pid: int, files: tuple[Path, Path]) -> None:
        self.commands = commands
        self.pid = pid
        self._files = files

    def kill(self) -> None:
        with suppress(ProcessLookupError):  # not yet waited for, so at most a zombie
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> Outcome:
        code = self.commands.ask({"wait": self.pid})
        out, err = (file.read_text() for file in self._files)
        return Outcome(code, out, complaints(err))


class Commands:
    """One warm process; ``folder`` holds what the commands say."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.acceptance.warm"],
            cwd=ROOT,
            env=ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._process.stdout.close()

    def ask(self, order: dict) -> int:
        self._process.stdin.write(json.dumps(order) + "\n")
        if not select.select([self._process.stdout], [], [], PATIENCE)[0]:
            os.kill(self._process.pid, signal.SIGKILL)
            raise TimeoutError(order)
        return int(self._process.stdout.readline())

    def start(self, folder: Path, environment: dict[str, str], *words: str, stopped: bool = False) -> Running:
        self._count += 1
        files = (self._folder / f"{self._count}.out", self._folder / f"{self._count}.err")
        pid = self.ask(
            {
                "start": list(words),
                "stopped": stopped,
                "folder": str(folder),
                "environment": ENVIRONMENT | environment,
                "out": str(files[0]),
                "err": str(files[1]),
            }
        )
        return Running(self, pid, files)


def cold(folder: Path, environment: dict[str, str], *words: str, seconds: float = PATIENCE) -> Outcome:
    """``python -m mailwatch …`` from the start."""
    done = subprocess.run(
        [sys.executable, "-m", "mailwatch", *words],
        check=False,
        cwd=folder,
        env=ENVIRONMENT | environment,
        capture_output=True,
        text=True,
        timeout=seconds,
    )
    return Outcome(done.returncode, done.stdout, complaints(done.stderr))


class Daemon:
    """``python -m mailwatch run`` in the background; ``err`` is what it has said so far."""

    def __init__(self, folder: Path, environment: dict[str, str], *words: str) -> None:
        self._file = folder / "daemon.err"
        with self._file.open("w") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "mailwatch", "run", *words],
                cwd=folder,
                env=ENVIRONMENT | environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=err,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(PATIENCE)

    @property
    def err(self) -> str:
        return self._file.read_text()

    def terminate(self) -> tuple[int, float]:
        """The exit code after SIGTERM, and the seconds it took."""
        began = time.monotonic()
        self.process.terminate()
        code = self.process.wait(PATIENCE)
        return code, time.monotonic() - began


def until(condition, seconds: float = 30.0) -> float:
    """Seconds until ``condition()`` held; an assertion when it did not in time."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, f"not within {seconds} s"
        time.sleep(0.05)
    return time.monotonic() - began
