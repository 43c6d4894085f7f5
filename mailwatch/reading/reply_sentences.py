"""A reply cut into sentences a rule can read: folded, typos mended, greeting and closing left out."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from mailwatch.reading import reply_lexicon_en as en
from mailwatch.reading import reply_lexicon_fr as fr
from mailwatch.reading.learned import is_common
from mailwatch.reading.reply_lexicon import Rule
from mailwatch.reading.reply_vocabulary import VOCABULARY
from mailwatch.text.language import language_of
from mailwatch.text.tokens import fold

_MOST_CHARACTERS = 3000
_MOST_SENTENCES = 24
_END = re.compile(r"(?<=[.!?;])[\"')\]]*\s+|\n\s*\n|\n(?=\s*[-*•>]\s)|(?<=\.\.\.)\s*")
_ABBREVIATION = re.compile(r"\b(?:m|mr|mme|dr|st|n|no|ref|tel|etc|ex|cf|env|ltd|inc|approx|e\.g|i\.e|vs|\d+)\.$")
_CLAUSE_END = re.compile(
    r"[,;:()]|\b(?:mais|but|however|toutefois|cependant|par contre|en revanche|puis|then|although|though)\b| - "
)
_FEW_WORDS = 5
#: A salutation on a line of its own, without its comma.
_GREETING_LINE = re.compile(
    r"(?i)^(\s*(?:bonjour|bonsoir|salut|coucou|hello|hi|dear|ch[eè]re?s?|madame|monsieur)\b[^\n,.!?;:]{0,40})\n+"
)
#: Nobody writes a longer one; patterns that look ahead would read it for seconds.
_LONGEST_SENTENCE = 600
_LONG_WORD = re.compile(r"\S{60,}")
_WORD = re.compile(r"[a-z]{6,}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """``bad_news``: holds a word that turns a message round, such as "but" or a negation; ``strong_bad_news``: one like "alas"."""

    text: str
    question: bool
    bad_news: bool
    strong_bad_news: bool

    def is_last_clause(self, match: re.Match[str]) -> bool:
        return _CLAUSE_END.search(self.text, match.end()) is None

    def clause(self, match: re.Match[str]) -> str:
        """The part between the commas around a match."""
        starts = [end.end() for end in _CLAUSE_END.finditer(self.text, 0, match.start())]
        stop = _CLAUSE_END.search(self.text, match.end())
        return self.text[starts[-1] if starts else 0 : stop.start() if stop else len(self.text)]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's rules and scope words, compiled."""

    language: str
    rules: tuple[tuple[Rule, re.Pattern[str]], ...]
    condition: re.Pattern[str]
    hard_condition: re.Pattern[str]
    exception: re.Pattern[str]
    restriction: re.Pattern[str]
    until_then: re.Pattern[str]
    long_ago: re.Pattern[str]
    not_yet: re.Pattern[str]
    negation: re.Pattern[str]
    not_a_no: re.Pattern[str]
    bad_news: re.Pattern[str]
    strong_bad_news: re.Pattern[str]
    pluperfect: re.Pattern[str]
    done: re.Pattern[str]
    ignored: re.Pattern[str]
    greeting: re.Pattern[str]
    courtesy_question: re.Pattern[str]
    footer: re.Pattern[str]
    farewell: re.Pattern[str]
    yes_word: re.Pattern[str]
    stop_word: re.Pattern[str]


@cache
def _lexicon(language: str) -> Lexicon:
    words = fr if language == "fr" else en
    return Lexicon(
        language,
        tuple((rule, re.compile(rule.pattern)) for rule in words.RULES),
        *(
            re.compile(pattern)
            for pattern in (
                words.CONDITION,
                words.HARD_CONDITION,
                words.EXCEPTION,
                words.RESTRICTION,
                words.UNTIL_THEN,
                words.LONG_AGO,
                words.NOT_YET,
                words.NEGATION,
                words.NOT_A_NO,
                words.BAD_NEWS,
                words.STRONG_BAD_NEWS,
                words.PLUPERFECT,
                words.DONE,
                words.IGNORED,
                words.GREETING,
                words.COURTESY_QUESTION,
                words.FOOTER,
                words.FAREWELL,
                words.YES_WORD,
                words.STOP_WORD,
            )
        ),
    )


@lru_cache(maxsize=8)
def lexicons_for(text: str, language: str | None) -> tuple[Lexicon, ...]:
    """The likely language first; the other may still know a short "STOP" or "OK thanks"."""
    sure = language_of(text, None) if len(text.split()) > _FEW_WORDS else None
    if sure in {"fr", "en"}:
        return (_lexicon(sure),)
    likely = language_of(text, None) or language or "fr"
    order = ("en", "fr") if likely == "en" else ("fr", "en")
    return tuple(_lexicon(code) for code in order)


def sentences_of(text: str, lexicon: Lexicon) -> tuple[Sentence, ...]:
    return _sentences(text, lexicon.language)


@lru_cache(maxsize=4)
def _sentences(text: str, language: str) -> tuple[Sentence, ...]:
    lexicon = _lexicon(language)
    sentences: list[Sentence] = []
    for piece in _pieces(_GREETING_LINE.sub(r"\1,\n\n", text[:_MOST_CHARACTERS])):
        plain = lexicon.greeting.sub("", " ".join(_mended(_spelled_out(fold(piece), lexicon)).split()), count=1)
        bare = plain.strip(" .!,;:-\"'()*•>")
        question = plain.rstrip(" \"')!").endswith("?")
        bare = _LONG_WORD.sub(" ", bare)[:_LONGEST_SENTENCE]
        bare = _without_courtesy(bare.strip("? "), lexicon)
        if bare:
            sentences.append(
                Sentence(bare, question, bool(lexicon.bad_news.search(bare)), bool(lexicon.strong_bad_news.search(bare)))
            )
    return tuple(sentences[:_MOST_SENTENCES])


def _without_courtesy(sentence: str, lexicon: Lexicon) -> str:
    """What follows an apology or a wish in the same sentence still counts; nothing is left of a closing formula."""
    sentence = lexicon.farewell.sub("", lexicon.footer.sub("", sentence)).strip(" ,;!")
    while sentence and lexicon.ignored.search(sentence):
        _, _, sentence = sentence.partition(",")
        sentence = sentence.strip()
    return sentence


def _pieces(text: str) -> list[str]:
    """Sentences; an abbreviation's or a number's full stop ends none."""
    pieces: list[str] = []
    for piece in _END.split(text):
        if pieces and _ABBREVIATION.search(fold(pieces[-1]).rstrip()[-8:]):
            pieces[-1] += " " + piece
        else:
            pieces.append(piece)
    return pieces


def _spelled_out(text: str, lexicon: Lexicon) -> str:
    for pattern, replacement in en.CONTRACTIONS if lexicon.language == "en" else fr.CONTRACTIONS:
        text = re.sub(pattern, replacement, text)
    return text


def _mended(text: str) -> str:
    return _WORD.sub(lambda match: _mended_word(match[0]), text)


@cache
def _by_initial() -> dict[str, tuple[str, ...]]:
    known = sorted(VOCABULARY)
    return {initial: tuple(word for word in known if word[0] == initial) for initial in {word[0] for word in known}}


@lru_cache(maxsize=4096)
def _mended_word(word: str) -> str:
    """The one vocabulary word a slip of the finger away; never another inflection of a word that is right."""
    if word in VOCABULARY or is_common(word):
        return word
    near = [
        known
        for known in _by_initial().get(word[0], ())
        if abs(len(known) - len(word)) <= 1 and OSA.distance(word, known, score_cutoff=1) <= 1
    ]
    return near[0] if len(near) == 1 and not _is_inflection(word, near[0]) else word


def _is_inflection(word: str, known: str) -> bool:
    stem = min(len(word), len(known)) - 2
    return sorted(word) != sorted(known) and word[:stem] == known[:stem] and word[-1] != known[-1]
