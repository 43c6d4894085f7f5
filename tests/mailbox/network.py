"""A socket on which what the server says is known beforehand."""

import io


class Network(io.BytesIO):
    """Gives ``piece`` octets at a time, as a network may."""

    def __init__(self, words: bytes, piece: int = 65_536) -> None:
        super().__init__(words)
        self.piece = piece

    def recv(self, size: int) -> bytes:
        return self.read(min(size, self.piece))
