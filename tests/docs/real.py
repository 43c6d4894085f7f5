"""What the command line really prints with --json, for every shape there is: a season on the demo's server, told by hand."""

import contextlib
import io
import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from mailwatch.cli import app
from mailwatch.demo.letters import NAME, OWNER, Letter, answer, quote
from mailwatch.demo.server import DemoServer, serving

PARIS = ZoneInfo("Europe/Paris")
PASSWORD = "docs"
MARC, ZOE, KARIM, LEA = (
    "marc.petit@menuiserie-petit.example",
    "zoe@librairie-zoe.example",
    "karim@brasserie.example",
    "lea@theatre.example",
)


def day(number: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2026, 9, number, hour, minute, tzinfo=PARIS)


Q1 = quote(
    "D-2026-014",
    f"Marc Petit <{MARC}>",
    day(1, 9, 12),
    "Devis D-2026-014 : site",
    "Bonjour Marc",
    "la refonte du site",
    "4 200,00",
)
Q2 = quote(
    "D-2026-015", f"Zoé Blanc <{ZOE}>", day(1, 11), "Devis D-2026-015 : plaquette", "Bonjour Zoé", "votre plaquette", "960,00"
)
Q3 = quote(
    "D-2026-016", f"Karim Diallo <{KARIM}>", day(1, 14), "Devis D-2026-016 : menus", "Bonjour Karim", "vos menus", "780,00"
)
Q4 = quote("D-2026-017", f"Léa Roux <{LEA}>", day(1, 15), "Devis D-2026-017 : affiche", "Bonjour Léa", "votre affiche", "640,00")

OLD = quote(
    "D-2024-031",
    "Paul Morin <paul@imprimerie-morin.example>",
    datetime(2024, 7, 8, 10, 14, tzinfo=PARIS),
    "Devis D-2024-031 : dépliant",
    "Bonjour Paul",
    "votre dépliant",
    "1 850,00",
)
LATE = answer(
    OLD,
    "Paul Morin <paul@imprimerie-morin.example>",
    day(4, 9),
    "Bonjour,\n\nNous ne donnerons pas suite à votre devis.\n\nPaul\n",
)

STALL = answer(Q1, f"Marc Petit <{MARC}>", day(4), "Bonjour Anne,\n\nJe reviens vers vous le 28 septembre.\n\nMarc\n")
AWAY = answer(Q2, f"Zoé Blanc <{ZOE}>", day(1, 11, 1), "Je suis absente jusqu'au 14 septembre inclus.", automatic=True)
YES = answer(
    Q3,
    f"Karim Diallo <{KARIM}>",
    day(3, 12),
    "Bonjour Anne,\n\nC'est d'accord pour votre devis, vous pouvez commencer.\n\nKarim\n",
)
NO = answer(
    Q3,
    f"Karim Diallo <{KARIM}>",
    day(3, 13),
    "Bonjour,\n\nNous ne donnerons pas suite, notre budget ne le permet pas.\n\nKarim\n",
)
STRANGER = Letter(
    "<who@inconnu.example>",
    "Inconnu <inconnu@ailleurs.example>",
    OWNER,
    "Re: Devis D-2026-015 : plaquette",
    day(3),
    "Ok.\n",
    references=Q2.message_id,
)
ALIKE = Letter(
    "<alike@theatre.example>",
    f"Léa Roux <{LEA}>",
    OWNER,
    "Re: Devis D-2026-017 : affiche",
    day(3, 9),
    "Bonjour Anne,\n\nOn en parle jeudi ?\n\nLéa\n",
)
ELSEWHERE = Letter(
    "<else@menuiserie-petit.example>",
    f"Marc Petit <{MARC}>",
    OWNER,
    "Vernissage samedi",
    day(4, 15),
    "Bonjour Anne,\n\nVous passez samedi ?\n\nMarc\n",
)
REQUEST = Letter(
    "<new@librairie-zoe.example>",
    "Inès Faure <ines@librairie-zoe.example>",
    OWNER,
    "Demande de devis",
    day(4, 16),
    "Bonjour,\n\nPouvez-vous me faire un devis pour un logo ? Je vous remercie.\n\nInès Faure\n",
)
CHASE = Letter(
    "<chase@atelier-durand.example>",
    f"{NAME} <{OWNER}>",
    f"Zoé Blanc <{ZOE}>",
    "Re: Devis D-2026-015 : plaquette",
    day(4, 11),
    "Bonjour Zoé,\n\nAvez-vous pu regarder mon devis ?\n\nAnne\n",
    references=Q2.message_id,
)
OPTIONS = Letter(
    "<options@atelier-durand.example>",
    f"{NAME} <{OWNER}>",
    f"Léa Roux <{LEA}>",
    "Devis D-2026-020",
    day(2),
    "Bonjour Léa,\n\nVoici mon devis D-2026-020, valable jusqu'au 30 septembre 2026.\n\n"
    "Option 1 : affiche seule, 640 € HT\nOption 2 : affiche et programme, 1 100 € HT\n\nCordialement,\nAnne\n",
)
BOUNCE = Path(__file__).parents[1] / "parsing/corpus/bounce-dsn.eml"

CONFIGURATION = """
language: en
journal: sqlite:///journal.sqlite3
quotes: {{start: 2026-09-01}}
accounts:
  - address: {owner}
    owner: {{name: Anne Durand, phone: 06 00 00 00 00}}
    imap: {{host: 127.0.0.1, port: {port}, tls: none}}
    password: {{env: MAILWATCH_DOCS_PASSWORD}}
"""


def told(*words: str) -> list[dict]:
    """The objects that a command prints with --json."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        app.run([*words, "--json"])
    return [json.loads(line) for line in out.getvalue().splitlines()]


def deliver(server: DemoServer, *, sent: tuple[Letter, ...] = (), received: tuple[Letter, ...] = ()) -> None:
    for letter in sent:
        server.deliver("Sent", letter.raw(), letter.date, r"\Seen")
    for letter in received:
        server.deliver("INBOX", letter.raw(), letter.date)


def season(folder: Path) -> Iterator[dict]:
    """Every object printed, in its order."""
    os.environ["MAILWATCH_DOCS_PASSWORD"] = PASSWORD
    with serving(OWNER, PASSWORD) as server:
        configuration = folder / "config.yaml"
        configuration.write_text(CONFIGURATION.format(owner=OWNER, port=server.port), encoding="utf-8")
        configuration.chmod(0o600)

        def run(command: str, at: datetime, *words: str) -> Iterator[dict]:
            yield from told(command, *words, "--config", str(configuration), "--now", at.isoformat())

        deliver(server, sent=(OLD, Q1, Q2, Q3, Q4), received=(AWAY,))
        yield from run("check", day(1, 16))
        yield from run("once", day(1, 16, 1))
        yield from run("preview", day(1, 16, 2))
        deliver(server, received=(STRANGER, ALIKE))
        yield from run("once", day(3, 11))
        deliver(server, sent=(CHASE,), received=(YES, STALL, LATE, ELSEWHERE, REQUEST))
        yield from run("once", day(4, 17))
        yield from run("status", day(4, 17, 1), "--all")
        yield from run("status", day(11, 9))
        yield from run("why", day(4, 17, 2), "D-2026-014")
        yield from run("reply", day(4, 17, 3), "D-2026-016", "acceptation_merci")
        yield from run("export", day(11, 10), MARC)
        yield from run("forget", day(11, 11), LEA)


def inspected(folder: Path) -> Iterator[dict]:
    files = {"q.eml": OPTIONS.raw(), "b.eml": STALL.raw(), "no.eml": NO.raw(), "bounce.eml": BOUNCE.read_bytes()}
    for name, raw in files.items():
        (folder / name).write_bytes(raw)
    yield from told("inspect", "--sent", str(folder / "q.eml"))
    for name in ("b.eml", "no.eml", "bounce.eml"):
        yield from told("inspect", "--received", str(folder / name))
