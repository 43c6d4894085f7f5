"""The owner's word: what only the owner can know. Each is a fact in the journal; the next cycle acts on it."""

from argparse import Namespace
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from mailwatch import bootstrap
from mailwatch.bootstrap import House
from mailwatch.cli.found import question_named, quote_named, request_named
from mailwatch.cli.output import Context
from mailwatch.cli.shapes import quote_line
from mailwatch.cycle.judge import judge
from mailwatch.cycle.poll import as_of
from mailwatch.errors import UnknownReference
from mailwatch.interpret.select import id_keys
from mailwatch.interpret.sent import Finding, as_quote, record_quote
from mailwatch.matching.keys import keys_of_sent
from mailwatch.matching.people import folded_address
from mailwatch.model.attribution import Key, KeyKind
from mailwatch.model.facts import (
    About,
    Fact,
    OwnerSaid,
    OwnerSet,
    OwnerTouched,
    QuestionAnswered,
    QuestionAsked,
    ReplyHeld,
    Saying,
    Setting,
)
from mailwatch.model.message import Locator, Message, Role, Seen
from mailwatch.model.quote import Quote
from mailwatch.model.reading import QuoteReading, SentKind, SentReading
from mailwatch.ports import Desk, Entry
from mailwatch.reading.sent import read_sent
from mailwatch.wording import say

DONE = 0


def won(arguments: Namespace, context: Context) -> int:
    return _say(arguments, context, Saying.WON)


def lost(arguments: Namespace, context: Context) -> int:
    return _say(arguments, context, Saying.LOST)


def stop(arguments: Namespace, context: Context) -> int:
    return _say(arguments, context, Saying.STOP)


def resume(arguments: Namespace, context: Context) -> int:
    return _say(arguments, context, Saying.RESUME)


def untrack(arguments: Namespace, context: Context) -> int:
    return _say(arguments, context, Saying.UNTRACK)


def snooze(arguments: Namespace, context: Context) -> int:
    return _say(arguments, context, Saying.SNOOZE, until=arguments.until)


def touch(arguments: Namespace, context: Context) -> int:
    """A call or a meeting; ``--at`` a day means its noon."""
    at = context.clock() if arguments.at is None else context.instant(_noon(arguments.at))
    with bootstrap.opened(context.configured, now=context.now) as house:
        desk, quote = quote_named(house, arguments.quote)
        contacts = _contacts(desk, quote)
        fact = OwnerTouched(at=min(at, house.now), quote=quote, contacts=contacts, note=arguments.note)
        return _noted(desk, quote, [fact], house, context)


def set_(arguments: Namespace, context: Context) -> int:
    """What the owner knows better than the mail."""
    with bootstrap.opened(context.configured, now=context.now) as house:
        desk, quote = quote_named(house, arguments.quote)
        facts = [
            OwnerSet(at=house.now, quote=quote, contacts=_contacts(desk, quote), setting=setting, value=_setting_value(value))
            for setting in Setting
            if (value := getattr(arguments, setting.value)) is not None
        ]
        _refuse_unknown_cadence(facts, context)
        return _noted(desk, quote, facts, house, context)


def _refuse_unknown_cadence(facts: Iterable[OwnerSet], context: Context) -> None:
    from mailwatch.config.presets import PRESETS  # noqa: PLC0415 - one use

    known = {*PRESETS, *context.configured.cadences}
    for fact in facts:
        if fact.setting is Setting.CADENCE and fact.value not in known:
            raise UnknownReference(say("unknown_cadence", context.language, name=fact.value, known=", ".join(sorted(known))))


def track(arguments: Namespace, context: Context) -> int:
    """A sent message is a quote, whatever it looks like."""
    with bootstrap.opened(context.configured, now=context.now) as house:
        for desk in house.desks:
            asked = next((question for question in _quote_questions(desk) if _is(question, arguments.message)), None)
            if asked is not None:
                return _tracked(desk, asked, house, context)
            seen = _sent_message(desk, arguments.message, house.now)
            if seen is not None:
                finding, quote = _as_tracked(desk, *seen, house.now)
                return _noted(desk, quote.message_id, list(finding.facts), house, context, finding)
    raise UnknownReference(say("unknown_message", context.language, name=arguments.message))


def answer(arguments: Namespace, context: Context) -> int:
    """Settle a question."""
    with bootstrap.opened(context.configured, now=context.now) as house:
        if arguments.is_quote or arguments.not_quote or arguments.none:
            if arguments.none and set_aside(house, arguments.message):
                context.printer.say("question_settled")
                return DONE
            desk, asked = question_named(house, arguments.message)
            if arguments.is_quote:
                return _tracked(desk, asked, house, context)
            return _settled(desk, asked, None, house, context)
        desk, quote = quote_named(house, arguments.quote)
        held = _held(desk, quote, arguments.message)
        if held is not None:
            settled = QuestionAnswered(at=house.now, quote=quote, contacts=held.contacts, message=held.message)
            return _noted(desk, quote, [settled], house, context, _taught(desk, quote, settled, held))
        _, asked = question_named(house, arguments.message)
        return _settled(desk, asked, quote, house, context)


def set_aside(house: House, text: str) -> bool:
    """``answer ID --none`` on a request that is owed an answer: none will be given. False when it is no request."""
    found = request_named(house, text)
    if found is None:
        return False
    desk, request = found
    answered = QuestionAnswered(at=house.now, contacts=request.contacts, message=request.message)
    desk.journal.record(desk.account.name, Entry(facts=(answered,)), now=house.now, policy=desk.policy.digest)
    return True


def _say(arguments: Namespace, context: Context, saying: Saying, until: date | None = None) -> int:
    with bootstrap.opened(context.configured, now=context.now) as house:
        desk, quote = quote_named(house, arguments.quote)
        fact = OwnerSaid(at=house.now, quote=quote, contacts=_contacts(desk, quote), saying=saying, until=until)
        return _noted(desk, quote, [fact], house, context)


def _contacts(desk: Desk, quote: str) -> tuple[str, ...]:
    from mailwatch.interpret.remembered import quote_of  # noqa: PLC0415 - one use

    sent = quote_of(desk, quote)
    return sent.details.contacts if sent else ()


def _noon(moment: date | datetime) -> date | datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(12))


def _setting_value(value: object) -> str:
    if isinstance(value, list):
        return ",".join(str(one).strip().lower() for one in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _noted(  # noqa: PLR0913, PLR0917 - what was said, about what, and where to say so
    desk: Desk, quote: str, facts: Sequence[Fact], house: House, context: Context, finding: Finding | None = None
) -> int:
    """Record the facts and say how the quote stands now."""
    entry = Entry(facts=tuple(facts), keys=finding.keys if finding else ())
    desk.journal.record(desk.account.name, entry, now=house.now, policy=desk.policy.digest)
    judged = judge(as_of(desk, house.now), quote, house.now)
    if context.json:
        context.printer.object(quote_line(judged, house.now))
    else:
        line = quote_line(judged, house.now)
        status = say(f"status_{line['status']}", context.language)
        context.printer.say("owner_noted", id=line["id"], subject=line["subject"], status=status)
    return DONE


def _quote_questions(desk: Desk) -> list[QuestionAsked]:
    return [asked for asked in desk.journal.open_questions(desk.account.name) if asked.about is About.QUOTE]


def _is(question: QuestionAsked, text: str) -> bool:
    from mailwatch.text.identity import public_id  # noqa: PLC0415 - one use

    message = question.message or ""
    account = question.proposed.account if question.proposed else ""
    return text.strip("<>") == message.strip("<>") or public_id(account, message).startswith(text.lower())


def _tracked(desk: Desk, asked: QuestionAsked, house: House, context: Context) -> int:
    """The proposed quote becomes one."""
    if asked.proposed is None:
        raise UnknownReference(say("question_not_about_quote", context.language, name=asked.message or ""))
    quote = asked.proposed
    reading = SentReading(SentKind.QUOTE, 0.0, sure=True, language=quote.language, because=asked.because)
    finding = record_quote(desk, quote, (), reading, ())
    answered = QuestionAnswered(
        at=house.now, quote=quote.message_id, contacts=quote.contacts, message=asked.message, candidates=asked.candidates
    )
    said = OwnerSaid(at=house.now, quote=quote.message_id, contacts=quote.contacts, saying=Saying.TRACK)
    return _noted(desk, quote.message_id, [*finding.facts, answered, said], house, context)


def _settled(desk: Desk, asked: QuestionAsked, quote: str | None, house: House, context: Context) -> int:
    answered = QuestionAnswered(
        at=house.now, quote=quote, contacts=asked.contacts, message=asked.message, candidates=asked.candidates
    )
    if quote is not None:
        return _noted(desk, quote, [answered], house, context, _taught(desk, quote, answered, asked))
    desk.journal.record(desk.account.name, Entry(facts=(answered,)), now=house.now, policy=desk.policy.digest)
    context.printer.say("question_settled")
    return DONE


def _taught(desk: Desk, quote: str, answered: QuestionAnswered, asked: QuestionAsked | ReplyHeld) -> Finding:
    """What the owner's answer teaches for the next mail: who answers for this quote, and under which names its thread goes.

    An identifier that belongs to another mail we know is no name of this thread.
    """
    if isinstance(asked, QuestionAsked) and asked.about is not About.REPLY:
        return Finding((answered,))
    others = desk.journal.known(desk.account.name, asked.aliases)
    ids = id_keys([*([asked.message] if asked.message else []), *(value for value in asked.aliases if value not in others)])
    people = tuple(Key(KeyKind.ADDRESS, address) for address in dict.fromkeys((asked.sender, folded_address(asked.sender))))
    return Finding((answered,), ((quote, (*ids, *people)),))


def _held(desk: Desk, quote: str, message: str) -> ReplyHeld | None:
    facts = desk.journal.facts(desk.account.name, quote)
    found = (fact for fact in facts if isinstance(fact, ReplyHeld) and (fact.message or "").strip("<>") == message.strip("<>"))
    return next(found, None)


def _sent_message(desk: Desk, text: str, now: datetime) -> tuple[Seen, Message] | None:
    """A message of Sent by its Message-ID."""
    message_id = f"<{text.strip().strip('<>')}>"
    noted = [place.locator for place in desk.journal.places(desk.account.name, message_id) if place.role is Role.SENT]
    locators: list[Locator] = noted or list(desk.mailbox.find(message_id))
    for locator, raw in desk.mailbox.texts(locators, pdf=True):
        message = desk.parse.message(raw, own=True)
        if isinstance(message, Message) and message.headers.message_id == message_id:
            return Seen(locator, Role.SENT, message.headers, message.headers.date or now), message
    return None


def _as_tracked(desk: Desk, seen: Seen, message: Message, now: datetime) -> tuple[Finding, Quote]:
    reading = read_sent(message)
    quote = as_quote(desk, seen, reading.quote or QuoteReading(), reading.language, now)
    sure = SentReading(SentKind.QUOTE, reading.score, sure=True, language=reading.language, because=reading.because)
    finding = record_quote(desk, quote, keys_of_sent(message, quote), sure, ())
    said = OwnerSaid(at=now, quote=quote.message_id, contacts=quote.contacts, saying=Saying.TRACK)
    return Finding((*finding.facts, said), finding.keys), quote
