"""Mail that real programs generate. Left out of an ordinary run: ``make generated`` installs them and runs all."""

import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.generated.remote import Remote

if os.environ.get("MAILWATCH_GENERATED") != "yes":
    collect_ignore = ["test_postfix.py", "test_exim.py", "test_answering.py"]

_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
_NUMBERS = itertools.count(1)


@pytest.fixture
def folder():
    """Open to the unprivileged users that mail servers become."""
    made = Path(tempfile.mkdtemp(prefix="mailwatch-generated-", dir=_MEMORY))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="session")
def remote():
    with Remote() as server:
        yield server


@pytest.fixture(scope="session")
def kept(tmp_path_factory):
    """Where generated mail is written, for people to look at."""
    made = Path(os.environ.get("MAILWATCH_KEEP") or tmp_path_factory.mktemp("generated"))
    made.mkdir(parents=True, exist_ok=True)
    return made


@pytest.fixture
def inspected(request, kept):
    """What ``mailwatch inspect --json`` says of a received mail."""

    def inspect(raw: bytes) -> dict:
        path = kept / f"{request.node.name.removeprefix('test_')[:60]}-{next(_NUMBERS)}.eml"
        path.write_bytes(raw)
        done = subprocess.run(
            [sys.executable, "-m", "mailwatch", "--json", "inspect", "--received", path],
            capture_output=True,
            text=True,
            check=False,
        )
        [line] = done.stdout.splitlines()
        return json.loads(line)

    return inspect
