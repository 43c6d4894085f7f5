"""The end of memory: forgetting a person, and quotes past their retention.

What goes is overwritten in the file (``secure_delete``, VACUUM, a truncated log). What stays of a forgotten person is a
keyed hash of the address with the instant, so that older mail is not learned again; the hashes of the message index
keep mail that was seen from being read as new.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mailwatch.journal.index import tombstone
from mailwatch.journal.journal import SqliteJournal
from mailwatch.journal.payload import load, micros, people_of
from mailwatch.journal.schema import sqlite_errors, transaction
from mailwatch.journal.store import Store
from mailwatch.model.facts import ContactWrote, Fact

#: Stands for a forgotten person in what must be kept for others (RFC 2606: no such address exists).
NOBODY = "forgotten@mailwatch.invalid"


@dataclass(frozen=True, slots=True)
class Erased:
    """How much went: whole quotes (by Message-ID), other facts, and facts in which the person is now nobody."""

    quotes: tuple[str, ...]
    facts: int
    anonymous: int


def quotes_to(journal: SqliteJournal, account: str, address: str) -> tuple[str, ...]:
    """The quotes that were sent to a person: forgetting the person erases them. Withdraw their drafts first."""
    with sqlite_errors():
        rows = journal.store.database.execute(
            """
            SELECT DISTINCT c.quote FROM contact p JOIN fact_contact e ON e.contact = p.id JOIN fact f ON f.id = e.fact
            JOIN fact_conversation v ON v.fact = f.id JOIN conversation c ON c.id = v.conversation
            WHERE p.account = ? AND p.address = ? AND f.kind = 'QuoteSent' ORDER BY c.sent_at, c.id
            """,
            (journal.store.account(account), address),
        ).fetchall()
    return tuple(quote for (quote,) in rows)


def forget(journal: SqliteJournal, account: str, address: str, *, now: datetime) -> Erased:
    """Erase what is held about a person.

    Quotes sent to them go whole. In conversations with other people their part stays without them, so that nobody is
    chased again for what was answered. Copies made before migrations are removed, since they hold the person too.
    """
    store = journal.store
    quotes = quotes_to(journal, account, address)
    with sqlite_errors(), transaction(store.database):
        number = store.account_made(account)
        _erase_conversations(store, number, quotes)
        left = [(fact_id, load(kind, payload)) for fact_id, kind, payload in _facts_of(store, number, address)]
        gone = [fact_id for fact_id, fact in left if _theirs_alone(fact)]
        kept = [(fact_id, fact) for fact_id, fact in left if not _theirs_alone(fact)]
        _erase_facts(store, gone)
        for fact_id, _ in kept:
            _anonymise(store, number, fact_id, address)
        _erase_person(store, number, address)
        store.database.execute("INSERT OR REPLACE INTO forgotten VALUES (?, ?)", (tombstone(store, number, address), micros(now)))
    _overwrite(journal)
    return Erased(quotes, len(gone), len(kept))


def erase(journal: SqliteJournal, account: str, quotes: Iterable[str]) -> None:
    """Erase whole quotes (retention has passed), and the people nothing else is held about."""
    store = journal.store
    with sqlite_errors(), transaction(store.database):
        number = store.account_made(account)
        _erase_conversations(store, number, tuple(quotes))
        rows = store.database.execute(
            "SELECT address FROM contact WHERE account = ? AND id NOT IN (SELECT contact FROM fact_contact)", (number,)
        ).fetchall()
        for (address,) in rows:
            _erase_person(store, number, address)
    _overwrite(journal)


def expired(journal: SqliteJournal, account: str, before: datetime) -> tuple[str, ...]:
    """Quotes sent before an instant whose people have not written since. Automatic answers are no word of theirs."""
    with sqlite_errors():
        rows = journal.store.database.execute(
            """
            SELECT quote FROM conversation c WHERE account = ?1 AND sent_at < ?2 AND NOT EXISTS (
              SELECT 1 FROM fact_conversation v JOIN fact_contact e ON e.fact = v.fact
              JOIN fact_contact w ON w.contact = e.contact JOIN fact f ON f.id = w.fact
              WHERE v.conversation = c.id AND f.kind IN ('ReplyReceived', 'ContactWrote') AND f.at >= ?2
            ) ORDER BY sent_at, id
            """,
            (journal.store.account(account), micros(before)),
        ).fetchall()
    return tuple(quote for (quote,) in rows)


def _facts_of(store: Store, account: int, address: str) -> list[tuple[int, str, str]]:
    return store.database.execute(
        "SELECT f.id, f.kind, f.payload FROM contact p JOIN fact_contact e ON e.contact = p.id JOIN fact f ON f.id = e.fact "
        "WHERE p.account = ? AND p.address = ?",
        (account, address),
    ).fetchall()


def _theirs_alone(fact: Fact) -> bool:
    return isinstance(fact, ContactWrote) or (len(people_of(fact)) == 1 and fact.quote is None)


def _erase_conversations(store: Store, account: int, quotes: Iterable[str]) -> None:
    for quote in quotes:
        conversation = store.conversation_made(account, quote)
        facts = [
            number
            for (number,) in store.database.execute("SELECT fact FROM fact_conversation WHERE conversation = ?", (conversation,))
        ]
        store.database.execute("DELETE FROM fact_conversation WHERE conversation = ?", (conversation,))
        _erase_facts(store, [number for number in facts if not _shared(store, number)])
        for table in ("look", "live_draft", "key"):
            store.database.execute(f"DELETE FROM {table} WHERE conversation = ?", (conversation,))  # noqa: S608 - names above
        store.database.execute("DELETE FROM conversation WHERE id = ?", (conversation,))


def _shared(store: Store, fact: int) -> bool:
    """Does another conversation need it (a question with two candidates)?"""
    return store.database.execute("SELECT 1 FROM fact_conversation WHERE fact = ?", (fact,)).fetchone() is not None


def _erase_facts(store: Store, facts: Iterable[int]) -> None:
    for number in facts:
        for table in ("fact_conversation", "fact_contact", "open_question", "owed"):
            store.database.execute(f"DELETE FROM {table} WHERE fact = ?", (number,))  # noqa: S608 - names above
        store.database.execute("DELETE FROM fact WHERE id = ?", (number,))


def _anonymise(store: Store, account: int, number: int, address: str) -> None:
    """The person's address and words out of a fact that others need; its evidence named the person too."""
    (payload, message) = store.database.execute("SELECT payload, message FROM fact WHERE id = ?", (number,)).fetchone()
    content = json.loads(payload)
    content["because"] = []
    if isinstance(content.get("reply"), dict):
        content["reply"]["because"] = []
    alias = f"<{store.message(account, message) & (1 << 64) - 1:016x}@mailwatch.invalid>" if message else None
    whole = re.compile(rf"(?<![\w.+-]){re.escape(json.dumps(address, ensure_ascii=False)[1:-1])}(?![\w-])", re.IGNORECASE)
    text = whole.sub(NOBODY, json.dumps(content, ensure_ascii=False, separators=(",", ":")))
    if message and alias:
        text = text.replace(json.dumps(message, ensure_ascii=False)[1:-1], alias)
        store.database.execute("UPDATE open_question SET message = ? WHERE fact = ?", (alias, number))
    store.database.execute("UPDATE fact SET payload = ?, message = ? WHERE id = ?", (text, alias, number))


def _erase_person(store: Store, account: int, address: str) -> None:
    person = store.person(account, address)
    for table in ("sent_to", "inbound_from"):
        store.database.execute(f"DELETE FROM {table} WHERE person = ?", (person,))  # noqa: S608 - names above
    store.database.execute(
        "DELETE FROM fact_contact WHERE contact IN (SELECT id FROM contact WHERE account = ? AND address = ?)", (account, address)
    )
    store.database.execute("DELETE FROM contact WHERE account = ? AND address = ?", (account, address))


def _overwrite(journal: SqliteJournal) -> None:
    """Free pages and the log may still hold what was deleted; so do copies from before a migration."""
    with sqlite_errors():
        journal.store.database.execute("VACUUM")
        journal.store.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file = journal.store.database.execute("PRAGMA database_list").fetchone()[2]
    if file:
        for copy in Path(file).parent.glob(f"{Path(file).name}.before-*"):
            copy.unlink()
