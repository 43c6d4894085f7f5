"""Whose word it is, and what their words mean for the sequence."""

from datetime import date, datetime

from mailwatch.followup.calendar import WorkingCalendar
from mailwatch.followup.people import ContactHistory
from mailwatch.model.conversation import Conversation, Party
from mailwatch.model.facts import ReplyReceived
from mailwatch.model.reading import ReplyKind

#: After these the owner owes an answer.
OURS = frozenset(
    {
        ReplyKind.QUESTION,
        ReplyKind.NEGOTIATION,
        ReplyKind.ACCEPT,
        ReplyKind.NEW_NEED,
        ReplyKind.REDIRECT,
        ReplyKind.LEFT,
        ReplyKind.UNKNOWN,
    }
)

#: These leave the ball where it is.
THEIRS = frozenset({ReplyKind.STALL, ReplyKind.ACKNOWLEDGEMENT})

#: These close the quote; ``resume`` takes them back.
CLOSING = frozenset({ReplyKind.ACCEPT, ReplyKind.DECLINE, ReplyKind.STOP})


def standing(conversation: Conversation) -> tuple[ReplyReceived, ...]:
    """Their replies in time order, without the closing words that a later ``resume`` took back."""
    resumed = conversation.resumed
    return tuple(
        reply
        for reply in conversation.replies
        if resumed is None or reply.at > resumed or not CLOSING.intersection((reply.reply.kind, *reply.reply.also))
    )


def last_outgoing(conversation: Conversation, people: ContactHistory) -> datetime:
    """When the owner last wrote or spoke to them about this quote, or about nothing that belongs to another quote.

    A mail in another quote's thread answers that one, so it does not count here.
    """
    return max(_outgoing(conversation, people), default=conversation.quote.sent_at)


def answered_at(conversation: Conversation, people: ContactHistory) -> datetime | None:
    """When the owner answered the last word of theirs that awaited it; None when nothing ever did, or still does."""
    awaited = max((reply.at for reply in standing(conversation) if awaits_us(reply)), default=None)
    return None if awaited is None else min((at for at in _outgoing(conversation, people) if at > awaited), default=None)


def awaits_us(reply: ReplyReceived) -> bool:
    return not OURS.isdisjoint((reply.reply.kind, *reply.reply.also))


def _outgoing(conversation: Conversation, people: ContactHistory) -> list[datetime]:
    ours = [word.at for word in conversation.words if word.party is Party.US]
    return [*ours, *(word.at for word in people.outgoing if word.quote is None)]


def unanswered(conversation: Conversation, people: ContactHistory) -> ReplyReceived | None:
    """The first word of theirs that awaits the owner; None while the ball is theirs."""
    wrote = last_outgoing(conversation, people)
    return next((reply for reply in standing(conversation) if reply.at >= wrote and awaits_us(reply)), None)


def undated_stalls(conversation: Conversation) -> tuple[ReplyReceived, ...]:
    """The undated stalls in a row that end their replies; an acknowledgement between two of them changes nothing."""
    run: list[ReplyReceived] = []
    for reply in reversed(standing(conversation)):
        if reply.reply.kind is ReplyKind.STALL and reply.reply.until is None:
            run.append(reply)
        elif reply.reply.kind is not ReplyKind.ACKNOWLEDGEMENT or reply.reply.until is not None:
            break
    return tuple(reversed(run))


def awaited_decision(conversation: Conversation, calendar: WorkingCalendar) -> date | None:
    """The date they (or the owner) gave, unless they have come back on it or later."""
    day, said = conversation.decision, conversation.decision_said
    if day is None or said is None:
        return None
    kept = any(reply.at > said and calendar.day(reply.at) >= day for reply in standing(conversation))
    return None if kept else day


def stalled(conversation: Conversation, people: ContactHistory) -> bool:
    """Their last word is a stall or an acknowledgement that nobody has answered."""
    replies = standing(conversation)
    return bool(replies) and replies[-1].reply.kind in THEIRS and replies[-1].at >= last_outgoing(conversation, people)
