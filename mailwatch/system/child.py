"""The other end of ``run_limited``: gives up its powers, then answers frame by frame."""

import ctypes
import importlib
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from mailwatch.system.frames import frame, frames

if sys.platform != "win32":  # elsewhere the parent's clock is the only limit
    import resource
    import signal

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000

#: Audit events (PEP 578) of what a reader of documents never needs.
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.startfile",
    "os.kill",
    "ctypes.dl",
)


def main(arguments: list[str]) -> None:
    """``arguments``: function path, octets of memory, CPU seconds, wall seconds."""
    function_path, memory, cpu_seconds, wall_seconds = arguments
    payloads = frames(sys.stdin.buffer.read())
    module, _, name = function_path.partition(":")
    function = getattr(importlib.import_module(module), name)
    _leave_the_network()
    _limit(int(memory))
    sys.addaudithook(_deny)
    for payload in payloads:
        _grant(int(cpu_seconds), float(wall_seconds))
        _answer(_apply(function, payload or b""))


def _apply(function: Callable[[bytes], bytes], payload: bytes) -> bytes | None:
    try:
        return function(payload)
    except Exception:  # noqa: BLE001 - hostile input may raise anything; the parent only needs to know that it failed
        return None


def _answer(result: bytes | None) -> None:
    sys.stdout.buffer.write(frame(result))
    sys.stdout.buffer.flush()


def _leave_the_network() -> None:
    """A network namespace of our own has no interface that is up. Refused by some kernels: then the audit hook has to do."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def _limit(memory: int) -> None:
    if sys.platform == "win32":
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _grant(cpu_seconds: int, wall_seconds: float) -> None:
    """What the next payload may use. Both limits end the process through the kernel, also inside C code."""
    if sys.platform == "win32":
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(usage.ru_utime + usage.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + 1 + cpu_seconds, hard))
    signal.setitimer(signal.ITIMER_REAL, wall_seconds)


def _deny(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN) or (event == "open" and _writes(arguments)):
        raise PermissionError(f"{event} is not allowed here")


def _writes(arguments: tuple[Any, ...]) -> bool:
    flags = arguments[2] if len(arguments) > 2 else 0  # noqa: PLR2004 - (path, mode, flags), PEP 578
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
