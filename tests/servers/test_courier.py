"""The contract on Courier, and what Courier does that others do not."""

import time

import pytest
from imapclient.exceptions import IMAPClientError

from tests.mailbox.contract import AT, MailboxContract
from tests.mailbox.mail import plain
from tests.servers.beyond_contract import BeyondContract
from tests.servers.courier import CAPABILITY, Courier
from tests.servers.hands import HandsWithoutUnselect
from tests.servers.unpacked import unpacked

pytestmark = pytest.mark.skipif(unpacked("courier") is None, reason="Courier is not unpacked")


class CourierHands(HandsWithoutUnselect):
    def renumber(self, mailbox):
        time.sleep(1.1)  # its UIDVALIDITY is the second in which the mailbox was made
        super().renumber(mailbox)


@pytest.fixture(scope="module")
def courier(folder):
    with Courier(folder) as server:
        yield server


class TestCourier(MailboxContract):
    @pytest.fixture
    def server(self, courier, user):
        hands = CourierHands(courier, user)
        yield hands
        hands.close()

    def test_a_plain_message_is_given_whole_and_unchanged(self, server, mailbox):
        """Courier itself ends the last line of what it is given."""
        raw = plain("<r@x.example>", body="Première ligne\n\nDernière ligne sans fin", extra="X-Odd: kept\n")
        locator = server.deliver("INBOX", raw, AT)
        assert list(mailbox.texts([locator])) == [(locator, raw + b"\r\n")]


# --- what Courier does that others do not


@pytest.fixture
def hands(courier, user):
    hands = CourierHands(courier, user)
    yield hands
    hands.close()


def test_courier_shows_nothing_new_before_noop(hands):
    """To the session itself that appended; a new EXAMINE shows it."""
    hands.client.select_folder(hands.drafts)
    hands.client.append(hands.drafts, plain("<d@x.example>"))
    before = hands.client.search("ALL")
    hands.client.noop()
    assert (before, hands.client.search("ALL")) == ([], [1])


def test_courier_takes_nothing_into_what_is_open_for_reading(hands):
    hands.client.select_folder(hands.drafts, readonly=True)
    with pytest.raises(IMAPClientError, match="READ-ONLY"):
        hands.client.append(hands.drafts, plain("<d@x.example>"))


def test_courier_tells_uidnext_by_status_alone(hands):
    opened = hands.client.select_folder(hands.drafts, readonly=True)
    hands.leave()
    assert (b"UIDNEXT" in opened, hands.client.folder_status(hands.drafts, ["UIDNEXT"])) == (False, {b"UIDNEXT": 1})


def test_courier_ignores_a_selection_by_special_use(hands):
    hands.client._imap.send(b'x1 LIST (SPECIAL-USE) "" "*"\r\n')
    lines = []
    while not lines or not lines[-1].startswith(b"x1 "):
        lines.append(hands.client._imap.readline())
    assert {line.split(b'"')[-2] for line in lines[:-1]} == {b"INBOX", b"INBOX.Drafts", b"INBOX.Sent", b"INBOX.Trash"}


def test_courier_knows_no_mailbox_beside_the_inbox(hands):
    with pytest.raises(IMAPClientError, match="Invalid mailbox name"):
        hands.client.create_folder("Drafts")


def test_without_uidplus_and_move_a_draft_is_made_and_never_removed(folder, user):
    (folder / "bare").mkdir()
    with Courier(folder / "bare", CAPABILITY.replace(" UIDPLUS", "")) as server:
        hands = CourierHands(server, user)
        mailbox = hands.open()
        outcome = mailbox.append_draft(plain("<mw.1@x.example>"), "<mw.1@x.example>")
        removed = mailbox.withdraw(outcome.locator, lambda raw: raw == outcome.stored)
        assert (removed, len(hands.content(hands.drafts))) == (False, 1)
        hands.close()


class TestBeyondContract(BeyondContract):
    pass
