"""What goes wrong between a client and an IMAP server, as a table: name to what the server does instead of answering.

Each is a function of (server, verb, tag, arguments); it returns the bytes to send, or raises Hangup. ``usual`` gives the
honest answer. They strike once, at one command.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeAlias

from tests.servers.scripted import Hangup, Scripted

Fault: TypeAlias = Callable[[Scripted, str, bytes, bytes], bytes]


def usual(server: Scripted, verb: str, tag: bytes, arguments: bytes) -> bytes:
    return server.usual(verb, tag, arguments)


def _status(text: bytes) -> Fault:
    return lambda server, verb, tag, arguments: tag + b" " + text + b"\r\n"


def _hang_up(last: bytes) -> Fault:
    def fault(server: Scripted, verb: str, tag: bytes, arguments: bytes) -> bytes:
        raise Hangup(last)

    return fault


def _done_but_cut(server: Scripted, verb: str, tag: bytes, arguments: bytes) -> bytes:
    usual(server, verb, tag, arguments)
    raise Hangup(b"")


def _done_but_no(server: Scripted, verb: str, tag: bytes, arguments: bytes) -> bytes:
    usual(server, verb, tag, arguments)
    return tag + b" NO not really\r\n"


def _ok_but_not_done(server: Scripted, verb: str, tag: bytes, arguments: bytes) -> bytes:
    return tag + b" OK done\r\n"


def _twice(server: Scripted, verb: str, tag: bytes, arguments: bytes) -> bytes:
    answer = usual(server, verb, tag, arguments)
    with suppress(KeyError):  # what is removed is gone the second time
        usual(server, verb, tag, arguments)
    return answer


def _late(server: Scripted, verb: str, tag: bytes, arguments: bytes) -> bytes:
    def later() -> None:
        time.sleep(0.3)
        with suppress(KeyError):  # the message may be gone by then
            usual(server, verb, tag, arguments)

    threading.Thread(target=later, daemon=True).start()
    raise Hangup(b"")


def _slow(server: Scripted, verb: str, tag: bytes, arguments: bytes) -> bytes:
    time.sleep(0.15)
    return usual(server, verb, tag, arguments)


def _appenduid(text: bytes) -> Fault:
    def fault(server: Scripted, verb: str, tag: bytes, arguments: bytes) -> bytes:
        return usual(server, verb, tag, arguments).replace(tag + b" OK", tag + b" OK " + text)

    return fault


def _before(said: bytes) -> Fault:
    return lambda server, verb, tag, arguments: said + usual(server, verb, tag, arguments)


def _new_epoch(value: int) -> Fault:
    def fault(server: Scripted, verb: str, tag: bytes, arguments: bytes) -> bytes:
        server.uidvalidity["Drafts"] = value
        return usual(server, verb, tag, arguments)

    return fault


def _without(word: bytes) -> Fault:
    def fault(server: Scripted, verb: str, tag: bytes, arguments: bytes) -> bytes:
        lines = usual(server, verb, tag, arguments).split(b"\r\n")
        return b"\r\n".join(line for line in lines if word not in line)

    return fault


def _item_missing(server: Scripted, verb: str, tag: bytes, arguments: bytes) -> bytes:
    return usual(server, verb, tag, arguments).replace(b"FLAGS (", b"X-FLAGS (")


def _mailbox_gone(server: Scripted, verb: str, tag: bytes, arguments: bytes) -> bytes:
    return tag + b" NO [NONEXISTENT] gone\r\n"


def _in_pieces(server: Scripted, verb: str, tag: bytes, arguments: bytes) -> bytes:
    server.piece = 1
    return usual(server, verb, tag, arguments)


FAULTS: dict[str, Fault] = {
    "end of file": _hang_up(b""),
    "half a line": _hang_up(b"* 1 FE"),
    "silence": lambda server, verb, tag, arguments: b"",
    "slow": _slow,
    "one octet at a time": _in_pieces,
    "done, answer lost": _done_but_cut,
    "BYE autologout": _hang_up(b"* BYE Autologout; idle for too long\r\n"),
    "BYE shutdown": _hang_up(b"* BYE Server shutting down\r\n"),
    "BYE too many": _hang_up(b"* BYE [LIMIT] Too many simultaneous connections\r\n"),
    "NO": _status(b"NO"),
    "NO INUSE": _status(b"NO [INUSE] Mailbox in use"),
    "NO UNAVAILABLE": _status(b"NO [UNAVAILABLE] Try later"),
    "NO LIMIT": _status(b"NO [LIMIT] Too much"),
    "NO OVERQUOTA": _status(b"NO [OVERQUOTA] Mailbox is full"),
    "NO TRYCREATE": _status(b"NO [TRYCREATE] No such mailbox"),
    "NO ALERT": _status(b"NO [ALERT] Call us"),
    "NO CONTACTADMIN": _status(b"NO [CONTACTADMIN] Ask"),
    "NO NOPERM": _status(b"NO [NOPERM] Not allowed"),
    "BAD": _status(b"BAD Unknown command"),
    "BAD not connected": _status(b"BAD User is authenticated but not connected"),
    "done, but NO": _done_but_no,
    "OK, but not done": _ok_but_not_done,
    "done twice": _twice,
    "done late": _late,
    "APPENDUID missing": _appenduid(b""),
    "APPENDUID reversed": _appenduid(b"[APPENDUID 1 7]"),
    "APPENDUID wrong": _appenduid(b"[APPENDUID 7 9999]"),
    "UIDVALIDITY changed": _new_epoch(8),
    "UIDVALIDITY 0": _new_epoch(0),
    "UIDVALIDITY absent": _without(b"UIDVALIDITY"),
    "UIDNEXT absent": _without(b"UIDNEXT"),
    "READ-ONLY": _status(b"NO [READ-ONLY] Read only"),
    "a flood": _before(b"* OK still here\r\n* 9 RECENT\r\n" * 5000),
    "a literal unasked": _before(b"* 1 FETCH (X ({12}\r\n* 1 FETCH (U) FLAGS ()))\r\n"),
    "noise": _before(b"\xff\xfe\x00garbage\r\n"),
    "a literal without end": _hang_up(b"* 1 FETCH (BODY[] {99999999999}\r\n"),
    "FETCH item missing": _item_missing,
    "mailbox gone": _mailbox_gone,
    "EXPUNGE unasked": _before(b"* 1 EXPUNGE\r\n"),
    "wrong tag": lambda server, verb, tag, arguments: b"ZZZ9 OK done\r\n",
}

#: Where they strike: every command of the story.
POSITIONS = (
    "CAPABILITY",
    "AUTHENTICATE",
    "LIST",
    "STATUS",
    "EXAMINE",
    "UID FETCH",
    "NOOP",
    "APPEND",
    "APPEND LITERAL",
    "SELECT",
    "UID STORE",
    "UID EXPUNGE",
    "UNSELECT",
)
