"""The mails of the story: an invented studio, invented prospects. In French, as its owner writes."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

OWNER = "anne@atelier-durand.example"
NAME = "Anne Durand"
SIGNATURE = "Anne Durand\nAtelier Durand, graphisme et web\n06 00 00 00 00"


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail, whole. ``date`` is aware."""

    message_id: str
    sender: str
    to: str
    subject: str
    date: datetime
    text: str
    references: str = ""
    automatic: bool = False
    attachment: str = ""

    def raw(self) -> bytes:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, self.to, self.subject
        message["Date"], message["Message-ID"] = self.date, self.message_id
        if self.references:
            message["In-Reply-To"], message["References"] = self.references, self.references
        if self.automatic:
            message["Auto-Submitted"] = "auto-replied"
        message.set_content(self.text)
        if self.attachment:
            message.add_attachment(b"%PDF-1.4\n%%EOF\n", maintype="application", subtype="pdf", filename=self.attachment)
        return message.as_bytes().replace(b"\n", b"\r\n")


def quote(number: str, to: str, date: datetime, subject: str, greeting: str, work: str, amount: str) -> Letter:  # noqa: PLR0913, PLR0917 - a quote has that many parts
    """The owner sends a quote."""
    text = (
        f"{greeting},\n\nComme convenu, vous trouverez ci-joint mon devis {number} pour {work}.\n\n"
        f"Montant total : {amount} € HT\n\n"
        f"Je reste à votre disposition pour en parler.\n\nBien cordialement,\n{SIGNATURE}\n"
    )
    return Letter(
        message_id=f"<{number.lower()}@atelier-durand.example>",
        sender=f"{NAME} <{OWNER}>",
        to=to,
        subject=subject,
        date=date,
        text=text,
        attachment=f"Devis {number}.pdf",
    )


def answer(  # noqa: PLR0913 - an answer has that many parts
    to: Letter, sender: str, date: datetime, text: str, *, automatic: bool = False, threaded: bool = True
) -> Letter:
    """Somebody answers; without ``threaded`` only the quoted text below tells to what."""
    quoted = "".join(f"> {line}\n" for line in to.text.splitlines())
    below = f"\nLe {to.date:%d/%m/%Y} à {to.date:%H:%M}, {NAME} a écrit :\n{quoted}"
    prefix = "Réponse automatique : " if automatic else "Re: "
    return Letter(
        message_id=f"<{date:%Y%m%d%H%M}@{sender.rpartition('@')[2].strip('>')}>",
        sender=sender,
        to=OWNER,
        subject=prefix + to.subject,
        date=date,
        text=text + ("" if automatic else below),
        references=to.message_id if threaded else "",
        automatic=automatic,
    )
