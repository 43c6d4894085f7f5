"""The firm, the title and the address under a name, and footers on a last line of their own: no words of the author's."""

import re
from collections.abc import Sequence
from typing import Final

from mailwatch.parsing.lines import Line
from mailwatch.text.attribution_lines import CLOSINGS
from mailwatch.text.tokens import fold

#: A name, and what may stand under it.
_LONGEST_NAME: Final = 3
_LONGEST_PLATE: Final = 12
_MOST_LINES: Final = 8
_MOST_FOOTERS: Final = 4

_NAME = re.compile(r"\W{0,2}(?:[A-ZÀ-Þ][\w'’-]*\.?)(?:[ -](?:d[eu]|von|van|[A-ZÀ-Þ][\w'’-]*\.?)){0,3}\W{0,2}$")
_TITLED = re.compile(r"[A-ZÀ-Þ*][^.?!;]{2,80}[*!.]{0,4}$")
_SMALL = frozenset(
    [
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "et",
        "en",
        "à",
        "au",
        "aux",
        "of",
        "the",
        "and",
        "for",
        "in",
        "von",
        "van",
        "der",
        "&",
        "–",
        "-",
        "|",
    ]
)
_SIGN = re.compile(
    r"\b(?:sarl|sas|sasu|eurl|sa|scop|snc|nv|bv|bvba|srl|gmbh|ag|ltd|llc|inc|plc|registered|siret|tva"
    r"|gerante?|directeur|directrice|responsable|charge[e]? d|assistante?|president\w*|tresori\w+|secretaire|associee?|fondat\w+|commercial\w*"
    r"|manager|director|officer|head of|founder|owner|partner|assistant|engineer|sales|marketing|purchasing"
    r"|rue|avenue|boulevard|chaussee|place|chemin|quai|street|road|lane|laan|straat|strasse|standard|mobile)\b|\||\s[–—]\s|\b\d{4,5} [a-z]|(?:\+\d{2}|\b0\d)[\d .]{6,}|www\."
)
_POSTSCRIPT = re.compile(r"P\.? ?S\b", re.IGNORECASE)
_FOOTER = re.compile(
    r"\b(?:desabonner|desinscrire|unsubscribe)\b.*\b(?:cliquez|click|ici|here|lien|link)\b"
    r"|\b(?:imprimer|afdrukt?|printing|print)\b.*\b(?:mail|message|courriel)\b"
    r"|\b(?:milieu|environnement|environment)\b.*\b(?:mail|imprim\w*|print\w*|afdruk\w*)\b"
    r"|^(?:avis legal|disclaimer|confidentialit[ey]|mentions? legales?) ?:"
    r"|^(?:ce|cet|les|le|this|the|dit) .*\b(?:strictement confidentiel\w*|confidential|privileged|geadresseerde|uitsluitend bestemd)\b"
    r"|\bregistered in (?:england|scotland|wales)\b"
)


def footer(run: Sequence[Line]) -> int | None:
    """Where footers on lines of their own begin at the very end, when words stand above them."""
    start = len(run)
    while (
        start > 1
        and len(run) - start < _MOST_FOOTERS
        and (run[start - 1].blank or _FOOTER.search(fold(run[start - 1].text[:300])))
    ):
        start -= 1
    return start if any(not line.blank for line in run[start:]) and any(not line.blank for line in run[:start]) else None


def nameplate(run: Sequence[Line]) -> int | None:
    """Where the firm and its like begin under a name at the end; the name stays."""
    for name in range(len(run) - 2, max(0, len(run) - _MOST_LINES), -1):
        plate = [line.text.strip() for line in run[name + 1 :] if not line.blank]
        if not plate or not all(_is_plate(text) for text in plate):
            continue
        if _is_name(run[name].text) and not _is_announced(run, name) and _is_somebodys(plate):
            return name + 1
    return None


def _is_name(text: str) -> bool:
    closes = fold(text).strip(" ,.!-*") in CLOSINGS
    return 0 < len(text.split()) <= _LONGEST_NAME and not closes and _NAME.match(text.strip()) is not None


def _is_announced(run: Sequence[Line], name: int) -> bool:
    """Names under "The people are:" are part of the words; with nothing above they are all there is."""
    above = [line.text.rstrip() for line in run[:name] if not line.blank]
    return not above or above[-1].endswith(":")


def _is_plate(text: str) -> bool:
    return (
        len(text.split()) <= _LONGEST_PLATE
        and not _POSTSCRIPT.match(text)
        and bool(_TITLED.match(text) or _SIGN.search(fold(text)))
    )


def _is_somebodys(plate: Sequence[str]) -> bool:
    """A title, a legal form, an address or a telephone; or the name of a house, in capitals or word by word."""
    if any(_SIGN.search(fold(text)) for text in plate):
        return True
    words = [word for text in plate for word in text.split()]
    counted = [word for word in words if word.lower() not in _SMALL]
    return len(counted) > 1 and all(word[0].isupper() for word in counted)
