import itertools
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.servers.dovecot import Dovecot, available

pytest.register_assert_rewrite("tests.mailbox.contract")

#: Thousands of small files: a file system in memory where there is one.
_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
#: A new account for each test: Dovecot's static user database knows everybody.
_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def dovecots():
    """Starts servers on demand, one for each set of options, and stops them all at the end.

    pytest's own temporary folders are closed to the unprivileged user that Dovecot becomes.
    """
    if not available():
        pytest.skip("dovecot is not installed")
    running = {}

    def start(**options):
        key = repr(sorted(options.items()))
        if key not in running:
            running[key] = Dovecot(Path(tempfile.mkdtemp(prefix="mailwatch-dovecot-", dir=_MEMORY)), **options).__enter__()
        return running[key]

    yield start
    for server in running.values():
        server.__exit__()
        shutil.rmtree(server.folder)


@pytest.fixture
def user():
    return f"anne{next(_NUMBERS)}"
