"""The owner's own mail that a draft builds on: the quote that is repeated below, and the last word for greeting and tone."""

from mailwatch.model.message import Locator, Message
from mailwatch.model.quote import Quote
from mailwatch.ports import Desk


def quote_source(desk: Desk, quote: Quote) -> Message | None:
    """The quote as it lies in the mailbox now; None when it is no longer there."""
    return message_source(desk, quote.message_id)


def message_source(desk: Desk, message_id: str) -> Message | None:
    """A message by its Message-ID, wherever it is now.

    The journal keeps no bodies: the mailbox is the memory. A place that went stale is asked for again.
    """
    noted = [place.locator for place in desk.journal.places(desk.account.name, message_id)]
    for locator in noted:
        message = _message_at(desk, locator, message_id)
        if message is not None:
            return message
    found = (_message_at(desk, locator, message_id) for locator in desk.mailbox.find(message_id))
    return next((message for message in found if message is not None), None)


def greeting_source(desk: Desk, quote: Quote) -> Message | None:
    """The owner's latest mail to the first person the quote went to; None when it cannot be found."""
    for person in quote.to[:1]:
        place = desk.journal.last_sent_to(desk.account.name, person.address)
        if place is not None:
            return _message_at(desk, place.locator, None)
    return None


def _message_at(desk: Desk, locator: Locator, message_id: str | None) -> Message | None:
    for _, raw in desk.mailbox.texts([locator]):
        message = desk.parse.message(raw)
        if isinstance(message, Message) and message_id in {None, message.headers.message_id}:
            return message
    return None
