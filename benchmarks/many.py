"""Accounts by the thousand in one process: ``python -m benchmarks.many ARM COUNT`` prints one JSON object.

The server is a process of its own (``benchmarks.crowd``), with TLS.
"""

import json
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.starting import uss_kib
from tests.servers.dovecot import make_certificate

#: Seconds for which renewals are counted.
SERVED = 40.0
ROOT = Path(__file__).parents[1]
ACCOUNT = """  - address: anne{number}@atelier-durand.example
    imap: {{host: 127.0.0.1, port: {port}, ca_file: {ca_file}}}
    password: {{env: MAILWATCH_PASSWORD}}
"""


@dataclass(frozen=True)
class Server:
    port: int
    folder: Path

    @property
    def ca_file(self) -> Path:
        return self.folder / "cert.pem"

    def order(self, line: str) -> object:
        """See ``benchmarks.crowd``."""
        context = ssl.create_default_context(cafile=self.ca_file)
        with (
            socket.create_connection(("127.0.0.1", self.port), 60) as bare,
            context.wrap_socket(bare, server_hostname="localhost") as sock,
            sock.makefile("rb") as lines,
        ):
            lines.readline()
            sock.sendall(line.encode() + b"\r\n")
            return json.loads(lines.readline())


@contextmanager
def served() -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_certificate(folder)
        command = [sys.executable, "-m", "benchmarks.crowd", name]
        with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            yield Server(int(process.stdout.readline()), folder)
            process.stdin.close()


def running(count: int) -> dict[str, float]:
    """All that ``run`` holds of so many accounts after a cycle of each, wired as ``run`` is; then silence, and news of a tenth."""
    from mailwatch import bootstrap
    from mailwatch.config.loading import parse
    from mailwatch.daemon import Last, Wake, attend

    os.environ["MAILWATCH_PASSWORD"] = "s3cret"
    with served() as server:
        accounts = "".join(ACCOUNT.format(number=number, port=server.port, ca_file=server.ca_file) for number in range(count))
        text = f"journal: sqlite:///{server.folder}/journal.db\naccounts:\n{accounts}"
        settings = parse(text.encode(), folder=server.folder)
        before = uss_kib()
        with bootstrap.services(settings) as services, closing(services.watcher) as watcher:
            known = {name: Last() for name in services.cycles}
            start = time.monotonic()
            attend(services, known, [Wake(frozenset(known))])
            until_listening(watcher, count)
            made = time.monotonic() - start
            attend(services, known, [Wake(frozenset(known))])  # the view from which on silence counts
            blind = [name for name, last in known.items() if last.view is None]
            if blind:
                raise AssertionError(f"{len(blind)} of {count} accounts were not seen")
            found = {"kib": (uss_kib() - before) / count, "seconds": made} | idle(watcher, count)
            cpu = time.process_time()
            attend(services, known, [Wake(frozenset(known))])
            found["tick_us"] = (time.process_time() - cpu) / count * 1e6
            start = time.monotonic()
            told = server.order(f"TELL {count // 10}")
            woken(watcher, told)
            found |= {"woken_after": time.monotonic() - start, "told": told}
    return found


def until_listening(watcher: object, count: int, seconds: float = 600.0) -> None:
    deadline = time.monotonic() + seconds
    while (there := watcher.listening()) < count:
        watcher.wait(0.5)
        if time.monotonic() > deadline:
            raise AssertionError(f"{there} of {count} accounts idle")


def idle(watcher: object, count: int) -> dict[str, float]:
    """CPU while nothing happens."""
    cpu, wall = time.process_time(), time.monotonic()
    watcher.wait(20.0)
    return {"cpu_us": (time.process_time() - cpu) / (time.monotonic() - wall) / count * 1e6}


def woken(watcher: object, told: int) -> None:
    """Until as many accounts were woken as got news."""
    start, moved = time.monotonic(), set()
    while len(moved) < told:
        moved |= watcher.wait(1.0)
        if time.monotonic() - start > 60:
            raise AssertionError(f"{len(moved)} of {told} accounts were woken")


def staggering(count: int) -> dict[str, object]:
    """How IDLE renewals and reconnections are spread: how many the server saw in all, and in the busiest second.

    Everything is shorter than in life: renewals after 18 to 20 seconds, retries after 10 to 13.
    """
    from mailwatch.mailbox.idle import ImapWatcher, Timing
    from mailwatch.mailbox.session import ServerSettings
    from mailwatch.model.secret import Secret

    with served() as server:
        settings = ServerSettings("127.0.0.1", "anne", lambda: Secret("x"), port=server.port, ca_file=str(server.ca_file))
        servers = {f"a{number}": settings for number in range(count)}
        with closing(ImapWatcher(servers, Timing(renew=20.0, retry=10.0, longest=10.0))) as watcher:
            until_listening(watcher, count)
            served_for(watcher, 25.0)
            server.order("STATS")
            cpu = time.process_time()
            served_for(watcher, SERVED)
            cpu = time.process_time() - cpu
            renewals = server.order("STATS")["renewal"]
            start = time.monotonic()
            server.order("HANGUP")
            served_for(watcher, 1.0)
            until_listening(watcher, count)
            logins = server.order("STATS")["login"]
            back = time.monotonic() - start
    return {"renewals": renewals, "logins": logins, "back": back, "seconds": SERVED, "renewal_us": cpu / renewals["all"] * 1e6}


def served_for(watcher: object, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        watcher.wait(0.2)


ARMS = {arm.__name__: arm for arm in (running, staggering)}

if __name__ == "__main__":
    print(json.dumps(ARMS[sys.argv[1]](int(sys.argv[2]))))
