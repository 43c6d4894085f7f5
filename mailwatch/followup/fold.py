"""Facts to a Conversation. The order of arrival does not matter: facts are sorted by when they happened."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby
from typing import Literal

from mailwatch.errors import InvariantBroken
from mailwatch.followup.lifecycle import FACTS, draft_states
from mailwatch.model.conversation import Conversation, DraftPhase, DraftState, Party, Word, WordKind
from mailwatch.model.facts import (
    AutomaticReceived,
    ContactWrote,
    Drafted,
    DraftSent,
    Fact,
    OwnerSaid,
    OwnerSet,
    OwnerTouched,
    OwnerWord,
    OwnerWrote,
    QuestionAnswered,
    QuestionAsked,
    QuoteReplaced,
    QuoteSent,
    ReplyHeld,
    ReplyReceived,
    Saying,
    Setting,
)
from mailwatch.model.quote import Register
from mailwatch.model.reading import ReplyKind

#: Ties of one instant: ours before theirs, so that the ball lands on our side; the owner's orders after what they judge.
FACT_TYPES: tuple[type[Fact], ...] = (
    QuoteSent,
    QuoteReplaced,
    *FACTS,
    OwnerWrote,
    OwnerTouched,
    AutomaticReceived,
    ContactWrote,
    ReplyHeld,
    ReplyReceived,
    QuestionAsked,
    QuestionAnswered,
    OwnerSet,
    OwnerSaid,
)
_RANK = {kind: rank for rank, kind in enumerate(FACT_TYPES)}

_CLOSING_WORDS = (Saying.WON, Saying.LOST, Saying.STOP, Saying.UNTRACK)
_OPENING_WORDS = (Saying.RESUME, Saying.TRACK)
_DATED = (ReplyKind.STALL, ReplyKind.ACKNOWLEDGEMENT)


def fold(facts: Iterable[Fact]) -> Conversation:
    """The conversation that the facts of one quote tell. Raises InvariantBroken without its QuoteSent."""
    ordered = settled(facts)
    sent = _subject(ordered)
    ordered = tuple(fact for fact in ordered if not _answers_another(fact, sent.details.message_id))
    words = tuple(word for _, word in spoken(ordered, sent.details.message_id))
    conversation = Conversation(
        quote=sent.details,
        words=words,
        replies=tuple(fact for fact in ordered if isinstance(fact, ReplyReceived)),
        held=_held(ordered, words),
        automatic=tuple(fact for fact in ordered if isinstance(fact, AutomaticReceived)),
        drafts=_drafts(ordered, words),
        questions=_open_questions(ordered),
    )
    return _owner_orders(_owner_settings(_replaced(conversation, ordered), ordered), ordered)


def in_order(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Facts by ``at``, ties by kind, then by message and content; equal facts once."""
    ordered = sorted(dict.fromkeys(facts), key=_place)
    alike = [list(group) for _, group in groupby(ordered, key=_place)]
    return tuple(fact for group in alike for fact in (sorted(group, key=repr) if len(group) > 1 else group))


def _place(fact: Fact) -> tuple[datetime, int, str]:
    return fact.at, _RANK[type(fact)], fact.message or ""


def settled(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Facts in order, with the replies that the owner's answers attached and that nobody recorded on their own."""
    ordered = in_order(facts)
    known = {fact.message for fact in ordered if isinstance(fact, ReplyReceived)}
    attached = {fact.message: fact.quote for fact in ordered if isinstance(fact, QuestionAnswered) and fact.quote}
    found: dict[str | None, ReplyReceived] = {}
    for fact in ordered:
        match fact:
            case QuestionAsked(reply=reply) | ReplyHeld(reply=reply) if (
                reply is not None and fact.message in attached and fact.message not in known
            ):
                found[fact.message] = ReplyReceived(
                    at=fact.at,
                    quote=attached[fact.message],
                    contacts=fact.contacts,
                    message=fact.message,
                    because=fact.because,
                    sender=fact.sender,
                    reply=reply,
                    score=reply.score,
                )
            case _:
                pass
    return in_order([*ordered, *found.values()]) if found else ordered


def _answers_another(fact: Fact, quote: str) -> bool:
    """A question about several quotes, answered in favour of one, is known to all of them."""
    return isinstance(fact, ReplyReceived) and fact.quote not in {None, quote}


def owner_word_kind(facts: Iterable[Fact], fact: OwnerWrote) -> Literal["touch", "answer", "invoice"]:
    """What a message of the owner's was, among the facts of its conversation: it depends on whose word was last."""
    for other, word in spoken(settled([*facts, fact]), fact.quote):
        if other == fact:
            return "invoice" if word.kind is WordKind.INVOICE else "touch" if word.touch else "answer"
    return "invoice" if fact.word is OwnerWord.INVOICE else "answer"


def spoken(ordered: Sequence[Fact], quote: str | None) -> list[tuple[Fact, Word]]:
    """The human words of one quote's conversation, each with the fact that tells it."""
    ours = {message for fact in ordered if isinstance(fact, DraftSent) for message in (fact.sent_as, fact.message) if message}
    told: list[tuple[Fact, Word]] = []
    heard: set[str] = set()
    for fact in ordered:
        if quote in (fact.quote, getattr(fact, "replaces", None)) and not (isinstance(fact, OwnerWrote) and fact.message in ours):
            word = _word(fact, told[-1][1].party if told else Party.US)
            if word is not None and word.message not in heard:
                told.append((fact, word))
                heard.update([word.message] if word.message else [])
    return told


def _word(fact: Fact, last: Party) -> Word | None:
    match fact:
        case QuoteSent():
            return Word(Party.US, fact.at, fact.message or fact.details.message_id, WordKind.QUOTE)
        case DraftSent(step=None):
            return Word(Party.US, fact.at, fact.sent_as or fact.message, WordKind.ANSWER)
        case DraftSent():
            return Word(Party.US, fact.at, fact.sent_as or fact.message, WordKind.FOLLOW_UP, touch=True)
        case OwnerWrote(word=OwnerWord.INVOICE):
            return Word(Party.US, fact.at, fact.message, WordKind.INVOICE)
        case OwnerWrote():
            chases = last is Party.US
            return Word(Party.US, fact.at, fact.message, WordKind.TOUCH if chases else WordKind.ANSWER, touch=chases)
        case OwnerTouched():
            return Word(Party.US, fact.at, fact.message, WordKind.CALL, touch=True, note=fact.note)
        case ReplyReceived():
            return Word(Party.THEM, fact.at, fact.message, WordKind.REPLY)
        case _:
            return None


def _subject(ordered: Sequence[Fact]) -> QuoteSent:
    """The quote these facts are about: of several, the one that revises none of the others."""
    sent = [fact for fact in ordered if isinstance(fact, QuoteSent)]
    present = {fact.details.message_id for fact in sent}
    for fact in sent:
        if fact.replaces not in present:
            return fact
    raise InvariantBroken("these facts do not tell of a quote")


def _held(ordered: Sequence[Fact], words: Sequence[Word]) -> tuple[ReplyHeld, ...]:
    """Held answers nobody has settled: the owner by an answer to the question or by writing in the thread."""
    decided = {fact.message for fact in ordered if isinstance(fact, QuestionAnswered | ReplyReceived)}
    wrote = max((word.at for word in words if word.party is Party.US), default=None)
    return tuple(
        fact
        for fact in ordered
        if isinstance(fact, ReplyHeld) and fact.message not in decided and (wrote is None or wrote <= fact.at)
    )


def _open_questions(ordered: Sequence[Fact]) -> tuple[QuestionAsked, ...]:
    decided = {fact.message for fact in ordered if isinstance(fact, QuestionAnswered | ReplyReceived)}
    return tuple(fact for fact in ordered if isinstance(fact, QuestionAsked) and fact.message not in decided)


def _drafts(ordered: Sequence[Fact], words: Sequence[Word]) -> tuple[DraftState, ...]:
    """Our drafts. One of unknown fate is what the owner says of it: never stored, or no more business of ours."""
    states = draft_states(fact for fact in ordered if isinstance(fact, Drafted))
    answers = {fact.message: fact for fact in ordered if isinstance(fact, QuestionAnswered)}
    known = []
    for state in states:
        answer = answers.get(state.message_id)
        if state.phase is DraftPhase.UNCERTAIN and answer is not None and answer.at >= state.since:
            fate = DraftPhase.REFUSED if answer.quote is None else DraftPhase.DELETED
            known.append(replace(state, phase=fate, since=answer.at))
        else:
            known.append(state)
    return _overtaken(tuple(known), words)


def _overtaken(drafts: tuple[DraftState, ...], words: Sequence[Word]) -> tuple[DraftState, ...]:
    """A chase the owner wrote by hand while a draft lay ready took that draft's place in the sequence."""
    by_hand = [word.at for word in words if word.kind is WordKind.TOUCH]

    def passed(draft: DraftState) -> bool:
        gone = draft.since if draft.phase in (DraftPhase.WITHDRAWN, DraftPhase.SENT, DraftPhase.DELETED) else None
        return draft.step is not None and any(draft.intended < at and (gone is None or at <= gone) for at in by_hand)

    return tuple(replace(draft, overtaken=passed(draft)) for draft in drafts)


def _replaced(conversation: Conversation, ordered: Sequence[Fact]) -> Conversation:
    own = conversation.quote.message_id
    for fact in ordered:
        match fact:
            case QuoteReplaced(quote=quote, by=by) if quote == own:
                conversation = replace(conversation, replaced_by=by, replaced_at=fact.at)
            case QuoteSent(replaces=replaces) if replaces == own:
                conversation = replace(conversation, replaced_by=fact.details.message_id, replaced_at=fact.at)
            case _:
                pass
    return conversation


def _owner_settings(conversation: Conversation, ordered: Sequence[Fact]) -> Conversation:
    """The latest value of each setting; an empty value takes it back. A decision date may also be the prospect's."""
    for fact in ordered:
        match fact:
            case OwnerSet():
                conversation = _set(conversation, fact)
            case ReplyReceived() if fact.reply.kind in _DATED and fact.reply.until is not None:
                conversation = replace(conversation, decision=fact.reply.until, decision_said=fact.at)
            case _:
                pass
    return conversation


def _set(conversation: Conversation, fact: OwnerSet) -> Conversation:
    value = fact.value.strip() or None
    match fact.setting:
        case Setting.VALID_UNTIL:
            return replace(conversation, valid_until=_day(value))
        case Setting.DECISION:
            return replace(conversation, decision=_day(value), decision_said=fact.at)
        case Setting.AVAILABLE_UNTIL:
            return replace(conversation, available_until=_day(value))
        case Setting.TO:
            people = tuple(part.strip() for part in (value or "").split(",") if part.strip())
            return replace(conversation, to=people or None)
        case Setting.CADENCE:
            return replace(conversation, cadence=value)
        case Setting.LANGUAGE:
            return replace(conversation, language=value)
        case Setting.REGISTER:
            return replace(conversation, register=Register(value) if value else None)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _owner_orders(conversation: Conversation, ordered: Sequence[Fact]) -> Conversation:
    for fact in ordered:
        match fact:
            case OwnerSaid(saying=saying) if saying in _CLOSING_WORDS:
                conversation = replace(conversation, said=fact)
            case OwnerSaid(saying=saying) if saying in _OPENING_WORDS:
                conversation = _resumed(conversation, fact.at)
            case OwnerSaid():
                conversation = replace(conversation, snoozed_until=fact.until)
            case OwnerWrote(word=OwnerWord.INVOICE, quote=quote) if quote == conversation.quote.message_id:
                conversation = replace(conversation, invoice=fact)
            case _:
                pass
    return conversation


def _resumed(conversation: Conversation, at: datetime) -> Conversation:
    return replace(conversation, said=None, invoice=None, snoozed_until=None, resumed=at)
