"""Learn mailwatch/reading/reply_weights.jsonl from the labelled answers of the tests.

python tools/learn_replies.py [--without NAME ...] [--to FILE]

A softmax regression, fitted by AdaGrad: the same texts in the same order give the same weights. ``measured*`` is never
learned from. Each text is seen as it stands and in the dress of a whole mail: greeting, thanks and closing around it.
"""

import argparse
import hashlib
import json
import math
import random
import sys
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

import yaml

from mailwatch.model.reading import ReplyKind
from mailwatch.reading.learned import features_of, words_of

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "tests" / "reading" / "received" / "corpus"
WEIGHTS = ROOT / "mailwatch" / "reading" / "reply_weights.jsonl"
KINDS = (*(kind.value for kind in ReplyKind), "request", "pitch")
ROUNDS = 14
STEP = 0.6
SHRINK = 1e-3
#: A text this surely read teaches nothing more.
LEARNED = 0.995
#: Weights below this, in hundredths, are left out of the file.
LEAST = 45

#: Slopes flatter than this move nothing.
FLAT = 0.01
#: A feature seen less often than this says nothing.
SEEN = 3
#: How often a dressed text thanks first, wanders off, closes.
THANKED, WANDERING, CLOSED = 0.5, 0.2, 0.7


class Labelled(NamedTuple):
    kind: str
    language: str
    text: str


class Example(NamedTuple):
    """``row``: features with what each counts for in its family."""

    kind: int
    row: list[tuple[str, float]]


GREETINGS = {
    "fr": (
        "Bonjour,",
        "Bonjour Anne,",
        "Madame,",
        "Monsieur,",
        "Salut Karim,",
        "Bonsoir,",
        "Chère Madame,",
        "Bonjour Madame Durand,",
        "Hello,",
    ),
    "en": ("Hi,", "Hello Anne,", "Dear Mr Reed,", "Dear Anne,", "Hi Sam,", "Good morning,", "Hey,"),
}
THANKS = {
    "fr": (
        "Merci pour votre devis.",
        "Merci pour votre message.",
        "J'ai bien reçu votre devis, merci.",
        "Merci de votre relance.",
        "Désolé pour ma réponse tardive.",
        "Suite à votre devis du 3 septembre.",
        "J'espère que vous allez bien.",
        "Merci beaucoup pour ta proposition.",
    ),
    "en": (
        "Thanks for the quote.",
        "Thank you for your email.",
        "Sorry for the late reply.",
        "I hope you are well.",
        "Thanks for following up.",
        "Thank you for sending the proposal.",
    ),
}
CLOSINGS = {
    "fr": (
        "Cordialement,\nP. Martin",
        "Bien à vous,\nSophie",
        "Bonne journée !",
        "Merci d'avance",
        "Bien cordialement",
        "À bientôt,\nLéa",
        "Merci",
        "Belle journée à vous",
    ),
    "en": ("Kind regards,\nPaul", "Best,\nSue", "Thanks", "Many thanks,\nTom", "Cheers", "All the best,\nJane", "Regards"),
}


def texts(without: Collection[str] = ()) -> list[Labelled]:
    """In the order of the files and of their lines."""
    found = []
    for path in sources(without):
        for language, kinds in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for kind, entries in kinds.items():
                plain = kind.removesuffix("_dated")
                found += [Labelled(plain, language, entry if isinstance(entry, str) else entry["text"]) for entry in entries]
    return found


def sources(without: Collection[str] = ()) -> list[Path]:
    return [path for path in sorted(TEXTS.glob("*.yaml")) if path.stem not in without and not path.stem.startswith("measured")]


def digest(without: Collection[str] = ()) -> str:
    """Of all texts learned from: a test sees by it that the weights are those of these texts."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources(without))).hexdigest()


def dressed(given: Labelled, chance: random.Random, idle: list[str]) -> str:
    """The text as a whole mail might hold it."""
    language = given.language if given.language in GREETINGS else "en"
    parts = [chance.choice(GREETINGS[language])]
    if given.kind not in {"unknown", "stop", "request", "pitch"} and chance.random() < THANKED:
        parts.append(chance.choice(THANKS[language]))
    parts.append(given.text)
    if idle and given.kind not in {"unknown", "pitch"} and chance.random() < WANDERING:
        parts.insert(chance.choice((1, len(parts))), chance.choice(idle))
    if chance.random() < CLOSED:
        parts.append(chance.choice(CLOSINGS[language]))
    return "\n".join(parts)


def examples(found: list[Labelled]) -> list[Example]:
    chance = random.Random(20260916)  # noqa: S311 - nothing secret: the same choices every time
    idle = {code: [each.text for each in found if each.kind == "unknown" and each.language == code] for code in GREETINGS}
    made = []
    for each in found:
        for version in (each.text, dressed(each, chance, idle.get(each.language, []))):
            row: list[tuple[str, float]] = []
            for family in features_of(words_of(version)):
                share = 1.0 / math.sqrt(len(family) or 1)
                row += [(feature, share) for feature in sorted(family)]
            made.append(Example(KINDS.index(each.kind), row))
    seen = Counter(feature for example in made for feature, _ in example.row)
    return [Example(kind, [pair for pair in row if seen[pair[0]] >= SEEN]) for kind, row in made]


class Fit:
    """Weights by feature and kind, and how far each has moved so far (AdaGrad)."""

    def __init__(self) -> None:
        self.weights: dict[str, list[float]] = {}
        self.moved: dict[str, list[float]] = {}

    def shares(self, row: list[tuple[str, float]]) -> list[float]:
        totals = [0.0] * len(KINDS)
        for feature, share in row:
            for index, weight in enumerate(self.weights.get(feature, ())):
                totals[index] += weight * share
        top = max(totals)
        powers = [math.exp(total - top) for total in totals]
        whole = sum(powers)
        return [power / whole for power in powers]

    def learn(self, example: Example) -> None:
        slopes = self.shares(example.row)
        if slopes[example.kind] > LEARNED:
            return
        slopes[example.kind] -= 1.0
        moving = [(index, slope) for index, slope in enumerate(slopes) if abs(slope) > FLAT]
        for feature, share in example.row:
            mine = self.weights.setdefault(feature, [0.0] * len(KINDS))
            past = self.moved.setdefault(feature, [0.05] * len(KINDS))
            for index, slope in moving:
                step = slope * share + SHRINK * mine[index]
                past[index] += step * step
                mine[index] -= STEP * step / math.sqrt(past[index])


def fitted(made: list[Example], rounds: int) -> dict[str, list[float]]:
    fit = Fit()
    chance = random.Random(1)  # noqa: S311 - as above
    order = list(range(len(made)))
    for _ in range(rounds):
        chance.shuffle(order)
        for number in order:
            fit.learn(made[number])
    return fit.weights


def stored(weights: dict[str, list[float]]) -> dict[str, list[int]]:
    kept = {}
    for feature in sorted(weights):
        middle = sum(weights[feature]) / len(KINDS)
        row = [round(100 * (weight - middle)) for weight in weights[feature]]
        if max(map(abs, row)) >= LEAST:
            kept[feature] = row
    return kept


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--without", nargs="*", default=[])
    options.add_argument("--to", type=Path, default=WEIGHTS)
    given = options.parse_args()
    found = texts(given.without)
    weights = stored(fitted(examples(found), ROUNDS))
    rows = [{"texts": digest(given.without), "kinds": KINDS}, *([feature, row] for feature, row in weights.items())]
    given.to.write_text("".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows), encoding="utf-8")
    sys.stdout.write(f"{len(found)} texts, {len(weights)} features, {given.to.stat().st_size // 1024} KiB\n")


if __name__ == "__main__":
    main()
