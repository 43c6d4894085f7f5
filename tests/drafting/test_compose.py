"""Whole drafts: snapshots to be read like letters, rotation, and the owner's own templates."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mailwatch.drafting.compose import TemplateComposer
from mailwatch.errors import TemplateError
from mailwatch.model.account import Owner
from mailwatch.model.message import Address
from mailwatch.model.quote import QuoteOption, Register
from mailwatch.text.flowed import from_flowed
from tests.drafting.cases import ANNE, ANSWER, EUROS, FOLLOW_UP, ORIGINAL, QUOTE, REPLY, ZOE, body

SNAPSHOTS = Path(__file__).parent / "snapshots"
COMPOSER = TemplateComposer(None)
TU = Register.TU

# What the owner wrote to a friend, straight apostrophes and all.
TO_A_FRIEND = replace(
    ORIGINAL,
    new_text="Salut Marc,\n\nVoilà le devis, c'est à peu près ce qu'on disait.\n\nBien à toi,\nAnne",
    text="Salut Marc,\n\nVoilà le devis, c'est à peu près ce qu'on disait.\n\nBien à toi,\nAnne",
    signature="",
)
IN_ENGLISH = replace(
    ORIGINAL,
    new_text="Dear Marc,\n\nHere is the quote we discussed.\n\nBest regards,\nAnne",
    text="Dear Marc,\n\nHere is the quote we discussed.\n\nBest regards,\nAnne",
    signature="Anne Durand\n+33 6 00 00 00 14",
)
OWNER = Owner(name="Anne Durand", phone="06 00 00 00 14", website="atelier-durand.example")
OPTIONS = (QuoteOption("Essentiel", EUROS), QuoteOption("Complet", EUROS), QuoteOption("Complet et anglais", EUROS))

DRAFTS = {
    "relance_1-vous": FOLLOW_UP,
    "relance_1-tu": replace(FOLLOW_UP, register=TU, last_word=TO_A_FRIEND, original=TO_A_FRIEND),
    "relance_1-en": replace(FOLLOW_UP, language="en", last_word=IN_ENGLISH, original=IN_ENGLISH),
    "relance_1-nothing-known": replace(
        FOLLOW_UP, quote=replace(QUOTE, quote_references=(), base_subject=""), original=None, last_word=None, valid_until=None
    ),
    "relance_1-CA": replace(FOLLOW_UP, region="CA"),
    "relance_1-BE": replace(FOLLOW_UP, region="BE", owner=OWNER),
    "relance_1_urgence-CH": replace(FOLLOW_UP, region="CH", template="relance_1_urgence", owner=OWNER),
    "relance_2_echeance-vous": replace(FOLLOW_UP, step=2, template="relance_2_echeance", seen_wordings=("relance_1/1",)),
    "relance_2_options-vous": replace(
        FOLLOW_UP, step=2, template="relance_2_options", quote=replace(QUOTE, options=OPTIONS), owner=OWNER
    ),
    "relance_promesse-tu": replace(
        FOLLOW_UP, template="relance_promesse", register=TU, promised_for=date(2026, 9, 1), last_word=TO_A_FRIEND, original=None
    ),
    "relance_nouveau_contact-vous": replace(
        FOLLOW_UP, template="relance_nouveau_contact", to=(ZOE,), owner=OWNER, last_word=None
    ),
    "porte_ouverte-vous": replace(FOLLOW_UP, step=3, template="porte_ouverte"),
    "porte_ouverte-en": replace(FOLLOW_UP, step=3, template="porte_ouverte", language="en", last_word=IN_ENGLISH, original=None),
    "merci_refus-vous": replace(ANSWER, variant="merci_refus"),
    "acceptation_hors_delai-vous": replace(ANSWER, variant="acceptation_hors_delai", owner=OWNER),
    "tardive_reactivation-vous": replace(ANSWER, variant="tardive_reactivation", owner=OWNER),
    "tardive_non_interesse-en": replace(ANSWER, variant="tardive_non_interesse", language="en", last_word=None),
    "confirmation_opposition-vous": replace(ANSWER, variant="confirmation_opposition"),
}


@pytest.mark.parametrize("name", DRAFTS)
def test_the_draft_is_the_one_that_was_read_and_approved(name):
    """``UPDATE_SNAPSHOTS=1 pytest`` writes them again; read the difference as you would read a letter before sending it."""
    composed = COMPOSER.compose(DRAFTS[name])
    shown = f"{composed.subject}\n{composed.wording}\n\n{composed.body}\n"
    file = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        file.write_text(shown, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == shown


def test_no_snapshot_is_left_over():
    assert sorted(DRAFTS) == sorted(file.stem for file in SNAPSHOTS.iterdir())


@pytest.mark.parametrize("name", DRAFTS)
def test_the_reader_sees_the_body_that_was_composed(name):
    composed = COMPOSER.compose(DRAFTS[name])
    assert from_flowed(body(composed.raw)).rstrip("\n") == composed.body


def test_the_same_draft_gives_the_same_bytes():
    assert COMPOSER.compose(FOLLOW_UP) == COMPOSER.compose(FOLLOW_UP)


def test_nobody_gets_the_same_words_twice_before_all_were_used():
    seen, given = (), []
    for _ in range(5):
        wording = COMPOSER.compose(replace(FOLLOW_UP, seen_wordings=seen)).wording
        given.append(wording)
        seen = (*seen, wording)
    assert given == ["relance_1/1", "relance_1/2", "relance_1/3", "relance_1/1", "relance_1/2"]


def test_a_validity_that_is_over_is_not_spoken_of():
    over = replace(FOLLOW_UP, template="relance_2_echeance", valid_until=date(2026, 9, 2))
    assert "septembre" not in COMPOSER.compose(over).body.partition("Le 1 septembre")[0].replace("1er septembre", "")


def test_an_answer_does_not_take_the_answered_mail_for_the_quote_s():
    body_text = COMPOSER.compose(replace(ANSWER, variant="relance_nouveau_contact", to=(ZOE,))).body
    assert "plus bas" not in body_text


def test_another_year_is_said():
    late = replace(FOLLOW_UP, dated=FOLLOW_UP.dated.replace(year=2027))
    assert "le 1er septembre 2026" in COMPOSER.compose(late).body


def test_the_separator_of_signatures_is_never_in_the_draft():
    signed = replace(FOLLOW_UP, owner=Owner(signature="-- \nAnne Durand"))
    for draft in (FOLLOW_UP, signed, ANSWER):
        assert [line for line in COMPOSER.compose(draft).body.split("\n") if line.rstrip() == "--"] == []


def test_without_a_register_the_prospect_is_vous():
    assert "Je vous ai envoyé" in COMPOSER.compose(replace(FOLLOW_UP, register=None)).body


def test_a_language_we_have_no_words_in_is_answered_in_english():
    body_text = COMPOSER.compose(replace(FOLLOW_UP, language="de", last_word=None, original=None)).body
    assert body_text.startswith("Hello,\n\nI sent you my quote")


@pytest.mark.parametrize("language", ["../fr", "FR", "f", ""])
def test_a_language_that_is_none_stays_inside_the_folder(language):
    assert COMPOSER.compose(replace(FOLLOW_UP, language=language, last_word=None)).wording == "relance_1/1"


def write(folder, path, text):
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return TemplateComposer(folder)


def test_an_owner_s_file_shadows_the_shipped_one_alone(tmp_path):
    composer = write(tmp_path, "fr/vous/relance_1.md", "Mon devis est-il arrivé ?\n")
    assert "Mon devis est-il arrivé\u00a0?" in composer.compose(FOLLOW_UP).body
    assert "reste valable" in composer.compose(replace(FOLLOW_UP, template="relance_2_echeance")).body
    assert "L’as-tu bien reçu" in composer.compose(replace(FOLLOW_UP, register=TU)).body


def test_an_owner_s_file_shadows_regional_ones_too(tmp_path):
    composer = write(tmp_path, "fr/vous/relance_1.md", "Mes mots.\n")
    assert "Mes mots." in composer.compose(replace(FOLLOW_UP, region="CA")).body


def test_an_owner_s_template_may_have_a_name_of_its_own(tmp_path):
    composer = write(tmp_path, "ma_relance.md", "Pour « {{ subject }} ».\n")
    assert (
        "Pour «\u00a0Devis D-2026-014 – refonte du site\u00a0»."
        in composer.compose(replace(FOLLOW_UP, template="ma_relance")).body
    )


def test_an_owner_s_template_includes_a_shipped_snippet(tmp_path):
    composer = write(tmp_path, "fr/vous/relance_1.md", 'Au choix :\n{% include "sortie_facile" %}\n')
    assert "– c’est d’accord, avançons" in composer.compose(FOLLOW_UP).body.replace("\u00a0", " ")


@pytest.mark.parametrize("name", ["absent", "../relance_1", "fr/vous/relance_1", "", "a" * 65, "é"])
def test_a_template_that_is_not_there_is_refused(name):
    with pytest.raises(TemplateError):
        COMPOSER.compose(replace(FOLLOW_UP, template=name))


def test_a_snippet_outside_the_folders_cannot_be_included(tmp_path):
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    composer = write(tmp_path / "templates", "fr/vous/relance_1.md", '{% include "../../../secret" %}\n')
    with pytest.raises(TemplateError):
        composer.compose(FOLLOW_UP)


def test_a_template_of_more_than_64_kibibytes_is_refused(tmp_path):
    composer = write(tmp_path, "fr/vous/relance_1.md", "x" * 65_537)
    with pytest.raises(TemplateError):
        composer.compose(FOLLOW_UP)


def test_a_folder_that_is_none_is_refused_at_once(tmp_path):
    with pytest.raises(TemplateError):
        TemplateComposer(tmp_path / "absent")


def test_an_error_names_file_and_line(tmp_path):
    composer = write(tmp_path, "fr/vous/relance_1.md", "---\npurpose: x\n---\n\nUn.\n\n{{ montant }}.\n")
    with pytest.raises(TemplateError) as refused:
        composer.compose(FOLLOW_UP)
    assert (refused.value.template, refused.value.line) == ("fr/vous/relance_1.md", 7)


def test_the_sender_is_exactly_the_quote_s_identity():
    other = replace(QUOTE, sender=Address("devis@atelier-durand.example", "Atelier Durand"))
    raw = COMPOSER.compose(replace(FOLLOW_UP, quote=other, owner=OWNER)).raw
    assert raw.startswith(b"From: Atelier Durand <devis@atelier-durand.example>\r\n")


def test_a_reply_to_in_the_answered_mail_changes_nothing():
    lured = replace(
        REPLY, headers=replace(REPLY.headers, sender=ANNE, fields=(("reply-to", "evil@x.test"), ("bcc", "evil@x.test")))
    )
    assert b"evil" not in COMPOSER.compose(replace(ANSWER, message=lured)).raw
