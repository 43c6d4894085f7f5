"""Delivery reports as Postfix writes them (RFC 3461 to 3464), for every way a far server refuses."""

import pytest

from tests.generated import postfix
from tests.generated.letters import OWNER, QUOTE_ID, quote_to
from tests.generated.postfix import Postfix

pytestmark = pytest.mark.skipif(postfix.MISSING, reason="Postfix is not installed, or we are not root")

FRENCH = """\
failure_template = <<FIN
Charset: utf-8
From: MAILER-DAEMON (Service de messagerie)
Subject: Votre message n'a pas pu être remis
Postmaster-Subject: Copie : message non remis

Ici le serveur de messagerie $myhostname.

Votre message n'est pas arrivé chez un ou plusieurs de ses destinataires. Il est joint ci-dessous.
FIN
delay_template = <<FIN
Charset: utf-8
From: MAILER-DAEMON (Service de messagerie)
Subject: Votre message est retardé
Postmaster-Subject: Copie : message retardé

Ici le serveur de messagerie $myhostname.

Votre message n'a pas encore été remis. Nous réessayons pendant $maximal_queue_lifetime_days jours ; il n'y a rien à faire.
FIN
"""
#: Who is written to -> hard, status.
REFUSED = {
    "parti@client.example": (True, "5.1.1"),
    "inconnu@client.example": (True, "5.0.0"),
    "plein@client.example": (False, "5.2.2"),
    "ferme@client.example": (True, "5.2.1"),
    "filtre@client.example": (False, "5.7.1"),
    "lourd@client.example": (False, "5.3.4"),
    "nul@atelier-durand.example": (True, "5.1.1"),
}


def bounce(hard, status, *recipients):
    return {"hard": hard, "recipients": list(recipients), "status": status, "original": QUOTE_ID}


@pytest.mark.parametrize("headers_only", [False, True], ids=["whole mail back", "headers back"])
@pytest.mark.parametrize("recipient", REFUSED)
def test_a_refusal_is_a_bounce_of_that_recipient(folder, remote, inspected, recipient, headers_only):
    with Postfix(folder, remote.port) as server:
        server.submit(quote_to(recipient), OWNER, recipient, headers_only=headers_only)
        [report] = server.delivered()
    read = inspected(report)
    assert ("bounce", bounce(*REFUSED[recipient], recipient)) == (read["kind"], read["bounce"])


def test_one_of_two_recipients_bounces_alone(folder, remote, inspected):
    with Postfix(folder, remote.port) as server:
        both = ("marc@client.example", "parti@client.example")
        server.submit(quote_to(*both), OWNER, *both)
        [report] = server.delivered()
    assert bounce(True, "5.1.1", "parti@client.example") == inspected(report)["bounce"]


def test_a_delay_is_told_first_and_the_end_of_trying_after(folder, remote, inspected):
    with Postfix(folder, remote.port, warn=1, lifetime=5) as server:
        server.submit(quote_to("liste-grise@client.example"), OWNER, "liste-grise@client.example")
        reports = [inspected(report) for report in server.delivered(2)]
    assert [read["kind"] for read in reports] == ["delayed", "bounce"]
    assert [bounce(False, "4.7.1", "liste-grise@client.example")] * 2 == [read["bounce"] for read in reports]


def test_a_server_that_does_not_answer_is_no_dead_address(folder, remote, inspected):
    with Postfix(folder, remote.port, lifetime=2) as server:
        server.submit(quote_to("marc@sourd.example"), OWNER, "marc@sourd.example")
        [report] = server.delivered()
    read = inspected(report)
    assert ("bounce", bounce(False, "4.4.1", "marc@sourd.example")) == (read["kind"], read["bounce"])


@pytest.mark.parametrize("recipient", ["marc@client.example", OWNER], ids=["passed on", "delivered"])
def test_a_report_of_success_is_a_receipt(folder, remote, inspected, recipient):
    with Postfix(folder, remote.port) as server:
        server.submit(quote_to(recipient), OWNER, recipient, notify="success")
        found = [raw for raw in server.delivered(2 if recipient == OWNER else 1) if b"multipart/report" in raw]
    [report] = found
    assert inspected(report)["kind"] == "receipt"


@pytest.mark.parametrize(
    ("warn", "recipient", "kind"), [(0, "parti@client.example", "bounce"), (1, "liste-grise@client.example", "delayed")]
)
def test_a_report_in_french_words_reads_alike(folder, remote, inspected, warn, recipient, kind):  # noqa: PLR0917 (three are fixtures)
    with Postfix(folder, remote.port, warn=warn, templates=FRENCH) as server:
        server.submit(quote_to(recipient), OWNER, recipient)
        [report] = server.delivered()
    assert kind == inspected(report)["kind"]
