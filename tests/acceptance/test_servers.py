"""Servers as they come: other names, other separators, nothing advertised; encryption; tokens. And what a look leaves behind."""

import sys

import pytest

from tests.acceptance.office import CONFIGURATION, PASSWORD, at, mail
from tests.servers.dovecot import HMAC_KEY, make_certificate, token

MARC = "marc@client.example"
NOW = "2026-09-03T09:00"

FRENCH = {r"\Drafts": "Brouillons", r"\Sent": "Éléments envoyés", r"\Trash": "Corbeille"}
BARE = "IMAP4rev1 UIDPLUS AUTH=PLAIN"

#: No special use is advertised: names are all there is. The attributes only tell the test what to create.
NO_SPECIAL_USE = {"capability": BARE}

SERVERS = {
    "French names below INBOX": {"special": FRENCH, "prefix": "INBOX.", "separator": ".", "location": "mdbox:~/mdbox"},
    "French names below INBOX, not advertised": {
        "special": FRENCH,
        "prefix": "INBOX.",
        "separator": ".",
        **NO_SPECIAL_USE,
    },
    "English names, not advertised": NO_SPECIAL_USE,
    "German names, advertised": {
        "special": {r"\Drafts": "Entwürfe", r"\Sent": "Gesendete Objekte", r"\Trash": "Gelöschte Objekte"},
    },
}


def quoted(office) -> str:
    return office.quote("2026-09-01 09:12", MARC, "D-2026-014")


@pytest.mark.parametrize("kind", SERVERS)
def test_the_whole_way_on_a_server_with(offices, kind):
    office = offices(**SERVERS[kind])
    quote = quoted(office)
    boxes = set(office.names())
    assert office.once("2026-09-03 09:00").code == 0
    assert [letter.message["To"] for letter in office.drafts(quote)] == [MARC]
    office.receive("2026-09-03 11:00", MARC, "RE: Devis D-2026-014", "Bonjour, nous validons votre devis.", quote)
    office.once("2026-09-03 11:05")
    assert (office.drafts(quote), office.status(quote, "2026-09-03 11:10")) == ([], "accepted")
    assert set(office.names()) == boxes


@pytest.mark.parametrize("kind", SERVERS)
def test_check_says_which_mailbox_is_which_on_a_server_with(offices, kind):
    office = offices(**SERVERS[kind])
    outcome = office.mailwatch("check", "--json", "--now", NOW)
    found = {line["role"]: line["name"] for line in outcome.lines("found")}
    assert (outcome.code, found["sent"], found["drafts"], found["trash"]) == (0, office.sent, office.drafts_name, office.trash)


def test_a_test_draft_is_written_and_removed_on_demand(office):
    outcome = office.mailwatch("check", "--write-test", "--now", NOW)
    assert (outcome.code, office.drafts(deleted=True)) == (0, [])
    assert "read back and removed" in outcome.out


def test_without_uidplus_a_draft_is_withdrawn_by_a_move_to_trash(offices):
    office = offices(capability="IMAP4rev1 AUTH=PLAIN MOVE SPECIAL-USE")
    quote = quoted(office)
    office.once("2026-09-03 09:00")
    (draft,) = office.drafts(quote)
    office.receive("2026-09-03 11:00", MARC, "RE: Devis D-2026-014", "Bonjour, nous validons votre devis.", quote)
    office.once("2026-09-03 11:05")
    assert (office.drafts(quote, deleted=True), [letter.raw for letter in office.letters("Trash")]) == ([], [draft.raw])


def test_without_uidplus_and_move_nothing_is_ever_removed(offices):
    office = offices(capability="IMAP4rev1 AUTH=PLAIN")
    quote = quoted(office)
    office.once("2026-09-03 09:00")
    (draft,) = office.drafts(quote)
    office.receive("2026-09-03 11:00", MARC, "RE: Devis D-2026-014", "Bonjour, nous validons votre devis.", quote)
    for look in ("2026-09-03 11:05", "2026-09-03 11:10", "2026-09-16 09:00", "2026-09-24 09:00"):
        office.once(look)
    assert office.drafts(quote, deleted=True) == [draft]


# --- no trace


def test_nothing_outside_drafts_changes_not_even_what_is_recent(offices):
    office = offices()
    for name in ("Clients", "Archive", "Junk"):
        office.imap.create_folder(name)
    quote = quoted(office)
    for number, name in enumerate(("INBOX", "INBOX", "Clients", "Archive", "Junk", "Trash", "Sent"), 10):
        raw = mail(
            id_=f"<{number}@x.example>", sender=MARC, to="a@x.example", subject="x", date=at(f"2026-09-01 09:{number}"), text="x"
        )
        office.put(name, raw, at(f"2026-09-01 09:{number}"), *([r"\Seen"] if number % 2 else [r"\Flagged", "$Label1"]))
    boxes = [name for name in office.names() if name != "Drafts"]
    before = {name: office.letters(name) for name in boxes}
    assert r"\Recent" in before["INBOX"][0].flags
    for look in ("2026-09-02 09:00", "2026-09-03 09:00"):
        office.once(look)
    assert len(office.drafts(quote)) == 1
    office.put("Clients", mail(id_="<r@x.example>", sender=MARC, to="a@x.example", subject="RE: Devis", date=at("2026-09-03 10:00"),
               text="Nous acceptons le devis.", references=quote), at("2026-09-03 10:00"))  # fmt: skip
    before["Clients"] = office.letters("Clients")
    office.once("2026-09-03 10:05")
    assert office.drafts(quote) == []
    assert {name: office.letters(name) for name in boxes} == before


# --- encryption and tokens

ENCRYPTED = CONFIGURATION.replace("host: 127.0.0.1", "host: localhost").replace("tls: none", "{tls}")


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_a_certificate_of_the_owners_own_authority_is_accepted(offices, tls):
    office = offices(tls=True)
    port = office.server.tls_port if tls == "implicit" else office.server.port
    office.configure(ENCRYPTED, port=port, tls=f"tls: {tls}, ca_file: {office.server.certificate()}")
    quote = quoted(office)
    assert office.once("2026-09-03 09:00").code == 0
    assert len(office.drafts(quote)) == 1


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_a_certificate_that_is_not_trusted_is_3_and_no_password_leaves(offices, tls):
    office = offices(tls=True)
    port = office.server.tls_port if tls == "implicit" else office.server.port
    other = make_certificate(office.folder, "other-")
    for ca_file in ("", f", ca_file: {other}"):
        office.configure(ENCRYPTED, port=port, tls=f"tls: {tls}{ca_file}")
        outcome = office.mailwatch("once", "--now", NOW)
        assert outcome.code == 3
        assert "certificate of localhost is not trusted" in outcome.err
    assert office.server.log().count(f"user=<{office.user}>") == 1  # the test's own client


def test_encryption_cannot_be_turned_off_for_another_machine(office):
    office.configure(CONFIGURATION.replace("host: 127.0.0.1", "host: imap.atelier-durand.example"), port=143)
    outcome = office.mailwatch("once", "--now", NOW)
    assert (outcome.code, "tls" in outcome.err) == (2, True)


def with_token(office, made: str) -> None:
    """The token comes from a command, as from a helper that signs in."""
    script = f"print({made!r})"
    (office.folder / "token.py").write_text(script)
    command = f"oauth2: {{{{token_command: ['{sys.executable}', token.py]}}}}"
    office.configure(CONFIGURATION.replace("password: {{env: MAILWATCH_PASSWORD}}", command), port=office.port)


@pytest.mark.parametrize("mechanism", ["xoauth2", "oauthbearer", "xoauth2 oauthbearer"])
def test_a_signed_token_opens_the_mailbox(offices, mechanism):
    office = offices(oauth=True, mechanisms=f"plain {mechanism}")
    quote = quoted(office)
    with_token(office, token(office.user))
    assert office.once("2026-09-03 09:00").code == 0
    assert len(office.drafts(quote)) == 1


@pytest.mark.parametrize("kind", ["expired", "forged"])
def test_a_token_that_is_refused_is_1_and_is_not_shown(offices, kind):
    office = offices(oauth=True, mechanisms="plain xoauth2 oauthbearer")
    made = token(office.user, lifetime=-60) if kind == "expired" else token(office.user, key=HMAC_KEY[::-1])
    with_token(office, made)
    outcome = office.mailwatch("once", "--now", NOW)
    assert (outcome.code, made in outcome.err + outcome.out) == (1, False)
    assert "refused the login" in outcome.err


def test_a_token_command_that_fails_is_3_and_says_which(office):
    command = "oauth2: {{token_command: ['false']}}"
    office.configure(CONFIGURATION.replace("password: {{env: MAILWATCH_PASSWORD}}", command), port=office.port)
    outcome = office.mailwatch("once", "--now", NOW)
    assert (outcome.code, "false" in outcome.err) == (3, True)


def test_the_password_is_in_no_file_and_no_output(office):
    quoted(office)
    outcomes = [office.mailwatch(*words, "-v", "--now", NOW) for words in (["once"], ["check"], ["status"])]
    written = [file for file in office.folder.rglob("*") if file.is_file() and PASSWORD.encode() in file.read_bytes()]
    assert (written, [one for one in outcomes if PASSWORD in one.out + one.err]) == ([], [])
