"""The template language: substitution and choice, sentences that disappear, nothing else."""

import pytest

from mailwatch.drafting.compose import VARIABLES
from mailwatch.drafting.corpus import Wording
from mailwatch.drafting.render import render
from mailwatch.errors import TemplateError

NOTHING = dict.fromkeys(VARIABLES)


def rendered(text, snippets=None, **values):
    return render(Wording("t/1", text, 7), "t.md", NOTHING | values, lambda name: Wording(f"{name}/1", (snippets or {})[name], 1))


def test_a_sentence_with_something_unknown_disappears():
    assert rendered("Un. Le devis vaut jusqu’au {{ valid_until }}. Trois.") == ("Un. Trois.",)


def test_a_paragraph_left_empty_disappears():
    assert rendered("Un.\n\nJusqu’au {{ valid_until }}.\n\nTrois.") == ("Un.", "Trois.")


def test_a_smaller_part_disappears_alone():
    assert rendered("Mon devis[[ {{ reference }}]] du jour.") == ("Mon devis du jour.",)


def test_a_part_that_is_known_stays_without_its_marks():
    assert rendered("Mon devis[[ {{ reference }}]] du jour.", reference="D-1") == ("Mon devis D-1 du jour.",)


def test_a_list_line_disappears_alone():
    assert rendered("Au choix :\n– {{ options }} ;\n– rien.") == ("Au choix :\n– rien.",)


def test_a_sentence_over_two_lines_disappears_whole():
    assert rendered("Un.\nLe devis vaut\njusqu’au {{ valid_until }}. Trois.") == ("Un. Trois.",)


def test_sentences_keep_their_lines():
    assert rendered("Un. Deux.\nTrois {{ subject }}.\nQuatre. Cinq.") == ("Un. Deux.\nQuatre. Cinq.",)


def test_a_full_stop_inside_a_value_does_not_cut_the_sentence():
    assert rendered("Pour {{ subject }} au {{ my_phone }}. Deux.", subject="A. B? C!") == ("Deux.",)


def test_a_question_with_a_space_before_its_mark_is_one_sentence():
    assert rendered("Est-ce {{ valid_until }} ? Deux.") == ("Deux.",)


def test_choices_see_what_is_unknown_as_false():
    text = "{% if valid_until %}\nA {{ valid_until }}.\n{% else %}\nB.\n{% endif %}"
    assert (rendered(text), rendered(text, valid_until="x")) == (("B.",), ("A x.",))


def test_a_tag_alone_on_its_line_leaves_no_line():
    text = "Au choix :\n{% if subject %}\n– {{ subject }} ;\n{% endif %}\n– rien."
    assert (rendered(text), rendered(text, subject="x")) == (("Au choix :\n– rien.",), ("Au choix :\n– x ;\n– rien.",))


def test_a_tag_at_the_end_of_a_paragraph_does_not_join_it_to_the_next():
    assert rendered("A.{% if subject %} B.{% endif %}\n\nC.", subject="x") == ("A. B.", "C.")


def test_filters_do_not_bring_back_the_unknown():
    assert rendered("{{ subject | upper }}. Deux.") == ("Deux.",)


def test_another_value_may_stand_in():
    assert rendered("{{ my_phone or my_name }}.", my_name="Anne") == ("Anne.",)


def test_values_are_never_read_as_template():
    hostile = "{{ 7*7 }} {% for x in y %} [[ {{ ''.__class__ }} ]]"
    assert rendered("Sujet : {{ subject }}.", subject=hostile) == (f"Sujet : {hostile}.",)


def test_a_value_cannot_pretend_to_be_unknown():
    assert rendered("A [[{{ subject }}]] b.", subject="x]] y [[") == ("A x]] y [[ b.",)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n{{ amount }}", 8),
        ("{{ old_amount }}", 7),
        ("a\n\n{{ subject.__class__ }}", 9),
        ("{{ subject.upper() }}", 7),
        ("{% for x in subject %}{{ x }}{% endfor %}", 7),
        ("{% set x = 1 %}", 7),
        ("{% macro m() %}{% endmacro %}", 7),
        ("{% import 'x' as y %}", 7),
        ("{{ 'a' * 1000000000 }}", 7),
        ("{{ 10 ** 10 }}", 7),
        ("{{ subject | center(1000000000) }}", 7),
        ("{{ subject[0] }}", 7),
        ("{% extends 'x' %}", 7),
        ("a\n{% if %}", 8),
        ("{% include subject %}", 7),
    ],
)
def test_what_templates_cannot_do_is_refused_with_its_line(text, line):
    with pytest.raises(TemplateError) as refused:
        rendered(text, subject="x")
    assert (refused.value.template, refused.value.line) == ("t.md", line)


def test_a_snippet_is_included_by_name():
    assert rendered('A :\n{% include "exits" %}\n\nB.', {"exits": "– {{ reference }}."}, reference="D-1") == ("A :\n– D-1.", "B.")


def test_a_snippet_cannot_include_another():
    with pytest.raises(TemplateError):
        rendered('{% include "a" %}', {"a": '{% include "a" %}'})


def test_a_render_is_at_most_64_kibibytes():
    with pytest.raises(TemplateError):
        rendered("{{ subject }}" * 300, subject="x" * 250)
