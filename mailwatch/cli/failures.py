"""What went wrong, as a message with what to do about it, and as an exit code."""

import errno
from collections.abc import Iterable

from mailwatch.cli.arguments import UsageError
from mailwatch.errors import (
    AuthenticationRefused,
    ConfigError,
    InvariantBroken,
    JournalBusy,
    JournalDamaged,
    JournalError,
    JournalFromTheFuture,
    MailboxMissing,
    MailboxUnavailable,
    MailwatchError,
    OwnerError,
    SchemaTooNew,
    TemplateError,
    UnknownReference,
    UnreadableFile,
)
from mailwatch.wording import Language, say

DONE, OWNER, USAGE, UNREACHABLE, BUG = 0, 1, 2, 3, 4
INTERRUPTED = 130  # 128 + SIGINT, as shells have it

_AS_IS = "as it is"  # the error's text says everything already

#: Exit code and message of each kind of error; the first class that fits.
_KINDS: tuple[tuple[type[Exception], int, str], ...] = (
    (UsageError, USAGE, _AS_IS),
    (ConfigError, USAGE, _AS_IS),
    (TemplateError, USAGE, "error_template"),
    (UnknownReference, OWNER, _AS_IS),
    (AuthenticationRefused, OWNER, "error_refused_login"),
    (MailboxMissing, OWNER, "error_mailbox_missing"),
    (MailboxUnavailable, UNREACHABLE, "error_unreachable"),
    (JournalDamaged, OWNER, "error_journal_damaged"),
    (SchemaTooNew, OWNER, "error_journal_newer"),
    (JournalBusy, OWNER, "error_journal_busy"),
    (JournalFromTheFuture, OWNER, "error_journal_future"),
    (JournalError, OWNER, "error_journal"),
    (UnreadableFile, OWNER, "error_file"),
    (OwnerError, OWNER, _AS_IS),
)
_DISK = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST}
)


def first_of(codes: Iterable[int]) -> int:
    """The exit code for several outcomes at once: the first of 4, 2, 1, 3 that occurred, else 0."""
    found = set(codes)
    return next((code for code in (BUG, USAGE, OWNER, UNREACHABLE) if code in found), DONE)


def exit_code(error: BaseException) -> int:
    """What an error makes of the process."""
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    if isinstance(error, BaseExceptionGroup):
        return first_of(map(exit_code, error.exceptions))
    if isinstance(error, OSError) and error.errno in _DISK:
        return OWNER
    return next((code for kind, code, _ in _KINDS if isinstance(error, kind)), BUG)


def messages(error: BaseException, language: Language) -> tuple[str, ...]:
    """One message per problem, each with what to do."""
    if isinstance(error, BaseExceptionGroup):
        return tuple(text for one in error.exceptions for text in messages(one, language))
    if isinstance(error, ConfigError):
        return tuple(f"{problem.path}: {problem.message}" if problem.path else problem.message for problem in error.problems)
    if isinstance(error, OSError) and error.errno in _DISK:
        return (say("error_disk", language, problem=error.strerror, file=error.filename or "?"),)
    if isinstance(error, UnknownReference) and error.code:
        return (say(error.code, language, **error.parameters),)
    code = next((code for kind, _, code in _KINDS if isinstance(error, kind)), None)
    if code:
        text = str(error)
        return (text if code == _AS_IS else say(code, language, problem=text.rstrip(". ")),)
    return (say("error_bug", language, kind=type(error).__name__),)


def report_bug(error: BaseException, *, verbose: bool) -> None:
    """The traceback of what is our fault, only when asked for: it may name people."""
    ours = isinstance(error, InvariantBroken) or not isinstance(error, MailwatchError | UsageError | OSError)
    if verbose and ours:
        import logging  # noqa: PLC0415 - help needs none

        logging.getLogger("mailwatch").error("traceback", exc_info=error)
