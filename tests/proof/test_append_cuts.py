"""The connection is cut at an octet of the APPEND and its answers: one draft in the end, never two.

A few octets at each commit; every one, or a share, when proving.
"""

import pytest

from tests.proof.cutter import Cutter
from tests.proof.effort import PROVING, chosen
from tests.proof.office import Office, judged

pytestmark = [pytest.mark.dovecot, pytest.mark.xdist_group("proof dovecot")]

#: Where something begins or ends, counted from the front or from the back of what each side says.
EDGES = {"client": (1, 12, 40, 60, -1, -2, -3), "server": (1, 3, 6, 8, 20, -1, -2)}

#: Dovecot says in its answers how long a command took: a conversation is a few octets shorter or longer each time, and the
#: last ones may not come to be cut.
VARIES = 80


@pytest.fixture(scope="module")
def lengths(dovecots):
    """Octets each side says from APPEND on, when nothing is cut."""
    office = Office(dovecots(), "measured")
    with Cutter(office.server.port) as wire:
        assert office.look(wire.port)
        assert judged(office, wire.said) == []
    office.close()
    return dict(wire.lengths)


def octets(side: str, length: int) -> list[int]:
    edges = set() if PROVING else {edge if edge > 0 else length + 1 + edge for edge in EDGES[side]}
    return sorted({*chosen(range(1, length + 1), 3), *edges})


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("how", ["RST", "FIN", "stall"])
@pytest.mark.parametrize("side", ["client", "server"])
def test_an_append_cut_at_any_octet_leads_to_one_draft(dovecots, lengths, side, how):
    wrong = {}
    tried = octets(side, lengths[side])
    for octet in tried:
        office = Office(dovecots(), f"cut-{side}-{how}-{octet}")
        with Cutter(office.server.port, side, octet, how) as wire:
            for patience in (0.4, 3.0, 20.0) if how == "stall" else (20.0,) * 3:  # a busy machine may not get as far at first
                if not wire.cut.is_set():
                    office.look(wire.port, timeout=patience)
            assert wire.cut.is_set() or (side == "server" and octet > lengths[side] - VARIES)
            for _ in range(3):
                assert office.look(wire.port)
            found = judged(office, wire.said)
        if found:
            wrong[octet] = found
        office.close()
    print(f"tried {len(tried)}: {side}, {how}")  # noqa: T201 - counted by make prove
    assert wrong == {}
