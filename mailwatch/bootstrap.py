"""The one place that names concrete classes: settings to desks, to a daemon, to a rehearsal.

With ``cli`` and ``demo`` it is the only one that reads settings and the clock.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from mailwatch.config.policy import account_of, calendars_of, notify_of, policy_of
from mailwatch.config.schema import AccountSettings, Settings
from mailwatch.config.secrets import secret_of
from mailwatch.cycle.draft import previewed
from mailwatch.cycle.events import Event
from mailwatch.cycle.judge import judge
from mailwatch.cycle.poll import as_of, run_cycle
from mailwatch.daemon import Services
from mailwatch.drafting.compose import TemplateComposer
from mailwatch.followup.decide import forecast
from mailwatch.journal.journal import SqliteJournal
from mailwatch.mailbox.idle import ImapWatcher
from mailwatch.mailbox.imap import ImapMailbox
from mailwatch.mailbox.memory import MemoryMailbox
from mailwatch.mailbox.session import ServerSettings
from mailwatch.mailbox.special_use import MailboxNames
from mailwatch.model.account import Account
from mailwatch.model.message import Locator, Role
from mailwatch.model.policy import Policy
from mailwatch.parsing.parse import Parser
from mailwatch.ports import Desk, Entry, FoundMailbox, Mailbox
from mailwatch.replay import PastMessage
from mailwatch.system import cycle_lock, durable_write, load_or_create_secret, lock_beside, look_seldom, secret_beside
from mailwatch.text.identity import Naming

#: Years of public holidays around the present: remembered quotes reach back, validity reaches ahead.
YEARS_BACK, YEARS_AHEAD = 4, 3

#: How far ahead ``preview`` looks.
PREVIEWED = timedelta(weeks=6)

#: A health file older than this, or than three polls, is no sign of life.
STALE = timedelta(minutes=30)


def clock() -> datetime:
    """The present instant, UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the one clock of the program


@dataclass(frozen=True, slots=True)
class House:
    """Everything wired, for as long as it is open. ``now`` is the instant the command works with."""

    settings: Settings
    journal: SqliteJournal
    desks: tuple[Desk, ...]
    servers: Mapping[str, ServerSettings]
    now: datetime


@contextmanager
def opened(settings: Settings, *, now: datetime | None) -> Iterator[House]:
    """The journal and one desk per account. ``now`` is a rehearsed instant, None for the present.

    Connections are opened when first used. Raises JournalError and OwnerError.
    """
    look_seldom()
    instant = now or clock()
    journal = SqliteJournal(settings.journal_path)
    mailboxes: list[ImapMailbox] = []
    try:
        journal.check_whole()
        journal.check_clock(instant, rehearsal=now is not None)
        secret = load_or_create_secret(secret_beside(settings.journal_path))
        servers = {account.name: server_of(settings, account) for account in settings.accounts}
        desks = []
        for account in settings.accounts:
            mailbox = ImapMailbox(servers[account.name])
            mailboxes.append(mailbox)
            desks.append(_desk(settings, account, mailbox, journal, secret, instant))
        yield House(settings, journal, tuple(desks), servers, instant)
    finally:
        for mailbox in mailboxes:
            mailbox.close()
        journal.close()


@contextmanager
def locked(settings: Settings, now: datetime) -> Iterator[None]:
    """Only one process runs cycles on a journal. Raises JournalBusy."""
    with cycle_lock(lock_beside(settings.journal_path), now):
        yield


def _desk(  # noqa: PLR0913, PLR0917 - what a desk is made of
    settings: Settings, account: AccountSettings, mailbox: Mailbox, journal: SqliteJournal, secret: bytes, now: datetime
) -> Desk:
    policy = policy_of(settings, account)
    owner = account_of(settings, account)
    desk = desk_for(owner, policy, mailbox, journal, secret, now, settings.templates)
    return replace(desk, notify=notify_of(settings))


def desk_for(  # noqa: PLR0913, PLR0917 - what a desk is made of
    account: Account,
    policy: Policy,
    mailbox: Mailbox,
    journal: SqliteJournal,
    secret: bytes,
    now: datetime,
    templates: Path | None = None,
) -> Desk:
    """A desk around any mailbox; the holidays cover the years around ``now``."""
    years = range(now.year - YEARS_BACK, now.year + YEARS_AHEAD + 1)
    return Desk(
        account=account,
        policy=policy,
        holidays=calendars_of(policy, years),
        mailbox=mailbox,
        journal=journal,
        parse=Parser(),
        composer=TemplateComposer(templates),
        naming=Naming(secret, account.name, account.domain),
    )


def server_of(settings: Settings, account: AccountSettings) -> ServerSettings:
    """How to reach an account's server; credentials are read again at each login."""
    names = account.mailboxes
    return ServerSettings(
        host=account.imap.host,
        username=account.username,
        secret=secret_of(account, settings.language),
        oauth=account.oauth2 is not None,
        port=account.imap.port,
        tls=account.imap.tls,
        ca_file=str(account.imap.ca_file) if account.imap.ca_file else None,
        mailboxes=MailboxNames(
            sent=names.sent,
            drafts=names.drafts,
            inbox=names.inbox,
            also=names.also,
            trash=names.trash,
            commands=settings.commands.mailboxes,
        ),
        unread=settings.drafts.unread,
        notices=settings.notify.late_replies or settings.notify.digest != "none",
    )


@dataclass(frozen=True, slots=True)
class Probe:
    """What a first look at a server found; ``created`` are the command mailboxes that it made."""

    mailboxes: tuple[FoundMailbox, ...]
    created: tuple[str, ...] = ()


def probe(settings: Settings) -> Probe:
    """Sign in to the first account and look at its mailboxes; make the command mailboxes if they are wanted, nothing else.
    Raises MailboxError."""
    mailbox = ImapMailbox(server_of(settings, settings.accounts[0]))
    try:
        created = mailbox.create_commands(settings.language) if settings.commands.mailboxes else ()
        return Probe(mailbox.mailboxes(), created)
    finally:
        mailbox.close()


# --- the daemon ---------------------------------------------------------------------------------------------------


@contextmanager
def services(settings: Settings) -> Iterator[Services]:
    """What the daemon runs. Raises JournalBusy when another one does."""
    with ExitStack() as stack:
        stack.enter_context(locked(settings, clock()))
        house = stack.enter_context(opened(settings, now=None))
        watcher = ImapWatcher(house.servers)
        yield Services(
            cycles={desk.account.name: partial(_cycle, house.journal, desk) for desk in house.desks},
            due=partial(_is_due, {desk.account.name: desk for desk in house.desks}),
            failed=partial(_note_next_try, house.journal),
            health=partial(_write_health, settings, house.journal),
            watcher=watcher,
            clock=clock,
            poll=timedelta(seconds=settings.poll_seconds),
        )


def _is_due(desks: Mapping[str, Desk], account: str, now: datetime) -> bool:
    """Also what the owner said meanwhile, in another process, makes a conversation due."""
    desk = desks[account]
    return bool(desk.journal.due(account, now, desk.policy.digest))


def _cycle(journal: SqliteJournal, desk: Desk, now: datetime) -> None:
    """The clock may have been set back since the journal was opened."""
    journal.check_clock(now, rehearsal=False)
    run_cycle(desk, now)


def _note_next_try(journal: SqliteJournal, account: str, now: datetime, next_try: datetime | None) -> None:
    journal.record(account, Entry(state=replace(journal.state(account), next_try=next_try)), now=now)


def health_file(settings: Settings) -> Path:
    return settings.journal_path.with_name(f"{settings.journal_path.name}.health")


def _write_health(settings: Settings, journal: SqliteJournal, now: datetime) -> None:
    """One JSON object: when, and each account's last complete view."""
    views = {account.name: journal.state(account.name).last_view for account in settings.accounts}
    content = {"at": now.isoformat(), "last_views": {name: view.isoformat() if view else None for name, view in views.items()}}
    durable_write(health_file(settings), json.dumps(content).encode())


def is_healthy(settings: Settings, now: datetime) -> bool:
    """Does the daemon write its health file, and has it seen every account's mailbox lately?"""
    try:
        content = json.loads(health_file(settings).read_text(encoding="utf-8"))
        instants = [content["at"], *content["last_views"].values()]
        oldest = min(datetime.fromisoformat(instant) for instant in instants)
    except (OSError, ValueError, TypeError, KeyError):
        return False
    return now - oldest <= max(STALE, 3 * timedelta(seconds=settings.poll_seconds))


# --- rehearsals ---------------------------------------------------------------------------------------------------


class Hands:
    """Owner and prospect of a rehearsal, on a mailbox in memory."""

    _NAMES: Mapping[Role, str] = {
        Role.SENT: "Sent",
        Role.INBOX: "INBOX",
        Role.DRAFTS: "Drafts",
        Role.TRASH: "Trash",
        Role.JUNK: "Junk",
    }

    def __init__(self, mailbox: MemoryMailbox) -> None:
        self.mailbox = mailbox

    def put(self, role: Role, raw: bytes, at: datetime) -> Locator:
        return self.mailbox.deliver(self._NAMES.get(role, "Archive"), raw, at)

    def send_draft(self, locator: Locator, at: datetime) -> None:
        draft = self.mailbox.delete(locator)
        self.mailbox.deliver("Sent", draft.raw, at)


def rehearsal(account: Account, policy: Policy, years: range, templates: Path | None = None) -> tuple[Desk, Hands]:
    """A desk on an empty mailbox and journal in memory, with holidays for ``years``."""
    mailbox = MemoryMailbox()
    first = datetime(years.start, 1, 1, tzinfo=UTC)
    desk = desk_for(account, policy, mailbox, SqliteJournal(":memory:"), bytes(32), first, templates)
    span = range(years.start - 1, years.stop + YEARS_AHEAD)
    return replace(desk, holidays=calendars_of(policy, span)), Hands(mailbox)


def past_of(desk: Desk, progress: Callable[[int], None]) -> list[PastMessage]:
    """Every message of a live account in time order, without attachments (but the owner's own PDFs). Reads only."""
    found: list[PastMessage] = []
    for batch in desk.mailbox.new({}):
        if batch.role in {Role.JUNK, Role.TRASH}:
            continue
        locators = [message.locator for message in batch.messages]
        dates = {message.locator: message.internal_date for message in batch.messages}
        for locator, raw in desk.mailbox.texts(locators, pdf=batch.role is Role.SENT):
            headers = desk.parse.headers(raw)
            found.append(PastMessage(headers.date or headers.received_at or dates[locator], batch.role, raw))
            progress(len(found))
    return sorted(found, key=lambda message: message.at)


@dataclass(frozen=True, slots=True)
class Coming:
    """A draft to come: its event, and its text as the reader will see it."""

    event: Event
    text: str


def coming(desk: Desk, now: datetime) -> Iterator[Coming]:
    """The drafts of the coming weeks, in order of date, with their full text."""
    desk = as_of(desk, now)
    ahead = [
        (planned, judged)
        for quote in desk.journal.quotes(desk.account.name)
        if (judged := judge(desk, quote, now)).conversation.replaced_by is None
        for planned in forecast(judged.conversation, judged.people, judged.policy, now)
        if planned.at <= now + PREVIEWED
    ]
    for planned, judged in sorted(ahead, key=lambda pair: pair[0].at):
        event, text = previewed(desk, judged, planned)
        yield Coming(event, text)
