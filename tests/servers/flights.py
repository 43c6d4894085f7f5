"""Counts round trips exactly: a flight is whatever the client says after the server last spoke."""

import selectors
import socket
import threading
from typing import Self


class FlightProxy:
    """Between a client and ``target`` (host, port), in a thread of its own. ``up`` is every byte the client sent, ``down`` how many
    came back.

    ``piece``: everything the server says is passed on in pieces of that size.
    """

    def __init__(self, target: tuple[str, int], piece: int = 1 << 16) -> None:
        self.target = target
        self.piece = piece
        self.flights = 0
        self.up = bytearray()
        self.down = 0
        self._server_spoke = True
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._peers: dict[socket.socket, tuple[socket.socket, bool]] = {}
        self._selector = selectors.DefaultSelector()
        self._wake, self._woken = socket.socketpair()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._wake.send(b"x")
        self._thread.join(5)
        for sock in (*self._peers, self._listener, self._wake, self._woken):
            sock.close()
        self._selector.close()

    def reset(self) -> None:
        self.flights = 0
        self.up.clear()
        self.down = 0
        self._server_spoke = True

    def _run(self) -> None:
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._woken:
                    return
                if key.fileobj is self._listener:
                    self._pair()
                elif key.fileobj in self._peers:
                    self._pass_on(key.fileobj)

    def _pair(self) -> None:
        client, _ = self._listener.accept()
        server = socket.create_connection(self.target, 5)
        for one, other, is_client in ((client, server, True), (server, client, False)):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._peers[one] = (other, is_client)
            self._selector.register(one, selectors.EVENT_READ)

    def _pass_on(self, sock: socket.socket) -> None:
        other, from_client = self._peers[sock]
        try:
            data = sock.recv(1 << 16)
            if data:
                self._count(data, from_client=from_client)
                step = len(data) if from_client else self.piece
                for start in range(0, len(data), step):
                    other.sendall(data[start : start + step])
        except OSError:
            data = b""
        if not data:
            for end in (sock, other):
                if end in self._peers:
                    del self._peers[end]
                    self._selector.unregister(end)
                    end.close()

    def _count(self, data: bytes, *, from_client: bool) -> None:
        if from_client:
            self.up += data
            self.flights += self._server_spoke
        else:
            self.down += len(data)
        self._server_spoke = not from_client
