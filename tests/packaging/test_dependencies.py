"""What is pinned, how many there are, and why each is there."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = ("requirements.txt", "requirements-dev.txt")
MOST = 14


def names(requirements) -> list[str]:
    return [re.match(r"[\w.-]+", one)[0].lower() for one in requirements]


def pinned(text: str) -> dict[str, list[str]]:
    """Each requirement of a file with its hashes; a line that is neither is an error."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if start := re.fullmatch(r"([\w.-]+)==[\w.+!]+(?: ;[^\\]+)? \\", line):
            name = start[1].lower()
            found[name] = []
        elif digest := re.fullmatch(r"    --hash=sha256:([0-9a-f]{64})(?: \\)?", line):
            found[name].append(digest[1])
        elif line.strip():
            raise AssertionError(f"neither a pin nor a hash: {line}")
    return found


@pytest.mark.parametrize("file", PINS)
def test_every_requirement_is_pinned_with_its_hashes_and_no_address(file):
    text = (ROOT / file).read_text(encoding="utf-8")
    assert all(hashes for hashes in pinned(text).values())
    assert "://" not in text


@pytest.mark.parametrize("line", ["imapclient>=4.1", "imapclient==4.1.0", "-i https://index.example/simple"])
def test_a_range_a_pin_without_hash_and_an_address_are_noticed(line):
    with pytest.raises(AssertionError):
        assert all(pinned(f"{line}\n").values())


def test_the_pins_hold_every_dependency():
    runtime = pinned((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    everything = pinned((ROOT / "requirements-dev.txt").read_text(encoding="utf-8"))
    here = [
        name for name, line in zip(names(PROJECT["dependencies"]), PROJECT["dependencies"], strict=True) if "win32" not in line
    ]
    assert set(here) - runtime.keys() == set()
    assert {name for extra in PROJECT["optional-dependencies"].values() for name in names(extra)} - everything.keys() == set()
    assert runtime.keys() - everything.keys() == set()


def test_at_most_fourteen_are_required():
    assert len(PROJECT["dependencies"]) <= MOST


def test_every_dependency_has_its_reason_and_no_reason_is_left_over():
    page = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z][\w.-]*) \| [^|]{10,} \|$", page, re.MULTILINE)
    assert sorted(rows) == sorted(names(PROJECT["dependencies"]))
    for extra in PROJECT["optional-dependencies"]:
        assert f"`{extra}`" in page
