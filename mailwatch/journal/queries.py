"""What the command line and the page ask: lists, and what the owner's words name."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from mailwatch.errors import UnknownReference
from mailwatch.journal.journal import SqliteJournal
from mailwatch.journal.payload import instant, load
from mailwatch.journal.remembered import inbound_from
from mailwatch.journal.schema import sqlite_errors
from mailwatch.model.facts import Fact, QuestionAsked, QuoteSent
from mailwatch.text.identity import public_id


@dataclass(frozen=True, slots=True)
class Named:
    """A message of an account: a quote, or the mail a question or an owed answer is about."""

    account: str
    message: str


def accounts(journal: SqliteJournal) -> tuple[str, ...]:
    """Every account the journal holds anything of, in alphabetical order."""
    with sqlite_errors():
        return tuple(name for (name,) in journal.store.database.execute("SELECT name FROM account ORDER BY name"))


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """What the message index holds of a person: mails received, the owner's latest mail to them, when they were forgotten."""

    received: int
    written_to: datetime | None
    forgotten: datetime | None


def acquaintance(journal: SqliteJournal, account: str, address: str) -> Acquaintance:
    store, number = journal.store, journal.store.account(account)
    with sqlite_errors():
        row = store.database.execute("SELECT at FROM sent_to WHERE person = ?", (store.person(number, address),)).fetchone()
        received = inbound_from(store, number, address)
    forgotten = journal.forgotten(account, [address]).get(address)
    return Acquaintance(received, instant(row[0]) if row else None, forgotten)


def conversations(journal: SqliteJournal, account: str) -> Iterator[tuple[str, tuple[Fact, ...]]]:
    """Every remembered quote with its facts as ``Journal.facts`` orders them, oldest quote first, in one pass."""
    with sqlite_errors():
        rows = journal.store.database.execute(
            """
            SELECT c.quote, f.kind, f.payload FROM conversation c JOIN fact_conversation e ON e.conversation = c.id
            JOIN fact f ON f.id = e.fact WHERE c.account = ? AND c.sent_at IS NOT NULL ORDER BY c.sent_at, c.id, f.at, f.id
            """,
            (journal.store.account(account),),
        ).fetchall()
    for quote, group in groupby(rows, key=lambda row: row[0]):
        yield quote, tuple(load(kind, payload) for _, kind, payload in group)


def find_quote(journal: SqliteJournal, text: str, within: Iterable[str] | None = None) -> Named:
    """The quote meant by a Message-ID (with or without ``<>``), a reference, or the beginning of its public id.

    ``within`` limits the search to these accounts. Raises UnknownReference when nothing, or more than one, is meant.
    """
    tries = (
        lambda: [named for named in _quotes(journal, within) if named.message.strip("<>") == text.strip().strip("<>")],
        lambda: _by_reference(journal, text, within),
        lambda: _by_public_id(_quotes(journal, within), text),
    )
    return _only(tries, text, "quote")


def find_question(journal: SqliteJournal, text: str, within: Iterable[str] | None = None) -> Named:
    """The message of an open question, or of a request that is owed an answer, by Message-ID or public id."""
    messages = list(_asking(journal, within))
    tries = (
        lambda: [named for named in messages if named.message.strip("<>") == text.strip().strip("<>")],
        lambda: _by_public_id(messages, text),
    )
    return _only(tries, text, "question")


def questions(journal: SqliteJournal, account: str, message: str) -> tuple[QuestionAsked, ...]:
    """What was asked about a message, answered or not, latest last."""
    with sqlite_errors():
        rows = journal.store.database.execute(
            "SELECT kind, payload FROM fact WHERE account = ? AND kind = 'QuestionAsked' AND message = ? ORDER BY id",
            (journal.store.account(account), message),
        ).fetchall()
    return tuple(fact for fact in (load(*row) for row in rows) if isinstance(fact, QuestionAsked))


def _only(tries: Iterable[Callable[[], list[Named]]], text: str, what: str) -> Named:
    """The first way of reading the words that finds something decides."""
    for attempt in tries:
        found = attempt()
        if len(found) == 1:
            return found[0]
        if found:
            listed = ", ".join(f"{public_id(named.account, named.message)} ({named.message})" for named in found[:5])
            raise UnknownReference(f"{text!r} names {len(found)} of them: {listed}", "names_several", name=text, listed=listed)
    raise UnknownReference(f"no {what} {text!r}", f"unknown_{what}", name=text)


def _quotes(journal: SqliteJournal, within: Iterable[str] | None) -> list[Named]:
    chosen = accounts(journal) if within is None else within
    return [Named(account, quote) for account in chosen for quote in journal.quotes(account)]


def _asking(journal: SqliteJournal, within: Iterable[str] | None) -> Iterator[Named]:
    for account in accounts(journal) if within is None else within:
        facts = (*journal.open_questions(account), *journal.requests_owed(account))
        yield from (Named(account, message) for message in dict.fromkeys(fact.message for fact in facts) if message)


def _by_public_id(named: Iterable[Named], text: str) -> list[Named]:
    wanted = text.strip().lower()
    return [each for each in named if wanted and public_id(each.account, each.message).startswith(wanted)]


def _by_reference(journal: SqliteJournal, text: str, within: Iterable[str] | None) -> list[Named]:
    """The quotes that carry a reference, upper and lower case alike; a revised quote stands for those it replaced."""
    wanted = text.strip().casefold()
    found: list[Named] = []
    for account in accounts(journal) if within is None else within:
        with_it = [fact for fact in _sent(journal, account) if wanted in map(str.casefold, fact.details.quote_references)]
        replaced = {fact.replaces for fact in with_it}
        found += [Named(account, fact.details.message_id) for fact in with_it if fact.details.message_id not in replaced]
    return list(dict.fromkeys(found))


def _sent(journal: SqliteJournal, account: str) -> Iterator[QuoteSent]:
    with sqlite_errors():
        rows = journal.store.database.execute(
            "SELECT kind, payload FROM fact WHERE account = ? AND kind = 'QuoteSent' ORDER BY at, id",
            (journal.store.account(account),),
        ).fetchall()
    yield from (fact for fact in (load(*row) for row in rows) if isinstance(fact, QuoteSent))
