"""Where is the IMAP server of an address, and where is this machine? Read-only questions to DNS, servers and the system."""

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import available_timezones

import dns.exception
import dns.resolver
from publicsuffixlist import PublicSuffixList

from mailwatch.config.providers import Provider, Tls, by_domain, by_mx

SECONDS = 4.0
_GREETING_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Server:
    """A server that may be the right one. ``sure`` is false when only an unsigned DNS answer points to it."""

    host: str
    port: int = 993
    tls: Tls = "implicit"
    provider: Provider | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class World:
    """What discovery asks outside: MX and SRV records, and whether a server is there with a certificate we trust."""

    mx: Callable[[str], list[str]]
    srv: Callable[[str], list[tuple[str, int]]]
    speaks: Callable[[str, int, Tls], bool]


def servers_for(domain: str, world: World) -> Iterator[Server]:
    """Likely servers, best first, none of them tried yet.

    A server named only by SRV records outside the address's own domain is not ``sure``: RFC 6186 §6 wants the owner
    asked, since who forges the DNS answer would be handed the password.
    """
    provider = by_domain(domain) or by_mx(world.mx(domain))
    if provider:
        yield Server(provider.host, provider.port, provider.tls, provider)
        return
    for host, port in world.srv(domain):
        yield Server(host, port, sure=_same_organisation(host, domain))
    for name in ("imap", "mail"):
        yield Server(f"{name}.{domain}")


def first_answering(candidates: Iterator[Server], world: World) -> Server | None:
    """The first that answers; a server of the table is taken at its word."""
    return next((one for one in candidates if one.provider or world.speaks(one.host, one.port, one.tls)), None)


def at(host: str, world: World) -> Server | None:
    """The server the owner names (``HOST`` or ``HOST:PORT``): how does it speak? None when it does not answer."""
    name, port = split_port(host)
    loopback = name in ("localhost", "127.0.0.1", "::1")
    ways: list[tuple[int, Tls]] = [(port or 993, "implicit"), (port or 143, "starttls")]
    ways += [(port or 143, "none")] if loopback else []
    return next((Server(name, number, tls) for number, tls in ways if world.speaks(name, number, tls)), None)


def split_port(text: str) -> tuple[str, int | None]:
    """``imap.example:993``, ``[::1]:993``, ``::1``."""
    if text.startswith("["):
        name, _, rest = text[1:].partition("]")
        port = rest.removeprefix(":")
    elif text.count(":") == 1:
        name, _, port = text.partition(":")
    else:
        name, port = text, ""
    return name, int(port) if port.isdecimal() else None


def _same_organisation(host: str, domain: str) -> bool:
    suffixes = PublicSuffixList()
    own = suffixes.privatesuffix(domain.lower())
    return own is not None and own == suffixes.privatesuffix(host.lower().rstrip("."))


# --- the real world -----------------------------------------------------------------------------------------------


def real_world() -> World:
    return World(mx=mx_records, srv=srv_records, speaks=speaks)


def mx_records(domain: str) -> list[str]:
    """Names of the hosts that receive a domain's mail, best first; empty when DNS does not say."""
    records = [(record.preference, str(record.exchange).rstrip(".")) for record in _records(domain, "MX")]
    return [host for _, host in sorted(records)]


def srv_records(domain: str) -> list[tuple[str, int]]:
    """RFC 6186: ``_imaps._tcp``, by priority and weight. The target ``.`` says that there is no such service."""
    found = [
        (record.priority, -record.weight, str(record.target).rstrip("."), int(record.port))
        for record in _records(f"_imaps._tcp.{domain}", "SRV")
    ]
    return [(host, port) for _, _, host, port in sorted(found) if host]


def _records(name: str, kind: str) -> list:  # type: ignore[type-arg]  # dnspython builds its record types at run time
    try:
        return list(dns.resolver.resolve(name, kind, lifetime=SECONDS))
    except (dns.exception.DNSException, OSError, UnicodeError):
        return []


def speaks(host: str, port: int, tls: Tls) -> bool:
    """Does an IMAP server answer there, under a certificate this machine trusts?"""
    try:
        with socket.create_connection((host, port), timeout=SECONDS) as plain:
            if tls == "implicit":
                with _trusted().wrap_socket(plain, server_hostname=host) as encrypted:
                    return _greets(encrypted)
            return _greets(plain) and (tls == "none" or _upgrades(plain, host))
    except (OSError, UnicodeError):
        return False


def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


def _greets(connection: socket.socket) -> bool:
    return connection.recv(_GREETING_BYTES).upper().startswith((b"* OK", b"* PREAUTH"))


def _upgrades(connection: socket.socket, host: str) -> bool:
    connection.sendall(b"a STARTTLS\r\n")
    if not connection.recv(_GREETING_BYTES).upper().startswith(b"A OK"):
        return False
    with _trusted().wrap_socket(connection, server_hostname=host):
        return True


def machine_zone(environment: Mapping[str, str], localtime: Path = Path("/etc/localtime")) -> str | None:
    """The IANA time zone of this machine: TZ, else where /etc/localtime points to, else what /etc/timezone says."""
    known = available_timezones()
    candidates = [environment.get("TZ", "").lstrip(":")]
    candidates.append(str(localtime.resolve()).partition("zoneinfo/")[2])
    written = localtime.with_name("timezone")
    if written.is_file():
        candidates.append(written.read_text(encoding="utf-8", errors="replace").strip())
    return next((name for name in candidates if name in known and name not in ("UTC", "Etc/UTC", "localtime")), None)
