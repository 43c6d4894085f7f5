import pytest

from mailwatch.parsing.parse import Parser

DRAFT = "\n".join(  # noqa: FLY002 - soft breaks end in spaces that must be seen
    (
        "Date: Tue, 1 Sep 2026 09:12:00 +0200",
        "From: Anne Durand <anne@atelier-durand.example>",
        "To: Marc Petit <marc@client.example>",
        "Subject: Re: Devis accept=C3=A9",
        "Content-Type: text/plain; charset=utf-8; format=flowed",
        "Content-Transfer-Encoding: 8bit",
        "",
        "Bonjour Marc, avez-vous pu lire ",
        "ma proposition ?",
        "",
        "> Voici le devis ",
        "> promis.",
        "",
    )
)

SAME = {
    "other line ends": DRAFT.replace("\n", "\r\n"),
    "wrapped elsewhere": DRAFT.replace("lire \nma", "lire ma ").replace("devis \n> promis", "devis promis"),
    "hard lines": DRAFT.replace("; format=flowed", ""),
    "other fields": "X-Mozilla-Status: 0001\nMessage-ID: <x@y>\n" + DRAFT,
    "quoted-printable": DRAFT.replace("8bit", "quoted-printable").replace("promis", "promi=73"),
    "name quoted": DRAFT.replace("Marc Petit <", '"Marc Petit" <'),
    "name encoded": DRAFT.replace("Anne Durand", "=?utf-8?Q?Anne_Durand?="),
    "folded": DRAFT.replace("Re: Devis", "Re:\n Devis"),
    "trailing spaces": DRAFT.replace("promis.\n", "promis.  \n\n\n"),
}

OTHER = {
    "a word": DRAFT.replace("lire", "voir"),
    "a recipient": DRAFT.replace("marc@client.example>", "marc@client.example>, zoe@client.example"),
    "a copy": DRAFT.replace("Subject", "Cc: zoe@client.example\nSubject"),
    "saved again": DRAFT.replace("09:12:00", "09:31:07"),
    "a blind copy": DRAFT.replace("Subject", "Bcc: zoe@client.example\nSubject"),
    "the sender": DRAFT.replace("anne@", "contact@"),
    "the subject": DRAFT.replace("Devis", "Projet"),
    "a word in the quotation": DRAFT.replace("promis", "prévu"),
    "an html twin": DRAFT.replace(
        "Content-Type: text/plain; charset=utf-8; format=flowed\nContent-Transfer-Encoding: 8bit\n\n",
        "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>Autre chose</p>\n--b\nContent-Type: text/plain; format=flowed; charset=utf-8\n\n",
    ),
    "an attachment": DRAFT.replace(
        "Content-Type: text/plain; charset=utf-8; format=flowed\nContent-Transfer-Encoding: 8bit\n\n",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/pdf; name=a.pdf\n\nx\n--b\nContent-Type: text/plain; format=flowed; charset=utf-8\n\n",
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_what_servers_and_clients_do_on_their_own_changes_nothing(name: str) -> None:
    assert SAME[name] != DRAFT
    assert Parser().digest(SAME[name].encode()) == Parser().digest(DRAFT.encode())


@pytest.mark.parametrize("name", OTHER)
def test_what_a_person_changes_changes_the_digest(name: str) -> None:
    assert OTHER[name] != DRAFT
    assert Parser().digest(OTHER[name].encode()) != Parser().digest(DRAFT.encode())


def test_an_attachment_counts_by_name_and_size() -> None:
    draft = OTHER["an attachment"]
    digests = {
        Parser().digest(version.encode())
        for version in (draft, draft.replace("a.pdf", "b.pdf"), draft.replace("\n\nx\n", "\n\nxy\n"))
    }
    assert len(digests) == 3


@pytest.mark.parametrize("place", [0, 99, 100, 1_000, 10_000, 59_999])
def test_a_word_changed_at_any_place_of_a_long_draft_changes_the_digest(place: int) -> None:
    words = ["mot"] * 20_000
    head = DRAFT.partition("\n\n")[0] + "\n\n"
    before = Parser().digest((head + " ".join(words)).encode())
    words[place // 3] = "mots"
    assert Parser().digest((head + " ".join(words)).encode()) != before
