"""A follow-up or an answer to the bytes that go into Drafts."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from mailwatch.drafting.clean import one_line
from mailwatch.drafting.corpus import Language, Template, Voice, Wording, choose, find
from mailwatch.drafting.fields import Envelope, build, thread
from mailwatch.drafting.manners import Manners, manners
from mailwatch.drafting.quoting import OTHERS, OWN, quoted
from mailwatch.drafting.typography import typeset
from mailwatch.errors import CannotDraft, TemplateError
from mailwatch.model.drafts import Answer, Composed, FollowUp
from mailwatch.model.message import Address
from mailwatch.model.quote import Register
from mailwatch.ports import Composer
from mailwatch.text.flowed import Paragraph, plain, to_flowed
from mailwatch.text.subjects import base_subject
from mailwatch.wording.dates import day_in_words

#: Everything a template may name. Money is not among it: no draft repeats or reopens a price.
VARIABLES = frozenset(
    {
        "reference",
        "subject",
        "sent_on",
        "valid_until",
        "promised_for",
        "returned_on",
        "options",
        "original_contact",
        "copied_below",
        "my_name",
        "my_phone",
        "my_website",
    }
)


class TemplateComposer:
    """Writes with the shipped templates, each of which a file of the same name in ``folder`` replaces."""

    def __init__(self, folder: Path | None) -> None:
        if folder is not None and not folder.is_dir():
            raise TemplateError(str(folder), None, "is not a folder")
        self._folder = folder

    def compose(self, draft: FollowUp | Answer) -> Composed:
        """Raises TemplateError, CannotDraft, and InvariantBroken when the finished bytes say something else than was meant."""
        from mailwatch.drafting.render import render  # noqa: PLC0415 - Jinja is slow to import, and most looks draft nothing

        voice = Voice(draft.language, draft.region, draft.register or Register.VOUS)
        template = find(_name(draft), voice, self._folder)
        wording = choose(template.wordings, draft.seen_wordings)
        style = manners(draft, voice.words, voice.register)
        said = render(wording, template.path, _values(draft, voice.words), lambda name: self._snippet(name, voice, wording))
        text = _text(said, style, voice)
        body = tuple(Paragraph(0, line) for line in text) + _below(draft, voice.words)
        envelope = _envelope(draft)
        raw = build(envelope, to_flowed(body) + "\n")
        return Composed(raw=raw, subject=envelope.subject, body=plain(body), wording=wording.id)

    def _snippet(self, name: str, voice: Voice, wording: Wording) -> Wording:
        snippets: Template = find(name, voice, self._folder)
        label = wording.id.partition("/")[2]
        return next((each for each in snippets.wordings if each.id.endswith(f"/{label}")), snippets.wordings[0])


def _conforms() -> Composer:
    return TemplateComposer(None)


def _name(draft: FollowUp | Answer) -> str:
    return draft.template if isinstance(draft, FollowUp) else draft.variant


def _text(said: tuple[str, ...], style: Manners, voice: Voice) -> list[str]:
    """Greeting, paragraphs, closing and signature, an empty line between them."""
    text = [style.greeting]
    for paragraph in said:
        text += ["", *typeset(paragraph, voice.words, voice.region, straight=style.straight).split("\n")]
    return [*text, "", style.closing, *style.signature]


def _below(draft: FollowUp | Answer, language: Language) -> tuple[Paragraph, ...]:
    if isinstance(draft, Answer):
        message, text, most = draft.message, draft.message.new_text or draft.message.text, OTHERS
    elif draft.original:
        message, text, most = draft.original, draft.original.text, OWN
    else:
        return ()
    under = quoted(message, text, draft.dated, language, most)
    return (Paragraph(0, ""), *under) if under else ()


def _envelope(draft: FollowUp | Answer) -> Envelope:
    quote = draft.quote
    if isinstance(draft, FollowUp):
        if quote.without_message_id:
            raise CannotDraft(
                "quote_without_message_id", "the quote's mail has no Message-ID, so nothing can be threaded under it"
            )
        parent, before, subject = quote.message_id, quote.references, quote.base_subject
        cc, step = draft.cc, f"{draft.step}/{draft.template}"
    else:
        headers = draft.message.headers
        if headers.message_id is None or headers.message_id.endswith("@mailwatch.invalid>"):
            raise CannotDraft("message_without_message_id", "the answered mail has no Message-ID")
        parent, before, subject = headers.message_id, headers.references, base_subject(headers.subject)
        cc, step = (), f"reply/{draft.variant}"
    return Envelope(
        sender=quote.sender,
        to=draft.to,
        cc=cc,
        subject=f"Re: {one_line(subject)}".rstrip(),
        dated=draft.dated,
        message_id=draft.message_id,
        parent=parent,
        references=thread(before, draft.token, parent),
        quote=quote.message_id,
        step=step,
    )


def _values(draft: FollowUp | Answer, language: Language) -> Mapping[str, str | None]:
    quote, owner, today = draft.quote, draft.owner, draft.dated.date()
    sent = quote.sent_at.astimezone(draft.dated.tzinfo).date()
    facts = draft if isinstance(draft, FollowUp) else None
    until = facts.valid_until if facts else None
    return {
        "reference": _said(quote.reference),
        "subject": _said(quote.base_subject),
        "sent_on": _day(sent, today, language),
        # Once it is over, a draft does not speak of it.
        "valid_until": _day(until, today, language) if until and until >= today else None,
        "promised_for": _day(facts.promised_for if facts else None, today, language),
        "returned_on": _day(facts.returned_on if facts else None, today, language),
        "options": _enumerated([one_line(option.label) for option in quote.options], language),
        "original_contact": _original_contact(quote.to, draft.to),
        # Only ever asked about: does the quote's own mail stand under the text?
        "copied_below": "•" if facts and _below(facts, language) else None,
        "my_name": _said(owner.name or quote.sender.name),
        "my_phone": _said(owner.phone),
        "my_website": _said(owner.website),
    }


def _said(text: str | None) -> str | None:
    return one_line(text) or None if text else None


def _day(day: date | None, today: date, language: Language) -> str | None:
    if day is None:
        return None
    said = day_in_words(day, language)
    return said.rpartition(" ")[0] if day.year == today.year else said


def _enumerated(labels: list[str], language: Language) -> str | None:
    """``« A », « B » et « C »``; None for fewer than two."""
    quoted_labels = [f"«\u00a0{label}\u00a0»" if language == "fr" else f"“{label}”" for label in labels if label]
    if len(quoted_labels) < 2:  # noqa: PLR2004 - one option is no choice
        return None
    return f"{', '.join(quoted_labels[:-1])} {'et' if language == 'fr' else 'and'} {quoted_labels[-1]}"


def _original_contact(quoted_to: tuple[Address, ...], to: tuple[Address, ...]) -> str | None:
    """Whom the quote was written to, when somebody else is written to now."""
    first = next(iter(quoted_to), None)
    return _said(first.name) if first and first.address not in {person.address for person in to} else None
