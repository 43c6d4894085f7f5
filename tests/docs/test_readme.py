"""What both READMEs say can be done, done."""

import json
import mailbox
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from mailwatch.cli.arguments import parse
from mailwatch.config.loading import parse as parse_configuration
from tests.docs.real import AWAY, OWNER, Q1, Q2, STALL

ROOT = Path(__file__).parents[2]
READMES = {"en": "README.md", "fr": "README.fr.md"}
LANGUAGES = pytest.mark.parametrize("language", READMES)


def readme(language: str) -> str:
    return (ROOT / READMES[language]).read_text(encoding="utf-8")


def blocks(language: str, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", readme(language), re.DOTALL)


def shell_lines(language: str) -> list[str]:
    """Every line to type, comments and continuations taken away."""
    text = "".join(blocks(language, "sh")).replace("\\\n", " ")
    return [re.sub(r"\s+#.*", "", line) for line in text.splitlines()]


def run(*words: str, folder: Path, language: str = "en") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LANG": f"{language}.UTF-8", "LC_ALL": f"{language}.UTF-8", "PYTHONPATH": str(ROOT)}
    words = (sys.executable, "-m", "mailwatch", *words)
    return subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120)


# --- the words to type --------------------------------------------------------------------------------------------


@LANGUAGES
def test_it_opens_with_the_two_commands_that_do_everything(language):
    assert shell_lines(language)[:2] == ["make demo", "make test"]


@LANGUAGES
def test_every_line_to_type_is_one_we_know(language):
    verbs = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for line in shell_lines(language):
        program, *words = shlex.split(line)
        if program == "make":
            assert set(words) <= verbs
        elif program.endswith("mailwatch"):
            assert parse(words, language)[0] is not None
        else:
            assert (program, words[0]) in {("pipx", "install"), ("docker", "build"), ("docker", "run")}


def test_both_ask_for_the_same_lines():
    def words(language: str) -> list[str]:
        return [re.sub(r"\S+@\S+", "ADDRESS", line) for line in shell_lines(language)]

    assert words("en") == words("fr")


@LANGUAGES
def test_words_given_in_a_sentence_are_understood(language):
    found = re.findall(r"`(mailwatch [a-z][^`]*)`", readme(language))
    assert found
    for line in found:
        assert parse(shlex.split(line)[1:], language)[0] is not None


@LANGUAGES
def test_help_is_in_the_readers_language(language, tmp_path):
    done = run("--help", folder=tmp_path, language=language)
    assert (done.returncode, done.stderr) == (0, "")
    assert {"en": "It never sends", "fr": "Il n'envoie jamais rien"}[language] in done.stdout


# --- trying it on past mail ---------------------------------------------------------------------------------------


@pytest.fixture
def exported(tmp_path):
    """Two mbox files as a mail program exports them."""
    for name, letters in (("Sent.mbox", (Q1, Q2)), ("Inbox.mbox", (AWAY, STALL))):
        box = mailbox.mbox(tmp_path / name)
        for letter in letters:
            box.add(letter.raw())
        box.close()
    return tmp_path


@LANGUAGES
def test_the_replay_of_the_readme_tells_the_story(language, exported):
    line = next(line for line in shell_lines(language) if " replay " in line)
    done = run(*shlex.split(line)[1:], "--until", "2026-09-30", folder=exported, language=language)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("D-2026-014") > 1
    found = {
        "en": "Quotes found: 2, of which without an answer: 1.",
        "fr": "Devis reconnus\u00a0: 2, dont restés sans réponse\u00a0: 1.",
    }
    assert found[language] in done.stdout


def test_the_replay_writes_nothing(exported):
    before = {path: path.read_bytes() for path in exported.iterdir()}
    done = run("replay", "--sent", "Sent.mbox", "--received", "Inbox.mbox", "--json", "--until", "2026-09-30", folder=exported)
    events = [json.loads(line)["event"] for line in done.stdout.splitlines()]
    assert {"quote", "draft", "reply", "automatic"} <= set(events)
    assert {path: path.read_bytes() for path in exported.iterdir()} == before


@LANGUAGES
def test_what_a_newcomer_mistypes_is_said_and_no_fault_of_ours(language, tmp_path):
    (tmp_path / "empty.mbox").touch()
    missing = run("replay", "--sent", "Snet.mbox", "--received", "empty.mbox", folder=tmp_path, language=language)
    assert (missing.returncode, "Snet.mbox" in missing.stderr, "maildir" in missing.stderr) == (1, True, True)
    nothing = run("replay", folder=tmp_path, language=language)
    assert (nothing.returncode, "--sent" in nothing.stderr) == (2, True)
    empty = run("replay", "--sent", "empty.mbox", "--received", "empty.mbox", folder=tmp_path, language=language)
    assert (empty.returncode, "mbox" in empty.stderr) == (0, True)


# --- the configuration --------------------------------------------------------------------------------------------


@LANGUAGES
def test_the_least_configuration_loads(language):
    (text,) = blocks(language, "yaml")
    settings = parse_configuration(text.encode(), folder=ROOT)
    assert settings.accounts[0].address == OWNER


# --- the two languages --------------------------------------------------------------------------------------------


def outline(language: str) -> list[str]:
    """Headings by depth, links by where they go, blocks by kind: what must be the same in both."""
    found = re.findall(r"^(#+) |\]\(([^)]+)\)|^```(\w+)$", readme(language), re.MULTILINE)
    other = {"README.fr.md", "README.md", "docs/pictures/demo.en.svg", "docs/pictures/demo.fr.svg"}
    return [heading or block or ("other" if link in other else link) for heading, link, block in found]


def test_both_have_the_same_sections_links_and_examples():
    assert outline("en") == outline("fr")


def test_the_french_one_keeps_its_no_break_spaces():
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", readme("fr"), flags=re.DOTALL)
    assert re.findall(r".{0,20}(?: [:;!?»]|« ).{0,20}", prose) == []
    assert "\u00a0:" in prose


def test_a_python_version_is_claimed_only_when_the_package_claims_it():
    claimed = set(re.findall(r"3\.\d\d", re.search(r"Python ((?:3\.\d\d(?:, | and )?)+)\. Of IMAP", readme("en"))[1]))
    classifiers = set(re.findall(r"Python :: (3\.\d\d)", (ROOT / "pyproject.toml").read_text(encoding="utf-8")))
    french = set(re.findall(r"3\.\d\d", re.search(r"avec Python ((?:3\.\d\d(?:, | et )?)+)\. Côté", readme("fr"))[1]))
    assert claimed == french == classifiers
