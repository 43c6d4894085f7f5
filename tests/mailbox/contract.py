"""What every Mailbox must do, whoever the server is. A subclass gives a ``server`` fixture that is a ``Hands``."""

from collections.abc import Iterable
from datetime import UTC, datetime
from email import message_from_bytes
from typing import Protocol

import pytest

from mailwatch.errors import MailboxMissing
from mailwatch.model.message import Locator, Role
from mailwatch.ports import Appended, Batch, Cursor, Mailbox
from tests.mailbox.mail import PDF, bounce, plain, with_attachments

AT = datetime(2026, 9, 1, 7, 12, tzinfo=UTC)
LATER = datetime(2026, 9, 2, 7, 12, tzinfo=UTC)


class Hands(Protocol):
    """The owner's, the prospect's and the administrator's side of a server."""

    sent: str
    drafts: str
    trash: str

    def open(self) -> Mailbox: ...
    def deliver(self, mailbox: str, raw: bytes, at: datetime, flags: frozenset[str] = frozenset()) -> Locator: ...
    def delete(self, locator: Locator) -> object: ...
    def move(self, locator: Locator, mailbox: str) -> object: ...
    def flag(self, locator: Locator, *flags: str) -> None: ...
    def renumber(self, mailbox: str) -> None: ...
    def remove_mailbox(self, mailbox: str) -> None: ...
    def content(self, mailbox: str) -> list[tuple[int, bytes, frozenset[str]]]: ...


def advance(cursors: dict[str, Cursor], batches: Iterable[Batch]) -> dict[str, Cursor]:
    return cursors | {batch.cursor.mailbox: batch.cursor for batch in batches}


def arrivals(batches: Iterable[Batch]) -> list[tuple[str, int]]:
    return [(new.locator.mailbox, new.locator.uid) for batch in batches for new in batch.messages]


def fields(header: bytes) -> list[str]:
    return [name.lower() for name in message_from_bytes(header)]


class MailboxContract:
    @pytest.fixture
    def mailbox(self, server: Hands):
        mailbox = server.open()
        yield mailbox
        mailbox.close()

    # --- mailboxes

    def test_each_mailbox_has_its_role(self, server, mailbox):
        roles = {found.name: found.role for found in mailbox.mailboxes()}
        assert {
            "INBOX": Role.INBOX,
            server.sent: Role.SENT,
            server.drafts: Role.DRAFTS,
            server.trash: Role.TRASH,
        }.items() <= roles.items()

    def test_a_missing_drafts_mailbox_stops_everything_that_needs_it(self, server, mailbox):
        server.remove_mailbox(server.drafts)
        with pytest.raises(MailboxMissing):
            mailbox.drafts()
        with pytest.raises(MailboxMissing):
            mailbox.append_draft(plain("<d@x.example>"), "<d@x.example>")

    def test_a_missing_sent_mailbox_leaves_no_complete_view(self, server, mailbox):
        server.remove_mailbox(server.sent)
        with pytest.raises(MailboxMissing):
            list(mailbox.new({}))

    # --- new

    def test_the_first_look_sees_every_message_sent_first(self, server, mailbox):
        received = server.deliver("INBOX", plain("<r@x.example>"), AT)
        sent = server.deliver(server.sent, plain("<s@x.example>"), AT)
        assert arrivals(mailbox.new({})) == [(server.sent, sent.uid), ("INBOX", received.uid)]

    def test_drafts_are_not_among_the_new(self, server, mailbox):
        server.deliver(server.drafts, plain("<d@x.example>"), AT)
        batches = list(mailbox.new({}))
        assert (server.drafts in {batch.cursor.mailbox for batch in batches}, arrivals(batches)) == (False, [])

    def test_nothing_new_is_one_empty_batch_for_each_mailbox(self, server, mailbox):
        server.deliver("INBOX", plain("<r@x.example>"), AT)
        cursors = advance({}, mailbox.new({}))
        batches = list(mailbox.new(cursors))
        watched = {found.name for found in mailbox.mailboxes() if found.role is not Role.DRAFTS and found.selectable}
        assert ({b.cursor.mailbox for b in batches}, arrivals(batches), len(batches)) == (watched, [], len(watched))

    def test_a_cursor_is_where_reading_goes_on(self, server, mailbox):
        server.deliver("INBOX", plain("<r1@x.example>"), AT)
        cursors = advance({}, mailbox.new({}))
        second = server.deliver("INBOX", plain("<r2@x.example>"), LATER)
        assert arrivals(mailbox.new(cursors)) == [("INBOX", second.uid)]

    def test_a_cursor_counts_the_mailbox(self, server, mailbox):
        first = server.deliver("INBOX", plain("<r1@x.example>"), AT)
        server.deliver("INBOX", plain("<r2@x.example>"), AT)
        server.delete(first)
        assert advance({}, mailbox.new({}))["INBOX"].messages == 1

    def test_a_new_message_comes_with_date_size_and_flags(self, server, mailbox):
        raw = plain("<r@x.example>")
        server.deliver("INBOX", raw, AT, frozenset({r"\Flagged"}))
        (new,) = [new for batch in mailbox.new({}) for new in batch.messages]
        assert (new.internal_date, new.size, new.flags - {r"\Recent"}) == (AT, len(raw), {r"\Flagged"})

    def test_a_header_holds_the_wanted_fields_only(self, server, mailbox):
        extra = "X-Spam-Report: " + "long " * 900 + "\nPrecedence: bulk\nReferences: <a@x.example>\n <b@x.example>\n"
        server.deliver("INBOX", plain("<r@x.example>", extra=extra), AT)
        (new,) = [new for batch in mailbox.new({}) for new in batch.messages]
        assert fields(new.header) == ["message-id", "from", "to", "subject", "date", "precedence", "references"]

    def test_a_message_that_was_deleted_is_not_new(self, server, mailbox):
        gone = server.deliver("INBOX", plain("<r@x.example>"), AT)
        server.delete(gone)
        assert arrivals(mailbox.new({})) == []

    def test_a_new_uidvalidity_starts_the_mailbox_over(self, server, mailbox):
        server.deliver(server.sent, plain("<s@x.example>"), AT)
        cursors = advance({}, mailbox.new({}))
        server.renumber(server.sent)
        batches = list(mailbox.new(cursors))
        assert [(b.cursor.mailbox, b.reset, len(b.messages)) for b in batches if b.messages] == [(server.sent, True, 1)]

    def test_a_first_look_is_no_reset(self, mailbox):
        assert [batch.reset for batch in mailbox.new({}) if batch.reset] == []

    def test_reading_leaves_no_trace(self, server, mailbox):
        server.deliver("INBOX", plain("<r@x.example>"), AT)
        locator = server.deliver("INBOX", with_attachments("<a@x.example>"), AT)
        before = server.content("INBOX")
        list(mailbox.new({}))
        list(mailbox.texts([locator], pdf=True))
        mailbox.find("<r@x.example>")
        assert server.content("INBOX") == before

    # --- texts

    def test_a_plain_message_is_given_whole_and_unchanged(self, server, mailbox):
        raw = plain("<r@x.example>", body="Première ligne\n\nDernière ligne sans fin", extra="X-Odd: kept\n")
        locator = server.deliver("INBOX", raw, AT)
        assert list(mailbox.texts([locator])) == [(locator, raw)]

    def test_attachments_are_there_by_name_and_size_only(self, server, mailbox):
        locator = server.deliver("INBOX", with_attachments("<a@x.example>"), AT)
        ((_, raw),) = mailbox.texts([locator])
        parts = [part for part in message_from_bytes(raw).walk() if not part.is_multipart()]
        assert [(part.get_filename(), part.get_payload().strip() != "", part["X-Mailwatch-Size"] is None) for part in parts] == [
            (None, True, True),
            (None, True, True),
            ("devis.pdf", False, False),
            ("logo.png", False, False),
            ("notes.txt", False, False),
        ]

    def test_texts_keep_accents_and_structure(self, server, mailbox):
        locator = server.deliver("INBOX", with_attachments("<a@x.example>"), AT)
        ((_, raw),) = mailbox.texts([locator])
        message = message_from_bytes(raw)
        assert ([part.get_content_type() for part in message.walk()], message["Message-ID"], "voilà".encode() in raw) == (
            ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf", "image/png", "text/plain"],
            "<a@x.example>",
            True,
        )

    def test_a_pdf_is_included_when_asked_for(self, server, mailbox):
        locator = server.deliver(server.sent, with_attachments("<a@x.example>"), AT)
        ((_, raw),) = mailbox.texts([locator], pdf=True)
        payloads = {part.get_content_type(): part.get_payload(decode=True) for part in message_from_bytes(raw).walk()}
        assert (payloads["application/pdf"], payloads["image/png"]) == (PDF, b"")

    def test_a_bounce_keeps_its_report_and_the_header_of_the_original(self, server, mailbox):
        locator = server.deliver("INBOX", bounce("<b@x.example>", "<q@x.example>"), AT)
        ((_, raw),) = mailbox.texts([locator])
        assert (b"Status: 5.1.1" in raw, b"<q@x.example>" in raw, b"whole original" in raw) == (True, True, False)

    def test_texts_come_from_several_mailboxes_and_without_what_vanished(self, server, mailbox):
        here = server.deliver("INBOX", plain("<r@x.example>"), AT)
        there = server.deliver(server.sent, plain("<s@x.example>"), AT)
        gone = server.deliver("INBOX", plain("<g@x.example>"), AT)
        server.delete(gone)
        elsewhere = Locator("INBOX", here.uidvalidity + 7, here.uid)
        assert {locator for locator, _ in mailbox.texts([here, gone, there, elsewhere])} == {here, there}

    def test_a_very_long_text_is_cut(self, server, mailbox):
        locator = server.deliver("INBOX", plain("<r@x.example>", body="une ligne de texte\n" * 10_000), AT)
        ((_, raw),) = mailbox.texts([locator])
        assert 65_536 < len(raw) < 67_000

    # --- drafts

    def test_the_listing_of_drafts_is_complete(self, server, mailbox):
        one = server.deliver(server.drafts, plain("<d1@x.example>"), AT)
        two = server.deliver(server.drafts, plain("<d2@x.example>"), AT, frozenset({r"\Deleted"}))
        listing = mailbox.drafts()
        assert (listing.mailbox, listing.uidvalidity, listing.uidnext) == (server.drafts, one.uidvalidity, two.uid + 1)
        assert [(entry.locator, r"\Deleted" in entry.flags) for entry in listing.entries] == [(one, False), (two, True)]

    def test_an_empty_drafts_mailbox_is_an_empty_listing(self, mailbox):
        assert mailbox.drafts().entries == ()

    # --- append

    def test_an_appended_draft_is_found_and_given_back(self, server, mailbox):
        raw = plain("<mw.1@x.example>")
        outcome = mailbox.append_draft(raw, "<mw.1@x.example>")
        assert isinstance(outcome, Appended)
        assert (outcome.stored, outcome.locator.mailbox) == (raw, server.drafts)
        assert [(uid, stored, flags - {r"\Recent"}) for uid, stored, flags in server.content(server.drafts)] == [
            (outcome.locator.uid, raw, {r"\Draft"})
        ]

    def test_an_appended_draft_appears_in_the_next_listing(self, mailbox):
        mailbox.append_draft(plain("<mw.1@x.example>"), "<mw.1@x.example>")
        assert [b"<mw.1@x.example>" in entry.header for entry in mailbox.drafts().entries] == [True]

    def test_appending_writes_nowhere_but_in_drafts(self, server, mailbox):
        mailbox.append_draft(plain("<mw.1@x.example>"), "<mw.1@x.example>")
        assert [server.content(name) for name in ("INBOX", server.sent, server.trash)] == [[], [], []]

    # --- withdraw

    def test_an_untouched_draft_is_withdrawn(self, server, mailbox):
        outcome = mailbox.append_draft(plain("<mw.1@x.example>"), "<mw.1@x.example>")
        assert isinstance(outcome, Appended)
        assert mailbox.withdraw(outcome.locator, lambda raw: raw == outcome.stored) is True
        assert server.content(server.drafts) == []

    def test_a_changed_draft_is_left_alone(self, server, mailbox):
        locator = server.deliver(server.drafts, plain("<d@x.example>"), AT)
        before = server.content(server.drafts)
        assert mailbox.withdraw(locator, lambda _: False) is False
        assert server.content(server.drafts) == before

    def test_drafts_marked_deleted_by_others_survive_a_withdrawal(self, server, mailbox):
        foreign = [server.deliver(server.drafts, plain(f"<f{n}@x.example>"), AT, frozenset({r"\Deleted"})) for n in range(3)]
        outcome = mailbox.append_draft(plain("<mw.1@x.example>"), "<mw.1@x.example>")
        assert isinstance(outcome, Appended)
        assert mailbox.withdraw(outcome.locator, lambda _: True) is True
        assert [uid for uid, _, _ in server.content(server.drafts)] == [locator.uid for locator in foreign]

    @pytest.mark.parametrize("flag", [r"\Deleted", r"\Flagged", r"\Answered", "$Forwarded", "$label1"])
    def test_a_draft_with_a_mark_of_the_owner_is_not_touched(self, server, mailbox, flag):
        locator = server.deliver(server.drafts, plain("<d@x.example>"), AT, frozenset({flag}))
        assert mailbox.withdraw(locator, lambda _: True) is False
        assert len(server.content(server.drafts)) == 1

    def test_a_stale_uidvalidity_withdraws_nothing(self, server, mailbox):
        locator = server.deliver(server.drafts, plain("<d@x.example>"), AT)
        server.renumber(server.drafts)
        assert mailbox.withdraw(locator, lambda _: True) is False
        assert len(server.content(server.drafts)) == 1

    def test_nothing_outside_drafts_is_withdrawn(self, server, mailbox):
        locator = server.deliver(server.sent, plain("<s@x.example>"), AT)
        assert mailbox.withdraw(locator, lambda _: True) is False
        assert len(server.content(server.sent)) == 1

    def test_a_draft_that_is_gone_cannot_be_withdrawn(self, server, mailbox):
        locator = server.deliver(server.drafts, plain("<d@x.example>"), AT)
        server.delete(locator)
        assert mailbox.withdraw(locator, lambda _: True) is False

    # --- find

    def test_a_message_is_found_where_it_lies(self, server, mailbox):
        server.deliver("INBOX", plain("<other@x.example>"), AT)
        locator = server.deliver(server.sent, plain("<s@x.example>"), AT)
        assert mailbox.find("<s@x.example>") == (locator,)

    def test_closing_twice_is_harmless(self, mailbox):
        mailbox.mailboxes()
        mailbox.close()
        mailbox.close()
