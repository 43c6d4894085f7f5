"""Lines and literals come out as they went in, whatever pieces the network makes of them; compressed or not."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwatch.errors import MailboxUnavailable
from mailwatch.mailbox.incoming import LONGEST_LINE, RAW, Incoming
from tests.mailbox.network import Network


def deflated(*words: bytes) -> bytes:
    """As a server sends it: flushed after each answer, never finished."""
    deflate = zlib.compressobj(wbits=RAW)
    return b"".join(deflate.compress(word) + deflate.flush(zlib.Z_SYNC_FLUSH) for word in words)


def inflating(words: bytes, piece: int = 65_536) -> Incoming:
    incoming = Incoming(Network(words, piece))
    incoming.inflate()
    return incoming


LINES = st.lists(st.binary(max_size=200).map(lambda line: line.replace(b"\n", b"") + b"\n"), max_size=6)


@given(LINES, st.integers(1, 64))
def test_lines_come_out_as_they_went_in(lines, piece):
    incoming = Incoming(Network(b"".join(lines), piece))
    assert [incoming.readline() for _ in lines] == lines
    assert incoming.readline() == b""


@given(st.binary(max_size=300), st.integers(1, 64), st.integers(0, 320))
def test_literals_come_out_as_they_went_in(words, piece, size):
    incoming = Incoming(Network(words, piece))
    assert (incoming.read(size), incoming.read(400)) == (words[:size], words[size:])


@given(st.lists(st.binary(max_size=300), max_size=6), st.integers(1, 64))
def test_what_was_compressed_comes_out(words, piece):
    assert inflating(deflated(*words), piece).read(5_000) == b"".join(words)


def test_what_was_received_before_compression_is_part_of_it():
    """The server may push something right after its OK."""
    incoming = Incoming(Network(b"m1 OK\r\n" + deflated(b"* 1 EXISTS\r\n")))
    assert incoming.readline() == b"m1 OK\r\n"
    incoming.inflate()
    assert incoming.readline() == b"* 1 EXISTS\r\n"


def test_a_line_is_there_as_soon_as_it_was_sent():
    class Waiting(Network):
        def recv(self, size):
            data = super().recv(size)
            assert data, "asked for more than was needed"
            return data

    incoming = Incoming(Waiting(deflated(b"* 1 EXISTS\r\n", b"m1 OK done\r\n")))
    incoming.inflate()
    assert [incoming.readline(), incoming.readline()] == [b"* 1 EXISTS\r\n", b"m1 OK done\r\n"]


def test_a_bomb_comes_out_a_buffer_at_a_time():
    incoming = inflating(deflated(bytes(50_000_000)))
    assert incoming.read(1_000) == bytes(1_000)
    assert len(incoming.rest()) < 1 << 17


def test_what_is_not_deflated_is_a_broken_connection():
    with pytest.raises(OSError, match="broken"):
        inflating(b"\xff" * 100).read(1)


def test_the_end_of_the_stream_is_the_end():
    deflate = zlib.compressobj(wbits=RAW)
    assert inflating(deflate.compress(b"bye") + deflate.flush() + b"more").read(9) == b"bye"


def test_a_line_without_end_is_not_waited_for():
    with pytest.raises(MailboxUnavailable, match="without end"):
        Incoming(Network(bytes(LONGEST_LINE + 100_000))).readline()
