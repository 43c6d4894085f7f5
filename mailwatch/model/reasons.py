"""Why: a stable code and its parameters. ``wording`` renders it in the owner's language."""

from dataclasses import dataclass
from typing import TypeAlias

Parameter: TypeAlias = str | int | float


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence or one ground of a decision.

    ``code`` is public and stable; ``bits`` is the evidence's weight as a base-2 logarithm of a likelihood ratio,
    None where nothing is scored. Dates and instants in ``params`` are ISO 8601 text.
    """

    code: str
    params: tuple[tuple[str, Parameter], ...] = ()
    bits: float | None = None


def reason(code: str, *, bits: float | None = None, **params: Parameter) -> Reason:
    """Build a Reason; parameters are sorted so that equal reasons compare equal."""
    return Reason(code, tuple(sorted(params.items())), bits)
