"""Filing a quote, or its draft, in a command mailbox is an order: given once, and the message stays where it is."""

from datetime import date

import pytest

from mailwatch.model.facts import OwnerSaid, OwnerTouched
from mailwatch.model.message import Role
from mailwatch.model.orders import NAMES
from tests.stage import Stage, at

START = "2026-09-01 00:00"


@pytest.fixture
def s():
    made = Stage(at(START))
    made.mailbox.create_commands("fr")
    return made


def orders(s, quote):
    return [fact for fact in s.journal.facts(s.desk.account.name, quote) if isinstance(fact, OwnerSaid | OwnerTouched)]


def copy(s, stored, name):
    return s.mailbox.deliver(f"mailwatch/{name}", stored.raw, stored.at, stored.flags)


def sent(s):
    return s.mailbox.messages("Sent")[0]


@pytest.mark.parametrize(
    ("name", "status"), [("Gagné", "won"), ("Perdu", "lost"), ("Plus tard", "paused"), ("Stop", "stopped"), ("Téléphone", "open")]
)
@pytest.mark.parametrize("way", ["copied", "moved"])
def test_each_mailbox_is_its_order_whether_copied_or_moved(s, name, status, way):
    quote = s.quote("2026-09-01 09:12")
    s.cycle("2026-09-01 10:00")
    if way == "copied":
        copy(s, sent(s), name)
    else:
        s.mailbox.move(sent(s).locator, f"mailwatch/{name}")
    s.cycle("2026-09-01 11:00")

    assert s.status(quote, "2026-09-01 11:01") == status
    assert len(s.mailbox.messages(f"mailwatch/{name}")) == 1
    for day in range(2, 12):
        s.cycle(f"2026-09-{day:02} 09:00")
    assert len(orders(s, quote)) == 1


def test_later_is_two_weeks(s):
    quote = s.quote("2026-09-01 09:12")
    s.cycle("2026-09-01 10:00")
    copy(s, sent(s), "Plus tard")
    s.cycle("2026-09-01 11:00")

    assert [order.until for order in orders(s, quote)] == [date(2026, 9, 15)]


def test_a_call_is_a_touch(s):
    quote = s.quote("2026-09-01 09:12")
    s.cycle("2026-09-01 10:00")
    copy(s, sent(s), "Téléphone")
    s.cycle("2026-09-02 11:00")
    s.cycle("2026-09-03 09:00")

    assert s.judged(quote, "2026-09-03 09:00").conversation.touches == (at("2026-09-02 11:00"),)
    assert s.drafts() == ()


def test_a_draft_filed_as_an_order_speaks_for_its_quote_and_is_never_taken_as_sent(s):
    quote = s.quote("2026-09-01 09:12")
    s.cycle("2026-09-03 09:00")
    (draft,) = s.drafts()
    s.mailbox.move(draft.locator, "mailwatch/Perdu")
    s.cycle("2026-09-03 10:00")

    assert s.status(quote, "2026-09-03 10:01") == "lost"
    assert s.judged(quote, "2026-09-03 10:01").conversation.touches == ()


def test_a_draft_whose_program_sets_no_flag_is_not_taken_as_sent_either(s):
    quote = s.quote("2026-09-01 09:12")
    s.cycle("2026-09-03 09:00")
    draft = s.mailbox.delete(s.drafts()[0].locator)
    s.mailbox.deliver("mailwatch/Téléphone", draft.raw, draft.at)
    s.cycle("2026-09-03 10:00")

    assert [word.kind for word in s.judged(quote, "2026-09-03 10:01").conversation.words] == ["quote", "call"]


def test_a_draft_copied_there_and_sent_later_still_counts_as_sent(s):
    quote = s.quote("2026-09-01 09:12")
    s.cycle("2026-09-03 09:00")
    copy(s, s.drafts()[0], "Téléphone")
    s.cycle("2026-09-03 10:00")
    for draft in s.drafts():
        s.hands.send_draft(draft.locator, at("2026-09-03 11:00"))
    s.cycle("2026-09-03 11:05")

    phases = [str(draft.phase) for draft in s.judged(quote, "2026-09-03 11:06").conversation.drafts]
    assert phases in (["sent"], ["withdrawn"])


def test_a_draft_moved_to_later_skips_its_step(s):
    quote = s.quote("2026-09-01 09:12")
    s.cycle("2026-09-03 09:00")
    s.mailbox.move(s.drafts()[0].locator, "mailwatch/Plus tard")
    s.cycle("2026-09-03 10:00")

    assert s.status(quote, "2026-09-03 10:01") == "paused"
    assert [str(draft.phase) for draft in s.judged(quote, "2026-09-03 10:01").conversation.drafts] == ["deleted"]


def test_an_answer_filed_there_speaks_for_the_quote_it_answers(s):
    quote = s.quote("2026-09-01 09:12")
    s.reply("2026-09-02 11:00", quote, "Bonjour, quel délai prévoyez-vous ?")
    s.cycle("2026-09-02 12:00")
    s.mailbox.move(s.mailbox.messages("INBOX")[0].locator, "mailwatch/Gagné")
    s.cycle("2026-09-02 13:00")

    assert s.status(quote, "2026-09-02 13:01") == "won"


def test_a_quote_first_seen_in_a_command_mailbox_is_a_quote_all_the_same(s):
    quote = s.quote("2026-09-01 09:12")
    s.mailbox.move(sent(s).locator, "mailwatch/Perdu")
    s.cycle("2026-09-01 10:00")

    assert s.status(quote, "2026-09-01 10:01") == "lost"


def test_other_mail_filed_there_does_nothing(s):
    s.quote("2026-09-01 09:12")
    s.cycle("2026-09-01 10:00")
    s.write("2026-09-01 11:00", None, "Déjeuner jeudi ?", to="ami@perso.example", subject="Déjeuner")
    s.mailbox.move(s.mailbox.messages("Sent")[1].locator, "mailwatch/Stop")
    report = s.cycle("2026-09-01 12:00")

    assert [fact for fact in report.facts if isinstance(fact, OwnerSaid)] == []


def test_the_same_message_read_again_gives_no_second_order(s):
    quote = s.quote("2026-09-01 09:12")
    s.cycle("2026-09-01 10:00")
    copy(s, sent(s), "Perdu")
    s.cycle("2026-09-01 11:00")
    s.mailbox.renumber("mailwatch/Perdu")
    copy(s, sent(s), "Perdu")
    s.cycle("2026-09-01 12:00")

    assert len(orders(s, quote)) == 1


def test_a_change_of_mind_is_another_order(s):
    quote = s.quote("2026-09-01 09:12")
    s.cycle("2026-09-01 10:00")
    copy(s, sent(s), "Perdu")
    s.cycle("2026-09-01 11:00")
    copy(s, sent(s), "Gagné")
    s.cycle("2026-09-01 12:00")

    assert s.status(quote, "2026-09-01 12:01") == "won"


def test_without_the_option_such_a_mailbox_is_like_any_other():
    s = Stage(at(START))
    s.mailbox.add_mailbox("mailwatch/Perdu", Role.OTHER)
    quote = s.quote("2026-09-01 09:12")
    s.cycle("2026-09-01 10:00")
    copy(s, sent(s), "Perdu")
    s.cycle("2026-09-01 11:00")

    assert s.status(quote, "2026-09-01 11:01") == "open"


def test_every_order_has_a_name_in_both_languages():
    assert [len(set(names.values())) for names in NAMES.values()] == [5, 5]
