"""How well new text is told from quotation, on public labelled sets unpacked beside this repository (never in it).

    python benchmarks/evaluate_new_text.py CORPORA [--half develop|held] [--show]

CORPORA holds one folder per set. A message is clean when less than 5 % of its quoted tokens are left and more than
95 % of the author's own are kept. Each set is halved by the digest of the case's name: rules were developed looking at
failures of the ``develop`` half only; ``held`` was measured, never read. No mail is stored here: labels are line numbers, or
are taken from the sets' own tests at run time.
"""

import argparse
import ast
import collections
import dataclasses
import email
import hashlib
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mailwatch.model.message import Message, QuotedBlock, Unreadable
from mailwatch.parsing.parse import Parser
from mailwatch.text.tokens import words

PARSER = Parser()

# Own lines (from 1) of the fixtures that several reply parsers share, read by eye; "s" marks a signature (either way is right).
OWN_LINES = {
    "correct_sig": ("1", "3-4"), "sig_no_empty_line": ("1", "2-9"), "email_1_1": ("1-5", "7-13"), "email_1_2": ("1,9-34", ""),
    "email_1_3": ("1-3", "5"), "email_1_4": ("1", ""), "email_1_5": ("1-15", ""), "email_1_6": ("1", "3"), "email_1_7": ("1", ""),
    "email_1_8": ("13,19", "36-37"), "email_2_1": ("1", ""), "email_2_2": ("1", ""), "email_2_3": ("1", ""),
    "email_BlackBerry": ("1", "3"), "email_blackberry": ("1", "3"), "email_iPhone": ("1", "3"), "email_iphone": ("1", "3"),
    "email_bullets": ("1-9", "20-22"), "email_multi_word_sent_from_my_mobile_device": ("1", "3"), "email_one_is_not_on": ("1-5", ""),
    "email_sent_from_my_not_signature": ("1-3", ""), "email_sig_delimiter_in_middle_of_line": ("1-7", ""), "greedy_on": ("1-6", ""),
    "pathological": ("1-2", ""), "caution2": ("1-5", "6-12"), "email_danish_1": ("1-3", "5-6"), "email_danish_2": ("1-3", "5-6"),
    "email_danish_3": ("1-3", ""), "email_danish_4": ("1-3", ""), "email_danish_5": ("1-3", "5-6"), "email_gmail": ("1", ""),
    "email_headers_no_delimiter": ("1", ""), "email_ja_1_2": ("1-5", "8"), "email_nl_1_1": ("1-4", "6-12"), "email_nl_1_2": ("1", ""),
    "email_partial_quote_header": ("1-6", ""), "email_sent_from_BlackBerry": ("1", "3"), "email_sent_from_iPhone": ("1", "3"),
    "email_sent_from_multi_word_mobile_device": ("1", "3"), "email_sent_from_not_signature": ("1-3", ""), "email_sv_anon_1": ("1-4", "6-8"),
    "email_swedish_1": ("1-5", "7-8"), "email_swedish_2": ("1-5", "7"), "multi_header": ("1", ""), "outlook": ("1-8", "9"),
    "email_customer_quote_header_3": ("1-3", ""), "begins_with_signature": ("1-4", "6-8"), "email_3_1": ("1-3", "40-56"),
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Case:
    set: str
    name: str
    raw: bytes
    own: str
    quoted: str
    either: str = ""

    @property
    def held(self) -> bool:
        return hashlib.sha256(self.name.encode()).digest()[0] % 2 == 1


def wrap(text: str, subtype: str = "plain") -> bytes:
    """A text as the mail it was taken from."""
    head = f"From: A <a@sender.example>\nTo: b@recipient.example\nSubject: Re: x\nMIME-Version: 1.0\nContent-Type: text/{subtype}; charset=utf-8\n\n"
    return (head + text).encode()


def rest_of(text: str, *taken: str) -> str:
    left = Counter(words(text))
    for part in taken:
        left -= Counter(words(part))
    return " ".join(left.elements())


def by_lines(root: Path, corpus: str, folder: str) -> Iterator[Case]:
    for path in sorted((root / corpus / folder).glob("*.txt")):
        if path.stem not in OWN_LINES:
            continue
        lines = path.read_text("utf-8").splitlines()
        own, either = ("\n".join(pick(lines, spec)) for spec in OWN_LINES[path.stem])
        text = "\n".join(lines)
        yield Case(corpus, path.stem, wrap(text), own, rest_of(text, own, either), either)


def pick(lines: list[str], spec: str) -> Iterator[str]:
    for piece in filter(None, spec.split(",")):
        first, _, last = piece.partition("-")
        yield from lines[int(first) - 1 : int(last or first)]


def by_common_fragment(root: Path, corpus: str, folder: str) -> Iterator[Case]:
    """Fixtures that begin with the five lines their test suites expect back."""
    for path in sorted((root / corpus / folder).glob("*.txt")):
        text = path.read_text("utf-8")
        lines = text.splitlines()
        if text.startswith("Fusce bibendum") and len(lines) > 5 and path.stem not in OWN_LINES:
            own = "\n".join(lines[:5])
            yield Case(corpus, path.stem, wrap(text), own, rest_of(text, own))


def constant(node: ast.expr, names: dict[str, str]) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return names.get(node.id) if isinstance(node, ast.Name) else None


def talon_text(root: Path) -> Iterator[Case]:
    tree = ast.parse((root / "talon/tests/text_quotations_test.py").read_text("utf-8"))
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        names: dict[str, str] = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and (value := constant(node.value, {})):
                names[node.targets[0].id] = value
        for node in ast.walk(function):
            match node:
                case ast.Call(
                    func=ast.Name(id="eq_"),
                    args=[expected, ast.Call(func=ast.Attribute(attr="extract_from_plain"), args=[given])],
                ):
                    own, text = constant(expected, names), constant(given, names)
                    if own and text and function.name != "test_too_many_lines":
                        yield Case("talon", function.name, wrap(text), own, rest_of(text, own))


def talon_mails(root: Path) -> Iterator[Case]:
    folder = root / "talon/tests/fixtures/standard_replies"
    for path in sorted(folder.glob("*.eml")):
        gold = path.with_name(path.stem + "_reply_text")
        own = gold.read_text("utf-8") if gold.exists() else "Hello"
        raw = path.read_bytes()
        message = PARSER.message(raw)
        text = message.text if isinstance(message, Message) else ""
        yield Case(
            "talon-eml", path.stem, raw, own, rest_of(text, own), "Sent from my iPhone Sent from my Android phone with K-9 Mail"
        )
    for path in sorted((root / "talon/tests/fixtures/html_replies").glob("*.html")):
        raw = wrap(path.read_text("utf-8"), "html")
        message = PARSER.message(raw)
        text = message.text if isinstance(message, Message) else ""
        own = "Hi. I am fine.\n\nThanks,\nAlex"
        yield Case("talon-html", path.stem, raw, own, rest_of(text, own))


def parametrized(path: Path) -> Iterator[ast.expr]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Attribute(attr="parametrize"), args=[_, ast.List(elts=items)]):
                yield from items


def quotequail(root: Path) -> Iterator[Case]:
    for number, item in enumerate(parametrized(root / "quotequail/tests/test_quote.py")):
        match item:
            case ast.Tuple(elts=[ast.Constant(value=str(text)), *others]):
                chunks = ast.literal_eval(others[-1]) or ast.literal_eval(others[0])
                own = "\n".join(chunk for visible, chunk in chunks if visible)
                yield Case("quotequail", f"quote-{number}", wrap(text), own, rest_of(text, own))


def cases(root: Path) -> Iterator[Case]:
    yield from by_common_fragment(root, "crisp-reply", "test/fixtures")
    yield from by_lines(root, "crisp-reply", "test/fixtures")
    yield from by_common_fragment(root, "willdurand", "tests/Fixtures")
    yield from by_lines(root, "willdurand", "tests/Fixtures")
    for corpus, folder in (("github-erp", "test/emails"), ("zapier", "test/emails"), ("alfonsrv", "test/emails")):
        yield from by_lines(root, corpus, folder)
    yield from talon_text(root)
    yield from talon_mails(root)
    yield from quotequail(root)


GRAM = 4


def grams(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {found[index : index + GRAM] for index in range(len(found) - GRAM + 1)}


def list_replies(root: Path) -> Iterator[Case]:
    """Replies of a public list whose parent is there: quoted is what the parent says or what carries a quote sign."""
    texts: dict[str, str] = {}
    mails = []
    for path in sorted((root / "twisted").rglob("*.eml")):
        message = email.message_from_bytes(path.read_bytes())
        payload = message.get_payload(decode=True)
        if isinstance(payload, bytes):
            body = payload.decode("utf-8", "replace")
            texts[str(message["message-id"])] = body
            mails.append((path, str(message["in-reply-to"] or ""), body))
    for path, parent, body in mails:
        if parent in texts and parent:
            case = list_case(path, body, grams(texts[parent]))
            if case is not None:
                yield case


def list_case(path: Path, body: str, parent: set[tuple[str, ...]]) -> Case | None:
    own, quoted, either = [], [], []
    under = False
    for line in body.splitlines():
        under = under or re.match(r"--\s*$|_{20,}|-{20,}|-{10,} next part|-----BEGIN PGP|RCS file:", line) is not None
        shingles = grams(line)
        if line.lstrip().startswith((">", "|")) or (shingles and len(shingles & parent) * 2 > len(shingles)):
            quoted.append(line)
        elif (
            under
            or re.search(r"wrote|writes|said|@|^\s*(On|From|To|Sent|Subject|Cc)\b|Original Message|mailto:|Date:|:\s*$", line)
            or len(words(line)) < GRAM
        ):
            either.append(line)
        else:
            own.append(line)
    if len(words("\n".join(own))) < 10 or len(words("\n".join(quoted))) < 10:
        return None
    return Case(
        "list replies", f"{path.parent.name}/{path.stem}", path.read_bytes(), "\n".join(own), "\n".join(quoted), "\n".join(either)
    )


def judge(case: Case) -> tuple[bool, float, float, str]:
    """Clean or not, the share of quoted tokens left, of own tokens kept, and the text found."""
    message = PARSER.message(case.raw)
    text = message.new_text if isinstance(message, Message) else ""
    left, kept = shares(text, case)
    return left < 0.05 and kept > 0.95, left, kept, text


def cleanly(text: str, case: Case) -> bool:
    left, kept = shares(text, case)
    return left < 0.05 and kept > 0.95


def shares(text: str, case: Case) -> tuple[float, float]:
    """Of the quoted tokens those left, of the own ones those kept."""
    found, own = Counter(words(text)), Counter(words(case.own))
    kept = (found & own).total() / own.total() if own else 1.0
    extra = found - own - Counter(words(case.either))
    quoted = Counter(words(case.quoted))
    left = (extra & quoted).total() / quoted.total() if quoted else 0.0
    return left, kept


def forwards(root: Path) -> Iterator[tuple[str, str, bytes]]:
    """Forwarded mails with the original's author, as the sets' own tests name it."""
    for number, item in enumerate(parametrized(root / "quotequail/tests/test_unwrap.py")):
        match item:
            case ast.Tuple(elts=[ast.Constant(value=str(text)), gold]):
                expected = ast.literal_eval(gold) or {}
                if "from" in expected:
                    yield f"quotequail unwrap {number}", expected["from"], wrap(text)


def author_found(expected: str, raw: bytes) -> bool:
    message = PARSER.message(raw)
    blocks: tuple[QuotedBlock, ...] = message.quoted if isinstance(message, Message) else ()
    address = re.search(r"[\w.+-]+@[\w.-]+", expected)
    wanted = address[0].lower() if address else expected.strip()
    return any(block.sender == wanted for block in blocks)


def every_message(root: Path) -> None:
    times = []
    unreadable = 0
    with (root / "manifest.jsonl").open(encoding="utf-8") as manifest:
        for line in manifest:
            entry = json.loads(line)
            if entry["kind"] == "pdf":
                continue
            raw = (root.parent / entry["path"]).read_bytes()
            start = time.perf_counter()
            unreadable += isinstance(PARSER.message(raw), Unreadable)
            times.append(time.perf_counter() - start)
    times.sort()
    print(
        f"\nevery message: {len(times)}, unreadable or failed {unreadable}, mean {statistics.fmean(times) * 1e3:.2f} ms, "
        f"99 % within {times[int(len(times) * 0.99)] * 1e3:.1f} ms, slowest {times[-1] * 1e3:.0f} ms"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("corpora", type=Path)
    arguments.add_argument("--half", choices=("develop", "held"))
    arguments.add_argument("--show", action="store_true", help="print what was found where it is not clean")
    options = arguments.parse_args()
    table: dict[str, list[tuple[Case, bool]]] = collections.defaultdict(list)
    for case in (*cases(options.corpora), *list_replies(options.corpora)):
        if options.half and case.held != (options.half == "held"):
            continue
        clean, left, kept, text = judge(case)
        table[case.set].append((case, clean))
        if options.show and not clean:
            print(f"--- {case.set} {case.name}: left {left:.0%}, kept {kept:.0%}\n{text}\n")
    print(f"{'set':<16}{'clean':>12}{'develop':>14}{'held':>14}")
    for name, results in table.items():
        shares = [[clean for case, clean in results if case.held in held] for held in ((True, False), (False,), (True,))]
        print(
            f"{name:<16}" + "".join(f"{sum(share):>6}/{len(share):<4}{sum(share) / max(1, len(share)):>4.0%}" for share in shares)
        )
    found = [(name, author_found(expected, raw)) for name, expected, raw in forwards(options.corpora)]
    print(
        f"\nauthors of forwarded mails: {sum(good for _, good in found)}/{len(found)}", [name for name, good in found if not good]
    )
    every_message(options.corpora)


if __name__ == "__main__":
    sys.exit(main())
