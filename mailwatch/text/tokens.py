"""Folding and words: how two pieces of text are compared.

Folding is for comparison only; what people see keeps its case and accents.
"""
# ruff: noqa: RUF001 - the look-alike characters are the data

import re
import unicodedata
from functools import lru_cache

# Quotes, dashes and spaces that mail clients exchange for one another without meaning anything by it.
_PLAIN = {
    **dict.fromkeys("‘’‚‛′ʼ´＇", "'"),
    **dict.fromkeys("“”„‟″«»＂", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", ""),
    "…": "...",
}
_NOT_PLAIN = re.compile(f"[{''.join(_PLAIN)}]")

# Letters that people type in their plain form and that Unicode does not decompose.
_LETTERS = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
_LETTER = re.compile(f"[{''.join(_LETTERS)}]")

# Nonspacing marks: accents and vowel points. Those beyond the basic plane belong to scripts nobody sends quotes in.
_MARKS = re.compile("[" + "".join(mark for mark in map(chr, range(0x300, 0x10000)) if unicodedata.category(mark) == "Mn") + "]+")

_WORD = re.compile(r"[^\W_]+")


# Patterns, since few characters need anything: str.translate looks up every one (five times slower on a letter in French).
def _made_plain(found: re.Match[str]) -> str:
    return _PLAIN[found[0]]


def _made_letter(found: re.Match[str]) -> str:
    return _LETTERS[found[0]]


def plain(text: str) -> str:
    """Curly quotes, unusual dashes and spaces as ASCII, invisible characters removed; same case, accents and lines."""
    return text if text.isascii() else _NOT_PLAIN.sub(_made_plain, text)


#: One mail is folded for its numbers, its wording and its passages; a text longer than this is no mail that a person typed.
_KEPT_LENGTH = 20_000
_KEPT = 32


def fold(text: str) -> str:
    """Text for comparison: NFKC, case folded, accents removed, quotes, dashes and spaces plain; line breaks stay."""
    return _fold_kept(text) if len(text) <= _KEPT_LENGTH else _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return text.replace("\t", " ").lower()
    text = plain(unicodedata.normalize("NFKC", plain(text))).casefold()
    decomposed = unicodedata.normalize("NFD", text)
    return _LETTER.sub(_made_letter, unicodedata.normalize("NFC", _MARKS.sub("", decomposed)))


def words(text: str) -> tuple[str, ...]:
    """The folded words and numbers of a text, in order: ``L'été 2026`` gives ``("l", "ete", "2026")``."""
    return _words_kept(text) if len(text) <= _KEPT_LENGTH else _words(text)


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text)))


_fold_kept = lru_cache(maxsize=_KEPT)(_fold)
_words_kept = lru_cache(maxsize=_KEPT)(_words)
