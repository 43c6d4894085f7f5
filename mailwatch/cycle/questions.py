"""Questions that only the owner can settle: which are asked today, and what each answer would do."""

from dataclasses import dataclass
from datetime import datetime

from mailwatch.cycle.judge import judge
from mailwatch.followup.decide import status
from mailwatch.model.conversation import Status
from mailwatch.model.facts import About, Fact, QuestionAnswered, QuestionAsked, QuoteSent
from mailwatch.ports import Desk

#: Questions put to the owner on one day; the others wait, and hold their quotes meanwhile.
ASKED_A_DAY = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one answer would do: ``quote`` would stand at ``status``; both None where nothing would be tracked.

    ``answer`` is a quote's Message-ID, or ``none``, ``quote``, ``not_quote`` as the options are called.
    """

    answer: str
    quote: str | None = None
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Questions:
    """``asked`` today, best first; ``waiting`` until others are answered, or until tomorrow."""

    asked: tuple[QuestionAsked, ...] = ()
    waiting: tuple[QuestionAsked, ...] = ()


def questions(desk: Desk, now: datetime) -> Questions:
    """What is open, the surest first: a draft of unknown fate, then by the best candidate's score."""
    midnight = now.astimezone(desk.policy.calendar.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    left = max(0, ASKED_A_DAY - desk.journal.answered_since(desk.account.name, midnight))
    ordered = sorted(desk.journal.open_questions(desk.account.name), key=_rank)
    return Questions(tuple(ordered[:left]), tuple(ordered[left:]))


def _rank(question: QuestionAsked) -> tuple[bool, float, datetime]:
    best = max((candidate.score for candidate in question.candidates), default=0.0)
    return question.about is not About.DRAFT, -best, question.at


def outcomes(desk: Desk, question: QuestionAsked, now: datetime) -> tuple[Outcome, ...]:
    """What each possible answer would do to the quote concerned."""
    match question:
        case QuestionAsked(about=About.QUOTE, proposed=quote) if quote is not None:
            sent = QuoteSent(at=quote.sent_at, quote=quote.message_id, contacts=quote.contacts, details=quote)
            return (Outcome("quote", quote.message_id, _status(desk, quote.message_id, now, sent)), Outcome("not_quote"))
        case QuestionAsked(about=About.DRAFT, quote=str() as quote):
            return (_answered(desk, question, quote, quote, now), _answered(desk, question, None, quote, now))
        case _:
            named = [candidate.quote for candidate in question.candidates]
            first = named[0] if named else None
            none = _answered(desk, question, None, first, now) if first else Outcome("none")
            return (*(_answered(desk, question, quote, quote, now) for quote in named), none)


def _answered(desk: Desk, question: QuestionAsked, chosen: str | None, quote: str, now: datetime) -> Outcome:
    answer = QuestionAnswered(
        at=now, quote=chosen, contacts=question.contacts, message=question.message, candidates=question.candidates
    )
    return Outcome(chosen or "none", quote, _status(desk, quote, now, answer))


def _status(desk: Desk, quote: str, now: datetime, supposed: Fact) -> Status:
    found = judge(desk, quote, now, supposing=(supposed,))
    return status(found.conversation, found.people, found.policy, now)
