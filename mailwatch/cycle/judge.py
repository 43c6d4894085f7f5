"""What one conversation needs now: its facts folded, the people behind it remembered, the policy applied."""

from dataclasses import dataclass
from datetime import datetime

from mailwatch.cycle.allowance import within_allowance
from mailwatch.followup.decide import decide
from mailwatch.followup.fold import fold
from mailwatch.followup.people import ContactHistory, history
from mailwatch.followup.rules import QuotePolicy, policy_for
from mailwatch.model.conversation import Conversation
from mailwatch.model.decisions import Decision, Hold, Wait
from mailwatch.model.facts import DraftIntended, Fact
from mailwatch.ports import Desk


@dataclass(frozen=True, slots=True)
class Judged:
    """``wordings`` are the texts these people already received."""

    conversation: Conversation
    people: ContactHistory
    policy: QuotePolicy
    decision: Decision
    wordings: tuple[str, ...] = ()

    @property
    def quote(self) -> str:
        return self.conversation.quote.message_id

    def next_look(self) -> datetime | None:
        """When the decision may change by the calendar alone; None: not before a new fact."""
        match self.decision:
            case Wait(until=until) | Hold(until=until):
                return until
            case _:
                return None


def judge(desk: Desk, quote: str, now: datetime, supposing: tuple[Fact, ...] = ()) -> Judged:
    """Fold one quote's facts and decide. The journal holds a QuoteSent for every quote it names, or it is supposed."""
    conversation = fold((*desk.journal.facts(desk.account.name, quote), *supposing))
    contacts = conversation.quote.contacts
    about_them = (*desk.journal.facts_with(desk.account.name, {*contacts, *conversation.recipients}), *supposing)
    people = history(about_them, {*contacts, *conversation.recipients})
    policy = policy_for(conversation.quote, conversation, desk.policy, desk.holidays)
    wordings = tuple(fact.wording for fact in about_them if isinstance(fact, DraftIntended))
    decision = within_allowance(desk, decide(conversation, people, policy, now), now)
    return Judged(conversation, people, policy, decision, wordings)
