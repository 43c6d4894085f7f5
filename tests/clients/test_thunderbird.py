"""Thunderbird, which gives a draft a new Message-ID whenever it touches it."""

import pytest

from tests.clients.suite import ProgramContract
from tests.clients.thunderbird import Thunderbird


@pytest.fixture(scope="module")
def day(play):
    return play(Thunderbird)


class TestThunderbird(ProgramContract):
    marks_seen = True
    keeps_id = False
    keeps_x = False
    keeps_flag = True
