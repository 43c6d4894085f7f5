"""How much sharing a value says: log2(m/u), where m is how often true replies share it and u how often other mail does.

u is read from the owner's own mailbox, so that "Devis" is weak and a name of a project strong with no training; a fresh
mailbox leans on what is known about such values in general.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log2
from typing import Final

from mailwatch.model.attribution import Frequencies, Key, KeyKind
from mailwatch.text.tokens import words

#: Words of subjects that name no project; folded.
_GENERIC: Final = frozenset(
    """a au aux avec bonjour budget chiffrage commercial commerciale cotation d de demande des devis du echange en estimate
    estimation et etude for from hello la le les l mission n no notre nos nouveau nouvelle numero objet of offer offre our
    pour premier prestation prestations pricing prix projet project proposal proposition quotation quote ref reference
    rendez re site web internet soumission suite sur tarif tarifaire tarifs the to travaux un une urgent version votre vos
    your 1 2 3 v1 v2 v3""".split()  # noqa: SIM905 - a list of words is kept and compared as words
)

#: Chance that unrelated mail has an equal subject, by the number of its words that name something.
_SUBJECT_CHANCE: Final = (0.25, 1 / 64, 1 / 1024)

#: So many quotes are imagined beside the owner's: one quote alone says nothing about how rare its values are.
_IMAGINED = 50

#: From so many quotes on, and this share of all, a word of their subjects is common.
_OFTEN = 8
_OFTEN_SHARE = 0.03

_LEAST_INBOUND = 2**11
_MOST_INBOUND = 2**14
#: A sender's share of fewer messages than this is not yet a habit.
_INBOUND_IMAGINED = 100


@dataclass(frozen=True, slots=True)
class Rates:
    """Frequencies, ready to be asked often."""

    counts: Mapping[tuple[KeyKind, str], int]
    senders: Mapping[str, int]
    quotes: int
    inbound: int

    def count(self, key: Key) -> int:
        """In how many quotes the value occurs; at least the one that was hit."""
        return max(1, self.counts.get((key.kind, key.value), 1))

    def others(self, key: Key) -> float:
        """The share of other quotes that have the value."""
        return (self.count(key) - 1) / (max(self.quotes, 1) + _IMAGINED)


def rates_of(frequencies: Frequencies, repeats: Mapping[str, int]) -> Rates:
    """``repeats``: by passage, how many of its quotes are versions of another."""
    counts = {
        (key.kind, key.value): number - (repeats.get(key.value, 0) if key.kind is KeyKind.FINGERPRINT else 0)
        for key, number in frequencies.counts
    }
    return Rates(counts, dict(frequencies.senders), frequencies.quotes, frequencies.inbound)


def prior(rates: Rates) -> float:
    """Before any evidence: one mail in all that come in within a year is the reply to this quote."""
    return -log2(min(max(rates.inbound, _LEAST_INBOUND), _MOST_INBOUND))


def specific_words(text: str) -> tuple[str, ...]:
    return tuple(word for word in words(text) if word not in _GENERIC and (len(word) > 1 or word.isdigit()))


def is_rare_word(rates: Rates, word: str) -> bool:
    """A word in many of the owner's own subjects says nothing of any of them."""
    return rates.count(Key(KeyKind.WORD, word)) <= max(_OFTEN, _OFTEN_SHARE * rates.quotes)


def subject_bits(rates: Rates, key: Key, specific: tuple[str, ...]) -> float:
    """``specific``: the words of the subject that name something."""
    chance = _SUBJECT_CHANCE[min(len(specific), len(_SUBJECT_CHANCE) - 1)]
    return _bits(0.9, max(chance, rates.others(key)), 1.0, 12.0)


def address_bits(rates: Rates, address: str) -> float:
    sent = rates.senders.get(address, 0)
    return _bits(0.8, (sent + 1) / (rates.inbound + _INBOUND_IMAGINED), 3.0, 9.0)


def domain_bits(rates: Rates, key: Key) -> float:
    return _bits(0.12, max(1 / 128, rates.others(key)), 1.0, 6.0)


def name_bits(rates: Rates, key: Key) -> float:
    """Three names together are rarer than two; a person quoted to often is met more often."""
    tokens = len(key.value.split())
    return max(4.0, min(8.0, 5.0 + tokens - log2(rates.count(key))))


def amount_bits(rates: Rates, key: Key) -> float:
    value = key.value.split(" ")[0]
    chance = 1 / 20 if value.endswith("00.00") else 1 / 128
    return _bits(0.3, max(chance, rates.others(key)), 0.5, 5.0)


def file_name_bits(rates: Rates, key: Key) -> float:
    """``devis.pdf`` is everybody's; a name with more in it is ours."""
    chance = (1 / 8, 1 / 64, 1 / 256)[min(len(specific_words(key.value.rpartition(".")[0])), 2)]
    return _bits(0.6, max(chance, rates.others(key)), 1.0, 10.0)


def day_bits(rates: Rates, key: Key) -> float:
    """A quotation of ours from that day: the fewer quotes left on it, the more it says."""
    return _bits(0.6, (rates.count(key) - 0.5) / (max(rates.quotes, 1) + _IMAGINED), 3.0, 8.0)


#: What a passage says that stands in one quote, in two; in more it is a formula (a signature, terms, a template).
_PASSAGE = (0.0, 1.0, 0.5)


def fingerprint_count(rates: Rates, keys: tuple[Key, ...]) -> int:
    """Fingerprints in common, less those that stand in other quotes or in mail about something else."""
    prints = {key.value: rates.count(key) for key in keys if not rates.counts.get((KeyKind.FORMULA, key.value))}
    return int(sum(_PASSAGE[count] for count in prints.values() if count < len(_PASSAGE)) + 0.25)


def _bits(m: float, u: float, least: float, most: float) -> float:
    return round(max(least, min(most, log2(m / u))), 1)
