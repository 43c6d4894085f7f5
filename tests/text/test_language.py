import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwatch.text.language import language_of

SENTENCES = [
    ("fr", "Bonjour, voici le devis pour la cuisine."),
    ("fr", "Merci beaucoup, bien reçu."),
    ("fr", "On en reparle à la rentrée, bonne journée"),
    ("fr", "C'est bon pour nous, on y va."),
    ("fr", "Bonne réception"),
    ("fr", "ca marche pour la semaine prochaine, a bientot"),
    ("fr", "Nous ne donnerons pas suite à votre proposition."),
    ("fr", "Montant HT 1 200,00 € TVA 20 % 240,00 € Montant TTC 1 440,00 €"),
    ("fr", "Le budget Facebook Ads et le reporting Google sont à la charge du client."),
    ("en", "Thanks, talk soon!"),
    ("en", "Sounds good, let's go ahead."),
    ("en", "I am no longer interested."),
    ("en", "Please find attached our quote for the kitchen."),
    ("en", "We went with another supplier"),
    ("en", "Subtotal 1,200.00 VAT 20% 240.00 Total due 1,440.00, valid until 31 March"),
    ("de", "Anbei erhalten Sie unser Angebot wie besprochen."),
    ("de", "Vielen Dank für Ihre Anfrage"),
    ("de", "Koennen Sie mir bis Freitag ein Angebot schicken?"),
    ("es", "Adjunto el presupuesto solicitado."),
    ("es", "Quedamos a su disposición para cualquier duda, un saludo"),
    ("es", "Muchas gracias, lo vemos la semana que viene"),
    ("it", "In allegato il preventivo richiesto."),
    ("it", "Restiamo a disposizione per qualsiasi chiarimento, cordiali saluti"),
    ("pt", "Segue em anexo o orçamento."),
    ("pt", "Obrigado, não temos dúvidas sobre a proposta"),
    ("nl", "Bijgaand onze offerte voor de verbouwing."),
    ("nl", "Bedankt, we komen er volgende week op terug"),
    ("sv", "Hej, tack för offerten, vi återkommer nästa vecka"),
    ("da", "Hej, vedhæftet er vores tilbud som aftalt"),
    ("pl", "Dzień dobry, w załączeniu przesyłam ofertę"),
    ("ro", "Bună ziua, vă trimit oferta atașată"),
    ("ca", "Bon dia, us envio el pressupost adjunt, gràcies"),
    ("fi", "Hei, liitteenä tarjous, kiitos"),
    ("ru", "Здравствуйте, высылаю предложение"),
    ("uk", "Добрий день, надсилаю пропозицію її та їх"),
    ("ja", "お見積もりをお送りします。検討"),
    ("zh", "您好,附件是报价单"),
]


@pytest.mark.parametrize(("language", "text"), SENTENCES)
def test_a_short_sentence_tells_its_language(language: str, text: str) -> None:
    assert language_of(text, None) == language


@pytest.mark.parametrize("text", ["", "ok", "12 345,00 €", "Paul Martin", "https://client.example/x", "D-2026-014"])
def test_a_text_that_says_too_little_leaves_the_default(text: str) -> None:
    assert (language_of(text, "fr"), language_of(text, "en"), language_of(text, None)) == ("fr", "en", None)


def test_the_language_of_most_words_wins_over_a_foreign_line() -> None:
    text = "Bonjour Marie,\nLe devis est joint, n'hésitez pas à m'appeler.\nBest regards"
    assert language_of(text, "en") == "fr"


@given(st.text(max_size=400))
def test_any_text_gives_a_language_or_the_default(text: str) -> None:
    answer = language_of(text, "xx")
    assert answer is not None
    assert len(answer) == 2


@given(st.sampled_from(SENTENCES))
def test_case_and_curly_apostrophes_do_not_matter(sentence: tuple[str, str]) -> None:
    language, text = sentence
    assert language_of(text.upper().replace("'", "\u2019"), None) == language
