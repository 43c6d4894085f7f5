"""Drafts on servers that fail in the middle: exactly one draft, or an honest "uncertain"."""

import pytest

from mailwatch.errors import MailboxUnavailable
from mailwatch.mailbox.imap import ImapMailbox
from mailwatch.model.message import Locator
from mailwatch.model.secret import Secret
from mailwatch.ports import Appended, Refused, Uncertain
from tests.mailbox.mail import plain
from tests.servers.hands import settings
from tests.servers.scripted import Hangup, Scripted

MID = "<mw.1@x.example>"
RAW = plain(MID)


def mailbox(server, **more):
    return ImapMailbox(settings(server, "anne", **({"timeout": 5.0, "secret": lambda: Secret("x")} | more)))


@pytest.fixture
def append():
    """Appends one draft to a server and closes; the outcome."""

    def do(server, **more):
        one = mailbox(server, **more)
        try:
            return one.append_draft(RAW, MID)
        finally:
            one.close()

    return do


def said(text):
    return lambda _server, tag, _: tag + b" " + text + b"\r\n"


def stored(answer):
    """The draft is stored; what the client hears is another matter."""

    def respond(server, tag, arguments):
        server._do_append(arguments)
        return answer(server, tag, arguments)

    return respond


def hang_up(_server, tag, _):
    raise Hangup


def bye(_server, tag, _):
    raise Hangup(b"* BYE shutting down\r\n")


def silence(*_):
    return b""


def test_a_draft_is_appended_as_a_draft(append):
    with Scripted() as server:
        outcome = append(server)
    assert outcome == Appended(Locator("Drafts", 7, 1), RAW)
    assert [line.split(" ", 1)[1] for line in server.commands if "APPEND" in line] == [
        f'APPEND "Drafts" (\\Draft) {{{len(RAW)}}}'
    ]


def test_a_draft_is_appended_as_seen_when_so_configured(append):
    with Scripted() as server:
        append(server, unread=False)
    assert [r"(\Draft \Seen) {" in line for line in server.commands if "APPEND" in line] == [True]


@pytest.mark.parametrize("text", [b"NO [OVERQUOTA] full", b"NO [TRYCREATE] no such mailbox", b"NO [READ-ONLY] no", b"BAD what?"])
def test_a_refusal_before_the_literal_sends_no_literal(append, text):
    with Scripted(APPEND_LITERAL=said(text)) as server:
        outcome = append(server)
    assert (outcome, server.literals) == (Refused(text.split(b" ", 1)[1].decode()), [])


def test_a_missing_mailbox_is_never_created(append):
    with Scripted(APPEND_LITERAL=said(b"NO [TRYCREATE] no such mailbox")) as server:
        append(server)
    assert [line for line in server.commands if "CREATE " in line] == []


def test_a_refusal_after_the_literal_is_believed_when_nothing_is_there(append):
    with Scripted(APPEND=said(b"NO [LIMIT] too much")) as server:
        assert append(server) == Refused("[LIMIT] too much")


def test_a_refusal_of_a_draft_that_is_there_all_the_same_is_not_believed(append):
    with Scripted(APPEND=stored(said(b"NO [UNAVAILABLE] disk"))) as server:
        assert append(server) == Appended(Locator("Drafts", 7, 1), RAW)


@pytest.mark.parametrize("is_stored", [True, False])
@pytest.mark.parametrize("end", [hang_up, bye, silence])
def test_an_answer_that_never_comes_leaves_it_uncertain(append, end, is_stored):
    with Scripted(APPEND=stored(end) if is_stored else end) as server:
        outcome = append(server, timeout=0.3)
    assert (type(outcome), len(server.literals)) == (Uncertain, 1)


@pytest.mark.parametrize("end", [hang_up, bye, silence])
def test_a_cut_before_the_literal_is_uncertain_too(append, end):
    with Scripted(APPEND_LITERAL=end) as server:
        assert isinstance(append(server, timeout=0.3), Uncertain)


def test_ok_without_a_draft_is_uncertain(append):
    with Scripted(APPEND=said(b"OK [APPENDUID 7 1] done")) as server:
        server.put("Drafts", plain("<other@x.example>"))
        assert isinstance(append(server), Uncertain)


@pytest.mark.parametrize(
    "code", [b"OK [APPENDUID 1 7] reversed", b"OK [APPENDUID 7 999] wrong", b"OK [APPENDUID 9999999999 0] odd", b"OK done"]
)
def test_appenduid_is_not_believed(append, code):
    with Scripted(APPEND=stored(said(code))) as server:
        server.put("Drafts", plain("<other@x.example>"))
        assert append(server) == Appended(Locator("Drafts", 7, 2), RAW)


def test_of_a_draft_stored_twice_the_first_is_ours(append):
    with Scripted(APPEND=stored(stored(said(b"OK done")))) as server:
        assert append(server) == Appended(Locator("Drafts", 7, 1), RAW)


def test_an_older_draft_with_our_message_id_is_not_the_new_one(append):
    with Scripted(APPEND=said(b"OK done")) as server:
        server.put("Drafts", RAW)
        assert isinstance(append(server), Uncertain)


class RefusesWhatIsOpen(Scripted):
    """As Courier: no APPEND to the mailbox that EXAMINE has opened, and UNSELECT only where it is told of."""

    def __init__(self, capabilities):
        def literal(server, tag, arguments):
            name = arguments.split(b'"')[1].decode()
            return tag + b" NO Current box is selected READ-ONLY.\r\n" if name == server.selected else None

        def unselect(server, tag, arguments):
            if "UNSELECT" not in capabilities:
                return tag + b" BAD what?\r\n"
            return server.usual("UNSELECT", tag, arguments)

        super().__init__(capabilities, APPEND_LITERAL=literal, UNSELECT=unselect)


@pytest.mark.parametrize("capabilities", ["IMAP4rev1 UIDPLUS AUTH=PLAIN", "IMAP4rev1 UIDPLUS UNSELECT AUTH=PLAIN"])
def test_no_mailbox_is_open_while_a_message_is_appended_to_it(capabilities):
    with RefusesWhatIsOpen(capabilities) as server:
        one = mailbox(server, notices=True)
        one.drafts()
        draft, notice = one.append_draft(RAW, MID), one.append_notice(RAW, MID)
        one.close()
    assert [type(draft), type(notice)] == [Appended, Appended]


def test_where_only_status_tells_uidnext_an_older_draft_is_not_the_new_one(append):
    def examine(server, tag, arguments):
        answer = server._do_examine(arguments)
        return answer[: answer.index(b"* OK [UIDNEXT")] + tag + b" OK done\r\n"

    with Scripted("IMAP4rev1 UIDPLUS AUTH=PLAIN", EXAMINE=examine, APPEND=said(b"OK done")) as server:
        server.put("Drafts", RAW)
        assert isinstance(append(server), Uncertain)


def test_a_server_that_shows_a_new_draft_only_after_reopening_is_met(append):
    """As Courier without NOOP: the view is what it was at EXAMINE."""
    openings = []

    def examine(server, tag, arguments):
        openings.append(1)
        return server._do_examine(arguments) + tag + b" OK done\r\n"

    def fetch(server, tag, arguments):
        new = len(openings) > 2  # before, after, and once more
        return (server._do_uid_fetch(arguments) if new else b"") + tag + b" OK done\r\n"

    with Scripted(EXAMINE=examine, UID_FETCH=fetch) as server:
        assert append(server) == Appended(Locator("Drafts", 7, 1), RAW)


def test_what_the_server_made_of_the_bytes_is_given_back(append):
    def rewrite(server, tag, _):
        server.put("Drafts", RAW.replace(b"Bonjour", b"BONJOUR"))
        return tag + b" OK done\r\n"

    with Scripted(APPEND=rewrite) as server:
        outcome = append(server)
    assert isinstance(outcome, Appended)
    assert b"BONJOUR" in outcome.stored


def test_a_server_down_before_the_append_is_unavailable_not_uncertain(append):
    with Scripted(EXAMINE=hang_up) as server, pytest.raises(MailboxUnavailable):
        append(server)


def test_after_an_uncertain_append_the_next_call_has_a_new_connection():
    with Scripted(APPEND=hang_up) as server:
        one = mailbox(server)
        one.append_draft(RAW, MID)
        listing = one.drafts()
        one.close()
    assert (len(listing.entries), server.logins) == (0, 2)


@pytest.mark.parametrize("piece", [1, 7])
def test_answers_in_pieces_change_nothing(append, piece):
    with Scripted() as server:
        server.piece = piece
        assert append(server) == Appended(Locator("Drafts", 7, 1), RAW)


# --- withdrawing


def withdrawn(server, unchanged=lambda _: True, uid=1):
    one = mailbox(server)
    try:
        return one.withdraw(Locator("Drafts", 7, uid), unchanged)
    finally:
        one.close()


def removals(server):
    return [line.split(" ", 1)[1] for line in server.commands if any(verb in line for verb in ("STORE", "EXPUNGE", "MOVE"))]


def test_a_draft_goes_by_its_uid_alone():
    with Scripted() as server:
        server.put("Drafts", RAW)
        server.put("Drafts", plain("<theirs@x.example>"), rb"\Deleted")
        assert withdrawn(server) is True
    assert removals(server) == ["UID STORE 1 +FLAGS.SILENT (\\Deleted)", "UID EXPUNGE 1"]
    assert list(server.boxes["Drafts"]) == [2]


def test_without_uidplus_it_is_moved_to_trash():
    with Scripted("IMAP4rev1 MOVE UNSELECT") as server:
        server.put("Drafts", RAW)
        assert withdrawn(server) is True
    assert (removals(server), list(server.boxes["Trash"].values())) == (['UID MOVE 1 "Trash"'], [(RAW, b"")])


def test_at_gmail_it_is_moved_to_trash():
    with Scripted("IMAP4rev1 MOVE UIDPLUS UNSELECT X-GM-EXT-1") as server:
        server.put("Drafts", RAW)
        assert withdrawn(server) is True
    assert removals(server) == ['UID MOVE 1 "Trash"']


@pytest.mark.parametrize("capabilities", ["IMAP4rev1 UNSELECT", "IMAP4rev1 UNSELECT CONDSTORE"])
def test_with_neither_it_is_left_alone(capabilities):
    with Scripted(capabilities) as server:
        server.put("Drafts", RAW)
        assert withdrawn(server) is False
    assert removals(server) == []


def test_with_move_but_no_trash_it_is_left_alone():
    with Scripted("IMAP4rev1 MOVE UNSELECT") as server:
        del server.names["Trash"]
        server.put("Drafts", RAW)
        assert withdrawn(server) is False
    assert removals(server) == []


def test_a_draft_edited_between_two_looks_is_left_alone():
    looks = []

    def fetch(server, tag, arguments):
        looks.append(1)
        if len(looks) == 2:
            server.boxes["Drafts"][1] = (RAW + b"one more word", b"")
        return server._do_uid_fetch(arguments) + tag + b" OK done\r\n"

    with Scripted(UID_FETCH=fetch) as server:
        server.put("Drafts", RAW)
        assert withdrawn(server) is False
    assert (removals(server), len(looks)) == ([], 2)


def test_with_condstore_a_touch_in_the_last_moment_saves_the_draft():
    def fetch(server, tag, arguments):
        return server._do_uid_fetch(arguments).replace(b"(UID 1", b"(UID 1 MODSEQ (42)") + tag + b" OK done\r\n"

    with Scripted(
        "IMAP4rev1 UIDPLUS CONDSTORE UNSELECT", UID_FETCH=fetch, UID_STORE=said(b"OK [MODIFIED 1] Conditional STORE failed")
    ) as server:
        server.put("Drafts", RAW)
        assert withdrawn(server) is False
    assert removals(server) == ["UID STORE 1 (UNCHANGEDSINCE 42) +FLAGS.SILENT (\\Deleted)"]


def test_an_untouched_draft_is_not_even_selected_for_writing_when_it_changed():
    with Scripted() as server:
        server.put("Drafts", RAW)
        assert withdrawn(server, lambda _: False) is False
    assert [line for line in server.commands if "SELECT " in line.upper().replace("UNSELECT", "")] == []


def test_a_mailbox_without_uidvalidity_loses_nothing():
    with Scripted() as server:
        server.uidvalidity["Drafts"] = 0
        server.put("Drafts", RAW)
        one = mailbox(server)
        assert one.withdraw(Locator("Drafts", 0, 1), lambda _: True) is False
        one.close()
    assert removals(server) == []


def test_a_flag_counts_however_the_server_writes_it():
    with Scripted() as server:
        uid = server.put("Drafts", RAW, rb"\Draft \FLAGGED")
        mailbox = ImapMailbox(settings(server, "anne", timeout=2.0, secret=lambda: Secret("x")))
        assert mailbox.withdraw(Locator("Drafts", 7, uid), lambda _: True) is False
        mailbox.close()
    assert uid in server.boxes["Drafts"]


def test_a_server_that_asks_twice_for_the_literal_gets_it_once(append):
    with Scripted(APPEND_LITERAL=lambda server, _tag, _arguments: server.tell(b"+ one moment\r\n")) as server:
        assert append(server) == Appended(Locator("Drafts", 7, 1), RAW)
    assert server.literals == [RAW]
