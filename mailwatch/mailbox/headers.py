"""Headers of new messages in large steps, and the complete listing of Drafts."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TypeAlias

from mailwatch.errors import MailboxUnavailable
from mailwatch.mailbox.fields import WANTED
from mailwatch.mailbox.framing import Counts, Fetched, Frame, Pending, Tagged, fetched, fetched_uid
from mailwatch.mailbox.session import Session
from mailwatch.mailbox.special_use import Listed
from mailwatch.model.message import Locator, Role
from mailwatch.ports import Batch, Cursor, DraftEntry, DraftsListing, NewHeader

#: Messages in one command, and commands in one round trip.
BATCH = 2_500
AHEAD = 2
#: New messages from which on a compressed connection saves more time than the round trip it costs.
WORTH_COMPRESSING = 1_000
#: UIDs for each message up to which ranges are fetched as they come, gaps included.
SPARSE = 2
#: UIDs listed in one round trip.
LISTED = 100_000

HEADER_ITEM = b"BODY.PEEK[HEADER.FIELDS (" + " ".join(WANTED).upper().encode() + b")]"
_NEW = b"(UID INTERNALDATE RFC822.SIZE FLAGS " + HEADER_ITEM + b")"
_DRAFT = b"(UID FLAGS RFC822.SIZE " + HEADER_ITEM + b")"

Connected: TypeAlias = Callable[[], AbstractContextManager[Session]]
Range: TypeAlias = tuple[int, int]
#: The ranges of one round trip.
Window: TypeAlias = Sequence[Range]


def headers_since(connected: Connected, box: Listed, role: Role, cursor: Cursor | None, counts: Counts) -> Iterator[Batch]:
    """Batches of one mailbox after ``cursor``, at least one; the last carries the cursor that ``counts`` promised.

    A server that counts UIDs anew without a new UIDVALIDITY is met as if it had given one.
    """
    stale = cursor is not None and (cursor.uidvalidity != counts.uidvalidity or cursor.uidnext > counts.uidnext > 0)
    low = 1 if cursor is None or stale else cursor.uidnext
    end = Cursor(box.name, counts.uidvalidity, counts.uidnext, counts.messages)
    if low == counts.uidnext:
        yield Batch(role, (), end, stale)
        return
    if min(counts.messages, counts.uidnext - low) >= WORTH_COMPRESSING:
        with connected() as session:
            session.compress()
    reader = _Reader(connected, box, counts)
    windows = reader.windows(low)
    window = next(windows, ())
    first = True
    while first or window:
        following = next(windows, ())
        messages = reader.read(window, following)
        uidnext = window[-1][1] + 1 if following else counts.uidnext or _past(low, messages)
        yield Batch(role, messages, Cursor(box.name, counts.uidvalidity, uidnext, counts.messages), stale and first)
        window, first = following, False


def _past(low: int, messages: Sequence[NewHeader]) -> int:
    return max([low, *(message.locator.uid + 1 for message in messages)])


@dataclass(frozen=True, slots=True)
class _Ahead:
    """What the server is working on."""

    session: Session
    window: Window
    pending: Pending
    headers: list[Fetched]


class _Reader:
    """Reads ranges of UIDs of one mailbox, whatever else happens on the connection in between.

    What is read next is asked for before the caller gets what was read: server and network work while the caller does.
    """

    def __init__(self, connected: Connected, box: Listed, counts: Counts) -> None:
        self._connected = connected
        self._box = box
        self._counts = counts
        self._opened: tuple[Session, int] | None = None
        self._ahead: _Ahead | None = None

    def windows(self, low: int) -> Iterator[Window]:
        """What to fetch, in steps of BATCH * AHEAD messages. Where UIDs are far apart, the server is asked which there are."""
        span = self._counts.uidnext - low
        if 0 < span <= max(BATCH * AHEAD, SPARSE * self._counts.messages):
            last = self._counts.uidnext - 1
            ranges = [(start, min(start + BATCH - 1, last)) for start in range(low, last + 1, BATCH)]
            yield from (ranges[start : start + AHEAD] for start in range(0, len(ranges), AHEAD))
            return
        for uids in self._uids(low):
            ranges = [(uids[start], uids[start : start + BATCH][-1]) for start in range(0, len(uids), BATCH)]
            yield from (ranges[start : start + AHEAD] for start in range(0, len(ranges), AHEAD))

    def _uids(self, low: int) -> Iterator[list[int]]:
        """All UIDs from ``low`` in order, about LISTED at a time; ``*`` where the server does not say where they end."""
        end = self._counts.uidnext
        step = LISTED * max(1, end // max(1, self._counts.messages))
        for start in range(low, end, step) if end else (low,):
            last = min(start + step, end) - 1
            with self._connected() as session:
                _, frames = self._ask(session, b"UID FETCH %d:%s (UID)" % (start, b"%d" % last if end else b"*"))
            found = {uid for uid in map(fetched_uid, frames) if uid is not None}
            yield sorted(uid for uid in found if uid >= start and (uid <= last or not end))

    def read(self, window: Window, following: Window) -> tuple[NewHeader, ...]:
        if not window:
            return ()
        with self._connected() as session:
            ends, messages = self._answer(session, window)
            if following and self._is_open(session):
                headers: list[Fetched] = []
                self._ahead = _Ahead(session, following, session.begin(*_commands(following), headers=headers), headers)
            found = _within(window, messages)
            for one, end in zip(window, ends, strict=True):
                if not end.ok:
                    found |= self._piecewise(session, one)
        return tuple([self._new(found[uid]) for uid in sorted(found)])

    def _answer(self, session: Session, window: Window) -> tuple[list[Tagged], list[Fetched]]:
        """What was asked for ahead, unless the connection it was asked on is gone."""
        ahead, self._ahead = self._ahead, None
        if ahead is None or ahead.session is not session or ahead.window is not window:
            return self._fetch(session, *_commands(window))
        ends, frames = session.finish(ahead.pending)
        return ends, ahead.headers + _messages(frames)

    def _piecewise(self, session: Session, one: Range) -> dict[int, Fetched]:
        """The server cannot give the whole range: find the message at fault, and go on with an empty header for it."""
        low, high = one
        ends, messages = self._fetch(session, *_commands([one]))
        if ends[0].ok:
            return _within([one], messages)
        if low == high:
            return self._bare(session, low)
        middle = (low + high) // 2
        return self._piecewise(session, (low, middle)) | self._piecewise(session, (middle + 1, high))

    def _bare(self, session: Session, uid: int) -> dict[int, Fetched]:
        """A message whose header cannot be had. Raises MailboxUnavailable when the server gives nothing of it at all."""
        ends, messages = self._fetch(session, b"UID FETCH %d (UID INTERNALDATE RFC822.SIZE FLAGS)" % uid)
        if not ends[0].ok:
            raise MailboxUnavailable(f"the server cannot read message {uid}: {ends[0].text}")
        return {message.uid: message for message in messages if message.uid == uid}

    def _fetch(self, session: Session, *commands: bytes) -> tuple[list[Tagged], list[Fetched]]:
        headers: list[Fetched] = []
        ends, frames = self._ask(session, *commands, headers=headers)
        return ends, headers + _messages(frames)

    def _ask(self, session: Session, *commands: bytes, headers: list[Fetched] | None = None) -> tuple[list[Tagged], list[Frame]]:
        """Open the mailbox again unless it still is, as we opened it."""
        if self._is_open(session):
            return session.ask(*commands, headers=headers)
        counts, ends, frames = session.open(self._box, *commands, headers=headers)
        if counts.uidvalidity != self._counts.uidvalidity:
            raise MailboxUnavailable(f"{self._box.name} was replaced while it was being read")
        self._opened = (session, session.openings)
        return ends, frames

    def _is_open(self, session: Session) -> bool:
        return self._opened == (session, session.openings)

    def _new(self, message: Fetched) -> NewHeader:
        locator = Locator(self._box.name, self._counts.uidvalidity, message.uid)
        return NewHeader(locator, message.body, message.internal_date, message.size, message.flags)


def _messages(frames: Sequence[Frame]) -> list[Fetched]:
    return [message for message in map(fetched, frames) if message is not None]


def _within(window: Window, messages: Sequence[Fetched]) -> dict[int, Fetched]:
    """By UID, without what servers add: flag changes, and the last message when a range is past the end."""
    low, high = window[0][0], window[-1][1]
    return {message.uid: message for message in messages if low <= message.uid <= high and (message.size or message.body)}


def _commands(window: Window) -> list[bytes]:
    return [b"UID FETCH %d:%d %s" % (*one, _NEW) for one in window]


def drafts_listing(session: Session, box: Listed) -> tuple[DraftsListing, Counts]:
    """Every message of Drafts, and the counts when it was opened; asked twice when answer and announced number differ.

    NOOP first: Courier shows nothing new without it.
    """
    for _ in range(2):
        counts, ends, frames = session.open(box, b"NOOP", b"UID FETCH 1:* " + _DRAFT)
        messages = {message.uid: message for message in map(fetched, frames) if message is not None and message.size}
        if len(messages) == counts.messages and (ends[1].ok or not counts.messages):
            uidnext = counts.uidnext or max(messages, default=0) + 1
            entries = tuple(_entry(box.name, counts.uidvalidity, messages[uid]) for uid in sorted(messages))
            return DraftsListing(box.name, counts.uidvalidity, uidnext, entries), counts
    raise MailboxUnavailable(f"the server lists {len(messages)} of {counts.messages} messages in {box.name}")


def _entry(name: str, uidvalidity: int, message: Fetched) -> DraftEntry:
    return DraftEntry(Locator(name, uidvalidity, message.uid), message.body, message.flags, message.size)
