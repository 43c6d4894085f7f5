"""One mail, as far as mailwatch needs to know it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a mailbox is for (RFC 6154 names where there is one)."""

    SENT = "sent"
    DRAFTS = "drafts"
    INBOX = "inbox"
    TRASH = "trash"
    JUNK = "junk"
    COMMAND = "command"  # what is filed there is an order of the owner's
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a message is. A UID means nothing without its mailbox and UIDVALIDITY (RFC 9051 §2.3.1.1)."""

    mailbox: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Address:
    """An addr-spec, local part and domain in lower case, domain as an A-label; ``name`` as displayed, never matched on."""

    address: str
    name: str = ""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Headers:
    """The decoded header block.

    Identifiers keep their angle brackets. ``sender`` is None when From is missing or cannot be trusted to name
    one person. ``date`` and ``received_at`` (topmost Received) are aware. ``fields`` holds every field as it came,
    names in lower case, unfolded and undecoded, in order.
    """

    message_id: str | None = None
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    sender: Address | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    date: datetime | None = None
    received_at: datetime | None = None
    fields: tuple[tuple[str, str], ...] = ()

    def values(self, name: str) -> tuple[str, ...]:
        """All values of one field, by lower-case name."""
        return tuple(value for key, value in self.fields if key == name)

    def value(self, name: str) -> str | None:
        """The first value of one field, by lower-case name."""
        return next(iter(self.values(name)), None)


@dataclass(frozen=True, slots=True)
class QuotedBlock:
    """Somebody's earlier words repeated in a mail, with the sender, date and subject the mail claims for them.

    ``date`` is naive when the attribution gave no zone, precise to the minute.
    """

    text: str
    sender: str | None = None
    date: datetime | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """``text`` is what could be read of a PDF of the owner's own (None: not read); ``size`` in bytes."""

    name: str
    content_type: str
    size: int
    sha256: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The machine-readable part of a multipart/report (RFC 3464, RFC 8098): fields per block, names in lower case.

    The first block is per message, the following ones per recipient.
    """

    report_type: str
    blocks: tuple[tuple[tuple[str, str], ...], ...] = ()
    original_message_id: str | None = None
    original_headers: Headers | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A mail that could be read.

    ``text`` is the whole visible text (HTML rendered), ``new_text`` the author's own words alone (without quotation,
    signature, disclaimer), ``signature`` what stood under them.
    """

    headers: Headers
    text: str = ""
    new_text: str = ""
    signature: str = ""
    quoted: tuple[QuotedBlock, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    report: Report | None = None
    calendar_method: str | None = None
    content_type: str = "text/plain"
    links: int = 0


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A mail that could not be read; ``headers`` is what could be saved of it."""

    problem: str
    headers: Headers = field(default_factory=Headers)


@dataclass(frozen=True, slots=True)
class Seen:
    """One message noticed in a mailbox, by its header alone. ``internal_date`` is aware; ``size`` in octets."""

    locator: Locator
    role: Role
    headers: Headers
    internal_date: datetime
    size: int = 0
    flags: frozenset[str] = frozenset()
