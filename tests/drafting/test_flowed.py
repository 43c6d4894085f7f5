"""format=flowed, RFC 3676."""

from hypothesis import given
from hypothesis import strategies as st

from mailwatch.text.flowed import Paragraph, from_flowed, paragraphs, plain, to_flowed, unflow

TEXTS = st.text(st.sampled_from("ab->F rom\u00a0é>— \t"), max_size=200) | st.sampled_from(
    ["-- ", "--", "From here", "> x", "-- a"]
)
LINES = st.lists(st.builds(Paragraph, st.integers(0, 4), TEXTS), min_size=1, max_size=8).map(tuple)


def canonical(lines):
    return tuple(line if line.text == "-- " else Paragraph(line.depth, line.text.rstrip(" ")) for line in lines)


@given(LINES)
def test_unflow_is_the_inverse_of_to_flowed(lines):
    assert unflow(to_flowed(lines)) == canonical(lines)


@given(st.lists(st.text("ab", min_size=1, max_size=12), max_size=60), st.integers(0, 4))
def test_lines_of_ordinary_words_fit_the_width(words, depth):
    assert all(len(line) <= 72 for line in to_flowed((Paragraph(depth, " ".join(words)),)).split("\n"))


@given(st.text(st.sampled_from("ab > "), max_size=60))
def test_marks_are_read_back_whatever_their_spacing(text):
    assert paragraphs(plain(paragraphs(text))) == paragraphs(plain(paragraphs(plain(paragraphs(text)))))


def test_a_paragraph_breaks_after_a_space():
    text = "mot " * 30
    flowed = to_flowed((Paragraph(0, text),))
    assert [line.endswith(" ") for line in flowed.split("\n")] == [True, False]


def test_quoted_marks_are_kept_on_every_line():
    flowed = to_flowed((Paragraph(2, "mot " * 30),))
    assert all(line.startswith(">> m") for line in flowed.split("\n"))


def test_a_line_that_looks_like_a_mark_or_mbox_is_stuffed():
    assert to_flowed((Paragraph(0, ">a"), Paragraph(0, "From b"), Paragraph(0, " c"))) == " >a\n From b\n  c"


def test_a_depth_change_ends_a_paragraph_even_after_a_soft_break():
    assert unflow("> a \nb") == (Paragraph(1, "a "), Paragraph(0, "b"))


def test_the_signature_separator_never_joins():
    assert unflow("a \n-- \nAnne") == (Paragraph(0, "a "), Paragraph(0, "-- "), Paragraph(0, "Anne"))


def test_two_dashes_between_long_words_do_not_become_a_signature_separator():
    line = Paragraph(0, "x" * 70 + " -- " + "y" * 71)
    assert unflow(to_flowed((line,))) == (line,)


def test_delsp_joins_without_the_space():
    assert from_flowed("ab \r\ncd", delsp=True) == "abcd"


def test_spaced_marks_are_depth():
    assert paragraphs("> > a") == (Paragraph(2, "a"),)
