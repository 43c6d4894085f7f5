"""Days, instants and spans of time as people say them."""

from datetime import date, datetime, timedelta
from typing import Literal

_MONTHS = {
    "fr": (
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
_WEEKDAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_UNITS = {
    "fr": {"minute": "minute", "hour": "heure", "day": "jour", "week": "semaine", "month": "mois", "year": "an"},
    "en": {"minute": "minute", "hour": "hour", "day": "day", "week": "week", "month": "month", "year": "year"},
}

_NO_BREAK = "\u00a0"
_MONTH_DAYS = 30.4375  # a twelfth of the mean Julian year
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def day_in_words(day: date, language: Literal["fr", "en"]) -> str:
    """``1er septembre 2026``, ``1 September 2026``."""
    number = "1er" if day.day == 1 and language == "fr" else str(day.day)
    return f"{number} {_MONTHS[language][day.month - 1]} {day.year}"


def weekday_in_words(day: date, language: Literal["fr", "en"]) -> str:
    """``jeudi 3 septembre``, ``Thursday 3 September``: for days near enough to need no year."""
    number = "1er" if day.day == 1 and language == "fr" else str(day.day)
    return f"{_WEEKDAYS[language][day.weekday()]} {number} {_MONTHS[language][day.month - 1]}"


def instant_in_words(instant: datetime, language: Literal["fr", "en"], today: date | None = None) -> str:
    """``jeudi 3 septembre 2026 à 8 h 30``, ``Thursday 3 September 2026 at 08:30``, in the zone of ``instant``.

    The year is left out when it is that of ``today``.
    """
    day = weekday_in_words(instant.date(), language)
    year = "" if today and today.year == instant.year else f" {instant.year}"
    return f"{day}{year} {'à' if language == 'fr' else 'at'} {time_in_words(instant, language)}"


def time_in_words(instant: datetime, language: Literal["fr", "en"]) -> str:
    """``8 h 30``, ``8 h`` (no-break spaces), ``08:30``."""
    if language == "en":
        return f"{instant:%H:%M}"
    hour = f"{instant.hour}{_NO_BREAK}h"
    return f"{hour}{_NO_BREAK}{instant.minute:02}" if instant.minute else hour


def span_in_words(span: timedelta, language: Literal["fr", "en"]) -> str:
    """A length of time in the one unit a person would choose, rounded down: ``26 mois``, ``3 jours``, ``2 hours``.

    Months from two months on, years from four years on, since "26 months" says more than "2 years".
    """
    count, unit = _span(span)
    name = _UNITS[language][unit]
    singular = count < 2 if language == "fr" else count == 1  # noqa: PLR2004 - CLDR plural rule
    return f"{count} {name}" if singular or name.endswith("s") else f"{count} {name}s"


def _span(span: timedelta) -> tuple[int, str]:
    seconds = abs(span.total_seconds())
    days = seconds / _DAY
    if seconds < _HOUR:
        return int(seconds // _MINUTE), "minute"
    if seconds < 2 * _DAY:
        return int(seconds // _HOUR), "hour"
    if days < 2 * _MONTH_DAYS:
        return int(days), "day"
    if days < 48 * _MONTH_DAYS:
        return int(days / _MONTH_DAYS), "month"
    return int(days / (12 * _MONTH_DAYS)), "year"
