"""Power cuts that leave the journal half written, and journals that were damaged at rest: no second draft, no lost word."""

import os
import random
import shutil
from dataclasses import replace

import pytest

from mailwatch.cycle.poll import run_cycle
from mailwatch.errors import JournalDamaged, JournalError
from mailwatch.journal.journal import SqliteJournal
from tests.proof.effort import SEED, effort
from tests.proof.test_kill import STORIES, can_trace, theatre
from tests.stage import Stage, at

__all__ = ["theatre"]

PAGE = 4096


@pytest.mark.dovecot
@pytest.mark.xdist_group("proof dovecot")
@pytest.mark.skipif(not can_trace(), reason="strace is not installed, or may not trace here")
@pytest.mark.timeout(7200)
def test_after_a_power_cut_that_leaves_the_journal_half_written_all_is_as_it_should_be(theatre):
    random_ = random.Random(f"torn {SEED}")
    points = {name: theatre.points(story) for name, story in STORIES.items()}
    wanted, wrong = int(os.environ.get("MAILWATCH_IMAGES", effort(3, 30))), {}
    for _ in range(wanted):
        name = random_.choice(list(STORIES))
        call, number = random_.choice(points[name])
        with theatre.office(STORIES[name]) as (office, judge):
            office.loses_power(f"{call}:signal=KILL:when={number}", random_)
            for _ in range(3):
                office.once()
            found = judge()
        if found:
            wrong[name, call, number] = found
    print(f"tried {wanted}: images")  # noqa: T201 - counted by make prove
    assert wrong == {}


def damaged(now: bytes, before: bytes, random_: random.Random) -> bytes:
    """A page that is missing, half written, or of another time; a file that ends too early."""
    page = random_.randrange(len(now) // PAGE) * PAGE
    half = page + PAGE // 2
    at_byte = random_.randrange(len(now) - 64)
    return {
        "a page is empty": now[:page] + bytes(PAGE) + now[page + PAGE :],
        "half a page is empty": now[:half] + bytes(PAGE // 2) + now[page + PAGE :],
        "half a page is old": now[:half] + before[half : page + PAGE].ljust(PAGE // 2, b"\0") + now[page + PAGE :],
        "some bytes are others": now[:at_byte] + random_.randbytes(64) + now[at_byte + 64 :],
        "the end is missing": now[:at_byte],
    }[random_.choice(DAMAGES)]


DAMAGES = ("a page is empty", "half a page is empty", "half a page is old", "some bytes are others", "the end is missing")


def drafted_and_thrown_away(path) -> tuple[Stage, bytes]:
    """Nothing but the journal knows of the draft; and the journal as it was before."""
    stage = Stage(at("2026-09-01 00:00"), str(path))
    stage.quote("2026-09-01 09:12")
    stage.cycle("2026-09-01 10:00")
    stage.journal.close()
    before = path.read_bytes()
    stage.journal = SqliteJournal(path)
    stage.desk = replace(stage.desk, journal=stage.journal)
    stage.cycle("2026-09-03 08:31")
    stage.mailbox.delete(stage.drafts()[0].locator)
    stage.cycle("2026-09-03 08:40")
    stage.journal.close()
    return stage, before


def looks(stage: Stage, path) -> str:
    """What ``once`` does; the error when it refuses."""
    try:
        journal = SqliteJournal(path)
        try:
            journal.check_whole()
            for when in ("2026-09-03 09:00", "2026-09-04 09:10"):
                run_cycle(replace(stage.desk, journal=journal), at(when))
        finally:
            journal.close()
    except JournalError as error:
        return type(error).__name__
    return ""


@pytest.mark.timeout(7200)
def test_a_damaged_journal_is_refused_or_still_knows_what_was_drafted(tmp_path):
    refused, wanted = 0, effort(40, 400)
    for number in range(SEED * wanted, (SEED + 1) * wanted):
        random_ = random.Random(f"damaged {number}")
        path = tmp_path / f"{number}" / "journal.db"
        path.parent.mkdir()
        stage, before = drafted_and_thrown_away(path)
        path.write_bytes(damaged(path.read_bytes(), before, random_))
        refused += looks(stage, path) != ""
        assert stage.drafts() == (), number
        shutil.rmtree(path.parent)
    print(f"tried {wanted}: damages, {refused} refused")  # noqa: T201 - counted by make prove
    assert refused > wanted / 4


@pytest.mark.dovecot
@pytest.mark.xdist_group("proof dovecot")
def test_the_command_line_refuses_a_damaged_journal_and_goes_on_with_a_new_one(theatre):
    with theatre.office(STORIES["the next step replaces it"]) as (office, _):
        journal = office.folder / "journal" / "journal.db"
        journal.write_bytes(journal.read_bytes()[: 5 * PAGE] + bytes(PAGE) + journal.read_bytes()[6 * PAGE :])
        before = office.drafts()
        refused = office.once()
        journal.rename(journal.with_suffix(".damaged"))
        anew = office.once()
        assert (refused.code, "The journal is damaged" in refused.err, anew.code) == (1, True, 0)
        assert office.drafts() == before


def test_a_text_that_is_none_any_more_is_a_damage_and_is_not_quoted(tmp_path):
    stage, _ = drafted_and_thrown_away(tmp_path / "journal.db")
    journal = SqliteJournal(tmp_path / "journal.db")
    journal.store.database.execute("UPDATE fact SET payload = CAST(x'7b22c3' || payload AS TEXT)")
    with pytest.raises(JournalDamaged) as raised:
        journal.facts(stage.desk.account.name, "<d-2026-014@atelier-durand.example>")
    journal.close()
    assert "client.example" not in str(raised.value)
