"""What is remembered of each quote, for late replies: one row per value and quote, nothing resident in memory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from mailwatch.journal.hashing import hashed, hashed_key
from mailwatch.journal.index import inbound
from mailwatch.journal.store import Store, marks, pieces
from mailwatch.model.attribution import Frequencies, Hit, Key, KeyKind

#: A value shared by more quotes than this selects nobody by itself; it still counts for quotes found by other values.
_FREQUENT = 300

#: A piece of text shared by more quotes than this is a formula (signature, terms, template), never evidence.
_FORMULA = 12

#: A day or an amount that more quotes share only adds to quotes found otherwise.
_WEAK = 12

_MOST = {KeyKind.FINGERPRINT: _FORMULA, KeyKind.DAY: _WEAK, KeyKind.AMOUNT: _WEAK}

_LIMITED = "FROM key WHERE hash = asked.hash ORDER BY conversation LIMIT ?"


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
    if not asked:
        return ()
    found = _select(store, asked)
    shared: dict[int, list[int]] = {}
    for number, conversations in found.selected.items():
        for conversation in conversations:
            shared.setdefault(conversation, []).append(number)
    _add_frequent(store, shared, found.frequent)
    if not shared:
        return ()
    names = _names(store, account, list(shared))
    hits = [
        Hit(names[conversation], tuple(key for number in numbers for key in asked[number]))
        for conversation, numbers in shared.items()
        if conversation in names
    ]
    return tuple(sorted(hits, key=lambda hit: (-len(hit.keys), hit.quote)))


def _select(store: Store, asked: dict[int, list[Key]]) -> _Found:
    found = _Found({}, [])
    for kinds, most in _limits(asked):
        for number, text in _looked_up(
            store, kinds, f"group_concat(conversation) FROM (SELECT conversation {_LIMITED})", most + 1
        ):
            conversations = list(map(int, text.split(",")))
            if len(conversations) <= most:
                found.selected[number] = conversations
            elif asked[number][0].kind is not KeyKind.FINGERPRINT:
                found.frequent.append(number)
    return found


def _limits(asked: dict[int, list[Key]]) -> tuple[tuple[list[int], int], ...]:
    """The hashes asked for, with the number of quotes beyond which a value of their kind is not followed."""
    limited: dict[int, list[int]] = {}
    for number, keys in asked.items():
        limited.setdefault(_MOST.get(keys[0].kind, _FREQUENT), []).append(number)
    return tuple((numbers, most) for most, numbers in limited.items())


def _looked_up(store: Store, numbers: list[int], what: str, most: int) -> list[tuple[int, Any]]:
    """One value per hash that is remembered: ``what`` may stop reading after ``most`` rows, so that no common value costs more
    than that."""
    found: list[tuple[int, Any]] = []
    for piece in pieces(numbers):
        rows = ",".join(["(?)"] * len(piece))
        query = f"WITH asked (hash) AS (VALUES {rows}) SELECT hash, (SELECT {what}) FROM asked"  # noqa: S608 - marks and our own text
        found += [row for row in store.database.execute(query, [*piece, most]) if row[1] is not None]
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


def in_threads(store: Store, account: int, message_ids: Iterable[str]) -> frozenset[str]:
    """Those of the identifiers that are remembered for a quote."""
    kind = KeyKind.MESSAGE_ID.value
    by_hash = {hashed(store.key, account, kind, message_id): message_id for message_id in message_ids}
    found: set[str] = set()
    for piece in pieces(list(by_hash)):
        rows = store.database.execute(
            f"SELECT DISTINCT k.hash FROM key k JOIN conversation c ON c.id = k.conversation "  # noqa: S608 - marks
            f"WHERE k.hash IN ({marks(piece)}) AND c.account = ? AND c.sent_at IS NOT NULL",
            [*piece, account],
        )
        found.update(by_hash[number] for (number,) in rows)
    return frozenset(found)


def _names(store: Store, account: int, conversations: list[int]) -> dict[int, str]:
    names: dict[int, str] = {}
    for piece in pieces(conversations):
        query = f"SELECT id, quote FROM conversation WHERE id IN ({marks(piece)}) AND +account = ? AND sent_at IS NOT NULL"  # noqa: S608 - marks
        names.update(store.database.execute(query, [*piece, account]))
    return names


def frequencies(store: Store, account: int, keys: Iterable[Key]) -> Frequencies:
    """In how many remembered quotes each value occurs, ``where`` disregarded; that of a value in very many is an
    estimate, so that none costs more than another."""
    asked = {hashed_key(store.key, account, value): value for value in dict.fromkeys(Key(key.kind, key.value) for key in keys)}
    senders = tuple(
        (value.value, inbound_from(store, account, value.value)) for value in asked.values() if value.kind is KeyKind.ADDRESS
    )
    counted = dict(_counted(store, list(asked)))
    counts = tuple((value, counted.get(number, 0)) for number, value in asked.items())
    return Frequencies(counts, quotes(store, account), inbound(store, account), senders)


def _counted(store: Store, numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Exact up to ``_FREQUENT``; beyond, as many as there are if the rest is spread like the first so many quotes."""
    newest: int | None = None
    what = f"count(*) || ' ' || max(conversation) FROM (SELECT conversation {_LIMITED})"
    for number, text in _looked_up(store, numbers, what, _FREQUENT):
        count, last = map(int, text.split())
        if count >= _FREQUENT:
            newest = _newest(store) if newest is None else newest
            count = max(count, count * newest // last)
        yield number, count


def _newest(store: Store) -> int:
    (newest,) = store.database.execute("SELECT max(id) FROM conversation").fetchone()
    return int(newest)


def quotes(store: Store, account: int) -> int:
    """How many quotes are remembered. Counted again only after something was written, by anybody."""
    (others,) = store.database.execute("PRAGMA data_version").fetchone()
    state = others, store.database.total_changes
    if account in store.counted and store.counted[account][0] == state:
        return store.counted[account][1]
    (number,) = store.database.execute(
        "SELECT count(*) FROM conversation WHERE account = ? AND sent_at IS NOT NULL", (account,)
    ).fetchone()
    store.counted[account] = state, int(number)
    return int(number)


def inbound_from(store: Store, account: int, address: str) -> int:
    """How many human messages ever came from a person."""
    row = store.database.execute(
        "SELECT messages FROM inbound_from WHERE person = ?", (store.person(account, address),)
    ).fetchone()
    return int(row[0]) if row else 0
