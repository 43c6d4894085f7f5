"""Pages agree with the program, and with each other."""

import ast
import importlib.util
import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from mailwatch.cli.commands import COMMANDS
from mailwatch.config.loading import parse
from mailwatch.config.not_yet import NOT_YET
from mailwatch.config.problems import model_in
from mailwatch.config.schema import RuleSettings, Settings, StepSettings, WhenSettings

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "README.fr.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
_SPEC = importlib.util.spec_from_file_location("docs", ROOT / "tools/docs.py")
docs = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(docs)


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def squeezed(text: str) -> str:
    """argparse folds its lines a little differently from one Python to the next."""
    return " ".join(text.split())


# --- what the program knows best ----------------------------------------------------------------------------------


def test_every_command_has_its_help_as_it_is_printed():
    assert squeezed(docs.written("commands.md")) == squeezed(page("commands.md")), "run make docs"


def test_every_command_is_documented():
    assert re.findall(r"^## (\w+)$", page("commands.md").split("## All of them")[1], re.MULTILINE) == list(COMMANDS)


def test_the_table_of_keys_is_what_the_schema_says():
    assert docs.written("configuration.md") == page("configuration.md"), "run make docs"


def test_a_page_that_differs_is_noticed(monkeypatch, tmp_path):
    (tmp_path / "commands.md").write_text(page("commands.md").replace("never sends", "sometimes sends"), encoding="utf-8")
    (tmp_path / "configuration.md").write_text(page("configuration.md").replace("`36 months`", "`3 months`"), encoding="utf-8")
    monkeypatch.setattr(docs, "DOCS", tmp_path)
    assert docs.main(check=True) == 1
    assert docs.main(check=False) == 0
    assert docs.main(check=True) == 0


# --- configuration ------------------------------------------------------------------------------------------------


def names(model: type[BaseModel]) -> set[str]:
    found = set(model.model_fields)
    for field in model.model_fields.values():
        inner = model_in(field.annotation)
        found |= names(inner) if inner else set()
    return found


def test_every_key_of_the_schema_is_named():
    text = page("configuration.md")
    every = names(Settings) | names(RuleSettings) | names(WhenSettings) | names(StepSettings)
    assert {name for name in every if not re.search(rf"[`.{{ ]{name}[`:]", text)} == set()


ACCOUNT = "accounts:\n  - address: anne@atelier-durand.example\n    imap: {host: imap.atelier-durand.example}\n"


def configuration_with(path: str, value: str) -> str:
    """A configuration whose only uncommon key is ``path``."""
    keys = path.split(".")
    password = "    password: {env: P}\n"
    if keys[0] != "accounts":
        nested = value if len(keys) == 1 else f"{{{keys[1]}: {value}}}"
        return f"{ACCOUNT}{password}{keys[0]}: {nested}\n"
    if keys[1:2] in (["password"], ["oauth2"]):
        return f"{ACCOUNT}    {keys[1]}: {{{keys[2]}: {value}}}\n"
    if keys[1:2] == ["imap"]:
        host = "" if keys[2] == "host" else "host: imap.atelier-durand.example, "
        return f"accounts:\n  - address: anne@atelier-durand.example\n    imap: {{{host}{keys[2]}: {value}}}\n{password}"
    if keys[1] == "address":
        return f"{ACCOUNT}{password}"
    nested = value if len(keys) == 2 else f"{{{keys[2]}: {value}}}"
    return f"{ACCOUNT}{password}    {keys[1]}: {nested}\n"


@pytest.mark.parametrize("path", docs.EXAMPLES)
def test_every_example_of_a_key_loads(path, tmp_path):
    (tmp_path / "my-templates").mkdir()
    parse(configuration_with(path, docs.EXAMPLES[path]).encode(), folder=tmp_path)


def test_every_key_that_can_be_chosen_has_an_example():
    documented = list(docs.keys())
    sections = {key.path.rpartition(".")[0] for key in documented}
    closed = {f"{model.removesuffix('Settings').lower()}.{name}" for model, name in NOT_YET}
    assert {key.path for key in documented} - sections - closed == set(docs.EXAMPLES)


@pytest.mark.parametrize("text", re.findall(r"```yaml\n(.*?)```", page("configuration.md"), re.DOTALL))
def test_every_yaml_of_the_page_loads(text):
    whole = text if text.startswith("accounts:") else f"{ACCOUNT}    password: {{env: P}}\n{text}"
    parse(whole.encode(), folder=ROOT)


# --- pages among themselves ---------------------------------------------------------------------------------------


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(text: str) -> list[str]:
    return re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def broken(path: Path, text: str) -> list[str]:
    wrong = []
    for link in links(text):
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        if "://" not in link and (not target.exists() or (anchor and anchor not in anchors(target.read_text(encoding="utf-8")))):
            wrong.append(link)
    return wrong


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path):
    assert broken(path, path.read_text(encoding="utf-8")) == []


def test_a_link_to_nowhere_is_noticed():
    assert broken(ROOT / "README.md", "[a](docs/no-such.md) [b](docs/json.md#no-such) [c](docs/json.md#status)") == [
        "docs/no-such.md",
        "docs/json.md#no-such",
    ]


def claims_in(file: str) -> set[str]:
    path = ROOT / file
    if not path.exists():
        return set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


@pytest.mark.parametrize("path", [one for one in PAGES if "docs" in one.parts], ids=lambda path: path.name)
def test_every_test_a_page_names_exists(path):
    text = path.read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", text)
    assert [f"{file}::{test}" for file, test in named if test and test not in claims_in(file)] == []
    assert [file for file, _ in named if not (ROOT / file).exists()] == []


def test_every_promise_has_its_number_and_a_test():
    found = re.findall(r"^(\d+)\. (.*?)(?=^\d+\. |^## |\Z)", page("invariants.md"), re.DOTALL | re.MULTILINE)
    assert [int(number) for number, _ in found] == list(range(1, len(found) + 1))
    assert [number for number, text in found if "`tests/" not in text] == []


def test_every_decision_is_numbered_and_says_what_it_must_on_a_page():
    files = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(file.name[:4])}. "), file.name
        headings = [line[3:].removesuffix("s") for line in text.splitlines() if line.startswith("## ")]
        assert headings[:3] == ["Context", "Decision", "Consequence"], file.name
        assert "`tests/" in text or "make layers" in text, file.name
        assert len(text.splitlines()) <= 66, file.name
