"""One mail held against one quote."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from mailwatch.matching.context import KnownQuote, MatchContext
from mailwatch.matching.phrases import comes_back, months_said, prepared
from mailwatch.matching.rarity import Rates
from mailwatch.model.attribution import Key, KeyKind
from mailwatch.model.message import Message
from mailwatch.text.subjects import subject_key
from mailwatch.text.tokens import words

#: What a person writes of their own is shorter; the rest is quotation that was not recognised.
_READ = 8_000


@dataclass(frozen=True, slots=True)
class Mail:
    """What of the mail is held against every quote, worked out once. ``quoted_words``: how many words it quotes."""

    message: Message
    subject: str
    words: frozenset[str]
    quoted_words: int
    months: tuple[tuple[int, int], ...]
    comes_back: bool


def mail_of(message: Message, received: datetime) -> Mail:
    text = prepared(message.new_text)
    return Mail(
        message,
        subject_key(message.headers.subject),
        frozenset((*words(message.headers.subject), *words(message.new_text[:_READ]))),
        sum(len(block.text.split()) for block in message.quoted),
        months_said(text, received),
        comes_back(text),
    )


@lru_cache(maxsize=512)
def word_set(text: str) -> frozenset[str]:
    """The words of a name or an address, which come up with every mail."""
    return frozenset(words(text))


@dataclass(frozen=True, slots=True)
class Case:
    """One mail held against one quote that shares ``keys`` with it."""

    mail: Mail
    known: KnownQuote
    keys: tuple[Key, ...]
    rates: Rates
    context: MatchContext

    @property
    def message(self) -> Message:
        return self.mail.message

    def shared(self, kind: KeyKind, *where: str) -> tuple[Key, ...]:
        """The shared keys of a kind, in these places (any place when none is named)."""
        return tuple(key for key in self.keys if key.kind is kind and (not where or key.where in where))


def same_subject(at: Case) -> bool:
    return bool(at.shared(KeyKind.SUBJECT, "subject"))
