"""``inspect``: what mailwatch understands of single messages."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from mailwatch.cli.output import Context
from mailwatch.mailbox.archive import messages_in
from mailwatch.model.message import Message, QuotedBlock, Unreadable
from mailwatch.model.reading import Bounce, QuoteReading, ReceivedKind, ReplyReading
from mailwatch.parsing.parse import Parser
from mailwatch.reading.received import read_received
from mailwatch.reading.sent import read_sent
from mailwatch.text.subjects import base_subject
from mailwatch.wording import render

DONE, USAGE = 0, 2


def run(arguments: Namespace, context: Context) -> int:
    """One object per message of each .eml, mbox or maildir."""
    own = _own(context)
    if arguments.direction is None and not own:
        context.printer.note("inspect_direction")
        return USAGE
    parser = Parser()
    for path in arguments.files:
        for index, raw in enumerate(messages_in(Path(path))):
            _show({"path": path, "index": index, **_inspected(parser, raw, arguments.direction, own, context)}, context)
    return DONE


def _own(context: Context) -> frozenset[str]:
    if context.settings is None:
        return frozenset()
    return frozenset(address for account in context.settings.accounts for address in (account.address, *account.aliases))


def _inspected(parser: Parser, raw: bytes, direction: str | None, own: frozenset[str], context: Context) -> dict[str, object]:
    headers = parser.headers(raw)
    sender = headers.sender.address if headers.sender else None
    sent = direction == "sent" if direction else sender in own
    message = parser.message(raw, own=sent)
    reading = (
        _unreadable(message) if isinstance(message, Unreadable) else _sent(message) if sent else _received(message, own, context)
    )
    return {
        "message_id": headers.message_id,
        "direction": "sent" if sent else "received",
        "date": headers.date or headers.received_at,
        "from": sender,
        "to": [person.address for person in headers.to],
        "subject": headers.subject,
        **reading,
    }


_NOTHING: dict[str, object] = {"until": None, "quote": None, "reply": None, "bounce": None}


def _unreadable(message: Unreadable) -> dict[str, object]:
    return {
        "base_subject": base_subject(message.headers.subject),
        "kind": ReceivedKind.UNREADABLE,
        "score": None,
        "language": None,
        "text": "",
        "quoted": [],
        **_NOTHING,
        "because": [{"code": "unreadable", "text": message.problem, "bits": None}],
    }


def _sent(message: Message) -> dict[str, object]:
    reading = read_sent(message)
    references = reading.quote.references if reading.quote else ()
    return {
        **_read(message, references),
        "kind": reading.kind,
        "score": reading.score,
        "language": reading.language,
        **_NOTHING,
        "quote": _quote(reading.quote),
        "because": reading.because,
    }


def _received(message: Message, own: frozenset[str], context: Context) -> dict[str, object]:
    senders = frozenset(context.settings.quotes.senders) if context.settings else frozenset()
    reading = read_received(message, own=own, quote_senders=senders)
    return {
        **_read(message, ()),
        "kind": reading.kind,
        "score": reading.score,
        "language": reading.language,
        "until": reading.until,
        "quote": _quote(reading.quote),
        "reply": _reply(reading.reply),
        "bounce": _bounce(reading.bounce),
        "because": reading.because,
    }


def _read(message: Message, references: tuple[str, ...]) -> dict[str, object]:
    return {
        "base_subject": base_subject(message.headers.subject, references),
        "kind": None,
        "score": None,
        "language": None,
        "text": message.new_text,
        "quoted": [_block(block) for block in message.quoted],
    }


def _block(block: QuotedBlock) -> dict[str, object]:
    return {"from": block.sender, "date": block.date, "subject": block.subject, "text": block.text}


def _quote(quote: QuoteReading | None) -> dict[str, object] | None:
    if quote is None:
        return None
    return {
        "references": quote.references,
        "amounts": quote.amounts,
        "valid_until": quote.valid_until,
        "register": quote.register,
        "options": [{"label": option.label, "amount": option.amount} for option in quote.options],
    }


def _reply(reply: ReplyReading | None) -> dict[str, object] | None:
    if reply is None:
        return None
    return {"kind": reply.kind, "also": reply.also, "reason": reply.reason, "final": reply.final}


def _bounce(bounce: Bounce | None) -> dict[str, object] | None:
    if bounce is None:
        return None
    return {"hard": bounce.hard, "recipients": bounce.recipients, "status": bounce.status, "original": bounce.original}


def _show(line: dict[str, object], context: Context) -> None:
    if context.json:
        context.printer.object(line)
        return
    printer = context.printer
    printer.line(f"{line['path']} [{line['index']}]  {line['subject']}", style="bold")
    reply = line["reply"]
    kind = f"{line['kind']}/{reply['kind']}" if isinstance(reply, dict) else str(line["kind"])
    printer.say(
        "inspect_verdict", kind=kind, score=line["score"] if line["score"] is not None else "–", language=line["language"] or "–"
    )
    for text in _reasons(line, context):
        printer.line(f"    {text}", style="dim")


def _reasons(line: dict[str, object], context: Context) -> Iterator[str]:
    because = line["because"]
    for reason in because if isinstance(because, tuple) else ():
        bits = f"{reason.bits:+.1f}  " if reason.bits is not None else ""
        yield f"{bits}{render(reason, context.language, context.zone)}"
