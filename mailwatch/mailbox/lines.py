"""Lines from bytes that arrive in whatever pieces the network makes of them."""

import re
from collections.abc import Iterator

from mailwatch.errors import MailboxUnavailable

_LITERAL = re.compile(rb"\{([0-9]{1,9})\}$")
#: A server that never ends its line is no server.
LIMIT = 1_048_576


class Lines:
    """``feed`` gives every response that is complete, its literals left out (Gmail labels may come as literals)."""

    __slots__ = ("_head", "_pending", "_skip")

    def __init__(self) -> None:
        self._pending = b""
        self._skip = 0
        self._head = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Raises MailboxUnavailable when a line outgrows LIMIT."""
        skipped = min(self._skip, len(data))
        self._skip -= skipped
        self._pending += data[skipped:]
        while not self._skip and b"\n" in self._pending:
            line, _, self._pending = self._pending.partition(b"\n")
            self._head += line.rstrip(b"\r")
            literal = _LITERAL.search(self._head)
            if literal:
                size = int(literal[1])
                self._head = self._head[: literal.start()]
                self._skip = max(0, size - len(self._pending))
                self._pending = self._pending[size:]
            else:
                whole, self._head = self._head, b""
                yield whole
        if len(self._pending) + len(self._head) > LIMIT:
            raise MailboxUnavailable("the server sends a line without end")
