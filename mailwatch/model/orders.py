"""Command mailboxes: a quote filed in one of them is an order of the owner's."""

import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Literal


class Order(StrEnum):
    WON = "won"
    LOST = "lost"
    LATER = "later"
    STOP = "stop"
    CALLED = "called"


#: The mailbox above them all.
PARENT = "mailwatch"

NAMES: Mapping[Literal["fr", "en"], Mapping[Order, str]] = MappingProxyType(
    {
        "fr": MappingProxyType(
            {
                Order.WON: "Gagné",
                Order.LOST: "Perdu",
                Order.LATER: "Plus tard",
                Order.STOP: "Stop",
                Order.CALLED: "Téléphone",
            }
        ),
        "en": MappingProxyType(
            {Order.WON: "Won", Order.LOST: "Lost", Order.LATER: "Later", Order.STOP: "Stop", Order.CALLED: "Phone"}
        ),
    }
)


def order_of(path: str, delimiter: str) -> Order | None:
    """The order a mailbox stands for, by its path without a personal prefix; both languages, whatever the letter case."""
    parent, _, name = unicodedata.normalize("NFC", path).casefold().partition(delimiter or "/")
    if parent != PARENT:
        return None
    return next((order for names in NAMES.values() for order, known in names.items() if known.casefold() == name), None)
