"""Headers of new messages in large steps, and the complete listing of Drafts."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TypeAlias

from mailwatch.errors import MailboxUnavailable
from mailwatch.mailbox.fields import WANTED
from mailwatch.mailbox.framing import Counts, Fetched, Frame, Tagged, fetched
from mailwatch.mailbox.session import Session
from mailwatch.mailbox.special_use import Listed
from mailwatch.model.message import Locator, Role
from mailwatch.ports import Batch, Cursor, DraftEntry, DraftsListing, NewHeader

#: Messages in one command, and commands in one round trip.
BATCH = 2_000
AHEAD = 2

HEADER_ITEM = b"BODY.PEEK[HEADER.FIELDS (" + " ".join(WANTED).upper().encode() + b")]"
_NEW = b"(UID INTERNALDATE RFC822.SIZE FLAGS " + HEADER_ITEM + b")"
_DRAFT = b"(UID FLAGS RFC822.SIZE " + HEADER_ITEM + b")"

Connected: TypeAlias = Callable[[], AbstractContextManager[Session]]
Range: TypeAlias = tuple[int, int]


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
    reader = _Reader(connected, box, counts)
    ranges = reader.ranges(low)
    for start in range(0, len(ranges) or 1, AHEAD):
        window = ranges[start : start + AHEAD]
        last = start + AHEAD >= len(ranges)
        messages = reader.read(window)
        uidnext = counts.uidnext or max([low, *(message.locator.uid + 1 for message in messages)])
        done = Cursor(box.name, counts.uidvalidity, uidnext if last else window[-1][1] + 1, counts.messages)
        yield Batch(role, messages, done, stale and start == 0)


class _Reader:
    """Reads ranges of UIDs of one mailbox, whatever else happens on the connection in between."""

    def __init__(self, connected: Connected, box: Listed, counts: Counts) -> None:
        self._connected = connected
        self._box = box
        self._counts = counts
        self._opened: tuple[Session, int] | None = None

    def ranges(self, low: int) -> list[Range]:
        """What to fetch, in steps of BATCH. Where UIDs may be far apart, the server is asked which there are."""
        if 0 < self._counts.uidnext - low <= BATCH * AHEAD:
            last = self._counts.uidnext - 1
            return [(start, min(start + BATCH - 1, last)) for start in range(low, last + 1, BATCH)]
        with self._connected() as session:
            _, frames = self._ask(session, b"UID FETCH %d:* (UID)" % low)
        found = sorted({message.uid for message in map(fetched, frames) if message is not None and message.uid >= low})
        uids = [uid for uid in found if uid < self._counts.uidnext] if self._counts.uidnext else found
        return [(uids[start], uids[start : start + BATCH][-1]) for start in range(0, len(uids), BATCH)]

    def read(self, window: Sequence[Range]) -> tuple[NewHeader, ...]:
        if not window:
            return ()
        with self._connected() as session:
            ends, frames = self._ask(session, *(b"UID FETCH %d:%d %s" % (*one, _NEW) for one in window))
            found = self._within(window, frames)
            for one, end in zip(window, ends, strict=True):
                if not end.ok:
                    found |= self._piecewise(session, one)
        return tuple(self._new(found[uid]) for uid in sorted(found))

    def _piecewise(self, session: Session, one: Range) -> dict[int, Fetched]:
        """The server cannot give the whole range: find the message at fault, and go on with an empty header for it."""
        low, high = one
        ends, frames = self._ask(session, b"UID FETCH %d:%d %s" % (low, high, _NEW))
        if ends[0].ok:
            return self._within([one], frames)
        if low == high:
            return _bare(self._ask(session, b"UID FETCH %d (UID INTERNALDATE RFC822.SIZE FLAGS)" % low), low)
        middle = (low + high) // 2
        return self._piecewise(session, (low, middle)) | self._piecewise(session, (middle + 1, high))

    def _ask(self, session: Session, *commands: bytes) -> tuple[list[Tagged], list[Frame]]:
        """Open the mailbox again unless it still is, as we opened it."""
        if self._opened == (session, session.openings):
            return session.ask(*commands)
        counts, ends, frames = session.open(self._box, *commands)
        if counts.uidvalidity != self._counts.uidvalidity:
            raise MailboxUnavailable(f"{self._box.name} was replaced while it was being read")
        self._opened = (session, session.openings)
        return ends, frames

    def _within(self, window: Sequence[Range], frames: Sequence[Frame]) -> dict[int, Fetched]:
        """By UID, without what servers add: flag changes, and the last message when a range is past the end."""
        low, high = window[0][0], window[-1][1]
        messages = [message for message in map(fetched, frames) if message is not None and low <= message.uid <= high]
        return {message.uid: message for message in messages if message.size or message.body}

    def _new(self, message: Fetched) -> NewHeader:
        locator = Locator(self._box.name, self._counts.uidvalidity, message.uid)
        return NewHeader(locator, message.body, message.internal_date, message.size, message.flags)


def _bare(answer: tuple[list[Tagged], list[Frame]], uid: int) -> dict[int, Fetched]:
    """A message whose header cannot be had. Raises MailboxUnavailable when the server gives nothing of it at all."""
    ends, frames = answer
    if not ends[0].ok:
        raise MailboxUnavailable(f"the server cannot read message {uid}: {ends[0].text}")
    return {message.uid: message for message in map(fetched, frames) if message is not None and message.uid == uid}


def drafts_listing(session: Session, box: Listed) -> DraftsListing:
    """Every message of Drafts; asked twice when the answer and the announced number differ.

    NOOP first: Courier shows nothing new without it.
    """
    for _ in range(2):
        counts, ends, frames = session.open(box, b"NOOP", b"UID FETCH 1:* " + _DRAFT)
        messages = {message.uid: message for message in map(fetched, frames) if message is not None and message.size}
        if len(messages) == counts.messages and (ends[1].ok or not counts.messages):
            uidnext = counts.uidnext or max(messages, default=0) + 1
            entries = tuple(_entry(box.name, counts.uidvalidity, messages[uid]) for uid in sorted(messages))
            return DraftsListing(box.name, counts.uidvalidity, uidnext, entries)
    raise MailboxUnavailable(f"the server lists {len(messages)} of {counts.messages} messages in {box.name}")


def _entry(name: str, uidvalidity: int, message: Fetched) -> DraftEntry:
    return DraftEntry(Locator(name, uidvalidity, message.uid), message.body, message.flags, message.size)
