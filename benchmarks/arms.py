"""One arm of a comparison, in a process of its own: ``python -m benchmarks.arms ARM PORT COUNT [FOLDER]`` prints one JSON object.

Every arm says how many messages it saw and a digest of what it understood of them. Where the digest would cost as much as the work,
what was understood is kept, and looked at when the clock has stopped: ``work`` then returns the function that does.
"""

import gc
import hashlib
import json
import socket
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
from typing import TypeAlias

from benchmarks.letters import OWNER
from benchmarks.servers import USER
from tests.servers.dovecot import PASSWORD

NOW = datetime(2026, 9, 1, tzinfo=UTC)
STEP = 2_000


class Digest:
    """Of whatever an arm says it understood, in order."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.count = 0
        self.extra: dict[str, object] = {}

    def add(self, *parts: object) -> None:
        self.count += 1
        self._hash.update(repr(parts).encode())

    def as_fields(self) -> dict[str, object]:
        return {"count": self.count, "digest": self._hash.hexdigest()[:16], **self.extra}


# --- a bare socket --------------------------------------------------------------------------------------------------


def _login(port: int) -> socket.socket:
    sock = socket.create_connection(("127.0.0.1", port), 60)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.recv(4096)
    for line in (b'a LOGIN "%s" "%s"' % (USER.encode(), PASSWORD.encode()), b"a EXAMINE INBOX"):
        sock.sendall(line + b"\r\n")
        _drain(sock, b"a")
    return sock


def _drain(sock: socket.socket, tag: bytes) -> int:
    """Read and discard until a line that begins with the tag ends what was said; how many octets that was."""
    buffer, tail, total = bytearray(1 << 18), b"", 0
    view, end = memoryview(buffer), b"\r\n" + tag + b" OK"
    while True:
        got = sock.recv_into(buffer)
        if not got:
            raise EOFError
        total += got
        tail = (tail + bytes(view[max(0, got - 600) : got]))[-600:]
        if tail.endswith(b"\r\n") and (end in tail or (total < 600 and tail.startswith(end[2:]))):
            return total


Work: TypeAlias = Callable[[Digest], Callable[[Digest], None] | None]


def raw(port: int, count: int) -> Work:
    """Its digest is of how many octets came."""
    from mailwatch.mailbox.headers import HEADER_ITEM

    sock = _login(port)

    def work(digest: Digest) -> None:
        octets = 0
        item = b"(UID INTERNALDATE RFC822.SIZE FLAGS " + HEADER_ITEM + b")"
        for low in range(1, count + 1, 2 * STEP):
            sock.sendall(
                b"b1 UID FETCH %d:%d %s\r\nb2 UID FETCH %d:%d %s\r\n"
                % (low, low + STEP - 1, item, low + STEP, low + 2 * STEP - 1, item)
            )
            octets += _drain(sock, b"b2")
        digest.add(octets)
        digest.count = count

    return work


# --- mailwatch ------------------------------------------------------------------------------------------------------


def _mailbox(port: int):
    """Signed in. Circles among values are looked for as seldom as the program does."""
    from mailwatch.mailbox.imap import ImapMailbox
    from mailwatch.mailbox.session import ServerSettings
    from mailwatch.model.secret import Secret
    from mailwatch.system import look_seldom

    settings = ServerSettings("127.0.0.1", USER, lambda: Secret(PASSWORD), port=port, tls="none")
    mailbox = ImapMailbox(settings)
    mailbox.mailboxes()
    look_seldom()
    return mailbox


def _new(mailbox: object) -> Iterable:
    return (new for batch in mailbox.new({}) if batch.cursor.mailbox == "INBOX" for new in batch.messages)


def frame(port: int, count: int) -> Work:
    mailbox = _mailbox(port)

    def work(digest: Digest) -> None:
        for new in _new(mailbox):
            digest.add(new.locator.uid, new.header)

    return work


def receive(port: int, count: int) -> Work:
    """As ``frame``; the digest comes after."""
    mailbox = _mailbox(port)

    def work(_: Digest) -> Callable[[Digest], None]:
        kept = list(_new(mailbox))
        return lambda digest: [digest.add(new.locator.uid, new.header) for new in kept] and None

    return work


def split(port: int, count: int) -> Work:
    """As ``reference_fields``."""
    from mailwatch.parsing.headers import header_fields

    mailbox = _mailbox(port)

    def work(_: Digest) -> Callable[[Digest], None]:
        kept = [header_fields(new.header) for new in _new(mailbox)]
        return lambda digest: [digest.add(fields) for fields in kept] and None

    return work


def decode(port: int, count: int) -> Work:
    from mailwatch.parsing.parse import Parser

    mailbox, parse = _mailbox(port), Parser()

    def work(digest: Digest) -> None:
        for new in _new(mailbox):
            headers = parse.headers(new.header)
            digest.add(headers.message_id, headers.sender.address, headers.subject, headers.date.timestamp())

    return work


def scan(port: int, count: int, folder: str) -> Work:
    """The first cycle of an account up to its index, on mail older than its start."""
    (Path(folder) / "journal.sqlite3").unlink(missing_ok=True)
    return resume(port, count, folder)


def resume(port: int, count: int, folder: str) -> Work:
    """As ``scan``, going on from what is in the journal. Also the CPU time of its first and last tenth, in µs a message."""
    from mailwatch.bootstrap import desk_for
    from mailwatch.config.presets import PRESETS
    from mailwatch.cycle.observe import observe
    from mailwatch.journal.journal import SqliteJournal
    from mailwatch.model.account import Account, Owner
    from mailwatch.model.policy import CalendarPolicy, Jurisdiction, Policy

    mailbox = _mailbox(port)
    policy = Policy(CalendarPolicy(Jurisdiction("FR"), UTC), tuple(PRESETS.values()), start=NOW)
    account = Account(OWNER, OWNER, frozenset({OWNER}), Owner(name="Anne Durand"))
    path = Path(folder) / "journal.sqlite3"
    journal = SqliteJournal(path)
    desk = desk_for(account, policy, mailbox, journal, b"s" * 32, NOW)

    def work(digest: Digest) -> None:
        passed = [(0, time.process_time())]
        observe(desk, NOW, lambda done, total: passed.append((done, time.process_time())) if total else None)
        digest.extra = {"first_us": _pace(passed[: 1 + len(passed) // 10]), "last_us": _pace(passed[-1 - len(passed) // 10 :])}
        (digest.count,) = journal.store.database.execute("SELECT count(DISTINCT message) FROM seen").fetchone()
        read = [(cursor.mailbox, cursor.uidnext) for cursor in journal.cursors(OWNER).values()]
        digest.add(len(journal.quotes(OWNER)), sorted(read))
        digest.count -= 1

    return work


def _pace(passed: list[tuple[int, float]]) -> float:
    (low, start), (high, end) = passed[0], passed[-1]
    return (end - start) / max(1, high - low) * 1e6


# --- peers ----------------------------------------------------------------------------------------------------------


def imapclient(port: int, count: int) -> Work:
    from imapclient import IMAPClient

    from mailwatch.mailbox.headers import HEADER_ITEM

    client = IMAPClient("127.0.0.1", port, ssl=False, timeout=60)
    client.login(USER, PASSWORD)
    client.select_folder("INBOX", readonly=True)
    key = HEADER_ITEM.replace(b".PEEK", b"")

    def work(digest: Digest) -> None:
        for low in range(1, count + 1, 500):
            found = client.fetch(
                range(low, min(low + 500, count + 1)), ["INTERNALDATE", "RFC822.SIZE", "FLAGS", HEADER_ITEM.decode()]
            )
            for uid in sorted(found):
                digest.add(uid, found[uid][key])

    return work


def naive(port: int, count: int) -> Work:
    """What one writes first: imapclient for the whole header, mail-parser to read it."""
    import mailparser
    from imapclient import IMAPClient

    client = IMAPClient("127.0.0.1", port, ssl=False, timeout=60)
    client.login(USER, PASSWORD)
    client.select_folder("INBOX", readonly=True)

    def work(digest: Digest) -> None:
        for low in range(1, count + 1, 500):
            found = client.fetch(
                range(low, min(low + 500, count + 1)), ["INTERNALDATE", "FLAGS", "ENVELOPE", "BODY.PEEK[HEADER]"]
            )
            for uid in sorted(found):
                mail = mailparser.parse_from_bytes(found[uid][b"BODY[HEADER]"])
                digest.add(mail.message_id, mail.from_[0][1], mail.subject, mail.date.replace(tzinfo=UTC).timestamp())

    return work


def imap_tools(port: int, count: int) -> Work:
    from imap_tools import MailBoxUnencrypted

    box = MailBoxUnencrypted("127.0.0.1", port)
    box.login(USER, PASSWORD, initial_folder="INBOX")

    def work(digest: Digest) -> None:
        for mail in box.fetch(limit=count, mark_seen=False, headers_only=True, bulk=500):
            digest.add(mail.headers["message-id"][0].strip(), mail.from_, mail.subject, mail.date.timestamp())

    return work


def aioimaplib(port: int, count: int) -> Work:
    import asyncio

    import aioimaplib as library

    from mailwatch.mailbox.headers import HEADER_ITEM

    async def run(digest: Digest) -> None:
        client = library.IMAP4("127.0.0.1", port, timeout=60)
        await client.wait_hello_from_server()
        await client.login(USER, PASSWORD)
        await client.select("INBOX")
        for low in range(1, count + 1, 50):
            answer = await client.uid("fetch", f"{low}:{min(low + 49, count)}", f"(UID {HEADER_ITEM.decode()})")
            for line in answer.lines:
                if isinstance(line, bytearray):
                    digest.add(digest.count + 1, bytes(line))

    return lambda digest: asyncio.run(run(digest))


def reference(headers: Iterable[bytes]) -> dict[str, object]:
    """What the standard library makes of the same headers; what ``decode`` and the peers must find too."""
    digest = Digest()
    for header in headers:
        mail = message_from_bytes(header)
        subject = str(make_header(decode_header(mail["Subject"])))
        digest.add(mail["Message-ID"], parseaddr(mail["From"])[1], subject, parsedate_to_datetime(mail["Date"]).timestamp())
    return digest.as_fields()


def reference_fields(headers: Iterable[bytes]) -> dict[str, object]:
    """What the standard library takes the fields of the same headers to be; what ``split`` must find too."""
    digest = Digest()
    for header in headers:
        fields = message_from_bytes(header).raw_items()
        digest.add(tuple((name.lower(), value.replace("\r\n ", " ").strip()) for name, value in fields))
    return digest.as_fields()


ARMS = {
    arm.__name__: arm for arm in (raw, receive, frame, split, decode, scan, resume, imapclient, naive, imap_tools, aioimaplib)
}


def main() -> None:
    name, port, count, *rest = sys.argv[1:]
    try:
        work = ARMS[name](int(port), int(count), *rest)
    except ModuleNotFoundError as missing:
        print(json.dumps({"missing": missing.name}))
        return
    digest = Digest()
    gc.collect()
    cpu, wall = time.process_time(), time.perf_counter()
    look = work(digest)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    # Not getrusage: what its parent once held would count as its own.
    peak = next(int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    if look is not None:
        look(digest)
    print(json.dumps({"cpu": cpu, "wall": wall, "peak_kib": peak, **digest.as_fields()}))


if __name__ == "__main__":
    main()
