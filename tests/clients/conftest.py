"""Real mail programs: left out of an ordinary run, for what they need to be installed. ``make clients`` runs them."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.acceptance.commands import Commands
from tests.acceptance.office import OWNER, Office
from tests.clients.day import clock, configuration, live
from tests.clients.program import Desk
from tests.clients.sink import Sink
from tests.servers.dovecot import PASSWORD, Dovecot, available

if os.environ.get("MAILWATCH_CLIENTS") != "yes":
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="module")
def folder():
    made = Path(tempfile.mkdtemp(prefix="mailwatch-clients-"))
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def play(folder):
    """``play(program class)``: a day with it."""
    if not available():
        pytest.skip("dovecot is not installed")
    places = {name: folder / name for name in ("dovecot", "commands", "office", "program")}
    for place in places.values():
        place.mkdir()
    folder.chmod(0o755)
    closing = []

    def play(make):
        if make.missing():
            pytest.skip(f"not installed: {', '.join(make.missing())}")
        server, commands, sink = Dovecot(places["dovecot"], rawlog=True), Commands(places["commands"]), Sink()
        for context in (server, commands, sink):
            context.__enter__()
            closing.append(context.__exit__)
        office = Office(server, "anne", places["office"], commands, configuration(clock()))
        closing.append(lambda *_: office.close())
        for name in ("INBOX", office.drafts_name, office.sent, office.trash):
            office.imap.subscribe_folder(name)
        desk = Desk(server.port, sink.port, office.user, PASSWORD, OWNER, "Anne Durand")
        program = make(places["program"], desk)
        closing.append(lambda *_: program.close())
        return live(office, program, sink)

    yield play
    for close in reversed(closing):
        close(None, None, None)
