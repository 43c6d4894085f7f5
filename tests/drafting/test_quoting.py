"""What is quoted below a draft."""

from dataclasses import replace
from datetime import UTC, datetime

from mailwatch.drafting.compose import TemplateComposer
from mailwatch.drafting.quoting import quoted
from mailwatch.text.flowed import plain, to_flowed
from tests.drafting.cases import ANSWER, FOLLOW_UP, ORIGINAL, REPLY, body

DATED = FOLLOW_UP.dated
COMPOSER = TemplateComposer(None)


def shown(message, text, language="fr", most=600, dated=DATED):
    return plain(quoted(message, text, dated, language, most))


def test_the_attribution_line_speaks_the_language_of_the_conversation():
    assert [shown(ORIGINAL, "x", language).split("\n")[0] for language in ("fr", "en")] == [
        "Le 1 septembre 2026 à 09:12, Anne Durand a écrit\u00a0:",
        "On 1 September 2026 at 09:12, Anne Durand wrote:",
    ]


def test_the_time_is_in_the_owner_s_zone():
    utc = replace(ORIGINAL, headers=replace(ORIGINAL.headers, date=datetime(2026, 8, 31, 22, 30, tzinfo=UTC)))
    assert shown(utc, "x").startswith("Le 1 septembre 2026 à 00:30, Anne Durand")


def test_a_mail_without_date_or_sender_is_still_attributed():
    bare = replace(ORIGINAL, headers=replace(ORIGINAL.headers, date=None, sender=None))
    assert shown(bare, "x") == "on a écrit\u00a0:\n> x"


def test_text_that_is_already_quoted_goes_one_level_deeper():
    assert shown(ORIGINAL, "a\n> b\n> > c").split("\n")[1:] == ["> a", ">> b", ">>> c"]


def test_the_owner_s_mail_is_quoted_whole_and_the_answered_one_as_new_text():
    assert COMPOSER.compose(FOLLOW_UP).body.endswith("> --\n> Anne Durand\n> Atelier Durand\n> 06 00 00 00 14")
    assert COMPOSER.compose(ANSWER).body.endswith("a écrit\u00a0:\n> Bonjour,\n>\n> C'est d'accord pour nous.\n>\n> Marc")


def test_the_prospect_s_words_are_at_most_twenty_lines():
    for text in ("\n".join(map(str, range(100))), "mot " * 5000, "x" * 50_000):
        raw = COMPOSER.compose(replace(ANSWER, message=replace(REPLY, new_text=text))).raw
        lines = [line for line in body(raw).split("\n") if line.startswith(">")]
        assert len(lines) <= 20


def test_what_is_left_out_is_marked():
    assert shown(REPLY, "\n".join(map(str, range(30))), most=5).split("\n")[1:] == ["> 0", "> 1", "> 2", "> 3", "> […]"]


def test_twenty_lines_are_quoted_whole():
    assert shown(REPLY, "\n".join(map(str, range(20))), most=20).split("\n")[-1] == "> 19"


def test_nothing_is_quoted_when_there_is_nothing():
    assert [quoted(ORIGINAL, text, DATED, "fr", 20) for text in ("", "\n \n", "\u200b")] == [(), (), ()]


def test_a_quote_mail_that_is_gone_is_not_quoted():
    assert ">" not in COMPOSER.compose(replace(FOLLOW_UP, original=None)).body


def test_controls_do_not_travel_in_quotations():
    assert shown(ORIGINAL, "a\x00b\u202ec\u2028d\r\ne\tf").split("\n")[1:] == ["> abc", "> d", "> e f"]


def test_markup_stays_text():
    assert shown(ORIGINAL, "<img src=x>").split("\n")[1:] == ["> <img src=x>"]


def test_a_quotation_travels_as_flowed_text():
    long = quoted(ORIGINAL, "mot " * 40, DATED, "fr", 600)
    assert all(len(line) <= 72 for line in to_flowed(long).split("\n"))
