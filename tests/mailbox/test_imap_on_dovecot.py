"""The contract on real servers: three ways to store mail, three ways to name it."""

import base64
from email import message_from_bytes
from typing import ClassVar

import pytest

from mailwatch.mailbox.memory import MemoryMailbox
from mailwatch.mailbox.special_use import MailboxNames
from tests.mailbox.contract import AT, MailboxContract
from tests.mailbox.mail import PDF, bounce, crlf, with_attachments
from tests.servers.flights import FlightProxy
from tests.servers.hands import DovecotHands

pytestmark = pytest.mark.dovecot


class OnDovecot(MailboxContract):
    options: ClassVar[dict[str, object]] = {}
    names = MailboxNames()

    @pytest.fixture
    def server(self, dovecots, user):
        hands = DovecotHands(dovecots(**self.options), user, self.names)
        yield hands
        hands.close()


class TestMaildir(OnDovecot):
    options: ClassVar = {"location": "maildir:~/Maildir"}


class TestMdboxUnderInboxInFrench(OnDovecot):
    """As with many French hosts: everything below INBOX, a dot between, localised names."""

    options: ClassVar = {
        "location": "mdbox:~/mdbox",
        "prefix": "INBOX.",
        "separator": ".",
        "special": {r"\Drafts": "Brouillons", r"\Sent": "Éléments envoyés", r"\Trash": "Corbeille & poubelle"},
    }


class InPieces(DovecotHands):
    def open(self, **more):
        return super().open(port=self.proxy.port, **more)


class TestOctetByOctet(OnDovecot):
    """Networks cut anywhere."""

    @pytest.fixture
    def server(self, dovecots, user):
        server = dovecots()
        with FlightProxy(("127.0.0.1", server.port), piece=1) as proxy:
            hands = InPieces(server, user)
            hands.proxy = proxy
            yield hands
            hands.close()


class TestBareServer(OnDovecot):
    """No extension but UIDPLUS: no LIST-STATUS, no SPECIAL-USE, no CONDSTORE, no UNSELECT."""

    options: ClassVar = {"capability": "IMAP4rev1 UIDPLUS AUTH=PLAIN"}


def nested(levels: int) -> bytes:
    head = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(levels))
    tail = "".join(f"--b{n}--\n" for n in reversed(range(levels)))
    return crlf(f"Message-ID: <n@x.example>\nSubject: n\nMIME-Version: 1.0\n{head}Content-Type: text/plain\n\nau fond\n{tail}")


def alone(content_type: str, body: str, *more: str) -> bytes:
    extra = "".join(f"{line}\n" for line in more)
    return crlf(f"Message-ID: <s@x.example>\nSubject: s\nMIME-Version: 1.0\nContent-Type: {content_type}\n{extra}\n{body}")


ODD = {
    "deep": nested(12),
    "empty": crlf("Message-ID: <e@x.example>\nSubject: e\n\n"),
    "pdf alone": alone("application/pdf; name=devis.pdf", base64.encodebytes(PDF).decode(), "Content-Transfer-Encoding: base64"),
    "pdf by name": alone(
        "application/octet-stream",
        base64.encodebytes(PDF).decode(),
        "Content-Transfer-Encoding: base64",
        "Content-Disposition: attachment; filename=DEVIS.PDF",
    ),
    "calendar": alone(
        "text/calendar; method=REPLY", "BEGIN:VCALENDAR\nEND:VCALENDAR\n", "Content-Disposition: attachment; filename=invite.ics"
    ),
    "html alone": alone("text/html; charset=iso-8859-1", "<p>Bonjour</p>\n"),
    "forwarded": alone("message/rfc822", "Message-ID: <in@x.example>\nSubject: inside\n\nthe inside\n"),
    "text attached": alone("text/plain; name=notes.txt", "a note\n", "Content-Disposition: attachment; filename=notes.txt"),
    "mixed": with_attachments("<a@x.example>"),
    "accented name": with_attachments("<a@x.example>", pdf_name='"devis; n\\"1.pdf"'),
    "bounce": bounce("<b@x.example>", "<q@x.example>"),
}


def skeleton(raw: bytes) -> list[tuple[str, str | None, bytes, bool]]:
    return [
        (part.get_content_type(), part.get_filename(), part.get_payload(decode=True).strip(), "X-Mailwatch-Size" in part)
        for part in message_from_bytes(raw).walk()
        if not part.is_multipart()
    ]


@pytest.mark.parametrize("pdf", [False, True])
@pytest.mark.parametrize("name", ODD)
def test_the_fake_and_the_server_hand_on_the_same_message(dovecots, user, name, pdf):
    hands, fake = DovecotHands(dovecots(), user), MemoryMailbox()
    real = hands.deliver("INBOX", ODD[name], AT)
    invented = fake.deliver("INBOX", ODD[name], AT)
    ((_, theirs),), ((_, ours),) = hands.open().texts([real], pdf=pdf), fake.texts([invented], pdf=pdf)
    hands.close()
    assert skeleton(theirs) == skeleton(ours)


@pytest.mark.parametrize("name", ODD)
def test_the_fake_and_the_server_give_the_same_header(dovecots, user, name):
    hands, fake = DovecotHands(dovecots(), user), MemoryMailbox()
    headers = []
    for mailbox, side in ((hands.open(), hands), (fake, fake)):
        side.deliver("INBOX", ODD[name], AT)
        headers.append([(new.header, new.size, new.internal_date) for batch in mailbox.new({}) for new in batch.messages])
    hands.close()
    assert headers[0] == headers[1]


@pytest.mark.parametrize("raw", [nested(1_000), nested(45)], ids=["1000 levels", "45 levels"])
def test_a_hostile_tree_is_handed_on_without_harm(dovecots, user, raw):
    hands = DovecotHands(dovecots(), user)
    locator = hands.deliver("INBOX", raw, AT)
    fine = hands.deliver("INBOX", ODD["mixed"], AT)
    found = dict(hands.open().texts([locator, fine]))
    hands.close()
    assert (set(found), b"<n@x.example>" in found[locator], "voilà".encode() in found[fine]) == ({locator, fine}, True, True)


def test_a_message_with_a_thousand_parts_is_capped(dovecots, user):
    parts = "".join(f"--b\nContent-Type: text/plain\n\npart {n}\n" for n in range(1_000))
    raw = alone("multipart/mixed; boundary=b", parts + "--b--\n")
    hands = DovecotHands(dovecots(), user)
    locator = hands.deliver("INBOX", raw, AT)
    ((_, found),) = hands.open().texts([locator])
    hands.close()
    assert (b"part 999" in found, len(found) <= len(raw)) == (True, True)
