"""Headers of new messages in large steps, and the complete listing of Drafts."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import count, islice, repeat
from typing import TypeAlias

from mailwatch.errors import MailboxUnavailable
from mailwatch.mailbox.fields import WANTED
from mailwatch.mailbox.framing import Counts, Fetched, Frame, Pending, Tagged, fetched, fetched_uid
from mailwatch.mailbox.session import Session
from mailwatch.mailbox.special_use import Listed
from mailwatch.model.message import Locator, Role
from mailwatch.ports import Batch, Cursor, DraftEntry, DraftsListing, NewHeader

#: Messages in one command, and commands under way at most: more are sent when half of them are answered.
BATCH = 500
AHEAD = 14
#: New messages from which on a compressed connection saves more time than the round trip it costs.
WORTH_COMPRESSING = 1_000
#: UIDs for each message up to which ranges are fetched as they come, gaps included.
SPARSE = 2
#: UIDs listed in one round trip.
LISTED = 100_000

HEADER_ITEM = b"BODY.PEEK[HEADER.FIELDS (" + " ".join(WANTED).upper().encode() + b")]"
NEW = b"(UID INTERNALDATE RFC822.SIZE FLAGS " + HEADER_ITEM + b")"
_DRAFT = b"(UID FLAGS RFC822.SIZE " + HEADER_ITEM + b")"

Connected: TypeAlias = Callable[[], AbstractContextManager[Session]]
Range: TypeAlias = tuple[int, int]


def headers_since(connected: Connected, box: Listed, role: Role, cursor: Cursor | None, counts: Counts) -> Iterator[Batch]:
    """Batches of one mailbox after ``cursor``, at least one; the last carries the cursor that ``counts`` promised.

    A server that counts UIDs anew without a new UIDVALIDITY is met as if it had given one; so is one whose UIDNEXT stands
    still while messages come.
    """
    stale = cursor is not None and (cursor.uidvalidity != counts.uidvalidity or not credible(cursor, counts))
    low = 1 if cursor is None or stale else cursor.uidnext
    end = Cursor(box.name, counts.uidvalidity, counts.uidnext, counts.messages)
    if low == counts.uidnext:
        yield Batch(role, (), end, stale)
        return
    if min(counts.messages, counts.uidnext - low) >= WORTH_COMPRESSING:
        with connected() as session:
            session.compress()
    first = True
    for one, messages in _Reader(connected, box, counts).batches(low):
        uidnext = counts.uidnext or _past(low, messages) if one is None else one[1] + 1
        yield Batch(role, messages, Cursor(box.name, counts.uidvalidity, uidnext, counts.messages), stale and first)
        first = False


def credible(cursor: Cursor, counts: Counts) -> bool:
    """UIDs only count up, and no message comes without one (RFC 9051 §2.3.1.1)."""
    stands_still = cursor.uidnext == counts.uidnext and counts.messages > cursor.messages
    return not (cursor.uidnext > counts.uidnext > 0 or stands_still)


def headers_told(box: Listed, role: Role, cursor: Cursor, counts: Counts, messages: Iterable[Fetched]) -> Batch:
    """The one batch of a mailbox that was looked at and read in the same breath."""
    found = {uid: message for uid, message in _by_uid(messages).items() if cursor.uidnext <= uid < counts.uidnext}
    return Batch(role, _new(box, counts, found), Cursor(box.name, counts.uidvalidity, counts.uidnext, counts.messages))


def _new(box: Listed, counts: Counts, found: Mapping[int, Fetched]) -> tuple[NewHeader, ...]:
    return tuple(
        [
            NewHeader(
                Locator(box.name, counts.uidvalidity, uid), message.body, message.internal_date, message.size, message.flags
            )
            for uid, message in sorted(found.items())
        ]
    )


def _past(low: int, messages: Sequence[NewHeader]) -> int:
    return max([low, *(message.locator.uid + 1 for message in messages)])


class _Reader:
    """Reads ranges of UIDs of one mailbox, whatever else happens on the connection in between.

    Several are asked for at a time, and the next before the caller gets the last of them: server and network work while
    the caller does.
    """

    def __init__(self, connected: Connected, box: Listed, counts: Counts) -> None:
        self._connected = connected
        self._box = box
        self._counts = counts
        self._session: Session | None = None
        self._opening = -1
        self._pending = Pending([])
        self._asked: deque[tuple[Range, Pending, int]] = deque()
        self._found: dict[int, Fetched] = {}

    def batches(self, low: int) -> Iterator[tuple[Range | None, tuple[NewHeader, ...]]]:
        """What is new in each range, at least one; None stands for the last, which ends the mailbox."""
        coming = self._ranges(low)
        queue: deque[Range] = deque()
        while True:
            more = list(islice(coming, AHEAD - len(queue))) if len(queue) <= AHEAD // 2 else []
            queue += more
            if not queue:
                yield None, ()
                return
            with self._connected() as session:
                messages = self._read(session, queue, more)
            one = queue.popleft()
            yield one if queue else None, messages
            if not queue:
                return

    def _ranges(self, low: int) -> Iterator[Range]:
        """What to fetch, about BATCH messages each. Where UIDs are far apart, the server is asked which there are."""
        span = self._counts.uidnext - low
        if 0 < span <= max(BATCH, SPARSE * self._counts.messages):
            last = self._counts.uidnext - 1
            yield from ((start, min(start + BATCH - 1, last)) for start in range(low, last + 1, BATCH))
            return
        for uids in self._uids(low):
            yield from ((uids[start], uids[start : start + BATCH][-1]) for start in range(0, len(uids), BATCH))

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

    def _read(self, session: Session, queue: Sequence[Range], more: Sequence[Range]) -> tuple[NewHeader, ...]:
        """The first range of the queue; ``more`` are those at its end that were not asked for before."""
        if self._session is not session:  # what was under way on another connection is lost
            self._session, self._opening, more = session, -1, queue
            self._asked.clear()
            self._found.clear()
        if more:
            self._pending = self._pending if self._is_open(session) else Pending([])
            first = self._begin(session, self._pending, *_commands(more))
            self._asked += zip(more, repeat(self._pending), count(first))
        one, pending, number = self._asked.popleft()
        end = session.until(pending, number)
        self._found |= _by_uid(pending.taken())
        found = {uid: self._found.pop(uid) for uid in sorted(self._found) if one[0] <= uid <= one[1]}
        if not end.ok:
            found |= self._piecewise(session, one)
        for uid in [uid for uid, message in found.items() if not message.body]:
            found |= self._piecewise(session, (uid, uid))  # an answer without its header would be nobody's
        return _new(self._box, self._counts, found)

    def _piecewise(self, session: Session, one: Range) -> dict[int, Fetched]:
        """The server cannot give the whole range: find the message at fault, and go on with an empty header for it."""
        low, high = one
        ends, frames = self._ask(session, *_commands([one]))
        if ends[0].ok:
            return {uid: message for uid, message in _by_uid(_messages(frames)).items() if low <= uid <= high}
        if low == high:
            return self._bare(session, low)
        middle = (low + high) // 2
        return self._piecewise(session, (low, middle)) | self._piecewise(session, (middle + 1, high))

    def _bare(self, session: Session, uid: int) -> dict[int, Fetched]:
        """A message whose header cannot be had. Raises MailboxUnavailable when the server gives nothing of it at all."""
        ends, frames = self._ask(session, b"UID FETCH %d (UID INTERNALDATE RFC822.SIZE FLAGS)" % uid)
        if not ends[0].ok:
            raise MailboxUnavailable(f"the server cannot read message {uid}: {ends[0].text}")
        return {message.uid: message for message in _messages(frames) if message.uid == uid}

    def _ask(self, session: Session, *commands: bytes) -> tuple[list[Tagged], list[Frame]]:
        pending = Pending()
        first = self._begin(session, pending, *commands)
        ends, frames = session.finish(pending)
        return ends[first:], frames

    def _begin(self, session: Session, pending: Pending, *commands: bytes) -> int:
        """Send commands, opening the mailbox again unless it still is, as we opened it. The place of the first of them."""
        if self._is_open(session):
            first = pending.sent
            session.begin(pending, *commands)
            return first
        session.begin(pending, *commands, opening=self._box)
        if session.opened(pending, self._box).uidvalidity != self._counts.uidvalidity:
            raise MailboxUnavailable(f"{self._box.name} was replaced while it was being read")
        self._session, self._opening = session, session.openings
        return 1

    def _is_open(self, session: Session) -> bool:
        return self._session is session and self._opening == session.openings


def _commands(ranges: Iterable[Range]) -> list[bytes]:
    return [b"UID FETCH %d:%d %s" % (*one, NEW) for one in ranges]


def _messages(frames: Iterable[Frame]) -> list[Fetched]:
    return [message for message in map(fetched, frames) if message is not None]


def _by_uid(messages: Iterable[Fetched]) -> dict[int, Fetched]:
    """Without what servers add, such as changes of flags."""
    return {message.uid: message for message in messages if message.size or message.body}


def drafts_listing(session: Session, box: Listed) -> tuple[DraftsListing, Counts]:
    """Every message of Drafts, and the counts when it was opened; asked twice when answer and announced number differ.

    NOOP first: Courier shows nothing new without it.
    """
    for _ in range(2):
        counts, ends, frames = session.open(box, b"NOOP", b"UID FETCH 1:* " + _DRAFT)
        messages = {
            message.uid: message for message in map(fetched, frames) if message is not None and (message.size or message.body)
        }
        if len(messages) == counts.messages and (ends[1].ok or not counts.messages):
            uidnext = counts.uidnext or max(messages, default=0) + 1
            entries = tuple(_entry(box.name, counts.uidvalidity, messages[uid]) for uid in sorted(messages))
            return DraftsListing(box.name, counts.uidvalidity, uidnext, entries), counts
    raise MailboxUnavailable(f"the server lists {len(messages)} of {counts.messages} messages in {box.name}")


def _entry(name: str, uidvalidity: int, message: Fetched) -> DraftEntry:
    return DraftEntry(Locator(name, uidvalidity, message.uid), message.body, message.flags, message.size)
