"""What waits for the owner in ``status``: late replies, questions, requests that are owed an answer."""

from collections.abc import Iterable
from datetime import datetime

from mailwatch.cli.output import Context
from mailwatch.cli.shapes import owed_line, question_line
from mailwatch.cycle.dossier import told
from mailwatch.cycle.organisations import habits_of
from mailwatch.cycle.owed import requests_owed
from mailwatch.cycle.questions import Outcome, outcomes, questions
from mailwatch.followup.dossier import Dossier
from mailwatch.followup.organisations import Habits
from mailwatch.interpret.remembered import quote_of
from mailwatch.model.facts import QuestionAsked
from mailwatch.ports import Desk
from mailwatch.text.identity import public_id
from mailwatch.wording import say
from mailwatch.wording.dates import span_in_words

_OPTIONS = {"none": "--none", "quote": "--quote", "not_quote": "--not-quote"}


def show_late(desk: Desk, dossiers: Iterable[Dossier], context: Context) -> None:
    for dossier in dossiers:
        if context.json:
            context.printer.object(late_line(dossier))
        headline, *rest = told(desk, dossier, context.language)
        context.printer.line(headline, style="yellow")
        for line in rest:
            context.printer.line(f"    {line}")


def late_line(dossier: Dossier) -> dict[str, object]:
    """``delayed``: the message was delivered late, and nobody was slow to answer."""
    quote, reply = dossier.conversation.quote, dossier.reply
    return {
        "type": "late_reply",
        "id": public_id(quote.account, quote.message_id),
        "quote": quote.message_id,
        "message": reply.message,
        "from": reply.sender,
        "answers_for": dossier.answers_for.address if dossier.answers_for else None,
        "kind": reply.reply.kind,
        "at": reply.at,
        "late_days": dossier.late_days,
        "delayed": dossier.delayed,
        "valid_until": dossier.valid_until,
        "expired": dossier.expired,
        "timeline": [
            {"at": word.at, "kind": word.kind, "template": word.template, "note": word.note or None} for word in dossier.timeline
        ],
        "variants": dossier.variants,
        "because": dossier.evidence,
    }


def show_questions(desk: Desk, now: datetime, context: Context) -> int:
    """How many are open. Today's, with what each answer would do; the others wait."""
    found = questions(desk, now)
    if context.json:
        for question in (*found.asked, *found.waiting):
            answers = [_outcome_line(outcome) for outcome in outcomes(desk, question, now)]
            context.printer.object({**question_line(desk, question), "asked": question in found.asked, "answers": answers})
    else:
        for question in found.asked:
            _tell_question(desk, question, now, context)
        if found.waiting:
            context.printer.say("questions_waiting", style="dim", count=len(found.waiting))
    return len(found.asked) + len(found.waiting)


def _outcome_line(outcome: Outcome) -> dict[str, object]:
    return {"answer": outcome.answer, "quote": outcome.quote, "status": outcome.status}


def _tell_question(desk: Desk, question: QuestionAsked, now: datetime, context: Context) -> None:
    id_ = public_id(desk.account.name, question.message or "")
    sender = question.sender or desk.account.address
    context.printer.say("status_question", style="yellow", id=id_, sender=sender)
    for outcome in outcomes(desk, question, now):
        answer = _OPTIONS.get(outcome.answer) or public_id(desk.account.name, outcome.answer)
        if outcome.quote is None or outcome.status is None:
            context.printer.say("question_answer_untracked", id=id_, answer=answer)
        else:
            status = say(f"status_{outcome.status}", context.language)
            context.printer.say(
                "question_answer", id=id_, answer=answer, named=_named(desk, question, outcome.quote), status=status
            )


def _named(desk: Desk, question: QuestionAsked, quote: str) -> str:
    found = quote_of(desk, quote)
    details = found.details if found else question.proposed
    return (details.reference or details.subject) if details else quote


def show_owed(desk: Desk, now: datetime, context: Context) -> int:
    """How many requests a working day has passed over."""
    owed = requests_owed(desk, now)
    for request in owed:
        habits = habits_of(desk, request.sender, now)
        line = owed_line(desk, request)
        if context.json:
            context.printer.object({**line, "organisation": organisation_line(habits)})
        context.printer.say("status_owed", style="yellow", sender=line["from"], subject=line["subject"])
        context.printer.say("owed_set_aside", id=line["id"])
        tell_habits(habits, context)
    return len(owed)


def organisation_line(habits: Habits | None) -> dict[str, object] | None:
    if habits is None:
        return None
    days = None if habits.delay is None else round(habits.delay.total_seconds() / 86_400, 1)
    return {
        "name": habits.organisation,
        "asked": habits.asked,
        "won": habits.won,
        "silent": habits.silent,
        "answer_days": days,
    }


def tell_habits(habits: Habits | None, context: Context) -> None:
    if habits is None:
        return
    context.printer.say(
        "organisation_habits", organisation=habits.organisation, count=habits.asked, won=habits.won, silent=habits.silent
    )
    if habits.delay is not None:
        span = span_in_words(habits.delay, context.language)
        context.printer.say("organisation_delay", organisation=habits.organisation, span=span)
