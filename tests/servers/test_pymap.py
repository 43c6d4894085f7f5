"""The contract on pymap, in this process: what the demo runs on keeps it too."""

import pytest

from tests.mailbox.contract import MailboxContract
from tests.servers.beyond_contract import BeyondContract
from tests.servers.hands import HandsWithoutUnselect
from tests.servers.pymap_server import Pymap

pytestmark = pytest.mark.slow  # it takes its time over every password


class PymapHands(HandsWithoutUnselect):
    def make(self, mailbox):
        """The demo's mailboxes are there."""


@pytest.fixture
def hands(user):
    with Pymap(user) as pymap:
        hands = PymapHands(pymap, user)
        yield hands
        hands.close()


class TestPymap(MailboxContract):
    @pytest.fixture
    def server(self, hands):
        return hands


class TestBeyondContract(BeyondContract):
    pass
