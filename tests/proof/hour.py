# ruff: noqa: T201 - a program that reports by printing
"""The daemon on a real server over real minutes, behind a network that flaps: ``python -m tests.proof.hour MINUTES SEED``.

Quotes are sent and answered all the while. In the end every quote without an answer has its one draft, the wire says
nothing forbidden, and the process is as small as it was: memory, descriptors, threads, connections.
"""

import random
import re
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from mailwatch.cycle.allowance import LEAST_A_DAY
from tests.acceptance.commands import Daemon
from tests.acceptance.office import OWNER, SECRET
from tests.proof.oracle import named, step_of
from tests.proof.wire import commands, offences
from tests.servers.dovecot import Dovecot
from tests.servers.hands import DovecotHands
from tests.stage import QUOTE_TEXT, mail

CONFIGURATION = """
language: en
journal: sqlite:///{folder}/journal/journal.db
poll: 1 minute
accounts:
  - address: {owner}
    owner: {{name: Anne Durand}}
    imap: {{host: 127.0.0.1, port: {port}, tls: none, username: anne}}
    password: {{env: MAILWATCH_PASSWORD}}
quotes: {{start: 2026-01-01}}
limits: {{per_day: 500, gap: 0 working days}}
calendar: {{quiet: []}}
"""


class Flapping:
    """A proxy whose connections are all cut (RST, FIN) or held back from time to time. ``most``: connections at once."""

    def __init__(self, target: int, random_: random.Random) -> None:
        self.target, self.random = target, random_
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listener.getsockname()[1])
        self.open: dict[socket.socket, socket.socket] = {}
        self.said: list[bytearray] = []
        self.cuts, self.most, self.held = 0, 0, threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                server = socket.create_connection(("127.0.0.1", self.target), 5)
                self.open[client] = server
                self.most = max(self.most, len(self.open))
                said = bytearray()
                self.said.append(said)
                threading.Thread(target=self._pump, args=(client, server, client, said), daemon=True).start()
                threading.Thread(target=self._pump, args=(server, client, client, None), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, key: socket.socket, said: bytearray | None) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                while self.held.is_set():
                    time.sleep(0.05)
                if said is not None:
                    said += data
                target.sendall(data)
        self._close(key)

    def _close(self, client: socket.socket) -> None:
        server = self.open.pop(client, None)
        for sock in (client, server):
            if sock is not None:
                with suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)
                sock.close()

    def flap(self) -> None:
        if self.random.random() < 0.3:
            self.held.set()
            time.sleep(self.random.uniform(1, 40))
            self.held.clear()
        for client in list(self.open):
            self.cuts += 1
            self._close(client)


def measured(pid: int) -> dict[str, int]:
    status = Path(f"/proc/{pid}/status").read_text()
    cpu = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return {
        "rss_kb": int(re.search(r"VmRSS:\s+(\d+)", status)[1]),
        "threads": int(re.search(r"Threads:\s+(\d+)", status)[1]),
        "descriptors": len(list(Path(f"/proc/{pid}/fd").iterdir())),
        "ticks": int(cpu[11]) + int(cpu[12]),
    }


class Hour:
    def __init__(self, hands: DovecotHands, random_: random.Random) -> None:
        self.hands, self.random = hands, random_
        self.quotes: list[str] = []
        self.answered: set[str] = set()
        self.most: Counter[tuple[str, str]] = Counter()

    def quote(self) -> None:
        number = len(self.quotes) + 1
        at = datetime.now(ZoneInfo("Europe/Paris")) - timedelta(days=self.random.choice([5, 6, 7]))  # noqa: TID251 - an hour of the real clock
        name = f"<h-{number}@atelier-durand.example>"
        self._put(self.hands.sent, name, OWNER, f"p{number}@client{number}.example", f"Devis H-{number}", at, None)
        self.quotes.append(name)

    def answer(self) -> None:
        open_ = [quote for quote in self.quotes if quote not in self.answered]
        if open_:
            quote = self.random.choice(open_)
            number = self.quotes.index(quote) + 1
            at = datetime.now(ZoneInfo("Europe/Paris"))  # noqa: TID251 - an hour of the real clock
            sender = f"p{number}@client{number}.example"
            self._put("INBOX", f"<r-{number}@client.example>", sender, OWNER, f"Re: Devis H-{number}", at, quote)
            self.answered.add(quote)

    def _put(self, mailbox, name, sender, to, subject, at, parent) -> None:  # noqa: PLR0917 - a mail has that many parts
        text = "Bonjour, quel serait le délai ?" if parent else QUOTE_TEXT.format(reference=subject.split()[-1])
        raw = mail(message_id=name, sender=sender, to=to, subject=subject, date=at, text=text, references=parent)
        self.hands.deliver(mailbox, raw.replace(b"\n", b"\r\n"), at)

    def look(self) -> list[tuple[str, str]]:
        drafts = [step_of(raw) for _, raw, flags in self.hands.content(self.hands.drafts) if r"\Deleted" not in flags]
        for step, count in Counter(drafts).items():
            self.most[step] = max(self.most[step], count)
        return drafts


def run(minutes: float, seed: int) -> list[str]:
    random_ = random.Random(seed)
    memory = "/dev/shm" if Path("/dev/shm").exists() else None
    folder = Path(tempfile.mkdtemp(prefix="mailwatch-hour-", dir=memory))
    with Dovecot(Path(tempfile.mkdtemp(prefix="mailwatch-hour-", dir=memory))) as server:
        hour, wire = Hour(DovecotHands(server, "anne"), random_), Flapping(server.port, random_)
        (folder / "config.yaml").write_text(CONFIGURATION.format(folder=folder, owner=OWNER, port=wire.port))
        for _ in range(3):
            hour.quote()
        with Daemon(folder, SECRET) as daemon:
            series, until = [], time.monotonic() + 60 * minutes
            while time.monotonic() < until:
                time.sleep(random_.uniform(3, 45))
                if daemon.process.poll() is not None:
                    return ["the daemon ended: " + daemon.err[-2000:]]
                random_.choice([hour.quote, hour.answer, wire.flap, wire.flap, wire.flap])()
                hour.look()
                series.append(measured(daemon.process.pid))
            until = time.monotonic() + 600  # a backoff may be under way
            while wrong(hour, hour.look(), wire) and time.monotonic() < until:
                time.sleep(10)
            series.append(measured(daemon.process.pid))
            code, _ = daemon.terminate()
        found = wrong(hour, hour.look(), wire) + grown(series, minutes) + ([f"it ended with {code}"] if code else [])
        print(f"{minutes} min, seed {seed}: {len(hour.quotes)} quotes, {len(hour.answered)} answered, {len(hour.most)} drafts,")
        print(f"{wire.cuts} connections cut, {wire.most} at most at once, {len(wire.said)} made; {series[0]} to {series[-1]}")
        hour.hands.close()
        return found


def wrong(hour: Hour, drafts: list[tuple[str, str]], wire: Flapping) -> list[str]:
    found = [f"{step}: {count} at once" for step, count in hour.most.items() if count > 1]
    lie = Counter(quote for quote, _ in drafts)
    missing = set(hour.quotes) - hour.answered - set(lie)
    taken_back = len(hour.answered) - len(hour.answered & set(lie))
    if missing or max(lie.values(), default=0) > 1:
        found.append(f"in the end {sorted(drafts)}, missing {sorted(missing)}")
    if taken_back < min(LEAST_A_DAY, len(hour.answered)):
        found.append(f"{taken_back} taken back of {len(hour.answered)} answered")
    sent = [named(raw, "X-Mailwatch-Quote") for _, raw, _ in hour.hands.content("INBOX")]
    found += ["a draft in INBOX"] if any(sent) else []
    found += [offence for said in wire.said for offence in offences(commands(bytes(said)))]
    return found + ([f"{wire.most} connections at once"] if wire.most > 2 else [])


def grown(series: list[dict[str, int]], minutes: float) -> list[str]:
    """Against how it was when a tenth of the time was over."""
    early, late = series[len(series) // 10], series[-1]
    found = [
        f"{name} grew from {early[name]} to {late[name]}"
        for name, more in (("rss_kb", 5 * 1024), ("threads", 1), ("descriptors", 4))
        if late[name] > early[name] + more
    ]
    share = (late["ticks"] - early["ticks"]) / 100 / (60 * minutes)
    print(f"CPU {share:.2%}")
    return found


def main() -> int:
    found = run(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    print("\n".join(found) or "no offence")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
