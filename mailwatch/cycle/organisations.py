"""Who asks for quotes, and what comes of it."""

from datetime import datetime

from mailwatch.cycle.judge import judge
from mailwatch.followup.decide import status
from mailwatch.followup.organisations import Habits, habits
from mailwatch.model.facts import QuoteSent
from mailwatch.ports import Desk
from mailwatch.text.domains import organisation_of


def habits_of(desk: Desk, address: str, now: datetime) -> Habits | None:
    """What came of the quotes to this person's organisation, whoever asked there. None for freemail, which is nobody's."""
    organisation = organisation_of(address.rpartition("@")[2])
    if organisation is None:
        return None
    account = desk.account.name
    people = [
        one for one in desk.journal.people_at(account, organisation) if organisation_of(one.rpartition("@")[2]) == organisation
    ]
    facts = desk.journal.facts_with(account, people) if people else ()
    sent = dict.fromkeys(fact.details.message_id for fact in facts if isinstance(fact, QuoteSent))
    found = [judge(desk, quote, now) for quote in sent]
    return habits(organisation, [(one.conversation, status(one.conversation, one.people, one.policy, now)) for one in found], now)
