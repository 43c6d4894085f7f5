"""What each way of naming a day, a week, a month, a quarter or a delay means: one function per rule of ``date_rules``.

Words without a year mean the first occurrence on or after the reference day, less ``Context.back`` days.
"""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mailwatch.text import calendar_words as words


class Precision(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH_PART = "month_part"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DURATION = "duration"


@dataclass(frozen=True, slots=True)
class Context:
    """``back``: how many days before the reference a date without a year may lie. ``month_first``: 9/12 may be September 12."""

    reference: date
    back: int = 0
    month_first: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """``first`` is the day to act on; ``last`` the last day meant, None for a single day."""

    first: date
    last: date | None = None
    precision: Precision = Precision.DAY
    explicit_year: bool = False


def _numbered(*tables: Mapping[int, str]) -> dict[str, int]:
    return {word: number for table in tables for number, entry in table.items() for word in entry.split()}


MONTHS = _numbered(words.MONTH_SHORT, words.MONTH_NAMES)
WEEKDAYS = _numbered(words.WEEKDAY_NAMES)
_UNIT = {word: name for name, entry in words.UNITS.items() for word in entry.split()}


def weekday_on_or_after(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def working_day_after(day: date) -> date:
    """The next Monday-to-Friday day strictly after ``day``; holidays are not known here."""
    return working_day_from(day + timedelta(days=1))


def working_day_from(day: date) -> date:
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() > calendar.FRIDAY else 0)


def _working_day_up_to(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - calendar.FRIDAY))


def month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def occurrence(month: int, day: int, context: Context) -> date | None:
    """The first such day on or after the reference less ``back`` days; None for 31 June."""
    earliest = context.reference - timedelta(days=context.back)
    candidates = (make_date(year, month, day) for year in range(earliest.year, earliest.year + 9))
    return next((found for found in candidates if found and found >= earliest), None)


def _year(text: str | None) -> int | None:
    if not text:
        return None
    text = text.lstrip("'")
    return int(text) if len(text) == len("2026") else 2000 + int(text)


def _dated(year: int | None, month: int, day: int, context: Context) -> Span | None:
    found = make_date(year, month, day) if year else occurrence(month, day, context)
    return Span(found, explicit_year=year is not None) if found else None


def iso(match: re.Match[str], context: Context) -> Span | None:
    return _dated(int(match["year"]), int(match["month"]), int(match["day"]), context)


def numeric(match: re.Match[str], context: Context) -> Span | None:
    day, month = int(match["a"]), int(match["b"])
    if month > _YEAR_MONTHS or (context.month_first and day <= _YEAR_MONTHS < month):
        day, month = month, day
    if not _group(match, "year", "lead") and len(match["a"] + match["b"]) < len("1209"):
        return None
    return _dated(_year(_group(match, "year")), month, day, context)


def written(match: re.Match[str], context: Context) -> Span | None:
    day = 1 if match["day"] in {"premier", "first"} else int(match["day"])
    return _dated(_year(match["year"]), MONTHS[match["month"]], day, context)


def weekday_and_day(match: re.Match[str], context: Context) -> Span | None:
    """Monday 12: the first month in which the two agree, else the first 12th."""
    day, weekday = int(match["day"]), WEEKDAYS[match["weekday"]]
    found = [option for option in _days_of_month(day, context) if option.weekday() == weekday]
    return Span(found[0]) if found else day_alone(match, context)


def _days_of_month(day: int, context: Context) -> list[date]:
    earliest = context.reference
    starts = (add_months(earliest.replace(day=1), offset) for offset in range(5))
    return [option for start in starts if (option := make_date(start.year, start.month, day)) and option >= earliest]


def day_alone(match: re.Match[str], context: Context) -> Span | None:
    found = _days_of_month(int(match["day"]), context)
    return Span(found[0]) if found else None


_YEAR_MONTHS = 12


def _group(match: re.Match[str], *names: str) -> str:
    """The first of these groups that took part; rules that lack a group simply do not name it."""
    groups = match.groupdict()
    return next((groups[name] for name in names if groups.get(name)), "")


def _part(match: re.Match[str]) -> str:
    return next((name for name in words.PARTS if _group(match, name)), "")


def _within(part: str, first: date, last: date, context: Context, *, explicit: bool) -> Span:
    """A part of a period of at least a month."""
    del context
    third = (last - first).days // 3
    days = {
        "start": (first + timedelta(days=4), first + timedelta(days=third)),
        "middle": (first + timedelta(days=15) if third < 20 else first + (last - first) / 2, first + timedelta(days=2 * third)),  # noqa: PLR2004 (a month or more)
        "end": (_working_day_up_to(last), last),
        "course": (last.replace(day=25), last),
    }
    return Span(*days[part], Precision.MONTH_PART, explicit_year=explicit)


def numeric_range(match: re.Match[str], context: Context) -> Span | None:
    last = occurrence(int(match["last"]), int(match["later"]), context)
    first = last and make_date(last.year, int(match["month"]), int(match["day"]))
    return Span(first, last) if first and last and first <= last else None


def weekday_of_month(match: re.Match[str], context: Context) -> Span | None:
    """The second Thursday of a month; "last" counts from its end."""
    number, weekday, year = MONTHS[match["month"]], WEEKDAYS[match["weekday"]], _year(match["year"])
    years = [year] if year else [context.reference.year, context.reference.year + 1]
    days = [_nth(match["rank"], weekday, date(one, number, 1)) for one in years]
    earliest = context.reference - timedelta(days=context.back)
    return next((Span(day, explicit_year=year is not None) for day in days if year or day >= earliest), None)


def _nth(rank: str, weekday: int, first: date) -> date:
    if rank.startswith(("dern", "last")):
        return weekday_on_or_after(month_end(first) - timedelta(days=6), weekday)
    return weekday_on_or_after(first, weekday) + timedelta(weeks=_RANK["4" if rank == "fourth" else rank[0]] - 1)


def week_of_month(match: re.Match[str], context: Context) -> Span | None:
    """A week belongs to the month that has its Thursday (ISO 8601 does the same with years)."""
    number, year = MONTHS[match["month"]], _year(match["year"])
    for one in [year] if year else [context.reference.year, context.reference.year + 1]:
        monday = _nth(match["rank"], calendar.THURSDAY, date(one, number, 1)) - timedelta(days=3)
        if year or monday + timedelta(days=6) >= context.reference - timedelta(days=context.back):
            return Span(
                max(monday, date(one, number, 1)), monday + timedelta(days=6), Precision.WEEK, explicit_year=year is not None
            )
    return None


def month(match: re.Match[str], context: Context) -> Span | None:
    number, year = MONTHS[match["month"]], _year(_group(match, "year"))
    part = _part(match)
    probe = date(year or context.reference.year, number, 1)
    if not year and (_within(part, probe, month_end(probe), context, explicit=False).first if part else month_end(probe)) < (
        context.reference - timedelta(days=context.back)
    ):
        probe = probe.replace(year=probe.year + 1)
    if part:
        return _within(part, probe, month_end(probe), context, explicit=year is not None)
    return Span(probe, month_end(probe), Precision.MONTH, explicit_year=year is not None)


def fortnight(match: re.Match[str], context: Context) -> Span | None:
    number, second = MONTHS[match["month"]], match["half"][0] in "sd2"
    found = occurrence(number, 15, Context(context.reference, max(context.back, 14)))
    if not found:
        return None
    return (
        Span(found.replace(day=16), month_end(found), Precision.MONTH_PART)
        if second
        else Span(found.replace(day=1), found, Precision.MONTH_PART)
    )


def _period(first: date, months: int, match: re.Match[str], context: Context, *, explicit: bool = False) -> Span:
    last = add_months(first, months) - timedelta(days=1)
    part = _part(match)
    if part and part != "course":
        return _within(part, first, last, context, explicit=explicit)
    return Span(first, last, Precision.YEAR if months == _YEAR_MONTHS else Precision.QUARTER, explicit_year=explicit)


_RANK = {"1": 1, "p": 1, "f": 1, "2": 2, "d": 2, "s": 2, "3": 3, "t": 3, "4": 4, "q": 4}


def quarter(match: re.Match[str], context: Context) -> Span:
    months = 6 if match["unit"].startswith(("sem", "h", "hal")) else 3
    rank = 4 if match["rank"].startswith(("dern", "last", "fo")) else _RANK[match["rank"][0]]
    year = _year(match["year"])
    first = date(year or context.reference.year, min(1 + (rank - 1) * months, 7 if months > 3 else 10), 1)  # noqa: PLR2004 (half-year, quarter)
    if not year and add_months(first, months) <= context.reference:
        first = first.replace(year=first.year + 1)
    return _period(first, months, match, context, explicit=year is not None)


def next_quarter(match: re.Match[str], context: Context) -> Span:
    months = 6 if "sem" in match[0] else 3
    start = context.reference.replace(month=(context.reference.month - 1) // months * months + 1, day=1)
    return _period(add_months(start, months), months, match, context)


def this_quarter(match: re.Match[str], context: Context) -> Span:
    months = 6 if "sem" in match[0] or "half" in match[0] else 3
    start = context.reference.replace(month=(context.reference.month - 1) // months * months + 1, day=1)
    return _period(start, months, match, context)


def year_ahead(match: re.Match[str], context: Context) -> Span | None:
    named = _group(match, "year")
    year = _year(named) or context.reference.year + 1
    if year <= context.reference.year and not _part(match):
        return None
    return _period(date(year, 1, 1), 12, match, context, explicit=bool(named))


def end_of_year(match: re.Match[str], context: Context) -> Span:
    del match
    last = date(context.reference.year, 12, 31)
    return Span(_working_day_up_to(last), last, Precision.MONTH_PART)


def _week(monday: date, part: str = "") -> Span:
    first = monday + timedelta(days={"middle": 2, "end": 4}.get(part, 0))
    return Span(first, monday + timedelta(days=6), Precision.WEEK)


def week_number(match: re.Match[str], context: Context) -> Span | None:
    earliest = context.reference - timedelta(days=max(context.back, 6))
    for year in range(earliest.year, earliest.year + 2):
        try:
            monday = date.fromisocalendar(year, int(match["week"]), 1)
        except ValueError:
            return None
        if monday >= earliest:
            return _week(monday)
    return None


def relative_week(match: re.Match[str], context: Context) -> Span:
    monday = context.reference - timedelta(days=context.reference.weekday())
    days = 0 if _group(match, "this") else 14 if _group(match, "second") else 7
    return _week(monday + timedelta(days=days), _part(match))


def end_of_week(match: re.Match[str], context: Context) -> Span:
    del match
    friday = weekday_on_or_after(context.reference, calendar.FRIDAY)
    return Span(friday, friday + timedelta(days=2), Precision.WEEK)


def relative_month(match: re.Match[str], context: Context) -> Span:
    first = add_months(context.reference.replace(day=1), 1 if _group(match, "next", "nextb") or "prochain" in match[0] else 0)
    if part := _part(match):
        return _within(part, first, month_end(first), context, explicit=False)
    return Span(first, month_end(first), Precision.MONTH)


def relative_day(match: re.Match[str], context: Context) -> Span:
    days = 2 if match["after"] else 1 if match["tomorrow"] else 0
    return Span(context.reference + timedelta(days=days))


def named_weekday(match: re.Match[str], context: Context) -> Span | None:
    if _group(match, "past", "pastb", "habit"):
        return None
    day = weekday_on_or_after(context.reference + timedelta(days=1), WEEKDAYS[match["weekday"]])
    return Span(day + timedelta(days=7 if _group(match, "eight") else 0))


def _number(text: str) -> int:
    return int(text) if text.isdigit() else words.NUMBERS[re.sub(r"\s+", " ", text)]


def duration(match: re.Match[str], context: Context) -> Span | None:
    count, unit = _number(match["more"] or match["count"]), _UNIT[match["unit"]]
    if _group(match, "half") and unit == "month":
        return Span(add_months(context.reference, count) + timedelta(days=15), None, Precision.DURATION)
    if unit in {"month", "year"}:
        return Span(add_months(context.reference, count * (12 if unit == "year" else 1)), None, Precision.DURATION)
    day = context.reference
    if _group(match, "working", "pre") and unit == "day":
        for _ in range(count):
            day = working_day_after(day)
        return Span(day, None, Precision.DURATION)
    return Span(day + timedelta(days=count * (7 if unit == "week" else 1)), None, Precision.DURATION)


def fixed_delay(match: re.Match[str], context: Context) -> Span:
    days = 2 if "48" in match[0] else 8 if "huit" in match[0] else 14 if "fort" in match[0] else 15
    return Span(context.reference + timedelta(days=days), None, Precision.DURATION)
