import pytest

from mailwatch.errors import UnknownReference
from mailwatch.journal.queries import Named, accounts, conversations, find_question, find_quote, questions
from mailwatch.model.attribution import Candidate
from mailwatch.model.facts import About, ContactWrote, QuestionAnswered, QuestionAsked, QuoteSent
from mailwatch.ports import Entry
from mailwatch.text.identity import public_id
from tests.journal.builders import ANNE, HOUR, MARC, NOW, ZOE, quote, replied, sent

BOB = "bob@atelier-durand.example"
Q1, Q2 = (f"<q{n}@atelier-durand.example>" for n in (1, 2))
QUESTION = QuestionAsked(at=NOW, message="<m3@client.example>", about=About.REPLY, candidates=(Candidate(Q1, 1.5),))


@pytest.fixture
def filled(journal):
    journal.record(ANNE, Entry(facts=(sent("q1", references=("D-2026-014",)), replied(), QUESTION)), now=NOW)
    journal.record(ANNE, Entry(facts=(sent("q2", references=("D-2026-015",), sent_at=NOW - HOUR),)), now=NOW)
    journal.record(BOB, Entry(facts=(sent("q3", account=BOB),)), now=NOW)
    return journal


def test_accounts_and_conversations_in_one_pass(filled):
    assert accounts(filled) == (ANNE, BOB)
    assert list(conversations(filled, ANNE)) == [(name, filled.facts(ANNE, name)) for name in (Q2, Q1)]
    assert list(conversations(filled, "nobody")) == []


@pytest.mark.parametrize(
    "text",
    [Q1, Q1.strip("<>"), " D-2026-014 ", "d-2026-014", public_id(ANNE, Q1), public_id(ANNE, Q1)[:5], public_id(ANNE, Q1).upper()],
)
def test_a_quote_is_found_by_what_the_owner_may_type(filled, text):
    assert find_quote(filled, text) == Named(ANNE, Q1)


@pytest.mark.parametrize("text", ["", "<>", "D-2026", "zzzzzzzzz", "<q9@atelier-durand.example>"])
def test_what_names_nothing_is_refused(filled, text):
    with pytest.raises(UnknownReference):
        find_quote(filled, text)


def test_what_names_several_is_refused_with_their_ids(filled):
    filled.record(BOB, Entry(facts=(sent("q4", account=BOB, references=("D-2026-014",)),)), now=NOW)
    with pytest.raises(UnknownReference, match=public_id(ANNE, Q1)):
        find_quote(filled, "D-2026-014")
    assert find_quote(filled, "D-2026-014", within=[ANNE]) == Named(ANNE, Q1)


def test_a_revised_quote_stands_for_the_one_it_replaced(filled):
    revised = quote("q5", references=("D-2026-014",), sent_at=NOW + HOUR)
    fact = QuoteSent(at=revised.sent_at, quote=revised.message_id, message=revised.message_id, details=revised, replaces=Q1)
    filled.record(ANNE, Entry(facts=(fact,)), now=NOW)
    assert find_quote(filled, "D-2026-014") == Named(ANNE, revised.message_id)


def test_questions_and_owed_answers_are_found_by_id_or_message(filled):
    owed = ContactWrote(at=NOW, contacts=(ZOE,), message="<m2@petit.example>", sender=ZOE, request=True)
    filled.record(ANNE, Entry(facts=(owed,)), now=NOW)
    assert find_question(filled, "m3@client.example") == Named(ANNE, "<m3@client.example>")
    assert find_question(filled, public_id(ANNE, "<m2@petit.example>")) == Named(ANNE, "<m2@petit.example>")
    filled.record(ANNE, Entry(facts=(QuestionAnswered(at=NOW, message="<m3@client.example>", contacts=(MARC,)),)), now=NOW)
    with pytest.raises(UnknownReference):
        find_question(filled, "m3@client.example")
    assert questions(filled, ANNE, "<m3@client.example>") == (QUESTION,)
