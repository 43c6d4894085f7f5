"""What a server says, as bytes: lines, literals, and many answers at once while they lie in memory.

Also COMPRESS=DEFLATE (RFC 4978): what it says is inflated as it is read.
"""

import socket
import zlib
from collections.abc import Callable
from typing import TypeAlias, TypeVar

from mailwatch.errors import MailboxUnavailable

Taken = TypeVar("Taken")
#: From a buffer and a place in it to what stands there, complete, and the place after it.
Taking: TypeAlias = Callable[[bytes, int], tuple[list[Taken], int]]

#: Raw deflate, without the header and checksum of zlib.
RAW = -15
#: Octets of a line; imaplib's own limit.
LONGEST_LINE = 1_000_000
_AT_ONCE = 1 << 16


class Incoming:
    """Reads from ``sock``. Never holds more of what comes out than _AT_ONCE octets, whatever goes in."""

    __slots__ = ("_at", "_data", "_inflater", "sock")

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self._data = b""
        self._at = 0
        self._inflater: zlib._Decompress | None = None

    def readline(self) -> bytes:
        """Up to and with the next line feed; less when the connection ends. Raises MailboxUnavailable past LONGEST_LINE."""
        pieces: list[bytes] = []
        length = 0
        while not (end := self._data.find(b"\n", self._at) + 1):
            pieces.append(self._data[self._at :])
            length += len(pieces[-1])
            if length > LONGEST_LINE:
                raise MailboxUnavailable("the server sends a line without end")
            if not self._fill():
                return b"".join(pieces)
        pieces.append(self._data[self._at : end])
        self._move(end)
        return b"".join(pieces) if len(pieces) > 1 else pieces[0]

    def read(self, size: int) -> bytes:
        """So many octets; fewer when the connection ends."""
        pieces: list[bytes] = []
        while size > len(self._data) - self._at:
            pieces.append(self._data[self._at :])
            size -= len(pieces[-1])
            if not self._fill():
                return b"".join(pieces)
        pieces.append(self._data[self._at : self._at + size])
        self._move(self._at + size)
        return b"".join(pieces) if len(pieces) > 1 else pieces[0]

    def take(self, taking: Taking[Taken]) -> list[Taken]:
        """What ``taking`` finds complete in what was received; nothing is received for it."""
        found, at = taking(self._data, self._at)
        self._move(at)
        return found

    def _move(self, at: int) -> None:
        """What was read is not kept: most connections are silent most of the time."""
        self._at = at
        if at == len(self._data):
            self._data, self._at = b"", 0

    def rest(self) -> bytes:
        """What was received and not read yet; it counts as read now."""
        rest, self._data, self._at = self._data[self._at :], b"", 0
        return rest

    def inflate(self) -> None:
        """From here on what comes is deflated."""
        self._inflater = zlib.decompressobj(RAW)
        self._data = _inflated(self._inflater, self.rest())

    def _fill(self) -> bool:
        """The next octets, whatever their number; whether there were any."""
        self._data, self._at = b"", 0
        inflater = self._inflater
        if inflater is None:
            self._data = self.sock.recv(_AT_ONCE)
            return bool(self._data)
        self._data = _inflated(inflater, inflater.unconsumed_tail)
        while not self._data and not inflater.eof and (more := self.sock.recv(_AT_ONCE)):
            self._data = _inflated(inflater, more)
        return bool(self._data)


def _inflated(inflater: "zlib._Decompress", data: bytes) -> bytes:
    try:
        return inflater.decompress(data, _AT_ONCE)
    except zlib.error as error:
        raise OSError(f"the compressed connection is broken: {error}") from None
