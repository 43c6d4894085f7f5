"""Arms that need no mail server: ``python -m benchmarks.local ARM`` prints one JSON object."""

import gc
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from benchmarks.letters import OWNER, letter

NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)
ROWS = 100_000
QUOTES = 10_000
ROUNDS = 5


def timed(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Median CPU seconds."""
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return statistics.median(spent)


def index() -> dict[str, float]:
    """Rows noticed by the journal, next to sqlite3's own executemany into a table of the same shape."""
    from mailwatch.journal.journal import SqliteJournal
    from mailwatch.model.message import Locator, Role
    from mailwatch.ports import Entry, SeenMessage

    rows = [
        SeenMessage(f"<r{n}.{n * 7919:x}@client.example>", Locator("INBOX", 7, n), Role.INBOX, NOW, f"p{n % 400}@c.example")
        for n in range(1, ROWS + 1)
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.sqlite3"
        journal = SqliteJournal(path)
        empty = _size(path, journal)
        start = time.process_time()
        for at in range(0, ROWS, 2_000):
            journal.record(OWNER, Entry(seen=tuple(rows[at : at + 2_000])), now=NOW)
        load = time.process_time() - start
        octets = _size(path, journal) - empty
        ids = [row.message_id for row in rows[:: ROWS // 1_000]]
        lookup = timed(lambda: [journal.known(OWNER, [one]) for one in ids]) / len(ids)
        assert journal.known(OWNER, ids) == frozenset(ids)
        journal.close()
    return {
        "load_us": load / ROWS * 1e6, "bare_us": _bare(rows) / ROWS * 1e6, "octets": octets / ROWS, "lookup_us": lookup * 1e6
    }  # fmt: skip


def _size(path: Path, journal: object) -> int:
    journal.store.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.stat().st_size


def _bare(rows: list) -> float:
    hashes = [(hash(row.message_id), 1, row.locator.uid, 0) for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "bare.sqlite3", isolation_level=None)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE seen (m INTEGER, b INTEGER, u INTEGER, n INTEGER, PRIMARY KEY (m, b, u)) WITHOUT ROWID")
        start = time.process_time()
        for at in range(0, len(rows), 2_000):
            database.execute("BEGIN")
            database.executemany("INSERT INTO seen VALUES (?, ?, ?, ?)", hashes[at : at + 2_000])
            database.execute("COMMIT")
        spent = time.process_time() - start
        database.close()
    return spent


@cache
def _read(number: int):
    from mailwatch.parsing.parse import Parser

    return Parser().message(letter(number * 100, QUOTES * 100, sent=True, size=1_200))


def _remembering(quotes: int, clients: int = 5_000):
    """A desk whose journal remembers so many quotes to so many clients, none of them due."""
    from mailwatch.bootstrap import desk_for
    from mailwatch.config.presets import PRESETS
    from mailwatch.cycle.poll import run_cycle
    from mailwatch.journal.journal import SqliteJournal
    from mailwatch.mailbox.memory import MemoryMailbox
    from mailwatch.matching.keys import keys_of_sent
    from mailwatch.model.account import Account, Owner
    from mailwatch.model.facts import QuoteSent
    from mailwatch.model.message import Address
    from mailwatch.model.policy import CalendarPolicy, Jurisdiction, Policy
    from mailwatch.model.quote import Quote
    from mailwatch.ports import Entry

    policy = Policy(CalendarPolicy(Jurisdiction("FR"), UTC), tuple(PRESETS.values()), start=NOW)
    account = Account(OWNER, OWNER, frozenset({OWNER}), Owner(name="Anne Durand"))
    desk = desk_for(account, policy, MemoryMailbox(), SqliteJournal(":memory:"), b"s" * 32, NOW)
    facts, keys = [], []
    for number in range(quotes):
        at = NOW - timedelta(days=30 + number % 900)
        message = _read(number)
        name = f"<q{number}@atelier-durand.example>"
        to = (Address(f"p{number % clients}@client{number % clients}.example"),)
        quote = Quote(
            name, OWNER, Address(OWNER), to, (), f"Devis D-{number}", f"Devis D-{number}", at, quote_references=(f"D-{number}",)
        )
        facts.append(QuoteSent(at=at, quote=name, contacts=quote.contacts, message=name, details=quote))
        keys.append((name, keys_of_sent(message, quote)))
    desk.journal.record(OWNER, Entry(facts=tuple(facts), keys=tuple(keys)), now=NOW)
    run_cycle(desk, NOW)
    return desk


def cycle() -> dict[str, float]:
    """An ordinary cycle that has nothing to do, with 10,000 quotes remembered and with 10."""
    from mailwatch.cycle.poll import run_cycle

    many, few = _remembering(QUOTES), _remembering(10)
    later = NOW + timedelta(minutes=5)
    assert run_cycle(many, later).judged == ()
    return {
        "quotes": len(many.journal.quotes(OWNER)),
        "ms": timed(lambda: run_cycle(many, later), 21) * 1e3,
        "few_ms": timed(lambda: run_cycle(few, later), 21) * 1e3,
    }


def attribution() -> dict[str, float]:
    """Which of 10,000 quotes a mail of 160 words answers: its keys, the candidates, the decision, where each client got two quotes
    (``ms``) and twenty."""
    two, twenty = _attributed(5_000), _attributed(500)
    return {"ms": two[0], "twenty_ms": twenty[0], "found": two[1] + twenty[1], "of": 2 * QUOTES // 100}


def _attributed(clients: int) -> tuple[float, int]:
    from mailwatch.interpret.evidence import attribution_of
    from mailwatch.model.message import Locator, Role, Seen

    desk = _remembering(QUOTES, clients)
    gc.freeze()  # the letters that were remembered are kept for the other arm: no part of a decision
    spent, found = [], 0
    for number in range(0, QUOTES, 100):
        message = desk.parse.message(_answer(number, clients))
        seen = Seen(Locator("INBOX", 7, number + 1), Role.INBOX, message.headers, NOW)
        start = time.process_time()
        verdict = attribution_of(desk, seen, message, NOW)
        spent.append(time.process_time() - start)
        found += verdict.quote == f"<q{number}@atelier-durand.example>"
    return statistics.median(spent) * 1e3, found


def _answer(number: int, clients: int) -> bytes:
    """A letter above the quote it answers."""
    quoted = letter(number * 100, QUOTES * 100, sent=True, size=1_200).partition(b"\r\n\r\n")[2].decode().splitlines()[:12]
    below = "".join(f"> {line}\r\n" for line in quoted)
    return (
        f"From: p{number % clients}@client{number % clients}.example\r\nTo: {OWNER}\r\nSubject: Re: Devis D-{number}\r\n"
        f"Message-ID: <a{number}@x.example>\r\nIn-Reply-To: <q{number}@atelier-durand.example>\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
        f"Date: Tue, 01 Sep 2026 08:00:00 +0000\r\n\r\n{ANSWER}Le mar. 11 août 2026 à 10:14, Anne Durand <{OWNER}> a écrit :\r\n{below}"
    ).encode()


ANSWER = (
    "Bonjour Anne,\r\n\r\nMerci pour votre proposition, que nous avons relue en comité jeudi dernier. Nous sommes d'accord sur le principe, "
    "mais le total de 4 200,00 € HT dépasse un peu l'enveloppe prévue pour cette année.\r\nPourriez-vous nous dire si la pose est comprise, "
    "et si un échelonnement sur deux exercices serait possible ? Nous aimerions commencer en septembre, après les congés, et avoir terminé "
    "avant la fin du mois de novembre au plus tard.\r\n\r\nBien cordialement,\r\nMarc Petit\r\nDirecteur technique\r\n01 23 45 67 89\r\n\r\n"
)

ARMS = {arm.__name__: arm for arm in (index, cycle, attribution)}

if __name__ == "__main__":
    print(json.dumps(ARMS[sys.argv[1]]()))
