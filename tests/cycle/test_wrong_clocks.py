"""Answers whose authors' clocks are wrong: nobody answers a mail before it was written."""

import pytest

from mailwatch.model.message import Role
from tests.stage import MARC, OWNER, Stage, at, mail

ASKS = "Bonjour, quel serait le délai de réalisation ?\nMarc"
RECEIVED = "from mx.client.example by mx.atelier-durand.example; Tue, 01 Sep 2026 10:00:00 +0200"


@pytest.fixture
def s():
    stage = Stage(at("2026-08-15 00:00"))
    stage.name = stage.quote("2026-09-01 09:12")
    return stage


def answer(s, dated: str, arrived: str, answered: str, **fields: str) -> None:
    raw = mail(
        message_id="<answer@client.example>",
        sender=MARC,
        to=OWNER,
        subject="RE: Devis D-2026-014",
        date=at(dated),
        text=ASKS,
        references=answered,
        **fields,
    )
    s.hands.put(Role.INBOX, raw, at(arrived))


@pytest.mark.parametrize("dated", ["2026-09-01 08:00", "2026-08-30 10:00", "1970-01-01 08:00", "0001-01-02 08:00"])
@pytest.mark.parametrize("fields", [{}, {"Received": RECEIVED}], ids=["never travelled", "received"])
@pytest.mark.parametrize("looked", [True, False], ids=["quote seen before", "both at once"])
def test_an_answer_dated_before_the_quote_stops_the_follow_up(s, dated, fields, looked):
    if looked:
        s.cycle("2026-09-01 09:20")
    answer(s, dated, "2026-09-01 10:00", s.name, **fields)
    s.cycle("2026-09-03 09:00")
    assert (s.status(s.name, "2026-09-03 09:00"), s.drafts()) in [("waiting_on_us", ()), ("held", ())]


def test_an_answer_dated_before_the_follow_up_it_answers_awaits_the_owner(s):
    s.cycle("2026-09-03 09:00")
    draft = s.drafts()[0].raw
    follow_up = next(line.split()[1] for line in draft.decode().splitlines() if line.startswith("Message-ID"))
    s.send_draft("2026-09-03 11:00")
    s.cycle("2026-09-03 11:05")
    answer(s, "2026-09-03 08:00", "2026-09-03 14:00", f"{s.name} {follow_up}")
    s.cycle("2026-09-03 14:05")
    assert s.status(s.name, "2026-09-03 14:05") == "waiting_on_us"
    s.cycle("2026-09-17 09:00")
    assert s.drafts() == ()


def test_an_answer_dated_in_1970_takes_the_waiting_draft_back(s):
    s.cycle("2026-09-03 09:00")
    answer(s, "1970-01-01 08:00", "2026-09-03 11:00", s.name)
    s.cycle("2026-09-03 11:05")
    assert (s.status(s.name, "2026-09-03 11:05"), s.drafts()) == ("waiting_on_us", ())


def test_an_answer_without_a_sender_is_held(s):
    s.cycle("2026-09-01 09:20")
    raw = mail(
        message_id="<nobody@client.example>",
        sender="undisclosed:;",
        to=OWNER,
        subject="RE: Devis D-2026-014",
        date=at("2026-09-01 10:00"),
        text=ASKS,
        references=s.name,
    )
    s.hands.put(Role.INBOX, raw, at("2026-09-01 10:00"))
    s.cycle("2026-09-03 09:00")
    assert (s.status(s.name, "2026-09-03 09:00"), s.drafts()) == ("held", ())
