"""The situations matching exists for, with invented people."""

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from mailwatch.matching import KnownQuote, Proof, keys_of_received, keys_of_sent
from mailwatch.matching.keys import further_passages, passages_of
from mailwatch.model.attribution import Key, KeyKind, Verdict
from mailwatch.model.message import Address, Attachment
from mailwatch.model.money import Amount
from tests.matching.builders import ANNE, SENT_AT, TEXT, Memory, block, codes, mail, quote, sent_mail

LATE = SENT_AT + timedelta(days=800)
Q1 = quote()
SUBJECT = Q1.subject
STRANGER = Address("zed@inconnu.example", "Zed")
JULIE = Address("julie.roy@menuiserie-petit.example", "Julie Roy")


@pytest.fixture
def memory():
    return Memory(Q1)


def test_a_reply_after_two_years_without_identifiers_is_attached_by_what_it_quotes(memory):
    found = memory.attribute(mail(subject=f"RE : {SUBJECT}", new="Nous sommes prêts.", quoted=[block(subject=SUBJECT)], at=LATE))
    assert (found.verdict, found.quote) == (Verdict.ATTACH, Q1.message_id)
    assert codes(found) == ["quotes_our_header", "same_subject", "same_address", "base_rate"]


def test_a_reply_by_identifier_is_attached(memory):
    found = memory.attribute(mail(subject=f"Re: {SUBJECT}", reply_to=[Q1.message_id], new="D'accord."))
    assert (found.verdict, codes(found)[0]) == (Verdict.ATTACH, "answers_our_mail")


def test_a_later_mail_of_ours_in_the_thread_counts_as_the_quote(memory):
    later = "<f1@atelier-durand.example>"
    memory.remember(Q1, [Key(KeyKind.MESSAGE_ID, later)])
    found = memory.attribute(mail(subject="Re: point", references=["<x@y.test>", later], new="D'accord."))
    assert (found.verdict, found.quote, codes(found)[0]) == (Verdict.ATTACH, Q1.message_id, "refers_to_our_mail")


def test_a_changed_subject_does_not_hide_a_recent_answer(memory):
    found = memory.attribute(mail(subject="Pièces complémentaires", reply_to=[Q1.message_id], new="Voici."))
    assert found.verdict is Verdict.ATTACH


def test_the_quoted_text_alone_attaches_a_known_person(memory):
    found = memory.attribute(mail(subject="", new="Toujours d'accord.", quoted=[block(TEXT, sender=None, date=None)], at=LATE))
    assert (found.verdict, codes(found)[0]) == (Verdict.ATTACH, "quotes_our_text")


def test_quoted_text_that_parsing_did_not_separate_is_found_too(memory):
    found = memory.attribute(mail(subject="", new=f"D'accord. {TEXT}", at=LATE))
    assert (found.verdict, codes(found)[0]) == (Verdict.ATTACH, "quotes_our_text")


def test_a_colleague_who_got_it_forwarded_is_attached(memory):
    found = memory.attribute(
        mail(sender=JULIE, subject=f"TR : {SUBJECT}", new="Je prends la suite.", quoted=[block(subject=SUBJECT)], at=LATE)
    )
    assert (found.verdict, found.quote) == (Verdict.ATTACH, Q1.message_id)
    assert "same_organisation" in codes(found)


def test_another_address_of_the_same_person_is_attached_by_text_and_name(memory):
    private = Address("mpetit.perso@gmail.com", "PETIT Marc")
    found = memory.attribute(
        mail(sender=private, subject="catalogue", new="C'est d'accord.", quoted=[block(TEXT, date=None)], at=LATE)
    )
    assert (found.verdict, found.quote) == (Verdict.ATTACH, Q1.message_id)
    assert "same_name" in codes(found)


def test_the_same_person_at_a_new_company_is_asked_about(memory):
    moved = Address("m.petit@scierie.example", "Marc Petit")
    found = memory.attribute(
        mail(sender=moved, subject="Bonjour", new="Vous m’aviez fait une proposition il y a deux ans.", at=LATE)
    )
    assert (found.verdict, [c.quote for c in found.candidates]) == (Verdict.ASK, [Q1.message_id])


def test_the_quote_number_attaches_a_known_person_and_asks_about_a_stranger(memory):
    text = "Le devis n° D2009-11 tient-il toujours ?"
    assert memory.attribute(mail(subject="Question", new=text, at=LATE)).verdict is Verdict.ATTACH
    assert memory.attribute(mail(sender=STRANGER, subject="Question", new=text, at=LATE)).verdict is Verdict.ASK


def test_a_plus_tag_is_the_same_person(memory):
    tagged = Address("marc.petit+devis@menuiserie-petit.example")
    found = memory.attribute(mail(sender=tagged, subject="Question", new="Le devis D-2009-11 tient-il ?"))
    assert "same_address" in codes(found)


def _thread_index(guid, header, replies=0):
    return base64.b64encode(header + guid + b"12345" * replies).decode()


@pytest.mark.parametrize("header", [b"\x01\xd4abcd", b"\x01\x01\xd6abc"])
def test_an_equal_outlook_conversation_is_evidence_and_a_different_one_none(memory, header):
    guid = bytes(range(16))
    ours = sent_mail(Q1)
    with_index = type(ours)(type(ours.headers)(fields=(("thread-index", _thread_index(guid, b"\x01\xd4abcd")),), date=SENT_AT))
    memory.remember(Q1, keys_of_sent(with_index, Q1))
    same = memory.attribute(mail(subject="Question", fields=[("thread-index", _thread_index(guid, header, 2))], new="?"))
    other = memory.attribute(mail(subject="Question", fields=[("thread-index", _thread_index(guid[::-1], header, 2))], new="?"))
    none = memory.attribute(mail(subject="Question", new="?"))
    assert (same.verdict, codes(same)[0]) == (Verdict.ATTACH, "same_outlook_conversation")
    assert (other.verdict, other.because) == (none.verdict, none.because)


def test_the_thread_topic_stands_for_a_rewritten_subject(memory):
    found = memory.attribute(
        mail(subject="[EXTERNE] Tr: ???", fields=[("thread-topic", SUBJECT)], reply_to=[Q1.message_id], new="ok")
    )
    assert "same_subject" in codes(found)


def test_a_returned_file_of_ours_is_evidence():
    held = Memory(Q1)
    file = Attachment("Devis-refonte-catalogue-Petit.pdf", "application/pdf", 90_000)
    held.remember(Q1, keys_of_sent(sent_mail(Q1, attachments=(file,)), Q1))
    found = held.attribute(mail(subject="Signé", new="Bon pour accord.", attachments=[file], at=LATE))
    assert (found.verdict, codes(found)[0]) == (Verdict.ASK, "returns_our_file")
    again = replace(file, sha256="5" * 64)
    held.remember(Q1, keys_of_sent(sent_mail(Q1, attachments=(again,)), Q1))
    found = held.attribute(mail(subject="Signé", new="Bon pour accord.", attachments=[again], at=LATE))
    assert (found.verdict, found.because[0].bits) == (Verdict.ATTACH, 16.0)


def test_a_signed_file_named_after_our_number_is_evidence(memory):
    file = Attachment("D-2009-11_signé.pdf", "application/pdf", 90_000)
    found = memory.attribute(mail(subject="Signé", new="Bon pour accord.", attachments=[file], at=LATE))
    assert (found.verdict, codes(found)[0]) == (Verdict.ATTACH, "names_quote_number")


def claim(*parts):
    return datetime(*parts)  # noqa: DTZ001 - attribution lines seldom give a zone


@pytest.mark.parametrize(
    ("claimed", "author", "code"),
    [
        (claim(2009, 11, 6, 10, 14), ANNE, "quotes_our_minute"),
        (claim(2009, 11, 6, 4, 14), ANNE, "quotes_our_minute"),
        (claim(2009, 11, 6, 14, 44), ANNE, "quotes_our_minute"),
        (datetime(2009, 11, 6, 9, 14, tzinfo=UTC), ANNE, "quotes_our_minute"),
        (claim(2009, 11, 6, 10, 14), None, "quotes_our_minute"),
        (claim(2009, 11, 6, 10, 21), ANNE, "quotes_our_day"),
        (claim(2009, 11, 6, 0, 0), ANNE, "quotes_our_day"),
        (claim(2009, 11, 6, 10, 21), None, None),
        (claim(2009, 11, 6, 10, 14), "paul@tiers.example", None),
        (claim(2009, 11, 9, 10, 14), ANNE, None),
    ],
)
def test_an_attribution_line_is_compared_to_the_minute_in_any_zone(memory, claimed, author, code):
    found = memory.attribute(mail(subject="Question", new="Le chantier D-2009-11 ?", quoted=[block(sender=author, date=claimed)]))
    said = [each for each in codes(found) if each.startswith("quotes_our")]
    assert said == ([code] if code else [])


# --- what only looks like an answer ---


def test_the_same_people_under_the_same_subject_alone_ask(memory):
    found = memory.attribute(mail(subject=f"Re: {SUBJECT}", new="Bonjour, une précision."))
    assert (found.verdict, [c.quote for c in found.candidates]) == (Verdict.ASK, [Q1.message_id])


def test_that_holds_for_a_subject_with_the_number_in_it_and_for_a_common_one():
    for subject in ("Devis D-2009-11", "Devis"):
        held = Memory(quote(subject=subject))
        assert held.attribute(mail(subject=f"RE: {subject}", new="Bonjour, une précision.")).verdict is Verdict.ASK


def test_a_subject_alone_never_attaches(memory):
    assert memory.attribute(mail(sender=STRANGER, subject=f"Re: {SUBJECT}", new="Bonjour.")).verdict is Verdict.ASK


def test_a_known_person_about_something_else_is_a_contact_event(memory):
    found = memory.attribute(mail(subject="Vos horaires d'été", new="Êtes-vous ouvert le lundi ?"), correspondent=True)
    assert (found.verdict, found.quote) == (Verdict.CONTACT, None)


def test_an_unknown_address_with_nothing_but_the_identifier_is_held(memory):
    found = memory.attribute(mail(sender=STRANGER, subject=f"Re: {SUBJECT}", reply_to=[Q1.message_id], new="Nous refusons."))
    assert (found.verdict, found.quote, codes(found)[0]) == (Verdict.HELD, Q1.message_id, "unknown_sender")


def test_the_same_with_our_text_is_attached(memory):
    found = memory.attribute(
        mail(sender=STRANGER, subject=f"Re: {SUBJECT}", reply_to=[Q1.message_id], new="Oui.", quoted=[block(TEXT, date=None)])
    )
    assert found.verdict is Verdict.ATTACH


def test_a_forged_sender_is_held_whatever_the_evidence(memory):
    stolen = mail(subject=f"Re: {SUBJECT}", reply_to=[Q1.message_id], new="Payez ici.", quoted=[block(TEXT, subject=SUBJECT)])
    found = memory.attribute(stolen, proof=Proof.FAIL, correspondent=True)
    assert (found.verdict, found.quote) == (Verdict.HELD, Q1.message_id)
    assert found.because[0].code == "dmarc_fail"
    assert found.score == memory.attribute(stolen).score - 6


def test_a_missing_verdict_is_no_evidence(memory):
    reply = mail(subject=f"Re: {SUBJECT}", reply_to=[Q1.message_id], new="Oui.")
    assert memory.attribute(reply, proof=Proof.NONE) == memory.attribute(reply, proof=Proof.PASS)


def test_a_forged_mail_about_nothing_pauses_nobody(memory):
    assert memory.attribute(mail(subject="Promo", new="Cliquez"), proof=Proof.FAIL, correspondent=True).verdict is Verdict.IGNORE


def test_an_old_mail_reused_for_a_new_topic_is_asked_about(memory):
    reused = mail(subject="Aménagement de l'atelier", reply_to=[Q1.message_id], new="Bonjour, un tout autre sujet.", at=LATE)
    found = memory.attribute(reused, new_need=True)
    assert (found.verdict, codes(found)[0]) == (Verdict.ASK, "old_mail_reused")
    about_it = replace(reused, new_text="Votre proposition nous convient finalement.")
    assert memory.attribute(about_it).verdict is Verdict.ATTACH
    spoken = (KnownQuote(Q1, last_word=LATE - timedelta(days=5)),)
    assert memory.attribute(reused, known=spoken).verdict is Verdict.ATTACH


def test_a_late_direct_answer_of_the_right_person_is_one_under_any_subject(memory):
    late = mail(subject="Des nouvelles", reply_to=[Q1.message_id], new="Bonjour Anne, nous renonçons.", at=LATE)
    assert memory.attribute(late).verdict is Verdict.ATTACH
    colleague = replace(late, headers=replace(late.headers, sender=Address("paule@menuiserie-petit.example")))
    assert memory.attribute(colleague).verdict is Verdict.ASK


def test_our_name_above_our_words_weighs_where_no_date_stands(memory):
    short = " ".join(TEXT.split()[12:24])
    named, unnamed = (
        memory.attribute(mail(sender=STRANGER, new="Non.", quoted=[block(short, sender=sender, date=None)]))
        for sender in (ANNE, None)
    )
    assert "quotes_us_by_name" in codes(named)
    assert named.score == unnamed.score + 3


def test_of_a_short_line_any_passage_is_found(memory):
    line = mail(subject=f"Re: {SUBJECT}", new="Non.", quoted=[block("partir de votre accord, recette comprise", date=None)])
    assert "quotes_our_text" in codes(memory.attribute(line))


def test_what_we_wrote_ourselves_is_nothing(memory):
    assert (
        memory.attribute(mail(sender=Address(ANNE), subject=f"Re: {SUBJECT}", reply_to=[Q1.message_id])).verdict is Verdict.IGNORE
    )


def test_nothing_answers_a_quote_that_was_not_yet_sent(memory):
    early = mail(subject=f"Re: {SUBJECT}", reply_to=[Q1.message_id], at=SENT_AT - timedelta(hours=25))
    assert memory.attribute(early).verdict is Verdict.IGNORE


def test_amounts_are_compared_by_figure_and_currency():
    held = Memory(quote(amounts=(Amount(Decimal("4237.5"), "EUR"),)))
    found = held.attribute(mail(subject="Question", new="Votre devis à 4 237,50 € HT est-il à jour ?"))
    assert (found.verdict, "names_amount" in codes(found)) == (Verdict.ASK, True)


def test_who_quotes_all_of_a_short_mail_of_ours_answers_it():
    ours = "Est-ce que cela concerne aussi les volets du pignon nord ?"
    short = quote("q7", subject="", to=(), numbers=())
    keys = keys_of_sent(sent_mail(short, ours), short)
    counted = replace(short, passages=passages_of(keys))
    answer = mail(
        sender=Address("paule@ailleurs.example"), subject="", new="Les deux.", quoted=[block(ours, sender=None, date=None)]
    )
    verdicts = []
    for each in (short, counted):
        held = Memory(each)
        held.held.clear()
        held.remember(each, keys)
        found = held.attribute(answer, correspondent=True)
        verdicts.append((found.verdict, codes(found)[0]))
    assert verdicts == [(Verdict.ASK, "quotes_our_text"), (Verdict.ATTACH, "quotes_our_whole_text")]


def test_a_stranger_who_quotes_all_of_a_mail_of_ours_is_asked_about():
    ours = "Est-ce que cela concerne aussi les volets du pignon nord ?"
    short = quote("q7", subject="", to=(), numbers=())
    keys = keys_of_sent(sent_mail(short, ours), short)
    counted = replace(short, passages=passages_of(keys))
    held = Memory(counted)
    held.held.clear()
    held.remember(counted, keys)
    stranger = mail(
        sender=Address("paule@ailleurs.example"), subject="", new="Les deux.", quoted=[block(ours, sender=None, date=None)]
    )
    assert held.attribute(stranger, correspondent=False).verdict is Verdict.ASK


def test_a_long_quotation_is_asked_about_by_a_sample_and_then_counted_whole():
    ours = "Est-ce que cela concerne aussi les volets du pignon nord ?"
    others = " ".join(f"mot{number} suivant{number} encore{number}" for number in range(200))
    message = mail(subject="", new="Les deux.", quoted=[block(f"{others} {ours} {others[::-1]}", sender=None, date=None)])
    asked = {key.value for key in keys_of_received(message) if key.kind is KeyKind.FINGERPRINT}
    further = {key.value for key in further_passages(message, keys_of_received(message))}
    wanted = {key.value for key in keys_of_sent(sent_mail(quote("q7"), ours), quote("q7")) if key.kind is KeyKind.FINGERPRINT}
    assert not asked & further
    assert not wanted <= asked
    assert len(wanted & (asked | further)) >= len(wanted) - 1
