"""A small IMAP server that misbehaves on demand, for what no real server does when asked.

It knows INBOX, Sent and Drafts. ``on`` maps a command ("APPEND", "UID FETCH", …) to a function of (server, tag,
arguments) that returns the bytes to send instead of the usual answer; ``Hangup`` closes the connection after some
last bytes. ``piece`` sends everything in pieces of that size.
"""

import re
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Self

#: None, from what answers an announced literal, lets it come.
Answer = Callable[["Scripted", bytes, bytes], bytes | None]


class Hangup(Exception):
    """Closes the connection; the argument is sent before."""


class Scripted:
    def __init__(self, capabilities: str = "IMAP4rev1 UIDPLUS UNSELECT IDLE AUTH=PLAIN SASL-IR", **on: Answer) -> None:
        self.capabilities = capabilities.encode()
        self.greeting = b"* OK at your service\r\n"
        self.on: dict[str, Answer] = {name.replace("_", " "): answer for name, answer in on.items()}
        self.names = {"INBOX": b"", "Sent": rb"\Sent", "Drafts": rb"\Drafts", "Trash": rb"\Trash"}
        self.boxes: dict[str, dict[int, tuple[bytes, bytes]]] = {name: {} for name in self.names}
        self.uidnext = dict.fromkeys(self.names, 1)
        self.uidvalidity = dict.fromkeys(self.names, 7)
        self.commands: list[str] = []
        self.literals: list[bytes] = []
        self.logins = 0
        self.piece = 0
        self.selected = "INBOX"
        self.connections: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._closing = False
        self._threads = [threading.Thread(target=self._accept, daemon=True)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing = True
        with socket.create_connection(("127.0.0.1", self.port), 5):
            pass
        for connection in self.connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        self._listener.close()

    def put(self, mailbox: str, raw: bytes, flags: bytes = b"") -> int:
        uid = self.uidnext[mailbox]
        self.boxes[mailbox][uid] = (raw, flags)
        self.uidnext[mailbox] += 1
        return uid

    def tell(self, data: bytes) -> None:
        """Say something to whoever is connected, unasked."""
        for connection in self.connections:
            with suppress(OSError):
                connection.sendall(data)

    # --- one connection

    def _accept(self) -> None:
        while not self._closing:
            connection, _ = self._listener.accept()
            self.connections.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines:
            try:
                self._say(connection, self.greeting)
                while not self._closing and (line := lines.readline()):
                    self._say(connection, self._obey(connection, lines, line.rstrip(b"\r\n")))
            except Hangup as bye:
                self._say(connection, bye.args[0] if bye.args else b"")
            except OSError:
                pass

    def _say(self, connection: socket.socket, data: bytes) -> None:
        step = self.piece or len(data) or 1
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for start in range(0, len(data), step):
            connection.sendall(data[start : start + step])

    def _obey(self, connection: socket.socket, lines: "socket.SocketIO", line: bytes) -> bytes:
        tag, _, rest = line.partition(b" ")
        words = rest.decode("utf-8", "replace").split(" ")
        name = " ".join(words[:2]).upper() if words[0].upper() == "UID" else words[0].upper()
        if line.upper() == b"DONE":
            tag, name = self._idle_tag, "DONE"
        self.commands.append(line.decode("utf-8", "replace"))
        arguments = rest[len(name) :].strip()
        literal = re.search(rb"\{(\d+)\}$", rest)
        if literal and f"{name} LITERAL" in self.on:
            refusal = self.on[f"{name} LITERAL"](self, tag, arguments)
            if refusal is not None:
                return refusal
        if literal:
            self._say(connection, b"+ go on\r\n")
            self.literals.append(lines.read(int(literal[1])))
            lines.readline()
        if name == "AUTHENTICATE":
            self._say(connection, b"+ \r\n")
            response = lines.readline().strip()
            self.commands.append(response.decode())
            arguments += b" " + response
        if name in self.on:
            return self.on[name](self, tag, arguments)
        return self.usual(name, tag, arguments)

    # --- the usual answers

    def usual(self, name: str, tag: bytes, arguments: bytes) -> bytes:
        if name.startswith("UID ") and not self.selected:
            return tag + b" BAD No mailbox is open\r\n"
        method = getattr(self, "_do_" + name.lower().replace(" ", "_"), None)
        untagged = method(arguments) if method else b""
        if name == "IDLE":
            self._idle_tag = tag
            return b"+ idling\r\n"
        if name in {"LOGIN", "AUTHENTICATE"}:
            self.logins += 1
        return untagged + tag + b" OK done\r\n"

    def _do_capability(self, _: bytes) -> bytes:
        return b"* CAPABILITY " + self.capabilities + b"\r\n"

    def _do_list(self, _: bytes) -> bytes:
        return b"".join(b'* LIST (%s) "/" "%s"\r\n' % (flag, name.encode()) for name, flag in self.names.items())

    def _do_status(self, arguments: bytes) -> bytes:
        name = arguments.split(b'"')[1].decode()
        counts = (name.encode(), len(self.boxes[name]), self.uidnext[name], self.uidvalidity[name])
        return b'* STATUS "%s" (MESSAGES %d UIDNEXT %d UIDVALIDITY %d)\r\n' % counts

    def _do_examine(self, arguments: bytes) -> bytes:
        self.selected = arguments.split(b'"')[1].decode()
        counts = (len(self.boxes[self.selected]), self.uidvalidity[self.selected], self.uidnext[self.selected])
        return b"* %d EXISTS\r\n* OK [UIDVALIDITY %d] ok\r\n* OK [UIDNEXT %d] ok\r\n" % counts

    _do_select = _do_examine

    def _do_unselect(self, _: bytes) -> bytes:
        self.selected = ""
        return b""

    def _do_append(self, arguments: bytes) -> bytes:
        self.put(arguments.split(b'"')[1].decode(), self.literals[-1], rb"\Draft")
        return b""

    def _do_uid_fetch(self, arguments: bytes) -> bytes:
        wanted, _, items = arguments.partition(b" ")
        box = self.boxes[self.selected]
        answers = []
        for number, uid in enumerate(sorted(box), start=1):
            if _named(wanted.decode(), uid, max(box)):
                answers.append(self._fetched(number, uid, *box[uid], items))
        return b"".join(answers)

    def _fetched(self, number: int, uid: int, raw: bytes, flags: bytes, items: bytes) -> bytes:
        header = raw[: raw.index(b"\r\n\r\n") + 4]
        said = b'UID %d FLAGS (%s) RFC822.SIZE %d INTERNALDATE "01-Sep-2026 07:12:00 +0000"' % (uid, flags, len(raw))
        if b"BODY.PEEK[]" in items:
            said += b" BODY[] {%d}\r\n%s" % (len(raw), raw)
        elif b"HEADER.FIELDS" in items:
            said += b" BODY[HEADER.FIELDS (X)] {%d}\r\n%s" % (len(header), header)
        return b"* %d FETCH (%s)\r\n" % (number, said)

    def _do_uid_store(self, arguments: bytes) -> bytes:
        uid = int(arguments.split(b" ")[0])
        raw, flags = self.boxes[self.selected][uid]
        self.boxes[self.selected][uid] = (raw, flags + rb" \Deleted")
        return b""

    def _do_uid_expunge(self, arguments: bytes) -> bytes:
        del self.boxes[self.selected][int(arguments)]
        return b""

    def _do_uid_move(self, arguments: bytes) -> bytes:
        uid, _, target = arguments.partition(b" ")
        raw, flags = self.boxes[self.selected].pop(int(uid))
        self.put(target.strip(b'"').decode(), raw, flags)
        return b""


def _named(wanted: str, uid: int, last: int) -> bool:
    """Whether a sequence set names this UID; ``9:*`` names the last message whatever its UID (RFC 9051)."""
    for one in wanted.split(","):
        low, _, high = one.partition(":")
        ends = sorted(last if end == "*" else int(end) for end in (low, high or low))
        if ends[0] <= uid <= ends[1]:
            return True
    return False
