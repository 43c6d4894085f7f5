"""Take back a draft of ours that is obsolete, if it is proved untouched."""

from datetime import datetime
from typing import TypedDict

from mailwatch.cycle.judge import Judged
from mailwatch.model.decisions import FollowUpDue, Withdraw
from mailwatch.model.facts import DraftLeft, DraftWithdrawn, Fact, WithdrawalIntended
from mailwatch.ports import Desk, Entry


class _Same(TypedDict):
    at: datetime
    quote: str | None
    message: str | None
    step: int | None
    variant: str | None


def withdraw(desk: Desk, judged: Judged, now: datetime) -> tuple[Fact, ...]:
    """Remove the draft that the decision names; what the owner may have touched stays, and the journal says so."""
    match judged.decision:
        case Withdraw(draft=message_id, because=because):
            pass
        case FollowUpDue(replaces=str() as message_id, because=because):
            pass
        case _:
            return ()
    draft = next(draft for draft in judged.conversation.drafts if draft.message_id == message_id)
    same: _Same = {"at": now, "quote": judged.quote, "message": message_id, "step": draft.step, "variant": draft.variant}
    intended = WithdrawalIntended(**same, because=because, replaced=isinstance(judged.decision, FollowUpDue))
    desk.journal.record(desk.account.name, Entry(facts=(intended,)), now=now, policy=desk.policy.digest)
    gone = (
        draft.locator is not None
        and draft.digest is not None
        and desk.mailbox.withdraw(draft.locator, lambda raw: desk.parse.digest(raw) == draft.digest)
    )
    kind = DraftWithdrawn if gone else DraftLeft
    fact = kind(**same, because=because)
    desk.journal.record(desk.account.name, Entry(facts=(fact,)), now=now, policy=desk.policy.digest)
    return (fact,)
