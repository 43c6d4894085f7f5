"""Exit codes and what is said when something is wrong: every message names what, and what to do about it."""

import json
import subprocess
import sys

import pytest

from tests.acceptance.commands import cold
from tests.acceptance.office import CONFIGURATION, SECRET

MARC = "marc@client.example"
NOW = "2026-09-03T09:00"


def says(outcome, code: int, *words: str) -> None:
    """It ends with ``code``, in one or more sentences that hold the words, without a trace of Python."""
    assert outcome.code == code, outcome
    assert [word for word in words if word not in outcome.err] == [], outcome.err
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize("command", ["once", "check"])
def test_a_wrong_password_is_1(office, command):
    outcome = cold(office.folder, {"MAILWATCH_PASSWORD": "wrong"}, command, "--now", NOW)
    says(outcome, 1, "anne@atelier-durand.example", "refused the login", "[AUTHENTICATIONFAILED]", "mailwatch check")
    assert "wrong" not in outcome.err


@pytest.mark.parametrize("command", ["once", "check"])
def test_a_server_that_is_down_is_3(office, command):
    office.configure(CONFIGURATION, port=1)
    says(office.mailwatch(command, "--now", NOW), 3, "anne@atelier-durand.example", "127.0.0.1")


@pytest.mark.parametrize("command", ["once", "check"])
def test_no_drafts_mailbox_is_1_and_none_is_made(office, command):
    office.imap.delete_folder("Drafts")
    says(office.mailwatch(command, "--now", NOW), 1, "drafts", "Drafts")
    assert "Drafts" not in {name for _, _, name in office.imap.list_folders()}


def test_no_sent_mailbox_is_1(office):
    office.imap.delete_folder("Sent")
    says(office.mailwatch("once", "--now", NOW), 1, "sent", "Sent")


def test_one_account_that_fails_does_not_keep_the_other_from_its_look(offices):
    office = offices()
    second = """
  - address: two@atelier-durand.example
    imap: {{host: 127.0.0.1, port: 1, tls: none}}
    password: {{env: MAILWATCH_PASSWORD}}
quotes:"""
    office.configure(CONFIGURATION.replace("\nquotes:", second), port=office.port)
    quote = office.quote("2026-09-01 09:12", MARC, "D-2026-014")
    outcome = office.mailwatch("once", "--json", "--now", NOW)
    says(outcome, 3, "two@atelier-durand.example")
    assert [event["quote"] for event in outcome.lines("draft")] == [quote]
    assert [line["state"] for line in outcome.lines("mailbox")] == ["ok", "unavailable"]


def test_one_account_without_its_password_does_not_keep_the_other_from_its_look(offices):
    office = offices()
    first = """accounts:
  - address: zero@atelier-durand.example
    imap: {{host: 127.0.0.1, port: 1, tls: none}}
    password: {{env: NOT_THERE}}
"""
    office.configure(CONFIGURATION.replace("accounts:\n", first), port=office.port)
    quote = office.quote("2026-09-01 09:12", MARC, "D-2026-014")
    outcome = office.mailwatch("once", "--json", "--now", NOW)
    says(outcome, 2, "zero@atelier-durand.example", "NOT_THERE")
    assert [event["quote"] for event in outcome.lines("draft")] == [quote]


@pytest.mark.parametrize(
    "words", [["why"], ["won"], ["touch"], ["snooze", "--until", "2026-10-01"], ["set", "--cadence", "single"]]
)
def test_an_unknown_quote_is_1(office, words):
    says(office.mailwatch(words[0], "D-1999-001", *words[1:]), 1, "D-1999-001")


def test_an_ambiguous_quote_is_1_and_changes_nothing(office):
    for minute in (10, 11):
        office.quote(
            f"2026-09-01 09:{minute}", f"m{minute}@client.example", "D-2026-014", id_=f"<q{minute}@atelier-durand.example>"
        )
    office.once("2026-09-02 09:00")
    outcome = office.mailwatch("won", "D-2026-014", "--now", NOW)
    says(outcome, 1, "D-2026-014")
    assert {line["status"] for line in office.mailwatch("status", "--json", "--now", NOW).lines("quote")} == {"open"}


def test_every_problem_of_the_configuration_is_listed_at_once(office):
    wrong = (
        CONFIGURATION.replace("limits:", "limitss:")
        .replace("port: {port}", "port: 99999")
        .replace("language: en", "language: eo")
    )
    office.configure(wrong, port=1)
    says(office.mailwatch("once", "--now", NOW), 2, "limitss", "limits", "99999", "accounts[0].imap.port", "eo")


def test_no_configuration_at_all_is_2(office):
    (office.folder / "config.yaml").unlink()
    says(cold(office.folder, SECRET | {"HOME": str(office.folder)}, "once"), 2, "config.yaml", "init")


@pytest.mark.parametrize("words", [["onse"], ["once", "--nowe", NOW], ["once", "--now", "tomorrow"], ["snooze", "x"]])
def test_a_mistyped_command_line_is_2(office, words):
    says(office.mailwatch(*words), 2)


def test_a_password_that_is_nowhere_is_2(office):
    says(cold(office.folder, {}, "once", "--now", NOW), 2, "MAILWATCH_PASSWORD")


@pytest.mark.parametrize("command", ["once", "status", "check", "run"])
def test_a_journal_from_the_future_is_1_without_now(office, command):
    office.once("2097-09-03 09:00")
    says(office.mailwatch(command), 1, "2097", "--now")


def test_a_journal_of_a_later_version_is_1(office):
    office.once("2026-09-03 09:00")
    later = "import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.execute('PRAGMA user_version = 999'); d.commit(); d.close()"
    subprocess.run([sys.executable, "-c", later, office.folder / "journal" / "journal.db"], check=True)
    says(office.mailwatch("status", "--now", NOW), 1, "later")


def test_a_journal_that_is_not_whole_is_1_and_nothing_is_drafted(office):
    office.quote("2026-09-01 09:12", MARC, "D-2026-014")
    office.once("2026-09-02 09:00")
    with (office.folder / "journal" / "journal.db").open("r+b") as file:
        file.seek(36)  # the number of free pages
        file.write((3).to_bytes(4, "big"))
    says(office.mailwatch("once", "--now", NOW), 1, "journal")
    assert office.drafts() == []


def test_a_folder_for_the_journal_that_cannot_be_made_is_1(office):
    (office.folder / "journal").write_text("a file")
    says(office.mailwatch("once", "--now", NOW), 1, "journal")


def test_an_open_question_is_1_until_it_is_answered(office):
    """Two quotes to one person, and a word that names neither."""
    quotes = [
        office.quote(f"2026-09-01 09:{minute}", MARC, f"D-2026-0{minute}", subject="Devis pour votre site") for minute in (14, 15)
    ]
    office.once("2026-09-01 12:00")
    office.receive("2026-09-01 15:00", MARC, "RE: Devis pour votre site", "Bonjour, le prix me paraît un peu élevé. Marc")
    outcome = office.mailwatch("once", "--json", "--now", "2026-09-01T15:05")
    assert outcome.code == 1
    (question,) = outcome.lines("ask")
    assert {candidate["quote"] for candidate in question["candidates"]} == set(quotes)
    assert office.mailwatch("check", "--now", "2026-09-01T15:06").code == 1
    assert office.mailwatch("status", "--now", "2026-09-01T15:06").code == 0
    assert office.once("2026-09-04 09:00").lines("draft") == []
    assert office.mailwatch("answer", question["id"], quotes[0], "--now", "2026-09-04T09:05").code == 0
    assert office.mailwatch("once", "--now", "2026-09-04T09:10").code == 0
    assert [office.status(quote, "2026-09-04 09:15") for quote in quotes] == ["waiting_on_us", "drafted"]


def test_too_much_at_once_locks_drafting_until_it_is_accepted(office):
    office.configure(CONFIGURATION.replace("per_day: 40", "per_day: 2"), port=office.port)
    for number in range(10, 17):
        office.quote(f"2026-09-01 09:{number}", f"c@client{number}.example", f"D-2026-0{number}")
    assert office.mailwatch("once", "--now", NOW).code == 1
    assert office.drafts() == []
    status = office.mailwatch("status", "--json", "--now", NOW)
    assert (status.code, status.lines("mailbox")[0]["state"]) == (0, "locked")
    assert office.mailwatch("check", "--accept", "--now", NOW).code == 0
    assert office.mailwatch("once", "--now", NOW).code == 0
    assert len(office.drafts()) == 2


@pytest.mark.parametrize("command", ["status", "once"])
def test_json_holds_one_object_a_line_and_nothing_else(office, command):
    office.quote("2026-09-01 09:12", MARC, "D-2026-014")
    outcome = office.mailwatch(command, "--json", "--now", NOW)
    assert all(isinstance(json.loads(line), dict) for line in outcome.out.splitlines())
    assert outcome.err == ""
