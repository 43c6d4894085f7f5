"""One poll cycle of one account.

::

    observe    headers of every new message in every watched mailbox, texts of those that may matter, facts
    settle     one complete listing of Drafts: what became of our drafts
    judge      fold, and decide what each conversation needs now
    withdraw   drafts of ours that are obsolete and proved untouched
    draft      look once more for a new word, judge again, compose, intend, append, confirm
    tell       late replies and the digest, in the inbox, where the owner wants them
    purge      once a day, what has outlived its retention

All mail is recorded before any decision, so a reply that arrived in this cycle stops a follow-up in this cycle. First
run, catching up and the ordinary poll are the same code. Killing the process at any instruction loses nothing and
doubles nothing: an intent is durable before the first byte of APPEND, and is settled by the next cycle's listing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mailwatch.cycle.allowance import spent_until
from mailwatch.cycle.answer import put_unasked_answer, unasked_answer
from mailwatch.cycle.digest import put_digest
from mailwatch.cycle.draft import put_draft
from mailwatch.cycle.judge import Judged, judge
from mailwatch.cycle.late import log_late_replies, tell_late_replies
from mailwatch.cycle.observe import Progress, observe, unheard
from mailwatch.cycle.retention import purge
from mailwatch.cycle.withdraw import withdraw
from mailwatch.errors import AuthenticationRefused, MailboxError
from mailwatch.followup.limits import Admission, admit
from mailwatch.model.decisions import Close, FollowUpDue, Hold, Wait, Withdraw
from mailwatch.model.facts import DraftIntended, Fact
from mailwatch.ports import Desk, Entry
from mailwatch.reconcile import PROOF_OF_ABSENCE, remember_marks, settle, view_of

#: Mail that keeps arriving while we draft sends us back to judge again; past this, the next cycle goes on.
MOST_ROUNDS = 10

#: After ``check --accept`` a backlog is worked off day by day; the same backlog does not lock drafting again.
ACCEPTANCE_HOLDS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Report:
    """What one cycle recorded, and how it judged the conversations it looked at.

    ``since`` is the last complete view before this one, ``interlock`` a reason's code, ``looks`` when what a limit or an
    interlock held back is looked at again.
    """

    facts: tuple[Fact, ...] = ()
    judged: tuple[Judged, ...] = ()
    since: datetime | None = None
    interlock: str | None = None
    looks: tuple[datetime, ...] = ()


def run_cycle(desk: Desk, now: datetime, progress: Progress = unheard) -> Report:
    """Run one cycle at ``now``. Raises MailboxError, after recording since when the mailbox cannot be seen."""
    desk = begun(desk, now)
    try:
        report = _cycle(desk, now, progress)
        put_digest(desk, now)
    except MailboxError as error:
        state = desk.journal.state(desk.account.name)
        refused = state.refused_logins + isinstance(error, AuthenticationRefused)
        blind = replace(state, failing_since=state.failing_since or now, problem=str(error), refused_logins=refused)
        desk.journal.record(desk.account.name, Entry(state=blind), now=now)
        raise
    log_late_replies(desk, report.facts, now)
    purge(desk, now)
    return report


def begun(desk: Desk, now: datetime) -> Desk:
    """The desk with ``start: now`` settled: the instant of the account's first cycle, kept in the journal."""
    state = desk.journal.state(desk.account.name)
    if state.started is None:
        desk.journal.record(desk.account.name, Entry(state=replace(state, started=now)), now=now)
    return as_of(desk, now)


def as_of(desk: Desk, now: datetime) -> Desk:
    """The same without recording anything: before the first cycle, ``now`` is the start."""
    if desk.policy.start is not None:
        return desk
    return replace(desk, policy=replace(desk.policy, start=desk.journal.state(desk.account.name).started or now))


def look(desk: Desk, now: datetime, progress: Progress = unheard) -> list[Fact]:
    """See everything that is new, and what became of our drafts. Raises MailboxError."""
    if desk.journal.state(desk.account.name).last_view is None:
        # Reading everything takes a while, in which the owner may dispose of what an earlier journal drafted.
        remember_marks(desk, view_of(desk, desk.mailbox.drafts()), now)
    facts = list(observe(desk, now, progress))
    settled = settle(desk, view_of(desk, desk.mailbox.drafts()), now)
    seen = replace(
        desk.journal.state(desk.account.name), last_view=now, failing_since=None, problem=None, next_try=None, refused_logins=0
    )
    desk.journal.record(desk.account.name, Entry(facts=settled, state=seen), now=now)
    return [*facts, *settled]


def _cycle(desk: Desk, now: datetime, progress: Progress) -> Report:
    since = desk.journal.state(desk.account.name).last_view
    facts = look(desk, now, progress)
    judged: dict[str, Judged] = {}
    looks: tuple[datetime, ...] = ()
    for _ in range(MOST_ROUNDS):
        looked = [judge(desk, quote, now) for quote in desk.journal.due(desk.account.name, now, desk.policy.digest)]
        judged.update({found.quote: found for found in looked})
        obsolete = [found for found in looked if isinstance(found.decision, Withdraw)]
        withdrawn = [fact for found in obsolete if spent_until(desk, now) is None for fact in withdraw(desk, found, now)]
        facts += withdrawn
        if withdrawn:
            continue
        unsettled = tell_late_replies(desk, looked, now)
        admission = _admit(desk, looked, now)
        _record_looks(desk, looked, admission, now)
        looks += tuple(wait.until for _, wait in admission.later if wait.until is not None)
        _look_again(desk, unsettled, now)
        if admission.interlock is not None:
            return Report(tuple(facts), tuple(judged.values()), since, admission.interlock.code, looks)
        finished, drafted = _draft_all(desk, looked, admission, now)
        facts += drafted
        if finished:
            break
    return Report(tuple(facts), tuple(judged.values()), since, looks=looks)


def _admit(desk: Desk, looked: Sequence[Judged], now: datetime) -> Admission:
    """Which of the follow-ups that are due may be drafted today; none while drafting is locked."""
    due = [(found.conversation, found.decision) for found in looked if isinstance(found.decision, FollowUpDue)]
    state = desk.journal.state(desk.account.name)
    midnight = now.astimezone(desk.policy.calendar.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    accepted = state.interlock_accepted is not None and now - state.interlock_accepted < ACCEPTANCE_HOLDS
    admission = admit(
        due,
        desk.journal.drafted_since(desk.account.name, midnight),
        desk.policy,
        now,
        backlog_accepted=accepted,
        locked=state.interlock,
    )
    if admission.interlock is not None and admission.interlock.code != state.interlock:
        locked = replace(state, interlock=admission.interlock.code)
        desk.journal.record(desk.account.name, Entry(state=locked), now=now)
    return admission


def _record_looks(desk: Desk, looked: Sequence[Judged], admission: Admission, now: datetime) -> None:
    """When each conversation must be folded again; those that are due stay due until they are drafted."""
    settled = [found for found in looked if isinstance(found.decision, Wait | Hold | Close)]
    looks = [(found.quote, found.next_look()) for found in settled]
    looks += [(conversation.quote.message_id, wait.until) for conversation, wait in admission.later]
    desk.journal.record(desk.account.name, Entry(looks=tuple(looks)), now=now, policy=desk.policy.digest)


def _look_again(desk: Desk, quotes: Sequence[str], now: datetime) -> None:
    """What became of a notice is not known yet: its quote is looked at again as soon as a view of the inbox can tell."""
    if quotes:
        looks = tuple((quote, now + PROOF_OF_ABSENCE) for quote in quotes)
        desk.journal.record(desk.account.name, Entry(looks=looks), now=now, policy=desk.policy.digest)


def _draft_all(desk: Desk, looked: Sequence[Judged], admission: Admission, now: datetime) -> tuple[bool, list[Fact]]:
    """Draft what is wanted, each after a new look. False when there is a new word: everything must be judged again.

    After an APPEND of unknown outcome the rest waits for the next cycle: a server in trouble is not logged in to at once.
    """
    facts: list[Fact] = []
    answers = [found.quote for found in looked if desk.policy.answers_drafted and unasked_answer(found, now) is not None]
    follow_ups = [conversation.quote.message_id for conversation, _ in admission.now]
    for place, quote in enumerate((*answers, *follow_ups)):
        news = observe(desk, now)
        if news:
            return False, [*facts, *news]
        found = judge(desk, quote, now)  # the owner may have given an order meanwhile
        if place < len(answers):
            facts += put_unasked_answer(desk, found, now)
        elif isinstance(found.decision, FollowUpDue):
            facts += put_draft(desk, found, found.decision, view_of(desk, desk.mailbox.drafts()), now)
        else:
            return False, facts
        if facts and isinstance(facts[-1], DraftIntended):
            break
    return True, facts
