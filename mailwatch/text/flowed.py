"""format=flowed (RFC 3676): long lines travel as short ones and come back whole.

A text is lines separated by LF. A line is a paragraph; ``>`` marks at its start are its quote depth.
"""

import re
from typing import NamedTuple

#: RFC 3676 §4.2 asks for lines of 78 characters or fewer; 72 leaves room for others to quote us.
WIDTH = 72

#: RFC 3676 §4.3: never a soft break, although it ends in a space.
SIGNATURE_SEPARATOR = "-- "

_MARKS = re.compile(r"(?:> ?)*>|")
_WORD = re.compile(r"[^ ]* +|[^ ]+")


class Paragraph(NamedTuple):
    """One logical line: how deep it is quoted, and its text without the marks."""

    depth: int
    text: str


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Read ``>`` marks (``>> x`` and ``> > x`` alike) as quote depth; the space after the marks is not text."""
    return tuple(_paragraph(line) for line in text.split("\n"))


def _paragraph(line: str) -> Paragraph:
    marks = _MARKS.match(line)
    end = marks.end() if marks else 0
    depth = line.count(">", 0, end)
    return Paragraph(depth, line[end:].removeprefix(" ") if depth else line)


def plain(lines: tuple[Paragraph, ...]) -> str:
    """The text as a reader sees it: ``> `` before quoted lines."""
    return "\n".join(_marked(line) for line in lines)


def _marked(line: Paragraph) -> str:
    if not line.depth:
        return line.text
    return ">" * line.depth + (f" {line.text}" if line.text else "")


def to_flowed(lines: tuple[Paragraph, ...], width: int = WIDTH) -> str:
    """Encode paragraphs. Spaces at the end of a paragraph are dropped: they would be soft breaks (RFC 3676 §4.1)."""
    return "\n".join(physical for line in lines for physical in _flow(line, width))


def _flow(line: Paragraph, width: int) -> list[str]:
    text = line.text if line.text == SIGNATURE_SEPARATOR else line.text.rstrip(" ")
    room = max(width - line.depth - 1, 1)
    return [_stuffed(line.depth, chunk) for chunk in _chunks(text, room)]


def _chunks(text: str, room: int) -> list[str]:
    """Cut after spaces only; every chunk but the last ends in a space, none but the whole is a signature separator."""
    if text == SIGNATURE_SEPARATOR:
        return [text]
    chunks = [""]
    for word in _WORD.findall(text):
        fits = len(chunks[-1]) + len(word.rstrip(" ")) < room
        if not chunks[-1] or fits or chunks[-1] == SIGNATURE_SEPARATOR:
            chunks[-1] += word
        else:
            chunks.append(word)
    return chunks


def _stuffed(depth: int, chunk: str) -> str:
    """RFC 3676 §4.4: a space before what would be read as a mark, a space or mbox's From."""
    marks = ">" * depth
    if depth:
        return f"{marks} {chunk}" if chunk else marks
    return f" {chunk}" if chunk.startswith((" ", ">", "From ")) else chunk


def unflow(text: str, *, delsp: bool = False) -> tuple[Paragraph, ...]:
    """Decode format=flowed lines. ``delsp``: the space of a soft break is not text (RFC 3676 §4.1, DelSp=yes)."""
    # Pieces are joined once at the end: a paragraph of a megabyte must not be copied for each of its lines.
    done: list[tuple[int, list[str]]] = []
    open_depth: int | None = None
    for physical in text.replace("\r\n", "\n").split("\n"):
        depth = len(physical) - len(physical.lstrip(">"))
        content = physical[depth:].removeprefix(" ")
        soft = content.endswith(" ") and content != SIGNATURE_SEPARATOR
        kept = content[:-1] if soft and delsp else content
        if open_depth == depth and content != SIGNATURE_SEPARATOR:
            done[-1][1].append(kept)
        else:
            done.append((depth, [kept]))
        open_depth = depth if soft else None
    return tuple(Paragraph(depth, "".join(pieces)) for depth, pieces in done)


def from_flowed(text: str, *, delsp: bool = False) -> str:
    """format=flowed lines as a reader sees them: paragraphs whole, ``> `` before quoted ones."""
    return plain(unflow(text, delsp=delsp))
