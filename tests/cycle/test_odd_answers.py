"""Answers that a server gives badly, or that go by a name another mail has already."""

from dataclasses import replace
from email import message_from_bytes, policy

import pytest

from mailwatch.cycle.poll import run_cycle
from mailwatch.model.message import Role
from tests.stage import MARC, OWNER, Stage, at, mail

ASKS = "Bonjour, quel serait le délai de réalisation ?\nMarc"
DECLINES = "Bonjour, merci mais nous avons choisi un autre prestataire. Nous ne donnons pas suite.\nMarc"


@pytest.fixture
def s():
    stage = Stage(at("2026-08-15 00:00"))
    stage.name = stage.quote("2026-09-01 09:12")
    stage.cycle("2026-09-01 09:20")
    return stage


def test_an_answer_of_which_the_server_gives_no_text_is_held(s):
    class Mute(type(s.mailbox)):
        def texts(self, locators, *, pdf=False):
            return iter([(locator, b"") for locator in locators if locator.mailbox == "INBOX"])

    s.reply("2026-09-01 11:00", s.name, ASKS)
    s.mailbox.__class__ = Mute
    run_cycle(replace(s.desk, mailbox=s.mailbox), at("2026-09-01 11:05"))
    assert s.status(s.name, "2026-09-01 11:05") == "held"


def sent_follow_up(s) -> str:
    s.cycle("2026-09-03 09:00")
    name = message_from_bytes(s.drafts()[0].raw, policy=policy.default)["Message-ID"]
    s.send_draft("2026-09-03 09:30")
    s.cycle("2026-09-03 09:35")
    return str(name)


@pytest.mark.parametrize("whose", ["quote", "follow-up"])
def test_an_answer_under_the_name_of_our_own_mail_is_heard(s, whose):
    follow_up = sent_follow_up(s)
    s.reply("2026-09-03 11:00", s.name, DECLINES, message_id=s.name if whose == "quote" else follow_up)
    s.cycle("2026-09-03 11:05")
    assert s.status(s.name, "2026-09-03 11:05") == "declined"


def test_two_answers_under_one_name_are_both_heard(s):
    s.reply("2026-09-01 10:00", s.name, ASKS, message_id="<same@client.example>")
    s.cycle("2026-09-01 10:05")
    s.write("2026-09-01 10:30", s.name, "Bonjour Marc, trois semaines.")
    s.cycle("2026-09-01 10:35")
    s.reply("2026-09-01 15:00", s.name, DECLINES, message_id="<same@client.example>")
    s.cycle("2026-09-01 15:05")
    assert s.status(s.name, "2026-09-01 15:05") == "declined"


@pytest.mark.parametrize("first_look", ["quote first", "all at once"])
def test_an_answer_that_is_filed_delivered_twice_or_filed_later_is_one_answer(first_look):
    s = Stage(at("2026-08-15 00:00"))
    quote = s.quote("2026-09-01 09:12")
    if first_look == "quote first":
        s.cycle("2026-09-01 09:20")
    s.reply("2026-09-01 10:00", quote, ASKS, Received="from a by b; Tue, 01 Sep 2026 10:00:00 +0200")
    s.reply("2026-09-01 10:00", quote, ASKS, Received="from c by d; Tue, 01 Sep 2026 10:00:09 +0200")
    s.cycle("2026-09-01 10:05")
    for stored in s.mailbox.messages("INBOX"):
        s.mailbox.move(stored.locator, "Archive")
    s.cycle("2026-09-01 10:30")
    assert len(s.judged(quote, "2026-09-01 10:30").conversation.replies) == 1


def test_the_owners_own_copy_of_a_quote_is_no_answer(s):
    """Copied to oneself: the same name, in the inbox, with a Received field."""
    raw = next(stored.raw for stored in s.mailbox.messages("Sent"))
    s.hands.put(Role.INBOX, b"Received: from a by b; Tue, 01 Sep 2026 09:12:09 +0200\r\n" + raw, at("2026-09-01 09:13"))
    s.cycle("2026-09-01 09:30")
    assert (s.status(s.name, "2026-09-01 09:30"), s.judged(s.name, "2026-09-01 09:30").conversation.replies) == ("open", ())


def test_mail_that_answers_nothing_is_read_once_whatever_its_name(s):
    for minute in (10, 20):
        raw = mail(
            message_id="<same@shop.example>",
            sender="shop@shop.example",
            to=OWNER,
            subject="Vos nouveautés",
            date=at(f"2026-09-01 10:{minute}"),
            text="Bonjour",
        )
        s.hands.put(Role.INBOX, raw, at(f"2026-09-01 10:{minute}"))
    s.cycle("2026-09-01 10:30")
    assert s.status(s.name, "2026-09-01 10:30") == "open"
    assert MARC in s.judged(s.name, "2026-09-01 10:30").conversation.quote.contacts
