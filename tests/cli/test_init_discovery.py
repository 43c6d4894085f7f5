import socket
import threading

import pytest

from mailwatch.cli import discovery
from mailwatch.cli.discovery import machine_zone, speaks, split_port
from mailwatch.config.providers import PROVIDERS, by_domain, by_mx
from mailwatch.wording.catalogue import knows


@pytest.fixture
def server():
    """A listener that greets with the given bytes, then hangs up; gives its port."""
    sockets = []

    def started(greeting: bytes) -> int:
        listener = socket.create_server(("127.0.0.1", 0))
        sockets.append(listener)

        def serve():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.sendall(greeting)
                connection.settimeout(5)
                try:
                    while connection.recv(1000):
                        connection.sendall(b"a BAD no\r\n")
                except OSError:
                    pass

        threading.Thread(target=serve, daemon=True).start()
        return listener.getsockname()[1]

    yield started
    for one in sockets:
        one.close()


@pytest.mark.parametrize(
    ("greeting", "tls", "expected"),
    [
        (b"* OK ready\r\n", "none", True),
        (b"* PREAUTH hello\r\n", "none", True),
        (b"220 smtp.example ESMTP\r\n", "none", False),
        (b"* BYE busy\r\n", "none", False),
        (b"* OK ready\r\n", "starttls", False),
        (b"* OK ready\r\n", "implicit", False),
    ],
)
def test_an_imap_server_is_known_by_its_greeting(server, greeting, tls, expected):
    assert speaks("127.0.0.1", server(greeting), tls) is expected


def test_nobody_there_is_no_server(server):
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    listener.close()
    assert speaks("127.0.0.1", port, "none") is False
    assert speaks("no-such-host.invalid", 993, "implicit") is False
    assert speaks("é" * 100, 993, "implicit") is False


def test_a_server_that_says_nothing_is_given_up(server, monkeypatch):
    monkeypatch.setattr(discovery, "SECONDS", 0.2)
    listener = socket.create_server(("127.0.0.1", 0))
    assert speaks("127.0.0.1", listener.getsockname()[1], "none") is False
    listener.close()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("imap.example", ("imap.example", None)),
        ("imap.example:993", ("imap.example", 993)),
        ("imap.example:x", ("imap.example", None)),
        ("[::1]:143", ("::1", 143)),
        ("[::1]", ("::1", None)),
        ("fe80::1", ("fe80::1", None)),
    ],
)
def test_a_host_and_its_port(text, expected):
    assert split_port(text) == expected


def test_the_machines_zone_comes_from_tz_then_from_localtime_then_from_timezone(tmp_path):
    localtime = tmp_path / "localtime"
    assert machine_zone({}, localtime) is None
    (tmp_path / "timezone").write_text("Europe/Brussels\n")
    assert machine_zone({}, localtime) == "Europe/Brussels"
    zones = tmp_path / "zoneinfo/Europe"
    zones.mkdir(parents=True)
    (zones / "Zurich").write_text("")
    localtime.symlink_to(zones / "Zurich")
    assert machine_zone({}, localtime) == "Europe/Zurich"
    assert machine_zone({"TZ": ":America/Montreal"}, localtime) == "America/Montreal"
    assert machine_zone({"TZ": "nonsense"}, localtime) == "Europe/Zurich"
    assert machine_zone({"TZ": "UTC"}, localtime) == "Europe/Zurich"


def test_every_provider_says_what_it_needs():
    assert [(one.name, code) for one in PROVIDERS for code in one.needs if not knows(code)] == []
    assert [one.name for one in PROVIDERS if not one.needs or not (one.domains or one.mx)] == []


def test_no_domain_belongs_to_two_providers():
    domains = [domain for one in PROVIDERS for domain in one.domains]
    assert sorted({domain for domain in domains if domains.count(domain) > 1}) == []


@pytest.mark.parametrize(
    "domain",
    [
        "orange.fr",
        "wanadoo.fr",
        "free.fr",
        "sfr.fr",
        "laposte.net",
        "bbox.fr",
        "gmail.com",
        "outlook.com",
        "hotmail.fr",
        "yahoo.fr",
        "icloud.com",
        "proton.me",
        "fastmail.com",
        "gmx.fr",
        "zohomail.eu",
    ],
)
def test_the_common_addresses_are_known(domain):
    assert by_domain(domain.upper())


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("mx0.mail.ovh.net", "OVH"),
        ("spool.mail.gandi.net", "Gandi"),
        ("mta-gw.infomaniak.ch", "Infomaniak"),
        ("mx00.ionos.fr", "IONOS"),
        ("aspmx.l.google.com", "Gmail"),
        ("smtp.google.com", "Gmail"),
        ("client-example.mail.protection.outlook.com", "Outlook / Microsoft 365"),
        ("mx.zoho.eu", "Zoho"),
        ("in1-smtp.messagingengine.com", "Fastmail"),
        ("mail.protonmail.ch", "Proton Mail Bridge"),
    ],
)
def test_a_domain_of_ones_own_is_known_by_its_mx(host, name):
    assert by_mx(["backup.example", host]).name == name


def test_only_a_token_opens_microsoft():
    assert [one.name for one in PROVIDERS if one.token] == ["Outlook / Microsoft 365"]
