"""What a configuration says about itself: names that must exist, things that must not be said twice.

It looks at the tree as written, not at Settings, so that these problems are reported together with those of the schema.
Whatever has the wrong shape is the schema's business and is passed over here.
"""

from collections.abc import Iterator
from difflib import get_close_matches
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path as File

from mailwatch.config.fields import located
from mailwatch.config.holidays import check_jurisdiction
from mailwatch.config.presets import PRESETS
from mailwatch.config.strict_yaml import Path, Tree
from mailwatch.wording import Language, say

#: The path of the refused value, and what is wrong with it.
Found = tuple[Path, str]

_COUNTRY = "FR"  # the schema's default


def reference_problems(tree: dict[str, Tree], folder: File, language: Language) -> Iterator[Found]:
    """Every such problem. Relative paths start at ``folder``."""
    yield from _accounts(tree, language)
    yield from _cadences(tree, language)
    yield from _calendars(tree, language)
    own = _own_templates(tree, folder)
    if own is not None and not own.is_dir():
        yield ("templates",), say("config_no_such_folder", language, folder=own)
    yield from _template_names(tree, own, language)


def _mapping(tree: Tree, key: str) -> dict[str, Tree]:
    value = tree.get(key) if isinstance(tree, dict) else None
    return value if isinstance(value, dict) else {}


def _list(tree: Tree, key: str) -> list[Tree]:
    value = tree.get(key) if isinstance(tree, dict) else None
    return value if isinstance(value, list) else []


def _text(tree: Tree, key: str) -> str | None:
    value = tree.get(key) if isinstance(tree, dict) else None
    return value.strip() if isinstance(value, str) else None


def _own_templates(tree: dict[str, Tree], folder: File) -> File | None:
    text = _text(tree, "templates")
    try:
        return located(text, folder) if text else None
    except RuntimeError:
        return None


def _template_names(tree: dict[str, Tree], own: File | None, language: Language) -> Iterator[Found]:
    """A misspelt template would otherwise show only on the day its step falls due."""
    cadences = _mapping(tree, "cadences")
    used = [
        (("cadences", name, index, "template"), _text(step, "template"))
        for name in cadences
        for index, step in enumerate(_list(cadences, name))
    ]
    known = template_names(own) if used else frozenset()
    for path, name in used:
        if name and name not in known:
            nearest = get_close_matches(name, known, 3, cutoff=0.5) or sorted(known)
            yield path, say("config_unknown_template", language, value=name, known=", ".join(nearest))


def template_names(own: File | None = None) -> frozenset[str]:
    """Names of the shipped templates and of those in the owner's folder, in whatever language or register."""
    roots: list[Traversable] = [files("mailwatch") / "templates", *([own] if own and own.is_dir() else [])]
    return frozenset(name for root in roots for name in _markdown(root))


def _markdown(folder: Traversable, depth: int = 3) -> Iterator[str]:
    for entry in folder.iterdir():
        if entry.name.endswith(".md"):
            yield entry.name.removesuffix(".md")
        elif depth and entry.is_dir():
            yield from _markdown(entry, depth - 1)


def _accounts(tree: dict[str, Tree], language: Language) -> Iterator[Found]:
    names: dict[str, int] = {}
    for index, account in enumerate(_list(tree, "accounts")):
        name = _text(account, "name") or _text(account, "address")
        if name and names.setdefault(name.casefold(), index) != index:
            first = f"accounts[{names[name.casefold()]}]"
            yield ("accounts", index), say("config_account_twice", language, name=name, first=first)


def _cadences(tree: dict[str, Tree], language: Language) -> Iterator[Found]:
    own = _mapping(tree, "cadences")
    known = tuple(dict.fromkeys([*PRESETS, *own]))
    used: list[tuple[Path, str | None]] = [(("cadence",), _text(tree, "cadence"))]
    used += [(("rules", index, "cadence"), _text(rule, "cadence")) for index, rule in enumerate(_list(tree, "rules"))]
    for path, name in used:
        if name is not None and name not in known:
            nearest = get_close_matches(name, known, 1, cutoff=0.5)
            yield path, say("config_unknown_cadence", language, value=name, known=", ".join(nearest or known))
    for name in own:
        for index, step in enumerate(_list(own, name)[:-1]):
            if _text(step, "last") == "true":
                yield ("cadences", name, index, "last"), say("config_step_after_last", language)


def _calendars(tree: dict[str, Tree], language: Language) -> Iterator[Found]:
    calendar = _mapping(tree, "calendar")
    main = (_text(calendar, "holidays") or _COUNTRY).upper()
    yield from _jurisdiction(("calendar",), main, _text(calendar, "subdivision"), language)
    for index, rule in enumerate(_list(tree, "rules")):
        country, part = _text(rule, "holidays"), _text(rule, "subdivision")
        if country or part:
            yield from _jurisdiction(("rules", index), (country or main).upper(), part, language)


def _jurisdiction(path: Path, country: str, part: str | None, language: Language) -> Iterator[Found]:
    if message := check_jurisdiction(country, None, language):
        yield (*path, "holidays"), message
    elif message := check_jurisdiction(country, part, language):
        yield (*path, "subdivision"), message
