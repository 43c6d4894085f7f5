"""Past mail from files, in time order and unchanged."""

import mailbox
import os
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwatch.errors import OwnerError
from mailwatch.mailbox.archive import messages_in, past_messages
from mailwatch.model.message import Role


def mail(number: int, date: str | None = None, body: str = "Bonjour\n", received: str | None = None) -> bytes:
    lines = [f"Message-ID: <m{number}@x.example>", "From: marc@client.example", f"Subject: n {number}"]
    lines += [f"Received: from a.example by b.example;\n {received}"] if received else []
    lines += [f"Date: {date}"] if date else []
    return ("\n".join(lines) + "\n\n" + body).encode()


def mbox(path, *messages, separator="From - Tue Sep 01 09:12:00 2026"):
    path.write_bytes(b"".join(separator.encode() + b"\n" + message + b"\n" for message in messages))
    return path


def test_an_mbox_gives_its_messages_in_its_order(tmp_path):
    messages = [mail(1), mail(2), mail(3)]
    assert list(messages_in(mbox(tmp_path / "sent", *messages))) == messages


def test_an_mbox_of_the_standard_library_reads_the_same(tmp_path):
    box = mailbox.mbox(tmp_path / "box", create=True)
    for message in (mail(1, body="From the start\n\nFrom here on\n"), mail(2)):
        box.add(message)
    box.close()
    assert list(messages_in(tmp_path / "box")) == [mail(1, body="From the start\n\nFrom here on\n"), mail(2)]


def test_a_line_that_begins_with_from_in_a_text_splits_nothing(tmp_path):
    messages = [mail(1, body="Voici.\n\nFrom my side all is well, at 9:12 or so.\n"), mail(2)]
    assert list(messages_in(mbox(tmp_path / "box", *messages))) == messages


@pytest.mark.parametrize(
    "separator",
    [
        "From marc@client.example Tue Sep  1 09:12:00 2026",
        "From 1790000000000000000@xxx Tue Sep 01 09:12:00 +0000 2026",
        "From marc at client.example  Tue Sep  1 09:12:00 2026",
        "From MAILER-DAEMON Tue Sep  1 09:12 2026",
    ],
)
def test_separators_of_many_programs_are_known_and_date_the_undated(tmp_path, separator):
    path = mbox(tmp_path / "box", mail(1), mail(2), separator=separator)
    assert [found.at for found in past_messages([(path, Role.INBOX)])] == [datetime(2026, 9, 1, 9, 12, tzinfo=UTC)] * 2


def test_an_mbox_with_crlf_keeps_it(tmp_path):
    messages = [mail(number).replace(b"\n", b"\r\n") for number in (1, 2)]
    path = tmp_path / "box"
    path.write_bytes(b"".join(b"From - Tue Sep 01 09:12:00 2026\r\n" + message + b"\r\n" for message in messages))
    assert list(messages_in(path)) == messages


def test_a_maildir_gives_old_and_new_messages(tmp_path):
    box = mailbox.Maildir(tmp_path / "Maildir", create=True)
    for number in (1, 2):
        box.add(mail(number))
    assert sorted(messages_in(tmp_path / "Maildir")) == [mail(1), mail(2)]


def test_single_messages_and_folders_of_them(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.eml").write_bytes(mail(1))
    (tmp_path / "deep/b.eml").write_bytes(mail(2))
    (tmp_path / "note.txt").write_bytes(b"no mail")
    assert (list(messages_in(tmp_path / "a.eml")), list(messages_in(tmp_path))) == ([mail(1)], [mail(1), mail(2)])


def test_a_folder_that_apple_mail_exported_is_its_mbox(tmp_path):
    (tmp_path / "Sent.mbox").mkdir()
    mbox(tmp_path / "Sent.mbox/mbox", mail(1), mail(2))
    (tmp_path / "Sent.mbox/table_of_contents").write_bytes(b"no mail")
    assert list(messages_in(tmp_path / "Sent.mbox")) == [mail(1), mail(2)]


def test_an_empty_file_holds_nothing(tmp_path):
    (tmp_path / "empty").touch()
    assert list(messages_in(tmp_path / "empty")) == []


def test_a_missing_path_is_the_owners_matter(tmp_path):
    with pytest.raises(OwnerError, match="nowhere"):
        list(messages_in(tmp_path / "nowhere"))


def test_sources_are_merged_in_time_order_with_their_roles(tmp_path):
    sent = mbox(tmp_path / "sent", mail(1, "Tue, 1 Sep 2026 09:00:00 +0200"), mail(3, "Thu, 3 Sep 2026 09:00:00 +0200"))
    received = mbox(tmp_path / "inbox", mail(2, "Wed, 2 Sep 2026 09:00:00 +0200"), mail(4, "Tue, 1 Sep 2026 06:59:59 GMT"))
    found = list(past_messages([(sent, Role.SENT), (received, Role.INBOX)]))
    assert [(one.role, one.raw[13:15]) for one in found] == [
        (Role.INBOX, b"m4"),
        (Role.SENT, b"m1"),
        (Role.INBOX, b"m2"),
        (Role.SENT, b"m3"),
    ]


@pytest.mark.parametrize(
    ("date", "received", "expected"),
    [
        ("Tue, 1 Sep 2026 09:00:00 +0200", "Tue, 1 Sep 2026 07:00:05 +0000", (1, 7, 0, 0)),
        ("Thu, 1 Jan 1970 00:00:00 +0000", "Tue, 1 Sep 2026 07:00:05 +0000", (1, 7, 0, 5)),
        (None, "Tue, 1 Sep 2026 07:00:05 +0000", (1, 7, 0, 5)),
        ("not a date", "Tue, 1 Sep 2026 07:00:05 +0000", (1, 7, 0, 5)),
        ("Tue, 1 Sep 2026 09:00:00", None, (1, 9, 0, 0)),
        ("Tue, 1 Sep 2026 09:00:00 +0200", "nonsense", (1, 7, 0, 0)),
    ],
)
def test_an_instant_is_the_date_unless_received_contradicts_it(tmp_path, date, received, expected):
    path = tmp_path / "a.eml"
    path.write_bytes(mail(1, date, received=received))
    (found,) = past_messages([(path, Role.INBOX)])
    day, hour, minute, second = expected
    assert found.at == datetime(2026, 9, day, hour, minute, second, tzinfo=UTC)


def test_an_undated_file_takes_the_files_date(tmp_path):
    path = tmp_path / "a.eml"
    path.write_bytes(mail(1))
    os.utime(path, (1_788_246_720, 1_788_246_720))
    (found,) = past_messages([(path, Role.INBOX)])
    assert found.at == datetime.fromtimestamp(1_788_246_720, UTC)


@given(data=st.binary(max_size=200))
def test_any_bytes_are_a_message_or_several(data, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(data)
    assert all(one.at.tzinfo for one in past_messages([(path, Role.INBOX)]))
