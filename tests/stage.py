"""A small stage for whole-pipeline tests: one owner, invented prospects, a mailbox in memory, a clock in the hand."""

from datetime import datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from mailwatch.bootstrap import Hands, desk_for
from mailwatch.config.presets import PRESETS
from mailwatch.cycle.judge import Judged, judge
from mailwatch.cycle.poll import Report, as_of, run_cycle
from mailwatch.followup.decide import status
from mailwatch.journal.journal import SqliteJournal
from mailwatch.mailbox.memory import MemoryMailbox, Stored
from mailwatch.model.account import Account, Owner
from mailwatch.model.conversation import Status
from mailwatch.model.message import Role
from mailwatch.model.policy import CalendarPolicy, Jurisdiction, Policy

PARIS = ZoneInfo("Europe/Paris")
OWNER = "anne@atelier-durand.example"
MARC = "marc@client.example"

QUOTE_TEXT = """Bonjour Marc,

Vous trouverez ci-joint notre devis {reference} pour la refonte de votre site.

Montant total : 4 200,00 € HT

Bien cordialement,
Anne Durand
Atelier Durand
06 00 00 00 00
"""


def at(text: str) -> datetime:
    """``2026-09-01 09:12``, in Paris."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def mail(
    *,
    message_id: str,
    sender: str,
    to: str,
    subject: str,
    date: datetime,
    text: str,
    references: str | None = None,
    cc: str | None = None,
    pdf: str | None = None,
    **fields: str,
) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    if cc:
        message["Cc"] = cc
    message["Date"], message["Message-ID"] = date, message_id
    if references:
        message["In-Reply-To"], message["References"] = references.split()[-1], references
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    if pdf:
        message.add_attachment(b"%PDF-1.4 not really", maintype="application", subtype="pdf", filename=pdf)
    return message.as_bytes()


class Stage:
    """``desk`` works on ``mailbox``; ``start`` is the policy's start."""

    def __init__(self, start: datetime, path: str = ":memory:", **policy: object) -> None:
        self.mailbox = MemoryMailbox(notices=True, commands=True)
        self.hands = Hands(self.mailbox)
        account = Account(OWNER, OWNER, frozenset({OWNER}), Owner(name="Anne Durand", phone="06 00 00 00 00"))
        calendar = CalendarPolicy(Jurisdiction("FR"), PARIS)
        self.policy = Policy(calendar, tuple(PRESETS.values()), start=start, **policy)
        self.journal = SqliteJournal(path)
        self.desk = desk_for(account, self.policy, self.mailbox, self.journal, b"s" * 32, start)

    def quote(self, when: str, reference: str = "D-2026-014", to: str = MARC, **more: str) -> str:
        """The owner sends a quote."""
        name = f"<{reference.lower()}@atelier-durand.example>"
        raw = mail(
            message_id=name,
            sender=f"Anne Durand <{OWNER}>",
            to=to,
            subject=more.pop("subject", f"Devis {reference}"),
            date=at(when),
            text=QUOTE_TEXT.format(reference=reference),
            pdf=f"Devis {reference}.pdf",
            **more,
        )
        self.hands.put(Role.SENT, raw, at(when))
        return name

    def reply(self, when: str, quote: str | None, text: str, sender: str = MARC, **more: str) -> str:
        """The prospect writes."""
        name = more.pop("message_id", f"<{at(when):%Y%m%d%H%M}@client.example>")
        raw = mail(
            message_id=name,
            sender=sender,
            to=OWNER,
            subject=more.pop("subject", "RE: Devis D-2026-014"),
            date=at(when),
            text=text,
            references=quote,
            **more,
        )
        self.hands.put(Role.INBOX, raw, at(when))
        return name

    def write(self, when: str, quote: str | None, text: str, to: str = MARC, subject: str = "Re: Devis D-2026-014") -> None:
        """The owner writes."""
        name = f"<own-{at(when):%Y%m%d%H%M}@atelier-durand.example>"
        raw = mail(message_id=name, sender=OWNER, to=to, subject=subject, date=at(when), text=text, references=quote)
        self.hands.put(Role.SENT, raw, at(when))

    def cycle(self, when: str) -> Report:
        return run_cycle(self.desk, at(when))

    def drafts(self) -> tuple[Stored, ...]:
        return self.mailbox.messages("Drafts")

    def send_draft(self, when: str) -> None:
        (draft,) = self.drafts()
        self.hands.send_draft(draft.locator, at(when))

    def judged(self, quote: str, when: str) -> Judged:
        return judge(as_of(self.desk, at(when)), quote, at(when))

    def status(self, quote: str, when: str) -> Status:
        found = self.judged(quote, when)
        return status(found.conversation, found.people, found.policy, at(when))
