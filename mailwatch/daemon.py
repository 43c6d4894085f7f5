"""The daemon: it wakes, runs one cycle per account, writes its health, and sleeps again.

APScheduler only ticks and holds nothing: what is due lies in the journal. IDLE is only a hint. Stopping is safe at any
instruction, so a signal interrupts whatever is under way.
"""

import logging
import queue
import random
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import FrameType

from mailwatch.errors import AuthenticationRefused, JournalError, MailwatchError
from mailwatch.ports import Watcher

log = logging.getLogger(__name__)

#: How long a watcher waits in one go; it is woken by ``stop`` in any case.
WATCH = 60.0

SHORTEST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(minutes=15)

#: A tick looks at the server unless the next one still comes within so long of the last complete view. Half of the 30 minutes
#: after which the owner is told that nothing is seen, and a minute for ticks to drift: one look may fail and be tried again.
UNSEEN = timedelta(minutes=16)

#: Refused logins after which only the owner can help; more would lock the account at some providers.
MOST_REFUSALS = 3


class Stopping(BaseException):
    """Raised by SIGTERM or SIGINT wherever the daemon happens to be."""


@dataclass(frozen=True, slots=True)
class Services:
    """What bootstrap hands to the daemon.

    ``cycles`` runs one cycle of an account; ``due``: is there anything to decide? ``failed`` notes when an account is tried
    next; ``health`` writes the health file. ``clock`` gives the present instant, aware.
    """

    cycles: Mapping[str, Callable[[datetime], object]]
    due: Callable[[str, datetime], bool]
    failed: Callable[[str, datetime, datetime | None], None]
    health: Callable[[datetime], None]
    watcher: Watcher
    clock: Callable[[], datetime]
    poll: timedelta


@dataclass(frozen=True, slots=True)
class Wake:
    """Who is to be looked at. ``moved``: something was announced; else it is only time."""

    names: frozenset[str]
    moved: bool = False


def serve(services: Services) -> None:
    """Run until SIGTERM or SIGINT. Never ends because of the network."""
    inbox: queue.SimpleQueue[Wake] = queue.SimpleQueue()
    everyone = Wake(frozenset(services.cycles))
    known = {name: Last() for name in everyone.names}
    with _signals(), _watching(services.watcher, inbox):
        try:
            _attend(services, known, [everyone])
            with _ticking(services.poll, lambda: inbox.put(everyone)):
                while True:
                    _attend(services, known, _drain(inbox))
        except Stopping:
            log.info("stopping")


def _attend(services: Services, known: Mapping[str, "Last"], wakes: Sequence[Wake]) -> None:
    attend(services, known, wakes)
    with _surviving_the_disk("the health file"):
        services.health(services.clock())


def attend(services: Services, known: Mapping[str, "Last"], wakes: Sequence[Wake]) -> None:
    """One cycle of every account where something was announced, and of those that a tick should look at."""
    moved = frozenset().union(*(wake.names for wake in wakes if wake.moved))
    for name in sorted(frozenset().union(*(wake.names for wake in wakes))):
        _run(services, name, known[name], moved=name in moved)


def _drain(inbox: "queue.SimpleQueue[Wake]") -> list[Wake]:
    wakes = [inbox.get()]
    while not inbox.empty():
        wakes.append(inbox.get())
    return wakes


class _Pause:
    """How long an account that fails is left alone: longer the longer it fails, with jitter against a crowd's return."""

    def __init__(self) -> None:
        self.until: datetime | None = None
        self._length = SHORTEST_PAUSE
        self._refusals = 0

    @property
    def waits_for_owner(self) -> bool:
        return self._refusals >= MOST_REFUSALS

    def over(self, now: datetime) -> bool:
        """Also when the clock was set back: no pause lasts so long."""
        over = self.until is None or now >= self.until or self.until - now > 2 * LONGEST_PAUSE
        return not self.waits_for_owner and over

    def longer(self, now: datetime) -> datetime:
        self.until = now + self._length * random.uniform(0.9, 1.1)  # noqa: S311 - spreads load, guards nothing
        self._length = min(self._length * 2, LONGEST_PAUSE)
        return self.until

    def refused(self, now: datetime) -> datetime:
        self._refusals += 1
        return self.longer(now)

    def reset(self) -> None:
        self.until = None
        self._length = SHORTEST_PAUSE
        self._refusals = 0


@dataclass(slots=True)
class Last:
    """What the daemon remembers of an account: how it fails, when it was last seen whole, and the silence before that."""

    pause: _Pause = field(default_factory=_Pause)
    view: datetime | None = None
    silence: int | None = None

    def suffices(self, silence: int | None, until: datetime) -> bool:
        """Was nothing announced since the last view, and is it still young enough ``until`` then?"""
        return (
            self.view is not None and silence is not None and silence == self.silence and self.view <= until <= self.view + UNSEEN
        )


def _run(services: Services, name: str, last: Last, *, moved: bool) -> None:
    now, pause = services.clock(), last.pause
    if not pause.over(now):
        return
    silence = services.watcher.silence(name)  # before the view: what is told meanwhile ends it
    try:
        # Nothing can have happened and nothing is to be decided: whatever leads to a draft begins with a look.
        if not moved and last.suffices(silence, now + services.poll) and not services.due(name, now):
            return
        last.view, last.silence = None, silence
        services.cycles[name](now)
    except AuthenticationRefused as error:
        next_try = pause.refused(now)
        _failed(services, name, now, None if pause.waits_for_owner else next_try)
        then = "waiting for the owner" if pause.waits_for_owner else f"next try at {next_try.isoformat(timespec='seconds')}"
        log.error("%s: the server refuses the login; %s: %s", name, then, error)  # noqa: TRY400 - no bug of ours to trace
    except MailwatchError as error:
        next_try = pause.longer(now)
        _failed(services, name, now, next_try)
        log.warning("%s: %s; next try at %s", name, error, next_try.isoformat(timespec="seconds"))
    except Exception as error:  # noqa: BLE001 - one account's trouble, even a bug of ours, must not silence the others
        next_try = pause.longer(now)
        _failed(services, name, now, next_try)
        log.error("%s: a bug in mailwatch (%s); next try at %s", name, _where(error), next_try.isoformat(timespec="seconds"))  # noqa: TRY400 - a traceback may quote mail
    else:
        pause.reset()
        last.view = now


def _failed(services: Services, name: str, now: datetime, next_try: datetime | None) -> None:
    with _surviving_the_disk(f"{name}: the next try"):
        services.failed(name, now, next_try)


@contextmanager
def _surviving_the_disk(what: str) -> Iterator[None]:
    """What only tells the owner must not end the daemon: a full disk is emptied one day."""
    try:
        yield
    except (JournalError, OSError) as error:
        log.error("%s could not be written: %s", what, error)  # noqa: TRY400 - no bug of ours to trace


def _where(error: Exception) -> str:
    """Type and place of an exception, without its text: that may hold somebody's words."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} at {place}"


@contextmanager
def _signals() -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the shape of a handler
        raise Stopping

    former = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


@contextmanager
def _ticking(every: timedelta, tick: Callable[[], None]) -> Iterator[None]:
    from apscheduler.schedulers.background import BackgroundScheduler  # noqa: PLC0415 - slow, and the first look needs none

    scheduler = BackgroundScheduler(timezone="UTC")
    # By default APScheduler drops a tick that is more than a second late (agronholm/apscheduler#296).
    scheduler.add_job(tick, "interval", seconds=every.total_seconds(), coalesce=True, max_instances=1, misfire_grace_time=None)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


@contextmanager
def _watching(watcher: Watcher, inbox: "queue.SimpleQueue[Wake]") -> Iterator[None]:
    over = threading.Event()

    def watch() -> None:
        while not over.is_set():
            moved = watcher.wait(WATCH)
            if moved:
                inbox.put(Wake(moved, moved=True))

    thread = threading.Thread(target=watch, name="watcher", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        watcher.stop()
        thread.join(1.0)
        watcher.close()
