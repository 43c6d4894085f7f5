"""``evaluate``: how well replies are recognised on the owner's own mail, damaged as mail gets damaged. Nothing leaves the machine."""

from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mailwatch import bootstrap
from mailwatch.cli.output import Context
from mailwatch.cycle.events import Event
from mailwatch.evaluation import Degradation, Score, degraded, known_of, score
from mailwatch.model.message import Role
from mailwatch.ports import Desk
from mailwatch.replay import PastMessage, track_all

DONE = 0


def run(arguments: Namespace, context: Context) -> int:  # noqa: ARG001 - the shape of every command
    """Read every account, damage its replies in each way, and count what is recognised again. Reads only."""
    with bootstrap.opened(context.configured, now=context.now) as house:
        for desk in house.desks:
            with context.printer.working("replay_reading", account=desk.account.name) as progress:
                messages = bootstrap.past_of(desk, progress.tick)
            context.printer.say("evaluate_account", account=desk.account.name, messages=len(messages))
            for how, found in _measured(desk, messages, context):
                _tell(context, desk.account.name, how, found)
    return DONE


def _measured(desk: Desk, messages: Sequence[PastMessage], context: Context) -> Iterator[tuple[Degradation, Score]]:
    known = known_of(desk.parse, messages)
    if not known.answers:
        context.printer.note("evaluate_no_replies", account=desk.account.name)
        return
    received = sum(message.role is not Role.SENT for message in messages)
    years = range(messages[0].at.year, messages[-1].at.year + 1)
    for how in Degradation:
        with context.printer.working("evaluate_working", how=how.value):
            masked = degraded(desk.parse, messages, known, how)
            again, hands = bootstrap.rehearsal(desk.account, replace(desk.policy, start=messages[0].at), years)
            events = track_all(replace(again, every_sent_is_a_quote=True), hands, masked)
            found = score(told(events), known, received)
        yield how, found


def told(events: Iterable[Event]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """What ``score`` counts of the events of a rehearsal."""
    for event in events:
        if event.name == "reply":
            yield "reply", str(event.fields["message"]), (str(event.fields["quote"]),)
        elif event.name == "ask":
            yield "ask", str(event.fields["message"]), ()


def _tell(context: Context, account: str, how: Degradation, found: Score) -> None:
    if context.json:
        context.printer.object(
            {
                "account": account,
                "degradation": how.value,
                "messages": found.messages,
                "replies": found.replies,
                "quoting": found.quoting,
                "quoting_attached": found.quoting_right,
                "attached": found.replies_attached,
                "asked": found.replies_asked,
                "missed": found.missed,
                "wrong": found.replies_elsewhere,
                "precision": round(found.precision, 4),
                "ask_rate": round(found.asks / max(found.messages, 1), 4),
                "gaps": [{"days": end, "replies": total, "found": hit} for end, (total, hit) in found.by_gap.items()],
            }
        )
        return
    context.printer.say(
        f"evaluate_{how.value}",
        replies=found.replies,
        attached=found.replies_attached,
        asked=found.replies_asked,
        missed=found.missed,
        precision=f"{found.precision:.1%}",
    )
