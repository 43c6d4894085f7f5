"""Fingerprints of text: what survives when somebody quotes a few of our sentences, whatever was added around them.

Five-word shingles, thinned by winnowing (Schleimer, Wilkerson and Aiken 2003): of each window of four neighbouring
shingles the smallest hash stays, so that eight words in a row that two texts share always leave a common fingerprint.
"""

from hashlib import blake2b

from mailwatch.text.tokens import words

_SHINGLE = 5
_WINDOW = 4

#: A quote of ordinary length has far fewer; the rest of a novel adds nothing.
_MOST_WORDS = 4_000


def fingerprints(text: str) -> tuple[str, ...]:
    """Stable 64-bit hashes as 16 hexadecimal digits, in order of appearance, each once."""
    hashes = shingles(text)
    if len(hashes) <= _WINDOW:
        chosen = [min(hashes)] if hashes else []
    else:
        chosen = list(map(min, *(hashes[at:] for at in range(_WINDOW))))
    return tuple(dict.fromkeys(chosen))


def shingles(text: str) -> list[str]:
    """Every one, in order: for a text too short to have a fingerprint in common with one that holds it."""
    found = words(text)[:_MOST_WORDS]
    passages = map(" ".join, zip(*(found[at:] for at in range(_SHINGLE)), strict=False))
    return [blake2b(passage.encode(), digest_size=8).hexdigest() for passage in passages]
