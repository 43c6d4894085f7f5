"""A poll that finds nothing costs nothing where the server tells of every mailbox; and what ends that trust."""

import time
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mailwatch import bootstrap
from mailwatch.config.loading import parse
from mailwatch.daemon import Last, Wake, attend
from mailwatch.journal.journal import SqliteJournal
from mailwatch.mailbox.idle import ImapWatcher, Timing
from mailwatch.model.facts import OwnerSaid, Saying
from mailwatch.model.secret import Secret
from mailwatch.ports import Entry
from tests.mailbox.contract import AT
from tests.mailbox.mail import plain
from tests.servers.dovecot import PASSWORD
from tests.servers.flights import FlightProxy
from tests.servers.hands import DovecotHands, settings
from tests.servers.scripted import Scripted
from tests.stage import QUOTE_TEXT

OWNER = "anne@atelier-durand.example"
CONFIGURATION = """
language: en
journal: sqlite:///{folder}/journal.db
accounts:
  - address: {owner}
    imap: {{host: 127.0.0.1, port: {port}, tls: none, username: {user}}}
    password: {{env: MAILWATCH_PASSWORD}}
quotes: {{start: 2026-08-15}}
"""
NOON = datetime.fromisoformat("2026-09-01T12:00:00+02:00")
TICK = Wake(frozenset({OWNER}))
MOVED = replace(TICK, moved=True)


class Watching:
    """What ``run`` runs, its clock in the hand. ``cost`` is what a wake cost: round trips, and whether anything was said."""

    def __init__(self, services, proxy, journal):
        self.journal = journal
        self.minute = 0
        self.services = replace(services, clock=lambda: NOON + timedelta(minutes=self.minute))
        self.known = {OWNER: Last()}
        self.proxy = proxy

    def cost(self, minute, wake=TICK):
        self.minute = minute
        self.proxy.reset()
        attend(self.services, self.known, [wake])
        return self.proxy.flights, bool(self.proxy.up)

    def idling(self):
        while self.services.watcher._watches[0].state != "idling":
            self.services.watcher.wait(0.05)


@contextmanager
def watching(server, user, tmp_path, monkeypatch):
    monkeypatch.setenv("MAILWATCH_PASSWORD", PASSWORD)
    with FlightProxy(("127.0.0.1", server.port)) as proxy:
        text = CONFIGURATION.format(folder=tmp_path, owner=OWNER, port=proxy.port, user=user)
        with bootstrap.services(parse(text.encode(), folder=tmp_path)) as services, closing(services.watcher):
            watch = Watching(services, proxy, tmp_path / "journal.db")
            watch.idling()
            watch.cost(-10)  # the first look connects
            yield watch


@pytest.fixture
def hands(dovecots, user):
    hands = DovecotHands(dovecots(), user)
    yield hands
    hands.close()


@pytest.fixture
def watch(hands, user, tmp_path, monkeypatch):
    with watching(hands.server, user, tmp_path, monkeypatch) as watch:
        yield watch


def test_an_empty_poll_costs_nothing_while_the_server_tells_and_every_third_looks_all_the_same(watch):
    watch.cost(0, MOVED)
    assert [watch.cost(minute) for minute in (5, 10, 15, 20, 25, 30)] == [(0, False), (0, False), (1, True)] * 2


@pytest.mark.parametrize("name", ["INBOX", "Sent", "Drafts", "Trash"])
def test_what_is_announced_in_any_mailbox_ends_the_silence(watch, hands, name):
    watch.cost(0, MOVED)
    hands.deliver(name, plain("<r@x.example>"), AT)
    assert watch.services.watcher.wait(5) == {OWNER}
    assert watch.cost(5)[0] >= 1


def test_what_is_announced_during_a_look_ends_the_silence_after_it(watch, hands):
    watcher, cycle = watch.services.watcher, watch.services.cycles[OWNER]

    def interrupted(now):
        cycle(now)
        hands.deliver("Sent", plain("<s@x.example>"), AT)
        watcher.wait(5)

    watch.services = replace(watch.services, cycles={OWNER: interrupted})
    watch.cost(0, MOVED)
    watch.services = replace(watch.services, cycles={OWNER: cycle})
    assert watch.cost(5)[0] >= 1


def test_an_announcement_leads_to_a_look_whatever_the_silence(watch):
    watch.cost(0, MOVED)
    assert watch.cost(1, MOVED) == (1, True)


def test_without_notify_every_poll_looks(dovecots, user, tmp_path, monkeypatch):
    server = dovecots(capability="IMAP4rev1 UIDPLUS UNSELECT IDLE CONDSTORE LIST-STATUS SPECIAL-USE AUTH=PLAIN")
    DovecotHands(server, user).close()
    with watching(server, user, tmp_path, monkeypatch) as watch:
        watch.cost(0, MOVED)
        assert [watch.cost(minute) for minute in (5, 10)] == [(1, True)] * 2


def test_a_clock_that_was_set_ahead_leads_to_a_look(watch):
    watch.cost(0, MOVED)
    assert watch.cost(60) == (1, True)


def test_a_clock_that_was_set_back_is_not_answered_by_silence(watch):
    """The journal then refuses the cycle; what counts is that it was asked, and that no view stands."""
    watch.cost(0, MOVED)
    watch.cost(-30)
    assert watch.known[OWNER].view is None
    assert watch.cost(1) == (1, True)


def test_a_look_that_failed_vouches_for_nothing(watch):
    watch.cost(0, MOVED)
    cycles = watch.services.cycles
    watch.services = replace(watch.services, cycles={OWNER: lambda _now: 1 / 0})
    watch.cost(1, MOVED)
    watch.services = replace(watch.services, cycles=cycles)
    assert watch.cost(4)[0] >= 1


@pytest.fixture
def quoted(watch, hands):
    """A quote was sent at 9:12, and is known."""
    header = f"Message-ID: <q@x.example>\r\nFrom: {OWNER}\r\nTo: marc@client.example\r\nSubject: Devis D-2026-014\r\n"
    text = QUOTE_TEXT.format(reference="D-2026-014").replace("€", "EUR").replace("\n", "\r\n")
    raw = f"{header}Date: Tue, 01 Sep 2026 09:12:00 +0200\r\n\r\n{text}".encode()
    hands.deliver("Sent", raw, AT)
    watch.services.watcher.wait(5)
    watch.cost(0, MOVED)
    return watch


def test_what_falls_due_in_silence_is_drafted_after_a_look(quoted):
    day_after_tomorrow = 44 * 60 + 30  # 8:30, when the first step is due
    assert [quoted.cost(day_after_tomorrow - before) for before in (8, 3)] == [(1, True), (0, False)]
    quoted.cost(day_after_tomorrow + 2)
    said = bytes(quoted.proxy.up)
    appended = said.index(b"APPEND")
    assert (said.index(b"LIST ") < appended, said.count(b"LIST ", 0, appended)) == (True, 2)


def test_what_the_owner_said_in_another_process_is_heard_in_silence(quoted):
    assert quoted.cost(5) == (0, False)
    with closing(SqliteJournal(quoted.journal)) as other:
        (quote,) = other.quotes(OWNER)
        said = OwnerSaid(at=NOON, quote=quote, contacts=("marc@client.example",), saying=Saying.LOST)
        other.record(OWNER, Entry(facts=(said,)), now=NOON)
    assert [quoted.cost(minute) for minute in (6, 7)] == [(1, True), (0, False)]


# --- what a dead or deaf server may claim

TELLS = "IMAP4rev1 UIDPLUS UNSELECT IDLE NOTIFY AUTH=PLAIN SASL-IR"
FAST = Timing(renew=0.2, answer=0.2, retry=60.0)


@contextmanager
def listening(server, timing=FAST):
    watcher = ImapWatcher({"anne": settings(server, "anne", secret=lambda: Secret(PASSWORD))}, timing)
    try:
        while watcher._watches[0].state not in {"idling", "never"}:
            watcher.wait(0.05)
        yield watcher
    finally:
        watcher.close()


def serve(watcher, seconds):
    for _ in range(int(seconds / 0.05)):
        watcher.wait(0.05)


def test_a_living_server_is_believed_through_its_renewals():
    with Scripted(TELLS) as server, listening(server) as watcher:
        before = watcher.silence("anne")
        serve(watcher, 1.0)
        assert (before is not None, watcher.silence("anne")) == (True, before)
        assert server.commands.count("DONE") >= 2


def test_a_connection_that_died_without_a_word_is_not_taken_for_silence():
    with Scripted(TELLS, DONE=lambda *_: b"") as server, listening(server) as watcher:
        assert watcher.silence("anne") is not None
        serve(watcher, 0.6)
        assert watcher.silence("anne") is None


def test_nor_is_a_watcher_that_nobody_serves_any_more():
    with Scripted(TELLS) as server, listening(server) as watcher:
        assert watcher.silence("anne") is not None
        time.sleep(FAST.renew + 2 * FAST.answer + 0.05)
        assert watcher.silence("anne") is None


def test_by_default_the_proof_is_never_older_than_six_minutes():
    assert Timing().renew + 2 * Timing().answer <= 360


@pytest.mark.parametrize("answer", [b"NO [BADEVENT (X)] not like this", b"BAD what"])
def test_a_server_that_refuses_notify_vouches_for_nothing(answer):
    with Scripted(TELLS, NOTIFY=lambda _s, tag, _a: tag + b" " + answer + b"\r\n") as server, listening(server) as watcher:
        assert watcher.silence("anne") is None


def test_a_server_that_gives_up_telling_is_left():
    with Scripted(TELLS) as server, listening(server) as watcher:
        server.tell(b"* OK [NOTIFICATIONOVERFLOW] too much\r\n")
        serve(watcher, 0.2)
        assert watcher.silence("anne") is None


def test_a_connection_made_anew_vouches_for_nothing_before_it():
    with Scripted(TELLS) as server, listening(server, replace(FAST, retry=0.1)) as watcher:
        before = watcher.silence("anne")
        server.tell(b"* BYE restarting\r\n")
        while server.logins < 2 or watcher.silence("anne") is None:
            watcher.wait(0.05)
        assert watcher.silence("anne") != before
