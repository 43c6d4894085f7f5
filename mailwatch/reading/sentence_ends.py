"""Where a sentence ends in folded text: abbreviations end none."""

import re

_ABBREVIATIONS = (
    "h.t", "t.t.c", "t.v.a", "v.a.t", "excl", "incl", "ex", "inc", "env", "approx", "inkl", "exkl", "zzgl", "zgl", "ca", "max",
    "min", "nr", "no", "n", "ref", "art", "m", "mm", "mme", "mr", "mrs", "ms", "dr", "me", "st", "ste", "tel", "qte", "qty", "pers",
    "etc", "sig", "sra", "dhr", "mevr", "bzw", "z.b", "gmbh", "mwst", "ust", "i.v.a", "iva", "p", "pp", "av", "bd", "hrs", "std",
)  # fmt: skip
# A lookbehind has one width: one for each length of abbreviation.
_AFTER_ABBREVIATION = "".join(
    rf"(?<!(?<![a-z.])(?:{'|'.join(re.escape(word) for word in _ABBREVIATIONS if len(word) == length)})\.)"
    for length in sorted({len(word) for word in _ABBREVIATIONS})
)
#: The white space after the end of a sentence.
SENTENCE_END = re.compile(rf"(?<=[.!?]){_AFTER_ABBREVIATION}\s+")
