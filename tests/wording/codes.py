"""Which codes the package uses, read from its syntax trees."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "mailwatch"


def trees() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(PACKAGE.rglob("*.py")):
        yield str(file.relative_to(PACKAGE.parent)), ast.parse(file.read_text(encoding="utf-8"))


def calls(tree: ast.AST, name: str) -> Iterator[tuple[str, set[str] | None]]:
    """Literal codes of calls ``name("code", …)`` and the keywords given; None when some come from ``**``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and called(node) == name:
            keywords = {keyword.arg for keyword in node.keywords}
            for code in literals(node.args[0]):
                yield code, None if None in keywords else {keyword for keyword in keywords if keyword}


def called(node: ast.Call) -> str | None:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return None


def literals(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(code)):
            yield code
        case ast.IfExp(body=body, orelse=orelse):
            yield from literals(body)
            yield from literals(orelse)


def strings(tree: ast.AST) -> set[str]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def fields(text) -> set[str]:
    """The parameters of a text, over its plural forms."""
    forms = [text] if isinstance(text, str) else [*text.values()]
    found = {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name is not None}
    return found | ({"count"} if not isinstance(text, str) else set())


def patterns(tree: ast.AST) -> Iterator[re.Pattern[str]]:
    """f-strings that begin like a code (``f"status_{word}"``): the codes they can make."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
            start = str(node.values[0].value)
            if re.fullmatch(r"[a-z]+_[a-z_]*", start):
                yield re.compile(
                    "".join(re.escape(part.value) if isinstance(part, ast.Constant) else r"\w+" for part in node.values)
                )
