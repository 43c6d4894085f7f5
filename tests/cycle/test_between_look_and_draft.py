"""What happens after the cycle's first look, and before a draft leaves."""

from dataclasses import replace

import pytest

from mailwatch.cycle.poll import run_cycle
from mailwatch.errors import TemplateError
from mailwatch.model.facts import OwnerSaid, Saying
from mailwatch.ports import Entry, Uncertain
from tests.proof.lab import Lab
from tests.stage import Stage, at

REFUSAL = "Bonjour, merci pour votre proposition, mais nous avons retenu un autre prestataire. Nous ne donnons pas suite."


def once(act):
    """``act`` the first time it is called."""
    left = [act]
    return lambda: left.pop()() if left else None


def refused(*who: str) -> Lab:
    lab = Lab(at("2026-09-01 09:12"), answers_drafted=True)
    for number, person in enumerate(who):
        quote = lab.send_quote(f"D-2026-01{number}", to=person)
        lab.later(hours=1)
        lab.write_to(quote, REFUSAL, who="human", to=person)
    lab.later(days=1)
    return lab


def test_no_answer_is_drafted_at_once_when_the_owner_has_just_answered():
    lab = refused("marc@client.example")
    seen = []

    def settled(_number: int, name: str) -> None:
        """The second listing of Drafts follows the look at the mail."""
        seen.append(name)
        if name == "drafts" and seen.count(name) == 2:
            lab.write_to("<d-2026-010@atelier-durand.example>", "Bonjour, merci de votre réponse. À bientôt.")

    lab.run(settled)
    assert (lab.drafts(), lab.oracle.offences) == ((), [])


def test_an_answer_of_unknown_fate_is_the_last_that_is_drafted_in_a_look():
    lab = refused("marc@client.example", "lea@other.example")
    asked = []

    class Cut(type(lab.mailbox)):
        def append_draft(self, raw, message_id):
            asked.append(message_id)
            return Uncertain("the connection broke")

    lab.mailbox.__class__ = Cut
    run_cycle(replace(lab.desk, mailbox=lab.mailbox), lab.now)
    assert len(asked) == 1


def test_a_quote_stopped_while_others_are_drafted_is_not_drafted():
    lab = Lab(at("2026-09-01 09:12"))
    quotes = [lab.send_quote(f"D-2026-01{number}", to=f"m{number}@client{number}.example") for number in range(2)]
    lab.later(days=2)

    def stop() -> None:
        word = OwnerSaid(at=lab.now, quote=quotes[1], saying=Saying.STOP)
        lab.journal.record(lab.desk.account.name, Entry(facts=(word,)), now=lab.now)

    stops = once(stop)
    lab.run(lambda _, name: stops() if name == "append over" else None)
    assert [draft for draft in lab.drafts() if quotes[1].encode() in draft.raw] == []
    assert len(lab.drafts()) == 1


def test_an_answer_that_waits_is_not_drafted_again():
    s = Stage(at("2026-09-01 00:00"), answers_drafted=True)
    quote = s.quote("2026-09-01 09:12")
    s.reply("2026-09-02 11:00", quote, REFUSAL)
    for hour in range(12, 18):
        s.cycle(f"2026-09-02 {hour}:00")
    assert len(s.drafts()) == 1


def test_a_template_that_fails_takes_back_no_draft():
    class Broken:
        def compose(self, _draft):
            raise TemplateError("relance_2.md", 1, "unexpected end of template")

    s = Stage(at("2026-08-15 00:00"))
    s.quote("2026-09-01 09:12")
    s.cycle("2026-09-03 09:00")
    before = s.drafts()
    s.desk = replace(s.desk, composer=Broken())
    with pytest.raises(TemplateError):
        s.cycle("2026-09-16 09:00")
    assert s.drafts() == before
