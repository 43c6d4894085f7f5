"""The tone lint: each planted sentence is caught, for the reason it deserves, and courteous ones pass."""

import pytest

from mailwatch.drafting.lint import lint, lint_folder
from mailwatch.model.quote import Register

VOUS, TU = Register.VOUS, Register.TU


def codes(text, language="fr", kind="follow_up", register=None, **more):
    return {finding.because.code for finding in lint(text, kind=kind, language=language, register=register, **more)}


FRENCH = [
    ("tone_guilt", "Je me permets d’insister au sujet de mon devis."),
    ("tone_guilt", "Je me permets de vous relancer."),
    ("tone_guilt", "Je suis un peu surprise de ne rien lire."),
    ("tone_guilt", "J’ai passé beaucoup de temps sur ce devis."),
    ("tone_guilt", "Vous aurais-je vexé ?"),
    ("tone_reproach", "Sauf erreur de ma part, mon devis attend."),
    ("tone_reproach", "Malgré mes nombreuses relances, le devis attend."),
    ("tone_reproach", "Malgré plusieurs appels, le devis attend."),
    ("tone_reproach", "Me voilà sans nouvelles de votre part."),
    ("tone_reproach", "Mon devis est resté sans réponse."),
    ("tone_reproach", "Vous n’avez toujours pas répondu."),
    ("tone_reproach", "Je ne comprends pas votre silence."),
    ("tone_reproach", "J’attends toujours."),
    ("tone_reproach", "Dans l’attente de votre retour."),
    ("tone_reproach", "Mon devis dort chez vous depuis trois semaines."),
    ("tone_reproach", "Je vous relance au sujet du devis."),
    ("tone_reproach", "Contrairement à ce qui était dit, rien ne vient."),
    ("tone_reproach", "C’est la moindre des politesses."),
    ("tone_reproach", "Merci, enfin une réponse."),
    ("tone_reproach", "Après vingt-six mois de silence, merci."),
    ("tone_reproach", "Je ne vous attendais plus."),
    ("tone_reproach", "Vous m’aviez promis une réponse."),
    ("tone_ultimatum", "C’est votre dernière chance."),
    ("tone_ultimatum", "Je ferme votre dossier."),
    ("tone_ultimatum", "Sans réponse de votre part avant lundi, je passe à autre chose."),
    ("tone_ultimatum", "Passé ce délai, le devis tombe."),
    ("tone_ultimatum", "Vous avez jusqu’à vendredi."),
    ("tone_ultimatum", "Répondez sous 48 heures."),
    ("tone_false_urgency", "C’est urgent."),
    ("tone_false_urgency", "Il ne reste plus que deux créneaux."),
    ("tone_false_urgency", "Ne tardez pas."),
    ("tone_false_urgency", "Mon agenda se remplit."),
    ("tone_discount", "Je peux vous faire une remise."),
    ("tone_discount", "Un geste commercial est possible."),
    ("tone_discount", "Mon tarif est négociable."),
    ("tone_discount", "Je peux revoir mon prix."),
    ("tone_discount", "Moins 10 % cette semaine."),
    ("tone_discount", "Je peux faire un effort."),
    ("tone_checking_in", "Je viens aux nouvelles."),
    ("tone_checking_in", "Petite relance amicale."),
    ("tone_tracking", "J’ai vu que vous aviez ouvert mon message."),
    ("tone_tracking", "Vous avez consulté le devis hier."),
    ("tone_tracking", "J’ai reçu la confirmation de lecture."),
    ("tone_attachment", "Vous trouverez ci-joint le devis."),
    ("tone_attachment", "Le devis est en pièce jointe."),
    ("tone_attachment", "Je joins le fichier."),
    ("tone_attachment", "Voyez devis.pdf."),
    ("tone_guess", "Vous êtes sans doute très occupée."),
    ("tone_guess", "Mon message a dû se perdre."),
    ("tone_guess", "C’est peut-être trop cher."),
    ("tone_guess", "Je sais que vous avez beaucoup à faire."),
    ("tone_pretence", "RE: votre demande"),
    ("tone_law", "Selon l’article L441-10 du code de commerce."),
]

ENGLISH = [
    ("tone_guilt", "I must insist."),
    ("tone_guilt", "Sorry to bother you again."),
    ("tone_guilt", "I spent many evenings on it."),
    ("tone_reproach", "I haven’t heard back from you."),
    ("tone_reproach", "I am still waiting for an answer."),
    ("tone_reproach", "Despite several messages, nothing came."),
    ("tone_reproach", "As per my last email, the quote is ready."),
    ("tone_reproach", "You promised an answer."),
    ("tone_reproach", "At last an answer."),
    ("tone_reproach", "After all this time, thank you."),
    ("tone_ultimatum", "This is my final reminder."),
    ("tone_ultimatum", "I will close your file."),
    ("tone_ultimatum", "If I don’t hear back by Friday, I will move on."),
    ("tone_false_urgency", "This is urgent."),
    ("tone_false_urgency", "Only two slots left."),
    ("tone_discount", "I can offer a discount."),
    ("tone_discount", "I could lower my price."),
    ("tone_discount", "10% off until Friday."),
    ("tone_checking_in", "Just checking in."),
    ("tone_checking_in", "Bumping this to the top of your inbox."),
    ("tone_checking_in", "A gentle reminder about my quote."),
    ("tone_tracking", "I noticed you opened my email."),
    ("tone_tracking", "I had a read receipt."),
    ("tone_attachment", "Please find attached the quote."),
    ("tone_attachment", "The enclosed quote is valid."),
    ("tone_guess", "You must be very busy."),
    ("tone_guess", "Perhaps you overlooked my message."),
    ("tone_pretence", "Fwd: your request"),
    ("tone_law", "Under article 12, interest is due."),
]


@pytest.mark.parametrize(("code", "text"), FRENCH)
def test_a_planted_french_sentence_is_caught(code, text):
    assert code in codes(text)


@pytest.mark.parametrize(("code", "text"), ENGLISH)
def test_a_planted_english_sentence_is_caught(code, text):
    assert code in codes(text, "en")


@pytest.mark.parametrize(
    "text",
    [
        "Je m’en remets à vous, sans urgence.",
        "Rien d’urgent : prenez votre temps.",
        "Nous pouvons avancer ensemble pas à pas.",
        "Je vous réponds avec plaisir.",
        "Le projet est remis en route.",
        "Merci pour la remise en forme du texte.",
        "Votre projet garde toute sa place.",
        "C’est noté depuis hier.",
        "Le bureau est au 2e étage, ouvert à 10 h.",
    ],
)
def test_a_courteous_french_sentence_passes(text):
    assert codes(text, register=VOUS) == set()


@pytest.mark.parametrize(
    "text", ["Thank you for your answer.", "It is not urgent.", "I will be glad to hear from you.", "Let us begin in May."]
)
def test_a_courteous_english_sentence_passes(text):
    assert codes(text, "en") == set()


def test_accents_capitals_and_line_ends_do_not_hide_a_phrase():
    assert codes("JE ME PERMETS\nD'INSISTER") == {"tone_guilt"}


def test_a_finding_names_its_line_and_its_words():
    (found,) = lint("Un.\n\nJe ferme votre dossier.", kind="follow_up", language="fr", register=VOUS)
    assert (found.line, dict(found.because.params)) == (3, {"text": "Je ferme votre dossier"})


def test_counts():
    assert codes("mot " * 121) == {"tone_too_long"}
    assert codes("mot " * 120) == set()
    assert codes("mot " * 91, kind="door_open") == {"tone_too_long"}
    assert codes("mot " * 61, max_words=60) == {"tone_too_long"}
    assert codes("Ceci ? Cela ?") == {"tone_questions"}
    assert codes("Oui ! Non !") == {"tone_exclamations"}
    assert codes("Ceci ? Oui !") == set()


@pytest.mark.parametrize(
    ("register", "text"),
    [
        (VOUS, "Tu vas bien"),
        (VOUS, "Dis-moi tout"),
        (VOUS, "Je t’écris"),
        (TU, "Votre projet"),
        (TU, "Dites-le si vous voulez"),
        (TU, "Prenez le temps"),
    ],
)
def test_the_other_register_is_caught(register, text):
    assert codes(text, register=register) == {"tone_register"}


@pytest.mark.parametrize(
    ("register", "text"), [(VOUS, "Prenez le temps, chez vous."), (TU, "Prends le temps, c’est assez."), (VOUS, "J’y tiens.")]
)
def test_the_right_register_passes(register, text):
    assert codes(text, register=register) == set()


def test_a_signature_without_name_or_telephone_is_caught():
    text = "Bien à vous,\nAnne Durand\n06.00.00.00.14"
    assert codes(text, must_show=("Anne Durand", "06 00 00 00 14")) == set()
    assert codes(text, must_show=("Zoé Petit",)) == {"tone_unsigned"}
    assert codes(text, must_show=("06 00 00 00 15",)) == {"tone_unsigned"}


def file(folder, path, text):
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")


def found(folder):
    return [(finding.path, finding.line, finding.because.code) for finding in lint_folder(folder)]


def test_an_owner_s_folder_is_read_file_by_file(tmp_path):
    file(
        tmp_path,
        "fr/vous/relance_1.md",
        "---\npurpose: x\n---\n\n## 1\n\nBonjour.\nJe ferme votre dossier.\n\n## 2\n\nÇa te va ?\n",
    )
    file(tmp_path, "en/porte_ouverte.md", "Just checking in.\n")
    file(tmp_path, "fr/tu/bien.md", "Je te réponds avec plaisir[[ au {{ my_phone }}]].\n")
    assert found(tmp_path) == [
        ("en/porte_ouverte.md", 1, "tone_checking_in"),
        ("fr/vous/relance_1.md", 8, "tone_ultimatum"),
        ("fr/vous/relance_1.md", 12, "tone_register"),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{{ montant }}", 1),
        ("---\npurpose: x\n---\n\nA.\n\n{{ amount }}", 7),
        ("---\npurpose: x\nmax_word: 3\n---\nA.", 3),
        ("---\npurpose: a: b\n---\nA.", 2),
        ("---\npurpose: x", 1),
        ("---\npurpose: x\n---\n", 4),
        ("## 1\n\nA.\n\n## 1\n\nB.", 1),
        ("A.\n{% for x in y %}{% endfor %}", 2),
        ('{% include "absent" %}', 1),
    ],
)
def test_a_template_that_cannot_be_used_is_named_with_its_line(tmp_path, text, line):
    file(tmp_path, "fr/vous/relance_1.md", text)
    assert found(tmp_path) == [("fr/vous/relance_1.md", line, "template_unusable")]


def test_a_finding_can_be_read_by_the_owner(tmp_path):
    file(tmp_path, "fr/vous/a.md", "Bonjour.\nC’est votre dernière chance.\n")
    (told,) = lint_folder(tmp_path)
    assert [told.in_words("fr"), told.in_words("en")] == [
        "fr/vous/a.md:2: «\u00a0dernière chance\u00a0» sonne comme un ultimatum.",
        "fr/vous/a.md:2: “dernière chance” sounds like an ultimatum.",
    ]


def test_a_template_that_is_not_utf_8_is_named(tmp_path):
    file(tmp_path, "fr/vous/a.md", "")
    (tmp_path / "fr/vous/a.md").write_bytes(b"Bonjour.\nMerci pour votre r\xe9ponse.")
    assert found(tmp_path) == [("fr/vous/a.md", 2, "template_unusable")]


def test_a_file_without_place_is_read_in_its_own_language(tmp_path):
    file(tmp_path, "mine.md", "Thank you for the time you took with my quote. I just wanted to check on it, and circle back.")
    assert {code for _, _, code in found(tmp_path)} == {"tone_checking_in"}


def test_a_wording_that_is_too_long_is_named_where_it_begins(tmp_path):
    file(tmp_path, "fr/vous/a.md", "## 1\n\nCourt.\n\n## 2\n\n" + "mot " * 121 + ".")
    assert found(tmp_path) == [("fr/vous/a.md", 7, "tone_too_long")]
