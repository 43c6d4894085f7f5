"""One account on a real server, mailwatch in this process, and a clock in the hand."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from mailwatch.cycle.poll import run_cycle
from mailwatch.errors import MailboxError
from mailwatch.mailbox.imap import ImapMailbox
from mailwatch.mailbox.session import ServerSettings
from tests.proof.oracle import step_of
from tests.proof.wire import commands, offences
from tests.servers.hands import DovecotHands, settings
from tests.stage import OWNER, QUOTE_TEXT, Stage, at, mail

QUOTE = "<d-2026-014@atelier-durand.example>"


class Office:
    """A quote was sent, its first step is due. ``most`` is the most drafts that ever lay there at once."""

    def __init__(self, server, user: str, names=None) -> None:
        self.server, self.user = server, user
        self.hands = DovecotHands(server, user)
        self.now = at("2026-09-03 08:31")
        self.stage = Stage(at("2026-09-01 00:00"))
        self.most = 0
        sent = mail(
            message_id=QUOTE,
            sender=f"Anne Durand <{OWNER}>",
            to="marc@client.example",
            subject="Devis D-2026-014",
            date=at("2026-09-01 09:12"),
            text=QUOTE_TEXT.format(reference="D-2026-014"),
        )
        self.hands.deliver(self.hands.sent, sent.replace(b"\n", b"\r\n"), at("2026-09-01 09:12"))

    def reached(self, port: int, timeout: float) -> ServerSettings:
        return settings(self.server, self.user, port=port, timeout=timeout)

    def look(self, port: int, timeout: float = 20.0) -> bool:
        """One cycle through ``port``; False when the server could not be seen. Six minutes pass."""
        mailbox = ImapMailbox(self.reached(port, timeout))
        seen = False
        with suppress(MailboxError):
            run_cycle(replace(self.stage.desk, mailbox=mailbox), self.now)
            seen = True
        mailbox.close()
        self.now += timedelta(minutes=6)
        self.most = max(self.most, len(self.drafts()))
        return seen

    def drafts(self) -> list[bytes]:
        return [raw for _, raw, flags in self.hands.content(self.hands.drafts) if r"\Deleted" not in flags]

    def close(self) -> None:
        self.hands.close()


def judged(office: Office, said: list[bytearray]) -> list[str]:
    """What is wrong: on the wire, in Drafts, outside Drafts."""
    found = [offence for session in said for offence in offences(commands(bytes(session)))]
    drafts = [step_of(raw) for raw in office.drafts()]
    if office.most > 1 or drafts != [(QUOTE, "1")]:
        found.append(f"Drafts held {office.most} at most, in the end {drafts}")
    if any(office.hands.content(name) for name in ("INBOX", office.hands.trash)):
        found.append("something was written outside Drafts")
    return found
