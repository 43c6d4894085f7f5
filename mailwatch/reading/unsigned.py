"""Prices without a sign, as people write to those they know: ``je te fais ça à 650``, ``so 900 flat``, ``donc 417``."""

import re
from decimal import Decimal

from mailwatch.text.amounts import number_value

_NUMBER = r"(?<![\d/:.,°#-])(?P<{0}>[1-9]\d{{0,2}}[ .,]\d{{3}}|[1-9]\d{{1,4}})(?:[.,]\d\d)?(?![\d/:-]|[.,]\d| ?[%€$£°]|k\b)"
_OFFERED = (
    r"(?:(?:je|j'|on|nous) ?(?:vous |te |t'|t |en |m')*(?:demand\w+|prend\w*|fai\w+|fera\w*|fer\w+|factur\w+|propos\w+|compt\w+|ser(?:ais|ait|ions)|suis|est|arriv\w+|chiffr\w+|tomb\w+|part\w*|mett\w+)|compte[rz]|(?:ca|cela|ce|le tout|tout|c'|ca te|ca vous) ?(?:te |vous |en )?(?:fait|fera|ferait|coute\w*|revien\w+|reviendr\w+|serait|sera|est|donne|met)"
    r"|(?:i|we)(?:'d|'ll| would| could| can|'m| am|'re| are| make it| charge| ask| want)(?: \w+){0,3}?|call it|(?:it|that|this)(?:'d|'ll| would| will) (?:be|cost|come to|run))"
)
#: What follows a price said without its sign: the end of the clause, or how it is to be understood. Never what is counted.
_CLOSES = r"(?= ?(?:[,;.!?)]|$|\n|pour (?:le|la|les|l'|tout|ca|un|une|vous|toi)|en (?:une|deux|trois|\d) fois|tout|si |for (?:the|it|that|this|everything)|hein|environ|max|la (?:journee|piece|seance|semaine|nuit)|par |en tout))"
#: What only a price has after it.
_OF_A_PRICE = r"(?= (?:net(?:s|to)?|flat|cash|fixed|all[- ]in|tout compris|ttc|ht|inc\.? vat|plus vat|ex\.? vat|(?:la |de )?(?:piece|main d'oeuvre)|each|de l'heure|an hour|a day|per \w+|par (?:jour|mois|seance|heure|personne|tete))\b)"
_RESULT = r"(?:\b(?:donc|soit|so|makes?|total|en tout|altogether)\b|=) ?(?:environ |about |roughly |c'est )?"
_UNSIGNED = re.compile(
    rf"\b{_OFFERED}\b[^.?!\d\n]{{0,40}}?{_NUMBER.format('said')}{_CLOSES}|{_NUMBER.format('marked')}{_OF_A_PRICE}|{_RESULT}{_NUMBER.format('sum')}{_CLOSES}"
)
_YEAR = re.compile(r"(?:19|20)[0-4]\d")
_LEAST = 50
# Programs, logs and versions are full of numbers after "=" and "total".
_CODE = re.compile(
    r"[{}\[\]<>|_\\`]|==|\(\)|::|//|\b0x|\b\w+\.\w+\(|\b(?:port|line|bytes?|error|version|python|http|ms|kb|mb|gb|patch|class|module|server|socket|reactor)\b"
)
#: Characters. Who leaves the sign out writes a few lines.
LONGEST = 1200


def unsigned_price(folded: str) -> Decimal | None:
    """The price that folded text gives without its sign, a sum before its parts; a year is none, nor what is too small."""
    if len(folded) > LONGEST or _CODE.search(folded):
        return None
    best: Decimal | None = None
    for found in _UNSIGNED.finditer(folded):
        written = found["said"] or found["marked"] or found["sum"]
        value = number_value(written)
        if value is None or value < _LEAST or (_YEAR.fullmatch(written) and not found["marked"]):
            continue
        if found["sum"]:
            return value
        best = best if best is not None else value
    return best
