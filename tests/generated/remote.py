"""The far mail server, on loopback: it takes mail and passes nothing on, or refuses it as the recipient's name asks."""

import socketserver
import threading
from typing import Self

#: Answers to RCPT by local part, and to the end of DATA. Wordings and codes are those of common servers.
AT_RECIPIENT = {
    "parti": "550 5.1.1 <{address}>: Recipient address rejected: User unknown",
    "inconnu": "550 Requested action not taken: mailbox unavailable",
    "plein": "552 5.2.2 Over quota, boite pleine",
    "liste-grise": "451 4.7.1 Greylisting in action, please try again later",
    "ferme": "554 5.2.1 This mailbox has been disabled",
}
AT_END = {
    "filtre": "554 5.7.1 Message refused: content looks like spam (C-1)",
    "lourd": "552 5.3.4 Message size exceeds fixed limit",
}


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 mx.client.example ESMTP")
        refusal = None
        while line := self.rfile.readline().decode("utf-8", "replace").strip():
            verb, _, rest = line.partition(" ")
            match verb.upper():
                case "EHLO":
                    self._say("250-mx.client.example\r\n250 8BITMIME")
                case "RCPT":
                    address = rest.partition("<")[2].partition(">")[0]
                    local = address.partition("@")[0]
                    refusal = AT_END.get(local, refusal)
                    self._say(AT_RECIPIENT.get(local, "250 2.1.5 OK").format(address=address))
                case "DATA":
                    self._say("354 Go on")
                    while self.rfile.readline() not in {b".\r\n", b""}:
                        pass
                    self._say(refusal or "250 2.0.0 Taken as 8QX41")
                case "QUIT":
                    self._say("221 2.0.0 Bye")
                    return
                case _:
                    refusal = None
                    self._say("250 2.0.0 OK")

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


class Remote(socketserver.ThreadingTCPServer):
    """Listens on ``port`` of 127.0.0.1 while it is entered."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.port = int(self.server_address[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
