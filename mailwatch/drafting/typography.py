"""Spaces and apostrophes as the locale sets them (for France: Lexique de l'Imprimerie nationale; for Québec: Vitrine linguistique)."""

import re

_NO_BREAK = "\u00a0"

#: The printer's apostrophe, in which templates are written.
CURLY = "\u2019"
_BEFORE_HIGH = re.compile(r"[ \u00a0\u202f]+(?=[;!?])")
_BEFORE_COLON = re.compile(r"[ \u00a0\u202f]+(?=[:»])")
_AFTER_OPENING = re.compile(r"(?<=«)[ \u00a0\u202f]*")
_NUMBER_SIGN = re.compile(r"\b([nN]°|[nN]os|[pP]\.) (?=\d)")
_LIST_DASH = re.compile(r"^([\u2013\u2014-]) ", re.MULTILINE)


def typeset(text: str, language: str, region: str | None, *, straight: bool) -> str:
    """``straight``: the owner types ' and so does the draft."""
    if language == "fr":
        text = _french(text, high="" if region == "CA" else _NO_BREAK)
    return text.replace(CURLY, "'") if straight else text


def _french(text: str, high: str) -> str:
    text = _BEFORE_COLON.sub(_NO_BREAK, _BEFORE_HIGH.sub(high, text))
    text = _NUMBER_SIGN.sub(rf"\1{_NO_BREAK}", _AFTER_OPENING.sub(_NO_BREAK, text))
    return _LIST_DASH.sub(rf"\1{_NO_BREAK}", text)
