"""What only the owner's configuration allows: notices in the inbox, and command mailboxes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwatch.errors import InvariantBroken
from mailwatch.mailbox.memory import MemoryMailbox
from mailwatch.mailbox.special_use import MailboxNames
from mailwatch.mailbox.transport import Gate, quoted
from mailwatch.model.message import Role
from mailwatch.model.orders import NAMES, Order, order_of
from mailwatch.ports import Appended
from tests.mailbox.contract import AT
from tests.mailbox.mail import plain
from tests.servers.hands import DovecotHands

NOTICE = plain("<mw.n1@x.example>")
FRENCH = {"prefix": "INBOX.", "separator": ".", "special": {r"\Drafts": "Brouillons", r"\Sent": "Éléments envoyés"}}


# --- the gate -----------------------------------------------------------------------------------------------------


def gate(**on):
    made = Gate(secure=True)
    made.drafts = quoted(b"Drafts")
    for name, value in on.items():
        setattr(made, name, value)
    return made


def passes(made, command):
    try:
        made.check(command + b"\r\n")
    except InvariantBroken:
        return False
    return True


@pytest.mark.parametrize(
    ("command", "on"),
    [
        (b'a1 APPEND "INBOX" () {12}', {"inbox": quoted(b"INBOX")}),
        (b'a1 CREATE "mailwatch/Won"', {"creatable": frozenset({quoted(b"mailwatch/Won")})}),
    ],
)
def test_each_is_refused_until_it_is_turned_on(command, on):
    assert (passes(gate(), command), passes(gate(**on), command)) == (False, True)


@pytest.mark.parametrize(
    "command",
    [
        b'a1 APPEND "Sent" () {12}',
        b'a1 APPEND "INBOX" (\\Draft) {12}',
        b'a1 APPEND "INBOX" (\\Seen) {12}',
        b'a1 APPEND "INBOX" {12}',
        b'a1 APPEND "Drafts" () {12}',
        b'a1 APPEND "INBOX" () "01-Sep-2026 07:12:00 +0000" {12}',
        b'a1 CREATE "Sent2"',
        b'a1 CREATE "mailwatch/Won/x"',
        b'a1 DELETE "mailwatch/Won"',
        b'a1 SELECT "INBOX"',
        b'a1 SUBSCRIBE "mailwatch/Won"',
    ],
)
def test_nothing_else_comes_with_it(command):
    assert not passes(gate(inbox=quoted(b"INBOX"), creatable=frozenset({quoted(b"mailwatch/Won")})), command)


@given(st.sampled_from(["mailwatch/Gagné", "MAILWATCH/gagne\u0301", "mailwatch/Won"]))
def test_names_are_known_in_both_languages_and_any_spelling(name):
    assert order_of(name, "/") is Order.WON


@pytest.mark.parametrize(
    ("path", "delimiter"), [("Gagné", "/"), ("mailwatch/Gagné/x", "/"), ("mailwatch/Gagné", "."), ("mailwatch", "/")]
)
def test_other_mailboxes_are_no_orders(path, delimiter):
    assert order_of(path, delimiter) is None


# --- in memory ----------------------------------------------------------------------------------------------------


def test_in_memory_nothing_is_written_unless_turned_on():
    off = MemoryMailbox()
    for attempt in (lambda: off.append_notice(NOTICE, "<mw.n1@x.example>"), lambda: off.create_commands("fr")):
        with pytest.raises(InvariantBroken):
            attempt()
    assert (off.messages("INBOX"), len(off.mailboxes())) == ((), 6)


def test_in_memory_as_on_a_server():
    on = MemoryMailbox(notices=True, commands=True)
    assert isinstance(on.append_notice(NOTICE, "<mw.n1@x.example>"), Appended)
    assert [stored.flags for stored in on.messages("INBOX")] == [frozenset()]
    assert on.create_commands("fr") == tuple(f"mailwatch/{name}" for name in NAMES["fr"].values())
    assert on.create_commands("en") == ()
    assert {box.order for box in on.mailboxes() if box.role is Role.COMMAND} == set(Order)


# --- on Dovecot ---------------------------------------------------------------------------------------------------


@pytest.fixture(params=[{}, FRENCH], ids=["plain", "below INBOX, in French"])
def hands(request, dovecots, user):
    made = DovecotHands(dovecots(rawlog=True, **request.param), user)
    made.server.keep_log(user)
    yield made
    made.close()


def opened(hands, *, notices=False, commands=False):
    hands.names = MailboxNames(commands=commands)
    return hands.open(notices=notices)


def writes(hands):
    """Commands heard that change anything, with their mailbox."""
    return [command for command in hands.server.commands(hands.user) if re.match(r"APPEND|CREATE|UID STORE|SELECT", command)]


@pytest.mark.dovecot
def test_a_notice_lies_unread_in_the_inbox_and_nowhere_else(hands):
    outcome = opened(hands, notices=True).append_notice(NOTICE, "<mw.n1@x.example>")

    assert isinstance(outcome, Appended)
    assert [(raw, flags - {r"\Recent"}) for _, raw, flags in hands.content("INBOX")] == [(NOTICE, frozenset())]
    assert (hands.content(hands.drafts), hands.content(hands.sent)) == ([], [])
    assert [command.split(" {")[0] for command in writes(hands)] == ['APPEND "INBOX" ()']


@pytest.mark.dovecot
def test_turned_off_nothing_reaches_the_server(hands):
    mailbox = opened(hands)
    mailbox.mailboxes()
    for attempt in (lambda: mailbox.append_notice(NOTICE, "<mw.n1@x.example>"), lambda: mailbox.create_commands("fr")):
        with pytest.raises(InvariantBroken):
            attempt()

    assert hands.content("INBOX") == []
    assert writes(hands) == []


@pytest.mark.dovecot
def test_command_mailboxes_are_created_once_where_drafts_lies(hands):
    mailbox = opened(hands, commands=True)
    made = mailbox.create_commands("fr")

    prefix, separator = hands.server.options.prefix, hands.server.options.separator
    assert made == tuple(f"{prefix}mailwatch{separator}{name}" for name in ("Gagné", "Perdu", "Plus tard", "Stop", "Téléphone"))
    there = {name for _, _, name in hands.client.list_folders()}
    assert set(made) <= there
    assert mailbox.create_commands("fr") == ()
    orders = {box.name: box.order for box in mailbox.mailboxes() if box.role is Role.COMMAND}
    assert orders == dict(zip(made, Order, strict=True))


@pytest.mark.dovecot
def test_turned_off_they_are_mailboxes_like_any_other(hands):
    opened(hands, commands=True).create_commands("en")

    assert Role.COMMAND not in {box.role for box in opened(hands).mailboxes()}


@pytest.mark.dovecot
def test_the_marks_of_a_notice_are_among_the_headers_read(hands):
    hands.deliver("INBOX", plain("<mw.n1@x.example>", extra="X-Mailwatch-Notice: digest\n"), AT)
    (new,) = [new for batch in opened(hands).new({}) for new in batch.messages]

    assert b"X-Mailwatch-Notice: digest" in new.header
