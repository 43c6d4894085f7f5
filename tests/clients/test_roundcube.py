"""Roundcube, whose saved draft is no longer flagged as one."""

import pytest

from tests.clients.roundcube import Roundcube
from tests.clients.suite import ProgramContract


@pytest.fixture(scope="module")
def day(play):
    return play(Roundcube)


class TestRoundcube(ProgramContract):
    marks_seen = True
    keeps_id = True
    keeps_x = False
    keeps_flag = False
