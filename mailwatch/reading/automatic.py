"""Which received mail no person wrote for the owner: absences, ticket robots, receipts, calendars, mailings, pitches."""

import re
from collections.abc import Iterable, Iterator

from mailwatch.model.message import Message
from mailwatch.model.reasons import Reason, reason
from mailwatch.reading import automatic_words as words
from mailwatch.reading.bounces import top_of
from mailwatch.text.tokens import fold

_AUTO_FIELDS = tuple((field, re.compile(pattern, re.IGNORECASE), bits) for field, pattern, bits in words.AUTO_FIELDS)
_BULK_FIELDS = tuple((field, re.compile(pattern, re.IGNORECASE), bits) for field, pattern, bits in words.BULK_FIELDS)
_AUTO_SUBJECT = re.compile(words.AUTO_SUBJECT)
_ABSENT_SUBJECT = re.compile(
    r"absen|out|ooo|oof|away|vacation|conge|buro|ufficio|sede|oficina|afwezig|kantoor|franv|fravaer|escritorio"
)
_WEAK_AUTO_SUBJECT = re.compile(words.WEAK_AUTO_SUBJECT)
_GREETED_BY_NAME = re.compile(
    r"(?i:bonjour|bonsoir|salut|cher|chère|hello|hi|dear|hey) (?:(?i:monsieur|madame|mr|mrs|ms) )?[A-ZÀ-Ý]\w+"
)
_ACK_SUBJECT = re.compile(words.ACK_SUBJECT)
_ABSENT = re.compile(words.ABSENT)
_TRAITS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("answer_later", words.ANSWER_LATER),
        ("alternative_contact", words.ALTERNATIVE),
        ("notice_words", words.NOTICE),
    )
)
_AUTOMATIC = re.compile(words.AUTOMATIC)
_GONE = re.compile(words.GONE)
_TICKET = re.compile(words.TICKET)
_UNSUBSCRIBE = re.compile(words.UNSUBSCRIBE)
_NOREPLY = re.compile(words.NOREPLY)
_MARKETING = re.compile(words.MARKETING)
_NEWS_SUBJECT = re.compile(words.NEWS_SUBJECT)
_ANNOUNCEMENT = re.compile(words.ANNOUNCEMENT)
_PITCH = re.compile(words.PITCH)
_REQUEST = re.compile(words.REQUEST)
_CALENDAR_SUBJECT = re.compile(
    r"^\W*(?:accepted|accepte\w*|tentative(?:ly accepted)?|provisoire|declined|refuse\w*|invitation|updated invitation|invitation mise a jour|cancell?ed|annule\w*|zugesagt|abgelehnt|mit vorbehalt|aceptad\w|accettat\w|geaccepteerd|new time proposed|nouvelle heure proposee) ?:"
)
_RECEIPT_SUBJECT = re.compile(
    r"^\W*(?:read|lu|not read|non lu|displayed|affiche|gelesen|ungelesen|leido|letto|gelezen|opened|return receipt|read receipt|(?:accuse|confirmation) de (?:lecture|reception)(?: \([^)]*\))?) ?[:(]"
)
#: A mail that says more than this is not a notice.
_NOTICE_LENGTH = 1500
_MANY_LINKS = 8


def text_of(message: Message) -> str:
    """The author's own words, folded and in one line; the whole text when nothing was recognised as new."""
    return " ".join(fold((message.new_text or message.text)[:8000]).split())


def is_receipt(message: Message) -> bool:
    """A disposition notification (RFC 8098), with its report or only its subject and no words of a person."""
    report_type = message.report.report_type if message.report else ""
    if report_type == "disposition-notification" or "disposition-notification" in message.content_type:
        # Some servers refuse mail in this form: "automatically rejected, quota exceeded".
        return not re.search(r"\b(?:automatically )?rejected\b", fold(message.headers.subject))
    subject = fold(message.headers.subject)
    return bool(_RECEIPT_SUBJECT.search(subject)) and bool(
        re.search(
            r"\b(?:was (?:read|displayed|opened|deleted)|a ete (?:lu|affiche|ouvert|supprime)|wurde (?:gelesen|gelo)|read on|lu le|return receipt|accuse de (?:lecture|reception) (?:pour|du|confirme)|displayed on)\b",
            top_of(message),
        )
    )


def is_calendar(message: Message) -> bool:
    """An invitation or the answer to one (iMIP, RFC 6047)."""
    if message.calendar_method and message.calendar_method.upper() in {
        "REQUEST",
        "REPLY",
        "CANCEL",
        "COUNTER",
        "DECLINECOUNTER",
        "ADD",
    }:
        return True
    has_event = message.calendar_method is not None or any(
        attachment.content_type in {"text/calendar", "application/ics"} for attachment in message.attachments
    )
    return has_event and bool(_CALENDAR_SUBJECT.search(fold(message.headers.subject)))


def automatic_evidence(message: Message) -> tuple[Reason, ...]:
    """What says that a machine answered: fields (RFC 3834 and older habits) and the subjects such machines give."""
    return tuple(_automatic_evidence(message))


def _automatic_evidence(message: Message) -> Iterator[Reason]:
    yield from _fields(message, _AUTO_FIELDS, "auto_header")
    if _AUTOMATIC.search(text_of(message)):
        yield reason("says_automatic", bits=4.0)
    yield from _subject_evidence(fold(message.headers.subject))


def _subject_evidence(subject: str) -> Iterator[Reason]:
    """Mail programs put "Automatic reply: <subject>" over absences; a bare "Auto reply" is any robot's."""
    if _AUTO_SUBJECT.search(subject):
        yield reason("auto_subject", bits=5.0)
        if not re.search(r":\s*\S", subject) and not _ABSENT_SUBJECT.search(subject):
            return
        yield reason("absence_subject", bits=1.0)
    elif _WEAK_AUTO_SUBJECT.search(subject):
        yield reason("weak_absence_subject", bits=2.0)


def _fields(message: Message, table: Iterable[tuple[str, re.Pattern[str], float]], code: str) -> Iterator[Reason]:
    """At most one reason per field: two lines of a table about one field are alternatives."""
    seen: set[str] = set()
    for field, pattern, bits in table:
        value = message.headers.value(field)
        if value is not None and field not in seen and pattern.match(value.strip()) is not None:
            seen.add(field)
            yield reason(code, bits=bits, field=field)


def absence_evidence(message: Message) -> tuple[Reason, ...]:
    """What says that the writer is away and this is the notice of it; empty without a statement of absence."""
    text = text_of(message)
    if not _ABSENT.search(text):
        return ()
    return (reason("absence_words", bits=3.0), *_notice_traits(text))


def _notice_traits(text: str) -> Iterator[Reason]:
    for name, pattern in _TRAITS:
        if pattern.search(text):
            yield reason(name, bits=2.0)


def is_bare_notice(message: Message) -> bool:
    """May this be a notice although nothing in its header says so? Short, asking nothing, about nothing in particular."""
    text = text_of(message)
    return (
        len(text) <= _NOTICE_LENGTH
        and "?" not in text
        and not message.quoted
        and not re.search(
            r"\b(?:votre|ton|your) (?:devis|offre|proposition|soumission|chiffrage|quote|quotation|proposal|estimate|offer)\b",
            text,
        )
    )


def is_headed_absence(message: Message) -> bool:
    """A first mail headed "Absent" and nothing more, which greets nobody by name: vacation programs add no field of their own."""
    subject = fold(message.headers.subject)
    named = _WEAK_AUTO_SUBJECT.fullmatch(subject.rstrip(" .!"))
    return (
        bool(named) and not answers_somebody(message) and not _GREETED_BY_NAME.match((message.new_text or message.text).lstrip())
    )


def departure_evidence(message: Message) -> tuple[Reason, ...]:
    text = text_of(message)
    return (reason("departure_words", bits=4.0),) if _GONE.search(text) else ()


def ticket_evidence(message: Message) -> tuple[Reason, ...]:
    """What says that a robot acknowledges."""
    found = []
    if _ACK_SUBJECT.search(fold(message.headers.subject)):
        found.append(reason("ticket_subject", bits=3.0))
    count = len({match[0] for match in _TICKET.finditer(text_of(message))})
    if count:
        found.append(reason("ticket_words", bits=min(3.0 + count, 6.0)))
    return tuple(found)


def from_robot_address(message: Message) -> bool:
    sender = message.headers.sender
    return bool(sender and _NOREPLY.search(sender.address.partition("@")[0]))


def answers_somebody(message: Message) -> bool:
    """Does the mail stand in a thread or repeat earlier words?"""
    return bool(message.headers.in_reply_to or message.headers.references or message.quoted)


def through_discussion_list(message: Message) -> bool:
    """List software that people write to (RFC 2369 List-Post, or the programs known for it)."""
    headers = message.headers
    post = headers.value("list-post") or ""
    return (
        (bool(post) and post.strip().upper() != "NO")
        or headers.value("x-mailman-version") is not None
        or headers.value("x-been-there") is not None
        or headers.value("x-beenthere") is not None
    )


def bulk_evidence(message: Message) -> tuple[Reason, ...]:
    """What speaks for a mailing to many, and against it. Four bits are enough."""
    return tuple(_bulk_evidence(message))


def _bulk_evidence(message: Message) -> Iterator[Reason]:
    headers, text = message.headers, text_of(message)
    listed = through_discussion_list(message)
    yield from _fields(message, _BULK_FIELDS[:2] if listed else _BULK_FIELDS, "mailing_header")
    if headers.value("list-unsubscribe") and not listed:
        yield reason("mailing_header", bits=4.0, field="list-unsubscribe")
    elif headers.value("list-id") and not listed:
        yield reason("mailing_header", bits=2.0, field="list-id")
    if from_robot_address(message):
        yield reason("robot_address", bits=4.0)
    elif headers.sender and _MARKETING.search(headers.sender.address.partition("@")[0]):
        yield reason("marketing_address", bits=2.0)
    if not listed:
        yield from _announcement(message, text)
    yield from _against_bulk(message, listed=listed)


def _announcement(message: Message, text: str) -> Iterator[Reason]:
    """What the text of a mailing says, header or not."""
    if _NEWS_SUBJECT.search(fold(message.headers.subject)):
        yield reason("news_subject", bits=2.0)
    if _UNSUBSCRIBE.search(fold(message.text[-3000:])):
        yield reason("unsubscribe_footer", bits=3.0)
    if message.links >= _MANY_LINKS:
        yield reason("many_links", bits=2.0, count=message.links)
    count = len({match[0] for match in _ANNOUNCEMENT.finditer(text)})
    if count:
        yield reason("announcement_words", bits=min(1.0 + count, 5.0))


def _against_bulk(message: Message, *, listed: bool) -> Iterator[Reason]:
    if message.headers.in_reply_to or message.headers.references:
        yield reason("stands_in_thread", bits=-6.0)
    if message.quoted:
        yield reason("repeats_earlier_words", bits=-3.0)
    if listed:
        yield reason("discussion_list", bits=-3.0)
    elif re.match(r"(?i)\s*(?:re|rep|aw|sv|antw)\s?:", message.headers.subject):
        yield reason("reply_subject", bits=-2.0)


def pitch_evidence(message: Message) -> tuple[Reason, ...]:
    """What says that the writer sells to the owner."""
    count = len({match[0] for match in _PITCH.finditer(text_of(message))})
    return (reason("pitch_words", bits=min(2.0 * count, 10.0)),) if count else ()


def request_evidence(message: Message) -> tuple[Reason, ...]:
    """What says that the writer wants to buy."""
    found = []
    if _REQUEST.search(text_of(message)):
        found.append(reason("request_words", bits=5.0))
    if re.search(r"\b(?:demande|request|rfq|inquiry|enquiry|besoin|recherche)\b", fold(message.headers.subject)):
        found.append(reason("request_subject", bits=2.0))
    return tuple(found)
