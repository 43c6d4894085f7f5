"""Where log lines of ours go."""

import logging
import sys

from mailwatch.cli.output import styled


class _ToStderr(logging.Handler):
    """Our own log lines only, on whatever stderr is at the time. Libraries stay at warnings: imapclient's debug output
    repeats what is typed to the server."""

    def emit(self, record: logging.LogRecord) -> None:
        sys.stderr.write(styled(self.format(record), None) + "\n")


def to_stderr(verbosity: int, *, daemon: bool) -> None:
    """The daemon tells what it does, other commands only what is wrong, unless asked."""
    levels = [logging.INFO if daemon else logging.WARNING, logging.INFO, logging.DEBUG]
    handler = _ToStderr()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    ours = logging.getLogger("mailwatch")
    ours.handlers = [handler]
    ours.setLevel(levels[min(verbosity, 2)])
