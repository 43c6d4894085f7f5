"""Which quote does an invoice or a deposit request bill?"""

import re
from decimal import Decimal

from mailwatch.interpret.remembered import latest_version, quote_of
from mailwatch.model.attribution import Key, KeyKind
from mailwatch.model.message import Message
from mailwatch.model.quote import Quote
from mailwatch.model.reading import SentReading
from mailwatch.ports import Desk
from mailwatch.text.amounts import find_amounts

#: A share of the price, not the rate of a tax.
_SHARE = re.compile(r"(?<!tva )(?<!tva à )(?<!vat )(?<!vat at )\b(\d{1,2}(?:[.,]\d{1,2})?)\s?%(?! (?:tva|vat))", re.IGNORECASE)

#: Rounding of a share to whole cents, either way.
_CENT = Decimal("0.01")


def billed_quote(desk: Desk, message: Message, reading: SentReading, contacts: tuple[str, ...]) -> str | None:
    """The quote to one of these people whose reference the invoice names, or one of whose amounts it bills, whole or by
    a share that it states."""
    people = tuple(Key(KeyKind.ADDRESS, address) for address in contacts)
    quotes = [
        found
        for hit in desk.journal.candidates(desk.account.name, people)
        if (found := quote_of(desk, latest_version(desk, hit.quote))) is not None
    ]
    text = "\n".join([message.headers.subject, message.text, *(part.text or part.name for part in message.attachments)])
    named = [fact for fact in quotes if any(reference in text for reference in fact.details.quote_references)]
    billed = named or [fact for fact in quotes if _bills(fact.details, reading, text)]
    latest = max(billed, key=lambda fact: fact.details.sent_at, default=None)
    return latest.quote if latest else None


def _bills(quote: Quote, reading: SentReading, text: str) -> bool:
    quoted = {amount.value for amount in (*quote.amounts, *(option.amount for option in quote.options))}
    billed = {amount.value for amount in (reading.quote.amounts if reading.quote else ())}
    if quoted & billed:
        return True
    # A deposit is never a total: "30 % on order, that is 1 260 €" states it in passing.
    billed |= {found.amount.value for found in find_amounts(text, language=reading.language)}
    shares = {Decimal(match.replace(",", ".")) / 100 for match in _SHARE.findall(text)}
    return any(abs(whole * share - part) <= _CENT for whole in quoted for share in shares for part in billed)
