"""Which answers fit what a prospect wrote. The first is the one drafted when answers are drafted at once."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from mailwatch.followup.lateness import late_days
from mailwatch.followup.rules import QuotePolicy
from mailwatch.model.conversation import Conversation, DraftPhase, Party
from mailwatch.model.facts import ReplyReceived
from mailwatch.model.reading import ReplyKind

#: To an answer that came in time.
_IN_TIME: Mapping[ReplyKind, tuple[str, ...]] = MappingProxyType(
    {
        ReplyKind.ACCEPT: ("acceptation_merci",),
        ReplyKind.DECLINE: ("merci_refus", "merci_refus_question"),
        ReplyKind.STALL: ("accuse_reponse_attente",),
        ReplyKind.ACKNOWLEDGEMENT: (),
        ReplyKind.QUESTION: ("reponse_question_accuse",),
        ReplyKind.NEGOTIATION: ("negociation_accuse",),
        ReplyKind.REDIRECT: ("relance_nouveau_contact",),
        ReplyKind.LEFT: ("contact_parti_successeur",),
        ReplyKind.STOP: ("confirmation_opposition",),
        ReplyKind.NEW_NEED: ("accuse_demande", "decliner_de_chiffrer"),
        ReplyKind.UNKNOWN: (),
    }
)

#: Written to somebody else than who answered: only with an address that the owner gives.
TO_SOMEBODY_ELSE = frozenset({"relance_nouveau_contact", "contact_parti_successeur"})

#: To one that came months later: the old price and dates are never confirmed, and no is as easy as yes.
_LATE: Mapping[ReplyKind, tuple[str, ...]] = MappingProxyType(
    {
        ReplyKind.ACCEPT: ("tardive_acceptation", "acceptation_indisponible", "tardive_non_interesse"),
        ReplyKind.DECLINE: ("tardive_refus_merci",),
        ReplyKind.STOP: ("confirmation_opposition",),
    }
)
_LATE_OTHERWISE = ("tardive_reactivation", "tardive_non_interesse")

#: Answers that ``answers: draft`` writes by itself when they came in time: thanks for a refusal, and nothing that commits.
_UNASKED_IN_TIME = frozenset({ReplyKind.DECLINE})


def variants(conversation: Conversation, reply: ReplyReceived, policy: QuotePolicy, now: datetime) -> tuple[str, ...]:
    """The templates that fit this answer, best first; empty when nothing needs to be said."""
    kind = reply.reply.kind
    if late_days(conversation, reply, policy, now) is not None:
        return _with_availability(conversation, _LATE.get(kind, _LATE_OTHERWISE), now)
    if kind is ReplyKind.ACCEPT and policy.calendar.day(reply.at) > policy.valid_until:
        return _with_availability(conversation, ("acceptation_hors_delai", "acceptation_indisponible"), now)
    if kind is ReplyKind.DECLINE and reply.reply.final is False:
        return ("refus_temporaire", *_IN_TIME[kind])
    return _IN_TIME[kind]


def awaiting(conversation: Conversation) -> ReplyReceived | None:
    """The prospect's last word, when nobody has answered it."""
    last = conversation.words[-1] if conversation.words else None
    if last is None or last.party is Party.US:
        return None
    return next((reply for reply in reversed(conversation.replies) if reply.at == last.at), None)


def unasked(conversation: Conversation, policy: QuotePolicy, now: datetime) -> tuple[ReplyReceived, str] | None:
    """What to draft at once: the answer to a late reply, to an acceptance out of time or to a refusal, once."""
    reply = awaiting(conversation)
    if reply is None or reply.reply.kind is ReplyKind.STOP:
        return None
    late = late_days(conversation, reply, policy, now) is not None
    out_of_time = reply.reply.kind is ReplyKind.ACCEPT and policy.calendar.day(reply.at) > policy.valid_until
    if not (late or out_of_time or reply.reply.kind in _UNASKED_IN_TIME):
        return None
    made = {
        draft.variant for draft in conversation.drafts if draft.phase is not DraftPhase.REFUSED and draft.intended >= reply.at
    }
    fitting = variants(conversation, reply, policy, now)
    return (reply, fitting[0]) if fitting and not made.intersection(fitting) else None


def _with_availability(conversation: Conversation, fitting: tuple[str, ...], now: datetime) -> tuple[str, ...]:
    """When the owner is no longer free, that answer comes first."""
    gone = conversation.available_until is not None and conversation.available_until < now.date()
    first = "acceptation_indisponible"
    if not gone or first not in fitting:
        return fitting
    return (first, *(variant for variant in fitting if variant != first))
