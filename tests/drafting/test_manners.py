"""Greeting, closing and signature come from the owner's own last mail, or are neutral."""

from dataclasses import replace

import pytest

from mailwatch.drafting.manners import manners
from mailwatch.model.account import Owner
from mailwatch.model.message import Address, Headers
from mailwatch.model.quote import Register
from tests.drafting.cases import FOLLOW_UP, MARC, ORIGINAL, QUOTE

VOUS, TU = Register.VOUS, Register.TU


def after(text, signature="", *, language="fr", register=VOUS, owner=Owner(), to=(MARC,)):  # noqa: B008 - a frozen value
    last = replace(ORIGINAL, new_text=text, signature=signature, headers=replace(ORIGINAL.headers, to=to))
    return manners(replace(FOLLOW_UP, last_word=last, owner=owner), language, register)


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("Bonjour Marc,", "Bonjour Marc,"),
        ("Bonjour Marc", "Bonjour Marc,"),
        ("Bonjour Marc !", "Bonjour Marc\u00a0!"),
        ("Bonjour Marc, voici le devis.", "Bonjour Marc,"),
        ("Bonjour, voici le devis.", "Bonjour,"),
        ("Bonjour Madame Lévêque,", "Bonjour Madame Lévêque,"),
        ("Bonjour M. Lévêque,", "Bonjour M. Lévêque,"),
        ("Bonjour Mme. de La Tour.", "Bonjour Mme. de La Tour,"),
        ("Madame, Monsieur,", "Madame, Monsieur,"),
        ("Bonjour Marc, Zoé et Luc,", "Bonjour Marc, Zoé et Luc,"),
        ("Cher Marc, chère Zoé,", "Cher Marc, chère Zoé,"),
        ("Bonjour Marc, Voici le devis.", "Bonjour Marc,"),
        ("Maître,", "Maître,"),
        ("Chère Zoé,", "Chère Zoé,"),
        ("Cher Monsieur,", "Cher Monsieur,"),
        ("Bonjour à tous,", "Bonjour à tous,"),
        ("Bonjour à toutes et à tous,", "Bonjour à toutes et à tous,"),
        ("Salut Marc,", "Salut Marc,"),
        ("Bonsoir Marc,", "Bonjour Marc,"),
        ("Re-bonjour Marc,", "Bonjour Marc,"),
        ("Hello Marc,", "Hello Marc,"),
        ("Bonjour l'équipe,", "Bonjour l'équipe,"),
        ("Bonjour Marc voici le devis demandé", "Bonjour,"),
        ("Bonjour je vous envoie le devis", "Bonjour,"),
        ("Bonne année Marc,", "Bonjour,"),
        ("Voici le devis.", "Bonjour,"),
        ("Marc,", "Bonjour,"),
        ("", "Bonjour,"),
        ("Bonjour " + "Marc " * 30 + ",", "Bonjour,"),
        ("Dear Marc,", "Bonjour,"),
    ],
)
def test_a_french_greeting(first, expected):
    assert after(f"{first}\n\nLe devis.").greeting == expected


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("Hi Marc,", "Hi Marc,"),
        ("Hello Marc!", "Hello Marc!"),
        ("Dear Ms. Lévêque,", "Dear Ms. Lévêque,"),
        ("Good afternoon Marc,", "Hello Marc,"),
        ("Hi all,", "Hi all,"),
        ("Bonjour Marc,", "Hello,"),
        ("Hi here is the quote", "Hello,"),
    ],
)
def test_an_english_greeting(first, expected):
    assert after(f"{first}\n\nThe quote.", language="en").greeting == expected


def test_a_greeting_to_somebody_else_is_not_reused():
    assert after("Bonjour Paul,\n\nLe devis.", to=(Address("paul@client.example"),)).greeting == "Bonjour,"


@pytest.mark.parametrize(
    ("ending", "register", "expected"),
    [
        ("Bien à vous,\nAnne", VOUS, "Bien à vous,"),
        ("Cordialement\nAnne", VOUS, "Cordialement,"),
        ("Belle journée !\nAnne", VOUS, "Belle journée !"),
        ("Je vous prie d'agréer, Madame, l'expression de mes salutations distinguées.\nAnne", VOUS, None),
        ("Bien à toi,\nAnne", TU, "Bien à toi,"),
        ("Bien à toi,\nAnne", VOUS, "Bien cordialement,"),
        ("Bien à vous,\nAnne", TU, "Bien à toi,"),
        ("Dans l'attente de votre retour,\nAnne", VOUS, "Bien cordialement,"),
        ("Bon week-end,\nAnne", VOUS, "Bien cordialement,"),
        ("À très vite,\nAnne", VOUS, "Bien cordialement,"),
        ("", VOUS, "Bien cordialement,"),
        ("", TU, "Bien à toi,"),
    ],
)
def test_a_closing(ending, register, expected):
    kept = expected or ending.split("\n")[0]
    assert after(f"Bonjour,\n\nLe devis.\n\n{ending}", register=register).closing == kept


def test_a_closing_inside_the_signature_is_not_said_twice():
    style = after("Bonjour Marc,\n\nLe devis.", "Cordialement,\nAnne Durand\n06 00 00 00 14")
    assert (style.closing, style.signature) == ("Cordialement,", ("Anne Durand", "06 00 00 00 14"))


def test_a_first_name_typed_above_the_signature_stays_when_it_is_not_in_it():
    style = after("Bonjour,\n\nLe devis.\n\nBien à vous,\nAnne", "Atelier Durand\n06 00 00 00 14")
    assert style.signature == ("Anne", "Atelier Durand", "06 00 00 00 14")


def test_a_first_name_typed_above_the_whole_name_is_not_repeated():
    style = after("Bonjour,\n\nLe devis.\n\nBien à vous,\nAnne", "Anne Durand\n06 00 00 00 14")
    assert style.signature == ("Anne Durand", "06 00 00 00 14")


def test_the_configured_signature_wins():
    owner = Owner("Anne Durand", "06 00 00 00 14", signature="-- \nAnne Durand\nAtelier\n06 00 00 00 14\n")
    assert after("Bonjour,", "Other", owner=owner).signature == ("Anne Durand", "Atelier", "06 00 00 00 14")


def test_a_configured_signature_gets_the_name_and_telephone_it_lacks():
    owner = Owner("Anne Durand", "+33 6 00 00 00 14", signature="Atelier Durand")
    assert after("Bonjour,", owner=owner).signature == ("Anne Durand", "Atelier Durand", "+33 6 00 00 00 14")


def test_name_telephone_and_site_make_a_signature():
    owner = Owner("Anne Durand", "06 00 00 00 14", "atelier-durand.example")
    assert after("Bonjour,", "Other", owner=owner).signature == ("Anne Durand", "06 00 00 00 14", "atelier-durand.example")


def test_a_name_alone_keeps_the_fuller_signature_of_the_last_mail():
    assert after("Bonjour,", "Anne Durand\n06 00 00 00 14", owner=Owner("Anne Durand")).signature == (
        "Anne Durand",
        "06 00 00 00 14",
    )


def test_without_anything_the_identity_of_the_quote_signs():
    assert after("Bonjour,").signature == ("Anne Durand",)


def test_without_a_name_the_address_signs():
    bare = replace(FOLLOW_UP, quote=replace(QUOTE, sender=Address("anne@atelier-durand.example")), last_word=None)
    assert manners(bare, "fr", VOUS).signature == ("anne@atelier-durand.example",)


def test_nothing_is_signed_below_a_separator():
    for signature in ("-- \nAnne Durand", "--\nAnne Durand", "—\nAnne Durand"):
        assert after("Bonjour,", signature).signature == ("Anne Durand",)


def test_apostrophes_follow_the_owner_s_hand():
    typed = [after(f"Bonjour,\n\nC{sign}est le devis.").straight for sign in ("'", "\u2019", "")]
    assert typed == [True, False, False]


def test_a_last_mail_without_recipients_is_taken_for_theirs():
    last = replace(ORIGINAL, headers=Headers(), new_text="Bonjour Marc,\n\nLe devis.")
    assert manners(replace(FOLLOW_UP, last_word=last), "fr", VOUS).greeting == "Bonjour Marc,"
