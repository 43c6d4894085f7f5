"""What fails below and around IMAP: names, addresses, TLS, tokens, mailboxes that move. One draft, nothing sent, and it is got over."""

import itertools
import socket
import threading
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Self

import pytest

from mailwatch.cycle.poll import run_cycle
from mailwatch.errors import MailboxError, MailboxMissing, MailboxUnavailable
from mailwatch.mailbox.imap import ImapMailbox
from mailwatch.mailbox.session import ServerSettings
from mailwatch.model.secret import Secret
from tests.proof.effort import chosen
from tests.proof.office import QUOTE, Office, judged
from tests.proof.oracle import step_of
from tests.servers.dovecot import make_certificate, token
from tests.servers.hands import settings
from tests.servers.scripted import Hangup, Scripted
from tests.stage import OWNER, QUOTE_TEXT, Stage, at, mail


def test_a_name_that_does_not_resolve_is_unavailable():
    with Scripted() as server, pytest.raises(MailboxUnavailable, match="nowhere"):
        ImapMailbox(settings(server, "anne", host="nowhere.invalid", tls="implicit", timeout=5.0)).mailboxes()


def test_an_address_that_swallows_everything_is_passed_over_for_the_next(monkeypatch):
    """A broken IPv6 route, say: the first address given never answers. What it costs is the time limit, once."""
    with Scripted() as server, socket.socket() as hole:
        hole.bind(("127.0.0.1", 0))
        hole.listen(0)
        full = [socket.socket() for _ in range(4)]
        for sock in full:
            sock.setblocking(False)
            with suppress(BlockingIOError):
                sock.connect(hole.getsockname())
        inet = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        addresses = [(*inet, hole.getsockname()), (*inet, ("127.0.0.1", server.port))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: addresses)
        mailbox = ImapMailbox(settings(server, "anne", timeout=1.0, secret=lambda: Secret("x")))
        found = {box.name for box in mailbox.mailboxes()}
        mailbox.close()
        for sock in full:
            sock.close()
    assert "Drafts" in found


class Encrypted(Office):
    """The same office, spoken to through TLS by way of a proxy that sees octets only."""

    def reached(self, port: int, timeout: float) -> ServerSettings:
        return settings(
            self.server, self.user, port=port, timeout=timeout, tls="implicit", ca_file=str(self.server.certificate())
        )


class Truncating:
    """Passes so many octets from the server, then ends both connections without the farewell of TLS. ``said`` is counted."""

    def __init__(self, target: int, octets: int | None) -> None:
        self.target, self.left, self.said = target, octets, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listener.getsockname()[1])
        self.sockets = [self.listener]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for sock in self.sockets:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                server = socket.create_connection(("127.0.0.1", self.target), 5)
                self.sockets += [client, server]
                for pair in ((client, server, False), (server, client, True)):
                    threading.Thread(target=self._pump, args=pair, daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                if counted:
                    self.said += len(data)
                    if self.left is not None:
                        data, self.left = data[: self.left], self.left - len(data)
                target.sendall(data)
                if self.left is not None and self.left <= 0:
                    self.left = None
                    break
        for sock in (source, target):
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


@pytest.mark.dovecot
@pytest.mark.xdist_group("proof dovecot")
@pytest.mark.timeout(7200)
def test_tls_that_ends_without_a_farewell_leads_to_one_draft(dovecots):
    server = dovecots(tls=True)
    office = Encrypted(server, "tls-whole")
    with Truncating(server.tls_port, None) as whole:
        assert office.look(whole.port)
    office.close()
    wrong, tried = {}, chosen(range(1, whole.said), 8)
    for octets in tried:
        office = Encrypted(server, f"tls-{octets}")
        with Truncating(server.tls_port, octets) as wire:
            for _ in range(4):
                office.look(wire.port)
        if found := judged(office, []):
            wrong[octets] = found
        office.close()
    print(f"tried {len(tried)}: TLS cut")  # noqa: T201 - counted by make prove
    assert wrong == {}


@pytest.mark.dovecot
@pytest.mark.xdist_group("proof dovecot")
def test_a_certificate_that_changes_between_two_looks_stops_everything_before_a_word_is_said(dovecots, tmp_path):
    server = dovecots(tls=True)
    office = Encrypted(server, "certificate")
    office.server = type("Other", (), {"certificate": lambda self: make_certificate(tmp_path, "other-")})()
    office.server.options, office.server.port = server.options, server.port
    assert (office.look(server.tls_port), office.drafts()) == (False, [])
    office.server = server
    assert (office.look(server.tls_port), [step_of(raw) for raw in office.drafts()]) == (True, [(QUOTE, "1")])
    office.close()


@pytest.mark.parametrize("verb", ["STATUS", "UID FETCH", "EXAMINE", "APPEND"])
def test_a_token_that_expires_in_the_middle_is_renewed_by_the_next_look(verb):
    """The server hangs up when the hour is over; the secret is asked for again at each login."""
    tokens = (Secret(f"token-{n}") for n in itertools.count())

    def expires(server, tag, arguments):
        del server.on[verb]
        raise Hangup(b"* BYE Session expired, please authenticate again\r\n")

    with Scripted("IMAP4rev1 UIDPLUS UNSELECT AUTH=XOAUTH2 SASL-IR") as server:
        server.on[verb] = expires
        raw = mail(
            message_id=QUOTE,
            sender=OWNER,
            to="marc@client.example",
            subject="Devis D-2026-014",
            date=at("2026-09-01 09:12"),
            text=QUOTE_TEXT.format(reference="D-2026-014"),
        )
        server.put("Sent", raw.replace(b"\n", b"\r\n"))
        stage = Stage(at("2026-09-01 00:00"))
        mailbox = ImapMailbox(settings(server, "anne", timeout=5.0, oauth=True, secret=lambda: next(tokens)))
        for minute in (0, 6, 12, 18):
            with suppress(MailboxError):
                run_cycle(replace(stage.desk, mailbox=mailbox), at("2026-09-03 08:31") + timedelta(minutes=minute))
        mailbox.close()
        asked = 2 if verb == "APPEND" else 1  # what was swallowed with the session is asked for again, once its absence is proved
        assert (len(server.literals), len(server.boxes["Drafts"]), server.logins >= 2) == (asked, 1, True)


@pytest.mark.dovecot
@pytest.mark.xdist_group("proof dovecot")
def test_a_token_that_is_refused_and_then_renewed_costs_nothing_but_time(dovecots, user):
    server = dovecots(oauth=True, mechanisms="XOAUTH2")
    given = [token(user, lifetime=-60), token(user)]
    mailbox = ImapMailbox(settings(server, user, oauth=True, secret=lambda: Secret(given[0])))
    with pytest.raises(MailboxError):
        mailbox.mailboxes()
    given.pop(0)
    with suppress(MailboxMissing):  # an account as new as this has no Drafts; but it was let in
        mailbox.mailboxes()
    mailbox.close()


@pytest.mark.dovecot
@pytest.mark.xdist_group("proof dovecot")
def test_drafts_that_were_renamed_are_missed_and_not_made_anew(dovecots):
    """The special use went with the name; nothing is guessed."""
    office = Office(dovecots(), "renamed")
    office.hands.client.rename_folder("Drafts", "Elsewhere")
    before = sorted(name for _, _, name in office.hands.client.list_folders())
    mailbox = office.hands.open()
    with pytest.raises(MailboxMissing):
        run_cycle(replace(office.stage.desk, mailbox=mailbox), office.now)
    after = sorted(name for _, _, name in office.hands.client.list_folders())
    office.hands.client.rename_folder("Elsewhere", "Drafts")
    again = office.look(office.server.port)
    assert (before, again, [step_of(raw) for raw in office.drafts()]) == (after, True, [(QUOTE, "1")])
    office.close()


def test_a_search_that_answers_with_a_count_alone_finds_nothing_and_breaks_nothing():
    """iCloud, once: nothing that matters rests on SEARCH."""
    with Scripted(
        UID_SEARCH=lambda server, tag, arguments: b'* ESEARCH (TAG "x") UID COUNT 3\r\n' + tag + b" OK done\r\n"
    ) as server:
        mailbox = ImapMailbox(settings(server, "anne", timeout=5.0, secret=lambda: Secret("x")))
        found = mailbox.find("<a@b.example>")
        usable = mailbox.drafts().entries
        mailbox.close()
    assert (found, usable) == ((), ())
