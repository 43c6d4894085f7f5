"""A small world around one quote: an owner and a prospect act at random, the cycle runs in between, nothing is faked.

``Run`` keeps every fact, and every draft together with the facts known when it was decided.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from hypothesis import strategies as some

from mailwatch.model.attribution import Candidate
from mailwatch.model.conversation import LIVE, DraftPhase
from mailwatch.model.decisions import FollowUpDue, Wait, Withdraw
from mailwatch.model.facts import (
    About,
    AutomaticReceived,
    ContactWrote,
    DraftAppended,
    DraftDeleted,
    DraftEdited,
    DraftIntended,
    DraftLeft,
    DraftMissing,
    DraftNotAppended,
    DraftSeenAgain,
    DraftSent,
    DraftWithdrawn,
    Fact,
    OwnerSaid,
    OwnerTouched,
    OwnerWord,
    OwnerWrote,
    QuestionAnswered,
    QuestionAsked,
    ReplyHeld,
    ReplyReceived,
    Saying,
)
from mailwatch.model.message import Locator
from mailwatch.model.policy import Policy
from mailwatch.model.reading import Bounce, ReceivedKind, ReplyKind, ReplyReading
from tests.followup.story import MARC, PARIS, POLICY, Q1, Judgement, at, judged, sent

START = at("2026-09-01 09:12")


@dataclass(frozen=True)
class Event:
    """Something somebody does, ``hours`` after what came before. ``days`` is how far a date lies that it gives."""

    hours: int
    what: str
    days: int | None = None


@dataclass
class Run:
    policy: Policy = POLICY
    cadence: str | None = None
    facts: list[Fact] = field(default_factory=lambda: [sent()])
    drafts: list[tuple[FollowUpDue, Judgement]] = field(default_factory=list)
    now: datetime = START
    serial: int = 0

    def judge(self, now: datetime | None = None) -> Judgement:
        return judged(self.facts, now=now or self.now, policy=self.policy, cadence=self.cadence)

    def cycle(self) -> Judgement:
        """Do what is decided until there is nothing left to do now."""
        for _ in range(20):
            found = self.judge()
            match found.decision:
                case Withdraw(draft=draft):
                    self._draft_fact(DraftWithdrawn, draft)
                case FollowUpDue(planned=planned, replaces=replaces):
                    self.drafts.append((found.decision, found))
                    if replaces is not None:
                        self._draft_fact(DraftWithdrawn, replaces)
                    self._append(planned.step, planned.template, planned.at)
                case _:
                    return found
        raise AssertionError("a cycle that does not end")

    def advance(self, until: datetime, *, wake: bool = True) -> None:
        """Let time pass; the machine wakes whenever a decision asked for it."""
        while wake:
            found = self.cycle()
            due = getattr(found.decision, "until", None)
            if due is None or due > until or due <= self.now:
                break
            self.now = due
        self.now = until
        if wake:
            self.cycle()

    def act(self, event: Event) -> None:
        self.serial += 1
        self.facts += _facts_of(self, event)

    def live(self) -> list:
        return [draft for draft in self.judge().conversation.drafts if draft.phase in LIVE]

    def tick(self) -> datetime:
        """No two things happen in the same instant, as with real mail."""
        self.now += timedelta(seconds=1)
        return self.now

    def _draft_fact(self, kind: type[Fact], message: str) -> None:
        draft = next(draft for draft in self.judge().conversation.drafts if draft.message_id == message)
        self.facts.append(kind(at=self.tick(), quote=Q1, contacts=(MARC,), message=message, step=draft.step))

    def _append(self, step: int, template: str, due: datetime) -> None:
        self.serial += 1
        same = {"quote": Q1, "contacts": (MARC,), "message": f"<mw.{self.serial}@atelier.example>", "step": step}
        intended = DraftIntended(
            **same,
            at=self.tick(),
            template=template,
            token=f"<mwt.{step}@atelier.example>",
            generation=0,
            wording=template,
            due=due,
            to=(MARC,),
            digest="",
            uidvalidity=1,
            uidnext=1,
        )
        self.facts += [intended, DraftAppended(**same, at=self.tick(), locator=Locator("Drafts", 1, self.serial), digest="")]


REPLIES = {f"reply {kind}": kind for kind in ReplyKind}
SAYINGS = {
    f"say {saying}": saying for saying in (Saying.SNOOZE, Saying.RESUME, Saying.STOP, Saying.WON, Saying.LOST, Saying.UNTRACK)
}
FATES: dict[str, type[Fact]] = {
    "send the draft": DraftSent,
    "delete the draft": DraftDeleted,
    "edit the draft": DraftEdited,
    "lose the draft": DraftMissing,
    "leave the draft": DraftLeft,
    "refuse the draft": DraftNotAppended,
    "find the draft": DraftSeenAgain,
}
WORDS = ("write", "write elsewhere", "call", "invoice")
NOTICES = ("absence", "bounce", "soft bounce", "left", "other mail", "held", "ask", "answer", "new quote to them")
EVENTS = (*REPLIES, *SAYINGS, *FATES, *WORDS, *NOTICES, "nothing")

#: What does not close the quote comes up more often, so that sequences get anywhere.
_LIKELY = (
    "nothing",
    "send the draft",
    "send the draft",
    "delete the draft",
    "write",
    "reply stall",
    "reply question",
    "reply acknowledgement",
    "say resume",
    "absence",
    "other mail",
)


def events(*, names: Iterable[str] = (*EVENTS, *_LIKELY, *_LIKELY), most: int = 12) -> some.SearchStrategy[list[Event]]:
    one = some.builds(
        Event,
        hours=some.integers(0, 24 * 12),
        what=some.sampled_from(tuple(names)),
        days=some.one_of(some.none(), some.integers(-3, 40)),
    )
    return some.lists(one, max_size=most)


def lived(run: Run, happened: Iterable[Event]) -> Run:
    """The world after these events, and forty days more."""
    for event in happened:
        run.advance(run.now + timedelta(hours=event.hours))
        run.act(event)
    run.advance(run.now + timedelta(days=40))
    return run


def _facts_of(run: Run, event: Event) -> list[Fact]:
    same = {"at": run.tick(), "quote": Q1, "contacts": (MARC,)}
    message = f"<m{run.serial}@client.example>"
    until = (run.now.astimezone(PARIS) + timedelta(days=event.days)).date() if event.days is not None else None
    match event.what:
        case name if name in REPLIES:
            reading = ReplyReading(REPLIES[name], until=until)
            return [ReplyReceived(**same, message=message, sender=MARC, reply=reading, score=9.0)]
        case name if name in SAYINGS:
            snoozed = (until or run.now.date()) if SAYINGS[name] is Saying.SNOOZE else None
            return [OwnerSaid(**same, saying=SAYINGS[name], until=snoozed)]
        case name if name in FATES:
            return _fate(run, FATES[name])
        case name if name in WORDS:
            return _word(name, same, message)
        case name:
            return _notice(run, name, same, message, until)


def _fate(run: Run, kind: type[Fact]) -> list[Fact]:
    phases = {DraftSeenAgain: (DraftPhase.MISSING,), DraftNotAppended: (DraftPhase.INTENDED,)}.get(kind, tuple(LIVE))
    more = {DraftSent: {"sent_as": None}, DraftSeenAgain: {"locator": Locator("Drafts", 1, 1)}, DraftNotAppended: {"problem": ""}}
    return [
        kind(at=run.tick(), quote=Q1, contacts=(MARC,), message=draft.message_id, step=draft.step, **more.get(kind, {}))
        for draft in run.live()
        if draft.phase in phases
    ]


def _word(name: str, same: dict, message: str) -> list[Fact]:
    match name:
        case "call":
            return [OwnerTouched(**same)]
        case "invoice":
            return [OwnerWrote(**same, message=message, word=OwnerWord.INVOICE)]
        case "write elsewhere":
            return [OwnerWrote(**{**same, "quote": None}, message=message)]
        case _:
            return [OwnerWrote(**same, message=message)]


def _notice(run: Run, name: str, same: dict, message: str, until: date | None) -> list[Fact]:
    elsewhere = {**same, "quote": None}
    candidates = (Candidate(Q1, 1.0),)
    bounce = Bounce(hard=name == "bounce", recipients=(MARC,))
    open_ones = (*run.judge().conversation.questions, *run.judge().conversation.held) if name == "answer" else ()
    notices = {
        "absence": [AutomaticReceived(**same, message=message, kind=ReceivedKind.OUT_OF_OFFICE, sender=MARC, until=until)],
        "bounce": [AutomaticReceived(**same, message=message, kind=ReceivedKind.BOUNCE, bounce=bounce)],
        "soft bounce": [AutomaticReceived(**same, message=message, kind=ReceivedKind.BOUNCE, bounce=bounce)],
        "left": [AutomaticReceived(**same, message=message, kind=ReceivedKind.LEFT, sender=MARC)],
        "other mail": [ContactWrote(**elsewhere, message=message, sender=MARC)],
        "held": [ReplyHeld(**same, message=message, sender="x@elsewhere.example")],
        "ask": [QuestionAsked(**elsewhere, message=message, about=About.REPLY, candidates=candidates)],
        "answer": [QuestionAnswered(at=run.tick(), message=asked.message, candidates=candidates) for asked in open_ones],
        "new quote to them": [sent(same["at"].isoformat(), name=f"<new{run.serial}@atelier.example>")],
    }
    return notices.get(name, [])


def waits(judgement: Judgement) -> bool:
    return isinstance(judgement.decision, Wait)
