"""The same pipeline over past mail, read-only: what mailwatch would have found, drafted and recognised, and when.

Nothing here knows a rule. Past messages are delivered, in the order they happened, into a mailbox in memory, and an
ordinary cycle runs at each of their instants and at each instant at which a conversation asks to be looked at.
"""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from mailwatch.cycle.events import Event, closing_of, event_of
from mailwatch.cycle.judge import judge
from mailwatch.cycle.observe import observe
from mailwatch.cycle.poll import Report, begun, run_cycle
from mailwatch.model.decisions import Close, Withdraw
from mailwatch.model.facts import DraftAppended
from mailwatch.model.message import Locator, Role
from mailwatch.ports import Desk


@dataclass(frozen=True, slots=True)
class PastMessage:
    """One archived message: when it happened (aware), where it lay, its bytes."""

    at: datetime
    role: Role
    raw: bytes


class RehearsalMailbox(Protocol):
    """The hands of owner and prospect on the mailbox in memory."""

    def put(self, role: Role, raw: bytes, at: datetime) -> Locator:
        """A message arrives in, or is saved to, the mailbox of this role."""
        ...

    def send_draft(self, locator: Locator, at: datetime) -> None:
        """The owner sends a draft as it stands: it leaves Drafts and appears in Sent."""
        ...


def replay(
    desk: Desk, hands: RehearsalMailbox, messages: Iterable[PastMessage], *, until: datetime, assume_sent: bool
) -> Iterator[Event]:
    """Events in time order. ``messages`` must be in time order; ``until`` ends the rehearsal."""
    stage = _Stage(desk, hands, until, assume_sent)
    for message in messages:
        yield from stage.advance(message.at)
        hands.put(message.role, message.raw, message.at)
        stage.wake(message.at)
    yield from stage.advance(until, last=True)


def track_all(desk: Desk, hands: RehearsalMailbox, messages: Iterable[PastMessage]) -> Iterator[Event]:
    """Every sent message is a quote of its own: only recognition is rehearsed, nothing is ever due."""
    for message in messages:
        desk = begun(desk, message.at)
        hands.put(message.role, message.raw, message.at)
        for fact in observe(desk, message.at):
            judged = judge(desk, fact.quote, message.at) if fact.quote else None
            event = event_of(desk, fact, judged)
            if event is not None:
                yield event


class _Stage:
    """The instants still to come, and what was already told."""

    def __init__(self, desk: Desk, hands: RehearsalMailbox, until: datetime, assume_sent: bool) -> None:  # noqa: FBT001
        self._desk = desk
        self._hands = hands
        self._until = until
        self._assume_sent = assume_sent
        self._wakes: list[datetime] = []
        self._over: dict[str, str] = {}

    def wake(self, at: datetime | None) -> None:
        if at is not None and at <= self._until:
            heapq.heappush(self._wakes, at)

    def advance(self, to: datetime, *, last: bool = False) -> Iterator[Event]:
        """Run a cycle at every instant asked for before ``to`` (and at it, when ``last``)."""
        while self._wakes and (self._wakes[0] < to or (last and self._wakes[0] <= to)):
            now = heapq.heappop(self._wakes)
            while self._wakes and self._wakes[0] == now:
                heapq.heappop(self._wakes)
            yield from self._cycle(now)

    def _cycle(self, now: datetime) -> Iterator[Event]:
        report = run_cycle(self._desk, now)
        yield from self._told(report, now)
        for fact in report.facts:
            if isinstance(fact, DraftAppended):
                if self._assume_sent:
                    self._hands.send_draft(fact.locator, now)
                self.wake(now)
        for at in (*report.looks, *(found.next_look() for found in report.judged)):
            self.wake(at)

    def _told(self, report: Report, now: datetime) -> Iterator[Event]:
        desk = begun(self._desk, now)
        events: list[Event] = []
        for fact in report.facts:
            judged = judge(desk, fact.quote, now) if fact.quote else None
            event = event_of(desk, fact, judged)
            events += [event] if event is not None else []
        for found in report.judged:
            again = judge(desk, found.quote, now)
            event = closing_of(desk, again)
            if event is not None and self._over.get(found.quote) != event.fields["status"]:
                self._over[found.quote] = str(event.fields["status"])
                events.append(event if event.at <= now else replace(event, at=now))
            if not isinstance(again.decision, Close | Withdraw):  # it lives again: its next end is news
                self._over.pop(found.quote, None)
        yield from sorted((_on_its_day(event, now) for event in events), key=lambda event: event.at)


def _on_its_day(event: Event, now: datetime) -> Event:
    """A draft that a limit held back is due on the day it may be made."""
    held_back = event.name == "draft" and event.at.astimezone(now.tzinfo).date() < now.date()
    return replace(event, at=now) if held_back else event
