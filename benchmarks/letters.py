"""Invented mail in any number, the same on every run: French names and subjects, threads, lists, a few quotes."""

import base64
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

START = datetime(2016, 1, 4, 8, tzinfo=UTC)
OWNER = "anne@atelier-durand.example"
FIRST = ("Élodie", "Marc", "Zoé", "Hélène", "Luc", "Inès", "Paul", "Chloé", "Noël", "Jean-François", "Aïcha", "Björn")
LAST = ("Petit", "Lefèvre", "Morin", "Garçon", "Müller", "Roux", "Noël", "Blanc", "Dupré", "Faÿ")
WORDS = (
    "réunion",
    "maquette",
    "facture",
    "livraison",
    "site",
    "affiche",
    "café",
    "dépliant",
    "projet",
    "été",
    "planning",
    "logo",
)


def encoded(text: str) -> str:
    return text if text.isascii() else "=?utf-8?B?" + base64.b64encode(text.encode()).decode() + "?="


def person(rng: random.Random) -> str:
    first, last, number = rng.choice(FIRST), rng.choice(LAST), rng.randrange(400)
    return f"{encoded(f'{first} {last}')} <p{number}@client{number % 90}.example>"


def when(number: int, total: int) -> datetime:
    """Ten years of mail, evenly."""
    return START + timedelta(days=3650 * number / total)


def letter(number: int, total: int, *, sent: bool = False, size: int = 2_500) -> bytes:
    """One message with CRLF line ends, about ``size`` octets. Every hundredth sent one is a quote."""
    rng = random.Random(number if not sent else -number)
    at = when(number, total)
    other = person(rng)
    box = "s" if sent else "r"
    fields = [
        *(
            f"Received: from mx{hop}.client.example by mx.atelier-durand.example with ESMTPS id {number:x}{hop}; {at:%a, %d %b %Y %H:%M:%S} +0000"
            for hop in range(0 if sent else 3)
        ),
        f"Message-ID: <{box}{number}.{rng.randrange(1 << 60):x}@client.example>",
        f"From: {OWNER if sent else other}",
        f"To: {other if sent else OWNER}",
        f"Subject: {subject(number, rng, sent=sent)}",
        f"Date: {at:%a, %d %b %Y %H:%M:%S} +0000",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "X-Spam-Report: " + "score " * 40,
    ]
    if rng.random() < 0.45:
        ids = [f"<t{rng.randrange(total)}.{k}@client.example>" for k in range(rng.randrange(1, 6))]
        fields += [f"In-Reply-To: {ids[-1]}", "References: " + "\r\n ".join(ids)]
    if not sent and rng.random() < 0.4:
        fields += ["List-Unsubscribe: <https://news.example/u>", "Precedence: bulk"]
    head = "\r\n".join(fields) + "\r\n\r\n"
    body = QUOTE.format(number=number) if is_quote(number, sent=sent) else "Bonjour,\r\n\r\nVoici la suite.\r\n"
    more = "".join(f"{rng.choice(WORDS)} {rng.choice(WORDS)}, puis la suite de {rng.choice(WORDS)}.\r\n" for _ in range(60))
    return (head + body + more[: max(0, size - len(head) - len(body))] + "\r\n").encode()


QUOTE = (
    "Bonjour,\r\n\r\nVous trouverez notre devis D-{number} pour votre site.\r\n\r\nMontant total : 4 200,00 € HT\r\n\r\nAnne\r\n"
)


def is_quote(number: int, *, sent: bool) -> bool:
    return sent and number % 100 == 0


def subject(number: int, rng: random.Random, *, sent: bool) -> str:
    if is_quote(number, sent=sent):
        return f"Devis D-{number}"
    return encoded(f"{rng.choice(('', 'Re: ', 'Tr: '))}{rng.choice(WORDS)} {rng.choice(WORDS)} {number % 977}")


def letters(total: int, *, sent: bool = False) -> Iterator[tuple[datetime, bytes]]:
    return ((when(number, total), letter(number, total, sent=sent)) for number in range(total))
