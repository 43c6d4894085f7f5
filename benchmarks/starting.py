"""What a process costs before it does anything: ``python -m benchmarks.starting ARM [PORT] [COUNT]`` prints one JSON object."""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

#: What a daemon has loaded that is not ours.
LIBRARIES = (
    "imapclient, ssl, sqlite3, pydantic, yaml, apscheduler.schedulers.background, email, zoneinfo, "
    "holidays, jinja2, rapidfuzz, platformdirs"
)


def uss_kib() -> int:
    """Memory that only this process has."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(("Private_Clean", "Private_Dirty")))


def _settings(port: int, ca_file: str | None = None):
    from benchmarks.servers import USER
    from mailwatch.mailbox.session import ServerSettings
    from mailwatch.model.secret import Secret
    from tests.servers.dovecot import PASSWORD

    tls = "implicit" if ca_file else "none"
    return ServerSettings("127.0.0.1", USER, lambda: Secret(PASSWORD), port=port, tls=tls, ca_file=ca_file)


def watching(port: int, count: int, ca_file: str) -> dict[str, float]:
    """So many accounts idling in one process, with TLS: memory and CPU while nothing happens."""
    before = uss_kib()
    watcher = _idling({f"a{n}": _settings(port, ca_file) for n in range(count)})
    cpu, wall = time.process_time(), time.monotonic()
    watcher.wait(10.0)
    cpu, wall = time.process_time() - cpu, time.monotonic() - wall
    found = {"kib": uss_kib() - before, "cpu_us": cpu / wall / count * 1e6}
    watcher.close()
    return found


def _idling(servers: dict):
    """A watcher with a connection for each, once all of them idle."""
    from mailwatch.mailbox.idle import ImapWatcher

    watcher = ImapWatcher(servers)
    deadline = time.monotonic() + 300
    while (idling := watcher.listening()) < len(servers):
        watcher.wait(0.5)
        if time.monotonic() > deadline:
            raise AssertionError(f"{idling} of {len(servers)} accounts idle")
    return watcher


def running(port: int, count: int, path: str, ca_file: str | None = None) -> dict[str, float]:
    """What ``run`` holds after a cycle of each account: mailboxes, watcher, journal. The second time, all is read already."""
    from datetime import UTC, datetime

    from mailwatch.bootstrap import desk_for
    from mailwatch.config.presets import PRESETS
    from mailwatch.cycle.poll import run_cycle
    from mailwatch.journal.journal import SqliteJournal
    from mailwatch.mailbox.imap import ImapMailbox
    from mailwatch.model.account import Account, Owner
    from mailwatch.model.policy import CalendarPolicy, Jurisdiction, Policy
    from mailwatch.system import look_seldom

    look_seldom()
    now = datetime(2026, 9, 1, tzinfo=UTC)
    policy = Policy(CalendarPolicy(Jurisdiction("FR"), UTC), tuple(PRESETS.values()), start=now)
    journal = SqliteJournal(path)
    addresses = [f"anne{n}@atelier-durand.example" for n in range(count)]
    servers = {address: _settings(port, ca_file) for address in addresses}
    accounts = [Account(address, address, frozenset({address}), Owner()) for address in addresses]
    desks = [desk_for(account, policy, ImapMailbox(servers[account.name]), journal, b"s" * 32, now) for account in accounts]
    for desk in desks:
        run_cycle(desk, now)
    watcher = _idling(servers)
    watcher.wait(2.0)
    return {"kib": uss_kib()}


def importing(port: int, _count: int) -> dict[str, float]:
    """The same libraries and the same two connections, and no mailwatch."""
    import importlib

    for name in LIBRARIES.split(", "):
        importlib.import_module(name)
    from imapclient import IMAPClient

    from benchmarks.servers import USER
    from tests.servers.dovecot import PASSWORD

    clients = [IMAPClient("127.0.0.1", port, ssl=False) for _ in range(2)]
    for client in clients:
        client.login(USER, PASSWORD)
        client.select_folder("INBOX", readonly=True)
    return {"kib": uss_kib()}


#: What is imported from the command line on until the first poll: ``once`` with its configuration.
FIRST_POLL = "import mailwatch.cli.app, mailwatch.config.loading, mailwatch.cli.cycle"
#: Everything that was imported and is not ours, in its order.
NOT_OURS = "; import sys; print(*[name for name in sys.modules if name.partition('.')[0] not in {'mailwatch', '__main__'}])"
#: Some extensions make modules that cannot be imported.
BARE = """
import contextlib, importlib
for name in {needed}:
    with contextlib.suppress(ImportError):
        importlib.import_module(name)
"""


def spent(folder: str, *words: str) -> tuple[float, str]:
    """CPU seconds of a Python whose bytecode is kept in ``folder``, and what it printed."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, *words],
        check=True,
        capture_output=True,
        text=True,
        env=environment | {"PYTHONPYCACHEPREFIX": folder},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def helping(_port: int, _count: int) -> dict[str, float]:
    """``--help``, next to a Python that does nothing, and what a first poll must import next to what of it is not ours."""
    with tempfile.TemporaryDirectory() as folder:
        needed = spent(folder, "-c", FIRST_POLL + NOT_OURS)[1].split()
        commands = {
            "pass": ("-c", "pass"),
            "help": ("-m", "mailwatch", "--help"),
            "bare": ("-c", BARE.format(needed=needed)),
            "cycle": ("-c", FIRST_POLL),
        }
        for words in commands.values():  # the first time compiles
            spent(folder, *words)
        rounds = [{name: spent(folder, *words)[0] for name, words in commands.items()} for _ in range(15)]
    return {name: statistics.median(each[name] for each in rounds) for name in commands}


ARMS = {arm.__name__: arm for arm in (watching, running, importing, helping)}

if __name__ == "__main__":
    arm, port, count, *rest = (*sys.argv[1:], *["0"] * (4 - len(sys.argv)))  # no port, no count
    print(json.dumps(ARMS[arm](int(port), int(count), *rest)))
