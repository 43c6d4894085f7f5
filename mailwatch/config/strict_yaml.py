"""YAML to plain text values, without YAML's surprises.

Every scalar stays the text it was written as, except the plain ``null``, ``~`` and nothing at all, which are None: so
``NO`` is a country, ``10:30`` a time and ``on`` a word, quoted or not. Repeated keys, anchors, aliases, tags, several
documents and absurd depth or size are refused: they are mistakes, or attacks (billion laughs), never a configuration.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from mailwatch.errors import ConfigError, InvariantBroken, Problem
from mailwatch.wording import Language, say

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree] | None"
Path: TypeAlias = tuple[str | int, ...]

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 20

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Document:
    """``lines`` maps the path of each value to the line it starts on, counted from 1. ``repeated`` are repeated keys."""

    tree: Tree
    lines: dict[Path, int]
    repeated: tuple[Problem, ...] = ()


class _Refused(Exception):
    """Reading cannot go on."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


@dataclass(slots=True)
class _Reader:
    events: Iterator[yaml.Event]
    language: Language
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def value(self, event: yaml.Event, path: Path) -> Tree:
        self._refuse_tricks(event, path)
        self.lines[path] = _line(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return _scalar(event)

    def _mapping(self, path: Path) -> Tree:
        found: dict[str, Tree] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise self._refuse("config_yaml_key", event, path)
            self._refuse_tricks(event, path)
            key, line = event.value, _line(event)
            here = (*path, key)
            if key in found:
                text = say("config_repeated_key", self.language, key=key, line=line, first=self.lines[here])
                self.problems.append(Problem(dotted(here), text))
            value = self.value(next(self.events), here)
            self.lines[here] = line
            found[key] = value
        return found

    def _sequence(self, path: Path) -> Tree:
        found: list[Tree] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            found.append(self.value(event, (*path, len(found))))
        return found

    def _refuse_tricks(self, event: yaml.Event, path: Path) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._refuse("config_yaml_alias", event, path)
        if getattr(event, "tag", None):
            raise self._refuse("config_yaml_tag", event, path)
        if len(path) > MAX_DEPTH:
            raise self._refuse("config_yaml_depth", event, path)

    def _refuse(self, code: str, event: yaml.Event, path: Path) -> _Refused:
        # Names of anchors and tags are not repeated: an unquoted password may start with * or !.
        return _Refused(Problem(dotted(path[:MAX_DEPTH]), say(code, self.language, line=_line(event))))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _scalar(event: yaml.Event) -> str | None:
    if not isinstance(event, yaml.ScalarEvent):
        raise InvariantBroken(f"a YAML value cannot start with {event!r}")
    return None if event.style is None and event.value in _NULLS else str(event.value)


def read_yaml(raw: bytes, language: Language) -> Document:
    """The document as text, lists and mappings. Raises ConfigError for what keeps it from being read to its end."""
    if len(raw) > MAX_BYTES:
        raise ConfigError((Problem("", say("config_too_large", language, size=len(raw), limit=MAX_BYTES)),))
    try:
        reader, tree = _read(raw.decode("utf-8-sig"), language)
    except UnicodeDecodeError as error:
        raise ConfigError((Problem("", say("config_not_utf8", language, position=error.start)),)) from None
    except _Refused as refused:
        raise ConfigError((refused.problem,)) from None
    except yaml.YAMLError as error:
        raise ConfigError((_syntax(error, language),)) from None  # its text may quote the file, and so a password
    return Document(tree, reader.lines, tuple(reader.problems))


def _read(text: str, language: Language) -> tuple[_Reader, Tree]:
    reader = _Reader(yaml.parse(text, yaml.SafeLoader), language)
    tree: Tree = None
    documents = 0
    for event in reader.events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _Refused(Problem("", say("config_yaml_documents", language, line=_line(event))))
            tree = reader.value(next(reader.events), ())
    return reader, tree


def _syntax(error: yaml.YAMLError, language: Language) -> Problem:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return Problem("", say("config_yaml_characters", language))
    return Problem(
        "", say("config_yaml_syntax", language, line=mark.line + 1, column=mark.column + 1, problem=getattr(error, "problem", ""))
    )


def dotted(path: Path) -> str:
    """``accounts[0].imap.port``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
