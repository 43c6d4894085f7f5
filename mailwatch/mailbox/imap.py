"""One account's mailboxes on an IMAP server: ``ports.Mailbox``.

Nothing is under way between two calls, so that callers may interleave them. A connection that fails is let go, and the
next call opens another. Mailboxes are opened read-only, but for Drafts while a draft is withdrawn.
"""

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Literal

from mailwatch.errors import MailboxMissing, MailboxUnavailable
from mailwatch.mailbox import writing
from mailwatch.mailbox.framing import Counts, Frame
from mailwatch.mailbox.headers import drafts_listing, headers_since, headers_told
from mailwatch.mailbox.session import Connector, ServerSettings, Session
from mailwatch.mailbox.special_use import READING_ORDER, Listed
from mailwatch.mailbox.survey import Early, Survey, survey
from mailwatch.mailbox.texts import texts_of
from mailwatch.mailbox.transport import quoted
from mailwatch.model.message import Locator, Role
from mailwatch.model.orders import NAMES
from mailwatch.ports import AppendOutcome, Batch, Cursor, DraftsListing, FoundMailbox, Mailbox, Uncertain

#: After so many seconds without a word, a connection is asked whether it still is one.
QUIET = 20.0

#: New messages whose headers are asked for together with the look.
EARLY = 200

#: What can stand in a quoted string as it is.
_SEARCHABLE = re.compile(r"[!#-\[\]-~]+")


class ImapMailbox:
    """See ``ports.Mailbox``. Holds one connection at most."""

    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings
        self._connector = Connector(settings)
        self._session: Session | None = None
        self._survey: Survey | None = None
        self._drafts: tuple[DraftsListing, Counts] | None = None
        self._looked: tuple[Session, int] | None = None
        self._heard = 0.0

    def mailboxes(self) -> tuple[FoundMailbox, ...]:
        return self._look().found

    def new(self, cursors: Mapping[str, Cursor]) -> Iterator[Batch]:
        early = self._early(cursors)
        seen = self._look(early)
        watched = [box for box in seen.found if box.role in READING_ORDER]
        left = {box.name: _expected(seen.counts.get(seen.listed[box.name].wire), cursors.get(box.name)) for box in watched}
        for box in sorted(watched, key=lambda box: READING_ORDER.index(box.role)):
            for batch in self._read(seen, box, cursors.get(box.name), early):
                left[box.name] = max(0, left[box.name] - len(batch.messages))
                yield replace(batch, left=sum(left.values()))
            left[box.name] = 0

    def _early(self, cursors: Mapping[str, Cursor]) -> Early | None:
        """With the look, the headers that the watcher says are waiting; not on a connection that is still to be made."""
        cursor = cursors.get("INBOX")
        stirred = self._settings.stirred.is_set()
        self._settings.stirred.clear()
        if not stirred or cursor is None or self._session is None:
            return None
        return Early(cursor.uidnext, cursor.uidnext + EARLY - 1)

    def _read(self, seen: Survey, found: FoundMailbox, cursor: Cursor | None, early: Early | None) -> Iterator[Batch]:
        """A mailbox that vanished since LIST is passed over, unless no view is complete without it."""
        box = seen.listed[found.name]
        counts = seen.counts.get(box.wire)
        essential = found.role in {Role.SENT, Role.INBOX}
        if counts is None:
            if essential:
                raise MailboxMissing(found.role.value, (found.name,))
            return
        if counts.uidvalidity == 0 and cursor is not None and cursor.uidvalidity:
            raise MailboxUnavailable(f"{found.name}: the server gave no UIDVALIDITY this time")
        if early is not None and cursor is not None and box.wire == b"INBOX" and early.tells(counts, cursor):
            told = early.pending.taken()
            if all(message.body for message in told if message.size):
                yield headers_told(box, found.role, cursor, counts, told)
                return
        try:
            yield from headers_since(self._connected, box, found.role, cursor, counts)
        except MailboxMissing:
            if essential:
                raise

    def texts(self, locators: Sequence[Locator], *, pdf: bool = False) -> Iterator[tuple[Locator, bytes]]:
        boxes = self._known().listed
        return texts_of(self._connected, boxes, locators, pdf=pdf)

    def drafts(self) -> DraftsListing:
        seen = self._known()
        box = seen.named(Role.DRAFTS)
        if self._drafts is not None and self._is_unchanged(seen.counts.get(box.wire), self._drafts[1]):
            return self._drafts[0]
        with self._connected() as session:
            self._drafts = drafts_listing(session, box)
        return self._drafts[0]

    def _is_unchanged(self, now: Counts | None, then: Counts) -> bool:
        """Did the look just now, the last thing the server said, show Drafts as it was listed, down to the last flag?"""
        last_word = self._session is not None and self._looked == (self._session, self._session.exchanges)
        return last_word and now is not None and now == then and now.modseq > 0

    def append_draft(self, raw: bytes, message_id: str) -> AppendOutcome:
        seen = self._known()
        box, aside = seen.named(Role.DRAFTS), seen.named(Role.INBOX)
        flags = rb"\Draft" if self._settings.unread else rb"\Draft \Seen"
        with self._connected() as session:
            session.gate.drafts = quoted(box.wire)
            outcome = writing.append(session, box, aside, raw, message_id, flags)
        if isinstance(outcome, Uncertain):
            self.close()
        return outcome

    def append_notice(self, raw: bytes, message_id: str) -> AppendOutcome:
        seen = self._known()
        box, aside = seen.named(Role.INBOX), seen.named(Role.DRAFTS)
        with self._connected() as session:
            session.gate.inbox = quoted(box.wire) if self._settings.notices else None
            outcome = writing.append(session, box, aside, raw, message_id, b"")
        if isinstance(outcome, Uncertain):
            self.close()
        return outcome

    def create_commands(self, language: Literal["fr", "en"]) -> tuple[str, ...]:
        seen = self._look()
        there = {box.order for box in seen.found if box.role is Role.COMMAND}
        missing = {order: name for order, name in NAMES[language].items() if order not in there}
        model = seen.named(Role.DRAFTS)
        with self._connected() as session:
            made = writing.create(session, model, missing.values(), allowed=self._settings.mailboxes.commands)
        self._survey = None
        return made

    def withdraw(self, locator: Locator, unchanged: Callable[[bytes], bool]) -> bool:
        seen = self._known()
        box, trash = seen.named(Role.DRAFTS), seen.only(Role.TRASH)
        with self._connected() as session:
            session.gate.drafts = quoted(box.wire)
            session.gate.trash = quoted(trash.wire) if trash else None
            return writing.withdraw(session, box, trash, locator, unchanged)

    def find(self, message_id: str) -> tuple[Locator, ...]:
        if not _SEARCHABLE.fullmatch(message_id):
            return ()
        seen = self._known()
        search = b"UID SEARCH HEADER Message-ID " + quoted(message_id.encode())
        found: list[Locator] = []
        for box in seen.found:
            with self._connected() as session:
                found += _hits(session, seen.listed[box.name], search)
        return tuple(found)

    def close(self) -> None:
        if self._session is not None:
            self._session.log_out()
            self._session = None

    def _look(self, early: Early | None = None) -> Survey:
        """What there is and what moved: the round trip with which every view begins, and the test of a kept connection."""
        kept = self._session is not None
        try:
            with self._connected(probe=False) as session:
                self._survey = survey(session, self._settings.mailboxes, self._survey, early)
        except MailboxUnavailable:
            if not kept:
                raise
            with self._connected() as session:
                self._survey = survey(session, self._settings.mailboxes, self._survey)
        self._looked = (session, session.exchanges)
        return self._survey

    def _known(self) -> Survey:
        """The mailboxes as last seen on this connection."""
        return self._survey if self._survey is not None and self._session is not None else self._look()

    @contextmanager
    def _connected(self, *, probe: bool = True) -> Iterator[Session]:
        """A live session; one that fails in the caller's hands is let go."""
        session = self._session
        if session is not None and probe and time.monotonic() - self._heard > QUIET:
            session = self._probed(session)
        if session is None:
            session = self._session = self._connector.open()
        try:
            yield session
        except MailboxMissing:
            self._survey = None
            raise
        except BaseException:
            self._session = None
            session.drop()
            raise
        self._heard = time.monotonic()

    def _probed(self, session: Session) -> Session | None:
        """Servers and routers forget quiet connections: better noticed here than in the middle of something."""
        try:
            session.ask(b"NOOP")
        except MailboxUnavailable:
            self._session = None
            session.drop()
            return None
        return session


def _expected(counts: Counts | None, cursor: Cursor | None) -> int:
    """About how many messages of a mailbox are new."""
    if counts is None:
        return 0
    anew = cursor is None or cursor.uidvalidity != counts.uidvalidity
    return counts.messages if anew or cursor is None else max(0, min(counts.messages, counts.uidnext - cursor.uidnext))


def _hits(session: Session, box: Listed, search: bytes) -> list[Locator]:
    try:
        counts, ends, frames = session.open(box, search)
    except MailboxMissing:
        return []
    uids = [int(word) for frame in frames for word in _searched(frame)] if ends[0].ok else []
    return [Locator(box.name, counts.uidvalidity, uid) for uid in sorted(uids)]


def _searched(frame: Frame) -> list[bytes]:
    head = frame[0].upper()
    return [word for word in head.split()[2:] if word.isdigit()] if head.startswith(b"* SEARCH") else []


def _is_a_mailbox(mailbox: ImapMailbox) -> Mailbox:
    """Mypy proves here that it fits the port."""
    return mailbox
