"""Words that were found folded are shown as they were written."""

import pytest

from mailwatch.text.written import as_written, nearly_as_written


@pytest.mark.parametrize(
    ("text", "pattern", "shown"),
    [
        ("Bonjour,\nÇa nous a été refusé.", r"a ete refuse", "a été refusé"),
        ("Nous en avons parlé hier\nsoir", r"hier\s+soir", "hier soir"),
        ("Un cœur d'ouvrage à 1\u202f850\u00a0€ HT", r"coeur d'ouvrage", "cœur d'ouvrage"),
        ("Merci… c'est noté", r"\.\.\. c'est note", "… c'est noté"),
        ("décomposé\u0301 : e\u0301te\u0301", r"ete", "e\u0301te\u0301"),
    ],
)
def test_a_match_in_folded_text_is_cut_from_the_text(text, pattern, shown):
    assert shown == as_written(text, pattern)


def test_what_is_not_there_is_not_shown():
    assert as_written("Bonjour", "bonsoir") is None


@pytest.mark.parametrize(
    ("text", "phrase", "shown"),
    [
        ("Hello, we don't want it anymore, sorry.", "we do not want it", "we don't want it"),
        ("Désolé, on a chosi un autre prestataire.", "choisi un autre prestataire", "chosi un autre prestataire"),
        ("Rien de tel ici", "bon pour accord", "bon pour accord"),
    ],
)
def test_a_mended_phrase_is_found_under_its_slips(text, phrase, shown):
    assert shown == nearly_as_written(text, phrase)
