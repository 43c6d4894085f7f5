"""``init``: find server and mailboxes, try the login, write a commented config.yaml. Asks only what is missing."""

import getpass
import os
import shlex
import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from mailwatch.cli.arguments import UsageError
from mailwatch.cli.discovery import Server, World, at, first_answering, machine_zone, real_world, servers_for
from mailwatch.cli.output import Context
from mailwatch.config import fields
from mailwatch.config.example import render_config, scalar
from mailwatch.config.loading import FILE_NAME, parse
from mailwatch.config.schema import Settings
from mailwatch.errors import AuthenticationRefused, ConfigError, MailboxMissing, MailboxUnavailable, Problem
from mailwatch.wording import say
from mailwatch.wording.dates import day_in_words

if TYPE_CHECKING:
    from mailwatch.bootstrap import Probe

_DAYS_BACK = 30
_TRIES = 3
_YES = frozenset({"o", "oui", "y", "yes"})
_NAMEABLE = frozenset({"sent", "drafts"})  # keys of ``mailboxes:``
_SECRET_NAME = "mailwatch-password"  # noqa: S105 - the name of a file
_FALLBACK_ZONE = "Europe/Paris"

#: Public holidays proposed for a time zone; the owner sees the line and may change it.
_HOLIDAYS = {
    "Europe/Brussels": ("BE", None),
    "Europe/Zurich": ("CH", None),
    "Europe/Luxembourg": ("LU", None),
    "Europe/Monaco": ("MC", None),
    "Europe/London": ("GB", None),
    "America/Montreal": ("CA", "QC"),
    "Indian/Reunion": ("FR", "974"),
    "Indian/Mayotte": ("FR", "976"),
    "America/Guadeloupe": ("FR", "971"),
    "America/Martinique": ("FR", "972"),
    "America/Cayenne": ("FR", "973"),
    "Pacific/Noumea": ("FR", "NC"),
    "Pacific/Tahiti": ("FR", "PF"),
}

#: The keys that the written file shows; config.example.yaml has them all.
_SHOWN = (
    *("language", "timezone", "accounts.address", "accounts.aliases", "accounts.owner"),
    *("accounts.imap.host", "accounts.imap.port", "accounts.imap.tls", "accounts.imap.username"),
    *("quotes", "cadence", "never", "calendar", "limits"),
)


@dataclass(frozen=True, slots=True)
class Doors:
    """Everything outside: questions to the owner (``hide`` for a password), DNS and servers, the login, the system."""

    ask: Callable[[str], str]
    hide: Callable[[str], str]
    world: World
    probe: Callable[[Settings], "Probe"]
    zone: Callable[[], str | None]


@dataclass(frozen=True, slots=True)
class Setup:
    """One run of ``init``. ``path`` is the file to write."""

    arguments: Namespace
    context: Context
    doors: Doors
    path: Path

    def say(self, code: str, **parameters: object) -> str:
        return say(code, self.context.language, **parameters)

    def ask(self, code: str, *, lacking: str, **parameters: object) -> str:
        """The owner's answer; under ``--yes`` nobody is asked, and ``lacking`` says which option would have told."""
        if self.arguments.yes:
            raise UsageError(self.say(lacking, **parameters))
        return self.doors.ask(self.say(code, **parameters)).strip()


@dataclass(frozen=True, slots=True)
class Login:
    """How to log in, as a key and its YAML text; ``secret`` is the file that holds a password the owner typed."""

    key: str
    value: str
    secret: Path | None = None


def run(arguments: Namespace, context: Context) -> int:
    """The command, in the real world."""
    from mailwatch import bootstrap  # noqa: PLC0415 - what it imports is only needed for the login

    return set_up(arguments, context, Doors(_ask, getpass.getpass, real_world(), bootstrap.probe, _zone))


def set_up(arguments: Namespace, context: Context, doors: Doors) -> int:
    """Find, try, write. Raises UsageError for what only the owner can say under ``--yes``, ConfigError, MailboxError."""
    setup = Setup(arguments, context, doors, (context.config_path or Path(FILE_NAME)).absolute())
    _refuse_to_overwrite(setup, setup.path)
    address = _address(setup)
    server = _server(setup, address)
    _say_needs(setup, server)
    given = _known(setup, address, server)
    login = _login(setup, server)
    try:
        text, found = _tried(setup, {**given, login.key: login.value}, login)
        _write(setup.path, text)
    except BaseException:
        if login.secret:
            login.secret.unlink(missing_ok=True)  # a password without a configuration is of no use to anyone
        raise
    return _tell(setup, server, found, given)


def _refuse_to_overwrite(setup: Setup, path: Path) -> None:
    if os.path.lexists(path):
        raise ConfigError((Problem("", setup.say("init_exists", file=path)),))


def _address(setup: Setup) -> str:
    text = setup.arguments.address or setup.ask("init_ask_address", lacking="init_needs_address")
    try:
        return fields.address(text)
    except PydanticCustomError as error:
        raise UsageError(setup.say(error.type, value=text)) from None


def _server(setup: Setup, address: str) -> Server:
    domain = address.rpartition("@")[2]
    if setup.arguments.host:
        return _named(setup, setup.arguments.host)
    with setup.context.printer.working("init_looking", domain=domain):
        found = first_answering(servers_for(domain, setup.doors.world), setup.doors.world)
    if found and not found.sure:
        agreed = setup.ask("init_confirm_host", lacking="init_unsure_host", host=found.host, domain=domain)
        found = found if agreed.lower() in _YES else None
    return found or _named(setup, setup.ask("init_ask_host", lacking="init_needs_host", domain=domain))


def _named(setup: Setup, host: str) -> Server:
    """The server the owner names. While there is somebody to ask, a name that does not answer may be corrected."""
    for remaining in reversed(range(_TRIES)):
        with setup.context.printer.working("init_looking", domain=host):
            found = at(host, setup.doors.world)
        if found:
            return found
        if setup.arguments.yes or not remaining:
            break
        setup.context.printer.note("init_host_silent", host=host)
        host = setup.ask("init_ask_host", lacking="init_needs_host", domain=host)
    raise MailboxUnavailable(setup.say("init_host_silent", host=host))


def _say_needs(setup: Setup, server: Server) -> None:
    printer, provider = setup.context.printer, server.provider
    if provider is None:
        printer.say("init_server", host=server.host, port=server.port, tls=server.tls)
        return
    printer.say("init_provider", name=provider.name, host=provider.host)
    for code in provider.needs:
        printer.say(code, name=provider.name)


def _known(setup: Setup, address: str, server: Server) -> dict[str, str]:
    """YAML text of every key that is settled so far."""
    zone = setup.doors.zone() or _FALLBACK_ZONE
    country, part = _HOLIDAYS.get(zone, ("FR", None))
    start = setup.context.clock().date() - timedelta(days=_DAYS_BACK)
    return {
        "language": setup.context.language,
        "timezone": zone,
        "accounts.address": scalar(address),
        "accounts.imap.host": scalar(server.host),
        "accounts.imap.port": str(server.port),
        "accounts.imap.tls": server.tls,
        "quotes.start": start.isoformat(),
        "calendar.holidays": scalar(country),
        **({"calendar.subdivision": scalar(part)} if part else {}),
        **({"commands.mailboxes": "true"} if setup.arguments.command_mailboxes else {}),
    }


def _login(setup: Setup, server: Server) -> Login:
    token = server.provider is not None and server.provider.token
    secret = setup.path.with_name(_SECRET_NAME)
    command = setup.arguments.password_command
    if command is None:
        code = "init_ask_token_command" if token else "init_ask_password_command"
        command = setup.ask(code, lacking="init_needs_password", file=secret)
        if not command and not token:
            _refuse_to_overwrite(setup, secret)
            _type_password(setup, secret)
            return Login("accounts.password", f"{{file: {scalar(secret.name)}}}", secret)
    try:
        argv = shlex.split(command)
    except ValueError:
        argv = []
    if not argv:
        raise UsageError(setup.say("init_needs_password"))
    written = f"[{', '.join(map(scalar, argv))}]"
    return (
        Login("accounts.oauth2", f"{{token_command: {written}}}")
        if token
        else Login("accounts.password", f"{{command: {written}}}")
    )


def _type_password(setup: Setup, secret: Path) -> None:
    """Kept in a file beside the configuration, as any secret: 0600."""
    secret.unlink(missing_ok=True)  # ours, from a try before: one that was there first has been refused
    _write(secret, setup.doors.hide(setup.say("init_ask_password")) + "\n")


def _text(keys: dict[str, str], setup: Setup) -> str:
    heading = "\n".join(f"# {line}" for line in setup.say("init_heading").splitlines())
    return f"{heading}\n\n{render_config(keys, setup.context.language, {*_SHOWN, *keys})}"


def _tried(setup: Setup, keys: dict[str, str], login: Login) -> tuple[str, "Probe | MailboxMissing"]:
    """The file's text and what its login finds. A mailbox that is not found may be named, a typed password typed again."""
    for _ in range(_TRIES):
        text = _text(keys, setup)
        found = _signed_in(setup, text, login)
        if setup.arguments.yes or not isinstance(found, MailboxMissing) or found.role not in _NAMEABLE:
            break
        name = setup.ask("init_ask_mailbox", lacking="init_ask_mailbox", problem=str(found))
        if not name:
            break
        keys = {**keys, f"accounts.mailboxes.{found.role}": scalar(name)}
    return text, found


def _signed_in(setup: Setup, text: str, login: Login) -> "Probe | MailboxMissing":
    settings = parse(text.encode(), folder=setup.path.parent, language=setup.context.language)
    remaining = _TRIES
    while True:
        remaining -= 1
        try:
            with setup.context.printer.working("init_trying", host=settings.accounts[0].imap.host):
                return setup.doors.probe(settings)
        except MailboxMissing as missing:
            return missing
        except AuthenticationRefused as refused:
            if login.secret is None or not remaining:
                raise
            setup.context.printer.note("error_refused_login", problem=str(refused))
            _type_password(setup, login.secret)


def _write(path: Path, text: str) -> None:
    """A new file that its owner alone can read, on disk before we say so. Raises FileExistsError rather than replace one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _tell(setup: Setup, server: Server, found: "Probe | MailboxMissing", given: dict[str, str]) -> int:
    """What was found and written. 1 when a mailbox is still missing: the file is there for the owner to name it in."""
    context, path = setup.context, setup.path
    boxes = () if isinstance(found, MailboxMissing) else found.mailboxes
    if context.json:
        where = {"host": server.host, "port": server.port, "tls": server.tls, "timezone": given["timezone"]}
        listed = [{"name": box.name, "role": box.role, "how": box.how} for box in boxes]
        context.printer.object({"type": "init", "config": path, **where, "mailboxes": listed})
    for box in boxes:
        context.printer.say("init_mailbox", name=box.name, role=box.role.value, how=box.how)
    start = day_in_words(date.fromisoformat(given["quotes.start"]), context.language)
    context.printer.say("init_written", style="green", file=path, zone=given["timezone"], start=start)
    if isinstance(found, MailboxMissing):
        context.printer.note("error_mailbox_missing", problem=str(found))
        return 1
    for name in found.created:
        context.printer.say("check_created", name=name)
    if not setup.arguments.command_mailboxes:
        context.printer.say("init_command_mailboxes")
    context.printer.say("init_next", config="" if path == Path(FILE_NAME).absolute() else f" --config {shlex.quote(str(path))}")
    return 0


def _zone() -> str | None:
    return machine_zone(os.environ)


def _ask(question: str) -> str:
    sys.stderr.write(f"{question} ")  # stdout belongs to the answer, which may be JSON
    sys.stderr.flush()
    try:
        return input()
    except EOFError:
        raise UsageError(question) from None
