"""A conversation, the people behind it, a policy and an instant: what to do now, and why."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from mailwatch.followup.ball import stalled, unanswered
from mailwatch.followup.closing import closed, closes_at
from mailwatch.followup.pauses import gap_ends, limits, pauses, reply_pause_ends
from mailwatch.followup.people import ContactHistory, LiveDraft, dead_addresses
from mailwatch.followup.plan import Plan, earliest, plan
from mailwatch.followup.rules import QuotePolicy
from mailwatch.model.conversation import LIVE, Conversation, DraftPhase, DraftState, Party, PlannedStep, Status, Word, WordKind
from mailwatch.model.decisions import Close, Decision, FollowUpDue, Hold, Wait, Withdraw
from mailwatch.model.reasons import Reason, reason

_UNCERTAIN = {
    DraftPhase.INTENDED: "draft_outcome_unknown",
    DraftPhase.UNCERTAIN: "draft_uncertain",
    DraftPhase.MISSING: "draft_missing",
    DraftPhase.WITHDRAWING: "draft_withdrawing",
}
_BY_HAND = (WordKind.TOUCH, WordKind.ANSWER, WordKind.INVOICE)


def decide(conversation: Conversation, people: ContactHistory, policy: QuotePolicy, now: datetime) -> Decision:
    """What this quote needs at ``now``. Every decision but the last of a quote says until when it holds."""
    over = closed(conversation, people, policy, now)
    obsolete = _obsolete(conversation, people, policy, now, over)
    if obsolete is not None:
        return obsolete
    if over is not None:
        return over
    ends = closes_at(conversation, people, policy)
    uncertain = tuple(_uncertain(conversation, people))
    if uncertain:
        return Hold(uncertain, until=ends)
    owed = unanswered(conversation, people)
    if owed is not None:
        return Wait(None, (reason("waiting_on_us", kind=owed.reply.kind, since=owed.at.isoformat()),))
    return _next(conversation, people, policy, now, ends)


def status(conversation: Conversation, people: ContactHistory, policy: QuotePolicy, now: datetime) -> Status:
    """The public status; where several hold, the later row of the table."""
    over = closed(conversation, people, policy, now)
    if over is not None:
        return over.status
    holding = [
        (Status.BOUNCED, _bounced(conversation, people)),
        (Status.HELD, bool(tuple(_held(conversation)))),
        (Status.ASKED, bool(conversation.questions)),
        (Status.WAITING_ON_US, unanswered(conversation, people) is not None),
        (Status.PAUSED, _paused(conversation, people, policy, now)),
        (Status.STALLED, stalled(conversation, people)),
        (Status.DRAFTED, any(draft.phase in LIVE for draft in conversation.drafts)),
    ]
    return next((name for name, holds in holding if holds), Status.OPEN)


def upcoming(conversation: Conversation, people: ContactHistory, policy: QuotePolicy, now: datetime) -> PlannedStep | None:
    """The step that is due, or will be next if nobody writes; None when the quote is over, on hold or waits for us."""
    return next(iter(forecast(conversation, people, policy, now)), None)


def forecast(conversation: Conversation, people: ContactHistory, policy: QuotePolicy, now: datetime) -> tuple[PlannedStep, ...]:
    """The steps to come, each at the date it has if nobody writes and every draft is sent the day it is due."""
    if not isinstance(decide(conversation, people, policy, now), Wait | FollowUpDue):
        return ()
    if unanswered(conversation, people) is not None:
        return ()
    ahead = plan(conversation, people, policy)
    found = []
    step = ahead.due(now) or ahead.next(now)
    while step is not None:
        found.append(step)
        left = ahead.steps[[other.step for other in ahead.steps].index(step.step) + 1 :]
        sent = Word(Party.US, step.at, None, WordKind.FOLLOW_UP, touch=True)
        conversation = replace(conversation, words=(*conversation.words, sent))
        ahead = replace(ahead, steps=left, earliest=earliest(limits(conversation, people, policy, first=False), policy))
        step = ahead.due(step.at) or ahead.next(step.at)
    return tuple(found)


def _next(
    conversation: Conversation, people: ContactHistory, policy: QuotePolicy, now: datetime, ends: datetime | None
) -> Decision:
    ahead = plan(conversation, people, policy)
    blocked = tuple(_blocked(conversation, people))
    if blocked:
        return Wait(ends, blocked)
    step = ahead.due(now)
    if step is not None:
        return _due(conversation, ahead, step)
    step = ahead.next(now)
    if step is None:
        return Wait(ends, (*policy.because, *_closing_reason(ends)))
    return Wait(step.at, _explained(ahead, step, "next_step"))


def _due(conversation: Conversation, ahead: Plan, step: PlannedStep) -> FollowUpDue:
    waiting = next((draft for draft in conversation.drafts if draft.phase is DraftPhase.WAITING), None)
    return FollowUpDue(
        planned=step,
        because=_explained(ahead, step, "step_due"),
        replaces=waiting.message_id if waiting is not None else None,
    )


def _explained(ahead: Plan, step: PlannedStep, code: str) -> tuple[Reason, ...]:
    own = next(other for other in ahead.steps if other.step == step.step)
    skipped = [other.template for other in ahead.steps[: ahead.steps.index(own)]]
    return (
        reason(code, template=step.template, at=step.at.isoformat()),
        *(pause.because for pause in ahead.deferring(own)),
        *(reason("step_skipped", template=template) for template in skipped),
    )


def _closing_reason(ends: datetime | None) -> tuple[Reason, ...]:
    return () if ends is None else (reason("sequence_done", at=ends.isoformat()),)


def _obsolete(
    conversation: Conversation, people: ContactHistory, policy: QuotePolicy, now: datetime, over: Close | None
) -> Withdraw | None:
    """The first of our waiting drafts that must go, and why."""
    for draft in conversation.drafts:
        if draft.phase is DraftPhase.WAITING:
            because = _why_obsolete(conversation, people, policy, now, draft, over)
            if because is not None:
                return Withdraw(draft.message_id, (because,))
    return None


def _why_obsolete(  # noqa: PLR0913, PLR0917  the draft and everything it may be obsolete by
    conversation: Conversation,
    people: ContactHistory,
    policy: QuotePolicy,
    now: datetime,
    draft: DraftState,
    over: Close | None,
) -> Reason | None:
    """A word dated before the draft but noticed after it counts as well: no draft is made so soon after a word."""
    words = [word for word in conversation.words if word.kind in _BY_HAND]
    if draft.step is None:
        return reason("owner_wrote") if any(word.at > draft.intended for word in words) else None
    if over is not None:
        return reason("quote_closed", status=over.status)
    if unanswered(conversation, people) is not None or any(
        max(reply.at, reply_pause_ends(reply.at, policy)) > draft.intended for reply in conversation.replies
    ):
        return reason("reply_arrived")
    if any(max(word.at, gap_ends(word.at, policy)) > draft.intended for word in words):
        return reason("owner_wrote")
    if conversation.snoozed_until is not None and policy.calendar.day(now) < conversation.snoozed_until:
        return reason("snoozed", until=conversation.snoozed_until.isoformat())
    return None


def _uncertain(conversation: Conversation, people: ContactHistory) -> Iterable[Reason]:
    if _bounced(conversation, people):
        yield reason("bounced", contacts=", ".join(conversation.recipients))
    yield from _held(conversation)
    for question in conversation.questions:
        yield reason("question_open", message=question.message or "")


def _held(conversation: Conversation) -> Iterable[Reason]:
    if conversation.quote.without_message_id:
        yield reason("quote_without_message_id")
    for reply in conversation.held:
        yield reason("reply_held", message=reply.message or "", contact=reply.sender)
    for draft in conversation.drafts:
        if draft.phase in _UNCERTAIN:
            yield reason(_UNCERTAIN[draft.phase], message=draft.message_id)


def _bounced(conversation: Conversation, people: ContactHistory) -> bool:
    """Every address it would go to is dead; one of several is only noted."""
    known = {conversation.quote.message_id: conversation.recipients}
    facts = sorted((*conversation.automatic, *conversation.replies), key=lambda fact: fact.at)
    dead = {address for address, _ in (*dead_addresses(facts, known), *people.dead)}
    return bool(conversation.recipients) and dead.issuperset(conversation.recipients)


def _blocked(conversation: Conversation, people: ContactHistory) -> Iterable[Reason]:
    """Drafts that must be settled by the owner first: one of ours waits per contact."""
    for draft in conversation.drafts:
        if draft.phase in LIVE and (draft.step is None or draft.phase is not DraftPhase.WAITING):
            yield reason("draft_is_the_owners", message=draft.message_id)
    for other in people.drafts:
        if _in_the_way(other, conversation):
            yield reason("other_draft_waits", quote=other.quote, message=other.draft.message_id)


def _in_the_way(other: LiveDraft, conversation: Conversation) -> bool:
    return other.quote != conversation.quote.message_id and not set(other.contacts).isdisjoint(conversation.recipients)


def _paused(conversation: Conversation, people: ContactHistory, policy: QuotePolicy, now: datetime) -> bool:
    return any(pause.away and policy.calendar.due(pause.until) > now for pause in pauses(conversation, people, policy))
