"""Seven weeks of an owner's mailbox go on Courier and on Cyrus exactly as they go on Dovecot."""

import pytest
from imapclient import IMAPClient

from tests.acceptance.commands import Commands
from tests.acceptance.office import Office
from tests.acceptance.season import Season, play
from tests.servers.courier import Courier
from tests.servers.cyrus import Cyrus
from tests.servers.dovecot import PASSWORD, Dovecot, available
from tests.servers.unpacked import unpacked

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]
NEEDS = pytest.mark.skipif(
    not available() or unpacked("courier") is None or unpacked("cyrus") is None, reason="not all are there (make servers)"
)


class BelowInbox(IMAPClient):
    """On Courier every mailbox lies below INBOX, and there are neither MOVE nor UNSELECT."""

    def create_folder(self, folder):
        return super().create_folder(_below(folder))

    def append(self, folder, *words, **more):
        return super().append(_below(folder), *words, **more)

    def move(self, messages, folder):
        self.copy(messages, _below(folder))
        self.add_flags(messages, [rb"\Deleted"])
        self.uid_expunge(messages)


def _below(name: str) -> str:
    return name if name.startswith("INBOX") else f"INBOX.{name}"


class CourierOffice(Office):
    def connect(self):
        self.imap = BelowInbox("127.0.0.1", self.server.port, ssl=False, timeout=20)
        self.imap.normalise_times = False
        self.imap.login(self.user, PASSWORD)

    def _unselect(self):
        self.imap.select_folder("INBOX")  # not for reading only: nothing could be delivered to it


@pytest.fixture(scope="module")
def seasons(folder):
    """``seasons(server class, office class)``: a season there."""
    (folder / "commands").mkdir()

    def season(make, office=Office):
        place = folder / make.__name__
        for name in ("server", "office"):
            (place / name).mkdir(parents=True)
        with make(place / "server") as server, Commands(folder / "commands") as commands:
            there = office(server, "anne", place / "office", commands)
            played = play(there)
            there.close()
        return played

    return season


@pytest.fixture(scope="module")
def on_dovecot(seasons):
    return seasons(Dovecot)


def told(season: Season) -> dict[str, list[dict]]:
    """What every look said, without the short names that a journal draws for itself."""
    return {
        look: [{key: value for key, value in line.items() if key != "id"} for line in outcome.objects]
        for look, outcome in season.outcomes.items()
    }


def lying_there(season: Season) -> dict[str, list[tuple[str, str, bool, str]]]:
    """What Drafts held after every look."""
    return {
        look: sorted((one.message["To"], one.message["X-Mailwatch-Step"] or "", one.deleted, one.text) for one in letters)
        for look, letters in season.drafts.items()
    }


@NEEDS
@pytest.mark.parametrize(("server", "office"), [(Cyrus, Office), (Courier, CourierOffice)], ids=["Cyrus", "Courier"])
def test_a_season_goes_as_on_dovecot(seasons, on_dovecot, server, office):
    season = seasons(server, office)
    assert {(outcome.code, outcome.err) for outcome in season.outcomes.values()} == {(0, "")}
    assert (told(season), lying_there(season)) == (told(on_dovecot), lying_there(on_dovecot))
