"""What happens to real mailboxes sooner or later: orders by the owner, lost journals, renumbered mailboxes, hostile subjects."""

import shutil

import pytest

from tests.acceptance.office import CONFIGURATION, OWNER, TOKEN, at, mail
from tests.acceptance.tripwire import Tripwire

MARC = "marc@client.example"
SUBJECT = "RE: Devis D-2026-014"


def quoted(office, when: str = "2026-09-01 09:12", who: str = MARC, reference: str = "D-2026-014", **more: str) -> str:
    return office.quote(when, who, reference, **more)


def drafted(office) -> str:
    """A quote whose first follow-up waits in Drafts."""
    quote = quoted(office)
    office.once("2026-09-03 08:40")
    assert len(office.drafts(quote)) == 1
    return quote


# --- the owner's word


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["won"], "won"),
        (["lost"], "lost"),
        (["stop"], "stopped"),
        (["untrack"], "stopped"),
        (["snooze", "--until", "2026-09-30"], "paused"),
    ],
)
def test_the_owners_word_takes_an_untouched_draft_back_in_the_next_look(office, words, status):
    quote = drafted(office)
    assert office.mailwatch(words[0], quote, *words[1:], "--now", "2026-09-03T09:00").code == 0
    office.once("2026-09-03 09:05")
    assert (office.drafts(quote), office.status(quote, "2026-09-03 09:10")) == ([], status)


def test_an_edited_draft_stays_even_when_the_owner_says_stop(office):
    quote = drafted(office)
    office.edit(office.draft(quote), "roundcube", at("2026-09-03 09:00"))
    office.mailwatch("stop", quote, "--now", "2026-09-03T09:05")
    office.once("2026-09-03 09:10")
    assert len(office.drafts(quote)) == 1


def test_resume_goes_on_with_the_next_step_and_never_with_one_that_was_deleted(office):
    quote = drafted(office)
    office.throw_away(office.draft(quote))
    office.once("2026-09-03 10:00")
    office.mailwatch("stop", quote, "--now", "2026-09-04T09:00")
    office.mailwatch("resume", quote, "--now", "2026-09-07T09:00")
    for day in range(7, 18):
        office.once(f"2026-09-{day:02} 09:00")
    assert [letter.message["X-Mailwatch-Step"] for letter in office.drafts(quote)] == ["2/relance_2_echeance"]


def test_set_to_is_the_only_way_to_another_recipient(office):
    quote = quoted(office)
    office.once("2026-09-01 12:00")
    assert office.mailwatch("set", quote, "--to", "nadia@client.example", "--now", "2026-09-02T09:00").code == 0
    office.once("2026-09-03 08:40")
    assert office.draft(quote).message["To"] == "nadia@client.example"


def test_a_reply_to_of_the_prospect_leads_nowhere(office):
    quote = quoted(office)
    office.once("2026-09-01 12:00")
    stall = "Bonjour, je reviens vers vous en fin de mois."
    office.receive(
        "2026-09-02 10:00", MARC, SUBJECT, stall, quote, Reply_To="rival@elsewhere.example", Cc="rival@elsewhere.example"
    )
    for day in range(2, 30):
        office.once(f"2026-09-{day:02} 12:00")
        assert "elsewhere" not in "".join(letter.raw.decode() for letter in office.drafts())


# --- further down the thread


def answered(office) -> tuple[str, str]:
    """A follow-up was sent, and its answer carries everything the thread has in its references, as mail programs do."""
    quote = drafted(office)
    draft = office.draft(quote)
    sent = office.send(draft, "thunderbird", at("2026-09-03 10:00"))
    office.once("2026-09-03 10:05")
    references = " ".join([*draft.references, sent])
    reply = office.receive("2026-09-04 10:00", MARC, SUBJECT, "Bonjour, le prix comprend-il l'hébergement ?", references)
    office.once("2026-09-04 10:05")
    assert office.status(quote, "2026-09-04 10:10") == "waiting_on_us"
    return quote, f"{references} {reply}"


def test_an_answer_written_by_hand_is_no_follow_up_although_its_thread_carries_our_mark(office):
    quote, references = answered(office)
    office.write("2026-09-04 15:00", MARC, "Re: Devis D-2026-014", "Bonjour Marc, oui, pour un an. Anne", references)
    (event,) = office.once("2026-09-04 15:05").lines("owner")
    line = office.mailwatch("why", quote, "--json", "--now", "2026-09-04T15:10").objects[0]
    assert (event["kind"], line["touches"], line["last_word"]) == ("answer", 1, "us")


def test_a_revised_quote_in_answer_to_a_reply_is_seen_although_its_thread_carries_our_mark(office):
    quote, references = answered(office)
    again = quoted(office, "2026-09-04 15:00", MARC, "D-2026-014-B", references=references, subject="Re: Devis D-2026-014")
    (event,) = office.once("2026-09-04 15:05").lines("quote")
    assert (event["quote"], event["replaces"]) == (again, quote)
    office.once("2026-09-08 09:00")
    assert len(office.drafts(again)) == 1


@pytest.mark.parametrize("program", ["thunderbird", "roundcube"])
def test_a_draft_edited_and_sent_is_a_follow_up(office, program):
    quote = drafted(office)
    office.send(office.draft(quote), program, at("2026-09-03 10:00"), "Bonjour Marc, un mot de plus.")
    office.once("2026-09-03 10:05")
    line = office.mailwatch("why", quote, "--json", "--now", "2026-09-03T10:10").objects[0]
    assert (line["touches"], line["status"], line["next"]["step"]) == (1, "open", 2)


# --- memory


@pytest.mark.parametrize("lost", ["journal.db", ""])
def test_a_lost_journal_leads_to_no_second_draft(office, lost):
    """With its secret beside it, or without."""
    quote = drafted(office)
    before = office.drafts()
    folder = office.folder / "journal"
    for path in folder.glob(f"{lost}*"):
        path.unlink() if lost == "" or "secret" not in path.name else None
    for look in ("2026-09-03 10:00", "2026-09-04 09:00", "2026-09-07 09:00"):
        office.once(look)
    assert office.drafts(quote) == before


def test_after_a_lost_journal_what_was_sent_is_not_sent_again(office):
    quote = drafted(office)
    office.send(office.draft(quote), "thunderbird", at("2026-09-03 10:00"))
    shutil.rmtree(office.folder / "journal")
    for day in range(3, 16):
        office.once(f"2026-09-{day:02} 12:00")
    assert office.drafts(quote) == []
    office.once("2026-09-16 12:00")
    assert office.draft(quote).message["X-Mailwatch-Step"] == "2/relance_2_echeance"


@pytest.mark.parametrize("mailbox", ["Drafts", "Sent"])
def test_a_renumbered_mailbox_is_known_again_by_its_content(office, mailbox):
    quote = drafted(office)
    content = office.letters(mailbox)
    office.imap.delete_folder(mailbox)
    office.imap.create_folder(mailbox)
    for letter in content:
        office.imap.append(mailbox, letter.raw, flags=[flag for flag in letter.flags if flag != r"\Recent"])
    office.once("2026-09-03 10:00")
    assert len(office.drafts(quote)) == 1
    office.receive("2026-09-03 11:00", MARC, SUBJECT, "Bonjour, nous validons votre devis.", quote)
    office.once("2026-09-03 11:05")
    assert office.drafts(quote) == []


def test_another_mailbox_under_the_name_of_sent_locks_drafting(office):
    quoted(office)
    office.once("2026-09-01 12:00")
    for number in range(6):
        office.write(f"2026-09-01 13:0{number}", f"x{number}@elsewhere.example", "Bonjour", "Bonjour", "")
    office.once("2026-09-01 14:00")
    office.imap.delete_folder("Sent")
    office.imap.create_folder("Sent")
    outcome = office.mailwatch("once", "--json", "--now", "2026-09-03T09:00")
    assert (outcome.code, outcome.lines("mailbox")[0]["state"], office.drafts()) == (1, "locked", [])


def test_a_now_that_jumps_back_and_forth_never_makes_a_second_draft(office):
    quote = quoted(office)
    for look in (
        "2026-09-03 09:00",
        "2026-09-02 09:00",
        "2026-09-16 09:00",
        "2026-09-03 09:00",
        "2026-09-24 09:00",
        "2026-09-16 09:00",
    ):
        office.once(look)
        assert len(office.drafts(quote)) <= 1
    assert len(office.drafts(quote)) == 1


def test_what_was_sent_before_the_start_is_remembered_and_never_followed_up(office):
    office.configure(CONFIGURATION.replace("quotes: {{start: 2026-08-15}}\n", ""), port=office.port)
    old = quoted(office)
    office.once("2026-09-02 09:00")
    new = quoted(office, "2026-09-02 10:00", "zoe@petit.example", "D-2026-015")
    for day in range(2, 28):
        office.once(f"2026-09-{day:02} 12:00")
    assert (office.drafts(old), len(office.drafts(new))) == ([], 1)
    office.receive("2026-09-28 10:00", MARC, SUBJECT, "Bonjour, nous validons votre devis.", old)
    (reply,) = office.once("2026-09-28 12:00").lines("reply")
    assert (reply["quote"], reply["kind"]) == (old, "accept")


# --- people


def test_one_draft_at_a_time_for_each_contact(office):
    quotes = [quoted(office, f"2026-09-01 09:{minute}", MARC, f"D-2026-0{minute}") for minute in (14, 24, 34)]
    for day in range(1, 16):
        office.once(f"2026-09-{day:02} 12:00")
        assert len(office.drafts()) <= 1
    assert len(office.drafts(quotes[2])) == 1  # the other two wait for the gap after it


def test_what_exceeds_the_day_is_drafted_on_the_next(office):
    office.configure(CONFIGURATION.replace("per_day: 40", "per_day: 2"), port=office.port)
    for number in range(10, 15):
        quoted(office, f"2026-09-01 09:{number}", f"c@client{number}.example", f"D-2026-0{number}")
    counts = []
    for look in (
        "2026-09-03 09:00",
        "2026-09-03 18:00",
        "2026-09-04 08:00",
        "2026-09-04 09:00",
        "2026-09-05 09:00",
        "2026-09-07 09:00",
    ):
        office.once(look)
        counts.append(len(office.drafts()))
    assert counts == [2, 2, 2, 4, 4, 5]


def test_a_draft_of_the_owners_own_in_the_thread_is_respected(office):
    quote = quoted(office)
    own = mail(id_="<own@atelier-durand.example>", sender=OWNER, to=MARC, subject="Re: Devis", date=at("2026-09-02 10:00"), text="Bonjour", references=quote)  # fmt: skip
    office.put("Drafts", own, at("2026-09-02 10:00"), r"\Draft")
    office.once("2026-09-03 09:00")
    assert [letter.message["Message-ID"] for letter in office.drafts(quote)] == ["<own@atelier-durand.example>"]


def test_a_reply_that_arrives_while_the_draft_is_being_written_withdraws_it_in_the_next_look(office):
    quote = quoted(office)

    def deliver() -> None:
        office.receive("2026-09-03 08:39", MARC, SUBJECT, "Bonjour, nous validons votre devis.", quote)

    with Tripwire(office.port, "command", deliver, goes_on=True) as wire:
        office.configure(port=wire.port)
        office.once("2026-09-03 08:40")
        assert wire.fired.is_set()
    office.configure(port=office.port)
    shown = len(office.drafts(quote))
    office.once("2026-09-03 08:45")
    assert (shown, office.drafts(quote)) == (1, [])


# --- hostile mail


@pytest.mark.parametrize(
    "subject",
    [
        "=?UTF-8?Q?Devis_D-2026-014=0D=0ABcc:_evil@rival.example?=",
        "=?UTF-8?Q?Devis_D-2026-014=0ABcc=3A_evil=40rival=2Eexample?=",
        "=?UTF-8?B?RGV2aXMgRC0yMDI2LTAxNAoKPGJvZHk+?=",
        "Devis D-2026-014 =?UTF-8?Q?=E2=80=AE=E2=80=A8=00?=",
        "Devis D-2026-014 " + "très long " * 200,
    ],
)
def test_a_subject_cannot_add_a_header_to_the_draft(office, subject):
    quote = "<q@atelier-durand.example>"
    raw = mail(id_=quote, sender=OWNER, to=MARC, subject="Devis D-2026-014", date=at("2026-09-01 09:12"), text="Devis D-2026-014\n\nTotal : 4 200,00 € HT\nValable 21 jours.")  # fmt: skip
    office.put("Sent", raw.replace(b"Subject: Devis D-2026-014", b"Subject: " + subject.encode()), at("2026-09-01 09:12"))
    office.once("2026-09-01 12:00")
    office.mailwatch("track", quote, "--now", "2026-09-01T12:05")
    office.once("2026-09-03 09:00")
    (draft,) = office.drafts(quote)
    assert sorted(name.lower() for name in draft.message) == sorted(
        [
            "from",
            "to",
            "subject",
            "date",
            "message-id",
            "in-reply-to",
            "references",
            "x-mailwatch-quote",
            "x-mailwatch-step",
            "mime-version",
            "content-type",
            "content-transfer-encoding",
        ]
    )
    assert (draft.message["To"], "evil" in str(draft.message["Subject"]) and draft.message["Bcc"]) in {
        (MARC, None),
        (MARC, False),
    }
    assert len(TOKEN.findall(draft.message["References"])) == 1
