"""Words found in folded text, shown as their author wrote them."""

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from mailwatch.text.tokens import fold

#: Below this likeness (percent) a phrase is not the one of the text.
_SAME = 80.0
_MOST_CHARACTERS = 8000
_EDGE = re.compile(r"\w")
_RUN = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]")


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    return fold(character)


@lru_cache(maxsize=2)
def _mapped(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters where the character it comes from stands; one place more at the end."""
    text = text[:_MOST_CHARACTERS]
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    parts: list[str] = []
    places: list[int] = []
    for run in _RUN.finditer(text):
        start, end = run.span()
        if run[0].isascii():
            parts.append(run[0].lower())
            places.extend(range(start, end))
        else:
            part = _folded(run[0])
            parts.append(part)
            places.extend([start] * len(part))
    return "".join(parts), (*places, len(text))


def _shown(text: str, start: int, end: int) -> str:
    places = _mapped(text)[1]
    # Combining accents fold to nothing: they belong to what stands before them.
    stop = max(places[end - 1] + 1, places[end])
    return " ".join(text[places[start] : stop].split()).strip(" ,;:.")


def as_written(text: str, pattern: str) -> str | None:
    """What the first match of ``pattern`` in the folded text reads like in ``text``."""
    found = re.search(pattern, _mapped(text)[0])
    return _shown(text, found.start(), found.end()) if found and found[0] else None


def nearly_as_written(text: str, phrase: str) -> str:
    """The words of ``text`` that a folded phrase with slips mended stands for; the phrase itself when none are like it."""
    folded = _mapped(text)[0]
    found = fuzz.partial_ratio_alignment(phrase, folded, score_cutoff=_SAME)
    if found is None or found.dest_end <= found.dest_start:
        return phrase
    start, end = found.dest_start, found.dest_end
    while start > 0 and _EDGE.match(folded, start - 1) and _EDGE.match(folded, start):
        start -= 1
    while end < len(folded) and _EDGE.match(folded, end - 1) and _EDGE.match(folded, end):
        end += 1
    return _shown(text, start, end) or phrase
