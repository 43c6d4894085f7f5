"""Speed, as ratios against something real in the same run: ``make bench``, or ``python -m benchmarks.run``.

Sizes come from the environment: RECEIVED (default 50,000 messages), ROUNDS (3), PEERS (5,000: of how many
messages the slow peers get), IDLE (100 accounts), MANY (1,000 accounts, 0 for none), SCANNED (1,000,000 messages, 0 for none). Each arm is a process of its own; arms alternate; medians count.
"""

import contextlib
import hashlib
import itertools
import json
import multiprocessing
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks import arms
from benchmarks.letters import letters
from benchmarks.servers import Replay, filled, forget_cache
from mailwatch.mailbox.fields import header_block, wanted_fields
from mailwatch.mailbox.headers import HEADER_ITEM

ROOT = Path(__file__).parents[1]
HISTORY = ROOT / "benchmarks" / "history.jsonl"
RECEIVED = int(os.environ.get("RECEIVED", "50000"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
PEERS = int(os.environ.get("PEERS", "5000"))
IDLE = int(os.environ.get("IDLE", "100"))
MANY = int(os.environ.get("MANY", "1000"))
SCANNED = int(os.environ.get("SCANNED", "1000000"))

#: What was compared, the figures, the goal (None: for information).
Row = tuple[str, str, float, float | None]


def arm(module: str, name: str, *words: object) -> dict:
    """Run one arm; its figures. Raises when it fails."""
    command = [sys.executable, "-m", f"benchmarks.{module}", name, *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=3600)
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr[-2000:]}")
    return json.loads(done.stdout)


def rounds(  # noqa: PLR0913 - what a comparison is made of
    names: list[str], port: int, count: int, what: str, *, folder: str = "", before=None
) -> dict[str, float]:
    """Median microseconds a message (``what``: wall or cpu) of each arm. Counts and digests must agree over the rounds."""
    spent: dict[str, list[float]] = {name: [] for name in names}
    seen: dict[str, tuple] = {}
    for _, name in itertools.product(range(ROUNDS), names):
        if before is not None:
            before()
        found = arm("arms", name, port, count, *([folder] if name == "scan" else []))
        if "missing" in found:
            continue
        if found["count"] != count or seen.setdefault(name, found["digest"]) != found["digest"]:
            raise AssertionError(f"{name} saw {found['count']} of {count} messages, digest {found['digest']}")
        spent[name].append(found[what] / found["count"] * 1e6)
    return {name: statistics.median(times) for name, times in spent.items() if times} | {f"{n}#": d for n, d in seen.items()}


# --- groups of rows -------------------------------------------------------------------------------------------------


def live(server, folder: str) -> Iterator[Row]:
    arm("arms", "raw", server.port, RECEIVED)  # Dovecot fills its cache
    warm = rounds(["raw", "receive", "split", "scan"], server.port, RECEIVED, "wall", folder=folder)
    fields = arms.reference_fields(wanted_fields(header_block(raw)) for _, raw in letters(RECEIVED))
    if warm["split#"] != fields["digest"]:
        raise AssertionError("our fields are not what the standard library reads")
    yield "receive and frame, warm Dovecot", _us(warm["receive"]), warm["receive"] / warm["raw"], 1.1
    yield "… and split into fields", _us(warm["split"]), warm["split"] / warm["raw"], 1.3
    yield "first scan into the journal, warm", _us(warm["scan"]), warm["scan"] / warm["raw"], 5.0
    cold = rounds(["raw", "scan"], server.port, RECEIVED, "wall", folder=folder, before=lambda: forget_cache(server))
    yield "first scan into the journal, cold", _us(cold["scan"]), cold["scan"] / cold["raw"], 1.5


def peers(server, folder: str) -> Iterator[Row]:
    same = rounds(["frame", "imapclient", "aioimaplib"], server.port, RECEIVED, "cpu")
    _agree(same, [name for name in ("frame", "imapclient", "aioimaplib") if name in same])
    yield "imapclient.fetch, the same headers (CPU ÷ ours)", _us(same["imapclient"]), same["imapclient"] / same["frame"], None
    if "aioimaplib" in same:
        yield "aioimaplib, the same headers (CPU ÷ ours)", _us(same["aioimaplib"]), same["aioimaplib"] / same["frame"], None
    else:
        yield "aioimaplib: not installed", "", 0.0, None


def slow_peers(folder: str) -> Iterator[Row]:
    """On a smaller mailbox; against our whole first scan, which also writes its index."""
    with filled(PEERS, 0) as server:
        found = rounds(["decode", "naive", "imap_tools", "scan"], server.port, PEERS, "wall", folder=folder)
        expected = arms.reference(raw.partition(b"\r\n\r\n")[0] for _, raw in letters(PEERS))
        wrong = [
            name for name in ("decode", "naive", "imap_tools") if found.get(f"{name}#", expected["digest"]) != expected["digest"]
        ]
        if wrong:
            raise AssertionError(f"{wrong} do not read what the standard library reads")
        for name, text, goal in (("naive", "imapclient + mail-parser", 10.0), ("imap_tools", "imap_tools", None)):
            if name not in found:
                yield f"{text}: not installed", "", 0.0, None
            else:
                yield f"{text} (wall ÷ our first scan; more is better)", _us(found[name]), found[name] / found["scan"], goal


def programs() -> Iterator[Row]:
    """Peers that are no Python libraries; mbsync fetches whole messages, so that only its time can be told."""
    with filled(PEERS, 0) as server:
        ours = rounds(["frame"], server.port, PEERS, "cpu")["frame"]
        wanted = hashlib.sha256(b"".join(wanted_fields(header_block(raw)) for _, raw in letters(PEERS))).hexdigest()[:16]
        whole = hashlib.sha256(b"".join(sorted(raw.replace(b"\r", b"") for _, raw in letters(PEERS)))).hexdigest()[:16]
        for name, text, digest in (("imapflow", "the same headers", wanted), ("mbsync", "whole messages", whole)):
            found = arm("programs", name, server.port, PEERS)
            if "missing" in found:
                yield f"{name}: not installed", "", 0.0, None
                continue
            if (found["count"], found["digest"]) != (PEERS, digest):
                raise AssertionError(f"{name} saw {found['count']} of {PEERS} messages, or other ones")
            us = found["cpu"] / PEERS * 1e6
            yield f"{name}, {text} (CPU ÷ ours)", _us(us), us / ours, None


@contextlib.contextmanager
def in_memory(headers: Iterable[bytes]) -> Iterator[Replay]:
    """A server that repeats the headers of one mailbox, in a process of its own."""
    key = HEADER_ITEM.replace(b".PEEK", b"")
    server = Replay(
        b'* %d FETCH (UID %d INTERNALDATE "04-Jan-2016 08:00:00 +0000" RFC822.SIZE 2500 FLAGS (\\Seen) %s {%d}\r\n%s)\r\n'
        % (n, n, key, len(header), header)
        for n, header in enumerate(headers, start=1)
    )
    process = multiprocessing.get_context("fork").Process(target=server.serve, daemon=True)
    process.start()
    try:
        yield server
    finally:
        process.terminate()
        process.join(5)


def replayed() -> Iterator[Row]:
    with in_memory(wanted_fields(header_block(raw)) for _, raw in letters(RECEIVED)) as server:
        found = rounds(["raw", "receive", "imapclient"], server.port, RECEIVED, "cpu")
        _agree(found, ["receive", "imapclient"])
        yield "receive and frame, server in memory (CPU)", _us(found["receive"]), found["receive"] / found["raw"], 3.5
        yield "imapclient.fetch, server in memory (CPU)", _us(found["imapclient"]), found["imapclient"] / found["raw"], None


def million(folder: str) -> Iterator[Row]:
    """A first scan killed on its way, and the one that goes on from there."""
    ten_thousand = [wanted_fields(header_block(raw)) for _, raw in letters(10_000)]
    copies = range(SCANNED // len(ten_thousand))
    headers = (header.replace(b"Message-ID: <", b"Message-ID: <%d." % copy) for copy in copies for header in ten_thousand)
    with in_memory(headers) as server, tempfile.TemporaryDirectory(dir=folder) as empty:
        killed = _killed_scan(server.port, empty)
        rest = arm("arms", "resume", server.port, SCANNED, empty)
    if rest["count"] != SCANNED:
        raise AssertionError(f"{rest['count']} of {SCANNED} messages are known after a kill at {killed}")
    mib, us = rest["peak_kib"] / 1024, rest["cpu"] / (SCANNED - killed) * 1e6
    yield f"first scan of {SCANNED:,}, killed at {killed:,}, resumed: peak memory (÷ 150 MiB)", f"{mib:.0f} MiB", mib / 150, 1.0
    yield (
        f"… CPU of its last tenth ÷ of its first ({us:.0f} µs in all)",
        _us(rest["last_us"]),
        rest["last_us"] / rest["first_us"],
        1.3,
    )


def _killed_scan(port: int, folder: str) -> int:
    """Start a first scan and kill it once it has recorded a tenth: how far it was."""
    command = [sys.executable, "-m", "benchmarks.arms", "scan", str(port), str(SCANNED), folder]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        while (done := _recorded(folder)) < SCANNED // 10 and process.poll() is None:
            time.sleep(0.2)
        process.kill()
    return max(done, _recorded(folder))


def _recorded(folder: str) -> int:
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(Path(folder) / "journal.sqlite3")) as database:
        return database.execute("SELECT coalesce(max(uidnext), 1) FROM cursor WHERE mailbox = 'INBOX'").fetchone()[0] - 1
    return 0


def memory(server, folder: str) -> Iterator[Row]:
    found = arm("arms", "scan", server.port, RECEIVED, folder)
    mib = found["peak_kib"] / 1024
    yield f"peak memory of a first scan of {RECEIVED:,} messages", f"{mib:.0f} MiB", mib / 150, 1.0


def sent_mail(folder: str) -> Iterator[Row]:
    """Sent mail of the years that are remembered is fetched with its text and read."""
    with filled(0, 400) as server:
        found = arm("arms", "scan", server.port, 400, folder)
    yield (
        "text of a remembered sent message, read (÷ 10 ms)",
        f"{found['wall'] / 120 * 1e3:.1f} ms",
        found["wall"] / 120 * 1e2,
        None,
    )


def local() -> Iterator[Row]:
    index, cycle, attribution = (arm("local", name) for name in ("index", "cycle", "attribution"))
    if attribution["found"] != attribution["of"]:
        raise AssertionError(f"attribution found {attribution['found']} of {attribution['of']}")
    yield "index, octets per message (÷ 100)", f"{index['octets']:.0f}", index["octets"] / 100, 1.0
    yield "index, load of one row (÷ 5 µs)", f"{_us(index['load_us'])}, bare {index['bare_us']:.1f}", index["load_us"] / 5, 1.0
    yield "index, lookup (÷ 10 µs)", _us(index["lookup_us"]), index["lookup_us"] / 10, 1.0
    yield "cycle with nothing due, 10,000 quotes (÷ 5 ms)", f"{cycle['ms']:.2f} ms", cycle["ms"] / 5, 1.0
    yield "the same ÷ with 10 quotes", f"{cycle['few_ms']:.2f} ms", cycle["ms"] / cycle["few_ms"], None
    yield (
        "attribution with its keys, 10,000 quotes, 2 to the client (÷ 1 ms)",
        f"{attribution['ms']:.2f} ms",
        attribution["ms"],
        1.0,
    )
    yield "… 20 to the client (÷ 1 ms)", f"{attribution['twenty_ms']:.2f} ms", attribution["twenty_ms"], None


def processes(server, folder: str) -> Iterator[Row]:
    start = arm("starting", "helping")
    yield "mailwatch --help ÷ python -c pass (CPU)", f"{start['help'] * 1e3:.0f} ms", start["help"] / start["pass"], 6.0
    yield (
        "imports of a first poll ÷ those of them that are not ours (CPU)",
        f"{start['cycle'] * 1e3:.0f} ms",
        start["cycle"] / start["bare"],
        1.3,
    )
    journal = Path(folder) / "run.sqlite3"
    first, ours = (arm("starting", "running", server.port, 1, journal)["kib"] for _ in range(2))
    bare = arm("starting", "importing", server.port)["kib"]
    yield "memory of run (USS) ÷ libraries and connections", f"{ours / 1024:.0f} MiB", ours / bare, 1.5
    yield "… in the process that did the first scan", f"{first / 1024:.0f} MiB", first / bare, None


def accounts(folder: str) -> Iterator[Row]:
    """On a server with no mail: what each further account costs."""
    with filled(0, 0) as server:
        secured = (server.tls_port, server.certificate())
        few, many = (arm("starting", "watching", secured[0], count, secured[1]) for count in (IDLE // 5, IDLE))
        kib = (many["kib"] - few["kib"]) / (IDLE - IDLE // 5)
        yield f"idle account with TLS, one of {IDLE:,} (÷ 64 KiB)", f"{kib:.0f} KiB", kib / 64, 1.0
        yield "… its CPU (÷ 20 µs per second)", f"{many['cpu_us']:.1f} µs/s", many["cpu_us"] / 20, 1.0


def many() -> Iterator[Row]:
    """A thousand accounts in one process, wired as ``run`` is, on a server that does little else."""
    found, spread = arm("many", "running", MANY), arm("many", "staggering", MANY)
    renewals, logins = spread["renewals"], spread["logins"]
    yield f"{MANY:,} accounts in run, two connections with TLS each (÷ 64 KiB)", f"{found['kib']:.0f} KiB", found["kib"] / 64, 1.0
    yield "… CPU of one in silence (÷ 20 µs per second)", f"{found['cpu_us']:.1f} µs/s", found["cpu_us"] / 20, 1.0
    yield "… CPU of a poll that the server's silence answers", _us(found["tick_us"]), found["tick_us"], None
    yield (
        f"… {found['told']} get mail at once, all are woken (÷ 2 s)",
        f"{found['woken_after']:.2f} s",
        found["woken_after"] / 2,
        1.0,
    )
    most = renewals["most"] / (renewals["all"] / spread["seconds"])
    yield "… renewals of IDLE in the busiest second ÷ on average", f"{renewals['most']}", most, 2.5
    yield (
        f"… {logins['all']:,} hung up on: logins in the busiest second ÷ on average",
        f"{logins['most']}",
        logins["most"] / (logins["all"] / spread["back"]),
        None,
    )


def _us(value: float) -> str:
    return f"{value:.1f} µs"


def _agree(found: dict, names: list[str]) -> None:
    if len({found[f"{name}#"] for name in names}) != 1:
        raise AssertionError(f"{names} read different headers")


def _line(text: str, figure: str, ratio: float, goal: float | None) -> str:
    if goal is None:
        return f"{text:66} {figure:>18} {ratio:7.2f}"
    met = ratio >= goal if "more is better" in text else ratio <= goal
    return f"{text:66} {figure:>18} {ratio:7.2f} {goal:>6} {'yes' if met else 'NO'}"


def main() -> int:
    rows: list[Row] = []
    print(f"{RECEIVED:,} messages, medians of {ROUNDS} rounds, {os.cpu_count()} cores\n")
    print(f"{'':66} {'figure':>18} {'ratio':>7} {'goal':>6}")
    with tempfile.TemporaryDirectory() as folder, filled(RECEIVED, 0) as server:
        groups = (
            lambda: live(server, folder),
            lambda: peers(server, folder),
            lambda: slow_peers(folder),
            programs,
            replayed,
            lambda: memory(server, folder),
            lambda: million(folder) if SCANNED else (),
            lambda: sent_mail(folder),
            local,
            lambda: processes(server, folder),
            lambda: accounts(folder),
            lambda: many() if MANY else (),
        )
        for row in itertools.chain.from_iterable(group() for group in groups):
            rows.append(row)
            print(_line(*row), flush=True)
    with contextlib.suppress(OSError), HISTORY.open("a", encoding="utf-8") as history:
        names = ("what", "figure", "ratio", "goal")
        record = {"at": time.strftime("%Y-%m-%dT%H:%M:%S"), "received": RECEIVED, "rounds": ROUNDS}
        history.write(json.dumps(record | {"rows": [dict(zip(names, row, strict=True)) for row in rows]}) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
