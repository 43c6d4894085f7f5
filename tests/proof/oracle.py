"""Judges mailwatch from outside: by the letters on the server and what was asked of it, never by our own records.

``Oracle`` is told what the owner, the prospects and the administrator did (``believe``), and what mailwatch did
(``appended``, ``looked``). Whatever else changes on the server is an offence. Offences are collected as sentences; an
empty list is innocence.

Prospects' letters say what they are in ``X-Truth: <quote> human`` (or ``automatic``), which mailwatch does not read.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from functools import lru_cache
from typing import TypeAlias

#: What a draft of ours may say in its header, each at most once.
FIELDS = frozenset(
    {"from", "to", "cc", "subject", "date", "message-id", "in-reply-to", "references", "mime-version", "content-type"}
    | {"content-transfer-encoding", "x-mailwatch-quote", "x-mailwatch-step"}
)
#: Marks by which an owner claims a draft.
OWNERS_MARKS = frozenset({r"\Flagged", r"\Answered", r"\Deleted"})


@dataclass(frozen=True)
class Letter:
    """One message at its place. ``place`` is unique on the server for ever: mailbox, UIDVALIDITY, UID."""

    place: tuple[str, int, int]
    raw: bytes
    flags: frozenset[str]

    @property
    def mailbox(self) -> str:
        return self.place[0]


State: TypeAlias = Mapping[tuple[str, int, int], Letter]
Step: TypeAlias = tuple[str, str]


@lru_cache(maxsize=20_000)
def read(raw: bytes) -> Message:
    head = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    return message_from_bytes(head, policy=policy.compat32)


@lru_cache(maxsize=200_000)
def named(raw: bytes, name: str) -> str:
    return " ".join(str(read(raw)[name] or "").split())


def step_of(raw: bytes) -> Step:
    return named(raw, "X-Mailwatch-Quote"), named(raw, "X-Mailwatch-Step").partition("/")[0]


def addresses(raw: bytes, *fields: str) -> frozenset[str]:
    return frozenset(address.lower() for _, address in getaddresses([named(raw, name) for name in fields]) if address)


@dataclass
class Oracle:
    """``state`` reads the whole server. ``intended``: is an intent for that quote, of that Message-ID, durable?"""

    state: Callable[[], State]
    intended: Callable[[str, str], bool] = lambda *_: True
    drafts: str = "Drafts"
    trash: str = "Trash"
    sent: str = "Sent"
    offences: list[str] = field(default_factory=list)
    ours: dict[tuple[str, int, int], bytes] = field(default_factory=dict)
    given: list[bytes] = field(default_factory=list)
    spent: set[Step] = field(default_factory=set)
    stopped: set[str] = field(default_factory=set)
    reopened: dict[str, float] = field(default_factory=dict)
    released: Counter[Step] = field(default_factory=Counter)
    allowed: set[str] = field(default_factory=set)
    expected: dict[tuple[str, int, int], Letter] = field(default_factory=dict)
    swept: dict[tuple[str, int, int], Letter] = field(default_factory=dict)
    went_out: set[str] = field(default_factory=set)
    blind: bool = False

    # --- what others did

    def believe(self) -> None:
        """Somebody else acted: what is there now is right. A draft of ours that went by their hand is spent."""
        now = dict(self.state())
        self._note_sent(now)
        for place, raw in list(self.ours.items()):
            here = now.get(place)
            if here is None or here.raw != self.expected[place].raw or r"\Deleted" in here.flags:
                self.spent.add(step_of(raw))
                del self.ours[place]
        self.expected = now

    def renumbered(self) -> None:
        """The administrator gave a mailbox a new UIDVALIDITY: our drafts lie elsewhere now, but they are the same."""
        now = dict(self.state())
        for place, raw in list(self.ours.items()):
            if place not in now:
                was = self.expected[place].raw
                found = [other for other, letter in now.items() if letter.raw == was and other[0] == place[0]]
                del self.ours[place]
                if found:
                    self.ours[found[0]] = raw
        self.expected = now

    # --- what mailwatch did

    def began(self) -> None:
        self.blind = False
        self.swept = {}

    def looked(self) -> None:
        """mailwatch was given a complete view of every watched mailbox."""
        self.swept = dict(self.state())

    def failed(self) -> None:
        """mailwatch was refused a view: until it begins anew, it must not write."""
        self.blind = True

    def asked_to_append(self, raw: bytes) -> None:
        """An APPEND is about to leave."""
        step = step_of(raw)
        self._closed(raw)
        self._addressed(raw, step[0])
        if not self.intended(step[0], named(raw, "Message-ID")):
            self._say(raw, "no intent was durable before the APPEND")
        if self.blind or not self.swept:
            self._say(raw, "APPEND without a complete view of this cycle")
        if step in self.spent:
            self._say(raw, "made again after the owner had disposed of it")
        if step[0] in self.stopped:
            self._say(raw, "made although the owner had stopped it")
        if any(step_of(other) == step for other in self.ours.values()):
            self._say(raw, "a draft of this step lies there already")
        answered = self._answers(step[0])
        if answered and step[1] != "reply":
            self._say(raw, f"a person had answered: {answered}")
        self.given.append(raw)

    def check(self) -> None:
        """Compare the server with what is expected of it, now."""
        now = dict(self.state())
        self._note_sent(now)
        for place in self.expected.keys() - now.keys():
            self._gone(place, now)
        for place in now.keys() - self.expected.keys():
            self._came(now[place])
        for place in self.expected.keys() & now.keys():
            if now[place] != self.expected[place]:
                self._changed(self.expected[place], now[place])
        self.expected = now
        self._one_each()

    # --- invariants

    def _gone(self, place: tuple[str, int, int], now: State) -> None:
        letter = self.expected[place]
        if place not in self.ours:
            self.offences.append(f"a message that was not ours vanished from {place}: {named(letter.raw, 'Subject')}")
        elif letter.flags & OWNERS_MARKS:
            self._say(self.ours.pop(place), "removed although the owner had marked it")
        else:
            self.released[step_of(self.ours.pop(place))] += 1
        self.allowed.update([named(letter.raw, "Message-ID")])

    def _came(self, letter: Letter) -> None:
        if letter.mailbox == self.trash and named(letter.raw, "Message-ID") in self.allowed:
            return  # withdrawn by MOVE
        if letter.mailbox != self.drafts or not self._given(letter.raw):
            self.offences.append(f"a message appeared at {letter.place} that nobody was to put there")
            return
        self.ours[letter.place] = letter.raw

    def _given(self, raw: bytes) -> bool:
        return any(named(raw, "Message-ID") == named(given, "Message-ID") for given in self.given)

    def _changed(self, before: Letter, after: Letter) -> None:
        marked = before.place in self.ours and after.raw == before.raw and after.flags - before.flags == {r"\Deleted"}
        if not marked:
            self.offences.append(f"{before.place} changed: {sorted(before.flags)} to {sorted(after.flags)}")

    def _one_each(self) -> None:
        open_ = [raw for place, raw in self.ours.items() if r"\Deleted" not in self.expected[place].flags]
        for step, count in Counter(map(step_of, open_)).items():
            if count > 1:
                self.offences.append(f"{count} drafts of step {step} lie there at once")

    def _closed(self, raw: bytes) -> None:
        names = [name.lower() for name in read(raw).keys()]  # noqa: SIM118 - a message repeats names
        if set(names) - FIELDS or len(set(names)) != len(names):
            self._say(raw, f"header fields {sorted(names)}")

    def _addressed(self, raw: bytes, quote: str) -> None:
        sent = [letter.raw for letter in self.expected.values() if named(letter.raw, "Message-ID") == quote]
        wanted = frozenset().union(*(addresses(one, "To", "Cc") for one in sent))
        if not addresses(raw, "To", "Cc") <= wanted:
            self._say(raw, f"addressed to {sorted(addresses(raw, 'To', 'Cc'))}, the quote to {sorted(wanted)}")

    def _note_sent(self, now: State) -> None:
        """What once lay in Sent went out, wherever the owner files it since."""
        self.went_out |= {named(letter.raw, "Message-ID") for letter in now.values() if letter.mailbox == self.sent}

    def _answers(self, quote: str) -> str:
        """A person's answer in what was swept that the owner has not written after."""
        human = [letter for letter in self.swept.values() if named(letter.raw, "X-Truth") == f"{quote} human"]
        hand = [
            letter
            for letter in self.swept.values()
            if named(letter.raw, "Message-ID") in self.went_out and quote in named(letter.raw, "References")
        ]
        last = max([*map(_date, hand), self.reopened.get(quote, 0.0)])
        return next((named(letter.raw, "Message-ID") for letter in human if _date(letter) > last), "")

    def _say(self, raw: bytes, what: str) -> None:
        self.offences.append(f"{step_of(raw)}: {what}")


def _date(letter: Letter) -> float:
    return parsedate_to_datetime(named(letter.raw, "Date")).timestamp()


def state_of(letters: Iterable[Letter]) -> State:
    return {letter.place: letter for letter in letters}
