"""A few weeks of an office that sends sixty quotes a month, at each commit; ``python -m tests.proof.soak`` goes on for years."""

import pytest

from tests.proof.effort import SEED, effort
from tests.proof.soak import Year


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("seed", range(SEED, SEED + effort(2, 4)))
def test_an_office_full_of_trouble_gives_no_offence(seed):
    year = Year(seed).run(effort(45, 365))
    assert year.offences == []
    assert year.counts["drafts"] > year.counts["quotes"] / 4
