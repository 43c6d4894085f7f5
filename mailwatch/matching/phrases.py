"""Words with which people come back to an old quote, and the time they say it was."""

import re
from datetime import datetime
from typing import Final

from mailwatch.text.tokens import fold

_THING: Final = r"(?:devis|proposition|offre|soumission|chiffrage|estimation|estime)"
_THING_EN: Final = r"(?:quote|quotation|proposal|estimate|offer|bid)"

_COMES_BACK: Final = re.compile(
    rf"\b(?:suite a|a propos de|concernant|au sujet de|pour|revien\w+ (?:vers vous )?(?:sur|au sujet de|concernant)|relis|retrouve)\s+(?:votre|vos|ta|ton|cette|le|la)\s+{_THING}"
    rf"|\b(?:votre|ton|ta)\s+{_THING}\b"
    rf"|\b(?:vous (?:m'|nous )(?:aviez|avez)|tu (?:m'|nous )a(?:vai)?s)\s+(?:contacte|fait|envoye|adresse|transmis|propose|remis|soumis)"
    rf"|\bnous avions (?:echange|discute|parle)\b"
    rf"|\b(?:your|the)\s+{_THING_EN}\b|\byou (?:had )?(?:sent|quoted|gave|provided)\b"
)

_NUMBERS: Final = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "huit": 8, "dix": 10, "douze": 12}
_NUMBERS_EN: Final = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "eight": 8, "ten": 10}
_AGO: Final = re.compile(r"\bil y a (?:environ |presque |plus de |deja |bientot |a peu pres )?(\d{1,2}|[a-z]{2,6}) (an|mois)")
_AGO_EN: Final = re.compile(r"\b(\d{1,2}|[a-z]{1,5}) (year|month)s? ago\b")
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        ("janvier january", "fevrier february", "mars march", "avril april", "mai may", "juin june", "juillet july",
         "aout august", "septembre september", "octobre october", "novembre november", "decembre december"), start=1
    )
    for name in names.split()
}  # fmt: skip
_MONTH_YEAR: Final = re.compile(rf"\b({'|'.join(_MONTHS)})\s+(20\d\d)\b")

#: "Two years ago" may be a season off.
_SEASON = 3

_READ = 4_000


def prepared(new_text: str) -> str:
    """Text as the others here take it."""
    return " ".join(fold(new_text[:_READ]).split())


def comes_back(text: str) -> bool:
    """Does the author come back to a quote of the reader's?"""
    return _COMES_BACK.search(text) is not None


def months_said(text: str, received: datetime) -> tuple[tuple[int, int], ...]:
    """The months the text speaks of (year * 12 + month), each with how many months it may be off."""
    now = received.year * 12 + received.month
    said = [(int(year) * 12 + _MONTHS[month], 0) for month, year in _MONTH_YEAR.findall(text)]
    for pattern, numbers, year_word in ((_AGO, _NUMBERS, "an"), (_AGO_EN, _NUMBERS_EN, "year")):
        for count, unit in pattern.findall(text):
            number = int(count) if count.isdigit() else numbers.get(count, 0)
            if number:
                said.append((now - number * (12 if unit == year_word else 1), _SEASON if unit == year_word else 1))
    return tuple(said)
