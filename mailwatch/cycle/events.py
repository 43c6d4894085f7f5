"""What happened, as the public events of ``once --json`` and ``replay --json``. The shapes are in docs/json.md."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from mailwatch.cycle.judge import Judged
from mailwatch.followup.fold import owner_word_kind
from mailwatch.followup.lateness import late_days
from mailwatch.model.decisions import Close
from mailwatch.model.facts import (
    About,
    AutomaticReceived,
    ContactWrote,
    DraftDeleted,
    Drafted,
    DraftEdited,
    DraftIntended,
    DraftMissing,
    DraftSeenAgain,
    DraftSent,
    DraftWithdrawn,
    Fact,
    OwnerWrote,
    QuestionAsked,
    QuoteSent,
    ReplyHeld,
    ReplyReceived,
)
from mailwatch.model.quote import Quote
from mailwatch.model.reasons import Reason
from mailwatch.ports import Desk
from mailwatch.text.identity import public_id

#: What becomes of a draft, in one word each.
_OUTCOMES = {
    DraftSent: "sent",
    DraftEdited: "edited",
    DraftMissing: "missing",
    DraftSeenAgain: "seen_again",
    DraftDeleted: "deleted",
    DraftWithdrawn: "withdrawn",
}


@dataclass(frozen=True, slots=True)
class Event:
    """``fields`` are the event's own keys, values not yet rendered (amounts, instants, reasons). ``label`` is what the owner calls
    the quote: its reference, else its subject. ``grounds`` are for people only: the objects of this event have no ``because``."""

    at: datetime
    name: str
    fields: Mapping[str, object] = field(default_factory=dict)
    because: tuple[Reason, ...] | None = None
    label: str | None = None
    grounds: tuple[Reason, ...] = ()


def thread_of(quote: Quote) -> str:
    """The first message of the thread the quote stands in."""
    return next(iter(quote.references), quote.message_id)


def event_of(desk: Desk, fact: Fact, judged: Judged | None) -> Event | None:
    """The public event of a fact; None where a fact is nobody's news. ``judged`` is the conversation it belongs to."""
    event = _event(desk, fact, judged)
    return replace(event, label=label_of(judged.conversation.quote)) if event is not None and judged is not None else event


def outcome_of(desk: Desk, fact: Fact, judged: Judged) -> Event | None:
    """What became of a draft: ``why`` tells it, and it is nobody's news."""
    word = _OUTCOMES.get(type(fact))
    if word is None or not isinstance(fact, Drafted):
        return None
    fields = {**_named(desk, fact), "message": fact.message, "step": fact.step, "outcome": word}
    return Event(fact.at, "outcome", fields, label=label_of(judged.conversation.quote))


def label_of(quote: Quote) -> str:
    return quote.reference or quote.subject


def _event(desk: Desk, fact: Fact, judged: Judged | None) -> Event | None:
    match fact:
        case QuoteSent():
            return _quote(desk, fact, judged)
        case DraftIntended():
            return _draft(desk, fact, judged)
        case ReplyReceived():
            return _reply(desk, fact, judged)
        case QuestionAsked(about=About.REPLY | About.QUOTE):
            return _question(desk, fact)
        case _:
            return _other_event(desk, fact)


def _other_event(desk: Desk, fact: Fact) -> Event | None:
    match fact:
        case ReplyHeld():
            return Event(fact.at, "held", {**_named(desk, fact), "message": fact.message}, fact.because)
        case ContactWrote():
            return Event(fact.at, "contact", {"message": fact.message, "contact": fact.sender}, fact.because)
        case AutomaticReceived():
            return Event(
                fact.at, "automatic", {**_named(desk, fact), "message": fact.message, "kind": fact.kind, "until": fact.until}
            )
        case OwnerWrote(quote=str() as quote):
            kind = owner_word_kind(desk.journal.facts(desk.account.name, quote), fact)
            return Event(fact.at, "owner", {**_named(desk, fact), "message": fact.message, "kind": kind})
        case _:
            return None


def _question(desk: Desk, fact: QuestionAsked) -> Event:
    candidates = fact.candidates if fact.about is About.REPLY else ()
    fields = {"message": fact.message, "id": public_id(desk.account.name, fact.message or ""), "candidates": candidates}
    return Event(fact.at, "ask", fields, fact.because)


def closing_of(desk: Desk, judged: Judged) -> Event | None:
    """The event of a conversation that is over."""
    if not isinstance(judged.decision, Close):
        return None
    fields = {"quote": judged.quote, "id": public_id(desk.account.name, judged.quote), "status": judged.decision.status}
    label = label_of(judged.conversation.quote)
    return Event(judged.decision.at, "closed", fields, label=label, grounds=judged.decision.because)


def _named(desk: Desk, fact: Fact) -> dict[str, object]:
    return {"quote": fact.quote, "id": public_id(desk.account.name, fact.quote) if fact.quote else None}


def _quote(desk: Desk, fact: QuoteSent, judged: Judged | None) -> Event:
    quote = fact.details
    fields = {
        **_named(desk, fact),
        "thread": thread_of(quote),
        "replaces": fact.replaces,
        "reference": quote.reference,
        "amount": quote.amount,
        "valid_until": judged.policy.valid_until if judged else quote.valid_until,
        "cadence": _cadence(desk, judged),
    }
    return Event(fact.at, "quote", fields)


def _cadence(desk: Desk, judged: Judged | None) -> str | None:
    """None where nothing is ever due: before ``start``, ``never``, or rehearsing recognition alone."""
    if desk.every_sent_is_a_quote or judged is None or judged.policy.cadence is None:
        return None
    return judged.policy.cadence.name


def _draft(desk: Desk, fact: DraftIntended, judged: Judged | None) -> Event:
    quote = judged.conversation.quote if judged else None
    to = [person.address for person in quote.to] if quote else list(fact.to)
    fields = {
        **_named(desk, fact),
        "step": fact.step,
        "template": fact.template,
        "to": [address for address in fact.to if address in to] or list(fact.to),
        "cc": [address for address in fact.to if address not in to],
        "subject": f"Re: {quote.base_subject}" if quote else None,
    }
    return Event(fact.due, "draft", fields)


def _reply(desk: Desk, fact: ReplyReceived, judged: Judged | None) -> Event:
    fields = {
        **_named(desk, fact),
        "thread": thread_of(judged.conversation.quote) if judged else None,
        "message": fact.message,
        "kind": fact.reply.kind,
        "until": fact.reply.until,
        "reason": fact.reply.reason,
        "score": fact.score,
        "late_days": _late_days(fact, judged) if judged else None,
        "delayed": fact.delayed,
    }
    return Event(fact.at, "reply", fields, fact.because)


def _late_days(fact: ReplyReceived, judged: Judged) -> int | None:
    return late_days(judged.conversation, fact, judged.policy, fact.at)
