"""Quote numbers: ``D-2026-014``, ``Devis n° 2026/31``, ``Quote #1042``, ``DEV2026-0031``."""

import re
from collections.abc import Iterable

from mailwatch.text.tokens import plain

_DOCUMENT = (
    r"(?:devis|proposition|offre|soumission|estimations?|estim[ée]|chiffrage|cotation|pro ?-?forma|quote|quotation|estimate|proposal|bid|"
    r"angebot(?:s ?-?(?:nr|nummer))?|kostenvoranschlag|presupuesto|cotizaci[óo]n|preventivo|offerta|oferta|offerte(?:nummer)?|propuesta|proposta|"
    r"or[çc]amento|(?:notre |our |unsere? )?r[ée]f(?:[ée]rence)?s?|n/r[ée]f|unser zeichen)"
)
_QUALIFIER = (
    r"(?:[ _-]+(?:commerciale?|tarifaire|technique|financi[èe]re|de prix|de services?|d'honoraires|r[ée]vis[ée]e?|modifi[ée]e?|initiale?|reference|ref|"
    r"proposal|devis|quote|du devis|de devis|de l'offre))?"
)
_NUMBER_MARK = r"(?:n\.?[°ºo]\.?|n\.(?= ?\d)|no\.|num[ée]ro|#|number|nbr|nr\.?|num\.?|r[ée]f(?:[ée]rence)?\.?|id)"
_TOKEN = r"[A-Za-z]{0,8}(?:[-_/.]?[A-Za-z]{1,4})?[-_/. ]?\d[A-Za-z0-9]*(?:[-_/.](?:\d[A-Za-z0-9]{0,7}|[A-Za-z]{1,2}\d{0,3}(?![A-Za-z]))){0,4}"  # noqa: S105 - the shape of a number

# "devis n° 45": anything numbered counts. "devis : 2026-014", "Quote Q1042": the number must look like one.
_NUMBERED = re.compile(
    rf"(?<![^\W_]){_DOCUMENT}{_QUALIFIER}[ \n_:-]*{_NUMBER_MARK}[ _:.]*(?P<number>{_TOKEN.replace('[-_/. ]?', '[-_/.]?')})",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"(?<![^\W_]){_DOCUMENT}{_QUALIFIER}[ ._:(\[-]{{0,4}}(?P<number>{_TOKEN.replace('[-_/. ]?', '[-_/.]?')})", re.IGNORECASE
)
_LATER_ON_THE_LINE = re.compile(
    rf"(?<![^\W_]){_DOCUMENT}\b[^\n\d]{{0,40}}[ _-](?P<number>20\d\d[-_/]\d{{2,5}})(?![\d-]|[/_]\d)", re.IGNORECASE
)
_QUOTE_WORD = re.compile(r"devis|quote|quotation|estimate|angebot|preventivo|presupuesto|offerte", re.IGNORECASE)
# Numbers whose own prefix says what they are. One letter needs a mark after it: D906 is a road.
_PREFIXED = re.compile(
    r"(?<![A-Za-z0-9/.-])(?P<number>(?:(?:DEV|DVS|DV|DE|QUO|QTE|QTN|QT|QU|EST|PROP|OFF|OF|SOUM|SOU|ANG|AN|AG|PREV|PRES|KVA|OFE|PF)[-_/. ]?"
    r"|[DQPEO][-_/])(?:\d{4}|\d{2})[-_/.]?\d{2,5}(?:[-_/]\d{1,4})?(?:[-_ ]?[vV]\d)?|(?:Q|D|EST|QUO|DEV|DE)[-#]\d{2,6})(?![A-Za-z0-9]|[-/]\d)"
)

# A bare number after the name of the paper, as in a subject: nothing countable may follow it.
_BARE_NUMBER = re.compile(
    rf"(?<![^\W_]){_DOCUMENT} (?P<number>(?!(?:19|20)\d\d\b)\d{{3,7}})(?=\s*(?:$|\n|[-:,;()\]/]|\.(?:\s|$)|(?:ci-joint|attached|pour|for|du|dated|relati|rev|v\d|en pi[èe]ce)))",
    re.IGNORECASE,
)

_DATE = re.compile(
    r"\d{1,2}[/._-]\d{1,2}[/._-](?:\d{4}|\d{2})|(?:19|20)\d\d[/._-](?:0[1-9]|1[0-2])[/._-](?:0[1-9]|[12]\d|3[01])|(?:0[1-9]|1[0-2])/20\d\d"
)
# "Preventivo n. 12/2026": after a number mark, the twelfth of its year.
_MONTH_LIKE = re.compile(r"\d{2}/20\d\d")
_SHAPE = re.compile(
    r"[A-Za-z]{1,8}[-_/.]?\d{2,}|[A-Za-z]{1,8}[-_/.][A-Za-z]{0,4}\d|[A-Za-z]{1,8}-[A-Za-z]{1,4}-\d|\d{2,}[-_/]\d{2,}|\d{2,}[-_/.]?[A-Za-z]{1,4}[-_/.]?\d{2,}"
)
_QUANTITY = re.compile(
    r"[ \u00a0]?(?:[€$£%]|CHF|EUR|k€|euros?|jours?|days?|h\b|m2|m²|ans?\b|mois|mots|words|pages|(?:janv|f[ée]vr|mars|avril|mai|juin|juil|ao[uû]t|sept|oct|nov|d[ée]c))",
    re.IGNORECASE,
)
_NOT_OURS = re.compile(
    r"^(?:FA|FAC|FACT|F|FV|INV|AV|AVOIR|BC|BL|CDE|CMD|PO|CTR|RG|RAL|ISO|EN|NF(?=[ -]?(?:EN|[A-Z] ?\d))|RFQ|RFP|AO|TVA|FR)[-_/.]?\d",
    re.IGNORECASE,
)
# The client's own number, or the number of something else.
_TITLES = re.compile(
    r"(?:(?:vos|votre|your|ihre?) r[ée]f(?:[ée]rence)?s?|r[ée]f(?:[ée]rence)?s?\.? (?:client|produit|fournisseur|article|cadastrale))\.?[ :]*(?:n[°o]\.? ?)?$",
    re.IGNORECASE,
)

# "USt-IdNr. DE123456789": who pays tax, not what is offered.
_TAX_NUMBER = re.compile(r"(?:ust|mwst|vat|tva|iva|btw|gst|hst|tax)\b[\w .-]{0,12}[:.]? ?$", re.IGNORECASE)

# A number mark and a number alone on their line, as under the title of a paper.
_ALONE = re.compile(rf"^[ \t]*n[°º]\.? ?:? ?(?P<number>{_TOKEN})[ \t]*$", re.IGNORECASE | re.MULTILINE)

# "D-2026-021-v2" in a file name is D-2026-021, if that is named too.
_REVISION = re.compile(r"(?:V|REV|IND|VERSION)[0-9A-D]$|(?<=\d)[B-F]$")

_MOST_CHARACTERS = 60_000


def _acceptable(number: str, text: str, end: int, *, marked: bool, named: bool = False) -> bool:
    """Whether a number may be a quote's; ``named``: the word for a quote stands before it, so that its letters may be any."""
    if (
        (_DATE.fullmatch(number) and not (marked and _MONTH_LIKE.fullmatch(number)))
        or (_NOT_OURS.match(number) and not named)
        or _QUANTITY.match(text, end)
    ):
        return False
    if marked:
        return not re.fullmatch(r"0", number)
    digits = sum(character.isdigit() for character in number)
    return digits > 1 and bool(_SHAPE.match(number)) and not re.fullmatch(r"[vV]\d+|\d+[xX]\d+", number)


def _candidates(text: str) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for pattern, marked in (
        (_NUMBERED, True),
        (_NAMED, False),
        (_LATER_ON_THE_LINE, False),
        (_PREFIXED, False),
        (_BARE_NUMBER, True),
        (_ALONE, True),
    ):
        for match in pattern.finditer(text):
            number = match["number"].rstrip("-_/.")
            start = match.start("number")
            if _acceptable(number, text, start + len(number), marked=marked, named=bool(_QUOTE_WORD.match(match[0]))) and not (
                _TITLES.search(text, max(0, match.start() - 12), start) or _TAX_NUMBER.search(text, max(0, start - 24), start)
            ):
                found.append((start, start + len(number), number))
    return sorted(found, key=lambda item: (item[0], -item[1]))


def normalised(reference: str) -> str:
    """Letters and digits only, upper case: what two spellings of one number share."""
    return re.sub(r"[\W_]", "", reference).upper()


def references_in(text: str) -> tuple[str, ...]:
    """The quote numbers named in a text, as written, each once, in order."""
    text = plain(text[:_MOST_CHARACTERS])
    result: dict[str, str] = {}
    floor = 0
    for start, end, number in _candidates(text):
        if start >= floor:
            result.setdefault(normalised(number), number)
            floor = end
    return tuple(result.values())


def references_in_name(file_name: str) -> tuple[str, ...]:
    """The quote numbers in a file's name."""
    return references_in(re.sub(r"\.[A-Za-z0-9]{2,5}$", "", file_name))


#: A file called by a code of its own: letters and digits with a mark between them, and no word.
_CODE_NAME = re.compile(r"(?=[^_ ]*[-/.])(?=[^_ ]*\d)[A-Za-z]{0,4}(?:[-_/.]?(?:\d{1,8}|[A-Za-z]{1,2}\d{0,3})){2,5}")


def shared_code(file_name: str, text: str) -> str | None:
    """The code that begins a file's name, when the text names it too: ``AZ26-15_plan.pdf`` and "le document AZ26-15"."""
    begins = re.split(r"[_ ]", re.sub(r"\.[A-Za-z0-9]{2,5}$", "", plain(file_name)), maxsplit=1)[0]
    if not (_CODE_NAME.fullmatch(begins) and _SHAPE.match(begins)) or _DATE.fullmatch(begins) or _NOT_OURS.match(begins):
        return None
    return begins if re.search(rf"(?<![\w/-]){re.escape(begins)}(?![\w/-])", plain(text[:_MOST_CHARACTERS])) else None


def merged(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Several texts' numbers as one list; a spelling seen first stays."""
    result: dict[str, str] = {}
    for group in groups:
        for number in group:
            plain_number = _REVISION.sub("", normalised(number))
            if plain_number not in result:
                result.setdefault(normalised(number), number)
    return tuple(result.values())
