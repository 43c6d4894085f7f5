"""A small mail server for thousands of connections: ``python -m benchmarks.crowd FOLDER`` prints its port and serves until its
standard input ends.

Every account has the same few empty mailboxes. TLS with the certificate of FOLDER (see ``tests.servers.dovecot``). It offers IDLE
and NOTIFY. On a connection that never signs in it obeys ``TELL N`` (new mail in the inbox of N connections that idle), ``HANGUP``
(every connection is closed) and ``STATS``: one JSON object, and the counts begin anew.
"""

import asyncio
import json
import ssl
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path

CAPABILITIES = b"IMAP4rev1 AUTH=PLAIN SASL-IR IDLE NOTIFY CONDSTORE LIST-STATUS SPECIAL-USE UNSELECT UIDPLUS"
BOXES = ((b"INBOX", b""), (b"Sent", rb"\Sent"), (b"Drafts", rb"\Drafts"), (b"Trash", rb"\Trash"))
LISTED = b"".join(
    b'* LIST (%s) "/" %s\r\n* STATUS %s (MESSAGES 0 UIDNEXT 1 UIDVALIDITY 7 HIGHESTMODSEQ 1)\r\n' % (flag, name, name)
    for name, flag in BOXES
)
OPENED = b"* 0 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 1] ok\r\n* OK [HIGHESTMODSEQ 1] ok\r\n"
UNTAGGED = {b"CAPABILITY": b"* CAPABILITY " + CAPABILITIES + b"\r\n", b"LIST": LISTED, b"EXAMINE": OPENED}


class Crowd:
    """``idling``: those who wait for news. What happened in each second of the loop's clock is counted."""

    def __init__(self) -> None:
        self.open: set[asyncio.StreamWriter] = set()
        self.idling: dict[asyncio.StreamWriter, bytes] = {}
        self.seconds: dict[str, Counter[int]] = {"login": Counter(), "renewal": Counter()}

    def count(self, what: str) -> None:
        self.seconds[what][int(asyncio.get_running_loop().time())] += 1

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open.add(writer)
        with suppress(OSError, asyncio.IncompleteReadError):
            writer.write(b"* OK [CAPABILITY " + CAPABILITIES + b"] ready\r\n")
            while line := await reader.readline():
                await self.obey(line.strip(), reader, writer)
        self.open.discard(writer)
        self.idling.pop(writer, None)
        writer.close()

    async def obey(self, line: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tag, _, rest = line.partition(b" ")
        verb = rest.partition(b" ")[0].upper()
        if line == b"DONE":
            self.count("renewal")
            writer.write(self.idling.pop(writer, b"x") + b" OK done\r\n")
        elif verb == b"IDLE":
            self.idling[writer] = tag
            writer.write(b"+ idling\r\n")
        elif tag in {b"TELL", b"HANGUP", b"STATS"}:
            writer.write(self.control(tag, rest, writer) + b"\r\n")
        else:
            if verb == b"AUTHENTICATE":
                self.count("login")
                if len(rest.split()) < 3:
                    writer.write(b"+ \r\n")
                    await reader.readline()
            writer.write(UNTAGGED.get(verb, b"") + tag + b" OK done\r\n")

    def control(self, order: bytes, argument: bytes, asking: asyncio.StreamWriter) -> bytes:
        if order == b"TELL":
            told = list(self.idling)[: int(argument)]
            for one in told:
                one.write(b"* 1 EXISTS\r\n")
            return b"%d" % len(told)
        if order == b"HANGUP":
            gone = [one for one in self.open if one is not asking]
            for one in gone:
                one.close()
            return b"%d" % len(gone)
        counts = {
            name: {"all": seconds.total(), "most": max(seconds.values(), default=0)} for name, seconds in self.seconds.items()
        }
        for seconds in self.seconds.values():
            seconds.clear()
        return json.dumps(counts | {"idling": len(self.idling)}).encode()


async def main(folder: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    server = await asyncio.start_server(Crowd().serve, "127.0.0.1", 0, ssl=context, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.buffer.read)


if __name__ == "__main__":
    with suppress(asyncio.CancelledError):
        asyncio.run(main(Path(sys.argv[1])))
