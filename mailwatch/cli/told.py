"""Events as sentences."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from mailwatch.cli.output import Printer, Style
from mailwatch.cycle.events import Event
from mailwatch.model.conversation import Status
from mailwatch.model.money import Amount
from mailwatch.model.reasons import Reason
from mailwatch.wording import render, say
from mailwatch.wording.catalogue import knows
from mailwatch.wording.dates import day_in_words, instant_in_words, span_in_words
from mailwatch.wording.money import money

_STYLES: dict[str, Style] = {"draft": "green", "ask": "yellow", "held": "yellow", "closed": "dim", "reply": "bold"}

#: What the reading of the words themselves says, as against whose message it is.
_OWN_WORDS = "says_"


def sentence(event: Event, printer: Printer) -> str:
    """One line: when, what, about which quote."""
    at = instant_in_words(event.at.astimezone(printer.zone), printer.language)
    return f"{at}  {say(_code(event), printer.language, **_words(event, printer))}"


def tell(event: Event, printer: Printer, *, whole: bool = False) -> None:
    """The sentence, and below it why: the few grounds that weigh most, or the ``whole`` evidence."""
    printer.line(sentence(event, printer), style=_STYLES.get(event.name))
    late = event.fields.get("late_days")
    if isinstance(late, int) and event.fields.get("delayed"):
        printer.say("event_delayed", style="bold")
    elif isinstance(late, int):
        printer.say("event_late", style="bold", span=span_in_words(timedelta(days=late), printer.language))
    for reason in (event.because or ()) if whole else _weightiest(event):
        printer.line(f"    {render(reason, printer.language, printer.zone)}", style="dim")


def _weightiest(event: Event) -> Iterable[Reason]:
    """What speaks most for it, what speaks against it, and the words that were recognised."""
    because = event.because or ()
    if event.name == "closed":
        return event.grounds[:1] if event.fields.get("status") in {Status.STOPPED, Status.WON} else ()
    if event.name not in {"reply", "ask", "held"}:
        return ()
    own = [reason for reason in because if reason.code.startswith(_OWN_WORDS)]
    weightiest = max((reason for reason in because if reason not in own), key=lambda reason: reason.bits or 0.0, default=None)
    against = because[:1] if event.name == "held" else ()
    return dict.fromkeys((*against, *([weightiest] if weightiest else ()), *own))


def _code(event: Event) -> str:
    """The message that tells this event: a more particular one where there is one."""
    fields = event.fields
    particular = {
        "quote": "remembered" if fields.get("cadence") is None else "revised" if fields.get("replaces") else "",
        "draft": "answer" if fields.get("step") is None else "",
        "ask": "" if fields.get("candidates") else "quote",
        "owner": str(fields.get("kind")),
        "outcome": str(fields.get("outcome")),
        "closed": str(fields.get("status")),
    }.get(event.name, "")
    code = f"event_{event.name}_{particular}"
    return code if particular and knows(code) else f"event_{event.name}"


def _words(event: Event, printer: Printer) -> dict[str, object]:
    """The event's fields in the owner's words; what is not given says nothing."""
    words = {key: _word(value, printer) for key, value in event.fields.items()}
    codes = {
        "kind": f"kind_{words.get('kind')}",
        "status": f"status_{words.get('status')}",
        "reason": f"reason_{words.get('reason')}",
    }
    words |= {key: say(code, printer.language) for key, code in codes.items() if words.get(key)}
    for key, code in (("amount", "with_amount"), ("until", f"with_until_{event.name}"), ("reason", "with_reason")):
        words[key] = say(code, printer.language, value=words[key]) if words.get(key) else ""
    if event.name == "draft":
        code = f"template_{words['template']}"
        words["template"] = say(code, printer.language) if knows(code) else words["template"]
    named = event.label or event.fields.get("id") or event.fields.get("quote") or event.fields.get("message")
    return {**words, "named": named}


def _word(value: object, printer: Printer) -> object:
    match value:
        case None:
            return ""
        case Amount():
            return money(value, printer.language)
        case datetime():
            return instant_in_words(value.astimezone(printer.zone), printer.language)
        case date():
            return day_in_words(value, printer.language)
        case list() | tuple():
            return ", ".join(str(one) for one in value)
        case _:
            return value
