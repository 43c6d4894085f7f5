"""Is it what a courteous person would send? Tone, length and register of shipped and owners' templates, and of finished texts."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from mailwatch.drafting.compose import VARIABLES
from mailwatch.drafting.corpus import Kind, Language, Template, Voice, Wording, every, find, load
from mailwatch.drafting.render import check, render
from mailwatch.errors import TemplateError
from mailwatch.model.quote import Register
from mailwatch.model.reasons import Reason, reason
from mailwatch.text.language import language_of
from mailwatch.text.tokens import fold
from mailwatch.wording.catalogue import render as in_words

#: Most words of each kind, greeting and signature aside.
MOST_WORDS: Final[Mapping[Kind, int]] = {"follow_up": 120, "door_open": 90, "answer": 120, "snippet": 60}

#: The rules of tone.toml and the codes of their findings.
_CODES: Final[Mapping[str, str]] = {
    "reproach": "tone_reproach",
    "guilt": "tone_guilt",
    "ultimatum": "tone_ultimatum",
    "false_urgency": "tone_false_urgency",
    "discount": "tone_discount",
    "checking_in": "tone_checking_in",
    "tracking": "tone_tracking",
    "attachment": "tone_attachment",
    "guess": "tone_guess",
    "pretence": "tone_pretence",
    "law": "tone_law",
}

_WORD = re.compile(r"\S*\w\S*")
_VOUS = re.compile(r"\b(?:vous|votre|vos|votres?)\b|\b(?!(?:chez|assez|rez|nez)\b)[a-z]{2,}ez\b")
_TU = re.compile(
    r"\b(?:tu|te|toi|ton|ta|tes)\b|\b(?:le|du|au|la|les|des|aux) tien(?:ne)?s?\b|\bt'|\b(?:dis|ecris|appelle|prends|fais|reponds)-"
)
_TAGS = re.compile(r"\{[{%#].*?[}%#]\}|\[\[|\]\]", re.DOTALL)

_SAMPLES: Final[Mapping[Language, Mapping[str, str]]] = {
    "fr": {
        "reference": "D-2026-014",
        "subject": "Refonte du site",
        "sent_on": "1er septembre",
        "valid_until": "22 septembre",
        "promised_for": "15 septembre",
        "returned_on": "24 août",
        "options": "« Essentiel » et « Complet »",
        "original_contact": "Dominique Morel",
        "copied_below": "•",
        "my_name": "Camille Durand",
        "my_phone": "06 00 00 00 00",
        "my_website": "atelier-durand.example",
    },
    "en": {
        "reference": "Q-2026-014",
        "subject": "New website",
        "sent_on": "1 September",
        "valid_until": "22 September",
        "promised_for": "15 September",
        "returned_on": "24 August",
        "options": "“Basic” and “Full”",
        "original_contact": "Robin Morel",
        "copied_below": "•",
        "my_name": "Alex Durand",
        "my_phone": "+44 20 7946 0000",
        "my_website": "durand-studio.example",
    },
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right. ``line`` counts from 1 in the text, or in the file ``path`` when there is one."""

    because: Reason
    line: int
    path: str | None = None

    def in_words(self, language: Language) -> str:
        """``fr/vous/relance_1.md:12: “last chance” sounds like an ultimatum.``"""
        place = f"{self.path}:{self.line}: " if self.path else ""
        return place + in_words(self.because, language)


def lint(  # noqa: PLR0913 - each says something else about the text
    text: str,
    *,
    kind: Kind,
    language: str,
    register: Register | None,
    max_words: int | None = None,
    must_show: Iterable[str] = (),
) -> tuple[Finding, ...]:
    """Everything to put right in a text as the prospect would read it, in order.

    ``must_show``: what the signature must contain (name, telephone), whatever its spacing.
    """
    words: Language = "fr" if language == "fr" else "en"
    findings = [*_phrases(text, words), *_counts(text, max_words or MOST_WORDS[kind]), *_register(text, words, register)]
    shown = _squeezed(text)
    findings += [Finding(reason("tone_unsigned", text=each), 1) for each in must_show if _squeezed(each) not in shown]
    return tuple(sorted(findings, key=lambda finding: finding.line))


def lint_folder(folder: Path) -> tuple[Finding, ...]:
    """Everything to put right in a folder of templates, file by file: what cannot be used, then what should not be said."""
    return tuple(finding for parts in every(folder) for finding in _lint_file(folder, parts))


def _lint_file(folder: Path, parts: tuple[str, ...]) -> Iterator[Finding]:
    path = "/".join(parts)
    try:
        template = load(folder, parts)
        voice = _voice(template)
        for wording in template.wordings:
            yield from _lint_wording(wording, template, voice, folder)
    except TemplateError as problem:
        yield Finding(
            reason("template_unusable", text=str(problem).removeprefix(f"{problem.template}:")), problem.line or 1, path
        )


def _voice(template: Template) -> Voice:
    """The place of a file says for whom it is; else its front matter, else its own words."""
    *folders, _ = template.path.split("/")
    text = "\n".join(wording.text for wording in template.wordings)
    locale = folders[0] if folders else template.front.locale or language_of(_TAGS.sub("", text), "en") or "en"
    language, _, region = locale.partition("-")
    named = next((Register(part) for part in folders if part in set(Register)), template.front.register_)
    return Voice(language, region or None, named or Register.VOUS)


def _lint_wording(wording: Wording, template: Template, voice: Voice, folder: Path) -> Iterator[Finding]:
    check(wording, template.path, VARIABLES)
    offset = wording.line - 1
    bare = _TAGS.sub(lambda tag: "\n" * tag[0].count("\n"), wording.text)
    for finding in (*_phrases(bare, voice.words), *_register(bare, voice.words, _said_register(template, voice))):
        yield Finding(finding.because, finding.line + offset, template.path)
    said = render(wording, template.path, _SAMPLES[voice.words], lambda name: find(name, voice, folder).wordings[0])
    for finding in _counts("\n\n".join(said), template.front.max_words or MOST_WORDS[template.front.kind]):
        yield Finding(finding.because, wording.line, template.path)


def _said_register(template: Template, voice: Voice) -> Register | None:
    """A file that is for no register in particular cannot contradict one."""
    return voice.register if template.front.register_ or voice.register.value in template.path.split("/") else None


def _phrases(text: str, language: Language) -> Iterator[Finding]:
    for rule, patterns in _rules()[language].items():
        yield from (Finding(reason(_CODES[rule], text=words), line) for words, line in _found(patterns, text))


def _found(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, int]]:
    """What matches in the folded text, as it was written where folding kept every place, and its line."""
    folded = fold(text)
    for match in pattern.finditer(folded):
        source = text if len(text) == len(folded) else folded
        yield " ".join(source[match.start() : match.end()].split()), folded.count("\n", 0, match.start()) + 1


def _counts(text: str, most_words: int) -> Iterator[Finding]:
    count = len(_WORD.findall(text))
    if count > most_words:
        yield Finding(reason("tone_too_long", count=count, most=most_words), 1)
    if text.count("?") > 1:
        yield Finding(reason("tone_questions", count=text.count("?")), 1)
    if text.count("!") > 1:
        yield Finding(reason("tone_exclamations", count=text.count("!")), 1)


def _register(text: str, language: Language, register: Register | None) -> Iterator[Finding]:
    if language == "fr" and register:
        for words, line in _found(_TU if register is Register.VOUS else _VOUS, text):
            yield Finding(reason("tone_register", text=words, register=register.value), line)


def _squeezed(text: str) -> str:
    return "".join(sign for sign in fold(text) if sign.isalnum())


@cache
def _rules() -> Mapping[Language, Mapping[str, re.Pattern[str]]]:
    table = tomllib.loads((files("mailwatch.drafting") / "tone.toml").read_text(encoding="utf-8"))
    languages: tuple[Language, ...] = ("fr", "en")
    return {language: {rule: _either(texts[language]) for rule, texts in table.items()} for language in languages}


def _either(patterns: list[str]) -> re.Pattern[str]:
    spaced = "|".join(f"(?:{pattern})" for pattern in patterns).replace(" ", r"\s")
    return re.compile(spaced, re.MULTILINE)
