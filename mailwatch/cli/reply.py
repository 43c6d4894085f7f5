"""``reply``: an answer to what a prospect wrote, into Drafts."""

from argparse import Namespace
from collections.abc import Iterable
from contextlib import suppress

from mailwatch import bootstrap
from mailwatch.cli.found import quote_named
from mailwatch.cli.output import Context
from mailwatch.cli.shapes import event_line
from mailwatch.cli.told import tell
from mailwatch.cycle.answer import is_waiting, put_answer
from mailwatch.cycle.events import event_of
from mailwatch.cycle.judge import Judged, judge
from mailwatch.cycle.poll import as_of, look
from mailwatch.errors import JournalBusy, UnknownReference
from mailwatch.followup.answers import TO_SOMEBODY_ELSE, variants
from mailwatch.model.facts import DraftAppended, Fact, ReplyReceived
from mailwatch.ports import Desk
from mailwatch.wording import say

DONE, ASKS_OWNER = 0, 1


def run(arguments: Namespace, context: Context) -> int:
    """Only ``--to`` lets an address the owner never wrote to into a draft."""
    with bootstrap.opened(context.configured, now=context.now) as house:
        desk, quote = quote_named(house, arguments.quote)
        desk = as_of(desk, house.now)
        _brought_up_to_date(desk, house, context)
        judged = judge(desk, quote, house.now)
        reply = _reply(judged, context)
        fitting = variants(judged.conversation, reply, judged.policy, house.now)
        if arguments.variant not in fitting:
            raise UnknownReference(
                say("unknown_variant", context.language, name=arguments.variant, known=", ".join(fitting) or "–")
            )
        to = arguments.to.strip().lower() if arguments.to else reply.sender
        if arguments.to is None and arguments.variant in TO_SOMEBODY_ELSE:
            raise UnknownReference(say("reply_to_whom", context.language, variant=arguments.variant))
        if arguments.to is None and (to not in judged.conversation.quote.contacts or _is_held(judged, reply)):
            raise UnknownReference(say("reply_needs_to", context.language, sender=reply.sender))
        if is_waiting(judged, arguments.variant):
            context.printer.note("reply_waits")
            return ASKS_OWNER
        facts = put_answer(desk, judged, reply, arguments.variant, to, house.now)
        _tell(desk, facts, judged, context)
        if not any(isinstance(fact, DraftAppended) for fact in facts):
            context.printer.note("reply_not_drafted")
            return ASKS_OWNER
    return DONE


def _tell(desk: Desk, facts: Iterable[Fact], judged: Judged, context: Context) -> None:
    for event in (event_of(desk, fact, judged) for fact in facts):
        if event is not None and context.json:
            context.printer.object(event_line(event))
        elif event is not None:
            tell(event, context.printer)


def _brought_up_to_date(desk: Desk, house: bootstrap.House, context: Context) -> None:
    """Somebody may just have written, or disposed of a draft. A daemon at work looks by itself, and alone."""
    with suppress(JournalBusy), bootstrap.locked(context.configured, house.now):
        look(desk, house.now)


def _reply(judged: Judged, context: Context) -> ReplyReceived:
    if not judged.conversation.replies:
        raise UnknownReference(say("reply_to_nothing", context.language))
    return judged.conversation.replies[-1]


def _is_held(judged: Judged, reply: ReplyReceived) -> bool:
    return any(held.message == reply.message for held in judged.conversation.held)
