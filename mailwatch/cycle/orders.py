"""Quotes filed in a command mailbox: each is an order of the owner's, carried out once. The message stays where it is."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from mailwatch.interpret.remembered import latest_version, quote_of, threads_of
from mailwatch.interpret.select import draft_mark, linked_ids
from mailwatch.model.facts import Fact, OwnerSaid, OwnerTouched, Saying
from mailwatch.model.message import Role, Seen
from mailwatch.model.orders import Order
from mailwatch.model.reasons import reason
from mailwatch.ports import Desk, Entry

#: How long ``later`` puts a quote off.
LATER = timedelta(days=14)

_SAYINGS = {Order.WON: Saying.WON, Order.LOST: Saying.LOST, Order.STOP: Saying.STOP, Order.LATER: Saying.SNOOZE}


def is_filed_draft(seen: Seen) -> bool:
    r"""A draft in a command mailbox was not sent: it must never be read as a word of the owner's."""
    return draft_mark(seen.headers) is not None or any(flag.lower() == "\\draft" for flag in seen.flags)


def obey(desk: Desk, filed: Sequence[Seen], now: datetime) -> Iterator[Fact]:
    """The owner's word for each message filed since the last look. What belongs to no quote is passed over."""
    if not filed:
        return
    orders = {box.name: box.order for box in desk.mailbox.mailboxes() if box.role is Role.COMMAND}
    for seen in filed:
        order, quote = orders.get(seen.locator.mailbox), _quote(desk, seen)
        if order is None or quote is None:
            continue
        fact = _word(desk, order, quote, seen, now)
        if not any(fact.because[0] in other.because for other in desk.journal.facts(desk.account.name, quote)):
            desk.journal.record(desk.account.name, Entry(facts=(fact,)), now=now, policy=desk.policy.digest)
            yield fact


def _quote(desk: Desk, seen: Seen) -> str | None:
    """The quote itself, or the one in whose thread the message stands (a draft of ours, an answer)."""
    message = seen.headers.message_id or ""
    if quote_of(desk, message) is not None:
        return latest_version(desk, message)
    return next(iter(threads_of(desk, (message, *linked_ids(seen.headers)))), None)


def _word(desk: Desk, order: Order, quote: str, seen: Seen, now: datetime) -> Fact:
    sent = quote_of(desk, quote)
    contacts = sent.details.contacts if sent else ()
    because = (reason("filed_as_order", order=order, message=seen.headers.message_id or ""),)
    if order is Order.CALLED:
        return OwnerTouched(at=now, quote=quote, contacts=contacts, because=because)
    until = (now + LATER).astimezone(desk.policy.calendar.zone).date() if order is Order.LATER else None
    return OwnerSaid(at=now, quote=quote, contacts=contacts, saying=_SAYINGS[order], until=until, because=because)
