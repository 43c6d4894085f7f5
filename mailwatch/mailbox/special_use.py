"""Which mailbox is Sent, which is Drafts: configuration, then RFC 6154 attributes, then names. Never a silent guess."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from imapclient.imap_utf7 import decode as decode_utf7

from mailwatch.errors import MailboxMissing
from mailwatch.mailbox.framing import Frame, arguments
from mailwatch.mailbox.mailbox_names import NAMES, USUAL_NAMES
from mailwatch.model.message import Role
from mailwatch.model.orders import order_of
from mailwatch.ports import FoundMailbox

#: The order in which mailboxes are read; Drafts is listed apart.
READING_ORDER = (Role.SENT, Role.INBOX, Role.OTHER, Role.TRASH, Role.JUNK, Role.COMMAND)
#: Attributes are compared in lower case: Cyrus answers ``\drafts`` where it is configured so.
_ATTRIBUTES = {r"\sent": Role.SENT, r"\drafts": Role.DRAFTS, r"\trash": Role.TRASH, r"\junk": Role.JUNK}
_UNSELECTABLE = frozenset({r"\noselect", r"\nonexistent"})
LIST_ITEMS = 3  # attributes, delimiter, name; extended items may follow (RFC 5258)
_CONTROLS = bytes(range(32))
_PROVIDER_PREFIXES = ("[Gmail]", "[Google Mail]")


class MailboxAmbiguous(MailboxMissing):
    """More than one mailbox could be meant; ``tried`` are the candidates. Only the owner can choose."""

    def __init__(self, role: str, tried: tuple[str, ...]) -> None:
        super().__init__(role, tried)
        self.args = (f"which mailbox is {role}: {' or '.join(tried)}? Say so under mailboxes: {role}",)


@dataclass(frozen=True, slots=True)
class MailboxNames:
    """The owner's word on mailboxes, names as their client shows them; None is ``auto``.

    ``also`` None: every selectable mailbox that has no other role. ``commands``: those below ``mailwatch`` are orders.
    """

    sent: tuple[str, ...] | None = None
    drafts: str | None = None
    inbox: str = "INBOX"
    also: tuple[str, ...] | None = None
    trash: str | None = None
    commands: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of LIST. ``wire`` is the name exactly as the server wrote it, ``attributes`` are in lower case."""

    name: str
    wire: bytes
    delimiter: str
    attributes: frozenset[str]

    @property
    def selectable(self) -> bool:
        return not self.attributes & _UNSELECTABLE


def listed(frame: Frame) -> Listed | None:
    """A LIST response; None for any other, and for a name that cannot be repeated to the server."""
    items = arguments(frame, b"LIST")
    if len(items) < LIST_ITEMS or not isinstance(items[0], tuple):
        return None
    attributes, delimiter, name = items[:LIST_ITEMS]
    wire = name if isinstance(name, bytes) else str(name).encode()  # a name of digits comes as a number
    if wire.translate(None, _CONTROLS) != wire:
        return None
    words = frozenset(word.decode("ascii", "replace").lower() for word in attributes if isinstance(word, bytes))
    return Listed(_decoded(wire), wire, delimiter.decode() if isinstance(delimiter, bytes) else "", words)


def _decoded(wire: bytes) -> str:
    try:
        return str(decode_utf7(wire))
    except (ValueError, IndexError):  # raw UTF-8, or an ampersand that means itself
        return wire.decode("utf-8", "replace")


def resolve(found: Sequence[Listed], wanted: MailboxNames) -> tuple[FoundMailbox, ...]:
    """Every watched mailbox with its role. Raises MailboxMissing, or MailboxAmbiguous naming the candidates."""
    boxes = [box for box in found if box.selectable]
    claims: dict[Role, tuple[tuple[str, ...], str]] = {
        Role.INBOX: (_configured(boxes, Role.INBOX, (wanted.inbox,)), "configuration" if wanted.inbox != "INBOX" else "name"),
        Role.SENT: _one(boxes, Role.SENT, wanted.sent),
        Role.DRAFTS: _one(boxes, Role.DRAFTS, (wanted.drafts,) if wanted.drafts else None),
        Role.TRASH: _some(boxes, Role.TRASH, (wanted.trash,) if wanted.trash else None),
        Role.JUNK: _some(boxes, Role.JUNK, None),
    }
    _refuse_double_roles(claims)
    taken = {name: FoundMailbox(name, role, how) for role, (names, how) in claims.items() for name in names}
    taken = {**(_commands(boxes) if wanted.commands else {}), **taken}
    extra = None if wanted.also is None else frozenset(_configured(boxes, Role.OTHER, wanted.also))
    how = "every mailbox" if extra is None else "configuration"
    names = dict.fromkeys(box.name for box in boxes if box.name in taken or extra is None or box.name in extra)
    return tuple(taken.get(name) or FoundMailbox(name, Role.OTHER, how) for name in names)


def _commands(boxes: Sequence[Listed]) -> dict[str, FoundMailbox]:
    orders = {box.name: order_of(_bare(box), box.delimiter) for box in boxes}
    return {name: FoundMailbox(name, Role.COMMAND, "name", order=order) for name, order in orders.items() if order is not None}


def _one(boxes: Sequence[Listed], role: Role, wanted: tuple[str, ...] | None) -> tuple[tuple[str, ...], str]:
    """What must exist, once: by configuration, else by attribute, else by name."""
    names, how = _some(boxes, role, wanted)
    if not names:
        raise MailboxMissing(role.value, USUAL_NAMES[role])
    if wanted is None and len(names) > 1:
        raise MailboxAmbiguous(role.value, names)
    return names, how


def _some(boxes: Sequence[Listed], role: Role, wanted: tuple[str, ...] | None) -> tuple[tuple[str, ...], str]:
    if wanted is not None:
        return _configured(boxes, role, wanted), "configuration"
    by_attribute = tuple(box.name for box in boxes if any(_ATTRIBUTES.get(word) is role for word in box.attributes))
    if by_attribute:
        return by_attribute, "special-use"
    return tuple(box.name for box in boxes if _bare(box) in NAMES[role]), "name"


def _configured(boxes: Sequence[Listed], role: Role, wanted: Iterable[str]) -> tuple[str, ...]:
    """The mailboxes the owner named; INBOX is the one name without case (RFC 9051 §5.1)."""
    by_name = {_inbox_apart(box.name): box.name for box in boxes}
    missing = tuple(name for name in wanted if _inbox_apart(name) not in by_name)
    if missing:
        raise MailboxMissing(role.value, missing)
    return tuple(by_name[_inbox_apart(name)] for name in wanted)


def _inbox_apart(name: str) -> str:
    return "INBOX" if name.upper() == "INBOX" else unicodedata.normalize("NFC", name)


def _bare(box: Listed) -> str:
    """The name without a personal prefix. A mailbox deeper down is somebody's own filing, whatever it is called."""
    name = box.name
    for prefix in ("INBOX", *_PROVIDER_PREFIXES):
        start = prefix + box.delimiter
        if box.delimiter and name[: len(start)].upper() == start.upper():
            name = name[len(start) :]
            break
    return unicodedata.normalize("NFC", name).casefold()


def _refuse_double_roles(claims: dict[Role, tuple[tuple[str, ...], str]]) -> None:
    r"""Providers have been seen to tag Drafts as \Trash: what is two things at once is neither."""
    seen: dict[str, Role] = {}
    for role, (names, _) in claims.items():
        for name in names:
            if name in seen:
                raise MailboxAmbiguous(role.value, (f"{name} ({seen[name].value})", f"{name} ({role.value})"))
            seen[name] = role
