"""Kinds of reply, by tables of sentences and letters: nothing missed, nothing invented, nothing harmful."""

import json
from collections import Counter
from datetime import date
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from mailwatch.model.message import Attachment
from mailwatch.model.reading import ReplyKind
from mailwatch.reading.replies import read_reply

CORPUS = Path(__file__).with_name("corpus")
READ_ON = date(2026, 9, 16)


def rows(name):
    for language, kinds in yaml.safe_load((CORPUS / name).read_text(encoding="utf-8")).items():
        for kind, entries in kinds.items():
            for entry in entries:
                yield language, kind, entry if isinstance(entry, dict) else {"text": entry}


def in_files(*starts):
    return [row for path in sorted(CORPUS.glob("*.yaml")) if path.name.startswith(starts) for row in rows(path.name)]


def plain(kind):
    return kind.removesuffix("_dated")


HELD = in_files("letters", "replies")
LEARNED = [row for row in in_files("learned") if plain(row[1]) in set(ReplyKind)]
MEASURED = in_files("measured")


def read(row):
    return read_reply(row["text"], dated=row.get("read", READ_ON))


@pytest.mark.parametrize(("language", "kind", "row"), HELD, ids=[f"{kind}: {row['text'][:60]}" for _, kind, row in HELD])
def test_an_answer_is_of_the_expected_kind(language, kind, row):
    reading = read(row)
    assert plain(kind) == reading.kind.value
    for key in ("until", "final"):
        if key in row:
            assert row[key] == getattr(reading, key)
    if "reason" in row:
        assert row["reason"] == reading.reason.value


@pytest.mark.parametrize(("language", "kind", "row"), MEASURED, ids=[f"{kind}: {row['text'][:60]}" for _, kind, row in MEASURED])
def test_no_answer_never_seen_before_is_read_harmfully(language, kind, row):
    reading = read(row).kind.value
    assert not (reading == "accept" and kind != "accept")
    assert not (kind == "stop" and reading != "stop")
    assert not (kind == "decline" and reading in {"stall", "acknowledgement"})


def test_what_was_learned_from_is_read_right_but_for_one_in_fifty_and_never_harmfully():
    read_as = [(plain(kind), read(row).kind.value, row["text"]) for _, kind, row in LEARNED]
    assert [row for row in read_as if row[1] == "accept" != row[0]] == []
    assert [row for row in read_as if row[0] == "stop" != row[1]] == []
    assert [row for row in read_as if row[0] == "decline" and row[1] in {"stall", "acknowledgement"}] == []
    assert len([row for row in read_as if row[0] != row[1]]) <= len(read_as) / 50


def test_the_weights_are_those_of_the_texts_beside_this_test():
    learned_from = [path for path in sorted(CORPUS.glob("*.yaml")) if not path.name.startswith("measured")]
    with (files("mailwatch.reading") / "reply_weights.jsonl").open(encoding="utf-8") as lines:
        stored = json.loads(next(lines))["texts"]
    assert sha256(b"".join(path.read_bytes() for path in learned_from)).hexdigest() == stored


def test_each_kind_has_enough_sentences():
    counts = Counter((language, plain(kind)) for language, kind, _ in HELD + MEASURED)
    kinds = [kind.value for kind in ReplyKind if kind is not ReplyKind.UNKNOWN]
    assert {
        (language, kind): counts[language, kind]
        for language, least in (("fr", 40), ("en", 25))
        for kind in kinds
        if counts[language, kind] < least
    } == {}


@pytest.mark.parametrize(
    ("said", "other", "expected"),
    [
        ("Nous avons retenu votre proposition.", "Nous avons retenu une autre proposition.", ("accept", "decline")),
        ("D'accord pour le devis.", "D'accord pour le devis sous réserve d'une remise.", ("accept", "negotiation")),
        ("Merci de ne plus me relancer.", "Vous avez bien fait de me relancer.", ("stop", "stall")),
        ("Pas intéressé.", "Pas intéressé par l'option 2, mais la 1 pourrait convenir.", ("decline", "negotiation")),
        ("Bien reçu, merci.", "Bien reçu et validé, merci.", ("acknowledgement", "accept")),
        ("Nous n'avons pas retenu votre offre.", "Nous n'avons pas encore retenu d'offre.", ("decline", "stall")),
        ("Vous pouvez commencer lundi.", "Vous pouvez commencer lundi ?", ("accept", "question")),
        ("Je valide.", "Je ne valide pas encore, j'attends mon associé.", ("accept", "stall")),
        ("C'est d'accord pour votre tarif.", "C'est d'accord pour un appel mardi.", ("accept", "unknown")),
        ("We accept your quote.", "We would accept your quote if you dropped the price.", ("accept", "negotiation")),
        ("Please go ahead.", "Please do not go ahead until the board has met.", ("accept", "stall")),
        ("Stop contacting me.", "I can't stop admiring your design!", ("stop", "unknown")),
    ],
)
def test_one_word_turns_an_answer_round(said, other, expected):
    assert expected == tuple(read_reply(text, dated=READ_ON).kind.value for text in (said, other))


def test_two_things_said_are_both_kept_and_one_leads():
    reading = read_reply("Merci, bien reçu. Quel délai pour l'option 2 ?", dated=READ_ON)
    assert (reading.kind, reading.also) == (ReplyKind.QUESTION, (ReplyKind.ACKNOWLEDGEMENT,))


def test_every_kind_read_gives_a_reason_for_it():
    read_as = [read(row) for _, _, row in MEASURED]
    assert [reading for reading in read_as if not reading.because] == []


def test_a_wording_that_no_rule_knows_is_read_by_what_it_is_like():
    reading = read_reply("Votre devis a recueilli tous les suffrages, signature faite.", dated=READ_ON)
    assert (reading.kind, {reason.code for reason in reading.because}) == (ReplyKind.ACCEPT, {"like_accept"})


def test_the_first_reason_weighs_what_it_says():
    reading = read_reply("Nous acceptons votre devis. Je vous renvoie le devis signé.", dated=READ_ON)
    first, *rest = reading.because
    assert reading.score - first.bits == sum(reason.bits for reason in rest)


def test_a_signed_file_alone_is_a_yes_and_beside_a_question_it_is_not():
    signed = (Attachment("Devis_D-2026-014_signé.pdf", "application/pdf", 1000),)
    assert read_reply("Bonjour, ci-joint.", dated=READ_ON, attachments=signed).kind == ReplyKind.ACCEPT
    assert read_reply("Est-ce bien ce fichier qu'il faut signer ?", dated=READ_ON, attachments=signed).kind == ReplyKind.QUESTION


@pytest.mark.parametrize("slip", ["Nous aceptons votre devis.", "Nous acceptosn votre devis.", "Nous acceptons votre dévis."])
def test_a_slip_of_the_finger_changes_nothing(slip):
    assert read_reply(slip, dated=READ_ON).kind == ReplyKind.ACCEPT


def test_curly_quotes_and_hard_spaces_change_nothing():
    assert read_reply("C\u2019est d\u2019accord pour votre\u00a0devis\u00a0!", dated=READ_ON).kind == ReplyKind.ACCEPT


def test_an_empty_mail_is_read_by_its_subject_only_for_a_stop():
    assert read_reply("", dated=READ_ON, subject="STOP").kind == ReplyKind.STOP
    assert read_reply("", dated=READ_ON, subject="Re: devis accepté").kind == ReplyKind.UNKNOWN


def test_a_very_long_text_is_read_in_bounded_time():
    assert read_reply("mot " * 200_000, dated=READ_ON).kind is ReplyKind.UNKNOWN


@pytest.mark.timeout(5)
@pytest.mark.parametrize("unit", ["retirer ", "supprimer" + "a" * 8000, "nous avons retenu ", "merci de ", "not ", "1/2/"])
def test_a_hostile_text_is_read_in_bounded_time(unit):
    assert read_reply(unit * (8000 // len(unit) + 1), dated=READ_ON).kind in ReplyKind


def test_a_closing_and_a_name_do_not_drown_an_order_to_stop():
    text = "Bonjour, ce serait sympa de ne plus écrire sur cette boîte, elle est réservée aux salariés.\n\nBien à vous,\nInès Da Silva"
    assert read({"text": text}).kind is ReplyKind.STOP


def test_the_reasons_show_the_authors_own_words():
    text = "Bonjour Anne,\n\nDésolée, la subvention nous a été refusée : nous ne donnerons pas suite à votre devis de 4 200 €."
    shown = [
        str(value) for item in read_reply(text, dated=date(2026, 9, 16)).because for name, value in item.params if name == "words"
    ]
    parts = [part for words in shown for part in words.split(", ")]
    assert parts
    assert [part for part in parts if part not in text] == []


def test_on_a_list_likeness_alone_says_nothing():
    """People there agree, refuse and stop all kinds of things."""
    text = "Votre devis a recueilli tous les suffrages, signature faite."
    kinds = [read_reply(text, dated=READ_ON, listed=listed).kind for listed in (False, True)]
    assert kinds == [ReplyKind.ACCEPT, ReplyKind.UNKNOWN]
    plain_yes = "Nous acceptons votre devis."
    assert read_reply(plain_yes, dated=READ_ON, listed=True).kind == ReplyKind.ACCEPT
