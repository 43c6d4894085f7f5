"""Properties of the evidence model, whatever the mail."""

import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailwatch.matching import Proof, attribute, keys_of_received
from mailwatch.matching.numbers import numbers_in, quote_number_keys
from mailwatch.matching.people import folded_address, name_key
from mailwatch.model.attribution import Frequencies, Hit, Key, KeyKind, Verdict
from mailwatch.model.message import Address
from mailwatch.text.domains import organisation_of, registrable_domain
from mailwatch.text.shingles import fingerprints
from tests.matching.builders import MARC, SENT_AT, TEXT, Memory, block, mail, quote

QUOTES = (
    quote("q1"),
    quote("q2", subject="Devis", numbers=("D-2009-12",), at=SENT_AT + timedelta(days=1)),
    quote("q3", subject="Devis", to=(Address("lou@autre.example", "Lou Noir"),), numbers=(), at=SENT_AT + timedelta(days=2)),
)
MEMORY = Memory(*QUOTES)

SENDERS = st.sampled_from(
    [MARC, Address("lou@autre.example", "Lou Noir"), Address("x@gmail.com", "Marc Petit"), Address("y@z.example")]
)
IDS = st.lists(st.sampled_from([*(each.message_id for each in QUOTES), "<other@z.example>"]), max_size=3, unique=True)
SUBJECTS = st.sampled_from(["", "Re: Devis", "Devis", "RE: Refonte du catalogue Petit", "Bonjour", "Votre devis D-2009-12"])
NEW = st.sampled_from(
    ["", "Oui.", "Le devis D-2009-11 ?", "Vous m'aviez fait une proposition il y a deux ans.", TEXT, "catalogue"]
)
BLOCKS = st.lists(st.sampled_from([block(TEXT), block(subject="Devis"), block(TEXT, sender=None, date=None)]), max_size=2)
DAYS = st.sampled_from([0, 3, 200, 800])
MAILS = st.builds(
    lambda sender, subject, new, quoted, reply_to, references, days: mail(
        sender=sender, subject=subject, new=new, quoted=quoted, reply_to=reply_to, references=references,
        at=SENT_AT + timedelta(days=days + 3),
    ),
    SENDERS, SUBJECTS, NEW, BLOCKS, IDS, IDS, DAYS,
)  # fmt: skip
PARTS = st.fixed_dictionaries(
    {
        "proof": st.sampled_from(Proof),
        "correspondent": st.booleans(),
        "other_thread": st.booleans(),
        "bulk": st.booleans(),
        "rivals": st.integers(0, 4),
    }
)


@given(message=MAILS, parts=PARTS, seed=st.integers(0, 99))
@settings(deadline=None)
def test_the_order_of_hits_and_keys_does_not_matter(message, parts, seed):
    shuffle = random.Random(seed)
    keys = keys_of_received(message)
    hits = MEMORY.hits(keys)
    turned = [Hit(hit.quote, tuple(shuffle.sample(hit.keys, len(hit.keys)))) for hit in shuffle.sample(hits, len(hits))]
    frequencies, context = MEMORY.frequencies(keys), MEMORY.context(message, **parts)
    assert attribute(message, turned, frequencies, context) == attribute(message, hits, frequencies, context)


@given(message=MAILS, parts=PARTS)
@settings(deadline=None)
def test_the_bits_add_up_to_the_score_and_the_best_evidence_comes_first(message, parts):
    found = MEMORY.attribute(message, **parts)
    scored = [ground.bits for ground in found.because if ground.bits is not None and ground.code != "dmarc_fail"]
    if found.verdict in {Verdict.ATTACH, Verdict.ASK, Verdict.HELD}:
        assert found.score == pytest.approx(sum(ground.bits or 0.0 for ground in found.because), abs=0.05)
        assert scored[:-1] == sorted(scored[:-1], reverse=True)
        assert found.candidates[0].quote == (found.quote or found.candidates[0].quote)
    else:
        assert (found.quote, found.candidates) == (None, ())


@given(message=MAILS, parts=PARTS)
@settings(deadline=None)
def test_without_candidates_nothing_is_ever_attached(message, parts):
    found = attribute(message, [], Frequencies(), MEMORY.context(message, **parts))
    assert found.verdict in {Verdict.CONTACT, Verdict.IGNORE}


@given(message=MAILS, parts=PARTS)
@settings(deadline=None)
def test_a_failed_authentication_never_attaches_asks_or_pauses(message, parts):
    found = MEMORY.attribute(message, **{**parts, "proof": Proof.FAIL})
    assert found.verdict in {Verdict.HELD, Verdict.IGNORE}


@given(message=MAILS, parts=PARTS)
@settings(deadline=None)
def test_a_subject_and_a_person_alone_never_attach(message, parts):
    keys = [
        key for key in keys_of_received(message) if key.kind in {KeyKind.SUBJECT, KeyKind.ADDRESS, KeyKind.NAME, KeyKind.DOMAIN}
    ]
    bare = mail(sender=message.headers.sender, subject=message.headers.subject, at=message.headers.date)
    found = attribute(bare, MEMORY.hits(keys), MEMORY.frequencies(keys), MEMORY.context(bare, **parts))
    assert found.verdict is not Verdict.ATTACH


@pytest.mark.parametrize(
    ("full", "less"),
    [
        ({"quoted": [block(subject="Refonte du catalogue Petit")]}, {}),
        ({"reply_to": ["<q1@atelier-durand.example>"]}, {}),
        ({"new": "Le devis D-2009-11 ?"}, {"new": "Le devis ?"}),
    ],
)
def test_taking_away_the_strongest_evidence_lowers_the_score_by_its_bits(full, less):
    base = {"subject": "Re: Refonte du catalogue Petit", "new": "D'accord.", "at": SENT_AT + timedelta(days=3)}
    with_it, without = (MEMORY.attribute(mail(**{**base, **parts})) for parts in (full, less))
    strongest = with_it.because[0]
    assert without.score == pytest.approx(with_it.score - strongest.bits, abs=0.05)


def test_a_value_the_owner_uses_often_weighs_less():
    names = [f"s{n}" for n in range(400)]
    common = Frequencies(((Key(KeyKind.SUBJECT, "refonte du catalogue petit"), 200),), len(names), 0)
    message = mail(subject="Re: Refonte du catalogue Petit", new="Bonjour.", quoted=[block(TEXT, date=None)])
    keys = keys_of_received(message)
    rare = {g.code: g.bits for g in MEMORY.attribute(message).because}
    often = {g.code: g.bits for g in attribute(message, MEMORY.hits(keys), common, MEMORY.context(message)).because}
    assert often["same_subject"] < rare["same_subject"] - 5


# --- the parts ---


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("votre devis D-2026-014 svp", {"d2026014", "2026014"}),
        ("devis n° 2026-014", {"2026014"}),
        ("Devis DEV2026-14.", {"dev202614", "202614"}),
        ("offre DW-26/0113 v2", {"dw260113", "260113"}),
        ("D-2026-014.pdf", {"d2026014"}),
    ],
)
def test_numbers_are_read_as_people_write_them(text, found):
    assert found <= set(numbers_in(text))


def test_both_sides_make_the_same_keys_of_a_number():
    for reference in ("D-2026-014", "DEV2026-14", "2026/0113", "Q1234", "PRO_26_007"):
        assert quote_number_keys(reference)[0] in numbers_in(f"Au sujet du devis {reference}, une question")


def test_too_short_a_number_is_none():
    assert quote_number_keys("D-7") == ()
    assert numbers_in("12 rue des Lilas, le 3 mai") == ()


def test_addresses_are_folded_to_the_person():
    assert folded_address("Jean.Blanc+devis@googlemail.com") == folded_address("jeanblanc@gmail.com")
    assert folded_address("jean.blanc@x.example") != folded_address("jeanblanc@x.example")


def test_names_match_without_order_case_or_accents():
    assert name_key(Address("a@b.test", "LEFÈVRE Zoé")) == name_key(Address("c@d.test", "Zoe Lefevre")) == "lefevre zoe"


@pytest.mark.parametrize(
    ("domain", "registrable", "organisation"),
    [
        ("compta.client.example", "client.example", "client.example"),
        ("mail.firm.co.uk", "firm.co.uk", "firm.co.uk"),
        ("ecole.asso.fr", "ecole.asso.fr", "ecole.asso.fr"),
        ("gmail.com", "gmail.com", None),
        ("yahoo.co.uk", "yahoo.co.uk", None),
        ("wanadoo.fr", "wanadoo.fr", None),
        ("petit.onmicrosoft.com", "onmicrosoft.com", None),
        ("co.uk", "co.uk", "co.uk"),
    ],
)
def test_domains(domain, registrable, organisation):
    assert (registrable_domain(domain), organisation_of(domain)) == (registrable, organisation)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Suite à votre devis, une question.", "comes_back_to_a_quote"),
        ("Votre proposition nous intéresse", "comes_back_to_a_quote"),
        ("Thank you for your quote", "comes_back_to_a_quote"),
        ("Vous nous aviez contactés il y a deux ans", "names_our_time"),
        ("votre offre de novembre 2009", "names_our_time"),
        ("you wrote two years ago", "names_our_time"),
        ("votre offre de novembre 2010", "comes_back_to_a_quote"),
        ("Bonjour, pouvez-vous me rappeler ?", None),
    ],
)
def test_wordings(text, code):
    found = MEMORY.attribute(mail(new=f"Le devis D-2009-11 ? {text}", at=SENT_AT + timedelta(days=740)))
    said = [ground.code for ground in found.because if ground.code in {"comes_back_to_a_quote", "names_our_time"}]
    assert said == ([code] if code else [])


# --- fingerprints ---


def test_fingerprints_are_stable_across_processes_and_versions():
    assert fingerprints("Un deux trois quatre cinq six sept huit neuf dix") == ("0b63d0dc83541901",)


@given(at=st.integers(0, 40), extra=st.text(max_size=30))
def test_eight_words_in_a_row_always_leave_a_common_fingerprint(at, extra):
    words = TEXT.split()
    passage = " ".join(words[at : at + 10])
    assert set(fingerprints(TEXT)) & set(fingerprints(f"{extra} {passage} {extra}"))


def test_fingerprints_see_through_case_accents_and_line_breaks():
    assert fingerprints(TEXT) == fingerprints(TEXT.upper().replace("É", "E").replace(" ", "\n> "))


def test_short_texts_have_none():
    assert fingerprints("D'accord, merci.") == ()
