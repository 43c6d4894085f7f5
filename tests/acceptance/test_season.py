"""Seven weeks, three looks a day: what every mail program and every prospect does to a follow-up."""

import re
from itertools import pairwise

import pytest

from tests.acceptance.office import OWNER, TOKEN
from tests.acceptance.season import LOOKS, address, play

FIRST, SECOND, THIRD = ("09-03 08:35", 1), ("09-16 08:35", 2), ("09-24 08:35", 3)
CLOSED, LAST_LOOK = "2026-10-08 08:35", "2026-10-19 18:10"

#: Every verb that may be heard: reading, and the one thing done to Drafts.
ALLOWED = re.compile(
    r'CAPABILITY|NOOP|LOGOUT|UNSELECT|LIST "" "\*".*|STATUS "[^"]+" \([A-Z ]+\)|EXAMINE "[^"]+"|SELECT "Drafts"'
    r"|UID SEARCH HEADER Message-ID .*|UID FETCH [0-9:,*]+ \([A-Z0-9. ()\[\]<>\-]*\)"
    r'|APPEND "Drafts" \(\\Draft\) \{\d+\}|UID STORE \d+ (?:\(UNCHANGEDSINCE \d+\) )?\+FLAGS\.SILENT \(\\Deleted\)|UID EXPUNGE \d+',
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def season(offices, dovecots):
    office = offices(rawlog=True)
    dovecots(rawlog=True).keep_log(office.user)
    return play(office)


@pytest.fixture(scope="module")
def heard(season, dovecots):
    commands = dovecots(rawlog=True).commands(season.office.user)
    assert len(commands) > 500
    return commands


@pytest.fixture(scope="module")
def at_the_end(season):
    return {who: line["status"] for who, line in season.statuses("2026-10-20 09:00").items()}


# --- all the time


def test_no_look_ever_failed_or_complained(season):
    assert {(outcome.code, outcome.err) for outcome in season.outcomes.values()} == {(0, "")}


def test_no_token_was_ever_shown_twice_in_drafts(season):
    assert season.doubled() == []


def test_a_second_look_at_the_same_mailbox_drafts_nothing(season):
    made = [look for look, outcome in season.outcomes.items() if outcome.lines("draft")]
    assert {look[11:] for look in made} == {LOOKS[0]}


def test_recipients_are_exactly_those_of_the_quote(season):
    seen = {
        (letter.message["X-Mailwatch-Quote"], letter.message["To"], letter.message["Cc"])
        for letters in season.drafts.values()
        for letter in letters
        if letter.message["X-Mailwatch-Quote"]
    }
    copied = {season.quotes["copied"]: "compta@copied.example"}
    whose = {quote: who.removesuffix(" again") for who, quote in season.quotes.items()}
    assert seen == {(quote, address(whose[quote]), copied.get(quote)) for quote, _, _ in seen}
    assert len(seen) == len(season.quotes) - 1  # the one whose address was dead at once


def test_every_draft_threads_with_its_quote_last_and_carries_one_token(season):
    for letters in season.drafts.values():
        for letter in letters:
            quote = letter.references[-1]
            assert (letter.message["In-Reply-To"], letter.message["From"]) == (quote, f"Anne Durand <{OWNER}>")
            assert len(TOKEN.findall(letter.message["References"])) == 1
            assert letter.message["Subject"].startswith("Re: Devis D-2026-0")


# --- what the owner did


def test_an_untouched_draft_gives_way_to_the_next_step(season):
    assert season.steps("ignored") == [FIRST, SECOND, THIRD]
    marks = [
        [letter.message["X-Mailwatch-Step"] for letter in season.waiting("ignored", f"2026-{day}")] for day, _ in (FIRST, SECOND)
    ]
    assert marks == [["1/relance_1"], ["2/relance_2_echeance"]]


def test_a_sequence_that_has_run_out_closes_and_nothing_follows(season, at_the_end):
    assert at_the_end["ignored"] == "closed_no_answer"
    assert [look for look, _ in season.events("ignored", "closed")] == [CLOSED]


@pytest.mark.parametrize("who", ["thunderbird_sends", "thunderbird_saves_and_sends", "roundcube_sends", "evolution_sends"])
def test_a_follow_up_that_was_sent_counts_once_and_the_sequence_goes_on(season, who):
    assert season.steps(who) == [FIRST, SECOND, THIRD]
    sent = {"thunderbird_sends": 2}.get(who, 1)
    assert season.statuses("2026-10-01 09:00")[who]["touches"] == sent


@pytest.mark.parametrize("who", ["thunderbird_saves", "roundcube_saves", "mutt_edits", "evolution_saves"])
def test_an_edited_draft_is_the_owners_and_stays_for_ever(season, who):
    assert season.steps(who) == [FIRST]
    (kept,) = season.waiting(who, LAST_LOOK)
    assert kept.text.startswith(("J'ajoute un mot.", "Un mot de plus."))


@pytest.mark.parametrize("who", ["thunderbird_saves", "roundcube_saves", "evolution_saves"])
def test_a_saved_draft_is_found_again_under_its_new_place_and_name(season, who):
    assert season.after_three_days[who]["status"] == "drafted"


def test_a_draft_that_an_editor_holds_for_hours_is_not_made_again_meanwhile(season):
    assert [season.waiting("mutt_edits", f"2026-09-{look}") for look in ("03 13:05", "03 18:10", "04 08:35")] == [[], [], []]
    assert season.after_three_days["mutt_edits"]["status"] == "held"


@pytest.mark.parametrize("who", ["mutt_loses", "evolution_deletes"])
def test_a_deleted_draft_skips_its_step_and_is_never_made_again(season, who):
    assert season.steps(who) == [FIRST, SECOND, THIRD]


def test_two_drafts_thrown_away_in_a_row_stop_the_sequence(season, at_the_end):
    assert season.steps("trash_twice") == [FIRST, SECOND]
    assert at_the_end["trash_twice"] == "stopped"


def test_a_chase_by_hand_takes_the_drafts_place(season):
    assert season.steps("by_hand") == [FIRST, SECOND, THIRD]
    assert season.waiting("by_hand", "2026-09-03 13:05") == []
    assert [event["kind"] for _, event in season.events("by_hand", "owner")] == ["touch"]


def test_a_revised_quote_withdraws_the_first_ones_draft_and_starts_again(season):
    assert season.steps("revised") == [FIRST]
    assert season.waiting("revised", "2026-09-07 08:35") != []
    assert season.waiting("revised", "2026-09-08 08:35") == []
    assert season.steps("revised again") == [("09-09 08:35", 1), ("09-22 08:35", 2), ("09-30 08:35", 3)]


# --- what the prospects did


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("accepts", "accepted"),
        ("stops", "stopped"),
        ("stalls", "stalled"),
        ("colleague", "waiting_on_us"),
        ("filtered", "waiting_on_us"),
        ("archived", "waiting_on_us"),
    ],
)
def test_an_answer_withdraws_the_untouched_draft_in_the_look_that_sees_it(season, who, status):
    assert (len(season.waiting(who, "2026-09-03 08:35")), season.waiting(who, "2026-09-03 13:05")) == (1, [])
    assert season.after_three_days[who]["status"] == status
    assert [look for look, _ in season.events(who, "reply")] == ["2026-09-03 13:05"]


@pytest.mark.parametrize("who", ["accepts", "stops", "colleague", "filtered", "archived"])
def test_after_an_answer_nothing_is_ever_drafted_again(season, who):
    assert season.steps(who) == [FIRST]


def test_a_stall_with_a_date_is_kept_to(season):
    assert season.steps("stalls") == [FIRST, ("10-07 08:35", 99)]


def test_an_absence_moves_the_follow_up_past_the_return(season):
    assert season.steps("absent") == [SECOND, THIRD]
    assert season.after_three_days["absent"]["status"] == "paused"


def test_a_dead_address_gets_no_follow_up(season):
    assert season.steps("bounces") == []
    assert season.after_three_days["bounces"]["status"] == "bounced"


def test_an_answer_in_junk_only_holds(season):
    assert season.after_three_days["junk"]["status"] == "held"
    assert season.steps("junk") == [FIRST]


def test_an_answer_to_the_follow_up_is_tied_to_the_quote(season, at_the_end):
    assert season.steps("answers_the_follow_up") == [FIRST]
    assert at_the_end["answers_the_follow_up"] == "declined"


def test_a_newsletter_changes_nothing(season):
    assert season.steps("newsletter") == [FIRST, SECOND, THIRD]


# --- what the server heard


def test_only_the_promised_commands_are_heard(heard):
    assert [command for command in heard if not ALLOWED.fullmatch(command)] == []


def test_bodies_are_only_peeked_at(heard):
    fetched = [command for command in heard if "BODY" in command.replace("BODYSTRUCTURE", "")]
    assert fetched != []
    assert [command for command in fetched if re.search(r"BODY\[|RFC822(?!\.SIZE)", command)] == []


def test_nothing_is_stored_or_removed_outside_drafts(dovecots, season):
    """In every session, what is selected when a flag is stored or a message expunged."""
    logs = sorted((dovecots(rawlog=True).home(season.office.user) / "dovecot.rawlog").glob("*.in"))
    changed = []
    for log in logs:
        selected = None
        for line in log.read_text(errors="replace").splitlines():
            opened = re.search(r' (?:SELECT|EXAMINE) "([^"]+)"$', line)
            selected = opened[1] if opened else selected
            changed += [selected] if re.search(r" UID (?:STORE|EXPUNGE) ", line) else []
    assert set(changed) == {"Drafts"}


def test_a_mailbox_is_opened_for_writing_only_to_withdraw_a_draft(heard):
    following = [later for command, later in pairwise(heard) if command.startswith("SELECT")]
    assert {command.split()[1] for command in following} == {"FETCH"}
    assert sum(command.startswith("SELECT") for command in heard) == sum("UID EXPUNGE" in command for command in heard)
