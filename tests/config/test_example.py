from pathlib import Path

import pytest

from mailwatch.config.example import EXAMPLE, example, render_config, scalar
from mailwatch.config.loading import parse
from mailwatch.config.presets import PRESETS
from mailwatch.config.problems import model_in
from mailwatch.config.schema import Settings
from mailwatch.config.strict_yaml import read_yaml
from mailwatch.model.policy import Cadence

ROOT = Path(__file__).parents[2]
MINIMAL = b"accounts: [{address: anne@atelier-durand.example, imap: {host: imap.atelier-durand.example}, password: {command: [pass, show, mail/anne]}}]"


def test_the_committed_example_is_the_rendering_of_the_schema():
    assert (ROOT / "config.example.yaml").read_text(encoding="utf-8") == example()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_example_loads_and_says_exactly_the_defaults(language):
    assert parse(example(language).encode(), folder=ROOT) == parse(MINIMAL, folder=ROOT)


def keys(model, above="") -> set[str]:
    found = set()
    for name, field in model.model_fields.items():
        found.add(f"{above}{name}")
        inner = model_in(field.annotation)
        if inner and (above + name).split(".")[-1] not in {"cadences", "rules", "oauth2", "password"}:
            found |= keys(inner, f"{above}{name}.")
    return found


def test_the_example_shows_every_key_with_a_comment():
    lines = [line for line in example().splitlines() if line and not line.startswith("#")]
    assert all("  # " in line for line in lines)
    document = read_yaml(example().encode(), "en")
    shown = {".".join(str(part) for part in path if not isinstance(part, int)) for path in document.lines} - {""}
    assert keys(Settings) - shown == set()


def test_a_part_of_the_keys_can_be_rendered_with_values_of_ones_own():
    given = {**EXAMPLE, "accounts.owner.name": scalar('Anne "Nana" Durand: #1'), "quotes.start": "2026-08-25"}
    text = render_config(
        given, "fr", only={"accounts.address", "accounts.imap.host", "accounts.password", "accounts.owner.name", "quotes.start"}
    )
    settings = parse(text.encode(), folder=ROOT)
    assert (settings.accounts[0].owner.name, str(settings.quotes.start)) == ('Anne "Nana" Durand: #1', "2026-08-25")
    assert "poll" not in text


@pytest.mark.parametrize(
    "text",
    [
        "null",
        "~",
        "yes",
        "NO",
        "10:30",
        "2026-09-01",
        "*x",
        "&x",
        "!x",
        "a: b",
        "a #b",
        "",
        " a",
        "é",
        "@x",
        "a\nb",
        "'",
        '"',
        "[x]",
        "1e3",
        "日本",
    ],
)
def test_any_text_survives_being_written_as_yaml(text):
    written = read_yaml(f"key: {scalar(text)}\nlist: [{scalar(text)}, x]\n".encode(), "en").tree
    assert written == {"key": text, "list": [text, "x"]}


CONTRACT = """
standard: [{after: 2 working days, template: relance_1}, {before_expiry: 4 working days, template: relance_2_echeance}, {after_expiry: 2 working days, template: porte_ouverte, last: true}]
single:   [{after: 3 working days, template: relance_1}, {after: 15 working days, template: porte_ouverte, last: true}]
classic:  [{after: 3 working days, template: relance_1}, {after: 10 working days, template: relance_2_valeur}, {after: 30 days, template: porte_ouverte, last: true}]
agency:   [{after: 4 working days, template: relance_1_agence}, {after_decision: 3 working days, template: relance_2_valeur}, {after_expiry: 5 working days, template: porte_ouverte, last: true}]
long:     [{after: 5 working days, template: relance_1}, {after: 30 days, template: relance_2_valeur}, {after_expiry: 2 working days, template: porte_ouverte, last: true}]
urgent:   [{after: 2 working days, template: relance_1_urgence}, {after: 10 working days, template: porte_ouverte, last: true}]
"""  # the public presets, letter by letter


def test_the_presets_are_the_public_ones():
    text = MINIMAL.decode() + "\ncadences:\n" + "\n".join(f"  {line}" for line in CONTRACT.strip().splitlines())
    settings = parse(text.encode(), folder=ROOT)
    assert {name: Cadence(name, tuple(step.step() for step in steps)) for name, steps in settings.cadences.items()} == PRESETS
