"""One owner, one prospect, one quote: facts in a few words, and the judgement on them.

Times without an offset are those of the owner's zone, Europe/Paris.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from mailwatch.followup.decide import decide, forecast, status, upcoming
from mailwatch.followup.fold import fold
from mailwatch.followup.people import ContactHistory, history
from mailwatch.followup.rules import QuotePolicy, policy_for
from mailwatch.model.conversation import Conversation, PlannedStep, Status
from mailwatch.model.decisions import Decision
from mailwatch.model.facts import (
    AutomaticReceived,
    ContactWrote,
    DraftAppended,
    DraftIntended,
    Fact,
    OwnerSaid,
    OwnerSet,
    OwnerTouched,
    OwnerWord,
    OwnerWrote,
    QuoteSent,
    ReplyReceived,
    Saying,
    Setting,
    conversations_of,
)
from mailwatch.model.message import Address, Locator
from mailwatch.model.money import Amount
from mailwatch.model.policy import Anchor, Cadence, CalendarPolicy, Duration, Jurisdiction, Policy, Step, Unit
from mailwatch.model.quote import Quote
from mailwatch.model.reading import Bounce, ReceivedKind, ReplyKind, ReplyReading

PARIS = ZoneInfo("Europe/Paris")
FRANCE = Jurisdiction("FR")
Q1 = "<q1@atelier.example>"
MARC = "marc@client.example"
ZOE = "zoe@client.example"
MAY_2026 = frozenset({date(2026, 5, 1), date(2026, 5, 8), date(2026, 5, 14), date(2026, 5, 25)})

WORKING = Unit.WORKING_DAYS


def step(anchor: Anchor, count: int, template: str, *, unit: Unit = WORKING, last: bool = False) -> Step:
    return Step(anchor, Duration(count, unit), template, last)


STANDARD = Cadence(
    "standard",
    (
        step(Anchor.QUOTE, 2, "relance_1"),
        step(Anchor.BEFORE_EXPIRY, 4, "relance_2_echeance"),
        step(Anchor.AFTER_EXPIRY, 2, "porte_ouverte", last=True),
    ),
)
SINGLE = Cadence("single", (step(Anchor.QUOTE, 3, "relance_1"), step(Anchor.QUOTE, 15, "porte_ouverte", last=True)))
CLASSIC = Cadence(
    "classic",
    (
        step(Anchor.QUOTE, 3, "relance_1"),
        step(Anchor.QUOTE, 10, "relance_2_valeur"),
        step(Anchor.QUOTE, 30, "porte_ouverte", unit=Unit.DAYS, last=True),
    ),
)
AGENCY = Cadence(
    "agency",
    (
        step(Anchor.QUOTE, 4, "relance_1_agence"),
        step(Anchor.AFTER_DECISION, 3, "relance_2_valeur"),
        step(Anchor.AFTER_EXPIRY, 5, "porte_ouverte", last=True),
    ),
)
LONG = Cadence(
    "long",
    (
        step(Anchor.QUOTE, 5, "relance_1"),
        step(Anchor.QUOTE, 30, "relance_2_valeur", unit=Unit.DAYS),
        step(Anchor.AFTER_EXPIRY, 2, "porte_ouverte", last=True),
    ),
)
URGENT = Cadence("urgent", (step(Anchor.QUOTE, 2, "relance_1_urgence"), step(Anchor.QUOTE, 10, "porte_ouverte", last=True)))
PRESETS = (STANDARD, SINGLE, CLASSIC, AGENCY, LONG, URGENT)

POLICY = Policy(calendar=CalendarPolicy(jurisdiction=FRANCE, zone=PARIS), cadences=PRESETS)


def at(text: str) -> datetime:
    """``2026-09-01 09:12`` in Paris, or an instant with its offset."""
    instant = datetime.fromisoformat(text)
    return (instant if instant.tzinfo else instant.replace(tzinfo=PARIS)).astimezone(UTC)


def day(text: str) -> date:
    return date.fromisoformat(text)


def in_paris(instant: datetime | None) -> str | None:
    return None if instant is None else instant.astimezone(PARIS).isoformat(timespec="minutes")


# --- facts --------------------------------------------------------------------------------------------------------


def quote(
    when: str = "2026-09-01 09:12",
    *,
    name: str = Q1,
    to: tuple[str, ...] = (MARC,),
    valid_until: str | None = None,
    subject: str = "Devis D-2026-014",
    amount: str | None = "4200.00",
    **details: object,
) -> Quote:
    return Quote(
        message_id=name,
        account="anne@atelier.example",
        sender=Address("anne@atelier.example"),
        to=tuple(Address(person) for person in to),
        cc=(),
        subject=subject,
        base_subject=subject,
        sent_at=at(when),
        valid_until=day(valid_until) if valid_until else None,
        amounts=(Amount(Decimal(amount), "EUR"),) if amount else (),
        **details,
    )


def sent(when: str = "2026-09-01 09:12", *, replaces: str | None = None, **details: object) -> QuoteSent:
    made = quote(when, **details)
    return QuoteSent(
        at=made.sent_at, quote=made.message_id, contacts=made.contacts, message=made.message_id, details=made, replaces=replaces
    )


def reply(
    when: str,
    kind: ReplyKind,
    *,
    until: str | None = None,
    also: tuple[ReplyKind, ...] = (),
    sender: str = MARC,
    name: str = Q1,
) -> ReplyReceived:
    return ReplyReceived(
        at=at(when),
        quote=name,
        contacts=(sender,),
        message=f"<{kind}.{when.replace(' ', '.')}@client.example>",
        sender=sender,
        reply=ReplyReading(kind, also=also, until=day(until) if until else None),
        score=9.0,
    )


def stall(when: str, until: str | None = None) -> ReplyReceived:
    return reply(when, ReplyKind.STALL, until=until)


def question(when: str) -> ReplyReceived:
    return reply(when, ReplyKind.QUESTION)


def wrote(when: str, *, name: str | None = Q1, word: OwnerWord = OwnerWord.MESSAGE, to: str = MARC) -> OwnerWrote:
    message = f"<mine.{when.replace(' ', '.')}@atelier.example>"
    return OwnerWrote(at=at(when), quote=name, contacts=(to,), message=message, word=word)


def called(when: str, *, name: str = Q1) -> OwnerTouched:
    return OwnerTouched(at=at(when), quote=name, contacts=(MARC,))


def away(when: str, until: str | None = None) -> AutomaticReceived:
    return AutomaticReceived(
        at=at(when),
        quote=Q1,
        contacts=(MARC,),
        kind=ReceivedKind.OUT_OF_OFFICE,
        sender=MARC,
        until=day(until) if until else None,
    )


def bounced(when: str, *recipients: str) -> AutomaticReceived:
    return AutomaticReceived(
        at=at(when), quote=Q1, contacts=recipients, kind=ReceivedKind.BOUNCE, bounce=Bounce(hard=True, recipients=recipients)
    )


def other_mail(when: str) -> ContactWrote:
    return ContactWrote(at=at(when), contacts=(MARC,), message=f"<other.{when}@client.example>", sender=MARC)


def said(when: str, saying: Saying, until: str | None = None) -> OwnerSaid:
    return OwnerSaid(at=at(when), quote=Q1, contacts=(MARC,), saying=saying, until=day(until) if until else None)


def setting(when: str, which: Setting, value: str) -> OwnerSet:
    return OwnerSet(at=at(when), quote=Q1, contacts=(MARC,), setting=which, value=value)


def draft_id(number: int, generation: int = 0, name: str = Q1) -> str:
    return f"<mw.{name[1:3]}.{number}.{generation}@atelier.example>"


def drafted(
    when: str, number: int, *, generation: int = 0, name: str = Q1, template: str = "relance_1", to: tuple[str, ...] = (MARC,)
) -> list[Fact]:
    """A draft of ours is put into Drafts."""
    same = {"at": at(when), "quote": name, "contacts": to, "message": draft_id(number, generation, name), "step": number}
    intended = DraftIntended(
        **same,
        template=template,
        token=f"<mwt.{number}@atelier.example>",
        generation=generation,
        wording=template,
        due=at(when),
        to=to,
        digest="intended",
        uidvalidity=1,
        uidnext=10,
    )
    return [intended, DraftAppended(**same, locator=Locator("Drafts", 1, 10 + number), digest="stored")]


def draft_fact(kind: type[Fact], when: str, number: int, *, generation: int = 0, name: str = Q1, **more: object) -> Fact:
    return kind(at=at(when), quote=name, contacts=(MARC,), message=draft_id(number, generation, name), step=number, **more)


# --- judgement ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Judgement:
    conversation: Conversation
    people: ContactHistory
    policy: QuotePolicy
    now: datetime
    decision: Decision
    status: Status
    upcoming: PlannedStep | None
    forecast: tuple[PlannedStep, ...]

    @property
    def next(self) -> tuple[str, str | None] | None:
        """Template and due instant of what is due or comes next."""
        return None if self.upcoming is None else (self.upcoming.template, in_paris(self.upcoming.at))

    @property
    def codes(self) -> list[str]:
        return [because.code for because in self.decision.because]


def flat(*parts: Fact | list[Fact]) -> list[Fact]:
    return [fact for part in parts for fact in (part if isinstance(part, list) else [part])]


def judged(
    *parts: Fact | list[Fact],
    now: str | datetime,
    name: str = Q1,
    policy: Policy = POLICY,
    cadence: str | None = None,
    holidays: frozenset[date] = frozenset(),
) -> Judgement:
    """Fold, remember, decide, as the cycle does it."""
    facts = flat(*parts)
    instant = at(now) if isinstance(now, str) else now
    conversation = fold(fact for fact in facts if name in conversations_of(fact))
    contacts = {*conversation.quote.contacts, *conversation.recipients}
    people = history(facts, contacts)
    chosen = replace(policy, cadence=cadence) if cadence else policy
    ruled = policy_for(conversation.quote, conversation, chosen, {FRANCE: holidays})
    given = (conversation, people, ruled, instant)
    return Judgement(*given, decide(*given), status(*given), upcoming(*given), forecast(*given))
