"""The evidence for and against "this mail of the owner's is a quote", each piece a reason with its bits.

The score is the plain sum of the bits: no reason hides inside another.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from mailwatch.model.message import Message
from mailwatch.model.reasons import Reason, reason
from mailwatch.reading import money_words, offer_words
from mailwatch.reading import quote_words as said
from mailwatch.reading.documents import Document, Paper
from mailwatch.reading.statements import Price, Statement, price
from mailwatch.reading.totals import Figures
from mailwatch.text.amounts import find_amounts
from mailwatch.text.subjects import base_subject
from mailwatch.text.tokens import fold

_SUBJECT_QUOTE = said.compiled(rf"{said.QUOTE}(?!\w)")
_SUBJECT_LOOSE = said.compiled(rf"{said.LOOSE_QUOTE}(?!\w)")
_SUBJECT_INVOICE = said.compiled(rf"{said.INVOICE}(?!\w)")
_SUBJECT_OTHER = said.compiled(rf"{said.OTHER_PAPER}(?!\w)")
_FORMAL = said.compiled(rf"{said.FORMAL_PAPER}(?!\w)")
_NOT_A_QUOTE = said.compiled(said.NOT_A_QUOTE)
_DEMAND = re.compile(
    r"\b(?:demandes? (?:de|d'|pour un) ?(?:devis|prix|cotation|tarif|chiffrage|soumission|estimation|offre)|request for (?:a )?(?:quote|quotation|proposal|pricing)|quote request|quotation request|rfq|rfp|besoin d'un devis|anfrage|solicitud de presupuesto|richiesta (?:di )?preventivo|offerteaanvraag|pedido de orcamento)\b"
)
_SCOPE = said.compiled(offer_words.SCOPE)
_TIMING = said.compiled(offer_words.TIMING)
_FAMILY = said.compiled(rf"{money_words.FAMILY}(?!\w)")
_ANSWERS_NEED = said.compiled(offer_words.ANSWERS_NEED)
_NOT_FINAL = said.compiled(said.NOT_FINAL)
_COMPLAINT = re.compile(r"\b(?:reclamation|contestation|erreur|litige|question|complaint|dispute|query|wrong)\b")
_PROFORMA = re.compile(r"pro ?-?forma")
_BULK = said.compiled(said.BULK)
_FORWARD = re.compile(r"^\s*(?:\[[^\]]*\]\s*)?(?:tr|fw|fwd|trans|transf|i|wg|rv|enc|doorst)\s*:", re.IGNORECASE)

_OWN_QUOTE = said.compiled(rf"(?:mon|ma|mes|notre|nos|my|our) (?:\w+ )?{said.ANY_QUOTE}(?!\w)")

_LIST_ITEM = 90  # characters
#: Words. Nobody asks at greater length what became of a quote that he does not name.
_LONGEST_FOLLOW_UP = 120
_MOST_CHARACTERS = 30_000

PRIOR = -4.0


def _ends_in_price(line: str) -> bool:
    found = find_amounts(line)
    return bool(found) and not re.search(r"\w", line[found[-1].tail :]) and bool(re.match(r"\W*[^\W\d_]{2}", line))


@dataclass(frozen=True)
class Material:
    """All that was read of one sent mail. ``in_thread``: it stands in the thread of a quote sent before."""

    message: Message
    statements: tuple[Statement, ...]
    documents: tuple[Document, ...]
    body: Figures
    papers: Figures
    references: tuple[str, ...]
    valid_until: date | None
    in_thread: bool

    def any(self, name: str) -> bool:
        return any(getattr(statement, name) for statement in self.statements)

    @property
    def hands_quote(self) -> bool:
        return bool(self.handed_quotes)

    @property
    def handed_quotes(self) -> tuple[Statement, ...]:
        """The sentences that hand over a quote of the owner's, now and with this mail."""
        papers = bool(self.message.attachments)
        return tuple(
            s
            for s in self.statements
            if s.handed is Paper.QUOTE
            and not (s.promises or s.third_party or s.asks)
            and (papers or not (s.restates or (s.sent_before and self.pursued)))
        )

    @property
    def quote_attached(self) -> bool:
        return not self.forwarded and any(item.paper is Paper.QUOTE and not item.signed for item in self.documents)

    @property
    def subject_names_quote(self) -> bool:
        subject = fold(base_subject(self.message.headers.subject))
        return bool(_SUBJECT_QUOTE.search(subject)) and not _DEMAND.search(subject) and not _NOT_A_QUOTE.search(subject)

    @property
    def revised(self) -> bool:
        return any(s.revised and not s.promises for s in self.statements) and (
            self.hands_quote or self.quote_attached or self.body.offered
        )

    @property
    def offers(self) -> bool:
        return self.hands_quote or self.price >= Price.OFFERED

    @cached_property
    def price(self) -> Price:
        """The clearest offer of a price in the body; several list items with a price are one."""
        best = max((price(statement) for statement in self.statements), default=Price.NONE)
        if self.body.options and not any(s.own_money or s.third_party or s.received for s in self.statements):
            best = max(best, Price.OFFERED)
        if self.price_lines > 1 and not self.any("own_money"):
            best = max(best, Price.OFFERED_WITH_TAX if any(amount.tax for amount in self.body.totals) else Price.OFFERED)
        return best

    @property
    def price_lines(self) -> int:
        """List items of the body that carry a price."""
        lines = (line.strip() for line in self.message.new_text[:_MOST_CHARACTERS].splitlines())
        return sum(_ends_in_price(line) for line in lines if len(line) <= _LIST_ITEM)

    @property
    def names_proforma(self) -> bool:
        names = " ".join(item.attachment.name for item in self.documents)
        return bool(_PROFORMA.search(fold(f"{self.message.headers.subject} {self.message.new_text} {names}")))

    @property
    def pursued(self) -> bool:
        """Somewhere the reader's decision is asked for or waited for."""
        return any(s.pursues for s in self.statements)

    @property
    def pursues(self) -> bool:
        """The owner asks what the reader has decided, though no word names a quote; not about a bill, a file, an order."""
        busy = ("asks", "payment", "own_money", "declines")
        if len(self.message.new_text.split()) > _LONGEST_FOLLOW_UP:
            return False
        idle = not (self.offers or self.message.attachments or self.bulk or any(self.any(name) for name in busy))
        idle = idle and not any(s.third_party and s.names_quote for s in self.statements)
        return idle and any(s.pursues and not (s.names_other or s.names_invoice or s.restates) for s in self.statements)

    @property
    def bulk(self) -> bool:
        """Worded as a mailing to many."""
        return bool(_BULK.search(fold(self.message.text or self.message.new_text)))

    @property
    def forwarded(self) -> bool:
        """Somebody else's mail passed on: what hangs on it is theirs, unless the owner calls it his own."""
        mail = self.message
        passed_on = _FORWARD.match(mail.headers.subject) and (mail.quoted or len(mail.text) > len(mail.new_text) + _LIST_ITEM)
        people = {person.address for person in (*mail.headers.to, *mail.headers.cc)}
        theirs = any(block.sender in people for block in mail.quoted)
        return bool(passed_on) and not theirs and not any(_OWN_QUOTE.search(s.text) for s in self.statements)

    @property
    def chases(self) -> bool:
        """The owner comes back to a quote sent before, without a new one."""
        if self.revised or any(self.any(name) for name in ("received", "responds", "withdraws", "thanks")):
            return False
        if self.any("promises") and not self.any("expiring"):
            return False
        if self.pursues:
            return True
        named = self.subject_names_quote or self.in_thread or self.any("names_quote")
        sent_before = any(
            s.sent_before and s.names_quote and not (s.third_party or (s.handed and s.restates)) for s in self.statements
        )
        if not named:
            return any(s.chases and s.sent_before and not s.names_other for s in self.statements) and not self.offers
        if self.offers or (self.quote_attached and not sent_before):
            return self.any("chases") and sent_before
        return self.any("chases") or self.any("expiring") or sent_before


def _subject(material: Material) -> Iterable[Reason]:
    subject = material.message.headers.subject
    folded = fold(base_subject(subject))
    if _FORWARD.match(subject):
        yield reason("forwarded", bits=-4.0)
    if _SUBJECT_INVOICE.search(folded) and not _SUBJECT_QUOTE.search(folded) and not _COMPLAINT.search(folded):
        yield reason("invoice_in_subject", bits=-5.0)
    elif material.subject_names_quote:
        yield reason("quote_in_subject", bits=2.0)
    elif _SUBJECT_LOOSE.search(folded) and not _NOT_A_QUOTE.search(folded):
        yield reason("offer_in_subject", bits=1.0)
    elif _SUBJECT_OTHER.search(folded) and not _DEMAND.search(folded):
        yield reason("other_paper_in_subject", bits=-4.0 if _FORMAL.search(folded) and not material.hands_quote else -1.0)


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
        yield reason("hands_offer", bits=3.5 if something else 2.0)
    elif any(s.handed is Paper.OTHER and _FORMAL.search(s.text) for s in statements) and not material.quote_attached:
        yield reason("hands_other", bits=-4.0)
    elif any(s.handed is Paper.OTHER for s in statements) and not (material.quote_attached or _price_alone(material)):
        yield reason("hands_other", bits=-2.0)


_PRICES = {
    Price.NONE: ("", 0.0),
    Price.NAMED: ("price_named", 0.5),
    Price.NAMED_WITH_TAX: ("price_named", 2.0),
    Price.OFFERED: ("price_offered", 2.5),
    Price.OFFERED_WITH_TAX: ("price_offered", 5.0),
}
#: What the words around a price say of it, without which a sum of money is not yet a price.
_AROUND_A_PRICE = (("scope_described", 1.5, _SCOPE), ("timing_offered", 1.5, _TIMING), ("answers_need", 1.0, _ANSWERS_NEED))


def _around(material: Material) -> Iterable[Reason]:
    if material.price in {Price.NONE, Price.OFFERED_WITH_TAX}:
        return
    words = fold(material.message.new_text[:_MOST_CHARACTERS])
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
        ("own_money", -5.0, material.any("own_money") and not material.quote_attached),
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
    return tuple(sorted(found, key=lambda item: (-abs(item.bits or 0.0), item.code)))


def score(because: Iterable[Reason]) -> float:
    """The sum of the bits."""
    return round(sum(item.bits or 0.0 for item in because), 2)
