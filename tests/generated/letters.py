"""The mail that programs answer here: a freelancer's quote to a client. All people and domains are invented."""

from email.message import EmailMessage
from email.policy import SMTP

OWNER = "anne@atelier-durand.example"
QUOTE_ID = "<q-2026-031@atelier-durand.example>"
BODY = """\
Bonjour Marc,

Comme convenu, voici mon devis pour la refonte de votre plaquette : 1 850,00 € HT, valable 21 jours.

Je reste à votre disposition.

Anne Durand
"""


def quote_to(*recipients: str, size: int = 0) -> bytes:
    """The bytes of a sent quote, LF between lines as sendmail takes them; ``size`` more characters make it heavy."""
    message = EmailMessage(policy=SMTP.clone(linesep="\n"))
    message["From"] = f"Anne Durand <{OWNER}>"
    message["To"] = ", ".join(recipients)
    message["Subject"] = "Devis D-2026-031 : refonte de la plaquette"
    message["Date"] = "Mon, 14 Sep 2026 09:12:00 +0200"
    message["Message-ID"] = QUOTE_ID
    message.set_content(BODY + "-" * 70 * (size // 70), cte="8bit")
    return message.as_bytes()
