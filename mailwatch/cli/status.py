"""``status`` and ``why``."""

from argparse import Namespace
from datetime import datetime

from mailwatch import bootstrap
from mailwatch.cli.found import quote_named
from mailwatch.cli.output import Context
from mailwatch.cli.shapes import event_line, mailbox_line, owed_line, question_line, quote_line
from mailwatch.cli.told import tell
from mailwatch.cycle.events import Event, closing_of, event_of
from mailwatch.cycle.judge import Judged, judge
from mailwatch.cycle.poll import as_of
from mailwatch.followup.answers import awaiting, variants
from mailwatch.followup.decide import status as status_of
from mailwatch.followup.decide import upcoming
from mailwatch.model.conversation import CLOSED
from mailwatch.ports import Desk
from mailwatch.text.identity import public_id
from mailwatch.wording import render
from mailwatch.wording.dates import instant_in_words


def status(arguments: Namespace, context: Context) -> int:
    """Every quote not closed (``--all``: every one), open questions, answers owed, the state of each mailbox."""
    with bootstrap.opened(context.configured, now=context.now) as house:
        for desk in house.desks:
            _status_of(as_of(desk, house.now), house.now, context, everything=arguments.all)
    return 0


def _status_of(desk: Desk, now: datetime, context: Context, *, everything: bool) -> None:
    account = desk.account.name
    shown = [judge(desk, quote, now) for quote in desk.journal.quotes(account)]
    if not everything:
        shown = [found for found in shown if _is_open(found, now) and not _is_old_story(desk, found)]
    lines = [quote_line(found, now) for found in shown]
    questions = [question_line(desk, question) for question in desk.journal.open_questions(account)]
    owed = [owed_line(desk, request) for request in desk.journal.requests_owed(account)]
    state = mailbox_line(desk, desk.journal.state(account))
    if context.json:
        for line in (*lines, *questions, *owed, state):
            context.printer.object(line)
        return
    for found in shown:
        _tell_quote(found, now, context)
    for line in questions:
        context.printer.say("status_question", style="yellow", id=line["id"], sender=line["from"])
    for line in owed:
        context.printer.say("status_owed", style="yellow", sender=line["from"], subject=line["subject"])
    _tell_mailbox(desk, context, nothing=not (lines or questions or owed))


def _is_open(found: Judged, now: datetime) -> bool:
    conversation = found.conversation
    return conversation.replaced_by is None and status_of(conversation, found.people, found.policy, now) not in CLOSED


def _is_old_story(desk: Desk, found: Judged) -> bool:
    """A quote from before ``start`` about which nobody wrote since."""
    start, words = desk.policy.start, found.conversation.words
    return start is not None and found.conversation.quote.sent_at < start and all(word.at < start for word in words)


def _tell_quote(found: Judged, now: datetime, context: Context) -> None:
    printer = context.printer
    quote = found.conversation.quote
    following = upcoming(found.conversation, found.people, found.policy, now)
    word = status_of(found.conversation, found.people, found.policy, now)
    printer.line(
        f"{public_id(quote.account, quote.message_id)}  {quote.reference or quote.subject}  →  "
        f"{', '.join(person.address for person in quote.to)}",
        style="bold",
    )
    printer.line(f"    {_said(f'status_{word}', context)}")
    if following is not None:
        at = instant_in_words(following.at.astimezone(context.zone), context.language)
        printer.say("status_next", template=following.template, at=at)
    for reason in found.decision.because:
        printer.line(f"    {render(reason, context.language, context.zone)}", style="dim")


def _said(code: str, context: Context) -> str:
    from mailwatch.wording import say  # noqa: PLC0415 - one use

    return say(code, context.language)


def _tell_mailbox(desk: Desk, context: Context, *, nothing: bool) -> None:
    state = desk.journal.state(desk.account.name)
    if nothing:
        context.printer.say("status_nothing", account=desk.account.name)
    if state.last_view is None and state.failing_since is None:
        context.printer.say("status_never_seen", account=desk.account.name)
    if state.failing_since is not None:
        last = instant_in_words(state.last_view.astimezone(context.zone), context.language) if state.last_view else "–"
        context.printer.say("status_blind", style="red", account=desk.account.name, last=last, problem=state.problem or "")
    if state.interlock is not None:
        context.printer.say("status_locked", style="red", account=desk.account.name)


def why(arguments: Namespace, context: Context) -> int:
    """Every fact and decision about one quote, with evidence."""
    with bootstrap.opened(context.configured, now=context.now) as house:
        desk, quote = quote_named(house, arguments.quote)
        desk = as_of(desk, house.now)
        judged = judge(desk, quote, house.now)
        events = [
            event for fact in desk.journal.facts(desk.account.name, quote) if (event := event_of(desk, fact, judged)) is not None
        ]
        closing = closing_of(desk, judged)
        _tell_why(judged, [*events, *([closing] if closing else [])], house.now, context)
    return 0


def _tell_why(judged: Judged, events: list[Event], now: datetime, context: Context) -> None:
    reply = awaiting(judged.conversation)
    fitting = variants(judged.conversation, reply, judged.policy, now) if reply else ()
    if context.json:
        context.printer.object({**quote_line(judged, now), "variants": fitting})
        for event in events:
            context.printer.object(event_line(event))
        return
    _tell_quote(judged, now, context)
    if fitting:
        context.printer.say(
            "why_variants", variants=", ".join(fitting), id=public_id(judged.conversation.quote.account, judged.quote)
        )
    context.printer.line()
    for event in events:
        tell(event, context.printer)
