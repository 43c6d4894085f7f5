"""Quote numbers as people repeat them: ``D-2026-014``, ``d2026014``, ``devis n° 2026-014``."""

import re
from typing import Final

from mailwatch.text.tokens import fold

#: A token with digits, as one would write a reference; letters may stand before it, separators inside.
_TOKEN: Final = re.compile(
    r"(?<![^\W_])(?<![@./-])(?:[a-z]{1,8}[ .°º:#/_-]{0,2}){0,2}\d[\da-z]*(?:[/_.-]\d[\da-z]*){0,4}(?![^\W_]|@)"
)
_LAST_PART: Final = re.compile(r"\d[\da-z]*(?:[/_.-]\d[\da-z]*)*$")

_LEAST_DIGITS = 3
#: Digits alone mean a quote only when there are enough of them.
_LEAST_BARE = 5
_MOST = 40


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
    found: dict[str, None] = {}
    for match in _TOKEN.finditer(fold(text[:20_000])):
        written = match[0]
        last = _LAST_PART.search(written)
        letters = re.sub(r"[^a-z ]", "", written[: last.start()] if last else "").split()
        for start in range(len(letters) + 1):
            compact = "".join(letters[start:]) + _compact(last[0] if last else "")
            if sum(map(str.isdigit, compact)) >= (_LEAST_DIGITS if compact[:1].isalpha() else _LEAST_BARE):
                found[compact] = None
        if len(found) >= _MOST:
            break
    return tuple(found)[:_MOST]


def is_bare(number: str) -> bool:
    """Digits alone: also found in phone numbers, invoices, parcels."""
    return number.isdigit()
