"""How well it is recognised which mail a reply answers: mailing lists with their headers masked, and invented quotes.

    python benchmarks/evaluate_attribution.py CORPORA [--owners N] [--mode MODE ...]   lists, and the invented ones
    python benchmarks/evaluate_attribution.py                                          the invented ones only

CORPORA is a folder with manifest.jsonl (path, corpus, label). Of every list of at least a thousand messages the N members
who wrote most are the owner in turn: what they sent is Sent, the rest is received, and every sent mail counts as a quote.
Rules were developed looking at the first four; the others were measured, never read.

``elsewhere``: attached to a thread that neither the headers nor the subject make one with the reply's own. ``alike``: the
subject says it is the same discussion, the references do not; docs/evaluation.md tells what reading them gave. ``quoting,
right``: of the replies that repeat words of ours, those attached, and not elsewhere (where the quotation was taken away, it tells
what is lost).
"""

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from invented_quotes import HARD, conversations

from mailwatch import bootstrap
from mailwatch.cli.evaluate import told
from mailwatch.config.presets import PRESETS
from mailwatch.cycle.events import Event
from mailwatch.evaluation import Degradation, Known, Score, degraded, known_of, score
from mailwatch.model.account import Account
from mailwatch.model.message import Role
from mailwatch.model.policy import CalendarPolicy, Jurisdiction, Policy
from mailwatch.parsing.parse import Parser
from mailwatch.replay import PastMessage, track_all

PARSER = Parser()
LIST = 1_000
DEVELOPED = 4


def lists(folder: Path) -> Iterator[tuple[str, list[tuple[str, datetime, bytes]]]]:
    """Sender, instant and bytes of every message of each list."""
    found = defaultdict(list)
    for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry["label"] == "list":
            raw = (folder.parent / entry["path"]).read_bytes()
            headers = PARSER.headers(raw)
            if headers.sender and headers.date:
                found[entry["corpus"]].append((headers.sender.address, headers.date, raw))
    yield from ((name, messages) for name, messages in sorted(found.items()) if len(messages) >= LIST)


def recognised(owner: str, messages: list[PastMessage], *, every: bool) -> list[Event]:
    account = Account(owner, owner, frozenset({owner}))
    policy = Policy(CalendarPolicy(Jurisdiction("FR"), UTC), tuple(PRESETS.values()), start=messages[0].at)
    desk, hands = bootstrap.rehearsal(account, policy, range(messages[0].at.year, messages[-1].at.year + 1))
    return list(track_all(replace(desk, every_sent_is_a_quote=every), hands, messages))


HEAD = (
    f"{'':24} {'attached':>8} {'elsewhere':>9} {'alike':>6} {'precision':>9} | {'replies':>7} {'attached':>8} {'wrong':>6} {'asked':>6}"
    f" {'recall':>7} {'quoting, right':>17} | {'asks':>6} {'ms':>5}  attached or asked by gap in days"
)


def row(name: str, found: Score, per_message: float) -> str:
    replies = max(found.replies, 1)
    quoting = f"{found.quoting_right}/{found.quoting} {found.quoting_right / max(found.quoting, 1):.1%}"
    gaps = " ".join(f"<{end}: {hit}/{total}" for end, (total, hit) in found.by_gap.items())
    return (
        f"{name:24} {found.attached:8} {found.elsewhere:9} {found.alike:6} {found.precision:9.2%} | {found.replies:7} "
        f"{found.replies_attached / replies:8.1%} {found.replies_elsewhere / replies:6.1%} {found.replies_asked / replies:6.1%} "
        f"{1 - found.missed / replies:7.1%} {quoting:>17} | {found.asks / found.messages:6.2%} {per_message:5.1f}  {gaps}"
    )


def measure(owner: str, messages: list[PastMessage], modes: list[Degradation], known: Known) -> None:
    received = sum(message.role is not Role.SENT for message in messages)
    for how in modes:
        masked = degraded(PARSER, messages, known, how)
        started = time.process_time()
        events = recognised(owner, masked, every=True)
        spent = 1000 * (time.process_time() - started) / len(messages)
        print(row(how.value, score(told(events), known, received), spent), flush=True)


def measure_lists(folder: Path, owners: int, modes: list[Degradation], only: set[int]) -> None:
    for name, messages in lists(folder):
        most = [owner for owner, _ in Counter(sender for sender, _, _ in messages).most_common(owners)]
        for rank, owner in enumerate(most, start=1):
            if only and rank not in only:
                continue
            past = [PastMessage(at, Role.SENT if sender == owner else Role.INBOX, raw) for sender, at, raw in messages]
            past.sort(key=lambda message: message.at)
            known = known_of(PARSER, past)
            print(
                f"\n{name}, owner {rank} ({'developed' if rank <= DEVELOPED else 'held out'}): {len(past)} messages; "
                f"{len(known.reused)} more replies share neither subject nor words with what they answer\n{HEAD}"
            )
            measure(owner, past, modes, known)


def measure_invented() -> None:
    """Each invented reply by what happened to it, and by its gap; then mail that must not be attached."""
    sent, replies = conversations()
    messages = sorted([*sent, *(reply.past for reply in replies)], key=lambda message: message.at)
    events = recognised("anne@atelier-durand.example", messages, every=False)
    verdicts = {str(event.fields.get("message")): event for event in events if event.name in {"reply", "ask", "held", "contact"}}
    quotes = {event.fields["quote"] for event in events if event.name == "quote"}
    print(f"\ninvented: {len(sent)} sent, {len(quotes)} seen as quotes, {len(replies)} received")
    tables = {name: defaultdict(Counter) for name in ("damage", "gap", "language", "client")}
    for reply in replies:
        event = verdicts.get(reply.message_id)
        verdict = event.name if event else "nothing"
        if reply.answers not in quotes:
            verdict = "(quote not seen)"
        elif event and verdict == "reply":
            verdict = "right" if event.fields["quote"] == reply.answers else "WRONG"
        cells = {"damage": reply.damage, "gap": f"{reply.months} months", "language": reply.language, "client": reply.client}
        for table, value in cells.items():
            tables[table][value][verdict] += 1
    for table, found in tables.items():
        print(f"  by {table}")
        for value, counts in found.items():
            print(f"    {value:22} {dict(counts.most_common())}")
    print("  must not be attached, or not elsewhere")
    for case in HARD:
        quote, mail = case.mails()
        events = recognised("anne@atelier-durand.example", [*quote, mail], every=False)
        last = [event for event in events if event.fields.get("message") == case.message_id]
        wrong = any(event.name == "reply" and event.fields["quote"] != case.answers for event in last)
        print(f"    {'FALSE' if wrong else 'ok':6} {case.name:44} {last[0].name if last else 'nothing'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="?", type=Path)
    parser.add_argument("--owners", type=int, default=10)
    parser.add_argument("--only", type=int, nargs="*", default=[])
    parser.add_argument("--mode", type=Degradation, nargs="*", default=list(Degradation))
    arguments = parser.parse_args()
    if arguments.corpora:
        measure_lists(arguments.corpora, arguments.owners, arguments.mode, set(arguments.only))
    measure_invented()


if __name__ == "__main__":
    main()
