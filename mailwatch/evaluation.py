"""How well replies are recognised: past mail whose answers are known is damaged as mail gets damaged, and recognised again."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTPUTF8
from email.utils import format_datetime
from enum import StrEnum
from typing import Final

from mailwatch.model.message import Headers, Message, Role
from mailwatch.ports import Parse
from mailwatch.replay import PastMessage
from mailwatch.text.shingles import shingles
from mailwatch.text.subjects import subject_key

_THREADING: Final = re.compile(
    rb"^(?:in-reply-to|references|thread-index|thread-topic)[ \t]*:(?:[^\n]|\n[ \t])*\n", re.IGNORECASE | re.MULTILINE
)
_SUBJECT: Final = re.compile(rb"^subject[ \t]*:(?:[^\n]|\n[ \t])*\n", re.IGNORECASE | re.MULTILINE)
_BLANK: Final = re.compile(rb"\r?\n\r?\n")
_ANOTHER: Final = "Une question encore"

#: Upper ends of the gaps between a mail and its answer, in days.
GAPS: Final = (1, 7, 30, 180, 365, 1095)


class Degradation(StrEnum):
    """What happened to a reply on its way. ``subject_changed``: no thread headers either; ``quote_only``: nor any line that says
    whose words are quoted."""

    NONE = "none"
    NO_HEADERS = "no_headers"
    NO_HEADERS_NO_QUOTE = "no_headers_no_quote"
    SUBJECT_CHANGED = "subject_changed"
    QUOTE_ONLY = "quote_only"
    FORWARDED = "forwarded"


@dataclass(frozen=True, slots=True)
class Known:
    """What thread headers say. ``answers``: the sent mail each reply answers; ``thread``: the root of every message's thread;
    ``subjects``: the subjects met in each thread; ``at``: when each message was written. Of the replies, ``quoting`` repeat five
    words in a row of what they answer. ``reused`` have neither those nor the subject: somebody pressed "reply" to begin something
    new. They are no ``answers``, and show only how many there were."""

    answers: Mapping[str, str]
    thread: Mapping[str, str]
    subjects: Mapping[str, frozenset[str]]
    at: Mapping[str, datetime]
    quoting: frozenset[str] = frozenset()
    reused: frozenset[str] = frozenset()

    def together(self, message: str, quote: str) -> bool:
        return self.thread.get(message, message) == self.thread.get(quote, quote)

    def alike(self, message: str, quote: str) -> bool:
        """The same subject in another thread: as a rule a reply whose references were lost."""
        first, second = (self.subjects.get(self.thread.get(name, name), frozenset()) for name in (message, quote))
        return bool((first & second) - {""})

    def gap(self, message: str) -> int:
        """Days from the mail answered to its reply."""
        return (self.at[message] - self.at[self.answers[message]]).days


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one run. ``replies`` are those whose mail is known; ``elsewhere`` attached to another thread of another
    subject, ``alike`` to another thread of the same subject; ``quoting``: replies that quote, ``quoting_right``: those of them that were
    attached, and not elsewhere; ``by_gap``: replies and those attached or asked about."""

    messages: int = 0
    replies: int = 0
    attached: int = 0
    elsewhere: int = 0
    alike: int = 0
    asks: int = 0
    replies_attached: int = 0
    replies_elsewhere: int = 0
    replies_asked: int = 0
    quoting: int = 0
    quoting_right: int = 0
    by_gap: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def precision(self) -> float:
        return 1 - self.elsewhere / self.attached if self.attached else 1.0

    @property
    def missed(self) -> int:
        return self.replies - self.replies_attached - self.replies_asked


def known_of(parse: Parse, messages: Iterable[PastMessage]) -> Known:
    headers = [(message, parse.headers(message.raw)) for message in messages]
    parents: dict[str, str] = {}
    for _, one in headers:
        for child, parent in _links(one):
            parents.setdefault(child, parent)
    roots = {one.message_id: _root(parents, one.message_id) for _, one in headers if one.message_id}
    sent = {one.message_id or "" for message, one in headers if message.role is Role.SENT}
    subjects: dict[str, set[str]] = {}
    for _, one in headers:
        if one.message_id:
            subjects.setdefault(roots[one.message_id], set()).add(subject_key(one.subject))
    at = {one.message_id: message.at for message, one in headers if one.message_id}
    answers = {
        one.message_id: answered
        for message, one in headers
        if message.role is not Role.SENT
        and one.message_id
        and (answered := next((value for value in _linked(one) if value in sent), None))
        and at[answered] <= message.at
    }
    known = Known(answers, roots, {root: frozenset(found) for root, found in subjects.items()}, at)
    return _with_texts(parse, known, {one.message_id or "": message.raw for message, one in headers})


def _with_texts(parse: Parse, known: Known, raws: Mapping[str, bytes]) -> Known:
    """Which replies quote what they answer, and which have nothing to do with it."""
    quoting, reused = set(), set()
    for reply, answered in known.answers.items():
        theirs, ours = parse.message(raws[reply]), parse.message(raws[answered])
        if not isinstance(theirs, Message) or not isinstance(ours, Message):
            continue
        if set(shingles(theirs.text)) & set(shingles(ours.new_text)):
            quoting.add(reply)
        elif not _about(theirs.headers.subject, ours.headers.subject):
            reused.add(reply)
    answers = {reply: answered for reply, answered in known.answers.items() if reply not in reused}
    return replace(known, answers=answers, quoting=frozenset(quoting), reused=frozenset(reused))


def _about(theirs: str, ours: str) -> bool:
    """The same subject, or one in the other ("was: …")."""
    one, other = subject_key(theirs), subject_key(ours)
    return bool(one and other) and (one in other or other in one)


def _linked(headers: Headers) -> tuple[str, ...]:
    """What a message says it answers directly."""
    return headers.in_reply_to or headers.references[-1:]


def _links(headers: Headers) -> list[tuple[str, str]]:
    chain = [*headers.references, *[value for value in headers.in_reply_to if value not in headers.references]]
    return list(zip([headers.message_id, *reversed(chain)], reversed(chain), strict=False)) if headers.message_id else []


def _root(parents: Mapping[str, str], name: str) -> str:
    seen: set[str] = set()
    while name in parents and name not in seen:
        seen.add(name)
        name = parents[name]
    return name


def degraded(parse: Parse, messages: Sequence[PastMessage], known: Known, how: Degradation) -> list[PastMessage]:
    """The same mail, all that was received damaged alike; what only an answer can suffer is done to the known ones."""
    if how is Degradation.NONE:
        return list(messages)
    originals = set(known.answers.values()) if how is Degradation.FORWARDED else set()
    texts: dict[str, Message] = {}
    found: list[PastMessage] = []
    for past in messages:
        if past.role is Role.SENT:
            name = parse.headers(past.raw).message_id
            if name in originals and isinstance(read := parse.message(past.raw), Message):
                texts[name or ""] = read
            found.append(past)
        else:
            found.append(replace(past, raw=_damaged(parse, past.raw, known, how, texts)))
    return found


def _damaged(parse: Parse, raw: bytes, known: Known, how: Degradation, texts: Mapping[str, Message]) -> bytes:
    name = parse.headers(raw).message_id or ""
    bare = _without_threading(raw)
    answer = name in known.answers
    if how is Degradation.SUBJECT_CHANGED and answer:
        head, blank, body = _parted(bare)
        return _SUBJECT.sub(b"Subject: " + _ANOTHER.encode() + b"\n", head, count=1) + blank + body
    if how is Degradation.NO_HEADERS_NO_QUOTE or (how in {Degradation.QUOTE_ONLY, Degradation.FORWARDED} and answer):
        message = parse.message(raw)
        original = texts.get(known.answers.get(name, ""))
        if isinstance(message, Message):
            return _rewritten(message, original, how)
    return bare


def _rewritten(message: Message, original: Message | None, how: Degradation) -> bytes:
    if how is Degradation.FORWARDED and original is not None:
        return _passed_on(message, original)
    if how is Degradation.QUOTE_ONLY:
        quoted = "\n".join(f"> {line}" for block in message.quoted for line in block.text.splitlines())
        return _written(message, _ANOTHER, f"{message.new_text}\n\n{quoted}")
    return _written(message, message.headers.subject, message.new_text)


def _parted(raw: bytes) -> tuple[bytes, bytes, bytes]:
    blank = _BLANK.search(raw)
    if blank is None:
        return raw, b"", b""
    return raw[: blank.start()] + b"\n", blank[0][1:] or b"\n", raw[blank.end() :]


def _without_threading(raw: bytes) -> bytes:
    head, blank, body = _parted(raw)
    return _THREADING.sub(b"", head) + blank + body


def _passed_on(message: Message, original: Message) -> bytes:
    """A colleague got our mail forwarded, and answers above what came with it."""
    sender = message.headers.sender
    ours = original.headers
    assert ours.sender is not None  # noqa: S101 - sent by the owner
    colleague = f"colleague@{sender.domain}" if sender else "colleague@client.example"
    top = f"De : {ours.sender.name} <{ours.sender.address}>\nEnvoyé : {ours.date or '':%d/%m/%Y %H:%M}\n"
    header = f"{top}À : {sender.address if sender else ''}\nObjet : {ours.subject}\n"
    return _written(message, f"TR : {ours.subject}", f"{message.new_text}\n\n{header}\n{original.new_text}", sender=colleague)


def _written(message: Message, subject: str, text: str, *, sender: str | None = None) -> bytes:
    headers = message.headers
    mail = EmailMessage(policy=SMTPUTF8)
    person = headers.sender
    mail["From"] = sender or (f'"{person.name}" <{person.address}>'.replace("\\", "") if person else "unknown@client.example")
    mail["To"] = ", ".join(each.address for each in headers.to)
    mail["Subject"] = " ".join(subject.split())
    mail["Message-ID"] = headers.message_id or ""
    if headers.date:
        mail["Date"] = format_datetime(headers.date)
    mail.set_content(text.encode("utf-8", "replace").decode())
    return mail.as_bytes()


def score(events: Iterable[tuple[str, str, tuple[str, ...]]], known: Known, messages: int) -> Score:
    """``events``: kind (``reply`` or ``ask``), the message, the quotes named."""
    attached: dict[str, str] = {}
    asked: set[str] = set()
    for kind, message, quotes in events:
        if kind == "reply" and quotes:
            attached[message] = quotes[0]
        elif kind == "ask":
            asked.add(message)
    apart = {message for message, quote in attached.items() if not known.together(message, quote)}
    alike = {message for message in apart if known.alike(message, attached[message])}
    replies = known.answers.keys()
    gaps: dict[int, tuple[int, int]] = {}
    for message in replies:
        bucket = next((end for end in GAPS if known.gap(message) < end), 10**4)
        total, found = gaps.get(bucket, (0, 0))
        gaps[bucket] = (total + 1, found + (message in attached or message in asked))
    return Score(
        messages=messages,
        replies=len(replies),
        attached=len(attached),
        elsewhere=len(apart - alike),
        alike=len(alike),
        asks=len(asked),
        replies_attached=len(attached.keys() & replies),
        replies_elsewhere=len((apart - alike) & replies),
        replies_asked=len(asked & replies),
        quoting=len(known.quoting),
        quoting_right=len((attached.keys() - (apart - alike)) & known.quoting),
        by_gap=dict(sorted(gaps.items())),
    )
