"""Different mails under one Message-ID: some programs give the same to all they send, or one that is taken."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from mailwatch.interpret.select import answers, from_owner, known_threads
from mailwatch.interpret.timing import instant_of
from mailwatch.model.message import Seen
from mailwatch.ports import Desk, SeenMessage
from mailwatch.text.identity import invented_message_id


def told_apart(desk: Desk, messages: Sequence[Seen], known: Collection[str]) -> list[Seen]:
    """The same, but an answer to one of our mails that bears the Message-ID of another mail we know gets a name of its own.

    ``known``: those of their Message-IDs that were seen before. Copies of one mail (archived, delivered twice) share its date and sender, and keep their name.
    """
    doubtful = [seen for seen in messages if seen.headers.message_id in known and _is_anothers(desk, seen)]
    threads = known_threads(desk, doubtful)
    named = {seen.locator: _own_name(desk, seen) for seen in doubtful if answers(seen.headers, threads)}
    noted = desk.journal.known(desk.account.name, named.values()) if named else ()
    return list(_renamed(desk, messages, {place: name for place, name in named.items() if name not in noted}))


def _renamed(desk: Desk, messages: Sequence[Seen], names: dict[object, str]) -> Iterator[Seen]:
    """Also of two that come together, the later one."""
    first: dict[str | None, Seen] = {}
    for seen in messages:
        name = names.get(seen.locator)
        former = first.setdefault(seen.headers.message_id, seen)
        if name is None and former is not seen and _is_anothers(desk, seen) and _own_name(desk, former) != _own_name(desk, seen):
            name = _own_name(desk, seen)
        yield replace(seen, headers=replace(seen.headers, message_id=name)) if name is not None else seen


def note_of(desk: Desk, seen: Seen, now: datetime) -> Iterator[SeenMessage]:
    """An index row by which a copy of this answer is known from another under the same Message-ID."""
    if _is_anothers(desk, seen):
        yield SeenMessage(_own_name(desk, seen), seen.locator, seen.role, instant_of(seen, now), from_owner=True)


def _is_anothers(desk: Desk, seen: Seen) -> bool:
    """Written by somebody else, as far as anybody can tell, at a time that was given, and in a thread."""
    sender = seen.headers.sender
    own = from_owner(seen, desk.account.own) or (sender is not None and sender.address in desk.account.own)
    return not own and seen.headers.date is not None and bool(seen.headers.in_reply_to or seen.headers.references)


def _own_name(desk: Desk, seen: Seen) -> str:
    sender = seen.headers.sender.address if seen.headers.sender else ""
    date = seen.headers.date.isoformat() if seen.headers.date else ""
    return invented_message_id(desk.account.name, f"{seen.headers.message_id}|{sender}|{date}".encode("utf-8", "replace"))
