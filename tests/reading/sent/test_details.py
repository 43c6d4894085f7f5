"""Quote numbers, validity, register, totals and options, one text at a time."""

from datetime import date
from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwatch.model.message import Attachment
from mailwatch.model.quote import Register
from mailwatch.reading.documents import Paper, read_document
from mailwatch.reading.references import merged, references_in, references_in_name, shared_code
from mailwatch.reading.register import register_of
from mailwatch.reading.totals import figures
from mailwatch.reading.validity import issue_date, valid_until

SENT = date(2026, 3, 3)

REFERENCES = [
    ("Devis n° 2026-014", ["2026-014"]),
    ("devis n°45", ["45"]),
    ("Devis D-2026-014 - cuisine", ["D-2026-014"]),
    ("Quote #1042", ["1042"]),
    ("Quote Q1042 for the kitchen", ["Q1042"]),
    ("Réf. : DV/2026/031", ["DV/2026/031"]),
    ("Our ref: Q-118", ["Q-118"]),
    ("DEV2026-0031", ["DEV2026-0031"]),
    ("Offre 1187 Rénovation", []),
    ("Offre 1187", ["1187"]),
    ("Quotation 3310 - signage", ["3310"]),
    ("Angebot Nr. 2026-55", ["2026-55"]),
    ("Presupuesto n.º 33/2026", ["33/2026"]),
    ("DEVIS\nN° 2026-0148\nDate : 01/02/2026", ["2026-0148"]),
    ("Devis refonte site - 2026/014", ["2026/014"]),
    ("notre proposition commerciale réf. PC-26-118", ["PC-26-118"]),
    ("facture n° F-2026-02 relative au devis D-2026-014", ["D-2026-014"]),
    ("DEVIS\nN° 45\nClient : Mme Roux", ["45"]),
    ("Preventivo n. 12/2026", ["12/2026"]),
    ("Référence : AD-MT-2026-03", ["AD-MT-2026-03"]),
    ("voici le devis F-2026-07, la facture F-2026-08 suivra", ["F-2026-07"]),
    ("D-2026-014 puis D-2026-014 et D-2026-015", ["D-2026-014", "D-2026-015"]),
    ("devis 1500 €", []),
    ("devis du 15/03/2026", []),
    ("offre 2.500 €", []),
    ("Devis V2", []),
    ("devis 30 jours", []),
    ("quote for 3 rooms", []),
    ("Votre réf. : 45-889", []),
    ("facture FA-2026-009", []),
    ("sur la D906, sortie 12", []),
    ("SIRET 812 345 678 00012", []),
    ("Angebot\nUSt-IdNr. DE987654321", []),
]


@pytest.mark.parametrize(("text", "expected"), REFERENCES)
def test_quote_numbers_are_found_and_other_numbers_are_not(text: str, expected: list[str]) -> None:
    assert list(references_in(text)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Devis_2026-014_Durand.pdf", ["2026-014"]),
        ("devis-D2026014.pdf", ["D2026014"]),
        ("Devis 2026-03-12.pdf", []),
        ("DEV00412.pdf", ["DEV00412"]),
        ("FA-2026-009.pdf", []),
    ],
)
def test_a_file_name_may_hold_the_number(name: str, expected: list[str]) -> None:
    assert list(references_in_name(name)) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("LB-25-031.pdf", "notre offre référencée LB-25-031 pour la haie", "LB-25-031"),
        ("TX26-15_plan.pdf", "dans le document TX26-15 ci-annexé", "TX26-15"),
        ("TX26-15_plan.pdf", "dans le document ci-annexé", None),
        ("2026-03-12.pdf", "notre rencontre du 2026-03-12", None),
        ("scan0012.pdf", "voir scan0012", None),
        ("FA-2026-009.pdf", "la facture FA-2026-009", None),
    ],
)
def test_a_code_that_file_and_mail_share_is_the_number(name: str, text: str, expected: str | None) -> None:
    assert shared_code(name, text) == expected


def test_the_first_spelling_of_a_number_stays_and_its_revision_is_the_same_quote() -> None:
    assert merged([("D-2026-014",), ("D2026014", "D-2026-014-v2"), ("D-2026-015",)]) == ("D-2026-014", "D-2026-015")


VALIDITY = [
    ("Offre valable 30 jours.", date(2026, 4, 2)),
    ("Ce devis est valable jusqu'au 15 mars.", date(2026, 3, 15)),
    ("Ce devis est valable jusqu'au 15 mars inclus, merci.", date(2026, 3, 15)),
    ("offre valable avant le 15 mars", date(2026, 3, 14)),
    ("valable jusqu'à la fin du mois", date(2026, 3, 31)),
    ("prix garantis jusqu'à fin mars", date(2026, 3, 31)),
    ("On la maintient jusqu'au 20/03.", date(2026, 3, 20)),
    ("Validité : 1 mois", date(2026, 4, 3)),
    ("Validité de l'offre :\n30 jours", date(2026, 4, 2)),
    ("Durée de validité du devis : trois mois", date(2026, 6, 3)),
    ("valable trente (30) jours à compter de ce jour", date(2026, 4, 2)),
    ("valable 15 jours ouvrés", date(2026, 3, 24)),
    ("tarif maintenu pendant 3 semaines", date(2026, 3, 24)),
    ("Nos prix sont fermes pendant 60 jours", date(2026, 5, 2)),
    ("Date de validité : 02/04/2026", date(2026, 4, 2)),
    ("Vous avez jusqu'au 20 mars pour vous décider", date(2026, 3, 20)),
    ("L'estimé est bon pour 30 jours.", date(2026, 4, 2)),
    ("valid for 30 days", date(2026, 4, 2)),
    ("Valid until 31 March 2026", date(2026, 3, 31)),
    ("This quote expires on April 15th.", date(2026, 4, 15)),
    ("This price is held until 20 March", date(2026, 3, 20)),
    ("The bid remains open for 45 days.", date(2026, 4, 17)),
    ("good through March 27", date(2026, 3, 27)),
    ("Gültig bis 31.03.2026", date(2026, 3, 31)),
    ("Gültig bis 15. April 2026.", date(2026, 4, 15)),
    ("válido hasta el 15 de abril", date(2026, 4, 15)),
    ("valida fino al 20 marzo", date(2026, 3, 20)),
    ("geldig tot 1 april 2026", date(2026, 4, 1)),
    ("Offre à confirmer avant le 20 mars, sinon je libère la semaine", date(2026, 3, 19)),
    ("Ce devis vous engage si vous l'acceptez d'ici au 20 mars", date(2026, 3, 20)),
    ("une réponse pour le 20 mars, date au-delà de laquelle ce tarif n'est plus garanti", date(2026, 3, 20)),
    ("Au-delà du 20 mars, mes prix seront revus", date(2026, 3, 20)),
    ("Présent prix établi pour une durée de trente jours", date(2026, 4, 2)),
    ("Mes tarifs ne changent pas avant le 20 mars", date(2026, 3, 19)),
    ("À retourner signé avant le 20/03/2026", date(2026, 3, 19)),
    ("The number holds through March 27.", date(2026, 3, 27)),
    ("After 27 March our rates go up.", date(2026, 3, 27)),
    ("This quotation remains open for acceptance\nfor 28 days.", date(2026, 3, 31)),
    ("Das Angebot ist 30 Tage gültig", date(2026, 4, 2)),
    ("Unser Angebot gilt bis 15.04.2026", date(2026, 4, 15)),
    ("Deze offerte is 30 dagen geldig.", date(2026, 4, 2)),
    ("L'offerta scade il 15 aprile", date(2026, 4, 15)),
    ("Quant à nos conditions, nous les tenons 90 jours.", date(2026, 6, 1)),
    ("Je vous garde ce tarif trois semaines", None),
    ("Je garde la date trois semaines, pas plus.", date(2026, 3, 24)),
    ("Elle reste d'actualité jusqu'au 30 juin.", date(2026, 6, 30)),
    ("Proposition recevable jusqu'au 31 mars.", date(2026, 3, 31)),
    ("Notre prix est limité à 15 jours, le bois flambe.", date(2026, 3, 18)),
    ("Vous avez quinze jours pour y réfléchir.", date(2026, 3, 18)),
    ("We are keeping it open until 30 April.", date(2026, 4, 30)),
    ("You have a month to think it over.", date(2026, 4, 3)),
    ("On garde la benne 2 jours sur place.", None),
    ("ci-joint le devis pour votre assurée Mme Bru après la grêle du 9 janvier", None),
    ("Livré en 10 jours. Valable partout en France.", None),
    ("Nous livrons après le 12 mars, le prix comprend la pose", None),
    ("garantie décennale valable jusqu'au 31/12/2026", None),
    ("Prestation valable en France. Délai 10 jours.", None),
    ("Livraison sous 10 jours.", None),
    ("Paiement à 30 jours fin de mois.", None),
    ("devis valable jusqu'au 15 janvier 2026", None),
]


@pytest.mark.parametrize(("text", "expected"), VALIDITY)
def test_the_last_valid_day_is_read(text: str, expected: date | None) -> None:
    assert valid_until(text, SENT, None) == expected


def test_a_month_from_the_31st_ends_with_the_shorter_month() -> None:
    assert valid_until("valable 1 mois", date(2026, 1, 31)) == date(2026, 2, 28)


@given(st.integers(min_value=1, max_value=365), st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 1, 1)))
def test_a_number_of_days_is_counted_from_the_day_after(days: int, sent: date) -> None:
    end = valid_until(f"Offre valable {days} jours", sent)
    assert end is not None
    assert (end - sent).days == days


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        ("Devis\nDate : 27/02/2026", date(2026, 2, 27)),
        ("Devis n° 3\nLyon, le 1er mars 2026", date(2026, 3, 1)),
        ("Devis\nValable jusqu'au : 27/02/2026", SENT),
        ("Devis\nDate : 27/02/2024", SENT),
        ("Devis\nDate : 27/03/2026", SENT),
        ("", SENT),
    ],
)
def test_a_paper_counts_from_its_own_recent_date(paper: str, expected: date) -> None:
    assert issue_date(paper, SENT) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bonjour, veuillez trouver notre devis", Register.VOUS),
        ("Salut Paul, je t'envoie le devis, dis-moi", Register.TU),
        ("Coucou, voici ton devis", Register.TU),
        ("Salut, regarde ça avec ton associé et dites-moi quand vous pouvez", Register.TU),
        ("Bonjour Madame, votre projet « Ose ta vie » vous attend", Register.VOUS),
        ("le ton du site, le rendez-vous de lundi", None),
        ("Bonjour à tous, je vous envoie le devis", None),
        ("Bonjour Marc et Julie,\nvoici votre devis", None),
        ("Please find attached our quote", None),
    ],
)
def test_the_register_is_the_writers(text: str, expected: Register | None) -> None:
    assert register_of(text) == expected


def _totals(text: str) -> list[str]:
    return [f"{item.value} {item.currency} {item.tax.value if item.tax else ''}".strip() for item in figures(text).totals]


TOTALS = [
    (
        "Logo 800 € HT\nCharte 1 200 € HT\nTotal HT : 2 000,00 €\nTVA 20 % : 400,00 €\nTotal TTC : 2 400,00 €\nAcompte de 30 % : 720 €",
        ["2000.00 EUR excl", "2400.00 EUR incl"],
    ),
    ("je vous propose la traduction pour 450 € HT, soit 540 € TTC.", ["450.00 EUR excl", "540.00 EUR incl"]),
    ("3 jours à 900 € HT/jour, soit 2 700 € HT. Frais de déplacement : 150 €", ["2700.00 EUR excl"]),
    ("Total 6,5 jours x 650 € = 4 225 € HT", ["4225.00 EUR excl"]),
    ("Total HT\nTVA 20 %\nTotal TTC\n1 000,00 €\n200,00 €\n1 200,00 €", ["1000.00 EUR excl", "1200.00 EUR incl"]),
    ("Subtotal £1,000.00\nVAT £200.00\nTotal £1,200.00", ["1000.00 GBP excl", "1200.00 GBP incl"]),
    (
        "Sous-total HT 3 138,00 €\nRemise -138,00 €\nTotal HT 3 000,00 €\nTotal TTC 3 300,00 €",
        ["3000.00 EUR excl", "3300.00 EUR incl"],
    ),
    ("The total comes to £1,250.00 + VAT, with a 30% deposit of £375 on acceptance.", ["1250.00 GBP excl"]),
    ("Shooting 600 €, retouches 200 €, soit 800 € au total", ["800.00 EUR"]),
    ("Tournage 600 €\nMontage 200 €\nForfait 800 €", ["800.00 EUR"]),
    ("Conception 1 000,00 € HT\nTotal T.T.C. : 1 200,00 €\nTotal HT : 1 000,00 €", ["1000.00 EUR excl", "1200.00 EUR incl"]),
    ("TOTAL H.T.\n1 000,00 €\nT.V.A. 20,00 %\n200,00 €\nTOTAL T.T.C.\n1 200,00 €", ["1000.00 EUR excl", "1200.00 EUR incl"]),
    (
        "Sous-total HT\n515,50 €\nRemise 5 %\n-25,78 €\nTotal HT\n489,72 €\nTotal TTC\n587,66 €",
        ["489.72 EUR excl", "587.66 EUR incl"],
    ),
    ("Nettobetrag\n1.000,00 €\nzzgl. 19 % MwSt.\n190,00 €\nGesamtbetrag\n1.190,00 €", ["1000.00 EUR excl", "1190.00 EUR incl"]),
    ("Base imponible\nIVA 21 %\nTotal\n1.000,00 €\n210,00 €\n1.210,00 €", ["1000.00 EUR excl", "1210.00 EUR incl"]),
    ("Offre de prix\nPose 900,00 €\nTotal HTVA\n900,00 €\nOffre valable 2 mois", ["900.00 EUR excl"]),
    ("POSE ESCALIER 900 EUROS HT", ["900.00 EUR excl"]),
    ("materiel 820 ht\nmo 500 ht\ntotal 1320 ht", ["1320.00 EUR excl"]),
    ("Total HT 900 €. Pour la troisième coque, 150 € HT de plus.", ["900.00 EUR excl"]),
    ("Capital social : 8 000 €\nTotal HT 450,00 €", ["450.00 EUR excl"]),
    ("Notre devis : 5 400 € HT.\nEn option : sous-titrage, 350 € HT.", ["5400.00 EUR excl"]),
    ("Rien à payer", []),
    ("Pour votre demande de subvention : comptez 7 300 € HT, montage compris.", ["7300.00 EUR excl"]),
    ("je viens avec la sono jusqu'à 2h pour 480 €, essence comprise", ["480.00 EUR"]),
    ("With the loyalty discount the brochure comes to £860 + VAT.", ["860.00 GBP excl"]),
    (
        "Sur une enveloppe de travaux de 150 000 €, mes honoraires seraient de 9 000 € HT, soit 10 800 € TTC.",
        ["9000.00 EUR excl", "10800.00 EUR incl"],
    ),
    ("Our price for the siding is $31,400.00.\nOver $3 million in roofs completed!", ["31400.00 USD"]),
    ("L'entretien revient à 310 € HT par mois, tonte comprise.", ["310.00 EUR excl"]),
    ("For 60 guests we can do $21.50 per person.", ["21.50 USD"]),
    ("je suis à 240 000 F CFP, bateau compris", ["240000.00 XPF"]),
    ("The whole frame comes to ₹45,000 plus GST.", ["45000.00 INR excl"]),
    ("12 plateaux à 17,50 € HT pièce, livraison offerte", ["17.50 EUR excl"]),
]


@pytest.mark.parametrize(("text", "expected"), TOTALS)
def test_the_headline_totals_are_told_from_lines_taxes_and_deposits(text: str, expected: list[str]) -> None:
    assert _totals(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Option A (vitrine) : 2 400 € HT\nOption B (boutique) : 5 800 € HT",
            [("Option A (vitrine)", "2400"), ("Option B (boutique)", "5800")],
        ),
        ("Silver package: £1,200\nGold package: £1,850", [("Silver package", "1200"), ("Gold package", "1850")]),
        ("- Formule Jardin – 2 jours : 2 100,00 € HT", [("Formule Jardin - 2 jours", "2100")]),
        ("Total : 5 400 € HT.\nEn option : sous-titrage, 350 € HT.", [("sous-titrage", "350")]),
        (
            "Scénario 1 - Vitrine\nTotal HT : 4 900,00 €\nScénario 2 - Boutique\nTotal HT : 9 700,00 €",
            [("Scénario 1 - Vitrine", "4900"), ("Scénario 2 - Boutique", "9700")],
        ),
        (
            "Nos trois niveaux de service :\nBronze : 900 € HT / mois\nArgent : 1 100 € HT / mois\nOr : 1 400 € HT / mois",
            [("Bronze", "900"), ("Argent", "1100"), ("Or", "1400")],
        ),
        ("Total : 5 400 € HT", []),
    ],
)
def test_options_keep_their_names(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(label, Decimal(value)) for label, value in expected] == [
        (item.label, item.amount.value) for item in figures(text).options
    ]


@given(st.text(alphabet=st.sampled_from("Total HTC0123456789 .,€%\nOption AB:-xTVA="), max_size=200))
def test_no_table_is_too_odd(text: str) -> None:
    for amount in figures(text).totals:
        assert amount.value >= 0


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Devis_Durand.pdf", None, Paper.QUOTE),
        ("Quote 118 rev B.pdf", None, Paper.QUOTE),
        ("Facture 2026-03.pdf", None, Paper.INVOICE),
        ("facture_devis_2026.pdf", None, Paper.INVOICE),
        ("proforma 12.pdf", None, Paper.QUOTE),
        ("CV_Duval.pdf", None, Paper.OTHER),
        ("offre_emploi.pdf", None, Paper.OTHER),
        ("scan0042.pdf", None, None),
        ("doc.pdf", "Atelier Ferrand\nD E V I S  N °  4 5\nTotal HT 100,00 €", Paper.QUOTE),
        ("doc.pdf", "Atelier Ferrand\nF A C T U R E\nTotal HT 100,00 €", Paper.INVOICE),
        ("annexe.pdf", "Bordereau des prix\nTotal HT 100,00 €\nValidité de l'offre : 90 jours", Paper.QUOTE),
        ("scan0042.pdf", "Atelier Ferrand\nDEVIS N° 12\nTotal HT 100,00 €", Paper.QUOTE),
        ("devis.pdf", "Atelier Ferrand\nFACTURE N° 12\nRéf. devis 7", Paper.INVOICE),
        ("doc.pdf", "Atelier Ferrand\nDevis gratuit sur demande\nFacture n° 12", Paper.INVOICE),
        ("doc.pdf", "Atelier Ferrand\nFenêtres 100,00\nBon pour accord\nOffre valable 2 mois", Paper.QUOTE),
    ],
)
def test_a_paper_is_known_by_its_heading_else_by_its_name(name: str, text: str | None, expected: Paper | None) -> None:
    assert read_document(Attachment(name, "application/pdf", 1, text=text)).paper is expected


@pytest.mark.parametrize("item", ["{} HT ", "{} €= ", "total {} €, tva {} € ", "pose {},50 € HT, ", "- lot {} : {} €\n", "1 €"])
def test_the_time_for_a_long_line_of_prices_grows_no_faster_than_the_line(item: str) -> None:
    def seconds(characters: int) -> float:
        text = "".join(item.format(number, number + 3) for number in range(1, characters))[:characters]
        begin = process_time()
        figures(text, "fr")
        return process_time() - begin

    seconds(1000)
    # Eight times the characters may take some twenty times as long on a busy machine, never the sixty-four of a square.
    assert seconds(30_000) < 20 * seconds(3750) + 0.1
