"""News in the inbox: one unread message for each late reply, a digest when there is something to say, and never twice."""

import logging
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from mailwatch.cycle.notices import Notice, compose
from mailwatch.errors import InvariantBroken, MailboxUnavailable
from mailwatch.model.notices import Digest, NoticeKind, Notify
from mailwatch.ports import Refused, Uncertain
from tests.stage import MARC, OWNER, Stage, at

REFUSAL = "Bonjour, merci, mais nous avons retenu un autre prestataire. Nous ne donnons pas suite."
REQUEST = "Bonjour, pourriez-vous m'envoyer un devis pour la refonte de notre site internet ? Merci d'avance."
HEADERS = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "X-Mailwatch-Notice",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
]
NEVER = Uncertain("the connection broke")


def stage(start="2024-01-01 00:00", *, late=True, digest=Digest.NONE, language="fr", path=":memory:"):
    s = Stage(at(start), path=path)
    s.desk = replace(s.desk, notify=Notify(language, late_replies=late, digest=digest))
    return s


def notices(s):
    """What mailwatch left in the inbox."""
    read = [message_from_bytes(stored.raw, policy=policy.default) for stored in s.mailbox.messages("INBOX")]
    return [message for message in read if message["X-Mailwatch-Notice"]]


def text(message):
    return message.get_content().replace("\u00a0", " ").replace("\u202f", " ")


def late(s, when="2026-09-17 15:02", **more):
    """A quote of July 2024 and its answer."""
    quote = s.quote("2024-07-08 10:14", reference="D-2024-031")
    s.cycle("2024-07-08 11:00")
    s.reply(when, quote, REFUSAL, subject="RE: Devis D-2024-031", **more)
    return quote


# --- late replies -------------------------------------------------------------------------------------------------


def test_a_late_reply_is_told_in_one_unread_message_to_oneself():
    s = stage()
    late(s)
    s.cycle("2026-09-17 15:05")

    (notice,) = notices(s)
    stored = s.mailbox.messages("INBOX")[-1]
    assert stored.flags == frozenset()
    assert [notice[name].addresses[0].addr_spec for name in ("From", "To")] == [OWNER, OWNER]
    assert notice["From"].addresses[0].display_name == "mailwatch"
    assert notice["Subject"] == "[mailwatch] Réponse tardive au devis D-2024-031\u00a0: 26 mois après votre dernier mot"
    assert (notice.get_content_type(), notice["X-Mailwatch-Notice"]) == ("text/plain", "late_reply")
    for words in (
        "26 mois",
        "Devis D-2024-031 du 8 juillet 2024",
        "Sens : refus",
        "mailwatch reply",
        "il n'a été envoyé à personne",
    ):
        assert words in text(notice)


def test_the_owner_is_told_in_his_language():
    s = stage(language="en")
    late(s)
    s.cycle("2026-09-17 15:05")

    (notice,) = notices(s)
    assert "26 months after your last word" in notice["Subject"]


def test_nothing_is_written_unless_it_is_wanted():
    s = stage(late=False)
    late(s)
    s.cycle("2026-09-17 15:05")

    assert notices(s) == []


def test_the_same_news_is_told_once_however_often_one_looks():
    s = stage()
    late(s)
    for minutes in range(0, 2000, 90):
        s.cycle(f"{at('2026-09-17 15:05') + timedelta(minutes=minutes):%Y-%m-%d %H:%M}")

    assert len(notices(s)) == 1


def test_once_told_the_quote_is_left_in_peace():
    s = stage()
    late(s)
    s.cycle("2026-09-17 15:05")
    s.journal.store.database.execute("DELETE FROM look")
    s.cycle("2026-09-17 15:30")

    assert s.journal.due(OWNER, at("2026-09-17 16:00"), s.policy.digest) == ()


def test_a_notice_is_told_once_even_when_it_was_deleted_or_filed():
    s = stage()
    late(s)
    s.cycle("2026-09-17 15:05")
    s.mailbox.move(s.mailbox.messages("INBOX")[-1].locator, "Archive")
    s.mailbox.renumber("INBOX")
    s.cycle("2026-09-18 15:05")

    assert notices(s) == []


def test_what_was_answered_before_we_looked_is_no_news():
    s = stage()
    quote = late(s)
    s.write("2026-09-17 15:30", quote, "Merci de votre franchise.")
    s.cycle("2026-09-17 16:00")

    assert notices(s) == []


def test_history_found_on_the_first_reading_is_no_news():
    s = stage()
    quote = s.quote("2024-07-08 10:14", reference="D-2024-031")
    s.reply("2026-09-07 15:02", quote, REFUSAL, subject="RE: Devis D-2024-031")
    s.cycle("2026-09-17 15:05")

    assert notices(s) == []


def test_our_own_notices_are_never_read_as_mail():
    s = stage()
    late(s)
    s.cycle("2026-09-17 15:05")
    before = s.journal.facts_with(OWNER, [OWNER, MARC])
    s.mailbox.move(s.mailbox.messages("INBOX")[-1].locator, "Archive")
    report = s.cycle("2026-09-17 16:00")

    assert report.facts == ()
    assert s.journal.facts_with(OWNER, [OWNER, MARC]) == before
    assert not s.journal.correspondents(OWNER, [OWNER])


def test_nobody_hides_an_answer_under_our_mark():
    s = stage()
    late(s, X_Mailwatch_Notice="late_reply")
    report = s.cycle("2026-09-17 15:05")

    assert [type(fact).__name__ for fact in report.facts] == ["ReplyReceived"]


@pytest.mark.parametrize(
    "evil", ["Devis\r\nBcc: x@evil.example", "=?utf-8?q?Devis=0ABcc:_x@evil.example=0A?=", "D\u2028Bcc: x\x00\u202e"]
)
def test_other_peoples_words_cannot_write_headers(evil):
    s = stage()
    raw = compose(
        s.desk, Notice(NoticeKind.LATE_REPLY, "about", evil, (evil,)), "<mw.x@atelier-durand.example>", at("2026-09-17 15:05")
    )
    notice = message_from_bytes(raw, policy=policy.default)

    assert sorted(notice.keys()) == sorted(HEADERS)
    assert b"\x00" not in raw


def test_the_log_tells_identifiers_only(caplog):
    s = stage(late=False)
    late(s)
    with caplog.at_level(logging.INFO, logger="mailwatch"):
        s.cycle("2026-09-17 15:05")

    (said,) = [record.getMessage() for record in caplog.records]
    assert "801 days late" in said
    assert "@" not in said


# --- crashes and refusals -----------------------------------------------------------------------------------------


class Crash(BaseException):
    pass


@pytest.mark.parametrize("point", ["append", "append:stored", "texts", "drafts"])
def test_a_crash_anywhere_doubles_nothing_and_loses_nothing(point, tmp_path):
    s = stage(path=str(tmp_path / "journal.sqlite3"))
    late(s)

    def crash(effect):
        if effect == point:
            raise Crash

    s.mailbox.on_effect = crash
    with pytest.raises(Crash):
        s.cycle("2026-09-17 15:05")
    s.mailbox.on_effect = None
    for minutes in (1, 4, 7, 12, 30):
        s.cycle(f"{at('2026-09-17 15:05') + timedelta(minutes=minutes):%Y-%m-%d %H:%M}")

    assert len(notices(s)) == 1


@pytest.mark.parametrize(("stored", "expected"), [(True, 1), (False, 1)])
def test_an_append_of_unknown_outcome_is_settled_by_looking(stored, expected):
    s = stage()
    late(s)
    s.mailbox.next_append(NEVER, stored=stored)
    for minutes in (0, 2, 7, 14, 60):
        s.cycle(f"{at('2026-09-17 15:05') + timedelta(minutes=minutes):%Y-%m-%d %H:%M}")

    assert len(notices(s)) == expected


def test_a_notice_is_tried_twice_and_then_given_up():
    s = stage()
    late(s)
    for _ in range(5):
        s.mailbox.next_append(NEVER)
    tried = []
    s.mailbox.on_effect = lambda effect: tried.append(effect) if effect == "append" else None
    for minutes in range(0, 600, 10):
        s.cycle(f"{at('2026-09-17 15:05') + timedelta(minutes=minutes):%Y-%m-%d %H:%M}")

    assert len(tried) == 2
    assert notices(s) == []


def test_a_server_that_refuses_is_asked_again_the_next_day():
    s = stage()
    late(s)
    s.mailbox.next_append(Refused("[OVERQUOTA]"))
    for hours in (0, 1, 23):
        s.cycle(f"{at('2026-09-17 15:05') + timedelta(hours=hours):%Y-%m-%d %H:%M}")
    assert notices(s) == []
    s.cycle("2026-09-18 15:15")

    assert len(notices(s)) == 1


def test_a_mailbox_that_allows_no_notices_is_a_bug_not_a_silence():
    s = stage()
    s.mailbox.notices = False
    late(s)
    with pytest.raises(InvariantBroken):
        s.cycle("2026-09-17 15:05")


# --- the digest ---------------------------------------------------------------------------------------------------


def digests(s):
    return [message for message in notices(s) if message["X-Mailwatch-Notice"] == "digest"]


def days(s, first, count, time="08:31"):
    for day in range(count):
        s.cycle(f"{at(first + ' 00:00') + timedelta(days=day):%Y-%m-%d} {time}")


def test_a_digest_tells_what_waits():
    s = stage("2026-09-01 00:00", late=False, digest=Digest.DAILY)
    s.quote("2026-09-01 09:12")
    asked = s.quote("2026-09-01 09:20", reference="D-2026-015", to="Zoé Petit <zoe@petit.example>")
    s.reply("2026-09-01 11:00", asked, "Bonjour, quel délai prévoyez-vous pour la mise en ligne ?", sender="zoe@petit.example")
    s.reply("2026-09-01 12:00", None, REQUEST, sender="lea@neuf.example", subject="Demande de devis")
    s.reply("2026-09-01 13:00", None, "Bonjour, merci de votre envoi, à très vite.", subject="Devis D-2026-014")
    s.cycle("2026-09-03 08:31")
    (first,) = digests(s)
    said = text(first)

    assert "Vous devez une réponse :" in said
    assert "D-2026-015 → Zoé Petit (question)" in said
    assert "Demande de devis (lea@neuf.example)" in said
    assert "Questions :" in said
    assert first["Subject"] == "[mailwatch] Ce qui vous attend, 3 septembre 2026"
    assert first["Message-ID"].startswith("<mw.")


def test_the_digest_lists_the_drafts_of_the_same_morning():
    s = stage("2026-09-01 00:00", late=False, digest=Digest.DAILY)
    s.quote("2026-09-01 09:12")
    s.cycle("2026-09-01 10:00")
    s.cycle("2026-09-03 08:31")

    assert len(s.drafts()) == 1
    assert "Relances qui attendent dans Brouillons :" in text(digests(s)[-1])


def test_nothing_to_say_is_not_said():
    s = stage("2026-09-01 00:00", late=False, digest=Digest.DAILY)
    days(s, "2026-09-01", 20)

    assert digests(s) == []


def test_one_digest_a_working_day_at_most_and_none_before_its_hour():
    s = stage("2026-09-01 00:00", late=False, digest=Digest.DAILY)
    s.quote("2026-09-01 09:12")
    for when in ("2026-09-03 08:00", "2026-09-03 08:30", "2026-09-03 09:00", "2026-09-03 18:00", "2026-09-04 08:29"):
        s.cycle(when)
    assert len(digests(s)) == 1
    days(s, "2026-09-04", 7)  # Friday to Thursday

    assert len(digests(s)) == 6


def test_one_digest_a_week_on_its_first_working_day():
    s = stage("2026-03-01 00:00", late=False, digest=Digest.WEEKLY)
    s.quote("2026-03-27 09:12")
    days(s, "2026-03-27", 18)  # 6 April is Easter Monday

    said = [message["Date"].datetime.date().isoformat() for message in digests(s)]
    assert said == ["2026-04-07", "2026-04-13"]


def test_a_digest_that_was_missed_comes_once_when_the_machine_wakes():
    s = stage("2026-09-01 00:00", late=False, digest=Digest.DAILY)
    s.quote("2026-09-01 09:12")
    s.cycle("2026-09-01 10:00")
    s.cycle("2026-09-09 15:00")
    s.cycle("2026-09-09 16:00")

    assert len(digests(s)) == 1


def test_a_quote_that_closed_is_told_once():
    s = stage("2026-09-01 00:00", late=False, digest=Digest.DAILY)
    s.quote("2026-09-01 09:12")
    for day in ("2026-09-03", "2026-09-16", "2026-09-24"):
        s.cycle(f"{day} 08:31")
        s.send_draft(f"{day} 10:00")
        s.cycle(f"{day} 10:01")
    before = len(digests(s))
    days(s, "2026-10-01", 20)

    (closed,) = digests(s)[before:]
    assert "Devis clos, porte ouverte :" in text(closed)
    assert "D-2026-014" in text(closed)


def test_a_blind_cycle_says_nothing_and_the_next_one_makes_up_for_it():
    s = stage("2026-09-01 00:00", late=False, digest=Digest.DAILY)
    s.quote("2026-09-01 09:12")
    s.cycle("2026-09-03 08:20")
    s.mailbox.failure = MailboxUnavailable("down")
    with pytest.raises(MailboxUnavailable):
        s.cycle("2026-09-03 08:31")
    s.mailbox.failure = None
    s.cycle("2026-09-03 08:40")

    assert len(digests(s)) == 1


def test_a_digest_of_unknown_fate_is_not_doubled():
    s = stage("2026-09-01 00:00", late=False, digest=Digest.DAILY)
    s.quote("2026-09-01 09:12")
    s.cycle("2026-09-02 10:00")
    s.quote("2026-09-02 09:12", reference="D-2026-015", to="zoe@petit.example")
    s.reply("2026-09-02 11:00", "<d-2026-015@atelier-durand.example>", "Quel délai prévoyez-vous ?", sender="zoe@petit.example")
    s.mailbox.on_effect = None
    s.cycle("2026-09-02 12:00")
    s.mailbox.next_append(Refused("no drafts now"))
    for when in ("2026-09-03 08:31", "2026-09-03 08:33", "2026-09-03 08:45", "2026-09-03 09:00"):
        s.cycle(when)

    assert len(digests(s)) == 1
