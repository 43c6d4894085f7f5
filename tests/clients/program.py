"""What an owner does to a draft with any mail program, and how to wait for a program to have done it."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, TypeVar

from tests.acceptance.office import Letter

PATIENCE = 30.0
#: What the owner types on top of a draft. ASCII: a keyboard is simulated.
TYPED = "Un mot de ma main."
AGAIN = "Encore un autre."

Value = TypeVar("Value")


def nothing() -> None:
    pass


@dataclass(frozen=True)
class Desk:
    """Where a program finds its servers, all on 127.0.0.1, and who uses it."""

    imap_port: int
    smtp_port: int
    user: str
    password: str
    address: str
    name: str


class Program(Protocol):
    """Each method begins and ends with no draft open. ``meanwhile`` is called while the draft is open in the editor."""

    def look(self, draft: Letter) -> None:
        """Open it, read it, close it."""

    def save(self, draft: Letter, typed: str, meanwhile: Callable[[], None] = nothing) -> None: ...
    def send(self, draft: Letter, typed: str = "", meanwhile: Callable[[], None] = nothing) -> None: ...
    def delete(self, draft: Letter) -> None: ...


def until(what: str, ask: Callable[[], Value], seconds: float = PATIENCE) -> Value:
    """The first answer that is true. Raises TimeoutError, saying what was waited for."""
    deadline = time.monotonic() + seconds
    while not (answer := ask()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds:.0f} s for {what}")
        time.sleep(0.1)
    return answer


def end(process: "subprocess.Popen[bytes] | subprocess.Popen[str]") -> None:
    """A program that was started in a session of its own, with all its children."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
