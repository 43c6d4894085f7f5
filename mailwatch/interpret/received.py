"""Mail from others: answers, questions to the owner, automatic mail, requests."""

from datetime import datetime
from typing import TypedDict

from mailwatch.interpret.answered import answered_at
from mailwatch.interpret.evidence import attribution_of, proof_of, repeated
from mailwatch.interpret.portals import signature_notice
from mailwatch.interpret.remembered import latest_version, threads_of
from mailwatch.interpret.select import id_keys, linked_ids
from mailwatch.interpret.sent import Finding, as_quote, ask_whether_quote, record_quote
from mailwatch.interpret.timing import instant_of, was_delayed
from mailwatch.matching.context import Proof
from mailwatch.matching.keys import keys_of_sent
from mailwatch.model.attribution import Attribution, Candidate, Key, KeyKind, Verdict
from mailwatch.model.facts import About, AutomaticReceived, ContactWrote, Fact, QuestionAsked, ReplyHeld, ReplyReceived
from mailwatch.model.message import Message, Role, Seen
from mailwatch.model.reading import QuoteReading, ReceivedKind, ReceivedReading, ReplyKind, ReplyReading, SentKind, SentReading
from mailwatch.model.reasons import reason
from mailwatch.ports import Desk

_HUMAN = frozenset({ReceivedKind.REPLY, ReceivedKind.REQUEST})
_OF_MACHINES = frozenset({ReceivedKind.BULK, ReceivedKind.AUTO_ACKNOWLEDGEMENT})
_NOBODYS_NEWS = frozenset({ReceivedKind.BULK, ReceivedKind.UNREADABLE})
_UNREAD = ReplyReading(ReplyKind.UNKNOWN)

#: Shown instead of an address where From holds none.
NOBODY = "?"


def interpret_received(desk: Desk, seen: Seen, message: Message, now: datetime) -> Finding:
    """One message of somebody else's, read. The lexicons are slow to load: not before there is something to read."""
    from mailwatch.reading.received import read_received  # noqa: PLC0415 - see above

    reading = read_received(message, own=desk.account.own, quote_senders=desk.account.quote_senders)
    if reading.kind is ReceivedKind.QUOTE:
        return _quote_by_tool(desk, seen, message, reading, now)
    if reading.kind in _HUMAN:
        return _human(desk, seen, message, reading, now)
    notice = signature_notice(desk, seen, message, now) if reading.kind in _OF_MACHINES else None
    if notice is not None:
        return Finding((notice,))
    if reading.kind in _NOBODYS_NEWS:
        return Finding()
    return _automatic(desk, seen, reading, now)


def interpret_unreadable(desk: Desk, seen: Seen, now: datetime) -> Finding:
    """A message whose text cannot be read may be an answer: by its header it holds what it seems to answer."""
    return interpret_header_only(desk, seen, now)


def interpret_header_only(desk: Desk, seen: Seen, now: datetime) -> Finding:
    """A message known by its header: in Junk, or unreadable. An answer there stops nothing for good, it holds."""
    threads = threads_of(desk, linked_ids(seen.headers))
    if not threads:
        return Finding()
    code = "answer_in_junk" if seen.role is Role.JUNK else "answer_unreadable"
    held = ReplyHeld(
        **_of(desk, seen, now),
        quote=threads[0],
        sender=seen.headers.sender.address if seen.headers.sender else NOBODY,
        reply=_UNREAD,
        because=(reason(code),),
    )
    return Finding((held,))


def _quote_by_tool(desk: Desk, seen: Seen, message: Message, reading: ReceivedReading, now: datetime) -> Finding:
    """A tool mailed the quote for the owner, with a copy: as good as one in Sent."""
    quote = as_quote(desk, seen, reading.quote or QuoteReading(), reading.language, now)
    if not quote.contacts:
        return Finding()
    forged = proof_of(seen.headers, desk.account.trusted_authserv) is Proof.FAIL
    because = (*reading.because, reason("dmarc_fail", sender=desk.account.address)) if forged else reading.because
    sent = SentReading(SentKind.QUOTE, reading.score, sure=not forged, language=reading.language, because=because)
    if forged:
        return ask_whether_quote(quote, keys_of_sent(message, quote), sent)
    return record_quote(desk, quote, keys_of_sent(message, quote), sent, threads_of(desk, linked_ids(seen.headers)))


def _human(desk: Desk, seen: Seen, message: Message, reading: ReceivedReading, now: datetime) -> Finding:
    sender = seen.headers.sender
    if sender is None:
        return interpret_header_only(desk, seen, now)
    reply = reading.reply or _UNREAD
    new_need = reading.kind is ReceivedKind.REQUEST or reply.kind is ReplyKind.NEW_NEED
    attribution = attribution_of(desk, seen, message, now, new_need=new_need)
    match attribution.verdict:
        case Verdict.ATTACH:
            return _attached(desk, seen, reading, reply, attribution, now)
        case Verdict.HELD:
            held = ReplyHeld(
                **_of(desk, seen, now),
                quote=_named(desk, attribution),
                sender=sender.address,
                reply=reply,
                aliases=seen.headers.in_reply_to,
                because=attribution.because,
            )
            return Finding((held,))
        case Verdict.ASK:
            return Finding((_question(desk, seen, reply, attribution, now),))
        case Verdict.CONTACT:
            wrote = _about_nothing(desk, seen, reading, attribution, now)
            return Finding(wrote.facts, repeated(desk, message))
        case _:
            return _about_nothing(desk, seen, reading, attribution, now)


class _Evidence(TypedDict):
    at: datetime
    contacts: tuple[str, ...]
    message: str | None


def _of(desk: Desk, seen: Seen, now: datetime) -> _Evidence:
    """What every fact of this message says of it."""
    sender = seen.headers.sender
    return {
        "at": answered_at(desk, seen, now),
        "contacts": (sender.address,) if sender else (),
        "message": seen.headers.message_id,
    }


def _named(desk: Desk, attribution: Attribution) -> str | None:
    return latest_version(desk, attribution.quote) if attribution.quote else None


def _attached(  # noqa: PLR0913, PLR0917 - the one message, and what was read and found of it
    desk: Desk, seen: Seen, reading: ReceivedReading, reply: ReplyReading, attribution: Attribution, now: datetime
) -> Finding:
    """An answer. Its own identifier, and one it names that we did not know, are learned as names of this thread."""
    quote = _named(desk, attribution) or ""
    fact = ReplyReceived(
        **_of(desk, seen, now),
        quote=quote,
        sender=seen.headers.sender.address if seen.headers.sender else "",
        reply=reply,
        score=attribution.score,
        language=reading.language,
        delayed=was_delayed(seen),
        because=(*attribution.because, *reply.because),
    )
    aliases = [value for value in (seen.headers.message_id, *seen.headers.in_reply_to) if value]
    return Finding((fact,), ((quote, id_keys(aliases)),))


def _question(desk: Desk, seen: Seen, reply: ReplyReading, attribution: Attribution, now: datetime) -> QuestionAsked:
    best: dict[str, float] = {}
    for candidate in attribution.candidates:
        quote = latest_version(desk, candidate.quote)
        best[quote] = max(candidate.score, best.get(quote, candidate.score))
    return QuestionAsked(
        **_of(desk, seen, now),
        about=About.REPLY,
        sender=seen.headers.sender.address if seen.headers.sender else "",
        candidates=tuple(Candidate(quote, score) for quote, score in best.items()),
        reply=reply,
        aliases=seen.headers.in_reply_to,
        because=attribution.because,
    )


def _about_nothing(desk: Desk, seen: Seen, reading: ReceivedReading, attribution: Attribution, now: datetime) -> Finding:
    """A person we know, about nothing we can name; or a stranger who asks for a quote."""
    sender = seen.headers.sender
    request = reading.kind is ReceivedKind.REQUEST
    if sender is None or not (request or attribution.verdict is Verdict.CONTACT):
        return Finding()
    wrote = ContactWrote(
        **_of(desk, seen, now), sender=sender.address, subject=seen.headers.subject, request=request, because=attribution.because
    )
    return Finding((wrote,))


def _automatic(desk: Desk, seen: Seen, reading: ReceivedReading, now: datetime) -> Finding:
    """Machine mail counts only when it is tied to a quote, by an identifier, or to a person one was sent to."""
    bounce = reading.bounce
    ids = (*((bounce.original,) if bounce and bounce.original else ()), *linked_ids(seen.headers))
    quote = next(iter(threads_of(desk, ids)), None)
    sender = seen.headers.sender.address if seen.headers.sender else None
    people = bounce.recipients if bounce else (sender,) if sender else ()
    if quote is None and not _quoted_to(desk, people):
        return Finding()
    fact: Fact = AutomaticReceived(
        at=instant_of(seen, now),
        quote=quote,
        contacts=people,
        message=seen.headers.message_id,
        kind=reading.kind,
        sender=sender,
        until=reading.until,
        bounce=bounce,
        because=reading.because,
    )
    return Finding((fact,))


def _quoted_to(desk: Desk, people: tuple[str, ...]) -> bool:
    keys = tuple(Key(KeyKind.ADDRESS, address) for address in people)
    return bool(keys) and bool(desk.journal.candidates(desk.account.name, keys))
