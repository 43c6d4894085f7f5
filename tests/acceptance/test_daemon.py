"""``run`` against a real server and the real clock."""

import json
import os
import re
import signal
import threading
import time
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.acceptance.commands import Daemon, cold, until
from tests.acceptance.office import PARIS, QUOTE, SECRET, Office, mail
from tests.acceptance.tripwire import Tripwire

MARC = "marc@client.example"

#: Whatever the season in which the test runs: no quiet days.
CONFIGURATION = """
language: en
poll: 1 minutes
journal: sqlite:///{folder}/journal/journal.db
accounts:
  - address: anne@atelier-durand.example
    imap: {{host: 127.0.0.1, port: {port}, tls: none, username: {user}}}
    password: {{env: MAILWATCH_PASSWORD}}
quotes: {{start: {start}}}
calendar: {{quiet: []}}
"""


def today() -> datetime:
    return datetime.now(PARIS)  # noqa: TID251 - the daemon lives in the present


@pytest.fixture
def office(offices):
    """A quote of eight days ago waits for its first follow-up."""
    office = offices()
    configure(office)
    return office


def configure(office: Office, port: int | None = None) -> None:
    start = (today() - timedelta(days=30)).date()
    office.configure(CONFIGURATION, port=port or office.port, start=start)


def quoted(office: Office) -> str:
    when = (today() - timedelta(days=8)).replace(hour=9, minute=12)
    return office.quote(f"{when:%Y-%m-%d %H:%M}", MARC, "D-2026-014", text=QUOTE.format(reference="D-2026-014"))


def answered(office: Office, quote: str, text: str = "Bonjour, nous validons votre devis, vous pouvez démarrer.") -> None:
    raw = mail(
        id_=f"<{time.monotonic_ns()}@client.example>",
        sender=MARC,
        to="anne@atelier-durand.example",
        subject="RE: Devis D-2026-014",
        date=today(),
        text=text,
        references=quote,
    )
    office.put("INBOX", raw, today())


@contextmanager
def running(office: Office):
    with Daemon(office.folder, SECRET) as daemon:
        until(lambda: seen(office) is not None or daemon.process.poll() is not None)
        assert daemon.process.poll() is None, daemon.err
        yield daemon


def journal(office: Office) -> list[Path]:
    folder = office.folder / "journal"
    return list(folder.iterdir()) if folder.exists() else []


def health(office: Office) -> Path:
    return office.folder / "journal" / "journal.db.health"


def seen(office: Office) -> str | None:
    """The last complete view, as the health file has it."""
    if not health(office).exists():
        return None
    (view,) = json.loads(health(office).read_text())["last_views"].values()
    return view


def is_healthy(office: Office) -> tuple[int, str]:
    outcome = office.mailwatch("check", "--health")
    return outcome.code, outcome.err


def test_a_reply_withdraws_the_draft_within_seconds_and_a_quote_sent_meanwhile_is_found(office):
    quote = quoted(office)
    with running(office) as daemon:
        assert len(office.drafts(quote)) == 1
        time.sleep(1)  # IDLE begins
        answered(office, quote)
        assert until(lambda: office.drafts(quote) == []) < 5
        assert office.mailwatch("why", quote, "--json").objects[0]["status"] == "accepted"
        code, seconds = daemon.terminate()
    assert (code, seconds < 2) == (0, True)


@pytest.fixture(scope="module")
def interrupted(offices):
    """A daemon whose server went away for five seconds, with a draft waiting. What follows takes a minute: see the last test."""
    office = offices(extra="# a server of its own, to be stopped\n")
    configure(office)
    quote = quoted(office)
    with running(office) as daemon:
        time.sleep(1)  # IDLE begins
        office.close()
        office.server.__exit__()
        time.sleep(5)
        office.server.__enter__()
        office.connect()
        yield office, quote, daemon


def test_a_server_that_stops_and_starts_again_does_not_end_the_daemon(interrupted):
    office, quote, daemon = interrupted
    assert (daemon.process.poll(), len(office.drafts(quote))) == (None, 1)


@contextmanager
def standing_still(server):
    """Every process of the server is stopped: connections stay open and nothing is answered."""
    group = server.process.pid
    os.killpg(group, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(group, signal.SIGCONT)


def test_sigterm_ends_it_within_two_seconds_while_the_server_stands_still(offices):
    office = offices(extra="# a server of its own, to stand still\n")
    configure(office)
    with standing_still(office.server), Daemon(office.folder, SECRET) as daemon:
        until(lambda: "journal.db" in {file.name for file in journal(office)})
        time.sleep(1)  # it waits for a greeting
        assert daemon.process.poll() is None
        code, seconds = daemon.terminate()
    assert (code, seconds < 2) == (0, True)


def test_sigterm_while_it_is_still_starting_ends_it_with_0(office):
    """The configuration is a pipe into which nobody ever writes: it gets no further than that."""
    pipe = office.folder / "pipe.yaml"
    os.mkfifo(pipe)
    with Daemon(office.folder, SECRET, "--config", str(pipe)) as daemon:
        until(lambda: catches_sigterm(daemon.process.pid))
        code, seconds = daemon.terminate()
    assert (code, seconds < 2) == (0, True)


def catches_sigterm(pid: int) -> bool:
    """As the kernel has it (proc(5))."""
    caught = re.search(r"^SigCgt:\t([0-9a-f]+)$", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return bool(int(caught[1], 16) >> (signal.SIGTERM - 1) & 1)


@pytest.mark.parametrize("moment", ["command", "literal", "stored"])
def test_sigterm_ends_it_within_two_seconds_in_the_middle_of_an_append(office, moment):
    quote = quoted(office)
    over = threading.Event()
    with Tripwire(office.port, moment, lambda: over.wait(30)) as wire:
        configure(office, port=wire.port)
        with Daemon(office.folder, SECRET) as daemon:
            until(wire.reached.is_set)
            code, seconds = daemon.terminate()
            over.set()
    assert (code, seconds < 2) == (0, True)
    configure(office)
    assert len(office.drafts(quote)) == (moment == "stored")
    assert office.mailwatch("once").code == 0
    assert len(office.drafts(quote)) == (moment == "stored")


def test_run_refuses_an_invented_now(office):
    outcome = cold(office.folder, SECRET, "run", "--now", "2026-09-03T09:00")
    assert (outcome.code, outcome.out) == (2, "")
    assert "--now" in outcome.err


@pytest.mark.parametrize("command", ["run", "once"])
def test_a_second_one_on_the_same_journal_is_refused(office, command):
    with running(office):
        outcome = office.mailwatch(command)
    assert (outcome.code, outcome.out) == (1, "")
    assert "another mailwatch is running (pid" in outcome.err


def test_commands_that_only_read_or_note_work_beside_it(office):
    quote = quoted(office)
    with running(office):
        assert office.mailwatch("status", "--json").lines("quote")[0]["status"] == "drafted"
        assert office.mailwatch("touch", quote).code == 0


def test_its_health_is_told_by_what_it_saw(office):
    quoted(office)
    assert is_healthy(office) == (1, "")
    with running(office):
        assert is_healthy(office) == (0, "")
    stale = (today() - timedelta(minutes=31)).isoformat()
    fresh = json.loads(health(office).read_text())
    (name,) = fresh["last_views"]
    told = []
    for content in (
        fresh | {"at": stale},  # it no longer lives
        fresh | {"last_views": {name: stale}},  # it lives, but sees nothing
        fresh | {"last_views": {name: None}},
        {},
    ):
        health(office).write_text(json.dumps(content))
        told.append(is_healthy(office)[0])
    assert told == [1, 1, 1, 1]


def test_a_mailbox_that_cannot_be_seen_is_never_taken_for_healthy(office):
    configure(office, port=1)  # nobody listens there
    with Daemon(office.folder, SECRET) as daemon:
        until(lambda: health(office).exists())
        assert daemon.process.poll() is None
        assert is_healthy(office) == (1, "")
        (mailbox,) = office.mailwatch("status", "--json").lines("mailbox")
        assert (mailbox["state"], mailbox["last_view"]) == ("unavailable", None)
        assert datetime.fromisoformat(mailbox["next_try"]) > today()
        assert daemon.terminate()[0] == 0


def test_a_refused_login_is_told_and_left_alone(office):
    with Daemon(office.folder, {"MAILWATCH_PASSWORD": "wrong"}) as daemon:
        until(lambda: health(office).exists())
        assert daemon.process.poll() is None
        assert "refuses the login" in daemon.err
        assert is_healthy(office) == (1, "")
        assert office.mailwatch("status", "--json").lines("mailbox")[0]["state"] == "unavailable"
        assert daemon.terminate()[0] == 0


def test_after_a_restart_of_the_server_it_sees_again_by_itself(interrupted):
    office, quote, daemon = interrupted
    answered(office, quote)
    until(lambda: office.drafts(quote) == [], 120)
    assert daemon.terminate()[0] == 0
