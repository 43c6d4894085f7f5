"""The contract on real servers: three ways to store mail, three ways to name it."""

from typing import ClassVar

import pytest

from mailwatch.mailbox.special_use import MailboxNames
from tests.mailbox.contract import MailboxContract
from tests.servers.hands import DovecotHands

pytestmark = pytest.mark.dovecot


class OnDovecot(MailboxContract):
    options: ClassVar[dict[str, object]] = {}
    names = MailboxNames()

    @pytest.fixture
    def server(self, dovecots, user):
        hands = DovecotHands(dovecots(**self.options), user, self.names)
        yield hands
        hands.close()


class TestMaildir(OnDovecot):
    options: ClassVar = {"location": "maildir:~/Maildir"}


class TestMdboxUnderInboxInFrench(OnDovecot):
    """As with many French hosts: everything below INBOX, a dot between, localised names."""

    options: ClassVar = {
        "location": "mdbox:~/mdbox",
        "prefix": "INBOX.",
        "separator": ".",
        "special": {r"\Drafts": "Brouillons", r"\Sent": "Éléments envoyés", r"\Trash": "Corbeille & poubelle"},
    }
