"""After an APPEND of unknown outcome, and after a cut in the middle of reading: what must be waited for."""

import itertools

import pytest

from mailwatch.model.message import Locator
from mailwatch.ports import AppendOutcome, Refused, Uncertain
from tests.proof.lab import Lab, PowerCut
from tests.stage import at


class Unheard:
    """Drafts whose APPEND is never answered; ``stores``: it was stored all the same."""

    def __init__(self, lab: Lab, *, stores: bool, answer: AppendOutcome = Uncertain("the connection broke")) -> None:  # noqa: B008 - frozen
        self.asked = 0
        inner = lab.mailbox

        class Mute(type(inner)):
            def append_draft(mailbox, raw, message_id):
                self.asked += 1
                if stores:
                    mailbox.deliver("Drafts", raw, lab.now, frozenset({r"\Draft"}))
                return answer

        inner.__class__ = Mute


def due() -> tuple[Lab, str]:
    lab = Lab(at("2026-09-01 09:12"))
    quote = lab.send_quote("D-2026-014")
    lab.run()
    lab.later(days=2)
    return lab, quote


def test_nothing_is_tried_again_before_two_listings_five_minutes_apart():
    lab, _ = due()
    server = Unheard(lab, stores=False)
    asked = []
    for _ in range(7):
        lab.run()
        asked.append(server.asked)
        lab.later(minutes=1)
    assert asked == [1, 1, 1, 1, 1, 1, 2]


def test_what_came_and_went_meanwhile_may_have_been_ours_and_the_owner_is_asked():
    lab, quote = due()
    server = Unheard(lab, stores=True)
    lab.run()
    (stored,) = lab.drafts()
    lab.acts(lambda: lab.mailbox.delete(Locator("Drafts", stored.locator.uidvalidity, stored.locator.uid)))
    for _ in range(4):
        lab.later(minutes=6)
        lab.run()
    questions = [question.quote for question in lab.journal.open_questions(lab.desk.account.name)]
    assert (server.asked, questions) == (1, [quote])
    before = lab.journal.facts(lab.desk.account.name, quote)
    lab.later(minutes=6)
    lab.run()
    assert lab.journal.facts(lab.desk.account.name, quote) == before


def test_a_server_that_refuses_is_not_asked_again_before_the_next_day():
    lab, _ = due()
    server = Unheard(lab, stores=False, answer=Refused("[OVERQUOTA] full"))
    asked = []
    for hours in (1, 5, 17, 2):
        lab.run()
        asked.append(server.asked)
        lab.later(hours=hours)
    lab.run()
    assert [*asked, server.asked] == [1, 1, 1, 1, 2]


def test_nor_is_it_asked_again_for_an_answer():
    lab = Lab(at("2026-09-01 09:12"), answers_drafted=True)
    quote = lab.send_quote("D-2026-014")
    lab.later(hours=1)
    lab.write_to(quote, "Bonjour, nous avons retenu un autre prestataire. Nous ne donnons pas suite.", who="human")
    server = Unheard(lab, stores=False, answer=Refused("[OVERQUOTA] full"))
    for hours in (1, 5, 17):
        lab.run()
        lab.later(hours=hours)
    assert server.asked == 1


@pytest.mark.parametrize("kind", ["record", "texts", "drafts"])
def test_an_answer_that_was_being_read_when_the_power_failed_is_read_again(kind):
    for number in itertools.count(1):
        lab, quote = due()
        lab.write_to(quote, "Bonjour, quel serait le délai de réalisation ?", who="human")
        left = [number]

        def cut(_number, name, left=left):
            if name.startswith(kind):
                left[0] -= 1
                if left[0] == 0:
                    raise PowerCut

        lab.run(cut)
        struck = left[0] <= 0
        lab.later(minutes=6)
        lab.run()
        assert (lab.status(quote, f"{lab.now:%Y-%m-%d %H:%M}"), lab.drafts()) == ("waiting_on_us", ()), number
        if not struck:
            return
