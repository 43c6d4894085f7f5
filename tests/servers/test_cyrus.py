"""The contract on Cyrus: with names to go by, and with special use written in small letters."""

import pytest

from tests.mailbox.contract import MailboxContract
from tests.servers.beyond_contract import BeyondContract
from tests.servers.cyrus import Cyrus
from tests.servers.hands import DovecotHands
from tests.servers.unpacked import unpacked

pytestmark = pytest.mark.skipif(unpacked("cyrus") is None, reason="Cyrus is not unpacked")

SPECIAL = """
autocreate_inbox_folders: Drafts | Sent | Trash
xlist-drafts: Drafts
xlist-sent: Sent
xlist-trash: Trash
specialuse_protect: \\Important
"""


@pytest.fixture(scope="module")
def plain_cyrus(folder):
    (folder / "plain").mkdir()
    with Cyrus(folder / "plain") as server:
        yield server


@pytest.fixture(scope="module")
def special_cyrus(folder):
    (folder / "special").mkdir()
    with Cyrus(folder / "special", SPECIAL) as server:
        yield server


class CyrusHands(DovecotHands):
    def make(self, mailbox):
        if not self.client.folder_exists(mailbox):
            super().make(mailbox)


@pytest.fixture
def on(user):
    """``on(server)``: an account there."""
    opened = []

    def on(server):
        opened.append(CyrusHands(server, user))
        return opened[-1]

    yield on
    for hands in opened:
        hands.close()


class TestCyrus(MailboxContract):
    @pytest.fixture
    def server(self, plain_cyrus, on):
        return on(plain_cyrus)


class TestCyrusWithSpecialUse(MailboxContract):
    @pytest.fixture
    def server(self, special_cyrus, on):
        return on(special_cyrus)


def test_special_use_in_small_letters_is_believed(special_cyrus, on):
    hands = on(special_cyrus)
    attributes = {name: flags for flags, _, name in hands.client.list_folders()}
    mailbox = hands.open()
    assert rb"\drafts" in attributes["Drafts"]
    assert {found.name: found.how for found in mailbox.mailboxes()} == {
        "INBOX": "name",
        "Drafts": "special-use",
        "Sent": "special-use",
        "Trash": "special-use",
    }


class TestBeyondContract(BeyondContract):
    @pytest.fixture
    def hands(self, plain_cyrus, on):
        return on(plain_cyrus)
