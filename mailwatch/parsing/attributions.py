"""Lines that introduce somebody else's words: "X wrote:", and markers such as "-----Original Message-----".

One rule serves every language: a date with a time, and an address or a verb of saying, closed by a colon or the verb.
The table of verbs only helps where no address is shown.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mailwatch.parsing.lines import Line, Mark
from mailwatch.parsing.quoted_dates import Stated, find_date
from mailwatch.text.attribution_lines import MARKERS, NOISE, OPENERS, VERBS
from mailwatch.text.tokens import fold, plain

#: Wrapped attributions span four lines at most; nothing longer was ever seen.
_MOST_LINES: Final = 4
_LONGEST: Final = 500
_SHORT: Final = 160

EMAIL: Final = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}")
# Whole phrases; a marker may go on ("Message transféré par Marc").
_PHRASES: Final = tuple(marker for marker in MARKERS if len(marker) > 5)  # noqa: PLR2004 - "fwd" is none
_NOISE: Final = frozenset({*NOISE, *OPENERS})
_VERB_ENDS: Final = tuple(sorted(VERBS, key=len, reverse=True))
_SPACED: Final = "|".join(re.escape(verb) for verb in _VERB_ENDS if verb[0] < "\u2e80")
_UNSPACED: Final = "|".join(re.escape(verb) for verb in _VERB_ENDS if verb[0] >= "\u2e80")
_VERB: Final = re.compile(rf"(?<!\w)(?:{_SPACED})(?!\w)|(?:{_UNSPACED})")
_OPENER: Final = re.compile(
    r"[\W_]*(?:" + "|".join(re.escape(word) for word in sorted(OPENERS, key=len, reverse=True)) + r")(?!\w)"
)
_CLOSED: Final = re.compile(r"[:：]\s*[-*_>]*\s*$")  # noqa: RUF001 - full-width colon
_RULE: Final = re.compile(r"[\s>*]*[-_=–—*]{2,60}\s?(?P<text>[^\n]{3,90}?)\s?[-_=–—*:]{2,60}[\s*]*$")
# Dashes, commas, colons and quotes of every kind.
_EDGES: Final = " \t,;:.-–—|*_<>()[]\"'«»“”，、：،"  # noqa: RUF001 - see above
# The humour of French lists: "Marc a tapoté :". Any such participle does right above a quotation.
_SAID: Final = re.compile(r"\ba (?:\w+e|dit|ecrit|repondu)\s?:$")
# Outlook Express names the message after the verb.
_IN_MESSAGE: Final = re.compile(r"\b(?:wrote in message|dans le message|in message)\b")
_MAILTO: Final = re.compile(r"[<\[(]?\s?mailto:\s?[^\s>\])]{1,200}[>\])]?")
_SENTENCE: Final = re.compile(r"[^\W\d_]{3,}[.!?]\s+[^\W\d_]{2,}\s+[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Origin:
    """Who, when and about what, as a quotation claims."""

    sender: str | None = None
    date: datetime | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Introduction:
    """An introduction occupying ``lines[start:end]``."""

    start: int
    end: int
    origin: Origin


def sender_in(text: str) -> str | None:
    """The address in a text in lower case, else the name that stands there."""
    found = EMAIL.search(text)
    if found is not None:
        return found[0].strip("'.").lower()
    name = " ".join(plain(_MAILTO.sub("", text)).split()).strip(_EDGES)
    return name or None


def is_marker(text: str) -> bool:
    """Does this line stand alone above an original?"""
    folded = fold(text).strip()
    if len(folded) > 120:  # noqa: PLR2004 - the longest marker with its dashes is half of that
        return False
    bare = folded.strip(" -_=*>:：.|")  # noqa: RUF001 - full-width colon
    if bare in MARKERS:
        return True
    match = _RULE.match(folded)
    return match is not None and bare.startswith(_PHRASES)


def is_rule(text: str) -> bool:
    """Words between dashes, in any language; what follows decides whether it is a marker."""
    return len(text) <= _SHORT and _RULE.match(text) is not None and any(character.isalpha() for character in text)


def _joined(lines: Sequence[Line], start: int, end: int) -> str:
    return " ".join(line.text.strip() for line in lines[start:end])


def _closes(text: str) -> bool:
    """May this be the last line of an attribution? Cheap, since every line is asked."""
    if len(text) > _LONGEST:
        return False
    stripped = text.rstrip(" \t*_-|\u00a0")
    if stripped.endswith((":", "：")):  # noqa: RUF001 - full-width colon
        return True
    if "@" in text and (stripped.endswith(">") or _IN_MESSAGE.search(text)):
        return True
    folded = fold(stripped)
    return folded.endswith(_VERB_ENDS)


def _last_verb(folded: str) -> re.Match[str] | None:
    return next(reversed(list(_VERB.finditer(folded))), None)


def _read(text: str) -> Origin | None:
    """The origin an attribution names, None when the text is none."""
    stated = find_date(text)
    email = EMAIL.search(text)
    folded = fold(text)
    verb = _last_verb(folded)
    closed = bool(_CLOSED.search(text))
    if _SENTENCE.search(text[: stated.start] if stated else text):
        return None
    timed = stated is not None and stated.at is not None
    if email is not None and timed and (closed or verb is not None):
        return Origin(email[0].lower(), stated.moment if stated else None)
    if verb is None or len(folded[verb.end() :].strip(_EDGES)) > 40:  # noqa: PLR2004 - "schrieb X", "wrote in message"
        return _without_verb(text, stated, closed=closed)
    if email is not None and (closed or stated is not None):
        return Origin(email[0].lower(), stated.moment if stated else None)
    if stated is not None and (closed or not folded[verb.end() :].strip(_EDGES)) and (timed or _OPENER.match(folded)):
        return Origin(_name(text, stated), stated.moment)
    return None


def _without_verb(text: str, stated: Stated | None, *, closed: bool) -> Origin | None:
    """The origin of "Le 6 nov. 2009 10:14, X <x@y> :" in a language whose verb we do not know: date first, a colon last."""
    email = EMAIL.search(text)
    opened = stated is not None and (stated.start < 40) and _OPENER.match(fold(text))  # noqa: PLR2004 - weekday and opener
    if closed and email is not None and stated is not None and opened:
        return Origin(email[0].lower(), stated.moment)
    return None


def _name(text: str, stated: Stated) -> str | None:
    """What is left of an attribution without its opener, date, zone and verb: the side of the date where the verb is."""
    sides = [_side(piece) for piece in (text[: stated.start], text[stated.end :])]
    name = next((name for name, with_verb in sides if with_verb and name), max((name for name, _ in sides), key=len))
    return name[:120] or None


def _side(piece: str) -> tuple[str, bool]:
    """The name in one side of an attribution, and whether the verb stood there."""
    folded = fold(piece)
    verb = _last_verb(folded) or _SAID.search(folded)
    names = [piece]
    if verb is not None:
        # Folding keeps the number of words, not of characters: cut by words.
        before, after = len(folded[: verb.start()].split()), len(folded[verb.end() :].strip(_EDGES).split())
        found = piece.split()
        names = [" ".join(found[:before]), " ".join(found[len(found) - after :]) if after else ""]
        if verb.start() and not folded[verb.start() - 1].isspace():  # scripts without spaces, whose folding changes nothing
            names = [piece[: verb.start()], piece[verb.end() :]]
    return max((_without_noise(name) for name in names), key=len), verb is not None


def _without_noise(name: str) -> str:
    found = name.split()
    while found and (fold(found[0]).strip(_EDGES) in _NOISE or not found[0].strip(_EDGES)):
        del found[0]
    while found and (fold(found[-1]).strip(_EDGES) in _NOISE or not found[-1].strip(_EDGES)):
        del found[-1]
    return " ".join(found).strip(_EDGES)


def attribution_at(lines: Sequence[Line], index: int) -> Introduction | None:
    """The attribution that ends at ``lines[index]``, found by growing upwards until it has a date and a person."""
    line = lines[index]
    if line.blank or not _closes(line.text):
        return None
    best = _short_attribution(lines, index)
    signed = _above_signs(lines, index)
    for start in range(index, max(-1, index - _MOST_LINES), -1):
        if lines[start].blank or lines[start].depth != line.depth:
            break
        text = _joined(lines, start, index + 1)
        if len(text) > _LONGEST:
            break
        origin = _read(text)
        if origin is None:
            continue
        complete = origin.date is not None and origin.sender is not None
        if (
            best is None
            or best.origin == Origin()
            or (complete and _lacks(best.origin, signed=signed) and (signed or _opens(text)))
        ):
            best = Introduction(start, index + 1, origin)
        if complete and _opens(text):
            break
    return best if best is None else _with_tail(lines, best)


def _lacks(origin: Origin, *, signed: bool) -> bool:
    return origin.date is None or (signed and "@" not in (origin.sender or ""))


def _with_tail(lines: Sequence[Line], found: Introduction) -> Introduction:
    """A verb of two words may be wrapped: "napisao" and "je:"."""
    after = found.end
    if after < len(lines) and lines[after].depth == lines[after - 1].depth and not _CLOSED.search(lines[after - 1].text):
        rest = lines[after].text
        if rest and len(rest) <= 12 and _CLOSED.search(rest) and not rest.endswith((" :", "?:")):  # noqa: PLR2004 - one short word
            return Introduction(found.start, after + 1, found.origin)
    return found


def _above_signs(lines: Sequence[Line], index: int) -> bool:
    """Does a line with more quote signs follow, at once or after a blank one?"""
    below = index + 1
    while below < min(len(lines), index + 3) and lines[below].blank:
        below += 1
    return below < len(lines) and not lines[below].blank and lines[below].depth > lines[index].depth


def _short_attribution(lines: Sequence[Line], index: int) -> Introduction | None:
    """The line "Marc Petit a écrit :" without a date, as Mozilla wrote it: believed only right above a quoted line."""
    text = lines[index].text
    if len(text) > _SHORT or not _above_signs(lines, index):
        return None
    folded = fold(text)
    email, verb, stated = EMAIL.search(text), _last_verb(folded) or _SAID.search(folded), find_date(text)
    if not (_CLOSED.search(text) or _IN_MESSAGE.search(text)) or _SENTENCE.search(text) or not (email or verb or stated):
        return None
    name = email[0].lower() if email else _name(text, stated or Stated(None, 0, 0))
    return Introduction(index, index + 1, Origin(name, stated.moment if stated else None))


def _opens(text: str) -> bool:
    """Does an attribution begin here, or does it only continue?"""
    folded = fold(text)
    stated = find_date(text)
    return stated is not None and stated.start <= 45 and (bool(_OPENER.match(folded)) or stated.start <= 12)  # noqa: PLR2004 - opener and weekday


def marked_attribution(lines: Sequence[Line], index: int) -> Introduction:
    """An attribution the mail program labelled as such (HTML), whatever its language."""
    end = index
    while end < len(lines) and lines[end].mark is Mark.ATTRIBUTION:
        end += 1
    text = _joined(lines, index, min(end, index + _MOST_LINES))[:_LONGEST]
    stated = find_date(text)
    origin = _read(text)
    if origin is None:
        email = EMAIL.search(text)
        origin = Origin(email[0].lower() if email else None, stated.moment if stated else None)
    return Introduction(index, end, origin)
