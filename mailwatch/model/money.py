"""Amounts of money."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Tax(StrEnum):
    EXCLUDED = "excl"
    INCLUDED = "incl"


@dataclass(frozen=True, slots=True)
class Amount:
    """``currency`` is an ISO 4217 code; ``tax`` None when the text does not say."""

    value: Decimal
    currency: str
    tax: Tax | None = None
