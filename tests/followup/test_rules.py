from dataclasses import replace
from decimal import Decimal

import pytest

from mailwatch.errors import InvariantBroken
from mailwatch.followup.fold import fold
from mailwatch.followup.rules import glob, jurisdiction_for, policy_for
from mailwatch.model.facts import Setting
from mailwatch.model.policy import AmountCondition, Jurisdiction, Rule, When
from tests.followup.story import FRANCE, POLICY, ZOE, sent, setting


def ruled(*rules, facts=None, holidays=None, **details):
    conversation = fold([sent(**details), *(facts or [])])
    policy = replace(POLICY, rules=rules)
    return policy_for(conversation.quote, conversation, policy, holidays or {FRANCE: frozenset()})


def cadence_under(when, **details):
    return ruled(Rule(when, cadence="urgent"), **details).cadence.name


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("*urgent*", "Devis URGENT D-12", True),
        ("*@agence.example", "paul@agence.example", True),
        ("*@agence.example", "paul@autre-agence.example", False),
        ("*[urgent]*", "Devis [urgent]", True),
        ("*[urgent]*", "Devis u", False),
        ("devis ?", "Devis A", True),
        ("devis ?", "Devis", False),
        ("*été*", "Devis d'ÉTÉ", True),
    ],
)
def test_globs_ignore_case_and_know_only_star_and_question_mark(pattern, text, expected):
    assert glob(pattern, text) is expected


def test_a_rule_by_recipient_tries_every_to_and_cc():
    assert cadence_under(When(to="zoe@*"), to=("marc@client.example", ZOE)) == "urgent"
    assert cadence_under(When(to="zoe@*")) == "standard"


def test_a_rule_by_subject():
    assert cadence_under(When(subject="*urgent*"), subject="Devis URGENT") == "urgent"
    assert cadence_under(When(subject="*urgent*")) == "standard"


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        (">=", "4200", "urgent"),
        (">", "4200", "standard"),
        ("<", "5000", "urgent"),
        ("<=", "4199.99", "standard"),
        ("=", "4200", "urgent"),
    ],
)
def test_a_rule_by_amount(operator, value, expected):
    assert cadence_under(When(amount=AmountCondition(operator, Decimal(value)))) == expected


def test_a_quote_without_an_amount_matches_no_rule_on_amounts():
    assert cadence_under(When(amount=AmountCondition("<", Decimal(5000))), amount=None) == "standard"


def test_a_rule_by_language_follows_what_the_owner_set():
    assert cadence_under(When(language="en")) == "standard"
    assert cadence_under(When(language="en"), facts=[setting("2026-09-01 10:00", Setting.LANGUAGE, "en")]) == "urgent"


def test_all_keys_of_one_when_must_hold():
    both = When(to="*@client.example", subject="*urgent*")
    assert cadence_under(both) == "standard"
    assert cadence_under(both, subject="urgent") == "urgent"


def test_for_each_of_the_three_the_first_rule_that_matches_and_gives_it_wins():
    everybody = When(to="*")
    rules = (
        Rule(everybody, holidays="BE"),
        Rule(everybody, cadence="single"),
        Rule(everybody, cadence="urgent", holidays="CH", subdivision="GE"),
    )
    conversation = fold([sent()])
    policy = replace(POLICY, rules=rules)
    assert jurisdiction_for(conversation.quote, conversation, policy) == Jurisdiction("BE", "GE")
    given = policy_for(conversation.quote, conversation, policy, {Jurisdiction("BE", "GE"): frozenset()})
    assert given.cadence.name == "single"


def test_the_default_subdivision_does_not_follow_another_country():
    home = replace(POLICY.calendar, jurisdiction=Jurisdiction("FR", "57"))
    policy = replace(POLICY, calendar=home, rules=(Rule(When(to="*@client.example"), holidays="BE"),))
    conversation = fold([sent()])
    assert jurisdiction_for(conversation.quote, conversation, policy) == Jurisdiction("BE", None)
    assert jurisdiction_for(conversation.quote, conversation, replace(policy, rules=())) == Jurisdiction("FR", "57")


def test_the_owners_cadence_for_a_quote_wins_over_every_rule():
    facts = [setting("2026-09-01 10:00", Setting.CADENCE, "single")]
    assert ruled(Rule(When(to="*"), cadence="urgent"), facts=facts).cadence.name == "single"


def test_a_cadence_that_no_longer_exists_is_passed_over():
    facts = [setting("2026-09-01 10:00", Setting.CADENCE, "of last year")]
    assert ruled(facts=facts).cadence.name == "standard"


def test_holidays_that_nobody_gave_are_our_bug():
    with pytest.raises(InvariantBroken, match="BE"):
        ruled(Rule(When(to="*"), holidays="BE"))


def test_a_limit_of_no_touches_means_no_follow_ups():
    conversation = fold([sent()])
    policy = replace(POLICY, limits=replace(POLICY.limits, touches=0))
    given = policy_for(conversation.quote, conversation, policy, {FRANCE: frozenset()})
    assert (given.cadence, [because.code for because in given.because]) == (None, ["no_touch_allowed"])
