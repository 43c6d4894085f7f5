# ruff: noqa: T201 - a program that reports by printing
"""``make prove MINUTES=90``: works through what proves the promises, in order of risk, and goes on where it stopped.

Each row is so many units; a turn takes a few units of each row, the riskiest first, so that a short time proves a little of
everything. The ledger (``.prove.json``, or ``MAILWATCH_LEDGER``) keeps for each unit whether it passed, how many cases it
tried, how long it took and the digest of the code it ran on. A unit's number is a seed or a share: with it a failure happens
again. A unit that failed is tried again once the code has changed; what passed on former code stays counted, and is told
apart. The last unit is begun early enough to end in time, as far as the ledger can tell, and is never cut off.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
LEDGER = Path(os.environ.get("MAILWATCH_LEDGER", ROOT / ".prove.json"))
PYTEST = ("-m", "pytest", "-q", "-s", "--no-header", "-p", "no:cacheprovider")
PROVE = ("MAILWATCH_PROVE", "1")
_TRIED = re.compile(r"^\.?tried (\d+)", re.MULTILINE)


@dataclass(frozen=True)
class Row:
    """``size`` units of ``each``, ``turn`` at a time; ``arguments`` and ``environment`` may name the unit as ``{n}``.

    ``cases``: what one unit tries, where the unit does not say so itself (``tried 12: …`` on a line of its own).
    """

    name: str
    size: int
    turn: int
    each: str
    arguments: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()
    cases: int = 0


def _shares(size: int) -> tuple[tuple[str, str], ...]:
    return (PROVE, ("MAILWATCH_SHARD", f"{{n}}/{size}"))


ROWS = (
    Row(
        "SIGKILL at every call",
        20,
        4,
        "a 20th of all writes, fsyncs and sends of three looks, Dovecot",
        (*PYTEST, "tests/proof/test_kill.py", "-k", "killed_at_any_call"),
        _shares(20),
    ),
    Row(
        "SIGKILL twice",
        20,
        3,
        "25 pairs of kills, Dovecot",
        (*PYTEST, "tests/proof/test_kill.py", "-k", "killed_twice"),
        (("MAILWATCH_PAIRS", "25"), ("MAILWATCH_SEED", "{n}")),
    ),
    Row(
        "APPEND cut at every octet",
        60,
        4,
        "a 60th of all octets, RST, FIN and stall, Dovecot",
        (*PYTEST, "tests/proof/test_append_cuts.py"),
        _shares(60),
    ),
    Row(
        "histories",
        100,
        6,
        "200 histories of 50 steps",
        (*PYTEST, "tests/proof/test_machine.py"),
        (("MAILWATCH_SEED", "{n}"), ("MAILWATCH_HISTORIES", "200")),
        cases=200,
    ),
    Row("mailbox-years", 100, 3, "one year of 60 quotes a month", ("-m", "tests.proof.soak", "{n}", "1"), cases=1),
    Row(
        "full or broken disk",
        40,
        2,
        "a 40th of all disk calls, ENOSPC, EIO and EINTR, Dovecot",
        (*PYTEST, "tests/proof/test_kill.py", "-k", "disk"),
        _shares(40),
    ),
    Row(
        "torn disk", 10, 1, "30 images of the journal", (*PYTEST, "tests/proof/test_torn.py"), (PROVE, ("MAILWATCH_SEED", "{n}"))
    ),
    Row("forty faults", 10, 1, "a 10th of every fault at every command", (*PYTEST, "tests/proof/test_faults.py"), _shares(10)),
    Row("mail programs", 6, 1, "a 6th of all moments", (*PYTEST, "tests/proof/test_emulators.py"), _shares(6)),
    Row(
        "power cuts, once and twice", 1, 1, "every pair of effects, in memory", (*PYTEST, "tests/cycle/test_crashes.py"), cases=1
    ),
    Row("seeded bugs", 1, 1, "all twelve, each caught", ("-m", "tests.proof.seeded_bugs"), cases=12),
)


def digest_of_code() -> str:
    found = hashlib.sha256()
    for path in sorted((ROOT / "mailwatch").rglob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()[:8]


def read() -> dict[str, dict]:
    known = json.loads(LEDGER.read_text("utf-8")) if LEDGER.exists() else {}
    return {row.name: known.get(row.name, {}) for row in ROWS}


def pending(row: Row, units: dict[str, dict], code: str) -> list[int]:
    """What failed on other code first, then what was never run."""
    again = [int(number) for number, unit in units.items() if not unit["passed"] and unit["code"] != code]
    return again + [number for number in range(row.size) if str(number) not in units]


def run(row: Row, number: int, code: str) -> dict:
    environment = {name: value.format(n=number) for name, value in row.environment}
    command = [sys.executable, *(argument.format(n=number) for argument in row.arguments)]
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(f"--- {row.name} {number} failed\n{done.stdout[-6000:]}{done.stderr[-2000:]}", flush=True)
    cases = sum(map(int, _TRIED.findall(done.stdout))) or row.cases
    passed = done.returncode == 0
    return {"passed": passed, "cases": cases if passed else 0, "seconds": round(time.monotonic() - began), "code": code}


def work(ledger: dict[str, dict], until: float) -> None:
    """Turn by turn, until every row is through or time is up."""
    code = digest_of_code()
    while any(pending(row, ledger[row.name], code) for row in ROWS):
        begun = False
        for row in ROWS:
            units = ledger[row.name]
            for number in pending(row, units, code)[: row.turn]:
                expected = max((unit["seconds"] for unit in units.values()), default=0)
                if time.monotonic() + expected > until:
                    break
                begun = True
                units[str(number)] = run(row, number, code)
                LEDGER.write_text(json.dumps(ledger, indent=1) + "\n", "utf-8")
                print(told(row, units, code), flush=True)
        if not begun:
            return


def told(row: Row, units: dict[str, dict], code: str) -> str:
    passed = [unit for unit in units.values() if unit["passed"]]
    now = sum(unit["code"] == code for unit in passed)
    failed = sorted(int(number) for number, unit in units.items() if not unit["passed"])
    cases = sum(unit["cases"] for unit in passed)
    return f"{row.name:28} {len(passed):3}/{row.size:<3} ({now} on this code), {cases} cases; failed: {failed or 'none'}   [{row.each}]"


def main() -> int:
    ledger = read()
    work(ledger, time.monotonic() + 60 * float(sys.argv[1] if len(sys.argv) > 1 else 90))
    code = digest_of_code()
    print(f"\nproved so far, code {code}:")
    for row in ROWS:
        print("  " + told(row, ledger[row.name], code))
    return 1 if any(not unit["passed"] for units in ledger.values() for unit in units.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
