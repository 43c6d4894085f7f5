"""A person who asked to be forgotten is learned again from new mail only; and memory ends by itself."""

import logging
from datetime import timedelta

import pytest

from mailwatch.cycle.forgetting import TakenBack, take_back
from mailwatch.journal.erase import quotes_to
from mailwatch.model.message import Role
from mailwatch.model.policy import Duration, Unit
from tests.stage import MARC, OWNER, QUOTE_TEXT, Stage, at, mail

START = "2026-09-01 00:00"
ZOE = "zoe@petit.example"
REFUSAL = "Bonjour, merci, mais nous avons retenu un autre prestataire."


@pytest.fixture
def s():
    return Stage(at(START))


def forget(s, pattern, when):
    s.journal.forget(OWNER, pattern, now=at(when))


def learned(s, address=MARC):
    return s.journal.facts_with(OWNER, [address]) != () or bool(s.journal.correspondents(OWNER, [address]))


def test_older_mail_found_later_teaches_nothing_about_the_forgotten(s):
    s.cycle("2026-09-05 10:00")
    forget(s, MARC, "2026-09-06 10:00")
    quote = s.quote("2026-09-01 09:12")
    s.reply("2026-09-02 11:00", quote, REFUSAL)
    s.write("2026-09-03 11:00", quote, "Merci quand même.")
    s.cycle("2026-09-07 10:00")

    assert s.journal.quotes(OWNER) == ()
    assert not learned(s)


def test_the_same_mail_is_learned_where_nobody_was_forgotten(s):
    s.cycle("2026-09-05 10:00")
    forget(s, ZOE, "2026-09-06 10:00")
    quote = s.quote("2026-09-01 09:12")
    s.cycle("2026-09-07 10:00")

    assert s.journal.quotes(OWNER) == (quote,)
    assert learned(s)


def test_a_new_quote_after_the_forgetting_is_followed_up_as_any_other(s):
    s.cycle("2026-09-01 10:00")
    forget(s, MARC, "2026-09-02 10:00")
    s.quote("2026-09-03 09:12")
    s.cycle("2026-09-07 09:00")

    assert len(s.drafts()) == 1


def test_a_renumbered_mailbox_brings_nobody_back(s):
    quote = s.quote("2026-09-01 09:12")
    s.reply("2026-09-02 11:00", quote, REFUSAL)
    s.cycle("2026-09-02 12:00")
    assert learned(s)
    forget(s, MARC, "2026-09-06 10:00")
    s.mailbox.renumber("Sent")
    s.mailbox.renumber("INBOX")
    s.cycle("2026-09-07 10:00")

    assert not learned(s)


def test_a_whole_domain_is_forgotten_and_stays_so(s):
    s.quote("2026-09-01 09:12")
    s.cycle("2026-09-01 10:00")
    forget(s, "*@client.example", "2026-09-02 10:00")
    s.quote("2026-09-01 11:00", reference="D-2026-015", to="lea@client.example")
    s.quote("2026-09-01 12:00", reference="D-2026-016", to="lea@other-client.example")
    s.cycle("2026-09-03 10:00")

    assert (learned(s), learned(s, "lea@client.example"), learned(s, "lea@other-client.example")) == (False, False, True)


# --- drafts -------------------------------------------------------------------------------------------------------


def taken(s, when):
    return take_back(s.desk, quotes_to(s.journal.store, OWNER, [MARC]), [MARC], at(when))


def test_an_untouched_draft_is_taken_back_first(s):
    s.quote("2026-09-01 09:12")
    s.cycle("2026-09-03 09:00")
    assert len(s.drafts()) == 1

    assert taken(s, "2026-09-03 10:00") == TakenBack(withdrawn=1)
    assert s.drafts() == ()


def test_an_edited_draft_stays_and_is_told(s):
    s.quote("2026-09-01 09:12")
    s.cycle("2026-09-03 09:00")
    (draft,) = s.drafts()
    s.mailbox.delete(draft.locator)
    s.mailbox.deliver("Drafts", draft.raw.replace(b"Bonjour", b"Cher ami"), at("2026-09-03 09:30"))

    assert taken(s, "2026-09-03 10:00") == TakenBack(left=1)
    assert len(s.drafts()) == 1


def test_drafts_to_others_are_not_touched(s):
    s.quote("2026-09-01 09:12", to=ZOE)
    s.cycle("2026-09-03 09:00")

    assert taken(s, "2026-09-03 10:00") == TakenBack()
    assert len(s.drafts()) == 1


# --- retention ----------------------------------------------------------------------------------------------------


def test_memory_ends_three_years_after_the_prospects_last_word(caplog):
    s = Stage(at("2023-01-01 00:00"))
    silent = s.quote("2023-09-01 09:12", to=ZOE)
    spoken = s.quote("2023-09-01 09:13", reference="D-2023-002")
    s.reply("2024-03-01 11:00", spoken, REFUSAL)
    with caplog.at_level(logging.INFO, logger="mailwatch"):
        s.cycle("2026-09-01 09:00")
        assert set(s.journal.quotes(OWNER)) == {silent, spoken}
        s.cycle("2026-09-02 09:00")
        assert s.journal.quotes(OWNER) == (spoken,)
        assert not s.journal.facts_with(OWNER, [ZOE])
        s.cycle("2027-03-02 09:00")
    assert s.journal.quotes(OWNER) == ()
    said = [record.getMessage() for record in caplog.records if "retention" in record.getMessage()]
    assert len(said) == 2
    assert "@" not in "".join(said)


def test_a_request_that_led_nowhere_is_forgotten_too():
    s = Stage(at("2023-01-01 00:00"))
    ask = "Bonjour, pourriez-vous m'envoyer un devis pour la refonte de notre site ? Merci d'avance."
    s.reply("2023-09-01 10:00", None, ask, sender=ZOE, subject="Demande de devis")
    s.cycle("2023-09-01 11:00")
    assert learned(s, ZOE)
    s.cycle("2026-09-02 09:00")

    assert not learned(s, ZOE)


def test_the_journal_is_looked_through_once_a_day():
    s = Stage(at("2026-09-01 00:00"), retention=Duration(1, Unit.DAYS))
    seen = []
    purge = s.journal.purge
    s.journal.purge = lambda account, before: seen.append(before) or purge(account, before)
    for hours in range(0, 60, 5):
        s.cycle(f"{at('2026-09-01 00:00') + timedelta(hours=hours):%Y-%m-%d %H:%M}")

    assert len(seen) == 3


def test_what_retention_erased_is_not_learned_again_from_the_same_mailbox():
    s = Stage(at("2023-01-01 00:00"))
    raw = mail(
        message_id="<old@atelier-durand.example>",
        sender=OWNER,
        to=ZOE,
        subject="Devis D-1",
        date=at("2023-09-01 09:12"),
        text=QUOTE_TEXT.format(reference="D-1"),
        pdf="Devis D-1.pdf",
    )
    s.hands.put(Role.SENT, raw, at("2023-09-01 09:12"))
    for when in ("2023-09-01 10:00", "2026-09-02 09:00"):
        s.cycle(when)
    s.mailbox.renumber("Sent")
    s.cycle("2026-09-03 09:00")

    assert s.journal.quotes(OWNER) == ()
