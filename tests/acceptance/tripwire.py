"""A proxy that lets a session pass until the moment that was asked for, then calls ``fire`` and says no more, or goes on.

``moment``: ``command`` (APPEND was announced, nothing passed on), ``literal`` (half of the draft passed on), ``stored``
(all of it passed on, the server's answer held back), ``answered`` (the answer passed on as well).
"""

import re
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Literal, Self

Moment = Literal["command", "literal", "stored", "answered"]

_APPEND = re.compile(rb"(\S+) APPEND [^\r\n]*\{(\d+)\}\r\n")


class Tripwire:
    """Fires once, ``reached`` before and ``fired`` after; what comes after, on any connection, just passes."""

    def __init__(self, port: int, moment: Moment, fire: Callable[[], object], *, goes_on: bool = False) -> None:
        self._port, self._moment, self._fire, self._goes_on = port, moment, fire, goes_on
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.reached, self.fired = threading.Event(), threading.Event()
        self._sockets: list[socket.socket] = [self._listener]

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for sock in self._sockets:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._port), 5)
                self._sockets += [client, server]
                session = _Session(self, client, server)
                for pump in (session.up, session.down):
                    threading.Thread(target=pump, daemon=True).start()

    def trip(self, moment: Moment) -> bool:
        if moment != self._moment or self.fired.is_set():
            return False
        self.reached.set()
        self._fire()
        self.fired.set()
        return not self._goes_on


class _Session:
    def __init__(self, wire: Tripwire, client: socket.socket, server: socket.socket) -> None:
        self.wire, self.client, self.server = wire, client, server
        self.tag = b""
        self.size = 0

    def up(self) -> None:
        """Client to server."""
        with suppress(OSError):
            while data := self.client.recv(65536):
                if self.size:
                    if self.wire.trip("literal"):
                        self.server.sendall(data[: self.size // 2])
                        break
                    self.size = 0
                announced = _APPEND.search(data)
                if announced:
                    if self.wire.trip("command"):
                        break
                    self.tag, self.size = announced[1], int(announced[2])
                self.server.sendall(data)
        with suppress(OSError):
            self.server.shutdown(socket.SHUT_WR)

    def down(self) -> None:
        """Server to client."""
        with suppress(OSError):
            while data := self.server.recv(65536):
                answered = bool(self.tag) and re.search(rb"^" + re.escape(self.tag) + rb" ", data, re.MULTILINE) is not None
                if answered and self.wire.trip("stored"):
                    break
                self.client.sendall(data)
                if answered and self.wire.trip("answered"):
                    break
        with suppress(OSError):
            self.client.shutdown(socket.SHUT_WR)
