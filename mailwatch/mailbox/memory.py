"""A mail server with one account, in memory: what rehearsals, the demo's tests and the cycle's tests run on.

It passes the same contract as the real thing (``tests/mailbox/contract.py``). ``MemoryMailbox`` is both sides at
once: ``ports.Mailbox`` for mailwatch, and the hands of owner, prospect and administrator.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from mailwatch.errors import InvariantBroken, MailboxError, MailboxMissing
from mailwatch.mailbox.fields import header_block, message_id, wanted_fields
from mailwatch.mailbox.headers import BATCH
from mailwatch.mailbox.parts import without_attachments
from mailwatch.mailbox.special_use import READING_ORDER
from mailwatch.mailbox.writing import is_the_owners
from mailwatch.model.message import Locator, Role
from mailwatch.model.orders import NAMES, PARENT, order_of
from mailwatch.ports import (
    Appended,
    AppendOutcome,
    Batch,
    Cursor,
    DraftEntry,
    DraftsListing,
    FoundMailbox,
    Mailbox,
    NewHeader,
    Refused,
    Uncertain,
)

USUAL: Mapping[str, Role] = {
    "INBOX": Role.INBOX,
    "Sent": Role.SENT,
    "Drafts": Role.DRAFTS,
    "Trash": Role.TRASH,
    "Junk": Role.JUNK,
    "Archive": Role.OTHER,
}


@dataclass(frozen=True, slots=True)
class Stored:
    """One message as the server keeps it. ``at`` is its INTERNALDATE."""

    locator: Locator
    raw: bytes
    at: datetime
    flags: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Box:
    name: str
    role: Role
    uidvalidity: int
    uidnext: int = 1
    messages: dict[int, Stored] = field(default_factory=dict)
    headers: dict[int, bytes] = field(default_factory=dict)

    def put(self, raw: bytes, at: datetime, flags: frozenset[str]) -> Locator:
        locator = Locator(self.name, self.uidvalidity, self.uidnext)
        self.messages[self.uidnext] = Stored(locator, raw, at, flags)
        self.uidnext += 1
        return locator

    def header(self, uid: int) -> bytes:
        if uid not in self.headers:
            self.headers[uid] = wanted_fields(header_block(self.messages[uid].raw))
        return self.headers[uid]

    def drop(self, uid: int) -> Stored:
        self.headers.pop(uid, None)
        return self.messages.pop(uid)


class MemoryMailbox:
    """``on_effect`` is called with ``mailboxes``, ``new``, ``texts``, ``drafts``, ``find`` before each such call does
    anything, and with ``append``, ``append:stored``, ``withdraw``, ``withdraw:removed`` around the two that write; what
    it raises, the caller sees, and what had been stored stays stored. ``failure`` makes every call raise it.

    ``rewrite`` is what the server does to the bytes of an APPEND. Without ``uidplus``, ``withdraw`` moves to Trash;
    without ``move`` either, it leaves the draft alone.
    """

    def __init__(
        self, mailboxes: Mapping[str, Role] = USUAL, *, unread: bool = True, notices: bool = False, commands: bool = False
    ) -> None:
        self._epoch = 1
        self._boxes: dict[str, _Box] = {}
        self._ids: dict[bytes, set[Locator]] = {}
        self._scripted: deque[tuple[Refused | Uncertain, bool]] = deque()
        self._latest = datetime.min.replace(tzinfo=UTC)
        self._draft_flags = frozenset({r"\Draft"} if unread else {r"\Draft", r"\Seen"})
        self.notices, self.commands = notices, commands
        self.on_effect: Callable[[str], None] | None = None
        self.failure: MailboxError | None = None
        self.rewrite: Callable[[bytes], bytes] | None = None
        self.uidplus = True
        self.move_supported = True
        for name, role in mailboxes.items():
            self.add_mailbox(name, role)

    # --- the owner's, the prospect's and the administrator's hands --------------------------------------------------

    def deliver(self, mailbox: str, raw: bytes, at: datetime, flags: frozenset[str] = frozenset()) -> Locator:
        """A message arrives (or is saved by the owner's client), with INTERNALDATE ``at`` (aware)."""
        if b"\r\n" not in raw:
            raw = raw.replace(b"\n", b"\r\n")
        locator = self._boxes[mailbox].put(raw, at, flags)
        self._latest = max(self._latest, at)
        name = message_id(header_block(raw))
        if name is not None:
            self._ids.setdefault(name, set()).add(locator)
        return locator

    def messages(self, mailbox: str) -> tuple[Stored, ...]:
        return tuple(self._boxes[mailbox].messages.values())

    def stored(self, locator: Locator) -> Stored | None:
        box = self._boxes.get(locator.mailbox)
        if box is None or box.uidvalidity != locator.uidvalidity:
            return None
        return box.messages.get(locator.uid)

    def delete(self, locator: Locator) -> Stored:
        """The message is expunged."""
        gone = self._boxes[locator.mailbox].drop(locator.uid)
        name = message_id(header_block(gone.raw))
        if name is not None:
            self._ids[name].discard(gone.locator)
        return gone

    def move(self, locator: Locator, mailbox: str) -> Locator:
        gone = self.delete(locator)
        return self.deliver(mailbox, gone.raw, gone.at, gone.flags)

    def flag(self, locator: Locator, *flags: str) -> None:
        box = self._boxes[locator.mailbox]
        message = box.messages[locator.uid]
        box.messages[locator.uid] = replace(message, flags=message.flags.union(flags))

    def renumber(self, mailbox: str) -> None:
        """The mailbox gets a new UIDVALIDITY and its messages new UIDs, counting from 1."""
        box = self._boxes[mailbox]
        kept = [self.delete(message.locator) for message in self.messages(mailbox)]
        self._boxes[mailbox] = _Box(mailbox, box.role, self._next_epoch())
        for message in kept:
            self.deliver(mailbox, message.raw, message.at, message.flags)

    def add_mailbox(self, name: str, role: Role = Role.OTHER) -> None:
        self._boxes[name] = _Box(name, role, self._next_epoch())

    def remove_mailbox(self, name: str) -> None:
        for message in self.messages(name):
            self.delete(message.locator)
        del self._boxes[name]

    def next_append(self, outcome: Refused | Uncertain, *, stored: bool = False) -> None:
        """What the next APPEND not yet scripted comes to; ``stored``: the draft is there all the same."""
        self._scripted.append((outcome, stored))

    def _next_epoch(self) -> int:
        self._epoch += 1
        return self._epoch

    # --- ports.Mailbox ----------------------------------------------------------------------------------------------

    def mailboxes(self) -> tuple[FoundMailbox, ...]:
        self._enter("mailboxes")
        return tuple(
            FoundMailbox(box.name, box.role, "special-use", order=order_of(box.name, "/") if box.role is Role.COMMAND else None)
            for box in self._boxes.values()
        )

    def new(self, cursors: Mapping[str, Cursor]) -> Iterator[Batch]:
        self._enter("new")
        self._box(Role.SENT)
        self._box(Role.INBOX)
        watched = sorted((b for b in self._boxes.values() if b.role in READING_ORDER), key=lambda b: READING_ORDER.index(b.role))
        batches = [batch for box in watched for batch in _batches(box, cursors.get(box.name))]
        left = sum(len(batch.messages) for batch in batches)
        for batch in batches:
            left -= len(batch.messages)
            yield replace(batch, left=left)

    def texts(self, locators: Sequence[Locator], *, pdf: bool = False) -> Iterator[tuple[Locator, bytes]]:
        self._enter("texts")
        for locator in locators:
            message = self.stored(locator)
            if message is not None:
                yield locator, without_attachments(message.raw, pdf=pdf)

    def drafts(self) -> DraftsListing:
        self._enter("drafts")
        box = self._box(Role.DRAFTS)
        entries = (DraftEntry(m.locator, box.header(m.locator.uid), m.flags, len(m.raw)) for m in box.messages.values())
        return DraftsListing(box.name, box.uidvalidity, box.uidnext, tuple(entries))

    def append_draft(self, raw: bytes, message_id: str) -> AppendOutcome:
        return self._append(self._box(Role.DRAFTS), raw, message_id, self._draft_flags)

    def append_notice(self, raw: bytes, message_id: str) -> AppendOutcome:
        if not self.notices:
            raise InvariantBroken("mailwatch never sends APPEND like this")
        return self._append(self._box(Role.INBOX), raw, message_id, frozenset())

    def create_commands(self, language: Literal["fr", "en"]) -> tuple[str, ...]:
        there = {found.order for found in self.mailboxes()}
        made = tuple(f"{PARENT}/{name}" for order, name in NAMES[language].items() if order not in there)
        if made and not self.commands:
            raise InvariantBroken("mailwatch never sends CREATE like this")
        for name in made:
            self.add_mailbox(name, Role.COMMAND)
        return made

    def _append(self, box: _Box, raw: bytes, message_id: str, flags: frozenset[str]) -> AppendOutcome:
        self._enter("append")
        outcome, stored = self._scripted.popleft() if self._scripted else (None, True)
        uidnext = box.uidnext
        if stored:
            self.deliver(box.name, self.rewrite(raw) if self.rewrite else raw, self._instant(raw), flags)
        self._effect("append:stored")
        if outcome is not None:
            return outcome
        found = sorted(locator.uid for locator in self._ids.get(message_id.encode(), ()) if locator.mailbox == box.name)
        new = [uid for uid in found if uid >= uidnext]
        if not new:
            return Uncertain("the server said OK, but the draft is not to be seen")
        return Appended(box.messages[new[0]].locator, box.messages[new[0]].raw)

    def withdraw(self, locator: Locator, unchanged: Callable[[bytes], bool]) -> bool:
        self._enter("withdraw")
        message = self.stored(locator)
        if message is None or locator.mailbox != self._box(Role.DRAFTS).name or is_the_owners(message.flags):
            return False
        trash = next((box.name for box in self._boxes.values() if box.role is Role.TRASH), None)
        movable = self.move_supported and trash is not None
        if not (self.uidplus or movable) or not unchanged(message.raw):
            return False
        if self.uidplus or trash is None:
            self.delete(locator)
        else:
            self.move(locator, trash)
        self._effect("withdraw:removed")
        return True

    def find(self, message_id: str) -> tuple[Locator, ...]:
        self._enter("find")
        return tuple(sorted(self._ids.get(message_id.encode(), ()), key=lambda place: (place.mailbox, place.uid)))

    def close(self) -> None:
        """Nothing to log out of."""

    def _enter(self, effect: str) -> None:
        self._effect(effect)
        if self.failure is not None:
            raise self.failure

    def _effect(self, effect: str) -> None:
        if self.on_effect is not None:
            self.on_effect(effect)

    def _box(self, role: Role) -> _Box:
        found = next((box for box in self._boxes.values() if box.role is role), None)
        if found is None:
            raise MailboxMissing(role.value, tuple(self._boxes))
        return found

    def _instant(self, raw: bytes) -> datetime:
        """A server stamps an APPEND with its clock; having none, take the draft's own Date, else the latest delivery."""
        dated = next((line[5:] for line in header_block(raw).splitlines() if line.lower().startswith(b"date:")), b"")
        try:
            at = parsedate_to_datetime(dated.decode("ascii", "replace"))
        except ValueError:
            return self._latest
        return at if at.tzinfo else at.replace(tzinfo=UTC)


def _batches(box: _Box, cursor: Cursor | None) -> Iterator[Batch]:
    """At least one batch, at most BATCH messages in each."""
    reset = cursor is not None and cursor.uidvalidity != box.uidvalidity
    low = 1 if cursor is None or reset else cursor.uidnext
    uids = [uid for uid in range(low, box.uidnext) if uid in box.messages]
    for start in range(0, len(uids) or 1, BATCH):
        chunk = uids[start : start + BATCH]
        last = start + BATCH >= len(uids)
        uidnext = box.uidnext if last else chunk[-1] + 1
        messages = tuple(_new_header(box, uid) for uid in chunk)
        yield Batch(box.role, messages, Cursor(box.name, box.uidvalidity, uidnext, len(box.messages)), reset and start == 0)


def _new_header(box: _Box, uid: int) -> NewHeader:
    message = box.messages[uid]
    return NewHeader(message.locator, box.header(uid), message.at, len(message.raw), message.flags)


def _is_a_mailbox(mailbox: MemoryMailbox) -> Mailbox:
    """Mypy proves here that the fake fits the port."""
    return mailbox
