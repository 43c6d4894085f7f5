"""A late reply is news: in the log, and in the inbox where the owner wants it."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from mailwatch.cycle.dossier import headline, told
from mailwatch.cycle.judge import Judged, judge
from mailwatch.cycle.notices import Notice, put
from mailwatch.followup.dossier import dossier_of, unanswered_late
from mailwatch.model.facts import Fact, ReplyReceived
from mailwatch.model.notices import NoticeKind
from mailwatch.ports import Desk
from mailwatch.text.identity import public_id

log = logging.getLogger(__name__)

#: Older than this a reply is history, found when a mailbox is read for the first time.
NEWS = timedelta(days=7)


def tell_late_replies(desk: Desk, looked: Iterable[Judged], now: datetime) -> tuple[str, ...]:
    """One notice for each late reply that waits for the owner. Returns the quotes whose notice must be looked after."""
    if not desk.notify.late_replies:
        return ()
    unsettled = []
    for found in looked:
        dossier = unanswered_late(found.conversation, found.policy, now)
        if dossier is None or now - dossier.reply.at > NEWS:
            continue
        language = desk.notify.language
        about = f"{found.quote} {dossier.reply.message}"
        notice = Notice(NoticeKind.LATE_REPLY, about, headline(dossier, language), told(desk, dossier, language))
        if not put(desk, notice, now):
            unsettled.append(found.quote)
    return tuple(unsettled)


def log_late_replies(desk: Desk, facts: Iterable[Fact], now: datetime) -> None:
    """Identifiers only: a log is read by others than the owner."""
    for fact in facts:
        if not isinstance(fact, ReplyReceived) or fact.quote is None:
            continue
        found = judge(desk, fact.quote, now)
        dossier = dossier_of(found.conversation, fact, found.policy, now)
        if dossier is not None:
            word = "delivered late" if dossier.delayed else f"{dossier.late_days} days late"
            log.info("reply to quote %s: %s", public_id(desk.account.name, fact.quote), word)
