"""What one sentence does: offers a price, speaks of other money, asks what became of a quote."""

from decimal import Decimal

import pytest

from mailwatch.reading.columns import readable
from mailwatch.reading.sentence_ends import SENTENCE_END
from mailwatch.reading.statements import Price, price, read_sentence
from mailwatch.reading.unsigned import unsigned_price
from mailwatch.text.tokens import fold


@pytest.mark.parametrize(
    "sentence",
    [
        "La dépose de la haie et l'évacuation vous reviendraient à 640 €.",
        "Pour la toiture de l'abri je serais sur 1 900 €.",
        "On vous fait le tout pour 350 euros.",
        "Comptez 780 € avec le nettoyage du chantier.",
        "Le miroir posé, c'est 240 €.",
        "12 planches à 200 €, donc 2 400 €.",
        "Le remplacement du moteur vous sera facturé 165 €.",
        "Je te ferais ça à 650 balles.",
        "The repair would come in at £310.",
        "We'd build the shelves and fit them for $1,450.",
        "It's £950 for the two sets.",
        "New gutters, fitted, £420.",
        "I charge £38 an hour.",
        "Call it 450 bucks all in.",
        "Der Heckenschnitt würde 340 Euro kosten.",
        "Für das Logo nehme ich 850 Euro, das macht 850 Euro.",
        "El logo te saldría por 480 euros.",
        "Il buffet completo viene 1.120 euro.",
        "Het schilderwerk zou uitkomen op 1.250 euro.",
    ],
)
def test_a_verb_of_costing_with_a_sum_offers_a_price(sentence: str) -> None:
    assert price(read_sentence(fold(sentence))) >= Price.OFFERED


@pytest.mark.parametrize(
    "sentence",
    [
        "Le plombier nous demande 1 200 € pour la chaudière.",
        "Le restaurant nous propose un menu à 29 €.",
        "Ma consœur, dont les formules commencent à 1 200 €, est libre.",
        "J'ai déjà versé 300 € d'arrhes au traiteur.",
        "Notre dossier de subvention porte sur 6 500 €.",
        "La remorque est à vendre, 650 €.",
        "Je vous dois 12 € pour le repas.",
        "On a dépensé 240 € en décoration.",
        "C'est noté pour 377 €.",
        "Nous avons fait 4 cours, soit 140 €.",
        "Je souhaite commander 4 toners à 64 € pièce.",
        "Bon pour accord sur votre devis à 2 190 €.",
        "Nous disposons de 6 000 € pour ce projet.",
        "The plumber wants £900 for it.",
        "The landlord is asking for £650 a month.",
        "Voici mes prix habituels : la coupe 32 €, la couleur 60 €.",
        "Les 480 par jour comprennent le trajet.",
        "Le montant était de 900 €, comme prévu quand vous avez validé.",
        "Je te transfère l'offre que Delta Toiture vient de nous envoyer, 2 300 € HT.",
        "Train booked for 84 €, I'll split it between us.",
        "I paid £120 for the tickets.",
        "The Golf is still for sale, £4,250.",
        "They charged us £86 twice.",
        "Sessions start at £180.",
        "Je voudrais savoir combien coûte l'emplacement, nous payons 12 €.",
        "Nous prenons les six tables à 85 € pièce.",
        "Yes, flashing and blinds are included in the €2,900.",
        "Our supplier charges £120 a pallet.",
    ],
)
def test_a_sum_of_somebody_elses_spent_owed_or_asked_is_no_offer(sentence: str) -> None:
    assert price(read_sentence(fold(sentence))) == Price.NONE


def test_a_friday_is_not_for_sale() -> None:
    assert not read_sentence(fold("Je tiens ce prix de 340 € jusqu'à vendredi.")).own_money


@pytest.mark.parametrize(
    "sentence",
    [
        "Avez-vous pu en parler à votre associé ?",
        "Le syndic a-t-il voté ?",
        "Tu as pu réfléchir pour la salle de bain ?",
        "Des nouvelles de la copropriété ?",
        "Votre choix est-il fait ?",
        "Où en est votre réflexion ?",
        "On le fait ou pas ?",
        "Je garde la date jusqu'à vendredi.",
        "Un autre client me demande cette semaine.",
        "J'attends toujours votre réponse pour le portail.",
        "Si c'est le prix qui coince, parlons-en.",
        "Souhaitez-vous toujours que je passe ?",
        "Has the board met yet?",
        "Did my numbers land OK?",
        "Have you had a chance to talk to your wife?",
        "I've had another enquiry for that weekend.",
        "Are you still up for it?",
        "What's happening with the boiler?",
        "Konnten Sie sich schon entscheiden?",
        "¿Ha podido pensarlo?",
        "Avete poi deciso?",
        "Heb je er al over nagedacht?",
    ],
)
def test_who_decides_and_a_verb_of_deciding_ask_what_became_of_a_quote(sentence: str) -> None:
    assert read_sentence(fold(sentence)).pursues


@pytest.mark.parametrize(
    "sentence",
    [
        "Je passe mardi à 9 h.",
        "Avez-vous pu réserver la salle ?",
        "The files are ready.",
        "Please send me the plans.",
        "Où est garé le camion ?",
    ],
)
def test_other_questions_and_news_do_not(sentence: str) -> None:
    assert not read_sentence(fold(sentence)).pursues


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("je te fais ça à 650", Decimal(650)),
        ("so I'd charge 900 flat, two rounds included", Decimal(900)),
        ("13,90 la pièce, donc 417.", Decimal(417)),
        ("i make it 2350 cash or card", Decimal(2350)),
        ("labour 6hrs = 1,140 inc vat", Decimal(1140)),
        ("je t'en demanderais 1600, en deux fois", Decimal(1600)),
        ("je serai là le lundi 30", None),
        ("on se voit en 2027", None),
        ("je fais 12 pages", None),
        ("comptez 10 jours", None),
        ("so it makes 8080; connect() == 200 on that port", None),
        ("je te fais ça à 650" + " bla" * 400, None),
        ("mon numéro est le 450", None),
    ],
)
def test_a_price_may_do_without_its_sign(text: str, expected: Decimal | None) -> None:
    assert unsigned_price(fold(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("total t.t.c. : 2 000. merci", ["total t.t.c. : 2 000.", "merci"]),
        ("price £340 excl. vat. thanks", ["price £340 excl. vat.", "thanks"]),
        ("340 € zzgl. mwst", ["340 € zzgl. mwst"]),
    ],
)
def test_abbreviations_end_no_sentence(text: str, expected: list[str]) -> None:
    assert SENTENCE_END.split(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("D E V I S  N °  4 5", "DEVIS N° 45"),
        ("Q u o t a t i o n", "Quotation"),
        ("O\ufb00erte 12", "Offerte 12"),
        ("13 500,00 €\nHT\nSoit", "13 500,00 € HT\nSoit"),
        ("A B 12", "A B 12"),
    ],
)
def test_the_text_of_a_pdf_is_read_as_a_person_reads_it(text: str, expected: str) -> None:
    assert readable(text) == expected


def test_the_owner_who_must_order_a_part_has_received_no_quote() -> None:
    assert not read_sentence(fold("Je dois commander le coffret avant jeudi.")).received
    assert read_sentence(fold("Je souhaite commander la pièce.")).received
