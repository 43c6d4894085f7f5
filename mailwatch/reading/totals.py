"""Which of the amounts in a quote are its headline totals, and which belong to options."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from mailwatch.model.money import Amount, Tax
from mailwatch.model.quote import QuoteOption
from mailwatch.reading.columns import aligned
from mailwatch.reading.options import adds_on, is_marked, option_label, sections
from mailwatch.text.amounts import FoundAmount, find_amounts, label_before
from mailwatch.text.tokens import fold, plain


class Part(StrEnum):
    """What an amount is in its quote."""

    TOTAL = "total"
    SUBTOTAL = "subtotal"
    LINE = "line"
    UNIT = "unit"
    TAX = "tax"
    DISCOUNT = "discount"
    DEPOSIT = "deposit"
    OPTION = "option"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Placed:
    """An amount with its part; ``label`` is the text before it on its line, ``option`` names its option."""

    found: FoundAmount
    part: Part
    label: str
    option: str | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """``totals`` are the headline totals, tax excluded first; ``offered`` says that any amount was a price at all."""

    totals: tuple[Amount, ...] = ()
    options: tuple[QuoteOption, ...] = ()
    offered: bool = False


_STRONG_TOTAL = re.compile(
    r"\b(?:total(?:e|aux|es)?|totaal(?:bedrag)?|gesamt\w*|summe|net a payer|s'eleve(?:nt)?|s'etabli\w+|grand total|comes to|totalling|"
    r"montant (?:global|ht|ttc|net|du devis|de notre|de la|de l'offre)|endbetrag|endpreis)\b"
)
_SUBTOTAL = re.compile(r"\b(?:sous-? ?total|sub-? ?total|subtotaal|zwischensumme|subtotale?)")
_TAX_LINE = re.compile(
    r"(?:^|[\s(])(?:dont )?(?:montant )?(?:de )?(?:la )?(?:t\.?v\.?a\.?|vat|v\.a\.t|tps|tvq|gst|hst|pst|qst|iva|i\.v\.a\.?|mwst\.?|ust\.?|btw|moms|sales tax|taxes?)"
    r"(?: amount)?[\s:(@a]*(?:\(?\d{1,2}(?:[.,]\d{1,3})? ?%\)?)?[\s:)=]*$"
)
_DISCOUNT = re.compile(
    r"\b(?:remise(?! de prix)|rabais|reduction|ristourne|avoir|discount|rebate|rabatt|descuento|sconto|korting|desconto|economie|au lieu de|instead of|hors promotion)\b"
)
_DEPOSIT = re.compile(
    r"\b(?:acomptes?|arrhes|avance|a la commande|a la signature|solde|echeance|versements?|mensualites?|deposit|down ?payment|upfront|balance|instal?lments?|"
    r"on acceptance|anzahlung|anticipo|senal|acconto|caparra|aanbetaling|sinal|reste a (?:payer|regler)|caution)\b"
)
_ASIDE = re.compile(
    r"\b(?:capital|frais (?:de )?(?:deplacement|port|livraison|kilometriques)|(?:livraison|deplacements?|travel|delivery|shipping|transport)(?= ?[:=(+]? ?$| (?:a|de|en sus|is|at) ?:? ?$)|budget (?:client|maximum|initial)|votre budget|plafond|penalites?|indemnite|"
    r"recouvrement|per diem|franchise|au capital de|assurance|jusqu'a|a partir de|minimum|extra|supplement|"
    r"ancien(?:ne)? (?:prix|tarif|devis|montant|offre)|precedent|previous|instead|retenue|subvention|aide|prime|credit d'impot)\b"
)
# "… s'élève à 3 450 € HT, soit 4 140 € TTC": the total once more.
_SAME_AGAIN = re.compile(r"[\s,;:(/|=-]*(?:soit|ou|et|i\.e\.|or|and|that is)?[\s:(]*")
_MOST_CHARACTERS = 40_000


def _line_with_heading(text: str, found: FoundAmount, floor: int) -> str:
    """The label of an amount: what precedes it on its line, else the line above."""
    label = label_before(text, found.start, floor)
    if re.search(r"[^\W\d_]", label):
        return label
    begin = text.rfind("\n", 0, found.start) + 1
    if floor > begin:
        return label
    above = text[:begin].rstrip("\n").rpartition("\n")[2]
    return label if find_amounts(above) else above + label


def _part(label: str, found: FoundAmount) -> Part:
    if found.per:
        return Part.UNIT
    said = re.split(r"[.!?]\s", fold(label))[-1]
    clause = re.split(r"[,;]\s| (?:soit|dont|avec|plus) ", said)[-1] if not _STRONG_TOTAL.search(said) else said
    for part, pattern in ((Part.TAX, _TAX_LINE), (Part.DISCOUNT, _DISCOUNT), (Part.DEPOSIT, _DEPOSIT)):
        if pattern.search(clause):
            return part
    if _SUBTOTAL.search(said):
        return Part.SUBTOTAL
    if _STRONG_TOTAL.search(said):
        return Part.TOTAL
    if _ASIDE.search(clause):
        return Part.ASIDE
    return Part.LINE


def _is_factor(text: str, found: FoundAmount, label: str) -> bool:
    """A price per unit written as a product: ``6,5 jours x 650 € = …``."""
    return bool(
        re.match(r"\s*=", text[found.tail :])
        or re.search(r"\d[\d.,]*\s*(?:j|jours?|h|heures?|days?|hours?|\w+)?\s*[x×*]\s*$", fold(label))
    )


def placed(text: str, language: str | None = None, bare: str | None = None) -> tuple[Placed, ...]:
    """Every amount of a quote with the part it plays."""
    result: list[Placed] = []
    alternatives = sections(text)
    floor = 0
    factor = ""
    for found in find_amounts(text, language=language, bare=bare):
        label = factor + _line_with_heading(text, found, floor)
        factor = label if _is_factor(text, found, label) else ""
        part = Part.UNIT if factor else _part(label, found)
        if part is Part.LINE and result and result[-1].part is Part.TOTAL and _SAME_AGAIN.fullmatch(fold(label)):
            part = Part.TOTAL
        choosable = part in {Part.LINE, Part.TOTAL} or (part is Part.UNIT and not factor and is_marked(label))
        option = option_label(label) if choosable else None
        section = next((name for end, name in reversed(alternatives) if end <= found.start), None)
        if option is None and section and part is Part.TOTAL:
            option = section
        result.append(Placed(found, Part.OPTION if option else part, label, option))
        floor = found.tail
    return tuple(result)


def _same_price(first: Amount, second: Amount) -> bool:
    """Two taxes on one price: the larger is the smaller plus at most 30 %."""
    low, high = sorted((first.value, second.value))
    return first.currency == second.currency and first.tax != second.tax and bool(low) and high <= low * Decimal("1.30")


def _unique(amounts: list[Amount]) -> tuple[Amount, ...]:
    """Each once, tax excluded first; an amount without tax mark gives way to the same one with it."""
    kept: list[Amount] = []
    for amount in amounts:
        same = [other for other in kept if (other.value, other.currency) == (amount.value, amount.currency)]
        if any(other.tax is amount.tax or amount.tax is None for other in same):
            continue
        kept = [other for other in kept if not (other in same and other.tax is None)] + [amount]
    return tuple(sorted(kept, key=lambda amount: {Tax.EXCLUDED: 0, None: 1, Tax.INCLUDED: 2}[amount.tax]))


def _sum_of_the_others(amounts: list[Amount]) -> Amount | None:
    """The amount that adds up all the other ones, if there is one."""
    if len(amounts) < 3:  # noqa: PLR2004 - two equal amounts are a price said twice
        return None
    largest = max(amounts, key=lambda amount: amount.value)
    rest = sum((amount.value for amount in amounts), Decimal(0)) - largest.value
    return largest if rest == largest.value else None


def figures(text: str, language: str | None = None) -> Figures:
    """The headline totals and options of one text."""
    text = aligned(plain(text[:_MOST_CHARACTERS]))
    currency = next((found.amount.currency for found in find_amounts(text, language=language)), None)
    parts = placed(text, language, currency)
    options = _options(parts)
    totals = _totals(parts)
    lines = [item.found.amount for item in parts if item.part is Part.LINE]
    offered = bool(totals or lines or options or any(item.part is Part.UNIT for item in parts))
    if totals:
        return Figures(_unique(totals), options, offered)
    if options and not _adds_on(parts):
        return Figures(_unique([option.amount for option in options]), options, offered)
    return Figures(_unique(_headline(lines)), options, offered)


def _totals(parts: tuple[Placed, ...]) -> list[Amount]:
    """Amounts called a total; a subtotal counts when nothing else gives the price without tax."""
    said = {part: [item.found.amount for item in parts if item.part is part] for part in (Part.TOTAL, Part.SUBTOTAL, Part.TAX)}
    totals, subtotals, taxes = said[Part.TOTAL], said[Part.SUBTOTAL], [amount.value for amount in said[Part.TAX]]
    if not any(amount.tax is Tax.EXCLUDED for amount in totals):
        totals = subtotals[-1:] + totals
    sums = {*taxes, sum(taxes, Decimal(0))} if taxes else set()
    return [_taxed(amount, totals, sums) for amount in totals]


def _taxed(amount: Amount, totals: list[Amount], sums: set[Decimal]) -> Amount:
    """What the arithmetic says where the words do not: a total plus the tax gives the total with tax."""
    if amount.tax is not None:
        return amount
    others = {other.value for other in totals}
    if any(amount.value + tax in others for tax in sums):
        return replace(amount, tax=Tax.EXCLUDED)
    if any(amount.value - tax in others for tax in sums):
        return replace(amount, tax=Tax.INCLUDED)
    return amount


def _headline(lines: list[Amount]) -> list[Amount]:
    """The price among amounts that no word calls a total."""
    if total := _sum_of_the_others(lines):
        return [total]
    if len({(amount.value, amount.currency) for amount in lines}) <= 1:
        return lines[:1]
    marked = [amount for amount in lines if amount.tax is not None]
    if len(marked) == 1:
        return marked
    largest = max(lines, key=lambda amount: amount.value)
    return [amount for amount in lines if amount == largest or _same_price(amount, largest)]


def _adds_on(parts: tuple[Placed, ...]) -> bool:
    """The options come on top of a price; they are not the choice itself."""
    return any(item.part is Part.OPTION and adds_on(item.label) for item in parts)


def _options(parts: tuple[Placed, ...]) -> tuple[QuoteOption, ...]:
    """One amount for each option named, the first said (tax excluded as a rule)."""
    named: dict[str, QuoteOption] = {}
    for item in parts:
        if item.part is Part.OPTION and item.option:
            named.setdefault(fold(item.option), QuoteOption(item.option, item.found.amount))
    return tuple(named.values())


def joined(groups: Iterable[Figures]) -> Figures:
    """What several texts of one mail say together: the first that names options names them."""
    known = tuple(groups)
    options = next((item.options for item in known if item.options), ())
    totals = _unique([amount for item in known for amount in item.totals])
    return Figures(totals, options, any(item.offered for item in known))
