"""Recording facts, and the small derived tables that follow from them in the same transaction."""

from datetime import datetime

from mailwatch.journal.payload import dump, load, micros, people_of
from mailwatch.journal.store import Store
from mailwatch.model.facts import (
    ContactWrote,
    DraftAppended,
    DraftDeleted,
    Drafted,
    DraftEdited,
    DraftIntended,
    DraftNotAppended,
    DraftSeenAgain,
    DraftSent,
    DraftUncertain,
    DraftWithdrawn,
    Fact,
    QuestionAnswered,
    QuestionAsked,
    QuoteSent,
    conversations_of,
)

_LIVE = DraftIntended | DraftAppended | DraftEdited | DraftSeenAgain | DraftUncertain
_ENDED = DraftSent | DraftDeleted | DraftWithdrawn | DraftNotAppended


def add(store: Store, account: int, fact: Fact, *, now: datetime, policy: str) -> None:
    """Record one fact unless an equal one is there. A new one makes the conversations it touches due at once."""
    if _recorded(store, account, fact):
        return
    number = store.database.execute(
        "INSERT INTO fact (account, at, kind, message, payload, policy, recorded) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (account, micros(fact.at), type(fact).__name__, fact.message, dump(fact), policy, micros(now)),
    ).lastrowid
    if number is None:
        raise AssertionError("an INSERT without a row id")
    _file(store, account, number, fact)
    _derive(store, account, number, fact)
    _wake(store, account, number)


def _recorded(store: Store, account: int, fact: Fact) -> bool:
    rows = store.database.execute(
        "SELECT kind, payload FROM fact WHERE account = ? AND kind = ? AND at = ? AND message IS ?",
        (account, type(fact).__name__, micros(fact.at), fact.message),
    )
    return any(load(kind, payload) == fact for kind, payload in rows)


def _file(store: Store, account: int, number: int, fact: Fact) -> None:
    for quote in conversations_of(fact):
        conversation = store.conversation_made(account, quote)
        store.database.execute("INSERT INTO fact_conversation VALUES (?, ?)", (conversation, number))
    for address in people_of(fact):
        store.database.execute("INSERT INTO fact_contact VALUES (?, ?)", (store.contact_made(account, address), number))


def _derive(store: Store, account: int, number: int, fact: Fact) -> None:
    match fact:
        case QuoteSent():
            store.database.execute(
                "UPDATE conversation SET sent_at = min(coalesce(sent_at, ?1), ?1) WHERE account = ?2 AND quote = ?3",
                (micros(fact.at), account, fact.quote or fact.details.message_id),
            )
        case Drafted():
            _derive_draft(store, account, fact)
        case QuestionAsked() | QuestionAnswered():
            _derive_question(store, account, number, fact)
        case ContactWrote(request=True):
            sender = store.person(account, fact.sender)
            store.database.execute("INSERT INTO owed VALUES (?, ?, ?, ?)", (number, account, sender, micros(fact.at)))


def _derive_draft(store: Store, account: int, fact: Drafted) -> None:
    if isinstance(fact, _ENDED):
        store.database.execute("DELETE FROM live_draft WHERE account = ? AND message = ?", (account, fact.message))
    elif isinstance(fact, _LIVE) and fact.message and fact.quote:
        conversation = store.conversation_made(account, fact.quote)
        store.database.execute("INSERT OR REPLACE INTO live_draft VALUES (?, ?, ?)", (account, fact.message, conversation))


def _derive_question(store: Store, account: int, number: int, fact: QuestionAsked | QuestionAnswered) -> None:
    """An answer is final: reading the same mail again never reopens its question."""
    if isinstance(fact, QuestionAnswered):
        store.database.execute("DELETE FROM open_question WHERE account = ? AND message = ?", (account, fact.message))
        store.database.execute(
            "DELETE FROM owed WHERE account = ?1 AND fact IN (SELECT id FROM fact WHERE account = ?1 "
            "AND kind = 'ContactWrote' AND message IS ?2)",
            (account, fact.message),
        )
        return
    answered = store.database.execute(
        "SELECT 1 FROM fact WHERE account = ? AND kind = 'QuestionAnswered' AND message IS ?", (account, fact.message)
    ).fetchone()
    if fact.message and not answered:
        store.database.execute("INSERT OR REPLACE INTO open_question VALUES (?, ?, ?)", (account, fact.message, number))


def _wake(store: Store, account: int, number: int) -> None:
    """Its own conversations, and every one that shares a person with it."""
    store.database.execute(
        """
        INSERT OR REPLACE INTO look (conversation, account, at, policy, fact)
        SELECT conversation, ?2, 0, '', ?1 FROM fact_conversation WHERE fact = ?1
        UNION
        SELECT c.conversation, ?2, 0, '', ?1
        FROM fact_contact mine JOIN fact_contact theirs USING (contact) JOIN fact_conversation c ON c.fact = theirs.fact
        WHERE mine.fact = ?1
        """,
        (number, account),
    )


def postpone(store: Store, account: int, look: tuple[str, datetime | None], *, policy: str, view: int) -> None:
    """When to look again. A fact that came in after ``view`` (the last fact there was when the caller asked what is due)
    stays in force: whoever decided did not know it."""
    quote, at = look
    conversation = store.conversation_made(account, quote)
    store.database.execute(
        """
        INSERT INTO look (conversation, account, at, policy, fact) VALUES (?1, ?2, ?3, ?4, 0)
        ON CONFLICT (conversation) DO UPDATE SET at = ?3, policy = ?4 WHERE fact <= ?5
        """,
        (conversation, account, None if at is None else micros(at), policy, view),
    )


def newest(store: Store) -> int:
    """The number of the latest fact recorded."""
    (number,) = store.database.execute("SELECT coalesce(max(id), 0) FROM fact").fetchone()
    return int(number)
