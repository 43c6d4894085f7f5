import os
import sqlite3
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from mailwatch.errors import JournalBusy, JournalDamaged, JournalError, JournalFromTheFuture, OwnerError, SchemaTooNew
from mailwatch.journal import SqliteJournal
from mailwatch.journal.schema import migrations, open_database
from mailwatch.ports import Entry
from tests.journal.builders import ANNE, HOUR, MARC, NOW, copy_private, replied, sent

FROZEN = Path(__file__).parent / "frozen"


def _schema(path):
    with sqlite3.connect(path) as database:
        rows = database.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name").fetchall()
    database.close()
    return rows


def test_migrations_are_numbered_from_one_without_gap():
    assert [number for number, _ in migrations()] == list(range(1, len(migrations()) + 1))


@pytest.mark.parametrize("frozen", sorted(FROZEN.glob("*.sqlite3")), ids=lambda path: path.stem)
def test_an_upgraded_journal_has_the_schema_of_a_fresh_one(frozen, tmp_path):
    copy_private(frozen, tmp_path / "old.sqlite3")
    SqliteJournal(tmp_path / "old.sqlite3").close()
    SqliteJournal(tmp_path / "new.sqlite3").close()
    assert _schema(tmp_path / "old.sqlite3") == _schema(tmp_path / "new.sqlite3")


def test_a_journal_of_a_later_version_is_refused(tmp_path):
    path = tmp_path / "journal.sqlite3"
    SqliteJournal(path).close()
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 999")
    database.close()
    with pytest.raises(SchemaTooNew, match="999"):
        SqliteJournal(path)


def test_another_programs_database_is_refused(tmp_path):
    with sqlite3.connect(tmp_path / "other.sqlite3") as database:
        database.execute("CREATE TABLE notes (text)")
    database.close()
    with pytest.raises(JournalError, match="not a mailwatch journal"):
        SqliteJournal(tmp_path / "other.sqlite3")


def test_a_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "journal.sqlite3").write_bytes(b"Dear diary, " * 500)
    (tmp_path / "journal.sqlite3").chmod(0o600)
    with pytest.raises(JournalError, match="not a database"):
        SqliteJournal(tmp_path / "journal.sqlite3")


NEXT = len(migrations()) + 1


def test_a_migration_backs_up_first_and_keeps_the_facts(tmp_path):
    path = tmp_path / "journal.sqlite3"
    with_fact = SqliteJournal(path)
    with_fact.record(ANNE, Entry(facts=(sent(),)), now=NOW)
    with_fact.close()
    before = _schema(path)
    open_database(path, (*migrations(), (NEXT, "CREATE TABLE more (x); -- later\nCREATE INDEX more_x ON more (x);"))).close()
    assert {row[1] for row in _schema(path)} - {row[1] for row in before} == {"more", "more_x"}
    backup = tmp_path / f"journal.sqlite3.before-{NEXT:04}"
    assert _schema(backup) == before
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    again = SqliteJournal(backup)
    assert again.facts(ANNE, sent().quote) == (sent(),)
    again.close()


def test_a_migration_that_fails_changes_nothing(tmp_path):
    path = tmp_path / "journal.sqlite3"
    SqliteJournal(path).close()
    before = _schema(path)
    with pytest.raises(JournalError):
        open_database(path, (*migrations(), (NEXT, "CREATE TABLE more (x);\nCREATE TABLE more (x);")))
    assert _schema(path) == before
    SqliteJournal(path).close()


def test_the_journal_is_the_owners_alone_whatever_the_umask(tmp_path):
    before = os.umask(0)
    try:
        journal = SqliteJournal(tmp_path / "state" / "journal.sqlite3")
        journal.record(ANNE, Entry(facts=(sent(),)), now=NOW)
        files = list((tmp_path / "state").iterdir())
        modes = {stat.S_IMODE(file.stat().st_mode) for file in files}
        journal.close()
    finally:
        os.umask(before)
    assert len(files) == 3  # the database, its log, and the log's index
    assert modes == {0o600}
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700


def test_a_journal_that_others_may_write_is_refused(tmp_path):
    SqliteJournal(tmp_path / "journal.sqlite3").close()
    (tmp_path / "journal.sqlite3").chmod(0o666)
    with pytest.raises(OwnerError, match="chmod"):
        SqliteJournal(tmp_path / "journal.sqlite3")


def test_facts_are_synced_and_deleted_content_is_overwritten(tmp_path):
    journal = SqliteJournal(tmp_path / "journal.sqlite3")
    pragma = {
        name: journal.store.database.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "secure_delete")
    }
    journal.close()
    assert pragma == {"journal_mode": "wal", "synchronous": 3, "secure_delete": 1}


def test_a_file_system_shared_with_other_machines_gets_no_wal(tmp_path, monkeypatch):
    monkeypatch.setattr("mailwatch.journal.schema.is_local", lambda _: False)
    journal = SqliteJournal(tmp_path / "journal.sqlite3")
    assert journal.store.database.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    journal.close()


def test_a_writer_that_does_not_finish_is_named_as_such(tmp_path, monkeypatch):
    monkeypatch.setattr("mailwatch.journal.schema._BUSY_MS", 50)
    one, two = SqliteJournal(tmp_path / "j"), SqliteJournal(tmp_path / "j")
    one.store.database.execute("BEGIN IMMEDIATE")
    with pytest.raises(JournalBusy):
        two.record(ANNE, Entry(facts=(sent(),)), now=NOW)
    one.store.database.execute("ROLLBACK")
    two.record(ANNE, Entry(facts=(sent(),)), now=NOW)
    assert one.facts(ANNE, sent().quote) == (sent(),)
    one.close()
    two.close()


# --- the clock ---


def test_a_journal_from_the_future_is_refused_with_five_minutes_of_grace(journal):
    journal.check_clock(NOW, rehearsal=False)
    journal.record(ANNE, Entry(), now=NOW)
    journal.check_clock(NOW - timedelta(minutes=5), rehearsal=False)
    with pytest.raises(JournalFromTheFuture, match=r"2026-03-02T08:30:00\+00:00, after the clock: the clock"):
        journal.check_clock(NOW - timedelta(minutes=5, seconds=1), rehearsal=False)


def test_the_last_instant_never_goes_back(journal):
    journal.record(ANNE, Entry(), now=NOW)
    journal.record(ANNE, Entry(), now=NOW - 5 * HOUR)
    with pytest.raises(JournalFromTheFuture):
        journal.check_clock(NOW - HOUR, rehearsal=False)


def test_a_rehearsed_journal_says_so_and_rehearsals_have_no_guard(journal):
    journal.check_clock(NOW + 900 * HOUR, rehearsal=True)
    journal.record(ANNE, Entry(), now=NOW + 900 * HOUR)
    journal.check_clock(NOW, rehearsal=True)
    with pytest.raises(JournalFromTheFuture, match="rehearsed with --now"):
        journal.check_clock(NOW, rehearsal=False)


def test_looking_at_a_journal_in_rehearsal_marks_nothing(journal):
    journal.record(ANNE, Entry(), now=NOW)
    journal.check_clock(NOW, rehearsal=True)
    with pytest.raises(JournalFromTheFuture, match="the clock of this machine"):
        journal.check_clock(NOW - HOUR, rehearsal=False)


def test_an_entry_that_fails_is_not_recorded_by_half(journal):
    bad = replied(score=float("inf"))
    with pytest.raises(ValueError, match="JSON"):
        journal.record(ANNE, Entry(facts=(sent(), bad)), now=NOW)
    assert journal.quotes(ANNE) == ()
    journal.record(ANNE, Entry(facts=(sent(),)), now=NOW)
    assert journal.facts_with(ANNE, [MARC]) == (sent(),)


def test_a_journal_that_is_not_whole_is_refused_though_what_is_asked_of_it_still_reads(tmp_path):
    path = tmp_path / "journal.db"
    journal = SqliteJournal(path)
    journal.record(ANNE, Entry(facts=(sent(),)), now=NOW)
    journal.close()
    with path.open("r+b") as file:
        file.seek(36)  # the number of free pages
        file.write((3).to_bytes(4, "big"))
    journal = SqliteJournal(path)
    assert journal.facts_with(ANNE, [MARC]) == (sent(),)
    with pytest.raises(JournalDamaged):
        journal.check_whole()
    journal.close()
