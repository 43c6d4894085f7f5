"""What one owner does to a dozen drafts with a real mail program, and what mailwatch says before, after and later.

Mail programs stamp what they send with this machine's clock: all dates are counted from now. The quotes went out eight days
ago with the standard cadence, so that the first step is due and the second is not.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.acceptance.commands import Outcome
from tests.acceptance.office import PARIS, Letter, Office
from tests.clients.program import AGAIN, TYPED, Program, nothing, until
from tests.clients.sink import Sent, Sink

CONFIGURATION = """
language: en
journal: sqlite:///{{folder}}/journal/journal.db
accounts:
  - address: {{owner}}
    owner: {{{{name: Anne Durand}}}}
    imap: {{{{host: 127.0.0.1, port: {{port}}, tls: none, username: {{user}}}}}}
    password: {{{{env: MAILWATCH_PASSWORD}}}}
quotes: {{{{start: {start:%Y-%m-%d}}}}}
calendar: {{{{quiet: []}}}}
limits: {{{{per_day: 40}}}}
"""

#: Who was quoted, by the story that is told with them.
CAST = (
    "untouched",
    "looked_at",
    "sent",
    "edited_and_sent",
    "saved",
    "saved_and_sent",
    "saved_twice",
    "deleted",
    "open_at_a_look",
    "answered_then_sent",
    "answered_then_saved",
)
ACCEPTS = "Bonjour, nous validons votre devis, vous pouvez démarrer. Cordialement"


def clock() -> datetime:
    moment = datetime.fromtimestamp(time.time(), PARIS)  # noqa: TID251 - mail programs cannot be told another time
    return moment.replace(microsecond=0)


def spoken(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def configuration(now: datetime) -> str:
    return CONFIGURATION.format(start=now - timedelta(days=30))


@dataclass
class View:
    """What the server held after a look, and what mailwatch then said of every quote."""

    outcome: Outcome
    drafts: list[Letter]
    lines: dict[str, dict]


@dataclass
class Day:
    office: Office
    program: Program
    sink: Sink
    now: datetime
    quotes: dict[str, str] = field(default_factory=dict)
    before: View | None = None
    midway: View | None = None
    after: View | None = None
    tomorrow: View | None = None
    second_step: View | None = None

    # --- reading it

    def drafts(self, view: View, who: str) -> list[Letter]:
        """What a mail program shows of one quote's thread."""
        return [letter for letter in view.drafts if self.quotes[who] in letter.references and not letter.deleted]

    def line(self, view: View, who: str) -> dict:
        return view.lines[self.quotes[who]]

    def events(self, view: View, who: str, name: str) -> list[dict]:
        return [event for event in view.outcome.lines(name) if event.get("quote") == self.quotes[who]]

    def in_sent(self, who: str) -> list[Letter]:
        """In Sent, without the quote itself."""
        return [letter for letter in self.office.letters(self.office.sent) if self.quotes[who] in letter.references]

    def in_trash(self, who: str) -> list[Letter]:
        return [letter for letter in self.office.letters(self.office.trash) if self.quotes[who] in letter.references]

    def handed_over(self, who: str) -> list[Sent]:
        return [sent for sent in self.sink.taken if sent.recipients == (address(who),)]

    def reasons(self, view: View, who: str) -> list[str]:
        return [reason["code"] for reason in self.line(view, who)["because"]]

    def outcomes(self, who: str) -> list[str]:
        """What ``why`` tells of the drafts' ends, in order: edited, missing, seen again, sent, deleted, withdrawn."""
        told = self.office.mailwatch("why", self.quotes[who], "--json", "--now", self.last)
        assert (told.code, told.err) == (0, "")
        return [event["outcome"] for event in told.lines("outcome")]

    @property
    def last(self) -> str:
        """A moment after everything, as ``--now`` wants it."""
        return spoken(self.now + timedelta(days=15)).replace(" ", "T")

    # --- living it

    def look(self, moment: datetime) -> View:
        outcome = self.office.once(spoken(moment))
        status = self.office.mailwatch("status", "--all", "--json", "--now", spoken(moment).replace(" ", "T"))
        assert (outcome.err, status.code, status.err) == ("", 0, "")
        lines = {line["quote"]: line for line in status.lines("quote")}
        return View(outcome, self.office.drafts(deleted=True), lines)

    def draft(self, who: str) -> Letter:
        return self.office.draft(self.quotes[who])

    def looked_midway(self) -> None:
        """Mailwatch looks while a draft lies open in the program."""
        self.midway = self.look(clock())

    def answered(self, who: str) -> Callable[[], None]:
        """The prospect accepts and mailwatch takes its draft back, while it lies open in the program."""

        def happen() -> None:
            moment = spoken(clock())
            self.office.receive(moment, address(who), "RE: Devis", ACCEPTS, self.quotes[who])
            self.office.once(moment)
            assert self.office.drafts(self.quotes[who]) == []

        return happen


def address(who: str) -> str:
    return f"contact@{who.replace('_', '-')}.example"


def live(office: Office, program: Program, sink: Sink) -> Day:
    now = clock()
    day = Day(office, program, sink, now)
    for number, who in enumerate(CAST, 10):
        sent_at = spoken(now - timedelta(days=8, minutes=number))
        day.quotes[who] = office.quote(sent_at, address(who), f"D-2026-{number:03}")
    day.before = day.look(now)
    _morning(day)
    day.after = day.look(clock())
    day.tomorrow = day.look(now + timedelta(days=1, hours=2))
    due = datetime.fromisoformat(day.line(day.tomorrow, "sent")["next"]["at"])
    day.second_step = day.look(due + timedelta(minutes=5))
    return day


def _morning(day: Day) -> None:
    """Each move is waited for on the server: a program may close its window before it has told the server everything."""
    program = day.program
    program.look(day.draft("looked_at"))
    _send(day, "sent")
    _send(day, "edited_and_sent", TYPED)
    for who in ("saved", "saved_and_sent", "saved_twice"):
        _save(day, who, TYPED)
    _send(day, "saved_and_sent")
    _save(day, "saved_twice", AGAIN)
    program.delete(day.draft("deleted"))
    until("the draft to be gone", lambda: not day.office.drafts(day.quotes["deleted"]))
    _save(day, "open_at_a_look", TYPED, day.looked_midway)
    _send(day, "answered_then_sent", "", day.answered("answered_then_sent"))
    _save(day, "answered_then_saved", TYPED, day.answered("answered_then_saved"))


def _send(day: Day, who: str, typed: str = "", meanwhile: Callable[[], None] = nothing) -> None:
    day.program.send(day.draft(who), typed, meanwhile)
    until(f"{who}: to be filed", lambda: len(day.in_sent(who)) == 1 and not day.office.drafts(day.quotes[who]))


def _save(day: Day, who: str, typed: str, meanwhile: Callable[[], None] = nothing) -> None:
    day.program.save(day.draft(who), typed, meanwhile)
    until(f"{who}: to be saved", lambda: _starts(day.office.drafts(day.quotes[who]), typed))


def _starts(letters: list[Letter], typed: str) -> bool:
    return [letter.text.startswith(typed) for letter in letters] == [True]


def texts_agree(one: str, other: str) -> bool:
    """Unflowed, wrapped anew or with other spaces: the same words, quotation included (RFC 3676)."""
    return _words(one) == _words(other)


def _words(text: str) -> list[str]:
    return [word for word in text.replace("\u00a0", " ").split() if word.strip(">")]
