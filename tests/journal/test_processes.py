"""Several processes on one journal, one of them killed at a random moment."""

import signal
import subprocess
import sys
import time
from pathlib import Path

from mailwatch.journal import SqliteJournal
from tests.journal.builders import ANNE, NOW

HERE = str(Path(__file__).parents[2])

WRITER = """
import sys
sys.path.insert(0, sys.argv[1])
from tests.journal.builders import *
from mailwatch.journal import SqliteJournal
from mailwatch.ports import Cursor, Entry
journal = SqliteJournal(sys.argv[2])
name, count = sys.argv[3], int(sys.argv[4])
for n in range(count):
    quote = f"{name}{n}"
    journal.record(ANNE, Entry(
        facts=(sent(quote), replied(quote, message=f"<{quote}@client.example>")),
        cursors=(Cursor(name, 7, n + 1, n),),
    ), now=NOW)
    print(n, flush=True)
"""


def _writer(path, name, count):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, HERE, str(path), name, str(count)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_kill_loses_nothing_committed_and_leaves_nothing_half_done(tmp_path):
    path = tmp_path / "journal.sqlite3"
    with _writer(path, "k", 100_000) as writer:
        assert writer.stdout is not None
        for _ in range(5):
            writer.stdout.readline()
        time.sleep(0.15)
        writer.send_signal(signal.SIGKILL)
        confirmed = 5 + len(writer.stdout.read().splitlines())
    journal = SqliteJournal(path)
    quotes = journal.quotes(ANNE)
    assert len(quotes) in {confirmed, confirmed + 1}
    assert [len(journal.facts(ANNE, quote)) for quote in quotes] == [2] * len(quotes)
    assert journal.cursors(ANNE)["k"].uidnext == len(quotes)
    assert journal.store.database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    journal.close()


def test_two_processes_that_start_on_a_missing_journal_both_record(tmp_path):
    path = tmp_path / "new" / "journal.sqlite3"
    with _writer(path, "a", 40) as one, _writer(path, "b", 40) as two:
        outcomes = [process.communicate(timeout=60)[1] for process in (one, two)]
    assert outcomes == ["", ""]
    journal = SqliteJournal(path)
    assert len(journal.quotes(ANNE)) == 80
    assert {name: cursor.uidnext for name, cursor in journal.cursors(ANNE).items()} == {"a": 40, "b": 40}
    assert len(journal.due(ANNE, NOW, "p")) == 80
    journal.close()
