"""What mailwatch does to a mailbox: put a draft into Drafts, and take back one that is proved untouched.

And, only where the owner turned it on: leave a notice in the inbox, create the command mailboxes.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from imapclient.imap_utf7 import encode as encode_utf7

from mailwatch.errors import MailboxUnavailable
from mailwatch.mailbox.fields import message_id as message_id_of
from mailwatch.mailbox.framing import Counts, Fetched, Frame, Tagged, fetched, tagged
from mailwatch.mailbox.headers import HEADER_ITEM
from mailwatch.mailbox.session import Session, translated
from mailwatch.mailbox.special_use import Listed
from mailwatch.mailbox.survey import status_command, status_counts
from mailwatch.mailbox.transport import quoted
from mailwatch.model.message import Locator
from mailwatch.model.orders import PARENT
from mailwatch.ports import Appended, AppendOutcome, Refused, Uncertain

#: A draft with any of these is the owner's business, whoever wrote it: thrown away, starred, used, passed on, tagged
#: (Thunderbird). In lower case: flags have none (RFC 9051 §2.3.2).
_HANDS_OFF = frozenset({r"\deleted", r"\flagged", r"\answered", "$forwarded", *(f"$label{number}" for number in range(1, 6))})
_MODIFIED = re.compile(r"\[MODIFIED ", re.IGNORECASE)


def append(  # noqa: PLR0913, PLR0917 - what is stored, where, and what the server needs for it
    session: Session, box: Listed, aside: Listed, raw: bytes, message_id: str, flags: bytes
) -> AppendOutcome:
    """Store a draft and look for it.

    What UIDNEXT was before tells where to look after; APPENDUID is never believed (servers have sent it reversed, or of
    another mailbox). ``aside`` is any other mailbox. Raises MailboxUnavailable only while nothing has been sent.
    """
    before = _before(session, box, aside)
    try:
        end = _send(session, box, raw, flags)
        stored = _look(session, box, before, message_id)
    except MailboxUnavailable as error:
        return Uncertain(str(error))
    if stored is not None:
        return stored
    if end.ok:
        return Uncertain("the server said OK, but the draft is not to be seen")
    return Refused(end.text or end.status)


def create(session: Session, model: Listed, names: Iterable[str], *, allowed: bool) -> tuple[str, ...]:
    """Mailboxes below ``mailwatch``, where ``model`` (Drafts) lies: with its prefix and delimiter, names in modified UTF-7
    (RFC 3501 §5.1.3). Raises MailboxUnavailable when the server refuses one."""
    delimiter = model.delimiter or "/"
    start = f"INBOX{delimiter}"
    prefix = model.name[: len(start)] if model.name.upper().startswith(start.upper()) else ""
    paths = [f"{prefix}{PARENT}{delimiter}{name}" for name in names]
    wires = [quoted(encode_utf7(path)) for path in paths]
    session.gate.creatable = frozenset(wires) if allowed else frozenset()
    for path, wire in zip(paths, wires, strict=True):
        end = session.ask(b"CREATE " + wire)[0][0]
        if not end.ok and "ALREADYEXISTS" not in end.text.upper():
            raise MailboxUnavailable(f"{path}: {end.text}")
    return tuple(paths)


def _send(session: Session, box: Listed, raw: bytes, flags: bytes) -> Tagged:
    """APPEND without INTERNALDATE (RFC 9051 §6.3.12). The literal leaves once, after the server has asked for it."""
    with translated(session.host):
        exchange = session.raw()
        tag = exchange.tag()
        exchange.write(b"%s APPEND %s (%s) {%d}\r\n" % (tag, quoted(box.wire), flags, len(raw)))
        asked = False
        while True:
            frame = exchange.read()
            word, _, rest = frame[0].partition(b" ")
            if word == b"+" and not asked:
                asked = True
                exchange.write(raw + b"\r\n")
            elif word == tag:
                session.gate.literal_refused()
                return tagged(0, rest)


def _before(session: Session, box: Listed, aside: Listed) -> Counts:
    """Its counts, and closed again: Courier refuses an APPEND to a mailbox that is open for reading, and gives UIDNEXT by
    STATUS alone (RFC 3501 §6.3.1 leaves it optional)."""
    if session.has("UNSELECT"):
        counts, _, _ = session.open(box, b"NOOP", b"UNSELECT")
        session.left()
        return counts
    counts, _, _ = session.open(box, b"NOOP")
    _, _, frames = session.open(aside, status_command(session, box))
    told = status_counts(frames).get(box.wire)
    return counts if told is None or counts.uidnext else replace(counts, uidnext=told.uidnext)


def _look(session: Session, box: Listed, before: Counts, message_id: str) -> Appended | None:
    """The message among what is new in its mailbox, by header. NOOP first (Courier); reopened once (servers with a stale view)."""
    looking = (b"NOOP", b"UID FETCH %d:* (UID FLAGS %s)" % (max(before.uidnext, 1), HEADER_ITEM))
    for _ in range(2):
        counts, _, frames = session.open(box, *looking)
        if counts.uidvalidity != before.uidvalidity:
            return None
        hits = sorted(m.uid for m in map(fetched, frames) if m and m.uid >= before.uidnext and _is(m, message_id))
        for uid in hits:
            whole = _whole(session.ask(b"UID FETCH %d (UID FLAGS BODY.PEEK[])" % uid)[1], uid)
            if whole is not None and whole.body:
                return Appended(Locator(box.name, before.uidvalidity, uid), whole.body)
    return None


def _is(message: Fetched, message_id: str) -> bool:
    return message_id_of(message.body) == message_id.encode()


def _whole(frames: Sequence[Frame], uid: int) -> Fetched | None:
    return next(
        (message for message in map(fetched, frames) if message is not None and message.uid == uid and message.body), None
    )


def is_the_owners(flags: Iterable[str]) -> bool:
    """Did the owner mark a draft as a business of theirs?"""
    return not _HANDS_OFF.isdisjoint(map(str.lower, flags))


def withdraw(session: Session, box: Listed, trash: Listed | None, locator: Locator, unchanged: Callable[[bytes], bool]) -> bool:
    """Remove one draft whose bytes, read again in this very session, are ``unchanged``. Nothing else can be hit."""
    by_move = session.has("MOVE") and trash is not None and (session.has("X-GM-EXT-1") or not session.has("UIDPLUS"))
    if not (by_move or session.has("UIDPLUS")) or locator.mailbox != box.name or locator.uidvalidity == 0:
        return False
    before = _read(session, box, locator)
    if before is None or not unchanged(before.body):
        return False
    draft = _read(session, box, locator, writable=True)
    if draft is None or draft.body != before.body:
        return False
    session.gate.arm(locator.uid)
    if by_move and trash is not None:
        return session.ask(b"UID MOVE %d %s" % (locator.uid, quoted(trash.wire)))[0][0].ok
    return _expunge(session, locator.uid, draft.modseq)


def _read(session: Session, box: Listed, locator: Locator, *, writable: bool = False) -> Fetched | None:
    """The draft as it is now, None when it is not there or not to be touched.

    Selecting for writing takes the Recent flag from what is new: done only when there is something to remove.
    """
    modseq = b" MODSEQ" if session.has("CONDSTORE") else b""
    command = b"UID FETCH %d (UID FLAGS%s BODY.PEEK[])" % (locator.uid, modseq)
    counts, _, frames = session.open(box, command, writable=writable)
    draft = _whole(frames, locator.uid)
    return None if counts.uidvalidity != locator.uidvalidity or draft is None or is_the_owners(draft.flags) else draft


def _expunge(session: Session, uid: int, modseq: int) -> bool:
    """Marked and expunged by its UID alone (RFC 4315); with CONDSTORE only if nobody touched it since (RFC 7162 §3.1.3).

    Once marked it is out of the owner's sight: that counts as removed, whatever becomes of the EXPUNGE.
    """
    guard = b"(UNCHANGEDSINCE %d) " % modseq if modseq else b""
    marked = session.ask(b"UID STORE %d %s+FLAGS.SILENT (\\Deleted)" % (uid, guard))[0][0]
    if not marked.ok or _MODIFIED.search(marked.text):
        return False
    session.ask(b"UID EXPUNGE %d" % uid)
    return True
