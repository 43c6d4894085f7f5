# ruff: noqa: T201 - a program that reports by printing
"""``make prove MINUTES=90``: works through what proves the promises, in order of risk, and goes on where it stopped.

What was done is kept in a ledger (``.prove.json``, or ``MAILWATCH_LEDGER``): for each row the next unit, the units that
passed, and those that failed, by number. A number is a seed or a share: with it the failure happens again. A changed
package starts no row over; delete the ledger to begin anew.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
LEDGER = Path(os.environ.get("MAILWATCH_LEDGER", ROOT / ".prove.json"))
PYTEST = ("-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider")
CUT_SHARES = 60


@dataclass(frozen=True)
class Row:
    """``size`` units of ``each``; ``arguments`` and ``environment`` may name the unit as ``{n}``."""

    name: str
    size: int
    each: str
    arguments: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()


ROWS = (
    Row("seeded bugs", 1, "all twelve, each caught", ("-m", "tests.proof.seeded_bugs")),
    Row("double power cuts", 1, "every pair of effects, in memory", (*PYTEST, "tests/cycle/test_crashes.py")),
    Row(
        "SIGKILL, EIO, ENOSPC at every call",
        1,
        "one sweep on Dovecot",
        (*PYTEST, "tests/proof/test_kill.py"),
        (("MAILWATCH_PROVE", "1"),),
    ),
    Row(
        "APPEND cut at every octet",
        CUT_SHARES,
        f"a {CUT_SHARES}th of all octets, RST, FIN and stall, on Dovecot",
        (*PYTEST, "tests/proof/test_append_cuts.py"),
        (("MAILWATCH_PROVE", "1"), ("MAILWATCH_SHARD", f"{{n}}/{CUT_SHARES}")),
    ),
    Row("forty faults", 1, "every fault at every command", (*PYTEST, "tests/proof/test_faults.py"), (("MAILWATCH_PROVE", "1"),)),
    Row(
        "mail programs",
        1,
        "all programs, actions, moments",
        (*PYTEST, "tests/proof/test_emulators.py"),
        (("MAILWATCH_PROVE", "1"),),
    ),
    Row(
        "histories",
        100,
        "200 histories of 50 steps",
        (*PYTEST, "tests/proof/test_machine.py"),
        (("MAILWATCH_SEED", "{n}"), ("MAILWATCH_HISTORIES", "200")),
    ),
    Row("mailbox-years", 100, "one year of 60 quotes a month", ("-m", "tests.proof.soak", "{n}", "1")),
)


def read() -> dict[str, dict]:
    known = json.loads(LEDGER.read_text("utf-8")) if LEDGER.exists() else {}
    return {row.name: known.get(row.name, {"next": 0, "passed": 0, "failed": []}) for row in ROWS}


def run(row: Row, number: int, seconds: float) -> bool | None:
    """Whether one unit passed; None: time was up before it ended."""
    environment = {name: value.format(n=number) for name, value in row.environment}
    command = [sys.executable, *(argument.format(n=number) for argument in row.arguments)]
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        print(f"--- {row.name} {number} failed\n{done.stdout[-6000:]}{done.stderr[-2000:]}", flush=True)
    return done.returncode == 0


def work(ledger: dict[str, dict], until: float) -> None:
    """One unit of each row in turn, the riskiest first, so that a short time still proves a little of everything."""
    while time.monotonic() < until:
        left = [row for row in ROWS if ledger[row.name]["next"] < row.size]
        if not left:
            return
        for row in left:
            state = ledger[row.name]
            number = state["next"]
            passed = run(row, number, max(until - time.monotonic(), 1.0))
            if passed is None:
                return
            state["next"] += 1
            state["passed"] += passed
            state["failed"] += [] if passed else [number]
            LEDGER.write_text(json.dumps(ledger, indent=1) + "\n", "utf-8")
            print(f"{row.name}: {state['passed']}/{row.size} ({row.each}), failed {state['failed']}", flush=True)


def main() -> int:
    ledger = read()
    work(ledger, time.monotonic() + 60 * float(sys.argv[1] if len(sys.argv) > 1 else 90))
    print("\nproved so far:")
    for row in ROWS:
        state = ledger[row.name]
        print(f"  {row.name:36} {state['passed']:4}/{row.size:<4} {row.each}; failed: {state['failed'] or 'none'}")
    return 1 if any(state["failed"] for state in ledger.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
