"""Reads the corpus of sent mail: YAML cases to messages and what must be understood of them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from mailwatch.model.message import Address, Attachment, Headers, Message
from mailwatch.model.money import Amount, Tax
from mailwatch.model.reading import SentReading
from mailwatch.reading.sent import read_sent

CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True)
class Case:
    name: str
    message: Message
    in_thread: bool
    expect: dict[str, Any]

    def read(self) -> SentReading:
        return read_sent(self.message, in_thread_of_quote=self.in_thread)


def _message(entry: dict[str, Any]) -> Message:
    sent = entry.get("sent", date(2026, 3, 3))
    people = tuple(Address(f"client{number}@client.example") for number in range(entry.get("to", 1)))
    return Message(
        headers=Headers(
            message_id=f"<{entry['id']}@atelier.example>",
            sender=Address("moi@atelier.example"),
            to=people,
            subject=entry["subject"],
            date=datetime(sent.year, sent.month, sent.day, 9, 30, tzinfo=UTC),
        ),
        text=entry["text"],
        new_text=entry["text"],
        attachments=tuple(
            Attachment(name, "application/pdf", 40_000, text=text) for name, text in (entry.get("attachments") or {}).items()
        ),
    )


def load(part: str) -> tuple[Case, ...]:
    """The cases of one part: ``dev`` or ``heldout``."""
    cases = []
    for path in sorted(CORPUS.glob(f"{part}*.yaml")):
        language = {"fr": "fr", "en": "en"}.get(path.stem.rpartition("_")[2][:2])
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            expect = {"language": language, **entry["expect"]}
            cases.append(Case(f"{path.stem}/{entry['id']}", _message(entry), entry.get("in_thread", False), expect))
    return tuple(cases)


def amount(written: str) -> Amount:
    """``4200.00 EUR excl``; without tax mark: None."""
    value, currency, *tax = written.split()
    return Amount(Decimal(value), currency, Tax(tax[0]) if tax else None)


def differences(case: Case) -> list[str]:
    """What was read otherwise than expected, one line each; the kind first."""
    reading, expect = case.read(), case.expect
    got: dict[str, Any] = {"kind": reading.kind.value, "language": reading.language}
    want = dict(expect)
    quote = reading.quote
    got["references"] = [*quote.references] if quote else None
    got["amounts"] = [*quote.amounts] if quote else None
    got["valid_until"] = quote.valid_until if quote else None
    got["register"] = quote.register.value if quote and quote.register else None
    if "amounts" in want:
        want["amounts"] = [amount(written) for written in want["amounts"]]
    if "options" in want:
        named = want.pop("options")
        found = {option.label: option.amount for option in quote.options} if quote else {}
        want["options"] = {label: amount(written) for label, written in named.items()}
        got["options"] = {label: next((value for key, value in found.items() if label in key), None) for label in want["options"]}
        if len(found) != len(named):
            got["options"] = found
    return [f"{key}: expected {want[key]!r}, read {got[key]!r}" for key in ("kind", *want) if got[key] != want[key]][:9]
