"""One logged-in connection: TLS always verified, credentials read afresh at each login, every failure translated."""

import base64
import imaplib
import ipaddress
import logging
import re
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeAlias

import imapclient
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, ProtocolError

from mailwatch.errors import AuthenticationRefused, MailboxMissing, MailboxUnavailable
from mailwatch.mailbox.framing import Counts, Exchange, Frame, Pending, Tagged, opened, readable
from mailwatch.mailbox.special_use import Listed, MailboxNames
from mailwatch.mailbox.transport import Gate, Line, Transport, quoted
from mailwatch.model.secret import Secret

_LOG = logging.getLogger(__name__)

Tls: TypeAlias = Literal["implicit", "starttls", "none"]

#: After so many refused logins with the same secret no further one is tried (Yandex and others lock the account).
REFUSALS = 3
#: The server's own trouble, answered to a login: not a refusal (RFC 5530; Exchange says the last one).
TRANSIENT = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]", "TOO MANY", "NOT CONNECTED", "TEMPORAR", "TRY AGAIN")
#: A mailbox that does not exist, or is not this user's to read: RFC 5530, and what servers say who do not know it.
GONE = ("NONEXISTENT", "NOT EXIST", "NOT FOUND", "UNKNOWN MAILBOX")
DENIED = ("NOPERM", "PERMISSION", "DENIED")
#: Perhaps an echoed secret. Capitals alone are a response code, such as AUTHENTICATIONFAILED.
_WORD = re.compile(r"[A-Za-z0-9+/]{4,}={0,2}")
_BASE64 = re.compile(r"(?![A-Z]+\b)[A-Za-z0-9+/]{16,}={0,2}")


class Refusals:
    """How often the server refused the latest secret. Servers count for the account, whichever connection it was."""

    def __init__(self) -> None:
        self._secret: Secret | None = None
        self._count = 0

    def of(self, secret: Secret) -> int:
        return self._count if secret == self._secret else 0

    def add(self, secret: Secret) -> None:
        self._secret, self._count = secret, self.of(secret) + 1

    def forget(self) -> None:
        self._secret, self._count = None, 0


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """How to reach one account. ``secret`` is called at every login and gives the password or, with ``oauth``, an
    OAuth 2.0 access token; ``timeout`` is in seconds, for each read.

    Mailbox and watcher of one account should be given the same settings: they share ``refusals``, and ``stirred``, which
    the watcher sets when new mail waits in the inbox.
    ``ca_file`` replaces the system's certificate authorities. ``unread`` false: drafts are appended as seen.
    ``notices``: messages of ours may be appended to the inbox.
    """

    host: str
    username: str
    secret: Callable[[], Secret]
    oauth: bool = False
    port: int = 993
    tls: Tls = "implicit"
    ca_file: str | None = None
    mailboxes: MailboxNames = field(default_factory=MailboxNames)
    unread: bool = True
    notices: bool = False
    timeout: float = 60.0
    stirred: threading.Event = field(default_factory=threading.Event, repr=False, compare=False)
    refusals: Refusals = field(default_factory=Refusals, repr=False, compare=False)


class _NoWireLog(logging.Filter):
    """imapclient logs what it sends at DEBUG, AUTHENTICATE payloads included: nothing below WARNING leaves it."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.WARNING


for _name in ("imapclient.imaplib", "imapclient.imapclient"):
    logging.getLogger(_name).addFilter(_NoWireLog())


class _Client(IMAPClient):  # type: ignore[misc]  # imapclient has no types
    """imapclient over our transport. ``_create_IMAP4`` is its private factory: see ``_signed_in``."""

    def __init__(self, settings: ServerSettings, context: ssl.SSLContext | None, gate: Gate) -> None:
        self._settings = settings
        self._gate = gate
        self.made: Transport | None = None
        super().__init__(
            settings.host, settings.port, ssl=settings.tls == "implicit", ssl_context=context, timeout=settings.timeout
        )

    def _create_IMAP4(self) -> Transport:  # noqa: N802  # imapclient's name
        context = self.ssl_context if self.ssl else None
        self.made = Transport(self._settings.host, self._settings.port, context, self._settings.timeout, self._gate)
        return self.made


def _signed_in(client: _Client, settings: ServerSettings, gate: Gate) -> Line:
    """The connection, once it is signed in on: imapclient and imaplib are left behind.

    An imapclient that no longer asks its private factory has signed in over a connection of its own making, by commands we
    chose; what follows goes over its public socket, past the same gate.
    """
    if client.made is not None:
        return Line(settings.host, client.made.sock, gate, client.made.incoming)
    _say_that_imapclient_is_another()
    return Line(settings.host, client.socket(), gate)


@lru_cache(maxsize=64)
def _words(capabilities: tuple[bytes, ...]) -> frozenset[str]:
    """One set for all connections to servers that say the same."""
    return frozenset(word.decode("ascii", "replace") for word in capabilities)


@lru_cache(maxsize=1)
def _say_that_imapclient_is_another() -> None:
    _LOG.warning(
        "this version of imapclient (%s) makes its connections by itself: used through its socket", imapclient.__version__
    )


class Session:
    """A logged-in connection, and what is selected on it. Raises MailboxUnavailable and AuthenticationRefused."""

    __slots__ = ("_exchange", "capabilities", "gate", "host", "openings", "selected", "transport")

    def __init__(self, settings: ServerSettings, secret: Secret) -> None:
        self.host = settings.host
        _refuse_cleartext(settings)
        self.gate = Gate(secure=settings.tls != "starttls")
        with translated(settings.host):
            client = _Client(settings, _context(settings), self.gate)
        self.openings = 0
        self.selected = False
        try:
            _secure(client, settings, self.gate)
            _log_in(client, settings, secret)
            with translated(settings.host):
                self.capabilities = _words(tuple(client.capabilities()))
                self.transport = _signed_in(client, settings, self.gate)
        except AttributeError as error:  # imapclient 4.1 on an OK to CAPABILITY that lists nothing
            _let_go(client)
            raise MailboxUnavailable(f"{settings.host} does not say what it can do") from error
        except BaseException:
            _let_go(client)
            raise
        self._exchange = Exchange(self.transport)

    def ask(self, *commands: bytes) -> tuple[list[Tagged], list[Frame]]:
        """Several commands in one round trip; see ``Exchange.ask``."""
        return self.finish(self.begin(Pending(), *commands))

    def begin(self, pending: Pending, *commands: bytes, opening: Listed | None = None) -> Pending:
        """Send commands, after opening a mailbox read-only where one is given; see ``Exchange.begin``, and ``opened``."""
        if opening is not None:
            self.openings += 1
            self.selected = True
            commands = (b"EXAMINE " + quoted(opening.wire), *commands)
        with translated(self.host):
            return self._exchange.begin(pending, *commands)

    def finish(self, pending: Pending) -> tuple[list[Tagged], list[Frame]]:
        with translated(self.host):
            return self._exchange.finish(pending)

    def until(self, pending: Pending, number: int) -> Tagged:
        with translated(self.host):
            return self._exchange.until(pending, number)

    @property
    def exchanges(self) -> int:
        """How many commands were sent: whether anything was asked since."""
        return self._exchange.count

    def compress(self) -> None:
        """From now on, where the server offers it (RFC 4978). Nothing is under way meanwhile: ``ask`` sees to it."""
        if self.has("COMPRESS=DEFLATE"):
            self.capabilities -= {"COMPRESS=DEFLATE"}  # once, whatever the answer
            if self.ask(b"COMPRESS DEFLATE")[0][0].ok:
                self.transport.compress()

    def raw(self) -> Exchange:
        """For what does not fit ``ask``: literals and IDLE. Wrap it in ``translated``."""
        return self._exchange

    def has(self, capability: str) -> bool:
        return capability in self.capabilities

    def open(self, box: Listed, *more: bytes, writable: bool = False) -> tuple[Counts, list[Tagged], list[Frame]]:
        """Select a mailbox, read-only unless ``writable``, with further commands in the same round trip.

        ``openings`` counts, so that a caller can tell whether the mailbox it opened still is the one that is open.
        Raises MailboxMissing when the server does not know the mailbox any more.
        """
        self.openings += 1
        self.selected = True
        pending = self.begin(Pending(), b"%s %s" % (b"SELECT" if writable else b"EXAMINE", quoted(box.wire)), *more)
        (_, *ends), frames = self.finish(pending)
        return self.opened(pending, box), ends, frames

    def left(self) -> None:
        """No mailbox is open any more."""
        self.openings += 1
        self.selected = False

    def opened(self, pending: Pending, box: Listed) -> Counts:
        """What the server said of the mailbox that the first of these commands opened. Raises as ``open``."""
        first = self.until(pending, 0)
        if not first.ok:
            if says(first, *GONE):
                raise MailboxMissing(box.name, (box.name,))
            raise MailboxUnavailable(f"{box.name}: the server says {first.text}")
        return opened(pending.frames)

    def drop(self) -> None:
        """Let go of the socket without a word. Never raises."""
        with suppress(Exception):
            self.transport.close()

    def log_out(self) -> None:
        """Never raises."""
        with suppress(Exception):
            self.transport.send(b"%s LOGOUT\r\n" % self._exchange.tag())
        self.drop()


def says(end: Tagged, *words: str) -> bool:
    """Did the server refuse a command, with any of these words (in capitals)?"""
    return not end.ok and any(word in end.text.upper() for word in words)


@contextmanager
def translated(host: str) -> Iterator[None]:
    """Whatever the network, TLS or the libraries raise becomes MailboxUnavailable; our own errors pass."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise MailboxUnavailable(f"the certificate of {host} is not trusted: {error.verify_message}") from None
    except (OSError, EOFError, imaplib.IMAP4.error, IMAPClientError, ProtocolError, ValueError) as error:
        raise MailboxUnavailable(f"{host}: {readable(str(error).encode()) or type(error).__name__}") from None


def _context(settings: ServerSettings) -> ssl.SSLContext | None:
    if settings.tls == "none":
        return None
    written = Path(settings.ca_file).stat().st_mtime if settings.ca_file else 0.0
    return _verifying(settings.ca_file, written, ssl.get_default_verify_paths())


@lru_cache(maxsize=8)
def _verifying(ca_file: str | None, _written: float, _system: ssl.DefaultVerifyPaths) -> ssl.SSLContext:
    """One for all connections: each would hold every certificate authority of the system."""
    return ssl.create_default_context(cafile=ca_file)


def _refuse_cleartext(settings: ServerSettings) -> None:
    if settings.tls != "none":
        return
    try:
        loopback = settings.host == "localhost" or ipaddress.ip_address(settings.host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise MailboxUnavailable(f"tls: none is for this machine only, and {settings.host} is another: refusing to go on")


def _secure(client: _Client, settings: ServerSettings, gate: Gate) -> None:
    """STARTTLS where asked for; what was said before it counts for nothing (RFC 9051 §6.2.1)."""
    with translated(settings.host):
        if settings.tls == "starttls":
            if not client.has_capability("STARTTLS"):
                raise MailboxUnavailable(f"{settings.host} does not offer encryption (STARTTLS): refusing to go on")
            client.starttls(_context(settings))
            gate.secure = True


def _let_go(client: _Client) -> None:
    with suppress(Exception):
        client.shutdown()


def _log_in(client: _Client, settings: ServerSettings, secret: Secret) -> None:
    try:
        _offer(client, settings, secret.reveal())
    except (imaplib.IMAP4.abort, OSError) as error:
        raise MailboxUnavailable(_without(secret, settings.host, error)) from None
    except (imaplib.IMAP4.error, IMAPClientError, UnicodeError) as error:
        problem = _without(secret, settings.host, error)
        transient = any(word in problem.upper() for word in TRANSIENT)
        raise (MailboxUnavailable if transient else AuthenticationRefused)(problem) from None


def _offer(client: _Client, settings: ServerSettings, secret: str) -> None:
    """The best mechanism both sides know. Nothing is sent before TLS: the gate sees to it."""
    username = settings.username
    if settings.oauth and client.has_capability("AUTH=OAUTHBEARER"):
        client.sasl_login("OAUTHBEARER", _once(_oauthbearer(username, secret)))
    elif settings.oauth:
        client.sasl_login("XOAUTH2", _once(_xoauth2(username, secret)))
    elif client.has_capability("AUTH=PLAIN"):
        client.sasl_login("PLAIN", _once(f"\0{username}\0{secret}"))
    elif client.has_capability("LOGINDISABLED"):  # forbids LOGIN alone (RFC 9051 §6.2.3): Dovecot says it beside AUTH=XOAUTH2
        raise MailboxUnavailable(f"{settings.host} allows no login with a password on this connection (LOGINDISABLED)")
    else:
        client.login(username, secret)


def _once(response: str) -> Callable[[bytes], bytes]:
    """Answers the first challenge; a further one is an error report that wants an empty line (RFC 7628 §3.2.3)."""
    answers = iter([response.encode()])
    return lambda _challenge: next(answers, b"")


def _xoauth2(username: str, token: str) -> str:
    return f"user={username}\1auth=Bearer {token}\1\1"


def _oauthbearer(username: str, token: str) -> str:
    identity = username.replace("=", "=3D").replace(",", "=2C")
    return f"n,a={identity},\1auth=Bearer {token}\1\1"


def _without(secret: Secret, host: str, error: Exception) -> str:
    """A server may echo what it was sent, as it was, quoted or in base64: the secret does not leave this module."""
    said, hidden = readable(str(error).encode()), secret.reveal()
    text = said.replace(hidden, "***") if hidden else said
    bare = hidden.replace("\\", "")
    if bare and (bare in text.replace("\\", "") or any(hidden in _decoded(word) for word in _WORD.findall(text))):
        return f"{host}: ***"
    return f"{host}: {_BASE64.sub('***', text)}"


def _decoded(word: str) -> str:
    """What a word says if it is base64."""
    try:
        return base64.b64decode(word + "=" * (-len(word) % 4), validate=True).decode("utf-8", "replace")
    except ValueError:
        return ""


class Connector:
    """Opens sessions for one account, and stops trying after REFUSALS refusals of one and the same secret."""

    def __init__(self, settings: ServerSettings) -> None:
        self.settings = settings

    def open(self) -> Session:
        secret, refusals = self.settings.secret(), self.settings.refusals
        if refusals.of(secret) >= REFUSALS:
            raise AuthenticationRefused(f"{self.settings.host} refused this login {REFUSALS} times: waiting for a new one")
        try:
            session = Session(self.settings, secret)
        except AuthenticationRefused:
            refusals.add(secret)
            raise
        refusals.forget()
        return session
