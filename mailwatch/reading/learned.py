"""Which kind of reply a text is most like, by the wording of many labelled ones.

The weights come from ``tools/learn_replies.py``: the same training texts give the same file. A linear model: every word,
pair or triple of words and piece of a word adds its weight to each kind, so what decided can be named.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mailwatch.text.tokens import fold

#: Longer answers say what they say at the beginning; more words would only cost time.
_MOST_CHARACTERS = 1500
_MOST_WORDS = 220
_LONGEST_WORD = 24
_PIECES = (3, 4, 5)
_ADDRESS = re.compile(r"[\w.+-]{1,60}@[\w.-]{1,60}")
_LINK = re.compile(r"(?:https?://|www\.)\S{1,200}")
_MONEY = re.compile(r"[€$£] ?\d[\d.,]{0,12}k?|\d[\d.,' ]{0,12}(?:k?€|eur(?:os?)?\b|usd\b|chf\b|ht\b|ttc\b|k\b|%)")
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[a-z0]+|[?!]")
#: Weights are kept as whole hundredths.
_HUNDREDTHS = 100.0


def words_of(text: str) -> list[str]:
    """Folded words and the marks that ask or exclaim; amounts, numbers and addresses only as what they are."""
    plain = fold(text[:_MOST_CHARACTERS])
    for pattern, stands_for in ((_ADDRESS, " xaddress "), (_LINK, " xlink "), (_MONEY, " xamount "), (_NUMBER, "0")):
        plain = pattern.sub(stands_for, plain)
    return [word[:_LONGEST_WORD] for word in _WORD.findall(plain)[:_MOST_WORDS]]


def features_of(words: Sequence[str]) -> tuple[set[str], set[str]]:
    """Words with their neighbours, and pieces of words (they forgive endings and slips)."""
    row = ["^", *words, "$"]
    phrases = {*row, *(f"{a} {b}" for a, b in zip(row, row[1:], strict=False))}
    phrases.update(f"{a} {b} {c}" for a, b, c in zip(row, row[1:], row[2:], strict=False))
    pieces: set[str] = set()
    for word in set(words):
        edged = f"_{word}_"
        pieces.update(edged[start : start + size] for size in _PIECES for start in range(len(edged) - size + 1))
    return phrases, {f"#{piece}" for piece in pieces}


@dataclass(frozen=True, slots=True)
class Likeness:
    """``shares`` add up to 1 over all kinds; ``words`` spoke most for the likeliest one."""

    kind: str
    shares: Mapping[str, float]
    words: tuple[str, ...]


@cache
def _weights() -> tuple[tuple[str, ...], dict[str, list[int]]]:
    stored = json.loads((files("mailwatch.reading") / "reply_weights.json").read_text(encoding="utf-8"))
    return tuple(stored["kinds"]), stored["weights"]


def likeness(text: str) -> Likeness:
    """What ``text`` is most like. A text without a known word is like ``unknown``."""
    kinds, weights = _weights()
    totals = [0.0] * len(kinds)
    phrases, pieces = features_of(words_of(text))
    for family in (phrases, pieces):
        known = [found for feature in family if (found := weights.get(feature))]
        share = 1.0 / (_HUNDREDTHS * math.sqrt(len(family) or 1))
        for number, column in enumerate(zip(*known, strict=True)):
            totals[number] += share * sum(column)
    best = max(range(len(kinds)), key=totals.__getitem__)
    powers = [math.exp(total - totals[best]) for total in totals]
    whole = sum(powers)
    telling = sorted((phrase for phrase in phrases if phrase in weights), key=lambda phrase: (-weights[phrase][best], phrase))
    return Likeness(
        kinds[best], {kind: power / whole for kind, power in zip(kinds, powers, strict=True)}, tuple(telling[:3])
    )
