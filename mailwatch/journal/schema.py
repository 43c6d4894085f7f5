"""Opening the database file, and bringing its schema up to date.

The schema is what the numbered migrations make of an empty file; ``PRAGMA user_version`` is the number of the last one
applied. A released migration is never edited.
"""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path

from mailwatch.errors import JournalBusy, JournalDamaged, JournalError, SchemaTooNew
from mailwatch.system import is_local, open_private, private_folder

MEMORY = ":memory:"

#: "mwJ1": tells our file from any other SQLite file.
_APPLICATION = 0x6D774A31

#: How long a command waits for a writer; a cycle's transactions take milliseconds.
_BUSY_MS = 15_000


def migrations() -> tuple[tuple[int, str], ...]:
    """Number and SQL of every migration shipped, in order."""
    folder = files("mailwatch.journal") / "migrations"
    found = {int(file.name[:4]): file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".sql")}
    return tuple(sorted(found.items()))


@contextmanager
def sqlite_errors() -> Iterator[None]:
    """SQLite's errors as ours: who must act is told by the type."""
    try:
        yield
    except sqlite3.OperationalError as problem:
        code = getattr(problem, "sqlite_errorcode", None)  # None: the driver's own, such as text that is no UTF-8
        if code is None:
            raise JournalDamaged(str(problem).partition(" with text ")[0]) from problem
        if code & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise JournalBusy("the journal is in use by another process") from problem
        raise JournalError(f"the journal cannot be used: {problem}") from problem
    except sqlite3.Error as problem:
        if getattr(problem, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            raise JournalDamaged(str(problem)) from problem
        raise JournalError(f"the journal cannot be used: {problem}") from problem


def check_whole(database: sqlite3.Connection) -> None:
    """Raises JournalDamaged unless every page reads as it should (some milliseconds for each ten megabytes)."""
    with sqlite_errors():
        (found,) = database.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise JournalDamaged(" ".join(found.split()))


def open_database(path: Path | str, steps: tuple[tuple[int, str], ...] | None = None) -> sqlite3.Connection:
    """A connection to an up-to-date journal; made if missing (0600, in a 0700 folder).

    Raises SchemaTooNew, JournalBusy, JournalError, and OwnerError for a file or folder that others could change.
    """
    steps = migrations() if steps is None else steps
    local = path == MEMORY or _prepare(Path(path))
    with sqlite_errors():
        database = sqlite3.connect(path, timeout=_BUSY_MS / 1000, isolation_level=None, check_same_thread=False)
        try:
            _settle(database, local=local)
            _migrate(database, path, steps)
        except BaseException:
            database.close()
            raise
    return database


def _prepare(path: Path) -> bool:
    private_folder(path.parent)
    with open(open_private(path), "rb"):  # noqa: PTH123 - a descriptor, not a path
        return is_local(path)


def _settle(database: sqlite3.Connection, *, local: bool) -> None:
    """On a file system shared with other machines WAL would corrupt the file: a rollback journal is slower but sound."""
    database.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    database.execute("PRAGMA secure_delete = ON")
    database.execute("PRAGMA foreign_keys = ON")
    database.execute("PRAGMA synchronous = EXTRA")  # a rollback journal stays gone once it is deleted; with WAL as FULL
    database.execute("PRAGMA temp_store = MEMORY")
    database.execute(f"PRAGMA journal_mode = {'WAL' if local else 'DELETE'}")


def _migrate(database: sqlite3.Connection, path: Path | str, steps: tuple[tuple[int, str], ...]) -> None:
    version = _version(database)
    newest = steps[-1][0]
    if version > newest:
        raise SchemaTooNew(
            f"{path} was written by a later mailwatch (schema {version}; this one knows {newest}): update mailwatch"
        )
    if version == newest:
        return
    if version:
        _back_up(database, Path(f"{path}.before-{newest:04}"))
    with transaction(database):
        for number, sql in steps:
            if number > _version(database):  # another process may have been first
                _apply(database, number, sql)


def _version(database: sqlite3.Connection) -> int:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    (application,) = database.execute("PRAGMA application_id").fetchone()
    (tables,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables and application != _APPLICATION:
        raise JournalError("the file is a database, but not a mailwatch journal")
    return int(version)


def _apply(database: sqlite3.Connection, number: int, sql: str) -> None:
    for statement in statements(sql):
        database.execute(statement)
    if number == 1:
        database.execute(f"PRAGMA application_id = {_APPLICATION}")
        database.execute("INSERT INTO meta VALUES ('key', ?)", (secrets.token_bytes(32),))
    database.execute(f"PRAGMA user_version = {number}")


def statements(sql: str) -> Iterator[str]:
    """One statement at a time: executescript would commit the transaction around it."""
    pending = ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


def _back_up(database: sqlite3.Connection, target: Path) -> None:
    with open(open_private(target), "rb"), closing(sqlite3.connect(target)) as copy:  # noqa: PTH123 - a descriptor
        database.backup(copy)


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; takes the write lock at once, so that nothing read inside it is stale."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise
