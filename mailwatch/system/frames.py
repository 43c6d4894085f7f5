"""Byte strings one after another in a pipe: four octets of length (big-endian), then the octets; all ones: no answer."""

_NONE = 0xFFFFFFFF
_SIZE = 4


def frame(content: bytes | None) -> bytes:
    if content is None:
        return _NONE.to_bytes(_SIZE, "big")
    return len(content).to_bytes(_SIZE, "big") + content


def frames(stream: bytes) -> list[bytes | None]:
    """Every complete frame; what is cut off at the end is left out."""
    found: list[bytes | None] = []
    at = 0
    while at + _SIZE <= len(stream):
        size = int.from_bytes(stream[at : at + _SIZE], "big")
        at += _SIZE
        if size == _NONE:
            found.append(None)
            continue
        if at + size > len(stream):
            break
        found.append(stream[at : at + size])
        at += size
    return found
