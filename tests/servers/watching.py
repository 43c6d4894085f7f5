"""That IDLE on a server tells of new mail."""

from mailwatch.mailbox.idle import ImapWatcher, Timing
from tests.mailbox.contract import AT
from tests.mailbox.mail import plain
from tests.servers.hands import DovecotHands, settings

PATIENCE = 20.0


def woken_by_new_mail(hands: DovecotHands) -> frozenset[str]:
    """Who is woken when a message arrives, and nobody before."""
    watcher = ImapWatcher({"anne": settings(hands.server, hands.user)}, Timing(renew=60))
    try:
        for _ in range(int(PATIENCE * 10)):
            if watcher._watches[0].state == "idling":
                break
            assert watcher.wait(0.1) == frozenset()
        assert watcher.wait(0.5) == frozenset()
        hands.deliver("INBOX", plain("<r@x.example>"), AT)
        return watcher.wait(PATIENCE)
    finally:
        watcher.close()
