"""A first scan in windows: cut anywhere it goes on, and it tells what one look at everything would have told."""

from dataclasses import replace
from datetime import timedelta
from shutil import copyfile

import pytest

from mailwatch.cycle import observe as looking
from mailwatch.cycle.observe import observe
from mailwatch.cycle.poll import begun
from mailwatch.journal.journal import SqliteJournal
from mailwatch.mailbox import memory
from mailwatch.model.message import Role
from tests.stage import OWNER, QUOTE_TEXT, Stage, at, mail

NOW = at("2026-09-30 10:00")
TABLES = ("cursor", "seen", "sent_to", "inbound", "inbound_from", "key", "mailbox", "look", "open_question", "owed")


class PowerCut(BaseException):
    """Not an Exception: nothing in the program may catch it."""


class CutJournal(SqliteJournal):
    """A journal whose process dies right before or right after its nth transaction."""

    def __init__(self, path, cut_at, *, after):
        super().__init__(path)
        self.store.database.execute("PRAGMA synchronous = OFF")  # the power is cut in this process only
        self.left, self.after = cut_at, after

    def record(self, *arguments, **named):
        self.left -= 1
        if self.left == 0 and not self.after:
            raise PowerCut
        super().record(*arguments, **named)
        if self.left == 0:
            raise PowerCut


@pytest.fixture(autouse=True)
def small_steps(monkeypatch):
    monkeypatch.setattr(looking, "WINDOW", 6)
    monkeypatch.setattr(looking, "CHUNK", 4)
    monkeypatch.setattr(memory, "BATCH", 3)


@pytest.fixture
def stage(tmp_path):
    """Three quotes of one autumn with answers, among newsletters and old letters; nothing is read yet."""
    s = Stage(at("2026-09-01 00:00"), str(tmp_path / "empty.sqlite3"))
    for number in range(20):
        when = at("2026-08-01 08:00") + timedelta(days=number)
        s.hands.put(Role.INBOX, _letter(f"<n{number}@news.example>", when, "news@news.example", List_Unsubscribe="<x>"), when)
        if number % 3 == 0:
            s.hands.put(Role.SENT, _letter(f"<old{number}@atelier-durand.example>", when, OWNER, to="zoe@petit.example"), when)
    for number, day in enumerate((2, 3, 4)):
        _conversation(s, _quote(s, number, at(f"2026-09-0{day} 09:12")), number, day)
    return s


def _quote(s, number, when):
    """Without a PDF: each would cost a process."""
    reference, name = f"D-2026-01{number}", f"<q{number}@atelier-durand.example>"
    person, text = f"p{number}@client{number}.example", QUOTE_TEXT.format(reference=f"D-2026-01{number}")
    raw = mail(message_id=name, sender=OWNER, to=person, subject=f"Devis {reference}", date=when, text=text)
    s.hands.put(Role.SENT, raw, when)
    return name


def _letter(name, when, sender, to=OWNER, **fields):
    return mail(message_id=name, sender=sender, to=to, subject="Bonjour", date=when, text="Bonjour.", **fields)


def _conversation(s, quote, number, day):
    person = f"p{number}@client{number}.example"
    subject = f"Re: Devis D-2026-01{number}"
    asked = s.reply(
        f"2026-09-1{day} 10:00", quote, "Quel serait le délai ?", person, subject=subject, message_id=f"<a{number}@c.example>"
    )
    s.write(f"2026-09-1{day} 14:0{number}", f"{quote} {asked}", "Trois semaines.", person, subject)
    s.reply(
        f"2026-09-1{day} 18:00", quote, "Très bien, c'est d'accord.", person, subject=subject, message_id=f"<b{number}@c.example>"
    )


def scanned(stage, path, *cuts):
    """A copy of the empty journal after a scan that was cut so often, and how many transactions the last try took."""
    stage.journal.store.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copyfile(stage.journal.store.database.execute("PRAGMA database_list").fetchone()[2], path)
    path.chmod(0o600)
    for cut_at, after in (*cuts, (-1, False)):
        journal = CutJournal(path, cut_at, after=after)
        try:
            desk = replace(stage.desk, journal=journal)
            observe(begun(desk, NOW), NOW)
        except PowerCut:
            journal.close()
    return journal


def content(journal):
    """Everything in the journal that does not depend on how often it was written."""
    facts = {quote: journal.facts(OWNER, quote) for quote in journal.quotes(OWNER)}
    rows = {table: sorted(journal.store.database.execute(f"SELECT * FROM {table}")) for table in TABLES}
    rows["look"] = [row[:4] for row in rows["look"]]
    return facts, rows


def test_a_scan_in_windows_finds_what_one_look_finds(stage, tmp_path, monkeypatch):
    windows = scanned(stage, tmp_path / "windows.sqlite3")
    monkeypatch.setattr(looking, "WINDOW", 10_000)
    whole = scanned(stage, tmp_path / "whole.sqlite3")
    facts = content(windows)[0]
    assert sorted(len(found) for found in facts.values()) == [4, 4, 4]
    assert facts == content(whole)[0]
    assert content(windows)[1]["seen"] == content(whole)[1]["seen"]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_scan_cut_at_any_transaction_ends_with_the_same_journal(stage, tmp_path, after):
    whole = scanned(stage, tmp_path / "whole.sqlite3")
    expected, transactions = content(whole), -1 - whole.left
    assert transactions > 12
    for cut_at in range(1, transactions + 1):
        path = tmp_path / f"{cut_at}.sqlite3"
        assert content(scanned(stage, path, (cut_at, after))) == expected, cut_at
        if cut_at % 6 == 0:
            assert content(scanned(stage, tmp_path / f"{cut_at}-2.sqlite3", (cut_at, after), (3, after))) == expected, cut_at


def test_a_scan_that_was_cut_goes_on_from_its_last_window(stage, tmp_path):
    whole = scanned(stage, tmp_path / "whole.sqlite3")
    transactions = -1 - whole.left
    cut = CutJournal(tmp_path / "whole.sqlite3", -1, after=False)
    assert observe(replace(stage.desk, journal=cut), NOW) == ()
    resumed = scanned(stage, tmp_path / "cut.sqlite3", (transactions - 1, True))
    assert 1 <= -1 - resumed.left < transactions / 3


def test_progress_counts_up_to_everything(stage):
    heard = []
    observe(begun(stage.desk, NOW), NOW, lambda done, total: heard.append((done, total)))
    messages = sum(len(stage.mailbox.messages(name)) for name in ("INBOX", "Sent"))
    assert heard[-1] == (messages, messages)
    assert {total for _, total in heard} == {messages}


def test_a_large_renumbered_mailbox_is_known_by_its_oldest_messages(stage):
    observe(begun(stage.desk, NOW), NOW)
    stage.mailbox.renumber("INBOX")
    observe(stage.desk, NOW)
    assert stage.journal.state(OWNER).interlock is None


def test_another_large_mailbox_under_the_same_name_locks_drafting(stage):
    observe(begun(stage.desk, NOW), NOW)
    stage.mailbox.remove_mailbox("INBOX")
    stage.mailbox.add_mailbox("INBOX", Role.INBOX)
    for number in range(40):
        stage.hands.put(Role.INBOX, _letter(f"<other{number}@news.example>", NOW, "zoe@petit.example"), NOW)
    observe(stage.desk, NOW)
    assert stage.journal.state(OWNER).interlock == "uidvalidity_unrecognised"


def test_a_sent_mailbox_that_lost_most_of_its_mail_locks_drafting():
    """The wrong mailbox under the name, or one that was emptied: what the owner wrote may be elsewhere."""
    s = Stage(at("2026-08-15 00:00"))
    quote = s.quote("2026-09-01 09:12")
    for minute in range(10, 16):
        s.write(f"2026-09-01 10:{minute}", None, "Bonjour", to="lea@other.example", subject="Bonjour")
    s.cycle("2026-09-01 11:00")
    for stored in s.mailbox.messages("Sent")[1:]:
        s.mailbox.delete(stored.locator)
    report = s.cycle("2026-09-03 09:00")
    assert (report.interlock, s.drafts(), s.status(quote, "2026-09-03 09:00")) == ("sent_shrank", (), "open")
