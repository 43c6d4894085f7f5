"""Put one follow-up into Drafts: compose, intend, append, confirm."""

from datetime import datetime, timedelta
from typing import TypedDict

from mailwatch.cycle.events import Event, label_of
from mailwatch.cycle.judge import Judged
from mailwatch.cycle.lost import adopt, made_before
from mailwatch.cycle.sources import greeting_source, quote_source
from mailwatch.cycle.withdraw import withdraw
from mailwatch.errors import CannotDraft
from mailwatch.followup.lifecycle import generation
from mailwatch.followup.rules import jurisdiction_for
from mailwatch.model.conversation import PlannedStep
from mailwatch.model.decisions import FollowUpDue
from mailwatch.model.drafts import Composed, FollowUp
from mailwatch.model.facts import (
    DraftAppended,
    DraftDeleted,
    DraftIntended,
    DraftLeft,
    DraftNotAppended,
    DraftUncertain,
    Fact,
)
from mailwatch.model.message import Address
from mailwatch.ports import Appended, Desk, Entry, Refused
from mailwatch.reconcile import NOT_STORED, DraftsView, OpenDraft
from mailwatch.text.identity import public_id

#: A server that refused a draft (quota, rights) is not asked again before.
AFTER_REFUSAL = timedelta(days=1)

#: Countries whose French differs enough for templates of their own.
REGIONS = frozenset({"BE", "CH", "CA"})


def put_draft(desk: Desk, judged: Judged, due: FollowUpDue, view: DraftsView, now: datetime) -> tuple[Fact, ...]:
    """Draft one step. Nothing is written while the thread holds a draft: the owner's own, or ours from a lost journal."""
    in_thread = _draft_in_thread(judged, due, view)
    if in_thread is not None:
        return adopt(desk, judged, due, in_thread, view, now)
    if made_before(desk, judged, due, view):
        name = desk.naming.message_id(judged.quote, str(due.planned.step), 0)
        return _record(desk, DraftDeleted(at=now, quote=judged.quote, message=name, step=due.planned.step), now)
    if refused_lately(desk, judged.quote, now, step=due.planned.step):
        return ()
    follow_up = _follow_up(desk, judged, due, now)
    try:
        composed = desk.composer.compose(follow_up)
    except CannotDraft as error:
        cannot = DraftUncertain(
            at=now, quote=judged.quote, message=follow_up.message_id, step=due.planned.step, problem=error.code
        )
        return _record(desk, cannot, now)
    facts = withdraw(desk, judged, now)
    if any(isinstance(fact, DraftLeft) for fact in facts):
        return facts
    return (*facts, *append(desk, _intended(desk, judged, due, follow_up, composed, view, now), composed, now))


def previewed(desk: Desk, judged: Judged, planned: PlannedStep) -> tuple[Event, str]:
    """What this step's draft will be: its event and its text."""
    follow_up = _follow_up(desk, judged, FollowUpDue(planned), planned.at)
    quote = judged.conversation.quote
    fields = {
        "quote": quote.message_id,
        "id": public_id(desk.account.name, quote.message_id),
        "step": planned.step,
        "template": planned.template,
        "to": [person.address for person in follow_up.to],
        "cc": [person.address for person in follow_up.cc],
        "subject": f"Re: {quote.base_subject}",
    }
    return Event(planned.at, "draft", fields, label=label_of(quote)), desk.composer.compose(follow_up).body


def _draft_in_thread(judged: Judged, due: FollowUpDue, view: DraftsView) -> OpenDraft | None:
    """Any draft in the quote's thread, but the one of ours that this step replaces."""
    replaced = {draft.locator for draft in judged.conversation.drafts if draft.message_id == due.replaces}
    return next((draft for draft in view.open if judged.quote in draft.ids and draft.locator not in replaced), None)


def refused_lately(desk: Desk, quote: str, now: datetime, *, step: int | None = None, variant: str | None = None) -> bool:
    """Did the server say no to this very draft (quota, rights) less than a day ago?"""
    return any(
        isinstance(fact, DraftNotAppended)
        and (fact.step, fact.variant) == (step, variant)
        and fact.problem != NOT_STORED
        and now - fact.at < AFTER_REFUSAL
        for fact in desk.journal.facts(desk.account.name, quote)
    )


def _follow_up(desk: Desk, judged: Judged, due: FollowUpDue, now: datetime) -> FollowUp:
    conversation = judged.conversation
    quote = conversation.quote
    slot = str(due.planned.step)
    to, cc = (quote.to, quote.cc) if conversation.to is None else (tuple(Address(value) for value in conversation.to), ())
    original = quote_source(desk, quote)
    country = jurisdiction_for(quote, conversation, desk.policy).country
    return FollowUp(
        quote=quote,
        step=due.planned.step,
        template=due.planned.template,
        message_id=desk.naming.message_id(quote.message_id, slot, generation(conversation, step=due.planned.step)),
        token=desk.naming.token(quote.message_id, slot),
        dated=now.astimezone(desk.policy.calendar.zone),
        to=to,
        cc=cc,
        owner=desk.account.owner,
        language=conversation.language or quote.language,
        register=conversation.register or quote.register,
        valid_until=judged.policy.valid_until,
        promised_for=conversation.decision,
        returned_on=max((absence.until for absence in judged.people.absences if absence.until), default=None),
        original=original,
        last_word=greeting_source(desk, quote) or original,
        seen_wordings=judged.wordings,
        region=reached(country),
    )


def _intended(  # noqa: PLR0913, PLR0917 - the intent gathers what is known of the draft
    desk: Desk, judged: Judged, due: FollowUpDue, follow_up: FollowUp, composed: Composed, view: DraftsView, now: datetime
) -> DraftIntended:
    return DraftIntended(
        at=now,
        quote=judged.quote,
        contacts=judged.conversation.quote.contacts,
        message=follow_up.message_id,
        step=follow_up.step,
        template=follow_up.template,
        token=follow_up.token,
        generation=generation(judged.conversation, step=follow_up.step),
        wording=composed.wording,
        due=due.planned.at,
        to=tuple(person.address for person in (*follow_up.to, *follow_up.cc)),
        digest=desk.parse.digest(composed.raw),
        uidvalidity=view.listing.uidvalidity,
        uidnext=view.listing.uidnext,
        because=due.because,
    )


def reached(country: str) -> str | None:
    """The region whose usage a draft follows, None for the language's own."""
    return country if country in REGIONS else None


class _Same(TypedDict):
    at: datetime
    quote: str | None
    message: str | None
    step: int | None
    variant: str | None


def append(desk: Desk, intended: DraftIntended, composed: Composed, now: datetime) -> tuple[Fact, ...]:
    """The intent is durable before the first byte of APPEND; what is not confirmed here is settled by a later listing."""
    facts = _record(desk, intended, now)
    outcome = desk.mailbox.append_draft(composed.raw, intended.message or "")
    same: _Same = {
        "at": now,
        "quote": intended.quote,
        "message": intended.message,
        "step": intended.step,
        "variant": intended.variant,
    }
    match outcome:
        case Appended(locator=locator, stored=stored):
            return facts + _record(desk, DraftAppended(**same, locator=locator, digest=desk.parse.digest(stored)), now)
        case Refused(problem=problem):
            return facts + _record(desk, DraftNotAppended(**same, problem=problem), now)
        case _:
            return facts


def _record(desk: Desk, fact: Fact, now: datetime) -> tuple[Fact, ...]:
    desk.journal.record(desk.account.name, Entry(facts=(fact,)), now=now, policy=desk.policy.digest)
    return (fact,)
