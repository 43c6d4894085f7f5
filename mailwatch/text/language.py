"""Which language is a text written in? Frequent words and telling letters, no model, no download."""

import unicodedata
from collections import Counter
from itertools import chain

from mailwatch.text.language_words import LETTERS, PROFILES, SCRIPTS
from mailwatch.text.tokens import words

#: Enough to tell a language, and a bound on the work for a hostile text.
_MOST_CHARACTERS = 20_000

#: A verdict needs this much, and this many times what the runner-up has.
_LEAST_SCORE = 0.9
_LEAST_LEAD = 1.2

#: Most of the mail we read is in these two: three words shared with a rarer language still mean one of them.
_EXPECTED = {"fr": 1.15, "en": 1.15}

_SHARED = Counter(chain.from_iterable(PROFILES.values()))
_WEIGHTS = {word: 1.0 / count for word, count in _SHARED.items()}
_LETTER_WEIGHT = 0.7


def _script(text: str) -> str | None:
    if text.isascii():
        return None
    letters = [ord(character) for character in text if character.isalpha()]
    found = Counter(code for point in letters for first, last, code in SCRIPTS if first <= point <= last)
    if not found or sum(found.values()) * 2 < len(letters):
        return None
    # Japanese is written with Chinese characters too, but never without kana.
    if found["ja"]:
        return "ja"
    code = found.most_common(1)[0][0]
    return "uk" if code == "ru" and any(letter in text.lower() for letter in "іїєґ") else code


def scores(text: str) -> dict[str, float]:
    """How much speaks for each language: shared words count for each as little as many share them."""
    text = unicodedata.normalize("NFC", text[:_MOST_CHARACTERS]).lower()
    said: Counter[str] = Counter(words(text))
    result = dict.fromkeys(PROFILES, 0.0)
    for word, count in said.items():
        if weight := _WEIGHTS.get(word):
            for code, profile in PROFILES.items():
                if word in profile:
                    # A word repeated ten times in a table is not ten witnesses.
                    result[code] += weight * min(count, 3)
    for letter, codes in LETTERS.items():
        for code in codes:
            result[code] += _LETTER_WEIGHT / len(codes) * min(text.count(letter), 2)
    return {code: score * _EXPECTED.get(code, 1.0) for code, score in result.items()}


def language_of(text: str, default: str | None) -> str | None:
    """The ISO 639-1 code of the language ``text`` is written in; ``default`` when it says too little or is mixed evenly."""
    if code := _script(text[:_MOST_CHARACTERS]):
        return code
    ranked = sorted(scores(text).items(), key=lambda pair: -pair[1])
    (best, score), (_, second) = ranked[0], ranked[1]
    if score < _LEAST_SCORE or score < second * _LEAST_LEAD:
        return default
    return best
