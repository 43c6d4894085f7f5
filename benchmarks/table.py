"""The last line of the history as the table of docs/performance.md: ``python -m benchmarks.table`` writes it there."""

import json
from pathlib import Path

ROOT = Path(__file__).parents[1]
HISTORY = ROOT / "benchmarks" / "history.jsonl"
PAGE = ROOT / "docs" / "performance.md"
START, END = "<!-- table -->\n", "<!-- end of table -->\n"


def table() -> str:
    """Markdown: what was compared, figure, ratio, goal, whether it is met."""
    record = json.loads(HISTORY.read_text(encoding="utf-8").splitlines()[-1])
    note = f" ({record['note']})" if "note" in record else ""
    head = f"{record['received']:,} messages, medians of {record['rounds']} rounds, {record['at'][:10]}{note}.\n\n"
    rows = [f"| {row['what']} | {row['figure']} | {row['ratio']:.2f} | {_goal(row)} |\n" for row in record["rows"]]
    return head + "| what | figure | ratio | goal |\n|---|---|---|---|\n" + "".join(rows)


def _goal(row: dict) -> str:
    if row["goal"] is None:
        return ""
    more = "more is better" in row["what"]
    met = row["ratio"] >= row["goal"] if more else row["ratio"] <= row["goal"]
    return f"{'≥' if more else '≤'} {row['goal']} {'yes' if met else '**no**'}"


def main() -> None:
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
    _, _, after = rest.partition(END)
    PAGE.write_text(before + START + table() + END + after, encoding="utf-8")


if __name__ == "__main__":
    main()
