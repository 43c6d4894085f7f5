"""What ``status`` and ``why`` say of late replies, questions, requests and organisations, on a journal made by real cycles."""

import json

import pytest

from mailwatch.cli import app
from mailwatch.model.attribution import Key, KeyKind
from mailwatch.model.message import Role
from tests.stage import MARC, OWNER, Stage, at, mail

CONFIG = """
language: fr
journal: sqlite:///{folder}/journal.sqlite3
accounts:
  - address: {owner}
    imap: {{host: imap.atelier-durand.example}}
    password: {{env: P}}
quotes: {{start: {start}}}
"""
REFUSAL = "Bonjour, merci de votre proposition, mais nous avons retenu un autre prestataire. Nous ne donnons pas suite."
REQUEST = "Bonjour, pourriez-vous m'envoyer un devis pour la refonte de notre site internet ? Merci d'avance."


class Desk:
    """A stage whose journal the command line reads."""

    def __init__(self, folder, capsys, start):
        self.stage = Stage(at(f"{start} 00:00"), path=str(folder / "journal.sqlite3"))
        self._capsys = capsys
        self._config = folder / "config.yaml"
        self._config.write_text(CONFIG.format(folder=folder, owner=OWNER, start=start))
        self._config.chmod(0o600)

    def says(self, when, *words):
        """What the command says to people, no-break spaces made plain."""
        self._capsys.readouterr()
        assert app.run(["--config", str(self._config), "--now", when.replace(" ", "T"), *words]) == 0
        return self._capsys.readouterr().out.replace("\u00a0", " ").replace("\u202f", " ")

    def lines(self, when, *words):
        return [json.loads(line) for line in self.says(when, *words, "--json").splitlines()]

    def lines_of(self, type_, when, *words):
        return [line for line in self.lines(when, *words) if line.get("type") == type_]


@pytest.fixture
def desk(tmp_path, capsys):
    made = []

    def make(start="2026-09-01"):
        made.append(Desk(tmp_path, capsys, start))
        return made[-1]

    yield make
    for one in made:
        one.stage.journal.close()


# --- late replies -------------------------------------------------------------------------------------------------


@pytest.fixture
def late(desk):
    """A quote of July 2024, one follow-up, and a refusal of September 2026 from a colleague."""
    d = desk("2024-01-01")
    d.quote = d.stage.quote("2024-07-08 10:14", reference="D-2024-031", to="Paul Morin <paul@client.example>")
    d.stage.cycle("2024-07-10 08:31")
    d.stage.send_draft("2024-07-10 10:00")
    d.stage.cycle("2024-07-10 11:00")
    d.stage.reply("2026-09-17 15:02", d.quote, REFUSAL, sender="Léa Roy <lea@client.example>", subject="RE: Devis D-2024-031")
    d.stage.cycle("2026-09-17 15:05")
    return d


def test_a_late_reply_is_told_as_a_case_in_plain_words(late):
    said = late.says("2026-09-18 09:00", "status")

    for words in (
        "Réponse tardive au devis D-2024-031 : 26 mois après votre dernier mot",
        "Devis D-2024-031 du 8 juillet 2024, 4 200,00 € HT, objet « Devis D-2024-031 »",
        "Validité : terminée depuis le 29 juillet 2024",
        "De : lea@client.example, qui répond pour Paul Morin",
        "Sens : refus",
        "Reconnu à :",
        "lundi 8 juillet 2024 à 10 h 14, votre devis",
        "mercredi 10 juillet 2024 à 8 h 31, votre relance (relance_1)",
        "jeudi 17 septembre 2026 à 15 h 02, leur réponse",
        "tardive_refus_merci --to lea@client.example",
        "ne pas répondre : mailwatch lost",
    ):
        assert words in said, words


def test_what_the_owner_noted_of_a_call_stands_in_the_case(late):
    note = "exclusivité donnée à Imprimor jusqu'en 2027"
    late.says("2026-09-17 16:00", "touch", "D-2024-031", "--at", "2024-08-01", "--note", note)

    assert f"({note})" in late.says("2026-09-18 09:00", "why", "D-2024-031")
    (line,) = late.lines_of("late_reply", "2026-09-18 09:00", "why", "D-2024-031")
    assert [word["note"] for word in line["timeline"]] == [None, None, note, None]


def test_a_late_reply_is_one_object_in_json(late):
    (line,) = late.lines_of("late_reply", "2026-09-18 09:00", "status")

    assert (line["late_days"], line["delayed"], line["expired"]) == (799, False, True)
    assert (line["from"], line["answers_for"], line["kind"]) == ("lea@client.example", "paul@client.example", "decline")
    assert [word["kind"] for word in line["timeline"]] == ["quote", "follow_up", "reply"]
    assert line["variants"] == ["tardive_refus_merci"]
    assert line["because"] != []


@pytest.mark.parametrize("word", [("lost",), ("snooze", "--until", "2026-10-01")])
def test_answering_nothing_is_as_easy_and_ends_the_alert(late, word):
    late.says("2026-09-18 09:00", word[0], "D-2024-031", *word[1:])

    assert late.lines_of("late_reply", "2026-09-19 09:00", "status") == []
    assert len(late.lines_of("late_reply", "2026-09-19 09:00", "why", "D-2024-031")) == 1


def test_a_late_reply_that_was_put_off_comes_back(late):
    late.says("2026-09-18 09:00", "snooze", "D-2024-031", "--until", "2026-10-01")

    assert len(late.lines_of("late_reply", "2026-10-01 09:00", "status")) == 1


def test_an_answered_late_reply_is_no_alert_any_more(late):
    late.stage.write("2026-09-18 10:00", late.quote, "Merci de votre franchise.", to="lea@client.example")
    late.stage.cycle("2026-09-18 10:05")

    assert late.lines_of("late_reply", "2026-09-18 11:00", "status") == []


def test_what_the_post_delivered_late_is_called_so(desk):
    d = desk("2024-01-01")
    quote = d.stage.quote("2024-07-08 10:14", reference="D-2024-031")
    d.stage.cycle("2024-07-08 11:00")
    raw = mail(
        message_id="<slow@client.example>",
        sender=MARC,
        to=OWNER,
        subject="RE: Devis D-2024-031",
        date=at("2024-07-12 09:00"),
        text=REFUSAL,
        references=quote,
        Received="from mx.example by mx.atelier-durand.example; Thu, 17 Sep 2026 15:02:00 +0200",
    )
    d.stage.hands.put(Role.INBOX, raw, at("2026-09-17 15:02"))
    d.stage.cycle("2026-09-17 15:05")

    (line,) = d.lines_of("late_reply", "2026-09-18 09:00", "status")
    assert line["delayed"] is True
    said = d.says("2026-09-18 09:00", "status")
    assert "remise en retard" in said
    assert "Réponse tardive" not in said
    assert "réponse tardive" not in d.says("2026-09-18 09:00", "why", "D-2024-031")


def test_an_answer_in_time_is_no_case(desk):
    d = desk()
    quote = d.stage.quote("2026-09-01 09:12")
    d.stage.reply("2026-09-02 11:00", quote, REFUSAL)
    d.stage.cycle("2026-09-02 12:00")

    assert d.lines_of("late_reply", "2026-09-03 09:00", "why", "D-2026-014") == []


# --- questions ----------------------------------------------------------------------------------------------------


def doubtful(d, number, when="2026-09-02"):
    """A mail that could answer a quote: the right people and subject, and nothing else."""
    address = f"p{number}@client{number}.example"
    d.stage.quote(f"2026-09-01 {9 + number:02}:12", reference=f"D-2026-1{number}", to=address)
    d.stage.reply(
        f"{when} 1{number}:00",
        None,
        "Bonjour, merci de votre envoi, à très vite.",
        sender=address,
        subject=f"Devis D-2026-1{number}",
    )


@pytest.fixture
def asked(desk):
    d = desk()
    for number in range(7):
        doubtful(d, number)
    d.stage.cycle("2026-09-02 18:00")
    if len(d.stage.journal.open_questions(OWNER)) != 7:
        pytest.fail("these mails are no longer doubtful: the test needs others")
    return d


def test_five_questions_a_day_are_asked_and_the_others_wait(asked):
    lines = asked.lines_of("question", "2026-09-03 09:00", "status")

    assert [line["asked"] for line in lines] == [True] * 5 + [False] * 2
    best = [max(candidate["score"] for candidate in line["candidates"]) for line in lines]
    assert best == sorted(best, reverse=True)
    assert "2 autres questions attendent leur tour" in asked.says("2026-09-03 09:00", "status")


def test_an_answer_uses_up_one_of_the_days_five(asked):
    first = asked.lines_of("question", "2026-09-03 09:00", "status")[0]
    asked.says("2026-09-03 09:00", "answer", first["id"], "--none")

    today = asked.lines_of("question", "2026-09-03 10:00", "status")
    tomorrow = asked.lines_of("question", "2026-09-04 09:00", "status")
    assert [sum(line["asked"] for line in lines) for lines in (today, tomorrow)] == [4, 5]


def test_waiting_questions_still_hold_their_quotes(asked):
    statuses = {line["status"] for line in asked.lines_of("quote", "2026-09-03 09:00", "status")}

    assert statuses == {"asked"}
    asked.stage.cycle("2026-09-03 09:00")
    assert asked.stage.drafts() == ()


def test_each_answer_says_what_it_would_do_and_does_it(asked):
    line = asked.lines_of("question", "2026-09-03 09:00", "status")[0]
    quote = line["candidates"][0]["quote"]
    foretold = {answer["answer"]: answer["status"] for answer in line["answers"]}
    assert set(foretold) == {quote, "none"}
    assert f"mailwatch answer {line['id']} --none  →" in asked.says("2026-09-03 09:00", "status")

    asked.says("2026-09-03 09:00", "answer", line["id"], quote)
    assert asked.lines("2026-09-03 09:00", "why", quote)[0]["status"] == foretold[quote]


def test_an_answer_teaches_who_answers_for_the_quote_and_under_which_names(desk):
    d = desk()
    quote = d.stage.quote("2026-09-01 09:12")
    d.stage.cycle("2026-09-01 10:00")
    lea, alias = "lea@client.example", "<rewritten@relay.example>"
    text = "Bonjour, merci de votre envoi, à très vite."
    d.stage.reply("2026-09-02 11:00", alias, text, sender=lea, subject="Devis D-2026-014")
    d.stage.cycle("2026-09-02 12:00")
    taught = (Key(KeyKind.ADDRESS, lea), Key(KeyKind.MESSAGE_ID, alias))
    (asked,) = d.lines_of("question", "2026-09-03 09:00", "status")
    assert d.stage.journal.candidates(OWNER, taught) == ()
    d.says("2026-09-03 09:00", "answer", asked["id"], quote)

    assert [(hit.quote, set(hit.keys)) for hit in d.stage.journal.candidates(OWNER, taught)] == [(quote, set(taught))]


def test_none_of_them_teaches_nothing(asked):
    line = asked.lines_of("question", "2026-09-03 09:00", "status")[0]
    asked.says("2026-09-03 09:00", "answer", line["id"], "--none")

    assert asked.stage.journal.candidates(OWNER, [Key(KeyKind.MESSAGE_ID, line["message"])]) == ()


# --- requests and those who make them -----------------------------------------------------------------------------


def owed(d, when):
    return [line["from"] for line in d.lines_of("owed", when, "status")]


@pytest.fixture
def requested(desk):
    d = desk()
    d.stage.reply("2026-09-04 10:02", None, REQUEST, sender="zoe@petit.example", subject="Demande de devis")  # a Friday
    d.stage.cycle("2026-09-04 10:05")
    return d


def test_a_request_is_owed_an_answer_after_one_working_day(requested):
    assert [owed(requested, when) for when in ("2026-09-04 18:00", "2026-09-07 10:01", "2026-09-07 10:02")] == [
        [],
        [],
        ["zoe@petit.example"],
    ]
    assert "vous devez une réponse à zoe@petit.example" in requested.says("2026-09-08 09:00", "status")


def test_answering_from_any_client_settles_it(requested):
    requested.stage.write(
        "2026-09-07 09:00", None, "Bonjour, je reviens vers vous.", to="zoe@petit.example", subject="Votre projet"
    )
    requested.stage.cycle("2026-09-07 09:05")

    assert owed(requested, "2026-09-09 09:00") == []


def test_a_copy_that_a_client_files_elsewhere_settles_it_too(requested):
    raw = mail(
        message_id="<hand@atelier-durand.example>",
        sender=OWNER,
        to="zoe@petit.example",
        subject="Re: Demande de devis",
        date=at("2026-09-07 09:00"),
        text="Bonjour, voici.",
    )
    requested.stage.mailbox.deliver("Archive", raw, at("2026-09-07 09:00"))
    requested.stage.cycle("2026-09-07 09:05")

    assert owed(requested, "2026-09-09 09:00") == []


def test_the_owner_may_set_a_request_aside(requested):
    (line,) = requested.lines_of("owed", "2026-09-08 09:00", "status")
    requested.says("2026-09-08 09:00", "answer", line["id"], "--none")

    assert owed(requested, "2026-09-09 09:00") == []


PITCH = """Bonjour,

Nous préparons un dossier spécial sur les créateurs de votre région et nous aimerions vous interviewer.
Nous vous proposons une diffusion gracieuse sur notre antenne ; seule la production reste à votre charge, soit 2 500 € HT.

Cliquez ici pour réserver votre créneau. Pour ne plus recevoir nos offres, répondez STOP.
"""


def test_a_sales_pitch_is_owed_nothing(desk):
    d = desk()
    d.stage.reply("2026-09-04 10:02", None, PITCH, sender="studio@antenne.example", subject="Interview sur votre métier")
    d.stage.cycle("2026-09-04 10:05")

    assert owed(d, "2026-09-15 09:00") == []


@pytest.fixture
def hospital(desk):
    """Four quotes to a buyer, none signed, one answered after ten days; then the successor asks for one more."""
    d = desk("2025-01-01")
    for month in (1, 3, 5, 7):
        quote = d.stage.quote(f"2026-0{month}-05 10:00", reference=f"D-2026-0{month}", to="achats@hopital.example")
        d.stage.cycle(f"2026-0{month}-05 11:00")
        if month == 3:
            d.stage.reply("2026-03-15 10:00", quote, REFUSAL, sender="achats@hopital.example")
    d.stage.cycle("2026-09-04 10:00")
    d.stage.reply("2026-09-04 10:02", None, REQUEST, sender="nouvelle@compta.hopital.example", subject="Demande de devis urgente")
    d.stage.cycle("2026-09-04 10:05")
    return d


def test_a_serial_asker_is_known_by_the_organisation_whoever_asks(hospital):
    (line,) = hospital.lines_of("owed", "2026-09-08 09:00", "status")

    assert line["organisation"] == {"name": "hopital.example", "asked": 4, "won": 0, "silent": 3, "answer_days": 10.0}
    said = hospital.says("2026-09-08 09:00", "status")
    assert "hopital.example : 4 devis demandés en 24 mois, 0 signé(s), 3 sans réponse" in said
    assert "hopital.example répond d'ordinaire en 10 jours" in said
    assert "4 devis demandés" in hospital.says("2026-09-08 09:00", "why", "D-2026-07")


def test_freemail_is_no_organisation(desk):
    d = desk()
    d.stage.quote("2026-09-01 09:12", to="marc@gmail.com")
    d.stage.cycle("2026-09-01 10:00")

    assert d.lines("2026-09-02 09:00", "why", "D-2026-014")[0]["organisation"] is None
