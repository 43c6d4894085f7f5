"""How much is tried: a sample at each commit, everything in ``make prove`` (``MAILWATCH_PROVE=1``), where
``MAILWATCH_SHARD=i/n`` takes every nth of it from the ith on; ``MAILWATCH_SEED`` moves the sample.
"""

import os
import random
from collections.abc import Sequence
from typing import TypeVar

PROVING = os.environ.get("MAILWATCH_PROVE", "") not in {"", "0"}
T = TypeVar("T")
SEED = int(os.environ.get("MAILWATCH_SEED", "0"))


def effort(commit: int, proving: int) -> int:
    """How many of something: a number for each commit, another for proving."""
    return proving if PROVING else commit


def chosen(everything: Sequence[T], few: int) -> Sequence[T]:
    """What is tried of everything: a sample at each commit, all of it or one share when proving."""
    if not PROVING:
        return random.Random(SEED).sample(everything, min(few, len(everything)))
    first, _, every = os.environ.get("MAILWATCH_SHARD", "0/1").partition("/")
    return everything[int(first) :: int(every)]
