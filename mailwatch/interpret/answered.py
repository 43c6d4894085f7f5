"""When an answer was given: no earlier than what it answers, whatever its author's clock said."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from mailwatch.interpret.remembered import threads_of
from mailwatch.interpret.select import linked_ids
from mailwatch.interpret.timing import instant_of
from mailwatch.model.facts import DraftIntended, DraftSent, Fact, OwnerWrote, QuoteSent
from mailwatch.model.message import Seen
from mailwatch.ports import Desk


def answered_at(desk: Desk, seen: Seen, now: datetime) -> datetime:
    """The message's instant; of a date that cannot be right, the arrival, or at least the mail it says it answers."""
    at = instant_of(seen, now)
    linked = linked_ids(seen.headers)
    ours = [
        fact.at
        for quote in threads_of(desk, linked)
        for fact in _named(desk.journal.facts(desk.account.name, quote), set(linked))
    ]
    earliest = max(ours, default=at)
    if at >= earliest:
        return at
    arrived = [told for told in (seen.headers.received_at, seen.internal_date) if told is not None and earliest <= told <= now]
    return next(iter(arrived), earliest)


def _named(facts: Iterable[Fact], names: set[str]) -> Iterator[Fact]:
    """What the owner wrote under one of these names; a follow-up of ours also goes by its token."""
    marked = set(names)
    for fact in facts:
        if isinstance(fact, DraftIntended) and fact.token in names and fact.message:
            marked.add(fact.message)
        if isinstance(fact, QuoteSent | OwnerWrote | DraftSent) and not marked.isdisjoint(
            {fact.message, getattr(fact, "sent_as", None)}
        ):
            yield fact
