"""Gather what ``matching`` needs to say which quote a mail answers."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from mailwatch.followup.fold import fold
from mailwatch.interpret.remembered import latest_version
from mailwatch.interpret.select import linked_ids
from mailwatch.interpret.timing import instant_of
from mailwatch.matching.attribute import attribute
from mailwatch.matching.context import KnownQuote, MatchContext, Proof
from mailwatch.matching.keys import keys_of_received, subject_words
from mailwatch.model.attribution import Attribution, Hit, KeyKind
from mailwatch.model.conversation import Party
from mailwatch.model.facts import QuoteSent
from mailwatch.model.message import Headers, Message, Seen
from mailwatch.ports import Desk
from mailwatch.text.subjects import subject_key

#: Quotes looked at closely for one mail, those that share most with it first.
MOST_CANDIDATES = 30

#: A quote without an answer counts as a live thread with its contact for so long.
LIVE = timedelta(days=365)

_DMARC = re.compile(r"\bdmarc\s*=\s*(\w+)", re.IGNORECASE)


def attribution_of(desk: Desk, seen: Seen, message: Message, now: datetime) -> Attribution:
    """Which quote this mail answers, if any, and how we know."""
    account = desk.account.name
    keys = keys_of_received(message)
    hits = sorted(desk.journal.candidates(account, keys), key=_closeness)[:MOST_CANDIDATES]
    sender = seen.headers.sender
    received = instant_of(seen, now)
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
        rivals=_rivals(hits, quotes, received),
    )
    present = {known.quote.message_id for known in quotes}
    named = tuple(hit for hit in hits if hit.quote in present)
    shared = dict.fromkeys(key for hit in named for key in hit.keys)
    shared.update((word, None) for known in quotes for word in subject_words(known.quote.subject))
    return attribute(message, named, desk.journal.frequencies(account, shared), context)


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


def _closeness(hit: Hit) -> tuple[bool, int, str]:
    named = any(key.kind in {KeyKind.MESSAGE_ID, KeyKind.CONVERSATION, KeyKind.QUOTE_NUMBER} for key in hit.keys)
    return not named, -len(hit.keys), hit.quote


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
