"""Which of the amounts in a quote are its headline totals, and which belong to options."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from mailwatch.model.money import Amount, Tax
from mailwatch.model.quote import QuoteOption
from mailwatch.reading.alternatives import alternative_name, offered_choice, stand_for_themselves
from mailwatch.reading.columns import aligned
from mailwatch.reading.options import adds_on, is_marked, opens_option, option_label, sections
from mailwatch.text.amounts import FoundAmount, find_amounts, label_before, tax_in_label
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
    r"au total|en tout|in total|altogether|ce qui (?:nous |vous )?(?:amene|fait|donne|porte)|brings (?:us|it|you) to|prix (?:global|forfaitaire)|"
    r"ensemble(?= ?[:=])|montant (?:global|ht|ttc|net|du devis|de notre|de la|de l'offre)|endbetrag|endpreis)\b"
)
_GRAND_TOTAL = re.compile(r"\b(?:general|grand|global|overall|ensemble|des lots|generale)\b")
_SUBTOTAL = re.compile(r"\b(?:sous-? ?total|sub-? ?total|subtotaal|zwischensumme|subtotale?)")
_TAX_LINE = re.compile(
    r"(?:^|[\s(])(?:dont )?(?:montant )?(?:de )?(?:la )?(?:t\.?v\.?a\.?|vat|v\.a\.t|tps|tvq|gst|hst|pst|qst|iva|i\.v\.a\.?|mwst\.?|ust\.?|btw|moms|sales tax|taxes?)"
    r"(?: amount)?[\s:(@a]*(?:\(?\d{1,2}(?:[.,]\d{1,3})? ?%\)?)?[\s:)=]*$"
)
# "Total avant taxes", "Total incl. VAT": the tax is what the total has or lacks, not what the amount is.
_WITH_OR_WITHOUT_TAX = re.compile(
    r"\b(?:avant|hors|sans|avec|apres|toutes|before|excl\.?|excluding|ex|exclusive of|without|with|incl\.?|including|inclusive of|after|plus|ohne|inkl\.?|zzgl\.?|exkl\.?) (?:la |les |the )?\S+[\s:(]*$"
)
# What stands after an amount and says what it is.
_TOTAL_AFTER = re.compile(r"\W{0,3}(?:au total|en tout|pour l'ensemble|in total|in all|altogether|all[- ]in)\b")
_DEPOSIT_AFTER = re.compile(
    r"\W{0,3}(?:d'acompte|d'arrhes|d'avance|a la (?:commande|signature|reservation|livraison|reception)|au demarrage|a (?:l'acceptation|la fin)|deposit|up ?front|in advance|to (?:secure|book|hold|start)|on (?:signing|completion|delivery|order|acceptance|booking)|now and)\b"
)
_DISCOUNT_AFTER = re.compile(
    r"\W{0,3}(?:de (?:remise|reduction|rabais|moins|ristourne)|de (?:moins|plus) que|off\b|discount|less than|cheaper)"
)
# "30 %, soit 1 620 €", "a 30 % deposit (£540)": a share of the price, not the price.
_SHARE = re.compile(r"\b\d{1,2} ?%[^.;\d]{0,40}(?:,? ?(?:soit|i\.e\.,?|=|ou)|\()\s*$")
_OLD_PRICE = re.compile(
    r"(?:\b(?:au lieu d[eu']|a la place d[eu']|contre|auparavant|anciennement|initialement|initiale?|instead of|rather than|down from|up from|previously|originally|(?:ramene\w*|pass\w+|descen\w+|baiss\w+) de|(?:drop|fall|down|go|goes|reduc|cut|bring)\w*(?: \w+)? from|was)|, from)\s*(?:les |the |chf |eur |[£$€])*$"
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
# Percent: France, Switzerland, Belgium, Québec, the provinces, the United Kingdom and the rest of the Union.
_RATES = tuple(
    Decimal(rate)
    for rate in (
        *("2.1", "5.5", "10", "20", "8.5", "2.6", "3.8", "8.1", "7.7", "6", "12", "21"),
        *("14.975", "14.9975", "5", "13", "15", "4", "7", "8", "9", "13.5", "17", "19", "22", "23", "24", "25"),
    )
)
# "… s'élève à 3 450 € HT, soit 4 140 € TTC": the total once more.
_SAME_AGAIN = re.compile(r"[\s,;:(/|=-]*(?:soit|ou|et|i\.e\.|or|and|that is)?[\s:(]*")
_MOST_CHARACTERS = 40_000
_MOST_SUMMANDS = 10


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


def _set_aside(said: str, clause: str, after: str, *, strong: bool) -> Part | None:
    """An amount that the words around it call an old price, a reduction or a part to be paid first."""
    if _OLD_PRICE.search(said) or _DISCOUNT_AFTER.match(after):
        return Part.DISCOUNT
    share = _SHARE.search(said) and not _DISCOUNT.search(clause) and (_DEPOSIT.search(said) or not strong)
    return Part.DEPOSIT if share or _DEPOSIT_AFTER.match(after) else None


def _part(label: str, found: FoundAmount, after: str = "") -> Part:
    """What an amount is by the words before it and ``after`` it."""
    if found.per:
        return Part.UNIT
    said = re.split(r"[.!?]\s", fold(label))[-1]
    strong = bool(_STRONG_TOTAL.search(said))
    clause = re.split(r"[,;]\s| (?:soit|dont|avec|plus) ", said)[-1] if not strong else said
    aside = _set_aside(said, clause, after, strong=strong)
    if aside is not None:
        return aside
    without_line = strong and _WITH_OR_WITHOUT_TAX.search(clause)
    tax: tuple[tuple[Part, re.Pattern[str]], ...] = () if without_line else ((Part.TAX, _TAX_LINE),)
    for named, pattern in (*tax, (Part.DISCOUNT, _DISCOUNT), (Part.DEPOSIT, _DEPOSIT), (Part.SUBTOTAL, _SUBTOTAL)):
        if pattern.search(said if named is Part.SUBTOTAL else clause):
            return named
    if strong or _TOTAL_AFTER.match(after):
        return Part.TOTAL
    return Part.ASIDE if _ASIDE.search(clause) else Part.LINE


def _is_factor(text: str, found: FoundAmount, label: str) -> bool:
    """A price per unit written as a product: ``6,5 jours x 650 € = …``."""
    return bool(
        re.match(r"\s*=", text[found.tail :])
        or re.search(r"\d[\d.,]*\s*(?:j|jours?|h|heures?|days?|hours?|\w+)?\s*[x×*]\s*$", fold(label))
    )


#: The name of an option stands within so many characters before its price; a longer line names none.
_LONGEST_LABEL = 200


def _item_label(text: str, found: FoundAmount, label: str) -> str:
    """The label of an amount from the start of its line, where the line opens with the name of an option."""
    start = text.rfind("\n", max(0, found.start - _LONGEST_LABEL), found.start) + 1
    if not start and found.start > _LONGEST_LABEL:
        return label
    line = text[start : found.start]
    return line if opens_option(line) and not find_amounts(line) else label


def placed(text: str, language: str | None = None, bare: str | None = None) -> tuple[Placed, ...]:
    """Every amount of a quote with the part it plays."""
    result: list[Placed] = []
    alternatives = sections(text)
    floor = 0
    factor = ""
    for found in find_amounts(text, language=language, bare=bare):
        label = factor + _line_with_heading(text, found, floor)
        if found.amount.tax is None and "\n" not in label:
            found = replace(found, amount=replace(found.amount, tax=tax_in_label(label)))  # noqa: PLW2901 - the same amount, read with its heading
        factor = label if _is_factor(text, found, label) else ""
        part = Part.UNIT if factor else _part(label, found, fold(text[found.tail : found.tail + 30]))
        if part is Part.LINE and result and result[-1].part is Part.TOTAL and _SAME_AGAIN.fullmatch(fold(label)):
            part = Part.TOTAL
        choosable = part in {Part.LINE, Part.TOTAL} or (part is Part.UNIT and not factor and is_marked(label))
        option = option_label(_item_label(text, found, label)) if choosable else None
        section = next((name for end, name in reversed(alternatives) if end <= found.start), None)
        if option is None and section and part is Part.TOTAL and not _GRAND_TOTAL.search(fold(label)):
            option = section
        result.append(Placed(found, Part.OPTION if option else part, label, option))
        floor = found.tail
    return tuple(result)


def _same_price(first: Amount, second: Amount) -> bool:
    """Two taxes on one price: the larger is the smaller plus a rate of tax that exists, give or take the rounding."""
    low, high = sorted((first.value, second.value))
    if first.currency != second.currency or first.tax == second.tax or not low:
        return False
    return any(abs(low + low * rate / 100 - high) <= max(low / 1000, Decimal("0.05")) for rate in _RATES)


def _unique(amounts: list[Amount]) -> tuple[Amount, ...]:
    """Each once, tax excluded first; an amount without tax mark gives way to the same one with it."""
    kept: list[Amount] = []
    for amount in amounts:
        same = [other for other in kept if (other.value, other.currency) == (amount.value, amount.currency)]
        if any(other.tax is amount.tax or amount.tax is None for other in same):
            continue
        kept = [other for other in kept if not (other in same and other.tax is None)] + [amount]
    return tuple(sorted(kept, key=lambda amount: {Tax.EXCLUDED: 0, None: 1, Tax.INCLUDED: 2}[amount.tax]))


def _sum_of_others(amounts: list[Amount]) -> Amount | None:
    """The last of the amounts that adds up two or more of those before it, if there is one."""
    for index in range(len(amounts) - 1, max(1, len(amounts) - 1 - _MOST_SUMMANDS), -1):
        sums = {Decimal(0): 0}
        for before in amounts[max(0, index - _MOST_SUMMANDS) : index]:
            sums |= {value + before.value: count + 1 for value, count in sums.items() if value + before.value not in sums}
        if sums.get(amounts[index].value, 0) > 1:
            return amounts[index]
    return None


def figures(text: str, language: str | None = None) -> Figures:
    """The headline totals and options of one text."""
    text = aligned(plain(text[:_MOST_CHARACTERS]))
    found = _figures(text, language)
    tax = _stated_tax(text, language)
    if tax is None or any(amount.tax for amount in found.totals):
        return found
    options = tuple(replace(option, amount=replace(option.amount, tax=tax)) for option in found.options)
    return replace(found, totals=tuple(replace(amount, tax=tax) for amount in found.totals), options=options)


# The tax of all prices of a text, said once.
_ALL_WITHOUT = re.compile(
    r"\b(?:(?:taxes|tva|tps|tvq|vat|gst)(?: \S+){0,2}? (?:sont |est |is |are |to be |will be )?(?:en sus|non comprises?|non incluses?|a ajouter|en plus|not included|extra|excluded|added|charged (?:on top|extra))|(?:plus|avant|hors|before|excluding|exclude|excl\.?|exclusive of|do not include|don't include|net of) (?:les |la )?(?:taxes|tva|tps|vat|gst|tax)\b|(?:prix|tarifs?|montants?)(?: \S+){0,5}? (?:ht\b|hors[ -]tax\w*)|en (?:euros|€) ht\b|\bht\b)"
)
_ALL_WITH = re.compile(
    r"\b(?:(?:taxes|tva|tps|vat|gst)(?: \d+(?:[.,]\d+)? ?%)? (?:is |are |sont |est )?(?:comprises?|incluses?|included)|(?:prix|tarifs?|montants?)(?: \S+){0,5}? (?:ttc\b|toutes taxes)|(?:prices?|amounts?|figures?|totals?)(?: \S+){0,4}? (?:include|includes|including|inclusive of) (?:vat|gst|tax)\b|\bttc\b|taxes? compris\w*)"
)
# English invoices and quotes call "net" what has no tax yet.
_NET = re.compile(r"[\d€$£] ?(?:eur|gbp|usd|chf)? ?net\b(?! ?\d)|\b(?:total net|net (?:total|price|fee|amount))\b")


def _stated_tax(text: str, language: str | None) -> Tax | None:
    folded = fold(text)
    without = bool(_ALL_WITHOUT.search(folded)) or (language == "en" and bool(_NET.search(folded)))
    if without == bool(_ALL_WITH.search(folded)):
        return None
    return Tax.EXCLUDED if without else Tax.INCLUDED


def _figures(text: str, language: str | None) -> Figures:
    currency = next((found.amount.currency for found in find_amounts(text, language=language)), None)
    parts = placed(text, language, currency)
    options = _options(parts)
    totals = _totals(parts)
    if not options and not totals:
        options = _unnumbered(text, parts)
    priced = {Part.LINE} if options else {Part.LINE, Part.OPTION}
    lines = [item.found.amount for item in parts if item.part in priced]
    offered = bool(totals or lines or options or any(item.part is Part.UNIT for item in parts))
    if totals:
        return Figures(_unique(totals), options, offered)
    if options and not _adds_on(parts):
        return Figures(_unique([option.amount for option in options]), options, offered)
    discounts = {item.found.amount.value for item in parts if item.part is Part.DISCOUNT}
    return Figures(_unique(_headline(_reduced(lines, discounts))), options, offered)


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


def _reduced(lines: list[Amount], discounts: set[Decimal]) -> list[Amount]:
    """Without the price before a discount, where the one after it is named too."""
    values = {amount.value for amount in lines}
    before = {value + discount for value in values for discount in discounts} & values
    return [amount for amount in lines if amount.value not in before]


def _headline(lines: list[Amount]) -> list[Amount]:
    """The price among amounts that no word calls a total."""
    if total := _sum_of_others(lines):
        return [total, *(amount for amount in lines if _same_price(amount, total))]
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
    sums = {item.found.amount.value for item in parts if item.part in {Part.TOTAL, Part.SUBTOTAL, Part.LINE}}
    # Lots that add up to the total are its parts; one lonely "version" is no choice.
    if sum((option.amount.value for option in named.values()), Decimal(0)) in sums:
        return ()
    listed = any(item.part is Part.OPTION and opens_option(item.label) for item in parts)
    return tuple(named.values()) if len(named) > 1 or listed or _adds_on(parts) or _has_total(parts) else ()


def _has_total(parts: tuple[Placed, ...]) -> bool:
    return any(item.part in {Part.TOTAL, Part.SUBTOTAL} for item in parts)


def _unnumbered(text: str, parts: tuple[Placed, ...]) -> tuple[QuoteOption, ...]:
    """The alternatives of a choice whose prices stand in list items or in one sentence, called by what precedes them."""
    lines: list[Placed] = []
    for item in parts:
        if item.part in {Part.LINE, Part.OPTION} and not (lines and _same_price(lines[-1].found.amount, item.found.amount)):
            lines.append(item)
    listed = len({text.count("\n", 0, item.found.start) for item in lines}) == len(lines)
    if not stand_for_themselves([item.found for item in lines], offered_choice(text), listed=listed):
        return ()
    names = [alternative_name(_whole_label(text, item, listed=listed)) for item in lines]
    return tuple(
        QuoteOption(name or str(n), item.found.amount) for n, (name, item) in enumerate(zip(names, lines, strict=True), 1)
    )


def _whole_label(text: str, item: Placed, *, listed: bool) -> str:
    return text[text.rfind("\n", 0, item.found.start) + 1 : item.found.start] if listed else item.label


def joined(groups: Iterable[Figures]) -> Figures:
    """What several texts of one mail say together: the first that names options names them."""
    known = tuple(groups)
    options = next((item.options for item in known if item.options), ())
    totals = _unique([amount for item in known for amount in item.totals])
    return Figures(totals, options, any(item.offered for item in known))
