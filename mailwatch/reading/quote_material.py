"""All that was read of one sent mail, and what follows from its sentences taken together."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from mailwatch.model.message import Message
from mailwatch.reading import quote_words as said
from mailwatch.reading import unsigned
from mailwatch.reading.documents import Document, Paper
from mailwatch.reading.statements import Price, Statement, price
from mailwatch.reading.totals import Figures
from mailwatch.text.amounts import find_amounts
from mailwatch.text.subjects import base_subject
from mailwatch.text.tokens import fold

SUBJECT_QUOTE = said.compiled(rf"{said.QUOTE}(?!\w)")
NOT_A_QUOTE = said.compiled(said.NOT_A_QUOTE)
DEMAND = re.compile(
    r"\b(?:demandes? (?:de|d'|pour un) ?(?:devis|prix|cotation|tarif|chiffrage|soumission|estimation|offre)|request for (?:a )?(?:quote|quotation|proposal|pricing)|quote request|quotation request|rfq|rfp|besoin d'un devis|anfrage|solicitud de presupuesto|richiesta (?:di )?preventivo|offerteaanvraag|pedido de orcamento)\b"
)
PROFORMA = re.compile(r"pro ?-?forma")
_BULK = said.compiled(said.BULK)
FORWARD = re.compile(r"^\s*(?:\[[^\]]*\]\s*)?(?:tr|fw|fwd|trans|transf|i|wg|rv|enc|doorst)\s*:", re.IGNORECASE)

_OWN_QUOTE = said.compiled(rf"(?:mon|ma|mes|notre|nos|my|our) (?:\w+ )?{said.ANY_QUOTE}(?!\w)")

_LIST_ITEM = 90  # characters
#: Words. Nobody asks at greater length what became of a quote that he does not name.
_LONGEST_FOLLOW_UP = 120
MOST_CHARACTERS = 30_000


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
        return bool(SUBJECT_QUOTE.search(subject)) and not DEMAND.search(subject) and not NOT_A_QUOTE.search(subject)

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
        short = len(self.message.new_text) <= unsigned.LONGEST
        best = max((price(statement, unsigned=short) for statement in self.statements), default=Price.NONE)
        if self.body.options and not any(s.own_money or s.not_a_price or s.third_party or s.received for s in self.statements):
            best = max(best, Price.OFFERED)
        if self.price_lines > 1 and not (self.any("own_money") or self.any("not_a_price")):
            best = max(best, Price.OFFERED_WITH_TAX if any(amount.tax for amount in self.body.totals) else Price.OFFERED)
        return best

    @property
    def price_lines(self) -> int:
        """List items of the body that carry a price."""
        lines = (line.strip() for line in self.message.new_text[:MOST_CHARACTERS].splitlines())
        return sum(_ends_in_price(line) for line in lines if len(line) <= _LIST_ITEM)

    @property
    def names_proforma(self) -> bool:
        names = " ".join(item.attachment.name for item in self.documents)
        return bool(PROFORMA.search(fold(f"{self.message.headers.subject} {self.message.new_text} {names}")))

    @property
    def speaks_of_other_money(self) -> bool:
        """Of money that is no price of the owner's; a sum of another kind beside a price that he offers takes nothing from it."""
        return self.any("own_money") or (self.any("not_a_price") and self.price < Price.OFFERED)

    @property
    def responds(self) -> bool:
        """The mail begins with thanks for what the reader wrote; at its end they are thanks in advance."""
        return any(s.responds for s in self.statements[:2])

    @property
    def pursued(self) -> bool:
        """Somewhere the reader's decision is asked for or waited for."""
        return any(s.pursues for s in self.statements)

    @property
    def pursues(self) -> bool:
        """The owner asks what the reader has decided, though no word names a quote; not about a bill, a file, an order."""
        busy = ("asks", "payment", "own_money", "not_a_price", "declines")
        if len(self.message.new_text.split()) > _LONGEST_FOLLOW_UP:
            return False
        idle = not (self.offers or self.message.attachments or self.bulk or any(self.any(name) for name in busy))
        idle = idle and not any(s.third_party and s.names_quote for s in self.statements)
        return idle and any(s.pursues and not (s.names_other or s.names_invoice or s.restates) for s in self.statements)

    @property
    def bulk(self) -> bool:
        """Worded as a mailing to many."""
        mail = self.message
        return bool(_BULK.search(fold(f"{mail.headers.subject}\n{mail.text or mail.new_text}")))

    @property
    def forwarded(self) -> bool:
        """Somebody else's mail passed on: what hangs on it is theirs, unless the owner calls it his own."""
        mail = self.message
        passed_on = FORWARD.match(mail.headers.subject) and (mail.quoted or len(mail.text) > len(mail.new_text) + _LIST_ITEM)
        people = {person.address for person in (*mail.headers.to, *mail.headers.cc)}
        theirs = any(block.sender in people for block in mail.quoted)
        return bool(passed_on) and not theirs and not any(_OWN_QUOTE.search(s.text) for s in self.statements)

    @property
    def chases(self) -> bool:
        """The owner comes back to a quote sent before, without a new one."""
        if self.revised or any(self.any(name) for name in ("received", "withdraws", "thanks")) or self.responds:
            return False
        if self.any("promises") and not self.any("expiring"):
            return False
        if self.pursues or (self.pursued and self.quote_attached and self.any("resends")):
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
