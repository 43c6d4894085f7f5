"""Mail of a signing service or a portal about a document of ours: nobody's answer, but not nothing either."""

from datetime import datetime

from mailwatch.interpret.evidence import proof_of
from mailwatch.interpret.remembered import latest_version, quote_of
from mailwatch.interpret.timing import instant_of
from mailwatch.matching.context import Proof
from mailwatch.matching.keys import keys_of_received
from mailwatch.matching.numbers import is_bare
from mailwatch.matching.signing import signing
from mailwatch.model.attribution import Candidate, Key, KeyKind
from mailwatch.model.facts import About, QuestionAsked
from mailwatch.model.message import Message, Seen
from mailwatch.model.reading import ReplyReading
from mailwatch.model.reasons import Reason, reason
from mailwatch.ports import Desk

_NUMBER = 14.0
_BASE = -11.0
_FORGED = reason("dmarc_fail", bits=-6.0)


def signature_notice(desk: Desk, seen: Seen, message: Message, now: datetime) -> QuestionAsked | None:
    """A machine says that a quote of ours, which it names by its number, was signed or refused: the owner is asked, and nobody
    chased meanwhile. Who can write that a quote was signed need not be the service: nothing is decided by it."""
    sender = seen.headers.sender
    kind = signing(f"{seen.headers.subject}\n{message.new_text}")
    if kind is None or sender is None:
        return None
    numbers = tuple(key for key in keys_of_received(message) if key.kind is KeyKind.QUOTE_NUMBER and _names(key))
    found = (
        {latest_version(desk, hit.quote): hit for hit in desk.journal.candidates(desk.account.name, numbers)} if numbers else {}
    )
    at = instant_of(seen, now)
    named = {quote: hit for quote, hit in found.items() if (sent := quote_of(desk, quote)) is not None and sent.at <= at}
    if not named:
        return None
    forged = proof_of(seen.headers, desk.account.trusted_authserv) is Proof.FAIL
    because = (*((_FORGED,) if forged else ()), *_grounds(next(iter(named.values())).keys[0], sender.address))
    score = sum(ground.bits or 0.0 for ground in because)
    return QuestionAsked(
        at=at,
        contacts=(sender.address,),
        message=seen.headers.message_id,
        about=About.REPLY,
        sender=sender.address,
        candidates=tuple(Candidate(quote, score) for quote in named),
        reply=ReplyReading(kind),
        because=because,
    )


def _names(key: Key) -> bool:
    """Digits alone are also those of parcels and invoices."""
    return key.where in {"new", "subject", "attachment"} and not is_bare(key.value)


def _grounds(number: Key, sender: str) -> tuple[Reason, ...]:
    return (
        reason("names_quote_number", bits=_NUMBER, number=number.value),
        reason("signature_notice", sender=sender),
        reason("base_rate", bits=_BASE),
    )
