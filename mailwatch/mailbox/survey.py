"""What mailboxes there are and what has moved in them: one round trip, whatever their number, and no SELECT."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mailwatch.errors import MailboxMissing, MailboxUnavailable
from mailwatch.mailbox.framing import Counts, Frame, Pending, arguments, opened
from mailwatch.mailbox.headers import NEW, credible
from mailwatch.mailbox.session import DENIED, GONE, Session, says
from mailwatch.mailbox.special_use import Listed, MailboxNames, listed, resolve
from mailwatch.mailbox.transport import quoted
from mailwatch.model.message import Role
from mailwatch.ports import Cursor, FoundMailbox

_ITEMS = b"(MESSAGES UIDNEXT UIDVALIDITY)"
_ITEMS_AND_FLAGS = b"(MESSAGES UIDNEXT UIDVALIDITY HIGHESTMODSEQ)"


@dataclass(frozen=True, slots=True)
class Survey:
    """The watched mailboxes. One that vanished between two commands has no ``counts``."""

    found: tuple[FoundMailbox, ...]
    listed: Mapping[str, Listed]
    counts: Mapping[bytes, Counts]

    def named(self, role: Role) -> Listed:
        """The one mailbox of a role. Raises MailboxMissing."""
        name = next((box.name for box in self.found if box.role is role), None)
        if name is None:
            raise MailboxMissing(role.value, ())
        return self.listed[name]

    def only(self, role: Role) -> Listed | None:
        """The mailbox of a role when there is exactly one."""
        names = [box.name for box in self.found if box.role is role]
        return self.listed[names[0]] if len(names) == 1 else None


@dataclass(frozen=True, slots=True)
class Early:
    """UIDs of the inbox whose headers are asked for in the same breath as a look: where news of them is known to wait."""

    low: int
    high: int
    pending: Pending = field(default_factory=Pending)

    def tells(self, counts: Counts, cursor: Cursor) -> bool:
        """Was the inbox opened as the look showed it, and was all that is new in it given?"""
        here = opened(self.pending.frames)
        same = here.uidvalidity == counts.uidvalidity == cursor.uidvalidity
        ends = [self.pending.ends.get(self.pending.sent - back) for back in (2, 1)]
        read = credible(cursor, counts) and cursor.uidnext <= counts.uidnext <= self.high + 1
        return same and read and all(end is not None and end.ok for end in ends)


def survey(session: Session, names: MailboxNames, before: Survey | None, early: Early | None = None) -> Survey:
    """LIST and STATUS of everything watched. ``before`` tells, without LIST-STATUS, whom to ask in the same breath."""
    known = [] if before is None or session.has("LIST-STATUS") else [before.listed[box.name] for box in before.found]
    look = (*_unselect(session), _list_command(session), *(status_command(session, box) for box in known))
    ends, frames = session.finish(session.begin(early.pending if early else Pending(), *look, *_early(session, early)))
    ends = ends[: len(look)]
    boxes = {box.name: box for box in map(listed, frames) if box is not None}
    end = ends[-1 - len(known)]
    if not end.ok:
        raise MailboxUnavailable(f"the server lists no mailboxes: {end.text}")
    if not boxes:
        raise MailboxMissing("inbox", ("INBOX",))
    found = resolve(tuple(boxes.values()), names)
    counts = status_counts(frames)
    unasked = [boxes[box.name] for box in found if boxes[box.name].wire not in counts]
    if unasked:
        counts |= _asked_alone(session, unasked)
    return Survey(found, boxes, counts)


def _asked_alone(session: Session, boxes: Sequence[Listed]) -> dict[bytes, Counts]:
    """STATUS of each. One that is gone, or not ours to read, is passed over; of one in trouble nobody knows what waits there."""
    ends, frames = session.ask(*(status_command(session, box) for box in boxes))
    counts = status_counts(frames)
    for box, end in zip(boxes, ends, strict=True):
        if box.wire not in counts and not says(end, *GONE, *DENIED):
            raise MailboxUnavailable(f"{box.name}: the server says {end.text or end.status}")
    return counts


def _early(session: Session, early: Early | None) -> tuple[bytes, ...]:
    """After the look, whose STATUS should not be of the selected mailbox. The range ends, so that nothing new says nothing."""
    if early is None:
        return ()
    session.left()
    session.selected = True
    return (b'EXAMINE "INBOX"', b"UID FETCH %d:%d %s" % (early.low, early.high, NEW))


def _unselect(session: Session) -> tuple[bytes, ...]:
    """STATUS of the selected mailbox tells what the session knows already, not what is new: select nothing.

    Without UNSELECT (RFC 3691) the INBOX is opened afresh, which is as good.
    """
    if not session.selected:
        return ()
    session.left()
    session.selected = not session.has("UNSELECT")
    return (b'EXAMINE "INBOX"',) if session.selected else (b"UNSELECT",)


def _list_command(session: Session) -> bytes:
    """Attributes are asked for where the server knows how; Courier would ignore a selection option, so none is used."""
    special = session.has("SPECIAL-USE") and (session.has("LIST-EXTENDED") or session.has("LIST-STATUS"))
    options = [b"SPECIAL-USE"] * special + [b"STATUS " + _items(session)] * session.has("LIST-STATUS")
    return b'LIST "" "*"' + (b" RETURN (" + b" ".join(options) + b")" if options else b"")


def _items(session: Session) -> bytes:
    """With CONDSTORE (RFC 7162 §3.1.3) one number says whether anything of a mailbox changed, flags included."""
    return _ITEMS_AND_FLAGS if session.has("CONDSTORE") else _ITEMS


def status_command(session: Session, box: Listed) -> bytes:
    return b"STATUS %s %s" % (quoted(box.wire), _items(session))


def status_counts(frames: Iterable[Frame]) -> dict[bytes, Counts]:
    found: dict[bytes, Counts] = {}
    for frame in frames:
        match arguments(frame, b"STATUS"):
            case (name, tuple() as items):
                found[name if isinstance(name, bytes) else str(name).encode()] = _status(items)
    return found


def _status(items: tuple[Any, ...]) -> Counts:
    values = {
        bytes(name).upper(): int(str(value))
        for name, value in zip(items[::2], items[1::2], strict=True)
        if isinstance(name, bytes)
    }
    names = (b"MESSAGES", b"UIDNEXT", b"UIDVALIDITY", b"HIGHESTMODSEQ")
    return Counts(*(values.get(name, 0) for name in names))
