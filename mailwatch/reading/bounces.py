"""Delivery failures and delays (RFC 3461 to 3464), and the many shapes that follow no RFC."""

import re
from collections.abc import Iterator

from mailwatch.model.message import Headers, Message
from mailwatch.model.reading import Bounce
from mailwatch.model.reasons import Reason, reason
from mailwatch.reading import bounce_words as words
from mailwatch.text.tokens import fold

_DAEMON = re.compile(words.DAEMONS)
_SURE_DAEMON = re.compile(words.SURE_DAEMONS)
_DAEMON_NAME = re.compile(words.DAEMON_NAMES)
_SUBJECT = re.compile(words.SUBJECT)
_FAILED = re.compile(words.FAILED)
_DELAYED = re.compile(words.DELAYED)
_SOFT = re.compile(words.SOFT)
_HARD = re.compile(words.HARD)
_LIVES = re.compile("|".join(words.ADDRESS_LIVES))
_GREETING = re.compile(r"(?:bonjour|bonsoir|hi|hello|dear|hey|salut|cher|madame|monsieur|good (?:morning|afternoon))\b")
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)")
_SMTP_CODE = re.compile(r"(?<![\d.:/-])([45]\d\d)[ -]+(?=\S)")
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63})+", re.IGNORECASE)
_EMBEDDED_ID = re.compile(r"^[>\s]*message-id:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
#: Failure texts stand at the top; below follows the mail that failed, which may say anything.
_TOP = 4000
_ENOUGH = 8.0


def top_of(message: Message) -> str:
    """The folded beginning of the visible text, in one line."""
    return " ".join(fold(message.text[:_TOP]).split())


def bounce_evidence(message: Message) -> tuple[Reason, ...]:
    """What speaks for a delivery failure or delay; enough from 8 bits on, and only if a machine sent it."""
    machine = tuple(_machine_evidence(message))
    if not machine:
        return ()
    return (*machine, *_failure_evidence(message))


def _machine_evidence(message: Message) -> Iterator[Reason]:
    headers = message.headers
    if _is_report(message):
        yield reason("delivery_report", bits=10.0)
    if headers.value("x-failed-recipients") or headers.value("x-ms-exchange-message-is-ndr") is not None:
        yield reason("failure_header", bits=6.0)
    yield from _daemon_evidence(headers)
    if _is_bare_failure(message):
        yield reason("bare_failure", bits=1.0)
    if (headers.value("return-path") or "").strip() == "<>":
        yield reason("null_return_path", bits=1.0)
    if (headers.value("auto-submitted") or "no").split(";")[0].strip().lower() != "no":
        yield reason("auto_header", bits=1.0, field="Auto-Submitted")


def _daemon_evidence(headers: Headers) -> Iterator[Reason]:
    sender = headers.sender
    local = sender.address.partition("@")[0] if sender else ""
    raw_from = fold(headers.value("from") or "")
    if _SURE_DAEMON.match(local) or _DAEMON_NAME.search(fold(sender.name if sender else raw_from)):
        yield reason("daemon_sender", bits=5.0, sender=local or raw_from)
    elif _DAEMON.match(local):
        yield reason("daemon_sender", bits=2.0, sender=local)
    elif sender is None and re.search(r"<>|daemon|postmaster", raw_from):
        yield reason("daemon_sender", bits=4.0, sender=raw_from)


def _is_report(message: Message) -> bool:
    report = message.report
    if report and (report.report_type == "delivery-status" or (not report.report_type and report.blocks)):
        return True
    return (
        "report-type=delivery-status" in (message.headers.value("content-type") or "").replace('"', "").replace(" ", "").lower()
    )


def _is_bare_failure(message: Message) -> bool:
    """Gateways that fail under an ordinary name: the subject and the first lines say nothing else, and greet nobody."""
    if message.headers.in_reply_to or not _SUBJECT.search(fold(message.headers.subject)):
        return False
    first = top_of(message)[:250]
    return bool(_FAILED.search(first) and not _GREETING.match(first))


def _failure_evidence(message: Message) -> Iterator[Reason]:
    top = top_of(message)
    if _SUBJECT.search(fold(message.headers.subject)):
        yield reason("failure_subject", bits=4.0)
    if _FAILED.search(top) or _DELAYED.search(top):
        yield reason("failure_words", bits=4.0)
    if _STATUS.search(top) or _SMTP_CODE.search(top):
        yield reason("smtp_code", bits=2.0)
    if any(attachment.content_type in {"message/rfc822", "text/rfc822-headers"} for attachment in message.attachments):
        yield reason("original_attached", bits=2.0)


def is_failure(evidence: tuple[Reason, ...]) -> bool:
    """A failure needs a machine, and one thing that says so in words or in a report."""
    codes = {item.code for item in evidence}
    said = codes & {"delivery_report", "failure_header", "failure_subject", "failure_words"}
    return bool(said) and sum(item.bits or 0 for item in evidence) >= _ENOUGH


def report_action(message: Message) -> str:
    """The worst Action of a delivery report (RFC 3464 §2.3.3): failed, delayed, else what it says, "" without one."""
    actions = [action for block in _blocks(message) if (action := _field(block, "action").split()[:1])]
    said = [action[0].lower() for action in actions]
    return next((action for action in ("failed", "delayed") if action in said), said[0] if said else "")


def is_delay(message: Message) -> bool:
    """Nothing is lost yet: the server will try again."""
    action = report_action(message)
    if action:
        return action == "delayed"
    top = top_of(message)
    delayed = _DELAYED.search(top) or _DELAYED.search(fold(message.headers.subject))
    gave_up = re.search(r"permanent|given up|giving up|user unknown|no such user|returned to sender|definitiv", top)
    return bool(delayed) and not gave_up


def read_bounce(message: Message, own: frozenset[str], *, delayed: bool = False) -> Bounce:
    """Who did not get which mail, and whether the address is dead. Nothing is dead while the server still tries."""
    status = _status(message)
    return Bounce(
        hard=not delayed and _is_hard(message, status),
        recipients=_recipients(message, own),
        status=status,
        original=_original(message),
    )


def _blocks(message: Message) -> tuple[dict[str, str], ...]:
    return tuple(dict(block) for block in message.report.blocks) if message.report else ()


def _field(block: dict[str, str], name: str) -> str:
    return block.get(name, "").strip()


def _status(message: Message) -> str | None:
    blocks = _blocks(message)
    given = [found[1] for block in blocks if (found := _STATUS.search(_field(block, "status")))]
    diagnosed = [found[1] for block in blocks if (found := _STATUS.search(_field(block, "diagnostic-code")))]
    # 5.0.0 and 4.0.0 say no more than the class: the server's own words may know better (RFC 3463 §3.1).
    precise = [status for status in (*given, *diagnosed) if not status.endswith(".0.0") and not status.startswith("2")]
    if precise or given:
        return (precise or given)[0]
    found = _STATUS.search(top_of(message))
    return found[1] if found and not found[1].startswith("2") else None


def _is_hard(message: Message, status: str | None) -> bool:
    if status and not status.endswith(".0.0"):
        return status.startswith("5") and not _LIVES.match(status)
    diagnosis = " ".join(fold(_field(block, "diagnostic-code")) for block in _blocks(message))
    words_said = f"{diagnosis} {top_of(message)}"
    if _HARD.search(words_said):
        return True
    if _SOFT.search(words_said) or (status and status.startswith("4")):
        return False
    code = _SMTP_CODE.search(words_said)
    return not (code and code[1].startswith("4"))


def _recipients(message: Message, own: frozenset[str]) -> tuple[str, ...]:
    reported = [
        _reported_recipient(block)
        for block in _blocks(message)
        if _field(block, "action").lower() not in {"delivered", "relayed"}
    ]
    found = [address for address in reported if address]
    if not found:
        found = _ADDRESS.findall(message.headers.value("x-failed-recipients") or "")
    if not found:
        found = list(_addresses_named(message))
    sender = message.headers.sender.address if message.headers.sender else ""
    unwanted = own | {sender}
    return tuple(dict.fromkeys(address.lower() for address in found if address.lower() not in unwanted))


def _reported_recipient(block: dict[str, str]) -> str:
    for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
        found = _ADDRESS.search(_field(block, name).rpartition(";")[2])
        if found:
            return found[0]
    return ""


def _addresses_named(message: Message) -> Iterator[str]:
    """Addresses above the returned mail, without those that are machines or parts of a Message-ID."""
    text = message.text[:_TOP]
    below = re.search(
        r"-{2,} ?(?:below this line|original message|this is a copy|unsent message|message d'origine|returned)|^(?:received|return-path|message-id):",
        text,
        re.IGNORECASE | re.MULTILINE,
    )
    for address in _ADDRESS.findall(text[: below.start()] if below and below.start() > 0 else text):
        if not _DAEMON.match(address.partition("@")[0].lower()):
            yield address


def _original(message: Message) -> str | None:
    if message.report and message.report.original_message_id:
        return message.report.original_message_id
    embedded = _EMBEDDED_ID.search(message.text)
    if embedded:
        return embedded[1]
    related = (*message.headers.in_reply_to, *reversed(message.headers.references))
    return related[0] if related else None
