"""On a real server, through the command line: notices in the inbox, orders by filing, and nothing of it unless turned on."""

import re

import pytest

from tests.acceptance.office import CONFIGURATION, OWNER

MARC = "marc@client.example"
ON = (
    CONFIGURATION.replace("2026-08-15", "2024-01-01")
    + "notify: {{digest: daily, late_replies: true}}\ncommands: {{mailboxes: true}}\n"
)
FRENCH = ON.replace("language: en", "language: fr")
REFUSAL = "Bonjour, merci, mais nous avons retenu un autre prestataire. Nous ne donnons pas suite."
BELOW_INBOX = {
    "prefix": "INBOX.",
    "separator": ".",
    "special": {r"\Drafts": "Brouillons", r"\Sent": "Éléments envoyés", r"\Trash": "Corbeille"},
}


def notices(office, kind):
    return [letter for letter in office.letters("INBOX") if letter.message["X-Mailwatch-Notice"] == kind]


def late(office):
    quote = office.quote("2024-07-08 10:14", MARC, "D-2024-031")
    office.once("2024-07-08 11:00")
    office.receive("2026-09-17 15:02", MARC, "RE: Devis D-2024-031", REFUSAL, quote)
    office.once("2026-09-17 15:05")
    return quote


def test_a_late_reply_is_one_unread_message_in_the_inbox(offices):
    office = offices(configuration=ON)
    late(office)
    for when in ("2026-09-17 15:10", "2026-09-17 18:00", "2026-09-18 08:00"):
        office.once(when)

    (notice,) = notices(office, "late_reply")
    assert notice.flags <= {r"\Recent"}
    assert notice.message["To"] == OWNER
    assert "26 months" in notice.message["Subject"]
    assert "mailwatch reply" in notice.text


def test_the_digest_comes_once_a_morning(offices):
    office = offices(configuration=ON)
    office.quote("2026-09-01 09:12", MARC, "D-2026-014")
    for when in ("2026-09-01 10:00", "2026-09-03 08:35", "2026-09-03 12:00", "2026-09-04 08:35"):
        office.once(when)

    assert [letter.message["Subject"] for letter in notices(office, "digest")] == [
        "[mailwatch] What waits for you, 3 September 2026",
        "[mailwatch] What waits for you, 4 September 2026",
    ]


def test_turned_off_nothing_is_written_but_drafts(offices, dovecots):
    office = offices(configuration=CONFIGURATION.replace("2026-08-15", "2024-01-01"), rawlog=True)
    dovecots(rawlog=True).keep_log(office.user)
    late(office)
    office.quote("2026-09-17 16:00", "zoe@petit.example", "D-2026-020")
    office.once("2026-09-21 08:35")

    assert len(office.letters("INBOX")) == 1
    heard = dovecots(rawlog=True).commands(office.user)
    written = {command.split(" (")[0] for command in heard if re.match(r"APPEND|CREATE|UID STORE|UID MOVE", command)}
    assert written == {'APPEND "Drafts"'}
    outcome = office.mailwatch("check", "--create", "--now", "2026-09-21T09:00")
    assert (outcome.code, "are not wanted" in outcome.err) == (2, True)


@pytest.mark.parametrize(
    ("configuration", "options", "name", "status"),
    [
        (ON, {}, "mailwatch/Won", "won"),
        (FRENCH, {}, "mailwatch/Gagné", "won"),
        (FRENCH, BELOW_INBOX, "INBOX.mailwatch.Plus tard", "paused"),
        (FRENCH, BELOW_INBOX, "INBOX.mailwatch.Téléphone", "open"),
    ],
)
def test_filing_a_quote_is_an_order(offices, configuration, options, name, status):
    office = offices(configuration=configuration, **options)
    quote = office.quote("2026-09-01 09:12", MARC, "D-2026-014")
    outcome = office.mailwatch("check", "--create", "--json", "--now", "2026-09-01T09:30")
    assert outcome.code == 0, outcome
    assert len(outcome.lines("created")) == 5
    assert office.mailwatch("check", "--create", "--json", "--now", "2026-09-01T09:31").lines("created") == []
    office.once("2026-09-01 10:00")
    office.imap.select_folder(office.sent)
    office.imap.move([1], name)
    office.imap.unselect_folder()
    office.once("2026-09-01 11:00")
    office.once("2026-09-01 12:00")

    assert office.status(quote, "2026-09-01 12:01") == status
    assert len(office.letters(name)) == 1
