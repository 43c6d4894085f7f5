"""From a file to Settings, or to every reason why not."""

import os
import stat
from pathlib import Path

import platformdirs
from pydantic import ValidationError

from mailwatch.config.problems import in_order, refusals
from mailwatch.config.references import reference_problems
from mailwatch.config.schema import Settings
from mailwatch.config.strict_yaml import MAX_BYTES, Document, read_yaml
from mailwatch.errors import ConfigError, Problem
from mailwatch.wording import LANGUAGES, Language, say

FILE_NAME = "config.yaml"


def find_config(given: Path | None, *, language: Language, here: Path | None = None) -> Path:
    """``--config``, else ``./config.yaml``, else the platform's config folder. Raises ConfigError when there is none."""
    found = existing(given, here=here)
    if found is None:
        places = ", ".join(map(str, _places(here)))
        raise ConfigError((Problem("", say("config_not_found", language, places=places)),))
    return found


def existing(given: Path | None, *, here: Path | None = None) -> Path | None:
    """The same, None when there is none: for commands that can do without."""
    return given or next((place for place in _places(here) if place.is_file()), None)


def _places(here: Path | None) -> tuple[Path, ...]:
    return (Path(here or Path(), FILE_NAME), platformdirs.user_config_path("mailwatch") / FILE_NAME)


def load(path: Path, *, language: Language = "en") -> Settings:
    """Read and check a configuration. Relative paths in it start at its own folder.

    ``language`` is that of the messages until the file's own ``language:`` is known. Raises ConfigError with every
    problem at once.
    """
    return parse(read_file(path, language), folder=path.absolute().parent, language=language)


def parse(raw: bytes, *, folder: Path, language: Language = "en") -> Settings:
    """The same from the file's bytes."""
    document = read_yaml(raw, language)
    language = _language_in(document, language)
    if not isinstance(document.tree, dict):
        raise ConfigError((Problem("", say("config_not_a_mapping", language)),))
    problems = dict(reference_problems(document.tree, folder, language))
    settings: Settings | None = None
    try:
        settings = Settings.model_validate(document.tree, context={"folder": folder})
    except ValidationError as error:
        problems |= refusals(error, language)
    if settings is None or problems or document.repeated:
        raise ConfigError((*document.repeated, *in_order(problems, document, language)))
    return settings


def without_file(address: str, language: Language = "fr") -> Settings:
    """Every default, for rehearsing past mail of ``address`` without a configuration; its account cannot log in."""
    raw = {"address": address, "imap": {"host": "mailwatch.invalid"}, "password": {"env": "MAILWATCH_NO_PASSWORD"}}
    return Settings.model_validate({"language": language, "accounts": [raw]}, context={"folder": Path()})


def read_file(path: Path, language: Language) -> bytes:
    """The bytes of a regular file that only its owner may change.

    A symbolic link is followed (dotfile managers and mounted secrets are made of them); what counts is the file behind
    it, examined through the descriptor it is read from.
    """
    try:
        with path.open("rb") as file:
            _refuse_foreign_hands(file.fileno(), path, language)
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ConfigError((Problem("", say("config_no_such_file", language, file=path)),)) from None
    except OSError as error:
        raise ConfigError((Problem("", say("config_unreadable", language, file=path, problem=error.strerror)),)) from None


def _refuse_foreign_hands(descriptor: int, path: Path, language: Language) -> None:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise ConfigError((Problem("", say("config_not_a_file", language, file=path)),))
    if os.name == "posix" and status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise ConfigError((Problem("", say("config_writable_by_others", language, file=path)),))


def _language_in(document: Document, otherwise: Language) -> Language:
    written = document.tree.get("language") if isinstance(document.tree, dict) else None
    return next((language for language in LANGUAGES if language == written), otherwise)
