"""Lines that are not what they seem: columns of a PDF read one after the other, sentences cut at a fixed width."""

import re
import unicodedata
from collections.abc import Callable
from itertools import pairwise

from mailwatch.text.tokens import fold

_COLUMN_LABEL = re.compile(
    r"^(?:sous-|sub-?)?(?:total[ei]?|totaal\w*|gesamt\w*|montant|net\w*|subtotal\w*|zwischensumme|base imponible|imponibile|tva|vat|t\.v\.a|tps|tvq|remise|rabais|discount|acompte|deposit|gst|hst|grand total|iva|zzgl|mwst|ust|btw|sales tax|tax)\b[^\d]*(?:\(?\d{1,2}(?:[.,]\d+)? ?%\)?)?(?: (?:sur|on|de|auf|von) [\d .,']+)?[^\d]*$"
)
_SPACED = re.compile(r"\s*\S(?: {1,3}\S){3,}\s*")
_TAX_BELOW = re.compile(r"(?<=[€$£\d])[ \u00a0]*\n[ \u00a0]*(?=(?:H\.?T|T\.?T\.?C)\.?[ \u00a0]*(?:\n|$))")


def readable(text: str) -> str:
    """The text of a PDF as a person reads it: letter-spaced titles closed up, ligatures undone, a tax mark beside its amount."""
    lines = (_closed_up(line) for line in unicodedata.normalize("NFKC", text).split("\n"))
    return _TAX_BELOW.sub(" ", "\n".join(lines))


def _closed_up(line: str) -> str:
    """``D E V I S  N °  4 5`` is ``DEVIS N° 45``; where words are no further apart than letters they stay together."""
    if not _SPACED.fullmatch(line):
        return line
    return " ".join(word.replace(" ", "") for word in re.split(r" {2,}", line.strip()))


def aligned(text: str) -> str:
    """A text extracted column by column gets each amount back beside its label.

    Three labels on lines of their own, then three amounts on lines of their own, are three labelled amounts.
    """
    lines = text.splitlines()
    result: list[str] = []
    index = 0
    while index < len(lines):
        labels = _run(lines, index, lambda line: bool(_COLUMN_LABEL.match(fold(line.strip()))))
        values = _run(lines, index + labels, _is_amount) if labels > 1 else 0
        if labels > 1 and labels == values:
            result += [f"{lines[index + each].strip()} : {lines[index + labels + each].strip()}" for each in range(labels)]
            index += labels + values
        else:
            result.append(lines[index])
            index += 1
    return "\n".join(result)


_LEAST_WIDTH = 50
_MOST_WIDTH = 110
_NEW_ITEM = re.compile(r"\s*(?:[-*•·>–—|+=]|\d{1,2}[.)] )")


def unwrapped(text: str) -> str:
    """Sentences cut at a fixed width on one line again; each break becomes a space, so that places stay the same.

    A line was cut where the next word would not have fitted the widest line of its text.
    """
    lines = text.split("\n")
    width = max((len(line.rstrip()) for line in lines if len(line.rstrip()) <= _MOST_WIDTH), default=0)
    if width < _LEAST_WIDTH:
        return text
    parts = [lines[0]]
    for before, line in pairwise(lines):
        word = len(line.split(maxsplit=1)[0]) if line.strip() else 0
        cut = (
            word
            and before.strip()
            and before.rstrip()[-1] not in ".!?:;"
            and width < len(before.rstrip()) + 1 + word
            and len(before) <= width + 2
        )
        parts += [" " if cut and not _NEW_ITEM.match(line) else "\n", line]
    return "".join(parts)


def _run(lines: list[str], start: int, belongs: Callable[[str], bool]) -> int:
    """How many lines from ``start`` on belong together."""
    end = start
    while end < len(lines) and belongs(lines[end]):
        end += 1
    return end - start


def _is_amount(line: str) -> bool:
    return bool(re.fullmatch(r"\s*(?:[€$£]|CHF|EUR)?\s*-?\d[\d .,'’\u00a0\u202f]*(?:\s*(?:[€$£]|EUR|CHF|euros?|CAD))?\s*", line))
