"""Forgetting a person leaves no trace but a keyed hash, and chases nobody again."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mailwatch.journal import SqliteJournal
from mailwatch.journal.anonymous import NOBODY
from mailwatch.journal.erase import Erased, expired, forget, purge, quotes_to
from mailwatch.model.attribution import Candidate, Key, KeyKind
from mailwatch.model.facts import About, ContactWrote, OwnerSet, OwnerTouched, QuestionAsked, ReplyReceived, Setting
from mailwatch.model.message import Address
from mailwatch.model.reasons import reason
from mailwatch.ports import Entry
from tests.journal.builders import ANNE, HOUR, MARC, NOW, ZOE, mailed, replied, seen, sent

Q1, Q2 = (f"<q{n}@atelier-durand.example>" for n in (1, 2))
JULIE = "julie.roy@client.example"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal.sqlite3"


@pytest.fixture
def filled(path):
    journal = SqliteJournal(path)
    julies = ReplyReceived(
        at=NOW + HOUR,
        quote=Q2,
        contacts=(JULIE,),
        message="<julie.roy.77@client.example>",
        sender=JULIE,
        reply=replied().reply,
        score=20.0,
        because=(reason("same_name", bits=7.0, name="Julie Roy"),),
    )
    asked = QuestionAsked(
        at=NOW, message="<m3@client.example>", about=About.REPLY, sender=MARC, candidates=(Candidate(Q1, 1.0), Candidate(Q2, 1.0))
    )
    wrote = ContactWrote(at=NOW + HOUR, contacts=(MARC,), message="<m8@client.example>", sender=MARC, subject="Bonjour")
    journal.record(
        ANNE,
        Entry(
            facts=(sent("q1"), sent("q2", to=(ZOE,), sent_at=NOW + HOUR), replied("q1"), julies, asked, wrote),
            seen=(mailed("s1@x.test", to=(MARC, ZOE)), seen("m1@client.example", sender=MARC)),
            keys=((Q1, (Key(KeyKind.SUBJECT, "devis q1"),)), (Q2, (Key(KeyKind.SUBJECT, "devis q2"),))),
            looks=(),
        ),
        now=NOW,
    )
    yield journal
    journal.close()


def _on_disk(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_forgetting_a_prospect_erases_their_quotes_and_all_that_names_them(filled, path):
    assert MARC.encode() in _on_disk(path)
    assert quotes_to(filled.store, ANNE, [MARC]) == (Q1,)
    assert forget(filled.store, ANNE, MARC, now=NOW).quotes == (Q1,)
    assert filled.quotes(ANNE) == (Q2,)
    assert filled.facts_with(ANNE, [MARC]) == ()
    assert filled.candidates(ANNE, [Key(KeyKind.SUBJECT, "devis q1")]) == ()
    assert filled.correspondents(ANNE, [MARC, ZOE]) == {ZOE}
    assert MARC.encode() not in _on_disk(path), "the log of an open journal holds it still"
    filled.close()
    assert MARC.encode() not in _on_disk(path)
    assert b"Bonjour" not in _on_disk(path)
    assert ZOE.encode() in _on_disk(path)


def test_a_colleague_who_answered_is_erased_from_the_answer_but_the_answer_stays(filled, path):
    assert forget(filled.store, ANNE, JULIE, now=NOW) == Erased((), 0, 1)
    reply = filled.facts(ANNE, Q2)[-1]
    assert isinstance(reply, ReplyReceived)
    assert (reply.sender, reply.contacts, reply.because) == (NOBODY, (NOBODY,), ())
    assert reply.message is not None
    assert reply.message.endswith("@mailwatch.invalid>")
    filled.close()
    assert b"julie" not in _on_disk(path).lower()


def test_an_address_inside_a_longer_one_is_another_persons(filled):
    other = f"a{JULIE}"
    held = OwnerTouched(at=NOW, quote=Q2, contacts=(JULIE, other), note=f"vu {JULIE.upper()} et {other}")
    filled.record(ANNE, Entry(facts=(held,)), now=NOW)
    forget(filled.store, ANNE, JULIE, now=NOW)
    (touched,) = (fact for fact in filled.facts(ANNE, Q2) if isinstance(fact, OwnerTouched))
    assert (touched.contacts, touched.note) == ((NOBODY, other), f"vu {NOBODY} et {other}")


def test_what_the_person_left_open_goes_with_them(filled):
    assert len(filled.open_questions(ANNE)) == 1
    forget(filled.store, ANNE, MARC, now=NOW)
    assert filled.open_questions(ANNE) == ()
    assert filled.store.database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_forgotten_are_remembered_as_such(filled):
    assert filled.forgotten(ANNE, [MARC, ZOE]) == {}
    forget(filled.store, ANNE, MARC, now=NOW + HOUR)
    assert filled.forgotten(ANNE, [MARC, ZOE]) == {MARC: NOW + HOUR}
    assert filled.forgotten("bob@atelier-durand.example", [MARC]) == {}


def test_mail_that_was_seen_stays_known(filled):
    forget(filled.store, ANNE, MARC, now=NOW)
    assert filled.known(ANNE, ["<m1@client.example>"]) == {"<m1@client.example>"}


def test_copies_from_before_a_migration_go_too(filled, path):
    copy = path.with_name(path.name + ".before-0002")
    copy.write_bytes(MARC.encode())
    forget(filled.store, ANNE, MARC, now=NOW)
    assert not copy.exists()


def test_forgetting_nobody_changes_nothing_else(filled):
    before = filled.facts(ANNE, Q1), filled.facts(ANNE, Q2)
    assert forget(filled.store, ANNE, "nobody@x.test", now=NOW) == Erased((), 0, 0)
    assert (filled.facts(ANNE, Q1), filled.facts(ANNE, Q2)) == before


def test_retention_counts_from_the_prospects_last_word_else_from_the_quote(journal):
    year = timedelta(days=365)
    journal.record(
        ANNE,
        Entry(
            facts=(
                sent("q1", to=("a@x.test",)),
                sent("q2", to=("b@x.test",)),
                replied("q2", sender="b@x.test", at=NOW + year),
                sent("q3", to=("c@x.test",)),
                ContactWrote(at=NOW + year, contacts=("c@x.test",), message="<m@x.test>", sender="c@x.test"),
                sent("q4", to=("d@x.test",), sent_at=NOW + year),
            )
        ),
        now=NOW + year,
    )
    assert expired(journal.store, ANNE, NOW + year / 2) == (Q1,)
    assert set(expired(journal.store, ANNE, NOW + year + HOUR)) == set(journal.quotes(ANNE))
    assert purge(journal.store, ANNE, NOW + year / 2) == 1
    assert Q1 not in journal.quotes(ANNE)
    assert journal.facts_with(ANNE, ["a@x.test"]) == ()
    assert len(journal.quotes(ANNE)) == 3


def test_a_name_in_somebody_elses_evidence_goes_too(filled, path):
    marcs = sent("q3", to=(MARC,))
    details = replace(marcs.details, to=(Address(MARC, "Marc Lefort"),))
    zoes = replied("q2", sender=ZOE, message="<z1@petit.example>")
    zoes = replace(zoes, because=(reason("signed_by", bits=2.0, name="Marc Lefort"), reason("told_by", contact=MARC)))
    filled.record(ANNE, Entry(facts=(replace(marcs, details=details), zoes)), now=NOW)
    forget(filled.store, ANNE, MARC, now=NOW)
    (kept,) = (fact for fact in filled.facts(ANNE, Q2) if fact.message == "<z1@petit.example>")
    assert (kept.sender, kept.because) == (ZOE, ())
    assert b"lefort" not in _on_disk(path).lower()


def test_drafts_are_no_longer_addressed_to_a_forgotten_person(filled):
    to = OwnerSet(at=NOW, quote=Q2, contacts=(ZOE,), setting=Setting.TO, value=f"{JULIE},{ZOE}")
    filled.record(ANNE, Entry(facts=(to,)), now=NOW)
    forget(filled.store, ANNE, JULIE, now=NOW)
    assert [fact.value for fact in filled.facts(ANNE, Q2) if isinstance(fact, OwnerSet)] == [ZOE]


def test_everybody_at_a_domain_is_forgotten_at_once(filled, path):
    forget(filled.store, ANNE, "*@client.example", now=NOW)
    assert filled.quotes(ANNE) == (Q2,)
    assert b"client.example" not in _on_disk(path)
    assert set(filled.forgotten(ANNE, [MARC, "new@client.example", ZOE])) == {MARC, "new@client.example"}


def test_what_retention_erases_is_in_no_file_any_more(filled, path):
    later = NOW + timedelta(days=400)
    assert purge(filled.store, ANNE, later) > 0
    assert MARC.encode() not in _on_disk(path)
    assert b"Bonjour" not in _on_disk(path)


def test_of_two_hundred_people_fifty_are_forgotten_and_the_others_are_not(path):
    journal = SqliteJournal(path)
    everybody = [f"person{number:03}@client{number:03}.example" for number in range(200)]
    facts = [
        fact
        for number, person in enumerate(everybody)
        for fact in (sent(f"q{number}", to=(person,)), replied(f"q{number}", sender=person, message=f"<{person}>"))
    ]
    journal.record(ANNE, Entry(facts=tuple(facts), seen=(mailed("s@x.test", to=tuple(everybody)),)), now=NOW)
    path.with_name(path.name + ".before-0001").write_bytes(path.read_bytes())
    for person in everybody[::4]:
        forget(journal.store, ANNE, person, now=NOW + HOUR)
    found = {person for person in everybody if person.encode() in _on_disk(path)}
    assert found == set(everybody) - set(everybody[::4])
    assert set(journal.forgotten(ANNE, everybody)) == set(everybody[::4])
    journal.close()
