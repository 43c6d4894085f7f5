"""``status`` and ``why``."""

from argparse import Namespace
from datetime import datetime

from mailwatch import bootstrap
from mailwatch.cli.found import quote_named
from mailwatch.cli.output import Context
from mailwatch.cli.shapes import event_line, mailbox_line, quote_line
from mailwatch.cli.told import tell
from mailwatch.cli.waiting import organisation_line, show_late, show_owed, show_questions, tell_habits
from mailwatch.cycle.events import Event, closing_of, event_of, outcome_of
from mailwatch.cycle.judge import Judged, judge
from mailwatch.cycle.organisations import habits_of
from mailwatch.cycle.poll import as_of
from mailwatch.followup.answers import awaiting, variants
from mailwatch.followup.decide import status as status_of
from mailwatch.followup.decide import upcoming
from mailwatch.followup.dossier import latest_late, unanswered_late
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
    every = [judge(desk, quote, now) for quote in desk.journal.quotes(account)]
    recent = [found for found in every if not _is_old_story(desk, found)]
    shown = every if everything else [found for found in recent if _is_open(found, now)]
    late = [dossier for found in recent if (dossier := unanswered_late(found.conversation, found.policy, now)) is not None]
    for found in shown:
        if context.json:
            context.printer.object(quote_line(found, now))
        else:
            _tell_quote(found, now, context)
    show_late(desk, late, context)
    waiting = show_questions(desk, now, context) + show_owed(desk, now, context)
    if context.json:
        context.printer.object(mailbox_line(desk, desk.journal.state(account)))
    else:
        _tell_mailbox(desk, context, nothing=not (shown or late or waiting))


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
    if state.failing_since is not None and state.last_view is None:
        context.printer.say("status_unreachable", style="red", account=desk.account.name, problem=state.problem or "–")
    elif state.failing_since is not None and state.last_view is not None:
        last = instant_in_words(state.last_view.astimezone(context.zone), context.language)
        context.printer.say("status_blind", style="red", account=desk.account.name, last=last, problem=state.problem or "")
    if state.interlock is not None:
        context.printer.say("status_locked", style="red", account=desk.account.name)


def why(arguments: Namespace, context: Context) -> int:
    """Every fact and decision about one quote, with evidence."""
    with bootstrap.opened(context.configured, now=context.now) as house:
        desk, quote = quote_named(house, arguments.quote)
        desk = as_of(desk, house.now)
        judged = judge(desk, quote, house.now)
        facts = desk.journal.facts(desk.account.name, quote)
        told = (event_of(desk, fact, judged) or outcome_of(desk, fact, judged) for fact in facts)
        events = [event for event in told if event is not None]
        closing = closing_of(desk, judged)
        _tell_why(desk, judged, [*events, *([closing] if closing else [])], house.now, context)
    return 0


def _tell_why(desk: Desk, judged: Judged, events: list[Event], now: datetime, context: Context) -> None:
    reply = awaiting(judged.conversation)
    fitting = variants(judged.conversation, reply, judged.policy, now) if reply else ()
    late = latest_late(judged.conversation, judged.policy, now)
    habits = next((found for one in judged.conversation.quote.contacts if (found := habits_of(desk, one, now))), None)
    if context.json:
        line = {**quote_line(judged, now), "variants": fitting, "organisation": organisation_line(habits)}
        context.printer.object(line)
        for event in events:
            context.printer.object(event_line(event))
        show_late(desk, [late] if late else [], context)
        return
    _tell_quote(judged, now, context)
    tell_habits(habits, context)
    show_late(desk, [late] if late else [], context)
    if fitting:
        context.printer.say(
            "why_variants", variants=", ".join(fitting), id=public_id(judged.conversation.quote.account, judged.quote)
        )
    context.printer.line()
    for event in events:
        tell(event, context.printer, whole=True)
