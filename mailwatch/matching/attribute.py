"""The verdict: which quote a mail answers, whether to ask, hold, note the person only, or ignore.

After Fellegi and Sunter (1969): the score is a prior plus log2(m/u) of independent groups of evidence, in bits. A score
alone never attaches; it needs corroboration and a lead over every other quote.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from mailwatch.matching.case import Case, mail_of, same_subject
from mailwatch.matching.context import KnownQuote, MatchContext, Proof
from mailwatch.matching.evidence import Group, bits_of, by_address, evidence_for, total
from mailwatch.matching.objections import objections_to
from mailwatch.matching.rarity import prior, rates_of
from mailwatch.model.attribution import Attribution, Candidate, Frequencies, Hit, KeyKind, Verdict
from mailwatch.model.message import Message
from mailwatch.model.reasons import Reason, reason
from mailwatch.text.subjects import PrefixKind, prefix_kinds

ATTACH = 6.0
ASK = -2.0
LEAD = 4.0

_MOST_CANDIDATES = 5
_NEAR = 6.0

_SURE_IDENTIFIER = 22.0
_SURE_QUOTED = 12.0
_WEIGHTY = 5.0

_CLOCKS_DIFFER = timedelta(hours=24)
_REUSED_AFTER = timedelta(days=60)

_FORGED = reason("dmarc_fail", bits=-6.0)


@dataclass(frozen=True, slots=True)
class _Scored:
    at: Case
    found: Mapping[Group, tuple[Reason, ...]]
    grounds: tuple[Reason, ...]
    score: float

    @property
    def quote(self) -> str:
        return self.at.known.quote.message_id

    @property
    def thread(self) -> str:
        return self.at.known.thread or self.quote

    def weight(self, group: Group) -> float:
        return total(self.found.get(group, ()))


def attribute(message: Message, hits: Sequence[Hit], frequencies: Frequencies, context: MatchContext) -> Attribution:
    """Which quote ``message`` answers. ``hits`` share keys with it (``keys_of_received``), in any order.

    The reasons' bits add up to the score; the strongest stands first. No hit ever attaches without a KnownQuote.
    """
    sender = message.headers.sender
    if sender is not None and sender.address in context.own:
        return Attribution(Verdict.IGNORE, because=(reason("written_by_owner"),))
    ranked = _ranked(message, hits, frequencies, context)
    if not ranked:
        return _about_nothing(context, known=context.correspondent)
    best = ranked[0]
    if context.proof is Proof.FAIL:
        return _unproved(best)
    if best.score >= ATTACH and _corroborated(best) and _lead(ranked) >= LEAD:
        return _attached(best)
    if (best.score >= ASK and _matters(best)) or _same_people_and_subject(best) or _comes_back(best):
        return _asked(ranked)
    return _about_nothing(context, known=context.correspondent or by_address(best.at))


# --- scoring ------------------------------------------------------------------------------------------------------


def _ranked(message: Message, hits: Sequence[Hit], frequencies: Frequencies, context: MatchContext) -> tuple[_Scored, ...]:
    found = [
        (hit, known)
        for hit in hits
        if (known := context.known(hit.quote)) is not None and context.received >= known.quote.sent_at - _CLOCKS_DIFFER
    ]
    if not found:
        return ()
    rates, mail = rates_of(frequencies, _repeats(found)), mail_of(message, context.received)
    cases = [Case(mail, known, hit.keys, rates, context) for hit, known in found]
    nearest = {at.known.quote.message_id: _nearest(message, at) for at in cases}
    numbered = [at for at in cases if at.shared(KeyKind.QUOTE_NUMBER, "new", "subject")]
    scored = [_scored(at, cases, nearest, numbered) for at in cases]
    return tuple(sorted(scored, key=lambda each: (-each.score, context.received - each.at.known.quote.sent_at, each.quote)))


def _repeats(found: Sequence[tuple[Hit, KnownQuote]]) -> Counter[str]:
    """How often a passage counts twice because versions of one quote have it."""
    threads: dict[str, list[str]] = {}
    for hit, known in found:
        for value in dict.fromkeys(key.value for key in hit.keys if key.kind is KeyKind.FINGERPRINT):
            threads.setdefault(value, []).append(known.thread or known.quote.message_id)
    return Counter({value: len(named) - len(set(named)) for value, named in threads.items()})


def _nearest(message: Message, at: Case) -> int | None:
    """How far back in what the mail says it answers the quote's thread is first met; 0 is the mail answered."""
    ids = list(dict.fromkeys([*message.headers.in_reply_to, *reversed(message.headers.references)]))
    ours = {key.value for key in at.shared(KeyKind.MESSAGE_ID, "reply", "references")}
    return next((position for position, value in enumerate(ids) if value in ours), None)


def _scored(at: Case, cases: Sequence[Case], nearest: Mapping[str, int | None], numbered: Sequence[Case]) -> _Scored:
    found = evidence_for(at)
    mine = nearest[at.known.quote.message_id]
    rivals = [other for other in cases if _thread(other) != _thread(at)]
    theirs = [position for other in rivals if (position := nearest[other.known.quote.message_id]) is not None]
    elsewhere = bool(theirs) and (mine is None or min(theirs) < mine)
    against = objections_to(
        at,
        found,
        elsewhere=elsewhere or (at.context.other_thread and Group.IDENTIFIER not in found),
        other_number=any(other in rivals for other in numbered),
    )
    base = reason("base_rate", bits=round(prior(at.rates), 1))
    grounds = tuple(sorted((*(each for group in found.values() for each in group), *against), key=bits_of, reverse=True))
    return _Scored(at, found, (*grounds, base), total((*grounds, base)))


def _thread(at: Case) -> str:
    return at.known.thread or at.known.quote.message_id


def _lead(ranked: Sequence[_Scored]) -> float:
    """The distance to the best quote of another thread."""
    second = next((each.score for each in ranked[1:] if each.thread != ranked[0].thread), None)
    return LEAD if second is None else ranked[0].score - second


def _corroborated(best: _Scored) -> bool:
    """One proof, or two kinds of evidence of which at least one is more than who wrote under which subject."""
    if best.weight(Group.IDENTIFIER) >= _SURE_IDENTIFIER or best.weight(Group.QUOTED) >= _SURE_QUOTED:
        return True
    weighty = {group for group in (Group.SUBJECT, Group.QUOTED, Group.BUSINESS, Group.PERSON) if best.weight(group) >= _WEIGHTY}
    return len(weighty) > 1 and bool(weighty & {Group.QUOTED, Group.BUSINESS})


def _same_people_and_subject(best: _Scored) -> bool:
    """The owner's correspondent answers under the owner's subject, however common the subject is."""
    answers = PrefixKind.REPLY in prefix_kinds(best.at.message.headers.subject)
    others = any(ground.code == "quotes_somebody_else" for ground in best.grounds)
    return answers and same_subject(best.at) and by_address(best.at) and not best.at.context.bulk and not others


def _comes_back(best: _Scored) -> bool:
    """Somebody we quoted to, perhaps at another address by now, speaks of a quote of ours."""
    named = bool(best.at.shared(KeyKind.NAME)) or by_address(best.at)
    return named and Group.WORDING in best.found and not best.at.context.bulk and not _elsewhere(best)


def _matters(best: _Scored) -> bool:
    """Would an answer change anything? That a person writes, or a stranger about a like subject, is no question."""
    if best.found.keys() - {Group.SUBJECT, Group.PERSON}:
        return True
    return Group.SUBJECT in best.found and (Group.PERSON in best.found or same_subject(best.at))


def _elsewhere(best: _Scored) -> bool:
    return any(ground.code in {"answers_another_thread", "names_another_quote"} for ground in best.grounds)


# --- verdicts -----------------------------------------------------------------------------------------------------


def _attached(best: _Scored) -> Attribution:
    if _stranger(best):
        return _held(best, (reason("unknown_sender"),))
    if _echo(best):
        return _asked((best,))
    if _reused(best):
        return _asked((best,), (reason("old_mail_reused"),))
    return Attribution(Verdict.ATTACH, best.quote, best.score, _candidates((best,)), best.grounds)


def _stranger(best: _Scored) -> bool:
    """An address nobody knows, with nothing but identifiers, which anyone who ever got a copy has."""
    own_evidence = best.found.keys() & {Group.PERSON, Group.QUOTED, Group.BUSINESS}
    return not own_evidence and not best.at.context.correspondent


#: What a copy of our mail brings along, whoever quotes it.
_COPIED = frozenset({"quotes_our_text", "quotes_our_whole_text", "quotes_quote_number", "names_amount"})


def _echo(best: _Scored) -> bool:
    """Our words alone, from somebody nobody knows: a text of ours may have gone round."""
    said = {ground.code for group in best.found.values() for ground in group}
    return not best.at.context.correspondent and said <= _COPIED


def _reused(best: _Scored) -> bool:
    """An old mail taken up to start something new: the identifier is ours, nothing else is. A direct answer of the person the
    quote went to is an answer under whatever subject, unless it asks for something new."""
    if best.at.shared(KeyKind.MESSAGE_ID, "reply") and by_address(best.at) and not best.at.context.new_need:
        return False
    last = max((*best.at.known.sent, *([best.at.known.last_word] if best.at.known.last_word else [])))
    late = best.at.context.received - last > _REUSED_AFTER
    subject = best.at.message.headers.subject.strip()
    return late and bool(subject) and not best.found.keys() & {Group.SUBJECT, Group.QUOTED, Group.BUSINESS, Group.WORDING}


def _unproved(best: _Scored) -> Attribution:
    """A sender whom the owner's own server calls forged attaches nothing and pauses nothing."""
    if best.score < ASK:
        return Attribution(Verdict.IGNORE, because=(_FORGED,))
    return _held(best, (_FORGED,))


def _held(best: _Scored, why: tuple[Reason, ...]) -> Attribution:
    grounds = (*why, *best.grounds)
    return Attribution(Verdict.HELD, best.quote, total(grounds), _candidates((best,)), grounds)


def _asked(ranked: Sequence[_Scored], why: tuple[Reason, ...] = ()) -> Attribution:
    """The likely quotes, best first; versions of one quote count once. Where even the best is unlikely, those as likely."""
    best = ranked[0]
    near = [each for each in ranked if each.score >= max(min(ASK, best.score), best.score - _NEAR)]
    threads = {each.thread: each for each in reversed(near)}
    chosen = [each for each in near if threads[each.thread] is each][:_MOST_CANDIDATES]
    return Attribution(Verdict.ASK, None, best.score, _candidates(chosen), (*why, *best.grounds))


def _candidates(chosen: Sequence[_Scored]) -> tuple[Candidate, ...]:
    return tuple(Candidate(each.quote, each.score) for each in chosen)


def _about_nothing(context: MatchContext, *, known: bool) -> Attribution:
    if context.bulk:
        return Attribution(Verdict.IGNORE, because=(reason("sent_to_many"),))
    if known and context.proof is not Proof.FAIL:
        return Attribution(Verdict.CONTACT, because=(reason("known_person"),))
    return Attribution(Verdict.IGNORE, because=(reason("about_no_quote"),))
