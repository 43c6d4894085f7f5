"""Responses are framed as they came, and ends find their commands."""

import io
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwatch.errors import MailboxUnavailable
from mailwatch.mailbox.framing import Exchange, Fetched, arguments, fetched, opened, read_frame, readable


class Recorded:
    """A wire on which the server's words are known beforehand."""

    def __init__(self, words: bytes) -> None:
        self.file = io.BytesIO(words)
        self.readline, self.read = self.file.readline, self.file.read
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
