"""On ordinary mail an independent parser (mail-parser) must read what we read.

docs/decisions/0004-parsing-libraries.md says why it is the judge here and not the reader.
"""

from pathlib import Path

import mailparser
import pytest

from mailwatch.model.message import Message
from mailwatch.parsing.parse import Parser
from mailwatch.text.tokens import words

CORPUS = Path(__file__).parent / "corpus"
# mail-parser gives attached messages' text as the mail's own, joins continued names otherwise, and keeps other quote signs than ">" in the text.
ORDINARY = sorted(
    path
    for path in CORPUS.glob("*.eml")
    if path.stem not in {"forward-as-attachment", "attachments-named-four-ways", "bounce-dsn", "initials-quoted", "bars-quoted"}
)


@pytest.mark.parametrize("path", ORDINARY, ids=lambda path: path.stem)
def test_headers_and_plain_text_agree_with_mail_parser(path: Path) -> None:
    raw = path.read_bytes()
    ours, theirs = Parser().message(raw), mailparser.parse_from_bytes(raw)
    assert isinstance(ours, Message)
    assert ours.headers.sender is not None
    assert (ours.headers.subject, ours.headers.sender.address) == (theirs.subject, theirs.from_[0][1])
    assert [person.address for person in ours.headers.to] == [address for _, address in theirs.to]
    if theirs.text_plain and not theirs.text_html:
        assert words(ours.text) == words("\n".join(theirs.text_plain))
