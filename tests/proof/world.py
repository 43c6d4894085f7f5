"""What may happen in the world of one owner, as moves that a machine or a soak can make in any order."""

from collections.abc import Callable
from datetime import timedelta

from mailwatch.errors import MailboxUnavailable
from mailwatch.followup.fold import fold
from mailwatch.mailbox.memory import Stored
from mailwatch.model.conversation import DraftPhase
from mailwatch.model.facts import OwnerSaid, Saying
from mailwatch.ports import Entry, Refused, Uncertain
from tests.proof.lab import Lab, PowerCut
from tests.proof.oracle import named, step_of
from tests.proof.owners import Owner, Program

WORDS = {
    "question": "Bonjour, quel serait le délai de réalisation ?",
    "accept": "Bonjour, c'est d'accord, nous validons votre devis.",
    "decline": "Bonjour, nous avons retenu un autre prestataire. Merci.",
    "price": "Bonjour, pouvez-vous faire un effort sur le prix ?",
}
ABSENT = "Bonjour, je suis absent jusqu'au 30 septembre et vous répondrai à mon retour."


class World:
    """Moves are methods; each leaves the oracle up to date. ``trouble`` is what the next look at the server meets."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.quotes: list[str] = []
        self.people: dict[str, str] = {}
        self.trouble: Callable[[int, str], None] | None = None
        self.hands = 0
        self.journal_is_new = False

    # --- mailwatch

    def look(self) -> None:
        trouble, self.trouble = self.trouble, None
        if self.journal_is_new:
            self._forget_what_left_no_trace()
        self.journal_is_new = self.lab.run(trouble) is None and self.journal_is_new

    def power_fails(self, at_effect: int) -> None:
        self.trouble = _at(at_effect, PowerCut())

    def network_fails(self, at_effect: int) -> None:
        self.trouble = _at(at_effect, MailboxUnavailable("gone"))

    def next_append(self, kind: str) -> None:
        outcomes = {
            "lost": (Uncertain("no answer"), False),
            "answer lost": (Uncertain("no answer"), True),
            "refused": (Refused("[OVERQUOTA] full"), False),
        }
        outcome, stored = outcomes[kind]
        self.lab.mailbox.next_append(outcome, stored=stored)

    def lose_journal(self) -> None:
        """What the mailbox shows no trace of, now or at the first look after, cannot be known any more, and counts as never done."""
        self.lab.lose_journal()
        self.lab.oracle.stopped.clear()
        self.journal_is_new = True
        self._forget_what_left_no_trace()

    def _forget_what_left_no_trace(self) -> None:
        marks = b"\n".join(letter.raw for letter in self.lab.state().values())
        tokens = {step_of(raw): named(raw, "References").split()[-2].encode() for raw in self.lab.oracle.given}
        self.lab.oracle.spent = {step for step in self.lab.oracle.spent if tokens.get(step, b"\0") in marks}

    # --- the owner

    def send_quote(self, person: str) -> str:
        reference = f"D-{self.lab.now:%Y}-{len(self.quotes) + 1:03}"
        quote = self.lab.send_quote(reference, to=person)
        self.quotes.append(quote)
        self.people[quote] = person
        return quote

    def drafts(self) -> list[Stored]:
        """Everything of ours that a mail program shows in Drafts, edited or not."""
        return [
            message
            for message in self.lab.mailbox.messages("Drafts")
            if b"<mwt." in message.raw and r"\Deleted" not in message.flags
        ]

    def handles(self, program: Program, action: str, draft: Stored, at_effect: int) -> None:
        """At once, or (``at_effect``) in the middle of the next look."""
        owner = Owner(self.lab.mailbox, program)
        self.hands += 1
        owner._count = self.hands * 1000  # no program gives two messages one Message-ID

        def hand(count: int, _: str) -> None:
            if count == at_effect and self.lab.mailbox.stored(draft.locator) == draft:
                self.lab.acts(lambda: owner.act(action, draft.locator, draft.raw, self.lab.now))

        if at_effect:
            self.trouble = hand
        else:
            hand(0, "")

    def writes_by_hand(self, quote: str) -> None:
        self.lab.write_to(quote, "Bonjour, je reviens vers vous.", to=self.people[quote])

    def begins_own_draft(self, quote: str) -> None:
        self.lab.write_to(quote, "Brouillon du propriétaire.", to=self.people[quote], mailbox="Drafts")

    def says(self, quote: str, saying: Saying) -> None:
        """On the command line; a quote that mailwatch has not seen yet cannot be named there."""
        account = self.lab.desk.account.name
        if quote in self.lab.journal.quotes(account):
            fact = OwnerSaid(at=self.lab.now, quote=quote, saying=saying)
            self.lab.journal.record(account, Entry(facts=(fact,)), now=self.lab.now)
            if saying is Saying.RESUME:
                self.lab.oracle.stopped.discard(quote)
                self.lab.oracle.reopened[quote] = self.lab.now.timestamp()
            else:
                self.lab.oracle.stopped.add(quote)

    # --- the prospect, the administrator, the clock

    def answers(self, quote: str, kind: str, mailbox: str, at_effect: int) -> None:
        def deliver(count: int, _: str) -> None:
            if count == at_effect:
                self.lab.write_to(quote, WORDS[kind], who="human", to=self.people[quote], mailbox=mailbox)

        if at_effect:
            self.trouble = deliver
        else:
            deliver(0, "")

    def is_absent(self, quote: str) -> None:
        self.lab.write_to(quote, ABSENT, who="automatic", to=self.people[quote])

    def renumbers(self, mailbox: str) -> None:
        self.lab.mailbox.renumber(mailbox)
        self.lab.oracle.renumbered()

    def time_passes(self, span: timedelta) -> None:
        self.lab.now += span

    # --- the end

    def comes_to_rest(self) -> list[str]:
        """With a working network at most three looks settle everything, and a fourth has nothing to do."""
        self.trouble = None
        self.lab.mailbox._scripted.clear()
        self.lab.converge(3)
        before, given = self.lab.state(), len(self.lab.oracle.given)
        self.lab.run()
        found = list(self.lab.oracle.offences)
        if self.lab.state() != before or len(self.lab.oracle.given) != given:
            found.append("a look without news wrote something")
        return found + self._unsettled()

    def _unsettled(self) -> list[str]:
        account = self.lab.desk.account.name
        states = [fold(self.lab.journal.facts(account, quote)) for quote in self.lab.journal.quotes(account)]
        return [
            f"{draft.message_id} is still {draft.phase}"
            for state in states
            for draft in state.drafts
            if draft.phase is DraftPhase.INTENDED
        ]


def _at(effect: int, trouble: BaseException) -> Callable[[int, str], None]:
    def strike(count: int, _: str) -> None:
        if count == effect:
            raise trouble

    return strike
