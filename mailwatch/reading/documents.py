"""What an attachment is, by its name and by the heading of its text."""

import re
from dataclasses import dataclass
from enum import StrEnum

from mailwatch.model.message import Attachment
from mailwatch.reading.columns import readable
from mailwatch.reading.quote_words import INVOICE, LOOSE_QUOTE, NOT_A_QUOTE, OTHER_PAPER, QUOTE
from mailwatch.text.tokens import fold


class Paper(StrEnum):
    QUOTE = "quote"
    INVOICE = "invoice"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Document:
    """``paper`` is None when neither name nor heading tells. ``by_heading``: the text says so, not only the name.

    ``text`` is the attachment's, as a person reads it; empty when it could not be read.
    """

    attachment: Attachment
    paper: Paper | None
    by_heading: bool = False
    signed: bool = False
    text: str = ""


# In file names words are glued by anything but letters, and often cut short.
_NAME_QUOTE = re.compile(
    rf"(?<![a-z])(?:{QUOTE}|propositions?|offres?|propales?|proposals?|offers?|remise de prix|estime|dev|dv|quo|est|prop|propale|chiffrage|angebot|offerte)(?![a-z])|(?<![a-z])(?:devis|quote|estimate|propal|offre)(?=\d|[a-z]{{0,2}}\d)"
)
_NAME_NOT_QUOTE = re.compile(rf"(?<![a-z]){NOT_A_QUOTE}(?![a-z])")
_NAME_INVOICE = re.compile(rf"(?<![a-z])(?:{INVOICE}|fact?|inv|avoir|acompte|fa|nh)(?![a-z])|(?<![a-z])(?:facture|invoice)(?=\d)")
_NAME_OTHER = re.compile(
    rf"(?<![a-z])(?:{OTHER_PAPER}|bdc|bl|cr|nda|cga|crs?|logo|annexes?|fiche|emargement|convocation|certificat)(?![a-z])"
)
_NAME_SIGNED = re.compile(
    r"(?<![a-z])(?:signe|signee|signed|accepte|bon pour accord|valide|unterschrieben|firmado|firmato)(?![a-z])"
)

_HEADING_QUOTE = re.compile(
    rf"^\W*(?:n\S* )?(?:(?:votre|notre|your|our|{LOOSE_QUOTE} de) )?(?:{QUOTE}|{LOOSE_QUOTE} (?:de prix|no?[. ]|n°|pour|for|\d)|estime no?\b|proposal\b|proposition\b|offre\b)(?! gratuit)(?!\w)"
)
_HEADING_INVOICE = re.compile(
    rf"^\W*(?:n\S* )?(?:votre |notre |your |our |tax |proforma )?(?:{INVOICE}|avoir\b|tax invoice)(?!\w)"
)
_HEADING_OTHER = re.compile(rf"^\W*(?:notre |votre |our )?(?:{OTHER_PAPER})(?!\w)(?! (?:gratuit|de paiement))")
_HEADING_LINES = 40
_HEADING_LENGTH = 70

_PROFORMA = re.compile(r"pro ?-?forma")


def _by_heading(text: str) -> Paper | None:
    """The first short line that begins with the name of a paper."""
    lines = [line.strip() for line in fold(text[:6000]).splitlines() if line.strip()][:_HEADING_LINES]
    for line in lines:
        if len(line) > _HEADING_LENGTH or NOT_QUOTE.match(line):
            continue
        if _PROFORMA.search(line):
            return Paper.QUOTE
        if _HEADING_INVOICE.match(line):
            return Paper.INVOICE
        if _HEADING_QUOTE.match(line):
            return Paper.QUOTE
        if _HEADING_OTHER.match(line):
            return Paper.OTHER
    return None


NOT_QUOTE = re.compile(rf"\W*{NOT_A_QUOTE}|.*(?:gratuit|sur demande|en ligne)")


# What only an invoice, or only a quote, says somewhere: for papers whose title is an image or stands to the side.
_INVOICE_CUES = re.compile(
    r"\b(?:(?:n°|no\.?|numero|date|total|montant|reference)(?: de)?(?: la)? facture|factur(?:e|ation) (?:n°|no|du|:)|invoice (?:no|number|date|total|#)|tax invoice|rechnungs(?:nummer|datum|nr|betrag)"
    r"|factuur(?:nummer|datum|bedrag)|numero (?:de )?(?:factura|fattura)|date d'echeance|due date|vervaldatum|falligkeit|payment receipt|amount paid|montant regle|deja regle|net a payer avant)"
)
_QUOTE_CUES = re.compile(
    r"\b(?:bon pour accord|bordereau (?:des|de) prix|(?:duree de )?validite de (?:l'offre|la proposition|notre)|devis (?:n°|no|du|valable|gratuit)|(?:n°|numero|date|validite|reference)(?: du| de)? ?(?:devis|l'offre|la proposition|l'estimation)|offre valable|valable jusqu|quot(?:e|ation) (?:no|number|date|valid|ref|#)"
    r"|estimate (?:no|number|date|valid|#)|valid (?:until|for \d+)|date et signature du client|signature (?:du client|precedee)|angebots(?:nummer|datum|nr)|offertenummer|customer acceptance|accepted by)"
)
_LEAST_CUES = 2
_MOST_CHARACTERS = 60_000


def _by_cues(text: str) -> Paper | None:
    folded = fold(text[:20_000])
    invoice, quote = len(set(_INVOICE_CUES.findall(folded))), len(set(_QUOTE_CUES.findall(folded)))
    if max(invoice, quote) < _LEAST_CUES or invoice == quote:
        return None
    return Paper.INVOICE if invoice > quote else Paper.QUOTE


def _by_name(name: str) -> Paper | None:
    bare = re.sub(r"[_\s.-]+", " ", fold(re.sub(r"\.[A-Za-z0-9]{2,5}$", "", name)))
    if _PROFORMA.search(bare):
        return Paper.QUOTE
    if _NAME_NOT_QUOTE.search(bare):
        return Paper.OTHER
    for paper, pattern in ((Paper.INVOICE, _NAME_INVOICE), (Paper.QUOTE, _NAME_QUOTE), (Paper.OTHER, _NAME_OTHER)):
        if pattern.search(bare):
            return paper
    return None


def read_document(attachment: Attachment) -> Document:
    """What one attachment is: the heading of its text counts for more than its name."""
    signed = bool(_NAME_SIGNED.search(re.sub(r"[_\W]+", " ", fold(attachment.name))))
    text = readable((attachment.text or "")[:_MOST_CHARACTERS])
    heading = _by_heading(text)
    if heading is not None:
        return Document(attachment, heading, by_heading=True, signed=signed, text=text)
    return Document(attachment, _by_cues(text) or _by_name(attachment.name), signed=signed, text=text)
