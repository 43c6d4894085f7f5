"""Dates inside attribution lines and quoted header blocks: the grammar of mail programs, not of people.

``text.dates`` reads what people write about the future; here a program states an instant of the past, always with a
year. Ambiguous numbers are day first unless the clock is an American one.
"""
# ruff: noqa: RUF001 - characters of other scripts are matched

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Final

from mailwatch.text.attribution_lines import MONTHS
from mailwatch.text.tokens import fold

_LONGEST: Final = 600
_YEAR: Final = r"(?P<y>(?:19|20)\d\d)"
_WORD: Final = r"(?P<m>[^\W\d_]{3,14})"
_LINK: Final = r"(?:\s?(?:de|of|di|del|d'|do|m\.|,)\s?|\s|-|/|\.\s?){1,3}"

# Tried in order; every one names y, m, d. A year of two digits is accepted only between numbers.
_DATES: Final = (
    re.compile(rf"(?<!\d){_YEAR}(?P<s>[-/.])(?P<m>\d\d?)(?P=s)(?P<d>\d\d?)(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}\s?[年년]\s?(?P<m>\d\d?)\s?[月월]\s?(?P<d>\d\d?)\s?[日일]"),
    re.compile(rf"(?<!\d){_YEAR}\.\s(?P<m>\d\d?)\.\s(?P<d>\d\d?)\.?(?!\d)"),
    re.compile(rf"(?<!\d)(?P<d>\d\d?)(?:er|st|nd|rd|th|º|\.|,)?{_LINK}(?:thg|tháng)\s?(?P<m>\d\d?)(?:,|\s|năm){{1,3}}\s?{_YEAR}"),
    re.compile(
        rf"(?<!\d)(?P<d>\d\d?)(?:er|st|nd|rd|th|º|\.|,)?{_LINK}{_WORD}[.,]?(?:{_LINK})?(?P<y>(?:19|20)\d\d|'?\d\d(?!\d|:))"
    ),
    re.compile(rf"(?<![^\W\d_]){_WORD}\.?\s(?P<d>\d\d?)(?:st|nd|rd|th)?(?:,|\s|\.){{1,3}}(?:de\s)?{_YEAR}"),
    re.compile(rf"(?<!\d){_YEAR}\.?\s?(?:m\.\s|(?:e|k)o\s)?(?:m\.\s)?{_WORD}\.?\s(?P<d>\d\d?)"),
    re.compile(r"(?<![\d.,])(?P<d>\d\d?)(?P<s>[-/.])\s?(?P<m>\d\d?)(?P=s)\s?(?P<y>(?:19|20)?\d\d)(?!\d|[.,]\d)"),
)
_TIME: Final = re.compile(
    r"(?<![\d/])(?P<before>上午|下午|午前|午後|오전|오후)?\s?(?P<h>[01]?\d|2[0-3])\s?(?P<s>[:h：時时点]|\.(?=\d\d(?![\d.])))\s?(?P<n>[0-5]\d)"
    r"(?:[:.](?P<sec>[0-5]\d))?(?!\d)\s?(?P<after>[AaPp]\.?\s?[Mm]\b\.?)?"
)
_ZONE: Final = re.compile(r"\s?\(?(?:(?:UTC|GMT)\s?(?P<named>[+-]\d{1,2}(?::?\d\d)?)?|(?P<offset>[+-]\d{4}))(?!\d)")


@dataclass(frozen=True, slots=True)
class Stated:
    """An instant a mail program wrote, to the minute; ``at`` is None when only the ``day`` (its midnight) was given.

    ``start`` and ``end`` bound it in the text. ``at`` is naive when no numeric zone stood beside it.
    """

    at: datetime | None
    start: int
    end: int
    day: datetime | None = None

    @property
    def moment(self) -> datetime | None:
        """The instant, else midnight of the day."""
        return self.at or self.day


def _month(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    folded = fold(text)
    return next((MONTHS[folded[:size]] for size in range(min(8, len(folded)), 2, -1) if folded[:size] in MONTHS), None)


def _hour(match: re.Match[str]) -> int:
    hour = int(match["h"])
    half = (match["after"] or "").lower()[:1] or {
        "下午": "p",
        "午後": "p",
        "오후": "p",
        "上午": "a",
        "午前": "a",
        "오전": "a",
    }.get(match["before"] or "")
    if half == "p" and hour < 12:  # noqa: PLR2004 - noon
        return hour + 12
    return 0 if half == "a" and hour == 12 else hour  # noqa: PLR2004 - midnight


def _zone(text: str, position: int) -> tuple[timezone | None, int]:
    match = _ZONE.match(text, position)
    if match is None:
        return None, position
    stated = (match["offset"] or match["named"] or "+0").replace(":", "")
    hours, minutes = (stated[1:-2], stated[-2:]) if len(stated) > 3 else (stated[1:], "0")  # noqa: PLR2004 - sign and hours
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    if offset > timedelta(hours=14):
        return None, match.end()
    return timezone(-offset if stated[0] == "-" else offset), match.end()


def _day(match: re.Match[str], *, american: bool) -> tuple[int, int, int] | None:
    year, month, day = int(match["y"].strip("'")), _month(match["m"]), int(match["d"])
    if month is None:
        return None
    if year < 100:  # noqa: PLR2004 - two digits
        year += 2000
    numeric = match["m"].isdecimal() and match.start("d") < match.start("m")
    if numeric and ((american and day <= 12) or month > 12):  # noqa: PLR2004 - months
        month, day = day, month
    try:
        datetime(year, month, day)  # noqa: DTZ001 - only the calendar is asked
    except ValueError:
        return None
    return year, month, day


def find_date(text: str) -> Stated | None:
    """The first date of a line, with the time beside it."""
    text = text[:_LONGEST].replace("\u00a0", " ").replace("\u202f", " ").replace("\u2009", " ")
    for pattern in _DATES:
        for match in pattern.finditer(text):
            time = _TIME.search(text, match.end(), match.end() + 40) or _TIME.search(
                text, max(0, match.start() - 25), match.start()
            )
            american = time is not None and (time["after"] is not None) and match.re is _DATES[-1] and match["s"] == "/"
            day = _day(match, american=american)
            if day is not None:
                return _stated(text, match, day, time)
    return None


def _stated(text: str, match: re.Match[str], day: tuple[int, int, int], time: re.Match[str] | None) -> Stated:
    if time is None:
        return Stated(None, match.start(), match.end(), datetime(*day))  # noqa: DTZ001 - no zone is stated
    zone, end = _zone(text, time.end())
    at = datetime(*day, _hour(time), int(time["n"]), tzinfo=zone)
    return Stated(at, min(match.start(), time.start()), max(match.end(), end))
