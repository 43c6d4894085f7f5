"""Public libraries that do one part of what mailwatch does, behind one shape each. Those that are not installed are left out.

``make evaluate`` installs them beside the checkout (benchmarks/peers.txt); nothing else needs them.
"""

import email
import importlib
import logging
import warnings
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from types import ModuleType

warnings.filterwarnings("ignore")


def _module(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def new_text() -> Iterator[tuple[str, Callable[[str], str]]]:
    """From the visible text of a mail, its author's own words."""
    if found := _module("mailparser_reply"):
        reader = found.EmailReplyParser(languages=["en", "fr", "de", "it", "es", "nl", "da", "sv", "pl", "cs"])
        yield "mail-parser-reply", lambda text: reader.parse_reply(text=text) or ""
    if found := _module("email_reply_parser"):
        yield "email-reply-parser", found.EmailReplyParser.parse_reply
    if found := _module("talon.quotations"):
        yield "talon", found.extract_from_plain
    if found := _module("quotequail"):
        yield "quotequail", lambda text: "\n".join(part for own, part in found.quote(text, limit=100_000) if own)


def bounced() -> Iterator[tuple[str, Callable[[bytes], bool]]]:
    """Does this mail report a delivery that failed or waits?"""
    if found := _module("flufl.bounce"):
        logging.disable()  # one of its detectors fails on some mails, and says so at length
        yield "flufl.bounce", lambda raw: any(found.all_failures(email.message_from_bytes(raw)))


def named_day() -> Iterator[tuple[str, Callable[[str, date, str | None], date | None]]]:
    """The first day that a sentence names."""
    if found := _module("dateparser.search"):

        def first(text: str, reference: date, language: str | None) -> date | None:
            settings = {"RELATIVE_BASE": datetime.combine(reference, time()), "PREFER_DATES_FROM": "future"}
            languages = [language] if language else ["fr", "en"]
            named = found.search_dates(text, languages=languages, settings=settings)
            return named[0][1].date() if named else None

        yield "dateparser", first


def language_of() -> Iterator[tuple[str, Callable[[str], str | None]]]:
    if found := _module("lingua"):
        detector = found.LanguageDetectorBuilder.from_all_languages().build()
        yield "lingua", lambda text: (said := detector.detect_language_of(text)) and said.iso_code_639_1.name.lower()
    if found := _module("langdetect"):

        def detected(text: str) -> str | None:
            found.DetectorFactory.seed = 0
            try:
                return found.detect(text)
            except found.LangDetectException:
                return None

        yield "langdetect", detected
    if found := _module("py3langid"):
        yield "py3langid", lambda text: found.classify(text)[0]
