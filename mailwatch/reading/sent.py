"""Reads the owner's sent mail: is it a quote, a follow-up, an invoice? And what does the quote say?"""

import re
from datetime import date
from decimal import Decimal

from mailwatch.model.message import Message
from mailwatch.model.money import Amount
from mailwatch.model.reading import QuoteReading, SentKind, SentReading
from mailwatch.model.reasons import Reason, reason
from mailwatch.reading.columns import unwrapped
from mailwatch.reading.documents import Document, Paper, read_document
from mailwatch.reading.quote_evidence import evidence, score, strongest_first
from mailwatch.reading.quote_material import FORWARD, Material
from mailwatch.reading.references import merged, references_in, references_in_name, shared_code
from mailwatch.reading.register import register_of
from mailwatch.reading.sent_wording import Wording, weighed, wording
from mailwatch.reading.statements import read_sentence, sentences
from mailwatch.reading.totals import Figures, figures, joined
from mailwatch.reading.unsigned import unsigned_price
from mailwatch.reading.validity import issue_date, valid_until
from mailwatch.text.language import language_of
from mailwatch.text.tokens import fold

__all__ = ["read_sent", "references_in", "register_of"]

#: Nearer to zero than this, the owner is asked.
UNSURE = 2.0

_MOST_CHARACTERS = 30_000
#: Words.
_LONGEST_ALONE = 40
#: A number that stands alone, neither a version nor a part of a name.
_COULD_BE_A_PRICE = re.compile(r"(?<![\w.,:/#-])\d{2,}(?:[ .,]\d{3})*(?![\w/:-]|[.,]\d)")
#: What a quote is written on, or photographed.
_PAPER = re.compile(r"application/(?:pdf|msword|rtf|vnd\.)|image/|text/(?:rtf|html)")


def _language(message: Message, words: str) -> str:
    papers = " ".join((item.text or "")[:2000] for item in message.attachments)
    own = language_of(f"{message.headers.subject}\n{words}", None)
    return own or language_of(papers, None) or language_of(message.text, None) or "fr"


def _references(message: Message, words: str, documents: tuple[Document, ...]) -> tuple[str, ...]:
    return merged(
        [
            references_in(message.headers.subject),
            references_in(words),
            *(references_in(item.text[:3000]) for item in documents if item.paper is not Paper.INVOICE),
            *(references_in_name(item.attachment.name) for item in documents),
            tuple(
                code for item in documents if (code := shared_code(item.attachment.name, f"{message.headers.subject}\n{words}"))
            ),
        ]
    )


def _paper_valid_until(text: str, sent: date, language: str) -> date | None:
    own = language_of(text[:2000], None) or language
    return valid_until(text, issue_date(text, sent, own), own)


def _own_forwarded(message: Message) -> str:
    """The owner's own earlier mail that this one passes on, empty otherwise: its price and validity are his."""
    own = message.headers.sender.address if message.headers.sender else ""
    passed_on = bool(FORWARD.match(message.headers.subject))
    return "\n".join(block.text for block in message.quoted if passed_on and own and block.sender == own)


def _material(message: Message, sent: date | None, language: str, *, in_thread: bool) -> Material:
    own = unwrapped(message.new_text[:_MOST_CHARACTERS])
    words = f"{own}\n\n{unwrapped(_own_forwarded(message)[:_MOST_CHARACTERS])}".strip()
    body = figures(words, language)
    if not body.offered and (price := unsigned_price(fold(words))) is not None:
        body = Figures((Amount(price.quantize(Decimal("0.01")), "GBP" if language == "en" else "EUR"),), offered=True)
    documents = tuple(read_document(item) for item in message.attachments)
    papers = [item.text for item in documents if item.text and item.paper in {Paper.QUOTE, None} and not item.signed]
    ends = (
        [
            valid_until(words, sent, language),
            *(_paper_valid_until(text, sent, language) for text in papers),
        ]
        if sent
        else []
    )
    return Material(
        message=message,
        statements=tuple(read_sentence(sentence) for sentence in sentences(own)),
        documents=documents,
        body=body,
        papers=joined(figures(text, language_of(text[:2000], None) or language) for text in papers),
        references=_references(message, words, documents),
        valid_until=next((end for end in ends if end), None),
        in_thread=in_thread,
    )


def _kind(said: Wording, bits: float) -> SentKind:
    if bits >= 0:
        return SentKind.QUOTE
    likely = max((SentKind.FOLLOW_UP, SentKind.INVOICE), key=lambda kind: said.bits[kind])
    return likely if said.bits[likely] > 0 else SentKind.OTHER


def _worded(said: Wording, rules: tuple[Reason, ...], message: Message) -> Reason:
    bits = said.bits[SentKind.QUOTE]
    code = "worded_like_a_quote" if bits >= 0 else "worded_unlike_a_quote"
    if bits > 0 and not _may_make_a_quote(rules, message):
        bits = 0.0
    return reason(code, bits=bits, words=", ".join(said.telling))


def _may_make_a_quote(rules: tuple[Reason, ...], message: Message) -> bool:
    """Where no paper and no rule speaks for a quote, the wording of a long mail, or of one without a price, makes none."""
    if any(_PAPER.match(item.content_type) for item in message.attachments) or any((item.bits or 0.0) > 0 for item in rules):
        return True
    return len(message.new_text.split()) <= _LONGEST_ALONE and bool(_COULD_BE_A_PRICE.search(message.new_text))


def _quote(material: Material) -> QuoteReading:
    headers = material.message.headers
    said: Figures = joined([material.papers, material.body])
    several = (
        len({person.address for person in (*headers.to, *headers.cc)} - {headers.sender.address if headers.sender else ""}) > 1
    )
    return QuoteReading(
        references=material.references,
        amounts=said.totals,
        valid_until=material.valid_until,
        register=register_of(material.message.new_text, several=several),
        options=said.options,
    )


def evidence_of(message: Message, *, in_thread: bool = False) -> tuple[Reason, ...]:
    """What the rules alone say for and against a quote, before the wording has its say."""
    sent = message.headers.date.date() if message.headers.date else None
    return evidence(_material(message, sent, _language(message, message.new_text), in_thread=in_thread))


def read_sent(message: Message, *, in_thread_of_quote: bool = False, now: date | None = None) -> SentReading:
    """What a mail of the owner's is, with the evidence.

    ``in_thread_of_quote``: it answers in the thread of an earlier quote of the owner's. ``now`` stands in for a
    missing Date field: durations of validity count from the mail's date.
    """
    sent = message.headers.date.date() if message.headers.date else now
    language = _language(message, message.new_text)
    material = _material(message, sent, language, in_thread=in_thread_of_quote)
    rules = evidence(material)
    said = wording(message, rules)
    because = strongest_first((*weighed(rules), _worded(said, rules, message)))
    bits = score(because)
    may_be_quote = bits > -UNSURE
    return SentReading(
        kind=_kind(said, bits),
        score=bits,
        sure=abs(bits) >= UNSURE,
        language=language,
        quote=_quote(material) if may_be_quote else None,
        because=because,
    )
