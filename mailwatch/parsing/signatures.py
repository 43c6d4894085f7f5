"""What stands under the author's words without being them: signatures, mobile footers, legal notices, list footers.

The closing formula and the name stay with the words; what a program or a lawyer added goes.
"""

import re
from collections.abc import Sequence
from functools import partial
from typing import Final

from mailwatch.parsing.attributions import EMAIL
from mailwatch.parsing.lines import Line, Mark
from mailwatch.parsing.nameplates import footer, nameplate
from mailwatch.text.attribution_lines import BANNERS, CLOSINGS, FOOTERS, LISTS, MOBILE, NOTICE_SURE, NOTICE_WORDS
from mailwatch.text.tokens import fold

#: Longer than any signature: a "--" with more lines under it separates something else.
_LONGEST_SIGNATURE: Final = 40
_LONGEST_BAR: Final = 200
_CLOSING_TAIL: Final = 18

# Short formulas ("best", "cdt") end ordinary sentences too.
_SHORT: Final = 6
_LONG_CLOSINGS: Final = tuple(closing for closing in CLOSINGS if len(closing) > _SHORT)

_DELIMITER = re.compile(r"\s?(?:--|––|—|——|-- -|__)\s*$")
_BAR = re.compile(r"\s*(?:[-_=*~#–—]\s?){5,}(?:[\w ]{1,30}(?:[-_=*~#–—]\s?){5,})?$")
_CONTACT = re.compile(
    # Addresses of sites; telephone numbers (a date is none); "Tél. :" and its like at the beginning of a line.
    r"https?://|www\.|(?<![\d/])(?:0[1-9](?:[ .-]?\d\d){4}|\+\d{1,3}[ .()-]{0,3}(?:\d[ .()-]{0,2}){7,12}|0\d{1,4}[ -]\d{5,8})(?![\d/])"
    r"|^\W{0,3}(?:(?:t[ée]l|t[ée]l[ée]phone|mob|port|portable|fax|phone|mobile|cell|gsm|tel|fixe|e-?mail|courriel|site|web|siret|siren|tva|rcs)\b\.?\s?[:.°]|[tpme]\s?:)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.?!…]\s*$")
_POSTSCRIPT = re.compile(r"\s*P\.?\s?S\b", re.IGNORECASE)


def _is_bar(line: Line) -> bool:
    return len(line.text) <= _LONGEST_BAR and _BAR.match(line.text) is not None


def _words(line: Line) -> int:
    return len(line.text.split())


def _is_mobile(line: Line) -> bool:
    folded = fold(line.text[:_LONGEST_BAR]).strip(" -_*>.[](")
    if _words(line) > 12 or not folded:  # noqa: PLR2004 - "Envoyé de mon Samsung Galaxy via le réseau Orange France"
        return False
    if any(
        ending in folded
        for ending in (
            "iphone",
            "ipad",
            "outlook",
            "smartphone",
            "galaxy",
            "blackberry",
            "android",
            "yahoo mail",
            "proton",
            "bluemail",
            "pour windows",
            "windows phone",
            "for windows",
            "mail orange",
            "sfr mail",
        )
    ):
        return any(map(folded.__contains__, MOBILE))
    return folded.startswith(MOBILE) and not _SENTENCE_END.search(folded) and "," not in folded


def _notices(text: str) -> int:
    """How sure it is that this is a legal notice: two is enough. A sentence of business may hold two of the words."""
    folded = fold(text)
    if any(map(folded.__contains__, FOOTERS)):
        return 2
    sure = sum(map(folded.__contains__, NOTICE_SURE))
    return sure + sum(map(folded.__contains__, NOTICE_WORDS)) - 1 if sure else 0


def _paragraphs(run: Sequence[Line]) -> list[tuple[int, int]]:
    """Bounds of the paragraphs of a run."""
    bounds: list[tuple[int, int]] = []
    start: int | None = None
    for index, line in enumerate(run):
        edge = line.blank or _is_bar(line)
        if edge and start is not None:
            bounds.append((start, index))
            start = None
        elif not edge and start is None:
            start = index
    if start is not None:
        bounds.append((start, len(run)))
    return bounds


def _joined(run: Sequence[Line], start: int, end: int) -> str:
    return " ".join(line.text for line in run[start:end])[:4000]


def _without_banner(run: list[Line]) -> list[Line]:
    """A gateway's warning on top goes, and the opening of a signed text (RFC 9580 §7)."""
    if run and run[0].text.startswith("-----BEGIN PGP SIGNED"):
        blank = next((index for index, line in enumerate(run) if line.blank), 0)
        return run[blank + 1 :]
    for start, end in _paragraphs(run)[:2]:
        text = fold(_joined(run, start, end))
        if start == 0 and len(text) < 700 and any(map(text.__contains__, BANNERS)):  # noqa: PLR2004 - a paragraph
            words = end if end - start < 6 else start  # noqa: PLR2004 - warnings are short
            return run[words:]
    return run


def _delimiter(run: Sequence[Line]) -> int | None:
    """Where the signature begins that a delimiter line or the mail program announces."""
    for index, line in enumerate(run):
        if line.text.startswith("-----BEGIN PGP SIGNATURE"):
            return index
        if line.mark is Mark.SIGNATURE and not line.blank:
            return index
        rest = len(run) - index - 1
        if line.text == "-- " or (_DELIMITER.match(line.text) and 0 < rest <= _LONGEST_SIGNATURE and not line.blank):
            return index
    return None


def _mobile(run: Sequence[Line]) -> int | None:
    """A mobile footer; only short leftovers may stand under it."""
    for index, line in enumerate(run):
        if not line.blank and _is_mobile(line) and sum(1 for below in run[index + 1 :] if _words(below) > 6) <= 1:  # noqa: PLR2004 - not a sentence
            return index
    return None


def _notice(run: Sequence[Line], *, first: bool) -> int | None:
    """The first paragraph of a legal notice or list footer that is not the whole message."""
    for number, (start, end) in enumerate(_paragraphs(run)):
        alone = first and not number and not (start and _is_bar(run[start - 1]))
        if _notices(_joined(run, start, end)) >= (3 if alone else 2) and (not alone or len(run) > end):
            return start
        if not alone and _is_list_footer(run, start, end):
            return start
    return None


def _is_list_footer(run: Sequence[Line], start: int, end: int) -> bool:
    """A drawn line with a list's name and address under it."""
    text = _joined(run, start, end)
    drawn = (start > 0 and _is_bar(run[start - 1])) or any(name in fold(text) for name in LISTS)
    last = end == len(run) or all(line.blank for line in run[end:])
    if drawn and last and end - start <= 4 and re.search(r"https?://|www\.", text):  # noqa: PLR2004 - a provider's advertisement
        return True
    return drawn and end - start <= 6 and bool(re.search(r"https?://|@", text)) and not any(map(_is_sentence, run[start:end]))  # noqa: PLR2004 - lines


def _is_sentence(line: Line) -> bool:
    return _words(line) >= 7 and bool(_SENTENCE_END.search(line.text))  # noqa: PLR2004 - shorter ones are titles


def _is_contact(line: Line) -> bool:
    return bool(_CONTACT.search(line.text) or EMAIL.search(line.text))


def _is_closing(line: Line) -> bool:
    """A formula alone on its line, or at the end of a short one ("Dans l'attente, bien cordialement")."""
    folded = fold(line.text[:_LONGEST_BAR]).strip(" ,.!-*")
    return folded in CLOSINGS or (_words(line) <= _SHORT and folded.endswith(_LONG_CLOSINGS))


def _closing(run: Sequence[Line]) -> int | None:
    """The address block under "Cordialement, Marc Petit"."""
    for index in range(len(run) - 1, max(-1, len(run) - _CLOSING_TAIL), -1):
        if not _is_closing(run[index]):
            continue
        position = index + 1
        while position < len(run) and run[position].blank:
            position += 1
        if position < len(run) and _words(run[position]) <= 5 and not _is_contact(run[position]):  # noqa: PLR2004 - a name
            position += 1
        tail = run[position:]
        if any(map(_is_contact, tail)) and not any(_is_sentence(line) or _POSTSCRIPT.match(line.text) for line in tail):
            return position
        return None
    return None


def _contacts(run: Sequence[Line]) -> int | None:
    """A last paragraph made of contact details."""
    bounds = _paragraphs(run)
    if len(bounds) < 2:  # noqa: PLR2004 - words and a block under them
        return None
    start, end = bounds[-1]
    if run[bounds[-2][1] - 1].text.rstrip().endswith(":"):
        return None  # announced by the words above, so part of them
    block = run[start:end]
    contacts = sum(map(_is_contact, block))
    sentences = any(map(_is_sentence, block)) or any(_words(line) > 14 for line in block)  # noqa: PLR2004 - lines of an address
    return start if contacts >= 2 and contacts * 3 >= len(block) and not sentences else None  # noqa: PLR2004 - phone and site


def cut(run: list[Line], *, first: bool = True, edge: bool = True) -> tuple[list[Line], list[Line]]:
    """A run of the author's lines without what stands under it, and what stood there. A run that is not the ``first``
    may be nothing but a footer; one between two quotations (no ``edge``) is an answer, and ends without an address block.
    """
    kept = _without_banner(run)
    removed: list[Line] = []
    for find in (
        _delimiter,
        partial(_notice, first=first),
        _mobile,
        *((_closing, _contacts, footer, _closing, _contacts, nameplate) if edge else ()),
    ):
        start = find(kept)
        if start is not None:
            removed = [*kept[start:], Line(0, ""), *removed]
            kept = kept[:start]
        end = len(kept)
        while end and (kept[end - 1].blank or _is_bar(kept[end - 1])):
            end -= 1
        kept = kept[:end]
    return kept, removed
