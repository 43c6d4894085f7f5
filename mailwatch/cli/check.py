"""``check``: what mailwatch sees, and what would stop it."""

from argparse import Namespace
from dataclasses import replace
from datetime import datetime, timedelta

from mailwatch import bootstrap
from mailwatch.cli.arguments import UsageError
from mailwatch.cli.failures import exit_code, messages
from mailwatch.cli.output import Context
from mailwatch.cli.shapes import mailbox_line
from mailwatch.drafting.lint import lint_folder
from mailwatch.errors import MailboxError
from mailwatch.model.facts import QuoteSent
from mailwatch.ports import Appended, Desk, Entry
from mailwatch.text.identity import public_id
from mailwatch.wording import say

DONE, ASKS_OWNER, UNREACHABLE = 0, 1, 3

#: How far back "quotes found lately" looks.
LATELY = timedelta(days=60)


def run(arguments: Namespace, context: Context) -> int:
    """Connect to every account and show what is found. Writes nothing unless ``--write-test`` asks for it."""
    settings = context.configured
    if arguments.health:
        healthy = bootstrap.is_healthy(settings, context.clock())
        context.printer.say("check_healthy" if healthy else "check_unhealthy")
        return DONE if healthy else ASKS_OWNER
    codes = [DONE]
    if arguments.create and not settings.commands.mailboxes:
        raise UsageError(say("usage_create_off", context.language))
    with bootstrap.opened(settings, now=context.now) as house:
        for desk in house.desks:
            if arguments.create:
                _create(desk, context)
            if arguments.accept:
                _accept(desk, house.now, context)
            codes.append(_account(desk, house.now, context, write_test=arguments.write_test))
    if settings.templates is not None:
        codes.append(_templates(context))
    return next((code for code in (ASKS_OWNER, UNREACHABLE) if code in codes), DONE)


def _create(desk: Desk, context: Context) -> None:
    """The command mailboxes, in the owner's language, where they are missing. Raises MailboxError."""
    for name in desk.mailbox.create_commands(context.language):
        context.printer.say("check_created", name=name)
        if context.json:
            context.printer.object({"type": "created", "account": desk.account.name, "name": name})


def _accept(desk: Desk, now: datetime, context: Context) -> None:
    """Release the interlock: what it saw is what the owner wants. What it held back is looked at in the next cycle."""
    state = desk.journal.state(desk.account.name)
    released = replace(state, interlock=None, interlock_accepted=now, refused_logins=0)
    held_back = tuple((quote, now) for quote in desk.journal.quotes(desk.account.name)) if state.interlock else ()
    desk.journal.record(desk.account.name, Entry(state=released, looks=held_back), now=now)
    context.printer.say("check_accepted", account=desk.account.name)


def _account(desk: Desk, now: datetime, context: Context, *, write_test: bool) -> int:
    printer = context.printer
    printer.say("check_account", style="bold", account=desk.account.name)
    try:
        found = desk.mailbox.mailboxes()
        code = _write_test(desk, now, context) if write_test else DONE
    except MailboxError as error:
        printer.problem(f"{desk.account.name}: {messages(error, context.language)[0]}")
        return exit_code(error)
    for mailbox in found:
        printer.say("check_mailbox", name=mailbox.name, role=mailbox.role, how=mailbox.how)
        if context.json:
            printer.object(
                {"type": "found", "account": desk.account.name, "name": mailbox.name, "role": mailbox.role, "how": mailbox.how}
            )
    _quotes_lately(desk, now, context)
    state = desk.journal.state(desk.account.name)
    if context.json:
        printer.object(mailbox_line(desk, state))
    if state.interlock is not None:
        printer.say("status_locked", style="red", account=desk.account.name)
        return ASKS_OWNER
    questions = desk.journal.open_questions(desk.account.name)
    if questions:
        printer.say("check_questions", style="yellow", count=len(questions))
        return ASKS_OWNER
    return code


def _quotes_lately(desk: Desk, now: datetime, context: Context) -> None:
    for quote in desk.journal.quotes(desk.account.name):
        facts = desk.journal.facts(desk.account.name, quote)
        sent = next((fact for fact in facts if isinstance(fact, QuoteSent) and fact.quote == quote), None)
        if sent is not None and now - sent.at <= LATELY:
            context.printer.say(
                "check_quote",
                id=public_id(desk.account.name, quote),
                subject=sent.details.subject,
                to=", ".join(sent.details.contacts),
            )


def _write_test(desk: Desk, now: datetime, context: Context) -> int:
    """Append a draft to oneself, see it, and remove it again."""
    message_id = desk.naming.message_id("write-test", "test", int(now.timestamp()))
    raw = _test_draft(desk, message_id, now)
    outcome = desk.mailbox.append_draft(raw, message_id)
    if not isinstance(outcome, Appended):
        context.printer.say("check_write_failed", style="red", problem=outcome.problem)
        return ASKS_OWNER
    removed = desk.mailbox.withdraw(outcome.locator, lambda found: found == outcome.stored)
    context.printer.say("check_write_done" if removed else "check_write_left", mailbox=outcome.locator.mailbox)
    return DONE if removed else ASKS_OWNER


def _test_draft(desk: Desk, message_id: str, now: datetime) -> bytes:
    lines = [
        f"From: {desk.account.address}",
        f"To: {desk.account.address}",
        "Subject: mailwatch write test",
        f"Date: {now.strftime('%a, %d %b %Y %H:%M:%S %z')}",
        f"Message-ID: {message_id}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        "mailwatch checks that it can write a draft here. You may delete this message.",
        "",
    ]
    return "\r\n".join(lines).encode("ascii")


def _templates(context: Context) -> int:
    findings = lint_folder(context.configured.templates) if context.configured.templates else ()
    for finding in findings:
        context.printer.problem(finding.in_words(context.language))
    return ASKS_OWNER if findings else DONE
