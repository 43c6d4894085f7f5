"""The message index: which mail was noticed where, and whom the owner wrote to. Hashes only."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from mailwatch.journal.hashing import hashed
from mailwatch.journal.payload import instant, micros
from mailwatch.journal.store import Store, marks, pieces
from mailwatch.model.message import Locator, Role
from mailwatch.ports import Place, SeenMessage

_HUMAN_ROLES = frozenset({Role.INBOX, Role.OTHER})


def notice(store: Store, account: int, messages: Sequence[SeenMessage], *, now: datetime) -> None:
    mailboxes = _mailboxes(store, account, messages)
    hashes = [store.message(account, message.message_id) for message in messages]
    before = _present(store, hashes)
    places = [mailboxes[message.locator.mailbox, message.locator.uidvalidity] for message in messages]
    noticed = micros(now) // 1_000_000
    store.database.executemany(
        "INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)",
        [(hashes[at], places[at], message.locator.uid, noticed) for at, message in enumerate(messages)],
    )
    _count(store, account, [message for at, message in enumerate(messages) if _first(before, hashes[at]) and _human(message)])
    _remember_sent(store, account, messages, places)


def _mailboxes(store: Store, account: int, messages: Sequence[SeenMessage]) -> dict[tuple[str, int], int]:
    """Row ids of the mailboxes, by name and UIDVALIDITY."""
    wanted = {(message.locator.mailbox, message.locator.uidvalidity): message.role for message in messages}
    store.database.executemany(
        "INSERT INTO mailbox (account, name, uidvalidity, role) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (account, name, uidvalidity) DO UPDATE SET role = excluded.role WHERE role <> excluded.role",
        [(account, name, uidvalidity, role.value) for (name, uidvalidity), role in wanted.items()],
    )
    rows = store.database.execute("SELECT name, uidvalidity, id FROM mailbox WHERE account = ?", (account,))
    return {(name, uidvalidity): number for name, uidvalidity, number in rows}


def _present(store: Store, hashes: list[int]) -> set[int]:
    found: set[int] = set()
    for piece in pieces(hashes):
        rows = store.database.execute(f"SELECT message FROM seen WHERE message IN ({marks(piece)})", piece)  # noqa: S608 - marks
        found.update(number for (number,) in rows)
    return found


def _first(before: set[int], number: int) -> bool:
    """Is this the first sight of the message? A copy in another mailbox is not one more message."""
    if number in before:
        return False
    before.add(number)
    return True


def _human(message: SeenMessage) -> bool:
    return not message.from_owner and not message.automatic and message.role in _HUMAN_ROLES


def _count(store: Store, account: int, messages: Sequence[SeenMessage]) -> None:
    months = Counter(message.at.year * 12 + message.at.month - 1 for message in messages)
    store.database.executemany(
        "INSERT INTO inbound VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET messages = messages + excluded.messages",
        [(account, month, count) for month, count in months.items()],
    )
    senders = Counter(message.sender for message in messages if message.sender)
    store.database.executemany(
        "INSERT INTO inbound_from VALUES (?, ?) ON CONFLICT DO UPDATE SET messages = messages + excluded.messages",
        [(store.person(account, sender), count) for sender, count in senders.items()],
    )


def _remember_sent(store: Store, account: int, messages: Sequence[SeenMessage], places: Sequence[int]) -> None:
    store.database.executemany(
        "INSERT INTO sent_to VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT (person) DO UPDATE SET at = ?2, mailbox = ?3, uid = ?4 WHERE ?2 >= at",
        [
            (store.person(account, person), micros(message.at), places[at], message.locator.uid)
            for at, message in enumerate(messages)
            if message.from_owner and message.role is not Role.DRAFTS
            for person in message.recipients
        ],
    )


def known(store: Store, account: int, message_ids: Iterable[str]) -> frozenset[str]:
    by_hash = {store.message(account, message_id): message_id for message_id in message_ids}
    return frozenset(by_hash[number] for number in _present(store, list(by_hash)))


def places(store: Store, account: int, message_id: str) -> tuple[Place, ...]:
    """Latest sighting first. A place whose mailbox has since got another UIDVALIDITY is none any more."""
    rows = store.database.execute(
        """
        SELECT m.name, m.uidvalidity, s.uid, m.role FROM seen s JOIN mailbox m ON m.id = s.mailbox
        LEFT JOIN cursor c ON c.account = m.account AND c.mailbox = m.name
        WHERE s.message = ? AND m.account = ? AND coalesce(c.uidvalidity, m.uidvalidity) = m.uidvalidity
        ORDER BY s.noticed DESC, s.mailbox DESC, s.uid DESC
        """,
        (store.message(account, message_id), account),
    )
    return tuple(_place(row) for row in rows)


def last_sent_to(store: Store, account: int, contact: str) -> Place | None:
    row = store.database.execute(
        "SELECT m.name, m.uidvalidity, s.uid, m.role FROM sent_to s JOIN mailbox m ON m.id = s.mailbox WHERE s.person = ?",
        (store.person(account, contact),),
    ).fetchone()
    return _place(row) if row else None


def _place(row: tuple[str, int, int, str]) -> Place:
    name, uidvalidity, uid, role = row
    return Place(Locator(name, uidvalidity, uid), Role(role))


def correspondents(store: Store, account: int, addresses: Iterable[str]) -> frozenset[str]:
    by_hash = {store.person(account, address): address for address in addresses}
    found: set[str] = set()
    for piece in pieces(list(by_hash)):
        rows = store.database.execute(f"SELECT person FROM sent_to WHERE person IN ({marks(piece)})", piece)  # noqa: S608 - marks
        found.update(by_hash[number] for (number,) in rows)
    return frozenset(found)


def tombstone(store: Store, account: int, address: str) -> int:
    return hashed(store.key, account, "forgotten", address)


def forgotten(store: Store, account: int, addresses: Iterable[str]) -> Mapping[str, datetime]:
    """By their address, or with everybody at their domain; the later of the two instants."""
    if store.database.execute("SELECT 1 FROM forgotten LIMIT 1").fetchone() is None:
        return {}
    by_hash: dict[int, list[str]] = {}
    for address in addresses:
        for word in (address, f"*@{address.rpartition('@')[2]}"):
            by_hash.setdefault(tombstone(store, account, word), []).append(address)
    found: dict[str, datetime] = {}
    for piece in pieces(list(by_hash)):
        rows = store.database.execute(f"SELECT hash, at FROM forgotten WHERE hash IN ({marks(piece)})", piece)  # noqa: S608 - marks
        for number, at in rows:
            found.update((address, max(instant(at), found.get(address, instant(at)))) for address in by_hash[number])
    return found


def inbound(store: Store, account: int) -> int:
    """Human messages received in the twelve months up to the latest one."""
    (total,) = store.database.execute(
        "SELECT coalesce(sum(messages), 0) FROM inbound WHERE account = ?1 "
        "AND month > (SELECT max(month) FROM inbound WHERE account = ?1) - 12",
        (account,),
    ).fetchone()
    return int(total)
