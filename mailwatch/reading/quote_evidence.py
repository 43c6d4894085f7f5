"""The evidence for and against "this mail of the owner's is a quote", each piece a reason with its bits.

The score is the plain sum of the bits: no reason hides inside another.
"""

import re
from collections.abc import Iterable

from mailwatch.model.reasons import Reason, reason
from mailwatch.reading import money_words, offer_words
from mailwatch.reading import quote_words as said
from mailwatch.reading.documents import Paper
from mailwatch.reading.quote_material import DEMAND, FORWARD, MOST_CHARACTERS, NOT_A_QUOTE, SUBJECT_QUOTE, Material
from mailwatch.reading.statements import Price
from mailwatch.text.subjects import base_subject
from mailwatch.text.tokens import fold

_SUBJECT_LOOSE = said.compiled(rf"{said.LOOSE_QUOTE}(?!\w)")
_SUBJECT_INVOICE = said.compiled(rf"{said.INVOICE}(?!\w)")
_SUBJECT_OTHER = said.compiled(rf"{said.OTHER_PAPER}(?!\w)")
_FORMAL = said.compiled(rf"{said.FORMAL_PAPER}(?!\w)")
_SCOPE = said.compiled(offer_words.SCOPE)
_TIMING = said.compiled(offer_words.TIMING)
_FAMILY = said.compiled(rf"{money_words.FAMILY}(?!\w)")
_ANSWERS_NEED = said.compiled(offer_words.ANSWERS_NEED)
_NOT_FINAL = said.compiled(said.NOT_FINAL)
_COMPLAINT = re.compile(r"\b(?:reclamation|contestation|erreur|litige|question|complaint|dispute|query|wrong)\b")
_PRICE_LIST = re.compile(
    r"\b(?:nos|mes|les|our|my|the) (?:\w+ )?(?:tarifs|prix|prices|rates|pricing)\b(?! (?:pour|for) )|grille|price list|preisliste|listino|prijslijst|lista de precios"
)

PRIOR = -4.0


def _subject(material: Material) -> Iterable[Reason]:
    subject = material.message.headers.subject
    folded = fold(base_subject(subject))
    if FORWARD.match(subject):
        yield reason("forwarded", bits=-4.0)
    if _SUBJECT_INVOICE.search(folded) and not SUBJECT_QUOTE.search(folded) and not _COMPLAINT.search(folded):
        yield reason("invoice_in_subject", bits=-5.0)
    elif material.subject_names_quote:
        yield reason("quote_in_subject", bits=2.0)
    elif _SUBJECT_LOOSE.search(folded) and not NOT_A_QUOTE.search(folded):
        yield reason("offer_in_subject", bits=1.0)
    elif _SUBJECT_OTHER.search(folded) and not DEMAND.search(folded):
        formal = bool(_FORMAL.search(folded)) and not material.hands_quote
        if formal or material.price < Price.OFFERED:
            yield reason("other_paper_in_subject", bits=-4.0 if formal else -1.0)


def _documents(material: Material) -> Iterable[Reason]:
    for document in material.documents:
        if document.paper is Paper.QUOTE and document.signed:
            yield reason("signed_quote_attached", bits=-6.0, name=document.attachment.name)
            return
    for paper, by_heading, code, bits in (
        (Paper.QUOTE, True, "quote_document", 7.0),
        (Paper.QUOTE, False, "quote_attached", 5.0),
        (Paper.INVOICE, True, "invoice_document", -8.0),
        (Paper.INVOICE, False, "invoice_attached", -7.0),
        (Paper.OTHER, True, "other_document", -4.0),
        (Paper.OTHER, False, "other_attached", -2.0),
    ):
        for document in material.documents:
            if paper is Paper.QUOTE and material.forwarded:
                continue
            if document.paper is paper and document.by_heading is by_heading:
                yield reason(code, bits=bits, name=document.attachment.name)
                return


def _price_alone(material: Material) -> bool:
    """A price and nothing else: "here are … photographs" describes what is offered."""
    return material.price > Price.NONE and not (material.message.attachments or material.message.links)


def _handing(material: Material) -> Iterable[Reason]:
    statements = material.statements
    quotes = material.handed_quotes
    if any(s.handed is Paper.INVOICE and (material.message.attachments or not s.later) for s in statements):
        yield reason("hands_invoice", bits=-8.0)
    # Without a paper, a link or a price there is nothing that could have been handed over.
    something = bool(material.message.attachments or material.message.links or material.body.totals or material.body.offered)
    if any(not s.loose for s in quotes):
        yield reason("hands_quote", bits=6.0 if something else 4.0)
    elif quotes:
        # "Our prices" alone may be anybody's list; "my proposal" on a paper of no other kind is a quote.
        paper = any(item.paper is None for item in material.documents) and not any(_PRICE_LIST.search(s.text) for s in quotes)
        yield reason("hands_offer", bits=(4.0 if paper else 3.5) if something else 2.0)
    elif any(s.handed is Paper.OTHER and _FORMAL.search(s.text) for s in statements) and not material.quote_attached:
        yield reason("hands_other", bits=-4.0)
    elif any(s.handed is Paper.OTHER for s in statements) and not (material.quote_attached or _price_alone(material)):
        yield reason("hands_other", bits=-2.0)


_PRICES = {
    Price.NONE: ("", 0.0),
    Price.NAMED: ("price_named", 1.0),
    Price.NAMED_WITH_TAX: ("price_named", 2.0),
    Price.OFFERED: ("price_offered", 3.0),
    Price.OFFERED_WITH_TAX: ("price_offered", 5.0),
}
#: What the words around a price say of it, without which a sum of money is not yet a price.
_AROUND_A_PRICE = (("scope_described", 1.5, _SCOPE), ("timing_offered", 1.5, _TIMING), ("answers_need", 1.0, _ANSWERS_NEED))


def _around(material: Material) -> Iterable[Reason]:
    if material.price in {Price.NONE, Price.OFFERED_WITH_TAX}:
        return
    words = fold(material.message.new_text[:MOST_CHARACTERS])
    for code, bits, pattern in _AROUND_A_PRICE:
        if pattern.search(words):
            yield reason(code, bits=bits)


def _figures(material: Material) -> Iterable[Reason]:
    totals = material.papers.totals + material.body.totals
    code, bits = _PRICES[material.price]
    if bits:
        yield reason(code, bits=bits)
    if any(amount.tax is not None for amount in totals):
        yield reason("amounts_with_tax", bits=2.0)
    elif totals:
        yield reason("amounts", bits=1.0)
    if material.body.options or material.papers.options:
        yield reason("options", bits=2.0)


def _wording(material: Material) -> Iterable[Reason]:
    offered = material.offers or material.quote_attached or bool(material.body.totals)
    if material.valid_until is not None and offered:
        yield reason("validity_stated", bits=3.0, until=material.valid_until.isoformat())
    if material.any("agreement") and offered:
        yield reason("agreement_requested", bits=2.0)
    if material.references and offered:
        yield reason("quote_number", bits=1.0, number=material.references[0])
    if material.revised:
        yield reason("revised_quote", bits=3.0)


def _against(material: Material) -> Iterable[Reason]:
    offered = material.hands_quote or material.quote_attached
    table = (
        ("chases", -10.0, material.chases),
        ("asks_for_quote", -9.0, material.any("asks") and not offered),
        ("received_quote", -7.0, material.any("received")),
        ("third_party_quote", -7.0, material.any("third_party")),
        ("thanks_for_acceptance", -7.0, material.any("thanks")),
        # "Roughly 1,500; the detailed quote follows": a price was said all the same.
        ("promised_for_later", -4.0 if material.offers else -7.0, material.any("promises") and not offered),
        (
            "restates_quote",
            -6.0,
            (material.any("known_price") and not material.price and not offered)
            or ((material.any("restates") or (material.in_thread and material.any("answers"))) and not offered),
        ),
        ("payment_requested", -4.0, material.any("payment") and (material.any("names_invoice") or not offered)),
        ("proforma_to_pay", -25.0, material.any("payment") and material.names_proforma),
        ("own_money", -5.0, material.speaks_of_other_money and not material.quote_attached),
        ("declines_work", -6.0, material.any("declines") and not offered),
        ("family_wording", -4.0, bool(_FAMILY.search(fold(material.message.new_text[:200]))) and not offered),
        ("not_final", -11.0, material.any("not_final") or bool(_NOT_FINAL.search(fold(material.message.headers.subject)))),
        ("bulk_wording", -6.0, material.bulk),
        ("in_thread_of_quote", -3.0, material.in_thread and not material.revised),
    )
    return [reason(code, bits=bits) for code, bits, holds in table if holds]


def evidence(material: Material) -> tuple[Reason, ...]:
    """Every reason, strongest first. Each code at most once."""
    found = [reason("few_mails_are_quotes", bits=PRIOR)]
    for group in (_subject, _documents, _handing, _figures, _around, _wording, _against):
        found += group(material)
    return strongest_first(found)


def strongest_first(found: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(sorted(found, key=lambda item: (-abs(item.bits or 0.0), item.code)))


def score(because: Iterable[Reason]) -> float:
    """The sum of the bits."""
    return round(sum(item.bits or 0.0 for item in because), 2)
