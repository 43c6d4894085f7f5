"""COMPRESS=DEFLATE (RFC 4978): what the server says, inflated as it is read."""

import io
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_AT_ONCE = 65_536
#: Raw deflate, without the header and checksum of zlib.
RAW = -15


class Inflated(io.RawIOBase):
    """Reads from ``file``, and closes it. Never holds more than a buffer of what comes out, whatever goes in."""

    def __init__(self, file: io.BufferedReader) -> None:
        self._file = file
        self._inflate = zlib.decompressobj(RAW)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        room = memoryview(buffer).cast("B")
        try:
            data = self._inflate.decompress(self._inflate.unconsumed_tail, len(room))
            while not data and not self._inflate.eof and (more := self._file.read1(_AT_ONCE)):
                data = self._inflate.decompress(more, len(room))
        except zlib.error as error:
            raise OSError(f"the compressed connection is broken: {error}") from None
        room[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()
