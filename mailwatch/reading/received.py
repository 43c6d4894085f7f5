"""What a received mail is. Order matters: reports first, then machines, then mailings; only people's words are read further."""

import re
from dataclasses import replace
from datetime import date

from mailwatch.model.message import Message
from mailwatch.model.reading import ReceivedKind, ReceivedReading, ReplyKind, ReplyReading
from mailwatch.model.reasons import Reason, reason
from mailwatch.reading import automatic, bounces
from mailwatch.reading.learned import Likeness, likeness
from mailwatch.reading.replies import read_reply
from mailwatch.reading.reply_verdict import likeness_reason
from mailwatch.reading.sent import read_sent
from mailwatch.text.language import language_of
from mailwatch.text.meant_dates import return_date
from mailwatch.text.tokens import fold

_EPOCH = date(1970, 1, 1)
_ENOUGH = 4.0
#: Bits of the fields that only automatic answers carry.
_ANSWERS = 6.0


_REQUEST, _PITCH = "request", "pitch"
_FIRST_KINDS = frozenset({*(kind.value for kind in ReplyKind), _REQUEST, _PITCH})
#: A first mail this like a request is one; beside this much of one a pitch is not likely.
_LIKELY, _SOME = 0.5, 0.1
#: A mail this like a pitch is one: a first mail, any other.
_LIKELY_PITCH, _SURE_PITCH = 0.4, 0.85


def _bits(reasons: tuple[Reason, ...]) -> float:
    return sum(item.bits or 0.0 for item in reasons)


def read_received(
    message: Message, *, own: frozenset[str] = frozenset(), quote_senders: frozenset[str] = frozenset()
) -> ReceivedReading:
    """``own`` are the owner's addresses, ``quote_senders`` the tools that mail quotes for the owner and copy him."""
    language = language_of(message.new_text or message.text, "fr") or "fr"
    sender = message.headers.sender
    if sender and sender.address in quote_senders:
        because = (reason("quote_sender", bits=10.0, sender=sender.address),)
        return ReceivedReading(ReceivedKind.QUOTE, 10.0, language, quote=read_sent(message).quote, because=because)
    return (
        _report(message, own, language)
        or _machine(message, language)
        or _mailing(message, language)
        or _person(message, language)
    )


def _dated(message: Message) -> date:
    sent = message.headers.date or message.headers.received_at
    return sent.date() if sent else _EPOCH


def _known(day: date | None) -> date | None:
    """A day without a year, in a mail without a date, may lie in any year."""
    return day if day and day.year > _EPOCH.year + 1 else None


def _reading(kind: ReceivedKind, because: tuple[Reason, ...], language: str, *, until: date | None = None) -> ReceivedReading:
    return ReceivedReading(kind, _bits(because), language, until=until, because=because)


def _report(message: Message, own: frozenset[str], language: str) -> ReceivedReading | None:
    """Delivery reports, receipts, abuse reports, calendars: mail with a form of its own."""
    if automatic.is_receipt(message):
        return _reading(ReceivedKind.RECEIPT, (reason("disposition_report", bits=10.0),), language)
    if message.report and message.report.report_type == "feedback-report":
        because = (reason("abuse_report", bits=10.0),)
        stop = ReplyReading(ReplyKind.STOP, score=10.0, because=because)
        return ReceivedReading(ReceivedKind.REPLY, 10.0, language, reply=stop, because=because)
    evidence = bounces.bounce_evidence(message)
    if bounces.is_failure(evidence):
        if bounces.report_action(message) in {"delivered", "relayed", "expanded"}:
            return _reading(ReceivedKind.RECEIPT, evidence, language)
        kind = ReceivedKind.DELAYED if bounces.is_delay(message) else ReceivedKind.BOUNCE
        failure = bounces.read_bounce(message, own, delayed=kind is ReceivedKind.DELAYED)
        return ReceivedReading(kind, _bits(evidence), language, bounce=failure, because=evidence)
    if automatic.is_calendar(message):
        return _reading(ReceivedKind.CALENDAR, (reason("calendar_part", bits=10.0),), language)
    return None


def _machine(message: Message, language: str) -> ReceivedReading | None:
    """Absences, departures and acknowledgements by robots."""
    machine = automatic.automatic_evidence(message)
    strong = _bits(machine) >= _ENOUGH
    absence, departure, ticket = (
        automatic.absence_evidence(message),
        automatic.departure_evidence(message),
        automatic.ticket_evidence(message),
    )
    if departure and (strong or (machine and automatic.is_bare_notice(message))):
        return _reading(ReceivedKind.LEFT, machine + departure, language)
    if _is_absence(message, machine, absence):
        until = _known(return_date(message.new_text or message.text, _dated(message), language))
        return _reading(ReceivedKind.OUT_OF_OFFICE, machine + absence, language, until=until)
    if ticket and _is_acknowledgement(message, machine, ticket):
        return _reading(ReceivedKind.AUTO_ACKNOWLEDGEMENT, machine + ticket, language)
    if _bits(machine) > _ENOUGH and not _is_notification(message, machine):
        return _reading(ReceivedKind.AUTO_ACKNOWLEDGEMENT, machine, language)
    return None


def _is_absence(message: Message, machine: tuple[Reason, ...], absence: tuple[Reason, ...]) -> bool:
    if _bits(machine) >= _ENOUGH:
        named_so = any(item.code in {"absence_subject", "weak_absence_subject"} for item in machine)
        return bool(absence) or (named_so and not automatic.ticket_evidence(message))
    traits = len(absence) - 1
    wanted = 0 if automatic.is_headed_absence(message) else 1 if machine else 2
    return traits >= wanted and automatic.is_bare_notice(message)


def _is_acknowledgement(message: Message, machine: tuple[Reason, ...], ticket: tuple[Reason, ...]) -> bool:
    if _bits(machine) >= _ENOUGH:
        return not _is_notification(message, machine) or len(ticket) > 1
    if automatic.from_robot_address(message):
        return any(item.code == "ticket_words" for item in ticket)
    return _bits(machine + ticket) >= 8.0 and automatic.is_bare_notice(message)  # noqa: PLR2004 (two independent signs)


def _is_notification(message: Message, machine: tuple[Reason, ...]) -> bool:
    """Generated, but not in answer to a mail: alerts, reminders, mailings."""
    answers = any(item.code == "auto_header" and (item.bits or 0.0) >= _ANSWERS for item in machine)
    return not answers and not automatic.answers_somebody(message)


def _mailing(message: Message, language: str) -> ReceivedReading | None:
    machine = tuple(item for item in automatic.automatic_evidence(message) if item.code == "auto_header")
    evidence = machine + automatic.bulk_evidence(message)
    if _bits(evidence) >= _ENOUGH and not _is_form(message, evidence):
        return _reading(ReceivedKind.BULK, evidence, language)
    if automatic.answers_somebody(message):
        return None
    pitch = automatic.pitch_evidence(message) + automatic.bulk_evidence(message)
    if sold := _sold(message):
        return _reading(ReceivedKind.BULK, (*pitch, sold), language)
    if _bits(pitch) >= _ENOUGH and _bits(pitch) > _bits(automatic.request_evidence(message)):
        return _reading(ReceivedKind.BULK, pitch, language)
    return None


def _is_form(message: Message, evidence: tuple[Reason, ...]) -> bool:
    """A person's request through the owner's own web form: a robot's address, and nothing else of a mailing."""
    return {item.code for item in evidence} == {"robot_address"} and _bits(automatic.request_evidence(message)) > _ANSWERS


def _person(message: Message, language: str) -> ReceivedReading:
    if _asks_first(message):
        request = automatic.request_evidence(message)
        asked = _asked(message)
        if asked or _bits(request) >= _ENOUGH:
            return _reading(ReceivedKind.REQUEST, (*request, asked) if asked else request, language)
    reply = read_reply(
        message.new_text,
        dated=_dated(message),
        language=language,
        subject=message.headers.subject,
        attachments=message.attachments,
        listed=automatic.through_discussion_list(message),
    )
    reply = replace(reply, until=_known(reply.until))
    because = (reason("person_wrote"), *reply.because)
    return ReceivedReading(ReceivedKind.REPLY, reply.score, language, until=reply.until, reply=reply, because=because)


def _first_contact(message: Message) -> Likeness:
    """What a mail that answers nobody is like: subject and words together."""
    return likeness(_first_words(message), _FIRST_KINDS)


def _first_words(message: Message) -> str:
    return f"{message.headers.subject}\n{message.new_text}"


def _sold(message: Message) -> Reason | None:
    """What is like a pitch in a mail that answers nobody; less suffices where no quote of ours is spoken of."""
    like = _first_contact(message)
    least = _LIKELY_PITCH if _asks_first(message) and like.shares[_REQUEST] < _SOME else _SURE_PITCH
    return likeness_reason(_PITCH, like, _first_words(message)) if like.shares[_PITCH] >= least else None


def _asked(message: Message) -> Reason | None:
    """What is like a request in a first mail: a need told to a stranger is one too, a question only with more of it."""
    shares = _first_contact(message).shares
    wanted = shares[_REQUEST] + shares[ReplyKind.NEW_NEED.value]
    asks = shares[_REQUEST] >= _SOME and wanted + shares[ReplyKind.QUESTION.value] >= _LIKELY
    if not asks and wanted < _LIKELY:
        return None
    return likeness_reason(_REQUEST, _first_contact(message), _first_words(message))


def _asks_first(message: Message) -> bool:
    """Not in a thread, not marked as a reply, and not about a quote already made."""
    if (
        automatic.answers_somebody(message)
        or automatic.through_discussion_list(message)
        or re.match(r"(?i)\s*(?:re|rep|aw|tr|fw|fwd|sv|antw)\s?:", message.headers.subject)
    ):
        return False
    return not re.search(
        r"\b(?:votre|ton|your|suite a (?:votre|ton)|le) (?:\w+ )?(?:devis|offre|proposition|soumission|chiffrage|estimation|quote|quotation|proposal|estimate|offer)\b",
        fold(message.new_text),
    )
