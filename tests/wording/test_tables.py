import re

import pytest

from mailwatch.cli.commands import COMMANDS
from mailwatch.model.conversation import Status
from mailwatch.model.reading import ReceivedKind, ReplyKind
from mailwatch.wording.catalogue import LANGUAGES, entries
from tests.wording.codes import calls, fields, patterns, strings, trees

REASONS = {code: (file, texts) for file, code, texts in entries("reasons")}
MESSAGES = {code: (file, texts) for file, code, texts in entries("messages")}
EVERY_STRING = {text for _, tree in trees() for text in strings(tree)}
EVERY_PATTERN = [pattern for _, tree in trees() for pattern in patterns(tree)]

#: Codes that are put together from a value: every value must have its own.
FAMILIES = {
    "help_{}": list(COMMANDS),
    "help_{}_more": list(COMMANDS),
    "help_group_{}": [command.group for command in COMMANDS.values()],
    "status_{}": list(Status),
    "kind_{}": [*ReplyKind, *ReceivedKind, "touch", "answer", "invoice"],
    "says_{}": [kind for kind in ReplyKind if kind is not ReplyKind.UNKNOWN],
}


def used(name: str) -> list[tuple[str, str, set[str] | None]]:
    return [(file, code, given) for file, tree in trees() for code, given in calls(tree, name)]


@pytest.mark.parametrize(("name", "table"), [("reason", REASONS), ("say", MESSAGES), ("wrong", MESSAGES)])
def test_every_code_that_is_used_has_its_wording(name, table):
    assert [(file, code) for file, code, _ in used(name) if code not in table] == []


def test_every_string_that_looks_like_a_message_is_one():
    """Codes also travel through tables and variables; the families of codes make them recognisable."""
    families = re.compile(f"(?:{'|'.join(sorted({code.partition('_')[0] for code in MESSAGES}))})_[a-z_]*[a-z]")
    rooms = ("mailwatch/config/", "mailwatch/cli/")
    found = [(file, text) for file, tree in trees() if file.startswith(rooms) for text in sorted(strings(tree))]
    assert [(file, text) for file, text in found if families.fullmatch(text) and text not in MESSAGES] == []


@pytest.mark.parametrize("family", FAMILIES)
def test_every_value_of_a_family_has_its_wording(family):
    known = set(REASONS) | set(MESSAGES)
    assert [code for value in FAMILIES[family] if (code := family.format(value)) not in known] == []


@pytest.mark.parametrize("folder", ["reasons", "messages", "keys"])
def test_every_entry_has_every_language_and_nothing_else(folder):
    assert [(file, code) for file, code, texts in entries(folder) if set(texts) != set(LANGUAGES)] == []


@pytest.mark.parametrize("folder", ["reasons", "messages", "keys"])
def test_no_code_has_two_wordings(folder):
    codes = [code for _, code, _ in entries(folder)]
    assert sorted({code for code in codes if codes.count(code) > 1}) == []


@pytest.mark.parametrize("folder", ["reasons", "messages"])
def test_both_languages_take_the_same_parameters(folder):
    assert [(file, code) for file, code, texts in entries(folder) if fields(texts["fr"]) != fields(texts["en"])] == []


@pytest.mark.parametrize(
    ("name", "table", "always"), [("reason", REASONS, set()), ("say", MESSAGES, set()), ("wrong", MESSAGES, {"value"})]
)
def test_every_parameter_of_a_text_is_given_where_it_is_used(name, table, always):
    lacking = [
        (file, code, sorted(fields(table[code][1]["en"]) - given - always))
        for file, code, given in used(name)
        if code in table and given is not None and fields(table[code][1]["en"]) - given - always
    ]
    assert lacking == []


@pytest.mark.parametrize("table", [REASONS, MESSAGES])
def test_no_wording_is_left_over(table):
    unused = [(file, code) for code, (file, _) in table.items() if code not in EVERY_STRING]
    assert [(file, code) for file, code in unused if not any(pattern.fullmatch(code) for pattern in EVERY_PATTERN)] == []


def test_plural_forms_are_complete():
    tables = [(code, text) for folder in ("reasons", "messages") for _, code, texts in entries(folder) for text in texts.values()]
    assert [code for code, text in tables if not isinstance(text, str) and set(text) != {"one", "other"}] == []


def test_french_typography_keeps_its_no_break_spaces():
    """U+00A0 before : ; ! ? and inside « », except in what is typed (paths, YAML, commands)."""
    wrong = []
    for folder in ("reasons", "messages", "keys"):
        for file, code, texts in entries(folder):
            forms = [texts["fr"]] if isinstance(texts["fr"], str) else list(texts["fr"].values())
            wrong += [(file, code) for text in forms for sign in ("« ", " »", " :", " ;", " !", " ?") if sign in text]
    assert wrong == []
