"""Mail that shares something with a quote and must not be attached to it."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from mailwatch.matching import KnownQuote, keys_of_sent
from mailwatch.model.attribution import Key, KeyKind, Verdict
from mailwatch.model.message import Address
from mailwatch.model.money import Amount
from mailwatch.text.shingles import fingerprints
from tests.matching.builders import MARC, SENT_AT, TEXT, Memory, block, codes, mail, quote, sent_mail

Q1 = quote(amounts=(Amount(Decimal(1500), "EUR"),))
ORANGE = Address("paul.noir@orange.fr", "Paul Noir")
NOT_ATTACHED = {Verdict.ASK, Verdict.CONTACT, Verdict.IGNORE}


@pytest.fixture
def memory():
    return Memory(Q1)


def test_the_clients_newsletter_is_ignored(memory):
    letter = mail(subject="Refonte du catalogue Petit : tout est nouveau", new="Découvrez nos fenêtres. Se désabonner.")
    assert memory.attribute(letter, bulk=True, correspondent=True).verdict is Verdict.IGNORE


def test_an_answer_in_the_invoice_thread_of_the_client_is_about_no_quote(memory):
    answer = mail(subject="Re: Facture F-2009-40", reply_to=["<invoice@atelier-durand.example>"], new="Bien reçu, merci.")
    assert memory.attribute(answer, other_thread=True, correspondent=True).verdict is Verdict.CONTACT


def test_two_open_quotes_under_one_subject_are_asked_about():
    one, two = quote("q1", subject="Devis", numbers=()), quote("q2", subject="Devis", numbers=(), at=SENT_AT + timedelta(hours=1))
    found = Memory(one, two).attribute(mail(subject="Re: Devis", new="D'accord pour le devis."), rivals=2)
    assert found.verdict is Verdict.ASK
    assert {candidate.quote for candidate in found.candidates} == {one.message_id, two.message_id}


def test_an_answer_to_one_quote_that_quotes_the_other_goes_to_the_one_answered():
    one, two = (
        quote("q1"),
        quote("q2", subject="Enseigne du magasin", numbers=("D-2009-12",), at=SENT_AT + timedelta(days=1, minutes=7)),
    )
    held = Memory(one, two)
    answer = mail(subject="Re: Enseigne du magasin", reply_to=[two.message_id], references=[one.message_id, two.message_id],
                  new="Oui pour l'enseigne.", quoted=[block(TEXT, subject=one.subject)])  # fmt: skip
    found = held.attribute(answer)
    assert (found.verdict, found.quote) == (Verdict.ATTACH, two.message_id)


def test_a_revised_quote_in_the_thread_does_not_compete_with_itself():
    one, two = quote("q1"), quote("q2")
    held = Memory(one, two)
    known = (KnownQuote(one, thread=two.message_id), KnownQuote(two))
    answer = mail(
        subject=f"Re: {two.subject}", reply_to=[two.message_id], references=[one.message_id, two.message_id], new="Oui."
    )
    found = held.attribute(answer, known=known)
    assert (found.verdict, found.quote) == (Verdict.ATTACH, two.message_id)


def test_naming_another_quote_speaks_against_this_one():
    one, two = quote("q1"), quote("q2", subject="Enseigne", numbers=("D-2009-12",))
    found = Memory(one, two).attribute(mail(subject="Question", new="Le devis D-2009-12 est-il valable ?"))
    assert (found.verdict, found.quote) == (Verdict.ATTACH, two.message_id)


def test_naming_two_quotes_is_asked_about():
    one, two = quote("q1"), quote("q2", subject="Enseigne", numbers=("D-2009-12",))
    found = Memory(one, two).attribute(mail(subject="Question", new="Les devis D-2009-11 et D-2009-12 sont-ils valables ?"))
    assert found.verdict is Verdict.ASK
    assert {candidate.quote for candidate in found.candidates} == {one.message_id, two.message_id}


def test_a_rare_sender_under_a_rare_subject_is_still_asked_about():
    busy = Memory(Q1, inbound=2000, senders=((MARC.address, 1),))
    found = busy.attribute(mail(subject=f"Re: {Q1.subject}", new="Bonjour, une précision."))
    assert found.score > 6
    assert found.verdict is Verdict.ASK


def test_texts_many_people_get_are_no_evidence(memory):
    echo = mail(sender=ORANGE, subject="Bonjour", new="Oui.", quoted=[block(TEXT, sender=None, date=None)])
    assert memory.attribute(echo).verdict is Verdict.ASK
    assert memory.attribute(echo, formulas=frozenset(fingerprints(TEXT))).verdict is Verdict.IGNORE


def test_a_formula_in_many_quotes_points_to_none():
    quotes = [quote(f"q{n}", subject=f"Chantier {n} rue {n}", to=(Address(f"c{n}@x{n}.example"),), numbers=()) for n in range(9)]
    held = Memory(*quotes)
    for each in quotes:
        held.remember(each, keys_of_sent(sent_mail(each, TEXT), each))
    for sender in (ORANGE, quotes[0].to[0]):
        found = held.attribute(mail(sender=sender, subject="Bonjour", new="Oui.", quoted=[block(TEXT, sender=None, date=None)]))
        assert found.verdict in NOT_ATTACHED


def test_a_suppliers_devis_is_not_ours():
    held = Memory(quote(subject="Devis", numbers=()))
    offer = mail(sender=Address("ventes@papeterie.example", "Ventes"), subject="Devis", new="Voici notre devis pour vos cartes.")
    assert held.attribute(offer).verdict is Verdict.IGNORE


def test_a_platform_that_names_the_client_is_nobody(memory):
    notice = mail(
        sender=Address("notifications@reseau.example", "Marc Petit"), subject="Marc Petit a publié", new="Votre devis attend"
    )
    assert memory.attribute(notice).verdict is not Verdict.ATTACH


def test_a_homonym_elsewhere_is_not_the_contact(memory):
    homonym = Address("marc.petit@ailleurs.example", "Marc Petit")
    assert memory.attribute(mail(sender=homonym, subject="Candidature", new="Voici mon CV.")).verdict is Verdict.IGNORE


@pytest.mark.parametrize("name", ["Contact", "Comptabilité", "Service Clients", "contact@x.example", "Marc"])
def test_a_function_or_half_a_name_names_nobody(name):
    held = Memory(quote(to=(Address("x@y.example", name),), numbers=()))
    assert (
        held.attribute(mail(sender=Address("z@w.example", name), subject="Bonjour", new="Votre devis ?")).verdict
        is Verdict.IGNORE
    )


def test_colleagues_at_a_provider_are_no_colleagues():
    held = Memory(quote(to=(Address("jean.blanc@orange.fr", "Jean Blanc"),)))
    assert "same_organisation" not in codes(held.attribute(mail(sender=ORANGE, subject="Bonjour", new="D-2009-11 ?")))


def test_a_colleague_about_something_else_is_ignored(memory):
    julie = Address("julie.roy@menuiserie-petit.example", "Julie Roy")
    assert (
        memory.attribute(mail(sender=julie, subject="Stage de juin", new="Prenez-vous des stagiaires ?")).verdict
        is Verdict.IGNORE
    )


@pytest.mark.parametrize("text", ["IBAN FR76 3000 D200911X 0112", "Colis 8D-2009-114 expédié", "FACT-D-2009-110"])
def test_a_number_inside_a_longer_one_is_another_number(memory, text):
    assert "names_quote_number" not in codes(memory.attribute(mail(sender=ORANGE, subject="Avis", new=text)))


def test_a_round_amount_of_the_same_contact_is_not_enough(memory):
    bill = mail(sender=MARC, subject="Acompte du camion", new="Je vous dois 1 500 € pour le camion.")
    assert memory.attribute(bill, correspondent=True).verdict is Verdict.CONTACT


def test_a_joke_forwarded_by_the_contact_is_a_contact_event(memory):
    joke = mail(
        subject="TR: Fwd: trop drôle",
        new="mdr",
        quoted=[block("C'est un menuisier qui entre dans un bar…", sender="ami@z.example")],
    )
    assert memory.attribute(joke, correspondent=True).verdict is Verdict.CONTACT


# --- words of ours that came another way ---

SEVERAL = tuple(
    quote(f"q{n}", subject=f"Chantier {n} rue {n}", to=(Address(f"c{n}@x{n}.example"),), numbers=()) for n in range(1, 4)
)
LATER = datetime(2009, 11, 8, 17, 40)  # noqa: DTZ001 - an attribution line gives no zone
TERMS = (
    "Ce message et ses pièces jointes sont destinés aux seules personnes nommées ci-dessus, leur lecture par quiconque d'autre "
    "est interdite et leur contenu n'engage notre atelier qu'après confirmation écrite par courrier signé."
)


def test_what_stands_under_three_quotes_says_nothing_even_of_the_person_it_went_to():
    held = Memory(*SEVERAL)
    for each in SEVERAL:
        held.remember(each, keys_of_sent(sent_mail(each, f"Offre {each.message_id}. {TERMS}"), each))
    invoice = mail(
        sender=SEVERAL[0].to[0], subject="Re: Facture 40", new="Bien reçu.", quoted=[block(TERMS, sender=None, date=None)]
    )
    assert held.attribute(invoice, correspondent=True).verdict is Verdict.CONTACT


def test_a_closing_of_everybodys_is_nobodys_even_beside_one_quote_alone():
    closing = "Je reste à votre disposition pour tout renseignement complémentaire."
    held = Memory(Q1)
    held.remember(Q1, keys_of_sent(sent_mail(Q1, f"{TEXT} {closing}"), Q1))
    invoice = mail(subject="Re: Facture 40", new="Bien reçu.", quoted=[block(closing, sender=None, date=None)])
    assert held.attribute(invoice, correspondent=True).verdict is Verdict.CONTACT


def test_the_versions_of_one_quote_do_not_make_their_own_words_a_formula():
    versions = [quote(f"v{n}", at=SENT_AT + timedelta(days=n), numbers=()) for n in range(4)]
    held = Memory(*versions)
    for each in versions:
        held.remember(each, keys_of_sent(sent_mail(each, TEXT), each))
    answer = mail(subject="Travaux", new="Oui.", quoted=[block(TEXT, sender=None, date=None)], at=SENT_AT + timedelta(days=9))
    known = tuple(KnownQuote(each, thread="<v3@atelier-durand.example>") for each in versions)
    assert held.attribute(answer, known=known).verdict is Verdict.ATTACH
    assert held.attribute(answer).verdict is not Verdict.ATTACH


def test_a_passage_met_in_mail_about_something_else_is_a_formula(memory):
    echo = mail(subject="Re: Facture 40", new="Bien reçu.", quoted=[block(TEXT, sender=None, date=None)])
    assert memory.attribute(echo).verdict is Verdict.ATTACH
    memory.remember(Q1, [Key(KeyKind.FORMULA, found) for found in fingerprints(TEXT)])
    assert memory.attribute(echo, correspondent=True).verdict is Verdict.CONTACT


def test_a_saying_that_both_quote_is_no_answer_when_somebody_else_is_answered(memory):
    other = block("Les essais ne passent plus depuis hier soir.", sender="Ines Rey <ines@tiers.example>", date=LATER)
    saying = mail(sender=ORANGE, subject="Essais", new=f"Je pense à ceci. {TEXT}", quoted=[other])
    assert memory.attribute(saying, correspondent=True).verdict is Verdict.CONTACT
    memory.remember(Q1, keys_of_sent(sent_mail(Q1, TERMS), Q1))
    alone = replace(saying, quoted=(), new_text=TERMS)
    assert memory.attribute(alone, correspondent=True).verdict is Verdict.ASK
    assert memory.attribute(replace(alone, headers=replace(alone.headers, sender=MARC))).verdict is Verdict.ATTACH


def test_somebody_elses_mail_in_which_ours_is_quoted_is_asked_about(memory):
    theirs = block("Quelqu'un saurait-il poser cela ?", sender="Ines Rey <ines@tiers.example>", date=LATER)
    ours = block(TEXT, sender=None, date=None)
    second_hand = mail(sender=MARC, subject="Pose", new="Non, mais demandez à Paul.", quoted=[theirs, ours])
    assert memory.attribute(second_hand).verdict is Verdict.ASK
    passed_on = replace(second_hand, quoted=(replace(theirs, sender="paule@menuiserie-petit.example"), ours))
    assert memory.attribute(passed_on).verdict is Verdict.ATTACH
    what_we_answered = replace(second_hand, quoted=(replace(theirs, date=LATER - timedelta(days=9)), ours))
    assert memory.attribute(what_we_answered).verdict is Verdict.ATTACH
