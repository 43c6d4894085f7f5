"""The owner's own mail: quotes, revised quotes, invoices, other words in a quote's thread."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mailwatch.interpret.evidence import repeated
from mailwatch.interpret.invoices import billed_quote
from mailwatch.interpret.remembered import latest_version, quote_of, threads_of
from mailwatch.interpret.select import draft_mark, id_keys, linked_ids, recipients
from mailwatch.interpret.timing import instant_of
from mailwatch.matching.keys import keys_of_sent, passages_of
from mailwatch.model.attribution import Candidate, Key, KeyKind
from mailwatch.model.conversation import OUTSIDE
from mailwatch.model.facts import (
    About,
    DraftIntended,
    DraftSent,
    Fact,
    OwnerWord,
    OwnerWrote,
    QuestionAsked,
    QuoteReplaced,
    QuoteSent,
)
from mailwatch.model.message import Address, Message, Seen
from mailwatch.model.quote import Quote
from mailwatch.model.reading import QuoteReading, SentKind, SentReading
from mailwatch.ports import Desk
from mailwatch.text.subjects import base_subject, subject_key

#: Servers and clients may each file a copy of one sent mail, with different Message-IDs.
SAME_MAIL = timedelta(minutes=10)

#: Steps whose tokens are made again when the journal no longer knows them.
MOST_STEPS = 12


@dataclass(frozen=True, slots=True)
class Finding:
    """What one message led to: facts, and keys to remember for a quote."""

    facts: tuple[Fact, ...] = ()
    keys: tuple[tuple[str, tuple[Key, ...]], ...] = ()


def interpret_sent(desk: Desk, seen: Seen, message: Message | None, now: datetime) -> Finding:
    """One message of the owner's. ``message`` is None when only its header was looked at."""
    contacts = tuple(address for address in recipients(seen.headers) if address not in desk.account.own)
    ours = draft_mark(seen.headers)
    if ours is not None:
        return _follow_up_sent(desk, seen, ours, contacts, now)
    if desk.every_sent_is_a_quote and message is not None:
        return _taken_as_quote(desk, seen, message, now)
    if not contacts:
        return Finding()
    threads = threads_of(desk, linked_ids(seen.headers))
    if message is None:
        return _owner_wrote(desk, seen, contacts, threads, now)
    reading = _read(message, in_thread_of_quote=bool(threads))
    if reading.kind is SentKind.QUOTE and reading.quote is not None:
        return _quote_sent(desk, seen, message, reading, threads, now)
    if reading.kind is SentKind.INVOICE:
        found = _invoice_sent(desk, seen, message, reading, contacts, threads, now)
        return found if threads else replace(found, keys=(*found.keys, *repeated(desk, message)))
    found = _owner_wrote(desk, seen, contacts, threads, now)
    in_thread = any(isinstance(fact, OwnerWrote) and fact.quote for fact in found.facts)
    return found if in_thread else replace(found, keys=(*found.keys, *repeated(desk, message)))


def _read(message: Message, *, in_thread_of_quote: bool = False) -> SentReading:
    """The lexicons take a third of a second to load: not before there is something to read."""
    from mailwatch.reading.sent import read_sent  # noqa: PLC0415 - see above

    return read_sent(message, in_thread_of_quote=in_thread_of_quote)


def _taken_as_quote(desk: Desk, seen: Seen, message: Message, now: datetime) -> Finding:
    """Rehearsing recognition: whatever was sent counts as a quote of its own."""
    reading = _read(message)
    quote = as_quote(desk, seen, reading.quote or QuoteReading(), reading.language, now)
    return record_quote(desk, quote, keys_of_sent(message, quote), reading, ())


def as_quote(desk: Desk, seen: Seen, reading: QuoteReading, language: str, now: datetime) -> Quote:
    """The quote a message is, according to its reading."""
    headers = seen.headers
    own = desk.account.own
    by_tool = headers.sender is None or headers.sender.address not in own
    return Quote(
        message_id=headers.message_id or "",
        account=desk.account.name,
        sender=Address(desk.account.address, desk.account.owner.name or "") if by_tool or not headers.sender else headers.sender,
        to=tuple(person for person in headers.to if person.address not in own),
        cc=tuple(person for person in headers.cc if person.address not in own),
        subject=headers.subject,
        base_subject=base_subject(headers.subject, reading.references),
        sent_at=instant_of(seen, now),
        references=headers.references or headers.in_reply_to,
        quote_references=reading.references,
        amounts=reading.amounts,
        options=reading.options,
        valid_until=reading.valid_until,
        language=language,
        register=reading.register,
        without_message_id=(headers.message_id or "").endswith("@mailwatch.invalid>"),
    )


def _quote_sent(  # noqa: PLR0913, PLR0917 - everything that is known about the one message
    desk: Desk, seen: Seen, message: Message, reading: SentReading, threads: tuple[str, ...], now: datetime
) -> Finding:
    quote = as_quote(desk, seen, reading.quote or QuoteReading(), reading.language, now)
    keys = keys_of_sent(message, quote)
    twin = _second_copy(desk, quote)
    if twin is not None:
        return Finding(keys=((twin, id_keys([quote.message_id])),))
    if not reading.sure:
        return ask_whether_quote(quote, keys, reading)
    return record_quote(desk, quote, keys, reading, threads)


def ask_whether_quote(quote: Quote, keys: tuple[Key, ...], reading: SentReading) -> Finding:
    """The owner is asked; until the answer nothing is followed up."""
    quote = replace(quote, passages=passages_of(keys))
    asked = QuestionAsked(
        at=quote.sent_at,
        contacts=quote.contacts,
        message=quote.message_id,
        about=About.QUOTE,
        proposed=quote,
        because=reading.because,
        candidates=(Candidate(quote.message_id, reading.score),),
    )
    return Finding((asked,), ((quote.message_id, keys),))


def record_quote(desk: Desk, quote: Quote, keys: tuple[Key, ...], reading: SentReading, threads: tuple[str, ...]) -> Finding:
    """The facts of a new quote; a quote in the thread of an earlier one to the same people replaces it."""
    quote = replace(quote, passages=passages_of(keys))
    former = next((thread for thread in threads if thread != quote.message_id and _same_people(desk, thread, quote)), None)
    sent = QuoteSent(
        at=quote.sent_at,
        quote=quote.message_id,
        contacts=quote.contacts,
        message=quote.message_id,
        details=quote,
        replaces=former,
        because=reading.because,
    )
    if former is None:
        return Finding((sent,), ((quote.message_id, keys),))
    replaced = QuoteReplaced(
        at=quote.sent_at, quote=former, contacts=quote.contacts, message=quote.message_id, by=quote.message_id
    )
    return Finding((sent, replaced), ((quote.message_id, keys),))


def _same_people(desk: Desk, thread: str, quote: Quote) -> bool:
    earlier = quote_of(desk, thread)
    return earlier is not None and bool(set(earlier.details.contacts) & set(quote.contacts))


def _second_copy(desk: Desk, quote: Quote) -> str | None:
    """The same mail filed twice, under another Message-ID."""
    key = Key(KeyKind.SUBJECT, subject_key(quote.subject))
    for hit in desk.journal.candidates(desk.account.name, (key,)):
        other = quote_of(desk, hit.quote)
        if other is None or other.quote == quote.message_id:
            continue
        if abs(other.details.sent_at - quote.sent_at) <= SAME_MAIL and _content(other.details) == _content(quote):
            return other.quote
    return None


def _content(quote: Quote) -> tuple[object, ...]:
    """What two copies of one mail share, and two quotes written one after the other do not."""
    return quote.subject, quote.contacts, quote.amounts, quote.quote_references


def _follow_up_sent(desk: Desk, seen: Seen, ours: str, contacts: tuple[str, ...], now: datetime) -> Finding:
    """A mail that carries our token: one of our drafts, sent by the owner."""
    threads = threads_of(desk, linked_ids(seen.headers))
    sent_as = seen.headers.message_id
    for quote in threads:
        slot = _slot_of(desk, quote, ours) or _slot_by_rank(desk, quote, ours, seen)
        if slot is None:
            continue
        step, variant, draft = slot
        fact = DraftSent(
            at=instant_of(seen, now), quote=quote, contacts=contacts, message=draft, step=step, variant=variant, sent_as=sent_as
        )
        return Finding((fact,), ((quote, id_keys([ours, *([sent_as] if sent_as else [])])),))
    return _owner_wrote(desk, seen, contacts, threads, now)


def _slot_of(desk: Desk, quote: str, ours: str) -> tuple[int | None, str | None, str | None] | None:
    """Which draft of a quote a token belongs to: by the journal, else (journal lost) by making the tokens again."""
    for fact in desk.journal.facts(desk.account.name, quote):
        if isinstance(fact, DraftIntended) and fact.quote == quote and ours in {fact.token, fact.message}:
            return fact.step, fact.variant, fact.message
    for step in (*range(1, MOST_STEPS + 1), OUTSIDE):
        draft = desk.naming.message_id(quote, str(step), 0)
        if ours in {draft, desk.naming.token(quote, str(step))}:
            return step, None, draft
    return None


def _slot_by_rank(desk: Desk, quote: str, ours: str, seen: Seen) -> tuple[int | None, str | None, str | None] | None:
    """The secret was lost with the journal: of the follow-ups to a quote, the first that was sent was its first step."""
    if linked_ids(seen.headers)[:1] != (quote,):
        return None
    facts = desk.journal.facts(desk.account.name, quote)
    return 1 + sum(isinstance(fact, DraftSent) for fact in facts), None, ours


def _owner_wrote(desk: Desk, seen: Seen, contacts: tuple[str, ...], threads: tuple[str, ...], now: datetime) -> Finding:
    quote = next(iter(threads), None) or _same_subject(desk, seen, contacts)
    people = tuple(Key(KeyKind.ADDRESS, address) for address in contacts)
    if quote is None and not desk.journal.candidates(desk.account.name, people):
        return Finding()
    fact = OwnerWrote(at=instant_of(seen, now), quote=quote, contacts=contacts, message=seen.headers.message_id)
    ids = id_keys([seen.headers.message_id]) if seen.headers.message_id else ()
    return Finding((fact,), ((quote, ids),) if quote and ids else ())


def _same_subject(desk: Desk, seen: Seen, contacts: tuple[str, ...]) -> str | None:
    """The thread of a hand-written mail without thread headers: same base subject, to the same people."""
    key = Key(KeyKind.SUBJECT, subject_key(seen.headers.subject))
    if not key.value:
        return None
    for hit in desk.journal.candidates(desk.account.name, (key,)):
        quote = quote_of(desk, latest_version(desk, hit.quote))
        if quote is not None and set(quote.details.contacts) & set(contacts):
            return quote.quote
    return None


def _invoice_sent(  # noqa: PLR0913, PLR0917 - everything that is known about the one message
    desk: Desk,
    seen: Seen,
    message: Message,
    reading: SentReading,
    contacts: tuple[str, ...],
    threads: tuple[str, ...],
    now: datetime,
) -> Finding:
    quote = next(iter(threads), None) or billed_quote(desk, message, reading, contacts)
    if quote is None:
        return _owner_wrote(desk, seen, contacts, threads, now)
    fact = OwnerWrote(
        at=instant_of(seen, now),
        quote=quote,
        contacts=contacts,
        message=seen.headers.message_id,
        word=OwnerWord.INVOICE,
        because=reading.because,
    )
    return Finding((fact,))
