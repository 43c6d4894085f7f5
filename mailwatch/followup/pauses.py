"""What holds a follow-up back until a day: words of theirs, absences, the owner's snooze, and the limits per contact."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mailwatch.followup.ball import awaited_decision, standing, undated_stalls
from mailwatch.followup.people import ContactHistory
from mailwatch.followup.rules import QuotePolicy
from mailwatch.model.conversation import Conversation, Party, WordKind
from mailwatch.model.reading import ReceivedKind, ReplyKind
from mailwatch.model.reasons import Reason, reason

#: In working days.
AFTER_STALL = 10
AFTER_ACKNOWLEDGEMENT = 5
AFTER_DECISION = 2
AFTER_RETURN = 2
AFTER_ANY_MESSAGE = 2

#: An absence that names no day of return.
UNDATED_ABSENCE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Pause:
    """No follow-up before ``until`` (a day, owner's zone), nor before the first day on or after it that drafts are due.

    ``away``: it makes the quote count as paused (absence, snooze, mail about something else).
    """

    until: date
    because: Reason
    away: bool = False


def pauses(conversation: Conversation, people: ContactHistory, policy: QuotePolicy) -> tuple[Pause, ...]:
    """Every pause that was ever asked for; those in the past hold nothing back any more."""
    return (
        *_their_words(conversation, policy),
        *_any_message(conversation, people, policy),
        *_absences(conversation, people, policy),
        *_snooze(conversation),
    )


def limits(conversation: Conversation, people: ContactHistory, policy: QuotePolicy, *, first: bool) -> tuple[Pause, ...]:
    """The gap since our last message or call and the touches per contact. ``first``: no step of the quote was used yet,
    so that the quote itself does not hold it back."""
    return (*_gap(conversation, people, policy, first=first), *_cap(conversation, people, policy))


def reply_pause_ends(at: datetime, policy: QuotePolicy) -> datetime:
    """Until when a message of theirs rules out any new draft."""
    calendar = policy.calendar
    return calendar.due(calendar.working_days_after(calendar.day(at), AFTER_ANY_MESSAGE))


def gap_ends(at: datetime, policy: QuotePolicy) -> datetime:
    """Until when a message of ours rules out any new draft."""
    calendar = policy.calendar
    return calendar.due(calendar.working_days_after(calendar.day(at), policy.limits.gap))


def _their_words(conversation: Conversation, policy: QuotePolicy) -> Iterable[Pause]:
    calendar = policy.calendar
    stalls = undated_stalls(conversation)
    if stalls:
        until = calendar.working_days_after(calendar.day(stalls[-1].at), AFTER_STALL)
        yield Pause(until, reason("pause_stall", until=until.isoformat()))
    for reply in standing(conversation):
        if reply.reply.kind is ReplyKind.ACKNOWLEDGEMENT:
            until = calendar.working_days_after(calendar.day(reply.at), AFTER_ACKNOWLEDGEMENT)
            yield Pause(until, reason("pause_acknowledgement", until=until.isoformat()))
            break
    decision = awaited_decision(conversation, calendar)
    if decision is not None:
        until = calendar.working_days_after(decision, AFTER_DECISION)
        yield Pause(until, reason("pause_decision", date=decision.isoformat(), until=until.isoformat()))


def _any_message(conversation: Conversation, people: ContactHistory, policy: QuotePolicy) -> Iterable[Pause]:
    own = conversation.quote.message_id
    calendar = policy.calendar
    heard = [(reply.at, False) for reply in conversation.replies]
    heard += [(mail.at, True) for mail in people.incoming if mail.quote != own]
    for elsewhere in (False, True):
        latest = max((at for at, other in heard if other is elsewhere), default=None)
        if latest is not None:
            until = calendar.working_days_after(calendar.day(latest), AFTER_ANY_MESSAGE)
            yield Pause(until, reason("pause_message", until=until.isoformat()), away=elsewhere)


def _absences(conversation: Conversation, people: ContactHistory, policy: QuotePolicy) -> Iterable[Pause]:
    """A day of return that had passed when the notice came says nothing: the notice was forgotten."""
    notices = {(absence.at, absence.until) for absence in people.absences}
    notices |= {(fact.at, fact.until) for fact in conversation.automatic if fact.kind is ReceivedKind.OUT_OF_OFFICE}
    calendar = policy.calendar
    for at, back in sorted(notices, key=lambda notice: notice[0]):
        if back is None or back < calendar.day(at):
            until = calendar.day(at) + UNDATED_ABSENCE
        else:
            until = calendar.working_days_after(back, AFTER_RETURN)
        yield Pause(until, reason("pause_absence", until=until.isoformat()), away=True)


def _snooze(conversation: Conversation) -> Iterable[Pause]:
    if conversation.snoozed_until is not None:
        until = conversation.snoozed_until
        yield Pause(until, reason("snoozed", until=until.isoformat()), away=True)


def _gap(conversation: Conversation, people: ContactHistory, policy: QuotePolicy, *, first: bool) -> Iterable[Pause]:
    """Counted from the *last* message or call alone: when that was the quote itself, its first step is free."""
    own = conversation.quote.message_id
    words = [(word.at, word.kind is WordKind.QUOTE) for word in conversation.words if word.party is Party.US]
    words += [(word.at, word.quotation and word.quote == own) for word in people.outgoing]
    at, quotation = max(words, default=(None, True))
    if at is not None and not (quotation and first):
        calendar = policy.calendar
        until = calendar.working_days_after(calendar.day(at), policy.limits.gap)
        yield Pause(until, reason("gap", until=until.isoformat()))


def _cap(conversation: Conversation, people: ContactHistory, policy: QuotePolicy) -> Iterable[Pause]:
    """A touch counts in the ``touch_days`` days that end on the due day: on day ``touch_days`` after it, it is out."""
    most = policy.limits.touches
    for person in conversation.recipients:
        instants = {word.at for word in people.touches if person in word.contacts} | set(conversation.touches)
        if len(instants) >= most:
            decisive = policy.calendar.day(sorted(instants)[-most])
            until = decisive + timedelta(days=policy.limits.touch_days)
            yield Pause(until, reason("touches_per_contact", contact=person, touches=most, until=until.isoformat()))
