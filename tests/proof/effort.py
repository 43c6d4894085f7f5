"""How much is tried: a share at each commit, everything in ``make prove`` (``MAILWATCH_PROVE=1``); ``MAILWATCH_SEED`` moves it."""

import os

PROVING = os.environ.get("MAILWATCH_PROVE", "") not in {"", "0"}
SEED = int(os.environ.get("MAILWATCH_SEED", "0"))


def effort(commit: int, proving: int) -> int:
    """How many of something: a number for each commit, another for proving."""
    return proving if PROVING else commit
