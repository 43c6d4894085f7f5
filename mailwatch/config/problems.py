"""What pydantic refuses, said to the owner: the YAML path, the value (never a secret), what would be accepted."""

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from mailwatch.config.schema import Settings
from mailwatch.config.strict_yaml import Document, Path, dotted
from mailwatch.errors import Problem
from mailwatch.wording import Language, say

#: pydantic's kinds of error, and our message for each. Kinds of our own start with ``config_``.
_MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        "missing": "config_missing",
        "model_type": "config_needs_mapping",
        "model_attributes_type": "config_needs_mapping",
        "dict_type": "config_needs_mapping",
        "mapping_type": "config_needs_mapping",
        "tuple_type": "config_needs_list",
        "list_type": "config_needs_list",
        "int_parsing": "config_needs_number",
        "int_type": "config_needs_number",
        "int_from_float": "config_needs_number",
        "bool_parsing": "config_needs_bool",
        "bool_type": "config_needs_bool",
        "string_type": "config_needs_text",
        "string_too_short": "config_empty",
        "string_pattern_mismatch": "config_language_code",
    }
)
_SECRET = frozenset({"password", "oauth2"})


def refusals(error: ValidationError, language: Language) -> dict[Path, str]:
    """What is wrong at which path."""
    details = error.errors(include_url=False)
    return {tuple(detail["loc"]): _message(detail, tuple(detail["loc"]), language) for detail in details}


def in_order(problems: Mapping[Path, str], document: Document, language: Language) -> tuple[Problem, ...]:
    """Problems as they stand in the file, each with its line or that of the nearest thing around it."""
    found = [(_line(path, document), path, message) for path, message in problems.items()]
    return tuple(
        Problem(dotted(path), say("config_at_line", language, message=message, line=line) if line else message)
        for line, path, message in sorted(found, key=lambda one: one[0])
    )


def _line(path: Path, document: Document) -> int:
    while path and path not in document.lines:
        path = path[:-1]
    return document.lines[path] if path else 0


def _message(error: ErrorDetails, path: Path, language: Language) -> str:
    kind = error["type"]
    context: dict[str, Any] = error.get("ctx", {})
    value = shown(path, error["input"])
    if kind == "extra_forbidden":
        return _unknown_key(path, language)
    if path[-1:] == ("password",) and kind == "model_type":
        return say("config_password_literal", language)
    if kind == "literal_error":
        return say("config_one_of", language, value=value, expected=_choices(path))
    if kind in ("greater_than_equal", "less_than_equal"):
        return say("config_out_of_range", language, value=value, limit=context.get("ge", context.get("le")))
    if kind.startswith("config_"):
        return say(kind, language, value=value, **context)
    return say(_MESSAGES.get(kind, "config_refused"), language, value=value)


def shown(path: Path, value: object) -> str:
    """The refused value in one short piece; whatever lies near a password is not shown."""
    if _SECRET.intersection(map(str, path)):
        return "***"
    if not isinstance(value, str | int | None):
        return "…"
    text = "null" if value is None else str(value)
    limit = 60
    return text if len(text) <= limit else f"{text[:limit]}…"


def _unknown_key(path: Path, language: Language) -> str:
    key, model = str(path[-1]), model_at(path[:-1])
    known = tuple(model.model_fields) if model else ()
    nearest = get_close_matches(key, known, 1, cutoff=0.6)
    if nearest:
        return say("config_unknown_key_nearest", language, nearest=nearest[0])
    elsewhere = next((place for place in _places(Settings) if place[-1] == key), None)
    if elsewhere:
        return say("config_unknown_key_elsewhere", language, place=dotted(elsewhere))
    return say("config_unknown_key", language, known=", ".join(known))


def _choices(path: Path) -> str:
    model = model_at(path[:-1])
    annotation = model.model_fields[str(path[-1])].annotation if model else None
    choices = [choice for part in (annotation, *get_args(annotation)) for choice in get_args(part)]
    return ", ".join(dict.fromkeys(choice for choice in [*choices, *get_args(annotation)] if isinstance(choice, str)))


def model_at(path: Path) -> type[BaseModel] | None:
    """The model that describes the mapping at this path."""
    model: type[BaseModel] | None = Settings
    for part in path:
        if model is not None and isinstance(part, str) and part in model.model_fields:
            model = model_in(model.model_fields[part].annotation) or model
    return model


def model_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - any annotation of the schema
    """The model inside an annotation: ``tuple[AccountSettings, ...]``, ``PasswordSettings | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := model_in(part))), None)


def _places(model: type[BaseModel], above: Path = ()) -> list[Path]:
    """The path of every key of the schema."""
    found: list[Path] = []
    for name, field in model.model_fields.items():
        found.append((*above, name))
        inner = model_in(field.annotation)
        if inner and name != "cadences":
            found += _places(inner, (*above, name))
    return found
