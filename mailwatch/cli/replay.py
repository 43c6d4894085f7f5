"""``replay`` and ``preview``: what would have been, and what is coming."""

from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from mailwatch import bootstrap
from mailwatch.cli.arguments import UsageError
from mailwatch.cli.output import Context
from mailwatch.cli.shapes import event_line
from mailwatch.cli.tally import Tally
from mailwatch.cli.told import tell
from mailwatch.config.policy import account_of, policy_of
from mailwatch.config.presets import PRESETS
from mailwatch.cycle.events import Event
from mailwatch.errors import UnknownReference
from mailwatch.mailbox.archive import past_messages
from mailwatch.model.account import Account
from mailwatch.model.message import Role
from mailwatch.model.policy import CalendarPolicy, Jurisdiction, Policy
from mailwatch.parsing.parse import Parser
from mailwatch.replay import PastMessage, track_all
from mailwatch.replay import replay as rehearse
from mailwatch.wording import say

DONE = 0


def replay(arguments: Namespace, context: Context) -> int:
    """Rehearse on past mail; nothing is written anywhere."""
    if not (arguments.account or arguments.sent):
        raise UsageError(say("usage_replay_nothing", context.language))
    messages = list(_live(arguments, context) if arguments.account else _archived(arguments))
    until = context.clock() if arguments.until is None else context.instant(_end_of(arguments.until))
    since = None if arguments.since is None else context.instant(arguments.since)
    chosen = [message for message in messages if message.at <= until and (since is None or message.at >= since)]
    tally = Tally()
    for event in _events(arguments, context, chosen, since, until):
        tally.add(event)
        if context.json:
            context.printer.object(event_line(event))
        else:
            tell(event, context.printer)
    if not messages:
        context.printer.note("replay_no_message")
    tally.told(context.printer, len(chosen))
    return DONE


def _end_of(moment: date | datetime) -> date | datetime:
    """A day is included whole."""
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment + timedelta(days=1), time()) - timedelta(microseconds=1)


def _archived(arguments: Namespace) -> Iterator[PastMessage]:
    sent = [(Path(path), Role.SENT) for path in arguments.sent or ()]
    received = [(Path(path), Role.INBOX) for path in arguments.received or ()]
    for found in past_messages([*sent, *received]):
        yield PastMessage(found.at, found.role, found.raw)


def _live(arguments: Namespace, context: Context) -> Iterator[PastMessage]:
    """Every message of a live account, its attachments left on the server."""
    with bootstrap.opened(context.configured, now=context.now) as house:
        desk = next((desk for desk in house.desks if desk.account.name == arguments.account), None)
        if desk is None:
            known = ", ".join(desk.account.name for desk in house.desks)
            raise UnknownReference(say("unknown_account", context.language, name=arguments.account, known=known))
        with context.printer.working("replay_reading", account=desk.account.name) as progress:
            found = bootstrap.past_of(desk, progress.tick)
    yield from found


def _events(
    arguments: Namespace, context: Context, messages: Sequence[PastMessage], since: datetime | None, until: datetime
) -> Iterable[Event]:
    account, policy = _who(arguments, context, messages)
    if not messages:
        return ()
    start = policy.start or since or messages[0].at
    years = range(messages[0].at.year, until.year + 1)
    desk, hands = bootstrap.rehearsal(
        account, replace(policy, start=start), years, context.settings.templates if context.settings else None
    )
    if arguments.track == "all":
        return track_all(replace(desk, every_sent_is_a_quote=True), hands, messages)
    return rehearse(desk, hands, messages, until=until, assume_sent=arguments.assume == "sent")


def _who(arguments: Namespace, context: Context, messages: Sequence[PastMessage]) -> tuple[Account, Policy]:
    """The owner and the policy: the configuration's, with ``--me`` or whoever wrote most of ``--sent`` as the owner."""
    settings = context.settings
    if settings is not None and settings.accounts:
        chosen = next((one for one in settings.accounts if one.name == arguments.account), settings.accounts[0])
        account, policy = account_of(settings, chosen), policy_of(settings, chosen)
        me = tuple(address.lower() for address in arguments.me or ())
        return (replace(account, address=me[0], own=frozenset(me)) if me else account), policy
    me = tuple(address.lower() for address in arguments.me or ()) or _usual_sender(messages)
    calendar = CalendarPolicy(Jurisdiction("FR"), context.zone)
    return Account(me[0], me[0], frozenset(me)), Policy(calendar, tuple(PRESETS.values()))


def _usual_sender(messages: Sequence[PastMessage]) -> tuple[str]:
    parser = Parser()
    senders = (parser.headers(message.raw).sender for message in messages if message.role is Role.SENT)
    counted = Counter(sender.address for sender in senders if sender)
    return (counted.most_common(1)[0][0] if counted else "owner@localhost",)


def preview(arguments: Namespace, context: Context) -> int:  # noqa: ARG001 - the shape of every command
    """The drafts of the coming weeks, if nobody writes and each is sent on its day."""
    with bootstrap.opened(context.configured, now=context.now) as house:
        for desk in house.desks:
            foretold = list(bootstrap.coming(desk, house.now))
            for coming in foretold:
                if context.json:
                    context.printer.object({**event_line(coming.event), "text": coming.text})
                else:
                    tell(coming.event, context.printer)
                    context.printer.line(coming.text)
                    context.printer.line()
            context.printer.say("preview_end" if foretold else "preview_nothing", account=desk.account.name)
    return DONE
