"""Amounts as people write them."""

from decimal import Decimal
from typing import Literal

from mailwatch.model.money import Amount, Tax

_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}
_TAX = {
    "fr": {Tax.EXCLUDED: "HT", Tax.INCLUDED: "TTC"},
    "en": {Tax.EXCLUDED: "excl. tax", Tax.INCLUDED: "incl. tax"},
}
_NARROW = "\u202f"  # French groups thousands with a narrow no-break space
_NO_BREAK = "\u00a0"


def money(amount: Amount, language: Literal["fr", "en"]) -> str:
    """``4 200,00 € HT`` (no-break spaces), ``€4,200.00 excl. tax``; a currency without common symbol keeps its ISO code."""
    symbol = _SYMBOLS.get(amount.currency, amount.currency)
    number = _number(amount.value, language)
    if language == "fr":
        text = f"{number}{_NO_BREAK}{symbol}"
    else:
        text = f"{symbol}{number}" if len(symbol) == 1 else f"{symbol}{_NO_BREAK}{number}"
    return f"{text}{_NO_BREAK}{_TAX[language][amount.tax]}" if amount.tax else text


def _number(value: Decimal, language: Literal["fr", "en"]) -> str:
    text = f"{value:,.2f}"
    return text.replace(",", _NARROW).replace(".", ",") if language == "fr" else text
