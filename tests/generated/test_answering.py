"""Absences, refusals and acknowledgements by the programs that send them."""

import re

import pytest

from tests.generated import answering
from tests.generated.letters import OWNER, quote_to

MARC = "marc@client.example"
pytest_sieve = pytest.mark.skipif(answering.SIEVE_MISSING, reason="dovecot-sieve is not installed")

#: A filter's action, the kind, and the day given; the notices are read in September 2026.
ABSENT = [
    ('vacation :days 7 :addresses "marc@client.example" :subject "Absence" "Bonjour, je suis absent jusqu\'au 25 septembre inclus.";', "2026-09-28"),
    ('vacation :addresses "marc@client.example" "I am out of the office until Friday 25 September and will answer when I am back.";', "2026-09-28"),
    ('vacation :addresses "marc@client.example" "En congés du 14 au 25 septembre. En cas d\'urgence : accueil@client.example.";', "2026-09-28"),
    ('vacation :addresses "marc@client.example" :subject "Fermeture annuelle" "L\'atelier est fermé, réouverture le lundi 5 octobre.";', "2026-10-05"),
    ('vacation :addresses "marc@client.example" :from "Marc Petit <marc@client.example>" "Je suis en déplacement sans accès à mes mails.";', None),
    ('vacation :addresses "marc@client.example" :mime text:\nContent-Type: multipart/alternative; boundary=zz\n\n--zz\nContent-Type: text/plain; charset=utf-8\n\nAbsente jusqu\'au 25 septembre.\n--zz\nContent-Type: text/html; charset=utf-8\n\n<p>Absente jusqu\'au <b>25 septembre</b>.</p>\n--zz--\n.\n;', "2026-09-28"),
]  # fmt: skip
GONE = [
    'vacation :addresses "marc@client.example" "Marc Petit ne fait plus partie de la société. Écrivez à contact@client.example.";',
    'vacation :addresses "marc@client.example" "I no longer work at Client Ltd. Please contact office@client.example from now on.";',
]


def written_in_september(raw: bytes) -> bytes:
    """Programs date their answers today, or leave that to sendmail; the days they speak of are those of September 2026."""
    return b"Date: Mon, 14 Sep 2026 09:13:00 +0200\n" + re.sub(rb"(?m)^Date: .*\n", b"", raw, count=1)


def sieve(folder, action, **more):
    script = f'require ["vacation", "reject"];\n{action}\n'
    return written_in_september(answering.sieve(folder, script, quote_to(MARC, size=more.pop("size", 0)), OWNER, MARC, **more))


@pytest_sieve
@pytest.mark.parametrize(("action", "until"), ABSENT, ids=range(len(ABSENT)))
def test_a_vacation_of_sieve_is_an_absence(folder, inspected, action, until):
    read = inspected(sieve(folder, action))
    assert ("out_of_office", until) == (read["kind"], read["until"])


@pytest_sieve
@pytest.mark.parametrize("action", GONE, ids=range(len(GONE)))
def test_a_vacation_that_tells_a_departure_is_one(folder, inspected, action):
    assert inspected(sieve(folder, action))["kind"] == "left"


@pytest_sieve
def test_a_filter_that_rejects_bounces_the_mail(folder, inspected):
    read = inspected(sieve(folder, 'reject "Cette adresse ne reçoit plus de courrier.";'))
    assert (read["kind"], read["bounce"]["recipients"]) == ("bounce", [MARC])


@pytest_sieve
def test_a_full_mailbox_at_dovecot_bounces_softly(folder, inspected):
    read = inspected(sieve(folder, "keep;", size=30_000, quota="10k"))
    assert (
        read["kind"],
        *(read["bounce"][key] for key in ("hard", "status", "recipients")),
    ) == ("bounce", False, "5.2.2", [MARC])


@pytest.mark.skipif(answering.MAILBOT is None, reason="mailbot (maildrop) is not installed")
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Nous avons bien reçu votre message et vous répondrons sous 48 heures.\n", "auto_acknowledgement"),
        ("Le bureau est fermé, nous serons de retour le 28 septembre.\n", "out_of_office"),
    ],
    ids=["acknowledgement", "absence"],
)
def test_an_answer_of_mailbot_below_the_quotation_is_automatic(folder, inspected, text, kind):
    assert kind == inspected(answering.mailbot(folder, text, quote_to(MARC), f"From: Marc Petit <{MARC}>"))["kind"]


@pytest.mark.skipif(answering.VACATION_MISSING, reason="vacation is not unpacked")
def test_a_notice_of_bsd_vacation_is_an_absence(folder, inspected):
    notice = "From: Marc Petit <marc@client.example>\nSubject: absent\n\nJe suis absent jusqu'au 25 septembre.\n"
    read = inspected(written_in_september(answering.vacation(folder, notice, quote_to(MARC), OWNER, "marc")))
    assert (read["kind"], read["until"]) == ("out_of_office", "2026-09-28")
