"""What holds for every sent mail, whatever it says."""

import json
import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailwatch.model.message import Address, Attachment, Headers, Message, QuotedBlock
from mailwatch.model.money import Amount
from mailwatch.model.quote import Register
from mailwatch.model.reading import SentKind, SentReading
from mailwatch.reading.learned import words_of
from mailwatch.reading.quote_evidence import score
from mailwatch.reading.sent import UNSURE, read_sent
from tests.reading.sent.cases import CORPUS, Case, load

CASES = load("dev")


def _mail(subject: str, text: str, *names: str, papers: dict[str, str] | None = None, to: int = 1) -> Message:
    attachments = tuple(Attachment(name, "application/pdf", 1) for name in names)
    attachments += tuple(Attachment(name, "application/pdf", 1, text=words) for name, words in (papers or {}).items())
    return Message(
        Headers(
            subject=subject,
            sender=Address("moi@atelier.example"),
            to=tuple(Address(f"{number}@client.example") for number in range(to)),
            date=datetime(2026, 3, 3, 9, tzinfo=UTC),
        ),
        text=text,
        new_text=text,
        attachments=attachments,
    )


@given(st.sampled_from(CASES))
def test_the_score_is_the_sum_of_the_reasons(case: Case) -> None:
    reading = case.read()
    assert reading.score == pytest.approx(sum(item.bits or 0 for item in reading.because))


@given(st.sampled_from(CASES))
def test_removing_the_first_reason_changes_the_score_by_what_it_said(case: Case) -> None:
    reading = case.read()
    first, *rest = reading.because
    assert reading.score - score(rest) == pytest.approx(first.bits)


@pytest.mark.parametrize(
    ("code", "full", "without"),
    [
        ("validity_stated", ("Devis", "Voici le devis : 900 € HT, valable 30 jours."), ("Devis", "Voici le devis : 900 € HT.")),
        ("quote_in_subject", ("Devis", "Voici le devis : 900 € HT."), ("Bonjour", "Voici le devis : 900 € HT.")),
        (
            "agreement_requested",
            ("Devis", "Voici le devis : 900 € HT. Qu'en pensez-vous ?"),
            ("Devis", "Voici le devis : 900 € HT."),
        ),
        ("quote_attached", ("Devis", "Voici : 900 € HT.", "devis.pdf"), ("Devis", "Voici : 900 € HT.", "x.pdf")),
        ("thanks_for_acceptance", ("Devis", "Merci pour votre accord ! À lundi."), ("Devis", "À lundi.")),
    ],
)
def test_taking_a_piece_of_evidence_out_of_the_mail_changes_the_rules_score_by_its_bits(
    code: str, full: tuple[str, ...], without: tuple[str, ...]
) -> None:
    def by_rules(reading: SentReading) -> dict[str, float | None]:
        return {item.code: item.bits for item in reading.because if not item.code.startswith("worded_")}

    rules, poorer = by_rules(read_sent(_mail(*full))), by_rules(read_sent(_mail(*without)))
    assert rules.pop(code)
    assert rules == poorer


def test_the_weights_are_those_of_the_mails_beside_this_test() -> None:
    stored = json.loads((files("mailwatch.reading") / "sent_weights.json").read_text(encoding="utf-8"))["mails"]
    learned_from = [path for part in ("learned", "dev") for path in sorted(CORPUS.glob(f"{part}*.yaml"))]
    assert sha256(b"".join(path.read_bytes() for path in learned_from)).hexdigest() == stored


@pytest.mark.parametrize("part", ["learned"])
def test_what_was_learned_from_is_read_right_but_for_one_in_fifty(part: str) -> None:
    read_as = [(case.expect["kind"], case.read().kind.value, case.name) for case in load(part)]
    assert len([row for row in read_as if row[0] != row[1]]) <= len(read_as) / 50


@pytest.mark.parametrize("text", ["Voici le devis : neuf cents euros.", "Avez-vous pu regarder mon devis ?", "Ciao bella"])
def test_the_words_that_told_are_words_of_the_mail(text: str) -> None:
    (worded,) = (item for item in read_sent(_mail("Projet", text)).because if item.code.startswith("worded_"))
    told = set(str(dict(worded.params)["words"]).replace(",", " ").split())
    assert told
    assert told - set(words_of(f"Projet {text}")) == set()


@given(st.sampled_from(CASES), st.randoms())
def test_the_order_of_the_evidence_does_not_matter(case: Case, random: object) -> None:
    because = list(case.read().because)
    random.shuffle(because)  # type: ignore[attr-defined]
    assert score(because) == case.read().score


@given(st.sampled_from(CASES))
def test_each_reason_is_given_once_strongest_first(case: Case) -> None:
    because = case.read().because
    assert len({item.code for item in because}) == len(because)
    assert sorted((abs(item.bits or 0) for item in because), reverse=True) == [abs(item.bits or 0) for item in because]


@given(st.sampled_from(CASES))
def test_a_quote_is_described_only_when_it_may_be_one(case: Case) -> None:
    reading = case.read()
    assert (reading.quote is not None) == (reading.score > -UNSURE)
    assert (reading.kind is SentKind.QUOTE) == (reading.score >= 0)
    assert reading.sure == (abs(reading.score) >= UNSURE)


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=60),
    st.text(
        alphabet=st.sampled_from("devis facture n°D-2026 14 000,00€ HT\n.:?!valable jusqu'au 31/02 ci-joint\u202f\u00a0()[]-—"),
        max_size=400,
    ),
    st.lists(st.tuples(st.text(max_size=20), st.none() | st.text(max_size=80)), max_size=3),
    st.booleans(),
)
def test_no_mail_is_too_odd(subject: str, text: str, papers: list[tuple[str, str | None]], in_thread: bool) -> None:
    message = Message(
        Headers(subject=subject),
        text=text,
        new_text=text,
        attachments=tuple(Attachment(name, "", 0, text=words) for name, words in papers),
    )
    reading = read_sent(message, in_thread_of_quote=in_thread)
    assert reading.kind in SentKind


@given(st.sampled_from(CASES))
def test_typographic_apostrophes_and_spaces_change_nothing(case: Case) -> None:
    text = case.message.new_text.replace("'", "\u2019").replace(" €", "\u202f€").replace(" :", "\u00a0:")
    message = replace(case.message, text=text, new_text=text)
    assert read_sent(message, in_thread_of_quote=case.in_thread).kind == case.read().kind


def test_a_mail_without_date_counts_validity_from_now() -> None:
    dated = _mail("Devis", "Voici notre devis : 1 200 € HT, valable 10 jours.")
    message = replace(dated, headers=replace(dated.headers, date=None))
    reading = read_sent(message, now=date(2026, 5, 1))
    assert reading.quote is not None
    assert reading.quote.valid_until == date(2026, 5, 11)
    undated = read_sent(message)
    assert undated.quote is not None
    assert undated.quote.valid_until is None


def test_a_duration_in_a_paper_counts_from_the_date_of_the_paper() -> None:
    paper = "DEVIS n° 2026-31\nLyon, le 27 février 2026\nTotal HT : 900,00 €\nOffre valable 30 jours"
    reading = read_sent(_mail("Bonjour", "Voici.", papers={"a.pdf": paper}))
    assert reading.quote is not None
    assert reading.quote.valid_until == date(2026, 3, 29)


def test_vous_to_several_people_is_no_register() -> None:
    text = "Bonjour,\nVeuillez trouver notre devis de 900 € HT. Qu'en pensez-vous ?"
    one, two = (read_sent(_mail("Devis", text, to=to)).quote for to in (1, 2))
    assert one is not None
    assert two is not None
    assert (one.register, two.register) == (Register.VOUS, None)


@pytest.mark.parametrize(
    ("quote", "other"),
    [
        ("Je vous envoie le devis en pièce jointe.", "Je vous envoie le devis demain."),
        ("Voici votre devis.", "Merci pour votre devis."),
        ("Ci-joint notre devis pour la toiture.", "Ci-joint la facture du devis pour la toiture."),
        ("Je vous adresse mon devis.", "Je vous adresse une demande de devis."),
        ("Vous trouverez ci-joint le devis.", "Vous trouverez ci-joint le contrat correspondant au devis."),
        ("Vous trouverez ci-joint notre devis.", "Vous trouverez ci-joint le devis de notre imprimeur."),
        ("Please find attached our quote.", "Please find attached the supplier's quote."),
        ("Please find attached our estimate.", "Please send me an estimate."),
        ("Here is the revised quote.", "Have you looked at the quote I sent?"),
    ],
)
def test_a_few_words_turn_a_quote_into_another_mail(quote: str, other: str) -> None:
    kinds = [read_sent(_mail("Projet", text, "document.pdf")).kind for text in (quote, other)]
    assert kinds[0] is SentKind.QUOTE
    assert kinds[1] is not SentKind.QUOTE


def test_a_proforma_is_a_quote_until_it_asks_to_be_paid() -> None:
    offer = _mail("Proforma", "Veuillez trouver ci-joint la facture proforma demandée : 940 € TTC.", "proforma.pdf")
    bill = _mail(
        "Proforma",
        "Veuillez trouver ci-joint la facture proforma de 940 € TTC, merci de procéder au virement.",
        "proforma.pdf",
        "RIB.pdf",
    )
    assert (read_sent(offer).kind, read_sent(bill).kind) == (SentKind.QUOTE, SentKind.INVOICE)


def test_new_figures_in_the_thread_are_a_new_quote_and_old_ones_are_not() -> None:
    revised = _mail("Re: Devis D-2026-014", "Voici le devis modifié, soit 3 900 € HT.", "D-2026-014-v2.pdf")
    restated = _mail("Re: Devis D-2026-014", "Oui, le montant de 4 200 € HT indiqué dans le devis comprend la pose.")
    kinds = [read_sent(message, in_thread_of_quote=True).kind for message in (revised, restated)]
    assert kinds == [SentKind.QUOTE, SentKind.OTHER]


def test_a_mail_with_nothing_in_it_is_nothing() -> None:
    reading = read_sent(Message(Headers()))
    assert (reading.kind, reading.sure, reading.quote) == (SentKind.OTHER, True, None)


def test_every_reason_is_worded_in_french_and_english() -> None:
    worded = tomllib.loads((files("mailwatch.wording") / "reasons" / "sent.toml").read_text(encoding="utf-8"))
    for case in CASES:
        for item in case.read().because:
            for language in ("fr", "en"):
                assert worded[item.code][language].format(**dict(item.params))


def test_the_price_of_the_owners_own_mail_that_he_passes_on_is_his() -> None:
    passed_on = replace(
        _mail("TR: Votre devis", "Bonjour Paul, voici notre devis, à votre nouvelle adresse.", "Devis.pdf"),
        quoted=(QuotedBlock(text="Voici mon devis LB-26-4 : 3 200 € HT.", sender="moi@atelier.example"),),
    )
    theirs = replace(passed_on, quoted=(replace(passed_on.quoted[0], sender="marc@client.example"),))
    assert [str(amount.value) for amount in _amounts(passed_on)] == ["3200.00"]
    assert _amounts(theirs) == ()


def _amounts(message: Message) -> tuple[Amount, ...]:
    quote = read_sent(message).quote
    return quote.amounts if quote else ()
