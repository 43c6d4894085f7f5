"""The pictures of the READMEs are the demo as it is today, and the demo is what `make demo` runs."""

import importlib.util
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_SPEC = importlib.util.spec_from_file_location("picture", ROOT / "tools/picture.py")
picture = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(picture)


def lines(drawn: str) -> list[str]:
    """What is drawn, without the grounds of decisions (dim): which of them weigh is tuned more often than pictures are drawn."""
    found = re.findall(r'fill="(#\w+)"[^>]*>([^<]*)</text>', drawn)
    return [text for colour, text in found if colour != picture.COLOURS["2"]]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_committed_picture_is_the_demo_of_today(language):
    committed = (ROOT / f"docs/pictures/demo.{language}.svg").read_text(encoding="utf-8")
    assert len(lines(committed)) > 20
    assert lines(picture.picture(language)) == lines(committed), "run make docs"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_picture_is_well_formed_and_shows_french_accents(language):
    tree = ET.parse(ROOT / f"docs/pictures/demo.{language}.svg")
    text = "\n".join(tree.getroot().itertext())
    assert re.search("Je vous ai envoyé mon devis D-2026-014 le 1er septembre", text)
    assert re.search("d’être éclairci", text)


def test_colours_and_widths_are_those_of_the_terminal():
    drawn = picture.svg("\x1b[1mTitre\x1b[0m\nligne <simple>", "x")
    assert 'fill="#ffffff" font-weight="bold">Titre</text>' in drawn
    assert f'textLength="{len("ligne <simple>") * picture.CELL:.1f}"' in drawn
    assert "ligne &lt;simple&gt;</text>" in drawn
