"""``demo``."""

from argparse import Namespace
from dataclasses import replace
from importlib.util import find_spec
from zoneinfo import ZoneInfo

from mailwatch.cli.output import Context, Printer
from mailwatch.cli.told import tell
from mailwatch.cycle.events import Event

DONE, USAGE = 0, 2


def run(arguments: Namespace, context: Context) -> int:
    """Tell the story on an embedded server; it needs the extra ``mailwatch[demo]``."""
    if find_spec("pymap") is None:
        context.printer.note("demo_needs_extra")
        return USAGE
    from mailwatch.demo import story  # noqa: PLC0415 - the extra may be missing

    story.run(_Listener(replace(context.printer, zone=ZoneInfo("Europe/Paris"))), keep=arguments.keep)
    return DONE


class _Listener:
    """Prints the story."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer

    def heading(self, code: str, **parameters: object) -> None:
        self._printer.line()
        self._printer.say(code, style="bold", **parameters)

    def aside(self, code: str) -> None:
        self._printer.say(code, style="green")

    def event(self, event: Event) -> None:
        tell(event, self._printer)

    def line(self, text: str) -> None:
        self._printer.line(text)
