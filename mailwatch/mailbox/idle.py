"""IDLE (RFC 2177) for all accounts with one selector: a hint that something moved, never the truth.

It tells of the inbox alone; where the server offers NOTIFY (RFC 5465), of every mailbox.

imapclient's ``idle_check`` is not used: after the server hangs up it answers "nothing" for ever, it loses an event that
shares a packet with the continuation, and a line split over two packets breaks it (mjs/imapclient#519, #464, #565).
"""

import heapq
import logging
import random
import selectors
import socket
import ssl
import threading
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from queue import SimpleQueue
from typing import Literal, TypeAlias

from imapclient.imap_utf7 import encode as encode_utf7

from mailwatch.errors import AuthenticationRefused, InvariantBroken, MailwatchError
from mailwatch.mailbox.lines import Lines
from mailwatch.mailbox.session import Connector, ServerSettings, Session, translated
from mailwatch.mailbox.special_use import Listed
from mailwatch.mailbox.transport import NOTIFY
from mailwatch.ports import Watcher

_LOG = logging.getLogger(__name__)
_MOVED = (b" EXISTS", b" EXPUNGE")
#: The server will tell nothing more (RFC 5465 §5.8).
_OVERFLOW = b"* OK [NOTIFICATIONOVERFLOW]"
_AT_ONCE = 65_536

State: TypeAlias = Literal["away", "connecting", "idling", "ending", "starting", "never"]


@dataclass(frozen=True, slots=True)
class Timing:
    """In seconds. ``renew``: routers forget quiet connections after five minutes, servers may hang up after thirty.

    ``answer``: how long a renewal may take before the connection counts as dead. Retries double from ``retry`` to
    ``longest`` and start small again only after ``healthy`` seconds of IDLE: a server that accepts a login and hangs up
    must not be hammered. A refused login is left alone for ``refused``. ``at_once``: how many connections are made at a
    time, so that a thousand accounts are no stampede.
    """

    renew: float = 280.0
    answer: float = 30.0
    retry: float = 60.0
    longest: float = 900.0
    healthy: float = 600.0
    refused: float = 3_600.0
    at_once: int = 8


class _Watch:
    """One account's IDLE. ``due`` is the monotonic instant of its next step, None while a connection is being made.

    ``proved`` is when the server last ended a command: all it had to tell until then was heard. ``turn`` counts whatever
    ends a silence. ``notified``: the server tells of every mailbox. ``soonest``: the share of ``renew`` after which IDLE may be
    renewed; small the first time, so that connections made together do not stay together.
    """

    __slots__ = (
        *("connector", "due", "failures", "lines", "name", "notified", "proved", "session", "settings", "since"),
        *("soonest", "state", "tag", "turn"),
    )

    def __init__(self, name: str, settings: ServerSettings, now: float) -> None:
        self.name = name
        self.settings = settings
        self.connector = Connector(settings)
        self.session: Session | None = None
        self.lines = Lines()
        self.state: State = "away"
        self.due: float | None = now
        self.soonest = 0.1
        self.since = now
        self.proved = now
        self.turn = 0
        self.notified = False
        self.failures = 0
        self.tag = b""

    @property
    def socket(self) -> socket.socket | None:
        return self.session.transport.sock if self.session else None


class ImapWatcher:
    """See ``ports.Watcher``. One connection for each account; servers without IDLE never wake it."""

    def __init__(self, accounts: Mapping[str, ServerSettings], timing: Timing = Timing()) -> None:
        self._timing = timing
        self._wake, self._woken = socket.socketpair()
        self._wake.settimeout(0)
        self._woken.settimeout(0)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._connected: SimpleQueue[tuple[_Watch, Session | Exception, bytes]] = SimpleQueue()
        self._closed = False
        self._connecting = 0
        self._waiting: deque[_Watch] = deque()
        self._numbers = count()
        self._steps: list[tuple[float, int, _Watch]] = []
        self._watches = [_Watch(name, settings, time.monotonic()) for name, settings in accounts.items()]
        self._named = {watch.name: watch for watch in self._watches}
        for watch in self._watches:
            self._plan(watch, "away", watch.since)

    def wait(self, seconds: float) -> frozenset[str]:
        deadline = time.monotonic() + seconds
        moved: set[str] = set()
        while not moved:
            self._take_steps(time.monotonic())
            pause = max(0.0, min(deadline, self._steps[0][0] if self._steps else deadline) - time.monotonic())
            stopped = self._serve(pause, moved)
            if stopped or time.monotonic() >= deadline:
                break
        return frozenset(moved)

    def listening(self) -> int:
        """On how many connections IDLE is under way."""
        return sum(watch.state == "idling" for watch in self._watches)

    def silence(self, name: str) -> int | None:
        watch = self._named[name]
        proof = time.monotonic() - watch.proved
        heard = watch.notified and watch.session is not None and watch.state in {"idling", "ending", "starting"}
        return watch.turn if heard and proof <= self._timing.renew + 2 * self._timing.answer else None

    def stop(self) -> None:
        with suppress(OSError):
            self._wake.send(b"s")

    def close(self) -> None:
        self._closed = True
        for watch in self._watches:
            watch.state, watch.due = "never", None
            self._let_go(watch)
        self._selector.close()
        self._wake.close()
        self._woken.close()

    # --- what is ready

    def _serve(self, pause: float, moved: set[str]) -> bool:
        """Look at every socket that has something to say; whether somebody called ``stop``."""
        stopped = False
        for key, _ in self._selector.select(pause):
            if isinstance(key.data, _Watch):
                self._hear(key.data, moved)
            else:
                stopped = b"s" in self._woken.recv(4096)
        while not self._connected.empty():
            self._take(*self._connected.get(), moved)
        return stopped

    def _hear(self, watch: _Watch, moved: set[str]) -> None:
        """Read until nothing is left: TLS may hold decrypted bytes that a selector cannot see."""
        sock = watch.socket
        while sock is not None:
            try:
                data = sock.recv(_AT_ONCE)
            except (BlockingIOError, ssl.SSLWantReadError):
                return None
            except OSError as error:
                return self._fail(watch, str(error))
            if not data:
                return self._fail(watch, "the server closed the connection")
            if not self._understand(watch, data, moved):
                return None
        return None

    def _understand(self, watch: _Watch, data: bytes, moved: set[str]) -> bool:
        """Whether the connection is still good."""
        try:
            for line in watch.lines.feed(data):
                self._line(watch, line, moved)
        except (MailwatchError, ValueError) as error:
            if isinstance(error, InvariantBroken):
                raise
            self._fail(watch, str(error))
        return watch.session is not None

    def _line(self, watch: _Watch, line: bytes, moved: set[str]) -> None:
        now = time.monotonic()
        if line.startswith(b"+"):
            self._plan(watch, "idling", now + self._timing.renew * random.uniform(watch.soonest, 1.0))  # noqa: S311 - spread, no secret
            watch.soonest = 0.9
        elif line.startswith(watch.tag + b" "):
            if watch.state != "ending" or line[len(watch.tag) + 1 :][:2].upper() != b"OK":
                raise ValueError("the server ended IDLE")
            watch.proved = now
            _start_idle(watch)
            self._plan(watch, "starting", now + self._timing.answer)
        elif line[:5].upper() == b"* BYE":
            raise ValueError("the server ended the session")
        elif line.upper().startswith(_OVERFLOW):
            raise ValueError("the server tells no more of what happens")
        elif line.upper().endswith(_MOVED):
            watch.settings.stirred.set()
            _move(watch, moved)
        elif line[:9].upper() == b"* STATUS ":
            _move(watch, moved)

    # --- what is due

    def _plan(self, watch: _Watch, state: State, due: float | None) -> None:
        watch.state, watch.due = state, due
        if due is not None:
            heapq.heappush(self._steps, (due, next(self._numbers), watch))

    def _take_steps(self, now: float) -> None:
        """Those that are due and not planned otherwise since; whoever would connect waits while ``at_once`` others do."""
        while self._steps and self._steps[0][0] <= now:
            due, _, watch = heapq.heappop(self._steps)
            if watch.due == due:
                self._step(watch, now)
        while self._waiting and self._connecting < self._timing.at_once:
            watch = self._waiting.popleft()
            self._connecting += 1
            self._plan(watch, "connecting", None)
            threading.Thread(target=self._connect, args=(watch,), name=f"idle {watch.name}", daemon=True).start()

    def _step(self, watch: _Watch, now: float) -> None:
        match watch.state:
            case "away":
                self._plan(watch, "away", None)
                self._waiting.append(watch)
            case "idling":
                self._renew(watch, now)
            case _:
                self._fail(watch, "the server does not answer")

    def _renew(self, watch: _Watch, now: float) -> None:
        if now - watch.since >= self._timing.healthy:
            watch.failures = 0
        try:
            if watch.session is not None:
                watch.session.transport.send(b"DONE\r\n")
        except OSError as error:
            return self._fail(watch, str(error))
        self._plan(watch, "ending", now + self._timing.answer)
        return None

    def _fail(self, watch: _Watch, problem: str, *, pause: float | None = None) -> None:
        """Let go of the connection and say when to try again."""
        if watch.session is not None and time.monotonic() - watch.since >= self._timing.healthy:
            watch.failures = 0
        self._let_go(watch)
        watch.turn += 1
        wait = pause or min(self._timing.longest, self._timing.retry * 2**watch.failures)
        watch.failures += 1
        self._plan(watch, "away", time.monotonic() + wait * random.uniform(1.0, 1.3))  # noqa: S311 - spread, no secret
        _LOG.info("IDLE of %s interrupted: %s; next try in %d s", watch.name, problem, wait)

    def _let_go(self, watch: _Watch) -> None:
        if watch.session is not None:
            if watch.socket is not None:
                with suppress(KeyError, ValueError):
                    self._selector.unregister(watch.socket)
            watch.session.drop()
            watch.session = None

    # --- connecting, in a thread of its own

    def _connect(self, watch: _Watch) -> None:
        try:
            session, leftover = _idling(watch)
            if self._closed:
                return session.drop()
            self._connected.put((watch, session, leftover))
        except Exception as error:  # noqa: BLE001 - told to wait(), which decides
            self._connected.put((watch, error, b""))
        with suppress(OSError):
            self._wake.send(b"c")
        return None

    def _take(self, watch: _Watch, outcome: Session | Exception, leftover: bytes, moved: set[str]) -> None:
        self._connecting -= 1
        if isinstance(outcome, InvariantBroken):
            raise outcome
        if isinstance(outcome, Exception):
            refused = isinstance(outcome, AuthenticationRefused)
            return self._fail(watch, str(outcome), pause=self._timing.refused if refused else None)
        if not outcome.has("IDLE"):
            _LOG.info("%s has no IDLE: only the timer looks", watch.name)
            self._plan(watch, "never", None)
            return outcome.log_out()
        if watch.failures:
            moved.add(watch.name)  # what happened meanwhile was announced to nobody
        now = time.monotonic()
        watch.session, watch.lines, watch.since, watch.proved = outcome, Lines(), now, now
        watch.soonest = 0.1
        self._plan(watch, "starting", now + self._timing.answer)
        self._selector.register(outcome.transport.sock, selectors.EVENT_READ, watch)
        if self._understand(watch, leftover, moved):
            self._hear(watch, moved)
        return None


def _idling(watch: _Watch) -> tuple[Session, bytes]:
    """A session whose IDLE has been sent, and what it had read beyond its last answer. Blocks."""
    session = watch.connector.open()
    try:
        if not session.has("IDLE"):
            return session, b""
        name = watch.settings.mailboxes.inbox
        session.open(Listed(name, bytes(encode_utf7(name)), "", frozenset()))
        watch.notified = session.has("NOTIFY") and session.ask(NOTIFY)[0][0].ok
        watch.tag = session.raw().tag()
        with translated(session.host):
            session.transport.send(watch.tag + b" IDLE\r\n")
            return session, session.transport.buffered()
    except BaseException:
        session.drop()
        raise


def _move(watch: _Watch, moved: set[str]) -> None:
    watch.turn += 1
    moved.add(watch.name)


def _start_idle(watch: _Watch) -> None:
    if watch.session is not None:
        watch.tag = watch.session.raw().tag()
        watch.session.transport.send(watch.tag + b" IDLE\r\n")


def _is_a_watcher(watcher: ImapWatcher) -> Watcher:
    """Mypy proves here that it fits the port."""
    return watcher
