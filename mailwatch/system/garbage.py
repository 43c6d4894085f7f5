"""How often Python looks for circles of values that refer to each other and to nothing else."""

import gc

#: Values made since the last look. Python's own 700 is for programs that make circles.
MADE = 20_000


def look_seldom() -> None:
    """Reading mail makes many values at a time and no circles: looking for some took a sixth of a first scan."""
    gc.freeze()  # what is imported stays
    gc.set_threshold(MADE, 20, 20)
