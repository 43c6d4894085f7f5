"""What has outlived ``retention`` is erased, at most once a day."""

import logging
from dataclasses import replace
from datetime import datetime, time

from mailwatch.followup.calendar import working_calendar
from mailwatch.model.policy import Policy, Unit
from mailwatch.ports import Desk, Entry

log = logging.getLogger(__name__)


def purge(desk: Desk, now: datetime) -> None:
    """The log tells how much went, never whom it concerned."""
    account = desk.account.name
    state = desk.journal.state(account)
    zone = desk.policy.calendar.zone
    if state.purged is not None and state.purged.astimezone(zone).date() >= now.astimezone(zone).date():
        return
    gone = desk.journal.purge(account, before(desk.policy, now))
    if gone:
        log.info("retention: erased %d quotes and other facts", gone)
    desk.journal.record(account, Entry(state=replace(desk.journal.state(account), purged=now)), now=now)


def before(policy: Policy, now: datetime) -> datetime:
    """What nobody has added a word to since is no longer kept."""
    if policy.retention.unit in {Unit.MINUTES, Unit.HOURS}:
        return now
    calendar = working_calendar(policy.calendar, frozenset())
    return datetime.combine(calendar.subtract(calendar.day(now), policy.retention), time(), policy.calendar.zone)
