"""The demo's in-process server (pymap), as a server like the others."""

from dataclasses import dataclass, field
from typing import Self

from mailwatch.demo.server import DemoServer
from tests.servers.dovecot import PASSWORD


@dataclass
class Options:
    """It has no special use; the demo makes these."""

    prefix: str = ""
    separator: str = "/"
    special: dict[str, str] = field(default_factory=lambda: {r"\Drafts": "Drafts", r"\Sent": "Sent", r"\Trash": "Trash"})


class Pymap:
    """One account, ``user``."""

    def __init__(self, user: str) -> None:
        self.options = Options()
        self._server = DemoServer(user, PASSWORD)

    def __enter__(self) -> Self:
        self._server.start()
        self.port = self._server.port
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()
