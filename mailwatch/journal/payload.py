"""Facts to JSON and back. Instants are stored in UTC; what a later version adds has a default, so old rows stay readable."""

import json
from dataclasses import asdict, fields
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from mailwatch.errors import JournalError
from mailwatch.model import facts as model
from mailwatch.model import notices
from mailwatch.model.facts import Fact

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(instant: datetime) -> int:
    """Microseconds since 1970, exact (a float timestamp is not)."""
    difference = instant - _EPOCH
    return (difference.days * 86_400 + difference.seconds) * 1_000_000 + difference.microseconds


def instant(count: int) -> datetime:
    """The inverse of ``micros``, in UTC."""
    return _EPOCH + timedelta(microseconds=count)


@cache
def kinds() -> dict[str, type[Fact]]:
    """Every class of fact by name."""
    known = [*vars(model).values(), *vars(notices).values()]
    found = [value for value in known if isinstance(value, type) and issubclass(value, Fact)]
    return {kind.__name__: kind for kind in found}


@cache
def _adapter(kind: str) -> TypeAdapter[Fact]:
    return TypeAdapter(kinds()[kind])


def dump(value: Any) -> str:  # noqa: ANN401 - any of the model's dataclasses
    """Canonical JSON of a dataclass: equal values give equal text. What could not be read back (a number that is none) is
    refused here, with a ValueError; half a surrogate pair, which UTF-8 cannot hold, becomes "?"."""
    text = json.dumps(asdict(value), default=_plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode("utf-8")


def _plain(value: object) -> object:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case Decimal() if value.is_finite():
            return str(value)
    raise ValueError(f"no JSON form for {value!r}")


def load(kind: str, payload: str) -> Fact:
    """Raises JournalError for a kind or a shape this version does not know."""
    if kind not in kinds():
        raise JournalError(f"the journal holds a fact this version does not know ({kind})")
    try:
        return _adapter(kind).validate_json(payload)
    except ValidationError as problem:
        raise JournalError(f"a recorded {kind} cannot be read back: {problem}") from problem


def people_of(fact: Fact) -> tuple[str, ...]:
    """Every address a fact concerns, whoever of them it is filed under."""
    named = list(fact.contacts)
    for field in fields(fact):
        value = getattr(fact, field.name)
        match field.name:
            case "sender" if value:
                named.append(value)
            case "to":
                named.extend(value)
            case "details" | "proposed" if value is not None:
                named.extend(value.contacts)
            case "bounce" if value is not None:
                named.extend(value.recipients)
    return tuple(dict.fromkeys(named))
