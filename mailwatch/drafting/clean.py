"""Other people's text made harmless: in a header a line is one line, in a body nothing is invisible."""

import re

#: Longest text of others that enters a header.
LONGEST = 255

# C0 and C1 controls, bidirectional controls, surrogates without partner, and the private-use letters rendering works with.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff\ue000-\ue0ff]"
)
_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[ \t]+")


def one_line(text: str, longest: int = LONGEST) -> str:
    """Without line ends, controls, bidirectional marks and doubled spaces; no encoded word can begin in it (RFC 2047 §2)."""
    flat = _UNSEEN.sub("", _LINE_ENDS.sub(" ", text)).replace("=?", "= ?")
    return _SPACES.sub(" ", flat).strip()[:longest].rstrip()


def lines(text: str) -> list[str]:
    """The lines of a text of several, each without controls, without trailing spaces."""
    return [_UNSEEN.sub("", line).replace("\t", " ").rstrip(" ") for line in _LINE_ENDS.split(text)]
