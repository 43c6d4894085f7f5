"""The last gate before the network: only the commands mailwatch promises to send can be sent.

Everything written to the server passes ``Transport.send``, so that no other code, ours or a library's, can make the
promise untrue. What it does not know, it refuses.
"""

import imaplib
import re
import socket
import ssl
import sys
import zlib
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import TYPE_CHECKING

from mailwatch.errors import InvariantBroken, MailboxUnavailable
from mailwatch.mailbox.incoming import RAW, Incoming, Taken, Taking

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

#: Seconds until a silent peer is probed by TCP, between probes, and how many go unanswered before it counts as dead.
_KEEPALIVE = (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 20), ("TCP_KEEPCNT", 3))

#: Octets. No literal we ask for comes near it.
LARGEST_LITERAL = 1 << 26

#: Of a connection that is kept for weeks, no more is remembered than this.
VERBS = 32

_MAILBOX = rb'(?:"(?:[^"\\\r\n]|\\["\\])*"|[^\s"(){%*\\]+)'
#: RFC 5465: tell of what comes and goes, in the selected mailbox as ever and in all others with their STATUS.
NOTIFY = b"NOTIFY SET (selected (MessageNew MessageExpunge)) (personal (MessageNew MessageExpunge))"
_READING = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rb"CAPABILITY|NOOP|LOGOUT|UNSELECT|COMPRESS DEFLATE",
        rb'LIST "" "?[*%]"?(?: RETURN \([A-Z\- ()]+\))?',
        rb"STATUS " + _MAILBOX + rb" \([A-Z ]+\)",
        rb"UID SEARCH [^\r\n{]+",
        rb"UID FETCH [0-9:,*]+ \((?:(?:UID|FLAGS|INTERNALDATE|RFC822\.SIZE|BODYSTRUCTURE|MODSEQ|BODY\.PEEK\[[^\]\r\n]*\](?:<[0-9.]+>)?) ?)+\)",
        rb"IDLE",
        re.escape(NOTIFY),
    )
)
_CLEAR = re.compile(rb"CAPABILITY|STARTTLS|LOGOUT", re.IGNORECASE)
_LOGIN = re.compile(rb"LOGIN .+|AUTHENTICATE (?:PLAIN|XOAUTH2|OAUTHBEARER)(?: [A-Za-z0-9+/=]+)?", re.IGNORECASE)
_OPEN = re.compile(rb"(EXAMINE|SELECT) (" + _MAILBOX + rb")", re.IGNORECASE)
_APPEND = re.compile(rb"APPEND (" + _MAILBOX + rb") \(\\Draft(?: \\Seen)?\) \{[0-9]+\}", re.IGNORECASE)
_NOTICE = re.compile(rb"APPEND (" + _MAILBOX + rb") \(\) \{[0-9]+\}", re.IGNORECASE)
_CREATE = re.compile(rb"CREATE (" + _MAILBOX + rb")", re.IGNORECASE)
_STORE = re.compile(rb"UID STORE ([0-9]+) (?:\(UNCHANGEDSINCE [0-9]+\) )?\+FLAGS\.SILENT \(\\Deleted\)", re.IGNORECASE)
_EXPUNGE = re.compile(rb"UID EXPUNGE ([0-9]+)", re.IGNORECASE)
_MOVE = re.compile(rb"UID MOVE ([0-9]+) (" + _MAILBOX + rb")", re.IGNORECASE)
_SASL_LINE = re.compile(rb"[A-Za-z0-9+/=]*|\*")
_LITERAL = re.compile(rb"\{([0-9]+)\+?\}$")


def quoted(name: bytes) -> bytes:
    """A mailbox name as a quoted string (RFC 9051 §4.3)."""
    return b'"' + name.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


class Gate:
    """Follows the client's side of a session and refuses, with InvariantBroken, what must never be sent.

    ``drafts`` and ``trash`` are quoted mailbox names; until they are set nothing can be written. One message of Drafts
    at a time may be removed: the one ``arm`` was called for since Drafts was selected. ``inbox`` (for notices) and
    ``creatable`` (command mailboxes) stay empty unless the owner turned them on. ``verbs`` are the first that passed.
    """

    __slots__ = (
        "_armed", "_last", "_line", "_literal", "_writable", "creatable", "drafts", "inbox", "secure", "trash", "verbs"
    )  # fmt: skip

    def __init__(self, *, secure: bool) -> None:
        self.secure = secure
        self.drafts: bytes | None = None
        self.trash: bytes | None = None
        self.inbox: bytes | None = None
        self.creatable: frozenset[bytes] = frozenset()
        self.verbs: list[str] = []
        self._armed: bytes | None = None
        self._writable = False
        self._last = b""
        self._line = b""
        self._literal = 0

    def arm(self, uid: int) -> None:
        if not self._writable:
            raise InvariantBroken("a message can be removed only while Drafts is selected")
        self._armed = b"%d" % uid

    def literal_refused(self) -> None:
        """The server did not ask for the announced literal: what comes next is a command again."""
        self._literal = 0
        self._last = b""

    def check(self, data: bytes) -> None:
        """Look at what is about to be written, complete commands or pieces of one."""
        while data:
            if self._literal:
                skipped = min(self._literal, len(data))
                self._literal -= skipped
                data = data[skipped:]
                continue
            line, newline, data = data.partition(b"\n")
            self._line += line + newline
            if newline:
                whole, self._line = self._line.rstrip(b"\r\n"), b""
                self._command(whole)

    def _command(self, line: bytes) -> None:
        literal = _LITERAL.search(line)
        if self._continues(line):
            return
        _, _, command = line.partition(b" ")
        verb = command.upper().split(b" ", 2)
        self._last = b" ".join(verb[:2]) if verb[0] == b"UID" else verb[0]
        if not self._allowed(command):
            raise InvariantBroken(f"mailwatch never sends {self._last.decode('ascii', 'replace')} like this")
        if literal:
            if self._last not in {b"APPEND", b"LOGIN"}:
                raise InvariantBroken("mailwatch sends literals with APPEND and LOGIN only")
            self._literal = int(literal[1])
        if len(self.verbs) < VERBS:
            self.verbs.append(sys.intern(self._last.decode("ascii")))

    def _continues(self, line: bytes) -> bool:
        """The end of a line with a literal, a SASL response, or DONE."""
        match self._last:
            case b"APPEND":
                return line == b""
            case b"AUTHENTICATE":
                return _SASL_LINE.fullmatch(line) is not None
            case b"IDLE":
                return line.upper() == b"DONE"
            case b"LOGIN":
                literal = _LITERAL.search(line)
                self._literal = int(literal[1]) if literal and line.startswith(b" ") else 0
                return line == b"" or line.startswith(b" ")
        return False

    def _allowed(self, command: bytes) -> bool:
        if not self.secure:
            return _CLEAR.fullmatch(command) is not None
        if any(pattern.fullmatch(command) for pattern in _READING) or _LOGIN.fullmatch(command):
            return True
        return self._opens(command) or self._writes(command) or self._turned_on(command)

    def _opens(self, command: bytes) -> bool:
        opening = _OPEN.fullmatch(command)
        if not opening:
            return False
        self._armed = None
        self._writable = opening[1].upper() == b"SELECT"
        return not self._writable or (self.drafts is not None and opening[2] == self.drafts)

    def _writes(self, command: bytes) -> bool:
        appending, moving = _APPEND.fullmatch(command), _MOVE.fullmatch(command)
        if appending:
            return self.drafts is not None and appending[1] == self.drafts
        if moving:
            return self._removes(moving[1]) and self.trash is not None and moving[2] == self.trash
        removing = _STORE.fullmatch(command) or _EXPUNGE.fullmatch(command)
        return removing is not None and self._removes(removing[1])

    def _turned_on(self, command: bytes) -> bool:
        """What only the owner's configuration allows."""
        notice, creating = _NOTICE.fullmatch(command), _CREATE.fullmatch(command)
        if notice:
            return self.inbox is not None and notice[1] == self.inbox
        return creating is not None and creating[1] in self.creatable

    def _removes(self, uid: bytes) -> bool:
        return self._writable and self._armed == uid


class Spoken(ABC):
    """What is said over a connection: the gate in front of it, and reading of our own. ``sock`` is its socket."""

    __slots__ = ()
    host: str
    sock: socket.socket
    gate: Gate

    @property
    @abstractmethod
    def incoming(self) -> Incoming:
        """What the server says, read ahead."""

    def readline(self) -> bytes:
        return self.incoming.readline()

    def read(self, size: int) -> bytes:
        """A literal. Left alone, imaplib sets aside whatever memory a server announces, even before the login."""
        if size > LARGEST_LITERAL:
            raise MailboxUnavailable(f"{self.host} announces {size} octets at once: refusing to go on")
        return self.incoming.read(size)


class Line(Spoken):
    """A connection on which somebody signed in: all that is kept of it, since there may be thousands."""

    __slots__ = ("_deflate", "_incoming", "gate", "host", "sock")

    def __init__(self, host: str, sock: socket.socket, gate: Gate, incoming: Incoming | None = None) -> None:
        self.host, self.sock, self.gate = host, sock, gate
        self._incoming = incoming or Incoming(sock)
        self._deflate: zlib._Compress | None = None

    @property
    def incoming(self) -> Incoming:
        return self._incoming

    def send(self, data: bytes) -> None:
        self.gate.check(data)
        deflate = self._deflate
        self.sock.sendall(data if deflate is None else deflate.compress(data) + deflate.flush(zlib.Z_SYNC_FLUSH))

    def compress(self) -> None:
        """From the next octet on both sides deflate what they say; the gate sees it before."""
        self._deflate = zlib.compressobj(wbits=RAW)
        self._incoming.inflate()

    def take(self, taking: Taking[Taken]) -> list[Taken]:
        return self._incoming.take(taking)

    def buffered(self) -> bytes:
        """What was read from the socket beyond the last answer. Leaves the socket without blocking, for a selector."""
        self.sock.settimeout(0)
        return self._incoming.rest()

    def close(self) -> None:
        with suppress(OSError):  # also wakes whoever waits for an answer
            self.sock.shutdown(socket.SHUT_RDWR)
        self.sock.close()


class Transport(Spoken, imaplib.IMAP4):
    """imaplib's connection with the gate in front of the socket, until it is signed in on. ``context`` None: no TLS from the start.

    Reading is ours too: ``readline`` and ``read`` are what imaplib's documentation lets one override.
    """

    def __init__(self, host: str, port: int, context: ssl.SSLContext | None, timeout: float, gate: Gate) -> None:
        self.gate = gate
        self._context = context
        self._incoming: Incoming | None = None
        super().__init__(host, port, timeout)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        sock = socket.create_connection((self.host, self.port), timeout)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for name, value in _KEEPALIVE:
            if hasattr(socket, name):  # not on every platform
                sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
        return self._context.wrap_socket(sock, server_hostname=self.host) if self._context else sock

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        super().open(host, port, timeout)
        if sys.version_info < (3, 14):  # from then on imaplib buffers by itself
            self.file.close()  # we read from the socket, which stays

    def send(self, data: "ReadableBuffer") -> None:
        if "PREAUTH" in self.untagged_responses:
            # Somebody else's session, or a man in the middle who wants to avoid STARTTLS (nostarttls.secvuln.info).
            raise MailboxUnavailable(f"{self.host} says we are logged in already (PREAUTH): refusing to go on")
        self.gate.check(bytes(data))
        super().send(data)

    @property
    def incoming(self) -> Incoming:
        """What this socket says. With STARTTLS comes another, and what the first one said beyond its answer is void."""
        if self._incoming is None or self._incoming.sock is not self.sock:
            self._incoming = Incoming(self.sock)
        return self._incoming
