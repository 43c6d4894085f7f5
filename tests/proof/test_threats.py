"""What strangers and servers may try with words alone: marks of a machine, bounces that never were, alerts that paint the screen."""

import unicodedata
from dataclasses import replace

import pytest

from mailwatch.cli.failures import messages
from mailwatch.cycle.poll import run_cycle
from mailwatch.errors import MailboxError
from mailwatch.mailbox.imap import ImapMailbox
from mailwatch.model.conversation import Status
from mailwatch.model.secret import Secret
from tests.servers.hands import settings
from tests.servers.scripted import Scripted
from tests.stage import MARC, OWNER, Stage, at

FOR_WEEKS = [f"2026-{month:02}-{day:02} 09:00" for month in (9, 10) for day in range(2, 31)]


def quoted() -> tuple[Stage, str]:
    s = Stage(at("2026-09-01 00:00"))
    quote = s.quote("2026-09-01 09:12")
    s.cycle("2026-09-01 10:00")
    return s, quote


@pytest.mark.parametrize(
    "fields",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated", "Precedence": "bulk"},
        {"X_Auto_Response_Suppress": "All", "X_Autoreply": "yes"},
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("text", ["Je suis absent.", "Votre message a bien été reçu.", "Je n'ai pas répondu."])
def test_no_automatic_mail_takes_back_what_a_person_wrote(fields, text):
    """Forged or not: who has answered is not written to again."""
    s, quote = quoted()
    s.reply("2026-09-02 09:00", quote, "Bonjour, quel serait le délai de réalisation ?")
    s.cycle("2026-09-02 09:05")
    s.reply("2026-09-02 10:00", quote, text, subject="Automatic reply: Devis D-2026-014", **fields)
    drafted = []
    for when in FOR_WEEKS:
        s.cycle(when)
        drafted += s.drafts()
    assert (drafted, s.status(quote, "2026-09-10 09:00")) == ([], "waiting_on_us")


def bounce(*, original: str, recipient: str) -> bytes:
    """A delivery report (RFC 3464) as anybody can write one."""
    return BOUNCE.format(owner=OWNER, original=original, recipient=recipient).encode()


BOUNCE = """From: MAILER-DAEMON@mx.evil.example
To: {owner}
Subject: Undelivered Mail Returned to Sender
Date: Wed, 02 Sep 2026 09:00:00 +0200
Message-ID: <bounce@mx.evil.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

This is the mail system. Your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.evil.example

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Message-ID: {original}
To: {recipient}

--b--
"""


def test_a_forged_bounce_closes_nothing_and_is_over_when_the_person_writes():
    s, quote = quoted()
    s.mailbox.deliver("INBOX", bounce(original=quote, recipient=MARC), at("2026-09-02 09:00"))
    s.cycle("2026-09-02 09:05")
    bounced = s.status(quote, "2026-09-02 09:06")
    s.reply("2026-09-03 11:00", quote, "Bonjour, quel serait le délai ?")
    s.cycle("2026-09-03 11:05")
    assert (bounced, s.status(quote, "2026-09-03 11:06")) == (Status.BOUNCED, Status.WAITING_ON_US)


def test_a_bounce_of_somebody_elses_mail_changes_nothing():
    s, quote = quoted()
    s.mailbox.deliver("INBOX", bounce(original="<another@evil.example>", recipient="eve@evil.example"), at("2026-09-02 09:00"))
    s.cycle("2026-09-02 09:05")
    s.cycle("2026-09-04 09:05")
    assert (s.status(quote, "2026-09-04 09:06"), len(s.drafts())) == (Status.DRAFTED, 1)


ALERT = b"[ALERT] \x1b]0;pwned\x07\x1b[2JCall \xe2\x80\xae+33 1 00 \x00now\r and pay http://evil.example"


@pytest.mark.parametrize("position", ["AUTHENTICATE", "LIST", "EXAMINE"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_alert_of_the_server_is_shown_as_plain_words_of_the_server(position, language):
    refuse = {position: lambda server, tag, arguments: tag + b" NO " + ALERT + b"\r\n"}
    with Scripted("IMAP4rev1 UIDPLUS UNSELECT AUTH=PLAIN SASL-IR") as server:
        server.on.update(refuse)
        s = Stage(at("2026-09-01 00:00"))
        mailbox = ImapMailbox(settings(server, "anne", timeout=5.0, secret=lambda: Secret("x")))
        desk = replace(s.desk, mailbox=mailbox)
        with pytest.raises(MailboxError) as raised:
            run_cycle(desk, at("2026-09-03 08:31"))
        mailbox.close()
    kept = s.journal.state(OWNER).problem
    shown = [*messages(raised.value, language), str(raised.value), kept]
    assert all("Call" in text for text in shown)
    assert {unicodedata.category(char) for text in shown for char in text} & {"Cc", "Cf", "Cs", "Zl", "Zp"} == set()
    assert any(word in shown[0].lower() for word in ("server", "serveur"))
