"""Mail of people the owner had forgotten is never learned again, unless they write, or are written to, afterwards."""

from collections.abc import Sequence
from datetime import datetime

from mailwatch.interpret.select import from_owner, recipients
from mailwatch.interpret.timing import instant_of
from mailwatch.model.message import Locator, Seen
from mailwatch.ports import Desk


def bygone(desk: Desk, messages: Sequence[Seen], now: datetime) -> frozenset[Locator]:
    """Where those of the messages lie that are older than the forgetting of their author, or of whom the owner wrote to."""
    gone = desk.journal.forgotten(desk.account.name, (address for seen in messages for address in _people(desk, seen)))
    if not gone:
        return frozenset()
    return frozenset(
        seen.locator
        for seen in messages
        if any(address in gone and instant_of(seen, now) < gone[address] for address in _people(desk, seen))
    )


def _people(desk: Desk, seen: Seen) -> tuple[str, ...]:
    if from_owner(seen, desk.account.own):
        return recipients(seen.headers)
    return (seen.headers.sender.address,) if seen.headers.sender else ()
