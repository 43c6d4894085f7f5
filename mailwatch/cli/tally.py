"""What a rehearsal found, in a few lines."""

from collections import Counter

from mailwatch.cli.output import Printer
from mailwatch.cycle.events import Event
from mailwatch.model.conversation import Status

_TOLD = ("draft", "reply", "ask", "held")
_SETTLED = frozenset({Status.ACCEPTED, Status.ACCEPTED_LATE, Status.DECLINED, Status.WON, Status.LOST, Status.STOPPED})


class Tally:
    """Counts events as they go by."""

    def __init__(self) -> None:
        self._counted = Counter[str]()
        self._late = 0
        self._quotes: set[object] = set()
        self._heard: set[object] = set()

    def add(self, event: Event) -> None:
        self._counted[event.name] += 1
        quote = event.fields.get("quote")
        if event.name == "quote":
            self._quotes.add(quote)
        if event.name == "reply" or (event.name == "closed" and event.fields.get("status") in _SETTLED):
            self._heard.add(quote)
        self._late += isinstance(event.fields.get("late_days"), int)

    def told(self, printer: Printer, messages: int) -> None:
        """The summary: what was read and found, and that nothing was written."""
        printer.line()
        printer.say("replay_read", messages=messages)
        silent = len(self._quotes - self._heard)
        printer.say("replay_quotes", style="bold", quotes=len(self._quotes), silent=silent)
        for name in _TOLD:
            if self._counted[name] or name in {"reply", "draft"}:
                printer.say(f"replay_{name}", style="bold", count=self._counted[name], late=self._late)
        printer.say("replay_end" if self._quotes else "replay_none")
