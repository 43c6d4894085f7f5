"""Getting in: encryption, mechanisms, refusals, and secrets that stay where they are."""

import base64
import logging
import traceback

import pytest

from mailwatch.errors import AuthenticationRefused, MailboxUnavailable
from mailwatch.mailbox.imap import ImapMailbox
from mailwatch.mailbox.session import Connector, Session
from mailwatch.model.secret import Secret
from tests.servers.dovecot import PASSWORD, make_certificate, token
from tests.servers.hands import settings
from tests.servers.scripted import Hangup, Scripted

CANARY = "canary-7fJ2-do-not-sing"


def mailbox(server, **more):
    return ImapMailbox(settings(server, "anne", **({"timeout": 5.0, "secret": lambda: Secret(CANARY)} | more)))


# --- TLS


@pytest.fixture
def tls_server(dovecots):
    return dovecots(tls=True)


@pytest.mark.dovecot
@pytest.mark.parametrize("tls", ["implicit", "starttls"])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_certificate_of_the_owners_authority_is_accepted(tls_server, user, tls, host):
    port = tls_server.tls_port if tls == "implicit" else tls_server.port
    ca_file = str(tls_server.certificate())
    session = Session(settings(tls_server, user, host=host, port=port, tls=tls, ca_file=ca_file), Secret(PASSWORD))
    answered = session.ask(b"NOOP")[0][0].ok
    session.log_out()
    assert (answered, session.transport.sock.__class__.__name__) == (True, "SSLSocket")


@pytest.mark.dovecot
@pytest.mark.parametrize("tls", ["implicit", "starttls"])
@pytest.mark.parametrize("authority", ["system", "another"])
def test_any_other_certificate_is_refused_before_a_word_is_said(tls_server, user, tls, authority, tmp_path):
    ca_file = str(make_certificate(tmp_path, "other-")) if authority == "another" else None
    port = tls_server.tls_port if tls == "implicit" else tls_server.port
    mailbox = ImapMailbox(settings(tls_server, user, port=port, tls=tls, ca_file=ca_file))
    with pytest.raises(MailboxUnavailable, match=r"certificate of 127\.0\.0\.1 is not trusted"):
        mailbox.mailboxes()


@pytest.mark.dovecot
def test_a_certificate_for_another_host_is_refused(tls_server, user):
    mailbox = ImapMailbox(
        settings(
            tls_server, user, host="127.0.0.2", port=tls_server.tls_port, tls="implicit", ca_file=str(tls_server.certificate())
        )
    )
    with pytest.raises(MailboxUnavailable):
        mailbox.mailboxes()


def test_no_encryption_only_on_this_machine():
    with pytest.raises(MailboxUnavailable, match="tls: none"):
        Session(settings(Nowhere, "anne", host="mail.client.example"), Secret("x"))


class Nowhere:
    port = 143


def test_a_server_without_starttls_gets_no_password():
    with Scripted() as server, pytest.raises(MailboxUnavailable, match="STARTTLS"):
        mailbox(server, tls="starttls").mailboxes()
    assert [line.split(" ")[1] for line in server.commands] == ["CAPABILITY"]


def test_a_session_that_is_already_open_is_refused_without_a_word():
    with Scripted() as server:
        server.greeting = b"* PREAUTH welcome back\r\n"
        with pytest.raises(MailboxUnavailable, match="PREAUTH"):
            mailbox(server).mailboxes()
    assert server.commands == []


def test_a_server_that_allows_no_login_here_gets_no_password():
    with Scripted("IMAP4rev1 LOGINDISABLED") as server, pytest.raises(MailboxUnavailable, match="LOGINDISABLED"):
        mailbox(server).mailboxes()
    assert [line.split(" ")[1] for line in server.commands] == ["CAPABILITY"]


# --- mechanisms


@pytest.mark.dovecot
@pytest.mark.parametrize("mechanism", ["OAUTHBEARER", "XOAUTH2"])
def test_a_valid_token_opens_the_mailbox(dovecots, user, mechanism):
    server = dovecots(oauth=True, mechanisms=mechanism)
    session = Session(settings(server, user, oauth=True), Secret(token(user)))
    assert ("AUTHENTICATE" in session.gate.verbs, session.ask(b"NOOP")[0][0].ok) == (True, True)
    session.log_out()


@pytest.mark.dovecot
@pytest.mark.parametrize(("mechanism", "bad"), [("OAUTHBEARER", "expired"), ("XOAUTH2", "expired"), ("XOAUTH2", "forged")])
def test_a_bad_token_is_refused(dovecots, user, mechanism, bad):
    server = dovecots(oauth=True, mechanisms=mechanism)
    text = token(user, lifetime=-60) if bad == "expired" else token(user, key=b"somebody else's key, as long as it may be")
    with pytest.raises(AuthenticationRefused) as refused:
        Session(settings(server, user, oauth=True), Secret(text))
    assert text not in str(refused.value)


def test_without_authenticate_plain_the_login_command_serves():
    with Scripted("IMAP4rev1") as server:
        one = mailbox(server)
        one.mailboxes()
        one.close()
    assert [line.split(" ")[1] for line in server.commands][:2] == ["CAPABILITY", "LOGIN"]


def test_a_password_with_accents_travels_in_utf8():
    with Scripted() as server:
        one = mailbox(server, secret=lambda: Secret('été"\\ à'))
        one.mailboxes()
        one.close()
    assert base64.b64encode('\0anne\0été"\\ à'.encode()).decode() in server.commands


# --- refusals


def refuse(text):
    return lambda _server, tag, _: tag + b" NO " + text + b"\r\n"


def test_a_refused_password_is_refused_three_times_and_then_no_more():
    with Scripted(AUTHENTICATE=refuse(b"[AUTHENTICATIONFAILED] wrong")) as server:
        one = mailbox(server)
        for _ in range(5):
            with pytest.raises(AuthenticationRefused):
                one.mailboxes()
    assert sum("AUTHENTICATE" in line for line in server.commands) == 3


def test_mailbox_and_watcher_of_one_account_count_refusals_together():
    with Scripted(AUTHENTICATE=refuse(b"wrong")) as server:
        same = settings(server, "anne", secret=lambda: Secret("x"))
        for connector in (Connector(same), Connector(same), Connector(same), Connector(same)):
            with pytest.raises(AuthenticationRefused):
                connector.open()
    assert sum("AUTHENTICATE" in line for line in server.commands) == 3


def test_a_new_password_is_tried_after_three_refusals():
    secrets = iter(["a", "a", "a", "a", "b"])
    with Scripted(AUTHENTICATE=refuse(b"wrong")) as server:
        one = mailbox(server, secret=lambda: Secret(next(secrets)))
        for _ in range(5):
            with pytest.raises(AuthenticationRefused):
                one.mailboxes()
    assert sum("AUTHENTICATE" in line for line in server.commands) == 4


@pytest.mark.parametrize(
    "text",
    [
        b"[UNAVAILABLE] Temporary authentication failure.",
        b"[ALERT] Too many simultaneous connections.",
        b"User is authenticated but not connected.",
    ],
)
def test_the_servers_own_trouble_is_no_refusal(text):
    with Scripted(AUTHENTICATE=refuse(text)) as server, pytest.raises(MailboxUnavailable):
        mailbox(server).mailboxes()


def test_capabilities_are_those_after_the_login():
    def richer(server, tag, _):
        server.capabilities += b" MOVE"
        return tag + b" OK in\r\n"

    with Scripted(AUTHENTICATE=richer) as server:
        session = Session(settings(server, "anne"), Secret("x"))
        session.log_out()
    assert session.has("MOVE")


@pytest.mark.parametrize(
    "greeting", [b"* BYE too busy\r\n", b"* OK", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"", b"\x15\x03\x01\x00\x02\x02\x16"]
)
def test_what_is_no_imap_server_is_unavailable(greeting):
    with Scripted() as server:
        server.greeting = greeting
        server.on["CAPABILITY"] = _hang_up
        with pytest.raises(MailboxUnavailable):
            mailbox(server, timeout=0.3).mailboxes()


def _hang_up(*_):
    raise Hangup


def test_nobody_listening_is_unavailable():
    with Scripted() as server:
        pass
    with pytest.raises(MailboxUnavailable):
        mailbox(server).mailboxes()


# --- secrets


@pytest.mark.parametrize("answer", ["accepted", "refused", "echoed", "cut"])
@pytest.mark.parametrize(
    "capabilities", ["IMAP4rev1 AUTH=PLAIN", "IMAP4rev1", "IMAP4rev1 AUTH=XOAUTH2", "IMAP4rev1 AUTH=OAUTHBEARER"]
)
def test_the_secret_is_in_no_log_and_no_exception(caplog, capabilities, answer):
    caplog.set_level(logging.DEBUG)
    for name in ("imapclient", "imapclient.imaplib", "imapclient.imapclient"):
        caplog.set_level(logging.DEBUG, logger=name)

    def respond(_server, tag, arguments):
        if answer == "cut":
            raise Hangup(b"* BYE " + arguments + b"\r\n")
        if answer == "echoed":
            return tag + b" NO you said " + CANARY.encode() + b" and " + arguments + b"\r\n"
        return tag + (b" OK in\r\n" if answer == "accepted" else b" NO wrong\r\n")

    text = ""
    with Scripted(capabilities, LOGIN=respond, AUTHENTICATE=respond) as server:
        one = mailbox(server, oauth="OAUTH" in capabilities)
        try:
            one.mailboxes()
        except (AuthenticationRefused, MailboxUnavailable) as error:
            text = "".join(traceback.format_exception(error))
        finally:
            one.close()
    sung = text + caplog.text + repr(one._settings) + repr(vars(one))
    hidden = (CANARY, base64.b64encode(f"\0anne\0{CANARY}".encode()).decode(), base64.b64encode(CANARY.encode()).decode()[:12])
    assert [secret for secret in hidden if secret in sung] == []


def test_imapclient_connects_through_the_gate():
    """Guards the one private name we rely on: ``IMAPClient._create_IMAP4``."""
    with Scripted() as server:
        session = Session(settings(server, "anne"), Secret("x"))
        session.log_out()
    assert session.gate.verbs[:2] == ["CAPABILITY", "AUTHENTICATE"]


@pytest.mark.dovecot
def test_the_secret_is_asked_for_at_each_login(dovecots, user):
    asked = []

    def secret():
        asked.append(1)
        return Secret(PASSWORD)

    one = ImapMailbox(settings(dovecots(), user, secret=secret))
    for _ in range(2):
        one._connector.open().log_out()
    assert len(asked) == 2


@pytest.mark.parametrize("password", ["pw7", 'a"b\\c d'])
@pytest.mark.parametrize("capabilities", ["IMAP4rev1 AUTH=PLAIN", "IMAP4rev1"])
def test_a_secret_too_short_or_quoted_is_hidden_as_well_when_it_is_echoed(capabilities, password):
    def respond(server, tag, arguments):
        return tag + b" NO you said " + arguments + b"\r\n"

    with Scripted(capabilities, LOGIN=respond, AUTHENTICATE=respond) as server:
        with pytest.raises(AuthenticationRefused) as refused:
            Session(settings(server, "u1"), Secret(password))
        said = "\n".join(server.commands)
    encoded = base64.b64encode(f"\0u1\0{password}".encode()).decode()
    escaped = password.replace("\\", "\\\\").replace('"', '\\"')
    assert encoded in said or escaped in said
    told = str(refused.value).replace("\\\\", "\\")
    assert [form for form in (password, escaped, encoded) if form in told] == []
