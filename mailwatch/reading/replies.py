"""What a person answers to a quote: kinds by explicit wording, sentence by sentence, with negation and condition in scope.

Several kinds may be said; one leads, by precedence. When nothing says enough the answer is ``unknown``: a guess here
would chase a person who said no, or celebrate one who said maybe.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from mailwatch.model.message import Attachment
from mailwatch.model.reading import ReplyKind, ReplyReading
from mailwatch.model.reasons import Reason, reason
from mailwatch.reading.learned import likeness
from mailwatch.reading.reply_lexicon import NO_ELSEWHERE, STOP_ELSEWHERE, YES_ELSEWHERE, Tag
from mailwatch.reading.reply_reasons import decline_reason, is_final
from mailwatch.reading.reply_sentences import Lexicon, Sentence, lexicons_for, sentences_of
from mailwatch.reading.reply_verdict import Explicit, likeness_reason, says_otherwise, verdict
from mailwatch.text.meant_dates import decision_date
from mailwatch.text.tokens import fold
from mailwatch.text.written import nearly_as_written

_KINDS = frozenset(kind.value for kind in ReplyKind)
#: Bits a kind must have to be predicted.
_ENOUGH = 4.0
#: Sentences of one kind beyond this add nothing new.
_COUNTED = 3
_QUESTION_BITS = 5.0
#: A yes this sure stands although something else is still pending.
_SURE_YES = 14.0
#: Beside thanks, more words than these that no rule understood may matter.
_IDLE_WORDS = 6
#: The sentence of a hit that stands in the name of an attachment.
_IN_A_NAME = -1
_PRECEDENCE = (
    ReplyKind.STOP,
    ReplyKind.DECLINE,
    ReplyKind.NEGOTIATION,
    ReplyKind.ACCEPT,
    ReplyKind.LEFT,
    ReplyKind.NEW_NEED,
    ReplyKind.REDIRECT,
    ReplyKind.QUESTION,
    ReplyKind.STALL,
    ReplyKind.ACKNOWLEDGEMENT,
)
_DATED = {ReplyKind.STALL, ReplyKind.DECLINE, ReplyKind.ACKNOWLEDGEMENT, ReplyKind.REDIRECT}
#: Two of these three make a new need.
_NEW_WORK = frozenset({Tag.OLD_TIES, Tag.NEED, Tag.WORK_ASKED})
_YES_ELSEWHERE, _NO_ELSEWHERE, _STOP_ELSEWHERE = map(re.compile, (YES_ELSEWHERE, NO_ELSEWHERE, STOP_ELSEWHERE))
_SIGNED_NAME = re.compile(r"\b(?:signe|signed|bon pour accord|countersigned|contresigne|accepte|accepted)e?s?\b")
_ORDER_NAME = re.compile(r"\b(?:bon de commande|bdc|purchase order)\b|\bpo[ -]?\d")


@dataclass(frozen=True, slots=True)
class Hit:
    """One rule that held in one sentence."""

    kind: ReplyKind
    bits: float
    words: str
    sentence: int
    tag: Tag = Tag.NONE


def read_reply(  # noqa: PLR0913 - the words, and what is known of the mail around them
    text: str,
    *,
    dated: date,
    language: str | None = None,
    subject: str = "",
    attachments: Sequence[Attachment] = (),
    listed: bool = False,
) -> ReplyReading:
    """Read the author's own words (no quotation, no signature), written on ``dated``.

    ``subject`` counts only when it alone carries the answer (an empty mail "STOP"). ``listed``: through a discussion list,
    where likeness alone says nothing. The score is the sum of the bits of ``because``.
    """
    sentences, hits = _first_that_speaks(text, subject, language)
    hits = [*hits, *_attached(attachments, hits)]
    hits = _settled(hits, long_ago=_speaks_of_old_times(sentences, text, language))
    scores = _scores(hits)
    said = [kind for kind in _PRECEDENCE if scores.get(kind, 0.0) >= _ENOUGH]
    leading = ReplyKind.UNKNOWN if not said or _is_contradicted(said, hits, sentences) else said[0]
    kind, because = _weighed(leading, text, language, hits, listed=listed)
    if kind is ReplyKind.UNKNOWN:
        return ReplyReading(ReplyKind.UNKNOWN, because=(reason("says_nothing_certain", bits=0.0),))
    also = tuple(other for other in said if other is not kind and (kind is leading or other is not ReplyKind.ACCEPT))
    plain = " ".join(sentence.text for sentence in sentences)
    until = (
        decision_date(text, dated, language, waits=kind is ReplyKind.STALL)
        if _DATED & {kind, *(also if kind is not ReplyKind.ACCEPT else ())}
        else None
    )
    declined = kind is ReplyKind.DECLINE
    return ReplyReading(
        kind,
        also,
        until=until,
        reason=decline_reason(plain) if declined else None,
        final=is_final(plain) if declined else None,
        score=sum(item.bits or 0.0 for item in because),
        because=because,
    )


def _weighed(
    leading: ReplyKind, text: str, language: str | None, hits: Sequence[Hit], *, listed: bool
) -> tuple[ReplyKind, tuple[Reason, ...]]:
    """The kind, and what speaks for it: words that a rule knows, and what the whole is like."""
    if not text.strip():
        return leading, _because(leading, hits, text)
    like = likeness(text, _KINDS)
    named = leading is ReplyKind.ACCEPT and any(hit.sentence == _IN_A_NAME for hit in hits)
    stands = named and not says_otherwise(like)
    kind = leading if stands else verdict(leading, like, partial(_explicit, text, language), listed=listed)
    learned = likeness_reason(kind.value, like, text)
    return kind, _because(kind, hits, text) + ((learned,) if learned else ())


def _explicit(text: str, language: str | None) -> Explicit:
    """Which words stand in the text whose kinds likeness alone must not say."""
    plain = fold(text)
    yes = bool(_YES_ELSEWHERE.search(plain) and not _NO_ELSEWHERE.search(plain))
    mentioned, stop = yes, bool(_STOP_ELSEWHERE.search(plain))
    for lexicon in lexicons_for(text, language):
        for sentence in sentences_of(text, lexicon):
            stop = stop or bool(lexicon.stop_word.search(sentence.text))
            found = lexicon.yes_word.search(sentence.text)
            if found and not sentence.question and not lexicon.hard_condition.search(sentence.text):
                mentioned = True
                yes = yes or _holds(ReplyKind.ACCEPT, sentence, found, lexicon)
    return Explicit(yes=yes, mentioned=mentioned, stop=stop)


def _first_that_speaks(text: str, subject: str, language: str | None) -> tuple[tuple[Sentence, ...], list[Hit]]:
    """The likely language's lexicon, then the other's; the subject when the text is empty or silent and short."""
    sentences: tuple[Sentence, ...] = ()
    for lexicon in lexicons_for(text, language):
        sentences = sentences_of(text, lexicon)
        if hits := list(_hits(sentences, lexicon)):
            return sentences, hits
    if len(text.split()) <= 3 and subject:  # noqa: PLR2004 (nothing but a name or a greeting)
        for lexicon in lexicons_for(subject, language):
            named = sentences_of(subject, lexicon)
            if hits := [hit for hit in _hits(named, lexicon) if hit.kind in {ReplyKind.STOP, ReplyKind.DECLINE}]:
                return named, hits
    return sentences, []


def _hits(sentences: Iterable[Sentence], lexicon: Lexicon) -> Iterator[Hit]:
    for number, sentence in enumerate(sentences):
        found = list(_rule_hits(sentence, number, lexicon))
        yield from found
        if sentence.question and not lexicon.courtesy_question.search(sentence.text) and not _asks_otherwise(found):
            yield Hit(ReplyKind.QUESTION, _QUESTION_BITS, sentence.text[:60], number)


def _asks_otherwise(found: Iterable[Hit]) -> bool:
    """A question mark behind a request for a rebate, a new job or a later call is that, not a question on the quote."""
    telling = {ReplyKind.NEGOTIATION, ReplyKind.NEW_NEED, ReplyKind.STOP, ReplyKind.QUESTION, ReplyKind.DECLINE}
    return any((hit.kind in telling and hit.tag not in _NEW_WORK) or hit.tag is Tag.ASKED_BACK for hit in found)


def _rule_hits(sentence: Sentence, number: int, lexicon: Lexicon) -> Iterator[Hit]:
    """The strongest rule of each kind and tag that holds in a sentence."""
    best: dict[tuple[ReplyKind, Tag], Hit] = {}
    for rule, pattern in lexicon.rules:
        match = pattern.search(sentence.text)
        if match is None:
            continue
        hit = Hit(rule.kind, rule.bits, match[0].strip()[:80], number, rule.tag)
        held = _holds(rule.kind, sentence, match, lexicon)
        if rule.kind is ReplyKind.ACCEPT and not sentence.question and _is_modified(sentence, match, lexicon, held=held):
            # A modified acceptance is a new offer.
            hit = replace(hit, kind=ReplyKind.NEGOTIATION, tag=Tag.ASK)
        elif not held or (rule.tag is Tag.PENDING and lexicon.done.search(sentence.text)):
            continue
        if hit.bits > best.get((hit.kind, hit.tag), Hit(hit.kind, 0.0, "", number)).bits:
            best[hit.kind, hit.tag] = hit
    yield from best.values()


def _is_modified(sentence: Sentence, match: re.Match[str], lexicon: Lexicon, *, held: bool) -> bool:
    """A yes with a condition, or a sound one with a part taken back after it."""
    return bool(
        lexicon.hard_condition.search(sentence.text)
        or (held and lexicon.exception.search(sentence.text, match.end()))
        or lexicon.restriction.search(sentence.text)
    )


def _holds(kind: ReplyKind, sentence: Sentence, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Is the sentence meant as it stands? Negation, condition, question and foresight undo a yes; some undo a no."""
    if kind is ReplyKind.ACCEPT:
        clause = sentence.clause(match)
        return not (
            (sentence.question and sentence.is_last_clause(match))
            or (sentence.question and lexicon.exception.search(sentence.text, match.end()))
            or lexicon.condition.search(sentence.text)
            or lexicon.negation.search(clause)
            or lexicon.not_yet.search(clause)
        )
    if kind is ReplyKind.DECLINE:
        told = sentence.text[max(0, match.start() - 15) : match.end()]
        return not (
            lexicon.not_a_no.search(sentence.text)
            or lexicon.hard_condition.search(sentence.clause(match))
            or lexicon.pluperfect.search(told)
            or (sentence.question and not lexicon.negation.search(sentence.text))
        )
    if kind is ReplyKind.STOP:
        return not lexicon.until_then.search(sentence.text, match.end())
    if kind is ReplyKind.NEW_NEED:
        return not lexicon.negation.search(sentence.clause(match))
    return True


def _attached(attachments: Sequence[Attachment], hits: Sequence[Hit]) -> Iterator[Hit]:
    """A file named "devis signé" or "bon de commande" is a yes unless the words beside it ask or doubt."""
    doubtful = {ReplyKind.QUESTION, ReplyKind.NEGOTIATION, ReplyKind.DECLINE, ReplyKind.STOP, ReplyKind.NEW_NEED}
    if any(hit.kind in doubtful or hit.tag is Tag.PENDING for hit in hits):
        return
    for attachment in attachments:
        name = re.sub(r"[_.\-]+", " ", fold(attachment.name))
        if _SIGNED_NAME.search(name) or _ORDER_NAME.search(name):
            yield Hit(ReplyKind.ACCEPT, 6.0, attachment.name[:80], _IN_A_NAME)
            return


def _speaks_of_old_times(sentences: Sequence[Sentence], text: str, language: str | None) -> bool:
    return any(lexicon.long_ago.search(sentence.text) for lexicon in lexicons_for(text, language) for sentence in sentences)


def _settled(hits: list[Hit], *, long_ago: bool) -> list[Hit]:
    """What one thing said makes of another."""
    hits = _with_company(hits)
    kinds = {hit.kind for hit in hits}
    tags = {hit.tag for hit in hits}
    asks = bool(tags & {Tag.ASK, Tag.PARTIAL})
    partial = {hit.sentence for hit in hits if hit.tag in {Tag.ASK, Tag.PARTIAL, Tag.SET_ASIDE}}
    unwanted: set[tuple[ReplyKind, Tag] | ReplyKind] = set()
    if asks:
        unwanted |= {(ReplyKind.DECLINE, Tag.MONEY), ReplyKind.ACCEPT}
    sure = _scores(hits).get(ReplyKind.ACCEPT, 0.0) >= _SURE_YES
    if ReplyKind.NEGOTIATION in kinds or Tag.ASKED_BACK in tags or (Tag.PENDING in tags and not sure):
        unwanted.add(ReplyKind.ACCEPT)
    if not kinds & {ReplyKind.DECLINE} or all(hit.tag is Tag.LOOSE for hit in hits if hit.kind is ReplyKind.DECLINE):
        unwanted.add((ReplyKind.DECLINE, Tag.LOOSE))
    if long_ago and ReplyKind.NEW_NEED in kinds:
        unwanted.add(ReplyKind.DECLINE)
    if Tag.PENDING in tags or Tag.COME_BACK in tags:
        unwanted.add((ReplyKind.REDIRECT, Tag.HANDED_ON))
    return [
        hit
        for hit in hits
        if hit.kind not in unwanted
        and (hit.kind, hit.tag) not in unwanted
        and not (hit.kind is ReplyKind.DECLINE and hit.sentence in partial and asks)
    ]


def _with_company(hits: list[Hit]) -> list[Hit]:
    """Drop the signs that mean nothing alone: one third of a new need, a no to something named beside no wish for the rest."""
    tags = {hit.tag for hit in hits}
    alone: set[Tag] = set()
    if len(tags & _NEW_WORK) < 2 and not any(hit.kind is ReplyKind.NEW_NEED and hit.tag not in _NEW_WORK for hit in hits):  # noqa: PLR2004 (two witnesses)
        alone |= _NEW_WORK
    if not tags & {Tag.ASK, Tag.PARTIAL}:
        alone.add(Tag.SET_ASIDE)
    return [hit for hit in hits if hit.tag not in alone]


def _scores(hits: Iterable[Hit]) -> dict[ReplyKind, float]:
    counted: dict[ReplyKind, list[float]] = {}
    for hit in hits:
        counted.setdefault(hit.kind, []).append(hit.bits)
    return {kind: sum(sorted(bits, reverse=True)[:_COUNTED]) for kind, bits in counted.items()}


def _is_contradicted(said: Sequence[ReplyKind], hits: Iterable[Hit], sentences: Sequence[Sentence]) -> bool:
    """Thanks or patience beside a sentence of bad news that no rule understood: not to be taken at its word."""
    if said[0] not in {ReplyKind.ACKNOWLEDGEMENT, ReplyKind.STALL}:
        return False
    understood = {hit.sentence for hit in hits}
    rest = [sentence for number, sentence in enumerate(sentences) if number not in understood]
    if said[0] is ReplyKind.STALL:
        return any(sentence.strong_bad_news for sentence in rest)
    return any(sentence.bad_news for sentence in rest) or sum(len(sentence.text.split()) for sentence in rest) > _IDLE_WORDS


def _because(kind: ReplyKind, hits: Iterable[Hit], text: str) -> tuple[Reason, ...]:
    mine = sorted((hit for hit in hits if hit.kind is kind), key=lambda hit: -hit.bits)[:_COUNTED]
    return tuple(
        reason(
            f"says_{kind.value}",
            bits=hit.bits,
            words=hit.words if hit.sentence == _IN_A_NAME else nearly_as_written(text, hit.words),
        )
        for hit in mine
    )
