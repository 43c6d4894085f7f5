"""News left in the owner's inbox: appended, never sent, and never twice.

A notice has the same Message-ID whenever it is tried. The intent is durable before the first byte of APPEND; an outcome
that was not learned is settled by the next view of the inbox, as for drafts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage

from mailwatch.drafting.clean import lines as harmless
from mailwatch.drafting.clean import one_line
from mailwatch.model.facts import Fact
from mailwatch.model.notices import MARK, NoticeAppended, NoticeIntended, NoticeKind, NoticeNotAppended
from mailwatch.ports import Appended, Desk, Entry, Refused
from mailwatch.reconcile import MOST_ATTEMPTS, PROOF_OF_ABSENCE
from mailwatch.wording import say

#: A server that refused a notice (quota, rights) is not asked again before.
AFTER_REFUSAL = timedelta(days=1)

_NOT_STORED = "not stored"


@dataclass(frozen=True, slots=True)
class Notice:
    """``about`` tells this notice from every other; ``lines`` are its text."""

    kind: NoticeKind
    about: str
    subject: str
    lines: Sequence[str]


def put(desk: Desk, notice: Notice, now: datetime) -> bool:
    """Append the notice unless it was. False while its fate is not settled: ask again after PROOF_OF_ABSENCE."""
    message_id = desk.naming.message_id(f"notice {notice.kind}", notice.about, 0)
    facts = _settled(desk, message_id, now)
    if any(isinstance(fact, NoticeAppended) for fact in facts):
        return True
    failed = [fact for fact in facts if isinstance(fact, NoticeNotAppended)]
    if sum(isinstance(fact, NoticeIntended) for fact in facts) > len(failed):
        return False
    if len(failed) >= MOST_ATTEMPTS:
        return True
    if failed and failed[-1].problem != _NOT_STORED and now - failed[-1].at < AFTER_REFUSAL:
        return False
    _record(desk, NoticeIntended(at=now, message=message_id, kind=notice.kind), now)
    match desk.mailbox.append_notice(compose(desk, notice, message_id, now), message_id):
        case Appended(locator=locator):
            _record(desk, NoticeAppended(at=now, message=message_id, locator=locator), now)
            return True
        case Refused(problem=problem):
            _record(desk, NoticeNotAppended(at=now, message=message_id, problem=problem), now)
    return False


def _settled(desk: Desk, message_id: str, now: datetime) -> tuple[Fact, ...]:
    """What is known of a notice, after this cycle's complete view of the inbox."""
    facts = desk.journal.notices(desk.account.name, message_id)
    if not facts or not isinstance(facts[-1], NoticeIntended):
        return facts
    if desk.journal.known(desk.account.name, [message_id]):
        return (*facts, _record(desk, NoticeAppended(at=now, message=message_id), now))
    if now - facts[-1].at < PROOF_OF_ABSENCE:
        return facts
    return (*facts, _record(desk, NoticeNotAppended(at=now, message=message_id, problem=_NOT_STORED), now))


def _record(desk: Desk, fact: Fact, now: datetime) -> Fact:
    desk.journal.record(desk.account.name, Entry(facts=(fact,)), now=now, policy=desk.policy.digest)
    return fact


def compose(desk: Desk, notice: Notice, message_id: str, now: datetime) -> bytes:
    """From the owner to the owner, text/plain, and clearly ours. Other people's words in it are made harmless."""
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = Address("mailwatch", addr_spec=desk.account.address)
    message["To"] = Address(addr_spec=desk.account.address)
    message["Subject"] = one_line(say("notice_subject", desk.notify.language, subject=notice.subject))
    message["Date"] = now.astimezone(desk.policy.calendar.zone)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834 §5
    message[MARK] = notice.kind.value
    text = [one for line in notice.lines for one in harmless(line)]
    message.set_content("\n".join([*text, "", say("notice_end", desk.notify.language), ""]), cte="quoted-printable")
    return message.as_bytes()
