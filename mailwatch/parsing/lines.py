"""Text as lines that know how deep they are quoted. Plain text and HTML meet here."""

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mailwatch.text.flowed import SIGNATURE_SEPARATOR, unflow


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


#: More lines than any correspondence; a wall of line breaks is not read further.
MOST_LINES: Final = 20_000
_DEEPEST: Final = 50

# One space may stand before the first sign and between signs; some editors indent by up to four.
_QUOTED = re.compile(r"[ \u00a0]{0,4}>(?:[ \u00a0]?>)*[ \u00a0]?")
_BARRED = re.compile(r"[ \u00a0]{0,2}[>|](?:[ \u00a0]?[>|])*[ \u00a0]?")
# The Bat! and Emacs put the quoted person's initials before the sign.
_INITIALS = re.compile(r"[ \u00a0]{0,4}([A-Z][A-Za-z]{0,4})>+(?=[ \u00a0]|$)")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def visible(text: str) -> str:
    """Text without the characters nobody sees; Outlook puts direction marks around every part of a date."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def _closes_address(above: str, line: str) -> bool:
    """Is this ``>`` the end of an address that was wrapped ("<marc@client.example", then ">:")?"""
    return above.rfind("<") > above.rfind(">") and len(line) < 80  # noqa: PLR2004 - a short rest


def _barred(lines: list[str]) -> bool:
    """Is this text quoted with ``|``, as mutt's users like? Only right under an introduction: tables have bars too."""
    above = ""
    for line in lines:
        if line.startswith("|") and above.endswith(":") and (line.strip() == "|" or not line.rstrip().endswith("|")):
            return True
        above = line.rstrip() or above
    return False


def _initialled(lines: list[str]) -> str | None:
    """The initials most often seen before a quote sign, None when hardly ever."""
    found = Counter(match[1] for line in lines if (match := _INITIALS.match(line)))
    return next((initials for initials, times in found.most_common(1) if times > 1), None)


def _signs(raw: str, pattern: re.Pattern[str], initials: str | None) -> tuple[int, int]:
    """How many quote signs a line begins with, and where its text starts."""
    if initials is not None and (named := _INITIALS.match(raw)) and named[1] == initials:
        return named[0].count(">"), named.end() + 1
    match = pattern.match(raw)
    return (sum(match[0].count(sign) for sign in ">|"), match.end()) if match else (0, 0)


def plain_lines(text: str) -> tuple[Line, ...]:
    """Lines of a text/plain body; ``>`` signs counted and removed (RFC 3676 §4.5 tells how they nest)."""
    raws = visible(text).split("\n", MOST_LINES)[:MOST_LINES]
    pattern, initials = _BARRED if _barred(raws) else _QUOTED, _initialled(raws)
    lines: list[Line] = []
    for raw in raws:
        depth, start = _signs(raw, pattern, initials)
        if not depth or (lines and not lines[-1].depth and _closes_address(lines[-1].text, raw)):
            lines.append(Line(0, raw if raw == SIGNATURE_SEPARATOR else raw.rstrip()))
        else:
            lines.append(Line(min(depth, _DEEPEST), raw[start:].rstrip()))
    return tuple(lines)


def flowed_lines(text: str, *, delete_space: bool = False) -> tuple[Line, ...]:
    """Lines of a format=flowed body, paragraphs joined (RFC 3676 §4.2; ``delete_space`` is its DelSp)."""
    bounded = "\n".join(visible(text).split("\n", MOST_LINES)[:MOST_LINES])
    return tuple(
        Line(min(depth, _DEEPEST), line if line == SIGNATURE_SEPARATOR else line.rstrip())
        for depth, line in unflow(bounded, delsp=delete_space)
    )


def render(lines: tuple[Line, ...]) -> str:
    """Lines as text, quoted ones behind their signs."""
    return "\n".join(f"{'>' * line.depth} {line.text}".rstrip() if line.depth else line.text for line in lines).strip("\n")
