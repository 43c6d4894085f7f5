"""The contract on pymap, in this process: what the demo runs on keeps it too."""

import pytest

from tests.mailbox.contract import MailboxContract
from tests.servers.hands import HandsWithoutUnselect
from tests.servers.pymap_server import Pymap
from tests.servers.watching import woken_by_new_mail

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


def test_idle_tells_of_new_mail(hands):
    assert woken_by_new_mail(hands) == {"anne"}
