"""Folding and words: how two pieces of text are compared.

Folding is for comparison only; what people see keeps its case and accents.
"""
# ruff: noqa: RUF001 - the look-alike characters are the data

import re
import unicodedata

# Quotes, dashes and spaces that mail clients exchange for one another without meaning anything by it.
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′ʼ´＇", "'"),
        **dict.fromkeys("“”„‟″«»＂", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys(
            "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "
        ),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"),
        "…": "...",
    }
)

# Letters that people type in their plain form and that Unicode does not decompose.
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})

# Nonspacing marks: accents and vowel points. Those beyond the basic plane belong to scripts nobody sends quotes in.
_MARKS = re.compile("[" + "".join(mark for mark in map(chr, range(0x300, 0x10000)) if unicodedata.category(mark) == "Mn") + "]+")

_WORD = re.compile(r"[^\W_]+")


def plain(text: str) -> str:
    """Curly quotes, unusual dashes and spaces as ASCII, invisible characters removed; same case, accents and lines."""
    return text if text.isascii() else text.translate(_PLAIN)


def fold(text: str) -> str:
    """Text for comparison: NFKC, case folded, accents removed, quotes, dashes and spaces plain; line breaks stay."""
    if text.isascii():
        return text.replace("\t", " ").lower()
    text = unicodedata.normalize("NFKC", text.translate(_PLAIN)).translate(_PLAIN).casefold()
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _MARKS.sub("", decomposed)).translate(_LETTERS)


def words(text: str) -> tuple[str, ...]:
    """The folded words and numbers of a text, in order: ``L'été 2026`` gives ``("l", "ete", "2026")``."""
    return tuple(_WORD.findall(fold(text)))
