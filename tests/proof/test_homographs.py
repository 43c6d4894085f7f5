"""An address that only looks like the prospect's is somebody else's: it ends nothing and addresses nothing."""

import pytest

from mailwatch.model.facts import ReplyReceived
from tests.proof.lab import Lab
from tests.proof.oracle import named
from tests.stage import MARC, OWNER, at, mail

#: Cyrillic, Greek and full-width letters, a dotless i, a zero-width space, and names that lie.
LOOK_ALIKES = [
    "marc@cli\u0435nt.example",
    "m\u0430rc@client.example",
    "marc@cl\u03b9ent.example",
    "marc@cl\u0131ent.example",
    "marc@\uff43lient.example.evil.test",
    "marc@xn--clint-3of.example",
    "marc@client.example.evil.test",
    "marc@clieni.example",
    '"marc@client.example" <eve@evil.test>',
    "marc@client.example <eve@evil.test>",
]


def written_by(sender: str) -> tuple[Lab, list]:
    """A plain yes from ``sender``, and what was concluded of it."""
    lab = Lab(at("2026-09-01 09:12"))
    quote = lab.send_quote("D-2026-014")
    lab.run()
    raw = mail(
        message_id="<look@alike.test>",
        sender="SENDER",
        to=OWNER,
        subject="Bonjour",
        date=at("2026-09-01 15:00"),
        text="C'est d'accord, nous validons.",
    )
    raw = raw.replace(b"From: SENDER", b"From: " + sender.encode())
    lab.acts(lambda: lab.mailbox.deliver("INBOX", raw, at("2026-09-01 15:00")))
    lab.now = at("2026-09-03 08:31")
    lab.run()
    account = lab.desk.account.name
    about = [*lab.journal.facts(account, quote), *lab.journal.facts_with(account, [MARC])]
    return lab, [fact for fact in about if isinstance(fact, ReplyReceived) or fact.message == "<look@alike.test>"]


@pytest.mark.parametrize("sender", LOOK_ALIKES)
def test_who_only_looks_like_the_prospect_ends_nothing(sender):
    lab, concluded = written_by(sender)
    assert (concluded, [named(draft.raw, "To") for draft in lab.ours()], lab.oracle.offences) == ([], [MARC], [])


def test_the_prospect_is_heard():
    assert written_by(f"Marc <{MARC}>")[1] != []
