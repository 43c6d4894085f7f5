"""The date grammar against a table of sentences, and its promises about offsets."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from mailwatch.text.dates import find_dates
from mailwatch.text.meant_dates import decision_date, return_date

TABLE = yaml.safe_load(Path(__file__).with_name("dates.yaml").read_text(encoding="utf-8"))
WEDNESDAY = date(2026, 9, 16)


def _name(row):
    return row["text"]


@pytest.mark.parametrize("row", TABLE["find"], ids=_name)
def test_a_sentence_names_exactly_these_days(row):
    found = find_dates(row["text"], row.get("read", WEDNESDAY), row.get("language"))
    expected = [] if row.get("none") else [(row["first"], row.get("last"), row.get("as", "day"), row.get("year", False))]
    assert expected == [(item.first, item.last, item.precision.value, item.explicit_year) for item in found]


@pytest.mark.parametrize("row", TABLE["return"], ids=_name)
def test_an_absence_notice_gives_the_day_of_return(row):
    assert row["day"] == return_date(row["text"], row.get("read", WEDNESDAY), None)


@pytest.mark.parametrize("row", TABLE["decision"], ids=_name)
def test_a_reply_gives_the_day_to_come_back(row):
    assert row["day"] == decision_date(row["text"], row.get("read", WEDNESDAY), None, waits=row.get("waits", False))


def test_the_table_is_large_enough_to_mean_something():
    assert sum(len(rows) for rows in TABLE.values()) >= 100


def test_offsets_point_into_the_text_as_it_was_given():
    text = "Œuvre prévue\u00a0: du 5\u202fau 16 octobre, café compris."
    [found] = find_dates(text, WEDNESDAY)
    assert text[found.start : found.end] == "5\u202fau 16 octobre"


def test_a_leap_day_without_a_year_waits_for_its_year():
    assert date(2028, 2, 29) == find_dates("le 29 février", WEDNESDAY)[0].first


def test_impossible_days_are_not_dates():
    assert find_dates("le 31 juin, le 30/02/2027 et 2026-13-40", WEDNESDAY) == ()
