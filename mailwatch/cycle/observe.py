"""See everything that is new, and record what it means before anything is decided."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import TypeAlias

from mailwatch.cycle.namesakes import note_of, told_apart
from mailwatch.cycle.orders import is_filed_draft, obey
from mailwatch.followup.fold import fold
from mailwatch.interpret.forgotten import bygone
from mailwatch.interpret.message import interpret
from mailwatch.interpret.remembered import threads_of
from mailwatch.interpret.select import (
    Want,
    draft_mark,
    from_owner,
    is_notice,
    known_threads,
    linked_ids,
    recipients,
    select,
    tells_nothing,
)
from mailwatch.interpret.sent import Finding
from mailwatch.interpret.timing import instant_of
from mailwatch.model.conversation import DraftPhase
from mailwatch.model.facts import Fact
from mailwatch.model.message import Locator, Message, Role, Seen, Unreadable
from mailwatch.ports import Batch, Cursor, Desk, Entry, NewHeader, SeenMessage
from mailwatch.text.identity import invented_message_id, thread_mark

#: Messages whose headers are held at a time; ordinary catching up, after weeks, stays below.
WINDOW = 5_000

#: Messages whose texts are fetched together.
CHUNK = 250

#: Sent with less than this share of the messages it last held means a wrong or emptied mailbox, not a tidy owner.
SHRUNK = 0.5

#: Told how many messages were read, and how many there are as far as the server said.
Progress: TypeAlias = Callable[[int, int], None]


def unheard(_done: int, _total: int) -> None:
    """Nobody asked for progress."""


class _Window:
    """Messages read and not yet recorded, and the cursors that may follow them."""

    def __init__(self) -> None:
        self.fresh: list[Seen] = []
        self.moved: dict[str, Cursor] = {}
        self.renumbered: set[str] = set()

    def add(self, batch: Batch, messages: Iterable[Seen]) -> None:
        self.fresh += messages
        self.moved[batch.cursor.mailbox] = batch.cursor
        self.renumbered |= {batch.cursor.mailbox} if batch.reset else set()


def observe(desk: Desk, now: datetime, progress: Progress = unheard) -> tuple[Fact, ...]:
    """Read every new message and record what it tells. Returns the facts, in time order.

    Memory and work lost to a power cut are bounded by WINDOW: what its messages tell is recorded, then their cursors, and
    a scan that was cut goes on from there. Within a window mail is read in the order it was written; a longer scan reads
    all of Sent before the rest, so that no answer is read before the quote it answers.

    A message is interpreted once, wherever it is seen first; seen again elsewhere (archived, filed twice) only its
    place is noted.
    """
    cursors = dict(desk.journal.cursors(desk.account.name))
    facts = [fact for window in _windows(desk, cursors, now, progress) for fact in _read_window(desk, window, cursors, now)]
    facts.sort(key=lambda fact: fact.at)
    return tuple(facts)


def _windows(desk: Desk, cursors: Mapping[str, Cursor], now: datetime, progress: Progress) -> Iterator[_Window]:
    window, done = _Window(), 0
    for batch in desk.mailbox.new(cursors):
        done += len(batch.messages)
        progress(done, done + batch.left)
        if batch.cursor == cursors.get(batch.cursor.mailbox):
            continue
        _watch_for_shrinking(desk, batch, cursors, now)
        window.add(batch, [_seen(desk, batch.role, new) for new in batch.messages])
        if len(window.fresh) >= WINDOW:
            yield window
            window = _Window()
    if window.moved:
        yield window


def _read_window(desk: Desk, window: _Window, cursors: Mapping[str, Cursor], now: datetime) -> Iterator[Fact]:
    """Facts first, cursors last: what was cut in between is read again, and known."""
    for name in window.renumbered:
        _identify_again(desk, window, cursors[name], now)
    filed = [seen for seen in window.fresh if seen.role is Role.COMMAND]
    window.fresh = [_as_mail(seen) for seen in window.fresh if seen not in filed or not is_filed_draft(seen)]
    for chunk in _chunks(_in_order(window.fresh, now)):
        yield from _interpret_chunk(desk, chunk, now)
    _record(desk, Finding(), [row for seen in filed for row in _rows(desk, seen, now)], now)
    yield from obey(desk, filed, now)
    desk.journal.record(desk.account.name, Entry(cursors=tuple(window.moved.values())), now=now)


def _in_order(messages: Iterable[Seen], now: datetime) -> list[Seen]:
    """As they were written; but none before what it says it answers, for clocks are wrong."""
    told = [(seen, instant_of(seen, now)) for seen in messages]
    named = {seen.headers.message_id: at for seen, at in told}

    def place(one: tuple[Seen, datetime]) -> tuple[datetime, bool, datetime]:
        seen, at = one
        earliest = max((named[answered] for answered in linked_ids(seen.headers) if answered in named), default=at)
        return max(at, earliest), seen.role is not Role.SENT, at

    return [seen for seen, _ in sorted(told, key=place)]


def _as_mail(seen: Seen) -> Seen:
    """What is filed as an order may be new to us: it is read as in any other mailbox."""
    return replace(seen, role=Role.OTHER) if seen.role is Role.COMMAND else seen


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
    chunk = told_apart(desk, chunk, known)
    news = []
    for seen in chunk:
        if seen.headers.message_id not in known or _rescued(desk, seen):
            news.append(seen)
            known.add(seen.headers.message_id or "")
    unsent = _unsent(desk, news, now)
    apart = {seen.locator for seen in unsent}
    news = [seen for seen in news if seen.locator not in apart]
    chunk = [seen for seen in chunk if seen.locator not in apart]
    threads = known_threads(desk, news)
    wants = select(desk, news, threads, now)
    texts = _texts(desk, news, wants)
    fresh = {seen.locator for seen in news}
    rows = [*nameless, *(row for seen in chunk if seen.locator not in fresh for row in _rows(desk, seen, now))]
    rows += [row for seen in unsent for row in _rows(desk, seen, now) if row.message_id != seen.headers.message_id]
    learned = False
    for seen, want in zip(news, wants, strict=True):
        # A text that is gone was moved under our hands: the message will be new again where it went.
        if want is not Want.NOTHING and seen.locator not in texts:
            continue
        if want is not Want.NOTHING:
            rows = _record(desk, Finding(), rows, now)  # attribution asks the index who wrote before
        rows += _rows(desk, seen, now)
        if want is Want.NOTHING and not learned and tells_nothing(desk, seen, threads):
            continue
        finding = interpret(desk, seen, texts.get(seen.locator), now)
        learned = learned or bool(finding.keys)
        if finding.facts or finding.keys:
            rows = _record(desk, finding, [*rows, *note_of(desk, seen, now)], now)
            yield from finding.facts
    _record(desk, Finding(), rows, now)


def _rescued(desk: Desk, seen: Seen) -> bool:
    """Only seen in Junk before, and now taken out of it; or thrown away as a draft, and now sent all the same."""
    if seen.role in {Role.JUNK, Role.TRASH}:
        return False
    places = desk.journal.places(desk.account.name, seen.headers.message_id or "")
    left = {Role.JUNK, Role.TRASH, Role.COMMAND} if seen.role is Role.SENT else {Role.JUNK}
    return bool(places) and all(place.role in left for place in places)


def _unsent(desk: Desk, messages: Sequence[Seen], now: datetime) -> tuple[Seen, ...]:
    r"""The owner's mail outside Sent that is no word yet: a draft filed elsewhere, or shown elsewhere as well.

    Gmail lists drafts in All Mail too, without \Draft: so Drafts is asked. A program's own copy may lack \Draft as well: it is
    known by its date. Only that our mark was seen there is remembered:
    the message itself stays unknown, to be read once it is sent.
    """
    doubtful = [seen for seen in messages if seen.role is Role.OTHER and from_owner(seen, desk.account.own)]
    if not doubtful:
        return ()
    drafts = {desk.parse.headers(entry.header).message_id for entry in desk.mailbox.drafts().entries}
    return tuple(
        seen
        for seen in doubtful
        if seen.headers.message_id in drafts or _is_draft(seen.flags) or _lay_in_drafts_since(desk, seen, now)
    )


def _lay_in_drafts_since(desk: Desk, seen: Seen, now: datetime) -> bool:
    """Dated no later than when its draft was last seen lying in Drafts: what is sent is dated when it is sent."""
    ours, view = draft_mark(seen.headers), desk.journal.state(desk.account.name).last_view
    if ours is None or view is None or instant_of(seen, now) > view:
        return False
    states = (fold(desk.journal.facts(desk.account.name, quote)) for quote in threads_of(desk, linked_ids(seen.headers)))
    return any(
        ours in {draft.token, draft.message_id} and draft.phase in {DraftPhase.WAITING, DraftPhase.EDITED}
        for state in states
        for draft in state.drafts
    )


def _is_draft(flags: frozenset[str]) -> bool:
    return any(flag.lower() == "\\draft" for flag in flags)


def _texts(desk: Desk, messages: Sequence[Seen], wants: Sequence[Want]) -> dict[Locator, Message | Unreadable]:
    found: dict[Locator, Message | Unreadable] = {}
    own = {seen.locator for seen in messages if from_owner(seen, desk.account.own)}
    for want in (Want.TEXT, Want.TEXT_AND_PDF):
        locators = [seen.locator for seen, wanted in zip(messages, wants, strict=True) if wanted is want]
        if locators:
            for locator, raw in desk.mailbox.texts(locators, pdf=want is Want.TEXT_AND_PDF):
                own_pdf = want is Want.TEXT_AND_PDF and locator in own
                found[locator] = desk.parse.message(raw, own=own_pdf) if raw else Unreadable("the server gives nothing of it")
    return found


def _record(desk: Desk, finding: Finding, rows: Sequence[SeenMessage], now: datetime) -> list[SeenMessage]:
    """One transaction for what a message told and for the messages before it that told nothing. No rows are left."""
    if rows or finding.facts or finding.keys:
        entry = Entry(facts=finding.facts, seen=tuple(rows), keys=finding.keys)
        desk.journal.record(desk.account.name, entry, now=now, policy=desk.policy.digest)
    return []


def _rows(desk: Desk, seen: Seen, now: datetime) -> Iterator[SeenMessage]:
    """Index rows: under its Message-ID, and under our token where it carries one (a thrown-away draft is found by it)."""
    sender = seen.headers.sender
    notice = is_notice(seen, desk.account.own)
    row = SeenMessage(
        message_id=seen.headers.message_id or "",
        locator=seen.locator,
        role=seen.role,
        at=instant_of(seen, now),
        sender=sender.address if sender else None,
        recipients=recipients(seen.headers),
        from_owner=not notice and from_owner(seen, desk.account.own),
        automatic=notice,
    )
    yield row
    mark = draft_mark(seen.headers)
    if row.from_owner and mark is not None and mark != row.message_id:
        yield replace(row, message_id=mark)
        if seen.role in {Role.TRASH, Role.COMMAND}:
            yield replace(row, message_id=thread_mark(seen.headers.references[-1]))


def _nameless(seen: Seen, now: datetime) -> SeenMessage:
    """That the message was seen is all that may be known of it: its people asked to be forgotten."""
    at = instant_of(seen, now)
    return SeenMessage(seen.headers.message_id or "", seen.locator, seen.role, at, from_owner=True)


def _watch_for_shrinking(desk: Desk, batch: Batch, cursors: Mapping[str, Cursor], now: datetime) -> None:
    former = cursors.get(batch.cursor.mailbox)
    if batch.role is Role.SENT and former is not None and batch.cursor.messages < former.messages * SHRUNK:
        _lock(desk, "sent_shrank", now)


def _identify_again(desk: Desk, window: _Window, former: Cursor, now: datetime) -> None:
    """After a new UIDVALIDITY the messages must be mostly those we know, or it is another mailbox under the same name.

    Of a mailbox larger than a window, the oldest messages are looked at.
    """
    ids = [seen.headers.message_id or "" for seen in window.fresh if seen.locator.mailbox == former.mailbox]
    whole = not ids or len(ids) >= window.moved[former.mailbox].messages
    known = desk.journal.known(desk.account.name, ids)
    if len(known) < (former.messages if whole else len(ids)) * SHRUNK:
        _lock(desk, "uidvalidity_unrecognised", now)


def _lock(desk: Desk, code: str, now: datetime) -> None:
    """Draft nothing until the owner says ``check --accept``."""
    state = desk.journal.state(desk.account.name)
    if state.interlock is None:
        desk.journal.record(desk.account.name, Entry(state=replace(state, interlock=code)), now=now)
