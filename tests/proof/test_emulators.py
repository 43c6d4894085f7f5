"""Mail programs × what owners do with a draft × the moment they do it in: mailwatch knows what happened and leaves it alone."""

import pytest

from mailwatch.followup.fold import fold
from mailwatch.mailbox.memory import Stored
from mailwatch.model.conversation import DraftPhase
from mailwatch.ports import Uncertain
from tests.proof.effort import PROVING, chosen
from tests.proof.lab import Lab
from tests.proof.oracle import step_of
from tests.proof.owners import ACTIONS, PROGRAMS, Owner
from tests.stage import at

#: Of all moments one in EVERY is tried at each commit; when proving all of them, or a share.
EVERY = 6

START = at("2026-09-01 09:12")
DUE = at("2026-09-03 08:31")

WAITING, EDITED, SENT, DELETED = DraftPhase.WAITING, DraftPhase.EDITED, DraftPhase.SENT, DraftPhase.DELETED

#: What mailwatch must know in the end, two days later.
TRUTH = {
    "open": {WAITING},
    "edit": {EDITED},
    "autosave": {EDITED},
    "send": {SENT},
    "edit and send": {SENT},
    "discard": {EDITED},
    "delete": {DELETED},
    "move": {DELETED},
    "flag": {WAITING},
}


def truth(program, action):
    if program.recall and action in {"discard", "open"}:
        return {DELETED} if action == "discard" else {EDITED}
    return TRUTH[action]


def drafted() -> tuple[Lab, str]:
    lab = Lab(START)
    quote = lab.send_quote("D-2026-014")
    lab.now = DUE
    return lab, quote


def phase(lab: Lab, quote: str) -> DraftPhase:
    (draft,) = fold(lab.journal.facts(lab.desk.account.name, quote)).drafts
    return draft.phase


def acting(lab: Lab, owner: Owner, action: str, offset: int):
    """The owner's hand, at one effect of the cycle; a draft that does not lie there yet cannot be acted on."""
    done = []

    def hand(count: int, name: str) -> None:
        if count >= offset and not done and lab.ours():
            done.append(name)
            draft = lab.ours()[0]
            lab.acts(lambda: owner.act(action, draft.locator, draft.raw, lab.now))

    return hand, done


def effects() -> tuple[int, int]:
    lab, _ = drafted()
    lab.run()
    drafting = lab.observed.count
    lab.later(minutes=5)
    lab.run()
    return drafting, lab.observed.count


def play(program, action, offset, first_cycle: int):
    lab, quote = drafted()
    owner = Owner(lab.mailbox, program)
    hand, done = acting(lab, owner, action, offset)
    lab.run(hand)
    if not done:
        lab.later(minutes=5)
        again, done = acting(lab, owner, action, offset - first_cycle)
        lab.run(again)
    if not done:
        draft = lab.ours()[0]
        lab.acts(lambda: owner.act(action, draft.locator, draft.raw, lab.now))
    lab.converge()
    for _ in range(2):
        lab.later(hours=25)
        lab.run()
    return lab, quote


@pytest.fixture(scope="module")
def lengths():
    return effects()


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_whatever_an_owner_does_at_any_moment_mailwatch_knows_and_touches_nothing(program, action, lengths):
    drafting, quiet = lengths
    wrong = []
    moments = range(1, drafting + quiet + 2)
    first = (PROGRAMS.index(program) + ACTIONS.index(action)) % EVERY
    tried = chosen(moments, 0) if PROVING else moments[first::EVERY]
    for offset in tried:
        lab, quote = play(program, action, offset, drafting)
        if lab.oracle.offences:
            wrong.append((offset, lab.oracle.offences))
        if phase(lab, quote) not in truth(program, action):
            wrong.append((offset, phase(lab, quote)))
    print(f"tried {len(tried)}: moments")  # noqa: T201 - counted by make prove
    assert wrong == []


def test_a_draft_that_the_server_shows_in_all_mail_as_well_still_waits():
    """Gmail: the copy in All Mail has no \\Draft flag."""
    lab, quote = drafted()
    lab.run()
    draft = lab.ours()[0]
    lab.acts(lambda: lab.mailbox.deliver("Archive", draft.raw, lab.now))
    lab.converge()
    assert (phase(lab, quote), lab.oracle.offences) == (WAITING, [])


@pytest.mark.parametrize("keeps_id", [True, False])
def test_a_draft_shown_in_all_mail_is_known_as_sent_once_it_is(keeps_id):
    lab, quote = drafted()
    lab.run()
    draft = lab.ours()[0]
    copy = lab.mailbox.deliver("Archive", draft.raw, lab.now)
    lab.oracle.believe()
    lab.converge()
    lab.acts(lambda: lab.mailbox.delete(copy))
    program = next(one for one in PROGRAMS if one.keeps_id is keeps_id)
    lab.acts(lambda: Owner(lab.mailbox, program).send(draft.locator, draft.raw, lab.now))
    lab.converge()
    assert phase(lab, quote) is SENT


def test_a_draft_thrown_away_and_sent_after_all_is_sent():
    lab, quote = drafted()
    lab.run()
    draft = lab.ours()[0]
    thrown = lab.mailbox.move(draft.locator, "Trash")
    lab.oracle.believe()
    lab.converge()
    assert phase(lab, quote) is DELETED
    lab.acts(lambda: lab.hands.send_draft(thrown, lab.now))
    lab.converge()
    assert phase(lab, quote) is SENT


@pytest.mark.parametrize("mailbox", ["Archive", "Trash"])
def test_a_draft_filed_or_thrown_away_before_the_journal_was_lost_is_not_made_again(mailbox):
    lab, _ = drafted()
    lab.run()
    draft = lab.ours()[0]
    lab.acts(lambda: lab.mailbox.move(draft.locator, mailbox))
    lab.lose_journal()
    lab.run()
    lab.now = DUE
    lab.converge()
    assert (lab.oracle.offences, lab.mailbox.messages("Drafts")) == ([], ())


@pytest.mark.parametrize("marked", [False, True])
def test_a_draft_seen_after_the_journal_was_lost_and_gone_when_its_step_is_due_is_not_made_again(marked):
    """Whatever holds the step back (here, the hour), the owner disposes of the draft without a trace meanwhile."""
    lab, _ = drafted()
    lab.run()
    draft = lab.ours()[0]
    if marked:
        lab.acts(lambda: lab.mailbox.flag(draft.locator, r"\Deleted"))
    lab.lose_journal()
    lab.now = DUE.replace(hour=8, minute=0)
    lab.run()
    lab.acts(lambda: lab.mailbox.delete(draft.locator))
    lab.now = DUE
    lab.converge()
    assert (lab.oracle.offences, lab.mailbox.messages("Drafts")) == ([], ())


@pytest.mark.parametrize("trouble", ["", "answer lost"])
def test_a_draft_that_a_program_took_out_and_put_back_is_the_owners_also_when_a_person_answers(trouble):
    """NeoMutt keeps text and Message-ID: what lies there now was written by the owner's hand all the same."""
    lab, quote = drafted()
    if trouble:
        lab.mailbox.next_append(Uncertain("no answer"), stored=True)
    lab.run()
    draft = next(m for m in lab.mailbox.messages("Drafts"))
    mutt = next(program for program in PROGRAMS if program.recall)
    lab.acts(lambda: Owner(lab.mailbox, mutt).act("open", draft.locator, draft.raw, lab.now))
    lab.converge()
    lab.write_to(quote, "Bonjour, c'est d'accord.", who="human")
    lab.converge()
    assert (phase(lab, quote), len(lab.mailbox.messages("Drafts")), lab.oracle.offences) == (EDITED, 1, [])


def test_a_draft_that_goes_while_everything_is_read_again_after_a_lost_journal_is_not_made_again():
    lab, _ = drafted()
    lab.run()
    draft = lab.ours()[0]
    lab.lose_journal()

    def goes(_: int, name: str) -> None:
        if name == "texts" and lab.ours():
            lab.acts(lambda: lab.mailbox.delete(draft.locator))

    lab.run(goes)
    lab.converge()
    assert (lab.oracle.offences, lab.mailbox.messages("Drafts")) == ([], ())


def lies(lab: Lab, draft: Stored) -> None:
    """Nothing happens to it."""


def goes_to_trash(lab: Lab, draft: Stored) -> None:
    lab.acts(lambda: lab.mailbox.move(draft.locator, "Trash"))


def is_sent(lab: Lab, draft: Stored) -> None:
    lab.acts(lambda: Owner(lab.mailbox, PROGRAMS[0]).send(draft.locator, draft.raw, lab.now))


def vanishes(lab: Lab, draft: Stored) -> None:
    lab.acts(lambda: lab.mailbox.delete(draft.locator))


@pytest.mark.parametrize("before", [lies, goes_to_trash, is_sent])
@pytest.mark.parametrize("after", [lies, goes_to_trash, is_sent, vanishes])
def test_with_journal_and_secret_both_lost_no_step_is_made_again(before, after):
    lab, _ = drafted()
    lab.run()
    draft = lab.ours()[0]
    before(lab, draft)
    lab.lose_secret()
    lab.later(minutes=1)
    lab.run()
    if before is lies:
        after(lab, draft)
    for _ in range(3):
        lab.later(hours=25)
        lab.run()
    steps = [step_of(raw)[1] for raw in lab.oracle.given]
    assert (steps.count("1"), lab.oracle.offences) == (1, [])
    assert lab.oracle.given[1:] == [] or before is not lies
