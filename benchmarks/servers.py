"""What the benchmarks talk to: a private Dovecot filled with maildir files, and a server that repeats answers from memory."""

import os
import re
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from benchmarks.letters import letters
from tests.servers.dovecot import MAIL_UID, Dovecot

_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
USER = "anne"
EXTRA = "mail_max_userip_connections = 2000\nservice imap {\n  process_limit = 2000\n}\nservice imap-login {\n  client_limit = 4000\n}\nservice anvil {\n  client_limit = 8000\n}\nservice auth {\n  client_limit = 8000\n}\n"


@contextmanager
def filled(received: int, sent: int) -> Iterator[Dovecot]:
    """A Dovecot whose user has that much mail. Its folder is on a file system in memory where there is one."""
    folder = Path(tempfile.mkdtemp(prefix="mailwatch-bench-", dir=_MEMORY))
    try:
        with Dovecot(folder, extra=EXTRA, tls=True) as server:
            maildir = server.home(USER) / "Maildir"
            _fill(maildir, letters(received))
            _fill(maildir / ".Sent", letters(sent, sent=True))
            for name in (".Drafts", ".Trash"):
                _fill(maildir / name, ())
            for path in (maildir.parent, maildir, *maildir.rglob("*")):
                os.chown(path, MAIL_UID, MAIL_UID)
            yield server
    finally:
        shutil.rmtree(folder)


def _fill(maildir: Path, messages: Iterable[tuple[datetime, bytes]]) -> None:
    for name in ("cur", "new", "tmp"):
        (maildir / name).mkdir(parents=True)
    for number, (at, raw) in enumerate(messages, start=1):
        stamp = int(at.timestamp())
        path = maildir / "cur" / f"{stamp}.M{number}P1.h,S={len(raw)},W={len(raw)}:2,S"
        path.write_bytes(raw)
        os.utime(path, (stamp, stamp))


def forget_cache(server: Dovecot) -> None:
    """Makes the next reading cold: what Dovecot remembered of headers is gone, UIDs stay."""
    for path in server.home(USER).rglob("dovecot.index.cache"):
        path.unlink()


# --- from memory ----------------------------------------------------------------------------------------------------


class Replay:
    """Answers UID FETCH from prepared text, in a thread; everything else with what is needed to get there.

    ``frames``: one FETCH response for each UID from 1. It is meant to be run in a process of its own.
    """

    def __init__(self, frames: Iterable[bytes]) -> None:
        data = bytearray()
        self._ends = [0]
        for frame in frames:
            data += frame
            self._ends.append(len(data))
        self._data = memoryview(data)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])

    def serve(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        count = len(self._ends) - 1
        with connection, connection.makefile("rb") as lines, suppress(ConnectionError):  # a client may be killed
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.sendall(b"* OK [CAPABILITY IMAP4rev1 LIST-STATUS SPECIAL-USE UNSELECT] ready\r\n")
            for line in lines:
                tag, _, rest = line.rstrip(b"\r\n").partition(b" ")
                # A list of UIDs is taken for the range from its first to its last.
                fetch = re.match(rb"UID FETCH (\d+)(?:,\d+)*[:,](\d+|\*) (.*)", rest)
                if fetch and b"BODY" in fetch[3]:
                    low, high = int(fetch[1]), min(count, int(fetch[2]))
                    connection.sendall(self._data[self._ends[low - 1] : self._ends[high]])
                elif fetch:
                    high = count if fetch[2] == b"*" else min(count, int(fetch[2]))
                    connection.sendall(b"".join(b"* %d FETCH (UID %d)\r\n" % (n, n) for n in range(int(fetch[1]), high + 1)))
                else:
                    connection.sendall(self._small(rest, count))
                connection.sendall(tag + b" OK done\r\n")

    @staticmethod
    def _small(command: bytes, count: int) -> bytes:
        if command.startswith(b"CAPABILITY"):
            return b"* CAPABILITY IMAP4rev1 LIST-STATUS SPECIAL-USE UNSELECT\r\n"
        if command.startswith(b"LIST"):
            counts = b"(MESSAGES %d UIDNEXT %d UIDVALIDITY 7)"
            full, empty = counts % (count, count + 1), counts % (0, 1)
            names = ((b"INBOX", b"", full), (b"Sent", rb"\Sent", empty), (b"Drafts", rb"\Drafts", empty))
            return b"".join(
                b'* LIST (%s) "/" %s\r\n* STATUS %s %s\r\n' % (flag, name, name, status) for name, flag, status in names
            )
        if command.startswith((b"EXAMINE", b"SELECT")):
            return b"* %d EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT %d] ok\r\n" % (count, count + 1)
        return b""
