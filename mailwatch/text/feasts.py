"""Times of the year that are named, not numbered: the new term, holidays, seasons, feasts."""

import calendar
import re
from datetime import date, timedelta

from mailwatch.text.date_readers import Context, Precision, Span, add_months, occurrence, weekday_on_or_after, working_day_from


def new_term(match: re.Match[str], context: Context) -> Span:
    """The first Monday of September; of January when spoken of in November or later, or named so (French rentrée)."""
    del match
    september = weekday_on_or_after(date(context.reference.year, 9, 1), calendar.MONDAY)
    if context.reference <= september:
        return Span(september, None, Precision.MONTH_PART)
    return Span(weekday_on_or_after(date(context.reference.year + 1, 1, 2), calendar.MONDAY), None, Precision.MONTH_PART)


def after_holidays(match: re.Match[str], context: Context) -> Span:
    summer = match["summer"] or (match["any"] and 4 <= context.reference.month <= 8)  # noqa: PLR2004 (April to August)
    if summer:
        found = weekday_on_or_after(date(context.reference.year, 9, 1), calendar.MONDAY)
        if found < context.reference:
            found = weekday_on_or_after(date(context.reference.year + 1, 9, 1), calendar.MONDAY)
        return Span(found, None, Precision.MONTH_PART)
    year = context.reference.year + (context.reference.month > 1 or context.reference.day > 2)  # noqa: PLR2004 (2 January)
    return Span(working_day_from(date(year, 1, 3)), None, Precision.MONTH_PART)


_SEASONS = {"p": 3, "s": 3, "a": 9, "f": 9, "e": 6, "h": 12, "w": 12}


def season(match: re.Match[str], context: Context) -> Span | None:
    name = match["season"]
    month = 6 if name == "summer" else _SEASONS[name[0]]
    if match["over"]:
        end = occurrence(month % 12 + 3, 21, context)
        return Span(end, None, Precision.MONTH_PART) if end else None
    found = occurrence(month, 21, context)
    return Span(found, add_months(found, 3) - timedelta(days=1), Precision.QUARTER) if found else None


def _easter(year: int) -> date:
    """Anonymous Gregorian computus (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


_FIXED_FEASTS = {"noel": (12, 25), "christmas": (12, 25), "toussaint": (11, 1), "saint-jean": (6, 24)}
_DAYS_AFTER_EASTER = {"ascension": 39, "pentecote": 49}


def feast(match: re.Match[str], context: Context) -> Span | None:
    name = match["feast"].replace(" ", "-")
    if name in _FIXED_FEASTS:
        found = occurrence(*_FIXED_FEASTS[name], context)
        return Span(found) if found else None
    after = timedelta(days=_DAYS_AFTER_EASTER.get(name, 0))
    days = (_easter(context.reference.year + offset) + after for offset in range(2))
    return next((Span(day) for day in days if day >= context.reference), None)


def construction_break(match: re.Match[str], context: Context) -> Span | None:
    """Québec: the last two full weeks of July; work resumes on the Monday after."""
    del match
    found = occurrence(7, 31, context)
    return Span(weekday_on_or_after(found, calendar.MONDAY)) if found else None
