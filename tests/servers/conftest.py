"""Real servers. Courier and Cyrus are left out of an ordinary run: ``make servers`` unpacks them and runs all."""

import itertools
import os
import shutil
import tempfile
from pathlib import Path

import pytest

pytest.register_assert_rewrite("tests.mailbox.contract")

if os.environ.get("MAILWATCH_SERVERS") != "yes":
    collect_ignore = ["test_courier.py", "test_cyrus.py", "test_season.py"]

#: Thousands of small files: a file system in memory where there is one.
_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
_NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def folder():
    """Open to the unprivileged users that servers become."""
    made = Path(tempfile.mkdtemp(prefix="mailwatch-servers-", dir=_MEMORY))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def user():
    return f"anne{next(_NUMBERS)}"
