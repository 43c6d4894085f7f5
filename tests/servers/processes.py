"""The life of a server process that was started in a session of its own."""

import os
import signal
import socket
import subprocess
import time
from contextlib import suppress

PATIENCE = 15.0


def wait_for_greeting(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until an IMAP server on 127.0.0.1 greets. Raises RuntimeError when it has ended, TimeoutError when it does not."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args}: ended with {process.returncode}")
        try:
            with socket.create_connection(("127.0.0.1", port), 2) as greeting:
                greeting.settimeout(5)
                if greeting.recv(512).startswith(b"* OK"):
                    return
        except OSError:
            time.sleep(0.02)
    raise TimeoutError(f"{process.args}: no greeting on port {port}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """It and its children, at once: there is nothing to save."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE)
