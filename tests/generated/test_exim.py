"""Delivery reports and an absence as Exim writes them."""

import time

import pytest

from tests.generated import exim
from tests.generated.exim import Exim
from tests.generated.letters import OWNER, QUOTE_ID, quote_to

pytestmark = pytest.mark.skipif(exim.MISSING, reason="Exim is not unpacked, or we are not root")

#: Who is written to -> hard, status.
REFUSED = {
    "parti@client.example": (True, "5.1.1"),
    "inconnu@client.example": (True, "5.0.0"),
    "plein@client.example": (False, "5.2.2"),
    "filtre@client.example": (False, "5.7.1"),
    "lourd@client.example": (False, "5.3.4"),
    "nul@atelier-durand.example": (True, "5.0.0"),
}


@pytest.mark.parametrize("recipient", REFUSED)
def test_a_refusal_is_a_bounce_of_that_recipient(folder, remote, inspected, recipient):
    server = Exim(folder, remote.port)
    server.submit(quote_to(recipient), OWNER, recipient)
    [report] = server.delivered()
    hard, status = REFUSED[recipient]
    read = inspected(report)
    assert ("bounce", {"hard": hard, "recipients": [recipient], "status": status, "original": QUOTE_ID}) == (
        read["kind"],
        read["bounce"],
    )


@pytest.mark.parametrize(("limits", "kind"), [({"warn": 1}, "delayed"), ({"lifetime": 1}, "bounce")], ids=["delayed", "given up"])
def test_waiting_ends_nothing_until_it_is_given_up(folder, remote, inspected, limits, kind):
    server = Exim(folder, remote.port, **limits)
    server.submit(quote_to("liste-grise@client.example"), OWNER, "liste-grise@client.example")
    while not server.mailbox:
        time.sleep(1)
        server.try_again()
    [report, *_] = server.delivered()
    read = inspected(report)
    assert (kind, False, "4.7.1") == (read["kind"], read["bounce"]["hard"], read["bounce"]["status"])


def test_an_absence_of_exims_own_is_one(folder, remote, inspected):
    server = Exim(folder, remote.port)
    server.submit(quote_to("absente@atelier-durand.example"), OWNER, "absente@atelier-durand.example")
    [notice] = server.delivered()
    read = inspected(notice)
    assert (read["kind"], read["until"]) == ("out_of_office", "2026-09-28")
