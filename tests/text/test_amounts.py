from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwatch.model.money import Amount, Tax
from mailwatch.text.amounts import find_amounts, number_value

HT, TTC = Tax.EXCLUDED, Tax.INCLUDED

ONE_AMOUNT = [
    ("4 200,00 € HT", "4200.00", "EUR", HT),
    ("4\u202f200,00\u00a0€ HT", "4200.00", "EUR", HT),
    ("4\u2009200 € hors taxes", "4200.00", "EUR", HT),
    ("4.200,00 €", "4200.00", "EUR", None),
    ("4.200 €", "4200.00", "EUR", None),
    ("4200€", "4200.00", "EUR", None),
    ("2 400€HT", "2400.00", "EUR", HT),
    ("1200€ ht", "1200.00", "EUR", HT),
    ("1 200 € H.T.", "1200.00", "EUR", HT),
    ("1 200 € (HT)", "1200.00", "EUR", HT),
    ("1 200 € HTVA", "1200.00", "EUR", HT),
    ("1 200 € hors TVA", "1200.00", "EUR", HT),
    ("1 200 € + TVA", "1200.00", "EUR", HT),
    ("1 452,00 € TVAC", "1452.00", "EUR", TTC),
    ("1 440 € TTC", "1440.00", "EUR", TTC),
    ("1 440 € T.T.C.", "1440.00", "EUR", TTC),
    ("1 440 € toutes taxes comprises", "1440.00", "EUR", TTC),
    ("1 440 € TVA comprise", "1440.00", "EUR", TTC),
    ("1 500 euros", "1500.00", "EUR", None),
    ("EUR 1 500,50", "1500.50", "EUR", None),
    ("1500,5 EUR", "1500.50", "EUR", None),
    ("4,5 k€", "4500.00", "EUR", None),
    ("12 k€ HT", "12000.00", "EUR", HT),
    ("15 K€", "15000.00", "EUR", None),
    ("1,2 M€", "1200000.00", "EUR", None),
    ("Total HT : 1250,00 EUR", "1250.00", "EUR", HT),
    ("Montant total TTC :   2 160,00 €", "2160.00", "EUR", TTC),
    ("CHF 4'200.–", "4200.00", "CHF", None),
    ("CHF 4’200.--", "4200.00", "CHF", None),
    ("Fr. 800.-", "800.00", "CHF", None),
    ("800.- CHF", "800.00", "CHF", None),
    ("1 250 francs suisses", "1250.00", "CHF", None),
    ("CHF 1'250.50 (TVA incluse)", "1250.50", "CHF", TTC),
    ("4 200,00 $", "4200.00", "CAD", None),
    ("3 500 $ CA", "3500.00", "CAD", None),
    ("3 500,00 $ (taxes en sus)", "3500.00", "CAD", HT),
    ("$3,500 CAD + HST", "3500.00", "CAD", HT),
    ("$3,500", "3500.00", "USD", None),
    ("US$ 3,000.00", "3000.00", "USD", None),
    ("3 000 $ US", "3000.00", "USD", None),
    ("$4.5k", "4500.00", "USD", None),
    ("£1,250.00 + VAT", "1250.00", "GBP", HT),
    ("£1,250 plus VAT", "1250.00", "GBP", HT),
    ("£1,250 + 20% VAT", "1250.00", "GBP", HT),
    ("£1,250 ex VAT", "1250.00", "GBP", HT),
    ("£1,250 ex. VAT", "1250.00", "GBP", HT),
    ("£1,250 excluding VAT", "1250.00", "GBP", HT),
    ("£1,500 inc VAT", "1500.00", "GBP", TTC),
    ("£1,500 (incl. VAT)", "1500.00", "GBP", TTC),
    ("£1,500 including VAT", "1500.00", "GBP", TTC),
    ("£12k", "12000.00", "GBP", None),
    ("1.500 € + IVA", "1500.00", "EUR", HT),
    ("1.500 € IVA incluido", "1500.00", "EUR", TTC),
    ("1.500 € IVA no incluido", "1500.00", "EUR", HT),
    ("€ 1.500,00 IVA esclusa", "1500.00", "EUR", HT),
    ("€ 1.830,00 IVA inclusa", "1830.00", "EUR", TTC),
    ("€ 2.500,- excl. btw", "2500.00", "EUR", HT),
    ("€ 3.025 incl. 21% btw", "3025.00", "EUR", TTC),
    ("1.250,00 EUR zzgl. MwSt.", "1250.00", "EUR", HT),
    ("1.487,50 € inkl. 19 % MwSt.", "1487.50", "EUR", TTC),
    ("netto 1.250,00 €", "1250.00", "EUR", HT),
    ("12500.50€", "12500.50", "EUR", None),
    ("12 500 kr", "12500.00", "SEK", None),
    ("8 000 zł netto", "8000.00", "PLN", HT),
    ("4 500 DH HT", "4500.00", "MAD", HT),
    ("250 000 FCFA", "250000.00", "XOF", None),
]


@pytest.mark.parametrize(("text", "value", "currency", "tax"), ONE_AMOUNT)
def test_an_amount_is_read_as_written(text: str, value: str, currency: str, tax: Tax | None) -> None:
    assert [Amount(Decimal(value), currency, tax)] == [found.amount for found in find_amounts(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 000 € HT soit 1 200 € TTC", [("1000.00", HT), ("1200.00", TTC)]),
        ("HT 1 000 € TTC 1 200 €", [("1000.00", HT), ("1200.00", TTC)]),
        ("HT : 1 000 €, TTC : 1 200 €", [("1000.00", HT), ("1200.00", TTC)]),
        (
            "Total HT : 1 000,00 €\nTVA 20 % : 200,00 €\nTotal TTC : 1 200,00 €",
            [("1000.00", HT), ("200.00", None), ("1200.00", TTC)],
        ),
        ("entre 3 000 et 4 000 € HT", [("3000.00", HT), ("4000.00", HT)]),
        ("3 000-4 000 €", [("3000.00", None), ("4000.00", None)]),
        ("de 3 à 4 k€", [("3000.00", None), ("4000.00", None)]),
        ("Option 1 - 4 000 €", [("4000.00", None)]),
        ("Subtotaal € 717,97Exclusief BTW € 593,36", [("717.97", None), ("593.36", HT)]),
        ("Table 1 € 399,00", [("399.00", None)]),
        ("September 30, 2014 $4.11", [("4.11", None)]),
        ("Pose 2 400 € 3 000,00 €", [("2400.00", None), ("3000.00", None)]),
        ("2 panneaux à 350 € pièce", [("350.00", None)]),
    ],
)
def test_several_amounts_keep_their_own_tax(text: str, expected: list[tuple[str, Tax | None]]) -> None:
    assert [(Decimal(value), tax) for value, tax in expected] == [(f.amount.value, f.amount.tax) for f in find_amounts(text)]


@pytest.mark.parametrize(
    ("text", "value", "per", "tax"),
    [
        ("450 € HT / jour", "450.00", "jour", HT),
        ("450€/jour HT", "450.00", "jour", HT),
        ("0,12 € par mot", "0.12", "mot", None),
        ("0,125 €/mot HT", "0.125", "mot", HT),
        ("£65 per hour + VAT", "65.00", "hour", HT),
        ("38 € par personne", "38.00", "personne", None),
        ("$85/hr", "85.00", "hr", None),
        ("22 €/m²", "22.00", "m²", None),
    ],
)
def test_a_unit_price_says_what_it_is_for(text: str, value: str, per: str, tax: Tax | None) -> None:
    assert [(Decimal(value), per, tax)] == [(f.amount.value, f.per, f.amount.tax) for f in find_amounts(text)]


@pytest.mark.parametrize(
    "text",
    [
        "30 jours",
        "TVA 20 %",
        "D-2026-014",
        "06 12 34 56 78",
        "le 15/03/2026",
        "1 200 exemplaires",
        "SIRET 812 345 678 00012",
        "5 km",
        "50 %",
        "K2 en 4K",
    ],
)
def test_a_number_without_money_is_no_amount(text: str) -> None:
    assert find_amounts(text) == ()


def test_numbers_without_sign_are_amounts_only_when_a_currency_is_given() -> None:
    text = "Total HT 1 250,00\nTVA 20,00 % 250,00\nTotal TTC 1 500,00"
    assert find_amounts(text) == ()
    expected = [
        Amount(Decimal("1250.00"), "EUR", HT),
        Amount(Decimal("250.00"), "EUR", None),
        Amount(Decimal("1500.00"), "EUR", TTC),
    ]
    assert expected == [found.amount for found in find_amounts(text, bare="EUR")]


@pytest.mark.parametrize(
    ("text", "language", "currency"),
    [
        ("$1,200 plus GST, Toronto", "en", "CAD"),
        ("$1,200 (ABN 12 345 678 901)", "en", "AUD"),
        ("1200 $", "fr", "CAD"),
        ("1200 $", "en", "USD"),
        ("$1,200", None, "USD"),
        ("9 500 kr", "da", "DKK"),
    ],
)
def test_the_surroundings_settle_a_shared_sign(text: str, language: str | None, currency: str) -> None:
    assert [currency] == [found.amount.currency for found in find_amounts(text, language=language)]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.250", "1250"),
        ("1,250", "1250"),
        ("1.250,5", "1250.5"),
        ("1,250.55", "1250.55"),
        ("0,125", "0.125"),
        ("12,5", "12.5"),
        ("1'234'567.80", "1234567.80"),
    ],
)
def test_marks_between_digits_are_thousands_or_decimals(written: str, value: str) -> None:
    assert number_value(written) == Decimal(value)


@given(
    st.integers(min_value=0, max_value=9_999_999),
    st.sampled_from(["\u202f", "\u00a0", " ", "'", "’"]),
    st.sampled_from(["€", "euros", "EUR", "CHF", "£"]),
)
def test_any_grouping_gives_the_number_back(value: int, mark: str, sign: str) -> None:
    written = f"{value:,}".replace(",", mark) + f",00 {sign}"
    assert [found.amount.value for found in find_amounts(f"Total : {written}.")] == [Decimal(value)]


@given(st.text(alphabet=st.sampled_from("0123456789 .,'’€$£kKM%/-HTC\n\u202fCHFeurospa"), max_size=120))
def test_no_text_is_too_odd(text: str) -> None:
    for found in find_amounts(text, bare="EUR"):
        assert 0 <= found.start < found.end <= found.tail <= len(text)
        assert found.amount.value >= 0


def test_a_code_after_one_amount_is_not_taken_for_the_sign_of_the_next():
    assert [(found.amount.value, found.start) for found in find_amounts("€4 200 AUD $1'200.-")] == [
        (Decimal("4200.00"), 0),
        (Decimal("1200.00"), 11),
    ]
