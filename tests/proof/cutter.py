"""A proxy that cuts a session at one octet of its APPEND exchange, and keeps what the client said."""

import re
import socket
import struct
import threading
from contextlib import suppress
from typing import Literal, Self

How = Literal["RST", "FIN", "stall"]

_APPEND = re.compile(rb"[A-Za-z]+\d+ APPEND ")


class Cutter:
    """``octet`` counts what ``side`` said since the client began its APPEND; None: nothing is cut.

    ``said`` has one entry for each connection, ``lengths`` the octets of either side that were counted. It cuts once.
    """

    def __init__(
        self, port: int, side: Literal["client", "server"] = "client", octet: int | None = None, how: How = "FIN"
    ) -> None:
        self._target = port
        self.side, self.octet, self.how = side, octet, how
        self.cut = threading.Event()
        self.said: list[bytearray] = []
        self.lengths = {"client": 0, "server": 0}
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
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
                server = socket.create_connection(("127.0.0.1", self._target), 5)
                for sock in (client, server):
                    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._sockets += [client, server]
                session = _Session(self, client, server)
                for side in ("client", "server"):
                    threading.Thread(target=session.pump, args=(side,), daemon=True).start()


class _Session:
    def __init__(self, cutter: Cutter, client: socket.socket, server: socket.socket) -> None:
        self.cutter = cutter
        self.ends = {"client": client, "server": server}
        self.said = bytearray()
        cutter.said.append(self.said)
        self.counting = False
        self.stalled = False

    def pump(self, side: str) -> None:
        source = self.ends[side]
        target = self.ends["server" if side == "client" else "client"]
        with suppress(OSError):
            while data := source.recv(65_536):
                if self.stalled:
                    continue
                data = self._until_the_cut(side, data)
                if side == "client":
                    self.said += data
                target.sendall(data)
                if self._is_cut(side):
                    self._strike()
        if not self.stalled:
            with suppress(OSError):
                target.shutdown(socket.SHUT_WR)

    def _until_the_cut(self, side: str, data: bytes) -> bytes:
        cutter = self.cutter
        skipped = 0
        if not self.counting and side == "client":
            begins = _APPEND.search(data)
            if begins:
                self.counting, skipped = True, begins.start()
        if not self.counting:
            return data
        counted = len(data) - skipped
        if side == cutter.side and cutter.octet is not None and not cutter.cut.is_set():
            counted = min(counted, cutter.octet - cutter.lengths[side])
        cutter.lengths[side] += counted
        return data[: skipped + counted]

    def _is_cut(self, side: str) -> bool:
        cutter = self.cutter
        reached = side == cutter.side and cutter.octet is not None and cutter.lengths[side] >= cutter.octet
        return self.counting and reached and not cutter.cut.is_set()

    def _strike(self) -> None:
        self.cutter.cut.set()
        self.stalled = True
        if self.cutter.how == "stall":
            return
        for sock in self.ends.values():
            with suppress(OSError):
                if self.cutter.how == "RST":
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    sock.shutdown(socket.SHUT_RD)  # wakes the other thread, which would keep the connection alive
                    sock.close()
                else:
                    sock.shutdown(socket.SHUT_RDWR)
