"""Whole conversations, their dates reckoned by hand from the rules, rehearsed as an owner would.

One conversation per entry of the YAML files here: ``mails`` in the owner's local time, ``expected`` one line per event.
``re``: headers and quoted text, as mail programs answer; ``thread``: headers alone; ``quotes``: quoted text alone.
"""

import json
import mailbox
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_string
from email.message import EmailMessage, Message
from email.utils import format_datetime, parseaddr
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from mailwatch.bootstrap import rehearsal
from mailwatch.cli.app import run
from mailwatch.cli.output import Printer
from mailwatch.cli.shapes import event_line
from mailwatch.config.loading import load
from mailwatch.config.policy import account_of, policy_of
from mailwatch.model.message import Role
from mailwatch.replay import PastMessage, replay

HERE = Path(__file__).parent
SHARED = yaml.safe_load((HERE / "letters.yaml").read_text(encoding="utf-8"))
PEOPLE = SHARED["people"]
FILES = sorted(path for path in HERE.glob("*.yaml") if path.name != "letters.yaml")
CONVERSATIONS = [
    pytest.param(one, id=f"{path.stem}: {one['name']}")
    for path in FILES
    for one in yaml.safe_load(path.read_text(encoding="utf-8"))
]
MONTHS = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
ACCOUNT = {
    "address": "anne@atelier-durand.example",
    "aliases": ["devis@atelier-durand.example"],
    "owner": {"name": "Anne Durand"},
    "imap": {"host": "imap.atelier-durand.example"},
    "password": {"env": "NO_PASSWORD_NEEDED"},
}
UNTIL = "2027-03-31"
OWN = {ACCOUNT["address"], *ACCOUNT["aliases"]}


@dataclass(frozen=True)
class Letter:
    """One mail of a conversation: as it was told, as it was written, as it travels."""

    told: dict
    at: datetime
    sender: str
    to: str
    cc: str
    subject: str
    text: str
    wire: Message

    @property
    def own(self) -> bool:
        return parseaddr(self.sender)[1] in OWN

    @property
    def message_id(self) -> str:
        return f"<{self.told['id']}@{parseaddr(self.sender)[1].split('@')[1]}>"


def who(name: str) -> str:
    return PEOPLE.get(name, name)


def address(name: str) -> str:
    return parseaddr(who(name))[1]


def local(words: str, zone: ZoneInfo) -> datetime:
    return datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=zone)


def write(told: dict, before: dict[str, Letter], zone: ZoneInfo) -> Letter:
    sender = who(told.get("from", "anne"))
    to = who(told.get("to", "anne"))
    params = {**SHARED["defaults"], "name": parseaddr(to)[0].split(" ")[0] or "Madame, Monsieur", **told}
    text = SHARED["letters"][told["letter"]].format(**params) if "letter" in told else told.get("text", "")
    answered = before.get(told.get("re") or told.get("thread") or "")
    subject = told.get("subject") or (f"Re: {base(answered.subject)}" if answered else f"Devis {params['ref']}")
    at = local(told["at"], zone)
    quoted = before.get(told.get("re") or told.get("quotes") or "")
    body = text + (f"\n\n{below(quoted, told.get('lang', 'fr'))}" if quoted else "")
    letter = Letter(told, at, sender, to, who(told.get("cc", "")), subject, text, EmailMessage())
    wire = bounce(told["bounce"], before) if "bounce" in told else plain(body)
    stamp(wire, letter, answered, local(told.get("received", told["at"]), zone))
    return Letter(told, at, sender, to, letter.cc, subject, text, wire)


def base(subject: str) -> str:
    return subject.removeprefix("Re: ")


def plain(body: str) -> EmailMessage:
    message = EmailMessage()
    message.set_content(body)
    return message


def below(quoted: Letter, language: str) -> str:
    """The answered letter as a mail program quotes it."""
    at = quoted.at
    lead = f"Le {at.day} {MONTHS[at.month - 1]} {at.year} à {at:%H:%M}, {quoted.sender} a écrit :"
    if language == "en":
        lead = f"On {at:%a, %b} {at.day}, {at.year} at {at:%H:%M}, {quoted.sender} wrote:"
    return lead + "\n" + "\n".join(f"> {line}" for line in quoted.text.splitlines())


def bounce(told: dict, before: dict[str, Letter]) -> Message:
    """A delivery report (RFC 3464) about one of our letters."""
    undelivered = before[told["of"]]
    return message_from_string(
        'Content-Type: multipart/report; report-type=delivery-status; boundary="report"\nAuto-Submitted: auto-replied\n\n'
        "--report\n\nThe message could not be delivered, or not yet.\n\n"
        "--report\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.atelier-durand.example\n\n"
        f"Final-Recipient: rfc822; {parseaddr(undelivered.to)[1]}\nAction: {told['action']}\nStatus: {told['status']}\n\n"
        f"--report\nContent-Type: message/rfc822\n\n{undelivered.wire.as_string()}\n--report--\n"
    )


def stamp(wire: Message, letter: Letter, answered: Letter | None, received: datetime) -> None:
    told = letter.told
    if not letter.own:
        wire["Received"] = f"from mx.sender.example by mx.atelier-durand.example; {format_datetime(received)}"
    wire["From"], wire["To"] = letter.sender, letter.to
    if letter.cc:
        wire["Cc"] = letter.cc
    wire["Subject"] = "Undelivered Mail" if "bounce" in told else letter.subject
    wire["Date"], wire["Message-ID"] = format_datetime(letter.at), letter.message_id
    if answered:
        wire["In-Reply-To"] = answered.message_id
        wire["References"] = " ".join(filter(None, [answered.wire["References"], answered.message_id]))
    for name, value in told.get("headers", {}).items():
        wire[name] = value


def archive(path: Path, letters: list[Letter]) -> Path:
    box = mailbox.mbox(path)
    for letter in letters:
        box.add(letter.wire)
    box.close()
    return path


def configuration(conversation: dict, folder: Path) -> Path:
    path = folder / "config.yaml"
    path.write_text(yaml.safe_dump({**conversation.get("config", {}), "accounts": [ACCOUNT]}), encoding="utf-8")
    return path


def words(conversation: dict, letters: dict[str, Letter], folder: Path) -> list[str]:
    """The command line that rehearses a conversation."""
    mine = [one for one in letters.values() if one.own]
    theirs = [one for one in letters.values() if not one.own]
    given = ["replay", "--json", "--config", str(configuration(conversation, folder))]
    given += ["--sent", str(archive(folder / "sent", mine)), "--received", str(archive(folder / "received", theirs))]
    return [*given, "--until", str(conversation.get("until", UNTIL)), "--assume", conversation.get("assume", "sent")]


def from_the_middle(conversation: dict, letters: dict[str, Letter], folder: Path) -> Iterator[dict]:
    """The events when nobody looked before ``first_look``: all that was written by then is found at once."""
    settings = load(configuration(conversation, folder))
    account, policy = account_of(settings, settings.accounts[0]), policy_of(settings, settings.accounts[0])
    first = local(conversation["first_look"], settings.timezone)
    policy = replace(policy, start=min(one.at for one in letters.values()))
    desk, hands = rehearsal(account, policy, range(first.year, first.year + 1))
    past = [
        PastMessage(max(one.at, first), Role.SENT if one.own else Role.INBOX, one.wire.as_bytes()) for one in letters.values()
    ]
    out = StringIO()
    printer = Printer(out, out, "fr", json=True, zone=settings.timezone)
    for event in replay(desk, hands, past, until=local(f"{UNTIL} 12:00", settings.timezone), assume_sent=True):
        printer.object(event_line(event))
    yield from map(json.loads, out.getvalue().splitlines())


def told(event: dict, letters: dict[str, Letter]) -> str:
    """An event as a line of ``expected``: ``at name quote message`` and what else its shape has."""
    names = {one.message_id: name for name, one in letters.items()}
    quote, message = names.get(event.get("quote")), names.get(event.get("message"))
    if event["event"] == "closed":
        return f"{event['at'][:10]} closed {quote} {event['status']}"
    words = [quote, message, *SHAPES.get(event["event"], lambda *_: [])(event, names)]
    if event["event"] == "draft":
        words.append(recipients(event, letters[quote]))
    return " ".join([event["at"], event["event"], *filter(None, words)])


def named(key: str, event: dict) -> str | None:
    return None if event.get(key) is None else f"{key.removesuffix('_days')} {event[key]}"


SHAPES = {
    "quote": lambda event, names: [
        event["replaces"] and f"replaces {names[event['replaces']]}",
        f"valid {event['valid_until']} {event['cadence'] or '-'}",
    ],
    "draft": lambda event, _: [f"{event['step']}/{event['template']}"],
    "reply": lambda event, _: [event["kind"], named("reason", event), named("until", event), named("late_days", event)],
    "ask": lambda event, names: sorted(names[one["quote"]] for one in event["candidates"]),
    "automatic": lambda event, _: [event["kind"], named("until", event)],
    "owner": lambda event, _: [event["kind"]],
}


def recipients(event: dict, quote: Letter) -> str:
    """Nothing when the draft goes where the quote went, under its subject."""
    assert event["subject"] == f"Re: {base(quote.subject)}"
    to, cc = [parseaddr(quote.to)[1]], [parseaddr(quote.cc)[1]] if quote.cc else []
    if (event["to"], event["cc"]) == (to, cc):
        return ""
    return f"to {' '.join(event['to'])}" + (f" cc {' '.join(event['cc'])}" if event["cc"] else "")


def with_offset(line: str, zone: ZoneInfo) -> str:
    at, name = line[:16], line[17:]
    return line if line[11:].startswith("closed ") else f"{local(at, zone).isoformat()} {name}"


@pytest.mark.parametrize("conversation", CONVERSATIONS)
def test_every_event_comes_on_its_day(conversation, tmp_path, capsys):
    zone = ZoneInfo(conversation.get("config", {}).get("timezone", "Europe/Paris"))
    letters: dict[str, Letter] = {}
    for one in conversation["mails"]:
        letters[one["id"]] = write(one, letters, zone)
    if "first_look" in conversation:
        events = from_the_middle(conversation, letters, tmp_path)
    else:
        assert run(words(conversation, letters, tmp_path)) == 0
        events = map(json.loads, capsys.readouterr().out.splitlines())
    expected = [with_offset(line, zone) for line in conversation["expected"]]
    assert expected == [told(event, letters) for event in events]
