"""What is remembered of each quote, for late replies: one row per value and quote, nothing resident in memory."""

from collections.abc import Iterable
from dataclasses import dataclass

from mailwatch.journal.hashing import hashed_key
from mailwatch.journal.index import inbound
from mailwatch.journal.store import Store, marks, pieces
from mailwatch.model.attribution import Frequencies, Hit, Key, KeyKind

#: A value shared by more quotes than this selects nobody by itself; it still counts for quotes found by other values.
_FREQUENT = 300

#: A piece of text shared by more quotes than this is a formula (signature, terms, template), never evidence.
_FORMULA = 32

#: Counting stops here: beyond it a value is simply common.
_COUNTED = 2_000


def remember(store: Store, account: int, quote: str, keys: Iterable[Key]) -> None:
    conversation = store.conversation_made(account, quote)
    rows = sorted({hashed_key(store.key, account, key) for key in keys})
    store.database.executemany("INSERT OR IGNORE INTO key VALUES (?, ?)", [(number, conversation) for number in rows])


@dataclass(slots=True)
class _Found:
    """Which conversations each value selects; values so frequent that they select nobody are kept apart."""

    selected: dict[int, list[int]]
    frequent: list[int]


def candidates(store: Store, account: int, keys: Iterable[Key]) -> tuple[Hit, ...]:
    """Remembered quotes that share any of the keys, most shared keys first.

    A value common to very many quotes (a subject "Devis") selects quotes only when no other value selects any, and then
    the latest ones.
    """
    asked: dict[int, list[Key]] = {}
    for key in keys:
        asked.setdefault(hashed_key(store.key, account, key), []).append(key)
    found = _select(store, asked)
    shared: dict[int, list[int]] = {}
    for number, conversations in found.selected.items():
        for conversation in conversations:
            shared.setdefault(conversation, []).append(number)
    _add_frequent(store, shared, found.frequent)
    names = _names(store, account, list(shared))
    hits = [
        Hit(names[conversation], tuple(key for number in numbers for key in asked[number]))
        for conversation, numbers in shared.items()
        if conversation in names
    ]
    return tuple(sorted(hits, key=lambda hit: (-len(hit.keys), hit.quote)))


def _select(store: Store, asked: dict[int, list[Key]]) -> _Found:
    found = _Found({}, [])
    for number, keys in asked.items():
        formula = keys[0].kind is KeyKind.FINGERPRINT
        most = _FORMULA if formula else _FREQUENT
        rows = store.database.execute("SELECT conversation FROM key WHERE hash = ? LIMIT ?", (number, most + 1)).fetchall()
        if len(rows) <= most:
            found.selected[number] = [conversation for (conversation,) in rows]
        elif not formula:
            found.frequent.append(number)
    return found


def _add_frequent(store: Store, shared: dict[int, list[int]], frequent: list[int]) -> None:
    selected = list(shared)
    for number in frequent:
        if selected:
            for piece in pieces(selected):
                query = f"SELECT conversation FROM key WHERE hash = ? AND conversation IN ({marks(piece)})"  # noqa: S608 - marks
                rows = store.database.execute(query, [number, *piece]).fetchall()
                for (conversation,) in rows:
                    shared[conversation].append(number)
            continue
        query = "SELECT conversation FROM key WHERE hash = ? ORDER BY conversation DESC LIMIT ?"
        for (conversation,) in store.database.execute(query, (number, _FREQUENT)):
            shared.setdefault(conversation, []).append(number)


def _names(store: Store, account: int, conversations: list[int]) -> dict[int, str]:
    names: dict[int, str] = {}
    for piece in pieces(conversations):
        query = f"SELECT id, quote FROM conversation WHERE id IN ({marks(piece)}) AND account = ? AND sent_at IS NOT NULL"  # noqa: S608 - marks
        names.update(store.database.execute(query, [*piece, account]))
    return names


def frequencies(store: Store, account: int, keys: Iterable[Key]) -> Frequencies:
    """In how many remembered quotes each value occurs, ``where`` disregarded (counted up to a few thousand)."""
    counts: dict[Key, int] = {}
    senders: list[tuple[str, int]] = []
    for value in dict.fromkeys(Key(key.kind, key.value) for key in keys):
        (counts[value],) = store.database.execute(
            "SELECT count(*) FROM (SELECT 1 FROM key WHERE hash = ? LIMIT ?)",
            (hashed_key(store.key, account, value), _COUNTED),
        ).fetchone()
        if value.kind is KeyKind.ADDRESS:
            senders.append((value.value, _inbound_from(store, account, value.value)))
    (quotes,) = store.database.execute(
        "SELECT count(*) FROM conversation WHERE account = ? AND sent_at IS NOT NULL", (account,)
    ).fetchone()
    return Frequencies(tuple(counts.items()), quotes, inbound(store, account), tuple(senders))


def _inbound_from(store: Store, account: int, address: str) -> int:
    row = store.database.execute(
        "SELECT messages FROM inbound_from WHERE person = ?", (store.person(account, address),)
    ).fetchone()
    return int(row[0]) if row else 0
