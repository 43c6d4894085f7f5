"""See everything that is new, and record what it means before anything is decided."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from mailwatch.interpret.forgotten import bygone
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
    renumbered: set[str] = set()
    for batch in desk.mailbox.new(cursors):
        fresh += [_seen(desk, batch.role, new) for new in batch.messages]
        renumbered |= {batch.cursor.mailbox} if batch.reset else set()
        if batch.cursor != cursors.get(batch.cursor.mailbox):
            moved.append(batch.cursor)
            _watch_for_shrinking(desk, batch, cursors, now)
    if not moved:
        return ()
    for name in renumbered:
        _identify_again(desk, [seen for seen in fresh if seen.locator.mailbox == name], cursors[name], now)
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
    older = bygone(desk, chunk, now)
    nameless = tuple(_nameless(seen, now) for seen in chunk if seen.locator in older)
    chunk = [seen for seen in chunk if seen.locator not in older]
    known = set(desk.journal.known(account, [seen.headers.message_id or "" for seen in chunk]))
    news = []
    for seen in chunk:
        if seen.headers.message_id not in known or _rescued(desk, seen):
            news.append(seen)
            known.add(seen.headers.message_id or "")
    unsent = _unsent(desk, news)
    news = [seen for seen in news if seen.locator not in unsent]
    chunk = [seen for seen in chunk if seen.locator not in unsent]
    wants = select(desk, news, now)
    texts = _texts(desk, news, wants)
    for seen, want in zip(news, wants, strict=True):
        # A text that is gone was moved under our hands: the message will be new again where it went.
        if want is Want.NOTHING or seen.locator in texts:
            finding = interpret(desk, seen, texts.get(seen.locator), now)
            yield from _record(desk, seen, finding, now)
    again = tuple(row for seen in chunk if seen not in news for row in _rows(desk, seen, now))
    desk.journal.record(account, Entry(seen=(*again, *nameless)), now=now)


def _rescued(desk: Desk, seen: Seen) -> bool:
    """Only seen in Junk before, and now taken out of it; or thrown away as a draft, and now sent all the same."""
    if seen.role in {Role.JUNK, Role.TRASH}:
        return False
    places = desk.journal.places(desk.account.name, seen.headers.message_id or "")
    left = {Role.JUNK, Role.TRASH} if seen.role is Role.SENT else {Role.JUNK}
    return bool(places) and all(place.role in left for place in places)


def _unsent(desk: Desk, messages: Sequence[Seen]) -> frozenset[Locator]:
    r"""The owner's mail outside Sent that is no word yet: a draft filed elsewhere, or shown elsewhere as well.

    Gmail lists drafts in All Mail too, without \Draft: so Drafts is asked. They stay unknown, to be read once they are sent.
    """
    doubtful = [seen for seen in messages if seen.role is Role.OTHER and from_owner(seen, desk.account.own)]
    if not doubtful:
        return frozenset()
    drafts = {desk.parse.headers(entry.header).message_id for entry in desk.mailbox.drafts().entries}
    flagged = {seen.locator for seen in doubtful if any(flag.lower() == "\\draft" for flag in seen.flags)}
    return frozenset(flagged | {seen.locator for seen in doubtful if seen.headers.message_id in drafts})


def _texts(desk: Desk, messages: Sequence[Seen], wants: Sequence[Want]) -> dict[Locator, Message | Unreadable]:
    found: dict[Locator, Message | Unreadable] = {}
    own = {seen.locator for seen in messages if from_owner(seen, desk.account.own)}
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


def _nameless(seen: Seen, now: datetime) -> SeenMessage:
    """That the message was seen is all that may be known of it: its people asked to be forgotten."""
    at = instant_of(seen, now)
    return SeenMessage(seen.headers.message_id or "", seen.locator, seen.role, at, from_owner=True)


def _watch_for_shrinking(desk: Desk, batch: Batch, cursors: dict[str, Cursor], now: datetime) -> None:
    former = cursors.get(batch.cursor.mailbox)
    if batch.role is Role.SENT and former is not None and batch.cursor.messages < former.messages * SHRUNK:
        _lock(desk, "sent_shrank", now)


def _identify_again(desk: Desk, messages: Sequence[Seen], former: Cursor, now: datetime) -> None:
    """After a new UIDVALIDITY the messages must be mostly those we know, or it is another mailbox under the same name."""
    known = desk.journal.known(desk.account.name, [seen.headers.message_id or "" for seen in messages])
    if len(known) < former.messages * SHRUNK:
        _lock(desk, "uidvalidity_unrecognised", now)


def _lock(desk: Desk, code: str, now: datetime) -> None:
    """Draft nothing until the owner says ``check --accept``."""
    state = desk.journal.state(desk.account.name)
    if state.interlock is None:
        desk.journal.record(desk.account.name, Entry(state=replace(state, interlock=code)), now=now)
