"""What the ``Journal`` port promises, in memory and in a file."""

from datetime import timedelta, timezone

import pytest

from mailwatch.model.attribution import Candidate, Key, KeyKind
from mailwatch.model.facts import (
    About,
    ContactWrote,
    DraftAppended,
    DraftDeleted,
    DraftEdited,
    DraftLeft,
    DraftMissing,
    DraftNotAppended,
    DraftSeenAgain,
    DraftSent,
    DraftUncertain,
    DraftWithdrawn,
    OwnerSaid,
    QuestionAnswered,
    QuestionAsked,
    QuoteReplaced,
    QuoteSent,
    Saying,
)
from mailwatch.model.message import Locator, Role
from mailwatch.ports import AccountState, Cursor, Entry, Place
from tests.journal.builders import ANNE, HOUR, MARC, NOW, ZOE, follow, intended, mailed, quote, replied, seen, sent

Q1, Q2, Q3 = (f"<q{n}@atelier-durand.example>" for n in (1, 2, 3))
POLICY = "p1"


def record(journal, *facts, now=NOW, account=ANNE, **parts):
    journal.record(account, Entry(facts=facts, **parts), now=now, policy=POLICY)


# --- facts ---


def test_facts_come_back_by_instant_then_in_order_of_recording(journal):
    late, early, same = replied(at=NOW + 2 * HOUR), replied(at=NOW + HOUR, message="<m0@x.test>"), intended(at=NOW + HOUR)
    record(journal, sent(), late, early, same)
    assert journal.facts(ANNE, Q1) == (sent(), early, same, late)


def test_an_equal_fact_is_not_doubled_and_a_different_one_is_kept(journal):
    record(journal, sent(), replied())
    record(journal, replied(), replied(message="<m2@client.example>"), now=NOW + HOUR)
    assert journal.facts(ANNE, Q1) == (sent(), replied(), replied(message="<m2@client.example>"))


def test_the_same_instant_in_another_zone_is_the_same_fact(journal):
    record(journal, replied())
    record(journal, replied(at=(NOW + HOUR).astimezone(timezone(timedelta(hours=2)))))
    assert len(journal.facts(ANNE, Q1)) == 1


def test_a_question_belongs_to_all_its_candidates_and_a_revision_to_both_quotes(journal):
    question = QuestionAsked(
        at=NOW, message="<m3@client.example>", about=About.REPLY, candidates=(Candidate(Q1, 1.0), Candidate(Q2, 0.5))
    )
    revision = QuoteSent(at=NOW + HOUR, quote=Q2, message=Q2, details=quote("q2"), replaces=Q1)
    record(journal, sent(), question, revision)
    assert journal.facts(ANNE, Q1) == (sent(), question, revision)
    assert journal.facts(ANNE, Q2) == (question, revision)


def test_facts_with_finds_people_over_all_quotes_once_each(journal):
    both = sent("q2", to=(MARC, ZOE), sent_at=NOW + HOUR)
    wrote = ContactWrote(at=NOW + 2 * HOUR, contacts=(ZOE,), message="<m9@petit.example>", sender=ZOE)
    record(journal, sent(), both, wrote)
    assert journal.facts_with(ANNE, [MARC]) == (sent(), both)
    assert journal.facts_with(ANNE, [MARC, ZOE]) == (sent(), both, wrote)
    assert journal.facts_with(ANNE, []) == ()


def test_quotes_are_listed_oldest_first_and_only_quotes(journal):
    record(journal, replied("q3"), sent("q2", sent_at=NOW + HOUR), sent("q1"))
    assert journal.quotes(ANNE) == (Q1, Q2)


def test_accounts_share_nothing(journal):
    other = "bob@atelier-durand.example"
    record(journal, sent(), intended(), seen=(seen("m1@x.test"), mailed("s1@x.test", to=(MARC,), uid=2)))
    record(journal, keys=((Q1, (Key(KeyKind.SUBJECT, "devis q1"),)),))
    assert journal.quotes(other) == ()
    assert journal.facts(other, Q1) == ()
    assert journal.facts_with(other, [MARC]) == ()
    assert journal.due(other, NOW, POLICY) == ()
    assert journal.known(other, ["<m1@x.test>"]) == frozenset()
    assert journal.correspondents(other, [MARC]) == frozenset()
    assert journal.candidates(other, [Key(KeyKind.SUBJECT, "devis q1")]) == ()
    assert journal.state(other) == AccountState()


# --- looks ---


def test_a_new_fact_makes_its_conversation_due_at_once(journal):
    record(journal, sent())
    assert journal.due(ANNE, NOW, POLICY) == (Q1,)


def test_a_look_postpones_until_its_instant(journal):
    record(journal, sent())
    record(journal, looks=((Q1, NOW + HOUR),))
    assert journal.due(ANNE, NOW, POLICY) == ()
    assert journal.due(ANNE, NOW + HOUR, POLICY) == (Q1,)


def test_a_look_of_none_waits_for_a_fact_only(journal):
    record(journal, sent())
    record(journal, looks=((Q1, None),))
    assert journal.due(ANNE, NOW + timedelta(days=9999), POLICY) == ()
    record(journal, replied())
    assert journal.due(ANNE, NOW, POLICY) == (Q1,)


def test_a_fact_wakes_the_quotes_that_share_its_people(journal):
    record(journal, sent("q1"), sent("q2", to=(MARC, ZOE), sent_at=NOW + HOUR), sent("q3", to=("luc@autre.example",)))
    record(journal, looks=((Q1, None), (Q2, None), (Q3, None)))
    record(journal, ContactWrote(at=NOW, contacts=(MARC,), message="<m5@client.example>", sender=MARC))
    assert journal.due(ANNE, NOW, POLICY) == (Q1, Q2)


def test_an_equal_fact_wakes_nobody(journal):
    record(journal, sent())
    record(journal, looks=((Q1, None),))
    record(journal, sent())
    assert journal.due(ANNE, NOW, POLICY) == ()


def test_another_policy_makes_everything_due(journal):
    record(journal, sent("q1"), sent("q2", to=(ZOE,), sent_at=NOW + HOUR))
    record(journal, looks=((Q1, None), (Q2, NOW + HOUR)))
    assert journal.due(ANNE, NOW, "p2") == (Q1, Q2)


def test_without_the_look_table_everything_is_due(journal):
    record(journal, sent("q1"), sent("q2", to=(ZOE,), sent_at=NOW + HOUR))
    record(journal, looks=((Q1, None), (Q2, None)))
    journal.store.database.execute("DELETE FROM look WHERE conversation = 1")
    assert journal.due(ANNE, NOW, POLICY) == (Q1,)
    journal.store.database.execute("DELETE FROM look")
    assert journal.due(ANNE, NOW, POLICY) == (Q1, Q2)


def test_a_look_never_hides_a_fact_of_the_same_entry(journal):
    record(journal, sent(), looks=((Q1, None),))
    assert journal.due(ANNE, NOW, POLICY) == (Q1,)


def test_a_look_never_hides_a_fact_that_came_after_due_was_asked(journal):
    record(journal, sent())
    assert journal.due(ANNE, NOW, POLICY) == (Q1,)
    record(journal, OwnerSaid(at=NOW, quote=Q1, saying=Saying.STOP))
    record(journal, looks=((Q1, None),))
    assert journal.due(ANNE, NOW, POLICY) == (Q1,)
    record(journal, looks=((Q1, None),))
    assert journal.due(ANNE, NOW, POLICY) == ()


# --- drafts ---


@pytest.mark.parametrize(
    ("history", "live"),
    [
        ((), True),
        (((DraftAppended, {"locator": Locator("Drafts", 1, 10), "digest": "x"}),), True),
        (((DraftUncertain, {"problem": "?"}),), True),
        (((DraftMissing, {}),), True),
        (((DraftLeft, {}),), True),
        (((DraftEdited, {}),), True),
        (((DraftNotAppended, {"problem": "NO"}),), False),
        (((DraftSent, {}),), False),
        (((DraftDeleted, {}),), False),
        (((DraftWithdrawn, {}),), False),
        (((DraftDeleted, {}), (DraftSeenAgain, {"locator": Locator("Drafts", 1, 12)})), True),
    ],
)
def test_live_drafts(journal, history, live):
    intent = intended()
    record(journal, sent(), intent, *(follow(intent, kind, **parts) for kind, parts in history))
    assert journal.with_live_drafts(ANNE) == ((Q1,) if live else ())


def test_a_refused_intent_may_be_tried_again(journal):
    first = intended()
    record(journal, sent(), first, follow(first, DraftNotAppended, problem="NO"), intended(at=NOW + 9 * HOUR))
    assert journal.with_live_drafts(ANNE) == (Q1,)
    assert journal.drafted_since(ANNE, NOW) == 1


def test_drafts_are_counted_from_an_instant_on(journal):
    record(
        journal,
        intended(at=NOW),
        intended(at=NOW + HOUR, message="<mw.b@x.test>"),
        intended("q2", at=NOW + 2 * HOUR, message="<mw.c@x.test>"),
    )
    assert [journal.drafted_since(ANNE, NOW + n * HOUR) for n in (0, 1, 2, 3)] == [3, 2, 1, 0]


# --- questions and requests ---


def _question(message="<m3@client.example>", **parts):
    return QuestionAsked(at=NOW, message=message, about=About.REPLY, candidates=(Candidate(Q1, 1.5),), **parts)


def test_a_question_is_open_until_answered_and_never_opens_again(journal):
    record(journal, _question())
    assert journal.open_questions(ANNE) == (_question(),)
    record(journal, QuestionAnswered(at=NOW + HOUR, message="<m3@client.example>", quote=Q1))
    assert journal.open_questions(ANNE) == ()
    record(journal, _question(sender=MARC))
    assert journal.open_questions(ANNE) == ()


def test_one_question_per_message_the_latest(journal):
    record(journal, _question(), _question(sender=MARC), _question("<m4@client.example>"))
    assert set(journal.open_questions(ANNE)) == {_question(sender=MARC), _question("<m4@client.example>")}


def test_a_request_is_owed_until_the_owner_writes_to_them(journal):
    request = ContactWrote(at=NOW, contacts=(ZOE,), message="<m2@petit.example>", sender=ZOE, request=True)
    other = ContactWrote(at=NOW, contacts=(MARC,), message="<m3@client.example>", sender=MARC)
    record(journal, request, other, seen=(mailed("s0@x.test", to=(ZOE,), at=NOW - HOUR),))
    assert journal.requests_owed(ANNE) == (request,)
    record(journal, seen=(mailed("s1@x.test", to=(ZOE,), at=NOW + HOUR, uid=2),))
    assert journal.requests_owed(ANNE) == ()


# --- mailboxes and messages ---


def test_cursors_are_replaced_per_mailbox(journal):
    record(journal, cursors=(Cursor("INBOX", 7, 10, 9), Cursor("Sent", 7, 3, 2)))
    record(journal, cursors=(Cursor("INBOX", 8, 2, 1),))
    assert journal.cursors(ANNE) == {"INBOX": Cursor("INBOX", 8, 2, 1), "Sent": Cursor("Sent", 7, 3, 2)}


def test_known_messages(journal):
    record(journal, seen=(seen("m1@x.test"),))
    assert journal.known(ANNE, ["<m1@x.test>", "<m2@x.test>"]) == {"<m1@x.test>"}
    assert journal.known(ANNE, []) == frozenset()


def test_places_come_latest_first(journal):
    record(journal, seen=(seen("m1@x.test", uid=3),))
    record(journal, seen=(seen("m1@x.test", mailbox="Archive", uid=1, role=Role.OTHER),), now=NOW + HOUR)
    assert journal.places(ANNE, "<m1@x.test>") == (
        Place(Locator("Archive", 7, 1), Role.OTHER),
        Place(Locator("INBOX", 7, 3), Role.INBOX),
    )


def test_a_place_ends_with_its_uidvalidity_but_the_message_stays_known(journal):
    record(journal, seen=(seen("m1@x.test", uid=3),), cursors=(Cursor("INBOX", 7, 4, 3),))
    record(journal, cursors=(Cursor("INBOX", 8, 1, 0),))
    assert journal.places(ANNE, "<m1@x.test>") == ()
    assert journal.known(ANNE, ["<m1@x.test>"]) == {"<m1@x.test>"}


def test_the_owners_latest_mail_to_a_person(journal):
    record(journal, seen=(mailed("s2@x.test", to=(MARC, ZOE), at=NOW + HOUR, uid=2), mailed("s1@x.test", to=(MARC,), uid=1)))
    assert journal.last_sent_to(ANNE, MARC) == Place(Locator("Sent", 7, 2), Role.SENT)
    assert journal.last_sent_to(ANNE, "nobody@x.test") is None


def test_correspondents_are_those_the_owner_wrote_to(journal):
    record(journal, seen=(mailed("s1@x.test", to=(MARC,)), seen("m1@x.test", sender=ZOE)))
    assert journal.correspondents(ANNE, [MARC, ZOE]) == {MARC}


# --- late replies ---


def _keys(*pairs, where=""):
    return tuple(Key(KeyKind(kind), value, where) for kind, value in pairs)


def test_candidates_group_the_shared_keys_by_quote_and_answer_with_the_keys_asked(journal):
    record(journal, sent("q1"), sent("q2", sent_at=NOW + HOUR))
    record(
        journal,
        keys=(
            (Q1, _keys(("subject", "lune"), ("address", MARC), ("amount", "42"))),
            (Q2, _keys(("address", MARC), ("subject", "soleil"))),
        ),
    )
    asked = (*_keys(("subject", "lune"), ("address", MARC)), *_keys(("amount", "42"), where="quoted"), *_keys(("name", "x")))
    hits = {hit.quote: set(hit.keys) for hit in journal.candidates(ANNE, asked)}
    assert hits == {Q1: set(asked[:3]), Q2: {asked[1]}}


def test_identifiers_of_threads_are_told_from_other_values_and_from_other_accounts(journal):
    linked = _keys(("message_id", "<m1@x.test>"), ("subject", "<m2@x.test>"))
    record(journal, sent("q1"), keys=((Q1, linked), (Q3, _keys(("message_id", "<m3@x.test>")))))
    asked = [f"<m{number}@x.test>" for number in range(1000)]
    assert [journal.in_threads(account, asked) for account in (ANNE, ZOE)] == [frozenset({"<m1@x.test>"}), frozenset()]


def test_frequencies_count_distinct_quotes_and_inbound_mail(journal):
    record(
        journal,
        sent("q1"),
        sent("q2", sent_at=NOW + HOUR),
        keys=((Q1, _keys(("address", MARC))), (Q1, _keys(("address", MARC), where="cc")), (Q2, _keys(("address", MARC)))),
        seen=(
            seen("m1@x.test", uid=1),
            seen("m1@x.test", uid=1, mailbox="Archive", role=Role.OTHER),
            seen("m2@x.test", uid=2, sender=ZOE),
            seen("m3@x.test", uid=3, automatic=True),
            seen("m4@x.test", uid=4, mailbox="Junk", role=Role.JUNK),
            seen("m5@x.test", uid=5, at=NOW - timedelta(days=400)),
            mailed("s1@x.test", to=(MARC,)),
        ),
    )
    found = journal.frequencies(ANNE, (*_keys(("address", MARC), where="new"), *_keys(("subject", "rien"))))
    assert dict(found.counts) == {Key(KeyKind.ADDRESS, MARC): 2, Key(KeyKind.SUBJECT, "rien"): 0}
    assert (found.quotes, found.inbound, dict(found.senders)) == (2, 2, {MARC: 2})


def test_a_value_common_to_hundreds_of_quotes_selects_only_when_nothing_else_does(journal):
    names = [f"n{n}" for n in range(400)]
    record(journal, *(sent(name, sent_at=NOW + n * HOUR) for n, name in enumerate(names)))
    record(
        journal, keys=tuple((f"<{name}@atelier-durand.example>", _keys(("subject", "devis"), ("day", name))) for name in names)
    )
    both = journal.candidates(ANNE, _keys(("subject", "devis"), ("day", "n7")))
    assert [(hit.quote, len(hit.keys)) for hit in both] == [("<n7@atelier-durand.example>", 2)]
    alone = {hit.quote for hit in journal.candidates(ANNE, _keys(("subject", "devis")))}
    assert 0 < len(alone) <= 300
    assert "<n399@atelier-durand.example>" in alone


@pytest.mark.parametrize(("every", "count"), [(1, 900), (3, 300), (5, 180), (100, 9)])
def test_a_value_in_very_many_quotes_is_counted_by_estimate(journal, every, count):
    facts = [sent(f"n{number}") for number in range(900)]
    common = Key(KeyKind.WORD, "devis")
    record(journal, *facts, keys=tuple((fact.quote, (common,)) for fact in facts[::every]))
    found = journal.frequencies(ANNE, [common])
    assert (found.quotes, dict(found.counts)[common]) == (900, pytest.approx(count, rel=0.01))


def test_quotes_are_counted_again_after_a_record(journal):
    before = journal.frequencies(ANNE, []).quotes
    record(journal, sent())
    assert (before, journal.frequencies(ANNE, []).quotes) == (0, 1)


def test_a_formula_of_our_texts_selects_nobody(journal):
    names = [f"n{n}" for n in range(50)]
    record(journal, *(sent(name) for name in names))
    record(journal, keys=tuple((f"<{name}@atelier-durand.example>", _keys(("fingerprint", "f"))) for name in names))
    assert journal.candidates(ANNE, _keys(("fingerprint", "f"))) == ()


def test_keys_of_what_is_not_a_quote_find_nothing(journal):
    record(journal, keys=((Q1, _keys(("subject", "lune"))),))
    assert journal.candidates(ANNE, _keys(("subject", "lune"))) == ()


# --- the account ---


def test_the_state_of_an_account(journal):
    assert journal.state(ANNE) == AccountState()
    state = AccountState(started=NOW, last_view=NOW + HOUR, problem="no route", interlock="sent_shrank", refused_logins=2)
    record(journal, state=state)
    record(journal, sent())
    assert journal.state(ANNE) == state


def test_replaced_quotes_are_still_quotes(journal):
    record(journal, sent(), QuoteReplaced(at=NOW, quote=Q1, by=Q2))
    assert journal.quotes(ANNE) == (Q1,)
