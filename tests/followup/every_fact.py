"""One fact of every kind, in every variant that matters, that could be recorded next in a world."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from mailwatch.followup.lifecycle import FACTS
from mailwatch.model.attribution import Candidate
from mailwatch.model.facts import (
    About,
    AutomaticReceived,
    ContactWrote,
    DraftAppended,
    DraftIntended,
    DraftNotAppended,
    DraftSeenAgain,
    DraftUncertain,
    Fact,
    OwnerSaid,
    OwnerSet,
    OwnerTouched,
    OwnerWord,
    OwnerWrote,
    QuestionAnswered,
    QuestionAsked,
    QuoteReplaced,
    QuoteSent,
    ReplyHeld,
    ReplyReceived,
    Saying,
    Setting,
)
from mailwatch.model.message import Locator
from mailwatch.model.reading import Bounce, ReceivedKind, ReplyKind, ReplyReading
from tests.followup.story import MARC, Q1, ZOE, quote, sent
from tests.followup.world import Run


def every_fact(run: Run) -> Iterator[Fact]:
    """What could be recorded at the world's next instant."""
    at = run.now + timedelta(seconds=1)
    same = {"at": at, "quote": Q1, "contacts": (MARC,)}
    later = at.date() + timedelta(days=20)
    yield from _quotes(same)
    yield from _drafts(run, same)
    for kind in ReplyKind:
        for until in (None, later):
            yield ReplyReceived(**same, message="<n@c.example>", sender=MARC, reply=ReplyReading(kind, until=until), score=9.0)
    yield ReplyHeld(**same, message="<n@c.example>", sender="x@elsewhere.example")
    yield ContactWrote(**{**same, "quote": None}, message="<n@c.example>", sender=MARC)
    yield from _notices(same, later)
    yield from _questions(run, same)
    yield from _owner(same, later)


def _quotes(same: dict) -> Iterator[Fact]:
    made = replace(quote(), message_id="<new@atelier.example>", sent_at=same["at"])
    yield QuoteSent(**{**same, "quote": made.message_id}, message=made.message_id, details=made)
    yield QuoteSent(**{**same, "quote": made.message_id}, message=made.message_id, details=made, replaces=Q1)
    yield QuoteReplaced(**same, by=made.message_id)
    yield sent("2026-09-01 09:12")


def _drafts(run: Run, same: dict) -> Iterator[Fact]:
    there = Locator("Drafts", 1, 77)
    more = {
        DraftAppended: {"locator": there, "digest": ""},
        DraftNotAppended: {"problem": ""},
        DraftUncertain: {"problem": ""},
        DraftSeenAgain: {"locator": there},
    }
    intent = {
        "template": "relance_1",
        "token": "",
        "generation": 0,
        "wording": "",
        "due": same["at"],
        "to": (MARC,),
        "digest": "",
        "uidvalidity": 1,
        "uidnext": 1,
    }
    known = [(draft.message_id, draft.step) for draft in run.judge().conversation.drafts]
    for message, step in [*known, ("<mw.new@atelier.example>", 1)]:
        for kind in FACTS:
            yield kind(**same, message=message, step=step, **(intent if kind is DraftIntended else more.get(kind, {})))


def _notices(same: dict, later) -> Iterator[Fact]:
    for kind in (ReceivedKind.OUT_OF_OFFICE, ReceivedKind.LEFT, ReceivedKind.RECEIPT, ReceivedKind.AUTO_ACKNOWLEDGEMENT):
        yield AutomaticReceived(**same, message="<n@c.example>", kind=kind, sender=MARC, until=later)
    for hard in (True, False):
        bounce = Bounce(hard=hard, recipients=(MARC,))
        yield AutomaticReceived(**same, message="<n@c.example>", kind=ReceivedKind.BOUNCE, bounce=bounce)


def _questions(run: Run, same: dict) -> Iterator[Fact]:
    candidates = (Candidate(Q1, 1.0),)
    yield QuestionAsked(**{**same, "quote": None}, message="<n@c.example>", about=About.REPLY, candidates=candidates)
    conversation = run.judge().conversation
    asked = [question.message for question in (*conversation.questions, *conversation.held)]
    asked += [draft.message_id for draft in conversation.drafts]
    for message in [*asked, "<nobody.asked@c.example>"]:
        for chosen in (Q1, None):
            yield QuestionAnswered(at=same["at"], quote=chosen, message=message, candidates=candidates)


def _owner(same: dict, later) -> Iterator[Fact]:
    yield OwnerWrote(**same, message="<n@a.example>")
    yield OwnerWrote(**{**same, "quote": None}, message="<n@a.example>")
    yield OwnerWrote(**same, message="<n@a.example>", word=OwnerWord.INVOICE)
    yield OwnerTouched(**same)
    for saying in Saying:
        yield OwnerSaid(**same, saying=saying, until=later if saying is Saying.SNOOZE else None)
    values = {
        Setting.VALID_UNTIL: ("2026-09-02", later.isoformat()),
        Setting.DECISION: (later.isoformat(), ""),
        Setting.AVAILABLE_UNTIL: (later.isoformat(),),
        Setting.TO: (ZOE, ""),
        Setting.CADENCE: ("single", "agency"),
        Setting.LANGUAGE: ("en",),
        Setting.REGISTER: ("tu",),
    }
    for setting, known in values.items():
        for value in known:
            yield OwnerSet(**same, setting=setting, value=value)
