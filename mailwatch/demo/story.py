"""The whole story on an embedded IMAP server: what the README promises, seen happening.

The clock is compressed: every cycle is an ordinary cycle, told what time it is.
"""

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from mailwatch import bootstrap
from mailwatch.config.loading import load
from mailwatch.config.schema import Settings
from mailwatch.cycle.events import Event, closing_of, event_of
from mailwatch.cycle.judge import judge
from mailwatch.cycle.poll import as_of, run_cycle
from mailwatch.demo.letters import NAME, OWNER, Letter, answer, quote
from mailwatch.demo.server import DemoServer, serving
from mailwatch.model.decisions import Close
from mailwatch.model.facts import DraftAppended, DraftWithdrawn
from mailwatch.ports import Desk

PARIS = ZoneInfo("Europe/Paris")
PASSWORD = "demo"  # noqa: S105 - of a server that lives ten seconds, on this machine alone
PASSWORD_VARIABLE = "MAILWATCH_DEMO_PASSWORD"  # noqa: S105 - a name

MARC = "Marc Petit <marc.petit@menuiserie-petit.example>"
JULIE = "Julie Lambert <julie.lambert@mairie-valmont.example>"
KARIM = "Karim Benali <karim@brasserie-du-canal.example>"
PAUL = "Paul Morin <p.morin@imprimerie-morin.example>"


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


OLD = quote(
    "D-2024-031", PAUL, _at("2024-07-08 10:14"), "Devis D-2024-031 : plaquette", "Bonjour Paul", "la plaquette", "1 850,00"
)
SITE = quote(
    "D-2026-014",
    MARC,
    _at("2026-09-01 09:12"),
    "Devis D-2026-014 : refonte du site",
    "Bonjour Marc",
    "la refonte de votre site",
    "4 200,00",
)
SIGNS = quote(
    "D-2026-015",
    JULIE,
    _at("2026-09-01 11:40"),
    "Devis D-2026-015 : signalétique",
    "Bonjour Madame Lambert",
    "la signalétique",
    "2 960,00",
)
MENU = quote(
    "D-2026-016",
    KARIM,
    _at("2026-09-02 16:05"),
    "Devis D-2026-016 : cartes et menus",
    "Bonjour Karim",
    "les cartes et menus",
    "780,00",
)
AWAY = answer(
    SIGNS,
    JULIE,
    _at("2026-09-01 11:41"),
    "Bonjour,\n\nJe suis absente jusqu'au 11 septembre inclus, de retour le 14 septembre.\n\nJulie Lambert\n",
    automatic=True,
)
YES = answer(
    MENU, KARIM, _at("2026-09-04 14:20"), "Bonjour Anne,\n\nC'est d'accord pour votre devis, vous pouvez démarrer.\n\nKarim\n"
)
LATE = answer(
    OLD,
    PAUL,
    _at("2026-09-17 15:02"),
    "Bonjour Anne,\n\nNous avons finalement fait réaliser la plaquette en interne, nous ne donnerons donc pas suite.\n\nPaul Morin\n",
    threaded=False,
)


class Audience(Protocol):
    """Whom the story is told to; the command line is one."""

    def heading(self, code: str, **parameters: object) -> None:
        """A message of the tables that opens a scene or closes the story."""
        ...

    def aside(self, code: str) -> None:
        """A message of the tables within a scene."""
        ...

    def event(self, event: Event) -> None: ...

    def line(self, text: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Scene:
    """A moment: what the owner or a prospect does before it, then one cycle. ``heading`` is a message code."""

    at: datetime
    heading: str
    sent: tuple[Letter, ...] = ()
    received: tuple[Letter, ...] = ()
    owner_sends: bool = False
    shows_draft: bool = False


SCENES = (
    Scene(_at("2026-09-01 09:00"), "demo_first_look", sent=(OLD,)),
    Scene(_at("2026-09-02 17:00"), "demo_quotes", sent=(SITE, SIGNS, MENU), received=(AWAY,)),
    Scene(_at("2026-09-03 08:30"), "demo_first_draft", shows_draft=True),
    Scene(_at("2026-09-04 08:30"), "demo_second_draft", owner_sends=True),
    Scene(_at("2026-09-04 14:25"), "demo_reply", received=(YES,)),
    Scene(_at("2026-09-16 08:30"), "demo_expiry_and_return"),
    Scene(_at("2026-09-17 15:05"), "demo_late_reply", received=(LATE,), owner_sends=True),
    Scene(_at("2026-09-24 08:30"), "demo_door_open", shows_draft=True),
    Scene(_at("2026-10-12 08:30"), "demo_silence", owner_sends=True),
)


def run(audience: Audience, *, keep: bool = False) -> None:
    """Tell the story. With ``keep`` the server stays up afterwards until it is interrupted."""
    with serving(OWNER, PASSWORD) as server, _configured(server) as settings:
        told: set[tuple[str, str]] = set()
        for scene in SCENES:
            _play(server, settings, scene, audience, told)
        audience.heading("demo_end")
        if keep:
            audience.heading("demo_kept", port=server.port, user=OWNER, password=PASSWORD)
            with contextlib.suppress(KeyboardInterrupt):
                while True:
                    time.sleep(3600)


@contextmanager
def _configured(server: DemoServer) -> Iterator[Settings]:
    """A configuration like any other, in a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="mailwatch-demo-") as folder:
        path = Path(folder) / "config.yaml"
        path.write_text(
            f"language: fr\njournal: sqlite:///{folder}/journal.sqlite3\nquotes: {{start: 2026-09-01}}\naccounts:\n"
            f"  - address: {OWNER}\n    owner: {{name: {NAME}, phone: 06 00 00 00 00}}\n"
            f"    imap: {{host: 127.0.0.1, port: {server.port}, tls: none}}\n    password: {{env: {PASSWORD_VARIABLE}}}\n",
            encoding="utf-8",
        )
        path.chmod(0o600)
        os.environ[PASSWORD_VARIABLE] = PASSWORD
        yield load(path)


def _play(server: DemoServer, settings: Settings, scene: Scene, audience: Audience, told: set[tuple[str, str]]) -> None:
    with bootstrap.opened(settings, now=scene.at) as house:
        desk = house.desks[0]
        if scene.owner_sends:
            _send_drafts(server, desk, scene.at)
        for letter in scene.sent:
            server.deliver("Sent", letter.raw(), letter.date, r"\Seen")
        for letter in scene.received:
            server.deliver("INBOX", letter.raw(), letter.date)
        audience.heading(scene.heading)
        _tell_cycle(desk, scene, audience, told)


def _tell_cycle(desk: Desk, scene: Scene, audience: Audience, told: set[tuple[str, str]]) -> None:
    report = run_cycle(desk, scene.at)
    desk = as_of(desk, scene.at)
    for fact in report.facts:
        event = event_of(desk, fact, judge(desk, fact.quote, scene.at) if fact.quote else None)
        if event is not None:
            audience.event(event)
        elif isinstance(fact, DraftWithdrawn):
            audience.aside("demo_withdrawn")
    for found in report.judged:
        closing = closing_of(desk, found)
        if (
            closing is not None
            and found.policy.cadence is not None
            and isinstance(found.decision, Close)
            and (found.quote, found.decision.status) not in told
        ):
            told.add((found.quote, found.decision.status))
            audience.event(closing)
    if scene.shows_draft:
        appended = [fact for fact in report.facts if isinstance(fact, DraftAppended)]
        for _, raw in desk.mailbox.texts([fact.locator for fact in appended[:1]]):
            _show(raw, audience)


def _show(raw: bytes, audience: Audience) -> None:
    """A draft as the owner will see it."""
    message = message_from_bytes(raw, policy=policy.default)
    audience.line("")
    for name in ("From", "To", "Subject"):
        audience.line(f"    | {name}: {message[name]}")
    audience.line("    |")
    for line in message.get_content().splitlines():
        audience.line(f"    | {line}".rstrip())


def _send_drafts(server: DemoServer, desk: Desk, now: datetime) -> None:
    """The owner reads her drafts and sends them as they stand."""
    for entry in desk.mailbox.drafts().entries:
        for locator, raw in desk.mailbox.texts([entry.locator]):
            server.deliver("Sent", raw, now, r"\Seen")
            server.remove(locator.mailbox, locator.uid)
