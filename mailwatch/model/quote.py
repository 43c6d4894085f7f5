"""A quote that was sent."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mailwatch.model.message import Address
from mailwatch.model.money import Amount


class Register(StrEnum):
    VOUS = "vous"
    TU = "tu"


@dataclass(frozen=True, slots=True)
class QuoteOption:
    label: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class Quote:
    """What was quoted, to whom, until when.

    ``message_id`` identifies the quote everywhere (an invented ``<….mailwatch.invalid>`` digest when the mail had
    none: then ``without_message_id`` is true and nothing can be threaded under it). ``sender`` is the exact From of
    the quote. ``references`` is the quote's own References field. ``valid_until`` is the last day the quote says it
    is valid, None when it does not say. ``passages``: how many fingerprints its text is remembered by, 0 where nobody counted.
    """

    message_id: str
    account: str
    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    base_subject: str
    sent_at: datetime
    references: tuple[str, ...] = ()
    quote_references: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()
    options: tuple[QuoteOption, ...] = ()
    valid_until: date | None = None
    language: str = "fr"
    register: Register | None = None
    without_message_id: bool = False
    passages: int = 0

    @property
    def contacts(self) -> tuple[str, ...]:
        """The addresses the quote went to."""
        return tuple(dict.fromkeys(person.address for person in (*self.to, *self.cc)))

    @property
    def reference(self) -> str | None:
        return next(iter(self.quote_references), None)

    @property
    def amount(self) -> Amount | None:
        return next(iter(self.amounts), None)
