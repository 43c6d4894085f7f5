"""One new message to what it tells, whoever wrote it."""

from datetime import datetime

from mailwatch.interpret.received import interpret_header_only, interpret_received, interpret_unreadable
from mailwatch.interpret.select import from_owner, is_notice
from mailwatch.interpret.sent import Finding, interpret_sent
from mailwatch.model.message import Message, Role, Seen, Unreadable
from mailwatch.ports import Desk


def interpret(desk: Desk, seen: Seen, message: Message | Unreadable | None, now: datetime) -> Finding:
    """The facts of one message, and the keys to remember. ``message`` is None when its text was not fetched."""
    if is_notice(seen, desk.account.own):
        return Finding()
    if from_owner(seen, desk.account.own):
        if seen.role is Role.TRASH:
            return Finding()
        return interpret_sent(desk, seen, message if isinstance(message, Message) else None, now)
    if seen.headers.sender is not None and seen.headers.sender.address in desk.account.own:
        return Finding()
    if message is None:
        return interpret_header_only(desk, seen, now)
    if isinstance(message, Unreadable):
        return interpret_unreadable(desk, seen, now)
    return interpret_received(desk, seen, message, now)
