"""Events as sentences."""

from datetime import date, datetime, timedelta

from mailwatch.cli.output import Printer, Style
from mailwatch.cycle.events import Event
from mailwatch.model.money import Amount
from mailwatch.wording import render, say
from mailwatch.wording.dates import day_in_words, instant_in_words, span_in_words
from mailwatch.wording.money import money

_STYLES: dict[str, Style] = {"draft": "green", "ask": "yellow", "held": "yellow", "closed": "dim", "reply": "bold"}


def sentence(event: Event, printer: Printer) -> str:
    """One line: when, what, about which quote."""
    at = instant_in_words(event.at.astimezone(printer.zone), printer.language)
    return f"{at}  {say(f'event_{event.name}', printer.language, **_words(event, printer))}"


def tell(event: Event, printer: Printer) -> None:
    printer.line(sentence(event, printer), style=_STYLES.get(event.name))
    late = event.fields.get("late_days")
    if isinstance(late, int) and event.fields.get("delayed"):
        printer.say("event_delayed", style="bold")
    elif isinstance(late, int):
        printer.say("event_late", style="bold", span=span_in_words(timedelta(days=late), printer.language))
    for reason in event.because or ():
        printer.line(f"    {render(reason, printer.language, printer.zone)}", style="dim")


def _words(event: Event, printer: Printer) -> dict[str, object]:
    """The event's fields in the owner's words; what is not given is a dash."""
    words = {key: _word(value, printer) for key, value in event.fields.items()}
    if "kind" in words:
        words["kind"] = say(f"kind_{words['kind']}", printer.language)
    if "status" in words:
        words["status"] = say(f"status_{words['status']}", printer.language)
    named = event.label or event.fields.get("id") or event.fields.get("quote") or event.fields.get("message")
    return {**words, "named": named}


def _word(value: object, printer: Printer) -> object:
    match value:
        case None:
            return "–"
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
