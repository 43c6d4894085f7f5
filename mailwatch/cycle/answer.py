"""Put an answer to a prospect's mail into Drafts."""

from datetime import datetime

from mailwatch.cycle.draft import append, reached, refused_lately
from mailwatch.cycle.judge import Judged
from mailwatch.cycle.sources import greeting_source, message_source
from mailwatch.errors import CannotDraft
from mailwatch.followup.answers import unasked
from mailwatch.followup.lifecycle import generation
from mailwatch.followup.rules import jurisdiction_for
from mailwatch.model.conversation import LIVE
from mailwatch.model.drafts import Answer
from mailwatch.model.facts import DraftIntended, Fact, ReplyReceived
from mailwatch.model.message import Address
from mailwatch.ports import Desk
from mailwatch.reconcile import view_of


def unasked_answer(judged: Judged, now: datetime) -> tuple[ReplyReceived, str] | None:
    """With ``answers: draft``: what to answer, and how, to a late reply or a refusal, unless it would go to a stranger."""
    wanted = unasked(judged.conversation, judged.policy, now)
    return None if wanted is None or wanted[0].sender not in judged.conversation.quote.contacts else wanted


def put_unasked_answer(desk: Desk, judged: Judged, now: datetime) -> tuple[Fact, ...]:
    """The answer that ``unasked_answer`` names, unless somebody is at it, or it cannot be written."""
    wanted = unasked_answer(judged, now)
    if wanted is None or _handled(desk, judged, *wanted):
        return ()
    reply, variant = wanted
    if refused_lately(desk, judged.quote, now, variant=variant):
        return ()
    try:
        return put_answer(desk, judged, reply, variant, reply.sender, now)
    except CannotDraft:
        return ()


def _handled(desk: Desk, judged: Judged, reply: ReplyReceived, variant: str) -> bool:
    """Somebody is at it: a draft lies in the thread, or this answer was made before a journal was lost."""
    token = desk.naming.token(judged.quote, variant)
    view = view_of(desk, desk.mailbox.drafts())
    thread = {judged.quote, reply.message}
    return (
        any(thread & draft.ids for draft in view.open)
        or any(token in draft.ids for draft in view.deleted)
        or bool(desk.journal.places(desk.account.name, token))
    )


def is_waiting(judged: Judged, variant: str) -> bool:
    """Does our answer of this kind lie in Drafts, as far as anybody knows?"""
    return any(draft.variant == variant and draft.phase in LIVE for draft in judged.conversation.drafts)


def put_answer(  # noqa: PLR0913, PLR0917 - the answer, and whom it goes to
    desk: Desk, judged: Judged, reply: ReplyReceived, variant: str, to: str, now: datetime
) -> tuple[Fact, ...]:
    """Draft one answer. Empty when the mail to answer is no longer in the mailbox, or while such an answer lies in Drafts or may
    lie there. Raises CannotDraft and TemplateError."""
    if is_waiting(judged, variant):
        return ()
    message = message_source(desk, reply.message or "")
    if message is None:
        return ()
    quote = judged.conversation.quote
    made = generation(judged.conversation, variant=variant)
    sender = message.headers.sender
    recipient = next((person for person in (*quote.to, *quote.cc) if person.address == to), None)
    named = sender if sender is not None and sender.address == to else Address(to)
    answer = Answer(
        quote=quote,
        variant=variant,
        message_id=desk.naming.message_id(quote.message_id, variant, made),
        token=desk.naming.token(quote.message_id, variant),
        dated=now.astimezone(desk.policy.calendar.zone),
        to=(recipient or named,),
        owner=desk.account.owner,
        language=reply.language,
        register=judged.conversation.register or quote.register,
        message=message,
        last_word=greeting_source(desk, quote),
        seen_wordings=judged.wordings,
        region=reached(jurisdiction_for(quote, judged.conversation, desk.policy).country),
    )
    composed = desk.composer.compose(answer)
    listing = desk.mailbox.drafts()
    intended = DraftIntended(
        at=now,
        quote=quote.message_id,
        contacts=quote.contacts,
        message=answer.message_id,
        variant=variant,
        template=variant,
        token=answer.token,
        generation=made,
        wording=composed.wording,
        due=now,
        to=(to,),
        digest=desk.parse.digest(composed.raw),
        uidvalidity=listing.uidvalidity,
        uidnext=listing.uidnext,
    )
    return append(desk, intended, composed, now)
