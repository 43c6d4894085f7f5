"""Reading from servers that are odd, wrong or rude."""

import re

import pytest

from mailwatch.errors import MailboxMissing, MailboxUnavailable
from mailwatch.mailbox.imap import ImapMailbox
from mailwatch.mailbox.special_use import MailboxNames
from mailwatch.model.message import Locator, Role
from mailwatch.model.secret import Secret
from mailwatch.ports import Cursor
from tests.mailbox.contract import advance, arrivals
from tests.mailbox.mail import plain
from tests.servers.hands import settings
from tests.servers.scripted import Hangup, Scripted


@pytest.fixture
def open_mailbox():
    made = []

    def make(server, **more):
        made.append(ImapMailbox(settings(server, "anne", **({"timeout": 5.0, "secret": lambda: Secret("x")} | more))))
        return made[-1]

    yield make
    for mailbox in made:
        mailbox.close()


def ok(tag):
    return tag + b" OK done\r\n"


def fill(server, mailbox="INBOX", count=3):
    for number in range(1, count + 1):
        server.put(mailbox, plain(f"<m{number}@x.example>"))


@pytest.mark.parametrize("piece", [1, 5])
def test_answers_in_pieces_are_read_alike(open_mailbox, piece):
    with Scripted() as server:
        fill(server)
        server.piece = piece
        assert arrivals(open_mailbox(server).new({})) == [("INBOX", 1), ("INBOX", 2), ("INBOX", 3)]


def test_ends_out_of_order_are_matched_by_tag(open_mailbox):
    held = []

    def status(server, tag, arguments):
        held.append(ok(tag))
        late = b"".join(reversed(held)) if len(held) == 4 else b""
        return server._do_status(arguments) + late

    with Scripted(STATUS=status) as server:
        fill(server)
        assert len(arrivals(open_mailbox(server).new({}))) == 3


def test_a_flood_of_unasked_lines_drowns_nothing(open_mailbox):
    flood = b"* 3 FETCH (UID 3 FLAGS (\\Seen))\r\n* 3 FETCH (FLAGS (\\Seen))\r\n* 9 RECENT\r\n* OK {x} hm\r\n" * 5_000

    def fetch(server, tag, arguments):
        return flood + server._do_uid_fetch(arguments) + flood + ok(tag)

    with Scripted(UID_FETCH=fetch) as server:
        fill(server)
        messages = [new for batch in open_mailbox(server).new({}) for new in batch.messages]
    assert [(new.locator.uid, b"<m" in new.header) for new in messages] == [(1, True), (2, True), (3, True)]


def test_a_literal_in_an_unasked_line_is_stepped_over(open_mailbox):
    def fetch(server, tag, arguments):
        return b"* 1 FETCH (X-GM-LABELS ({12}\r\n* 1 FETCH (U) FLAGS ()))\r\n" + server._do_uid_fetch(arguments) + ok(tag)

    with Scripted(UID_FETCH=fetch) as server:
        fill(server)
        assert len(arrivals(open_mailbox(server).new({}))) == 3


def test_the_last_message_is_not_new_again(open_mailbox):
    """A range beyond the end names the last message to some servers, whatever its UID."""

    def fetch(server, tag, arguments):
        return server._do_uid_fetch(b"* " + arguments.partition(b" ")[2]) + ok(tag)

    with Scripted(UID_FETCH=fetch) as server:
        fill(server)
        server.uidnext["INBOX"] = 9
        cursors = {"INBOX": Cursor("INBOX", 7, 4, 3)}
        batches = [batch for batch in open_mailbox(server).new(cursors) if batch.cursor.mailbox == "INBOX"]
    assert [(len(batch.messages), batch.cursor.uidnext) for batch in batches] == [(0, 9)]


def test_a_message_the_server_cannot_give_stops_no_other(open_mailbox):
    def fetch(server, tag, arguments):
        low, _, rest = arguments.partition(b" ")
        first, _, last = low.partition(b":")
        if b"HEADER" in rest and int(first) <= 2 <= int(last or first):
            return tag + b" NO [SERVERBUG] cannot parse\r\n"
        return server._do_uid_fetch(arguments) + ok(tag)

    with Scripted(UID_FETCH=fetch) as server:
        fill(server, count=5)
        messages = [new for batch in open_mailbox(server).new({}) for new in batch.messages]
    assert [(new.locator.uid, bool(new.header)) for new in messages] == [(1, True), (2, False), (3, True), (4, True), (5, True)]


def test_uids_counted_anew_without_a_new_uidvalidity_start_over(open_mailbox):
    with Scripted() as server:
        fill(server, count=2)
        cursors = {"INBOX": Cursor("INBOX", 7, 40, 39)}
        batches = [batch for batch in open_mailbox(server).new(cursors) if batch.cursor.mailbox == "INBOX"]
    assert [(batch.reset, len(batch.messages)) for batch in batches] == [(True, 2)]


def test_one_missing_uidvalidity_does_not_read_everything_again(open_mailbox):
    with Scripted() as server:
        fill(server)
        cursors = advance({}, open_mailbox(server).new({}))
        server.uidvalidity["INBOX"] = 0
        with pytest.raises(MailboxUnavailable, match="UIDVALIDITY"):
            list(open_mailbox(server).new(cursors))


def test_a_mailbox_that_has_no_uidvalidity_at_all_is_read_once(open_mailbox):
    with Scripted() as server:
        server.uidvalidity["INBOX"] = 0
        fill(server)
        mailbox = open_mailbox(server)
        cursors = advance({}, mailbox.new({}))
        assert (cursors["INBOX"].uidnext, arrivals(mailbox.new(cursors))) == (4, [])


def test_a_mailbox_replaced_while_it_is_read_is_no_view(open_mailbox):
    def examine(server, tag, arguments):
        return server._do_examine(arguments).replace(b"UIDVALIDITY 7", b"UIDVALIDITY 8") + ok(tag)

    with Scripted(EXAMINE=examine) as server:
        fill(server)
        with pytest.raises(MailboxUnavailable, match="replaced"):
            list(open_mailbox(server).new({}))


def vanishing(name):
    def status(server, tag, arguments):
        return tag + b" NO [NONEXISTENT] gone\r\n" if name in arguments else server._do_status(arguments) + ok(tag)

    return status


def test_another_mailbox_that_vanished_is_passed_over(open_mailbox):
    with Scripted(STATUS=vanishing(b"Clients")) as server:
        server.names["Clients"] = b""
        fill(server)
        mailbox = open_mailbox(server)
        assert {batch.cursor.mailbox for batch in mailbox.new({})} == {"INBOX", "Sent", "Trash"}


@pytest.mark.parametrize(
    "answer", [b"NO [INUSE] Locked", b"NO [SERVERBUG] Internal error", b"NO Mailbox is locked", b"BAD What?", b"OK done"]
)
def test_a_mailbox_the_server_says_nothing_of_makes_no_complete_view(open_mailbox, answer):
    """An answer filed there would not be seen."""

    def status(server, tag, arguments):
        return tag + b" " + answer + b"\r\n" if b"Clients" in arguments else server._do_status(arguments) + ok(tag)

    with Scripted(STATUS=status) as server:
        server.names["Clients"] = b""
        server.boxes["Clients"] = {}
        server.uidnext["Clients"] = server.uidvalidity["Clients"] = 1
        with pytest.raises(MailboxUnavailable, match="Clients"):
            arrivals(open_mailbox(server).new({}))


def test_a_mailbox_that_may_not_be_read_is_passed_over(open_mailbox):
    def status(server, tag, arguments):
        return tag + b" NO [NOPERM] Not yours\r\n" if b"Shared" in arguments else server._do_status(arguments) + ok(tag)

    with Scripted(STATUS=status) as server:
        fill(server, count=1)
        server.names["Shared"] = b""
        assert arrivals(open_mailbox(server).new({})) == [("INBOX", 1)]


def test_another_mailbox_that_vanishes_before_it_is_opened_is_passed_over(open_mailbox):
    def examine(server, tag, arguments):
        if b"Clients" in arguments:
            return tag + b" NO [NONEXISTENT] gone\r\n"
        return server._do_examine(arguments) + ok(tag)

    with Scripted(EXAMINE=examine) as server:
        server.names["Clients"], server.boxes["Clients"], server.uidnext["Clients"] = b"", {}, 5
        server.uidvalidity["Clients"] = 7
        assert {batch.cursor.mailbox for batch in open_mailbox(server).new({})} == {"INBOX", "Sent", "Trash"}


@pytest.mark.parametrize("name", [b"INBOX", b"Sent"])
def test_without_inbox_or_sent_there_is_no_view(open_mailbox, name):
    with Scripted(STATUS=vanishing(name)) as server, pytest.raises(MailboxMissing):
        list(open_mailbox(server).new({}))


def test_drafts_that_are_not_all_listed_are_no_listing(open_mailbox):
    def fetch(server, tag, arguments):
        return server._do_uid_fetch(b"1:2 " + arguments.partition(b" ")[2]) + ok(tag)

    with Scripted(UID_FETCH=fetch) as server:
        fill(server, "Drafts", 3)
        with pytest.raises(MailboxUnavailable, match="2 of 3"):
            open_mailbox(server).drafts()


def test_drafts_of_no_size_are_listed(open_mailbox):
    """Some gateways do not know the size of what they have not made yet."""

    def fetch(server, tag, arguments):
        return re.sub(rb"RFC822\.SIZE \d+", b"RFC822.SIZE 0", server._do_uid_fetch(arguments)) + ok(tag)

    with Scripted(UID_FETCH=fetch) as server:
        fill(server, "Drafts", 2)
        assert [entry.size for entry in open_mailbox(server).drafts().entries] == [0, 0]


def test_a_header_that_is_not_given_is_asked_for_again(open_mailbox):
    asked = []

    def fetch(server, tag, arguments):
        asked.append(arguments)
        answer = server._do_uid_fetch(arguments)
        return (re.sub(rb"\{\d+\}\r\n.*?\r\n\r\n\)", b"NIL)", answer, flags=re.DOTALL) if len(asked) == 1 else answer) + ok(tag)

    with Scripted(UID_FETCH=fetch) as server:
        fill(server, count=1)
        (batch,) = [batch for batch in open_mailbox(server).new({}) if batch.messages]
        assert b"<m1@x.example>" in batch.messages[0].header


def test_a_header_given_as_a_quoted_string_is_read(open_mailbox):
    def fetch(_server, tag, _):
        return b'* 1 FETCH (UID 1 RFC822.SIZE 9 BODY[HEADER.FIELDS (SUBJECT)] "Subject: \\"a\\"" FLAGS ())\r\n' + ok(tag)

    with Scripted(UID_FETCH=fetch) as server:
        fill(server, count=1)
        (new,) = [new for batch in open_mailbox(server).new({}) for new in batch.messages]
    assert new.header == b'Subject: "a"'


def test_a_useless_bodystructure_falls_back_to_the_whole_message_capped(open_mailbox):
    def fetch(server, tag, arguments):
        if b"BODYSTRUCTURE" in arguments:
            return b'* 1 FETCH (UID 1 BODYSTRUCTURE (("TEXT" "PLAIN") "MIXED" NIL) BODY[HEADER]<0> "")\r\n' + ok(tag)
        return server._do_uid_fetch(arguments.replace(b"BODY.PEEK[]<0.262144>", b"BODY.PEEK[]")) + ok(tag)

    raw = plain("<m1@x.example>")
    with Scripted(UID_FETCH=fetch) as server:
        server.put("INBOX", raw)
        locator = Locator("INBOX", 7, 1)
        assert list(open_mailbox(server).texts([locator])) == [(locator, raw)]
        assert sum("BODY.PEEK[]<0.262144>" in line for line in server.commands) == 1


def test_a_connection_that_died_between_two_polls_is_replaced_unnoticed(open_mailbox):
    with Scripted() as server:
        fill(server)
        mailbox = open_mailbox(server)
        cursors = advance({}, mailbox.new({}))
        server.connections[-1].close()
        server.connections[-1].detach()
        mailbox._session.transport.sock.shutdown(2)
        assert (arrivals(mailbox.new(cursors)), server.logins) == ([], 2)


def test_a_connection_quiet_for_long_is_tried_before_it_is_used(open_mailbox):
    with Scripted() as server:
        mailbox = open_mailbox(server)
        mailbox.mailboxes()
        mailbox._heard -= 3600
        mailbox._session.transport.sock.shutdown(2)
        assert (mailbox.drafts().entries, server.logins) == ((), 2)


@pytest.mark.parametrize("verb", ["LIST", "STATUS", "EXAMINE", "UID_FETCH"])
@pytest.mark.parametrize("end", ["BYE", "EOF", "silence", "noise"])
def test_every_way_to_break_off_is_unavailable_and_then_over(open_mailbox, verb, end):
    def break_off(server, tag, arguments):
        if server.logins <= 2:
            if end in {"BYE", "EOF"}:
                raise Hangup(b"* BYE no more\r\n" if end == "BYE" else b"* 1 FE")
            return b"" if end == "silence" else b"\xff\xfe{99999999999}\r\n"
        return server.usual(verb.replace("_", " "), tag, arguments)

    with Scripted(**{verb: break_off}) as server:
        fill(server)
        mailbox = open_mailbox(server, timeout=0.2)
        for _ in range(2):
            with pytest.raises(MailboxUnavailable):
                list(mailbox.new({}))
        assert len(arrivals(mailbox.new({}))) == 3


def test_too_many_connections_is_unavailable(open_mailbox):
    with Scripted() as server:
        server.greeting = b"* BYE Too many connections from your address\r\n"
        with pytest.raises(MailboxUnavailable):
            open_mailbox(server).mailboxes()


def test_a_configured_inbox_and_an_attribute_in_capitals_are_found(open_mailbox):
    with Scripted() as server:
        server.names["Sent"] = rb"\SENT"
        server.names["Clients"], server.boxes["Clients"] = b"", {}
        server.uidnext["Clients"] = server.uidvalidity["Clients"] = 1
        found = {one.name: one.role for one in open_mailbox(server, mailboxes=MailboxNames(inbox="Clients")).mailboxes()}
    assert (found["Clients"], found["INBOX"], found["Sent"]) == (Role.INBOX, Role.OTHER, Role.SENT)


def test_what_cannot_be_searched_for_is_not_found(open_mailbox):
    with Scripted() as server:
        assert open_mailbox(server).find('<a"\r\nx EXPUNGE@x.example>') == ()
        assert server.commands == []


def test_a_mailbox_that_grows_while_its_uidnext_stands_still_is_read_again(open_mailbox):
    def status(server, tag, arguments):
        return re.sub(rb"UIDNEXT \d+", b"UIDNEXT 77", server._do_status(arguments)) + ok(tag)

    with Scripted(STATUS=status) as server:
        fill(server, count=1)
        mailbox = open_mailbox(server)
        cursors = advance({}, mailbox.new({}))
        server.put("INBOX", plain("<answer@x.example>"))
        assert ("INBOX", 2) in arrivals(mailbox.new(cursors))
