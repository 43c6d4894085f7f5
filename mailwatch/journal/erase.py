"""The end of memory: forgetting a person, and quotes past their retention.

What goes is overwritten in the file (``secure_delete``, VACUUM, a truncated log). What stays of a forgotten person is a
keyed hash of the address with the instant, so that older mail is not learned again; the hashes of the message index
keep mail that was seen from being read as new.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mailwatch.journal.anonymous import anonymise
from mailwatch.journal.index import tombstone
from mailwatch.journal.payload import load, micros, people_of
from mailwatch.journal.schema import sqlite_errors, transaction
from mailwatch.journal.store import Store
from mailwatch.model.facts import ContactWrote, Fact, QuoteSent


@dataclass(frozen=True, slots=True)
class Erased:
    """How much went: whole quotes (by Message-ID), other facts, and facts in which the person is now nobody."""

    quotes: tuple[str, ...]
    facts: int
    anonymous: int


def people(store: Store, account: str, pattern: str) -> tuple[str, ...]:
    """The addresses of an account that a word of the owner's means: one person's, or everybody's at ``*@domain``."""
    domain = pattern.removeprefix("*")
    if domain == pattern:
        return (pattern,)
    with sqlite_errors():
        rows = store.database.execute("SELECT address FROM contact WHERE account = ? ORDER BY id", (store.account(account),))
        return tuple(address for (address,) in rows if address.endswith(domain))


def quotes_to(store: Store, account: str, addresses: Iterable[str]) -> tuple[str, ...]:
    """The quotes that were sent to people: forgetting the people erases them. Withdraw their drafts first."""
    found: dict[str, int] = {}
    for address in addresses:
        with sqlite_errors():
            rows = store.database.execute(
                """
                SELECT DISTINCT c.quote, c.sent_at FROM contact p JOIN fact_contact e ON e.contact = p.id
                JOIN fact f ON f.id = e.fact JOIN fact_conversation v ON v.fact = f.id JOIN conversation c ON c.id = v.conversation
                WHERE p.account = ? AND p.address = ? AND f.kind = 'QuoteSent' ORDER BY c.sent_at, c.id
                """,
                (store.account(account), address),
            ).fetchall()
        found.update((quote, sent_at or 0) for quote, sent_at in rows)
    return tuple(sorted(found, key=lambda quote: (found[quote], quote)))


def forget(store: Store, account: str, pattern: str, *, now: datetime) -> Erased:
    """Erase what is held about a person, or about everybody at ``*@domain``.

    Quotes sent to them go whole. In conversations with other people their part stays without them, so that nobody is
    chased again for what was answered. Copies made before migrations are removed, since they hold the person too.
    """
    addresses = people(store, account, pattern)
    quotes = quotes_to(store, account, addresses)
    gone = kept = 0
    with sqlite_errors(), transaction(store.database):
        number = store.account_made(account)
        names = _names_of(store, number, addresses)
        _erase_conversations(store, number, quotes)
        for address in addresses:
            left = [(fact_id, load(kind, payload)) for fact_id, kind, payload in _facts_of(store, number, address)]
            alone = [fact_id for fact_id, fact in left if _theirs_alone(fact)]
            _erase_facts(store, alone)
            gone += len(alone)
            kept += len(left) - len(alone)
        anonymise(store, number, addresses, names)
        for address in addresses:
            _erase_person(store, number, address)
        for word in {pattern, *addresses}:
            store.database.execute(
                "INSERT OR REPLACE INTO forgotten VALUES (?, ?)", (tombstone(store, number, word), micros(now))
            )
    _overwrite(store)
    return Erased(quotes, gone, kept)


def purge(store: Store, account: str, before: datetime) -> int:
    """Erase what has outlived its retention: quotes, and other facts of people who have not written since. How many."""
    quotes = expired(store, account, before)
    with sqlite_errors(), transaction(store.database):
        number = store.account_made(account)
        _erase_conversations(store, number, quotes)
        stale = _expired_elsewhere(store, number, before)
        _erase_facts(store, stale)
        rows = store.database.execute(
            "SELECT address FROM contact WHERE account = ? AND id NOT IN (SELECT contact FROM fact_contact)", (number,)
        ).fetchall()
        for (address,) in rows:
            _erase_person(store, number, address)
    if quotes or stale:
        _overwrite(store)
    return len(quotes) + len(stale)


#: A word of a person's: a question about a message of theirs is one, automatic mail is none.
_THEIR_WORD = """(f.kind IN ('ReplyReceived', 'ContactWrote')
  OR (f.kind = 'QuestionAsked' AND json_extract(f.payload, '$.about') = 'reply'))"""


def expired(store: Store, account: str, before: datetime) -> tuple[str, ...]:
    """Quotes sent before an instant whose people have not written since. Automatic answers are no word of theirs."""
    with sqlite_errors():
        rows = store.database.execute(
            f"""
            SELECT quote FROM conversation c WHERE account = ?1 AND sent_at < ?2 AND NOT EXISTS (
              SELECT 1 FROM fact_conversation v JOIN fact_contact e ON e.fact = v.fact
              JOIN fact_contact w ON w.contact = e.contact JOIN fact f ON f.id = w.fact
              WHERE v.conversation = c.id AND f.at >= ?2 AND {_THEIR_WORD}
            ) ORDER BY sent_at, id
            """,  # noqa: S608 - our own text
            (store.account(account), micros(before)),
        ).fetchall()
    return tuple(quote for (quote,) in rows)


def _expired_elsewhere(store: Store, account: int, before: datetime) -> list[int]:
    """Facts outside every conversation (a request, a note on a person), of people who have not written since."""
    rows = store.database.execute(
        f"""
        SELECT o.id FROM fact o WHERE o.account = ?1 AND o.at < ?2
        AND NOT EXISTS (SELECT 1 FROM fact_conversation v WHERE v.fact = o.id)
        AND NOT EXISTS (
          SELECT 1 FROM fact_contact e JOIN fact_contact w ON w.contact = e.contact JOIN fact f ON f.id = w.fact
          WHERE e.fact = o.id AND f.at >= ?2 AND {_THEIR_WORD}
        )
        """,  # noqa: S608 - our own text
        (account, micros(before)),
    ).fetchall()
    return [number for (number,) in rows]


def _names_of(store: Store, account: int, addresses: Collection[str]) -> frozenset[str]:
    """The full names under which the quotes went to these people; a single word could be anybody's, or no name at all."""
    names: set[str] = set()
    for address in addresses:
        for _, kind, payload in _facts_of(store, account, address):
            fact = load(kind, payload) if kind == "QuoteSent" else None
            if isinstance(fact, QuoteSent):
                recipients = (*fact.details.to, *fact.details.cc)
                names |= {person.name.strip() for person in recipients if person.address == address}
    return frozenset(name for name in names if " " in name)


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


def _erase_person(store: Store, account: int, address: str) -> None:
    person = store.person(account, address)
    for table in ("sent_to", "inbound_from"):
        store.database.execute(f"DELETE FROM {table} WHERE person = ?", (person,))  # noqa: S608 - names above
    store.database.execute(
        "DELETE FROM fact_contact WHERE contact IN (SELECT id FROM contact WHERE account = ? AND address = ?)", (account, address)
    )
    store.database.execute("DELETE FROM contact WHERE account = ? AND address = ?", (account, address))


def _overwrite(store: Store) -> None:
    """Free pages and the log may still hold what was deleted; so do copies from before a migration."""
    with sqlite_errors():
        store.database.execute("VACUUM")
        store.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file = store.database.execute("PRAGMA database_list").fetchone()[2]
    if file:
        for copy in Path(file).parent.glob(f"{Path(file).name}.before-*"):
            copy.unlink()
