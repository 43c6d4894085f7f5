"""Whoever asks to be forgotten is forgotten: in every file we own, on a real server, through the command line."""

import re

import pytest

from tests.acceptance.commands import until

MARC, ZOE = "Marc Lefort <marc.lefort@client.example>", "zoe@petit.example"
ADDRESS = "marc.lefort@client.example"
#: What would give Marc away.
TRACES = re.compile(rb"lefort|client\.example|0914-Marc|Devis D-2026-014", re.IGNORECASE)


def traces(office) -> dict[str, list[bytes]]:
    """Every file of mailwatch's beside the configuration, and what of Marc is in it."""
    files = sorted((office.folder / "journal").iterdir())
    assert any(file.name.endswith(".secret") for file in files)
    return {file.name: found for file in files if (found := TRACES.findall(file.read_bytes()))}


@pytest.fixture
def story(office):
    """A quote to Marc and one to Zoé, both answered by Marc or about him, and a draft to each that waits."""
    office.quote("2026-09-01 09:12", MARC, "D-2026-014", subject="Devis D-2026-014 pour Marc")
    office.quote("2026-09-01 09:20", ZOE, "D-2026-015")
    office.once("2026-09-01 10:00")
    office.receive(
        "2026-09-01 11:00", MARC, "Bonjour", "Bonjour, je serai en déplacement, à bientôt.", id_="<0914-Marc@client.example>"
    )
    office.once("2026-09-01 12:00")
    office.once("2026-09-03 09:00")
    office.once("2026-09-04 09:00")
    assert {letter.message["To"] for letter in office.drafts()} == {MARC, ZOE}
    assert traces(office)
    return office


def test_forgetting_leaves_nothing_in_any_file_and_withdraws_the_draft(story):
    outcome = story.mailwatch("forget", ADDRESS, "--json", "--now", "2026-09-05T10:00")

    assert (outcome.code, outcome.err) == (0, "")
    (told,) = outcome.lines("forgotten")
    assert (told["quotes"], told["withdrawn"], told["left"]) == (1, 1, 0)
    assert traces(story) == {}
    assert {letter.message["To"] for letter in story.drafts()} == {ZOE}


def test_a_scan_of_the_same_mailbox_learns_nothing_again(story):
    story.mailwatch("forget", ADDRESS, "--now", "2026-09-05T10:00")
    story.imap.create_folder("Elsewhere")
    for letter in story.letters("INBOX"):
        story.put("Elsewhere", letter.raw, None)
    sent = story.letters(story.sent)  # made anew, as when the account moves to another server
    story.imap.delete_folder(story.sent)
    story.imap.create_folder(story.sent)
    for letter in sent:
        story.put(story.sent, letter.raw, None)
    story.quote("2026-09-02 09:12", MARC, "D-2026-014-B")  # never seen before, but older
    story.once("2026-09-06 10:00")
    outcome = story.mailwatch("export", ADDRESS, "--json", "--now", "2026-09-06T11:00")

    assert traces(story) == {}
    assert [line["event"] for line in outcome.objects if "event" in line] == []


def test_the_server_must_be_reached_while_a_draft_waits(story):
    story.configure(port=1)
    outcome = story.mailwatch("forget", ADDRESS, "--now", "2026-09-05T10:00")

    assert outcome.code == 3
    assert traces(story)


def test_forgetting_waits_until_the_daemon_is_stopped(story):
    with_daemon = story.start("run")
    try:
        # The file still names the process before: wait for this one.
        until(lambda: f"pid {with_daemon.pid}," in (story.folder / "journal" / "journal.db.lock").read_text(), 20)
        outcome = story.mailwatch("forget", ADDRESS)
    finally:
        with_daemon.kill()
        with_daemon.wait()
    assert outcome.code == 1


def test_an_export_hands_over_every_fact_and_nobody_elses(story):
    outcome = story.mailwatch("export", ADDRESS, "--json", "--now", "2026-09-05T10:00")

    assert (outcome.code, outcome.err) == (0, "")
    kinds = [line.get("type") or line["event"] for line in outcome.objects]
    assert kinds[0:2] == ["person", "quote"]
    assert {"quote", "draft", "draft_appended", "contact"} <= set(kinds[2:])
    assert outcome.objects[0]["received"] == 1
    assert outcome.objects[1]["quote"] == "<d-2026-014@atelier-durand.example>"
    assert ZOE not in outcome.out
    assert all("held" in line for line in outcome.objects if "event" in line)


def test_the_daemons_log_names_no_prospect(story):
    story.receive("2026-09-05 08:00", MARC, "RE: Devis D-2026-014", "Nous avons retenu un autre prestataire.")
    outcome = story.mailwatch("once", "-v", "-v", "--json", "--now", "2026-09-05T09:00")

    assert not TRACES.search(outcome.err.encode())
