"""Which new mail needs its text. Everything else is known by its header alone."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from enum import Enum, auto

from mailwatch.interpret.timing import instant_of
from mailwatch.model.attribution import Key, KeyKind
from mailwatch.model.message import Headers, Role, Seen
from mailwatch.model.notices import MARK
from mailwatch.model.policy import Unit
from mailwatch.ports import Desk
from mailwatch.text.identity import is_ours


class Want(Enum):
    NOTHING = auto()
    TEXT = auto()
    TEXT_AND_PDF = auto()


def linked_ids(headers: Headers) -> tuple[str, ...]:
    """The identifiers a message says it answers, nearest first."""
    return tuple(dict.fromkeys([*headers.in_reply_to, *reversed(headers.references)]))


def draft_mark(headers: Headers) -> str | None:
    """The token, else the Message-ID, of a draft of ours that was sent.

    A draft has its token directly before the message it answers, which is last. What others write further down the thread
    carries the token along, but earlier.
    """
    own = [*headers.references[-2:-1], *([headers.message_id] if headers.message_id else [])]
    return next((value for value in own if is_ours(value)), None)


def recipients(headers: Headers) -> tuple[str, ...]:
    return tuple(dict.fromkeys([person.address for person in (*headers.to, *headers.cc)]))


def id_keys(ids: Iterable[str]) -> tuple[Key, ...]:
    return tuple(Key(KeyKind.MESSAGE_ID, value) for value in ids)


def from_owner(seen: Seen, own: Collection[str]) -> bool:
    """Is this the owner's own word?

    Sent is the owner's by definition. Elsewhere a From can be forged; but a copy that a client filed never travelled, so it
    has no Received field (RFC 5321 §4.4), and what anybody delivered has.
    """
    if seen.role is Role.SENT:
        return True
    sender = seen.headers.sender
    if sender is None or sender.address not in own:
        return False
    return seen.role in {Role.OTHER, Role.TRASH} and seen.headers.value("received") is None


def is_notice(seen: Seen, own: Collection[str]) -> bool:
    """A message that mailwatch left in the inbox, wherever it was filed since. Others cannot hide their mail under the mark."""
    sender = seen.headers.sender
    return sender is not None and sender.address in own and seen.headers.value(MARK.lower()) is not None


def known_threads(desk: Desk, messages: Sequence[Seen]) -> frozenset[str]:
    """Those of the identifiers the messages say they answer that belong to a quote."""
    linked = {value for seen in messages for value in (*seen.headers.references, *seen.headers.in_reply_to)}
    return desk.journal.in_threads(desk.account.name, linked)


def answers(headers: Headers, threads: frozenset[str]) -> bool:
    """Does a message say that it answers one of these?"""
    return not threads.isdisjoint(headers.references) or not threads.isdisjoint(headers.in_reply_to)


def tells_nothing(desk: Desk, seen: Seen, threads: frozenset[str]) -> bool:
    """Mail of somebody else's that answers nothing we know, seen by its header alone: most of a mailbox."""
    return not answers(seen.headers, threads) and not from_owner(seen, desk.account.own)


def select(desk: Desk, messages: Sequence[Seen], threads: frozenset[str], now: datetime) -> tuple[Want, ...]:
    """For each message, what to fetch of it. ``threads``: identifiers known to belong to a quote."""
    senders = {seen.headers.sender.address for seen in messages if seen.headers.sender}
    correspondents = desk.journal.correspondents(desk.account.name, senders)
    return tuple([_want(desk, seen, now, correspondents, threads) for seen in messages])


def _want(desk: Desk, seen: Seen, now: datetime, correspondents: Collection[str], threads: frozenset[str]) -> Want:
    if is_notice(seen, desk.account.own):
        return Want.NOTHING
    if from_owner(seen, desk.account.own):
        return _want_of_sent(desk, seen, now)
    sender = seen.headers.sender
    if seen.role is Role.JUNK or (sender is not None and sender.address in desk.account.own):
        return Want.NOTHING
    if sender is not None and sender.address in desk.account.quote_senders:
        return Want.TEXT
    if answers(seen.headers, threads):
        return Want.TEXT
    if desk.policy.start is not None and instant_of(seen, now) < desk.policy.start:
        return Want.NOTHING
    known = sender is not None and sender.address in correspondents
    return Want.TEXT if known or not _mass_mail(seen.headers) else Want.NOTHING


def _want_of_sent(desk: Desk, seen: Seen, now: datetime) -> Want:
    if seen.role is Role.TRASH or draft_mark(seen.headers) is not None:
        return Want.NOTHING
    if desk.every_sent_is_a_quote:
        return Want.TEXT
    if not set(recipients(seen.headers)) - desk.account.own:
        return Want.NOTHING
    sent_at = instant_of(seen, now)
    if desk.policy.start is not None and sent_at < desk.policy.start:
        return Want.TEXT if now - sent_at <= _remembered(desk) else Want.NOTHING
    return Want.TEXT_AND_PDF


def _remembered(desk: Desk) -> timedelta:
    """How long quotes are remembered, generously rounded: the exact day is for the purge."""
    longest = {Unit.MONTHS: 31, Unit.WEEKS: 7, Unit.WORKING_DAYS: 2}
    return timedelta(days=desk.policy.retention.count * longest.get(desk.policy.retention.unit, 1))


def _mass_mail(headers: Headers) -> bool:
    """List and bulk headers (RFC 2919, RFC 2369, RFC 8058). Used only to save a download, never to judge a person."""
    precedence = (headers.value("precedence") or "").strip().lower()
    return headers.value("list-unsubscribe") is not None or precedence in {"bulk", "junk"}
