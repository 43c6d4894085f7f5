import itertools
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.acceptance.commands import Commands
from tests.acceptance.office import CONFIGURATION, Office
from tests.servers.dovecot import Dovecot, available

_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
_NUMBERS = itertools.count(1)


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/acceptance" in item.path.as_posix():
            item.add_marker(pytest.mark.dovecot)


def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="mailwatch-acceptance-", dir=_MEMORY))


@pytest.fixture(scope="session")
def commands():
    folder = _folder()
    with Commands(folder) as running:
        yield running
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def dovecots():
    """Servers of this module, one for each set of options."""
    if not available():
        pytest.skip("dovecot is not installed")
    running = {}

    def start(**options):
        key = repr(sorted(options.items()))
        if key not in running:
            running[key] = Dovecot(_folder(), **options).__enter__()
        return running[key]

    yield start
    for server in running.values():
        server.__exit__()
        shutil.rmtree(server.folder)


@pytest.fixture(scope="module")
def offices(dovecots, commands):
    """Makes offices, each for a user of its own: ``offices(configuration=…, **options of the server)``."""
    opened = []

    def make(configuration=CONFIGURATION, **options):
        office = Office(dovecots(**options), f"anne{next(_NUMBERS)}", _folder(), commands, configuration)
        opened.append(office)
        return office

    yield make
    for office in opened:
        office.close()
        shutil.rmtree(office.folder)


@pytest.fixture
def office(offices):
    return offices()
