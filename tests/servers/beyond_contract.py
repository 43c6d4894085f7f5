"""What a server must do for mailwatch beside the mailbox contract. A subclass gives a ``hands`` fixture, a ``DovecotHands``."""

from mailwatch.mailbox.idle import ImapWatcher, Timing
from mailwatch.mailbox.special_use import MailboxNames
from mailwatch.model.message import Role
from mailwatch.model.orders import Order
from mailwatch.ports import Appended
from tests.mailbox.contract import AT
from tests.mailbox.mail import plain
from tests.servers.hands import settings

PATIENCE = 20.0
NOTICE = plain("<mw.n1@x.example>")


class BeyondContract:
    def test_idle_tells_of_new_mail(self, hands):
        watcher = ImapWatcher({"anne": settings(hands.server, hands.user)}, Timing(renew=60))
        try:
            for _ in range(int(PATIENCE * 10)):
                if watcher._watches[0].state == "idling":
                    break
                assert watcher.wait(0.1) == frozenset()
            assert watcher.wait(0.5) == frozenset()
            hands.deliver("INBOX", plain("<r@x.example>"), AT)
            assert watcher.wait(PATIENCE) == {"anne"}
        finally:
            watcher.close()

    def test_a_notice_lies_unread_in_the_inbox(self, hands):
        assert isinstance(hands.open(notices=True).append_notice(NOTICE, "<mw.n1@x.example>"), Appended)
        assert [(raw, flags - {r"\Recent"}) for _, raw, flags in hands.content("INBOX")] == [(NOTICE, frozenset())]

    def test_command_mailboxes_are_created_once_where_drafts_lies(self, hands):
        hands.names = MailboxNames(commands=True)
        mailbox = hands.open()
        made = mailbox.create_commands("fr")
        prefix, separator = hands.server.options.prefix, hands.server.options.separator
        names = ("Gagné", "Perdu", "Plus tard", "Stop", "Téléphone")
        assert (made, mailbox.create_commands("fr")) == (tuple(f"{prefix}mailwatch{separator}{name}" for name in names), ())
        orders = {box.name: box.order for box in mailbox.mailboxes() if box.role is Role.COMMAND}
        assert orders == dict(zip(made, Order, strict=True))
