import json
import logging
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from mailwatch.cli import app, arguments
from mailwatch.cli.commands import COMMANDS
from mailwatch.cli.failures import first_of

CONFIG = """
language: en
timezone: Europe/Paris
accounts:
  - address: anne@atelier-durand.example
    imap: {host: imap.atelier-durand.example}
    password: {env: P}
"""


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """A folder of its own, no configuration on this machine, English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    yield tmp_path
    logging.getLogger("mailwatch").handlers = []
    logging.getLogger("mailwatch").setLevel(logging.NOTSET)


@pytest.fixture
def config(place):
    file = place / "config.yaml"
    file.write_text(CONFIG)
    file.chmod(0o600)
    return file


@pytest.fixture
def standing_in(monkeypatch):
    """Lets commands be carried out by a function of tests/cli/targets.py."""

    def replaced(function: str) -> None:
        commands = {name: replace(one, target=f"tests.cli.targets:{function}") for name, one in COMMANDS.items()}
        monkeypatch.setattr(arguments, "COMMANDS", {**COMMANDS, **{k: v for k, v in commands.items() if COMMANDS[k].target}})

    return replaced


@pytest.mark.parametrize(
    "argv",
    [
        ["--json", "--now", "2026-09-15T08:30", "--config", "config.yaml", "status"],
        ["status", "--json", "--now", "2026-09-15T08:30", "--config", "config.yaml"],
        ["--now=2026-09-15T08:30", "status", "--config=config.yaml", "--json"],
        ["--config", "config.yaml", "status", "--now", "2026-09-15T08:30", "--json"],
    ],
)
def test_common_options_stand_before_or_after_the_command(argv, config, standing_in, capsys):
    standing_in("show")
    assert app.run(argv) == 0
    assert json.loads(capsys.readouterr().out) == {
        "now": "2026-09-15T08:30:00+02:00",
        "json": True,
        "language": "en",
        "config": "config.yaml",
        "settings": True,
        "arguments": {"all": False},
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-09-15T08:30", "2026-09-15T08:30:00+02:00"),
        ("2026-12-15T08:30:10", "2026-12-15T08:30:10+01:00"),
        ("2026-09-15T08:30Z", "2026-09-15T10:30:00+02:00"),
        ("2026-09-15T08:30-04:00", "2026-09-15T14:30:00+02:00"),
        ("2026-09-15 08:30", "2026-09-15T08:30:00+02:00"),
        ("2026-09-15", "2026-09-15T00:00:00+02:00"),
    ],
)
def test_now_without_offset_is_meant_in_the_owners_zone(text, expected, config, standing_in, capsys):
    standing_in("show")
    assert app.run(["status", "--now", text]) == 0
    assert json.loads(capsys.readouterr().out)["now"] == expected


@pytest.mark.parametrize("text", ["yesterday", "15/09/2026", "2026-13-01", ""])
def test_another_now_is_refused(text, config, capsys):
    assert app.run(["status", "--now", text]) == 2
    assert "neither a date nor an instant" in capsys.readouterr().err


EVERY_FORM = [
    (["check", "--write-test", "--accept", "--health"], {"write_test": True, "accept": True, "health": True, "create": False}),
    (["once"], {}),
    (["run"], {}),
    (["status", "--all"], {"all": True}),
    (["why", "D-1"], {"quote": "D-1"}),
    (["preview"], {}),
    (["won", "<q@x.example>"], {"quote": "<q@x.example>"}),
    (["lost", "D-1"], {"quote": "D-1"}),
    (["stop", "D-1"], {"quote": "D-1"}),
    (["resume", "D-1"], {"quote": "D-1"}),
    (["snooze", "D-1", "--until", "2026-10-05"], {"quote": "D-1", "until": "2026-10-05"}),
    (["touch", "D-1", "--at", "2026-09-10", "--note", "called"], {"quote": "D-1", "at": "2026-09-10", "note": "called"}),
    (["touch", "D-1"], {"quote": "D-1", "at": None, "note": ""}),
    (
        ["set", "D-1", "--valid-until", "2026-10-15", "--to", "a@b.example", "--to", "c@d.example", "--register", "tu"],
        {
            "quote": "D-1",
            "valid_until": "2026-10-15",
            "decision": None,
            "available_until": None,
            "to": ["a@b.example", "c@d.example"],
            "cadence": None,
            "language": None,
            "register": "tu",
        },
    ),
    (["track", "<m@x.example>"], {"message": "<m@x.example>"}),
    (["untrack", "k7f3q2"], {"quote": "k7f3q2"}),
    (["answer", "p2", "D-1"], {"message": "p2", "quote": "D-1", "none": False, "is_quote": False, "not_quote": False}),
    (["answer", "p2", "--none"], {"message": "p2", "quote": None, "none": True, "is_quote": False, "not_quote": False}),
    (["answer", "p2", "--quote"], {"message": "p2", "quote": None, "none": False, "is_quote": True, "not_quote": False}),
    (["answer", "--not-quote", "p2"], {"message": "p2", "quote": None, "none": False, "is_quote": False, "not_quote": True}),
    (
        ["replay", "--sent", "s", "t", "--received", "r", "--me", "a@b.example", "--since", "2026-01-01", "--assume", "ignored", "--track", "all"],
        {
            "account": None,
            "sent": ["s", "t"],
            "received": ["r"],
            "me": ["a@b.example"],
            "since": "2026-01-01",
            "until": None,
            "assume": "ignored",
            "track": "all",
        },
    ),
    (["inspect", "a.eml", "b.eml", "--received"], {"files": ["a.eml", "b.eml"], "direction": "received"}),
    (["init", "a@b.example", "--host", "h", "--password-command", "pass x", "--yes"], {"address": "a@b.example", "host": "h", "password_command": "pass x", "yes": True, "command_mailboxes": False}),
    (["init", "a@b.example", "--yes", "--command-mailboxes"], {"address": "a@b.example", "host": None, "password_command": None, "yes": True, "command_mailboxes": True}),
    (["demo"], {"keep": False}),
    (["evaluate"], {}),
    (["reply", "D-1", "merci_refus"], {"quote": "D-1", "variant": "merci_refus", "to": None}),
    (["forget", "Marc@Client.example"], {"address": "marc@client.example"}),
    (["export", "*@client.example"], {"address": "*@client.example"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("argv", "expected"), EVERY_FORM, ids=lambda value: value[0] if isinstance(value, list) and value else ""
)
def test_every_command_takes_what_it_promises(argv, expected, config, standing_in, capsys):
    standing_in("show")
    assert app.run(argv) == 0
    assert json.loads(capsys.readouterr().out)["arguments"] == expected


def test_every_built_command_is_in_the_table_above():
    assert {argv[0] for argv, _ in EVERY_FORM} == {name for name, command in COMMANDS.items() if command.target}


def test_every_built_command_exists_where_the_table_says():
    """By reading, not importing: a module that nobody wrote is found without waiting for its imports."""
    for command in COMMANDS.values():
        if command.target:
            module, _, function = command.target.partition(":")
            source = (Path(app.__file__).parents[2] / Path(*module.split("."))).with_suffix(".py").read_text()
            assert f"\ndef {function}(arguments: Namespace, context: Context) -> int:" in source, command.name


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ([], "A command is missing"),
        (["--json"], "A command is missing"),
        (["statu"], "Did you mean `status`?"),
        (["frobnicate"], "There is no command `frobnicate`"),
        (["--config"], "A command is missing"),
        (["status", "--bogus"], "Not understood: --bogus"),
        (["status", "--al"], "Not understood: --al"),
        (["status", "extra"], "Not understood: extra"),
        (["why"], "Missing: QUOTE"),
        (["snooze", "D-1"], "Missing: --until"),
        (["snooze", "D-1", "--until", "tomorrow"], "`tomorrow` is no date"),
        (["set", "D-1"], "What changes is missing"),
        (["set", "D-1", "--register", "thou"], "--register: 'thou' is not possible"),
        (["set", "D-1", "--to"], "A value is missing after --to"),
        (["answer", "p2"], "Exactly one answer is needed"),
        (["answer", "p2", "D-1", "--none"], "Exactly one answer is needed"),
        (["replay", "--account", "a", "--sent", "s", "--received", "r"], "not both"),
        (["replay", "--sent", "s"], "go together"),
        (["inspect"], "Missing: FILE"),
        (["run", "--now", "2026-09-15"], "refuses --now"),
        (["--now", "2026-09-15", "run"], "refuses --now"),
        (["login"], "not yet"),
        (["forget", "marc"], "neither an address nor"),
        (["--json", "reply"], "Missing: QUOTE, VARIANT"),
        (["check", "--create"], "are not wanted"),
    ],
)
def test_a_wrong_command_line_is_explained_and_returns_2(argv, said, config, capsys):
    assert app.run(argv) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""


def test_usage_is_explained_in_french_where_french_is_spoken(monkeypatch, capsys):
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert [app.run(argv) for argv in (["statu"], ["why"], ["why", "--bogus", "D"], ["set", "D", "--to"])] == [2, 2, 2, 2]
    told = capsys.readouterr().err.replace("\u00a0", " ")
    for said in (
        "Vouliez-vous dire « status » ?",
        "Il manque : QUOTE.",
        "Pas compris : --bogus.",
        "Il manque une valeur après --to.",
    ):
        assert said in told


@pytest.mark.parametrize("language", ["fr_FR", "en_GB"])
@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_explains_itself(name, language, monkeypatch, capsys):
    monkeypatch.setenv("LANG", language)
    assert app.run([name, "--help"]) == 0
    told = capsys.readouterr().out
    assert f"mailwatch {name}" in told
    if COMMANDS[name].target:
        assert ("Exemple" if language == "fr_FR" else "Example") in told
    for argument in COMMANDS[name].arguments:
        assert argument.options.get("metavar", argument.names[0]) in told


def test_the_overview_names_every_command(capsys):
    assert app.run(["--help"]) == 0
    told = capsys.readouterr().out
    assert [name for name in COMMANDS if f"\n  {name} " not in told] == []


def test_the_version_is_said(capsys):
    assert app.run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("mailwatch ")


def test_a_command_without_configuration_leads_to_init(capsys):
    assert app.run(["status"]) == 2
    assert "mailwatch init" in capsys.readouterr().err


def test_a_command_that_needs_none_runs_without(standing_in, capsys):
    standing_in("show")
    assert app.run(["inspect", "x.eml"]) == 0
    assert json.loads(capsys.readouterr().out)["settings"] is False


def test_a_broken_configuration_is_not_passed_over(config, standing_in, capsys):
    standing_in("show")
    config.write_text(CONFIG + "prot: 1\npol: 2\n")
    assert app.run(["inspect", "x.eml"]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 2)
    assert "prot: " in told.err
    assert "pol: There is no such key. Did you mean `poll`?" in told.err


def test_init_and_demo_do_not_look_at_a_configuration(config, standing_in, capsys):
    standing_in("show")
    config.write_text("broken: [")
    assert [app.run(["demo"]), app.run(["init"])] == [0, 0]


def test_messages_follow_the_language_of_the_configuration(config, standing_in, capsys):
    standing_in("fail")
    config.write_text(CONFIG.replace("language: en", "language: fr"))
    assert app.run(["why", "unreachable"]) == 3
    assert "La boîte est injoignable" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("config", 2, "accounts[0].imap.port: too big\npoll: too short"),
        ("template", 2, "relance_1.md:3"),
        ("unknown", 1, "no quote D-1"),
        ("refused", 1, "mailwatch check"),
        ("missing", 1, "mailboxes:"),
        ("unreachable", 3, "try again later"),
        ("newer", 1, "Update mailwatch"),
        ("busy", 1, "Another mailwatch"),
        ("future", 1, "clock"),
        ("full", 1, "journal.sqlite3"),
        ("broken", 4, "fault of mailwatch"),
        ("bug", 4, "fault of mailwatch (ZeroDivisionError)"),
        ("interrupted", 130, ""),
        ("several", 1, "refused the login: b"),
    ],
)
@pytest.mark.usefixtures("config")
def test_what_fails_has_its_exit_code_and_says_what_to_do(name, code, said, standing_in, capsys):
    standing_in("fail")
    assert app.run(["why", name]) == code
    told = capsys.readouterr().err
    assert said in told
    assert "Traceback" not in told
    assert "marc@client.example" not in told


def test_the_traceback_of_a_bug_is_shown_only_when_asked_for(config, standing_in, capsys):
    standing_in("fail")
    assert app.run(["why", "bug", "-v"]) == 4
    assert "ZeroDivisionError: marc@client.example" in capsys.readouterr().err


def test_no_traceback_for_what_is_no_bug(config, standing_in, capsys):
    standing_in("fail")
    assert app.run(["-v", "why", "refused"]) == 1
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("codes", "expected"), [([], 0), ([0, 0], 0), ([0, 3], 3), ([3, 1], 1), ([1, 2, 3], 2), ([3, 4, 2, 1, 0], 4), ([1, 0], 1)]
)
def test_several_outcomes_at_once(codes, expected):
    assert first_of(codes) == expected


def test_the_commands_own_exit_code_is_returned(config, standing_in, capsys):
    standing_in("number")
    assert app.run(["once"]) == 3


@pytest.mark.parametrize(
    ("argv", "shown"),
    [
        (["status"], ["warning"]),
        (["status", "-v"], ["info", "warning"]),
        (["-v", "status", "-v"], ["debug", "info", "warning"]),
        (["run"], ["info", "warning"]),
    ],
)
def test_logs_go_to_stderr_and_libraries_never_tell_what_is_typed(argv, shown, config, standing_in, capsys):
    standing_in("log")
    assert app.run(argv) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert [word for word in ("debug", "info", "warning") if f"{word} line" in told.err] == shown
    assert "hunter2" not in told.err
    assert "\x1b" not in told.err


def mailwatch(*argv: str, **options):
    environment = {**os.environ, "LANG": "en_GB.UTF-8", "PYTHONPATH": str(Path(app.__file__).parents[2])}
    return subprocess.run([sys.executable, *argv], env=environment, capture_output=True, timeout=60, check=False, **options)


def test_a_reader_that_leaves_is_no_error():
    """As ``mailwatch --help | head -1``, with a pipe that is closed before anything is written."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "mailwatch", "--help"],
        cwd=Path(app.__file__).parents[2],
        stdout=writer,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from mailwatch.cli.app import run; run(['--help']); run(['once', '--help']);"
        "heavy = {'pydantic', 'yaml', 'holidays', 'imapclient', 'sqlite3', 'apscheduler', 'jinja2', 'dns', 'ssl', 'platformdirs'};"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = mailwatch("-c", code)
    assert (done.returncode, done.stderr.strip()) == (0, b"[]")


def test_output_is_utf8_whatever_the_locale_says():
    done = subprocess.run(
        [sys.executable, "-m", "mailwatch", "--help"],
        cwd=Path(app.__file__).parents[2],
        env={
            "PATH": os.environ["PATH"],
            "LC_ALL": "C",
            "LC_MESSAGES": "C",
            "PYTHONIOENCODING": "ascii",
            "PYTHONUTF8": "0",
            "LANGUAGE": "fr",
        },
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8")
