"""Which of the amounts in a quote are its headline totals, and which belong to options."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice, pairwise

from mailwatch.model.money import Amount, Tax
from mailwatch.model.quote import QuoteOption
from mailwatch.reading.alternatives import alternative_name, offered_choice, stand_for_themselves
from mailwatch.reading.amount_parts import Part, Placed, placed
from mailwatch.reading.columns import aligned
from mailwatch.reading.options import adds_on, opens_option
from mailwatch.text.amounts import currency_of
from mailwatch.text.tokens import fold, plain


@dataclass(frozen=True, slots=True)
class Figures:
    """``totals`` are the headline totals, tax excluded first; ``offered`` says that any amount was a price at all."""

    totals: tuple[Amount, ...] = ()
    options: tuple[QuoteOption, ...] = ()
    offered: bool = False


# Percent: France, Switzerland, Belgium, Québec, the provinces, the United Kingdom and the rest of the Union.
_RATES = tuple(
    Decimal(rate)
    for rate in (
        *("2.1", "5.5", "10", "20", "8.5", "2.6", "3.8", "8.1", "7.7", "6", "12", "21"),
        *("14.975", "14.9975", "5", "13", "15", "4", "7", "8", "9", "13.5", "17", "19", "22", "23", "24", "25"),
    )
)
_MOST_CHARACTERS = 40_000
#: More amounts than these are a price list; a quote's totals stand among them or not at all.
_MOST_AMOUNTS = 1000
_MOST_SUMMANDS = 10


def _same_price(first: Amount, second: Amount) -> bool:
    """Two taxes on one price: the larger is the smaller plus a rate of tax that exists, give or take the rounding."""
    low, high = sorted((first.value, second.value))
    if first.currency != second.currency or first.tax == second.tax or not low:
        return False
    return any(abs(low + low * rate / 100 - high) <= max(low / 1000, Decimal("0.05")) for rate in _RATES)


def _unique(amounts: Iterable[Amount]) -> tuple[Amount, ...]:
    """Each once, tax excluded first; an amount without tax mark gives way to the same one with it."""
    each = tuple(dict.fromkeys(amounts))
    marked = {(amount.value, amount.currency) for amount in each if amount.tax}
    kept = (amount for amount in each if amount.tax or (amount.value, amount.currency) not in marked)
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
    parts = tuple(islice(placed(text, language, currency_of(text, language=language)), _MOST_AMOUNTS))
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
    # Who gives a rate and nothing else offers the rate.
    lines = lines or [item.found.amount for item in parts if item.part is Part.UNIT]
    return Figures(_unique(_headline(_reduced(lines, discounts))), options, offered)


def _totals(parts: tuple[Placed, ...]) -> list[Amount]:
    """Amounts called a total; a subtotal counts when nothing else gives the price without tax."""
    said = {part: [item.found.amount for item in parts if item.part is part] for part in (Part.TOTAL, Part.SUBTOTAL, Part.TAX)}
    totals, subtotals, taxes = said[Part.TOTAL], said[Part.SUBTOTAL], [amount.value for amount in said[Part.TAX]]
    if not any(amount.tax is Tax.EXCLUDED for amount in totals):
        totals = subtotals[-1:] + totals
    sums = {*taxes[-_MOST_SUMMANDS:], sum(taxes, Decimal(0))} if taxes else set()
    values = {amount.value for amount in totals}
    return [_taxed(amount, values, sums) for amount in totals]


def _taxed(amount: Amount, others: set[Decimal], taxes: set[Decimal]) -> Amount:
    """What the arithmetic says where the words do not: a total plus the tax gives the total with tax."""
    if amount.tax is not None:
        return amount
    if any(amount.value + tax in others for tax in taxes):
        return replace(amount, tax=Tax.EXCLUDED)
    if any(amount.value - tax in others for tax in taxes):
        return replace(amount, tax=Tax.INCLUDED)
    return amount


def _reduced(lines: list[Amount], discounts: set[Decimal]) -> list[Amount]:
    """Without the price before a discount, where the one after it is named too."""
    values = {amount.value for amount in lines}
    before = {value + discount for value in values for discount in discounts if len(discounts) <= _MOST_SUMMANDS} & values
    return [amount for amount in lines if amount.value not in before]


def _headline(lines: list[Amount]) -> list[Amount]:
    """The price among amounts that no word calls a total."""
    if total := _sum_of_others(lines):
        return [total, *(amount for amount in lines if _same_price(amount, total))]
    if len({(amount.value, amount.currency) for amount in lines}) <= 1:
        return lines[:1]
    marked = [amount for amount in lines if amount.tax is not None]
    if marked and all(amount == marked[0] or _same_price(marked[0], amount) for amount in marked):
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
    parts_of_price = {Part.LINE, Part.OPTION} if any(item.part is Part.LINE for item in parts) else {Part.OPTION, Part.UNIT}
    for item in parts:
        if item.part in parts_of_price and not (lines and _same_price(lines[-1].found.amount, item.found.amount)):
            lines.append(item)
    listed = all("\n" in text[one.found.end : other.found.start] for one, other in pairwise(lines))
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
