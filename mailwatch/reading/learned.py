"""Which kind of reply a text is most like, by the wording of many labelled ones.

The weights come from ``tools/learn_replies.py``: the same training texts give the same file. A linear model: every word,
pair or triple of words and piece of a word adds its weight to each kind, so what decided can be named.
"""

import json
import math
import re
from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from mailwatch.reading.reply_concepts import CONCEPTS
from mailwatch.text.tokens import fold
from mailwatch.text.written import as_written

#: Longer answers say what they say at the beginning; more words would only cost time.
_MOST_CHARACTERS = 1200
_MOST_WORDS = 180
_LONGEST_WORD = 24
_PIECES = (2, 3, 4, 5, 6)
#: How many concepts apart two still belong together.
_NEAR = 4
_ADDRESS = re.compile(r"[\w.+-]{1,60}@[\w.-]{1,60}")
_LINK = re.compile(r"(?:https?://|www\.)\S{1,200}")
_MONEY = re.compile(r"[€$£] ?\d[\d.,]{0,12}k?|\d[\d.,' ]{0,12}(?:k?€|eur(?:os?)?\b|usd\b|chf\b|ht\b|ttc\b|k\b|%)")
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[a-z0]+|[?!]")
_STANDS_FOR = {"xaddress": _ADDRESS.pattern, "xlink": _LINK.pattern, "xamount": f"(?:{_MONEY.pattern})"}
#: Weights are kept as whole hundredths.
_HUNDREDTHS = 100.0


def words_of(text: str) -> list[str]:
    """Folded words and the marks that ask or exclaim; amounts, numbers and addresses only as what they are."""
    plain = fold(text[:_MOST_CHARACTERS])
    for pattern, stands_for in ((_ADDRESS, " xaddress "), (_LINK, " xlink "), (_MONEY, " xamount "), (_NUMBER, "0")):
        plain = pattern.sub(stands_for, plain)
    return [word[:_LONGEST_WORD] for word in _WORD.findall(plain)[:_MOST_WORDS]]


@cache
def _stems() -> tuple[dict[str, str], dict[str, str]]:
    """Concepts by whole word, and by what a word begins with."""
    whole: dict[str, str] = {}
    begins: dict[str, str] = {}
    for concept, listed in CONCEPTS.items():
        for word in listed.split():
            (begins if word.endswith("*") else whole).setdefault(word.rstrip("*"), concept)
    return whole, begins


@lru_cache(maxsize=4096)
def _concept(word: str) -> str | None:
    whole, begins = _stems()
    if found := whole.get(word):
        return found
    return next((begins[word[:size]] for size in range(len(word), 2, -1) if word[:size] in begins), None)


def _concepts(words: Sequence[str]) -> set[str]:
    """Concepts, and which follow which: near each other in order, and nearby in any order."""
    row = ["^", *(found for word in words if (found := word if word in "?!" else _concept(word))), "$"]
    made = {*row, *(f"{a}>{b}" for a, b in pairwise(row))}
    made.update(f"{a}>{b}>{c}" for a, b, c in zip(row, row[1:], row[2:], strict=False))
    made.update("+".join(sorted((a, b))) for start, a in enumerate(row) for b in row[start + 1 : start + 1 + _NEAR])
    return {f"@{name}" for name in made}


def features_of(words: Sequence[str]) -> tuple[set[str], set[str], set[str]]:
    """Words with their neighbours, pieces of words (they forgive endings and slips), and what the words are about."""
    row = ["^", *words, "$"]
    phrases = {*row, *(f"{a} {b}" for a, b in pairwise(row))}
    phrases.update(f"{a} {b} {c}" for a, b, c in zip(row, row[1:], row[2:], strict=False))
    return phrases, set().union(*map(_pieces, set(words))), _concepts(words)


@lru_cache(maxsize=4096)
def _pieces(word: str) -> tuple[str, ...]:
    edged = f"_{word}_"
    return tuple(f"#{edged[start : start + size]}" for size in _PIECES for start in range(len(edged) - size + 1))


@dataclass(frozen=True, slots=True)
class Likeness:
    """``shares`` add up to 1 over all kinds; ``phrases`` are the known ones of the text."""

    shares: Mapping[str, float]
    phrases: tuple[str, ...]

    def telling(self, kind: str, text: str, most: int = 3) -> tuple[str, ...]:
        """The words of ``text`` that speak most for ``kind``, as they stand there; none that lies within others."""
        kinds, weights = _weights()
        column = kinds.index(kind)
        found: dict[str, str] = {}
        for phrase in sorted(self.phrases, key=lambda phrase: (-weights[phrase][column], phrase)):
            shown = " ".join(phrase.strip("^$ ").split())
            if weights[phrase][column] <= 0 or len(found) == most:
                break
            if shown and not any(shown in other or other in shown for other in found):
                found[shown] = as_written(text, _pattern(shown)) or shown
        return tuple(dict.fromkeys(found.values()))


def _pattern(phrase: str) -> str:
    """Where the words of a phrase stand in folded text."""
    parts = [_STANDS_FOR.get(word) or re.escape(word).replace("0", r"\d+") for word in phrase.split()]
    return r"(?<![a-z\d])" + r"[^a-z\d?!]*".join(parts)


@cache
def _weights() -> tuple[tuple[str, ...], dict[str, Sequence[int]]]:
    """The kinds, and hundredths for each of them by feature; read line by line, which takes less than half the memory."""
    with (files("mailwatch.reading") / "reply_weights.jsonl").open(encoding="utf-8") as lines:
        kinds = tuple(json.loads(next(lines))["kinds"])
        return kinds, {feature: array("h", row) for feature, row in map(json.loads, lines)}


def is_common(word: str) -> bool:
    """Does a folded word stand in several of the texts learned from? Then it is no slip of another one."""
    return word in _weights()[1]


def likeness(text: str, kinds: Collection[str]) -> Likeness:
    """How much ``text`` is like each of ``kinds``. A text without a known phrase is like all of them alike."""
    totals, phrases = _totals(text)
    wanted = {kind: total for kind, total in zip(_weights()[0], totals, strict=True) if kind in kinds}
    top = max(wanted.values())
    powers = {kind: math.exp(total - top) for kind, total in wanted.items()}
    whole = sum(powers.values())
    return Likeness({kind: power / whole for kind, power in powers.items()}, phrases)


@lru_cache(maxsize=4)
def _totals(text: str) -> tuple[tuple[float, ...], tuple[str, ...]]:
    """The sums by kind, and the known phrases."""
    kinds, weights = _weights()
    totals = [0.0] * len(kinds)
    families = features_of(words_of(text))
    for family in families:
        known = [weights[feature] for feature in family & weights.keys()]
        share = 1.0 / (_HUNDREDTHS * math.sqrt(len(family) or 1))
        for number, added in enumerate(map(sum, zip(*known, strict=True))):
            totals[number] += share * added
    return tuple(totals), tuple(phrase for phrase in families[0] if phrase in weights)
