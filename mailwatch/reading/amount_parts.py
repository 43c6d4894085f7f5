"""What each amount of a quote is: a total, a line, a tax, a deposit, the price of an option."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from mailwatch.reading.options import is_marked, opens_option, option_label, sections
from mailwatch.reading.sentence_ends import SENTENCE_END
from mailwatch.text.amounts import FoundAmount, find_amounts, label_before, tax_in_label
from mailwatch.text.tokens import fold


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


_STRONG_TOTAL = re.compile(
    r"\b(?:total(?:e|aux|es)?|totaal(?:bedrag)?|gesamt\w*|summe|net a payer|s'eleve(?:nt)?|s'etabli\w+|grand total|comes to|totalling|"
    r"au total|en tout|in total|altogether|ce qui (?:nous |vous )?(?:amene|fait|donne|porte)|brings (?:us|it|you) to|prix (?:global|forfaitaire)|"
    r"ensemble(?= ?[:=])|montant (?:global|ht|ttc|net|du devis|de notre|de la|de l'offre)|endbetrag|endpreis)\b"
)
GRAND_TOTAL = re.compile(r"\b(?:general|grand|global|overall|ensemble|des lots|generale)\b")
_SUBTOTAL = re.compile(
    r"\b(?:sous-? ?total|sub-? ?total|subtotaal|zwischensumme|subtotale?|base imponible|imponibile|netto(?:betrag|summe|preis)|importe neto|total neto|net (?:amount|total))"
)
_TAX_LINE = re.compile(
    r"(?:^|[\s(])(?:dont |zzgl\.? |zuzuglich |plus )?(?:\d{1,2}(?:[.,]\d+)? ?% )?(?:montant )?(?:de )?(?:la )?(?:t\.?v\.?a\.?|vat|v\.a\.t|tps|tvq|gst|hst|pst|qst|iva|i\.v\.a\.?|mwst\.?|ust\.?|btw|moms|sales tax|taxes?)"
    r"(?: amount)?[\s:(@a]*(?:\(?\d{1,2}(?:[.,]\d{1,3})? ?%\)?)?(?: (?:sur|on|of|de|auf|von) [\d .,']+[€$£]?)?[\s:)=]*$"
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
    r"recouvrement|per diem|franchise|au capital de|assurance|(?:jusqu'a|a partir de|minimum|extra|supplement|over|plus de|more than)(?=(?: \S+)?\s*[€$£]?\s*$)|"
    r"enveloppe|ancien(?:ne)? (?:prix|tarif|devis|montant|offre)|precedent|previous|instead|retenue|subvention|aide|prime|credit d'impot)\b"
)
# "Pour votre dossier de subvention : comptez 8 000 €": what stands before says nothing about the price.
_PRICE_IS = re.compile(
    r"\b(?:comptez|compter|je (?:vous |te )?propose|(?:mes|nos) honoraires|(?:our|my) price|we can do|i can do)\b"
)
# "1 500 € de plus", "an additional £180": on top of the price.
_EXTRA_AFTER = re.compile(
    r"\W{0,3}(?:de plus|en (?:plus|sus|supplement)|supplementaires?|extra|more|additional|on top|zusatzlich|mas|in piu|aparte?|extra)\b(?! (?:que|than))"
)
_EXTRA_BEFORE = re.compile(
    r"\b(?:additional|further|another|extra|supplementaires?|supplement (?:de|est de))\s*(?:of |de )?[€$£]?\s*$"
)
# "… s'élève à 3 450 € HT, soit 4 140 € TTC": the total once more.
_SAME_AGAIN = re.compile(r"[\s,;:(/|=-]*(?:soit|ou|et|i\.e\.|or|and|that is)?[\s:(]*")
_PRODUCT = re.compile(r"\d[\d.,]*\s*(?:j|jours?|h|heures?|days?|hours?|\w+)?\s*[x×*@]\s*$")
#: Nothing before an amount is read further back than this.
_REACH = 200


def _line_before(text: str, start: int) -> str:
    """The line above the one that holds ``start``, as far as it can be a label."""
    end = text.rfind("\n", 0, start)
    while end > 0 and text[end - 1] == "\n":
        end -= 1
    begin = max(text.rfind("\n", 0, max(end, 0)) + 1, end - _REACH)
    return text[begin:end] if end > 0 else ""


def _label(text: str, found: FoundAmount, floor: int) -> str:
    """The label of an amount: what precedes it on its line, else the line above."""
    label = label_before(text, found.start, floor)
    if re.search(r"[^\W\d_]", label) or floor > text.rfind("\n", 0, found.start) + 1:
        return label
    above = _line_before(text, found.start)
    return label if not above or find_amounts(above) else f"{above}\n{label}"


def _set_aside(said: str, clause: str, after: str, *, strong: bool) -> Part | None:
    """An amount that the words around it call an old price, a reduction, a part to be paid first or an extra."""
    if _OLD_PRICE.search(said) or _DISCOUNT_AFTER.match(after):
        return Part.DISCOUNT
    if _EXTRA_AFTER.match(after) or _EXTRA_BEFORE.search(said):
        return Part.ASIDE
    share = _SHARE.search(said) and not _DISCOUNT.search(clause) and (_DEPOSIT.search(said) or not strong)
    return Part.DEPOSIT if share or _DEPOSIT_AFTER.match(after) else None


def _part(label: str, found: FoundAmount, after: str) -> Part:
    """What an amount is by the words before it and ``after`` it."""
    if found.per:
        return Part.UNIT
    said = SENTENCE_END.split(fold(label))[-1]
    total = next(reversed(list(_STRONG_TOTAL.finditer(said))), None)
    strong = total is not None
    clause = re.split(r"[,;]\s| (?:soit|dont|avec|plus) ", said)[-1] if not strong else said
    clause = _PRICE_IS.split(clause)[-1]
    aside = _set_aside(said, clause, after, strong=strong)
    if aside is not None:
        return aside
    # "With the discount the brochure comes to …": what is called a total after the discount is none.
    searched = {Part.SUBTOTAL: said, Part.DISCOUNT: said[total.start() :] if total else clause}
    without_line = strong and _WITH_OR_WITHOUT_TAX.search(clause)
    tax: tuple[tuple[Part, re.Pattern[str]], ...] = () if without_line else ((Part.TAX, _TAX_LINE),)
    for named, pattern in (*tax, (Part.DISCOUNT, _DISCOUNT), (Part.DEPOSIT, _DEPOSIT), (Part.SUBTOTAL, _SUBTOTAL)):
        if pattern.search(searched.get(named, clause)):
            return named
    if strong or _TOTAL_AFTER.match(after):
        return Part.TOTAL
    return Part.ASIDE if _ASIDE.search(clause) else Part.LINE


def _is_factor(text: str, found: FoundAmount, label: str) -> bool:
    """A price per unit written as a product: ``6,5 jours x 650 € = …``."""
    return bool(re.match(r"\s*=", text[found.tail : found.tail + 10]) or _PRODUCT.search(fold(label)))


def _item_label(text: str, found: FoundAmount, label: str) -> str:
    """The label of an amount from the start of its line, where the line opens with the name of an option."""
    start = text.rfind("\n", max(0, found.start - _REACH), found.start) + 1
    if not start and found.start > _REACH:
        return label
    line = text[start : found.start]
    return line if opens_option(line) and not find_amounts(line) else label


def placed(text: str, language: str | None = None, bare: str | None = None) -> Iterator[Placed]:
    """Every amount of a quote with the part it plays, in order."""
    alternatives = sections(text)
    ends = [end for end, _ in alternatives]
    floor, factor, before = 0, "", Part.LINE
    for found in find_amounts(text, language=language, bare=bare):
        own = _label(text, found, floor)
        label = factor + own
        factor = own if _is_factor(text, found, label) else ""
        part = Part.UNIT if factor else _part(label, found, fold(text[found.tail : found.tail + 30]))
        # A label on the line above speaks of the amount when it is called a total; else it may head a column.
        if found.amount.tax is None and ("\n" not in label or part in {Part.TOTAL, Part.SUBTOTAL}):
            found = replace(found, amount=replace(found.amount, tax=tax_in_label(label)))  # noqa: PLW2901 - the same amount, read with its heading
        if part is Part.LINE and before is Part.TOTAL and _SAME_AGAIN.fullmatch(fold(label)):
            part = Part.TOTAL
        choosable = part in {Part.LINE, Part.TOTAL} or (part is Part.UNIT and not factor and is_marked(label))
        option = option_label(_item_label(text, found, label)) if choosable else None
        section = bisect_right(ends, found.start)
        if option is None and section and part is Part.TOTAL and not GRAND_TOTAL.search(fold(label)):
            option = alternatives[section - 1][1]
        before = Part.OPTION if option else part
        yield Placed(found, before, label, option)
        floor = found.tail
