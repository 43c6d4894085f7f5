"""The owner's, the prospect's and the administrator's side of a Dovecot account, through a client of their own."""

from datetime import datetime

from imapclient import IMAPClient

from mailwatch.mailbox.imap import ImapMailbox
from mailwatch.mailbox.session import ServerSettings
from mailwatch.mailbox.special_use import MailboxNames
from mailwatch.model.message import Locator
from mailwatch.model.secret import Secret
from tests.servers.dovecot import PASSWORD, Dovecot


def settings(server: Dovecot, user: str, **more: object) -> ServerSettings:
    usual = {"host": "127.0.0.1", "port": server.port, "tls": "none", "timeout": 20.0, "secret": lambda: Secret(PASSWORD)}
    return ServerSettings(username=user, **(usual | more))


class DovecotHands:
    """Keeps ``tests.mailbox.contract.Hands``."""

    def __init__(self, server: Dovecot, user: str, names: MailboxNames = MailboxNames()) -> None:  # noqa: B008 - frozen
        self.server = server
        self.user = user
        self.names = names
        prefix = server.options.prefix
        self.sent = prefix + server.options.special.get(r"\Sent", "Sent")
        self.drafts = prefix + server.options.special.get(r"\Drafts", "Drafts")
        self.trash = prefix + server.options.special.get(r"\Trash", "Trash")
        self._opened: list[ImapMailbox] = []
        self.client = IMAPClient("127.0.0.1", server.port, ssl=False, timeout=20)
        self.client.normalise_times = False
        self.client.login(user, PASSWORD)
        for name in server.options.special.values():
            self.make(prefix + name)

    def make(self, mailbox: str) -> None:
        self.client.create_folder(mailbox)

    def leave(self) -> None:
        """Close what is open, and expunge nothing."""
        self.client._imap.unselect()  # whether the server advertises it or not

    def open(self, **more: object) -> ImapMailbox:
        mailbox = ImapMailbox(settings(self.server, self.user, mailboxes=self.names, **more))
        self._opened.append(mailbox)
        return mailbox

    def close(self) -> None:
        for mailbox in self._opened:
            mailbox.close()
        self.client.logout()

    def deliver(self, mailbox: str, raw: bytes, at: datetime, flags: frozenset[str] = frozenset()) -> Locator:
        before = self.client.folder_status(mailbox, ["UIDNEXT", "UIDVALIDITY"])
        self.client.append(mailbox, raw, flags=sorted(flags), msg_time=at)
        return Locator(mailbox, before[b"UIDVALIDITY"], before[b"UIDNEXT"])

    def delete(self, locator: Locator) -> None:
        self.client.select_folder(locator.mailbox)
        self.client.add_flags([locator.uid], [rb"\Deleted"])
        self.client.uid_expunge([locator.uid])
        self.leave()

    def move(self, locator: Locator, mailbox: str) -> None:
        self.client.select_folder(locator.mailbox)
        self.client.move([locator.uid], mailbox)
        self.leave()

    def flag(self, locator: Locator, *flags: str) -> None:
        self.client.select_folder(locator.mailbox)
        self.client.add_flags([locator.uid], list(flags))
        self.leave()

    def renumber(self, mailbox: str) -> None:
        """As when an account is moved to another server: the mailbox is made anew and filled again. Not for INBOX."""
        content = self.content(mailbox)
        old = self.client.folder_status(mailbox, ["UIDVALIDITY"])
        self.client.delete_folder(mailbox)
        self.client.create_folder(mailbox)
        for _, raw, flags in content:
            self.client.append(mailbox, raw, flags=sorted(flags - {r"\Recent"}))
        assert self.client.folder_status(mailbox, ["UIDVALIDITY"]) != old

    def remove_mailbox(self, mailbox: str) -> None:
        self.client.delete_folder(mailbox)

    def content(self, mailbox: str) -> list[tuple[int, bytes, frozenset[str]]]:
        self.client.select_folder(mailbox, readonly=True)
        uids = self.client.search("ALL")
        found = self.client.fetch(uids, ["BODY.PEEK[]", "FLAGS"]) if uids else {}
        self.leave()
        return [(uid, found[uid][b"BODY[]"], frozenset(flag.decode() for flag in found[uid][b"FLAGS"])) for uid in sorted(found)]


class HandsWithoutUnselect(DovecotHands):
    """For servers that do not know UNSELECT at all."""

    def leave(self) -> None:
        self.client.select_folder("INBOX", readonly=True)
