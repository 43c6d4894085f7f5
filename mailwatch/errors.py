"""What can go wrong, sorted by who must act.

::

    MailwatchError
    ├── OwnerError               the owner: no traceback, exit 1 or 2
    │   ├── ConfigError          every problem at once, each with its YAML path
    │   ├── TemplateError        a template that cannot be used, with its line
    │   ├── CannotDraft          no draft can be written for this quote; the reason's code says why
    │   ├── UnknownReference     no such quote, question or message, or several
    │   └── UnreadableFile       a file of mail that cannot be read
    ├── MailboxError             the server
    │   ├── MailboxUnavailable   transient: next cycle tries again
    │   ├── AuthenticationRefused   stop this account and tell the owner
    │   └── MailboxMissing       no Drafts or Sent: the names tried
    ├── JournalError             the disk
    │   ├── JournalDamaged       the file is not whole: a copy is needed, or a new one
    │   ├── SchemaTooNew         written by a later mailwatch
    │   ├── JournalBusy          another mailwatch holds it
    │   └── JournalFromTheFuture the clock ran backwards, or the journal was rehearsed with --now
    └── InvariantBroken          us: a bug, never the owner's fault

Expected oddities (an unreadable message, a held reply) are values, not exceptions.
"""

from dataclasses import dataclass


class MailwatchError(Exception):
    """Anything mailwatch raises on purpose."""


class OwnerError(MailwatchError):
    """Only the owner can put this right; the message says how."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the configuration.

    ``path`` is the YAML path (``accounts[0].imap.port``), ``message`` one sentence that names the refused
    value and what would be accepted.
    """

    path: str
    message: str


class ConfigError(OwnerError):
    """The configuration cannot be used; ``problems`` lists every reason found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(
            "\n".join(f"{problem.path}: {problem.message}" if problem.path else problem.message for problem in problems)
        )


class TemplateError(OwnerError):
    """A template cannot be rendered; ``template`` is its file name, ``line`` counts from 1 when known."""

    def __init__(self, template: str, line: int | None, message: str) -> None:
        self.template = template
        self.line = line
        super().__init__(f"{template}:{line}: {message}" if line else f"{template}: {message}")


class CannotDraft(OwnerError):
    """No draft can be written for this quote, now or later; ``code`` is the code of a reason (``wording`` has its text)."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class UnknownReference(OwnerError):
    """What the owner named (a quote, a question, a message) matches nothing, or more than one thing.

    With a ``code`` (of ``wording``) and its ``parameters`` it is said in the owner's language.
    """

    def __init__(self, message: str, code: str = "", **parameters: object) -> None:
        self.code = code
        self.parameters = parameters
        super().__init__(message)


class UnreadableFile(OwnerError):
    """A file or folder of mail that cannot be read; the message says which, and why."""


class MailboxError(MailwatchError):
    """The server refused, vanished or lacks something."""


class MailboxUnavailable(MailboxError):
    """Transient: network, TLS, timeout, BYE, throttling. The next cycle tries again."""


class AuthenticationRefused(MailboxError):
    """The server refused the credentials. Trying again by itself would lock the account."""


class MailboxMissing(MailboxError):
    """A mailbox we need (Drafts, Sent) was not found; ``tried`` are the names looked for."""

    def __init__(self, role: str, tried: tuple[str, ...]) -> None:
        self.role = role
        self.tried = tried
        super().__init__(f"no {role} mailbox found (looked for: {', '.join(tried)})")


class JournalError(MailwatchError):
    """The journal cannot be used as it is."""


class JournalDamaged(JournalError):
    """The file is not whole. What it may have lost could lead to a second draft, so nothing is done on it."""


class SchemaTooNew(JournalError):
    """The journal was written by a later version of mailwatch."""


class JournalBusy(JournalError):
    """Another mailwatch process holds the journal."""


class JournalFromTheFuture(JournalError):
    """The journal's last instant lies after the clock: a wrong clock, or a journal rehearsed with ``--now``."""


class InvariantBroken(MailwatchError):
    """A promise of ours does not hold: a bug in mailwatch."""
