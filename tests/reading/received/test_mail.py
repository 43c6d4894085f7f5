"""Whole mails: each .eml is read as its .expected.yaml says, nothing missed and nothing invented."""

from pathlib import Path

import pytest
import yaml

from mailwatch.parsing.parse import Parser
from mailwatch.reading.received import read_received

MAIL = Path(__file__).with_name("mail")
OWN = frozenset({"anne@atelier-durand.example"})


def read(name):
    return read_received(Parser().message((MAIL / f"{name}.eml").read_bytes()), own=OWN)


def expected(name):
    return yaml.safe_load((MAIL / f"{name}.expected.yaml").read_text(encoding="utf-8"))


NAMES = sorted(path.stem for path in MAIL.glob("*.eml"))


@pytest.mark.parametrize("name", NAMES)
def test_a_mail_is_of_the_expected_kind(name):
    assert expected(name)["kind"] == read(name).kind.value


@pytest.mark.parametrize("name", [name for name in NAMES if "until" in expected(name)])
def test_an_absence_ends_on_the_expected_day(name):
    assert expected(name)["until"] == read(name).until


@pytest.mark.parametrize("name", [name for name in NAMES if "bounce" in expected(name)])
def test_a_bounce_names_its_recipients_status_and_original(name):
    bounce = read(name).bounce
    assert expected(name)["bounce"] == {
        "hard": bounce.hard,
        "status": bounce.status,
        "recipients": list(bounce.recipients),
        "original": bounce.original,
    }


@pytest.mark.parametrize("name", [name for name in NAMES if "reply" in expected(name)])
def test_a_persons_mail_is_read_further(name):
    assert expected(name)["reply"] == read(name).reply.kind.value


@pytest.mark.parametrize("name", NAMES)
def test_the_score_is_the_sum_of_the_reasons(name):
    reading = read(name)
    assert reading.score == pytest.approx(sum(reason.bits or 0.0 for reason in reading.because))


def test_a_mail_of_a_quoting_tool_is_a_quote():
    message = Parser().message((MAIL / "request_fr.eml").read_bytes())
    assert read_received(message, quote_senders=frozenset({"zoe@petit.example"})).kind.value == "quote"


def test_the_corpus_is_large_enough_to_mean_something():
    assert len(NAMES) >= 60


def test_an_absence_of_a_mail_without_a_date_ends_on_no_day_of_1970():
    raw = b"From: Marc Petit <marc@client.example>\nSubject: absent\n\nJe suis absent jusqu'au 25 septembre.\n"
    reading = read_received(Parser().message(raw))
    assert (reading.kind.value, reading.until) == ("out_of_office", None)


def test_a_person_who_tells_of_an_absence_under_that_subject_is_no_notice():
    raw = (
        b"From: Marc Petit <marc@client.example>\nDate: Mon, 14 Sep 2026 09:13:00 +0200\nSubject: absence\n\n"
        b"Bonjour Anne,\n\nJe suis absent jusqu'au 25 septembre, mais on peut signer avant.\n\nMarc\n"
    )
    assert read_received(Parser().message(raw)).kind.value == "reply"
