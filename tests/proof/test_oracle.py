"""The oracle and the reader of the wire are shown every offence they are to find, or their silence proves nothing."""

import pytest

from mailwatch.model.message import Locator
from tests.proof.lab import Lab
from tests.proof.wire import commands, offences
from tests.stage import at

MARC = "marc@client.example"


@pytest.fixture
def lab():
    lab = Lab(at("2026-09-01 09:12"))
    lab.quote_id = lab.send_quote("D-2026-014")
    lab.now = at("2026-09-03 08:31")
    return lab


def place(lab) -> Locator:
    return lab.ours()[0].locator


def sweep(lab) -> None:
    lab.oracle.began()
    lab.oracle.looked()


def again(lab, **changes: tuple[bytes, bytes]) -> list[str]:
    """mailwatch asks to append the same draft once more, after some change of its bytes."""
    raw = lab.oracle.given[-1]
    for before, after in changes.values():
        raw = raw.replace(before, after)
    lab.oracle.asked_to_append(raw)
    return lab.oracle.offences


def test_an_honest_cycle_is_no_offence(lab):
    lab.run()
    lab.converge()
    assert (lab.oracle.offences, len(lab.ours())) == ([], 1)


def test_a_second_draft_of_a_step_is_found(lab):
    lab.run()
    sweep(lab)
    assert any("lies there already" in offence for offence in again(lab))
    lab.mailbox.deliver("Drafts", lab.oracle.given[-1], lab.now)
    lab.oracle.check()
    assert any("at once" in offence for offence in lab.oracle.offences)


@pytest.mark.parametrize("end", ["deleted", "sent", "edited", "marked"])
def test_a_draft_made_again_after_the_owner_had_disposed_of_it_is_found(lab, end):
    lab.run()
    ways = {
        "deleted": lambda: lab.mailbox.delete(place(lab)),
        "sent": lambda: lab.hands.send_draft(place(lab), lab.now),
        "edited": lambda: lab.mailbox.move(place(lab), "Archive"),
        "marked": lambda: lab.mailbox.flag(place(lab), r"\Deleted"),
    }
    lab.acts(ways[end])
    sweep(lab)
    assert any("disposed" in offence for offence in again(lab))


def test_a_lost_word_of_the_owner_is_found(lab):
    lab.acts(lambda: lab.mailbox.deliver("Drafts", b"Subject: mine\n\nmy words\n", lab.now))
    lab.mailbox.delete(lab.mailbox.messages("Drafts")[0].locator)
    lab.oracle.check()
    assert any("vanished" in offence for offence in lab.oracle.offences)


def test_a_draft_removed_in_spite_of_the_owners_mark_is_found(lab):
    lab.run()
    lab.acts(lambda: lab.mailbox.flag(place(lab), r"\Flagged"))
    lab.mailbox.delete(place(lab))
    lab.oracle.check()
    assert any("marked it" in offence for offence in lab.oracle.offences)


def test_a_trace_of_reading_is_found(lab):
    lab.write_to(lab.quote_id, "Bonjour", who="human")
    lab.mailbox.flag(lab.mailbox.messages("INBOX")[0].locator, r"\Seen")
    lab.oracle.check()
    assert any("changed" in offence for offence in lab.oracle.offences)


def test_a_message_put_somewhere_else_is_found(lab):
    lab.run()
    lab.mailbox.deliver("INBOX", lab.oracle.given[-1], lab.now)
    lab.oracle.check()
    assert any("nobody was to put there" in offence for offence in lab.oracle.offences)


def test_a_draft_after_an_answer_is_found(lab):
    lab.run()
    lab.acts(lambda: lab.mailbox.delete(place(lab)))
    lab.oracle.spent.clear()
    lab.write_to(lab.quote_id, "Bonjour", who="human")
    sweep(lab)
    assert any("a person had answered" in offence for offence in again(lab))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ((b"To: marc@", b"To: eve@"), "addressed to"),
        ((b"To: marc@", b"Bcc: eve@evil.example\r\nTo: marc@"), "header fields"),
        ((b"Subject:", b"Reply-To: eve@evil.example\r\nSubject:"), "header fields"),
        ((b"<mw.", b"<mw.other"), "no intent"),
    ],
)
def test_a_draft_that_is_not_as_it_must_be_is_found(lab, change, said):
    lab.run()
    sweep(lab)
    assert any(said in offence for offence in again(lab, change=change))


def test_an_append_without_a_view_is_found(lab):
    lab.run()
    lab.oracle.began()
    assert any("without a complete view" in offence for offence in again(lab))
    sweep(lab)
    lab.oracle.failed()
    assert any("without a complete view" in offence for offence in again(lab)[1:])


HONEST = (
    b'A1 LOGIN anne {3}\r\nabc\r\nA2 EXAMINE "INBOX"\r\nA3 UID FETCH 1:* (UID FLAGS BODY.PEEK[])\r\n'
    b'A4 APPEND "Drafts" (\\Draft) {4}\r\na\r\nb\r\nA5 SELECT "Drafts"\r\n'
    b"A6 UID STORE 7 (UNCHANGEDSINCE 9) +FLAGS.SILENT (\\Deleted)\r\nA7 UID EXPUNGE 7\r\nA8 IDLE\r\nDONE\r\nA9 LOGOUT\r\n"
)


def test_an_honest_session_is_read_whole_and_is_no_offence():
    session = commands(HONEST)
    assert ([command.verb for command in session][-3:], offences(session)) == (["UID EXPUNGE", "IDLE", "LOGOUT"], [])
    assert [command.literal for command in session if command.verb == "APPEND"] == [b"a\r\nb"]


@pytest.mark.parametrize(
    "line",
    [
        b"A1 EXPUNGE",
        b"A1 CLOSE",
        b'A1 SELECT "INBOX"',
        b"A1 UID STORE 7 +FLAGS.SILENT (\\Deleted)",
        b"A1 UID EXPUNGE 7",
        b'A1 UID MOVE 7 "Trash"',
        b"A1 STORE 1 +FLAGS (\\Deleted)",
        b"A1 UID FETCH 1 (BODY[])",
        b"A1 UID FETCH 1 (RFC822)",
        b'A1 SELECT "Drafts"\r\nA2 UID STORE 7 +FLAGS (\\Seen)',
        b'A1 SELECT "Drafts"\r\nA2 UID EXPUNGE 1:*',
        b'A1 SELECT "Drafts"\r\nA2 UID MOVE 7 "INBOX"',
        b'A1 SELECT "Drafts"\r\nA2 EXAMINE "INBOX"\r\nA3 UID EXPUNGE 7',
        b'A1 APPEND "INBOX" (\\Draft) {3}\r\nabc',
        b'A1 APPEND "Drafts" {3}\r\nabc',
        b'A1 APPEND "Drafts" (\\Draft) "01-Sep-2026 07:12:00 +0000" {3}\r\nabc',
        b"A1 DELETE x",
        b"A1 CREATE x",
        b"A1 UID COPY 7 Trash",
        b"A1 XBURL x",
    ],
)
def test_every_forbidden_command_is_found(line):
    assert len(offences(commands(line + b"\r\n"))) == 1


def test_what_the_owner_sent_after_an_answer_is_heard_wherever_it_is_filed(lab):
    lab.run()
    lab.acts(lambda: lab.mailbox.delete(place(lab)))
    lab.write_to(lab.quote_id, "Bonjour", who="human")
    lab.later(minutes=30)
    lab.acts(lambda: lab.write_to(lab.quote_id, "Voici ma réponse."))
    filed = max((letter.locator for letter in lab.mailbox.messages("Sent")), key=lambda locator: locator.uid)
    lab.acts(lambda: lab.mailbox.move(filed, "Archive"))
    sweep(lab)
    assert not any("a person had answered" in offence for offence in again(lab))
