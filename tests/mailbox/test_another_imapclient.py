"""An imapclient whose private names are others: everything works as before, behind the same gate."""

import inspect
import logging
import re
from types import ModuleType

import imapclient.imapclient
import pytest

from mailwatch.errors import AuthenticationRefused, InvariantBroken, MailboxUnavailable
from mailwatch.mailbox import session as sessions
from mailwatch.mailbox.imap import ImapMailbox
from mailwatch.mailbox.session import Connector
from mailwatch.model.secret import Secret
from tests.mailbox.contract import AT
from tests.mailbox.mail import plain, with_attachments
from tests.servers.hands import DovecotHands, settings
from tests.servers.scripted import Scripted

ZLIB = "protocol imap {\n  mail_plugins = imap_zlib\n}\n"


def renamed():
    """imapclient as it would be after its next rework: ``_imap`` and ``_create_IMAP4`` are called something else."""
    source = inspect.getsource(imapclient.imapclient)
    for name, other in (("_imap", "_connection"), ("_create_IMAP4", "_connect")):
        source, count = re.subn(rf"\b{name}\b", other, source)
        assert count > 0
    module = ModuleType("imapclient.imapclient")
    module.__package__ = "imapclient"
    exec(compile(source, "imapclient after its rework", "exec"), vars(module))  # the library's own source
    return module.IMAPClient


def go_over_to(library):
    sessions._Client.__bases__ = (library,)


@pytest.fixture
def reworked():
    """Call it to go over to the other imapclient."""
    sessions._say_that_imapclient_is_another.cache_clear()
    yield lambda: go_over_to(renamed())
    go_over_to(imapclient.IMAPClient)


def everything(mailbox, places):
    """What a mailbox gives, and what it does: a draft appended, listed, withdrawn."""
    read = [(batch.cursor, [(new.locator, new.header, new.flags) for new in batch.messages]) for batch in mailbox.new({})]
    texts = list(mailbox.texts(places))
    outcome = mailbox.append_draft(plain("<mw.1@x.example>"), "<mw.1@x.example>")
    listed = [entry.header for entry in mailbox.drafts().entries]
    return read, texts, outcome.stored, listed, mailbox.withdraw(outcome.locator, lambda raw: raw == outcome.stored)


@pytest.mark.dovecot
@pytest.mark.parametrize("tls", ["none", "implicit", "starttls"])
def test_the_same_comes_of_it_and_is_said_once(dovecots, user, tls, reworked, caplog):
    server = dovecots(tls=True, extra=ZLIB)
    hands = DovecotHands(server, user)
    places = [hands.deliver("INBOX", with_attachments(f"<r{number}@x.example>"), AT) for number in range(20)]
    port = server.tls_port if tls == "implicit" else server.port
    with caplog.at_level(logging.WARNING, "mailwatch"):
        found = []
        for change in (lambda: None, reworked, lambda: None):
            change()
            mailbox = ImapMailbox(settings(server, user, port=port, tls=tls, ca_file=str(server.certificate())))
            found.append(everything(mailbox, places))
            verbs = mailbox._session.gate.verbs
            mailbox.close()
    hands.close()
    drafts_aside = [[batch for batch in read if batch[0].mailbox != "Drafts"] for read, *_ in found]
    assert drafts_aside[0] == drafts_aside[1] == drafts_aside[2]
    assert [one[1:] for one in found] == [found[0][1:]] * 3
    assert ("CAPABILITY" in verbs, len(caplog.records)) == (False, 1)
    assert "imapclient" in caplog.text


@pytest.mark.dovecot
def test_compressed_headers_are_the_same(dovecots, user, reworked):
    server = dovecots(extra=ZLIB)
    hands = DovecotHands(server, user)
    server.fill(user, (plain(f"<n{number}@x.example>") for number in range(1_200)))
    reworked()
    mailbox = hands.open()
    found = [new.header for batch in mailbox.new({}) for new in batch.messages]
    verbs = mailbox._session.gate.verbs
    hands.close()
    assert [header.count(f"<n{n}@".encode()) for n, header in enumerate(found)] == [1] * 1_200
    assert verbs.count("COMPRESS") == 1


@pytest.mark.parametrize("command", [b'DELETE "INBOX"', b"EXPUNGE", b'SELECT "Sent"'])
def test_the_gate_stands_before_that_connection_too(reworked, command):
    reworked()
    with Scripted() as server:
        session = Connector(settings(server, "anne", secret=lambda: Secret("x"))).open()
        with pytest.raises(InvariantBroken):
            session.ask(command)
        session.log_out()
    assert [line for line in server.commands if command.decode() in line] == []


def test_what_is_refused_before_the_login_still_is(reworked):
    reworked()
    with Scripted("IMAP4rev1 LOGINDISABLED") as server, pytest.raises(MailboxUnavailable, match="LOGINDISABLED"):
        Connector(settings(server, "anne", secret=lambda: Secret("x"))).open()
    with Scripted() as server:
        server.greeting = b"* PREAUTH come in\r\n"
        with pytest.raises((MailboxUnavailable, AuthenticationRefused)):
            Connector(settings(server, "anne", secret=lambda: Secret("x"))).open()
    assert server.logins == 0
