"""config.yaml as text, from the schema: every key with its default and one line on it.

``python -m mailwatch.config.example`` prints config.example.yaml; a test compares it with the committed file.
"""

import json
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from datetime import date, time
from types import MappingProxyType
from zoneinfo import ZoneInfo

from pydantic import BaseModel, PlainValidator
from pydantic.fields import FieldInfo

from mailwatch.config import fields as f
from mailwatch.config.presets import PRESETS
from mailwatch.config.problems import model_in
from mailwatch.config.schema import Settings
from mailwatch.model.policy import Cadence, Duration
from mailwatch.wording import Language, say
from mailwatch.wording.catalogue import explain_key

#: Values for the keys that have no default.
EXAMPLE: Mapping[str, str] = MappingProxyType(
    {
        "accounts.address": "anne@atelier-durand.example",
        "accounts.imap.host": "imap.atelier-durand.example",
        "accounts.password": "{command: [pass, show, mail/anne]}",
    }
)

_COMMENT_COLUMN = 44
_PLAIN = re.compile(r"[A-Za-zÀ-ÿ0-9/][\w@./+\-]*(?: [\w@./+\-]+)*")
_NOT_TEXT = re.compile(r"null|~|true|false|yes|no|on|off|[\d:.]+|\d.*", re.IGNORECASE)


def example(language: Language = "en") -> str:
    """The whole of config.example.yaml."""
    heading = _commented(say("example_heading", language))
    presets = "\n".join(f"#   {line}" for line in map(_preset, PRESETS.values()))
    body = render_config(EXAMPLE, language)
    return f"{heading}\n\n{body}\n{_commented(say('example_presets', language))}\n{presets}\n"


def render_config(given: Mapping[str, str], language: Language, only: Collection[str] | None = None) -> str:
    """Every key (or ``only`` those with what stands above and below them) with ``given`` YAML text or its default, and its comment.

    ``given`` and ``only`` hold YAML paths without indices. Values are written as they are: use ``scalar`` for free text.
    """
    lines = _render(Settings, "", given, language, only)
    return "\n".join(_line(*line) for line in lines) + "\n"


def scalar(text: str) -> str:
    """A text as YAML: plain where that is safe for any YAML reader, else in double quotes."""
    plain = _PLAIN.fullmatch(text) and not _NOT_TEXT.fullmatch(text)
    return text if plain else json.dumps(text, ensure_ascii=False)


def _render(
    model: type[BaseModel], above: str, given: Mapping[str, str], language: Language, only: Collection[str] | None
) -> Iterator[tuple[str, str]]:
    """Lines of one mapping, each with its comment, not yet indented by what stands above."""
    for name, field in model.model_fields.items():
        path = f"{above}{name}"
        if only is not None and not any(f"{one}.".startswith(f"{path}.") or path.startswith(f"{one}.") for one in only):
            continue
        inner = model_in(field.annotation)
        if path in given or not _is_mapping(field, inner, path):
            yield f"{name}: {given.get(path) or _default(field)}", explain_key(path, language)
        else:
            yield f"{name}:", explain_key(path, language)
            yield from _indented(_render(inner or model, f"{path}.", given, language, only), is_list=path == "accounts")


def _is_mapping(field: FieldInfo, inner: type[BaseModel] | None, path: str) -> bool:
    return inner is not None and (path == "accounts" or field.is_required() or isinstance(field.default, BaseModel))


def _indented(lines: Iterator[tuple[str, str]], *, is_list: bool) -> Iterator[tuple[str, str]]:
    for index, (text, comment) in enumerate(lines):
        if is_list:
            yield f"{'  - ' if index == 0 else '    '}{text}", comment
        else:
            yield f"  {text}", comment


def _line(text: str, comment: str) -> str:
    return f"{text.ljust(_COMMENT_COLUMN)}  # {comment}"


def _default(field: FieldInfo) -> str:
    parsers = [one.func for one in field.metadata if isinstance(one, PlainValidator)]
    if field.default is None or field.default == "":
        return "auto" if f.names in parsers or f.name_or_auto in parsers else "now" if f.start in parsers else "null"
    if f.per_contact in parsers:
        return "{} per {} days".format(*field.default)
    return _written(field.default)


def _written(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case Duration():
            return f"{value.count} {value.unit}"
        case time():
            return f'"{value:%H:%M}"'
        case ZoneInfo():
            return value.key
        case date():
            return value.isoformat()
        case tuple():
            return f"[{', '.join(map(_written, value))}]"
        case Mapping():
            return "{}"
        case _:
            return str(value)


def _preset(cadence: Cadence) -> str:
    steps = ", ".join(
        f"{{{step.anchor}: {_written(step.delay)}, template: {step.template}{', last: true' if step.last else ''}}}"
        for step in cadence.steps
    )
    return f"{cadence.name}: [{steps}]"


def _commented(text: str) -> str:
    return "\n".join(f"# {line}".rstrip() for line in text.splitlines())


if __name__ == "__main__":
    sys.stdout.write(example())
