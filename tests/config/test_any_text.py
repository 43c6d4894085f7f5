"""Whatever stands in the file, the owner gets settings or a list of problems: never a traceback."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mailwatch.config.example import example as example_file
from mailwatch.config.example import scalar
from mailwatch.config.loading import parse
from mailwatch.config.schema import Settings
from mailwatch.errors import ConfigError

LINES = [line.partition("  # ")[0].rstrip() for line in example_file().splitlines() if line and not line.startswith("#")]
LEAVES = [index for index, line in enumerate(LINES) if not line.endswith(":")]

TRICKY = st.sampled_from(
    ["~nobody-here/x", "..", "\0", "Europe", "²", "٣", "99999999999999999999", "-1", "NaN", "1e9", "0x10", "2026-02-30", "{}", "[]", "[[]]", "{a: b}", "*x", "on"]
)  # fmt: skip
VALUES = st.one_of(
    TRICKY,
    st.text(max_size=30),
    TRICKY.map(scalar),
    st.text(max_size=30).map(scalar),
    st.lists(TRICKY.map(scalar)).map(lambda parts: f"[{', '.join(parts)}]"),
)


def settled(raw: bytes) -> bool:
    try:
        return isinstance(parse(raw, folder=Path("/nowhere")), Settings)
    except ConfigError as refused:
        return bool(refused.problems) and all(problem.message for problem in refused.problems)


@given(st.sampled_from(LEAVES), VALUES)
@settings(max_examples=300, deadline=None)
def test_any_value_at_any_key(index, value):
    lines = [*LINES]
    lines[index] = f"{lines[index].partition(':')[0]}: {value}"
    assert settled("\n".join(lines).encode("utf-8", "surrogatepass"))


@given(st.one_of(st.binary(max_size=200), st.text(alphabet=":-[]{}&*!|>'\"#%@, \n\tab0", max_size=200).map(str.encode)))
@example(b"a: b: c")
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbfa: 1")
@example(b"%YAML 9.9\n---\na: 1")
@settings(max_examples=500, deadline=None)
def test_any_bytes(raw):
    assert settled(raw)


@pytest.mark.parametrize("value", ["~nobody-here/x", "Europe", "../../etc/passwd", "\\0"])
def test_what_once_was_a_traceback(value):
    for key in ("templates", "timezone", "journal"):
        lines = [f'{key}: "{value}"' if line.startswith(key) else line for line in LINES]
        assert settled("\n".join(lines).encode())
