"""The digest: at most once a day or week, and only when there is something to say."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from mailwatch.cycle.dossier import headline
from mailwatch.cycle.judge import Judged, judge
from mailwatch.cycle.notices import Notice, put
from mailwatch.cycle.owed import requests_owed
from mailwatch.cycle.questions import questions
from mailwatch.followup.calendar import WorkingCalendar, working_calendar
from mailwatch.followup.decide import status
from mailwatch.followup.dossier import unanswered_late
from mailwatch.model.conversation import DraftPhase, Status
from mailwatch.model.decisions import Close
from mailwatch.model.notices import Digest, NoticeKind
from mailwatch.ports import Desk, Entry
from mailwatch.text.identity import public_id
from mailwatch.wording import Language, say
from mailwatch.wording.dates import day_in_words

_PERIOD = {Digest.DAILY: timedelta(days=1), Digest.WEEKLY: timedelta(days=7)}
_WEEK = 7
_WAITING = frozenset({DraftPhase.WAITING, DraftPhase.EDITED, DraftPhase.LEFT})


def put_digest(desk: Desk, now: datetime) -> None:
    """What waits for the owner, at ``drafts_at``; a moment missed is made up for at the next cycle, once."""
    wanted = desk.notify.digest
    if wanted is Digest.NONE:
        return
    moment = latest_moment(desk, wanted, now)
    told_until = desk.journal.state(desk.account.name).digested
    if told_until is not None and told_until >= moment:
        return
    text = digest_lines(desk, told_until or moment - _PERIOD[wanted], now)
    day = moment.date()
    subject = say("digest_subject", desk.notify.language, day=day_in_words(day, desk.notify.language))
    if not text or put(desk, Notice(NoticeKind.DIGEST, day.isoformat(), subject, text), now):
        state = replace(desk.journal.state(desk.account.name), digested=moment)
        desk.journal.record(desk.account.name, Entry(state=state), now=now)


def latest_moment(desk: Desk, wanted: Digest, now: datetime) -> datetime:
    """``drafts_at`` of the last working day up to now; for a weekly digest, of the first working day of a week."""
    calendar = working_calendar(desk.policy.calendar, desk.holidays[desk.policy.calendar.jurisdiction])
    day = calendar.day(now)
    while not _is_moment(calendar, day, wanted) or calendar.at(day) > now:
        day -= timedelta(days=1)
    return calendar.at(day)


def _is_moment(calendar: WorkingCalendar, day: date, wanted: Digest) -> bool:
    if not calendar.is_working(day):
        return False
    earlier = [day - timedelta(days=back) for back in range(1, day.weekday() + 1)]
    return wanted is Digest.DAILY or not any(calendar.is_working(one) for one in earlier)


def digest_lines(desk: Desk, since: datetime, now: datetime) -> tuple[str, ...]:
    """Section by section; empty when there is nothing to say."""
    language = desk.notify.language
    found = [judge(desk, quote, now) for quote in desk.journal.quotes(desk.account.name)]
    found = [one for one in found if one.conversation.replaced_by is None and _is_recent(desk, one)]
    sections = (
        ("digest_late", [*_late(found, now, language)]),
        ("digest_owed", [*_owed(desk, found, now, language)]),
        ("digest_questions", [*_questions(desk, now, language)]),
        ("digest_drafts", [*_drafts(found)]),
        ("digest_closed", [*_closed(found, since)]),
    )
    return tuple(line for code, lines in sections if lines for line in (*_heading(code, language), *lines, ""))


def _heading(code: str, language: Language) -> Iterator[str]:
    yield say(code, language)


def _is_recent(desk: Desk, found: Judged) -> bool:
    """Quotes from before ``start`` are history until somebody writes about them."""
    start = desk.policy.start
    return start is None or any(word.at >= start for word in found.conversation.words)


def _line(found: Judged, more: str = "") -> str:
    quote = found.conversation.quote
    people = ", ".join(person.name or person.address for person in quote.to)
    named = quote.reference or quote.subject
    return f"  - {public_id(quote.account, quote.message_id)}  {named} → {people}{f' ({more})' if more else ''}"


def _late(found: Sequence[Judged], now: datetime, language: Language) -> Iterator[str]:
    for one in found:
        dossier = unanswered_late(one.conversation, one.policy, now)
        if dossier is not None:
            id_ = public_id(one.conversation.quote.account, one.quote)
            yield f"  - {id_}  {headline(dossier, language)} (mailwatch why {id_})"


def _owed(desk: Desk, found: Sequence[Judged], now: datetime, language: Language) -> Iterator[str]:
    for one in found:
        late = unanswered_late(one.conversation, one.policy, now)
        if late is None and status(one.conversation, one.people, one.policy, now) is Status.WAITING_ON_US:
            yield _line(one, say(f"kind_{one.conversation.replies[-1].reply.kind}", language) if one.conversation.replies else "")
    for request in requests_owed(desk, now):
        yield f"  - {public_id(desk.account.name, request.message or '')}  {request.subject} ({request.sender})"


def _questions(desk: Desk, now: datetime, language: Language) -> Iterator[str]:
    for question in questions(desk, now).asked:
        id_ = public_id(desk.account.name, question.message or "")
        yield f"  - {say('status_question', language, id=id_, sender=question.sender or desk.account.address)}"


def _drafts(found: Sequence[Judged]) -> Iterator[str]:
    for one in found:
        for draft in one.conversation.drafts:
            if draft.phase in _WAITING:
                yield _line(one, draft.template)


def _closed(found: Sequence[Judged], since: datetime) -> Iterator[str]:
    for one in found:
        over = one.decision
        if isinstance(over, Close) and over.status is Status.CLOSED_NO_ANSWER and over.at > since and one.policy.cadence:
            yield _line(one)
