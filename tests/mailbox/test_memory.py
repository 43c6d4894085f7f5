"""The mailbox in memory keeps the contract, and its hooks do what crash tests rely on."""

import time
from datetime import UTC, datetime

import pytest

from mailwatch.errors import MailboxUnavailable
from mailwatch.mailbox.memory import MemoryMailbox
from mailwatch.ports import Appended, Refused, Uncertain
from tests.mailbox.contract import MailboxContract, advance, arrivals
from tests.mailbox.mail import plain

AT = datetime(2026, 9, 1, 7, 12, tzinfo=UTC)


class Hands:
    """The contract names the Drafts mailbox ``drafts``; on the port that is the listing."""

    sent, drafts, trash = "Sent", "Drafts", "Trash"

    def __init__(self) -> None:
        self.mailbox = MemoryMailbox()

    def open(self):
        return self.mailbox

    def content(self, mailbox):
        return [(message.locator.uid, message.raw, message.flags) for message in self.mailbox.messages(mailbox)]

    def __getattr__(self, name):
        return getattr(self.mailbox, name)


class TestMemoryMailbox(MailboxContract):
    @pytest.fixture
    def server(self):
        return Hands()


class Crash(BaseException):
    """Not an Exception: nothing may catch it."""


@pytest.mark.parametrize(("effect", "left_in_drafts"), [("append", 0), ("append:stored", 1)])
def test_a_crash_around_an_append_leaves_what_was_stored(effect, left_in_drafts):
    mailbox = MemoryMailbox()

    def crash(point):
        if point == effect:
            raise Crash

    mailbox.on_effect = crash
    with pytest.raises(Crash):
        mailbox.append_draft(plain("<mw.1@x.example>"), "<mw.1@x.example>")
    assert len(mailbox.messages("Drafts")) == left_in_drafts


def test_an_uncertain_append_may_have_stored_the_draft():
    mailbox = MemoryMailbox()
    mailbox.next_append(Uncertain("cut"), stored=True)
    mailbox.next_append(Uncertain("cut"))
    outcomes = [mailbox.append_draft(plain("<mw.1@x.example>"), "<mw.1@x.example>") for _ in range(3)]
    assert ([type(outcome) for outcome in outcomes], len(mailbox.messages("Drafts"))) == ([Uncertain, Uncertain, Appended], 2)


def test_a_refused_append_stores_nothing():
    mailbox = MemoryMailbox()
    mailbox.next_append(Refused("[OVERQUOTA] full"))
    outcome = mailbox.append_draft(plain("<mw.1@x.example>"), "<mw.1@x.example>")
    assert (outcome, mailbox.messages("Drafts")) == (Refused("[OVERQUOTA] full"), ())


def test_a_server_that_rewrites_a_draft_gives_back_its_own_bytes():
    mailbox = MemoryMailbox()
    mailbox.rewrite = lambda raw: raw.replace(b"Devis", b"DEVIS")
    outcome = mailbox.append_draft(plain("<mw.1@x.example>"), "<mw.1@x.example>")
    assert isinstance(outcome, Appended)
    assert b"DEVIS" in outcome.stored


def test_an_outage_is_raised_by_every_call():
    mailbox = MemoryMailbox()
    mailbox.failure = MailboxUnavailable("down")
    for call in (mailbox.mailboxes, mailbox.drafts, lambda: list(mailbox.new({}))):
        with pytest.raises(MailboxUnavailable):
            call()


def test_without_uidplus_a_withdrawn_draft_goes_to_trash():
    mailbox = MemoryMailbox()
    mailbox.uidplus = False
    locator = mailbox.deliver("Drafts", plain("<d@x.example>"), AT)
    assert (mailbox.withdraw(locator, lambda _: True), len(mailbox.messages("Trash"))) == (True, 1)


def test_without_uidplus_or_move_a_draft_stays():
    mailbox = MemoryMailbox()
    mailbox.uidplus = mailbox.move_supported = False
    locator = mailbox.deliver("Drafts", plain("<d@x.example>"), AT)
    assert (mailbox.withdraw(locator, lambda _: True), len(mailbox.messages("Drafts"))) == (False, 1)


def test_a_poll_costs_the_same_however_large_the_mailbox():
    mailbox = MemoryMailbox()
    for number in range(20_000):
        mailbox.deliver("INBOX", plain(f"<m{number}@x.example>"), AT)
    cursors = advance({}, mailbox.new({}))
    started = time.perf_counter()
    for _ in range(200):
        assert arrivals(mailbox.new(cursors)) == []
    assert time.perf_counter() - started < 0.2
