"""A late reply told in plain words: on the command line, and in the owner's inbox."""

from collections.abc import Iterator
from datetime import timedelta

from mailwatch.followup.dossier import Dossier, Spoken
from mailwatch.ports import Desk
from mailwatch.text.identity import public_id
from mailwatch.wording import Language, render, say
from mailwatch.wording.dates import day_in_words, instant_in_words, span_in_words
from mailwatch.wording.money import money


def headline(dossier: Dossier, language: Language) -> str:
    """One line: how late, about which quote."""
    quote = dossier.conversation.quote
    named = quote.reference or quote.subject
    if dossier.delayed:
        return say("dossier_delayed", language, named=named)
    return say("dossier_late", language, named=named, span=span_in_words(timedelta(days=dossier.late_days), language))


def told(desk: Desk, dossier: Dossier, language: Language) -> tuple[str, ...]:
    """The whole case, one line each, the headline first."""
    return (headline(dossier, language), *_lines(desk, dossier, language))


def _lines(desk: Desk, dossier: Dossier, language: Language) -> Iterator[str]:
    zone = desk.policy.calendar.zone
    yield _quote(dossier, language, desk)
    until = day_in_words(dossier.valid_until, language)
    yield say("dossier_expired" if dossier.expired else "dossier_valid", language, until=until)
    yield _sender(dossier, language)
    yield say("dossier_kind", language, kind=say(f"kind_{dossier.reply.reply.kind}", language))
    if dossier.evidence:
        yield say("dossier_evidence", language)
        yield from (f"  - {render(reason, language, zone)}" for reason in dossier.evidence)
    yield say("dossier_timeline", language)
    yield from (f"  - {_spoken(word, language, desk)}" for word in dossier.timeline)
    yield from (render(reason, language, zone) for reason in dossier.notes)
    yield from _answers(dossier, language)


def _quote(dossier: Dossier, language: Language, desk: Desk) -> str:
    quote = dossier.conversation.quote
    amount = money(quote.amount, language) if quote.amount else "–"
    day = day_in_words(quote.sent_at.astimezone(desk.policy.calendar.zone).date(), language)
    return say("dossier_quote", language, reference=quote.reference or "–", day=day, amount=amount, subject=quote.subject)


def _sender(dossier: Dossier, language: Language) -> str:
    sender, person = dossier.reply.sender, dossier.answers_for
    if person is None:
        return say("dossier_from", language, sender=sender)
    code = "dossier_from_colleague" if dossier.colleague else "dossier_from_other"
    return say(code, language, sender=sender, person=person.name or person.address)


def _spoken(word: Spoken, language: Language, desk: Desk) -> str:
    at = instant_in_words(word.at.astimezone(desk.policy.calendar.zone), language)
    what = say(f"word_{word.kind}", language)
    more = word.template or word.note
    return f"{at}, {what} ({more})" if more else f"{at}, {what}"


def _answers(dossier: Dossier, language: Language) -> Iterator[str]:
    """Answering and not answering, side by side."""
    quote = dossier.conversation.quote
    id_ = public_id(quote.account, quote.message_id)
    to = "" if dossier.answers_for is None else f" --to {dossier.reply.sender}"
    yield say("dossier_answers", language)
    yield from (f"  - mailwatch reply {id_} {variant}{to}" for variant in dossier.variants)
    yield f"  - {say('dossier_later', language, id=id_)}"
    yield f"  - {say('dossier_ignore', language, id=id_)}"
