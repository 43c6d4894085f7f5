"""Every fact comes back as it was, from this version and from every released one."""

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailwatch.errors import JournalError
from mailwatch.journal import SqliteJournal
from mailwatch.journal.payload import dump, kinds, load, micros, people_of
from mailwatch.model.facts import ContactWrote, Fact
from tests.journal.builders import ANNE, MARC, NOW, copy_private, replied, sent

FROZEN = Path(__file__).parent / "frozen"
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=2)), timezone(-timedelta(hours=3, minutes=30))])
INSTANTS = st.integers(0, 4 * 10**15).flatmap(
    lambda micro: ZONES.map((datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micro)).astimezone)
)

st.register_type_strategy(datetime, INSTANTS)
st.register_type_strategy(str, st.text(st.characters(exclude_categories=("Cs",)), max_size=8))
st.register_type_strategy(Decimal, st.decimals(allow_nan=False, allow_infinity=False, places=2))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))


@pytest.mark.parametrize("kind", [kind for kind in kinds().values() if not kind.__subclasses__()], ids=lambda kind: kind.__name__)
def test_every_fact_survives_the_journal(kind):
    @settings(max_examples=25, deadline=None)
    @given(fact=st.from_type(kind))
    def survives(fact):
        again = load(kind.__name__, dump(fact))
        assert again == fact
        assert type(again) is kind
        assert dump(again) == dump(fact)

    survives()


def test_all_facts_of_the_model_are_known():
    assert {"QuoteSent", "ReplyReceived", "QuestionAnswered", "DraftIntended"} <= set(kinds())
    assert all(issubclass(kind, Fact) for kind in kinds().values())


@given(instant=INSTANTS)
def test_instants_are_stored_to_the_microsecond(instant):
    assert datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros(instant)) == instant


def test_what_a_later_version_adds_does_not_hinder_reading():
    payload = json.loads(dump(sent()))
    payload["added_later"] = 1
    assert load("QuoteSent", json.dumps(payload)) == sent()


def test_an_unknown_fact_or_shape_is_an_error_not_a_guess():
    with pytest.raises(JournalError, match="Prophecy"):
        load("Prophecy", "{}")
    with pytest.raises(JournalError, match="QuoteSent"):
        load("QuoteSent", '{"at": "yesterday"}')


def test_what_could_not_be_read_back_is_refused_when_written():
    for score in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="JSON"):
            dump(replied(score=score))


def test_half_a_surrogate_pair_does_not_stop_the_record():
    assert load("ContactWrote", dump(ContactWrote(at=NOW, sender=MARC, subject="a\udcffb"))).subject == "a?b"


def test_people_are_found_wherever_a_fact_names_them():
    assert people_of(sent(to=("a@x.test", "b@x.test"))) == ("a@x.test", "b@x.test")


@pytest.mark.parametrize("frozen", sorted(FROZEN.glob("*.sqlite3")), ids=lambda path: path.stem)
def test_a_journal_of_every_released_version_reads_as_it_did(frozen, tmp_path):
    expected = json.loads(frozen.with_suffix(".json").read_text("utf-8"))
    copy_private(frozen, tmp_path / "journal.sqlite3")
    journal = SqliteJournal(tmp_path / "journal.sqlite3")
    seen = {
        quote: [[type(fact).__name__, json.loads(dump(fact))] for fact in journal.facts(ANNE, quote)]
        for quote in journal.quotes(ANNE)
    }
    journal.close()
    for quote, facts in expected.items():
        for (kind, payload), (kind_now, payload_now) in zip(facts, seen[quote], strict=True):
            assert kind_now == kind
            assert _kept(payload, payload_now) == payload


def _kept(before: object, now: object) -> object:
    """``now`` without the fields that were added since, at any depth."""
    if isinstance(before, dict) and isinstance(now, dict):
        return {name: _kept(value, now[name]) for name, value in before.items() if name in now}
    return now


def test_the_frozen_journals_hold_every_kind_of_fact():
    first = json.loads((FROZEN / "schema_0001.json").read_text("utf-8"))
    held = {kind for facts in first.values() for kind, _ in facts}
    assert len(held) >= 15
