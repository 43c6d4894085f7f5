"""Every shipped template, in every locale and register, with everything known, nothing known and hostile words."""

import re
from dataclasses import replace
from datetime import date
from itertools import combinations, product
from pathlib import Path

import pytest
from rapidfuzz.fuzz import ratio

from mailwatch.drafting.compose import VARIABLES, TemplateComposer
from mailwatch.drafting.corpus import Voice, every, find, load, shipped
from mailwatch.drafting.lint import MOST_WORDS, lint, lint_folder
from mailwatch.drafting.render import render
from mailwatch.drafting.typography import typeset
from mailwatch.model.account import Owner
from mailwatch.model.quote import QuoteOption, Register
from mailwatch.text.language import language_of
from tests.drafting.cases import ANSWER, EUROS, FOLLOW_UP, HOSTILE_TEXTS, QUOTE, ZOE, hostile

ROOT = Path(__file__).parents[2] / "templates"
FILES = [(parts, load(ROOT, parts)) for parts in every(ROOT)]
WORDINGS = [(parts, template, wording) for parts, template in FILES for wording in template.wordings]
SENT = [case for case in WORDINGS if case[1].front.kind != "snippet"]
NAMES = {register: {parts[-1] for parts, _ in FILES if parts[:-1] == register} for register in {parts[:-1] for parts, _ in FILES}}

KNOWN = {
    "reference": "D-2026-014",
    "subject": "Refonte du site",
    "sent_on": "3 septembre",
    "valid_until": "22 septembre",
    "promised_for": "15 septembre",
    "returned_on": "24 août",
    "options": "«\u00a0Essentiel\u00a0» et «\u00a0Complet\u00a0»",
    "original_contact": "Dominique Morel",
    "copied_below": "•",
    "my_name": "Anne Durand",
    "my_phone": "06 00 00 00 14",
    "my_website": "atelier-durand.example",
}
KNOWN_IN = {"fr": KNOWN, "en": KNOWN | {"options": "“Basic” and “Full”", "sent_on": "3 September", "valid_until": "22 September"}}
# The day of sending is always known; all else may not be.
UNKNOWN = dict.fromkeys(VARIABLES) | {"sent_on": KNOWN["sent_on"]}


def of_each(cases):
    """One test for each place and name; the wordings of one file are looked at together."""
    files = {parts: [w for p, _, w in cases if p == parts] for parts, _, _ in cases}
    rows = [(parts, load(ROOT, parts), wordings) for parts, wordings in files.items()]
    return pytest.mark.parametrize(("parts", "template", "wordings"), rows, ids=["/".join(parts) for parts in files])


def voice(parts):
    language, _, region = parts[0].partition("-")
    return Voice(language, region or None, Register(parts[1]) if len(parts) > 2 else Register.VOUS)


def said(parts, template, wording, values):
    said_in = voice(parts)
    label = wording.id.partition("/")[2]
    paragraphs = render(
        wording, template.path, values, lambda name: next(w for w in find(name, said_in, None).wordings if w.id.endswith(label))
    )
    return typeset("\n\n".join(paragraphs), said_in.words, said_in.region, straight=False)


def draft(parts, template, wording):
    said_in = voice(parts)
    base = ANSWER if template.front.kind == "answer" else FOLLOW_UP
    base = replace(
        base,
        language=said_in.language,
        region=said_in.region,
        register=said_in.register,
        seen_wordings=tuple(each.id for each in template.wordings if each.id != wording.id),
    )
    name = parts[-1].removesuffix(".md")
    return replace(base, variant=name) if template.front.kind == "answer" else replace(base, template=name)


@of_each(WORDINGS)
def test_it_reads_as_finished_text(parts, template, wordings):
    for wording, values in product(wordings, (KNOWN, UNKNOWN)):
        check_finished(said(parts, template, wording, values))


def check_finished(text):
    assert re.findall(r"[{}\[\]]|None|[\ue000-\ue0ff]|  | [.,)]|\( |\(\)|,[.,;]|^\s|\s$", text) == []
    for paragraph in text.split("\n\n"):
        assert paragraph[0].isupper() or paragraph[0] in "–«"
        assert paragraph[-1] in ".?!"


@of_each(WORDINGS)
def test_it_passes_the_tone_lint(parts, template, wordings):
    front, said_in = template.front, voice(parts)
    most = min(front.max_words, MOST_WORDS[front.kind])
    for wording, values in product(wordings, (KNOWN, UNKNOWN)):
        text = said(parts, template, wording, values)
        assert lint(text, kind=front.kind, language=said_in.language, register=said_in.register, max_words=most) == ()


def test_the_folder_passes_as_an_owner_s_would():
    assert lint_folder(ROOT) == ()


@of_each(SENT)
def test_it_composes_with_everything_known(parts, template, wordings):
    for wording in wordings:
        composed = TemplateComposer(None).compose(full_draft(parts, template, wording))
        assert (composed.wording, "06 00 00 00 14" in composed.body) == (wording.id, True)


def full_draft(parts, template, wording):
    full = draft(parts, template, wording)
    full = replace(full, owner=Owner("Anne Durand", "06 00 00 00 14", "atelier-durand.example"))
    full = replace(
        full, quote=replace(QUOTE, options=(QuoteOption("Essentiel", EUROS), QuoteOption("Complet", EUROS))), to=(ZOE,)
    )
    if template.front.kind == "answer":
        return full
    return replace(full, valid_until=date(2026, 9, 22), promised_for=date(2026, 9, 15), returned_on=date(2026, 8, 24))


@of_each(SENT)
def test_it_composes_with_nothing_known(parts, template, wordings):
    bare = draft(parts, template, wordings[0])
    bare = replace(bare, quote=replace(QUOTE, quote_references=(), base_subject=""), last_word=None)
    if template.front.kind != "answer":
        bare = replace(bare, original=None, valid_until=None)
    composed = TemplateComposer(None).compose(bare)
    assert composed.body.split("\n")[0] == ("Bonjour," if voice(parts).language == "fr" else "Hello,")
    assert "Anne Durand" in composed.body


@of_each([case for case in SENT if case[1].front.kind != "answer"])
def test_it_announces_no_quotation_when_there_is_none(parts, template, wordings):
    for wording in wordings:
        bare = replace(draft(parts, template, wording), original=None)
        text = TemplateComposer(None).compose(bare).body
        assert re.findall(r"plus bas|sous ce|sous ces|ci-dessous|below|further down", text) == []


@of_each([case for case in SENT if "-" not in case[0][0]])
def test_it_composes_with_hostile_words(parts, template, wordings):
    for text in HOSTILE_TEXTS:
        composed = TemplateComposer(None).compose(hostile(draft(parts, template, wordings[0]), text))
        assert (
            re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ue000-\ue0ff]", composed.body) == []
        )


@of_each(WORDINGS)
def test_spaces_are_those_of_the_locale(parts, template, wordings):
    text = "\n\n".join(said(parts, template, wording, KNOWN_IN[parts[0][:2]]) for wording in wordings)
    if voice(parts).language == "en":
        assert re.findall(r"\s[:;!?]|[«»]", text) == []
        return
    high = r"[;!?]" if voice(parts).region != "CA" else r"(?!)"
    assert re.findall(rf" [:;!?»]|« |[^\u00a0](?:{high}|»)|[^\u00a0\d]:|«[^\u00a0]", text) == []
    if voice(parts).region == "CA":
        assert re.findall(r"\s[;!?]", text) == []
    assert "'" not in text


@of_each(WORDINGS)
def test_it_is_in_the_language_of_its_place(parts, template, wordings):
    for wording in wordings:
        assert language_of(said(parts, template, wording, KNOWN_IN[parts[0][:2]]), None) == voice(parts).language


GENDERED = {
    "fr": re.compile(
        r"\(e\)|·e|\b(?:ravie?s?|heureu(?:x|se)s?|désolée?s?|enchantée?s?|prête?s?|sûre?s?|seule?|navrée?s?|contente?s?|intéressée?s?|"
        r"occupée?s?|débordée?s?|honorée?s?|curieu(?:x|se)|convenue?s|tous les deux|toutes les deux|tenue? au courant|monsieur|madame)\b"
        r"|\b(?:je (?:suis|serai)|vous (?:êtes|serez)|tu (?:es|seras)) \w+(?:é|ée|u|ue)\b|\bm[’']a \w+ée?\b|\bm[’']avoir \w+ée?s?\b",
        re.IGNORECASE,
    ),
    "en": re.compile(r"\b(?:he|she|his|hers?|him|sir|madam|mr|mrs)\b", re.IGNORECASE),
}
# What agrees with a thing: a quote that is ready, a name that was given. And an infinitive after "m’a conseillé de" agrees with nobody.
OF_THINGS = re.compile(
    r"qu’il est prêt|qu’elle est prête|je suis au bon endroit|nom m’a été donné|l’on m’a conseillé d’écrire|nous avons convenu"
)


@of_each(WORDINGS)
def test_nobody_s_gender_is_assumed(parts, template, wordings):
    text = OF_THINGS.sub("", "\n".join(wording.text for wording in wordings))
    assert GENDERED[parts[0][:2]].findall(text) == []


@pytest.mark.parametrize(("parts", "template"), FILES, ids=["/".join(parts) for parts, _ in FILES])
def test_wordings_differ(parts, template):
    texts = [said(parts, template, wording, UNKNOWN) for wording in template.wordings]
    assert 2 <= len(texts) <= 3
    assert [(a, b) for a, b in combinations(texts, 2) if ratio(a, b) > 70] == []


@pytest.mark.parametrize(("parts", "template"), FILES, ids=["/".join(parts) for parts, _ in FILES])
def test_the_front_matter_says_what_the_place_says(parts, template):
    front = template.front
    register = voice(parts).register if len(parts) > 2 else None
    assert (front.id, front.locale, front.register_) == (parts[-1].removesuffix(".md"), parts[0], register)
    assert front.purpose
    assert front.max_words


def test_every_template_exists_for_vous_for_tu_and_in_english():
    assert NAMES["fr", "vous"] == NAMES["fr", "tu"] == NAMES["en",]


def test_regional_files_replace_french_ones_and_keep_their_shape():
    for parts, template in FILES:
        if "-" in parts[0]:
            french = load(ROOT, ("fr", *parts[1:]))
            marks = re.compile(r"\{[{%].*?[}%]\}|\[\[|\]\]")
            assert [marks.findall(w.text) for w in french.wordings] == [marks.findall(w.text) for w in template.wordings]


def test_quebec_reads_its_own_word_everywhere():
    for parts, _template, _wording in WORDINGS:
        if parts[0] == "fr":
            name = parts[-1].removesuffix(".md")
            region = find(name, replace(voice(parts), region="CA"), None)
            assert "devis" not in "".join(each.text for each in region.wordings)


PRESETS = [
    "relance_1",
    "relance_1_agence",
    "relance_1_urgence",
    "relance_2_echeance",
    "relance_2_valeur",
    "porte_ouverte",
    "relance_promesse",
]


@pytest.mark.parametrize("name", PRESETS)
def test_the_templates_of_the_presets_are_shipped(name):
    assert f"{name}.md" in NAMES["fr", "vous"]


@of_each([case for case in SENT if case[0][-1].startswith("tardive")])
def test_late_answers_speak_neither_of_the_delay_nor_of_an_old_price(parts, template, wordings):
    late = r"enfin|retard|mois|longtemps|\b(?:un|deux) ans?\b|\d|at last|\blate\b|months|years|long time"
    price = r"prix|tarif|montant|coût|€|price|cost|amount|fee\b"
    assert re.findall(f"{late}|{price}", "\n".join(wording.text for wording in wordings), re.IGNORECASE) == []


@of_each([case for case in SENT if case[1].front.kind == "door_open"])
def test_the_last_message_asks_nothing_and_gives_no_date(parts, template, wordings):
    assert re.findall(r"\?|valid_until|before|avant le|d’ici le", "\n".join(wording.text for wording in wordings)) == []


EXIT = re.compile(
    r"sortie_facile|autre choix|autre chemin|plus d’actualité|rester là|s’arrête|en reste là|decided otherwise|another path|"
    r"no longer on your agenda|leave it there|stops|rests there"
)


@of_each([case for case in SENT if case[0][-1].startswith(("relance_2", "relance_promesse"))])
def test_a_second_follow_up_makes_no_easy_to_say(parts, template, wordings):
    assert [wording.id for wording in wordings if not EXIT.search(wording.text)] == []


@of_each(
    [
        case
        for case in SENT
        if case[0][-1] in ("acceptation_hors_delai.md", "tardive_acceptation.md", "acceptation_indisponible.md")
    ]
)
def test_a_yes_that_comes_late_confirms_neither_price_nor_date(parts, template, wordings):
    text = "\n".join(wording.text for wording in wordings)
    assert (
        re.findall(r"valid_until|sent_on|je commence|je démarre|I will start|confirmed|c’est confirmé", text, re.IGNORECASE) == []
    )


def test_no_template_may_speak_of_money():
    assert [name for name in VARIABLES if re.search("amount|price|total|rate|montant|prix", name)] == []


def test_the_shipped_templates_are_read_through_the_package():
    assert [parts for parts, _ in FILES] == list(every(shipped()))
