"""From settings to what the pure rooms take: Policy, Account, public holidays."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from zoneinfo import ZoneInfo

from mailwatch.config.holidays import check_jurisdiction, holidays_for
from mailwatch.config.presets import PRESETS
from mailwatch.config.schema import AccountSettings, CalendarSettings, Settings
from mailwatch.model.account import Account, Owner
from mailwatch.model.notices import Digest, Notify
from mailwatch.model.policy import Cadence, CalendarPolicy, DateRange, Jurisdiction, Limits, Policy, Rule, When


def account_of(settings: Settings, account: AccountSettings) -> Account:
    """Whose mailbox it is. ``trusted_authserv`` None means: to be found out."""
    return Account(
        name=account.name,
        address=account.address,
        own=frozenset((account.address, *account.aliases)),
        owner=Owner(**account.owner.model_dump()),
        quote_senders=frozenset(settings.quotes.senders),
        trusted_authserv=account.trusted_authserv,
    )


def notify_of(settings: Settings) -> Notify:
    """What is left in the inbox, and in which language."""
    return Notify(settings.language, settings.notify.late_replies, Digest(settings.notify.digest))


def policy_of(settings: Settings, account: AccountSettings) -> Policy:  # noqa: ARG001 - the door of later settings per account
    """What the owner wants, with a digest that is equal exactly when everything in it is."""
    own = {name: Cadence(name, tuple(step.step() for step in steps)) for name, steps in settings.cadences.items()}
    policy = Policy(
        calendar=_calendar(settings.calendar, settings.timezone),
        cadences=tuple({**PRESETS, **own}.values()),
        cadence=settings.cadence,
        rules=tuple(Rule(When(**dict(rule.when)), rule.cadence, rule.holidays, rule.subdivision) for rule in settings.rules),
        never=settings.never,
        validity=settings.quotes.validity,
        late_after=settings.quotes.late_after,
        start=_midnight(settings.quotes.start, settings.timezone),
        limits=Limits(*settings.limits.per_contact, settings.limits.per_day, settings.limits.gap.count),
        retention=settings.retention,
        answers_drafted=settings.answers == "draft",
    )
    return replace(policy, digest=digest_of(policy))


def calendars_of(policy: Policy, years: range) -> Mapping[Jurisdiction, frozenset[date]]:
    """The public holidays of every country and subdivision that the calendar and the rules can combine to.

    Two rules may each give one half of a pair that does not exist (``BE`` from one, ``57`` from another): such a pair has
    the holidays of its country.
    """
    main = policy.calendar.jurisdiction
    countries = dict.fromkeys([main.country, *(rule.holidays for rule in policy.rules if rule.holidays)])
    parts = dict.fromkeys([None, main.subdivision, *(rule.subdivision for rule in policy.rules)])
    pairs = [Jurisdiction(country, part) for country in countries for part in parts]
    real = {pair: pair for pair in pairs if check_jurisdiction(pair.country, pair.subdivision, "en") is None}
    days = holidays_for(real, years)
    return {pair: days[real.get(pair, Jurisdiction(pair.country))] for pair in pairs}


def digest_of(policy: Policy) -> str:
    """SHA-256 over the policy's canonical content, its own digest left out."""
    content = asdict(replace(policy, digest=""), dict_factory=lambda pairs: {key: _plain(value) for key, value in pairs})
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=_plain).encode()).hexdigest()


def _plain(value: object) -> object:
    match value:
        case ZoneInfo():
            return value.key
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal():
            return str(value.normalize())
        case Enum():
            return value.value
        case _:
            return value


def _calendar(calendar: CalendarSettings, zone: ZoneInfo) -> CalendarPolicy:
    return CalendarPolicy(
        jurisdiction=Jurisdiction(calendar.holidays, calendar.subdivision),
        zone=zone,
        drafts_at=calendar.drafts_at,
        august="august" in calendar.quiet,
        year_end="year-end" in calendar.quiet,
        quiet=tuple(span for span in calendar.quiet if isinstance(span, DateRange)),
        away=calendar.away,
    )


def _midnight(day: date | None, zone: ZoneInfo) -> datetime | None:
    return datetime.combine(day, time(), tzinfo=zone) if day else None
