"""Prices without a sign, as people write to those they know: ``je te fais ça à 650``, ``call it 1,200 all in``."""

import re
from decimal import Decimal

from mailwatch.text.amounts import number_value

_OFFERED = (
    r"(?:(?:je|j'|on|nous) ?(?:vous |te |t'|t |en |m')*(?:demand\w+|prend\w*|fai\w+|fera\w*|fer\w+|factur\w+|propos\w+|compt\w+|ser(?:ais|ait|ions)|suis|est|arriv\w+|chiffr\w+|tomb\w+|part\w*|mett\w+)|(?:ca|cela|ce|le tout|tout|c'|ca te|ca vous) ?(?:te |vous |en )?(?:fait|fera|ferait|coute\w*|revien\w+|reviendr\w+|serait|sera|est|donne|met)"
    r"|(?:i|we)(?:'d|'ll| would| could| can|'m| am|'re| are) (?:\w+ ){0,3}?(?:charge|do|ask|be|at|say|want|quote)|call it|(?:it|that|this)(?:'d|'ll| would| will) (?:be|cost|come to|run))"
)
#: What follows a price said without its sign: the end of the clause, or how it is to be understood. Never what is counted.
_CLOSES = r"(?= ?(?:[,;.!?)]|$|\n|pour (?:le|la|les|l'|tout|ca|un|une|vous|toi)|en (?:une|deux|trois|\d) fois|tout|si |all[- ]in|for (?:the|it|that|this|everything)|cash|hein|environ|max))(?![.,]\d)"
_UNSIGNED = re.compile(
    rf"\b{_OFFERED}\b[^.?!\d\n]{{0,40}}?(?<![\d/:.,-])\b(?P<number>[1-9]\d{{0,2}}[ .,]\d{{3}}|[1-9]\d{{2,4}}){_CLOSES}"
)
_YEAR = re.compile(r"(?:19|20)[0-4]\d")


def unsigned_price(folded: str) -> Decimal | None:
    """The number that an offering verb gives as a price in folded text that writes no sign; a year is none."""
    found = _UNSIGNED.search(folded)
    if found is None or _YEAR.fullmatch(found["number"]):
        return None
    return number_value(found["number"])
