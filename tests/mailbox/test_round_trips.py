"""What a look costs, counted on the wire; and that only what was promised was ever said there."""

import re
from contextlib import closing

import pytest

from mailwatch.errors import InvariantBroken
from mailwatch.mailbox import headers, imap
from mailwatch.mailbox.session import Connector
from mailwatch.model.message import Locator
from tests.mailbox.contract import AT, advance, arrivals
from tests.mailbox.mail import plain, with_attachments
from tests.servers.flights import FlightProxy
from tests.servers.hands import DovecotHands, settings

pytestmark = pytest.mark.dovecot

ZLIB = "protocol imap {\n  mail_plugins = imap_zlib\n}\n"


@pytest.fixture(params=["with LIST-STATUS", "without LIST-STATUS"])
def measured(request, dovecots, user):
    """An owner's hands, a mailbox that talks through a counting proxy, and the proxy."""
    capability = "IMAP4rev1 UIDPLUS MOVE UNSELECT SPECIAL-USE AUTH=PLAIN" if request.param.startswith("without") else ""
    server = dovecots(capability=capability)
    with FlightProxy(("127.0.0.1", server.port)) as proxy:
        hands = DovecotHands(server, user)
        yield hands, hands.open(port=proxy.port), proxy
        hands.close()


def test_a_poll_that_finds_nothing_is_one_round_trip(measured):
    hands, mailbox, proxy = measured
    hands.deliver("INBOX", plain("<r@x.example>"), AT)
    hands.deliver(hands.sent, plain("<s@x.example>"), AT)
    cursors = advance({}, mailbox.new({}))
    flights = []
    for _ in range(3):
        proxy.reset()
        assert arrivals(mailbox.new(cursors)) == []
        flights.append(proxy.flights)
    assert flights == [1, 1, 1]


@pytest.fixture
def condstore(dovecots, user):
    """As ``measured``, on a server that offers all it can."""
    server = dovecots()
    with FlightProxy(("127.0.0.1", server.port)) as proxy:
        hands = DovecotHands(server, user)
        yield hands, hands.open(port=proxy.port), proxy
        hands.close()


def looked(mailbox):
    """What a cycle asks before it decides anything."""
    list(mailbox.new(advance({}, mailbox.new({}))))
    return mailbox.drafts()


def test_a_cycle_that_finds_nothing_is_one_round_trip_and_few_octets(condstore):
    hands, mailbox, proxy = condstore
    hands.deliver("INBOX", plain("<r@x.example>"), AT)
    hands.deliver(hands.drafts, plain("<d@x.example>"), AT)
    before = looked(mailbox)
    cursors = advance({}, mailbox.new({}))
    list(mailbox.new(cursors))
    proxy.reset()
    assert (arrivals(mailbox.new(cursors)), mailbox.drafts()) == ([], before)
    assert (proxy.flights, len(proxy.up) + proxy.down <= 600) == (1, True), (proxy.flights, len(proxy.up), proxy.down)


@pytest.mark.parametrize("flag", [r"\Deleted", r"\Flagged"])
def test_a_flag_in_drafts_is_seen_at_the_next_look(condstore, flag):
    hands, mailbox, _ = condstore
    locator = hands.deliver(hands.drafts, plain("<d@x.example>"), AT)
    assert [entry.flags & {flag} for entry in looked(mailbox).entries] == [frozenset()]
    looked(mailbox)
    hands.flag(locator, flag)
    assert [entry.flags & {flag} for entry in looked(mailbox).entries] == [{flag}]
    hands.client.select_folder(hands.drafts)
    hands.client.remove_flags([locator.uid], [flag])
    assert [entry.flags & {flag} for entry in looked(mailbox).entries] == [frozenset()]


def test_whatever_happens_in_drafts_is_seen_at_the_next_look(condstore):
    hands, mailbox, _ = condstore
    one = hands.deliver(hands.drafts, plain("<d1@x.example>"), AT)
    looked(mailbox)
    assert looked(mailbox).entries[0].locator == one
    two = hands.deliver(hands.drafts, plain("<d2@x.example>"), AT)
    assert [entry.locator for entry in looked(mailbox).entries] == [one, two]
    hands.delete(one)
    assert [entry.locator for entry in looked(mailbox).entries] == [two]
    outcome = mailbox.append_draft(plain("<mw.1@x.example>"), "<mw.1@x.example>")
    assert [entry.locator for entry in mailbox.drafts().entries] == [two, outcome.locator]
    assert [entry.locator for entry in looked(mailbox).entries] == [two, outcome.locator]
    assert mailbox.withdraw(outcome.locator, lambda _: True)
    assert [entry.locator for entry in looked(mailbox).entries] == [two]


def test_what_came_after_the_look_is_listed(condstore):
    """Only the last word of the server may stand for a listing."""
    hands, mailbox, _ = condstore
    one = hands.deliver(hands.drafts, plain("<d1@x.example>"), AT)
    looked(mailbox)
    list(mailbox.new(advance({}, mailbox.new({}))))
    two = hands.deliver(hands.drafts, plain("<d2@x.example>"), AT)
    list(mailbox.texts([one]))
    assert [entry.locator for entry in mailbox.drafts().entries] == [one, two]


def test_a_poll_that_finds_nothing_selects_nothing(measured):
    _, mailbox, proxy = measured
    cursors = advance({}, mailbox.new({}))
    proxy.reset()
    list(mailbox.new(cursors))
    assert re.findall(rb"EXAMINE|SELECT \"|FETCH", bytes(proxy.up)) == []


def test_new_mail_costs_one_round_trip_more(measured):
    hands, mailbox, proxy = measured
    cursors = advance({}, mailbox.new({}))
    for number in range(10):
        hands.deliver("INBOX", plain(f"<r{number}@x.example>"), AT)
    proxy.reset()
    assert (len(arrivals(mailbox.new(cursors))), proxy.flights) == (10, 2)


def stir(mailbox):
    """As the watcher does when it hears of new mail."""
    mailbox._settings.stirred.set()


def test_mail_the_watcher_heard_of_costs_no_round_trip_more(measured):
    hands, mailbox, proxy = measured
    hands.deliver("INBOX", plain("<old@x.example>"), AT)
    cursors = advance({}, mailbox.new({}))
    for number in range(10):
        hands.deliver("INBOX", plain(f"<r{number}@x.example>"), AT)
    stir(mailbox)
    proxy.reset()
    batches = list(mailbox.new(cursors))
    assert (arrivals(batches), proxy.flights) == ([("INBOX", uid) for uid in range(2, 12)], 1)
    proxy.reset()
    assert (arrivals(mailbox.new(advance(cursors, batches))), proxy.flights) == ([], 1)


@pytest.mark.parametrize(("early", "flights"), [(9, 2), (10, 1), (11, 1)])
def test_more_than_was_asked_for_with_the_look_is_read_as_ever(measured, monkeypatch, early, flights):
    hands, mailbox, proxy = measured
    monkeypatch.setattr(imap, "EARLY", early)
    cursors = advance({}, mailbox.new({}))
    for number in range(10):
        hands.deliver("INBOX", plain(f"<r{number}@x.example>"), AT)
    stir(mailbox)
    proxy.reset()
    assert (len(arrivals(mailbox.new(cursors))), proxy.flights) == (10, flights)


def test_a_false_alarm_finds_nothing_and_loses_nothing(measured):
    hands, mailbox, _ = measured
    cursors = advance({}, mailbox.new({}))
    stir(mailbox)
    assert arrivals(mailbox.new(cursors)) == []
    hands.deliver(hands.sent, plain("<s@x.example>"), AT)
    hands.deliver("INBOX", plain("<r@x.example>"), AT)
    stir(mailbox)
    assert arrivals(mailbox.new(cursors)) == [(hands.sent, 1), ("INBOX", 1)]


def test_the_texts_of_many_messages_cost_two_round_trips(measured):
    hands, mailbox, proxy = measured
    places = [hands.deliver("INBOX", plain(f"<r{number}@x.example>"), AT) for number in range(10)]
    places += [hands.deliver("INBOX", with_attachments(f"<a{number}@x.example>"), AT) for number in range(5)]
    mailbox.mailboxes()
    proxy.reset()
    assert (len(list(mailbox.texts(places))), proxy.flights) == (15, 2)


def test_received_attachments_never_cross_the_wire(measured):
    hands, mailbox, proxy = measured
    locator = hands.deliver("INBOX", with_attachments("<a@x.example>"), AT)
    proxy.reset()
    list(mailbox.texts([locator]))
    sections = re.findall(rb"BODY\.PEEK\[([0-9.]+)\]", bytes(proxy.up))
    assert sorted(sections) == [b"1.1", b"1.2"]


def test_many_messages_are_read_in_batches_each_with_its_cursor(measured, monkeypatch):
    hands, mailbox, _ = measured
    monkeypatch.setattr(headers, "BATCH", 3)
    for number in range(20):
        hands.deliver("INBOX", plain(f"<r{number}@x.example>"), AT)
    hands.delete(Locator("INBOX", hands.client.folder_status("INBOX", ["UIDVALIDITY"])[b"UIDVALIDITY"], 5))
    inbox = [batch for batch in mailbox.new({}) if batch.cursor.mailbox == "INBOX"]
    assert [len(batch.messages) for batch in inbox] == [3, 2, 3, 3, 3, 3, 2]
    assert [batch.cursor.uidnext for batch in inbox] == [4, 7, 10, 13, 16, 19, 21]


def test_a_reading_that_broke_off_goes_on_from_its_last_cursor(measured, monkeypatch):
    hands, mailbox, _ = measured
    monkeypatch.setattr(headers, "BATCH", 3)
    for number in range(20):
        hands.deliver("INBOX", plain(f"<r{number}@x.example>"), AT)
    first = next(batch for batch in mailbox.new({}) if batch.cursor.mailbox == "INBOX")
    rest = arrivals(mailbox.new({"INBOX": first.cursor}))
    assert [new.locator.uid for new in first.messages] + [uid for _, uid in rest] == list(range(1, 21))


def test_other_calls_may_come_between_two_batches(measured, monkeypatch):
    hands, mailbox, _ = measured
    monkeypatch.setattr(headers, "BATCH", 3)
    sent = hands.deliver(hands.sent, plain("<s@x.example>"), AT)
    for number in range(20):
        hands.deliver("INBOX", plain(f"<r{number}@x.example>"), AT)
    seen = []
    for batch in mailbox.new({}):
        seen += [new.locator.uid for new in batch.messages if batch.cursor.mailbox == "INBOX"]
        assert [place for place, _ in mailbox.texts([sent])] == [sent]
        mailbox.drafts()
    assert seen == list(range(1, 21))


@pytest.mark.parametrize(("extra", "flights", "octets"), [("", 3, 5_000_000), (ZLIB, 4, 1_000_000)], ids=["plain", "compressed"])
def test_ten_thousand_new_messages_cost_five_round_trips_at_most(dovecots, user, extra, flights, octets):
    """One for the look, one to compress, two for headers: the next are on their way meanwhile."""
    server = dovecots(extra=extra)
    hands = DovecotHands(server, user)
    server.fill(user, (plain(f"<n{number}@x.example>") for number in range(10_000)))
    with closing(hands), FlightProxy(("127.0.0.1", server.port)) as proxy:
        mailbox = hands.open(port=proxy.port)
        mailbox.mailboxes()
        proxy.reset()
        found = [new.header for batch in mailbox.new({}) for new in batch.messages]
        assert ([header.count(f"<n{n}@".encode()) for n, header in enumerate(found)], proxy.flights) == ([1] * 10_000, flights)
        assert octets // 20 < proxy.down < octets
        assert mailbox.append_draft(plain("<mw.1@x.example>"), "<mw.1@x.example>").stored == plain("<mw.1@x.example>")


def test_the_gate_stands_before_compression(dovecots, user):
    hands = DovecotHands(dovecots(extra=ZLIB), user)
    session = Connector(settings(hands.server, user)).open()
    session.compress()
    session.compress()
    with closing(hands), pytest.raises(InvariantBroken):
        session.ask(b'DELETE "INBOX"')
    assert session.ask(b"NOOP")[0][0].ok
    assert session.gate.verbs.count("COMPRESS") == 1
    session.log_out()


def test_what_was_asked_for_ahead_survives_a_new_connection(measured, monkeypatch):
    hands, mailbox, _ = measured
    monkeypatch.setattr(headers, "BATCH", 3)
    for number in range(20):
        hands.deliver("INBOX", plain(f"<r{number}@x.example>"), AT)
    seen = []
    for batch in mailbox.new({}):
        seen += [new.locator.uid for new in batch.messages]
        mailbox.close()
    assert seen == list(range(1, 21))


def test_uids_far_apart_are_listed_in_several_steps(measured, monkeypatch):
    hands, mailbox, _ = measured
    monkeypatch.setattr(headers, "BATCH", 2)
    monkeypatch.setattr(headers, "LISTED", 3)
    places = [hands.deliver("INBOX", plain(f"<r{number}@x.example>"), AT) for number in range(30)]
    for place in places[5:25]:
        hands.delete(place)
    inbox = [batch for batch in mailbox.new({}) if batch.cursor.mailbox == "INBOX"]
    assert [new.locator.uid for batch in inbox for new in batch.messages] == [1, 2, 3, 4, 5, 26, 27, 28, 29, 30]
    assert (inbox[-1].cursor.uidnext, inbox[-1].left) == (31, 0)


ONLY = re.compile(
    r"CAPABILITY|AUTHENTICATE PLAIN|UNSELECT|NOOP|LOGOUT|LIST .*|STATUS .*|EXAMINE .*|SELECT \"Drafts\"|UID SEARCH .*"
    r"|UID FETCH [0-9:*,]+ \([^\[]*(BODY\.PEEK\[[^\]]*\](<0\.\d+>)? ?)*\)|APPEND \"Drafts\" \(\\Draft\) \{\d+\}"
    r"|UID STORE 1 \(UNCHANGEDSINCE \d+\) \+FLAGS\.SILENT \(\\Deleted\)|UID EXPUNGE 1"
)


def test_dovecot_heard_only_what_was_promised(dovecots, user):
    server = dovecots(rawlog=True)
    hands = DovecotHands(server, user)
    locator = hands.deliver("INBOX", with_attachments("<a@x.example>"), AT)
    server.keep_log(user)
    mailbox = hands.open()
    cursors = advance({}, mailbox.new({}))
    list(mailbox.texts([locator], pdf=True))
    outcome = mailbox.append_draft(plain("<mw.1@x.example>"), "<mw.1@x.example>")
    mailbox.drafts()
    mailbox.find("<a@x.example>")
    assert mailbox.withdraw(outcome.locator, lambda raw: raw == outcome.stored)
    list(mailbox.new(cursors))
    hands.close()
    heard = server.commands(user)
    assert {line for line in heard if not ONLY.fullmatch(line)} == set()
    assert {"APPEND", "EXAMINE", "SELECT", "LIST"} <= {line.split(" ")[0] for line in heard}


def test_flags_outside_drafts_stay_as_they_were(dovecots, user):
    hands = DovecotHands(dovecots(), user)
    places = [
        hands.deliver(name, with_attachments(f"<{number}@x.example>"), AT, flags)
        for name in ("INBOX", hands.sent, hands.trash)
        for number, flags in enumerate([frozenset(), frozenset({r"\Seen"}), frozenset({r"\Flagged", "$label1"})])
    ]
    before = {name: hands.content(name) for name in ("INBOX", hands.sent, hands.trash)}
    mailbox = hands.open()
    list(mailbox.new({}))
    list(mailbox.texts(places, pdf=True))
    outcome = mailbox.append_draft(plain("<mw.1@x.example>"), "<mw.1@x.example>")
    mailbox.withdraw(outcome.locator, lambda _: True)
    mailbox.find("<1@x.example>")
    after = {name: hands.content(name) for name in before}
    hands.close()
    assert after == before
    assert [r"\Recent" in flags for _, _, flags in before["INBOX"]] == [True, True, True]
