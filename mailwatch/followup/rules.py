"""Which cadence, calendar and limits hold for one quote, and whether it is followed up at all."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import eq, ge, gt, le, lt

from mailwatch.errors import InvariantBroken
from mailwatch.followup.calendar import WorkingCalendar, working_calendar
from mailwatch.model.conversation import Conversation
from mailwatch.model.policy import AmountCondition, Cadence, Duration, Jurisdiction, Limits, Policy, When
from mailwatch.model.quote import Quote
from mailwatch.model.reasons import Reason, reason

_OPERATORS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": ge,
    "<=": le,
    ">": gt,
    "<": lt,
    "=": eq,
    "==": eq,
}


@dataclass(frozen=True, slots=True)
class QuotePolicy:
    """The policy as it holds for one quote.

    ``cadence`` is None when the quote is never followed up; ``because`` then says why. ``valid_until`` is the last day
    of validity: what the owner set, else what the quote states, else the usual duration.
    """

    cadence: Cadence | None
    calendar: WorkingCalendar
    limits: Limits
    late_after: Duration
    valid_until: date
    because: tuple[Reason, ...] = ()


def policy_for(
    quote: Quote, conversation: Conversation, policy: Policy, holidays: Mapping[Jurisdiction, frozenset[date]]
) -> QuotePolicy:
    """Apply the rules. ``policy.start`` must be an instant by now (None: every quote is followed up).

    Raises InvariantBroken when ``holidays`` lacks the quote's jurisdiction.
    """
    jurisdiction = jurisdiction_for(quote, conversation, policy)
    try:
        calendar = working_calendar(policy.calendar, holidays[jurisdiction])
    except KeyError:
        raise InvariantBroken(f"no holidays were given for {jurisdiction}") from None
    because = _never(quote, conversation, policy)
    return QuotePolicy(
        cadence=None if because else _cadence(quote, conversation, policy),
        calendar=calendar,
        limits=policy.limits,
        late_after=policy.late_after,
        valid_until=valid_until(quote, conversation, policy, calendar),
        because=because,
    )


def valid_until(quote: Quote, conversation: Conversation, policy: Policy, calendar: WorkingCalendar) -> date:
    """The last day of validity. A duration counts from the quote's date."""
    return conversation.valid_until or quote.valid_until or calendar.add(calendar.day(quote.sent_at), policy.validity)


def jurisdiction_for(quote: Quote, conversation: Conversation, policy: Policy) -> Jurisdiction:
    """Whose holidays count. The default subdivision belongs to the default country and does not follow another one."""
    default = policy.calendar.jurisdiction
    matching = [rule for rule in policy.rules if _matches(rule.when, quote, conversation)]
    country = next((rule.holidays for rule in matching if rule.holidays is not None), default.country)
    subdivision = next((rule.subdivision for rule in matching if rule.subdivision is not None), None)
    if subdivision is None and country == default.country:
        subdivision = default.subdivision
    return Jurisdiction(country, subdivision)


def glob(pattern: str, text: str) -> bool:
    """Case-insensitive; ``*`` is any text and ``?`` one character. Brackets are ordinary: subjects are full of them."""
    expression = re.escape(pattern.casefold()).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(expression, text.casefold(), re.DOTALL) is not None


def _cadence(quote: Quote, conversation: Conversation, policy: Policy) -> Cadence:
    """The owner's word, else the first rule that gives one, else the default; a name that no longer exists is passed over."""
    by_name = {cadence.name: cadence for cadence in policy.cadences}
    ruled = [rule.cadence for rule in policy.rules if _matches(rule.when, quote, conversation)]
    for name in (conversation.cadence, *ruled, policy.cadence):
        if name is not None and name in by_name:
            return by_name[name]
    raise InvariantBroken(f"no cadence is called {policy.cadence}")


def _never(quote: Quote, conversation: Conversation, policy: Policy) -> tuple[Reason, ...]:
    for person in conversation.recipients:
        for pattern in policy.never:
            if glob(pattern, person):
                return (reason("never_followed", contact=person, pattern=pattern),)
    if policy.limits.touches < 1:
        return (reason("no_touch_allowed"),)
    if policy.start is not None and quote.sent_at < policy.start:
        return (reason("before_start", start=policy.start.isoformat()),)
    return ()


def _matches(when: When, quote: Quote, conversation: Conversation) -> bool:
    return all(
        (
            when.to is None or any(glob(when.to, person) for person in conversation.recipients),
            when.subject is None or glob(when.subject, quote.subject),
            when.amount is None or _amount_holds(when.amount, quote),
            when.language is None or when.language.casefold() == (conversation.language or quote.language).casefold(),
        )
    )


def _amount_holds(condition: AmountCondition, quote: Quote) -> bool:
    """The headline total is compared, whatever its currency; a quote without an amount matches no condition on it."""
    compare = _OPERATORS.get(condition.operator)
    if compare is None:
        raise InvariantBroken(f"unknown comparison {condition.operator}")
    return quote.amount is not None and compare(quote.amount.value, condition.value)
