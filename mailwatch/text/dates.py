"""Dates as people write them in mail.

General-purpose date parsers read "Je" as Thursday and know nothing of "début septembre" or "à la rentrée";
hence a grammar of our own. Only words are read here: no holidays, no clock.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from mailwatch.text.date_readers import Context, Precision, Span, make_date
from mailwatch.text.date_rules import ORDINAL, RULES, WEEKDAY_BEFORE

__all__ = ["FoundDate", "Precision", "find_dates", "folded"]


@dataclass(frozen=True, slots=True)
class FoundDate:
    """``text[start:end]`` names ``first`` (and ``last``, the last day meant, for anything longer than a day).

    ``first`` of a part of a month is the day to act on: 5 (early), 16 (mid), 25 (in the course of), the last working
    day (end). ``explicit_year`` is false when the year was inferred.
    """

    start: int
    end: int
    first: date
    last: date | None
    precision: Precision
    explicit_year: bool


class _Folding(dict[int, str]):
    """One character for one, so that offsets stay true."""

    def __missing__(self, code: int) -> str:
        letter = unicodedata.normalize("NFKD", chr(code))[0].lower()
        self[code] = letter if len(letter) == 1 else chr(code)
        return self[code]


_FOLDING = _Folding({0x2019: "'", 0x2018: "'", 0x02BC: "'", 0x00A0: " ", 0x202F: " ", 0x2009: " ", 0x2013: "-", 0x2014: "-"})
_ANY_DATE = re.compile(
    r"\d|janv|fev|feb|mar[sc]|avr|apr|abr|ma[iy]|jui|jun|prin|jul|ao?u[gt]|ago|sep|oct|okt|ott|outu|nov|dec|dez|di[ecm]|lun|mard|merc|jeud|vend|sam|sab|mon|tue"
    r"|wed|thu|fri|sat|sun|woch|seman|semai|week|settim|demain|tomor|morgen|domani|manana|today|aujour|heute|hoy|oggi|ce (?:jour|soir|mat)|vandaag|mois|month"
    r"|mes|maand|monat|ann|an\b|ans\b|year|jahr|ano|jaar|rentr|fetes|vacanc|holiday|conge|noel|christm|ete\b|summer|print|auto|hiver|spring|fall|wint|trim"
    r"|quart|kwart|exerc|paques|easter|pentec|tous|saint|ascen|quinz|huit|fortn|jour|day|tag|dia|gior|dag|eo[wmy]\b"
)
#: Longer than what leads to a date, or follows in it.
_AROUND = 50
_CONNECTOR = r"(?:au|a|to|through|thru|until|till|-|jusqu'au|bis(?:\s+zum)?|al|a|tot(?:\s+en\s+met)?|t/m)"
_HOUR = r"(?:(?:(?:au|le|in\s+the)\s+)?(?:matin|soir|midi|morning|evening|afternoon|noon)|(?:a\s+)?\d\d?\s?h(?:\d\d)?)"
_BETWEEN = re.compile(rf"\s*(?:{_HOUR}\s+)?(?:{_CONNECTOR}|inclus\s+au)\s*(?:{WEEKDAY_BEFORE}|le\s+|the\s+)?")
_BETWEEN_AND = re.compile(r"\s*(?:et|and|und|y|e|en)\s*(?:le\s+|the\s+|el\s+|il\s+)?")
_EARLIER_DAY = re.compile(
    rf"(?:\b{WEEKDAY_BEFORE})?(?<![\d.,/])(?P<day>3[01]|[12]\d|0?[1-9]){ORDINAL}\s*"
    rf"(?:{_CONNECTOR}\s*(?:{WEEKDAY_BEFORE}|le\s+|the\s+)?|(?<=\d)\s+(?:et|and|ou|or|&)\s+(?:le\s+|the\s+)?)$"
)
_LATER_DAY = re.compile(
    r"\s*(?:-|to|through|until|till)\s*(?:the\s+)?(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d/:]|\s*(?:h\b|am|pm))"
)
_WEEK_OF = re.compile(
    rf"\b(?:semaine|week|woche|semana|settimana)\s+(?:du|of|commencing|beginning|starting|vom|del|van)\s+(?:{WEEKDAY_BEFORE}|the\s+)?$"
)


def folded(text: str) -> str:
    """Lower case, no accents, plain apostrophes, hyphens and spaces; as long as ``text``."""
    return text.translate(_FOLDING)


def find_dates(text: str, reference: date, language: str | None = None, *, back: int = 0) -> tuple[FoundDate, ...]:
    """Every date named, in order, without overlap.

    A date without a year is the first on or after ``reference`` less ``back`` days. 9/12 is the 9th of December,
    9/13 in English the 13th of September.
    """
    plain = folded(text)
    if not _ANY_DATE.search(plain):
        return ()
    context = Context(reference, back, month_first=language == "en")
    found = _widened(plain, _without_overlap(_candidates(plain, context)), context)
    return tuple(_ranges(plain, found))


def _candidates(plain: str, context: Context) -> Iterator[FoundDate]:
    for start, end in _windows(plain):
        for pattern, read in RULES:
            for match in pattern.finditer(plain, start, end):
                span = read(match, context)
                if span:
                    named = "d" if "d" in pattern.groupindex and match["d"] else 0
                    yield _found(span, match.start(named), match.end(named))


def _windows(plain: str) -> Iterator[tuple[int, int]]:
    """Stretches around digits and calendar words: the rules are many, and most of a text has neither."""
    start = end = -1
    for hint in _ANY_DATE.finditer(plain):
        if hint.start() - _AROUND > end:
            if end > 0:
                yield start, end
            start = _space_before(plain, hint.start() - _AROUND)
        after = plain.find(" ", hint.end() + _AROUND)
        end = after if after >= 0 else len(plain)
    if end > 0:
        yield start, end


def _space_before(plain: str, position: int) -> int:
    return plain.rfind(" ", 0, position) + 1 if position > 0 else 0


def _found(span: Span, start: int, end: int) -> FoundDate:
    return FoundDate(start, end, span.first, span.last, span.precision, span.explicit_year)


def _without_overlap(candidates: Iterable[FoundDate]) -> list[FoundDate]:
    kept: list[FoundDate] = []
    for found in sorted(candidates, key=lambda item: (item.start, -item.end)):
        if not kept or found.start >= kept[-1].end:
            kept.append(found)
    return kept


def _widened(plain: str, found: list[FoundDate], context: Context) -> list[FoundDate]:
    """Days that borrow their month from a neighbour ("du 3 au 21 août", "August 3-21") and weeks named by a day."""
    widened: list[FoundDate] = []
    for item in found:
        if item.precision is not Precision.DAY:
            widened.append(item)
            continue
        earlier = _EARLIER_DAY.search(plain, max(0, item.start - 40), item.start)
        start = earlier.start("day") if earlier else item.start
        while widened and earlier and widened[-1].end > start:
            widened.pop()
        widened.append(_borrowed(plain, item, earlier, context))
    return _without_overlap(widened)


def _borrowed(plain: str, item: FoundDate, earlier: re.Match[str] | None, context: Context) -> FoundDate:
    if earlier:
        first = _same_month_or_before(item.first, int(earlier["day"]))
        return replace(item, start=earlier.start("day"), first=first or item.first, last=item.first)
    later = _LATER_DAY.match(plain, item.end) if plain[item.start].isalpha() else None
    last = make_date(item.first.year, item.first.month, int(later["day"])) if later else None
    if later and last and last > item.first:
        return replace(item, end=later.end("day"), last=last)
    if later and last and not item.explicit_year and last < context.reference:
        return item
    if _WEEK_OF.search(plain, max(0, item.start - 40), item.start):
        return replace(item, last=item.first + timedelta(days=6 - item.first.weekday()), precision=Precision.WEEK)
    return item


def _same_month_or_before(day: date, number: int) -> date | None:
    if number <= day.day:
        return make_date(day.year, day.month, number)
    before = day.replace(day=1) - timedelta(days=1)
    return make_date(before.year, before.month, number)


def _ranges(plain: str, found: list[FoundDate]) -> Iterator[FoundDate]:
    waiting: FoundDate | None = None
    for item in found:
        if waiting and _is_range(plain, waiting, item):
            waiting = _joined(waiting, item)
            continue
        if waiting:
            yield waiting
        waiting = item
    if waiting:
        yield waiting


def _is_range(plain: str, one: FoundDate, other: FoundDate) -> bool:
    if one.precision is not other.precision or (one.last and one.precision is Precision.DAY):
        return False
    if _BETWEEN.fullmatch(plain, one.end, other.start):
        return True
    lead = plain[max(0, one.start - 20) : one.start]
    return bool(
        re.search(r"\b(?:entre|between|zwischen|tra|tussen)\s+(?:le\s+|the\s+)?$", lead)
        and _BETWEEN_AND.fullmatch(plain, one.end, other.start)
    )


def _joined(one: FoundDate, other: FoundDate) -> FoundDate:
    last = other.last or other.first
    first = one.first
    if first > last or (other.explicit_year and not one.explicit_year):
        year = last.year if (first.month, first.day) <= (last.month, last.day) else last.year - 1
        first = make_date(year, first.month, first.day) or first
    return replace(one, end=other.end, first=first, last=last, explicit_year=other.explicit_year)
