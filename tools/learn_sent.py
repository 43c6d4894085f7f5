"""Learn mailwatch/reading/sent_weights.json from the labelled sent mails of the tests.

python tools/learn_sent.py [--to FILE]

A logistic regression for each kind, fitted by AdaGrad: the same mails in the same order give the same weights.
``heldout*`` is never learned from.
"""

import argparse
import hashlib
import json
import math
import random
from dataclasses import dataclass
from pathlib import Path

from mailwatch.reading.sent import evidence_of
from mailwatch.reading.sent_wording import BELIEVED, KINDS, believed, features_of
from tests.reading.sent.cases import CORPUS, Case, load

WEIGHTS = Path(__file__).resolve().parent.parent / "mailwatch" / "reading" / "sent_weights.json"
PARTS = ("learned", "dev")
ROUNDS = 8
STEP = 0.5
SHRINK = 1e-5
#: What one mail alone says is chance.
LEAST_MAILS = 2
#: Bits. Lighter weights are left out of the file.
LEAST_BITS = 0.12


@dataclass(frozen=True)
class Example:
    """One labelled mail; ``rules`` are the bits of its reasons by code."""

    kind: str
    features: dict[str, float]
    rules: dict[str, float]


def example(case: Case) -> Example:
    because = evidence_of(case.message, in_thread=case.in_thread)
    return Example(case.expect["kind"], features_of(case.message), {item.code: item.bits or 0.0 for item in because})


def digest() -> str:
    """Of the files that are learned from; it tells whether the weights are theirs."""
    return hashlib.sha256(
        b"".join(path.read_bytes() for part in PARTS for path in sorted(CORPUS.glob(f"{part}*.yaml")))
    ).hexdigest()


def common(examples: list[Example]) -> list[Example]:
    mails: dict[str, int] = {}
    for item in examples:
        for name in item.features:
            mails[name] = mails.get(name, 0) + 1
    return [
        Example(item.kind, {name: share for name, share in item.features.items() if mails[name] >= LEAST_MAILS}, item.rules)
        for item in examples
    ]


def fitted(examples: list[Example], kind: str) -> dict[str, float]:
    """Weights in bits by feature, ``=code`` for a reason, the empty name for the bias."""
    weights: dict[str, float] = {}
    squares: dict[str, float] = {}
    chance = random.Random(1)  # noqa: S311 - shuffles, the same way each time
    order = list(examples)
    for _ in range(ROUNDS):
        chance.shuffle(order)
        for item in order:
            row = [*item.features.items(), *((f"={code}", 1.0) for code in item.rules), ("", 1.0)]
            told = sum(item.rules.values()) * BELIEVED if kind == KINDS[0] else 0.0
            total = told + sum(weights.get(name, 0.0) * share for name, share in row)
            slope = 1.0 / (1.0 + 2.0 ** -max(-30.0, min(30.0, total))) - (item.kind == kind)
            for name, share in row:
                weight = weights.get(name, 0.0)
                step = slope * share + SHRINK * weight
                squares[name] = squares.get(name, 0.01) + step * step
                moved = weight - STEP * step / math.sqrt(squares[name])
                if kind == KINDS[0] and (bits := item.rules.get(name[1:])) and name.startswith("="):
                    moved = believed(bits, moved) - BELIEVED * bits
                weights[name] = moved
    return weights


def stored(columns: list[dict[str, float]]) -> dict[str, object]:
    rows = {name: [round(100 * column.get(name, 0.0)) for column in columns] for name in sorted({*columns[0]})}
    bias = rows.pop("")
    return {
        "mails": digest(),
        "bias": bias,
        "reasons": {name[1:]: row for name, row in rows.items() if name.startswith("=")},
        "features": {
            name: row for name, row in rows.items() if not name.startswith("=") and max(map(abs, row)) >= 100 * LEAST_BITS
        },
    }


def written(model: dict[str, object]) -> str:
    """One feature a line, so that a difference can be read."""
    parts = []
    for part, value in model.items():
        if isinstance(value, dict):
            lines = ",\n".join(f"{json.dumps(name)}:{json.dumps(row, separators=(',', ':'))}" for name, row in value.items())
            parts.append(f"{json.dumps(part)}:{{\n{lines}\n}}")
        else:
            parts.append(f"{json.dumps(part)}:{json.dumps(value)}")
    return "{" + ",\n".join(parts) + "}\n"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--to", type=Path, default=WEIGHTS)
    given = options.parse_args()
    examples = common([example(case) for part in PARTS for case in load(part)])
    model = stored([fitted(examples, kind) for kind in KINDS])
    given.to.write_text(written(model), encoding="utf-8")
    print(f"{len(examples)} mails, {len(model['features'])} features, {given.to.stat().st_size // 1024} KiB")  # noqa: T201 - a tool for the shell


if __name__ == "__main__":
    main()
