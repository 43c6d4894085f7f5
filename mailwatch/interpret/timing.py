"""When a message happened."""

from datetime import datetime, timedelta

from mailwatch.model.message import Seen

#: A Date field further than this from the topmost Received is a wrong clock or a delayed delivery.
TOLERATED = timedelta(hours=48)

#: A Date before it comes from a clock that was never set.
FIRST_YEAR = 1990


def instant_of(seen: Seen, now: datetime) -> datetime:
    """The message's instant: its Date, or the topmost Received when Date is absent, absurd or more than 48 hours off.

    INTERNALDATE stands in only when the header tells nothing (copies and restores change it). Never later than ``now``.
    """
    headers = seen.headers
    if headers.date is None or headers.date.year < FIRST_YEAR:
        at = headers.received_at or seen.internal_date
    elif headers.received_at is not None and abs(headers.received_at - headers.date) > TOLERATED:
        at = headers.received_at
    else:
        at = headers.date
    return min(at, now)


def was_delayed(seen: Seen) -> bool:
    """Was the message under way for more than 48 hours?"""
    headers = seen.headers
    return headers.date is not None and headers.received_at is not None and headers.received_at - headers.date > TOLERATED
