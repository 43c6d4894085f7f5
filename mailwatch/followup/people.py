"""What happened between the owner and these people, over all quotes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mailwatch.followup.fold import settled, spoken
from mailwatch.followup.lifecycle import draft_states
from mailwatch.model.conversation import LIVE, DraftState, Party, Word
from mailwatch.model.facts import (
    AutomaticReceived,
    ContactWrote,
    Drafted,
    Fact,
    OwnerSet,
    OwnerTouched,
    OwnerWrote,
    QuoteSent,
    ReplyReceived,
    Setting,
)
from mailwatch.model.reading import ReceivedKind, ReplyKind


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message or call of ours to ``contacts``; ``quote`` is None outside every quote's thread. ``quotation``: it was
    itself the quote."""

    at: datetime
    quote: str | None
    contacts: tuple[str, ...]
    touch: bool = False
    quotation: bool = False


@dataclass(frozen=True, slots=True)
class Incoming:
    at: datetime
    quote: str | None
    sender: str


@dataclass(frozen=True, slots=True)
class Absence:
    """An automatic notice of absence received at ``at``; ``until`` is the day of return, None when it gives none."""

    at: datetime
    sender: str | None
    until: date | None


@dataclass(frozen=True, slots=True)
class StopWord:
    """``sender`` asked to be left alone, in answer to ``quote``."""

    at: datetime
    sender: str
    quote: str | None


@dataclass(frozen=True, slots=True)
class LiveDraft:
    """A draft of ours that may lie in Drafts. ``valid_until`` is what the owner or the quote states, else None."""

    quote: str
    draft: DraftState
    contacts: tuple[str, ...]
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class ContactHistory:
    """Each in time order. ``dead`` are addresses that bounced for good, or whose owner left, with the instant."""

    outgoing: tuple[Outgoing, ...] = ()
    incoming: tuple[Incoming, ...] = ()
    absences: tuple[Absence, ...] = ()
    stops: tuple[StopWord, ...] = ()
    dead: tuple[tuple[str, datetime], ...] = ()
    drafts: tuple[LiveDraft, ...] = ()

    @property
    def touches(self) -> tuple[Outgoing, ...]:
        return tuple(word for word in self.outgoing if word.touch)

    @property
    def last_outgoing(self) -> Outgoing | None:
        return self.outgoing[-1] if self.outgoing else None

    @property
    def last_incoming(self) -> Incoming | None:
        return self.incoming[-1] if self.incoming else None


def history(facts: Iterable[Fact], contacts: Collection[str]) -> ContactHistory:
    """Everything that binds follow-ups to these people. Facts that concern nobody of ``contacts`` are passed over."""
    wanted = frozenset(contacts)
    ordered = settled(facts)
    people = _people_of_quotes(ordered)
    mine = [fact for fact in ordered if wanted.intersection(_concerned(fact, people))]
    threads = _by_quote(mine)
    return ContactHistory(
        outgoing=tuple(sorted((*_in_threads(threads, people), *_elsewhere(mine)), key=lambda word: word.at)),
        incoming=tuple(_incoming(mine)),
        absences=tuple(_absences(mine)),
        stops=tuple(_stops(mine)),
        dead=tuple(dead_addresses(mine, people)),
        drafts=tuple(_live_drafts(threads, people)),
    )


_People = Mapping[str, tuple[str, ...]]
_Threads = Mapping[str, Sequence[Fact]]


def _by_quote(mine: Sequence[Fact]) -> _Threads:
    threads: dict[str, list[Fact]] = {}
    for fact in mine:
        if fact.quote is not None:
            threads.setdefault(fact.quote, []).append(fact)
    return threads


def _people_of_quotes(ordered: Sequence[Fact]) -> dict[str, tuple[str, ...]]:
    people: dict[str, tuple[str, ...]] = {}
    for fact in ordered:
        match fact:
            case QuoteSent(quote=str() as quote):
                people.setdefault(quote, fact.details.contacts)
            case OwnerSet(quote=str() as quote, setting=Setting.TO):
                people[quote] = tuple(part.strip() for part in fact.value.split(",") if part.strip()) or people.get(quote, ())
            case _:
                pass
    return people


def _concerned(fact: Fact, people: _People) -> tuple[str, ...]:
    return (*fact.contacts, *people.get(fact.quote or "", ()))


def _in_threads(threads: _Threads, people: _People) -> list[Outgoing]:
    return [
        _outgoing(fact, word, people)
        for quote, facts in threads.items()
        for fact, word in spoken(facts, quote)
        if word.party is Party.US
    ]


def _outgoing(fact: Fact, word: Word, people: _People) -> Outgoing:
    return Outgoing(
        at=word.at,
        quote=fact.quote,
        contacts=tuple(dict.fromkeys(_concerned(fact, people))),
        touch=word.touch,
        quotation=isinstance(fact, QuoteSent),
    )


def _elsewhere(mine: Sequence[Fact]) -> list[Outgoing]:
    return [
        Outgoing(fact.at, None, fact.contacts, touch=isinstance(fact, OwnerTouched))
        for fact in mine
        if isinstance(fact, OwnerWrote | OwnerTouched) and fact.quote is None
    ]


def _incoming(mine: Sequence[Fact]) -> list[Incoming]:
    return [Incoming(fact.at, fact.quote, fact.sender) for fact in mine if isinstance(fact, ReplyReceived | ContactWrote)]


def _absences(mine: Sequence[Fact]) -> list[Absence]:
    return [
        Absence(fact.at, fact.sender, fact.until)
        for fact in mine
        if isinstance(fact, AutomaticReceived) and fact.kind is ReceivedKind.OUT_OF_OFFICE
    ]


def _stops(mine: Sequence[Fact]) -> list[StopWord]:
    return [
        StopWord(fact.at, fact.sender, fact.quote)
        for fact in mine
        if isinstance(fact, ReplyReceived) and ReplyKind.STOP in (fact.reply.kind, *fact.reply.also)
    ]


def dead_addresses(facts: Iterable[Fact], people: _People) -> list[tuple[str, datetime]]:
    """Addresses a mail cannot reach. A person who writes afterwards is alive again.

    A bounce that names nobody concerns the quote's only recipient, if there is only one.
    """
    dead: dict[str, datetime] = {}
    for fact in facts:
        match fact:
            case AutomaticReceived(kind=ReceivedKind.BOUNCE, bounce=bounce) if bounce is not None and bounce.hard:
                known = people.get(fact.quote or "", ())
                dead.update(dict.fromkeys(bounce.recipients or (known if len(known) == 1 else ()), fact.at))
            case AutomaticReceived(kind=ReceivedKind.LEFT, sender=str() as sender):
                dead[sender] = fact.at
            case ReplyReceived(sender=sender) | ContactWrote(sender=sender):
                dead.pop(sender, None)
            case _:
                pass
    return list(dead.items())


def _live_drafts(threads: _Threads, people: _People) -> list[LiveDraft]:
    found: list[LiveDraft] = []
    for quote, facts in threads.items():
        known = people.get(quote, ())
        states = draft_states(fact for fact in facts if isinstance(fact, Drafted))
        found += [
            LiveDraft(quote, state, tuple(dict.fromkeys((*state.to, *known))), _stated_expiry(facts))
            for state in states
            if state.phase in LIVE
        ]
    return found


def _stated_expiry(facts: Sequence[Fact]) -> date | None:
    stated: date | None = None
    for fact in facts:
        match fact:
            case QuoteSent():
                stated = fact.details.valid_until
            case OwnerSet(setting=Setting.VALID_UNTIL):
                stated = date.fromisoformat(fact.value) if fact.value.strip() else stated
            case _:
                pass
    return stated
