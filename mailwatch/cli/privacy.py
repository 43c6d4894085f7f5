"""``forget`` and ``export``: what is held about a person ends, or is handed over."""

import re
from argparse import Namespace
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime

from mailwatch import bootstrap
from mailwatch.bootstrap import House
from mailwatch.cli.output import Context
from mailwatch.cli.shapes import event_line, quote_line
from mailwatch.cli.told import tell
from mailwatch.cycle.events import event_of
from mailwatch.cycle.forgetting import TakenBack, take_back
from mailwatch.cycle.judge import Judged, judge
from mailwatch.cycle.poll import as_of
from mailwatch.journal.erase import people, quotes_to
from mailwatch.journal.queries import accounts, acquaintance
from mailwatch.model.facts import Fact
from mailwatch.model.reasons import Reason
from mailwatch.ports import Desk
from mailwatch.text.identity import public_id
from mailwatch.wording import say

DONE, ASKS_OWNER = 0, 1


def forget(arguments: Namespace, context: Context) -> int:
    """Drafts first, in every account: what cannot be reached now would stay behind unknown. Then the journal."""
    with bootstrap.opened(context.configured, now=context.now) as house, bootstrap.locked(context.configured, house.now):
        taken = {desk.account.name: _take_back(desk, house, arguments.address) for desk in house.desks}
        for account in dict.fromkeys((*taken, *accounts(house.journal))):
            _forget(account, taken.get(account, TakenBack()), house, arguments.address, context)
    return ASKS_OWNER if any(drafts.left for drafts in taken.values()) else DONE


def _take_back(desk: Desk, house: House, pattern: str) -> TakenBack:
    store, account = house.journal.store, desk.account.name
    addresses = people(store, account, pattern)
    return take_back(as_of(desk, house.now), quotes_to(store, account, addresses), addresses, house.now)


def _forget(account: str, drafts: TakenBack, house: House, pattern: str, context: Context) -> None:
    gone = house.journal.forget(account, pattern, now=house.now)
    counts = {
        "quotes": len(gone.quotes),
        "facts": gone.facts,
        "anonymous": gone.anonymous,
        "withdrawn": drafts.withdrawn,
        "left": drafts.left,
    }
    if context.json:
        context.printer.object({"type": "forgotten", "account": account, "address": pattern, **counts})
        return
    context.printer.line(say("forget_done", context.language, account=account, **counts))
    if drafts.left:
        context.printer.say("forget_left", style="yellow", count=drafts.left)


def export(arguments: Namespace, context: Context) -> int:
    """Everything that is held, one object a line; for people the same as sentences."""
    with bootstrap.opened(context.configured, now=context.now) as house:
        desks = {desk.account.name: as_of(desk, house.now) for desk in house.desks}
        for account in dict.fromkeys((*desks, *accounts(house.journal))):
            for address in people(house.journal.store, account, arguments.address):
                _hand_over(account, address, desks.get(account), house, context)
    return DONE


def _hand_over(account: str, address: str, desk: Desk | None, house: House, context: Context) -> None:
    printer = context.printer
    known = acquaintance(house.journal, account, address)
    if context.json:
        printer.object({"type": "person", "account": account, "address": address, **_held(known)})
    printer.say("export_person", style="bold", address=address, account=account, count=known.received)
    facts = house.journal.facts_with(account, [address])
    judged = (
        {quote: judge(desk, quote, house.now) for quote in quotes_to(house.journal.store, account, [address])} if desk else {}
    )
    for found in judged.values():
        if context.json:
            printer.object(quote_line(found, house.now))
    for fact in facts:
        _hand_over_fact(account, fact, desk, judged.get(fact.quote or ""), context)


def _hand_over_fact(account: str, fact: Fact, desk: Desk | None, judged: Judged | None, context: Context) -> None:
    event = event_of(desk, fact, judged) if desk else None
    if context.json:
        line = event_line(event) if event else _plain_line(account, fact)
        context.printer.object({**line, "held": _held(fact)})
    elif event:
        tell(event, context.printer)
    else:
        context.printer.line(f"{fact.at.astimezone(context.zone):%Y-%m-%d %H:%M}  {_name(fact)}")


def _plain_line(account: str, fact: Fact) -> dict[str, object]:
    """A fact that is nobody's event: when, what, about which quote."""
    id_ = public_id(account, fact.quote) if fact.quote else None
    return {"at": fact.at, "event": _name(fact), "quote": fact.quote, "id": id_, "message": fact.message}


def _name(fact: Fact) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(fact).__name__).lower()


def _held(value: object) -> dict[str, object]:
    """Every field of a value, as it is kept."""
    return dict(_fields(value))


def _fields(value: object) -> Iterator[tuple[str, object]]:
    if is_dataclass(value):
        for field in fields(value):
            yield field.name, _open(getattr(value, field.name))


def _open(value: object) -> object:
    match value:
        case Reason() | datetime():
            return value
        case tuple():
            return [_open(one) for one in value]
        case Mapping():
            return value
        case _:
            return _held(value) if is_dataclass(value) else value
