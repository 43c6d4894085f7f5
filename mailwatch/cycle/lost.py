"""Drafts that were made before the journal was, or under a secret that is lost with it: they are the owner's, and not made again."""

from datetime import datetime

from mailwatch.cycle.judge import Judged
from mailwatch.model.decisions import FollowUpDue
from mailwatch.model.facts import DraftEdited, DraftIntended, Fact
from mailwatch.ports import Desk, Entry
from mailwatch.reconcile import DraftsView, OpenDraft
from mailwatch.text.identity import is_token, thread_mark

#: Steps that a cadence may number; 99 is a promise kept.
_STEPS = (*range(1, 33), 99)


def adopt(  # noqa: PLR0913, PLR0917 - the step, the draft found and the view that shows it
    desk: Desk, judged: Judged, due: FollowUpDue, found: OpenDraft, view: DraftsView, now: datetime
) -> tuple[Fact, ...]:
    """A draft of ours that the journal no longer knows counts as the owner's from now on: it cannot be proved untouched."""
    step = due.planned.step
    token = desk.naming.token(judged.quote, str(step))
    if token not in found.ids:
        token = _stranger(desk, judged, found)
    if not token:
        return ()
    intended = DraftIntended(
        at=now,
        quote=judged.quote,
        contacts=judged.conversation.quote.contacts,
        message=desk.naming.message_id(judged.quote, str(step), 0),
        step=step,
        template=due.planned.template,
        token=token,
        generation=0,
        wording="",
        due=due.planned.at,
        to=tuple(person.address for person in found.headers.to),
        digest="",
        uidvalidity=view.listing.uidvalidity,
        uidnext=view.listing.uidnext,
    )
    edited = DraftEdited(at=now, quote=judged.quote, message=intended.message, step=step, locator=found.locator)
    for fact in (intended, edited):
        desk.journal.record(desk.account.name, Entry(facts=(fact,)), now=now, policy=desk.policy.digest)
    return intended, edited


def made_before(desk: Desk, judged: Judged, due: FollowUpDue, view: DraftsView) -> bool:
    """Of this step the journal knows no draft, but one was thrown away or filed: it was made before the journal was."""
    if any(draft.step == due.planned.step for draft in judged.conversation.drafts):
        return False
    token = desk.naming.token(judged.quote, str(due.planned.step))
    seen = any(token in draft.ids for draft in view.deleted) or bool(desk.journal.places(desk.account.name, token))
    return seen or _by_a_stranger(desk, judged)


def _by_a_stranger(desk: Desk, judged: Judged) -> bool:
    """A follow-up named by a secret that is lost was disposed of in this thread: it can only have been the step now due.

    Steps before it are not caught up, and those after it were never due. Once said, it is said.
    """
    if any(not draft.token for draft in judged.conversation.drafts):
        return False
    account = desk.account.name
    marked = desk.journal.places(account, thread_mark(judged.quote))
    return bool(marked) and not any(desk.journal.places(account, token) for token in _own_tokens(desk, judged))


def _stranger(desk: Desk, judged: Judged, found: OpenDraft) -> str:
    """The mark of a follow-up (the quote last, the mark before it) that no secret of ours made; else nothing."""
    mark, last = ("", "", *found.headers.references)[-2:]
    return mark if last == judged.quote and is_token(mark) and mark not in _own_tokens(desk, judged) else ""


def _own_tokens(desk: Desk, judged: Judged) -> frozenset[str]:
    known = {draft.token for draft in judged.conversation.drafts}
    return frozenset({*known, *(desk.naming.token(judged.quote, str(step)) for step in _STEPS)} - {""})
