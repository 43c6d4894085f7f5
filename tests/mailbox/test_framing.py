"""Responses are framed as they came, and ends find their commands."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwatch.errors import MailboxUnavailable
from mailwatch.mailbox.framing import Exchange, Fetched, Pending, arguments, fetched, opened, read_frame, readable, usual
from mailwatch.mailbox.incoming import Incoming
from tests.mailbox.network import Network


class Recorded:
    """A wire on which the server's words are known beforehand."""

    def __init__(self, words: bytes, piece: int = 65_536) -> None:
        incoming = Incoming(Network(words, piece))
        self.readline, self.read, self.take = incoming.readline, incoming.read, incoming.take
        self.sent: list[bytes] = []

    def send(self, data: bytes) -> None:
        self.sent.append(data)


def test_commands_leave_in_one_write_and_ends_come_back_in_their_order():
    wire = Recorded(b"* 1 EXISTS\r\nm3 BAD [X] three\r\n* 2 EXISTS\r\nm1 OK one\r\nx9 OK stray\r\nm2 NO two\r\n")
    ends, frames = Exchange(wire).ask(b"NOOP", b"UID FETCH 1 (UID)", b"NOOP")
    assert [(end.number, end.status, end.text) for end in ends] == [(0, "OK", "one"), (1, "NO", "two"), (2, "BAD", "[X] three")]
    assert (frames, wire.sent) == ([(b"* 1 EXISTS",), (b"* 2 EXISTS",)], [b"m1 NOOP\r\nm2 UID FETCH 1 (UID)\r\nm3 NOOP\r\n"])


@given(st.lists(st.binary(max_size=60), max_size=4))
def test_literals_of_any_bytes_come_out_as_they_went_in(literals):
    words = b"* 1 FETCH (X"
    for literal in literals:
        words += b" {%d}\r\n%s" % (len(literal), literal)
    frame = read_frame(Recorded(words + b")\r\n"))
    assert frame[1::2] == tuple(literals)


@pytest.mark.parametrize(
    "words", [b"", b"* 1 EXI", b"* 1 FETCH (X {5}\r\nabc", b"* 1 FETCH (X {3}\r\nabc", b"* BYE\r\n", b"* bye see you\r\n"]
)
def test_the_end_of_a_connection_is_unavailability(words):
    with pytest.raises(MailboxUnavailable):
        Exchange(Recorded(words)).ask(b"NOOP")


def test_a_literal_nobody_asked_for_is_not_read():
    with pytest.raises(MailboxUnavailable, match="nobody asked"):
        read_frame(Recorded(b"* X {99999999999}\r\n"))


FETCH = (
    b'* 12 FETCH (FLAGS (\\Seen $x) INTERNALDATE " 1-Sep-2026 09:12:00 +0200" BODY[HEADER.FIELDS ("A)")] {9}',
    b"UID 9 abc",
    b" MODSEQ (77) RFC822.SIZE 1234 UID 34)",
)


def test_items_are_found_in_any_order_and_never_inside_a_literal():
    assert fetched(FETCH) == Fetched(
        uid=34,
        flags=frozenset({r"\Seen", "$x"}),
        size=1234,
        internal_date=datetime(2026, 9, 1, 9, 12, tzinfo=timezone(timedelta(hours=2))),
        modseq=77,
        body=b"UID 9 abc",
    )


@pytest.mark.parametrize("frame", [(b"* 12 EXISTS",), (b"* 12 FETCH (FLAGS ())",), (b"m1 OK FETCH",), (b"* OK FETCH (UID 1)",)])
def test_what_is_no_fetch_with_a_uid_is_none(frame):
    assert fetched(frame) is None


@pytest.mark.parametrize(
    "date", [b"31-Feb-2026 09:12:00 +0200", b"01-Foo-2026 09:12:00 +0000", b"01-Sep-2026 09:12:00 +9900", b"NIL", b""]
)
def test_an_impossible_internal_date_is_the_epoch(date):
    message = fetched((b'* 1 FETCH (UID 1 INTERNALDATE "' + date + b'")',))
    assert message.internal_date == datetime(1970, 1, 1, tzinfo=UTC)


@given(st.binary(max_size=80))
def test_no_line_breaks_the_readers(line):
    fetched((line,))
    arguments((b"* LIST " + line,), b"LIST")
    arguments((b"* STATUS " + line,), b"STATUS")
    opened([(line,)])
    assert readable(line).isprintable()


def test_what_a_mailbox_is_when_opened():
    frames = [(b"* 5 EXISTS",), (b"* OK [UIDVALIDITY 7] x",), (b"* ok [uidnext 9]",), (b"* OK [HIGHESTMODSEQ 12345678901] y",)]
    counts = opened(frames)
    assert (counts.messages, counts.uidvalidity, counts.uidnext, counts.modseq) == (5, 7, 9, 12345678901)


ITEMS = st.permutations(
    [
        b"UID 7",
        b"RFC822.SIZE 1234",
        b"FLAGS (\\Seen $x)",
        b'INTERNALDATE "01-Sep-2026 09:12:00 +0200"',
        b'BODY[HEADER.FIELDS (SUBJECT "TO")] {%d}\r\n%s',
    ]
)


@given(st.lists(st.tuples(ITEMS, st.binary(max_size=40)), max_size=5), st.integers(1, 600))
def test_headers_are_the_same_whichever_way_they_are_read(messages, piece):
    """At once where they have the usual shape, one response after the other where they have not."""
    responses = [b" ".join(items) % (len(body), body) for items, body in messages]
    words = b"".join(b"* %d FETCH (%s)\r\n* 9 EXISTS\r\n" % (n, text) for n, text in enumerate(responses, start=1)) + b"m1 OK\r\n"
    exchange = Exchange(Recorded(words, piece))
    pending = exchange.begin(Pending([]), b"NOOP")
    exchange.finish(pending)
    _, slowly = Exchange(Recorded(words)).ask(b"NOOP")
    one_by_one = [found for found in map(fetched, slowly) if found]
    assert sorted(pending.taken(), key=repr) == sorted(one_by_one, key=repr)
    assert [found.body for found in one_by_one] == [body for _, body in messages]


def test_what_is_usual_is_read_at_once():
    response = b'* 1 FETCH (UID 7 FLAGS () INTERNALDATE " 1-Sep-2026 09:12:00 -0000" RFC822.SIZE 9 BODY[HEADER.FIELDS (TO)] {3}\r\nabc)\r\n'
    message = Fetched(7, frozenset(), 9, datetime(2026, 9, 1, 9, 12, tzinfo=UTC), 0, b"abc")
    assert usual(b"xx" + 2 * response + response[:-1], 2) == ([message, message], 2 + 2 * len(response))


@pytest.mark.parametrize("missing", [b"UID 7 ", b"FLAGS () ", b'INTERNALDATE " 1-Sep-2026 09:12:00 -0000" ', b"RFC822.SIZE 9 "])
def test_what_lacks_an_item_is_not_usual(missing):
    response = b'* 1 FETCH (UID 7 FLAGS () INTERNALDATE " 1-Sep-2026 09:12:00 -0000" RFC822.SIZE 9 BODY[HEADER.FIELDS (TO)] {3}\r\nabc)\r\n'
    assert usual(response.replace(missing, b""), 0) == ([], 0)


def test_more_may_be_sent_while_answers_are_read():
    exchange = Exchange(wire := Recorded(b"m1 OK one\r\n* 1 EXISTS\r\nm3 OK three\r\nm2 OK two\r\nm4 OK four\r\n"))
    pending = exchange.begin(Pending(), b"NOOP", b"NOOP")
    assert exchange.until(pending, 0).text == "one"
    exchange.begin(pending, b"NOOP")
    assert [exchange.until(pending, number).text for number in (1, 2)] == ["two", "three"]
    assert exchange.ask(b"NOOP")[0][0].text == "four"
    assert wire.sent == [b"m1 NOOP\r\nm2 NOOP\r\n", b"m3 NOOP\r\n", b"m4 NOOP\r\n"]


def test_what_is_under_way_is_read_before_anything_else_is_said():
    exchange = Exchange(Recorded(b"m1 OK one\r\nm2 OK two\r\nm3 OK three\r\n"))
    pending = exchange.begin(Pending(), b"NOOP", b"NOOP")
    assert exchange.ask(b"NOOP")[0][0].text == "three"
    assert exchange.until(pending, 1).text == "two"
