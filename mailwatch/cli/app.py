"""The command line's front door."""


def run() -> int:
    """Parse the arguments, run the command, return its exit code."""
    return 2
