import re
from pathlib import Path

import pytest

from mailwatch.followup.states import page
from tests.followup.story import in_paris, judged, sent

DOCS = Path(__file__).parents[2] / "docs"


def test_the_states_page_is_rendered_from_the_tables():
    assert (DOCS / "states.md").read_text(encoding="utf-8") == page()


def examples():
    rows = [line.strip("|").split("|") for line in (DOCS / "cadence.md").read_text(encoding="utf-8").splitlines()]
    cells = [[cell.strip() for cell in row] for row in rows]
    return [row for row in cells if len(row) == 4 and re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", row[1])]


@pytest.mark.parametrize(("cadence", "when", "valid_until", "steps"), examples(), ids=str)
def test_the_examples_of_the_cadence_page_are_true(cadence, when, valid_until, steps):
    found = judged(sent(when, valid_until=valid_until), now=when, cadence=cadence)
    assert ", ".join(f"{step.template} {in_paris(step.at)[:10]}" for step in found.forecast) == steps


def test_the_cadence_page_has_its_examples():
    assert len(examples()) == 9
