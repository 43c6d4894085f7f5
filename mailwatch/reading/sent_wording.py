"""How much a sent mail is worded like a quote, a follow-up or an invoice, by the wording of many labelled ones.

The rules of ``quote_evidence`` know what they were told; people word a price in ways nobody lists. A logistic model for
each kind adds up what words, pairs and triples of words, pieces of words and the rules' own reasons weigh, so every share
of the sum has a name. ``tools/learn_sent.py`` makes the weights: the same labelled mails give the same file.
"""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import chain, pairwise

from mailwatch.model.message import Message
from mailwatch.model.reasons import Reason
from mailwatch.reading.learned import words_of

#: A quote comes to its point, or its attachment does; more words would only cost time.
_MOST_CHARACTERS = 2500
_PIECES = (3, 4, 5)
#: How far a rule's own bits are believed before the labelled mails have their say, and how little and how much they may
#: leave of it: mails written to be hard must not unlearn the plain ones.
BELIEVED, LEAST_LEFT, MOST_LEFT = 0.7, 0.5, 1.0
_NAME_SHARE = 0.3
#: Bits. Plain mails are rare among those learned from: unusual wording alone may not outweigh what the rules read.
_MOST_AGAINST = -4.0
_HUNDREDTHS = 100.0
#: As an owner would read what stands for any amount, link or address.
_SHOWN = {"xamount": "€", "xlink": "www", "xaddress": "@"}

KINDS = ("quote", "follow_up", "invoice")
Features = dict[str, float]


def _phrases(words: list[str]) -> set[str]:
    row = ["^", *words, "$"]
    pairs = (f"{a} {b}" for a, b in pairwise(row))
    triples = (f"{a} {b} {c}" for a, b, c in zip(row, row[1:], row[2:], strict=False))
    return {*words, *pairs, *triples}


def _pieces(words: Iterable[str]) -> set[str]:
    edged = {f"_{word}_" for word in words}
    return {f"#{word[start : start + size]}" for word in edged for size in _PIECES for start in range(len(word) - size + 1)}


def features_of(message: Message) -> Features:
    """What the mail is made of, each with its share: a family of features weighs the same in a short and a long mail."""
    subject = words_of(message.headers.subject)
    body = words_of(message.new_text[:_MOST_CHARACTERS])
    phrases = {f"s:{phrase}" for phrase in _phrases(subject)} | _phrases(body)
    found: Features = {}
    for family in (phrases, _pieces([*subject, *body])):
        found.update(dict.fromkeys(family, 1.0 / math.sqrt(len(family) or 1)))
    names = " ".join(item.name for item in message.attachments).replace("_", " ").replace("-", " ").replace(".", " ")
    found.update(dict.fromkeys((f"a:{word}" for word in words_of(names)), _NAME_SHARE))
    return found


@dataclass(frozen=True, slots=True)
class Weights:
    """Hundredths of a bit, a column for each of ``KINDS``."""

    bias: tuple[int, ...]
    reasons: Mapping[str, list[int]]
    features: Mapping[str, list[int]]


@cache
def weights() -> Weights:
    stored = json.loads((files("mailwatch.reading") / "sent_weights.json").read_text(encoding="utf-8"))
    return Weights(tuple(stored["bias"]), stored["reasons"], stored["features"])


def believed(bits: float, learned: float) -> float:
    """What a reason weighs after learning: never the opposite of what it says."""
    least, most = sorted((LEAST_LEFT * bits, MOST_LEFT * bits))
    return min(most, max(least, BELIEVED * bits + learned))


def weighed(because: Iterable[Reason]) -> tuple[Reason, ...]:
    """The rules' reasons for and against a quote with their learned bits."""
    known = weights().reasons
    return tuple(
        replace(item, bits=round(believed(item.bits or 0.0, known.get(item.code, (0,))[0] / _HUNDREDTHS), 1)) for item in because
    )


@dataclass(frozen=True, slots=True)
class Wording:
    """``bits`` by kind for the mail being of that kind; ``telling`` are the phrases that speak most for a quote, or against."""

    bits: Mapping[str, float]
    telling: tuple[str, ...]


def _telling(features: Features, *, against: bool, most: int = 3) -> tuple[str, ...]:
    known, sign = weights().features, -1 if against else 1
    shown = ((sign * known[name][0], name) for name in features if name in known and name[0] != "#")
    found: list[str] = []
    for weight, name in sorted(shown, key=lambda item: (-item[0], item[1])):
        phrase = " ".join(_SHOWN.get(word, word) for word in name.removeprefix("s:").removeprefix("a:").strip("^$ ").split())
        if weight <= 0 or len(found) == most:
            break
        if phrase and not any(phrase in other or other in phrase for other in found):
            found.append(phrase)
    return tuple(found)


def wording(message: Message, because: Iterable[Reason]) -> Wording:
    """``because``: the rules' reasons, which tell a follow-up and an invoice too."""
    learned, features = weights(), features_of(message)
    rules = [learned.reasons.get(item.code, (0, 0, 0)) for item in because]
    totals = [0.0] * len(KINDS)
    for name, share in features.items():
        if row := learned.features.get(name):
            for column, weight in enumerate(row):
                totals[column] += share * weight
    quote, *others = (round(total + bias) / _HUNDREDTHS for total, bias in zip(totals, learned.bias, strict=True))
    others = [bits + sum(row[column] for row in rules) / _HUNDREDTHS for column, bits in enumerate(others, start=1)]
    bits = dict(zip(KINDS, chain((max(_MOST_AGAINST, round(quote, 1)),), others), strict=True))
    return Wording(bits, _telling(features, against=quote < 0))
