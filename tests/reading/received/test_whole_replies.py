"""Answers as whole mails of twelve mail programs, the quote below them: read as their words alone are."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from mailwatch.model.reading import ReplyKind
from mailwatch.parsing.parse import Parser
from mailwatch.reading.received import read_received

FOLDER = Path(__file__).with_name("replies")
NAMES = sorted(path.stem for path in FOLDER.glob("*.eml"))
#: Words of the quotation that every mail but the bare ones carries.
QUOTED = re.compile(r"bon pour accord|donner suite, dites|sign and return it|tell us\. Do you", re.IGNORECASE)


def expected(name):
    return yaml.safe_load((FOLDER / f"{name}.expected.yaml").read_text(encoding="utf-8"))


def message(name):
    return Parser().message((FOLDER / f"{name}.eml").read_bytes())


@pytest.mark.parametrize("name", NAMES)
def test_a_reply_is_of_its_kind_whatever_program_sent_it(name):
    mail = message(name)
    reading = read_received(mail, own=frozenset({"anne@atelier-durand.example"}))
    wanted = expected(name)
    assert (wanted["kind"], wanted["reply"]) == (reading.kind.value, reading.reply.kind.value)
    assert "until" not in wanted or wanted["until"] == reading.until
    assert QUOTED.search(mail.new_text) is None


@pytest.mark.parametrize("kind", ReplyKind)
def test_every_kind_has_forty_french_and_twenty_five_english_mails(kind):
    counts = Counter(name.removeprefix(f"{kind.value}_").partition("_")[0] for name in NAMES if name.startswith(f"{kind.value}_"))
    assert counts == {"fr": 40, "en": 25}
