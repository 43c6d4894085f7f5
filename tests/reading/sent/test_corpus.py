"""The whole corpus of sent mail. ``dev`` is what the rules were tuned on, ``heldout`` what they were only measured on."""

from collections.abc import Callable

import pytest

from tests.reading.sent.cases import Case, differences, load

PARTS = ("dev", "heldout")
LEAST_PRECISION = 0.97
LEAST_RECALL = 0.97
LEAST_KINDS = 0.97
#: Every expected field right: kind, language, references, amounts, validity, register, options.
LEAST_COMPLETE = {"dev": 0.97, "heldout": 0.92}


def _report(cases: tuple[Case, ...]) -> str:
    lines = []
    for case in cases:
        if wrong := differences(case):
            reading = case.read()
            reasons = ", ".join(f"{item.code} {item.bits:+}" for item in reading.because)
            lines += [f"{case.name} ({reading.score:+}: {reasons})", *(f"    {line}" for line in wrong)]
    return "\n".join(lines)


def _share(cases: tuple[Case, ...], holds: Callable[[Case], bool]) -> float:
    return sum(holds(case) for case in cases) / len(cases)


def _is_quote(case: Case) -> bool:
    return case.expect["kind"] == "quote"


def _read_as_quote(case: Case) -> bool:
    return case.read().kind == "quote"


@pytest.mark.parametrize("part", PARTS)
def test_quotes_are_recognised_and_nothing_else_is(part: str) -> None:
    cases = load(part)
    taken = tuple(case for case in cases if _read_as_quote(case))
    quotes = tuple(case for case in cases if _is_quote(case))
    precision, recall = _share(taken, _is_quote), _share(quotes, _read_as_quote)
    summary = f"{part}: {len(cases)} mails, {len(quotes)} quotes, precision {precision:.3f}, recall {recall:.3f}\n"
    assert precision >= LEAST_PRECISION, summary + _report(cases)
    assert recall >= LEAST_RECALL, summary + _report(cases)


@pytest.mark.parametrize("part", PARTS)
def test_follow_ups_and_invoices_are_told_apart(part: str) -> None:
    cases = load(part)
    share = _share(cases, lambda case: case.read().kind == case.expect["kind"])
    assert share >= LEAST_KINDS, f"{part}: {share:.3f} of the kinds\n" + _report(cases)


@pytest.mark.parametrize("part", PARTS)
def test_references_amounts_validity_options_and_register_are_read(part: str) -> None:
    cases = load(part)
    share = _share(cases, lambda case: not differences(case))
    assert share >= LEAST_COMPLETE[part], f"{part}: {share:.3f} complete\n" + _report(cases)


def test_the_corpus_is_large_and_hard_enough() -> None:
    cases = load("dev") + load("heldout")
    assert len({case.name for case in cases}) == len(cases)
    assert len(cases) >= 250
    assert sum(not _is_quote(case) for case in cases) / len(cases) >= 0.4
    assert sum(case.expect["language"] == "fr" for case in cases) >= 80
    assert sum(case.expect["language"] == "en" for case in cases) >= 30
