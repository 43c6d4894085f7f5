"""``demo``."""

from argparse import Namespace
from dataclasses import replace
from importlib.util import find_spec
from zoneinfo import ZoneInfo

from mailwatch.cli.output import Context

DONE, USAGE = 0, 2


def run(arguments: Namespace, context: Context) -> int:
    """Tell the story on an embedded server; it needs the extra ``mailwatch[demo]``."""
    if find_spec("pymap") is None:
        context.printer.note("demo_needs_extra")
        return USAGE
    from mailwatch.demo import story  # noqa: PLC0415 - the extra may be missing

    story.run(replace(context.printer, zone=ZoneInfo("Europe/Paris")), keep=arguments.keep)
    return DONE
