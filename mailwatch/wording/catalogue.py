"""Codes and parameters to sentences.

The sentences are data: ``reasons/*.toml`` (one file per room that gives reasons) and ``messages/*.toml`` (the command
line), ``keys/*.toml`` (what each key of the configuration means), each entry a table with ``fr`` and ``en``. A text is a ``str.format`` template; where a number decides the form,
it is a table ``{one, other}`` chosen by the parameter ``count``. Why not gettext: docs/decisions/0006-wording-tables.md.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, tzinfo
from functools import cache
from importlib.resources import files
from typing import Literal, TypeAlias, get_args

from mailwatch.model.reasons import Parameter, Reason
from mailwatch.wording.dates import day_in_words, instant_in_words

Language: TypeAlias = Literal["fr", "en"]
Text: TypeAlias = str | Mapping[str, str]
Table: TypeAlias = Mapping[str, Mapping[str, Text]]

LANGUAGES: tuple[Language, ...] = get_args(Language)

_NAMES_LIKE_ISO = frozenset({"reference", "references", "subject", "value", "text", "name"})


def language_of(environment: Mapping[str, str]) -> Language:
    """The language of messages before any configuration is read: that of the first POSIX locale variable set, else en."""
    locale = next((environment[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(key)), "")
    return "fr" if locale.lower().startswith("fr") else "en"


def render(reason: Reason, language: Language, zone: tzinfo | None = None) -> str:
    """A reason as a sentence; instants are shown in ``zone`` when given, else with the offset they carry.

    A code without wording is shown as it is: a missing sentence must not hide a decision.
    """
    entry = _reasons().get(reason.code)
    if entry is None:
        return " ".join([reason.code, *(f"{key}={value}" for key, value in reason.params)])
    shown = {key: _in_words(key, value, language, zone) for key, value in reason.params}
    return _choose(entry[language], language, dict(reason.params)).format(**shown)


def say(code: str, language: Language, /, **parameters: object) -> str:
    """A message of the command line. Raises KeyError for a code or parameter that does not exist: a bug."""
    texts = _message(code)
    if texts is None:
        raise KeyError(code)
    return _choose(texts[language], language, parameters).format(**parameters)


def explain_key(path: str, language: Language) -> str:
    """One line on a key of the configuration, by its YAML path without indices."""
    return str(_keys()[path][language])


def knows(code: str) -> bool:
    """Is there a message under this code?"""
    return _message(code) is not None


def plural(count: float, language: Language) -> str:
    """``one`` or ``other`` (CLDR cardinal rules): in French 0 and 1.5 are singular, in English only 1."""
    singular = abs(count) < 2 if language == "fr" else count == 1  # noqa: PLR2004 - the rule itself
    return "one" if singular else "other"


def _choose(text: Text, language: Language, parameters: Mapping[str, object]) -> str:
    if isinstance(text, str):
        return text
    count = parameters["count"]
    if not isinstance(count, int | float):
        raise TypeError(f"count is {count!r}, not a number")
    return text[plural(count, language)]


def _in_words(key: str, value: Parameter, language: Language, zone: tzinfo | None) -> str:
    if not isinstance(value, str) or key in _NAMES_LIKE_ISO:
        return str(value)
    try:
        if len(value) == len("2026-09-01"):
            return day_in_words(date.fromisoformat(value), language)
        instant = datetime.fromisoformat(value)
    except ValueError:
        return value
    return instant_in_words(instant.astimezone(zone) if zone and instant.tzinfo else instant, language)


def entries(folder: str) -> Iterator[tuple[str, str, Mapping[str, Text]]]:
    """Every entry of ``reasons``, ``messages`` or ``keys``: file name, code, texts by language."""
    for name in _names(folder):
        for code, texts in _table(folder, name).items():
            yield name, code, texts


@cache
def _names(folder: str) -> tuple[str, ...]:
    names = (file.name for file in (files("mailwatch.wording") / folder).iterdir())
    return tuple(sorted(name for name in names if name.endswith(".toml")))


@cache
def _table(folder: str, name: str) -> Table:
    return tomllib.loads((files("mailwatch.wording") / folder / name).read_text(encoding="utf-8"))


@cache
def _reasons() -> Table:
    return {code: texts for _, code, texts in entries("reasons")}


@cache
def _message(code: str) -> Mapping[str, Text] | None:
    """Files are read until one has the code; help, which should come at once, needs the first alone."""
    for name in sorted(_names("messages"), key=lambda name: name != "help.toml"):
        if code in _table("messages", name):
            return _table("messages", name)[code]
    return None


@cache
def _keys() -> Table:
    return {path: texts for _, path, texts in entries("keys")}
