"""Every example of docs/json.md has the keys that are really printed, and everything printed has its example."""

import json
import re
from pathlib import Path

import pytest

from tests.docs.real import inspected, season

PAGE = Path(__file__).parents[2] / "docs/json.md"
EXAMPLES = [json.loads(text) for text in re.findall(r"```json\n(.*?)\n```", PAGE.read_text(encoding="utf-8"), re.DOTALL)]


def shape(line: dict) -> str:
    """What kind of object a line is: the documentation has one example or more of each."""
    if "event" in line:
        return f"event {line['event']}"
    return line.get("type") or f"inspect {line['kind'] if line['kind'] in {'quote', 'bounce'} else 'reply'}"


def described(value: object) -> object:
    """Keys all the way down; of a list the first element, of anything else nothing."""
    if isinstance(value, dict):
        return {key: described(one) for key, one in value.items()}
    return [described(value[0])] if isinstance(value, list) and value else None


def differences(example: object, real: object, where: str = "") -> list[str]:
    """Keys in one and not in the other. Where either says nothing (null, an empty list) there is nothing to compare."""
    if isinstance(example, dict) and isinstance(real, dict):
        found = [f"{where}.{key}" for key in example.keys() ^ real.keys()]
        return found + [
            one for key in example.keys() & real.keys() for one in differences(example[key], real[key], f"{where}.{key}")
        ]
    if isinstance(example, list) and isinstance(real, list):
        return differences(example[0], real[0], f"{where}[]")
    return []


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANG", "en_GB.UTF-8")
        folder = tmp_path_factory.mktemp("season")
        return [*season(folder), *inspected(folder)]


ADDED = {"why": "variants", "preview": "text"}


def without_what_one_command_adds(command: str, line: dict) -> dict:
    return {key: value for key, value in line.items() if key != ADDED.get(command)}


def test_every_example_has_the_keys_that_are_printed(printed):
    wrong = []
    for example in EXAMPLES:
        for command, line in printed:
            if shape(line) == shape(example):
                told = without_what_one_command_adds(command, line)
                wrong += [f"{command} {shape(line)}{one}" for one in differences(described(example), described(told))]
    assert wrong == []


def test_everything_printed_has_an_example(printed):
    assert {shape(line) for _, line in printed} - {shape(example) for example in EXAMPLES} == set()


def test_every_example_but_that_of_init_was_seen_printed(printed):
    assert {shape(example) for example in EXAMPLES} - {shape(line) for _, line in printed} == {"init"}


def test_nested_objects_were_compared_too(printed):
    """A null compares with anything: at least one real line must fill what an example fills."""

    def paths(value: object, where: str = "") -> set[str]:
        if isinstance(value, dict):
            return {where} | {path for key, one in value.items() for path in paths(one, f"{where}.{key}")}
        return paths(value[0], f"{where}[]") if isinstance(value, list) else set()

    seen = {shape(line): set() for _, line in printed}
    for _, line in printed:
        seen[shape(line)] |= paths(described(line))
    missing = {
        f"{shape(one)}{path}" for one in EXAMPLES if shape(one) != "init" for path in paths(described(one)) - seen[shape(one)]
    }
    assert missing == set()


def test_why_and_preview_add_what_they_say(printed):
    assert all("variants" in line for command, line in printed if command == "why" and line.get("type") == "quote")
    assert all("text" in line for command, line in printed if command == "preview")


def test_a_key_too_many_and_a_key_too_few_are_noticed():
    assert differences({"a": None}, {"a": None, "b": None}) == [".b"]
    assert differences(
        {"a": {"b": None}},
        {
            "a": {"c": None},
        },
    ) in ([".a.b", ".a.c"], [".a.c", ".a.b"])
    assert differences([{"a": None}], [{}]) == ["[].a"]
