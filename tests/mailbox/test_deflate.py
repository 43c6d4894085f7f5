"""A compressed connection says what a plain one says."""

import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwatch.mailbox.deflate import RAW, Inflated


def deflated(*words: bytes) -> bytes:
    """As a server sends it: flushed after each answer, never finished."""
    deflate = zlib.compressobj(wbits=RAW)
    return b"".join(deflate.compress(word) + deflate.flush(zlib.Z_SYNC_FLUSH) for word in words)


class Drips(io.BytesIO):
    """Gives one octet at a time, as a network may."""

    def read1(self, _size=-1):
        return self.read(1)


@given(st.lists(st.binary(max_size=300), max_size=6), st.sampled_from([io.BytesIO, Drips]), st.integers(1, 64))
def test_what_went_in_comes_out(words, source, room):
    inflated = io.BufferedReader(Inflated(source(deflated(*words))), room)
    assert inflated.read() == b"".join(words)


def test_a_line_is_there_as_soon_as_it_was_sent():
    class Waiting(io.BytesIO):
        def read1(self, size=-1):
            data = super().read1(size)
            assert data, "asked for more than was needed"
            return data

    inflated = io.BufferedReader(Inflated(Waiting(deflated(b"* 1 EXISTS\r\n", b"m1 OK done\r\n"))), 8)
    assert [inflated.readline(), inflated.readline()] == [b"* 1 EXISTS\r\n", b"m1 OK done\r\n"]


def test_a_bomb_comes_out_a_buffer_at_a_time():
    raw = Inflated(io.BytesIO(deflated(bytes(50_000_000))))
    assert raw.readinto(bytearray(1_000)) == 1_000


def test_what_is_not_deflated_is_a_broken_connection():
    with pytest.raises(OSError, match="broken"):
        io.BufferedReader(Inflated(io.BytesIO(b"\xff" * 100))).read()


def test_the_end_of_the_stream_is_the_end():
    deflate = zlib.compressobj(wbits=RAW)
    assert io.BufferedReader(Inflated(io.BytesIO(deflate.compress(b"bye") + deflate.flush() + b"more"))).read() == b"bye"
