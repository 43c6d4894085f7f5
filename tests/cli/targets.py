"""Commands that stand in for the real ones where the front door is tested."""

import errno
import logging
import sys

from mailwatch import errors
from mailwatch.errors import Problem

RAISED = {
    "config": errors.ConfigError((Problem("accounts[0].imap.port", "too big"), Problem("poll", "too short"))),
    "template": errors.TemplateError("relance_1.md", 3, "no such variable"),
    "unknown": errors.UnknownReference("no quote D-1"),
    "refused": errors.AuthenticationRefused("invalid credentials"),
    "missing": errors.MailboxMissing("drafts", ("Drafts", "Brouillons")),
    "unreachable": errors.MailboxUnavailable("timed out"),
    "newer": errors.SchemaTooNew("schema 9"),
    "busy": errors.JournalBusy("pid 7"),
    "future": errors.JournalFromTheFuture("2030"),
    "full": OSError(errno.ENOSPC, "No space left on device", "journal.sqlite3"),
    "broken": errors.InvariantBroken("two drafts"),
    "bug": ZeroDivisionError("marc@client.example"),
    "interrupted": KeyboardInterrupt(),
    "several": ExceptionGroup("", [errors.MailboxUnavailable("a"), errors.AuthenticationRefused("b")]),
}


def show(arguments, context):
    """Tells what arrived."""
    context.printer.object(
        {
            "now": context.now,
            "json": context.json,
            "language": context.language,
            "config": context.config_path,
            "settings": context.settings is not None,
            "arguments": {
                key: value for key, value in vars(arguments).items() if key not in ("config", "now", "json", "verbose")
            },
        }
    )
    return 0


def fail(arguments, context):
    raise RAISED[arguments.quote]


def close_pipe(arguments, context):
    raise BrokenPipeError


def log(arguments, context):
    ours = logging.getLogger("mailwatch.cycle")
    ours.debug("a debug line")
    ours.info("an info line")
    ours.warning("a warning line \x1b[31m")
    logging.getLogger("imapclient").debug("LOGIN anne hunter2")
    return 0


def number(arguments, context):
    sys.stdout.write("partial")
    return 3
