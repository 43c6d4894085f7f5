"""Run one of our functions on untrusted bytes in a process that cannot do much harm.

The child gets no environment, no open files, no network (a fresh network namespace where the kernel permits it, and an
audit hook everywhere), may write no file and start no process, and dies when it exceeds its memory, its CPU seconds or
its time. Without POSIX limits (Windows) only the time limit and the audit hook remain.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from mailwatch.system.frames import frame, frames

#: Isolated (no PYTHON* variables, no current folder of its own): it finds modules exactly where we find them.
_BOOT = "import sys; sys.path[:] = sys.argv[1].split('|'); from mailwatch.system.child import main; main(sys.argv[2:])"

#: Starting Python and importing a PDF reader is not the payload's fault.
_START_SECONDS = 10.0


def run_limited(function_path: str, payload: bytes, *, memory: int, cpu_seconds: int, wall_seconds: float) -> bytes | None:
    """``function_path`` ("package.module:function", bytes to bytes) applied to ``payload`` in a fresh process.

    ``memory`` is in octets of address space, Python included (about 100 MiB of it is Python). None when the function
    raised, was killed or took too long: the payload is to be treated as unreadable.
    """
    return run_limited_batch(function_path, (payload,), memory=memory, cpu_seconds=cpu_seconds, wall_seconds=wall_seconds)[0]


def run_limited_batch(
    function_path: str, payloads: Sequence[bytes], *, memory: int, cpu_seconds: int, wall_seconds: float
) -> list[bytes | None]:
    """Like ``run_limited`` for several payloads, limits per payload, in one process as long as none of them kills it."""
    results: list[bytes | None] = []
    command = _command(function_path, memory, cpu_seconds, wall_seconds)
    while len(results) < len(payloads):
        rest = payloads[len(results) :]
        results += _run(command, rest, _START_SECONDS + wall_seconds * len(rest))
        if len(results) < len(payloads):
            results.append(None)
    return results


def _command(function_path: str, memory: int, cpu_seconds: int, wall_seconds: float) -> list[str]:
    path = "|".join(str(Path(entry).absolute()) for entry in sys.path)
    return [sys.executable, "-I", "-c", _BOOT, path, function_path, str(memory), str(cpu_seconds), str(wall_seconds)]


def _run(command: list[str], payloads: Sequence[bytes], seconds: float) -> list[bytes | None]:
    """The answers the child gave before it ended, in order; fewer than ``payloads`` if one of them killed it."""
    needed = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    with subprocess.Popen(  # noqa: S603 - our own interpreter and our own function, never words from a mail
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=needed,
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate(b"".join(frame(payload) for payload in payloads), timeout=seconds)
        except subprocess.TimeoutExpired as expired:
            _kill(process)
            output = expired.stdout or b""
    return frames(output)[: len(payloads)]


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
