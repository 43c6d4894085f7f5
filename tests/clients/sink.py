"""A mail server that takes everything it is given over SMTP (RFC 5321), on loopback, and passes nothing on."""

import socketserver
import threading
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Sent:
    """What a mail program handed over. ``raw`` has CRLF and no dots added."""

    recipients: tuple[str, ...]
    raw: bytes


class _Session(socketserver.StreamRequestHandler):
    server: "_Listener"

    def handle(self) -> None:
        self._say("220 sink.example")
        recipients: list[str] = []
        while line := self.rfile.readline().decode("ascii", "replace").strip():
            verb, _, rest = line.partition(" ")
            match verb.upper():
                case "EHLO" | "HELO" | "NOOP":
                    self._say("250 sink.example")
                case "MAIL" | "RSET":
                    recipients = []
                    self._say("250 OK")
                case "RCPT":
                    recipients.append(rest.partition("<")[2].partition(">")[0])
                    self._say("250 OK")
                case "DATA":
                    self._say("354 Go on")
                    self.server.taken.append(Sent(tuple(recipients), self._data()))
                    self._say("250 Taken")
                case "QUIT":
                    self._say("221 Bye")
                    return
                case _:
                    self._say("502 Not here")

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")

    def _data(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)


class _Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.taken: list[Sent] = []


class Sink:
    """Listens on ``port`` of 127.0.0.1 while it is entered."""

    def __init__(self) -> None:
        self._listener = _Listener()
        self.port = int(self._listener.server_address[1])

    @property
    def taken(self) -> list[Sent]:
        return list(self._listener.taken)

    def __enter__(self) -> Self:
        threading.Thread(target=self._listener.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown()
        self._listener.server_close()
