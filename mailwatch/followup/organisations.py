"""What came of the quotes an organisation asked for. For the owner's eyes, never for a draft."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from mailwatch.model.conversation import Conversation, Status

#: How far back an organisation's habits count.
REMEMBERED = timedelta(days=730)

_SIGNED = frozenset({Status.ACCEPTED, Status.ACCEPTED_LATE, Status.WON})


@dataclass(frozen=True, slots=True)
class Habits:
    """Of the quotes of the last 24 months: how many were asked for, signed, and ran out without any answer.

    ``delay`` is the median time to a first answer, None when there was never one.
    """

    organisation: str
    asked: int
    won: int
    silent: int
    delay: timedelta | None = None


def habits(organisation: str, quotes: Iterable[tuple[Conversation, Status]], now: datetime) -> Habits | None:
    """A revised quote counts once, as its latest version. None when nothing was quoted lately."""
    counted = [
        (conversation, status)
        for conversation, status in quotes
        if conversation.replaced_by is None and now - REMEMBERED <= conversation.quote.sent_at <= now
    ]
    if not counted:
        return None
    delays = [(one.replies[0].at - one.quote.sent_at).total_seconds() for one, _ in counted if one.replies]
    return Habits(
        organisation=organisation,
        asked=len(counted),
        won=sum(status in _SIGNED for _, status in counted),
        silent=sum(status is Status.CLOSED_NO_ANSWER and not conversation.replies for conversation, status in counted),
        delay=timedelta(seconds=median(delays)) if delays else None,
    )
