"""See everything that is new, and record what it means before anything is decided."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from mailwatch.interpret.message import interpret
from mailwatch.interpret.select import Want, from_owner, recipients, select
from mailwatch.interpret.sent import Finding
from mailwatch.interpret.timing import instant_of
from mailwatch.model.facts import Fact
from mailwatch.model.message import Locator, Message, Role, Seen, Unreadable
from mailwatch.ports import Batch, Cursor, Desk, Entry, NewHeader, SeenMessage
from mailwatch.text.identity import invented_message_id, is_ours

#: Messages whose texts are fetched together.
CHUNK = 100

#: Sent with less than this share of the messages it last held means a wrong or emptied mailbox, not a tidy owner.
SHRUNK = 0.5


def observe(desk: Desk, now: datetime) -> tuple[Fact, ...]:
    """Read every new message and record what it tells, cursors last. Returns the facts, in time order.

    A message is interpreted once, wherever it is seen first; seen again elsewhere (archived, filed twice) only its
    place is noted.
    """
    account = desk.account.name
    cursors = dict(desk.journal.cursors(account))
    fresh: list[Seen] = []
    moved: list[Cursor] = []
    for batch in desk.mailbox.new(cursors):
        fresh += [_seen(desk, batch.role, new) for new in batch.messages]
        if batch.cursor != cursors.get(batch.cursor.mailbox):
            moved.append(batch.cursor)
            _watch_for_shrinking(desk, batch, cursors, now)
    if not moved:
        return ()
    fresh.sort(key=lambda seen: (instant_of(seen, now), seen.role is not Role.SENT))
    facts = [fact for chunk in _chunks(fresh) for fact in _interpret_chunk(desk, chunk, now)]
    desk.journal.record(account, Entry(cursors=tuple(moved)), now=now)
    return tuple(facts)


def _seen(desk: Desk, role: Role, new: NewHeader) -> Seen:
    headers = desk.parse.headers(new.header)
    if headers.message_id is None:
        headers = replace(headers, message_id=invented_message_id(desk.account.name, new.header))
    return Seen(new.locator, role, headers, new.internal_date, new.size, new.flags)


def _chunks(messages: Iterable[Seen]) -> Iterator[list[Seen]]:
    rest = iter(messages)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _interpret_chunk(desk: Desk, chunk: Sequence[Seen], now: datetime) -> Iterator[Fact]:
    account = desk.account.name
    known = set(desk.journal.known(account, [seen.headers.message_id or "" for seen in chunk]))
    news = []
    for seen in chunk:
        if seen.headers.message_id not in known:
            news.append(seen)
            known.add(seen.headers.message_id or "")
    texts = _texts(desk, news, select(desk, news, now))
    for seen in news:
        finding = interpret(desk, seen, texts.get(seen.locator), now)
        yield from _record(desk, seen, finding, now)
    again = tuple(row for seen in chunk if seen not in news for row in _rows(desk, seen, now))
    desk.journal.record(account, Entry(seen=again), now=now)


def _texts(desk: Desk, messages: Sequence[Seen], wants: Sequence[Want]) -> dict[Locator, Message | Unreadable]:
    found: dict[Locator, Message | Unreadable] = {}
    own = {seen.locator for seen in messages if seen.role is Role.SENT}
    for want in (Want.TEXT, Want.TEXT_AND_PDF):
        locators = [seen.locator for seen, wanted in zip(messages, wants, strict=True) if wanted is want]
        if locators:
            for locator, raw in desk.mailbox.texts(locators, pdf=want is Want.TEXT_AND_PDF):
                found[locator] = desk.parse.message(raw, own=want is Want.TEXT_AND_PDF and locator in own)
    return found


def _record(desk: Desk, seen: Seen, finding: Finding, now: datetime) -> tuple[Fact, ...]:
    entry = Entry(facts=finding.facts, seen=tuple(_rows(desk, seen, now)), keys=finding.keys)
    desk.journal.record(desk.account.name, entry, now=now, policy=desk.policy.digest)
    return finding.facts


def _rows(desk: Desk, seen: Seen, now: datetime) -> Iterator[SeenMessage]:
    """Index rows: under its Message-ID, and under our token where it carries one (a thrown-away draft is found by it)."""
    sender = seen.headers.sender
    row = SeenMessage(
        message_id=seen.headers.message_id or "",
        locator=seen.locator,
        role=seen.role,
        at=instant_of(seen, now),
        sender=sender.address if sender else None,
        recipients=recipients(seen.headers),
        from_owner=from_owner(seen, desk.account.own),
    )
    yield row
    for value in seen.headers.references:
        if is_ours(value):
            yield replace(row, message_id=value)


def _watch_for_shrinking(desk: Desk, batch: Batch, cursors: dict[str, Cursor], now: datetime) -> None:
    former = cursors.get(batch.cursor.mailbox)
    if batch.role is not Role.SENT or former is None or former.messages == 0:
        return
    state = desk.journal.state(desk.account.name)
    if batch.cursor.messages < former.messages * SHRUNK and state.interlock is None:
        desk.journal.record(desk.account.name, Entry(state=replace(state, interlock="sent_shrank")), now=now)
