"""How late an answer is."""

from dataclasses import replace
from datetime import datetime, timedelta

from mailwatch.followup.closing import closed
from mailwatch.followup.people import ContactHistory
from mailwatch.followup.rules import QuotePolicy
from mailwatch.model.conversation import Conversation, Party
from mailwatch.model.facts import ReplyReceived
from mailwatch.model.policy import Unit


def late_days(conversation: Conversation, reply: ReplyReceived, policy: QuotePolicy, now: datetime) -> int | None:
    """Whole days between our last outgoing word on the quote and the answer, when it is late; else None.

    Late: after validity, and more than ``late_after`` after that word or after the quote was closed. An answer dated
    after ``now`` is taken as of ``now``.
    """
    at = min(reply.at, now)
    if policy.calendar.day(at) <= policy.valid_until:
        return None
    spoken = max(
        (word.at for word in conversation.words if word.party is Party.US and word.at <= at),
        default=conversation.quote.sent_at,
    )
    if at > _deadline(spoken, policy) or closed(_before(conversation, reply, at), ContactHistory(), policy, at) is not None:
        return (at - spoken).days
    return None


def _deadline(spoken: datetime, policy: QuotePolicy) -> datetime:
    delay = policy.late_after
    if delay.unit in (Unit.MINUTES, Unit.HOURS):
        return spoken + timedelta(**{delay.unit.value: delay.count})
    local = spoken.astimezone(policy.calendar.zone)
    return datetime.combine(policy.calendar.add(local.date(), delay), local.timetz())


def _before(conversation: Conversation, reply: ReplyReceived, at: datetime) -> Conversation:
    """The conversation as it stood when the answer came."""
    return replace(
        conversation,
        words=tuple(word for word in conversation.words if word.at < at),
        replies=tuple(other for other in conversation.replies if other.at < at and other != reply),
        drafts=tuple(draft for draft in conversation.drafts if draft.intended < at),
        said=conversation.said if conversation.said is not None and conversation.said.at < at else None,
        invoice=conversation.invoice if conversation.invoice is not None and conversation.invoice.at < at else None,
        automatic=tuple(fact for fact in conversation.automatic if fact.at < at),
    )
