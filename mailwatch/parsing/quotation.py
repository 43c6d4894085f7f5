"""The author's own words apart from what is quoted under, over and between them.

Every line gets an owner: a number of ``>`` signs or blockquotes says how far it is quoted; an introduction without
such signs (Outlook, forwards) makes everything after it quoted, as far as its own depth reaches.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from mailwatch.model.message import QuotedBlock
from mailwatch.parsing.attributions import Introduction, Origin, attribution_at, is_marker, is_rule, marked_attribution
from mailwatch.parsing.header_blocks import header_block_at, label_of
from mailwatch.parsing.lines import Line, Mark

# A chain longer than this has long stopped to be about us.
_MOST_BLOCKS: Final = 60
# Introductions are looked for in as many lines as a long thread has; each costs up to a tenth of a millisecond.
_MOST_EXAMINED: Final = 4000
# Lines wrapped by a mail program on the way are cut near 72 to 80 characters.
_WRAPPED: Final = 55


@dataclass
class _Block:
    origin: Origin
    lines: list[str] = field(default_factory=list)


@dataclass
class Parted:
    """``runs`` are the author's own lines, in runs that quotation separates; ``blocks`` what is quoted, top to bottom."""

    runs: list[list[Line]] = field(default_factory=lambda: [[]])
    blocks: list[_Block] = field(default_factory=list)

    def quoted(self) -> tuple[QuotedBlock, ...]:
        found = []
        for block in self.blocks:
            text = "\n".join(block.lines).strip("\n")
            if block.origin != Origin() or not _is_heading(block.lines):
                found.append(QuotedBlock(text, block.origin.sender, block.origin.date, block.origin.subject))
        return tuple(found)


def _is_heading(lines: list[str]) -> bool:
    """Nothing but fields and drawn lines: what Gmail puts above a forwarded conversation."""
    return all(not line.strip(" -_=*") or label_of(line) for line in lines)


@dataclass
class _Reader:
    lines: Sequence[Line]
    parted: Parted = field(default_factory=Parted)
    # Depths at which an introduction without quote signs made the rest quoted.
    regions: list[int] = field(default_factory=list)
    # Open blocks by how deep they are quoted, and introductions waiting for the lines they introduce.
    open: dict[int, _Block] = field(default_factory=dict)
    waiting: dict[int, Origin] = field(default_factory=dict)

    def level(self, depth: int) -> int:
        return depth + sum(1 for region in self.regions if region <= depth)

    def introduce(self, introduction: Introduction, depth: int, *, rest: bool) -> None:
        """Lines after this belong to its origin: deeper ones, or with ``rest`` all that are at least as deep."""
        self.regions = [region for region in self.regions if region <= depth]
        if rest and depth not in self.regions:
            self.regions.append(depth)
        level = self.level(depth) if rest else self.level(depth) + 1
        for deeper in [number for number in self.open if number >= level]:
            del self.open[deeper]
        self.waiting[level] = introduction.origin

    def add(self, line: Line) -> None:
        level = self.level(line.depth)
        if level == 0:
            self.own(line)
            return
        for deeper in [number for number in self.open if number > level]:
            del self.open[deeper]
        if level not in self.open:
            if line.blank:
                return
            self.open[level] = _Block(self.origin(level))
            if len(self.parted.blocks) < _MOST_BLOCKS:
                self.parted.blocks.append(self.open[level])
        self.open[level].lines.append(line.text)
        if self.parted.runs[-1]:
            self.parted.runs.append([])

    def origin(self, level: int) -> Origin:
        """Whose words these are: of the introduction at this level, or of one above that has no words of its own yet."""
        waiting = max((number for number in self.waiting if number <= level), default=level)
        return self.waiting.pop(waiting, Origin())

    def own(self, line: Line) -> None:
        if self.parted.runs[-1] or not line.blank:
            self.parted.runs[-1].append(line)

    def finish(self) -> Parted:
        for level in sorted(self.waiting):  # an introduction with nothing under it still names its origin
            if len(self.parted.blocks) < _MOST_BLOCKS:
                self.parted.blocks.append(_Block(self.waiting[level]))
        return self.parted


def _next_text(lines: Sequence[Line], index: int) -> int:
    while index < len(lines) and lines[index].blank:
        index += 1
    return index


def _marker_at(lines: Sequence[Line], index: int) -> Introduction | None:
    """A marker or a rule, with the header block it announces."""
    text = lines[index].text
    marker = is_marker(text)
    bar = text.strip(" *>")
    ruled = not marker and ((len(bar) >= 5 and not bar.strip("_-=–—")) or is_rule(text))  # noqa: PLR2004 - a drawn line
    if not marker and not ruled:
        return None
    after = _next_text(lines, index + 1)
    # Zimbra and Outlook may draw a line under the marker as well.
    if marker and after < len(lines) and not lines[after].text.strip(" -_=*"):
        after = _next_text(lines, after + 1)
    block = header_block_at(lines, after, announced=marker or is_rule(text)) if after < len(lines) else None
    if block is not None and lines[after].depth == lines[index].depth:
        return Introduction(index, block.end, block.origin)
    # "Original message" alone may be the author's words; dashes or a colon make it a program's.
    return Introduction(index, index + 1, Origin()) if marker and bar.strip("-_=–—: ") != bar else None


def _is_wrapped_tail(lines: Sequence[Line], index: int) -> bool:
    """The end of a quoted line that a mail program wrapped without repeating the sign."""
    if index == 0 or lines[index].depth or lines[index].blank or index + 1 >= len(lines):
        return False
    above, below = lines[index - 1], lines[index + 1]
    if not above.depth or above.blank or not below.depth:
        return False
    return len(above.text) >= _WRAPPED and above.text[-1] not in ".?!:;" and len(lines[index].text) < len(above.text) + 20


def _attributions(lines: Sequence[Line]) -> dict[int, Introduction]:
    """Attributions by their first line."""
    found: dict[int, Introduction] = {}
    taken = -1
    for index in range(min(len(lines), _MOST_EXAMINED)):
        if len(found) >= _MOST_BLOCKS:
            break
        introduction = attribution_at(lines, index)
        if introduction is not None and introduction.start > taken:
            found[introduction.start] = introduction
            taken = index
    return found


def part(lines: Sequence[Line]) -> Parted:
    """Part a body into the author's own runs and the quoted blocks."""
    reader = _Reader(lines)
    attributions = _attributions(lines)
    index = 0
    while index < len(lines):
        line = lines[index]
        introduction, rest = _introduction_at(lines, index, attributions, own=bool(reader.parted.runs[0]))
        if introduction is not None:
            reader.introduce(introduction, line.depth, rest=rest)
            index = introduction.end
            continue
        if _is_wrapped_tail(lines, index):
            line = Line(lines[index - 1].depth, line.text)
        reader.add(line)
        index += 1
    return reader.finish()


def _introduction_at(
    lines: Sequence[Line], index: int, attributions: dict[int, Introduction], *, own: bool
) -> tuple[Introduction | None, bool]:
    """The introduction that starts here, and whether everything after it is quoted even without a sign."""
    line = lines[index]
    if line.blank or index >= _MOST_EXAMINED:
        return None, False
    marked = _marker_at(lines, index)
    block = marked or header_block_at(lines, index, announced=line.mark is Mark.HEADERS)
    if block is not None:
        # Some programs copy the original's fields above a quotation with signs and the answers between them.
        after = _next_text(lines, block.end)
        signs = after < len(lines) and lines[after].depth > line.depth
        copied = signs if marked is not None else signs or (not own and _quoted_soon(lines, after, line.depth))
        return block, not copied
    found = attributions.get(index)
    if found is None and line.mark is Mark.ATTRIBUTION:
        found = marked_attribution(lines, index)
    if found is None:
        return None, False
    after = _next_text(lines, found.end)
    return found, after < len(lines) and lines[after].depth <= line.depth and not _quoted_soon(lines, after, line.depth)


def _quoted_soon(lines: Sequence[Line], start: int, depth: int) -> bool:
    """Do quote signs follow within a few lines? Then the signs say what is quoted, not the introduction."""
    seen = 0
    for line in lines[start : start + 12]:
        if line.depth > depth:
            return True
        seen += not line.blank
        if seen > 3:  # noqa: PLR2004 - a greeting and a name
            return False
    return False
