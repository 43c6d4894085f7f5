"""The main job, whole: from a sent quote to a threaded draft, and what stops it."""

from email import message_from_bytes, policy

from tests.stage import MARC, OWNER, QUOTE_TEXT, Stage, at

START = "2026-09-01 00:00"


def stage(**more):
    return Stage(at(START), **more)


def test_a_quote_without_answer_gets_its_first_follow_up_at_half_past_eight_two_working_days_later():
    s = stage()
    quote = s.quote("2026-09-01 09:12")

    s.cycle("2026-09-01 10:00")
    assert s.drafts() == ()
    s.cycle("2026-09-03 08:29")
    assert s.drafts() == ()
    s.cycle("2026-09-03 08:30")

    (draft,) = s.drafts()
    message = message_from_bytes(draft.raw, policy=policy.default)
    assert message["To"] == MARC
    assert message["Subject"] == "Re: Devis D-2026-014"
    assert message["In-Reply-To"] == quote
    assert message["References"].split()[-1] == quote
    assert message["From"].addresses[0].addr_spec == OWNER
    assert r"\Draft" in draft.flags
    assert s.status(quote, "2026-09-03 09:00") == "drafted"


def test_the_same_step_is_never_drafted_twice():
    s = stage()
    s.quote("2026-09-01 09:12")
    for hour in range(9, 18):
        s.cycle(f"2026-09-03 {hour:02}:00")

    assert len(s.drafts()) == 1


def test_a_human_reply_in_the_thread_stops_the_follow_up_in_the_cycle_that_sees_it():
    s = stage()
    quote = s.quote("2026-09-01 09:12")
    s.cycle("2026-09-01 10:00")
    s.reply("2026-09-03 08:00", quote, "Bonjour, quel délai prévoyez-vous pour la mise en ligne ?")
    s.cycle("2026-09-03 09:00")

    assert s.drafts() == ()
    assert s.status(quote, "2026-09-03 09:00") == "waiting_on_us"


def test_a_reply_withdraws_an_untouched_draft():
    s = stage()
    quote = s.quote("2026-09-01 09:12")
    s.cycle("2026-09-03 09:00")
    assert len(s.drafts()) == 1
    s.reply("2026-09-03 11:00", quote, "Bonjour, nous validons votre devis. Vous pouvez démarrer.")
    s.cycle("2026-09-03 11:05")

    assert s.drafts() == ()
    assert s.status(quote, "2026-09-03 12:00") == "accepted"


def test_an_edited_draft_stays_when_the_reply_comes():
    s = stage()
    quote = s.quote("2026-09-01 09:12")
    s.cycle("2026-09-03 09:00")
    (draft,) = s.drafts()
    s.mailbox.delete(draft.locator)
    s.mailbox.deliver("Drafts", draft.raw.replace(b"Bonjour", b"Cher ami"), at("2026-09-03 10:00"))
    s.reply("2026-09-03 11:00", quote, "Bonjour, nous validons votre devis. Vous pouvez démarrer.")
    s.cycle("2026-09-03 11:05")

    (kept,) = s.drafts()
    assert b"Cher ami" in kept.raw


def test_three_follow_ups_then_silence_for_ever():
    s = stage()
    quote = s.quote("2026-09-01 09:12")
    for day in ("2026-09-03", "2026-09-16", "2026-09-24"):
        s.cycle(f"{day} 08:31")
        s.send_draft(f"{day} 10:00")
        s.cycle(f"{day} 10:01")
        assert s.drafts() == ()

    assert s.status(quote, "2026-10-20 09:00") == "closed_no_answer"
    for month in range(10, 13):
        s.cycle(f"2026-{month}-28 09:00")
    s.cycle("2028-01-11 09:00")
    assert s.drafts() == ()


def test_a_draft_thrown_away_is_never_made_again():
    s = stage()
    s.quote("2026-09-01 09:12")
    s.cycle("2026-09-03 09:00")
    (draft,) = s.drafts()
    s.mailbox.move(draft.locator, "Trash")
    for day in range(3, 16):
        s.cycle(f"2026-09-{day:02} 12:00")

    assert s.drafts() == ()


def test_a_draft_expunged_without_trace_is_never_made_again():
    s = stage()
    s.quote("2026-09-01 09:12")
    s.cycle("2026-09-03 09:00")
    (draft,) = s.drafts()
    s.mailbox.delete(draft.locator)
    for day in range(3, 16):
        s.cycle(f"2026-09-{day:02} 12:00")

    assert s.drafts() == ()


def test_an_absence_moves_the_follow_up_to_the_return_and_two_working_days():
    s = stage()
    quote = s.quote("2026-09-01 09:12")
    s.reply(
        "2026-09-01 09:13",
        quote,
        "Bonjour, je suis absent jusqu'au 11 septembre inclus. De retour le 14 septembre.",
        subject="Réponse automatique : Devis D-2026-014",
        Auto_Submitted="auto-replied",
    )
    s.cycle("2026-09-03 09:00")
    assert s.drafts() == ()
    assert s.status(quote, "2026-09-03 09:00") == "paused"

    s.cycle("2026-09-16 09:00")
    assert len(s.drafts()) == 1


def test_subject_and_correspondents_alone_ask_and_hold():
    s = stage()
    quote = s.quote("2026-09-01 09:12")
    s.reply("2026-09-02 11:00", None, "Bonjour, merci de votre envoi, à très vite.", subject="Devis D-2026-014")
    s.cycle("2026-09-03 09:00")

    assert s.drafts() == ()
    assert s.status(quote, "2026-09-03 09:00") in {"asked", "waiting_on_us", "stalled", "paused"}


def test_the_owners_own_chase_counts_as_a_touch_and_holds_the_next_step_back():
    s = stage()
    quote = s.quote("2026-09-01 09:12")
    s.write("2026-09-02 17:00", quote, "Bonjour Marc, avez-vous bien reçu mon devis ?")
    s.cycle("2026-09-03 09:00")

    assert s.drafts() == ()
    assert s.judged(quote, "2026-09-03 09:00").conversation.touches == (at("2026-09-02 17:00"),)


def test_a_draft_of_the_owners_own_in_the_thread_is_left_alone_and_nothing_is_added():
    s = stage()
    quote = s.quote("2026-09-01 09:12")
    own = f"From: {OWNER}\nTo: {MARC}\nSubject: Re: Devis\nMessage-ID: <mine@x.example>\nReferences: {quote}\n\nBonjour\n"
    s.mailbox.deliver("Drafts", own.encode(), at("2026-09-02 10:00"), frozenset({r"\Draft"}))
    s.cycle("2026-09-03 09:00")

    assert len(s.drafts()) == 1


def test_a_lost_journal_leads_to_no_second_draft():
    s = stage()
    quote = s.quote("2026-09-01 09:12")
    s.cycle("2026-09-03 09:00")
    again = stage()
    again.mailbox = s.mailbox
    again.desk = type(s.desk)(**{**{name: getattr(again.desk, name) for name in s.desk.__slots__}, "mailbox": s.mailbox})
    again.cycle("2026-09-03 10:00")
    again.cycle("2026-09-04 10:00")

    assert len(s.drafts()) == 1
    assert again.status(quote, "2026-09-04 10:00") == "drafted"


def test_a_follow_up_sent_before_the_journal_was_lost_is_not_repeated():
    s = stage()
    s.quote("2026-09-01 09:12")
    s.cycle("2026-09-03 09:00")
    s.send_draft("2026-09-03 10:00")
    again = stage()
    again.mailbox = s.mailbox
    again.desk = type(s.desk)(**{**{name: getattr(again.desk, name) for name in s.desk.__slots__}, "mailbox": s.mailbox})
    for day in (4, 7, 8, 9, 10, 11, 14, 15):
        again.cycle(f"2026-09-{day:02} 10:00")

    assert s.drafts() == ()


def test_an_answer_is_recognised_by_its_words_after_the_quote_was_archived_and_after_it_was_thrown_away():
    s = stage()
    quote = s.quote("2026-09-01 09:12")
    s.cycle("2026-09-01 10:00")
    s.mailbox.add_mailbox("Archive")
    (sent,) = s.mailbox.messages("Sent")
    archived = s.mailbox.move(sent.locator, "Archive")
    s.cycle("2026-09-01 11:00")
    s.mailbox.delete(archived)
    quoted = "\n".join(f"> {line}" for line in QUOTE_TEXT.format(reference="D-2026-014").splitlines())
    s.reply("2026-09-02 08:00", None, f"Bonjour Anne, bon pour accord.\n\n{quoted}", subject="Travaux")
    s.cycle("2026-09-02 09:00")

    assert s.status(quote, "2026-09-02 09:00") == "accepted"
