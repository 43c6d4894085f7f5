"""A wording and what is known to paragraphs.

Templates are Jinja without loops and calls, so that rendering always ends. A sentence that needs something unknown
disappears; ``[[…]]`` marks a smaller part that may disappear alone. A name that does not exist is an error.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Final, Self

from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError, nodes
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mailwatch.drafting.corpus import LONGEST, Wording
from mailwatch.errors import TemplateError

#: A snippet's text, by name.
Snippet = Callable[[str], Wording]

_FILTERS: Final = frozenset({"lower", "upper", "capitalize", "title", "trim"})

# Jinja's nodes that can neither repeat nor call: substitution and choice.
_ALLOWED: Final = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.If,
    nodes.CondExpr,
    nodes.Filter,
    nodes.Include,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Compare,
    nodes.Operand,
)

# Private-use letters: what is unknown, and stand-ins that keep a value from being read as part of the template's text.
_UNKNOWN: Final = "\ue000"
_SHIELDED: Final = " []{}.!?…»"
_SHIELD: Final = {ord(sign): 0xE001 + place for place, sign in enumerate(_SHIELDED)}
_UNSHIELD: Final = {stand_in: sign for sign, stand_in in _SHIELD.items()}

_OPTIONAL = re.compile(r"\[\[((?:(?!\[\[|\]\]).)*)\]\]", re.DOTALL)
# A sentence ends with its mark, before the next line of a list, or with its paragraph.
_SENTENCE = re.compile(r"\s*\S.*?(?:[.!?…](?:[ \u00a0]?»)?(?=\s|\Z)|(?=\n[\u2013\u2014-][ \u00a0])|\Z)", re.DOTALL)
# A tag alone on its line leaves no line behind; Jinja's own trimming would also join paragraphs after a tag in the text.
_TAG_LINE = re.compile(r"^[ \t]*(\{%[^%\n]*%\})[ \t]*(?:\n|\Z)", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


class Unknown(str):
    """A value nobody gave: false in a condition, and gone with its sentence when printed."""

    __slots__ = ()

    def __new__(cls) -> Self:
        return super().__new__(cls, _UNKNOWN)

    def __bool__(self) -> bool:
        return False


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    environment.filters = {name: value for name, value in environment.filters.items() if name in _FILTERS}
    environment.globals.clear()
    environment.tests.clear()
    return environment


def render(wording: Wording, path: str, values: Mapping[str, str | None], snippet: Snippet) -> tuple[str, ...]:
    """The paragraphs of a wording; a paragraph may have several lines. Raises TemplateError."""
    known = {name: value.translate(_SHIELD) if value else Unknown() for name, value in values.items()}
    text = _substitute(_included(wording, path, snippet), path, known)
    text = _OPTIONAL.sub(lambda part: "" if _UNKNOWN in part[1] else part[1], text)
    paragraphs = (_without_unknown(block).strip().translate(_UNSHIELD) for block in _BLANK_LINES.split(text))
    return tuple(paragraph for paragraph in paragraphs if paragraph)


def _included(wording: Wording, path: str, snippet: Snippet) -> Wording:
    """The wording with its snippets written out: one level, by name only."""
    tree = check(wording, path, None)
    text = wording.text
    for include in tree.find_all(nodes.Include):
        if not isinstance(include.template, nodes.Const):
            raise TemplateError(path, _line(wording, include.lineno), "include takes one name in quotes")
        inner = snippet(str(include.template.value))
        if any(check(inner, inner.id, None).find_all(nodes.Include)):
            raise TemplateError(path, _line(wording, include.lineno), "a snippet cannot include another")
        pattern = r"{%-?\s*include\s+['\"]" + re.escape(str(include.template.value)) + r"['\"]\s*-?%}"
        text = inner.text.join(re.split(pattern, text))
    return Wording(wording.id, text, wording.line)


def check(wording: Wording, path: str, names: frozenset[str] | None) -> nodes.Template:
    """The wording's syntax tree. Raises TemplateError for what templates cannot do, and for a name not in ``names``."""
    try:
        tree = _environment().parse(wording.text)
    except TemplateSyntaxError as problem:
        raise TemplateError(path, _line(wording, problem.lineno), problem.message or "cannot be read") from problem
    for node in _descendants(tree):
        if not isinstance(node, _ALLOWED):
            raise TemplateError(path, _line(wording, node.lineno), "templates substitute and choose; they do nothing else")
        if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
            raise TemplateError(path, _line(wording, node.lineno), f"there is no filter {node.name}")
        if isinstance(node, nodes.Name) and names is not None and node.name not in names:
            raise TemplateError(path, _line(wording, node.lineno), f"nothing is called {node.name} here")
    return tree


def _descendants(tree: nodes.Node) -> Iterator[nodes.Node]:
    yield tree
    for child in tree.iter_child_nodes():
        yield from _descendants(child)


def _line(wording: Wording, line: int) -> int:
    return wording.line + line - 1


def _substitute(wording: Wording, path: str, known: Mapping[str, str]) -> str:
    check(wording, path, frozenset(known))
    try:
        rendered = _environment().from_string(_TAG_LINE.sub(r"\1", wording.text)).render(known)
    except (UndefinedError, JinjaError) as problem:
        raise TemplateError(path, None, str(problem)) from problem
    if len(rendered.encode()) > LONGEST:
        raise TemplateError(path, None, f"renders to more than {LONGEST} bytes")
    return rendered


def _without_unknown(paragraph: str) -> str:
    """Each sentence goes with the white space before it."""
    return "".join(sentence for sentence in _SENTENCE.findall(paragraph) if _UNKNOWN not in sentence)
