"""How well received mail is read: public corpora by transport kind, our own sentences by reply kind.

python benchmarks/evaluate_received.py CORPORA [--misses]   a folder with manifest.jsonl (path, corpus, kind, label)
python benchmarks/evaluate_received.py                      the sentences of tests/reading/received/corpus only
"""

import json
import sys
import time
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import yaml

from mailwatch.model.message import Message
from mailwatch.model.reading import ReplyKind
from mailwatch.parsing.parse import Parser
from mailwatch.reading.received import read_received
from mailwatch.reading.replies import read_reply

SENTENCES = Path(__file__).parent.parent / "tests" / "reading" / "received" / "corpus"
#: What each label of the public corpora may be read as.
RIGHT = {
    "bounce": {"bounce", "delayed"},
    "autoreply": {"out_of_office", "auto_acknowledgement", "left"},
    "list": {"reply", "request"},
    "calendar": {"calendar"},
}
WRITTEN_ON = date(2026, 9, 16)
#: A later draft would chase a person who was read so.
CHASED = {"stall", "acknowledgement"}


def read_corpora(folder: Path, *, misses: bool) -> None:
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    seconds: dict[tuple[str, str], float] = Counter()
    parser = Parser()
    for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry["kind"] != "eml":
            continue
        path = folder.parent / entry["path"]
        raw = path.read_bytes()
        message = parser.message(raw)
        key = (entry["corpus"], entry["label"])
        started = time.perf_counter()
        reading = read_received(message) if isinstance(message, Message) else None
        seconds[key] += time.perf_counter() - started
        kind = reading.kind.value if reading else "unreadable"
        found[key][kind] += 1
        if misses and reading and kind not in RIGHT.get(entry["label"], {"reply", "request", "bulk"}):
            print(f"{kind:22} {entry['label']:10} {entry['path']} {[(r.code, r.bits) for r in reading.because]}")
    for key, counts in sorted(found.items()):
        total = sum(counts.values())
        right = sum(counts[kind] for kind in RIGHT.get(key[1], ()))
        score = f"{right / total:7.1%}" if key[1] in RIGHT else "       "
        print(f"{'/'.join(key):28} {total:5} {score} {1000 * seconds[key] / total:6.2f} ms  {dict(counts.most_common())}")


def rows(path: Path):
    """(language, expected kind, row) of one table of sentences."""
    table = yaml.safe_load(path.read_text(encoding="utf-8"))
    for language, kinds in table.items():
        for kind, entries in kinds.items():
            for entry in entries:
                row = entry if isinstance(entry, dict) else {"text": entry}
                yield language, kind.removesuffix("_dated"), row


def read_sentences(path: Path, *, misses: bool) -> None:
    confusion: Counter[tuple[str, str]] = Counter()
    until, until_total = 0, 0
    started = time.perf_counter()
    for _, kind, row in rows(path):
        reading = read_reply(row["text"], dated=row.get("read", WRITTEN_ON))
        confusion[kind, reading.kind.value] += 1
        if "until" in row:
            until_total += 1
            until += reading.until == row["until"]
            if misses and reading.until != row["until"]:
                print(f"   until {row['until']} read {reading.until}: {row['text']}")
        if misses and kind != reading.kind.value:
            print(
                f"   {kind} read as {reading.kind.value}: {row['text']} {[dict(r.params).get('words') for r in reading.because]}"
            )
    total = sum(confusion.values())
    per_message = 1000 * (time.perf_counter() - started) / total
    print(f"\n{path.name}: {total} replies, {per_message:.2f} ms each, until {until}/{until_total}")
    for kind in [kind.value for kind in ReplyKind]:
        said = sum(count for (_, read), count in confusion.items() if read == kind)
        meant = sum(count for (expected, _), count in confusion.items() if expected == kind)
        right = confusion[kind, kind]
        print(f"  {kind:16} precision {right / max(said, 1):6.1%}  recall {right / max(meant, 1):6.1%}  ({meant})")
    abstained = sum(count for (expected, read), count in confusion.items() if read == "unknown" and expected != "unknown")
    agreed = sum(confusion[kind, kind] for kind in {expected for expected, _ in confusion})
    print(f"  right {agreed / total:.1%}, abstained {abstained / total:.1%}")
    print(f"  harm: accept<-other {_count(confusion, lambda e, r: r == 'accept' != e)}"
          f"  other<-stop {_count(confusion, lambda e, r: e == 'stop' != r)}"
          f"  decline->chase {_count(confusion, lambda e, r: e == 'decline' and r in CHASED)}"
          f"  stall->accept {_count(confusion, lambda e, r: e == 'stall' and r == 'accept')}")  # fmt: skip


def _count(confusion, wrong) -> int:
    return sum(count for (expected, read), count in confusion.items() if wrong(expected, read))


def main() -> None:
    misses = "--misses" in sys.argv
    folders = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    for folder in folders:
        read_corpora(Path(folder), misses=misses)
    for table in sorted(SENTENCES.glob("*.yaml")):
        read_sentences(table, misses=misses and table.name != "measured.yaml")


if __name__ == "__main__":
    main()
