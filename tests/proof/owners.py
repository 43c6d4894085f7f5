"""What mail programs do to a draft they did not write: the ways that were observed or read in their sources.

A ``Program`` acts on any server that has ``deliver``, ``delete``, ``move``, ``flag`` and ``drafts``/``sent``/``trash``.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from typing import Literal, Protocol

from mailwatch.model.message import Locator


class Server(Protocol):
    def deliver(self, mailbox: str, raw: bytes, at: datetime, flags: frozenset[str] = frozenset()) -> Locator: ...
    def delete(self, locator: Locator) -> object: ...
    def move(self, locator: Locator, mailbox: str) -> object: ...
    def flag(self, locator: Locator, *flags: str) -> None: ...


@dataclass(frozen=True)
class Program:
    """``leaves``: what it does with the former copy after a save or a send; ``deletes``: with a draft thrown away.

    ``recall``: opening the draft already removes it. ``sent_first``: the copy in Sent comes before the draft goes.
    ``references``: what is left of the thread.
    """

    name: str
    keeps_id: bool = False
    keeps_x: bool = False
    references: Literal["all", "tabbed", "last"] = "all"
    keeps_parent: bool = True
    saved_flags: frozenset[str] = frozenset({r"\Draft"})
    leaves: Literal["expunged", "marked", "copy"] = "expunged"
    deletes: Literal["trash", "marked", "expunged"] = "trash"
    recall: bool = False
    sent_first: bool = False
    junk_before_header: bool = False
    autosaves: bool = True


PROGRAMS = (
    Program("thunderbird"),
    Program("thunderbird with Drafts closed", leaves="marked"),
    Program("k9", sent_first=True, deletes="expunged"),
    Program("roundcube", keeps_id=True, saved_flags=frozenset({r"\Seen"}), sent_first=True),
    Program("mutt", keeps_id=True, keeps_x=True, recall=True, autosaves=False),
    Program(
        "evolution",
        references="tabbed",
        saved_flags=frozenset({r"\Draft", r"\Seen"}),
        leaves="marked",
        deletes="marked",
        sent_first=True,
    ),
    Program("claws", keeps_id=True, keeps_parent=False, saved_flags=frozenset({"NonJunk"}), junk_before_header=True),
    Program("gmail", sent_first=True),
    Program("exchange", sent_first=True, saved_flags=frozenset({r"\Draft", r"\Seen"})),
    Program("apple mail", leaves="copy"),
    Program("proton", references="last", keeps_parent=False),
)

ACTIONS = ("open", "edit", "autosave", "send", "edit and send", "discard", "delete", "move", "flag")


class Owner:
    """One person at one program. Every word typed is remembered in ``words``: none may ever vanish."""

    def __init__(self, server: Server, program: Program, mailboxes: tuple[str, str, str] = ("Drafts", "Sent", "Trash")) -> None:
        self.server, self.program = server, program
        self.drafts, self.sent, self.trash = mailboxes
        self._count = 0
        self.words: list[str] = []

    def act(self, action: str, place: Locator, raw: bytes, at: datetime) -> None:
        getattr(self, action.replace(" ", "_"))(place, raw, at)

    def open(self, place: Locator, raw: bytes, at: datetime) -> None:
        """Looks, changes nothing, closes; where opening removes, it is postponed again."""
        if self.program.recall:
            self.server.delete(place)
            self.server.deliver(self.drafts, self._saved(raw, None, at), at, self.program.saved_flags)
        else:
            self.server.flag(place, r"\Seen")

    def edit(self, place: Locator, raw: bytes, at: datetime) -> Locator:
        return self._save(place, raw, at, self._typed())

    def autosave(self, place: Locator, raw: bytes, at: datetime) -> None:
        for _ in range(5 if self.program.autosaves else 1):
            place = self._save(place, raw, at, self._typed())

    def send(self, place: Locator, raw: bytes, at: datetime, typed: str | None = None) -> None:
        out = self._saved(raw, typed, at, sending=True)
        steps = [
            lambda: self.server.deliver(self.sent, out, at, frozenset({r"\Seen"})),
            lambda: self._let_go(place, sending=True),
        ]
        for step in steps if self.program.sent_first else reversed(steps):
            step()

    def edit_and_send(self, place: Locator, raw: bytes, at: datetime) -> None:
        self.send(place, raw, at, self._typed())

    def discard(self, place: Locator, raw: bytes, at: datetime) -> None:
        """Types, then gives up: what was saved by itself stays; a program that recalls has lost the draft."""
        if self.program.recall:
            self.server.delete(place)
        elif self.program.autosaves:
            self._save(place, raw, at, self._typed())

    def delete(self, place: Locator, raw: bytes, at: datetime) -> None:
        match self.program.deletes:
            case "trash":
                self.server.move(place, self.trash)
            case "marked":
                self.server.flag(place, r"\Deleted")
            case _:
                self.server.delete(place)

    def move(self, place: Locator, raw: bytes, at: datetime) -> None:
        self.server.move(place, "Archive")

    def flag(self, place: Locator, raw: bytes, at: datetime) -> None:
        self.server.flag(place, r"\Flagged")

    # --- how it writes

    def _typed(self) -> str:
        self._count += 1
        self.words.append(f"Mot du propriétaire {self.program.name} {self._count}.")
        return self.words[-1]

    def _save(self, place: Locator, raw: bytes, at: datetime, typed: str) -> Locator:
        new = self.server.deliver(self.drafts, self._saved(raw, typed, at), at, self.program.saved_flags)
        if self.program.leaves != "copy":
            self._let_go(place)
        return new

    def _let_go(self, place: Locator, *, sending: bool = False) -> None:
        if self.program.leaves == "marked":
            self.server.flag(place, r"\Deleted")
        elif self.program.leaves == "expunged" or sending:
            self.server.delete(place)

    def _saved(self, raw: bytes, typed: str | None, at: datetime, *, sending: bool = False) -> bytes:
        message = message_from_bytes(raw, policy=policy.default)
        text = message.get_content()
        ids = re.findall(r"<[^<>\s]+>", message["References"] or "")
        parent = message["In-Reply-To"]
        for name in list(message.keys()):
            dropped = name.lower().startswith("x-") and not self.program.keeps_x
            if dropped or name.lower() in {"references", "in-reply-to", "date"}:
                del message[name]
        self._count += 1
        if not self.program.keeps_id:
            del message["Message-ID"]
            message["Message-ID"] = f"<{self._count}.{self.program.name.replace(' ', '-')}@program.example>"
        message["Date"] = at
        message["User-Agent"] = f"{self.program.name} {self._count}"
        if self.program.keeps_parent or sending:
            message["In-Reply-To"] = parent
        if typed is not None:
            message.set_content(f"{typed}\n\n{text}")
        del message["References"]
        out = message.as_bytes(policy=policy.SMTP)
        kept = ids[-1:] if self.program.references == "last" else ids
        joint = b"\r\n\t" if self.program.references == "tabbed" else b"\r\n "
        out = b"References: " + joint.join(one.encode() for one in kept) + b"\r\n" + out
        return b"AF:\r\nMID:1\r\nR:<marc@client.example>\r\n" + out if sending and self.program.junk_before_header else out
