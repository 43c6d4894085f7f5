"""Alternatives that nobody numbered: several prices of which the reader is to choose one."""

import re
from collections.abc import Sequence
from decimal import Decimal

from mailwatch.text.amounts import FoundAmount
from mailwatch.text.tokens import fold

_COUNTS = {"deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "two": 2, "three": 3, "four": 4, "five": 5}
_CHOICES = (
    r"(?:formules?|formats?|options?|solutions?|scenarios?|scenarii|variantes?|possibilites|pistes|versions?|packs?|niveaux|facons|approches|forfaits|"
    r"hypotheses|propositions|offres|alternatives|choix|cas de figure|"
    r"routes?|ways|tiers|packages|levels|approaches|choices|possibilities|plans|scopes)"
)
_ANNOUNCED = re.compile(
    rf"\b(?P<count>{'|'.join(_COUNTS)}|[2-5]) (?:\w+ ){{0,2}}?{_CHOICES}\b|\b(?:mes|nos|our|my|plusieurs|several) (?:\w+ )?{_CHOICES}\b"
)
# A choice is put to the reader: which one, as you like, either of them.
_LEFT_TO_THE_READER = re.compile(
    r"\b(?:soit [^.!?]{5,120}[, ]soit\b|l'une? [^.!?]{5,90}\bl'autre\b|quel(?:le)?s? (?:formule|option|solution|version|format|variante|piste|pack|scenario)|dans les deux cas|in (?:both|either) cases?|either way|que prefere[zs]|a vous de (?:choisir|voir)|a toi de (?:choisir|voir)|au choix|selon (?:votre|ton) (?:choix|preference|budget)|(?:laquelle|lequel) (?:des|vous|te|tu|a|pref|vous)|ce que (?:vous|tu) prefere\w*|"
    r"which (?:one|of|option|would|do)\b|(?:you can |simply )?(?:choose|pick) (?:one|between|from|the|either|whichever)|up to you|whichever|you(?:'d)? prefer|one of the following)"
)
_SEPARATOR = re.compile(r"\s*(?::|=|\s-\s|\.{3,}|→|,|\()")
_LEAST_LETTERS = 2


def offered_choice(text: str) -> int | None:
    """How many alternatives a text announces; 0 when it leaves a choice of an unsaid number, None without a choice."""
    folded = fold(text)
    announced = _ANNOUNCED.search(folded)
    if announced:
        count = announced["count"]
        return 0 if count is None else _COUNTS.get(count) or int(count)
    return 0 if _LEFT_TO_THE_READER.search(folded) else None


def alternative_name(label: str) -> str | None:
    """What an alternative is called in the words before its price: those up to the first colon, dash or comma."""
    bare = re.split(r"[.!?;]\s|\n", re.sub(r"\.{3,}", " - ", label).rstrip(" -"))[-1].strip(" \t*•·-–—:,(=>")
    bare = re.sub(r"^(?:et|and|ou|or|soit|either|puis|then)\s+", "", bare, flags=re.IGNORECASE)
    name = _SEPARATOR.split(bare, maxsplit=1)[0].strip()
    name = re.sub(r"\s+(?:à|a|at|for|pour|de|=)$", "", name)
    return name[:80] if len(re.findall(r"[^\W\d_]", name)) >= _LEAST_LETTERS else None


def stand_for_themselves(prices: Sequence[FoundAmount], announced: int | None, *, listed: bool) -> bool:
    """Are these the prices of alternatives? As many as announced, or a list left to the reader's choice, and no sum among them."""
    values = [price.amount.value for price in prices]
    if announced is None or len(values) < 2:  # noqa: PLR2004 - one price leaves no choice
        return False
    if len(values) > 2 and max(values) * 2 == sum(values, Decimal(0)):  # noqa: PLR2004 - a total of the others
        return False
    return announced == len(values) if announced else listed or len(values) == 2  # noqa: PLR2004 - this or that
