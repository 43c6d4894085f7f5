"""``reply``: one answer to what was asked, however often it is given."""

MARC = "marc@client.example"
ASKS = "Bonjour, quel serait le délai de réalisation ?\nMarc"
VARIANT = "reponse_question_accuse"


def asked(office) -> str:
    quote = office.quote("2026-09-01 09:12", MARC, "D-2026-014")
    office.once("2026-09-01 12:00")
    office.receive("2026-09-02 10:00", MARC, "RE: Devis D-2026-014", ASKS, quote)
    office.once("2026-09-02 10:05")
    return quote


def test_an_answer_that_waits_is_not_written_a_second_time(office):
    quote = asked(office)
    codes = [office.mailwatch("reply", quote, VARIANT, "--now", f"2026-09-02T10:0{minute}").code for minute in (6, 7)]
    assert (codes, len(office.drafts())) == ([0, 1], 1)


def test_an_answer_the_owner_threw_away_can_be_asked_for_again(office):
    quote = asked(office)
    office.mailwatch("reply", quote, VARIANT, "--now", "2026-09-02T10:06")
    office.throw_away(office.draft(quote))
    assert office.mailwatch("reply", quote, VARIANT, "--now", "2026-09-02T10:20").code == 0
    assert len(office.drafts()) == 1


def test_what_came_since_the_last_look_is_answered(office):
    quote = asked(office)
    office.receive("2026-09-02 10:06", MARC, "RE: Devis D-2026-014", "Merci de ne plus me contacter.\nMarc", quote)
    outcome = office.mailwatch("reply", quote, VARIANT, "--now", "2026-09-02T10:10")
    assert (outcome.code, office.drafts()) == (1, []), outcome
    assert "confirmation_opposition" in outcome.err
