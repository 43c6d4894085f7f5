"""A whole world in memory: a server, owners, prospects, mailwatch with its journal, and the oracle over them all."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from mailwatch.cycle.poll import Report, run_cycle
from mailwatch.errors import MailboxError, MailboxUnavailable
from mailwatch.journal.journal import SqliteJournal
from mailwatch.mailbox.memory import MemoryMailbox, Stored
from mailwatch.model.facts import DraftIntended
from mailwatch.model.message import Locator
from mailwatch.ports import AppendOutcome, Batch, Cursor, DraftsListing, FoundMailbox, Mailbox
from tests.proof.oracle import Letter, Oracle, State, state_of
from tests.stage import MARC, OWNER, QUOTE_TEXT, Stage, mail


class PowerCut(BaseException):
    """Not an Exception: nothing in the program may catch it."""


class Observed:
    """``ports.Mailbox`` between mailwatch and the server: tells the oracle, and has somebody act between two calls.

    ``before`` is called with the number and the name of every effect; what it raises, mailwatch meets.
    """

    def __init__(self, inner: MemoryMailbox, oracle: Oracle) -> None:
        self.inner, self.oracle = inner, oracle
        self.before: Callable[[int, str], None] = lambda *_: None
        self.count = 0

    def step(self, name: str) -> None:
        self.count += 1
        try:
            self.before(self.count, name)
        except MailboxError:
            self.oracle.failed()
            raise

    def mailboxes(self) -> tuple[FoundMailbox, ...]:
        self.step("mailboxes")
        return self.inner.mailboxes()

    def new(self, cursors: Mapping[str, Cursor]) -> Iterator[Batch]:
        self.step("new")
        try:
            yield from list(self.inner.new(cursors))
        except MailboxError:
            self.oracle.failed()
            raise
        self.oracle.looked()

    def texts(self, locators: Sequence[Locator], *, pdf: bool = False) -> Iterator[tuple[Locator, bytes]]:
        self.step("texts")
        yield from self.inner.texts(locators, pdf=pdf)

    def drafts(self) -> DraftsListing:
        self.step("drafts")
        return self.inner.drafts()

    def append_draft(self, raw: bytes, message_id: str) -> AppendOutcome:
        self.step("append")
        self.oracle.asked_to_append(raw)
        try:
            return self.inner.append_draft(raw, message_id)
        finally:
            self.oracle.check()
            self.step("append over")

    def withdraw(self, locator: Locator, unchanged: Callable[[bytes], bool]) -> bool:
        self.step("withdraw")
        try:
            return self.inner.withdraw(locator, unchanged)
        finally:
            self.oracle.check()
            self.step("withdraw over")

    def find(self, message_id: str) -> tuple[Locator, ...]:
        self.step("find")
        return self.inner.find(message_id)

    def close(self) -> None:
        self.inner.close()


def _is_a_mailbox(mailbox: Observed) -> Mailbox:
    return mailbox


class CutJournal:
    """A journal whose every transaction is an effect, before and after."""

    def __init__(self, inner: SqliteJournal, step: Callable[[str], None]) -> None:
        self._inner, self._step = inner, step

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)

    def record(self, *arguments: object, **named: object) -> None:
        self._step("record")
        self._inner.record(*arguments, **named)
        self._step("record over")


class Lab(Stage):
    """Time only moves through ``now``. The oracle watches every write."""

    def __init__(self, start: datetime, **policy: object) -> None:
        super().__init__(start, **policy)
        self.now = start
        #: By identity: what the server did not touch since the last look need not be read again.
        self._letters: dict[int, tuple[Stored, Letter]] = {}
        self.oracle = Oracle(self.state, self.intended)
        self.observed = Observed(self.mailbox, self.oracle)
        self.watched_desk = replace(self.desk, mailbox=self.observed, journal=CutJournal(self.journal, self.observed.step))
        self._sent = 0

    def state(self) -> State:
        stored = [m for found in self.mailbox.mailboxes() for m in self.mailbox.messages(found.name)]
        former, self._letters = self._letters, {}
        for m in stored:
            known = former.get(id(m))
            self._letters[id(m)] = known if known is not None and known[0] is m else (m, letter_of(m))
        return state_of(letter for _, letter in self._letters.values())

    def intended(self, quote: str, message_id: str) -> bool:
        facts = self.journal.facts(self.desk.account.name, quote)
        return any(isinstance(fact, DraftIntended) and fact.message == message_id for fact in facts)

    def lose_secret(self) -> None:
        """The folder is gone with journal and secret: nothing bears a name that we would give again."""
        self.lose_journal()
        naming = replace(self.desk.naming, secret=b"t" * 32)
        self.desk = replace(self.desk, naming=naming)
        self.watched_desk = replace(self.watched_desk, naming=naming)

    def lose_journal(self) -> None:
        """The disk died: what is left is the mailbox, the secret and the configuration."""
        self.journal.close()
        self.journal = SqliteJournal(":memory:")
        self.desk = replace(self.desk, journal=self.journal)
        self.watched_desk = replace(self.watched_desk, journal=CutJournal(self.journal, self.observed.step))

    # --- mailwatch

    def run(self, before: Callable[[int, str], None] | None = None) -> Report | None:
        """One process, one cycle at ``now``; None when it was cut or could not see."""
        self.oracle.began()
        self.observed.count = 0
        self.observed.before = before or (lambda *_: None)
        try:
            return run_cycle(self.watched_desk, self.now)
        except (PowerCut, MailboxError):
            return None
        finally:
            self.observed.before = lambda *_: None
            self.oracle.check()

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def converge(self, looks: int = 3) -> None:
        for _ in range(looks):
            self.later(minutes=6)
            self.run()

    # --- the others

    def acts(self, act: Callable[[], object]) -> None:
        act()
        self.oracle.believe()

    def send_quote(self, reference: str, to: str = MARC, **more: str) -> str:
        name = f"<{reference.lower()}@atelier-durand.example>"
        raw = mail(
            message_id=name,
            sender=f"Anne Durand <{OWNER}>",
            to=to,
            subject=f"Devis {reference}",
            date=self.now,
            text=QUOTE_TEXT.format(reference=reference),
            **more,
        )
        self.acts(lambda: self.mailbox.deliver("Sent", raw, self.now))
        return name

    def write_to(self, quote: str, text: str, *, who: str = "owner", to: str = MARC, mailbox: str | None = None) -> bytes:
        """A word in the quote's thread, by the ``owner``, a ``human`` prospect or an ``automatic`` one."""
        self._sent += 1
        own = who == "owner"
        more = {} if who != "automatic" else {"Auto_Submitted": "auto-replied"}
        raw = mail(
            message_id=f"<{who}.{self._sent}@{'atelier-durand' if own else 'client'}.example>",
            sender=OWNER if own else to,
            to=to if own else OWNER,
            subject=("Absence du bureau Re: " if who == "automatic" else "Re: ") + f"Devis {quote[1:].partition('@')[0].upper()}",
            date=self.now,
            text=text,
            references=quote,
            X_Truth=f"{quote} {who}",
            **more,
        )
        self.acts(lambda: self.mailbox.deliver(mailbox or ("Sent" if own else "INBOX"), raw, self.now))
        return raw

    def ours(self) -> tuple[Stored, ...]:
        return tuple(
            m
            for m in self.mailbox.messages("Drafts")
            if (m.locator.mailbox, m.locator.uidvalidity, m.locator.uid) in self.oracle.ours
        )


def letter_of(stored: Stored) -> Letter:
    where = stored.locator
    return Letter((where.mailbox, where.uidvalidity, where.uid), stored.raw, stored.flags)


def unavailable(*_: object) -> None:
    raise MailboxUnavailable("cut by the test")
