"""Mail to comparable keys: what to remember of a mail of ours, what to look up for a mail of theirs."""

import base64
import binascii
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from mailwatch.matching.formulas import common
from mailwatch.matching.numbers import numbers_in, quote_number_keys
from mailwatch.matching.people import folded_address, name_key, organisation
from mailwatch.model.attribution import Key, KeyKind
from mailwatch.model.message import Address, Message
from mailwatch.model.money import Amount
from mailwatch.model.quote import Quote
from mailwatch.text.amounts import find_amounts
from mailwatch.text.identity import MESSAGE_ID
from mailwatch.text.shingles import fingerprints, shingles
from mailwatch.text.subjects import subject_key
from mailwatch.text.tokens import fold, words

#: A thousand words; longer mails are remembered by their beginning. A reply that quotes eight words in a row is found.
_REMEMBERED_PRINTS = 400

#: Asked for at once: of each quotation the smallest hashes, which would be the smallest of what it quotes, too.
_ASKED_OF_BLOCK = 24
_ASKED_QUOTED = 72
_ASKED_NEW = 24
_ASKED_BLOCKS = 6
#: Counted in all once a quote of ours was found among them.
_COUNTED_PRINTS = 400
#: Characters of a quotation of which every passage is asked for.
_SHORT = 90
_ASKED_AMOUNTS = 12
_ASKED_IDS = 60

#: Bytes of a Thread-Index: five of header and time, one more of time, then the conversation's GUID.
_GUID = slice(6, 22)

_ALIASES = ("x-microsoft-original-message-id", "x-ms-exchange-parent-message-id", "x-original-message-id")


def keys_of_sent(message: Message, quote: Quote) -> tuple[Key, ...]:
    """What to remember for ``quote`` of the mail it was sent in, or of a later mail of ours in its thread."""
    own = {quote.sender.address, quote.account}
    people = (*quote.to, *quote.cc, *message.headers.to, *message.headers.cc)
    sent_at = message.headers.date or quote.sent_at
    return _unique(
        _ids((quote.message_id, message.headers.message_id, *_aliases(message)), ""),
        _conversation(message),
        _subjects((message.headers.subject, quote.subject), ""),
        *(_person(person) for person in people if person.address not in own),
        (Key(KeyKind.QUOTE_NUMBER, number) for reference in quote.quote_references for number in quote_number_keys(reference)),
        (amount_key(amount) for amount in (*quote.amounts, *(option.amount for option in quote.options))),
        _attachments(message),
        _moments_sent(sent_at),
        (Key(KeyKind.FINGERPRINT, found) for found in fingerprints(message.new_text)[:_REMEMBERED_PRINTS]),
        subject_words(quote.subject),
    )


def keys_of_received(message: Message) -> tuple[Key, ...]:
    """What to look up for a mail of somebody else's. ``where`` says in which place the value stood."""
    headers = message.headers
    reported = message.report.original_message_id if message.report else None
    quoted_text = "\n".join(block.text for block in message.quoted)
    return _unique(
        _ids(headers.in_reply_to, "reply"),
        _ids(headers.references[-_ASKED_IDS:], "references"),
        _ids((*_aliases(message), *([reported] if reported else []), *MESSAGE_ID.findall(message.text)[:_ASKED_IDS]), "body"),
        _conversation(message),
        _subjects((headers.subject, headers.value("thread-topic") or ""), "subject"),
        _subjects((block.subject or "" for block in message.quoted[:_ASKED_BLOCKS]), "quoted"),
        _person(headers.sender) if headers.sender else (),
        _numbers(headers.subject, "subject"),
        _numbers(message.new_text, "new"),
        _numbers("\n".join(part.name for part in message.attachments), "attachment"),
        _numbers(quoted_text, "quoted"),
        _amounts(message.new_text, "new"),
        _amounts(quoted_text, "quoted"),
        _attachments(message),
        *(moments_quoted(block.date) for block in message.quoted[:_ASKED_BLOCKS] if block.date),
        _prints_received(message),
    )


def passages_of(keys: Iterable[Key]) -> int:
    """How many passages a mail of ours is remembered by, those aside that stand in everybody's mail."""
    return sum(key.kind is KeyKind.FINGERPRINT and key.value not in common() for key in keys)


def further_passages(message: Message, asked: Iterable[Key]) -> tuple[Key, ...]:
    """Of long quotations the passages that are not among those ``asked`` for: to be counted once a quote of ours was found."""
    known = {key.value for key in asked if key.kind is KeyKind.FINGERPRINT}
    found = dict.fromkeys(value for block in message.quoted for value in fingerprints(block.text) if value not in known)
    return tuple(Key(KeyKind.FINGERPRINT, value, "quoted") for value in list(found)[:_COUNTED_PRINTS])


def subject_words(subject: str) -> tuple[Key, ...]:
    """The words of a subject, to be counted over all quotes: a word of every subject names none."""
    return tuple(Key(KeyKind.WORD, word) for word in dict.fromkeys(words(subject_key(subject))) if not word.isdigit())


def _unique(*groups: Iterable[Key]) -> tuple[Key, ...]:
    return tuple(dict.fromkeys(key for group in groups for key in group if key.value))


def _ids(values: Iterable[str | None], where: str) -> Iterator[Key]:
    yield from (Key(KeyKind.MESSAGE_ID, value, where) for value in values if value)


def _aliases(message: Message) -> tuple[str, ...]:
    """Identifiers the mail had before a relay gave it another (Exchange, some senders' gateways)."""
    return tuple(found for name in _ALIASES for value in message.headers.values(name) for found in MESSAGE_ID.findall(value))


def _conversation(message: Message) -> Iterator[Key]:
    """Equal GUIDs are one Outlook conversation ([MS-OXOMSG]); a different or missing one says nothing."""
    for value in message.headers.values("thread-index"):
        try:
            guid = base64.b64decode("".join(value.split()), validate=True)[_GUID]
        except (binascii.Error, ValueError):
            continue
        if len(guid) == _GUID.stop - _GUID.start and any(guid):
            yield Key(KeyKind.CONVERSATION, guid.hex())


def _subjects(subjects: Iterable[str], where: str) -> Iterator[Key]:
    yield from (Key(KeyKind.SUBJECT, subject_key(subject), where) for subject in subjects)


def _person(person: Address) -> Iterator[Key]:
    yield Key(KeyKind.ADDRESS, person.address)
    yield Key(KeyKind.ADDRESS, folded_address(person.address))
    domain = organisation(person.address)
    if domain:
        yield Key(KeyKind.DOMAIN, domain)
    name = name_key(person)
    if name:
        yield Key(KeyKind.NAME, name)


def _numbers(text: str, where: str) -> Iterator[Key]:
    yield from (Key(KeyKind.QUOTE_NUMBER, number, where) for number in numbers_in(text))


def amount_key(amount: Amount) -> Key:
    """Tax is left out: people repeat the figure, not what it includes."""
    return Key(KeyKind.AMOUNT, f"{amount.value.quantize(amount.value.__class__('0.01'))} {amount.currency}")


def _amounts(text: str, where: str) -> Iterator[Key]:
    for found in find_amounts(text)[:_ASKED_AMOUNTS]:
        key = amount_key(found.amount)
        yield Key(key.kind, key.value, where)


def _attachments(message: Message) -> Iterator[Key]:
    for part in message.attachments:
        yield Key(KeyKind.ATTACHMENT, fold(part.name).strip())
        yield Key(KeyKind.ATTACHMENT, part.sha256 or "")


def _prints_received(message: Message) -> Iterator[Key]:
    """Passages of each quotation, the nearest first, then of what stands outside: quotation that was not recognised is there."""
    quoted = [found for block in message.quoted for found in _prints_of(block.text)]
    yield from (Key(KeyKind.FINGERPRINT, found, "quoted") for found in quoted[:_ASKED_QUOTED])
    yield from (Key(KeyKind.FINGERPRINT, found, "new") for found in sorted(fingerprints(message.new_text))[:_ASKED_NEW])


def _prints_of(quoted: str) -> list[str]:
    """A line or two may hold none of the passages that our text is remembered by: then any that it has."""
    short = len(quoted) < _SHORT
    return shingles(quoted) if short else sorted(fingerprints(quoted))[:_ASKED_OF_BLOCK]


def _moments_sent(sent_at: datetime) -> Iterator[Key]:
    """Every date the instant has somewhere on earth; minutes also half an hour apart, as some zones are."""
    instant = sent_at.astimezone(UTC)
    days = {(instant + timedelta(hours=hours)).date() for hours in (-10, 0, 13)}
    for day in sorted(days):
        yield Key(KeyKind.DAY, day.isoformat())
        for minute in (instant.minute, (instant.minute + 30) % 60):
            yield Key(KeyKind.MINUTE, f"{day.isoformat()} {minute:02}")


def moments_quoted(moment: datetime) -> Iterator[Key]:
    """The day and the minute of the hour an attribution line gives; the hour depends on a zone it does not give."""
    yield Key(KeyKind.DAY, moment.date().isoformat(), "quoted")
    if moment.hour or moment.minute:  # midnight sharp is a date without a time
        yield Key(KeyKind.MINUTE, f"{moment.date().isoformat()} {moment.minute:02}", "quoted")
