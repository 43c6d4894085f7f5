"""What a client said on the wire, read without any code of mailwatch's, and what it must never have said."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LITERAL = re.compile(rb"\{(\d+)\+?\}$")
_TAGGED = re.compile(rb"[A-Za-z]+\d+ ")

#: Commands without arguments that matter here, whatever mailbox is open.
HARMLESS = frozenset(
    {"CAPABILITY", "NOOP", "LOGOUT", "UNSELECT", "LIST", "STATUS", "EXAMINE", "IDLE", "LOGIN", "AUTHENTICATE", "STARTTLS", "ID"}
    | {"ENABLE", "NAMESPACE", "UID SEARCH"}
)
_PEEKING = re.compile(r"(?:BODY\.PEEK\[[^\]]*\](?:<[0-9.]+>)?|UID|FLAGS|INTERNALDATE|RFC822\.SIZE|BODYSTRUCTURE|MODSEQ| )+")
_REMOVAL = re.compile(r"(\d+) (?:\(UNCHANGEDSINCE \d+\) )?\+FLAGS(?:\.SILENT)? \(\\Deleted\)", re.IGNORECASE)


@dataclass(frozen=True)
class Command:
    """``verb`` in capitals (``UID FETCH``), ``arguments`` without the literal, ``literal`` as sent."""

    verb: str
    arguments: str
    literal: bytes = b""


def commands(said: bytes) -> list[Command]:
    """Everything complete in one session's upward bytes; SASL responses and DONE are skipped."""
    return list(_read(said))


def _read(said: bytes) -> Iterator[Command]:
    while b"\r\n" in said:
        line, _, said = said.partition(b"\r\n")
        literal = b""
        announced = _LITERAL.search(line)
        if announced:
            size = int(announced[1])
            literal, said = said[:size], said[size:].removeprefix(b"\r\n")
        if _TAGGED.match(line):
            words = line.decode("utf-8", "replace").split(" ", 3)
            verb = " ".join(words[1:3]).upper() if words[1].upper() == "UID" else words[1].upper()
            yield Command(verb, line.decode("utf-8", "replace").split(" ", 1)[1][len(verb) :].strip(), literal)


def offences(session: Iterable[Command], drafts: str = "Drafts", trash: str = "Trash") -> list[str]:
    """What one session said that mailwatch promises never to say. ``drafts`` and ``trash`` are the server's names."""
    selected, found = "", []
    for command in session:
        if command.verb in {"SELECT", "EXAMINE"}:
            selected = _name(command.arguments) if command.verb == "SELECT" else ""
        if not _allowed(command, selected, drafts, trash):
            found.append(f"{command.verb} {command.arguments}")
    return found


def _name(arguments: str) -> str:
    return arguments.strip().strip('"')


def _allowed(command: Command, selected: str, drafts: str, trash: str) -> bool:
    match command.verb:
        case "SELECT":
            return selected == drafts
        case "UID FETCH":
            return _PEEKING.fullmatch(command.arguments.partition(" ")[2].strip("()")) is not None
        case "APPEND":
            return re.fullmatch(rf'"?{re.escape(drafts)}"? \(\\Draft(?: \\Seen)?\) {{\d+}}', command.arguments) is not None
        case "UID STORE":
            return selected == drafts and _REMOVAL.fullmatch(command.arguments) is not None
        case "UID EXPUNGE":
            return selected == drafts and command.arguments.isdigit()
        case "UID MOVE":
            uid, _, target = command.arguments.partition(" ")
            return selected == drafts and uid.isdigit() and _name(target) == trash
    return command.verb in HARMLESS


def appended(session: Iterable[Command]) -> list[bytes]:
    return [command.literal for command in session if command.verb == "APPEND"]
