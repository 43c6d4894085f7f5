"""Gather what ``matching`` needs to say which quote a mail answers."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from mailwatch.followup.fold import fold
from mailwatch.interpret.answered import answered_at
from mailwatch.interpret.remembered import latest_version
from mailwatch.interpret.select import linked_ids
from mailwatch.matching.attribute import attribute
from mailwatch.matching.context import KnownQuote, MatchContext, Proof
from mailwatch.matching.keys import further_passages, keys_of_received, subject_words
from mailwatch.model.attribution import Attribution, Hit, Key, KeyKind
from mailwatch.model.conversation import Party
from mailwatch.model.facts import QuoteSent
from mailwatch.model.message import Headers, Message, Seen
from mailwatch.ports import Desk
from mailwatch.text.subjects import PrefixKind, prefix_kinds, subject_key

#: Quotes looked at closely for one mail, those that share most with it first.
MOST_CANDIDATES = 30

#: Bits that values in common can promise less than the best and still matter: more than a likely quote leads by.
FAR = 30.0

#: Passages in a quotation that are as good as more of them.
_SURE_PASSAGES = 3

#: A quote without an answer counts as a live thread with its contact for so long.
LIVE = timedelta(days=365)

_DMARC = re.compile(r"\bdmarc\s*=\s*(\w+)", re.IGNORECASE)


def attribution_of(desk: Desk, seen: Seen, message: Message, now: datetime, *, new_need: bool = False) -> Attribution:
    """Which quote this mail answers, if any, and how we know. ``new_need``: it was read as a wish of something new."""
    account = desk.account.name
    keys = keys_of_received(message)
    hits = _close(_candidates(desk, message, keys))
    sender = seen.headers.sender
    received = answered_at(desk, seen, now)
    quotes = tuple(known for hit in hits if (known := _known(desk, hit)) is not None)
    if desk.every_sent_is_a_quote:
        quotes = _as_threads(quotes)
    context = MatchContext(
        own=desk.account.own,
        quotes=quotes,
        received=received,
        proof=proof_of(seen.headers, desk.account.trusted_authserv),
        correspondent=desk.every_sent_is_a_quote
        or (sender is not None and bool(desk.journal.correspondents(account, [sender.address]))),
        other_thread=_other_thread(desk, seen.headers, hits),
        new_need=new_need,
        rivals=_rivals(hits, quotes, received),
    )
    present = {known.quote.message_id for known in quotes}
    named = tuple(hit for hit in hits if hit.quote in present)
    shared = dict.fromkeys(key for hit in named for key in hit.keys)
    shared.update((formula, None) for formula in formulas_of(shared))
    shared.update((word, None) for known in quotes for word in subject_words(known.quote.subject))
    return attribute(message, named, desk.journal.frequencies(account, shared), context)


def _candidates(desk: Desk, message: Message, keys: tuple[Key, ...]) -> tuple[Hit, ...]:
    """A long quotation is asked about by a sample; where that holds words of ours, and too few to be sure, all of it is."""
    hits = desk.journal.candidates(desk.account.name, keys)
    most = max((sum(key.kind is KeyKind.FINGERPRINT and key.where == "quoted" for key in hit.keys) for hit in hits), default=0)
    if not 0 < most < _SURE_PASSAGES:
        return hits
    further = further_passages(message, keys)
    return desk.journal.candidates(desk.account.name, (*keys, *further)) if further else hits


def formulas_of(keys: Iterable[Key]) -> tuple[Key, ...]:
    """Under which their passages are remembered once they were met in mail about something else."""
    return tuple(dict.fromkeys(Key(KeyKind.FORMULA, key.value) for key in keys if key.kind is KeyKind.FINGERPRINT))


#: A mail that has more passages of a quote than this is that quote, sent once more.
_FORMULAS = 12


def repeated(desk: Desk, message: Message) -> tuple[tuple[str, tuple[Key, ...]], ...]:
    """Passages of quotes in what the author of a mail about something else wrote, to be remembered as formulas.

    What is passed on, or sent again, is none.
    """
    if PrefixKind.FORWARD in prefix_kinds(message.headers.subject):
        return ()
    prints = [key for key in keys_of_received(message) if key.kind is KeyKind.FINGERPRINT and key.where == "new"]
    hits = desk.journal.candidates(desk.account.name, prints) if prints else ()
    return tuple((hit.quote, formulas_of(hit.keys)) for hit in hits if len(hit.keys) <= _FORMULAS)


def proof_of(headers: Headers, trusted: str | None) -> Proof:
    """What the topmost Authentication-Results field says of DMARC (RFC 8601); with ``trusted``, the topmost of that server.

    Receiving servers put theirs on top. A forged one below, or where the server adds none, can at worst make us hold.
    """
    for value in headers.values("authentication-results"):
        server = value.split(";")[0].split()[0].lower() if value.strip(" ;") else ""
        if trusted is not None and server != trusted.lower():
            continue
        found = _DMARC.search(value)
        verdict = found[1].lower() if found else ""
        return {"pass": Proof.PASS, "fail": Proof.FAIL}.get(verdict, Proof.NONE)
    return Proof.NONE


#: At most what each kind of value can weigh, in bits.
_MOST_BITS = {
    KeyKind.MESSAGE_ID: 30.0, KeyKind.CONVERSATION: 22.0, KeyKind.MINUTE: 18.0, KeyKind.ATTACHMENT: 16.0, KeyKind.QUOTE_NUMBER: 14.0,
    KeyKind.SUBJECT: 12.0, KeyKind.ADDRESS: 9.0, KeyKind.NAME: 8.0, KeyKind.DAY: 8.0, KeyKind.DOMAIN: 6.0, KeyKind.AMOUNT: 5.0,
}  # fmt: skip
_A_PASSAGE = 5.0


def _close(hits: Iterable[Hit]) -> list[Hit]:
    """The hits worth reading up on, best first: a quote of the same day is none beside one whose text is quoted."""
    most = sorted(((_most_bits(hit), hit) for hit in hits), key=lambda each: (-each[0], each[1].quote))
    return [hit for bits, hit in most[:MOST_CANDIDATES] if bits > most[0][0] - FAR]


def _most_bits(hit: Hit) -> float:
    kinds = {key.kind for key in hit.keys}
    passages = sum(key.kind is KeyKind.FINGERPRINT for key in hit.keys)
    return sum(_MOST_BITS.get(kind, 0.0) for kind in kinds) + min(_A_PASSAGE * passages, 20.0)


def _known(desk: Desk, hit: Hit) -> KnownQuote | None:
    facts = desk.journal.facts(desk.account.name, hit.quote)
    if not any(isinstance(fact, QuoteSent) and fact.quote == hit.quote for fact in facts):
        return None
    conversation = fold(facts)
    return KnownQuote(
        quote=conversation.quote,
        words=tuple(word.at for word in conversation.words if word.party is Party.US),
        last_word=max((word.at for word in conversation.words), default=None),
        answerers=frozenset(reply.sender for reply in conversation.replies),
        thread=latest_version(desk, hit.quote) if conversation.replaced_by else "",
    )


def _as_threads(quotes: Sequence[KnownQuote]) -> tuple[KnownQuote, ...]:
    """Where every sent mail is a quote, those of one discussion do not compete: answers, and what they answer by its subject."""
    answers = {subject_key(known.quote.subject) for known in quotes if known.quote.references}
    named = [(known, subject_key(known.quote.subject)) for known in quotes]
    return tuple(
        replace(known, thread=subject if subject and subject in answers else next(iter(known.quote.references), ""))
        for known, subject in named
    )


def _other_thread(desk: Desk, headers: Headers, hits: Iterable[Hit]) -> bool:
    """Does the mail answer one we know, in a thread that holds no quote?"""
    if any(key.kind is KeyKind.MESSAGE_ID for hit in hits for key in hit.keys):
        return False
    return bool(desk.journal.known(desk.account.name, linked_ids(headers)))


def _rivals(hits: Iterable[Hit], quotes: Iterable[KnownQuote], received: datetime) -> int:
    """Quotes in force that went to the sender lately."""
    theirs = {hit.quote for hit in hits if any(key.kind is KeyKind.ADDRESS for key in hit.keys)}
    return sum(
        known.quote.message_id in theirs and not known.thread and received - known.quote.sent_at <= LIVE for known in quotes
    )
