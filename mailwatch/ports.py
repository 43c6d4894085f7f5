"""The doors of the house: what the cycle needs from the mailbox, the journal and the other rooms with libraries in them.

Two living implementations each, or the protocol goes. The values exchanged are frozen. Every instant is aware.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol, TypeAlias

from mailwatch.model.account import Account
from mailwatch.model.attribution import Frequencies, Hit, Key
from mailwatch.model.drafts import Answer, Composed, FollowUp
from mailwatch.model.facts import ContactWrote, Fact, QuestionAsked
from mailwatch.model.message import Headers, Locator, Message, Role, Unreadable
from mailwatch.model.notices import Notify
from mailwatch.model.orders import Order
from mailwatch.model.policy import Jurisdiction, Policy
from mailwatch.text.identity import Naming

# --- mailbox ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a mailbox has been read: every UID below ``uidnext`` is recorded. ``messages`` is its size at that time."""

    mailbox: str
    uidvalidity: int
    uidnext: int
    messages: int = 0


@dataclass(frozen=True, slots=True)
class FoundMailbox:
    """A mailbox, its role and how the role was found (``special-use``, ``name``, ``configuration``).

    ``order`` is what it stands for when its role is COMMAND.
    """

    name: str
    role: Role
    how: str
    selectable: bool = True
    order: Order | None = None


@dataclass(frozen=True, slots=True)
class NewHeader:
    """One new message: its header block as bytes, nothing parsed."""

    locator: Locator
    header: bytes
    internal_date: datetime
    size: int
    flags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Batch:
    """New messages of one mailbox in UID order. ``cursor`` may be recorded together with what they led to.

    ``reset`` is true for the first batch after the mailbox's UIDVALIDITY changed: it starts over from UID 1. ``left`` is
    about how many messages follow, in all mailboxes.
    """

    role: Role
    messages: tuple[NewHeader, ...]
    cursor: Cursor
    reset: bool = False
    left: int = 0


@dataclass(frozen=True, slots=True)
class DraftEntry:
    locator: Locator
    header: bytes
    flags: frozenset[str]
    size: int


@dataclass(frozen=True, slots=True)
class DraftsListing:
    """Every message of Drafts, complete or not given at all."""

    mailbox: str
    uidvalidity: int
    uidnext: int
    entries: tuple[DraftEntry, ...]


@dataclass(frozen=True, slots=True)
class Appended:
    """The draft was seen in Drafts after the APPEND; ``stored`` is the whole message as the server gives it back."""

    locator: Locator
    stored: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """The server said NO or BAD before storing anything; ``problem`` is its text."""

    problem: str


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The connection broke, or the answer was OK but the draft is not to be seen: it may or may not be stored."""

    problem: str


AppendOutcome: TypeAlias = Appended | Refused | Uncertain


class Mailbox(Protocol):
    """One account's mailboxes on one server. Opens its connection when first used and again after a failure.

    Every method raises MailboxUnavailable, AuthenticationRefused or MailboxMissing. Reading leaves no trace
    (EXAMINE, BODY.PEEK).
    """

    def mailboxes(self) -> tuple[FoundMailbox, ...]:
        """Every mailbox that is watched, with its role."""
        ...

    def new(self, cursors: Mapping[str, Cursor]) -> Iterator[Batch]:
        """Headers of all messages after the cursors, Sent first, then the other mailboxes; Drafts is not included.

        Exhausting the iterator is a complete view. A mailbox without new messages yields one empty batch.
        """
        ...

    def texts(self, locators: Sequence[Locator], *, pdf: bool = False) -> Iterator[tuple[Locator, bytes]]:
        """Messages with their text parts; attachments are present by name and size only.

        The bytes are a message of the same header and MIME tree, bodies of attachments left empty, with
        ``X-Mailwatch-Size`` in an emptied part's header. With ``pdf``, PDF parts up to 5 MiB are included whole.
        A message that vanished is left out.
        """
        ...

    def drafts(self) -> DraftsListing:
        """The complete content of Drafts, by header."""
        ...

    def append_draft(self, raw: bytes, message_id: str) -> AppendOutcome:
        """APPEND to Drafts as a draft (and as seen when configured), then look for it there by listing."""
        ...

    def append_notice(self, raw: bytes, message_id: str) -> AppendOutcome:
        """APPEND to the inbox, unread, then look for it there. Only where the owner turned notices on: else InvariantBroken."""
        ...

    def create_commands(self, language: Literal["fr", "en"]) -> tuple[str, ...]:
        """CREATE the command mailboxes that are missing; their names. Only where the owner turned them on: else InvariantBroken."""
        ...

    def withdraw(self, locator: Locator, unchanged: Callable[[bytes], bool]) -> bool:
        """Remove one draft if ``unchanged`` holds for its bytes re-read in this session; False: it was left alone."""
        ...

    def find(self, message_id: str) -> tuple[Locator, ...]:
        """Where a Message-ID is now, by asking the server. Convenience only: an empty answer proves nothing."""
        ...

    def close(self) -> None:
        """Log out. Never raises."""
        ...


class Watcher(Protocol):
    """Wakes the daemon when any account's mailbox changed. A hint only: truth comes from a cycle."""

    def wait(self, seconds: float) -> frozenset[str]:
        """Names of the accounts where something moved; empty after ``seconds``, or when woken by ``stop``."""
        ...

    def silence(self, name: str) -> int | None:
        """A number that stays as it is for as long as the server tells of every mailbox of the account, is proved alive, and
        has told nothing; None when that is not known. Equal before a complete view and now: nothing was announced since."""
        ...

    def stop(self) -> None:
        """Make a running ``wait`` return at once. Safe from a signal handler."""
        ...

    def close(self) -> None: ...


# --- journal ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SeenMessage:
    """An index row: a message was noticed at a place. ``sender`` and ``recipients`` are normalised addresses."""

    message_id: str
    locator: Locator
    role: Role
    at: datetime
    sender: str | None = None
    recipients: tuple[str, ...] = ()
    from_owner: bool = False
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message was last seen."""

    locator: Locator
    role: Role


@dataclass(frozen=True, slots=True)
class AccountState:
    """What must be known about an account between cycles; all instants aware, None when it never happened.

    ``started`` is the instant of the first cycle. ``last_view`` is the last complete view, ``failing_since`` the first
    failure after it, ``problem`` its text. ``interlock`` is a reason code while drafting is locked. ``purged`` is when
    retention was last looked at, ``digested`` up to when the owner has been told in digests.
    """

    started: datetime | None = None
    last_view: datetime | None = None
    failing_since: datetime | None = None
    problem: str | None = None
    next_try: datetime | None = None
    interlock: str | None = None
    interlock_accepted: datetime | None = None
    refused_logins: int = 0
    purged: datetime | None = None
    digested: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What one transaction records: facts and cursors advance together.

    ``keys`` are remembered for a quote (late replies). ``looks`` says when a conversation must next be folded (None:
    not before a new fact). A fact makes its conversations, and those sharing its contacts, due for a look at once.
    """

    facts: tuple[Fact, ...] = ()
    cursors: tuple[Cursor, ...] = ()
    seen: tuple[SeenMessage, ...] = ()
    keys: tuple[tuple[str, tuple[Key, ...]], ...] = ()
    looks: tuple[tuple[str, datetime | None], ...] = ()
    state: AccountState | None = None


class Journal(Protocol):
    """What we saw and what we meant to do, for every account. Raises JournalError."""

    def record(self, account: str, entry: Entry, *, now: datetime, policy: str = "") -> None:
        """One durable transaction (fsync before it returns). A fact equal to a recorded one is not doubled."""
        ...

    def facts(self, account: str, quote: str) -> tuple[Fact, ...]:
        """The facts of one conversation, by ``at`` and then in order of recording."""
        ...

    def facts_with(self, account: str, contacts: Iterable[str]) -> tuple[Fact, ...]:
        """Every fact that concerns any of these people, over all quotes."""
        ...

    def quotes(self, account: str) -> tuple[str, ...]:
        """Every quote remembered, oldest first."""
        ...

    def due(self, account: str, now: datetime, policy: str) -> tuple[str, ...]:
        """Quotes whose conversation must be folded by ``now``, or was last looked at under another policy digest."""
        ...

    def with_live_drafts(self, account: str) -> tuple[str, ...]:
        """Quotes of which a draft may lie in Drafts: intended, and neither sent, deleted, withdrawn nor refused."""
        ...

    def drafted_since(self, account: str, since: datetime) -> int:
        """How many drafts were intended at or after ``since``."""
        ...

    def withdrawn_since(self, account: str, since: datetime) -> int:
        """How many drafts of ours were to be taken back at or after ``since``, those replaced by the next step aside."""
        ...

    def open_questions(self, account: str) -> tuple[QuestionAsked, ...]: ...

    def answered_since(self, account: str, since: datetime) -> int:
        """How many questions the owner answered at or after ``since``."""
        ...

    def notices(self, account: str, message: str) -> tuple[Fact, ...]:
        """What was recorded of a notice in the inbox, by its Message-ID, in order of recording."""
        ...

    def requests_owed(self, account: str) -> tuple[ContactWrote, ...]:
        """ContactWrote facts with ``request`` whose sender the owner has not written to since, nor set aside."""
        ...

    def people_at(self, account: str, domain: str) -> tuple[str, ...]:
        """The addresses held at a domain and below it."""
        ...

    def cursors(self, account: str) -> Mapping[str, Cursor]: ...

    def known(self, account: str, message_ids: Iterable[str]) -> frozenset[str]:
        """Those of the Message-IDs that were seen before, in any mailbox."""
        ...

    def places(self, account: str, message_id: str) -> tuple[Place, ...]:
        """Where a message was seen, latest first."""
        ...

    def last_sent_to(self, account: str, contact: str) -> Place | None:
        """The owner's latest mail to a person."""
        ...

    def correspondents(self, account: str, addresses: Iterable[str]) -> frozenset[str]:
        """Those of the addresses the owner ever wrote to."""
        ...

    def forgotten(self, account: str, addresses: Iterable[str]) -> Mapping[str, datetime]:
        """Which of the people the owner had forgotten, and when: mail dated before that is never learned again."""
        ...

    def purge(self, account: str, before: datetime) -> int:
        """Erase what is held of people who have not written since, and were quoted nothing since. How many facts and quotes."""
        ...

    def candidates(self, account: str, keys: Iterable[Key]) -> tuple[Hit, ...]:
        """Remembered quotes that share any of the keys."""
        ...

    def in_threads(self, account: str, message_ids: Iterable[str]) -> frozenset[str]:
        """Those of the identifiers that belong to the thread of a remembered quote."""
        ...

    def frequencies(self, account: str, keys: Iterable[Key]) -> Frequencies: ...

    def state(self, account: str) -> AccountState: ...

    def close(self) -> None: ...


# --- the rooms with libraries in them -----------------------------------------------------------------------------


class Parse(Protocol):
    """Bytes to values. Never raises, never takes more than a second."""

    def headers(self, raw: bytes) -> Headers:
        """A header block, as fetched for every new message."""
        ...

    def message(self, raw: bytes, *, own: bool = False) -> Message | Unreadable:
        """A whole message. ``own``: the owner's own sent mail, whose PDF attachments are read (in a limited process)."""
        ...

    def digest(self, raw: bytes) -> str:
        """Canonical digest of a draft: addresses, subject, text with white space normalised, attachment names and sizes."""
        ...


class Composer(Protocol):
    """A finished follow-up or answer to RFC 5322 bytes. Raises TemplateError, and CannotDraft (what was quoted cannot be
    threaded or addressed: hold it)."""

    def compose(self, draft: FollowUp | Answer) -> Composed: ...


# --- what a cycle works with --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Desk:
    """One watched account and everything a cycle needs to work on it. ``bootstrap`` makes it.

    ``policy.start`` is None until the account's first cycle has given it an instant. ``every_sent_is_a_quote`` rehearses
    recognition alone, on mail without quotes.
    """

    account: Account
    policy: Policy
    holidays: Mapping[Jurisdiction, frozenset[date]]
    mailbox: Mailbox
    journal: Journal
    parse: Parse
    composer: Composer
    naming: Naming
    every_sent_is_a_quote: bool = False
    notify: Notify = field(default_factory=Notify)
