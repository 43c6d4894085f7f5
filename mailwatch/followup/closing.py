"""When a quote is over, and with which word."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from mailwatch.followup.ball import answered_at, standing, unanswered
from mailwatch.followup.pauses import ASKED_FOR, Pause
from mailwatch.followup.people import ContactHistory
from mailwatch.followup.plan import Plan, earliest, plan, used_drafts
from mailwatch.followup.rules import QuotePolicy
from mailwatch.model.conversation import Conversation, DraftPhase, Status, WordKind
from mailwatch.model.decisions import Close
from mailwatch.model.facts import ReplyReceived, Saying
from mailwatch.model.reading import ReplyKind
from mailwatch.model.reasons import reason

#: From the end of the sequence to its closing. In working days.
BEFORE_CLOSING = 10

#: So many drafts thrown away in a row stop the sequence.
DELETIONS_THAT_STOP = 2

_ORDER = {status: rank for rank, status in enumerate(Status)}
_SAID = {
    Saying.WON: (Status.WON, "owner_said_won"),
    Saying.LOST: (Status.LOST, "owner_said_lost"),
    Saying.STOP: (Status.STOPPED, "owner_said_stop"),
    Saying.UNTRACK: (Status.STOPPED, "owner_said_untrack"),
}
_ANSWERED = {
    Status.ACCEPTED: "reply_accepts",
    Status.ACCEPTED_LATE: "reply_accepts_late",
    Status.DECLINED: "reply_declines",
}


def closed(conversation: Conversation, people: ContactHistory, policy: QuotePolicy, now: datetime) -> Close | None:
    """The closing in force at ``now``. Of several the later row of the public table shows.

    A sequence that was stopped did not run out: ``closed_no_answer`` comes only where nothing else closed the quote. What
    stops it without a word about it (a revised quote, two deleted drafts, a stop word elsewhere) yields to such a word.
    """
    found = [*_by_word(conversation, policy), *_by_owner(conversation)]
    if found:
        return max(found, key=lambda close: (_ORDER[close.status], close.at))
    ends = closes_at(conversation, people, policy)
    stopped = [close for close in _stopped(conversation, people) if ends is None or close.at < ends]
    if stopped:
        return stopped[0]
    if ends is not None and ends <= now:
        return Close(Status.CLOSED_NO_ANSWER, ends, (reason("ran_out", at=ends.isoformat()),))
    return None


def closes_at(conversation: Conversation, people: ContactHistory, policy: QuotePolicy) -> datetime | None:
    """When the quote closes by itself: ten working days after its last step or last touch. None while the ball is ours.

    A step that was drafted late counts from the day it was drafted, and an answer the owner gave after the end like a
    touch: whoever has just been answered is not yet without answer. A pause they asked for is waited out first. What
    came from outside the conversation defers the end only if it came before it: it never reopens a closed quote.
    """
    if unanswered(conversation, people) is not None:
        return None
    ahead = plan(conversation, people, policy)
    counted = [pause for pause in ahead.held if pause.since is None]
    words = _words_of_ours(conversation, people)
    last, ends = _ends(conversation, ahead, counted, words)
    outside = ((pause.since, pause) for pause in ahead.held if pause.since is not None)
    for since, pause in sorted(outside, key=lambda pair: pair[0]):
        if since >= ends:
            break
        if policy.calendar.due(pause.until) > last:  # what ends before the last step moves nothing
            counted.append(pause)
            last, ends = _ends(conversation, ahead, counted, words)
    return ends


def _words_of_ours(conversation: Conversation, people: ContactHistory) -> list[datetime]:
    """Touches, answers, a resume: what keeps the end of a sequence away."""
    answered = answered_at(conversation, people)
    own = [word.at for word in conversation.words if word.touch or word.kind is WordKind.ANSWER]
    return [*own, *(at for at in (answered, conversation.resumed) if at is not None)]


def _ends(conversation: Conversation, ahead: Plan, counted: list[Pause], words: list[datetime]) -> tuple[datetime, datetime]:
    """The date of the step still to come last (without one: the end), and the end itself."""
    calendar = ahead.policy.calendar
    last = replace(ahead, earliest=earliest(counted, ahead.policy)).final()
    dates = [at for draft in used_drafts(conversation) for at in (draft.due, draft.intended)]
    dates += [last.at] if last is not None else []
    dates = dates or [calendar.at(ahead.policy.valid_until)]
    dates += words
    ran_out = calendar.at(calendar.working_days_after(calendar.day(max(dates)), BEFORE_CLOSING))
    waited = earliest([pause for pause in counted if pause.because.code in ASKED_FOR], ahead.policy)
    ends = ran_out if waited is None else max(ran_out, waited)
    return (ends if last is None else last.at), ends


def plain(reply: ReplyReceived) -> bool:
    """Acceptance or refusal without a condition: a modified acceptance is a new offer."""
    return reply.reply.kind in (ReplyKind.ACCEPT, ReplyKind.DECLINE) and ReplyKind.NEGOTIATION not in reply.reply.also


def _by_word(conversation: Conversation, policy: QuotePolicy) -> Iterable[Close]:
    """Their last plain yes or no, and a stop word."""
    answers = [reply for reply in standing(conversation) if plain(reply)]
    for reply in answers[-1:]:
        status = _answered(reply, policy)
        yield Close(status, reply.at, (reason(_ANSWERED[status]), *reply.because))
    for reply in standing(conversation):
        if ReplyKind.STOP in (reply.reply.kind, *reply.reply.also):
            yield Close(Status.STOPPED, reply.at, (reason("stop_word", contact=reply.sender),))


def _answered(reply: ReplyReceived, policy: QuotePolicy) -> Status:
    if reply.reply.kind is ReplyKind.DECLINE:
        return Status.DECLINED
    return Status.ACCEPTED if policy.calendar.day(reply.at) <= policy.valid_until else Status.ACCEPTED_LATE


def _by_owner(conversation: Conversation) -> Iterable[Close]:
    """The owner's latest word: said, or shown by an invoice."""
    said, invoice = conversation.said, conversation.invoice
    if invoice is not None and (said is None or said.at <= invoice.at):
        yield Close(Status.WON, invoice.at, (reason("invoice", message=invoice.message or ""), *invoice.because))
    elif said is not None:
        status, code = _SAID[said.saying]
        yield Close(status, said.at, (reason(code),))


def _stopped(conversation: Conversation, people: ContactHistory) -> Iterable[Close]:
    if conversation.replaced_by is not None:
        at = conversation.replaced_at or conversation.quote.sent_at
        yield Close(Status.STOPPED, at, (reason("replaced", quote=conversation.replaced_by),))
    yield from _by_deletion(conversation)
    resumed, own = conversation.resumed, conversation.quote.message_id
    for stop in people.stops:
        elsewhere = stop.quote != own and stop.sender in conversation.recipients
        if elsewhere and (resumed is None or stop.at > resumed):
            yield Close(Status.STOPPED, stop.at, (reason("stop_word", contact=stop.sender),))


def _by_deletion(conversation: Conversation) -> Iterable[Close]:
    """Two drafts thrown away in a row."""
    resumed = conversation.resumed
    ended = [
        draft
        for draft in conversation.drafts
        if draft.step is not None
        and draft.phase in (DraftPhase.SENT, DraftPhase.DELETED)
        and (resumed is None or draft.since > resumed)
    ]
    latest = ended[-DELETIONS_THAT_STOP:]
    if len(latest) == DELETIONS_THAT_STOP and all(draft.phase is DraftPhase.DELETED for draft in latest):
        yield Close(Status.STOPPED, max(draft.since for draft in latest), (reason("two_deleted"),))
