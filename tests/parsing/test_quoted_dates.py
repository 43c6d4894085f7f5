# ruff: noqa: RUF001 - other alphabets are under test
from datetime import datetime, timedelta, timezone

import pytest

from mailwatch.parsing.quoted_dates import find_date

AT = datetime(2026, 9, 1, 14, 5)  # noqa: DTZ001 - programs often state no zone


@pytest.mark.parametrize(
    "text",
    [
        "Le mar. 1 sept. 2026 à 14:05, X",
        "mardi 1er septembre 2026 14 h 05",
        "01/09/2026 14:05",
        "01/09/26  14h05",
        "2026-09-01 14:05:59",
        "Sep 1, 2026, at 2:05 PM",
        "9/1/2026 2:05 PM",
        "14:05 01.09.2026",
        "1. září 2026 14:05",
        "1 сент. 2026 г., 14:05",
        "2026年9月1日 下午2:05",
        "2026년 9월 1일 오후 2:05",
        "1. rujna 2026 u 14:05",
    ],
)
def test_an_instant_is_read_to_the_minute(text: str) -> None:
    found = find_date(text)
    assert found is not None
    assert found.at == AT


def test_a_stated_zone_is_kept() -> None:
    found = find_date("mardi 1 septembre 2026 à 14:05:00 UTC-4")
    assert found is not None
    assert found.at == AT.replace(tzinfo=timezone(-timedelta(hours=4)))


@pytest.mark.parametrize("text", ["01/09/2026", "1 septembre 2026"])
def test_a_day_without_a_time_is_no_instant(text: str) -> None:
    found = find_date(text)
    assert found is not None
    assert found.at is None


@pytest.mark.parametrize("text", ["", "D-2026-014", "35/13/2026 10:00", "12 pages", "1.2.3.4:8080"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert find_date(text) is None
