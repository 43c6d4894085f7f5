"""A private Courier-IMAP on 127.0.0.1: a listener that takes the login, then Courier's own ``imapd`` on the same socket.

Courier logs in through other programs, which tell ``imapd`` who it is by its environment.
"""

import base64
import os
import re
import signal
import socket
import subprocess
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tests.servers.dovecot import MAIL_UID, PASSWORD
from tests.servers.unpacked import libraries, unpacked

#: As Debian ships it. No MOVE, no SPECIAL-USE, no UNSELECT, no CONDSTORE, no ESEARCH.
CAPABILITY = "IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT QUOTA IDLE"


@dataclass
class Options:
    """Everything lies below INBOX, with a dot between, whatever one wants."""

    prefix: str = "INBOX."
    separator: str = "."
    special: dict[str, str] = field(default_factory=lambda: {r"\Drafts": "Drafts", r"\Sent": "Sent", r"\Trash": "Trash"})


class Courier:
    """Everybody's password is ``PASSWORD``; whoever logs in gets a maildir."""

    def __init__(self, folder: Path, capability: str = CAPABILITY) -> None:
        self.folder, self.options = folder, Options()
        self._capability = capability
        root = unpacked("courier")
        if root is None:
            raise FileNotFoundError("courier is not unpacked: make servers")
        self._root, self._libraries = root, libraries(root)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._children: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        self.folder.chmod(0o755)
        (self.folder / "mail").mkdir()
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for child in self._children:
            if child.poll() is None:
                child.send_signal(signal.SIGKILL)
            child.wait(10)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            known = _signed_in(client, self._capability)
            if known is not None:
                tag, user = known
                self._children.append(self._imapd(client, tag, user))

    def _imapd(self, client: socket.socket, tag: str, user: str) -> "subprocess.Popen[bytes]":
        home = self.folder / "mail" / user
        root = os.getuid() == 0
        who = {"user": MAIL_UID, "group": MAIL_UID, "extra_groups": []} if root else {}
        if not home.exists():
            home.mkdir()
            if root:
                os.chown(home, MAIL_UID, MAIL_UID)
            make = str(self._root / "usr/bin/maildirmake.courier")
            subprocess.run([make, "Maildir"], cwd=home, env={"LD_LIBRARY_PATH": self._libraries}, check=True, **who)
        environment = {
            "LD_LIBRARY_PATH": self._libraries,
            "HOME": str(home),
            "AUTHENTICATED": user,
            "AUTHADDR": user,
            "IMAPLOGINTAG": tag,
            "PROTOCOL": "IMAP",
            "IMAP_CAPABILITY": self._capability,
            "IMAP_KEYWORDS": "1",
            "IMAP_USELOCKS": "0",  # they wait for a service that tells of changed files
            "IMAP_IDLE_TIMEOUT": "2",  # how often IDLE looks, in seconds; 60 as it is shipped
            "IMAP_TRASHFOLDERNAME": "Trash",
            "TCPREMOTEIP": "127.0.0.1",
            "TCPREMOTEPORT": "1143",
        }
        with (self.folder / "said").open("ab") as said:
            command = [str(self._root / "usr/bin/imapd"), "Maildir"]
            return subprocess.Popen(command, cwd=home, env=environment, stdin=client, stdout=client, stderr=said, **who)


def _signed_in(client: socket.socket, capability: str) -> tuple[str, str] | None:
    """Greets, and answers until somebody has shown the password: the tag to be answered, and who it is."""
    client.sendall(f"* OK [CAPABILITY {capability} AUTH=PLAIN] Courier-IMAP ready\r\n".encode())
    while line := _line(client):
        tag, _, rest = line.partition(" ")
        verb, _, words = rest.partition(" ")
        match verb.upper():
            case "CAPABILITY":
                client.sendall(f"* CAPABILITY {capability} AUTH=PLAIN\r\n{tag} OK CAPABILITY completed\r\n".encode())
                continue
            case "NOOP":
                client.sendall(f"{tag} OK NOOP completed\r\n".encode())
                continue
            case "LOGIN":
                user, password = (word.strip('"') for word in words.split())
            case "AUTHENTICATE":
                client.sendall(b"+ \r\n")
                _, user, password = base64.b64decode(_line(client)).decode().split("\0")
            case _:
                client.sendall(f"* BYE\r\n{tag} OK LOGOUT completed\r\n".encode())
                return None
        if password == PASSWORD and re.fullmatch(r"\w+", user):
            return tag, user
        client.sendall(f"{tag} NO Login failed.\r\n".encode())
    return None


def _line(client: socket.socket) -> str:
    """Octet by octet: what follows a login is ``imapd``'s."""
    line = bytearray()
    while not line.endswith(b"\n"):
        octet = client.recv(1)
        if not octet:
            return ""
        line += octet
    return line.decode().strip()
