"""The block of From, Sent, To, Subject that Outlook and forwards put above an original, in any order and language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from mailwatch.parsing.attributions import EMAIL, Introduction, Origin, sender_in
from mailwatch.parsing.lines import Line
from mailwatch.parsing.quoted_dates import find_date
from mailwatch.text.attribution_lines import LABELS
from mailwatch.text.tokens import fold

_FIELDS: Final = {name: key for key, names in reversed(LABELS.items()) for name in names}
_MOST_LINES: Final = 24
# Recipients may fill many lines, but a value that goes on for longer is somebody's text.
_MOST_CONTINUED: Final = 12

_LABEL = re.compile(r"[\s*_|>]{0,8}(?P<label>[^\W\d_][^:：\n\d<>@]{0,28}?)[\s*_]{0,4}[:：][\s*_]{0,4}(?P<value>.*)$", re.DOTALL)  # noqa: RUF001 - full-width colon
_DATE_LABEL = re.compile(r"[\s*_>]{0,8}message du[\s:]{1,3}(?P<value>\d.{4,60})$", re.IGNORECASE)
_INLINE = re.compile(r"(?<=[\s,;>])\*?(?P<label>[^\W\d_][^\W\d_]{1,14}(?:\s(?:le|a|am|il|on))?)\*?\s?[:：]\s?\*?\s?(?=\S)")  # noqa: RUF001 - full-width colon


@dataclass
class _Block:
    values: dict[str, str] = field(default_factory=dict)
    end: int = 0


# A line is asked again for every line above it.
@lru_cache(maxsize=1024)
def label_of(text: str) -> tuple[str, str] | None:
    """The field a line labels, and its value."""
    dated = _DATE_LABEL.match(text)
    if dated is not None:
        return "date", dated["value"]
    match = _LABEL.match(text[:2000])
    if match is None:
        return None
    key = _FIELDS.get(fold(match["label"]).strip(" *_.|"))
    return (key, match["value"].strip(" *\t")) if key else None


def _put(block: _Block, key: str, value: str) -> None:
    """Store a value; programs that write the block on one line leave further fields inside it."""
    pieces = [(key, value)]
    for match in _INLINE.finditer(value[:1000]):
        inner = _FIELDS.get(fold(match["label"]).strip())
        if inner and inner != key and inner not in block.values:
            before_key, before = pieces[-1]
            pieces[-1] = (before_key, before[: len(before) - (len(value) - match.start())])
            pieces.append((inner, value[match.end() :]))
    for piece_key, piece in pieces:
        if not block.values.get(piece_key):
            block.values[piece_key] = piece.strip(" *")


def _continues(lines: Sequence[Line], position: int, key: str, count: int) -> bool:
    """Is this the rest of a long field? Recipients go on with addresses, a subject or a date with an indented line."""
    text = lines[position].text
    if count > _MOST_CONTINUED or len(text) > 1000:  # noqa: PLR2004 - a line of recipients
        return False
    if key in {"to", "cc", "from"}:
        return "@" in text or text.rstrip().endswith(";") or lines[position - 1].text.rstrip().endswith((";", ","))
    return key == "subject" and count == 1 and text.startswith((" ", "\t")) and lines[position - 1].depth == lines[position].depth


def _collect(lines: Sequence[Line], start: int) -> _Block:
    block = _Block(end=start)
    depth, key, continued, blanks = lines[start].depth, "", 0, 0
    position = start
    while position < min(len(lines), start + _MOST_LINES) and (lines[position].depth == depth or lines[position].blank):
        line = lines[position]
        if line.blank:
            # One blank line between fields is HTML's doing; two end the block.
            blanks += 1
            if blanks > 1:
                break
            position += 1
            continue
        found = label_of(line.text)
        if found is not None and not (blanks and found[0] in block.values):
            key, continued = found[0], 0
            _put(block, key, found[1])
        elif blanks or not key:
            break
        elif not block.values.get(key) and len(line.text) < 300:  # noqa: PLR2004 - a value under its label
            block.values[key] = line.text.strip()
        elif _continues(lines, position, key, continued + 1):
            continued += 1
            block.values[key] += " " + line.text.strip()
        else:
            break
        blanks, position = 0, position + 1
        block.end = position
    return block


def _convincing(values: dict[str, str], *, announced: bool) -> bool:
    """Enough to be a program's header block and not a person's list of facts ("De : Paris, À : Lyon, Date : 3 mai")."""
    if announced:
        return len(values) >= 2 or "from" in values  # noqa: PLR2004 - two fields
    if "from" not in values or len(values) < 2:  # noqa: PLR2004 - two fields
        return False
    stated = find_date(values.get("date", ""))
    timed = stated is not None and stated.at is not None
    if EMAIL.search(values["from"]):
        return bool({"date", "to", "subject"} & values.keys())
    return (timed and bool({"to", "subject"} & values.keys())) or {"from", "to", "subject", "date"} <= values.keys()


def header_block_at(lines: Sequence[Line], start: int, *, announced: bool = False) -> Introduction | None:
    """The header block that begins at ``lines[start]``. ``announced``: a marker or a rule stands above it."""
    if start >= len(lines) or label_of(lines[start].text) is None:
        return _unknown_block(lines, start) if announced else None
    block = _collect(lines, start)
    if not _convincing(block.values, announced=announced):
        return _unknown_block(lines, start) if announced else None
    stated = find_date(block.values.get("date", ""))
    subject = " ".join(block.values.get("subject", "").split()) or None
    return Introduction(start, block.end, Origin(sender_in(block.values.get("from", "")), stated.at if stated else None, subject))


def _unknown_block(lines: Sequence[Line], start: int) -> Introduction | None:
    """A block in a language we have no labels for: three labelled lines, one with an address, one with an instant."""
    sender = None
    date = None
    position = start
    while position < min(len(lines), start + 8) and (match := _LABEL.match(lines[position].text[:1000])) is not None:
        value = match["value"]
        email = EMAIL.search(value)
        stated = find_date(value)
        sender = sender or (email[0].lower() if email else None)
        date = date or (stated.at if stated else None)
        position += 1
    if position - start >= 3 and sender and date:  # noqa: PLR2004 - three labelled lines
        return Introduction(start, position, Origin(sender, date))
    return None
