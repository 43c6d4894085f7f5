"""What hostile documents make a reader do; run in the limited process by the tests."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path


def shout(payload: bytes) -> bytes:
    if payload == b"die":
        os._exit(9)
    if payload == b"raise":
        raise RuntimeError
    return payload.upper()


def sleep(payload: bytes) -> bytes:
    time.sleep(60)
    return payload


def spin(payload: bytes) -> bytes:
    while True:
        payload = payload[::-1]


def gorge(payload: bytes) -> bytes:
    return str(len(bytearray(len(payload) << 29))).encode()


def refused(payload: bytes) -> bytes:
    """Which of the things a document must not cause were possible."""
    done = []
    for name, deed in {
        "connect": lambda: socket.create_connection(("127.0.0.1", int(payload.split()[0])), timeout=1).close(),
        "run": lambda: subprocess.run([sys.executable, "-c", ""], check=False),
        "write": lambda: Path(payload.split()[1].decode()).write_bytes(b"x"),
    }.items():
        try:
            deed()
        except OSError:
            continue
        done.append(name)
    return " ".join(done).encode() or b"nothing"


def surroundings(_: bytes) -> bytes:
    interfaces = [line.split(":")[0].strip() for line in Path("/proc/net/dev").read_text().splitlines()[2:]]
    return repr((sorted(os.environ), interfaces)).encode()
