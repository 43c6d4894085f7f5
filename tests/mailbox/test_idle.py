"""Waking up: on every real event, never for ever on a dead line, never too often at the door."""

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwatch.errors import MailboxUnavailable
from mailwatch.mailbox.idle import ImapWatcher, Timing
from mailwatch.mailbox.lines import LIMIT, Lines
from mailwatch.model.secret import Secret
from tests.mailbox.contract import AT
from tests.mailbox.mail import plain
from tests.servers.dovecot import PASSWORD
from tests.servers.hands import DovecotHands, settings
from tests.servers.scripted import Hangup, Scripted

FAST = Timing(renew=0.15, answer=0.2, retry=0.2, longest=0.4, healthy=60.0, refused=60.0)


@pytest.fixture
def watching():
    """Makes watchers and closes them."""
    made = []

    def make(timing=FAST, **servers):
        watcher = ImapWatcher(
            {name: settings(server, name, timeout=5.0, secret=lambda: Secret(PASSWORD)) for name, server in servers.items()},
            timing,
        )
        made.append(watcher)
        return watcher

    yield make
    for watcher in made:
        watcher.close()


def until(condition, watcher=None, seconds=5.0):
    """Serve the watcher until something holds; what woke it meanwhile."""
    deadline = time.monotonic() + seconds
    moved = set()
    while not condition() and time.monotonic() < deadline:
        moved |= watcher.wait(0.05)
    assert condition()
    return moved


def idling(server, number=1):
    return lambda: sum(line.endswith("IDLE") for line in server.commands) >= number


@pytest.mark.parametrize("event", [b"* 5 EXISTS\r\n", b"* 2 EXPUNGE\r\n", b"* OK still here\r\n* 5 EXISTS\r\n"])
def test_an_event_wakes_the_account(watching, event):
    with Scripted() as server:
        watcher = watching(anne=server)
        until(idling(server), watcher)
        server.tell(event)
        assert watcher.wait(3) == {"anne"}


@pytest.mark.parametrize("event", [b"* OK still here\r\n", b"* 4 FETCH (FLAGS (\\Seen))\r\n", b"* 0 RECENT\r\n"])
def test_what_is_no_news_wakes_nobody(watching, event):
    with Scripted() as server:
        watcher = watching(Timing(renew=60), anne=server)
        until(idling(server), watcher)
        server.tell(event)
        assert watcher.wait(0.2) == frozenset()


def test_new_mail_stirs_the_mailbox_of_the_account(watching):
    with Scripted() as server:
        watcher = watching(Timing(renew=60), anne=server)
        until(idling(server), watcher)
        stirred = watcher._watches[0].settings.stirred
        server.tell(b"* STATUS Sent (MESSAGES 3)\r\n")
        assert (watcher.wait(3), stirred.is_set()) == ({"anne"}, False)
        server.tell(b"* 5 EXISTS\r\n")
        assert (watcher.wait(3), stirred.is_set()) == ({"anne"}, True)


def test_many_accounts_connect_a_few_at_a_time():
    under_way, most = [], []

    def secret():
        under_way.append(1)
        most.append(len(under_way))
        time.sleep(0.02)
        under_way.pop()
        return Secret(PASSWORD)

    with Scripted() as server:
        accounts = {f"a{number}": settings(server, "anne", secret=secret) for number in range(20)}
        watcher = ImapWatcher(accounts, Timing(renew=60, at_once=3))
        until(lambda: all(watch.state == "idling" for watch in watcher._watches), watcher)
        watcher.close()
    assert (len(most), max(most)) == (20, 3)


def test_only_the_account_that_moved_is_named(watching):
    with Scripted() as one, Scripted() as other:
        watcher = watching(anne=one, marc=other)
        until(lambda: idling(one)() and idling(other)(), watcher)
        other.tell(b"* 1 EXISTS\r\n")
        assert watcher.wait(3) == {"marc"}


@pytest.mark.parametrize(
    "answer",
    [
        b"+ idling\r\n* 5 EXISTS\r\n",
        b"* 5 EXISTS\r\n+ idling\r\n",
        b"* 1 FETCH (X-GM-LABELS ({4}\r\nabcd))\r\n+ i\r\n* 5 EXISTS\r\n",
    ],
)
@pytest.mark.parametrize("piece", [0, 1, 3])
def test_an_event_is_not_lost_beside_the_continuation_or_in_pieces(watching, answer, piece):
    with Scripted(IDLE=lambda *_: answer) as server:
        server.piece = piece
        watcher = watching(Timing(renew=60), anne=server)
        assert watcher.wait(3) == {"anne"}


@pytest.mark.parametrize("end", [b"", b"* BYE autologout\r\n", b"* BYE"])
def test_a_server_that_hangs_up_is_neither_spun_on_nor_hammered(watching, end):
    def hang_up(*_):
        raise Hangup(end)

    with Scripted(IDLE=hang_up) as server:
        watcher = watching(anne=server)
        started, spent = time.monotonic(), time.process_time()
        while time.monotonic() - started < 0.8:
            watcher.wait(0.2)
        spent = time.process_time() - spent
    assert (2 <= server.logins <= 3, spent < 0.4) == (True, True)


def test_retries_keep_a_minute_apart_by_default():
    waits = [min(Timing().longest, Timing().retry * 2**failures) for failures in range(6)]
    assert waits == [60, 120, 240, 480, 900, 900]


def test_a_connection_that_comes_back_wakes_once_since_nobody_heard_what_passed(watching):
    broken = []

    def first_hang_up(server, tag, arguments):
        if not broken:
            broken.append(1)
            raise Hangup
        server._idle_tag = tag
        return b"+ idling\r\n"

    with Scripted(IDLE=first_hang_up) as server:
        watcher = watching(anne=server)
        assert until(lambda: server.logins == 2 and idling(server, 2)(), watcher) | watcher.wait(0.3) == {"anne"}


def test_idle_is_renewed(watching):
    with Scripted() as server:
        watcher = watching(anne=server)
        until(idling(server, 3), watcher)
        assert (server.commands.count("DONE") >= 2, server.logins) == (True, 1)


def test_a_server_that_does_not_answer_the_renewal_is_left(watching):
    with Scripted(DONE=lambda *_: b"") as server:
        watcher = watching(anne=server)
        until(lambda: server.logins == 2, watcher)


def test_a_server_without_idle_never_wakes_and_is_left_in_peace(watching):
    with Scripted("IMAP4rev1 AUTH=PLAIN") as server:
        watcher = watching(anne=server)
        until(lambda: server.logins == 1, watcher)
        server.tell(b"* 5 EXISTS\r\n")
        assert (watcher.wait(0.5), server.logins) == (frozenset(), 1)


def test_a_refused_login_is_not_tried_again(watching):
    with Scripted(AUTHENTICATE=lambda _server, tag, _: tag + b" NO wrong\r\n") as server:
        watcher = watching(anne=server)
        for _ in range(4):
            watcher.wait(0.1)
    assert sum("AUTHENTICATE" in line for line in server.commands) == 1


def test_waiting_ends_after_its_time(watching):
    with Scripted() as server:
        watcher = watching(Timing(), anne=server)
        started = time.monotonic()
        assert watcher.wait(0.3) == frozenset()
        assert 0.25 < time.monotonic() - started < 1.0


@pytest.mark.parametrize("before", [0.0, 0.2])
def test_stop_ends_the_waiting_at_once(watching, before):
    with Scripted() as server:
        watcher = watching(Timing(), anne=server)
        threading.Timer(before, watcher.stop).start()
        started = time.monotonic()
        assert watcher.wait(10) == frozenset()
        assert time.monotonic() - started < 2


def test_a_server_that_never_greets_does_not_hold_up_stop(watching):
    with Scripted() as server:
        server.greeting = b""
        watcher = watching(Timing(), anne=server)
        watcher.wait(0.1)
        watcher.stop()
        started = time.monotonic()
        watcher.wait(10)
        assert time.monotonic() - started < 1


@pytest.mark.dovecot
@pytest.mark.parametrize("tls", ["none", "implicit", "starttls"])
def test_dovecot_wakes_us_when_mail_arrives(dovecots, user, tls):
    server = dovecots(tls=True)
    hands = DovecotHands(server, user)
    port = server.tls_port if tls == "implicit" else server.port
    watcher = ImapWatcher(
        {"anne": settings(server, user, port=port, tls=tls, ca_file=str(server.certificate()))}, Timing(renew=0.5)
    )
    try:
        until(lambda: watcher._watches[0].state == "idling", watcher)
        hands.deliver("INBOX", plain("<r@x.example>"), AT)
        assert watcher.wait(5) == {"anne"}
    finally:
        watcher.close()
        hands.close()


@pytest.mark.dovecot
@pytest.mark.parametrize("name", ["INBOX", "Sent", "Drafts", "Trash"])
def test_with_notify_mail_in_any_mailbox_wakes_us_within_two_seconds(dovecots, user, name):
    server = dovecots()
    hands = DovecotHands(server, user)
    watcher = ImapWatcher({"anne": settings(server, user)}, Timing(renew=60))
    try:
        until(lambda: watcher._watches[0].state == "idling", watcher)
        hands.deliver(name, plain("<r@x.example>"), AT)
        delivered = time.monotonic()
        assert (watcher.wait(5), time.monotonic() - delivered < 2) == ({"anne"}, True)
    finally:
        watcher.close()
        hands.close()


# --- lines


@given(
    st.lists(st.sampled_from([b"* 1 EXISTS", b"+ idling", b"m1 OK", b"* 2 FETCH (X {4}\r\n\n{9}Y)", b""])),
    st.lists(st.integers(1, 9)),
)
def test_lines_come_out_alike_however_they_are_cut(responses, cuts):
    stream = b"".join(response + b"\r\n" for response in responses)
    lines, found, at = Lines(), [], 0
    for cut in [*cuts, len(stream)]:
        found += lines.feed(stream[at : at + cut])
        at += cut
    assert found == [response.replace(b"{4}\r\n\n{9}", b"") for response in responses]


def test_a_line_without_end_is_given_up():
    with pytest.raises(MailboxUnavailable):
        list(Lines().feed(b"x" * (LIMIT + 1)))
