"""docs/templates.md says what is so."""

import re
from pathlib import Path

from mailwatch.drafting.compose import VARIABLES, TemplateComposer
from mailwatch.drafting.corpus import every, shipped
from mailwatch.drafting.lint import MOST_WORDS, lint_folder
from tests.drafting.cases import FOLLOW_UP

GUIDE = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")


def named_in(heading):
    section = GUIDE.partition(f"## {heading}")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`(\w+)`", row)}


def test_its_example_is_a_template_that_works(tmp_path):
    example = re.search(r"```markdown\n(.*?)```", GUIDE, re.DOTALL)[1]
    (tmp_path / "fr" / "vous").mkdir(parents=True)
    (tmp_path / "fr" / "vous" / "relance_1.md").write_text(example, encoding="utf-8")
    assert lint_folder(tmp_path) == ()
    assert "Il reste valable jusqu’au 22 septembre." in TemplateComposer(tmp_path).compose(FOLLOW_UP).body


def test_it_names_every_variable():
    assert named_in("What is not known disappears") == VARIABLES


def test_it_names_every_template():
    assert named_in("The texts that are shipped") == {parts[-1].removesuffix(".md") for parts in every(shipped())}


def test_it_gives_the_word_limits():
    said = re.findall(r"`(follow_up|door_open|answer|snippet)` \([^)]*?(\d+)", GUIDE)
    assert {kind: int(words) for kind, words in said} == MOST_WORDS
