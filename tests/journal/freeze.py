"""Makes ``frozen/schema_NNNN``: run once per released schema (python -m tests.journal.freeze), then never again."""

import json
from pathlib import Path

from mailwatch.journal import SqliteJournal
from mailwatch.journal.payload import dump
from mailwatch.journal.schema import migrations
from mailwatch.model import facts as f
from mailwatch.model.attribution import Candidate
from mailwatch.model.message import Locator
from mailwatch.model.reading import Bounce, DeclineReason, ReceivedKind, ReplyKind, ReplyReading
from mailwatch.model.reasons import reason
from mailwatch.ports import Entry
from tests.journal.builders import ANNE, HOUR, MARC, NOW, ZOE, follow, intended, replied, sent

Q1 = sent().quote
PLACE = Locator("Drafts", 1, 10)


def story():
    """One fact of every kind, all of quote q1."""
    intent = intended()
    common = {"at": NOW + HOUR, "quote": Q1, "contacts": (MARC,), "message": "<m9@client.example>"}
    no = ReplyReading(
        ReplyKind.DECLINE,
        (ReplyKind.QUESTION,),
        NOW.date(),
        DeclineReason.BUDGET,
        True,
        7.5,
        (reason("says_no", bits=3.5, words="non"),),
    )
    return (
        sent(references=("D-2026-014",)),
        intent,
        follow(intent, f.DraftAppended, locator=PLACE, digest="d"),
        follow(intent, f.DraftNotAppended, problem="NO"),
        follow(intent, f.DraftUncertain, problem="EOF"),
        follow(intent, f.DraftEdited, locator=PLACE),
        follow(intent, f.DraftSent, sent_as="<s1@atelier-durand.example>"),
        follow(intent, f.DraftMissing),
        follow(intent, f.DraftSeenAgain, locator=PLACE),
        follow(intent, f.DraftDeleted),
        follow(intent, f.DraftWithdrawn),
        follow(intent, f.DraftLeft),
        replied(),
        f.ReplyReceived(**common, sender=MARC, reply=no, score=12.25, language="en", delayed=True),
        f.ReplyHeld(**common, sender=ZOE, reply=no),
        f.AutomaticReceived(**common, kind=ReceivedKind.BOUNCE, bounce=Bounce(True, (MARC,), "5.1.1", Q1)),
        f.ContactWrote(**common, sender=MARC, subject="Bonjour", request=True),
        f.OwnerWrote(**common, word=f.OwnerWord.INVOICE),
        f.OwnerSaid(**common, saying=f.Saying.SNOOZE, until=NOW.date()),
        f.OwnerTouched(**common, note="appelé"),
        f.OwnerSet(**common, setting=f.Setting.TO, value=ZOE),
        f.QuestionAsked(**common, about=f.About.REPLY, candidates=(Candidate(Q1, 1.5),), proposed=sent().details, reply=no),
        f.QuestionAnswered(**common, candidates=(Candidate(Q1, 1.5),)),
        f.QuoteReplaced(**common, by="<q2@atelier-durand.example>"),
    )


def main() -> None:
    target = Path(__file__).parent / "frozen" / f"schema_{migrations()[-1][0]:04}.sqlite3"
    target.parent.mkdir(exist_ok=True)
    journal = SqliteJournal(target)
    journal.record(ANNE, Entry(facts=story()), now=NOW, policy="frozen")
    facts = [[type(fact).__name__, json.loads(dump(fact))] for fact in journal.facts(ANNE, Q1)]
    journal.store.database.execute("PRAGMA journal_mode = DELETE")
    journal.store.database.execute("VACUUM")
    journal.close()
    target.with_suffix(".json").write_text(json.dumps({Q1: facts}, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
