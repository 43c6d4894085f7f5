"""A late reply as a case: everything the owner needs to judge it in the cold."""

from dataclasses import dataclass
from datetime import date, datetime

from mailwatch.followup.answers import awaiting, variants
from mailwatch.followup.lateness import late_days
from mailwatch.followup.rules import QuotePolicy
from mailwatch.model.conversation import Conversation, DraftPhase, WordKind
from mailwatch.model.facts import ReplyReceived
from mailwatch.model.message import Address
from mailwatch.model.reasons import Reason
from mailwatch.text.domains import organisation_of

#: Pieces of evidence shown, the weightiest first.
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Spoken:
    """One word of the conversation: when, what it was, the template where it was one of our drafts, what the owner noted of it."""

    at: datetime
    kind: WordKind
    template: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """``late_days`` counts from our last word. ``delayed``: the message spent more than 48 hours under way, so nobody was late.

    ``answers_for`` is set when somebody answers whom the quote did not go to: ``colleague`` of that person, or unknown to
    us. ``variants`` are the answers that fit. ``notes`` say why the quote is never followed up, if so.
    """

    conversation: Conversation
    reply: ReplyReceived
    late_days: int
    delayed: bool
    valid_until: date
    expired: bool
    timeline: tuple[Spoken, ...]
    evidence: tuple[Reason, ...]
    variants: tuple[str, ...]
    answers_for: Address | None = None
    colleague: bool = False
    notes: tuple[Reason, ...] = ()


def dossier_of(conversation: Conversation, reply: ReplyReceived, policy: QuotePolicy, now: datetime) -> Dossier | None:
    """None when the reply is not late."""
    days = late_days(conversation, reply, policy, now)
    if days is None:
        return None
    person = _answers_for(conversation, reply.sender)
    return Dossier(
        conversation=conversation,
        reply=reply,
        late_days=days,
        delayed=reply.delayed,
        valid_until=policy.valid_until,
        expired=policy.calendar.day(now) > policy.valid_until,
        timeline=_timeline(conversation),
        evidence=_evidence(reply),
        variants=variants(conversation, reply, policy, now),
        answers_for=person,
        colleague=person is not None and _organisation(person.address) == _organisation(reply.sender) is not None,
        notes=policy.because,
    )


def latest_late(conversation: Conversation, policy: QuotePolicy, now: datetime) -> Dossier | None:
    """The last late reply of the conversation, answered or not."""
    found = (dossier_of(conversation, reply, policy, now) for reply in reversed(conversation.replies))
    return next((dossier for dossier in found if dossier is not None), None)


def unanswered_late(conversation: Conversation, policy: QuotePolicy, now: datetime) -> Dossier | None:
    """A late reply that still waits for the owner: neither answered, nor closed by the owner's word, nor put off."""
    reply = awaiting(conversation)
    if reply is None or (conversation.said is not None and conversation.said.at >= reply.at):
        return None
    if conversation.snoozed_until is not None and policy.calendar.day(now) < conversation.snoozed_until:
        return None
    return dossier_of(conversation, reply, policy, now)


def _timeline(conversation: Conversation) -> tuple[Spoken, ...]:
    sent = {draft.since: draft.template for draft in conversation.drafts if draft.phase is DraftPhase.SENT}
    return tuple(Spoken(word.at, word.kind, sent.get(word.at), word.note) for word in conversation.words)


def _evidence(reply: ReplyReceived) -> tuple[Reason, ...]:
    weighed = [reason for reason in reply.because if reason.bits is not None and reason not in reply.reply.because]
    return tuple(sorted(weighed, key=lambda reason: -abs(reason.bits or 0.0))[:_SHOWN])


def _answers_for(conversation: Conversation, sender: str) -> Address | None:
    """Whom the quote went to, when somebody else answers it: of several, the one of the same organisation."""
    people = (*conversation.quote.to, *conversation.quote.cc)
    if not people or any(person.address == sender for person in people):
        return None
    near = [person for person in people if _organisation(person.address) == _organisation(sender) is not None]
    return (near or people)[0]


def _organisation(address: str) -> str | None:
    return organisation_of(address.rpartition("@")[2])
