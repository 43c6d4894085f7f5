"""Amounts of money as people and invoicing tools write them: ``4 200,00 € HT``, ``CHF 4'200.–``, ``£1,250.00 + VAT``, ``4,5 k€``."""
# ruff: noqa: RUF001 - typographic dashes and apostrophes are what is matched

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache

from mailwatch.model.money import Amount, Tax
from mailwatch.text.currencies import AFTER, BEFORE, EXCLUDED, INCLUDED, UNITS

_SPACE = "[ \u00a0\u202f\u2009\u2007]"
_NUMBER = (
    rf"(?:\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)|\d{{1,3}}(?:['’´]\d{{3}})+(?!\d)|\d{{1,3}}(?:\.\d{{3}})+(?!\d)|\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d{{1,9}})"
    r"(?:[.,]\d{1,4}(?!\d))?"
)
_ROUND = r"(?:[.,](?:--|-|–|—|=)|\.(?=\s|$))?"
_SCALE = r"(?:(?P<{0}>k|K|mille|M|millions?(?: d['’e])?)(?![^\W\d_]))"


def _one_of(table: tuple[tuple[str, str], ...]) -> str:
    return "|".join(pattern for pattern, _ in table)


_BEFORE = re.compile(
    rf"(?<![\w])(?P<currency>{_one_of(BEFORE)}){_SPACE}{{0,2}}(?P<number>{_NUMBER}){_ROUND}(?:{_SPACE}?{_SCALE.format('scale')})?(?:(?<=[.,]\d\d)|(?!\w))(?![.,]?\d)"
    rf"(?:{_SPACE}(?P<code>USD|US|CAD|CA|AUD|NZD)\b)?"
)
# A letter or a longer number just before would make it a reference; "k€" keeps the scale inside the sign.
_AFTER = re.compile(
    rf"(?<![\w,'’])(?:(?<!\.)|(?<=\.\.))(?P<number>{_NUMBER}){_ROUND}{_SPACE}{{0,2}}(?:(?P<scale>k|K|mille|M|millions?(?: d['’e])?){_SPACE}?)?"
    rf"(?P<currency>(?:{_one_of(AFTER)}))(?:(?<=[€$£¥.])|(?!\w))",
)
_BARE = re.compile(rf"(?<![\w.,'’/-])(?P<number>{_NUMBER})(?<=[.,]\d\d)(?![\w%/.,-]|{_SPACE}?(?:%|h\b|j\b))")

# "270.-" is how francs are written in Switzerland; "1600 HT" is money without its sign.
_FRANCS = re.compile(rf"(?<![\w.,'’/-])(?P<number>{_NUMBER})\.(?:--|-|–|—)(?![\w-])")
_TAXED = re.compile(
    rf"(?<![\w.,'’/-])(?<!n° )(?<!% )(?P<number>{_NUMBER})(?:{_SPACE}?(?P<scale>k|K))?"
    rf"(?={_SPACE}?(?:H\.? ?T\b|ht\b|T\.? ?T\.? ?C\b|ttc\b|HTVA\b|TVAC\b|hors[ -]ta?xe?s?\b|hors TVA\b|(?:\+|plus|ex\.?|excl\.?|incl?\.?) ?(?:VAT|GST|TVA|tax(?:es)?)\b))",
)

# Digits are rare in prose, and every amount has its number begin at one: nothing is tried elsewhere.
_NUMBERS = re.compile(r"\d(?<!\d\d)")
_SIGN = re.compile(rf"(?<!\w)(?:{_one_of(BEFORE)}){_SPACE}{{0,2}}\Z")
_SIGN_REACH = 8
_WRITTEN_SIGN = re.compile(r"€|\beuros?\b|\bEUR\b|£|\bGBP\b|\bpounds\b|\bCHF\b|\bfrancs\b|\bUSD\b|\bCAD\b|\$", re.IGNORECASE)
_WRITTEN = {"€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "pounds": "GBP", "francs": "CHF"}

# After "per", anything is a unit but a way to pay or an adverb.
_NO_UNIT = r"(?!virement|ch[èe]que|carte|retour|avance|exemple|ailleurs|cons[ée]quent|suite|la |le |les |nos? |votre|bank|cheque|card|annum\b)"
_UNIT = re.compile(
    rf"{_SPACE}?(?:/{_SPACE}?|(?:par|per|pro|por|al|le|la|du|de|an?|the|each)\s+|l['’]\s?|de l['’]\s?)(?P<unit>{UNITS})(?!\w)"
    rf"|{_SPACE}(?:par|per){_SPACE}{_NO_UNIT}(?P<other>[^\W\d_]{{3,}})"
    rf"|{_SPACE}(?P<each>pp|p\.p\.|each|pi[èe]ce|chacune?|l['’]unit[ée])(?!\w)",
    re.IGNORECASE,
)
_TAX_AFTER = re.compile(
    rf"[ \u00a0\u202f\u2009]*[)\]]?{_SPACE}*[(\[,]?{_SPACE}*(?:(?P<excl>{EXCLUDED})|(?P<incl>{INCLUDED}))[)\]]?", re.IGNORECASE
)
_EXCLUDED = re.compile(rf"(?<![\w+])(?:{EXCLUDED})", re.IGNORECASE)
_INCLUDED = re.compile(rf"(?<!\w)(?:{INCLUDED})", re.IGNORECASE)
_OF_THE_NEXT = re.compile(rf"{_SPACE}*[:=]?{_SPACE}*(?:[€$£]|CHF|EUR)?{_SPACE}*\d(?![\d.,]*{_SPACE}?%)")

_CANADA = re.compile(
    r"\b(?:TPS|TVQ|HST|PST|QST|CAD|CAN\$|Qu[ée]bec|Montr[ée]al|Laval|Gatineau|Canada|Ontario|Toronto|Vancouver|soumission)\b",
    re.IGNORECASE,
)
_AUSTRALIA = re.compile(r"\b(?:ABN|AUD|Australia|Sydney|Melbourne|Brisbane)\b")
_NEW_ZEALAND = re.compile(r"\b(?:NZD|New Zealand|Auckland|Wellington)\b")
_KRONE = {"da": "DKK", "nb": "NOK", "no": "NOK"}

# "entre 3 000 et 4 000 €", "from 3,000 to 4,000 €", "3 000-4 000 €": the first number shares the sign of the second.
_FROM = re.compile(
    rf"(?:(?:(?:entre|between|from|de|von|zwischen|tra|fra|van|tussen){_SPACE})(?P<low>{_NUMBER}){_SPACE}(?:à|a|et|to|and|bis|und|y|e|tot|en){_SPACE}"
    rf"|(?<![\w.,/-])(?P<tight>{_NUMBER})[-–])$",
    re.IGNORECASE,
)
_SIGNLESS_NEXT = re.compile(rf"{_SPACE}?\d[\d.,'’ \u00a0\u202f]*[.,]\d\d(?!\d|{_SPACE}?(?:{_one_of(AFTER)}))")
_FRENCH_CANADIAN = re.compile(rf",\d\d$|\d{_SPACE}\d")

_LABEL_REACH = 60
_THOUSAND = 3  # digits after the mark


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """An amount at ``text[start:end]``; ``tail`` is where its tax mark and unit end. ``per`` is the unit of a unit price."""

    amount: Amount
    start: int
    end: int
    tail: int
    per: str | None = None


def number_value(written: str, scale: str | None = None) -> Decimal | None:
    """``4'200.50``, ``4.200,5``, ``4 200``: the number meant. Three digits after one lone mark are thousands, unless it starts with 0."""
    bare = re.sub(rf"{_SPACE}|['’´]", "", written)
    last = max(bare.rfind("."), bare.rfind(","))
    if last >= 0:
        whole, cents = bare[:last], bare[last + 1 :]
        marks = {mark for mark in bare if mark in ".,"}
        lone_thousands = len(cents) == _THOUSAND and len(marks) == 1 and whole.lstrip("0")
        bare = re.sub(r"[.,]", "", bare) if lone_thousands else re.sub(r"[.,]", "", whole) + "." + cents
    try:
        value = Decimal(bare)
    except InvalidOperation:
        return None
    match (scale or "")[:2].lower():
        case "k":
            return value * 1000
        case "mi":
            return value * (1000 if scale == "mille" else 1_000_000)
        case "m":
            return value * 1_000_000
    return value


@lru_cache(maxsize=256)
def _sign(written: str, table: tuple[tuple[str, str], ...]) -> str:
    return next((code for pattern, code in table if re.fullmatch(pattern, written)), written)


def _dollar(text: str, language: str | None) -> str:
    if _CANADA.search(text):
        return "CAD"
    if _AUSTRALIA.search(text):
        return "AUD"
    if _NEW_ZEALAND.search(text):
        return "NZD"
    return "CAD" if language == "fr" else "USD"


class _Usual:
    """What signs that do not say their currency mean in one text; looked up once, and only if needed."""

    def __init__(self, text: str, language: str | None) -> None:
        self._text, self.language = text, language

    @cached_property
    def dollar(self) -> str:
        return _dollar(self._text, self.language)

    @cached_property
    def unsigned(self) -> str:
        """What a number without a sign is counted in: the sign the text writes elsewhere, else the language's own."""
        if written := _WRITTEN_SIGN.search(self._text):
            sign = written[0].lower()
            return self.dollar if sign == "$" else _WRITTEN.get(sign, sign.upper())
        if _CANADA.search(self._text):
            return "CAD"
        return "GBP" if self.language == "en" else "EUR"


def _currency(sign: str, match: re.Match[str], usual: _Usual) -> str:
    if sign == "?":
        return usual.unsigned
    if sign == "kr":
        return _KRONE.get(usual.language or "", "SEK")
    if sign != "$":
        return sign
    if code := match.groupdict().get("code"):
        return {"US": "USD", "CA": "CAD"}.get(code, code)
    # Only in Canada does a dollar sign stand after a number written the French way.
    if match.start("currency") > match.start("number") and _FRENCH_CANADIAN.search(match["number"]):
        return "CAD"
    return usual.dollar


def _tail(text: str, end: int) -> tuple[int, Tax | None, str | None]:
    """What follows an amount: a unit and a tax mark, in either order."""
    tax, per = None, None
    for _ in range(2):
        if per is None and (found := _UNIT.match(text, end)):
            per, end = (found["unit"] or found["other"] or found["each"]).lower(), found.end()
        if tax is None and (found := _TAX_AFTER.match(text, end)) and not _OF_THE_NEXT.match(text, found.end()):
            tax, end = (Tax.EXCLUDED if found["excl"] else Tax.INCLUDED), found.end()
    return end, tax, per


def tax_in_label(label: str) -> Tax | None:
    """Whether the words before an amount say that it is with or without tax; the last of them counts."""
    excluded = [found.end() for found in _EXCLUDED.finditer(label)]
    included = [found.end() for found in _INCLUDED.finditer(label)]
    if not excluded and not included:
        return None
    return Tax.EXCLUDED if max(excluded, default=-1) > max(included, default=-1) else Tax.INCLUDED


def label_before(text: str, start: int, floor: int = 0) -> str:
    """The words on the same line before ``start``, not further back than ``floor`` (the end of the amount before)."""
    begin = max(floor, text.rfind("\n", 0, start) + 1, start - _LABEL_REACH)
    return text[begin:start]


def _of_the_next(match: re.Match[str]) -> bool:
    """In ``1 € 399,00`` the sign belongs to what follows: a price with cents and no sign of its own."""
    return bool(match["number"].isdigit() and _SIGNLESS_NEXT.match(match.string, match.end()))


def _at(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """What ``finditer`` gives of a pattern that can only begin at these places."""
    end = 0
    for start in starts:
        match = pattern.match(text, start) if start >= end else None
        if match:
            end = match.end()
            yield match


def _after_signs(text: str, numbers: Iterable[int]) -> Iterator[re.Match[str]]:
    """The same for a sign that stands before the number."""
    end = 0
    for number in numbers:
        sign = _SIGN.search(text, max(end, number - _SIGN_REACH), number) if number >= end else None
        match = _BEFORE.match(text, sign.start()) if sign else None
        if match:
            end = match.end()
            yield match


def _signed(text: str, numbers: Sequence[int]) -> list[tuple[re.Match[str], str]]:
    found = [(match, _sign(match["currency"], BEFORE)) for match in _after_signs(text, numbers)]
    found += [(match, _sign(match["currency"], AFTER)) for match in _at(_AFTER, text, numbers) if not _of_the_next(match)]
    found += [(match, "CHF") for match in _at(_FRANCS, text, numbers)]
    return found


def _number_starts(text: str) -> tuple[int, ...]:
    return tuple(match.start() for match in _NUMBERS.finditer(text))


def _matches(text: str, currency: str | None) -> list[tuple[re.Match[str], str]]:
    numbers = _number_starts(text)
    found = _signed(text, numbers)
    found += [(match, "?") for match in _at(_TAXED, text, numbers)]
    if currency is not None:
        found += [(match, currency) for match in _at(_BARE, text, numbers)]
    # The longer reading of one place wins: "CHF 4'200.–" over "4'200", "1 500 € HT" over a bare number.
    return sorted(found, key=lambda pair: (pair[0].start(), -pair[0].end()))


def _cents(value: Decimal, per: str | None) -> Decimal:
    """Two decimals; a price per word keeps those it was written with."""
    return value if per and value != value.quantize(Decimal("0.01")) else value.quantize(Decimal("0.01"))


def _range_start(label: str, value: Decimal, scale: str | None) -> Decimal | None:
    """The lower bound when the words before an amount open a range that the amount closes."""
    opened = _FROM.search(label)
    if opened is None:
        return None
    low = number_value(opened["low"] or opened["tight"], scale)
    return low if low is not None and value / 10 <= low < value else None


def find_amounts(text: str, *, language: str | None = None, bare: str | None = None) -> tuple[FoundAmount, ...]:
    """Every amount of money in a text, in order; a range gives both its ends.

    ``language`` settles what a lone ``$`` or ``kr`` means. ``bare`` is the currency of numbers with two decimals and
    no sign, as in the tables of a PDF whose currency stands in the heading; None: such numbers are not amounts.
    """
    result: list[FoundAmount] = []
    floor = 0
    usual = _Usual(text, language)
    for match, sign in _matches(text, bare):
        if match.start("number") < floor:
            continue
        scale = match.groupdict().get("scale")
        value = number_value(match["number"], scale)
        if value is None:
            continue
        tail, tax, per = _tail(text, match.end())
        label = label_before(text, match.start(), floor)
        tax = tax_in_label(label) if tax is None else tax
        currency = _currency(sign, match, usual)
        low = _range_start(label, value, scale)
        result += [
            FoundAmount(Amount(_cents(each, per), currency, tax), match.start(), match.end(), tail, per)
            for each in (low, value)
            if each is not None
        ]
        floor = tail
    return tuple(result)


def currency_of(text: str, *, language: str | None = None) -> str | None:
    """What most amounts of a text that have their sign are counted in, None when none has one; of equals, the last."""
    usual = _Usual(text, language)
    found = [_currency(sign, match, usual) for match, sign in _signed(text, _number_starts(text))]
    counts = Counter(reversed(found))
    if counts:
        return max(counts, key=lambda currency: counts[currency])
    return usual.unsigned if _TAXED.search(text) else None
