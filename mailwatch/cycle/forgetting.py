"""Before a person is forgotten, our drafts to them are taken back: nobody else would ever know whose they were."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from mailwatch.cycle.judge import judge
from mailwatch.cycle.withdraw import withdraw
from mailwatch.model.conversation import LIVE
from mailwatch.model.decisions import Withdraw
from mailwatch.model.facts import DraftIntended, DraftWithdrawn
from mailwatch.ports import Desk, Entry
from mailwatch.reconcile import settle, view_of


@dataclass(frozen=True, slots=True)
class TakenBack:
    """``left`` may still lie in Drafts: edited by the owner, or not proved untouched."""

    withdrawn: int = 0
    left: int = 0


def take_back(desk: Desk, quotes: Iterable[str], people: Collection[str], now: datetime) -> TakenBack:
    """Withdraw what is proved untouched of our drafts on these quotes, or to these people. Asks the server only if there are any.

    Raises MailboxError: then nothing may be forgotten yet.
    """
    live = [quote for quote in desk.journal.with_live_drafts(desk.account.name) if _concerned(desk, quote, set(quotes), people)]
    if not live:
        return TakenBack()
    settled = settle(desk, view_of(desk, desk.mailbox.drafts()), now)
    desk.journal.record(desk.account.name, Entry(facts=settled), now=now, policy=desk.policy.digest)
    withdrawn = left = 0
    for quote in live:
        judged = judge(desk, quote, now)
        for draft in judged.conversation.drafts:
            if draft.phase in LIVE:
                facts = withdraw(desk, replace(judged, decision=Withdraw(draft.message_id)), now)
                gone = any(isinstance(fact, DraftWithdrawn) for fact in facts)
                withdrawn, left = withdrawn + gone, left + (not gone)
    return TakenBack(withdrawn, left)


def _concerned(desk: Desk, quote: str, quotes: Collection[str], people: Collection[str]) -> bool:
    if quote in quotes:
        return True
    facts = desk.journal.facts(desk.account.name, quote)
    return any(isinstance(fact, DraftIntended) and not set(people).isdisjoint(fact.to) for fact in facts)
