"""``evaluate`` on an invented mailbox in memory: what is measured is what happened, and nothing is changed."""

import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

import pytest

from mailwatch import bootstrap
from mailwatch.cli import app
from mailwatch.config.presets import PRESETS
from mailwatch.evaluation import Degradation, degraded, known_of, score
from mailwatch.model.account import Account
from mailwatch.model.message import Role
from mailwatch.model.policy import CalendarPolicy, Jurisdiction, Policy
from mailwatch.parsing.parse import Parser
from mailwatch.replay import PastMessage

ANNE = "anne@atelier-durand.example"
PARSER = Parser()
AT = datetime(2026, 3, 2, 9, 14, tzinfo=UTC)
TEXT = (
    "Bonjour, voici notre devis D-2026-014 pour la rénovation de la grange des Brumes : charpente, bardage et une "
    "isolation en fibre de bois, pour 14 200 € HT. Le chantier prendrait cinq semaines à partir de votre accord."
)


def raw(text, at, **fields):
    mail = EmailMessage()
    mail["Date"] = format_datetime(at)
    for field, value in fields.items():
        mail[field.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


LATE = AT + timedelta(days=40)
SENT = raw(TEXT, AT, From=ANNE, To="marc@client.example", Subject="Devis grange des Brumes", Message_ID="<q1@x.example>")
REPLY = raw(
    f"D'accord pour la grange.\n\nLe 02/03/2026 à 10:14, {ANNE} a écrit :\n> " + TEXT.replace(" : ", " :\n> "),
    LATE, From="Marc <marc@client.example>", To=ANNE, Subject="Re: Devis grange des Brumes", Message_ID="<r1@client.example>",
    In_Reply_To="<q1@x.example>", References="<q1@x.example>",
)  # fmt: skip
PAST = [PastMessage(AT, Role.SENT, SENT), PastMessage(LATE, Role.INBOX, REPLY)]
KNOWN = known_of(PARSER, PAST)


def test_a_reply_is_known_by_its_references_and_its_gap():
    assert (KNOWN.answers, KNOWN.gap("<r1@client.example>")) == ({"<r1@client.example>": "<q1@x.example>"}, 40)


@pytest.mark.parametrize("how", [how for how in Degradation if how is not Degradation.NONE])
def test_no_damaged_reply_keeps_its_thread_headers(how):
    headers = PARSER.headers(degraded(PARSER, PAST, KNOWN, how)[1].raw)
    assert (headers.in_reply_to, headers.references, headers.message_id) == ((), (), "<r1@client.example>")


def test_each_degradation_takes_what_it_names():
    made = {how: PARSER.message(degraded(PARSER, PAST, KNOWN, how)[1].raw) for how in Degradation}
    assert "bardage" not in made[Degradation.NO_HEADERS_NO_QUOTE].text
    for how in (Degradation.SUBJECT_CHANGED, Degradation.QUOTE_ONLY):
        assert "bardage" in made[how].text
        assert "grange" not in made[how].headers.subject
    assert [bool(made[how].quoted[0].date) for how in (Degradation.SUBJECT_CHANGED, Degradation.QUOTE_ONLY)] == [True, False]
    assert made[Degradation.FORWARDED].headers.sender.address == "colleague@client.example"
    assert made[Degradation.NONE].headers.in_reply_to == ("<q1@x.example>",)


def test_who_pressed_reply_to_begin_something_new_answers_nothing():
    new = REPLY[: REPLY.index(b"\n\n")].replace(b"Re: Devis grange des Brumes", b"Bonne retraite") + b"\n\nVenez samedi.\n"
    known = known_of(PARSER, [PAST[0], PastMessage(LATE, Role.INBOX, new)])
    assert (known.answers, known.reused) == ({}, {"<r1@client.example>"})
    assert (KNOWN.quoting, KNOWN.reused) == ({"<r1@client.example>"}, frozenset())


def test_an_attachment_elsewhere_lowers_precision_and_an_ask_is_no_miss():
    wrong = score([("reply", "<r1@client.example>", ("<other@x.example>",))], KNOWN, 1)
    asked = score([("ask", "<r1@client.example>", ())], KNOWN, 1)
    assert (wrong.precision, wrong.replies_elsewhere) == (0.0, 1)
    assert (asked.precision, asked.missed, asked.by_gap) == (1.0, 0, {180: (1, 1)})


@pytest.fixture
def mailbox(monkeypatch, tmp_path):
    """An account whose mailbox lives in memory, in place of the configured server."""
    account = Account("anne", ANNE, frozenset({ANNE}))
    policy = Policy(CalendarPolicy(Jurisdiction("FR"), UTC), tuple(PRESETS.values()), start=AT)
    desk, hands = bootstrap.rehearsal(account, policy, range(2026, 2027))
    for message in PAST:
        hands.put(message.role, message.raw, message.at)

    @contextmanager
    def opened(_settings, *, now):
        yield type("House", (), {"desks": (desk,), "now": now})

    monkeypatch.setattr(bootstrap, "opened", opened)
    config = tmp_path / "config.yaml"
    config.write_text("accounts: [{address: anne@atelier-durand.example, imap: {host: mail.example}, password: {env: PW}}]\n")
    monkeypatch.setenv("PW", "x")
    return desk, config


def test_the_command_prints_a_row_for_each_degradation_and_changes_nothing(mailbox, capsys):
    desk, config = mailbox
    before = [(batch.role, [message.locator for message in batch.messages]) for batch in desk.mailbox.new({})]
    assert app.run(["--config", str(config), "--json", "evaluate"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["degradation"] for row in rows] == [how.value for how in Degradation]
    assert {row["degradation"]: row["attached"] for row in rows} == {
        "none": 1, "no_headers": 1, "no_headers_no_quote": 0, "subject_changed": 1, "quote_only": 1, "forwarded": 1,
    }  # fmt: skip
    after = [(batch.role, [message.locator for message in batch.messages]) for batch in desk.mailbox.new({})]
    assert (after, desk.journal.quotes("anne")) == (before, ())


@pytest.mark.parametrize(("language", "said"), [("fr", "Transférées à un collègue"), ("en", "Forwarded to a colleague")])
def test_it_speaks_the_owners_language(mailbox, capsys, language, said):
    _, config = mailbox
    config.write_text(f"{config.read_text()}language: {language}\n")
    assert app.run(["--config", str(config), "evaluate"]) == 0
    assert said in capsys.readouterr().out


def test_a_mailbox_without_replies_says_so(mailbox, capsys, monkeypatch):
    _, config = mailbox
    monkeypatch.setattr(bootstrap, "past_of", lambda _desk, _progress: PAST[:1])
    assert app.run(["--config", str(config), "evaluate"]) == 0
    told = capsys.readouterr()
    assert "Transférées" not in told.out
    assert "aucune réponse" in told.err
