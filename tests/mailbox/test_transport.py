"""The gate: what mailwatch promises never to send cannot be sent."""

import imaplib
import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwatch.errors import InvariantBroken
from mailwatch.mailbox.transport import VERBS, Gate, Line, Transport, quoted


def gate(*before: bytes) -> Gate:
    made = Gate(secure=True)
    made.drafts, made.trash = quoted(b"Drafts"), quoted(b"Trash")
    for line in before:
        made.check(line)
    return made


ALLOWED = [
    b"a1 CAPABILITY",
    b"a1 NOOP",
    b"a1 LOGOUT",
    b"a1 UNSELECT",
    b"a1 COMPRESS DEFLATE",
    b'a1 LOGIN anne "pa ss"',
    b"a1 AUTHENTICATE PLAIN",
    b'a1 LIST "" "*"',
    b'a1 LIST "" "*" RETURN (SPECIAL-USE STATUS (MESSAGES UIDNEXT UIDVALIDITY))',
    b'a1 STATUS "Sent" (MESSAGES UIDNEXT UIDVALIDITY)',
    b'a1 EXAMINE "INBOX"',
    b'a1 SELECT "Drafts"',
    b"a1 UID FETCH 1:2000 (UID FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT DATE)])",
    b"a1 UID FETCH 5:* (UID)",
    b"a1 UID FETCH 3,7 (UID BODY.PEEK[1.2.MIME] BODY.PEEK[1]<0.65536>)",
    b'a1 UID SEARCH HEADER Message-ID "<a@x.example>"',
    rb'a1 APPEND "Drafts" (\Draft) {12}',
    rb'a1 APPEND "Drafts" (\Draft \Seen) {12}',
    b"a1 IDLE",
    b"a1 NOTIFY SET (selected (MessageNew MessageExpunge)) (personal (MessageNew MessageExpunge))",
]

FORBIDDEN = [
    b"a1 EXPUNGE",
    b"a1 CLOSE",
    b"a1 EXAMINE INBOX\r\na2 EXPUNGE",
    b'a1 SELECT "INBOX"',
    b'a1 SELECT "Sent"',
    rb'a1 APPEND "Sent" (\Draft) {12}',
    rb'a1 APPEND "INBOX" (\Draft) {12}',
    rb'a1 APPEND "Drafts" {12}',
    rb'a1 APPEND "Drafts" (\Draft \Flagged) {12}',
    rb'a1 APPEND "Drafts" (\Draft) "01-Sep-2026 07:12:00 +0000" {12}',
    b'a1 CREATE "Drafts"',
    b'a1 DELETE "Drafts"',
    b'a1 RENAME "Drafts" "Sent"',
    b"a1 STORE 1 +FLAGS.SILENT (\\Deleted)",
    b"a1 UID STORE 1 +FLAGS.SILENT (\\Deleted)",
    b"a1 UID STORE 1:* +FLAGS.SILENT (\\Deleted)",
    b"a1 UID EXPUNGE 1",
    b"a1 UID EXPUNGE 1:*",
    b'a1 UID MOVE 1 "Trash"',
    b'a1 UID COPY 1 "Sent"',
    b"a1 UID FETCH 1 (BODY[])",
    b"a1 UID FETCH 1 (UID RFC822)",
    b"a1 UID FETCH 1 (UID BODY.PEEK[] BODY[1])",
    b"a1 FETCH 1 (BODY.PEEK[])",
    b'a1 LIST "" "*"\r\na2 SUBSCRIBE x',
    b"a1 NOTIFY SET",
    b"a1 NOTIFY SET (selected (MessageNew (BODY[]) MessageExpunge))",
    b"a1 NOTIFY NONE",
    b"a1 ID NIL",
    b"a1 SETACL Drafts anne lrs",
    b"DONE",
    b"a1 BURL",
    b"a1",
    b"",
]


@pytest.mark.parametrize("command", ALLOWED)
def test_what_reading_and_drafting_need_passes(command):
    gate().check(command + b"\r\n")


@pytest.mark.parametrize("command", FORBIDDEN)
def test_everything_else_is_refused(command):
    with pytest.raises(InvariantBroken):
        gate().check(command + b"\r\n")


@given(st.binary(max_size=40).filter(lambda text: b"\n" not in text and not text.startswith(b"a1 ")))
def test_unknown_verbs_are_refused(text):
    with pytest.raises(InvariantBroken):
        gate().check(b"a1 X" + text + b"\r\n")


def test_a_command_in_pieces_is_judged_whole():
    checked = gate(b"a1 EXP", b"UNGE", b"\r")
    with pytest.raises(InvariantBroken):
        checked.check(b"\n")


def test_a_literal_is_not_read_as_commands():
    text = b"a9 EXPUNGE\r\n"
    checked = gate(rb'a1 APPEND "Drafts" (\Draft) {%d}' % len(text) + b"\r\n")
    checked.check(text + b"\r\n")
    assert checked.verbs == ["APPEND"]


def test_after_a_literal_commands_are_judged_again():
    checked = gate(rb'a1 APPEND "Drafts" (\Draft) {3}' + b"\r\nabc\r\n")
    with pytest.raises(InvariantBroken):
        checked.check(b"a2 EXPUNGE\r\n")


def test_one_append_stores_one_message():
    with pytest.raises(InvariantBroken):
        gate(rb'a1 APPEND "Drafts" (\Draft) {3}' + b"\r\nabc").check(b" (\\Draft) {3}\r\n")


REMOVALS = [
    b"UID STORE 5 +FLAGS.SILENT (\\Deleted)",
    b"UID STORE 5 (UNCHANGEDSINCE 9) +FLAGS.SILENT (\\Deleted)",
    b"UID EXPUNGE 5",
    b'UID MOVE 5 "Trash"',
]


@pytest.mark.parametrize("command", REMOVALS)
def test_the_one_message_that_was_named_can_be_removed_from_drafts(command):
    checked = gate(b'a1 SELECT "Drafts"\r\n')
    checked.arm(5)
    checked.check(b"a2 " + command + b"\r\n")


@pytest.mark.parametrize(
    "command", [removal.replace(b" 5", b" 6") for removal in REMOVALS] + [b'UID MOVE 5 "Sent"', b"UID STORE 5 +FLAGS (\\Seen)"]
)
def test_no_other_message_and_no_other_way(command):
    checked = gate(b'a1 SELECT "Drafts"\r\n')
    checked.arm(5)
    with pytest.raises(InvariantBroken):
        checked.check(b"a2 " + command + b"\r\n")


@pytest.mark.parametrize("opening", [b'EXAMINE "Drafts"', b'EXAMINE "INBOX"', b'SELECT "Drafts"'])
def test_opening_a_mailbox_disarms(opening):
    checked = gate(b'a1 SELECT "Drafts"\r\n')
    checked.arm(5)
    checked.check(b"a2 " + opening + b"\r\n")
    with pytest.raises(InvariantBroken):
        checked.check(b"a3 UID EXPUNGE 5\r\n")


def test_nothing_is_armed_while_drafts_is_not_selected():
    with pytest.raises(InvariantBroken):
        gate(b'a1 EXAMINE "Drafts"\r\n').arm(5)


@pytest.mark.parametrize("command", [b"a1 LOGIN anne pass", b"a1 AUTHENTICATE PLAIN", b'a1 LIST "" "*"'])
def test_before_encryption_only_encryption_is_spoken_of(command):
    with pytest.raises(InvariantBroken):
        Gate(secure=False).check(command + b"\r\n")


def test_the_gate_stands_before_everything_imaplib_writes():
    writers = [
        name for name, method in inspect.getmembers(imaplib.IMAP4, inspect.isfunction) if ".sendall" in inspect.getsource(method)
    ]
    gated = ["self.gate.check(" in inspect.getsource(wire.send) for wire in (Transport, Line)]
    assert (writers, gated) == (["send"], [True, True])


def test_a_connection_that_is_kept_for_weeks_does_not_remember_every_command():
    checked = Gate(secure=True)
    for number in range(10_000):
        checked.check(b"m%d NOOP\r\n" % number)
    assert checked.verbs == ["NOOP"] * VERBS
