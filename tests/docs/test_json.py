"""Every example of docs/json.md has the keys that are really printed, and everything printed has its example."""

import json
import re
from pathlib import Path

import pytest

from tests.docs.real import inspected, season

PAGE = Path(__file__).parents[2] / "docs/json.md"
EXAMPLES = [json.loads(text) for text in re.findall(r"```json\n(.*?)\n```", PAGE.read_text(encoding="utf-8"), re.DOTALL)]

EVENTS = {"quote", "draft", "reply", "ask", "contact", "held", "automatic", "owner", "outcome", "closed"}

#: Asks for a server of the world outside; `tests/cli/test_init.py` compares what it prints.
ELSEWHERE = {"init"}


def shape(line: dict) -> str:
    """What kind of object a line is: the documentation has an example of each."""
    if "event" in line and line["event"] not in EVENTS:
        return "exported fact"
    if "event" in line:
        return f"event {line['event']}{' with text' if 'text' in line else ''}"
    if "type" in line:
        return f"{line['type']}{' of why' if 'variants' in line else ''}"
    return f"inspect {line['kind'] if line['kind'] in {'quote', 'bounce'} else 'reply'}"


def described(value: object) -> object:
    """Keys all the way down; of a list the first element, of anything else nothing."""
    if isinstance(value, dict):
        return {key: described(one) for key, one in value.items()}
    return [described(value[0])] if isinstance(value, list) and value else None


def differences(example: object, real: object, where: str = "") -> list[str]:
    """Keys in one and not in the other. Where either says nothing (null, an empty list) there is nothing to compare."""
    if isinstance(example, dict) and isinstance(real, dict):
        both = example.keys() & real.keys()
        inside = [one for key in sorted(both) for one in differences(example[key], real[key], f"{where}.{key}")]
        return [f"{where}.{key}" for key in sorted(example.keys() ^ real.keys())] + inside
    if isinstance(example, list) and isinstance(real, list):
        return differences(example[0], real[0], f"{where}[]")
    return []


def paths(value: object, where: str = "") -> set[str]:
    """Where keys stand that hold more keys."""
    if isinstance(value, dict):
        return {where} | {path for key, one in value.items() for path in paths(one, f"{where}.{key}")}
    return paths(value[0], f"{where}[]") if isinstance(value, list) else set()


def without_the_fields_of_facts(line: dict) -> dict:
    """``held`` of export depends on the fact, and an event has it beside its own keys."""
    if shape(line) == "exported fact":
        return line | {"held": {}}
    return {key: value for key, value in line.items() if key != "held"}


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANG", "en_GB.UTF-8")
        folder = tmp_path_factory.mktemp("season")
        return [without_the_fields_of_facts(line) for line in (*season(folder), *inspected(folder))]


def test_every_example_has_the_keys_that_are_printed(printed):
    pairs = [(one, line) for one in EXAMPLES for line in printed if shape(line) == shape(one)]
    wrong = {f"{shape(line)}: {place}" for one, line in pairs for place in differences(described(one), described(line))}
    assert wrong == set()


def test_everything_printed_has_an_example(printed):
    assert {shape(line) for line in printed} - {shape(example) for example in EXAMPLES} == set()


def test_every_example_was_seen_printed(printed):
    assert {shape(example) for example in EXAMPLES} - {shape(line) for line in printed} == ELSEWHERE


def test_nested_objects_were_compared_too(printed):
    """A null compares with anything: at least one real line must fill what an example fills."""
    filled = {shape(one): set() for one in EXAMPLES}
    for line in printed:
        filled.setdefault(shape(line), set()).update(paths(described(line)))
    here = [one for one in EXAMPLES if shape(one) not in ELSEWHERE]
    assert {f"{shape(one)}: {path}" for one in here for path in paths(described(one)) - filled[shape(one)]} == set()


def test_a_key_too_many_and_a_key_too_few_are_noticed():
    assert differences({"a": None}, {"a": None, "b": None}) == [".b"]
    assert differences({"a": {"b": None}}, {"a": {"c": None}}) == [".a.b", ".a.c"]
    assert differences([{"a": None}], [{}]) == ["[].a"]
