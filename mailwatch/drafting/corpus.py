"""Template files: where they are looked for, what stands above their text, and which of their wordings is taken."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from mailwatch.errors import TemplateError
from mailwatch.model.quote import Register

#: A template is a page of text; anything longer is a mistake.
LONGEST = 64 * 1024

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_REGION = re.compile(r"[A-Z]{2}")
_HEADING = re.compile(r"##[ \t]+(\S.*?)[ \t]*")
_FENCE = "---"

#: Where there is no text in the language of the conversation.
FALLBACK_LANGUAGE = "en"

Language = Literal["fr", "en"]
Kind = Literal["follow_up", "door_open", "answer", "snippet"]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class FrontMatter(BaseModel):
    """What stands between the two ``---`` lines. Owners may leave all of it out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str | None = None
    purpose: Line | None = None
    kind: Kind = "follow_up"
    locale: str | None = None
    register_: Register | None = Field(None, alias="register")
    max_words: int | None = Field(None, ge=1, le=400)
    version: int = Field(1, ge=1)


@dataclass(frozen=True, slots=True)
class Wording:
    """One way of saying it. ``line`` is where its text begins in the file, from 1."""

    id: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Template:
    """``path`` names the file for the owner: relative to the folder it was found in."""

    path: str
    front: FrontMatter
    wordings: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """In which language, for which country's usage, how familiar."""

    language: str
    region: str | None
    register: Register

    @property
    def words(self) -> Language:
        """The language drafts are written in: that of the conversation when we have it."""
        return "fr" if self.language == "fr" else "en"

    @property
    def locale(self) -> str:
        return f"{self.language}-{self.region}" if self.region else self.language


def shipped() -> Traversable:
    """The templates that come with mailwatch."""
    return files("mailwatch") / "templates"


def find(name: str, voice: Voice, folder: Path | None) -> Template:
    """The template of that name, the owner's before the shipped one, the nearest locale first. Raises TemplateError."""
    if not NAME.fullmatch(name):
        raise TemplateError(name, None, "a template's name is letters, digits, - and _")
    for language in dict.fromkeys((voice.language, FALLBACK_LANGUAGE)):
        for root in filter(None, (folder, shipped())):
            for parts in _places(Voice(language, voice.region, voice.register)):
                if text := _read(root, (*parts, f"{name}.md")):
                    return parse(text, name, "/".join((*parts, f"{name}.md")))
    raise TemplateError(name, None, f"no template of that name for {voice.locale}, {voice.register}")


def _places(voice: Voice) -> Iterator[tuple[str, ...]]:
    locales = [voice.language] if _LANGUAGE.fullmatch(voice.language) else []
    if locales and voice.region and _REGION.fullmatch(voice.region):
        locales.insert(0, voice.locale)
    for locale in locales:
        yield (locale, voice.register.value)
        yield (locale,)
    yield ()


def _read(root: Traversable, parts: tuple[str, ...]) -> str | None:
    file = root.joinpath(*parts)
    if not file.is_file():
        return None
    with file.open("rb") as stream:
        data = stream.read(LONGEST + 1)
    if len(data) > LONGEST:
        raise TemplateError("/".join(parts), None, f"longer than {LONGEST} bytes")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as problem:
        raise TemplateError("/".join(parts), data.count(b"\n", 0, problem.start) + 1, "is not UTF-8") from problem


def parse(text: str, name: str, path: str) -> Template:
    """A template file's text. Raises TemplateError with the line."""
    lines = text.split("\n")
    start = _body_start(lines, path)
    front = _front("\n".join(lines[1 : start - 1]) if start else "", path)
    for said, expected in ((front.id, name), (front.locale, _locale_of(path)), (front.register_, _register_of(path))):
        if said is not None and expected is not None and said != expected:
            raise TemplateError(path, 1, f"says {said}, but its place says {expected}")
    wordings = tuple(_wordings(lines, start, name))
    if not wordings:
        raise TemplateError(path, start + 1, "has no text")
    if len({wording.id for wording in wordings}) < len(wordings):
        raise TemplateError(path, start + 1, "two wordings have the same heading")
    return Template(path, front, wordings)


def _body_start(lines: list[str], path: str) -> int:
    """How many lines the front matter takes, both fences included."""
    if lines[0].rstrip() != _FENCE:
        return 0
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() == _FENCE:
            return number
    raise TemplateError(path, 1, "the front matter has no closing ---")


def _front(text: str, path: str) -> FrontMatter:
    try:
        return FrontMatter.model_validate(yaml.safe_load(text) or {})
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        raise TemplateError(path, mark.line + 2 if mark else 1, problem.problem or "the front matter is not YAML") from problem
    except yaml.YAMLError as problem:
        raise TemplateError(path, 1, "the front matter is not YAML") from problem
    except ValidationError as problem:
        first = problem.errors()[0]
        key = str(first["loc"][0]) if first["loc"] else ""
        line = next((n for n, each in enumerate(text.split("\n"), start=2) if each.startswith(f"{key}:")), 1)
        raise TemplateError(path, line, f"{key}: {first['msg']}") from problem


def _wordings(lines: list[str], start: int, name: str) -> Iterator[Wording]:
    label, first, collected = "1", start, list[str]()
    for number, line in enumerate([*lines[start:], "## end"], start=start):
        heading = _HEADING.fullmatch(line)
        if not heading:
            collected.append(line)
            continue
        text = "\n".join(collected)
        if text.strip():
            leading = len(text) - len(text.lstrip("\n"))
            yield Wording(f"{name}/{label}", text.strip("\n"), first + leading + 1)
        label, first, collected = heading[1], number + 1, []


def _locale_of(path: str) -> str | None:
    parts = path.split("/")[:-1]
    return parts[0] if parts else None


def _register_of(path: str) -> Register | None:
    return next((Register(part) for part in path.split("/")[1:-1] if part in set(Register)), None)


def choose(wordings: Sequence[Wording], seen: Sequence[str]) -> Wording:
    """The first wording these people have not had; when they had all, the one they had longest ago."""
    last = {wording: place for place, wording in enumerate(seen)}
    return min(wordings, key=lambda wording: last.get(wording.id, -1))


def every(root: Traversable, parts: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The place of every template file under a folder, in order."""
    for entry in _entries(root):
        if entry.is_dir() and not entry.name.startswith("."):
            yield from every(entry, (*parts, entry.name))
        elif entry.name.endswith(".md"):
            yield (*parts, entry.name)


def _entries(root: Traversable) -> Iterable[Traversable]:
    return sorted(root.iterdir(), key=lambda entry: entry.name)


def load(root: Traversable, parts: tuple[str, ...]) -> Template:
    """One file found by ``every``. Raises TemplateError."""
    return parse(_read(root, parts) or "", parts[-1].removesuffix(".md"), "/".join(parts))
