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

#: Pauses, as opposed to the limits of our own; by reason code.
ASKED_FOR = frozenset({"pause_stall", "pause_acknowledgement", "pause_decision", "pause_message", "pause_absence", "snoozed"})

#: An absence that names no day of return.
UNDATED_ABSENCE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Pause:
    """No follow-up before ``until`` (a day, owner's zone), nor before the first day on or after it that drafts are due.

    ``away``: it makes the quote count as paused (absence, snooze, mail about something else). ``since`` is when it came
    up, for what came from outside the conversation: that never reopens a quote which was closed before. None: a word in
    the conversation itself.
    """

    until: date
    because: Reason
    away: bool = False
    since: datetime | None = None


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
    for at, elsewhere in sorted(heard):
        until = calendar.working_days_after(calendar.day(at), AFTER_ANY_MESSAGE)
        since = at if elsewhere else None
        yield Pause(until, reason("pause_message", until=until.isoformat()), away=elsewhere, since=since)


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
        yield Pause(until, reason("pause_absence", until=until.isoformat()), away=True, since=at)


def _snooze(conversation: Conversation) -> Iterable[Pause]:
    if conversation.snoozed_until is not None:
        until = conversation.snoozed_until
        yield Pause(until, reason("snoozed", until=until.isoformat()), away=True)


def _gap(conversation: Conversation, people: ContactHistory, policy: QuotePolicy, *, first: bool) -> Iterable[Pause]:
    """Decided by the *last* message or call: when that was the quote itself, and nothing else in the same instant, its
    first step is free."""
    own = conversation.quote.message_id
    words = [(word.at, word.kind is WordKind.QUOTE) for word in conversation.words if word.party is Party.US]
    words += [(word.at, word.quotation and word.quote == own) for word in people.outgoing]
    calendar = policy.calendar
    last = max((at for at, _ in words), default=None)
    if first and all(quotation for at, quotation in words if at == last):
        return
    for at, _ in sorted(words):
        until = calendar.working_days_after(calendar.day(at), policy.limits.gap)
        yield Pause(until, reason("gap", until=until.isoformat()), since=at)


def _cap(conversation: Conversation, people: ContactHistory, policy: QuotePolicy) -> Iterable[Pause]:
    """A touch counts in the ``touch_days`` days that end on the due day: on day ``touch_days`` after it, it is out."""
    most = policy.limits.touches
    for person in conversation.recipients:
        instants = sorted({word.at for word in people.touches if person in word.contacts} | set(conversation.touches))
        for earliest, latest in zip(instants, instants[most - 1 :], strict=False):
            until = policy.calendar.day(earliest) + timedelta(days=policy.limits.touch_days)
            because = reason("touches_per_contact", contact=person, touches=most, until=until.isoformat())
            yield Pause(until, because, since=latest)
