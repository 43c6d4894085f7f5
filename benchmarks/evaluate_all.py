"""One table over every labelled set: what mailwatch reads of it, beside the best public library on the same set in the same run.

    python benchmarks/evaluate_all.py [CORPORA]

CORPORA: a folder with manifest.jsonl and one folder per public set; without it, our own fixtures and sentences only. A peer is
named where one of benchmarks/peers.py can do the same thing; "none known" where no library does, "not installed" where it is missing.
Milliseconds are of processor time for one message; they cover parsing where the set is whole mails. Sets that are our own were
written here: only the columns beside each other say something.
"""

import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date  # noqa: TC003 (the shape of an answer)
from pathlib import Path

import peers
import yaml
from evaluate_new_text import Case, cases, cleanly, list_replies
from evaluate_received import CHASED, SENTENCES, WRITTEN_ON, rows

from mailwatch.model.message import Message
from mailwatch.parsing.parse import Parser
from mailwatch.reading.received import read_received
from mailwatch.reading.replies import read_reply
from mailwatch.text.dates import find_dates
from mailwatch.text.language import language_of
from mailwatch.text.meant_dates import decision_date, return_date

ROOT = Path(__file__).parents[1]
PARSER = Parser()
OWN_MAIL = ROOT / "tests" / "reading" / "received" / "mail"
REPLIES = OWN_MAIL.with_name("replies")
DATES = ROOT / "tests" / "text" / "dates.yaml"
NOTHING = "none known"


@dataclass(frozen=True)
class Figure:
    """Counts of one reader on one set: ``given`` answers, ``right`` ones of them, ``wanted`` ones in the labels."""

    given: int
    right: int
    wanted: int
    milliseconds: float

    def __str__(self) -> str:
        return f"{_share(self.right, self.given)} {_share(self.right, self.wanted)} {self.milliseconds:8.2f}"

    @property
    def balance(self) -> float:
        return 2 * self.right / max(self.given + self.wanted, 1)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:8.1%}" if whole else f"{'':8}"


def measured(
    read: Callable[[object], object], examples: Iterable[tuple[object, object]], same: Callable = lambda a, b: a == b
) -> Figure:
    """``read`` against the labels; None is no answer, and no label."""
    given = right = wanted = count = 0
    spent = 0.0
    for example, label in examples:
        started = time.process_time()
        try:
            answer = read(example)
        except Exception:  # noqa: BLE001 (a library that fails on a mail has not read it)
            answer = None
        spent += time.process_time() - started
        count += 1
        given += answer is not None
        wanted += label is not None
        right += answer is not None and label is not None and same(answer, label)
    return Figure(given, right, wanted, 1000 * spent / max(count, 1))


def line(  # noqa: PLR0913 (a row has as many columns)
    name: str,
    count: int,
    ours: Figure,
    others: Iterable[tuple[str, Figure]],
    *,
    abstained: str = "",
    harm: str = "",
    peer: str = "not installed",
) -> None:
    best = max(others, key=lambda other: other[1].balance, default=None)
    beside = f"{best[0]:20}{best[1]}" if best else peer
    print(f"{name:34}{count:6} {ours} {abstained:>9} | {beside} {harm}", flush=True)


HEAD = f"{'set':34}{'n':>6} {'precision':>8}{'recall':>9}{'ms':>9} {'abstained':>9} | {'best public library':20}{'precision':>9}{'recall':>9}{'ms':>9}"


def new_text(folder: Path) -> None:
    """Recall is the share of mails whose new text is clean; each mail has one, so precision is the same."""
    sets: dict[str, list[Case]] = defaultdict(list)
    for case in (*cases(folder), *list_replies(folder)):
        sets[case.set].append(case)
    for name, found in sets.items():
        texts = [(message.text if isinstance(message := PARSER.message(case.raw), Message) else "", case) for case in found]
        ours = measured(_own_words, [(case.raw, case) for case in found], cleanly)
        others = [(title, measured(read, texts, cleanly)) for title, read in peers.new_text()]
        line(f"new text, {name}", len(found), ours, others)


def _own_words(raw: bytes) -> str:
    message = PARSER.message(raw)
    return message.new_text if isinstance(message, Message) else ""


def _is_bounce(raw: bytes) -> bool | None:
    message = PARSER.message(raw)
    return True if isinstance(message, Message) and read_received(message).kind.value in {"bounce", "delayed"} else None


def bounces(folder: Path) -> None:
    entries = [json.loads(text) for text in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    judged = [
        entry for entry in entries if entry["kind"] == "eml" and entry["label"] in {"bounce", "list", "autoreply", "calendar"}
    ]
    _bounces(
        "bounces among public mail",
        [((folder.parent / entry["path"]).read_bytes(), entry["label"] == "bounce") for entry in judged],
    )


def own_bounces() -> None:
    mails = [(path.read_bytes(), _expected(path)["kind"] in {"bounce", "delayed"}) for path in sorted(OWN_MAIL.glob("*.eml"))]
    _bounces("bounces among own fixtures", mails)


def _bounces(name: str, mails: list[tuple[bytes, bool]]) -> None:
    examples = [(raw, True if bounce else None) for raw, bounce in mails]
    others = [(title, measured(lambda raw, read=read: read(raw) or None, examples)) for title, read in peers.bounced()]
    line(name, len(examples), measured(_is_bounce, examples), others)


def _expected(path: Path) -> dict[str, object]:
    return yaml.safe_load(path.with_suffix("").with_suffix(".expected.yaml").read_text(encoding="utf-8"))


def dates() -> None:
    table = yaml.safe_load(DATES.read_text(encoding="utf-8"))
    readers: dict[str, Callable[[dict], date | None]] = {
        "find": lambda row: next(
            (day.first for day in find_dates(row["text"], row.get("read", WRITTEN_ON), row.get("language"))), None
        ),
        "return": lambda row: return_date(row["text"], row.get("read", WRITTEN_ON)),
        "decision": lambda row: decision_date(row["text"], row.get("read", WRITTEN_ON), waits=row.get("waits", False)),
    }
    for name, read in readers.items():
        examples = [(row, row.get("day", row.get("first"))) for row in table[name]]
        others = [
            (
                title,
                measured(lambda row, other=other: other(row["text"], row.get("read", WRITTEN_ON), row.get("language")), examples),
            )
            for title, other in peers.named_day()
        ]
        line(f"days in sentences, {name}", len(examples), measured(read, examples), others)


def sentences() -> Iterator[tuple[str, str, dict]]:
    for path in sorted(SENTENCES.glob("*.yaml")):
        yield from rows(path)


def languages() -> None:
    examples = [(row["text"], language) for language, _, row in sentences() if language in {"fr", "en"}][::5]
    ours = measured(lambda text: language_of(text, None), examples)
    line(
        "language of replies, fr and en",
        len(examples),
        ours,
        [(name, measured(read, examples)) for name, read in peers.language_of()],
    )


def replies() -> None:
    """A row for each group of tables of sentences: precision of what is said, recall, what was left unsaid, and the four harms."""
    groups: dict[str, list[tuple[dict, str | None]]] = defaultdict(list)
    for path in sorted(SENTENCES.glob("*.yaml")):
        groups[re.sub(r"_?\d+$", "", path.stem)] += [(row, _certain(kind)) for _, kind, row in rows(path)]
    for name, examples in groups.items():
        answers = []

        def read(row: dict, answers: list = answers) -> str | None:
            answers.append(_certain(read_reply(row["text"], dated=row.get("read", WRITTEN_ON)).kind.value))
            return answers[-1]

        ours = measured(read, examples)
        read_replies(f"replies, {name}", ours, [(label, answer) for (_, label), answer in zip(examples, answers, strict=True)])


def _certain(kind: str) -> str | None:
    return kind if kind != "unknown" else None


def read_replies(name: str, ours: Figure, pairs: list[tuple[str | None, str | None]]) -> None:
    unsaid = sum(label is not None and answer is None for label, answer in pairs) / max(len(pairs), 1)
    line(name, len(pairs), ours, [], abstained=f"{unsaid:.1%}", harm=f"  {harms(pairs)}", peer=NOTHING)


def harms(pairs: list[tuple[str | None, str | None]]) -> str:
    counts = (
        sum(answer == "accept" != label for label, answer in pairs),
        sum(label == "stop" != answer for label, answer in pairs),
        sum(label == "decline" and answer in CHASED for label, answer in pairs),
        sum(label == "stall" and answer == "accept" for label, answer in pairs),
    )
    return "harm {}/{}/{}/{}".format(*counts)


def own_mail() -> None:
    paths = sorted((*OWN_MAIL.glob("*.eml"), *REPLIES.glob("*.eml")))
    kinds = [(path.read_bytes(), _expected(path)["kind"]) for path in paths]
    line("kinds of received mail", len(kinds), measured(lambda raw: _received(raw).kind.value, kinds), [], peer=NOTHING)
    labelled = [(path.read_bytes(), _certain(_expected(path)["reply"])) for path in paths if "reply" in _expected(path)]
    read_replies("replies, whole mails", measured(_reply, labelled), [(label, _reply(raw)) for raw, label in labelled])


def _received(raw: bytes):
    return read_received(PARSER.message(raw), own=frozenset({"anne@atelier-durand.example"}))


def _reply(raw: bytes) -> str | None:
    reply = _received(raw).reply
    return _certain(reply.kind.value) if reply else None


def quotes() -> None:
    from tests.reading.sent.cases import load

    for part in ("dev", "heldout", "learned"):
        found = load(part)
        ours = measured(
            lambda case: True if case.read().kind == "quote" else None,
            [(case, True if case.expect["kind"] == "quote" else None) for case in found],
        )
        line(f"quotes in sent mail, {part}", len(found), ours, [], peer=NOTHING)


def main() -> None:
    sys.path.insert(0, str(ROOT))
    print(__doc__.splitlines()[0])
    print("harm: accept read into something else / stop missed / decline that would be chased / stall read as accept\n")
    print(HEAD)
    for folder in map(Path, sys.argv[1:]):
        new_text(folder)
        bounces(folder)
    for part in (own_bounces, dates, languages, own_mail, replies, quotes):
        part()


if __name__ == "__main__":
    main()
