"""Subjects without what mail clients and gateways add (RFC 5256 §2.1, widened to forty languages)."""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Final

from mailwatch.text.prefixes import AUTO, CALENDAR, FORWARD, GATEWAY_TAGS, RECEIPT, REFERENCES, REPLY
from mailwatch.text.tokens import fold, plain


class PrefixKind(StrEnum):
    REPLY = "reply"
    FORWARD = "forward"
    AUTO = "auto"
    RECEIPT = "receipt"
    CALENDAR = "calendar"


def _table() -> dict[str, PrefixKind]:
    # Reply wins where languages disagree: "VS" answers in Finnish and forwards in Danish.
    kinds = (
        (PrefixKind.CALENDAR, CALENDAR),
        (PrefixKind.RECEIPT, RECEIPT),
        (PrefixKind.AUTO, AUTO),
        (PrefixKind.FORWARD, FORWARD),
        (PrefixKind.REPLY, REPLY),
    )
    return {fold(name): kind for kind, languages in kinds for _, *names in languages for name in names}


_KINDS: Final = _table()
_STRIPPED: Final = frozenset({PrefixKind.REPLY, PrefixKind.FORWARD})

# Longer than any subject a person writes; keeps every pass over it cheap.
_LONGEST: Final = 2000
_MOST_PREFIXES: Final = 50

_NAME_COLON = re.compile(
    r"(?P<name>[^\W\d_](?:[^:：︰՝꞉\[\]()<>*^\d]{0,38}?[^:：︰՝꞉\[\]()<>*^\d\s])?)"  # noqa: RUF001 - the full-width and look-alike colons clients emit
    r"(?:\d{1,3}|\s{0,3}(?:\[\d{1,3}\]|\(\d{1,3}\)|[\^*-]\s?\d{1,3}))?\s{0,3}[:：︰՝꞉]\s*"  # noqa: RUF001 - as above
)
_BRACKET = re.compile(r"(?:\[([^\[\]]{1,60})\]|\{([^{}]{1,60})\}|\*{2,5}\s?([^*]{1,40}?)\s?\*{2,5})\s*")
_GATEWAY_WORD = re.compile(r"([^\W\d_]{3,12})\s?[:：]\s*")  # noqa: RUF001 - full-width colon
_FORWARD_WRAPPER = re.compile(r"\[\s?(?:fwd?|tr|wg)\s?:\s*(.*)\]$", re.IGNORECASE)
_TRAILER = re.compile(r"\s*\((?:fwd?|(?:was|était|etait|war|ex)\s?:[^()]*(?:\([^()]*\)[^()]*)?)\)$", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_DIGIT = re.compile(r"\d")


def _tidy(subject: str) -> str:
    # Accents and case stay; only spaces that nobody can see the difference of are made one.
    return _SPACES.sub(" ", subject[:_LONGEST]).strip()


def _is_reference(rest: str, references: Iterable[str]) -> bool:
    """Is this what "Réf :" names, rather than the subject that was answered? Its first word carries a digit."""
    first = rest.split(" ", 1)[0]
    folded = fold(rest)
    return bool(_DIGIT.search(first)) or any(folded.startswith(fold(reference)) for reference in references if reference)


def _prefix(text: str, references: Iterable[str]) -> tuple[PrefixKind, str] | None:
    """The kind of the prefix this text begins with, and what follows it."""
    match = _NAME_COLON.match(text)
    if match is None:
        return None
    name = fold(match["name"]).rstrip(". ")
    kind = _KINDS.get(name)
    rest = text[match.end() :]
    if kind is None or (name in REFERENCES and _is_reference(rest, references)):
        return None
    return kind, rest


def _is_gateway(label: str) -> bool:
    return fold(label).strip(" !?*-:") in GATEWAY_TAGS


def _without_gateway_tag(text: str) -> str | None:
    match = _BRACKET.match(text)
    if match is not None and _is_gateway(next(filter(None, match.groups()), "")):
        return text[match.end() :]
    match = _GATEWAY_WORD.match(text)
    # "Chiffré :" and "Encrypted:" are the two words gateways write without brackets.
    if match is not None and fold(match[1]) in {"chiffre", "encrypted"}:
        return text[match.end() :]
    return None


def _without_wrapping(text: str) -> str | None:
    match = _FORWARD_WRAPPER.match(text) or None
    if match is not None:
        return match[1].strip()
    match = _TRAILER.search(text, max(0, len(text) - 200))
    return text[: match.start()] if match is not None and match.start() else None


def _peel_once(text: str, references: Iterable[str], kinds: frozenset[PrefixKind], found: list[PrefixKind]) -> str:
    """Take what can be taken off the beginning and the end, noting the kinds in ``found``.

    Brackets that are not a gateway's stay in front of what follows them.
    """
    kept, rest = "", text
    for _ in range(_MOST_PREFIXES):
        prefix = _prefix(rest, references)
        if prefix is not None and prefix[0] in kinds:
            found.append(prefix[0])
            rest = prefix[1]
            continue
        shorter = _without_gateway_tag(rest)
        if shorter is None:
            shorter = _without_wrapping(rest)
        if shorter is not None:
            rest = shorter
            continue
        bracket = _BRACKET.match(rest)
        # Something must follow a kept bracket for it to be a list's or project's label rather than the subject itself.
        if bracket is None or bracket.end() == len(rest) or _prefix(rest[bracket.end() :], references) is None:
            break
        kept, rest = kept + bracket[0], rest[bracket.end() :]
    return _tidy(kept + rest)


def _peel(subject: str, references: Iterable[str], kinds: frozenset[PrefixKind]) -> tuple[str, tuple[PrefixKind, ...]]:
    """What is left, and the kinds that were found, in order."""
    found: list[PrefixKind] = []
    text = _tidy(subject)
    for _ in range(_MOST_PREFIXES):
        # What was taken away may have hidden more: "[FW:]R:" leaves an empty wrapper.
        shorter = _peel_once(text, references, kinds, found)
        if shorter == text:
            break
        text = shorter
    return text, tuple(found)


def base_subject(subject: str, references: Iterable[str] = ()) -> str:
    """The subject without reply and forward prefixes, counters and gateway tags; spaces collapsed.

    Case, accents and other brackets stay. ``references`` are quote numbers that "Réf :" may name.
    """
    return _peel(subject, tuple(references), _STRIPPED)[0]


def subject_key(subject: str, references: Iterable[str] = ()) -> str:
    """The base subject folded for comparison; prefixes of automatic mail, receipts and calendars are removed too."""
    return _key(subject, tuple(references))


@lru_cache(maxsize=512)
def _key(subject: str, references: tuple[str, ...]) -> str:
    """The same few subjects are compared again and again while one mail is held against many quotes."""
    return fold(plain(_peel(subject, references, frozenset(PrefixKind))[0])).strip()


def prefix_kinds(subject: str) -> tuple[PrefixKind, ...]:
    """What the prefixes say, outermost first, each occurrence counted."""
    return _peel(subject, (), frozenset(PrefixKind))[1]
