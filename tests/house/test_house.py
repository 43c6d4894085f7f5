"""The house is as its plan says; each check is shown something forbidden first, or it proves nothing."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "mailwatch"

#: Beyond this a module holds two subjects. Tables of words and other data are exempt, by name.
HARD_STOP = 400
DATA = re.compile(
    r"(words|lexicon\w*|names|providers|prefixes|calendar_words|attribution_lines|language_words|mailbox_names)\.py$"
)


def modules():
    return [path for path in sorted(PACKAGE.rglob("*.py")) if "__pycache__" not in path.parts]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_outgrows_one_subject(path):
    if DATA.search(path.name):
        return
    assert len(path.read_text("utf-8").splitlines()) <= HARD_STOP


# --- layers -------------------------------------------------------------------------------------------------------

PLANTED = {
    "The house has these floors": ("mailwatch/model/planted.py", "import mailwatch.cycle.poll"),
    "The cycle knows the ports, not who stands behind them": ("mailwatch/cycle/planted.py", "import mailwatch.journal.journal"),
    "The pure rooms touch no world": ("mailwatch/text/planted.py", "import socket"),
    "Only the mailbox room speaks IMAP": ("mailwatch/parsing/planted.py", "import imaplib"),
    "Nothing here can send": ("mailwatch/drafting/planted.py", "import smtplib"),
    "No room turns in circles": ("mailwatch/text/planted_a.py", "import mailwatch.text.planted_b"),
}


def lint_imports(folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(PACKAGE, folder / "mailwatch", ignore=shutil.ignore_patterns("__pycache__", "templates"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.mark.parametrize("contract", PLANTED)
def test_each_contract_on_imports_catches_what_it_forbids(copy, contract):
    name, line = PLANTED[contract]
    planted = copy / name
    planted.write_text(line + "\n", encoding="utf-8")
    back = planted.with_name("planted_b.py")
    if contract == "No room turns in circles":
        back.write_text("import mailwatch.text.planted_a\n", encoding="utf-8")
    try:
        assert f"{contract} BROKEN" in lint_imports(copy)
    finally:
        planted.unlink()
        back.unlink(missing_ok=True)


def test_every_contract_on_imports_is_kept(copy):
    said = lint_imports(copy)
    assert "0 broken" in said, said


# --- clocks, senders, escapes -------------------------------------------------------------------------------------

FORBIDDEN_LINES = [
    ("mailwatch/cycle/planted.py", "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n", "TID251"),
    ("mailwatch/followup/planted.py", "import time\n\nNOW = time.time()\n", "TID251"),
    ("mailwatch/journal/planted.py", "from datetime import date\n\nTODAY = date.today()\n", "TID251"),
    ("mailwatch/mailbox/planted.py", "import smtplib\n\nSENDER = smtplib.SMTP\n", "TID251"),
    ("mailwatch/parsing/planted.py", "def f(x: int) -> int:\n    return x  # type: ignore\n", "PGH003"),
]


@pytest.mark.parametrize(("name", "code", "rule"), FORBIDDEN_LINES)
def test_the_linter_catches_clocks_senders_and_blanket_ignores(name, code, rule):
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--stdin-filename", name, "-"],
        cwd=ROOT,
        input=code,
        capture_output=True,
        text=True,
        check=False,
    )
    assert rule in done.stdout


# --- vocabulary ---------------------------------------------------------------------------------------------------

#: What must not be written, where, and the word to use instead.
VOCABULARY = [
    (r"\brelance(?!_)", r"(templates/|docs/|wording/|demo/|config/presets|drafting/|reading/|followup/|tests/)", "follow_up"),
    (r"\bsmtp\.", r"$^", "nothing: mailwatch never sends"),
    (r"(?i)\bemails?\b(?!\.)", r"(providers|parsing/|mailbox/fields|reading/|text/|wording/)", "message or mail"),
]


def misspoken(text: str, where: str) -> list[str]:
    if DATA.search(where):
        return []
    return [
        f"{where}: {found[0]!r}, say {instead}"
        for pattern, allowed, instead in VOCABULARY
        if not re.search(allowed, where)
        for line in text.splitlines()
        if not re.match(r"\s*(from|import) ", line) and (found := re.search(pattern, line))
    ]


def test_the_vocabulary_check_catches_what_it_forbids():
    assert misspoken("the relance is due", "mailwatch/cycle/poll.py")
    assert misspoken("one email per person", "mailwatch/cycle/poll.py")
    assert misspoken("smtp.connect()", "mailwatch/mailbox/imap.py")


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_speak_the_fields_language(path):
    assert misspoken(path.read_text("utf-8"), str(path.relative_to(ROOT))) == []


def test_no_module_is_a_drawer():
    assert [path for path in modules() if path.stem in {"utils", "helpers", "manager", "common", "misc"}] == []


# --- what must not be in the repository ---------------------------------------------------------------------------

UNSPEAKABLE = [
    "/" + "work/",
    "/" + "tmp/bash",
    "pypi" + ".org",
    "files.python" + "hosted",
    "registry.npm" + "js",
    "deb." + "debian.org",
    "farm" + "-",
]


def tracked():
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_no_file_names_a_registry_host_or_a_path_of_one_machine():
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{path.relative_to(ROOT)}: {word}" for word in UNSPEAKABLE if word in text]
    assert found == []
