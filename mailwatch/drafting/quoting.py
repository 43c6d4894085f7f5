"""What is quoted under a draft, as the owner's own client would."""

from datetime import datetime
from typing import Final

from mailwatch.drafting.clean import lines, one_line
from mailwatch.drafting.corpus import Language
from mailwatch.model.message import Message
from mailwatch.text.flowed import Paragraph, paragraphs, to_flowed, unflow
from mailwatch.wording.dates import day_in_words

#: Of the prospect's words, as lines on a screen; of the owner's own mail, a bound that no letter reaches.
OTHERS: Final = 20
OWN: Final = 600

_CUT: Final = "[…]"


def quoted(message: Message, text: str, dated: datetime, language: Language, most: int) -> tuple[Paragraph, ...]:
    """The attribution line and the text one level deeper; empty when there is no text. ``dated`` gives the zone."""
    inner = _cut(tuple(_deeper(line) for line in paragraphs("\n".join(_trimmed(lines(text))))), most)
    if not any(line.text for line in inner):
        return ()
    return (Paragraph(0, _attribution(message, dated, language)), *inner)


def _deeper(line: Paragraph) -> Paragraph:
    return Paragraph(line.depth + 1, line.text)


def _attribution(message: Message, dated: datetime, language: Language) -> str:
    sender = message.headers.sender
    who = one_line(sender.name or sender.address) if sender else ""
    at = message.headers.date.astimezone(dated.tzinfo) if message.headers.date else None
    if language == "fr":
        # Mail programs write the number, not "1er".
        day = day_in_words(at.date(), language).replace("1er ", "1 ", 1) if at else ""
        when = f"Le {day} à {at:%H:%M}, " if at else ""
        return f"{when}{who or 'on'} a écrit\u00a0:"
    when = f"On {day_in_words(at.date(), language)} at {at:%H:%M}, " if at else ""
    return f"{when}{who or 'someone'} wrote:"


def _trimmed(text: list[str]) -> list[str]:
    written = [place for place, line in enumerate(text) if line.strip()]
    return text[written[0] : written[-1] + 1] if written else []


def _cut(inner: tuple[Paragraph, ...], most: int) -> tuple[Paragraph, ...]:
    """At most ``most`` lines of the width they travel in; a mark instead of the last when something is left out."""
    physical = to_flowed(inner).split("\n")
    if len(physical) <= most:
        return inner
    return (*unflow("\n".join(physical[: most - 1])), Paragraph(1, _CUT))
