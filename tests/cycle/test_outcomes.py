"""What ``why`` tells of the end of each draft."""

from mailwatch.cycle.events import outcome_of
from tests.stage import Stage, at


def outcomes(stage, quote, when):
    facts = stage.journal.facts(stage.desk.account.name, quote)
    told = [outcome_of(stage.desk, fact, stage.judged(quote, when)) for fact in facts]
    return [(event.fields["step"], event.fields["outcome"]) for event in told if event is not None]


def drafted():
    stage = Stage(at("2026-09-01 00:00"))
    quote = stage.quote("2026-09-01 09:12")
    stage.cycle("2026-09-01 10:00")
    stage.cycle("2026-09-03 09:00")
    (draft,) = stage.drafts()
    return stage, quote, draft


def test_a_draft_that_waits_has_no_outcome_yet():
    stage, quote, _ = drafted()
    assert outcomes(stage, quote, "2026-09-03 10:00") == []


def test_a_draft_that_was_sent_is_told():
    stage, quote, _ = drafted()
    stage.send_draft("2026-09-03 10:00")
    stage.cycle("2026-09-03 11:00")
    assert outcomes(stage, quote, "2026-09-03 12:00") == [(1, "sent")]


def test_a_draft_that_was_thrown_away_is_told():
    stage, quote, draft = drafted()
    stage.mailbox.move(draft.locator, "Trash")
    stage.cycle("2026-09-03 11:00")
    assert outcomes(stage, quote, "2026-09-03 12:00") == [(1, "deleted")]


def test_a_draft_that_vanished_is_missing_and_a_day_later_deleted():
    stage, quote, draft = drafted()
    stage.mailbox.delete(draft.locator)
    stage.cycle("2026-09-03 11:00")
    assert outcomes(stage, quote, "2026-09-03 12:00") == [(1, "missing")]
    stage.cycle("2026-09-04 12:00")
    assert outcomes(stage, quote, "2026-09-04 13:00") == [(1, "missing"), (1, "deleted")]


def test_a_draft_that_gave_way_is_withdrawn():
    stage, quote, _ = drafted()
    stage.reply("2026-09-03 10:00", quote, "Bonjour, nous validons votre devis.")
    stage.cycle("2026-09-03 11:00")
    assert outcomes(stage, quote, "2026-09-03 12:00") == [(1, "withdrawn")]


def test_a_draft_that_was_saved_anew_is_edited():
    stage, quote, draft = drafted()
    stage.mailbox.deliver("Drafts", draft.raw.replace(b"Bonjour", b"Bonsoir"), at("2026-09-03 10:00"))
    stage.mailbox.delete(draft.locator)
    stage.cycle("2026-09-03 11:00")
    assert outcomes(stage, quote, "2026-09-03 12:00") == [(1, "edited")]
