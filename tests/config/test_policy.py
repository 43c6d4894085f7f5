from dataclasses import fields, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailwatch.config.holidays import holidays_for
from mailwatch.config.loading import parse
from mailwatch.config.policy import account_of, calendars_of, digest_of, policy_of
from mailwatch.config.presets import PRESETS
from mailwatch.errors import ConfigError
from mailwatch.model.account import Account, Owner
from mailwatch.model.policy import (
    AmountCondition,
    Anchor,
    Cadence,
    CalendarPolicy,
    DateRange,
    Duration,
    Jurisdiction,
    Limits,
    Policy,
    Rule,
    Step,
    Unit,
    When,
)

MINIMAL = "accounts: [{address: anne@atelier-durand.example, imap: {host: h}, password: {env: P}}]"


def settings(text: str = ""):
    return parse(f"{MINIMAL}\n{text}".encode(), folder=Path())


def policy(text: str = "") -> Policy:
    found = settings(text)
    return policy_of(found, found.accounts[0])


def test_the_defaults_are_those_of_the_model():
    calendar = CalendarPolicy(Jurisdiction("FR"), ZoneInfo("Europe/Paris"))
    assert replace(policy(), digest="") == Policy(calendar, tuple(PRESETS.values()))


def test_everything_the_owner_wants_arrives():
    found = policy("""
timezone: Europe/Brussels
cadence: mine
cadences: {mine: [{after_previous: 3 weeks, template: relance_1}]}
rules:
  - {when: {to: "*@agence.example", subject: "*urgent*", amount: ">= 5 000,50", language: en}, cadence: agency}
  - {when: {to: "*@be.example"}, holidays: be, subdivision: null}
never: ["*@client.example"]
quotes: {start: 2026-08-25, validity: 30 days, late_after: 2 months}
calendar: {holidays: FR, subdivision: 57, quiet: [year-end, 2026-05-14/2026-05-17], away: [2026-08-03/2026-08-14], drafts_at: 9:05}
limits: {per_contact: 2 per 45 days, per_day: 9, gap: 3 working days}
retention: 24 months
""")
    brussels = ZoneInfo("Europe/Brussels")
    assert replace(found, digest="", cadences=found.cadences[-1:]) == Policy(
        calendar=CalendarPolicy(
            Jurisdiction("FR", "57"),
            brussels,
            time(9, 5),
            august=False,
            year_end=True,
            quiet=(DateRange(date(2026, 5, 14), date(2026, 5, 17)),),
            away=(DateRange(date(2026, 8, 3), date(2026, 8, 14)),),
        ),
        cadences=(Cadence("mine", (Step(Anchor.PREVIOUS, Duration(3, Unit.WEEKS), "relance_1"),)),),
        cadence="mine",
        rules=(
            Rule(When("*@agence.example", "*urgent*", AmountCondition(">=", Decimal("5000.50")), "en"), "agency"),
            Rule(When("*@be.example"), holidays="BE"),
        ),
        never=("*@client.example",),
        validity=Duration(30, Unit.DAYS),
        late_after=Duration(2, Unit.MONTHS),
        start=datetime(2026, 8, 25, tzinfo=brussels),
        limits=Limits(2, 45, 9, 3),
        retention=Duration(24, Unit.MONTHS),
    )


def test_ones_own_cadence_may_take_the_name_of_a_preset():
    found = policy("cadences: {long: [{after: 1 day, template: relance_1}]}")
    assert [len(cadence.steps) for cadence in found.cadences if cadence.name == "long"] == [1]


def test_the_digest_is_stable_and_ignores_itself():
    first = policy("quotes: {start: 2026-08-25}")
    assert digest_of(replace(first, digest="x")) == first.digest == policy("quotes: {start: 2026-08-25}").digest


def test_the_digest_moves_with_every_part_of_the_policy():
    base = policy()
    changed = {
        "calendar": replace(base.calendar, zone=ZoneInfo("Europe/Brussels")),
        "cadences": base.cadences[1:],
        "cadence": "long",
        "rules": (Rule(When(amount=AmountCondition(">", Decimal(1))), "long"),),
        "never": ("a@b.example",),
        "validity": Duration(21, Unit.WEEKS),
        "late_after": Duration(31, Unit.DAYS),
        "start": datetime(2026, 1, 1, tzinfo=UTC),
        "limits": Limits(gap=4),
        "retention": Duration(35, Unit.MONTHS),
        "answers_drafted": True,
    }
    assert set(changed) == {field.name for field in fields(Policy)} - {"digest"}
    digests = [digest_of(replace(base, **{name: value})) for name, value in changed.items()]
    assert len({base.digest, *digests}) == len(changed) + 1


def test_whose_mailbox_it_is():
    found = parse(
        b"""
accounts:
  - address: Anne@Atelier-Durand.example
    aliases: [contact@atelier-durand.example]
    owner: {name: Anne Durand, phone: "+33 1 00 00 00 00"}
    imap: {host: h}
    password: {env: P}
    trusted_authserv: mx.example
quotes: {senders: [devis@outil.example]}
""",
        folder=Path(),
    )
    assert account_of(found, found.accounts[0]) == Account(
        name="anne@atelier-durand.example",
        address="anne@atelier-durand.example",
        own=frozenset({"anne@atelier-durand.example", "contact@atelier-durand.example"}),
        owner=Owner("Anne Durand", "+33 1 00 00 00 00"),
        quote_senders=frozenset({"devis@outil.example"}),
        trusted_authserv="mx.example",
    )


YEAR = range(2026, 2027)
GOOD_FRIDAY, EASTER_MONDAY, BOXING_DAY = date(2026, 4, 3), date(2026, 4, 6), date(2026, 12, 26)


def days(country: str, subdivision: str | None = None) -> frozenset[date]:
    place = Jurisdiction(country, subdivision)
    return holidays_for([place], YEAR)[place]


def test_france_has_its_eleven_public_holidays():
    assert days("FR") == {
        date(2026, *day)
        for day in [(1, 1), (4, 6), (5, 1), (5, 8), (5, 14), (5, 25), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
    }


@pytest.mark.parametrize("department", ["57", "67", "68", "6AE"])
def test_alsace_and_moselle_have_two_more(department):
    assert days("FR", department) - days("FR") == {GOOD_FRIDAY, BOXING_DAY}


@pytest.mark.parametrize(
    ("country", "subdivision", "holiday"),
    [
        ("FR", "974", date(2026, 12, 20)),
        ("FR", "Guadeloupe", date(2026, 5, 27)),
        ("BE", None, date(2026, 7, 21)),
        ("CH", "GE", date(2026, 9, 10)),
        ("CH", "VD", date(2026, 9, 21)),
        ("LU", None, date(2026, 6, 23)),
        ("CA", "QC", date(2026, 6, 24)),
        ("GB", "SCT", date(2026, 11, 30)),
        ("UK", "ENG", EASTER_MONDAY),
        ("NO", None, date(2026, 5, 17)),
        ("MC", None, date(2026, 11, 19)),
    ],
)
def test_the_neighbours_keep_their_own_days(country, subdivision, holiday):
    assert holiday in days(country, subdivision)


@pytest.mark.parametrize(
    ("country", "subdivision", "said"),
    [
        ("FRA", None, "Nearest: .*FR"),
        ("XX", None, "no known country"),
        ("FR", "99", "Possible: .*57"),
        ("CH", "Zurich", "no subdivision of CH"),
        ("FR", "Zone A", "no subdivision of FR"),
        ("LU", "LUX", "have no subdivisions"),
    ],
)
def test_an_unknown_place_is_refused_with_the_nearest_ones(country, subdivision, said):
    with pytest.raises(ConfigError, match=said):
        days(country, subdivision)


def test_every_pair_that_rules_can_combine_has_a_calendar():
    found = policy("""
calendar: {subdivision: "57"}
rules: [{when: {to: a}, holidays: BE}, {when: {to: b}, holidays: CA, subdivision: QC}]
""")
    calendars = calendars_of(found, YEAR)
    assert set(calendars) == {Jurisdiction(country, part) for country in ("FR", "BE", "CA") for part in (None, "57", "QC")}
    assert calendars[Jurisdiction("BE", "57")] == calendars[Jurisdiction("BE")] == days("BE")
    assert calendars[Jurisdiction("CA", "QC")] == days("CA", "QC")
