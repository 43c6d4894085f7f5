"""Rules and likeness weighed together: which kind a reply is of, or that nobody can tell.

A rule names the words that say it and is rarely wrong; the learned likeness knows wordings no rule foresaw. Bits of both
add up. A yes, and patience beside a likely no, need more than the rest: they are the mistakes that cost.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mailwatch.model.reading import ReplyKind
from mailwatch.model.reasons import Reason, reason
from mailwatch.reading.learned import Likeness

#: Bits that a rule of each kind adds: how seldom it was wrong on answers it had never seen.
_RULE = {
    ReplyKind.ACCEPT: 4.0,
    ReplyKind.STOP: 6.0,
    ReplyKind.NEGOTIATION: 3.5,
    ReplyKind.QUESTION: 2.0,
    ReplyKind.STALL: 3.0,
}
_ORDINARY_RULE = 4.0
_LEAST_SHARE = 1e-4
#: What the leading kind must hold of the whole.
_ENOUGH = 0.4
#: A yes that no rule reads must hold this of the whole beside a word of consent that nothing takes back,
_LIKELY_YES = 0.66
#: ... and this beside one that stands near a "not" or a "soon".
_SURE_YES = 0.93
#: On a list people speak of anything: a kind stands only where a rule and this much likeness agree.
_AGREED = 0.3
#: So much like talk of other things outweighs any rule but that of an order to stop.
_ASIDE = 0.6
#: A yes that a rule reads falls when the likeness is this far from it.
_UNLIKELY_YES = 0.1
#: So much of an order to stop is one: stopping in vain loses less than writing to a person who forbade it.
_STOPS = 0.2
#: ... without a word of opposition it must hold this.
_SURE_STOP = 0.6
#: Beside so much of a refusal nothing may be chased.
_REFUSES = 0.25
#: ... nor where the likeness alone, before any rule, sees so much of one.
_LIKELY_REFUSES = 0.45
_NOT_YES = (ReplyKind.STOP, ReplyKind.DECLINE, ReplyKind.NEGOTIATION, ReplyKind.QUESTION, ReplyKind.STALL)
_CHASED = frozenset({ReplyKind.STALL, ReplyKind.ACKNOWLEDGEMENT})


@dataclass(frozen=True, slots=True)
class Explicit:
    """``yes``: a word of consent that nothing takes back; ``mentioned``: such a word at all; ``stop``: one of opposition."""

    yes: bool
    mentioned: bool
    stop: bool


def verdict(leading: ReplyKind, like: Likeness, look: Callable[[], Explicit], *, listed: bool = False) -> ReplyKind:
    """``leading`` is what the rules read, ``unknown`` when they read nothing certain; ``look`` says which words stand in
    the text, and is asked only where they decide. ``listed``: it came through a discussion list.
    """
    shares = _weighed(leading, like.shares)
    best = max(shares, key=shares.__getitem__)
    if listed and (best is not leading or like.shares[best.value] < _AGREED):
        return ReplyKind.UNKNOWN
    if shares[ReplyKind.STOP] >= _STOPS and look().stop:
        best = ReplyKind.STOP
    if best is not ReplyKind.STOP and like.shares[ReplyKind.UNKNOWN.value] >= _ASIDE:
        return ReplyKind.UNKNOWN
    if _is_doubtful(best, leading, shares, like, look):
        return ReplyKind.UNKNOWN
    return best


def says_otherwise(like: Likeness) -> bool:
    """Are the words beside a signed file those of a person who has not said yes?"""
    return sum(like.shares[kind.value] for kind in _NOT_YES) > _ENOUGH


def _weighed(leading: ReplyKind, shares: Mapping[str, float]) -> dict[ReplyKind, float]:
    powers = {kind: max(shares[kind.value], _LEAST_SHARE) for kind in ReplyKind}
    if leading is not ReplyKind.UNKNOWN:
        powers[leading] *= 2.0 ** _RULE.get(leading, _ORDINARY_RULE)
    whole = sum(powers.values())
    return {kind: power / whole for kind, power in powers.items()}


def _is_doubtful(
    best: ReplyKind, leading: ReplyKind, shares: Mapping[ReplyKind, float], like: Likeness, look: Callable[[], Explicit]
) -> bool:
    if best is ReplyKind.STOP:
        return best is not leading and shares[best] < _SURE_STOP and not look().stop
    if best is ReplyKind.ACCEPT and best is leading:
        return like.shares[best.value] < _UNLIKELY_YES
    if best is ReplyKind.ACCEPT:
        explicit = look()
        return not explicit.mentioned or shares[best] < (_LIKELY_YES if explicit.yes else _SURE_YES)
    if best in _CHASED and like.shares[ReplyKind.DECLINE.value] + like.shares[ReplyKind.STOP.value] > _LIKELY_REFUSES:
        return True
    return shares[best] < _ENOUGH or (best in _CHASED and shares[ReplyKind.DECLINE] + shares[ReplyKind.STOP] > _REFUSES)


def likeness_reason(kind: str, like: Likeness, text: str) -> Reason | None:
    """What the likeness adds for ``kind``: the odds it gives against the odds before reading. None when that is nothing."""
    share = min(max(like.shares[kind], _LEAST_SHARE), 1.0 - _LEAST_SHARE)
    bits = round(math.log2(share / (1.0 - share)) + math.log2(len(like.shares) - 1), 1)
    words = ", ".join(like.telling(kind, text)) or " ".join(text.split())[:40]
    return reason(f"like_{kind}", bits=bits, words=words) if bits > 0.0 else None
