"""What other programs got wrong, once each: the story that would show it."""

import socket

import pytest

from mailwatch.mailbox.idle import ImapWatcher
from mailwatch.mailbox.imap import ImapMailbox
from mailwatch.model.secret import Secret
from mailwatch.ports import Appended, Uncertain
from tests.mailbox.mail import plain
from tests.proof.lab import Lab
from tests.proof.oracle import named
from tests.proof.owners import PROGRAMS
from tests.proof.world import World
from tests.servers.hands import settings
from tests.servers.scripted import Scripted
from tests.stage import MARC, OWNER, Stage, at, mail


def drafting() -> tuple[Lab, str]:
    lab = Lab(at("2026-09-01 09:12"))
    quote = lab.send_quote("D-2026-014")
    lab.now = at("2026-09-03 08:31")
    return lab, quote


@pytest.mark.parametrize("effect", ["drafts", "record over", "new"])
def test_an_answer_that_arrives_while_the_cycle_runs_is_seen_before_the_draft(effect):
    lab, quote = drafting()
    done = []

    def arrives(count, name):
        if name == effect and lab.oracle.swept and not done:
            done.append(lab.write_to(quote, "Bonjour, quel serait le délai ?", who="human"))

    lab.run(arrives)
    assert (bool(done), lab.mailbox.messages("Drafts"), lab.oracle.offences) == (True, (), [])


def test_a_draft_that_the_server_rewrote_is_known_again_and_withdrawn():
    lab, quote = drafting()
    lab.mailbox.rewrite = lambda raw: raw.rstrip(b"\r\n") + b"\r\nPied de page du serveur.\r\n"
    lab.run()
    assert len(lab.ours()) == 1
    lab.later(hours=3)
    lab.write_to(quote, "Bonjour, nous validons.", who="human")
    lab.run()
    assert (lab.mailbox.messages("Drafts"), lab.oracle.offences) == ((), [])


def test_every_try_of_one_draft_has_the_same_message_id():
    lab, _ = drafting()
    lab.mailbox.next_append(Uncertain("no answer"), stored=False)
    lab.run()
    lab.converge(4)
    assert [named(raw, "Message-ID") for raw in lab.oracle.given] == [named(lab.ours()[0].raw, "Message-ID")] * 2


def test_a_server_that_shows_nothing_new_before_noop_has_the_draft_found():
    """Courier: neither FETCH nor a new EXAMINE tells of an APPEND before NOOP."""
    hidden = []

    def append(server, tag, arguments):
        hidden.append(server.literals[-1])
        return tag + b" OK APPEND done\r\n"

    def noop(server, tag, arguments):
        while hidden:
            server.put("Drafts", hidden.pop(), rb"\Draft")
        return tag + b" OK done\r\n"

    with Scripted(APPEND=append, NOOP=noop) as server:
        mailbox = ImapMailbox(settings(server, "anne", timeout=5.0, secret=lambda: Secret("x")))
        outcome = mailbox.append_draft(plain("<mw.1@x.example>"), "<mw.1@x.example>")
        mailbox.close()
    assert isinstance(outcome, Appended)


def test_the_listing_of_drafts_asks_for_what_is_new_first():
    with Scripted() as server:
        mailbox = ImapMailbox(settings(server, "anne", timeout=5.0, secret=lambda: Secret("x")))
        mailbox.mailboxes()
        server.commands.clear()
        mailbox.drafts()
        mailbox.close()
    verbs = [line.split(" ")[1] for line in server.commands if " " in line]
    assert verbs[:3] == ["EXAMINE", "NOOP", "UID"]


def test_reply_to_never_addresses_anything():
    stage = Stage(at("2026-09-01 00:00"), answers_drafted=True)
    quote = stage.quote("2026-09-01 09:12")
    stage.cycle("2026-09-01 10:00")
    raw = mail(
        message_id="<no@client.example>",
        sender=MARC,
        to=OWNER,
        subject="RE: Devis D-2026-014",
        date=at("2026-09-02 09:00"),
        text="Bonjour, nous avons retenu un autre prestataire. Merci pour votre devis.",
        references=quote,
        Reply_To="eve@evil.example",
    )
    stage.mailbox.deliver("INBOX", raw, at("2026-09-02 09:00"))
    stage.cycle("2026-09-02 09:05")
    (draft,) = stage.drafts()
    assert (named(draft.raw, "To"), b"evil.example" in draft.raw) == (MARC, False)


def test_the_end_of_an_idle_connection_is_noticed_and_not_spun_on():
    with Scripted() as server:
        watcher = ImapWatcher({"anne": settings(server, "anne", timeout=5.0, secret=lambda: Secret("x"))})
        for _ in range(50):
            watcher.wait(0.1)
            if any("IDLE" in line for line in server.commands):
                break
        watcher.wait(0.2)
        for connection in server.connections:
            connection.shutdown(socket.SHUT_RDWR)
        watcher.wait(0.2)
        turns = []
        select = watcher._selector.select
        watcher._selector.select = lambda pause: turns.append(pause) or select(pause)
        watcher.wait(0.5)
        watcher.close()
    assert len(turns) < 10


def test_after_an_append_of_unknown_outcome_the_other_drafts_wait_for_the_next_look():
    """Else a server in trouble would be logged in to for each of them, and be left with as many unknown outcomes."""
    lab = Lab(at("2026-09-01 09:12"))
    for number in range(3):
        lab.send_quote(f"D-2026-{number}", to=f"p{number}@client{number}.example")
    lab.now = at("2026-09-03 08:31")
    lab.mailbox.next_append(Uncertain("no answer"), stored=True)
    lab.run()
    asked = len(lab.oracle.given)
    lab.converge(1)
    assert (asked, len(lab.oracle.given), len(lab.ours()), lab.oracle.offences) == (1, 3, 3, [])


@pytest.mark.parametrize("program", PROGRAMS, ids=[program.name for program in PROGRAMS])
def test_an_edited_draft_that_is_filed_away_was_not_sent_and_answers_nobody(program):
    """Roundcube saves without \\Draft: filed in another mailbox, its copy looks like a mail that went out."""
    world = World(Lab(at("2026-09-01 09:12")))
    quote = world.send_quote(MARC)
    world.lab.now = at("2026-09-03 08:31")
    world.look()
    world.handles(program, "autosave", world.drafts()[0], 0)
    world.look()
    world.lab.later(hours=2)
    world.answers(quote, "question", "INBOX", 0)
    world.lab.later(hours=4)
    world.look()
    for action in ("autosave", "move"):
        for draft in world.drafts():
            world.handles(program, action, draft, 0)
        world.lab.later(hours=1)
        world.look()
    for _ in range(30):
        world.lab.later(days=1)
        world.look()
    assert (world.lab.oracle.offences, len(world.lab.oracle.given)) == ([], 1)
