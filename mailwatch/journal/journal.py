"""The journal on SQLite: the ``Journal`` port, one method per question."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from mailwatch.errors import JournalDamaged, JournalFromTheFuture
from mailwatch.journal import erase, index, remembered
from mailwatch.journal.facts import add, newest, postpone
from mailwatch.journal.payload import dump, load, micros
from mailwatch.journal.schema import check_whole, open_database, sqlite_errors, transaction
from mailwatch.journal.store import Store
from mailwatch.model.attribution import Frequencies, Hit, Key
from mailwatch.model.facts import ContactWrote, Fact, QuestionAsked, WithdrawalIntended
from mailwatch.ports import AccountState, Cursor, Entry, Place

if TYPE_CHECKING:
    from mailwatch.ports import Journal

#: How far a clock may be corrected backwards without anybody asking why.
_TOLERANCE = timedelta(minutes=5)

_STATE = TypeAdapter(AccountState)


def _key(database: sqlite3.Connection) -> bytes:
    with sqlite_errors():
        row = database.execute("SELECT value FROM meta WHERE name = 'key'").fetchone()
    if row is None:
        database.close()
        raise JournalDamaged("it has no key")
    return bytes(row[0])


class SqliteJournal:
    """Facts, cursors, message index and remembered keys in one SQLite file, or in memory (":memory:").

    Several processes may hold it open at once; each ``record`` is one durable transaction. Raises JournalError
    (JournalBusy when another writer does not finish within 15 seconds, SchemaTooNew when opening).
    """

    def __init__(self, path: Path | str) -> None:
        database = open_database(path)
        self.store = Store(database, _key(database))
        self._rehearsal = False
        self._views: dict[int, int] = {}

    def close(self) -> None:
        self.store.database.close()

    def check_whole(self) -> None:
        """Before anything is decided on it. Raises JournalDamaged."""
        check_whole(self.store.database)

    # --- writing --------------------------------------------------------------------------------------------------

    def record(self, account: str, entry: Entry, *, now: datetime, policy: str = "") -> None:
        store = self.store
        with sqlite_errors(), transaction(store.database):
            number = store.account_made(account)
            view = self._views.get(number, newest(store))
            for fact in entry.facts:
                add(store, number, fact, now=now, policy=policy)
            if entry.seen:
                index.notice(store, number, entry.seen, now=now)
            for quote, keys in entry.keys:
                remembered.remember(store, number, quote, keys)
            for look in entry.looks:
                postpone(store, number, look, policy=policy, view=view)
            store.database.executemany(
                "INSERT OR REPLACE INTO cursor VALUES (?, ?, ?, ?, ?)",
                [(number, c.mailbox, c.uidvalidity, c.uidnext, c.messages) for c in entry.cursors],
            )
            if entry.state is not None:
                store.database.execute("UPDATE account SET state = ? WHERE id = ?", (dump(entry.state), number))
            self._advance_clock(now)

    def _advance_clock(self, now: datetime) -> None:
        self.store.database.execute(
            "INSERT INTO meta VALUES ('last_instant', ?1) ON CONFLICT DO UPDATE SET value = max(value, ?1)", (micros(now),)
        )
        if self._rehearsal:
            self.store.database.execute("INSERT OR REPLACE INTO meta VALUES ('rehearsed', 1)")

    def check_clock(self, now: datetime, *, rehearsal: bool) -> None:
        """Refuse to go on when the last instant recorded lies more than five minutes after ``now``.

        ``rehearsal`` (``--now``) turns the guard off; whatever this object then records marks the journal as rehearsed.
        Raises JournalFromTheFuture.
        """
        self._rehearsal = rehearsal
        with sqlite_errors():
            meta = dict(self.store.database.execute("SELECT name, value FROM meta WHERE name IN ('last_instant', 'rehearsed')"))
        last = meta.get("last_instant")
        if rehearsal or last is None or last <= micros(now + _TOLERANCE):
            return
        instant = datetime.fromtimestamp(last // 1_000_000, UTC).isoformat()
        why = "it was rehearsed with --now" if "rehearsed" in meta else "the clock of this machine was, or is, wrong"
        raise JournalFromTheFuture(f"the journal's last entry is dated {instant}, after the clock: {why}")

    # --- conversations --------------------------------------------------------------------------------------------

    def _facts(self, query: str, parameters: Iterable[object]) -> tuple[Fact, ...]:
        with sqlite_errors():
            rows = self.store.database.execute(query, tuple(parameters)).fetchall()
        return tuple(load(kind, payload) for kind, payload in rows)

    def _quotes(self, query: str, parameters: Iterable[object]) -> tuple[str, ...]:
        with sqlite_errors():
            return tuple(quote for (quote,) in self.store.database.execute(query, tuple(parameters)))

    def facts(self, account: str, quote: str) -> tuple[Fact, ...]:
        return self._facts(
            """
            SELECT f.kind, f.payload FROM conversation c JOIN fact_conversation e ON e.conversation = c.id
            JOIN fact f ON f.id = e.fact WHERE c.account = ? AND c.quote = ? ORDER BY f.at, f.id
            """,
            (self.store.account(account), quote),
        )

    def facts_with(self, account: str, contacts: Iterable[str]) -> tuple[Fact, ...]:
        """Facts that name these people, and every fact of the quotes sent to them."""
        people = list(dict.fromkeys(contacts))
        return self._facts(
            f"""
            WITH naming AS MATERIALIZED (
              SELECT e.fact FROM contact p CROSS JOIN fact_contact e ON e.contact = p.id
              WHERE p.account = ? AND p.address IN ({",".join("?" * len(people))})
            ), theirs AS MATERIALIZED (
              SELECT DISTINCT c.conversation FROM naming CROSS JOIN fact f ON f.id = naming.fact AND f.kind = 'QuoteSent'
              CROSS JOIN fact_conversation c ON c.fact = f.id
            )
            SELECT kind, payload FROM fact WHERE id IN (
              SELECT fact FROM naming
              UNION SELECT e.fact FROM theirs CROSS JOIN fact_conversation e ON e.conversation = theirs.conversation
            ) ORDER BY at, id
            """,  # noqa: S608 - only parameter marks are put in
            (self.store.account(account), *people),
        )

    def quotes(self, account: str) -> tuple[str, ...]:
        return self._quotes(
            "SELECT quote FROM conversation WHERE account = ? AND sent_at IS NOT NULL ORDER BY sent_at, id",
            (self.store.account(account),),
        )

    def due(self, account: str, now: datetime, policy: str) -> tuple[str, ...]:
        """Oldest quote first. Also marks what this object's later ``looks`` were decided on: see ``facts.postpone``."""
        with sqlite_errors():
            number = self.store.account(account)
            self._views[number] = newest(self.store)
            (missing,) = self.store.database.execute(
                "SELECT (SELECT count(*) FROM look) <> (SELECT count(*) FROM conversation)"
            ).fetchone()
        if missing:
            return self._quotes(
                "SELECT quote FROM conversation c LEFT JOIN look l ON l.conversation = c.id WHERE c.account = ?1 "
                "AND c.sent_at IS NOT NULL AND (l.conversation IS NULL OR l.policy <> ?2 OR l.at <= ?3) ORDER BY c.sent_at, c.id",
                (number, policy, micros(now)),
            )
        return self._quotes(
            """
            SELECT quote FROM conversation WHERE sent_at IS NOT NULL AND id IN (
              SELECT conversation FROM look WHERE account = ?1 AND policy = ?2 AND at <= ?3
              UNION ALL SELECT conversation FROM look WHERE account = ?1 AND policy < ?2
              UNION ALL SELECT conversation FROM look WHERE account = ?1 AND policy > ?2
            ) ORDER BY sent_at, id
            """,
            (number, policy, micros(now)),
        )

    # --- drafts and questions -------------------------------------------------------------------------------------

    def with_live_drafts(self, account: str) -> tuple[str, ...]:
        return self._quotes(
            "SELECT quote FROM conversation WHERE id IN (SELECT conversation FROM live_draft WHERE account = ?) ORDER BY sent_at, id",
            (self.store.account(account),),
        )

    def drafted_since(self, account: str, since: datetime) -> int:
        """Retries of one intent count once."""
        return self._messages_since("DraftIntended", account, since)

    def withdrawn_since(self, account: str, since: datetime) -> int:
        found = self._facts(
            "SELECT kind, payload FROM fact WHERE account = ? AND kind = 'WithdrawalIntended' AND at >= ?",
            (self.store.account(account), micros(since)),
        )
        return len({fact.message for fact in found if isinstance(fact, WithdrawalIntended) and not fact.replaced})

    def _messages_since(self, kind: str, account: str, since: datetime) -> int:
        with sqlite_errors():
            (count,) = self.store.database.execute(
                "SELECT count(DISTINCT message) FROM fact WHERE account = ? AND kind = ? AND at >= ?",
                (self.store.account(account), kind, micros(since)),
            ).fetchone()
        return int(count)

    def open_questions(self, account: str) -> tuple[QuestionAsked, ...]:
        found = self._facts(
            "SELECT kind, payload FROM fact WHERE id IN (SELECT fact FROM open_question WHERE account = ?) ORDER BY at, id",
            (self.store.account(account),),
        )
        return tuple(fact for fact in found if isinstance(fact, QuestionAsked))

    def answered_since(self, account: str, since: datetime) -> int:
        return self._messages_since("QuestionAnswered", account, since)

    def people_at(self, account: str, domain: str) -> tuple[str, ...]:
        """By looking at every person: asked once in a while, by people."""
        with sqlite_errors():
            rows = self.store.database.execute("SELECT address FROM contact WHERE account = ?", (self.store.account(account),))
            return tuple(address for (address,) in rows if address.endswith((f"@{domain}", f".{domain}")))

    def notices(self, account: str, message: str) -> tuple[Fact, ...]:
        return self._facts(
            "SELECT kind, payload FROM fact WHERE account = ? AND kind IN ('NoticeIntended', 'NoticeAppended', 'NoticeNotAppended') "
            "AND message = ? ORDER BY id",
            (self.store.account(account), message),
        )

    def requests_owed(self, account: str) -> tuple[ContactWrote, ...]:
        found = self._facts(
            """
            SELECT kind, payload FROM fact WHERE id IN (
              SELECT fact FROM owed o WHERE account = ?
              AND NOT EXISTS (SELECT 1 FROM sent_to s WHERE s.person = o.sender AND s.at > o.at)
            ) ORDER BY at, id
            """,
            (self.store.account(account),),
        )
        return tuple(fact for fact in found if isinstance(fact, ContactWrote))

    # --- mailboxes and messages -----------------------------------------------------------------------------------

    def cursors(self, account: str) -> Mapping[str, Cursor]:
        with sqlite_errors():
            rows = self.store.database.execute(
                "SELECT mailbox, uidvalidity, uidnext, messages FROM cursor WHERE account = ?", (self.store.account(account),)
            ).fetchall()
        return {row[0]: Cursor(*row) for row in rows}

    def known(self, account: str, message_ids: Iterable[str]) -> frozenset[str]:
        with sqlite_errors():
            return index.known(self.store, self.store.account(account), message_ids)

    def places(self, account: str, message_id: str) -> tuple[Place, ...]:
        with sqlite_errors():
            return index.places(self.store, self.store.account(account), message_id)

    def last_sent_to(self, account: str, contact: str) -> Place | None:
        with sqlite_errors():
            return index.last_sent_to(self.store, self.store.account(account), contact)

    def correspondents(self, account: str, addresses: Iterable[str]) -> frozenset[str]:
        with sqlite_errors():
            return index.correspondents(self.store, self.store.account(account), addresses)

    def forgotten(self, account: str, addresses: Iterable[str]) -> Mapping[str, datetime]:
        """When each of the people was forgotten; those who never were are left out."""
        with sqlite_errors():
            return index.forgotten(self.store, self.store.account(account), addresses)

    # --- the end of memory ----------------------------------------------------------------------------------------

    def forget(self, account: str, pattern: str, *, now: datetime) -> erase.Erased:
        """Erase what is held about an address, or about everybody at ``*@domain``, and remember that it was."""
        return erase.forget(self.store, account, pattern, now=now)

    def purge(self, account: str, before: datetime) -> int:
        return erase.purge(self.store, account, before)

    # --- late replies ---------------------------------------------------------------------------------------------

    def candidates(self, account: str, keys: Iterable[Key]) -> tuple[Hit, ...]:
        asked = tuple(keys)
        if not asked:  # most mail answers nothing
            return ()
        with sqlite_errors():
            return remembered.candidates(self.store, self.store.account(account), asked)

    def in_threads(self, account: str, message_ids: Iterable[str]) -> frozenset[str]:
        with sqlite_errors():
            return remembered.in_threads(self.store, self.store.account(account), message_ids)

    def frequencies(self, account: str, keys: Iterable[Key]) -> Frequencies:
        with sqlite_errors():
            return remembered.frequencies(self.store, self.store.account(account), keys)

    # --- the account ----------------------------------------------------------------------------------------------

    def state(self, account: str) -> AccountState:
        with sqlite_errors():
            row = self.store.database.execute("SELECT state FROM account WHERE name = ?", (account,)).fetchone()
        return _STATE.validate_json(row[0]) if row and row[0] else AccountState()


if TYPE_CHECKING:
    _conforms: type[Journal] = SqliteJournal
