"""Quote numbers as people repeat them: ``D-2026-014``, ``d2026014``, ``devis n° 2026-014``."""

import re
from typing import Final

from mailwatch.text.tokens import fold

#: The part that begins with a digit: digits are rare in prose, so the search starts there.
_DIGITS: Final = re.compile(r"\d(?<!\d\d)[\da-z]*(?:[/_.-]\d[\da-z]*){0,4}(?![^\W_]|@)")
#: Letters that may stand before it (``D-``, ``devis n°``), and where neither they nor it may begin.
_LETTERS: Final = re.compile(r"(?:(?<![^\W_])[a-z]{1,8}[ .°º#:/_-]{0,2}){0,2}$")
_INSIDE: Final = re.compile(r"[^\W_]$|[@./-]$")
_REACH = 24

_LEAST_DIGITS = 3
#: Digits alone mean a quote only when there are enough of them.
_LEAST_BARE = 5
_MOST = 40
_READ = 20_000


def _compact(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def quote_number_keys(reference: str) -> tuple[str, ...]:
    """A reference without separators, and its digits alone when they are many enough to name it."""
    whole = _compact(fold(reference))
    digits = re.sub(r"\D", "", whole)
    if len(digits) < _LEAST_DIGITS:
        return ()
    return tuple(dict.fromkeys([whole, *([digits] if len(digits) >= _LEAST_BARE else [])]))


def numbers_in(text: str) -> tuple[str, ...]:
    """Everything in a text that could be such a number, in the forms of ``quote_number_keys``."""
    folded = fold(text[:_READ])
    found: dict[str, None] = {}
    for match in _DIGITS.finditer(folded):
        before = folded[max(0, match.start() - _REACH) : match.start()]
        letters = _LETTERS.search(before)
        prefix = letters[0] if letters else ""
        if _INSIDE.search(before[: len(before) - len(prefix)]):
            continue
        names = re.findall(r"[a-z]+", prefix)
        for start in range(len(names) + 1):
            compact = "".join(names[start:]) + _compact(match[0])
            if sum(map(str.isdigit, compact)) >= (_LEAST_BARE if compact[0].isdigit() else _LEAST_DIGITS):
                found[compact] = None
        if len(found) >= _MOST:
            break
    return tuple(found)[:_MOST]


def is_bare(number: str) -> bool:
    """Digits alone: also found in phone numbers, invoices, parcels."""
    return number.isdigit()
