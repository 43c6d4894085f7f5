"""Answers to what prospects write: asked for, or drafted at once when the owner wants that."""

from dataclasses import replace
from email import message_from_bytes, policy

import pytest

from mailwatch.journal.journal import SqliteJournal
from tests.stage import MARC, OWNER, Stage, at, mail

START = "2026-09-01 00:00"
REFUSAL = "Bonjour, merci pour votre proposition, mais nous avons retenu un autre prestataire. Nous ne donnons pas suite."


def read(draft):
    return message_from_bytes(draft.raw, policy=policy.default)


def test_a_refusal_leads_to_one_thank_you_when_answers_are_drafted_at_once():
    s = Stage(at(START), answers_drafted=True)
    quote = s.quote("2026-09-01 09:12")
    reply = s.reply("2026-09-02 11:00", quote, REFUSAL)
    for day in range(2, 30):
        s.cycle(f"2026-09-{day:02} 12:00")

    (draft,) = s.drafts()
    message = read(draft)
    assert message["In-Reply-To"] == reply
    assert message["References"].split()[-1] == reply
    assert message["To"] == MARC
    assert "merci" in message.get_content().lower()
    assert s.status(quote, "2026-09-30 12:00") == "declined"


def test_answers_wait_for_the_owner_by_default():
    s = Stage(at(START))
    quote = s.quote("2026-09-01 09:12")
    s.reply("2026-09-02 11:00", quote, REFUSAL)
    s.cycle("2026-09-02 12:00")

    assert s.drafts() == ()


def test_no_answer_is_drafted_at_once_to_an_address_the_owner_never_wrote_to():
    s = Stage(at(START), answers_drafted=True)
    quote = s.quote("2026-09-01 09:12")
    s.reply("2026-09-02 11:00", quote, REFUSAL, sender="Lea <lea@client.example>")
    s.cycle("2026-09-02 12:00")

    assert s.drafts() == ()


@pytest.mark.parametrize("text", ["Merci de ne plus me contacter.", "Bonjour, bien reçu, merci."])
def test_stop_words_and_acknowledgements_get_no_answer_by_themselves(text):
    s = Stage(at(START), answers_drafted=True)
    quote = s.quote("2026-09-01 09:12")
    s.reply("2026-09-02 11:00", quote, text)
    s.cycle("2026-09-02 12:00")

    assert s.drafts() == ()


def test_an_answer_is_withdrawn_when_the_owner_answers_by_hand():
    s = Stage(at(START), answers_drafted=True)
    quote = s.quote("2026-09-01 09:12")
    reply = s.reply("2026-09-02 11:00", quote, REFUSAL)
    s.cycle("2026-09-02 12:00")
    assert len(s.drafts()) == 1
    s.write("2026-09-02 13:00", f"{quote} {reply}", "Merci de votre franchise, à une prochaine fois.")
    s.cycle("2026-09-02 14:00")
    s.cycle("2026-09-03 14:00")

    assert s.drafts() == ()


def test_a_late_refusal_is_answered_without_a_word_on_the_delay():
    s = Stage(at("2024-01-01 00:00"), answers_drafted=True)
    quote = s.quote("2024-07-08 10:14", reference="D-2024-031")
    s.cycle("2024-07-08 11:00")
    s.reply(
        "2026-09-17 15:02",
        quote,
        "Bonjour, ce sera sans suite : le travail a été fait en interne.",
        subject="RE: Devis D-2024-031",
    )
    s.cycle("2026-09-17 15:05")

    (draft,) = s.drafts()
    answer = read(draft)
    assert answer["X-Mailwatch-Step"] == "reply/tardive_refus_merci"
    said = answer.get_content().split(" a écrit")[0].lower()
    assert "mois" not in said
    assert "enfin" not in said


def refused_with_an_answer_drafted():
    s = Stage(at(START), answers_drafted=True)
    quote = s.quote("2026-09-01 09:12")
    s.cycle("2026-09-01 10:00")
    s.reply("2026-09-02 11:00", quote, REFUSAL)
    s.cycle("2026-09-02 12:00")
    assert len(s.drafts()) == 1
    return s


def with_a_new_journal(s):
    s.journal = SqliteJournal(":memory:")
    s.desk = replace(s.desk, journal=s.journal)


def test_an_answer_that_lies_there_is_not_made_again_after_the_journal_was_lost():
    s = refused_with_an_answer_drafted()
    with_a_new_journal(s)
    s.cycle("2026-09-02 13:00")
    assert len(s.drafts()) == 1


def test_an_answer_thrown_away_before_the_journal_was_lost_is_not_made_again():
    s = refused_with_an_answer_drafted()
    s.mailbox.move(s.drafts()[0].locator, "Trash")
    with_a_new_journal(s)
    s.cycle("2026-09-02 13:00")
    assert s.drafts() == ()


def test_no_answer_is_drafted_at_once_beside_a_draft_of_the_owners():
    s = Stage(at(START), answers_drafted=True)
    quote = s.quote("2026-09-01 09:12")
    reply = s.reply("2026-09-02 11:00", quote, REFUSAL)
    own = mail(
        message_id="<begun@atelier-durand.example>",
        sender=OWNER,
        to=MARC,
        subject="Re: Devis D-2026-014",
        date=at("2026-09-02 11:30"),
        text="Bonjour Marc, merci pour votre retour.",
        references=f"{quote} {reply}",
    )
    s.mailbox.deliver("Drafts", own, at("2026-09-02 11:30"))
    s.cycle("2026-09-02 12:00")
    assert [read(draft)["Message-ID"] for draft in s.drafts()] == ["<begun@atelier-durand.example>"]
