"""Text as lines that know how deep they are quoted. Plain text and HTML meet here."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Mark(StrEnum):
    """What the sender's mail program says a line is (HTML only)."""

    NONE = ""
    ATTRIBUTION = "attribution"  # "X wrote:"
    HEADERS = "headers"  # From/Sent/To/Subject above an original
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Line:
    """``depth`` counts the people between the author and this line: 0 is the author's own."""

    depth: int
    text: str
    mark: Mark = Mark.NONE

    @property
    def blank(self) -> bool:
        return not self.text or self.text.isspace()


#: RFC 3676 §4.3: two dashes and a space, alone on their line.
SIGNATURE_LINE: Final = "-- "

#: More lines than any correspondence; a wall of line breaks is not read further.
MOST_LINES: Final = 20_000
_DEEPEST: Final = 50

# One space may stand before the first and between the signs. A sign that opens a tag or an arrow is no quotation.
_QUOTED = re.compile(r"[ \u00a0]?>(?:[ \u00a0]?>)*[ \u00a0]?")
_UNSTUFFED = re.compile(r"(>+)")


def plain_lines(text: str) -> tuple[Line, ...]:
    """Lines of a text/plain body; ``>`` signs counted and removed (RFC 3676 §4.5 tells how they nest)."""
    lines = []
    for raw in text.split("\n", MOST_LINES)[:MOST_LINES]:
        match = _QUOTED.match(raw)
        if match is None:
            lines.append(Line(0, raw if raw == SIGNATURE_LINE else raw.rstrip()))
        else:
            lines.append(Line(min(match[0].count(">"), _DEEPEST), raw[match.end() :].rstrip()))
    return tuple(lines)


def flowed_lines(text: str, *, delete_space: bool = False) -> tuple[Line, ...]:
    """Lines of a format=flowed body, paragraphs joined (RFC 3676 §4.2; ``delete_space`` is its DelSp)."""
    paragraphs: list[tuple[int, list[str]]] = []
    joining = False
    for raw in text.split("\n", MOST_LINES)[:MOST_LINES]:
        match = _UNSTUFFED.match(raw)
        depth = min(len(match[1]), _DEEPEST) if match else 0
        content = (raw[match.end() :] if match else raw).removeprefix(" ")
        flowed = content.endswith(" ") and content != SIGNATURE_LINE
        if joining and paragraphs[-1][0] == depth and content != SIGNATURE_LINE:
            paragraphs[-1][1].append(content[:-1] if flowed and delete_space else content)
        else:
            paragraphs.append((depth, [content[:-1] if flowed and delete_space else content]))
        joining = flowed
    joined = ((depth, "".join(pieces)) for depth, pieces in paragraphs)
    return tuple(Line(depth, text if text == SIGNATURE_LINE else text.rstrip()) for depth, text in joined)


def render(lines: tuple[Line, ...]) -> str:
    """Lines as text, quoted ones behind their signs."""
    return "\n".join(f"{'>' * line.depth} {line.text}".rstrip() if line.depth else line.text for line in lines).strip("\n")
