"""The evidence that a mail answers one quote, in groups: within a group evidence is correlated, so the strongest counts."""

import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

from rapidfuzz.fuzz import token_set_ratio

from mailwatch.matching import rarity
from mailwatch.matching.case import Case, same_subject
from mailwatch.matching.numbers import is_bare
from mailwatch.matching.people import folded_address
from mailwatch.matching.quotation import quoted_evidence
from mailwatch.model.attribution import Key, KeyKind
from mailwatch.model.reasons import Reason, reason
from mailwatch.text.subjects import subject_key
from mailwatch.text.tokens import words


class Group(StrEnum):
    IDENTIFIER = "identifier"
    SUBJECT = "subject"
    QUOTED = "quoted"
    BUSINESS = "business"
    PERSON = "person"
    WORDING = "wording"


# --- identifiers --------------------------------------------------------------------------------------------------

_IDENTIFIERS = (("reply", "answers_our_mail", 30.0), ("body", "names_our_mail", 30.0), ("references", "refers_to_our_mail", 28.0))


def _identifier(at: Case) -> Iterator[Reason]:
    for where, code, bits in _IDENTIFIERS:
        found = at.shared(KeyKind.MESSAGE_ID, where)
        if found:
            yield reason(code, bits=bits, message=found[0].value)
    if at.shared(KeyKind.CONVERSATION):
        yield reason("same_outlook_conversation", bits=22.0)


# --- subject ------------------------------------------------------------------------------------------------------

_ALIKE = 90.0
_LESS = 3.0
_WORD_BITS = 3.0
_WORD_LENGTH = 5

#: A tag in square brackets is a mailing list's or a gateway's, on every subject alike.
_LIST_TAG = re.compile(r"\[([^\[\]]{1,60})\]")


def _subject(at: Case) -> Iterator[Reason]:
    ours = subject_key(at.known.quote.subject)
    if not ours:
        return
    bits = rarity.subject_bits(at.rates, Key(KeyKind.SUBJECT, ours), _specific(at, ours))
    if same_subject(at):
        yield reason("same_subject", bits=bits, subject=at.known.quote.base_subject)
    elif bits > _LESS and _similar(at, ours):
        yield reason("similar_subject", bits=round(bits - _LESS, 1), subject=at.known.quote.base_subject)
    elif word := _project_word(at, ours):
        yield reason("names_project_word", bits=_WORD_BITS, word=word)


def _specific(at: Case, ours: str) -> tuple[str, ...]:
    """Words of the subject that name something: neither common, nor the tag of a list, nor in many subjects of the owner's."""
    listed = set(words(" ".join(_LIST_TAG.findall(at.known.quote.subject))))
    return tuple(word for word in rarity.specific_words(ours) if word not in listed and rarity.is_rare_word(at.rates, word))


def _project_word(at: Case, ours: str) -> str | None:
    """One word of the project, other than the names of the people, in what the author wrote."""
    people = {word for person in (*at.known.quote.to, *at.known.quote.cc) for word in words(f"{person.name} {person.address}")}
    said = (word for word in _specific(at, ours) if word in at.mail.words and word not in people)
    return next((word for word in said if len(word) >= _WORD_LENGTH and not word.isdigit()), None)


def _similar(at: Case, ours: str) -> bool:
    """A subject of nearly the same words, or every word that names the project in what the author wrote."""
    project = set(_specific(at, ours))
    if not project:
        return False
    alike = token_set_ratio(ours, at.mail.subject) >= _ALIKE and bool(project & set(words(at.mail.subject)))
    return alike or project <= at.mail.words


# --- business -----------------------------------------------------------------------------------------------------


def _business(at: Case) -> Iterator[Reason]:
    yield from _number(at)
    for key in at.shared(KeyKind.ATTACHMENT):
        digest = len(key.value) == 64 and "." not in key.value  # noqa: PLR2004 - hexadecimal digits of a SHA-256
        bits = 16.0 if digest else rarity.file_name_bits(at.rates, key)
        yield reason("returns_our_file", bits=bits, name="" if digest else key.value)
    for where, less in (("new", 0.0), ("quoted", 2.0)):
        for key in at.shared(KeyKind.AMOUNT, where)[:1]:
            yield reason("names_amount", bits=max(0.5, rarity.amount_bits(at.rates, key) - less), amount=key.value)


def _number(at: Case) -> Iterator[Reason]:
    """A number in an unchanged subject is the subject's echo, and counted there."""
    places = ("new", "attachment") if same_subject(at) else ("new", "attachment", "subject")
    for key in at.shared(KeyKind.QUOTE_NUMBER, *places):
        yield reason("names_quote_number", bits=8.0 if is_bare(key.value) else 14.0, number=_shown(at, key))
    for key in at.shared(KeyKind.QUOTE_NUMBER, "quoted"):
        yield reason("quotes_quote_number", bits=5.0 if is_bare(key.value) else 8.0, number=_shown(at, key))


def _shown(at: Case, key: Key) -> str:
    return at.known.quote.reference or key.value


# --- people -------------------------------------------------------------------------------------------------------

_PERSON_MOST = 12.0


def _person(at: Case) -> Iterator[Reason]:
    """An address says it all; else a name and an organisation add up."""
    sender = at.message.headers.sender
    if sender is None:
        return
    if by_address(at):
        copied = sender.address in {person.address for person in at.known.quote.cc}
        bits = rarity.address_bits(at.rates, sender.address) - (1.0 if copied else 0.0)
        yield reason("same_address", bits=bits, address=sender.address)
        return
    left = _PERSON_MOST
    for key in at.shared(KeyKind.NAME):
        bits = min(left, rarity.name_bits(at.rates, key))
        left -= bits
        yield reason("same_name", bits=round(bits, 1), name=sender.name)
    for key in at.shared(KeyKind.DOMAIN):
        yield reason("same_organisation", bits=min(left, rarity.domain_bits(at.rates, key)), domain=key.value)


def by_address(at: Case) -> bool:
    """Did the quote go to the sender's address, or did they answer it before?"""
    sender = at.message.headers.sender
    if sender is None:
        return False
    known = {folded_address(address) for address in (*at.known.quote.contacts, *at.known.answerers)}
    return bool(at.shared(KeyKind.ADDRESS)) or folded_address(sender.address) in known


# --- wording ------------------------------------------------------------------------------------------------------


def _wording(at: Case) -> Reason | None:
    """The time they say it was weighs more than that they come back to something."""
    sent = {each.year * 12 + each.month for each in at.known.sent}
    if any(abs(said - month) <= slack for said, slack in at.mail.months for month in sent):
        return reason("names_our_time", bits=4.0)
    return reason("comes_back_to_a_quote", bits=2.0) if at.mail.comes_back else None


# --- all of it ----------------------------------------------------------------------------------------------------

_STRONGEST: tuple[tuple[Group, Callable[[Case], Iterable[Reason]]], ...] = (
    (Group.IDENTIFIER, _identifier),
    (Group.SUBJECT, _subject),
    (Group.BUSINESS, _business),
)


def evidence_for(at: Case) -> dict[Group, tuple[Reason, ...]]:
    """What counts of each group. Empty groups are left out."""
    found: dict[Group, tuple[Reason, ...]] = {}
    for group, gather in _STRONGEST:
        strongest = max(gather(at), key=bits_of, default=None)
        if strongest is not None:
            found[group] = (strongest,)
    quoted = quoted_evidence(at)
    if quoted:
        found[Group.QUOTED] = quoted
    person = tuple(_person(at))
    if person:
        found[Group.PERSON] = person
    wording = _wording(at)
    if wording is not None:
        found[Group.WORDING] = (wording,)
    return found


def bits_of(ground: Reason) -> float:
    return ground.bits or 0.0


def total(grounds: Iterable[Reason]) -> float:
    return round(sum(map(bits_of, grounds)), 1)
