"""Every shape of reply we know of, written here, beside what must be read from it."""

from pathlib import Path

import pytest
import yaml

from mailwatch.model.message import Message, QuotedBlock
from mailwatch.parsing.parse import Parser

CORPUS = Path(__file__).parent / "corpus"
NAMES = sorted(path.stem for path in CORPUS.glob("*.eml"))


def read(name: str) -> tuple[Message, dict]:
    message = Parser().message((CORPUS / f"{name}.eml").read_bytes())
    assert isinstance(message, Message)
    return message, yaml.safe_load((CORPUS / f"{name}.expected.yaml").read_text("utf-8"))


def as_written(block: QuotedBlock, expected: dict) -> dict:
    return {
        "sender": block.sender,
        "date": block.date.isoformat() if block.date else None,
        "subject": block.subject,
        "has": expected["has"] if (expected["has"] or "") in block.text else block.text,
    }


def test_every_mail_has_its_expectation() -> None:
    assert sorted(path.name.removesuffix(".expected.yaml") for path in CORPUS.glob("*.yaml")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_authors_words_are_kept_and_nothing_else(name: str) -> None:
    message, expected = read(name)
    assert message.new_text == expected["new_text"]


@pytest.mark.parametrize("name", NAMES)
def test_quoted_blocks_name_their_sender_date_and_subject(name: str) -> None:
    message, expected = read(name)
    wanted = [{"sender": None, "date": None, "subject": None, "has": None} | block for block in expected["quoted"]]
    found = [as_written(block, block_expected) for block, block_expected in zip(message.quoted, wanted, strict=False)]
    assert (len(message.quoted), found) == (len(wanted), wanted)


@pytest.mark.parametrize(
    "name", [name for name in NAMES if "signature:" in (CORPUS / f"{name}.expected.yaml").read_text("utf-8")]
)
def test_what_stands_under_the_words_is_the_signature(name: str) -> None:
    message, expected = read(name)
    assert message.signature.strip() == expected["signature"].strip()


@pytest.mark.parametrize("name", NAMES)
def test_the_rest_of_the_message(name: str) -> None:
    message, expected = read(name)
    if "attachments" in expected:
        assert [[attachment.name, attachment.size] for attachment in message.attachments] == expected["attachments"]
    if "links" in expected:
        assert message.links == expected["links"]
    if "report_type" in expected:
        assert message.report is not None
        assert (message.report.report_type, message.report.original_message_id) == (expected["report_type"], expected["original"])
        assert len(message.report.blocks) == expected.get("report_blocks", 0)
    assert message.calendar_method == expected.get("calendar")
