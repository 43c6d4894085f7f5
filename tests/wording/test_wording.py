import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from mailwatch.model.money import Amount, Tax
from mailwatch.model.reasons import Reason, reason
from mailwatch.wording import language_of, render, say
from mailwatch.wording.catalogue import entries, plural
from mailwatch.wording.dates import day_in_words, instant_in_words, span_in_words, weekday_in_words
from mailwatch.wording.money import money
from tests.wording.codes import fields

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("day", "fr", "en"),
    [
        (date(2026, 9, 1), "1er septembre 2026", "1 September 2026"),
        (date(2026, 12, 31), "31 décembre 2026", "31 December 2026"),
        (date(2026, 2, 2), "2 février 2026", "2 February 2026"),
    ],
)
def test_days(day, fr, en):
    assert (day_in_words(day, "fr"), day_in_words(day, "en")) == (fr, en)


def test_a_day_near_by_needs_its_weekday_and_no_year():
    assert weekday_in_words(date(2026, 9, 1), "fr") == "mardi 1er septembre"
    assert weekday_in_words(date(2026, 9, 3), "en") == "Thursday 3 September"


def test_instants():
    instant = datetime(2026, 9, 3, 8, 30, tzinfo=PARIS)
    assert instant_in_words(instant, "fr", date(2026, 1, 1)) == "jeudi 3 septembre à 8\u00a0h\u00a030"
    assert instant_in_words(instant, "fr", date(2027, 1, 1)) == "jeudi 3 septembre 2026 à 8\u00a0h\u00a030"
    assert instant_in_words(instant.replace(minute=0), "fr", date(2026, 1, 1)) == "jeudi 3 septembre à 8\u00a0h"
    assert instant_in_words(instant, "en") == "Thursday 3 September 2026 at 08:30"


@pytest.mark.parametrize(
    ("span", "fr", "en"),
    [
        (timedelta(seconds=5), "0 minute", "0 minutes"),
        (timedelta(minutes=1), "1 minute", "1 minute"),
        (timedelta(hours=5, minutes=59), "5 heures", "5 hours"),
        (timedelta(hours=47), "47 heures", "47 hours"),
        (timedelta(days=2), "2 jours", "2 days"),
        (timedelta(days=60), "60 jours", "60 days"),
        (timedelta(days=61), "2 mois", "2 months"),
        (timedelta(days=792), "26 mois", "26 months"),
        (timedelta(days=1462), "4 ans", "4 years"),
    ],
)
def test_spans_of_time(span, fr, en):
    assert (span_in_words(span, "fr"), span_in_words(span, "en")) == (fr, en)


@pytest.mark.parametrize(
    ("amount", "fr", "en"),
    [
        (Amount(Decimal("4200.00"), "EUR", Tax.EXCLUDED), "4 200,00 € HT", "€4,200.00 excl. tax"),
        (Amount(Decimal("1234567.5"), "EUR", Tax.INCLUDED), "1 234 567,50 € TTC", "€1,234,567.50 incl. tax"),
        (Amount(Decimal(12), "CHF"), "12,00 CHF", "CHF 12.00"),
        (Amount(Decimal(0), "USD"), "0,00 $", "$0.00"),
    ],
)
def test_money(amount, fr, en):
    plain = str.maketrans({"\u202f": " ", "\u00a0": " "})
    assert (money(amount, "fr").translate(plain), money(amount, "en").translate(plain)) == (fr, en)
    assert " " not in money(amount, "fr"), "an amount never breaks over two lines"


@pytest.mark.parametrize(
    ("count", "fr", "en"),
    [(0, "one", "other"), (1, "one", "one"), (1.5, "one", "other"), (2, "other", "other"), (100, "other", "other")],
)
def test_plural_rules(count, fr, en):
    assert (plural(count, "fr"), plural(count, "en")) == (fr, en)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr"}, "fr"),
        ({"LANG": "en_GB"}, "en"),
        ({"LANG": "de_DE"}, "en"),
        ({"LANG": "fr_FR", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "fr_CA"}, "fr"),
        ({"LC_ALL": "", "LANG": "fr_FR"}, "fr"),
        ({}, "en"),
    ],
)
def test_the_language_before_any_configuration(environment, expected):
    assert language_of(environment) == expected


def test_an_unknown_reason_is_shown_rather_than_hidden():
    assert render(reason("not_in_any_table", days=3, who="x"), "fr") == "not_in_any_table days=3 who=x"


SAMPLES = {"until": "2026-09-01", "at": "2026-09-03T06:30:00+00:00"}


@pytest.mark.parametrize(("code", "texts"), [pytest.param(code, texts, id=code) for _, code, texts in entries("reasons")])
def test_every_reason_renders(code, texts):
    names = set(re.findall(r"\{(\w+)", str(texts["fr"])))
    for language in ("fr", "en"):
        assert render(Reason(code, tuple((name, SAMPLES.get(name, 2)) for name in sorted(names))), language)


@pytest.mark.parametrize(("code", "texts"), [pytest.param(code, texts, id=code) for _, code, texts in entries("messages")])
def test_every_message_renders_and_names_only_simple_parameters(code, texts):
    parameters = dict.fromkeys(fields(texts["en"]), 2)
    assert all(name.isidentifier() for name in parameters)
    for language in ("fr", "en"):
        assert say(code, language, **parameters)


def test_dates_in_reasons_are_said_in_words_and_instants_in_the_owners_zone(monkeypatch):
    table = {"sample": {"fr": "jusqu'au {until}, dès {at}, {reference}, {what}", "en": ""}}
    monkeypatch.setattr("mailwatch.wording.catalogue._reasons", lambda: table)
    given = reason("sample", until="2026-09-01", at="2026-09-03T06:30:00+00:00", reference="2026-09-01", what="2026-99-99")
    assert (
        render(given, "fr", PARIS).replace("\u00a0", " ")
        == "jusqu'au 1er septembre 2026, dès jeudi 3 septembre 2026 à 8 h 30, 2026-09-01, 2026-99-99"
    )
    assert "6\u00a0h\u00a030" in render(given, "fr", UTC)


def test_a_message_chooses_its_plural_form(monkeypatch):
    table = {
        "sample": {"fr": {"one": "{count} jour", "other": "{count} jours"}, "en": {"one": "{count} day", "other": "{count} days"}}
    }
    monkeypatch.setattr("mailwatch.wording.catalogue._message", table.get)
    assert [say("sample", "fr", count=count) for count in (0, 1, 2)] == ["0 jour", "1 jour", "2 jours"]
    assert [say("sample", "en", count=count) for count in (0, 1, 2)] == ["0 days", "1 day", "2 days"]


def test_a_message_that_does_not_exist_is_a_bug():
    with pytest.raises(KeyError):
        say("no_such_message", "fr")
    with pytest.raises(KeyError):
        say("config_no_such_file", "fr")
