"""Public holidays as plain sets of days, from the ``holidays`` library.

Its package of countries imports every one of them, nine MiB and a fifth of a second for the two or three that are
needed: that package is entered without running its ``__init__``, and each country imported by itself.
"""

import sys
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib.util import find_spec, module_from_spec

import holidays
from holidays.registry import EntityLoader

from mailwatch.errors import ConfigError, Problem
from mailwatch.model.policy import Jurisdiction
from mailwatch.wording import Language, say

#: Names people use for what the library calls otherwise: the two departments of Alsace share one calendar.
_ALSO = {"FR": {"67": "6AE", "68": "6AE"}}


def holidays_for(
    jurisdictions: Iterable[Jurisdiction], years: range, *, language: Language = "en"
) -> Mapping[Jurisdiction, frozenset[date]]:
    """The public holidays of each jurisdiction in these years. Raises ConfigError for one that does not exist."""
    wanted = tuple(dict.fromkeys(jurisdictions))
    wrong = [message for one in wanted if (message := check_jurisdiction(one.country, one.subdivision, language))]
    if wrong:
        raise ConfigError(tuple(Problem("calendar", message) for message in wrong))
    return {one: _days(one.country, _subdivision(one), years) for one in wanted}


def check_jurisdiction(country: str, subdivision: str | None, language: Language) -> str | None:
    """What is wrong with a country and subdivision, naming the nearest valid ones; None when nothing is."""
    if country not in _countries():
        nearest = ", ".join(get_close_matches(country, sorted(_countries()), 3, cutoff=0.5)) or "FR, BE, CH, LU, CA, GB"
        return say("config_country", language, value=country, nearest=nearest)
    if subdivision is None or _known(country, subdivision):
        return None
    known = _subdivisions(country)
    if not known:
        return say("config_no_subdivisions", language, value=subdivision, country=country)
    nearest_here = get_close_matches(subdivision, known, 3, cutoff=0.6) or known
    return say("config_subdivision", language, value=subdivision, country=country, known=", ".join(nearest_here))


def _known(country: str, subdivision: str) -> bool:
    return subdivision in _subdivisions(country) or subdivision in _ALSO.get(country, {})


@cache
def _countries() -> frozenset[str]:
    return frozenset(code for code in EntityLoader.get_country_codes() if len(code) == len("FR"))


def _subdivisions(country: str) -> tuple[str, ...]:
    # French school zones are no calendars of public holidays.
    calendar = _calendar(country)
    named: Iterable[str] = getattr(calendar, "subdivisions_aliases", {})
    return tuple(code for code in dict.fromkeys([*calendar.subdivisions, *named]) if not code.startswith("Zone "))


def _subdivision(jurisdiction: Jurisdiction) -> str | None:
    given = jurisdiction.subdivision
    return _ALSO.get(jurisdiction.country, {}).get(given, given) if given else None


@lru_cache(maxsize=64)  # accounts share their calendars
def _days(country: str, subdivision: str | None, years: range) -> frozenset[date]:
    return frozenset(_calendar(country, subdivision, years))


def _calendar(country: str, subdivision: str | None = None, years: range | None = None) -> holidays.HolidayBase:
    package = "holidays.countries"
    spec = find_spec(package)
    if spec is not None:
        sys.modules.setdefault(package, module_from_spec(spec))
    return holidays.country_holidays(country, subdiv=subdivision, years=years)
