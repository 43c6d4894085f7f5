"""The public JSON objects (docs/json.md), before the printer renders amounts, instants and reasons."""

from datetime import datetime

from mailwatch.cycle.events import Event
from mailwatch.cycle.judge import Judged
from mailwatch.followup.decide import status, upcoming
from mailwatch.model.attribution import Candidate
from mailwatch.model.facts import About, ContactWrote, QuestionAsked
from mailwatch.ports import AccountState, Desk
from mailwatch.text.identity import public_id


def candidates(found: tuple[Candidate, ...]) -> list[dict[str, object]]:
    return [{"quote": candidate.quote, "score": round(candidate.score, 2)} for candidate in found]


def event_line(event: Event) -> dict[str, object]:
    fields = {key: candidates(value) if key == "candidates" else value for key, value in event.fields.items()}  # type: ignore[arg-type]
    because = {} if event.because is None else {"because": event.because}
    return {"at": event.at, "event": event.name, **fields, **because}


def quote_line(judged: Judged, now: datetime) -> dict[str, object]:
    conversation, quote = judged.conversation, judged.conversation.quote
    following = upcoming(conversation, judged.people, judged.policy, now)
    return {
        "type": "quote",
        "id": public_id(quote.account, quote.message_id),
        "quote": quote.message_id,
        "account": quote.account,
        "reference": quote.reference,
        "subject": quote.subject,
        "to": [person.address for person in quote.to],
        "sent_at": quote.sent_at,
        "amount": quote.amount,
        "valid_until": judged.policy.valid_until,
        "language": conversation.language or quote.language,
        "register": conversation.register or quote.register,
        "cadence": judged.policy.cadence.name if judged.policy.cadence else None,
        "status": status(conversation, judged.people, judged.policy, now),
        "touches": len(conversation.touches),
        "last_word": conversation.last_word,
        "next": {"step": following.step, "template": following.template, "at": following.at} if following else None,
        "because": judged.decision.because,
    }


def question_line(desk: Desk, question: QuestionAsked) -> dict[str, object]:
    return {
        "type": "question",
        "id": public_id(desk.account.name, question.message or ""),
        "message": question.message,
        "from": question.sender or desk.account.address,
        "about": question.about,
        "candidates": candidates(question.candidates) if question.about is About.REPLY else [],
        "because": question.because,
    }


def owed_line(desk: Desk, request: ContactWrote) -> dict[str, object]:
    return {
        "type": "owed",
        "id": public_id(desk.account.name, request.message or ""),
        "message": request.message,
        "from": request.sender,
        "subject": request.subject,
        "since": request.at,
    }


def mailbox_line(desk: Desk, state: AccountState) -> dict[str, object]:
    """``state``: ``ok``, ``new`` (never seen yet), ``locked`` (no drafts until ``check --accept``), ``unavailable``."""
    word = "ok" if state.last_view else "new"
    if state.interlock:
        word = "locked"
    if state.failing_since:
        word = "unavailable"
    return {
        "type": "mailbox",
        "account": desk.account.name,
        "state": word,
        "last_view": state.last_view,
        "next_try": state.next_try,
        "problem": state.problem or state.interlock,
    }
