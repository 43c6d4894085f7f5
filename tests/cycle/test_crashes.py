"""Stopping at every effect of a cycle, once and twice, with an owner who acts meanwhile: never two drafts, never a lost word."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailwatch.cycle.poll import run_cycle
from mailwatch.followup.fold import fold
from mailwatch.journal.journal import SqliteJournal
from mailwatch.model.conversation import DraftPhase
from tests.stage import Stage, at

START = at("2026-09-01 00:00")


class PowerCut(BaseException):
    """Not an Exception: nothing in the program may catch it."""


class Countdown:
    """Cuts the power at the nth effect, before or after it; counts effects when it never does."""

    def __init__(self, cut_at: int | None = None) -> None:
        self.cut_at = cut_at
        self.count = 0

    def __call__(self, effect: str) -> None:
        self.count += 1
        if self.count == self.cut_at:
            self.cut_at = None
            raise PowerCut(effect)


class CountedJournal(SqliteJournal):
    """The journal on its file, with every transaction an effect that can be cut before and after."""

    def __init__(self, path, countdown):
        super().__init__(path)
        self.countdown = countdown

    def record(self, *arguments, **named):
        self.countdown("before record")
        super().record(*arguments, **named)
        self.countdown("after record")


class Theatre(Stage):
    def __init__(self, path):
        super().__init__(START, str(path))
        self.path = path
        self.journal.close()

    def run(self, when, countdown):
        """One process: opens the journal, runs a cycle, and may be cut."""
        journal = CountedJournal(self.path, countdown)
        self.mailbox.on_effect = countdown
        try:
            run_cycle(replace(self.desk, journal=journal), when)
        except PowerCut:
            return False
        else:
            return True
        finally:
            self.mailbox.on_effect = None
            journal.close()


def nothing(_):
    pass


def sends(stage):
    for draft in stage.drafts():
        stage.hands.send_draft(draft.locator, at("2026-09-03 08:45"))


def deletes(stage):
    for draft in stage.drafts():
        stage.mailbox.move(draft.locator, "Trash")


def edits(stage):
    for draft in stage.drafts():
        stage.mailbox.delete(draft.locator)
        stage.mailbox.deliver("Drafts", draft.raw.replace(b"Bonjour", b"Bien le bonjour"), at("2026-09-03 08:45"))


def is_answered(stage):
    stage.reply("2026-09-03 08:40", "<d-2026-014@atelier-durand.example>", "Bonjour, quel serait le délai ?")


OWNERS = [nothing, sends, deletes, edits, is_answered]


def effects_of_a_cycle(tmp_path) -> int:
    stage = Theatre(tmp_path / "count.sqlite3")
    stage.quote("2026-09-01 09:12")
    countdown = Countdown()
    assert stage.run(at("2026-09-03 08:30"), countdown)
    return countdown.count


def appended(stage) -> int:
    """How many drafts of ours the server was ever given (UIDs of Drafts count up)."""
    return sum(
        b"X-Mailwatch-Step: 1/" in message.raw for box in ("Drafts", "Sent", "Trash") for message in stage.mailbox.messages(box)
    )


def settle(stage, after):
    """What a daemon does after a restart: it looks again and again."""
    now = at("2026-09-03 08:50")
    for _ in range(6):
        assert stage.run(now, Countdown())
        assert len(stage.drafts()) <= 1, after
        now += timedelta(minutes=6)


@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.__name__)
def test_a_power_cut_at_any_effect_leads_to_one_draft_at_most(tmp_path, owner):
    for cut_at in range(1, effects_of_a_cycle(tmp_path) + 1):
        stage = Theatre(tmp_path / f"{cut_at}.sqlite3")
        quote = stage.quote("2026-09-01 09:12")
        stage.run(at("2026-09-03 08:30"), Countdown(cut_at))
        had_draft = bool(stage.drafts())
        owner(stage)
        settle(stage, cut_at)

        assert appended(stage) <= 1, cut_at
        if owner is nothing:
            assert len(stage.drafts()) == 1, cut_at
        if owner is is_answered:
            assert stage.drafts() == (), cut_at
        if owner is edits and had_draft:
            assert b"Bien le bonjour" in stage.drafts()[0].raw, cut_at
        if owner in {sends, deletes} and had_draft:
            assert stage.drafts() == (), cut_at
        assert quote


def test_two_power_cuts_in_a_row_lead_to_one_draft_at_most(tmp_path):
    effects = effects_of_a_cycle(tmp_path)
    for first in range(1, effects + 1):
        for second in range(1 + first % 7, effects + 1, 7):
            stage = Theatre(tmp_path / f"{first}-{second}.sqlite3")
            stage.quote("2026-09-01 09:12")
            stage.run(at("2026-09-03 08:30"), Countdown(first))
            stage.run(at("2026-09-03 08:37"), Countdown(second))
            settle(stage, (first, second))

            assert len(stage.drafts()) == 1, (first, second)
            assert appended(stage) == 1, (first, second)


def test_a_power_cut_while_a_draft_is_taken_back_is_never_taken_for_the_owners_deletion(tmp_path):
    cut_at, finished = 0, False
    while not finished:
        cut_at += 1
        stage = Theatre(tmp_path / f"{cut_at}.sqlite3")
        quote = stage.quote("2026-09-01 09:12")
        stage.run(at("2026-09-03 08:30"), Countdown())
        stage.reply("2026-09-03 08:40", quote, "Bonjour, quel serait le délai ?")
        finished = stage.run(at("2026-09-03 08:45"), Countdown(cut_at))
        settle(stage, cut_at)

        journal = SqliteJournal(stage.path)
        phases = [draft.phase for draft in fold(journal.facts(stage.desk.account.name, quote)).drafts]
        journal.close()
        assert phases == [DraftPhase.WITHDRAWN], cut_at
        assert stage.drafts() == (), cut_at
