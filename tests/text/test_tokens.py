# ruff: noqa: RUF001 - look-alike characters are under test
from hypothesis import given
from hypothesis import strategies as st

from mailwatch.text.tokens import fold, plain, words


def test_folding_removes_case_accents_curly_quotes_and_unusual_spaces() -> None:
    assert fold("L’Été à\u00a0Nîmes\u202f: «\u00a0OUI\u00a0» — Straße") == 'l\'ete a nimes : " oui " - strasse'


def test_folding_keeps_line_breaks() -> None:
    assert fold("Bonjour,\nMerci") == "bonjour,\nmerci"


def test_folding_unites_composed_and_decomposed_accents() -> None:
    assert fold("e\u0301le\u0300ve") == fold("élève") == "eleve"


def test_ligatures_and_stroked_letters_meet_their_plain_form() -> None:
    assert fold("Cœur de métier, Łódź, Yanıt") == "coeur de metier, lodz, yanit"


def test_words_are_letters_and_digits_in_order() -> None:
    assert words("L'été 2026, devis n°D-2026-014 (v2)") == ("l", "ete", "2026", "devis", "n", "d", "2026", "014", "v2")


def test_plain_keeps_case_and_accents() -> None:
    assert plain("L’Été\u00a0!\u200b") == "L'Été !"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
