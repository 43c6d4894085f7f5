"""Reading a server's answers without interpreting them, and sending several commands at a time.

imapclient's own parser looks at every byte in Python: for headers that is many times the cost of the network. Here a
response is framed with one ``readline`` per line and one ``read`` per literal, and taken apart by regular expressions;
and the usual answer to what is asked of thousands of messages at a time is recognised whole, with one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple, Protocol, TypeAlias

from imapclient.exceptions import ProtocolError
from imapclient.response_parser import parse_response

from mailwatch.errors import MailboxUnavailable
from mailwatch.mailbox.incoming import Taken, Taking

#: One response: text, literal, text, literal, … text; the line ends are cut off.
Frame: TypeAlias = tuple[bytes, ...]

#: What imapclient's parser raises on responses that are not what they should be, deep nesting included.
UNPARSABLE = (ProtocolError, ValueError, TypeError, IndexError, KeyError, AttributeError, RecursionError)
#: No literal we ask for comes near it.
_LITERAL_LIMIT = 64 * 1024 * 1024
_LITERAL = re.compile(rb"\{([0-9]+)\}$")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MONTHS = {
    name: number
    for number, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1)
}
_FETCH = re.compile(rb"\* [0-9]+ FETCH \(", re.IGNORECASE)
#: Items in any order, and the literal of a header at the end.
_USUAL = re.compile(
    rb"\* [0-9]+ FETCH \((?:UID ([0-9]+) |INTERNALDATE \"([^\"]{26})\" |RFC822\.SIZE ([0-9]+) |FLAGS \(([^()\"]*)\) )+"
    rb"BODY\[HEADER\.FIELDS \([^\]{]*\)\] \{([0-9]{1,8})\}\r\n"
)
_FETCHED_UID = re.compile(rb"\* [0-9]+ FETCH \((?:.* )?UID ([0-9]+)", re.IGNORECASE)
#: The items of a FETCH response that are not bodies: a number, a list, or a quoted string.
_ITEM = re.compile(rb"[( ](UID|RFC822\.SIZE|FLAGS|MODSEQ|INTERNALDATE) (?:([0-9]+)|\(([^)]*)\)|\"([^\"]*)\")", re.IGNORECASE)
_EXISTS = re.compile(rb"\* ([0-9]+) EXISTS", re.IGNORECASE)
_CODE = re.compile(rb"\* OK \[(UIDVALIDITY|UIDNEXT|HIGHESTMODSEQ) ([0-9]+)\]", re.IGNORECASE)
_QUOTED_BODY = re.compile(rb'BODY\[[^\]]*\](?:<[0-9]+>)? "((?:[^"\\]|\\.)*)"', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Counts:
    """What STATUS or EXAMINE says of a mailbox; zero where the server does not say."""

    messages: int = 0
    uidnext: int = 0
    uidvalidity: int = 0
    modseq: int = 0


class Wire(Protocol):
    """What is used of an imaplib connection: the methods its documentation lets one override."""

    def readline(self) -> bytes: ...
    def read(self, size: int, /) -> bytes: ...
    def take(self, taking: Taking[Taken], /) -> list[Taken]: ...
    def send(self, data: bytes, /) -> None: ...


@dataclass(frozen=True, slots=True)
class Tagged:
    """The end of a command. ``number`` is its place among the commands sent together; ``text`` includes the code."""

    number: int
    status: str
    text: str

    @property
    def ok(self) -> bool:
        return self.status == "OK"


class Fetched(NamedTuple):
    """What one FETCH response says; absent items are zero, empty, or the epoch."""

    uid: int
    flags: frozenset[str]
    size: int
    internal_date: datetime
    modseq: int
    body: bytes


def read_frame(wire: Wire) -> Frame:
    """One response with its literals. Raises MailboxUnavailable when the connection ends."""
    pieces: list[bytes] = []
    while True:
        line = wire.readline()
        if not line.endswith(b"\n"):
            raise MailboxUnavailable("the server closed the connection")
        text = line.rstrip(b"\r\n")
        pieces.append(text)
        literal = _LITERAL.search(text, text.rfind(b"{")) if text.endswith(b"}") else None
        if not literal:
            return tuple(pieces)
        pieces.append(_read_literal(wire, int(literal[1])))


def _read_literal(wire: Wire, size: int) -> bytes:
    if size > _LITERAL_LIMIT:
        raise MailboxUnavailable(f"the server announced {size} octets nobody asked for")
    return wire.read(size)  # cut short, there is no line after it either


def refuse_bye(frame: Frame) -> None:
    """BYE ends a session at any moment, with a reason for people (RFC 9051 §7.1.5)."""
    if frame[0][:5].upper() == b"* BYE":
        raise MailboxUnavailable(f"the server ended the session: {readable(frame[0][6:])}")


def readable(text: bytes) -> str:
    """A server's words for a log line or a message to the owner: one line, nothing that moves a cursor."""
    return "".join(char if char.isprintable() else " " for char in text.decode("utf-8", "replace")).strip()[:300]


class Pending:
    """Commands under way, ``ends`` by their place among them, and every other response so far.

    FETCH responses of the usual shape go to ``headers`` where it is given.
    """

    def __init__(self, headers: list[Fetched] | None = None) -> None:
        self.under_way: dict[bytes, int] = {}
        self.ends: dict[int, Tagged] = {}
        self.frames: list[Frame] = []
        self.headers = headers

    @property
    def sent(self) -> int:
        """How many commands there are."""
        return len(self.ends) + len(self.under_way)

    def taken(self) -> list[Fetched]:
        """The FETCH responses that have come since this was last asked."""
        found = [*(self.headers or ()), *(message for message in map(fetched, self.frames) if message is not None)]
        self.headers = [] if self.headers is not None else None
        self.frames = []
        return found


class Exchange:
    """Sends commands and collects the answers. Tags are matched, never order: servers answer out of order.

    One set of commands at most is under way between two calls; what comes next reads its answers to the end first, so
    that callers may take turns on one connection.
    """

    __slots__ = ("_pending", "_wire", "count")

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self.count = 0
        self._pending: Pending | None = None

    def ask(self, *commands: bytes) -> tuple[list[Tagged], list[Frame]]:
        """Send all commands in one write, which makes them one round trip: their ends in order, every other response."""
        return self.finish(self.begin(Pending(), *commands))

    def begin(self, pending: Pending, *commands: bytes) -> Pending:
        """Send all commands in one write, after those that are under way in ``pending``, and let the server work on them."""
        if self._pending is not pending:
            self._settle()
        tags = {self.tag(): number for number, _ in enumerate(commands, start=pending.sent)}
        pending.under_way |= tags
        self._wire.send(b"".join(b"%s %s\r\n" % pair for pair in zip(tags, commands, strict=True)))
        self._pending = pending
        return pending

    def finish(self, pending: Pending) -> tuple[list[Tagged], list[Frame]]:
        """What the server said to them. Only to the latest: earlier ones were read to the end before it was sent."""
        while pending.under_way:
            self._hear(pending)
        self._pending = None
        return [pending.ends[number] for number in sorted(pending.ends)], pending.frames

    def until(self, pending: Pending, number: int) -> Tagged:
        """The end of one of the commands, without waiting for those after it."""
        while number not in pending.ends:
            self._hear(pending)
        return pending.ends[number]

    def _hear(self, pending: Pending) -> None:
        if pending.headers is not None:
            pending.headers += self._wire.take(usual)
        frame = self.read()
        tag, _, rest = frame[0].partition(b" ")
        if tag in pending.under_way:
            number = pending.under_way.pop(tag)
            pending.ends[number] = tagged(number, rest)
        elif tag == b"*":
            pending.frames.append(frame)

    def _settle(self) -> None:
        if self._pending is not None:
            self.finish(self._pending)

    def tag(self) -> bytes:
        self.count += 1
        return b"m%d" % self.count

    def write(self, data: bytes) -> None:
        self._settle()
        self._wire.send(data)

    def read(self) -> Frame:
        frame = read_frame(self._wire)
        refuse_bye(frame)
        return frame


def tagged(number: int, rest: bytes) -> Tagged:
    """The tagged line without its tag, as the end of command ``number``."""
    status, _, text = rest.partition(b" ")
    return Tagged(number, status.decode("ascii", "replace").upper(), readable(text))


def usual(data: bytes, at: int) -> tuple[list[Fetched], int]:
    """The FETCH responses that lie complete in ``data`` from ``at`` on, up to the first that has not the usual shape."""
    found: list[Fetched] = []
    match, end, length = _USUAL.match, at, len(data)
    while response := match(data, end):
        uid, date, size, flags, octets = response.groups()
        start = response.end()
        after = start + int(octets)
        if after + 3 > length or data[after : after + 3] != b")\r\n" or None in {uid, date, size, flags}:
            break
        found.append(Fetched(int(uid), _flags(flags), int(size), _internal_date(date), 0, data[start:after]))
        end = after + 3
    return found, end


def fetched(frame: Frame) -> Fetched | None:
    """A FETCH response with at most one body section; None for any other response, or one without UID."""
    if not _FETCH.match(frame[0]):
        return None
    text = _around_body(frame)
    items = {name.upper(): number or listed or string for name, number, listed, string in reversed(_ITEM.findall(text))}
    uid = items.get(b"UID", b"")
    if not uid.isdigit():
        return None
    return Fetched(
        uid=int(uid),
        flags=_flags(items.get(b"FLAGS", b"")),
        size=_number(items.get(b"RFC822.SIZE", b"")),
        internal_date=_internal_date(items.get(b"INTERNALDATE", b"")),
        modseq=_number(items.get(b"MODSEQ", b"")),
        body=frame[1] if len(frame) > 1 else _quoted_body(text),
    )


def fetched_uid(frame: Frame) -> int | None:
    """The UID of a FETCH response without literals; None for any other response."""
    found = _FETCHED_UID.match(frame[0])
    return int(found[1]) if found else None


def _number(digits: bytes) -> int:
    return int(digits) if digits.isdigit() else 0


def _around_body(frame: Frame) -> bytes:
    """All but the literal and the echo of its section, which may name fifty fields: the search stays short."""
    if len(frame) == 1:
        return frame[0]
    head, *rest = frame[::2]
    return b" ".join([head[: head.rfind(b" BODY[")], *rest])


def _quoted_body(text: bytes) -> bytes:
    found = _QUOTED_BODY.search(text)
    return re.sub(rb"\\(.)", rb"\1", found[1]) if found else b""


@lru_cache(maxsize=512)
def _flags(text: bytes) -> frozenset[str]:
    return frozenset(text.decode("utf-8", "replace").split())


def _internal_date(text: bytes) -> datetime:
    """INTERNALDATE (``04-Jan-2016 08:00:00 +0000``, RFC 9051 §9), the epoch when it is missing or impossible."""
    try:
        padded = text.decode("ascii").rjust(26)
        return datetime.fromisoformat(f"{_day(padded[:11])}{padded[11:20]}{padded[21:24]}:{padded[24:]}")
    except (KeyError, ValueError):
        return _EPOCH


@lru_cache(maxsize=4096)
def _day(text: str) -> str:
    """A day as ISO 8601 has it. Raises KeyError."""
    return f"{text[7:]}-{_MONTHS[text[3:6].lower()]:02}-{text[:2].replace(' ', '0')}"


def arguments(frame: Frame, verb: bytes) -> tuple[Any, ...]:
    """What follows ``* VERB`` as imapclient's parser sees it; empty for other responses and for what it cannot parse."""
    start = len(verb) + 3
    if frame[0][:start].upper() != b"* %s " % verb:
        return ()
    try:
        return tuple(parse_response(pairs((frame[0][start:], *frame[1:]))))
    except UNPARSABLE:
        return ()


def pairs(frame: Frame) -> list[bytes | tuple[bytes, bytes]]:
    """The frame as imaplib hands responses to imapclient's parser: text with its literal, then the rest."""
    joined: list[bytes | tuple[bytes, bytes]] = [(frame[place], frame[place + 1]) for place in range(0, len(frame) - 1, 2)]
    return [*joined, frame[-1]]


def opened(frames: Iterable[Frame]) -> Counts:
    """What EXAMINE or SELECT said."""
    messages, codes = 0, {b"UIDVALIDITY": 0, b"UIDNEXT": 0, b"HIGHESTMODSEQ": 0}
    for frame in frames:
        exists, code = _EXISTS.fullmatch(frame[0]), _CODE.match(frame[0])
        if exists:
            messages = int(exists[1])
        elif code:
            codes[code[1].upper()] = int(code[2])
    return Counts(messages, codes[b"UIDNEXT"], codes[b"UIDVALIDITY"], codes[b"HIGHESTMODSEQ"])
