"""``once`` and ``run``."""

import logging
from argparse import Namespace

from mailwatch import bootstrap
from mailwatch.cli.failures import exit_code, messages
from mailwatch.cli.output import Context, Progress
from mailwatch.cli.shapes import event_line, mailbox_line
from mailwatch.cli.told import tell
from mailwatch.cycle.events import closing_of, event_of
from mailwatch.cycle.judge import judge
from mailwatch.cycle.poll import Report, as_of, run_cycle
from mailwatch.daemon import serve
from mailwatch.errors import ConfigError, MailboxError
from mailwatch.ports import Desk

log = logging.getLogger(__name__)

DONE, ASKS_OWNER, USAGE, UNREACHABLE = 0, 1, 2, 3


def once(arguments: Namespace, context: Context) -> int:  # noqa: ARG001 - the shape of every command
    """One cycle per account. A failing account does not keep the others from theirs."""
    codes = [DONE]
    with bootstrap.opened(context.configured, now=context.now) as house, bootstrap.locked(context.configured, house.now):
        for desk in house.desks:
            with context.printer.working("cycle_progress", account=desk.account.name) as progress:
                code = _one(desk, house, context, progress)
            codes.append(code)
            if context.json:
                context.printer.object(mailbox_line(desk, desk.journal.state(desk.account.name)))
        if any(desk.journal.open_questions(desk.account.name) for desk in house.desks):
            codes.append(ASKS_OWNER)
    return next((code for code in (USAGE, ASKS_OWNER, UNREACHABLE) if code in codes), DONE)


def _one(desk: Desk, house: bootstrap.House, context: Context, progress: Progress) -> int:
    try:
        report = run_cycle(desk, house.now, progress.tick)
    except (MailboxError, ConfigError) as error:
        context.printer.problem(f"{desk.account.name}: {messages(error, context.language)[0]}")
        return exit_code(error)
    show(desk, report, house, context)
    return ASKS_OWNER if report.interlock else DONE


def show(desk: Desk, report: Report, house: bootstrap.House, context: Context) -> None:
    """What the cycle found and did, as events."""
    desk = as_of(desk, house.now)
    events = []
    for fact in report.facts:
        event = event_of(desk, fact, judge(desk, fact.quote, house.now) if fact.quote else None)
        events += [event] if event else []
    touched = {fact.quote for fact in report.facts}
    for found in report.judged:
        event = closing_of(desk, found)
        news = found.quote in touched or (report.since is not None and event is not None and event.at > report.since)
        events += [event] if event is not None and news and found.policy.cadence is not None else []
    for event in events:
        if context.json:
            context.printer.object(event_line(event))
        else:
            tell(event, context.printer)
    if report.interlock:
        context.printer.note("cycle_locked", account=desk.account.name)
    elif not events:
        context.printer.say("cycle_nothing", account=desk.account.name)


def run(arguments: Namespace, context: Context) -> int:  # noqa: ARG001 - the shape of every command
    """The daemon. SIGTERM and SIGINT end it with 0."""
    with bootstrap.services(context.configured) as services:
        context.printer.say("run_started", count=len(services.cycles))
        serve(services)
    context.printer.say("run_stopped")
    return DONE
