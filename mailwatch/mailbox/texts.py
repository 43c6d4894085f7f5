"""Text parts of messages, without their attachments: BODYSTRUCTURE first, then only the sections worth reading."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from imapclient.response_parser import parse_fetch_response

from mailwatch.errors import MailboxMissing, MailboxUnavailable
from mailwatch.mailbox.framing import UNPARSABLE, Frame, fetched, pairs
from mailwatch.mailbox.headers import Connected
from mailwatch.mailbox.parts import HEADER_LIMIT, without_attachments
from mailwatch.mailbox.session import TRANSIENT, Session
from mailwatch.mailbox.special_use import Listed
from mailwatch.mailbox.structure import Part, assemble, parse, sections
from mailwatch.model.message import Locator

#: Messages in one round trip; fewer when PDFs of up to 5 MiB may come with them.
AT_ONCE = 100
AT_ONCE_PDF = 10

_SKELETON = b"(UID BODYSTRUCTURE BODY.PEEK[HEADER]<0.%d>)" % HEADER_LIMIT
_CAPPED = b"(UID BODY.PEEK[]<0.%d>)" % HEADER_LIMIT


def texts_of(
    connected: Connected, boxes: Mapping[str, Listed], locators: Sequence[Locator], *, pdf: bool
) -> Iterator[tuple[Locator, bytes]]:
    """See ``ports.Mailbox.texts``. Mailboxes and messages that vanished are left out."""
    wanted: dict[str, list[Locator]] = defaultdict(list)
    for locator in locators:
        if locator.mailbox in boxes:
            wanted[locator.mailbox].append(locator)
    size = AT_ONCE_PDF if pdf else AT_ONCE
    for name, places in wanted.items():
        for start in range(0, len(places), size):
            with connected() as session:
                found = _texts(session, boxes[name], places[start : start + size], pdf=pdf)
            yield from found


def _texts(session: Session, box: Listed, places: Sequence[Locator], *, pdf: bool) -> list[tuple[Locator, bytes]]:
    uids = b",".join(b"%d" % place.uid for place in places)
    try:
        counts, ends, frames = session.open(box, b"UID FETCH %s %s" % (uids, _SKELETON))
    except MailboxMissing as error:  # it was listed a moment ago: what it holds is not to be taken for moved
        raise MailboxUnavailable(str(error)) from error
    if counts.uidvalidity == 0 and any(place.uidvalidity for place in places):
        raise MailboxUnavailable(f"{box.name}: the server gave no UIDVALIDITY this time")
    by_uid = {place.uid: place for place in places if place.uidvalidity == counts.uidvalidity}
    raw = _messages(session, [frame for frame in frames if _uid(frame) in by_uid], pdf=pdf)
    for uid in [uid for uid in by_uid if uid not in raw]:
        if not ends[0].ok or any(_uid(frame) == uid for frame in frames):
            raw |= _refused(session, uid, pdf=pdf)
    return [(by_uid[uid], raw[uid]) for uid in by_uid if uid in raw]


def _refused(session: Session, uid: int, *, pdf: bool) -> dict[int, bytes]:
    """One that is there but was not given: asked for again, alone and whole; if need be its header is better than nothing."""
    found = _capped(session, [uid], pdf=pdf)
    if found:
        return found
    ends, frames = session.ask(b"UID FETCH %d (UID BODY.PEEK[HEADER]<0.%d>)" % (uid, HEADER_LIMIT))
    if not ends[0].ok and any(word in ends[0].text.upper() for word in TRANSIENT):
        raise MailboxUnavailable(f"the server does not give message {uid}: {ends[0].text}")
    return {message.uid: message.body for message in map(fetched, frames) if message is not None and message.uid == uid}


def _uid(frame: Frame) -> int | None:
    message = fetched(frame)
    return message.uid if message else None


def _messages(session: Session, frames: Sequence[Frame], *, pdf: bool) -> dict[int, bytes]:
    """The messages by UID. Those alike in structure are asked for together; those without usable one, capped whole."""
    headers: dict[int, bytes] = {}
    parts: dict[int, Part] = {}
    alike: dict[tuple[bytes, ...], list[int]] = defaultdict(list)
    for frame in frames:
        uid = _uid(frame) or 0
        try:
            items = _parsed(frame)[uid]
            headers[uid], parts[uid] = items[b"BODY[HEADER]<0>"] or b"", parse(items[b"BODYSTRUCTURE"])
            alike[sections(parts[uid], pdf=pdf)].append(uid)
        except UNPARSABLE:  # UnusableStructure is a ValueError
            alike[()].append(uid)
    whole = alike.pop((), [])
    bodies = _bodies(session, alike)
    found = {uid: assemble(parts[uid], headers[uid], bodies[uid], pdf=pdf) for uid in bodies}
    return found | _capped(session, whole, pdf=pdf)


def _parsed(frame: Frame) -> dict[int, dict[bytes, Any]]:
    """A FETCH response as imapclient understands it, by UID. Raises UNPARSABLE."""
    sequence = frame[0].split(b" ", 3)[1]
    head = frame[0].split(b"(", 1)[1]
    return dict(parse_fetch_response(pairs((sequence + b" (" + head, *frame[1:])), normalise_times=False, uid_is_key=True))


def _bodies(session: Session, alike: Mapping[tuple[bytes, ...], Sequence[int]]) -> dict[int, dict[bytes, Any]]:
    """One command for each kind of structure, all in one round trip."""
    bodies: dict[int, dict[bytes, Any]] = {uid: {} for uids in alike.values() for uid in uids}
    if not alike:
        return bodies
    commands = [
        b"UID FETCH %s (UID %s)" % (b",".join(b"%d" % uid for uid in uids), b" ".join(items)) for items, uids in alike.items()
    ]
    for frame in session.ask(*commands)[1]:
        uid = _uid(frame)
        if uid in bodies:
            with suppress(*UNPARSABLE):
                bodies[uid] |= _parsed(frame)[uid]
    return {uid: items for uid, items in bodies.items() if items}


def _capped(session: Session, uids: Sequence[int], *, pdf: bool) -> dict[int, bytes]:
    if not uids:
        return {}
    _, frames = session.ask(b"UID FETCH %s %s" % (b",".join(b"%d" % uid for uid in uids), _CAPPED))
    found = [message for message in map(fetched, frames) if message is not None and message.uid in uids and message.body]
    return {message.uid: without_attachments(message.body, pdf=pdf) for message in found}
