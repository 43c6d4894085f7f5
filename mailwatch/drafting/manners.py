"""Greeting, closing and signature as the owner writes them to these people; neutral ones when that is not to be seen.

Nothing here guesses anybody's gender or civility: what the owner wrote is kept, what he did not write is not invented.
"""

import re
from dataclasses import dataclass
from typing import Final

from mailwatch.drafting.clean import lines, one_line
from mailwatch.drafting.corpus import Language
from mailwatch.drafting.typography import CURLY
from mailwatch.model.account import Owner
from mailwatch.model.drafts import Answer, FollowUp
from mailwatch.model.message import Address, Message
from mailwatch.model.quote import Register
from mailwatch.text.tokens import fold

_NEUTRAL_GREETING: Final = {"fr": "Bonjour,", "en": "Hello,"}
_NEUTRAL_CLOSING: Final = {
    ("fr", Register.VOUS): "Bien cordialement,",
    ("fr", Register.TU): "Bien à toi,",
    ("en", Register.VOUS): "Kind regards,",
    ("en", Register.TU): "Kind regards,",
}

# Longer first lines are sentences, not greetings.
_LONGEST_GREETING: Final = 60
_LONGEST_CLOSING: Final = 180
_SIGN_OFF_LINES: Final = 3
_CLOSING_WITHIN: Final = 8

_GREETINGS: Final = {
    "fr": re.compile(
        r"(?:(?:bonjour|salut|coucou|hello|hey)(?: (?:à|a) (?:vous|toi|tous|toutes|tous les deux|toutes et (?:à )?tous))?"
        r"|ch[eè]re?s?|madame|monsieur|mesdames|messieurs|maître|maitre|docteur|professeur)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(r"(?:hello|hi|hey|dear|greetings)\b", re.IGNORECASE),
}

# A greeting of the hour is wrong at another: the draft is read in the morning.
_OF_THE_HOUR: Final = {
    "fr": (re.compile(r"^(?:bonsoir|re-?bonjour|bonne journée)\b", re.IGNORECASE), "Bonjour"),
    "en": (re.compile(r"^good (?:morning|afternoon|evening)\b", re.IGNORECASE), "Hello"),
}

_UP_TO_A_STOP = re.compile(r"(?:\b(?:MM?|Mme|Mrs?|Ms|Dr|Me|Prof|Pr)\.|[^,.!:;?\n])+")

# What stands between a greeting and a name, or instead of one; anything else in lower case begins a sentence.
_SMALL_WORDS: Final = frozenset(
    """
    à a vous toi tous toutes et les deux la le équipe de du des d van von der den
    madame monsieur mesdames messieurs maître cher chère bonjour all both team there everyone everybody and
    """.split()  # noqa: SIM905 - a list literal would take forty lines
)

_CLOSINGS: Final = {
    "fr": re.compile(
        r"(?:(?:(?:bien|très|tres) )?cordialement(?: (?:vôtre|votre|à vous|à toi))?|bien (?:à|a) (?:vous|toi)|amicalement|amitiés"
        r"|(?:belle|bonne) journée(?: (?:à|a) (?:vous|toi))?|(?:sincères|meilleures|cordiales) salutations|salutations distinguées"
        r"|bien sincèrement|sincèrement|respectueusement|(?:avec )?mes (?:meilleures|sincères|cordiales) salutations|bises"
        r"|(?:je vous prie|nous vous prions|veuillez|recevez|agréez)\b[^.?\n]*(?:salutations|sentiments|considération|respects?)"
        r"[^.?\n]{0,40})",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?:(?:(?:best|kind|warm|kindest|warmest) )?regards|best(?: wishes)?|all the best|(?:yours )?(?:sincerely|faithfully|truly)"
        r"|sincerely yours|cheers)",
        re.IGNORECASE,
    ),
}

_FAMILIAR = re.compile(r"\b(?:toi|bises)\b", re.IGNORECASE)
_DISTANT = re.compile(r"\b(?:vous|veuillez|recevez|agréez|vôtre)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Manners:
    """One line each, but the signature. ``straight``: the owner types the apostrophe of the keyboard, not the printer's."""

    greeting: str
    closing: str
    signature: tuple[str, ...]
    straight: bool


def manners(draft: FollowUp | Answer, language: Language, register: Register) -> Manners:
    """How this owner opens and ends a mail to these people."""
    last_word = draft.last_word
    said = lines(last_word.new_text) if last_word and _was_to(last_word, draft.to) else []
    signed = lines(last_word.signature) if last_word else []
    closing, rest = _ending(said, signed, language)
    if closing is None or _contradicts(closing, register):
        closing = _NEUTRAL_CLOSING[language, register]
    signature = _signature(draft.owner, draft.quote.sender, rest)
    own_closing, below = _split_closing(signature, language)
    return Manners(
        greeting=_greeting(said, language) or _NEUTRAL_GREETING[language],
        closing=own_closing or closing,
        signature=below or signature,
        straight="'" in "".join(said) and CURLY not in "".join(said),
    )


def _was_to(message: Message, to: tuple[Address, ...]) -> bool:
    """A greeting meant for somebody else is not reused."""
    reached = {person.address for person in (*message.headers.to, *message.headers.cc)}
    return not reached or not reached.isdisjoint(person.address for person in to)


def _greeting(said: list[str], language: Language) -> str | None:
    """``Madame, Monsieur,`` whole; of ``Bonjour Marc, voici…`` the words up to the first stop."""
    pattern, instead = _OF_THE_HOUR[language]
    first = pattern.sub(instead, next((line.strip() for line in said if line.strip()), ""))
    bare = first.rstrip(" ,!\u00a0")
    whole = bare[-1:].isalpha() and all(map(_may_name, bare.replace(",", " ").split()[1:]))
    found = _UP_TO_A_STOP.match(first)
    greeted = bare if whole else found[0] if found else ""
    if not _GREETINGS[language].match(greeted) or len(greeted) > _LONGEST_GREETING:
        return None
    stop = first[len(greeted) :].lstrip(" \u00a0")[:1]
    if stop not in (",", "!") and not all(map(_may_name, greeted.split()[1:])):
        return None
    exclaimed = "!" if language == "en" else "\u00a0!"
    return one_line(greeted) + (exclaimed if stop == "!" else ",")


def _may_name(word: str) -> bool:
    return word[0].isupper() or word.lower().removeprefix("l'") in _SMALL_WORDS


def _ending(said: list[str], signed: list[str], language: Language) -> tuple[str | None, tuple[str, ...]]:
    """The closing line, and what stands below it: a name typed by hand, then the signature."""
    below = [line for line in signed if line.strip() not in ("--", "—")]
    own, rest = _split_closing(tuple(below), language)
    if own:
        return own, rest
    written = [line for line in said if line.strip()]
    for place in range(len(written) - 1, max(len(written) - 1 - _CLOSING_WITHIN, 0), -1):
        if closing := _closing(written[place], language):
            typed = [line.strip() for line in written[place + 1 :]]
            if len(typed) > _SIGN_OFF_LINES:
                return closing, tuple(below)
            return closing, (*_not_repeated(typed, below), *below)
    return None, tuple(below)


def _not_repeated(typed: list[str], below: list[str]) -> list[str]:
    """A first name typed above a signature that begins with the whole name would be said twice."""
    block = fold("\n".join(below))
    return [line for line in typed if fold(line) not in block]


def _closing(line: str, language: Language) -> str | None:
    text = line.strip()
    bare = text.rstrip(" ,.!\u00a0")
    if len(text) > _LONGEST_CLOSING or not _CLOSINGS[language].fullmatch(bare):
        return None
    return one_line(text) if text != bare else f"{one_line(bare)},"


def _split_closing(block: tuple[str, ...], language: Language) -> tuple[str | None, tuple[str, ...]]:
    """A closing that is part of the signature is the closing."""
    for place, line in enumerate(block):
        if line.strip():
            closing = _closing(line, language)
            rest = tuple(block[place + 1 :])
            return (closing, _trimmed(rest)) if closing and _trimmed(rest) else (None, _trimmed(block))
    return None, ()


def _contradicts(closing: str, register: Register) -> bool:
    return bool((_FAMILIAR if register is Register.VOUS else _DISTANT).search(closing))


def _signature(owner: Owner, sender: Address, below: tuple[str, ...]) -> tuple[str, ...]:
    """The configured signature, else name, telephone and site, else the owner's own; always a name and a known telephone."""
    name = one_line(owner.name or sender.name or sender.address)
    composed = [one_line(part) for part in (owner.phone, owner.website) if part]
    if owner.signature and owner.signature.strip():
        block = [line for line in lines(owner.signature) if line != "--"]
    elif composed:
        block = [name, *composed]
    else:
        block = list(below)
    block = list(_trimmed(tuple(block)))
    if fold(name) not in fold("\n".join(block)) and (owner.name or not block):
        block.insert(0, name)
    if owner.phone and _digits(owner.phone) not in _digits("".join(block)):
        block.append(one_line(owner.phone))
    return tuple(block)


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _trimmed(block: tuple[str, ...]) -> tuple[str, ...]:
    written = [place for place, line in enumerate(block) if line.strip()]
    return block[written[0] : written[-1] + 1] if written else ()
