"""Invented quotes, facts and mail for the journal's tests."""

import shutil
from datetime import UTC, datetime, timedelta

from mailwatch.model.facts import DraftIntended, QuoteSent, ReplyReceived
from mailwatch.model.message import Address, Locator, Role
from mailwatch.model.quote import Quote
from mailwatch.model.reading import ReplyKind, ReplyReading
from mailwatch.ports import SeenMessage

ANNE = "anne@atelier-durand.example"
MARC = "marc@client.example"
ZOE = "zoe@petit.example"
NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def copy_private(source, target):
    """A checkout's files may be writable by a group, which a journal must not be."""
    shutil.copyfile(source, target)
    target.chmod(0o600)


def quote(name="q1", *, to=(MARC,), sent_at=NOW, references=(), account=ANNE):
    return Quote(
        message_id=f"<{name}@atelier-durand.example>",
        account=account,
        sender=Address(ANNE, "Anne Durand"),
        to=tuple(Address(person) for person in to),
        cc=(),
        subject=f"Devis {name}",
        base_subject=f"Devis {name}",
        sent_at=sent_at,
        quote_references=tuple(references),
    )


def sent(name="q1", **parts):
    details = quote(name, **parts)
    return QuoteSent(
        at=details.sent_at, quote=details.message_id, contacts=details.contacts, message=details.message_id, details=details
    )


def replied(name="q1", *, at=NOW + HOUR, sender=MARC, message="<m1@client.example>", score=19.0):
    return ReplyReceived(
        at=at,
        quote=f"<{name}@atelier-durand.example>",
        contacts=(sender,),
        message=message,
        sender=sender,
        reply=ReplyReading(ReplyKind.STALL),
        score=score,
    )


def intended(name="q1", *, at=NOW + HOUR, message="<mw.a@atelier-durand.example>", step=1, to=(MARC,)):
    return DraftIntended(
        at=at,
        quote=f"<{name}@atelier-durand.example>",
        contacts=tuple(to),
        message=message,
        step=step,
        template="relance_1",
        token="<mwt.a@atelier-durand.example>",
        generation=0,
        wording="relance_1.0",
        due=at,
        to=tuple(to),
        digest="0" * 64,
        uidvalidity=1,
        uidnext=10,
    )


def follow(intent, kind, **parts):
    """A later fact about the draft of ``intent``."""
    at = parts.pop("at", intent.at + HOUR)
    return kind(at=at, quote=intent.quote, contacts=intent.contacts, message=intent.message, step=intent.step, **parts)


def seen(name, *, mailbox="INBOX", uid=1, uidvalidity=7, role=Role.INBOX, at=NOW, sender=MARC, recipients=(ANNE,), **parts):
    return SeenMessage(f"<{name}>", Locator(mailbox, uidvalidity, uid), role, at, sender, recipients, **parts)


def mailed(name, *, to, at=NOW, uid=1, **parts):
    """Mail of the owner's, in Sent."""
    return seen(name, mailbox="Sent", uid=uid, role=Role.SENT, at=at, sender=ANNE, recipients=to, from_owner=True, **parts)
