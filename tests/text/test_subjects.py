# ruff: noqa: RUF001 - look-alike characters are under test
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwatch.text.prefixes import AUTO, CALENDAR, FORWARD, RECEIPT, REPLY
from mailwatch.text.subjects import PrefixKind, base_subject, prefix_kinds, subject_key

NAMES = [(language, name) for table in (REPLY, FORWARD) for language, *names in table for name in names]


@pytest.mark.parametrize(("language", "name"), NAMES)
def test_every_prefix_goes_in_every_spelling(language: str, name: str) -> None:
    spellings = (f"{name}: ", f"{name} : ", f"{name}\u00a0: ", f"{name.upper()}:", f"{name}[3]: ", f"{name}：", f"{name}.: ")
    assert {base_subject(spelling + "Refonte du site") for spelling in spellings} == {"Refonte du site"}


def test_forty_languages_are_known() -> None:
    assert len({language for language, *_ in REPLY}) >= 40


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("RE: RE: TR: RE : Devis D-2026-014", "Devis D-2026-014"),
        ("Re (2): Re*2: RE-3: Re^4: RE5: Projet", "Projet"),
        ("[EXT] RE : [Atelier Lune] Re[2]: Site", "[Atelier Lune] Site"),
        ("[Atelier Lune] Site", "[Atelier Lune] Site"),
        ("***SPAM*** [EXTERNE] {Spam?} Chiffré : RE: Offre", "Offre"),
        ("AW: [Extern] WG: Angebot (2)", "Angebot (2)"),
        ("[fwd: Mon devis]", "Mon devis"),
        ("Mon devis (fwd)", "Mon devis"),
        ("Nouveau sujet (était : Ancien sujet)", "Nouveau sujet"),
        ("  Devis \t du\r\n 3   mars ", "Devis du 3 mars"),
        ("Re:", ""),
        ("[FW:]R:", ""),
        ("", ""),
    ],
)
def test_what_clients_and_gateways_add_is_removed(subject: str, expected: str) -> None:
    assert base_subject(subject) == expected


@pytest.mark.parametrize(
    "subject",
    [
        "Devis : refonte du site",
        "Urgent : devis",
        "Info : livraison",
        "TR Conseil, devis",
        "PD 12, plan de distribution",
        "Re visite du chantier",
        "Réf : D-2026-014",
        "Ref. D-2026-014",
        "[Projet Phare] point d'étape",
        "R 12 : isolation",
        "Réponse automatique : Devis",
        "Lu : Devis",
        "Élévation : coupe A",
    ],
)
def test_the_senders_own_words_stay(subject: str) -> None:
    assert base_subject(subject) == subject


def test_a_reference_prefix_goes_when_a_subject_follows_and_stays_before_a_known_reference() -> None:
    assert base_subject("Réf : Refonte du site") == "Refonte du site"
    assert base_subject("Réf : ATLAS", references=("ATLAS",)) == "Réf : ATLAS"


def test_the_key_ignores_case_accents_and_automatic_prefixes() -> None:
    assert subject_key("Réponse automatique : RE: Devis « Été »") == subject_key('devis " ete "')


@pytest.mark.parametrize(
    ("kind", "table"), [(PrefixKind.AUTO, AUTO), (PrefixKind.RECEIPT, RECEIPT), (PrefixKind.CALENDAR, CALENDAR)]
)
def test_automatic_prefixes_are_kinds(kind: PrefixKind, table: tuple[tuple[str, ...], ...]) -> None:
    assert {prefix_kinds(f"{name}: Devis") for _, *names in table for name in names} == {(kind,)}


def test_kinds_are_listed_outermost_first() -> None:
    assert prefix_kinds("TR: Réponse automatique : RE: Devis") == (PrefixKind.FORWARD, PrefixKind.AUTO, PrefixKind.REPLY)


PIECES = [
    "Re: ",
    "RE :",
    "TR : ",
    "[EXT] ",
    "[liste] ",
    "(fwd)",
    "[fwd: ",
    "]",
    "(was: ",
    ")",
    "Réf : ",
    "D-2026-014",
    "devis ",
    "2",
    ":",
]


@given(st.text() | st.lists(st.sampled_from(PIECES)).map("".join))
def test_stripping_twice_changes_nothing_and_never_raises(text: str) -> None:
    assert base_subject(base_subject(text)) == base_subject(text)


@pytest.mark.parametrize(
    "evil", ["Re: " * 16000, "[a] " * 16000, "(" * 65536, " " * 65536, "(was: " * 11000, "*" * 65536, "[fwd:" * 13000]
)
def test_hostile_subjects_of_64_kib_take_less_than_100_ms(evil: str) -> None:
    start = time.perf_counter()
    base_subject(evil)
    assert time.perf_counter() - start < 0.1
