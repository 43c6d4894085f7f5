"""Invented quotes, replies damaged in every way that is known, and mail that only looks like a reply. Seeded: always the same."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from html import escape
from itertools import product
from textwrap import wrap

from mailwatch.model.message import Role
from mailwatch.replay import PastMessage

ANNE = "anne@atelier-durand.example"
FIRST = datetime(2015, 1, 5, 9, 14, 33, tzinfo=UTC)
MONTHS = (0, 1, 6, 14, 26, 60)
DAMAGES = (
    "headers kept", "no headers", "subject changed", "two lines quoted", "quote only", "forwarded", "other address", "number only",
    "nothing quoted", "answered between the lines", "HTML only", "attribution wrapped", "another time zone", "identifier rewritten",
)  # fmt: skip
#: Those under another subject too.
ELSEWHERE = frozenset({"subject changed", "quote only", "number only", "nothing quoted"})
CLIENTS = ("gmail", "outlook", "apple", "thunderbird", "roundcube")

WORK = {
    "fr": [
        ("la refonte du site", "les maquettes, l'intégration des pages et la reprise des articles"),
        ("la toiture du hangar", "la dépose des tuiles, la charpente neuve et l'évacuation des gravats"),
        ("le film de l'usine", "deux jours de tournage, le montage et l'étalonnage"),
        ("la formation de l'équipe", "trois journées en salle et un suivi par téléphone"),
        ("la signalétique du musée", "les panneaux gravés, les flèches et la pose de nuit"),
        ("le jardin de la crèche", "la terre végétale, les bordures et l'arrosage enterré"),
    ],
    "en": [
        ("the warehouse lighting", "the fittings, the wiring of both halls and the safety tests"),
        ("the customer portal", "the screens, the connection to your stock and two months of support"),
        ("the staff handbook", "the interviews, the writing and one round of corrections"),
        ("the kitchen of the school", "the ovens, the extraction and the tiling of the back wall"),
        ("the brochure", "eight pages of layout, the photographs and the print files"),
        ("the audit of the network", "the visits, the measurements and a report with priorities"),
    ],
}
PEOPLE = (
    ("Lucie", "Marchand"), ("Karim", "Haddad"), ("Jeanne", "Le Goff"), ("Piotr", "Nowak"), ("Ines", "Rey"), ("Tom", "Ashford"),
    ("Clara", "Boyer"), ("Hugo", "Lemaire"), ("Nora", "Weiss"), ("Samuel", "Okoro"),
)  # fmt: skip
PLACES = (
    "Brumes",
    "Tilleuls",
    "Corbeau",
    "Harbour",
    "Meadow",
    "Phare",
    "Vallon",
    "Kestrel",
    "Cedar",
    "Moulin",
    "Sablons",
    "Linden",
)
ANSWERS = {
    "fr": ["Bonjour, nous sommes d'accord, quand pouvez-vous commencer ?", "Bonjour, finalement nous renonçons. Merci quand même.",
           "Bonjour Anne, le comité se réunit jeudi, je vous redis.", "Merci, une question : la pose est-elle comprise ?"],
    "en": ["Hello, we would like to go ahead. When could you start?", "Hi Anne, in the end we went with somebody else, sorry.",
           "Hello, the board meets on Thursday, I will let you know.", "Thanks! Does that include delivery?"],
}  # fmt: skip


@dataclass(frozen=True)
class Quoted:
    """One quote as it was sent."""

    number: str
    language: str
    at: datetime
    to: tuple[str, str]
    subject: str
    text: str
    message_id: str

    def past(self) -> PastMessage:
        return PastMessage(
            self.at, Role.SENT, mail(("Anne Durand", ANNE), self.subject, self.text, self.at, self.message_id, to=self.to[1])
        )


@dataclass(frozen=True)
class Reply:
    past: PastMessage
    message_id: str
    answers: str
    damage: str
    months: int
    language: str
    client: str


def mail(sender, subject, text, at, message_id, *, to=ANNE, subtype="plain", **fields) -> bytes:  # noqa: PLR0913 - what a mail has
    made = EmailMessage()
    made["From"] = f"{sender[0]} <{sender[1]}>"
    made["To"], made["Subject"], made["Date"], made["Message-ID"] = to, subject, format_datetime(at), message_id
    for name, value in fields.items():
        made[name.replace("_", "-")] = value
    made.set_content(text, subtype=subtype)
    return made.as_bytes()


def quote(number: int, language: str, seed: random.Random) -> Quoted:
    """In one of three styles: a letter, a few lines, a list."""
    what, parts = WORK[language][seed.randrange(len(WORK[language]))]
    first, last = PEOPLE[seed.randrange(len(PEOPLE))]
    place = f"{PLACES[seed.randrange(len(PLACES))]} {PLACES[seed.randrange(len(PLACES))]}"
    domain = f"{'-'.join(place.lower().split())}-{number}.example"
    price, name = f"{seed.randrange(12, 190) * 50}", f"D-{2015 + number // 60}-{number:03}"
    french = {
        0: f"Bonjour {first},\n\nSuite à notre rendez-vous, voici notre devis {name} pour {what} de {place}. Il comprend {parts}, pour un "
           f"montant de {price},00 € HT.\nCe prix tient trente jours et le chantier de {place} peut commencer sous deux semaines.\n\n"
           "Bien cordialement,\nAnne Durand",
        1: f"Bonjour,\nle devis {name} demandé pour {what} ({place}) : {price} € HT, avec {parts}.\nDites-moi si cela vous va.\nAnne",
        2: f"Madame, Monsieur,\n\nDevis {name}\nObjet : {what}, {place}\n- {parts}\nTotal HT : {price},00 €\nDélai : six semaines à partir de la "
           f"commande de {place}\n\nAnne Durand",
    }  # fmt: skip
    english = {
        0: f"Dear {first},\n\nFollowing our meeting, here is our quote {name} for {what} at {place}. It covers {parts}, for a total of "
           f"€{price}.00 excl. VAT.\nThe price holds for thirty days and work at {place} can begin within two weeks.\n\nKind regards,\nAnne Durand",
        1: f"Hi {first},\nthe quote {name} you asked for, {what} ({place}): €{price} excl. VAT with {parts}.\nLet me know what you think.\nAnne",
        2: f"Dear Sir or Madam,\n\nQuotation {name}\nFor: {what}, {place}\n- {parts}\nTotal excl. VAT: €{price}.00\nDelivery: six weeks after the "
           f"order from {place}\n\nAnne Durand",
    }  # fmt: skip
    style = seed.randrange(3)
    subject = {
        "fr": (f"Devis {name}", f"Devis pour {what} – {place}", "Devis"),
        "en": (f"Quote {name}", f"Quote: {what}, {place}", "Quote"),
    }
    at = FIRST + timedelta(hours=31 * number, minutes=seed.randrange(600))
    return Quoted(
        name, language, at, (f"{first} {last}", f"{first}.{last}@{domain}".lower().replace(" ", "")),
        subject[language][seed.randrange(3)], (french if language == "fr" else english)[style], f"<q{number}@atelier-durand.example>",
    )  # fmt: skip


def above(client: str, sent: Quoted) -> str:
    """What a client writes above the mail it quotes."""
    at, french = sent.at + timedelta(hours=1), sent.language == "fr"
    days = (
        ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.") if french else ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    )
    months = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
    day = f"{days[at.weekday()]} {at.day} {months[at.month - 1]} {at.year}" if french else f"{at:%a, %b} {at.day}, {at.year}"
    said = "a écrit\u00a0:" if french else "wrote:"
    if client == "outlook":
        names = ("De", "Envoyé", "À", "Objet") if french else ("From", "Sent", "To", "Subject")
        values = (f"Anne Durand <{ANNE}>", f"{at:%d/%m/%Y %H:%M}", sent.to[1], sent.subject)
        return "\n".join(f"{name}: {value}" for name, value in zip(names, values, strict=True)) + "\n"
    line = {
        "gmail": f"{day} {'à' if french else 'at'} {at:%H:%M}, Anne Durand <{ANNE}>",
        "apple": f"{at.day} {months[at.month - 1] if french else f'{at:%b}'} {at.year} {'à' if french else 'at'} {at:%H:%M}, Anne Durand <{ANNE}>",
        "thunderbird": f"{at:%d/%m/%Y} {'à' if french else 'at'} {at:%H:%M}, Anne Durand",
        "roundcube": f"{at:%Y-%m-%d %H:%M}, Anne Durand",
    }[client]
    return f"{'Le' if french else 'On'} {line} {said}"


def quoting(client: str, sent: Quoted, *, lines: slice = slice(None)) -> str:
    kept = [line for line in sent.text.splitlines() if line.strip()][lines]
    sign = "" if client == "outlook" else "> "
    return f"\n\n{above(client, sent)}\n" + "\n".join(sign + line for line in kept)


def below(client: str, sent: Quoted, answer: str) -> str:
    return answer + quoting(client, sent)


def inline(client: str, sent: Quoted, answer: str) -> str:
    """The answer between the lines it is about, and nothing above."""
    first, *rest = [line for line in sent.text.splitlines() if line.strip()]
    return f"{above(client, sent)}\n> {first}\n\n{answer}\n\n" + "\n".join(f"> {line}" for line in rest)


def html(client: str, sent: Quoted, answer: str) -> str:
    """As web mail writes it: no plain text beside it."""
    lines = "<br>".join(escape(line) for line in sent.text.splitlines())
    start = above(client, sent).replace("\n", "<br>") if client == "outlook" else escape(above(client, sent))
    return f'<div>{escape(answer)}</div><br><div class="gmail_quote"><div>{start}</div><blockquote>{lines}</blockquote></div>'


def wrapped(client: str, sent: Quoted) -> str:
    """The line above the quotation broken where a relay found it too long."""
    return "\n".join(
        "\n".join(wrap(line, 34)) if line.startswith(("Le ", "On ")) else line for line in quoting(client, sent).split("\n")
    )


#: What of the quote is below, or between, or nowhere; else all of it is below.
TEXTS = {
    "two lines quoted": lambda client, sent, answer: answer + quoting(client, sent, lines=slice(1, 3)),
    "quote only": lambda _, sent, answer: (
        answer + "\n\n" + "\n".join(f"> {line}" for line in sent.text.splitlines() if line.strip())
    ),
    "forwarded": lambda _, sent, answer: answer + quoting("outlook", sent),
    "number only": lambda _, sent, answer: f"{answer}\n({sent.number})",
    "nothing quoted": lambda _client, _sent, answer: answer,
    "answered between the lines": inline,
    "HTML only": html,
    "attribution wrapped": lambda client, sent, answer: answer + wrapped(client, sent),
    "another time zone": lambda client, sent, answer: answer + quoting(client, replace(sent, at=sent.at - timedelta(hours=9))),
}


def reply(number: int, sent: Quoted, damage: str, months: int, client: str, seed: random.Random) -> Reply:  # noqa: PLR0913, PLR0917 - all that may differ
    name = f"<r{number}@client.example>"
    at = sent.at + timedelta(days=1 + 30.44 * months, hours=seed.randrange(8))
    answer = ANSWERS[sent.language][seed.randrange(4)]
    again = "Une question" if sent.language == "fr" else "A question"
    sender, subject, fields = sent.to, again if damage in ELSEWHERE else f"Re: {sent.subject}", {}
    match damage:
        case "headers kept":
            fields = {"In_Reply_To": sent.message_id, "References": sent.message_id}
        case "identifier rewritten":
            fields = {"In_Reply_To": f"<0102{number:08}-relay@mail.relay.example>"}
        case "forwarded":
            sender = ("Paule Simon", f"paule.simon@{sent.to[1].partition('@')[2]}")
            subject = f"{'TR' if sent.language == 'fr' else 'Fwd'}: {sent.subject}"
        case "other address":
            sender = (sent.to[0], f"{sent.to[0].split()[0].lower()}{number}@gmail.com")
    subtype = "html" if damage == "HTML only" else "plain"
    raw = mail(sender, subject, TEXTS.get(damage, below)(client, sent, answer), at, name, subtype=subtype, **fields)
    return Reply(PastMessage(at, Role.INBOX, raw), name, sent.message_id, damage, months, sent.language, client)


def conversations() -> tuple[list[PastMessage], list[Reply]]:
    """One quote for every damage, gap, language and client; a reply to each."""
    seed = random.Random(20150105)
    wanted = list(product(DAMAGES, MONTHS, ("fr", "en"), CLIENTS))
    quotes = [quote(number, language, seed) for number, (_, _, language, _) in enumerate(wanted)]
    replies = [
        reply(number, sent, damage, months, client, seed)
        for number, (sent, (damage, months, _, client)) in enumerate(zip(quotes, wanted, strict=True))
    ]
    return [sent.past() for sent in quotes], replies


# --- mail that must not be attached --------------------------------------------------------------------------------

_SEED = random.Random(7)
ONE = quote(1, "fr", _SEED)
TWIN = Quoted("D-2015-002", "fr", ONE.at + timedelta(days=2), ONE.to, "Devis", "Bonjour,\nvoici un autre devis D-2015-002, pour le portail : 900 € HT.\nAnne",
              "<q2@atelier-durand.example>")  # fmt: skip
DEVIS = Quoted(
    "D-2015-003",
    "fr",
    ONE.at,
    ONE.to,
    "Devis",
    "Bonjour,\nvoici le devis D-2015-003 pour le muret : 1 500 € HT.\nAnne",
    "<q3@atelier-durand.example>",
)
CLOSING = "Je reste à votre disposition pour tout renseignement complémentaire concernant cette offre."
CLOSED = Quoted("D-2015-004", "fr", ONE.at, ONE.to, "Devis", f"Bonjour,\nvoici le devis D-2015-004 pour le puits : 2 300 € HT.\n{CLOSING}\nAnne",
                "<q4@atelier-durand.example>")  # fmt: skip
NEIGHBOUR = Quoted(
    "D-2015-005", "fr", ONE.at, ("Paul Noir", "paul.noir@orange.fr"), ONE.subject, ONE.text, "<q5@atelier-durand.example>"
)
MINISTRY = Quoted(
    "D-2015-006", "fr", ONE.at, ("Paul Noir", "paul.noir@culture.gouv.fr"), ONE.subject, ONE.text, "<q6@atelier-durand.example>"
)
LATER = "Le 20/01/2015 à 11:40, Ines Rey <ines@tiers.example> a écrit :\n> Qui saurait poser cela chez nous au mois de mars prochain ?"
STRANGER = ("Léo Garnier", "leo.garnier@ailleurs.example")
DOMAIN = ONE.to[1].partition("@")[2]


@dataclass(frozen=True)
class Hard:
    """``make`` gives sender, subject, text and further fields. ``answers``: the one quote it may be attached to."""

    name: str
    make: Callable[[], tuple]
    quotes: tuple[Quoted, ...] = (ONE,)
    message_id: str = "<hard@client.example>"
    days: int = 4
    answers: str | None = None

    def mails(self) -> tuple[list[PastMessage], PastMessage]:
        at = max(sent.at for sent in self.quotes) + timedelta(days=self.days)
        sender, subject, text, *more = self.make()
        raw = mail(sender, subject, text, at, self.message_id, **(more[0] if more else {}))
        return [sent.past() for sent in sorted(self.quotes, key=lambda sent: sent.at)], PastMessage(at, Role.INBOX, raw)


FORGED = {"Authentication_Results": "mx.atelier-durand.example; dmarc=fail", "In_Reply_To": ONE.message_id}
HARD = (
    Hard("newsletter of the client", lambda: (ONE.to, f"{ONE.subject} : nos nouveautés", "Découvrez nos offres.\nSe désabonner : http://x.example/u",
                                              {"List_Unsubscribe": "<mailto:u@x.example>", "Precedence": "bulk"})),
    Hard("answer to an invoice", lambda: (ONE.to, "Re: Facture F-2015-40", "Bien reçu, le virement part demain.", {"In_Reply_To": "<f40@atelier-durand.example>"})),
    Hard("two open quotes under one subject", lambda: (ONE.to, "Re: Devis", "D'accord pour le devis."), (DEVIS, TWIN)),
    Hard("our text from another prospect", lambda: (STRANGER, "Bonjour", "Oui.\n\n> " + ONE.text.replace("\n", "\n> "))),
    Hard("a supplier's quote", lambda: (("Ventes", "ventes@papier.example"), "Devis", "Voici notre devis pour vos cartes."), (DEVIS,)),
    Hard("platform naming the client", lambda: (("Réseau", "notifications@reseau.example"), f"{ONE.to[0]} a publié", "Votre réseau bouge. Votre devis attend.")),
    Hard("calendar invitation", lambda: (ONE.to, "Invitation : point chantier", "Mardi à dix heures.")),
    Hard("signature of another document", lambda: (("eSign", "noreply@esign.example"), "Document signé", "Le contrat de location a été signé.")),
    Hard("automatic reply to another mail", lambda: (ONE.to, "Absence : vos horaires", "Je suis absent jusqu'au 12.", {"Auto_Submitted": "auto-replied"})),
    Hard("bounce of a forged mail", lambda: (("Mail Delivery Subsystem", "mailer-daemon@mx.example"), "Undelivered Mail", "Your message to zed@x.example failed.")),
    Hard("homonym elsewhere", lambda: ((ONE.to[0], "homonyme@ailleurs.example"), "Candidature", "Voici mon CV.")),
    Hard("a function as a name", lambda: (("Comptabilité", "compta@ailleurs.example"), "Relevé", "Le relevé du mois.")),
    Hard("mail to many", lambda: (ONE.to, "Vœux", "Toute l'équipe vous souhaite une belle année.", {"Precedence": "bulk"})),
    Hard("joke passed on", lambda: (ONE.to, "TR: trop drôle", "mdr\n\nDe : Ami <ami@z.example>\nObjet : trop drôle\n\nC'est un maçon qui entre dans un bar.")),
    Hard("number inside another", lambda: (STRANGER, "Colis", f"Colis 8{ONE.number}4 expédié, IBAN FR76 30{ONE.number.replace('-', '')}12.")),
    Hard("same amount elsewhere", lambda: (ONE.to, "Camion", "Je vous dois 1 500 € pour le camion."), (DEVIS,)),
    Hard("colleague about something else", lambda: (("Paule Simon", f"paule@{DOMAIN}"), "Stage de juin", "Prenez-vous des stagiaires ?")),
    Hard("our closing under an invoice", lambda: (ONE.to, "Re: Facture F-2015-40", f"Bien reçu.\n\n> {CLOSING}\n> Anne"), (CLOSED,)),
    Hard("answer to somebody else who quotes us", lambda: (ONE.to, "Une pose", f"Moi non.\n\n{LATER}\n>> " + ONE.text.replace("\n", "\n>> "))),
    Hard("answer to one quote that quotes the other", lambda: (ONE.to, "Re: Devis", "Trop cher." + quoting("gmail", TWIN) + "\n>\n" + quoting(
        "gmail", DEVIS).replace("\n> ", "\n>> "), {"In_Reply_To": "<autre@atelier-durand.example>"}), (DEVIS, TWIN), answers=TWIN.message_id),
    Hard("own mail passed on to oneself", lambda: (("Anne Durand", ANNE), f"TR: {ONE.subject}", "Pour mémoire." + quoting("outlook", ONE))),
    Hard("colleague at a ministry", lambda: (("Ève Blanc", "eve.blanc@culture.gouv.fr"), "Question", "Faites-vous aussi des clôtures ?"), (MINISTRY,)),
    Hard("neighbour at a provider", lambda: (("Ève Blanc", "eve.blanc@orange.fr"), "Question", "Faites-vous aussi des clôtures ?"), (NEIGHBOUR,)),
    Hard("a new need in an old thread", lambda: (ONE.to, "Affiches", "Bonjour, pourriez-vous nous faire un devis pour des affiches ?",
                                                 {"In_Reply_To": ONE.message_id}), days=400),
    Hard("stolen thread", lambda: (ONE.to, f"Re: {ONE.subject}", "Réglez ici." + quoting("gmail", ONE), FORGED)),
)  # fmt: skip
