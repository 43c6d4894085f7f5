"""Dates as people write them in mail, and what they are for: a return, a decision, a "come back to me then".

General-purpose date parsers read "Je" as Thursday and know nothing of "début septembre" or "à la rentrée";
hence a grammar of our own. Only words are read here: no holidays, no clock.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from mailwatch.text.date_readers import Context, Precision, Span, make_date, working_day_after
from mailwatch.text.date_rules import ORDINAL, RULES, WEEKDAY_BEFORE

__all__ = ["FoundDate", "Precision", "decision_date", "find_dates", "return_date"]


@dataclass(frozen=True, slots=True)
class FoundDate:
    """``text[start:end]`` names ``first`` (and ``last``, the last day meant, for anything longer than a day).

    ``first`` of a part of a month is the day to act on: 5 (early), 16 (mid), 25 (in the course of), the last working
    day (end). ``explicit_year`` is false when the year was inferred.
    """

    start: int
    end: int
    first: date
    last: date | None
    precision: Precision
    explicit_year: bool


class _Folding(dict[int, str]):
    """One character for one, so that offsets stay true."""

    def __missing__(self, code: int) -> str:
        letter = unicodedata.normalize("NFKD", chr(code))[0].lower()
        self[code] = letter if len(letter) == 1 else chr(code)
        return self[code]


_FOLDING = _Folding({0x2019: "'", 0x2018: "'", 0x02BC: "'", 0x00A0: " ", 0x202F: " ", 0x2009: " ", 0x2013: "-", 0x2014: "-"})
_ANY_DATE = re.compile(
    r"\d|janv|fev|feb|mar[sc]|avr|apr|abr|ma[iy]|jui|jun|prin|jul|ao?u[gt]|ago|sep|oct|okt|ott|outu|nov|dec|dez|di[ecm]|lun|mard|merc|jeud|vend|sam|sab|mon|tue"
    r"|wed|thu|fri|sat|sun|woch|seman|semai|week|settim|demain|tomor|morgen|domani|manana|today|aujour|heute|hoy|oggi|ce (?:jour|soir|mat)|vandaag|mois|month"
    r"|mes|maand|monat|ann|an\b|ans\b|year|jahr|ano|jaar|rentr|fetes|vacanc|holiday|conge|noel|christm|ete\b|summer|print|auto|hiver|spring|fall|wint|trim"
    r"|quart|kwart|exerc|paques|easter|pentec|tous|saint|ascen|quinz|huit|fortn|jour|day|tag|dia|gior|dag|eo[wmy]\b"
)
#: Longer than what leads to a date, or follows in it.
_AROUND = 50
_CONNECTOR = r"(?:au|a|to|through|thru|until|till|-|jusqu'au|bis(?:\s+zum)?|al|a|tot(?:\s+en\s+met)?|t/m)"
_BETWEEN = re.compile(rf"\s*(?:{_CONNECTOR}|inclus\s+au)\s*(?:{WEEKDAY_BEFORE}|le\s+|the\s+)?")
_BETWEEN_AND = re.compile(r"\s*(?:et|and|und|y|e|en)\s*(?:le\s+|the\s+|el\s+|il\s+)?")
_EARLIER_DAY = re.compile(
    rf"(?:\b{WEEKDAY_BEFORE})?(?<![\d.,/])(?P<day>3[01]|[12]\d|0?[1-9]){ORDINAL}\s*"
    rf"(?:{_CONNECTOR}\s*(?:{WEEKDAY_BEFORE}|le\s+|the\s+)?|(?<=\d)\s+(?:et|and|ou|or|&)\s+(?:le\s+|the\s+)?)$"
)
_LATER_DAY = re.compile(
    r"\s*(?:-|to|through|until|till)\s*(?:the\s+)?(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d/:]|\s*(?:h\b|am|pm))"
)
_WEEK_OF = re.compile(
    rf"\b(?:semaine|week|woche|semana|settimana)\s+(?:du|of|commencing|beginning|starting|vom|del|van)\s+(?:{WEEKDAY_BEFORE}|the\s+)?$"
)


def folded(text: str) -> str:
    """Lower case, no accents, plain apostrophes, hyphens and spaces; as long as ``text``."""
    return text.translate(_FOLDING)


def find_dates(text: str, reference: date, language: str | None = None, *, back: int = 0) -> tuple[FoundDate, ...]:
    """Every date named, in order, without overlap.

    A date without a year is the first on or after ``reference`` less ``back`` days. 9/12 is the 9th of December,
    9/13 in English the 13th of September.
    """
    plain = folded(text)
    if not _ANY_DATE.search(plain):
        return ()
    context = Context(reference, back, month_first=language == "en")
    found = _widened(plain, _without_overlap(_candidates(plain, context)), context)
    return tuple(_ranges(plain, found))


def _candidates(plain: str, context: Context) -> Iterator[FoundDate]:
    for start, end in _windows(plain):
        for pattern, read in RULES:
            for match in pattern.finditer(plain, start, end):
                span = read(match, context)
                if span:
                    named = "d" if "d" in pattern.groupindex and match["d"] else 0
                    yield _found(span, match.start(named), match.end(named))


def _windows(plain: str) -> Iterator[tuple[int, int]]:
    """Stretches around digits and calendar words: the rules are many, and most of a text has neither."""
    start = end = -1
    for hint in _ANY_DATE.finditer(plain):
        if hint.start() - _AROUND > end:
            if end > 0:
                yield start, end
            start = _space_before(plain, hint.start() - _AROUND)
        after = plain.find(" ", hint.end() + _AROUND)
        end = after if after >= 0 else len(plain)
    if end > 0:
        yield start, end


def _space_before(plain: str, position: int) -> int:
    return plain.rfind(" ", 0, position) + 1 if position > 0 else 0


def _found(span: Span, start: int, end: int) -> FoundDate:
    return FoundDate(start, end, span.first, span.last, span.precision, span.explicit_year)


def _without_overlap(candidates: Iterable[FoundDate]) -> list[FoundDate]:
    kept: list[FoundDate] = []
    for found in sorted(candidates, key=lambda item: (item.start, -item.end)):
        if not kept or found.start >= kept[-1].end:
            kept.append(found)
    return kept


def _widened(plain: str, found: list[FoundDate], context: Context) -> list[FoundDate]:
    """Days that borrow their month from a neighbour ("du 3 au 21 août", "August 3-21") and weeks named by a day."""
    widened: list[FoundDate] = []
    for item in found:
        if item.precision is not Precision.DAY:
            widened.append(item)
            continue
        earlier = _EARLIER_DAY.search(plain, max(0, item.start - 40), item.start)
        start = earlier.start("day") if earlier else item.start
        while widened and earlier and widened[-1].end > start:
            widened.pop()
        widened.append(_borrowed(plain, item, earlier, context))
    return _without_overlap(widened)


def _borrowed(plain: str, item: FoundDate, earlier: re.Match[str] | None, context: Context) -> FoundDate:
    if earlier:
        first = _same_month_or_before(item.first, int(earlier["day"]))
        return replace(item, start=earlier.start("day"), first=first or item.first, last=item.first)
    later = _LATER_DAY.match(plain, item.end) if plain[item.start].isalpha() else None
    last = make_date(item.first.year, item.first.month, int(later["day"])) if later else None
    if later and last and last > item.first:
        return replace(item, end=later.end("day"), last=last)
    if later and last and not item.explicit_year and last < context.reference:
        return item
    if _WEEK_OF.search(plain, max(0, item.start - 40), item.start):
        return replace(item, last=item.first + timedelta(days=6 - item.first.weekday()), precision=Precision.WEEK)
    return item


def _same_month_or_before(day: date, number: int) -> date | None:
    if number <= day.day:
        return make_date(day.year, day.month, number)
    before = day.replace(day=1) - timedelta(days=1)
    return make_date(before.year, before.month, number)


def _ranges(plain: str, found: list[FoundDate]) -> Iterator[FoundDate]:
    waiting: FoundDate | None = None
    for item in found:
        if waiting and _is_range(plain, waiting, item):
            waiting = _joined(waiting, item)
            continue
        if waiting:
            yield waiting
        waiting = item
    if waiting:
        yield waiting


def _is_range(plain: str, one: FoundDate, other: FoundDate) -> bool:
    if one.precision is not other.precision or (one.last and one.precision is Precision.DAY):
        return False
    if _BETWEEN.fullmatch(plain, one.end, other.start):
        return True
    lead = plain[max(0, one.start - 20) : one.start]
    return bool(
        re.search(r"\b(?:entre|between|zwischen|tra|tussen)\s+(?:le\s+|the\s+)?$", lead)
        and _BETWEEN_AND.fullmatch(plain, one.end, other.start)
    )


def _joined(one: FoundDate, other: FoundDate) -> FoundDate:
    last = other.last or other.first
    first = one.first
    if first > last or (other.explicit_year and not one.explicit_year):
        year = last.year if (first.month, first.day) <= (last.month, last.day) else last.year - 1
        first = make_date(year, first.month, first.day) or first
    return replace(one, end=other.end, first=first, last=last, explicit_year=other.explicit_year)


# --- what a date is for --------------------------------------------------------------------------------------------

_SENTENCE_END = re.compile(r"(?:(?<!\d)\.|[!?])\s+(?=\S)|\n\s*\n|\n(?=\s*[-*•])")
_RETURN = re.compile(
    r"\b(?:de retour|retour|reprise|reprend\w*|reprenons|reviens|reviend\w*|rentr(?:e|erai|erons|ee)|rouvr\w*|reouvr\w*|reouverture|joignables?|disponibles?"
    r"|back|return\w*|reachable|available|resum\w+|reopen\w*|zuruck|wieder|vuelvo|vuelta|regres\w+|reincorpor\w+|ritorno|rientr\w+|torner\w*"
    r"|terug|weer|volta|retorno)\b"
)
_NOT = re.compile(r"\b(?:ne|n'|pas|plus|aucun|sans|not|no|nor|unable|without|cannot|nicht|kein\w*|non|niet|geen|sin)\b|n't\b|n'")
_ONLY_THEN = re.compile(r"\b(?:avant|before|until|till|vor(?: dem)?|antes del?|prima del?|voor)\s*(?:le|the)?\s*$")
_UNTIL = re.compile(
    r"(?:\b(?:jusqu'au|jusqu'a(?: la)?|jusqu'en|jusque(?: au)?|until|till|til|through|thru|up to|bis(?: zum| einschlie(?:ss|ß)lich)?|hasta(?: el)?|fino (?:al|a|il)|tot(?: en met)?|ate)"
    rf"|t/m)\s*(?:and including\s+|the\s+)?(?:{WEEKDAY_BEFORE}|le\s+)?$"
)
_OPEN_END = re.compile(
    r"\b(?:a partir|a compter|des|depuis|from|starting|as of|since|ab|vanaf|desde|dal)\s*(?:du|de|le|dem)?\s*$"
)
_AWAY = re.compile(
    r"\b(?:absent\w*|absence|conges?|vacances|indisponible\w*|injoignable\w*|deplacement|formation|ferme\w*|fermeture|rtt|repos|arret|out of (?:the )?office|ooo|away|off|leave|vacation|holidays?"
    r"|travel\w*|closed|unavailable|abwesend|urlaub|nicht (?:im buro|erreichbar)|ausente|fuera|vacaciones|assente|ferie|fuori|chius\w+|afwezig|vakantie|verlof|ferias)\b"
)
#: A yearless date this many days back is taken as past: an absence notice left on is commoner than one written a year ahead.
_STALE_DAYS = 75
_MOST_CHARACTERS = 8000


def return_date(text: str, reference: date, language: str | None = None) -> date | None:
    """The day a person is back, as their absence notice says; it may lie in the past. None when the text does not say."""
    best: tuple[int, date] | None = None
    for sentence, plain in _sentences(text):
        for found in find_dates(sentence, reference, language, back=_STALE_DAYS):
            ranked = _as_return(plain, found)
            if ranked and (best is None or ranked[0] < best[0]):
                best = ranked
    return best[1] if best else None


def _sentences(text: str) -> Iterator[tuple[str, str]]:
    """Each sentence as written and folded; only the beginning of a very long text."""
    text = text[:_MOST_CHARACTERS]
    plain, start = folded(text), 0
    for end in _SENTENCE_END.finditer(plain):
        yield text[start : end.start() + 1], plain[start : end.start() + 1]
        start = end.end()
    yield text[start:], plain[start:]


def _as_return(plain: str, found: FoundDate) -> tuple[int, date] | None:
    """How surely this date tells the return (0 best), and the day it gives."""
    before = plain[max(0, found.start - 110) : found.start]
    last = found.last or found.first
    cue = next(reversed(list(_RETURN.finditer(before))), None)
    negated = cue is not None and _NOT.search(before[max(0, cue.start() - 40) : cue.start()]) is not None
    if negated and _ONLY_THEN.search(before):
        return 0, found.first
    if _UNTIL.search(before):
        return 2, found.first if found.precision in {Precision.MONTH, Precision.QUARTER} else working_day_after(last)
    if cue and not negated and len(before) - cue.start() < 60 and not found.last:  # noqa: PLR2004 (a cue further off speaks of something else)
        return 0, found.first
    if cue and not negated and found.precision is not Precision.DAY:
        return 1, found.first
    if found.last and found.precision is Precision.DAY:
        return 3, working_day_after(last)
    if _OPEN_END.search(before):
        return (1, found.first) if _opens_again(plain) else None
    if not _AWAY.search(plain):
        return None
    return 4, last if found.precision is Precision.DURATION else working_day_after(last)


def _opens_again(sentence: str) -> bool:
    """The verb may follow the date: "ab dem 28. bin ich wieder erreichbar"."""
    return any(not _NOT.search(sentence[max(0, cue.start() - 25) : cue.start()]) for cue in _RETURN.finditer(sentence))


_COME_BACK = re.compile(
    r"\b(?:rev(?:en|ien|iend|oy|oir|oit)\w*|recontact\w*|contact\w*|rappel\w*|relanc\w*|repar\w+|reprend\w*|reprenons|reprenez|reecri\w+|tien\w* (?:vous|te|au courant)|(?:vous|te) di(?:s|t|rai|rons)|fai[st] signe"
    r"|un point|repond\w*|reach out|get back|got back|come back|circle back|touch base|check (?:back|in)|follow up|ping|try (?:me|us) again|call (?:me|us|back)|let you know|know more"
    r"|revisit|reconnect|drop (?:me|us) a|talk again|speak again|be in touch|pick (?:this|it) up|zuruck|melden|llam\w+|ricontatt\w+|terug)\b"
)
_DECIDED_THEN = re.compile(
    r"\b(?:decision|decid\w+|tranch\w+|arbitr\w+|comite|commission|conseil|\bca\b|codir|comex|reunion|assemblee|\bag\b|valid\w+|vote\w*|choix|retour|reponse|statu\w+|passe en|d'ici|(?:pas|plus|not|nothing|rien)\b.*\b(?:avant|before|until)"
    r"|report\w+|repouss\w+|decal\w+|differ\w+|patient\w+|attend\w*|en attente|gel\w+|suspend\w*|rentree|trimestre|exercice|board|committee|meeting|approv\w+|sign[- ]?off|answer|review\w*"
    r"|not before|until|on hold|postpon\w+|pushed|delay\w*|paus\w+|wait\w*|quarter|fiscal|budget\w*|by|entscheid\w+|besprech\w+)\b"
)
_NAMES_A_PAPER = re.compile(
    r"\b(?:devis|offre|proposition|soumission|estimation|mail|message|courriel|courrier|echange|entretien|rendez-vous|rdv|appel|facture|commande|visite"
    r"|quote|quotation|proposal|estimate|email|offer|letter|call|invoice|order|recu|envoye|sent|received|dated|valable)\s*(?:du|de|le|date du|of|from|on|dated|jusqu'au|until)?\s*(?:the\s+)?$"
)


def decision_date(text: str, reference: date, language: str | None = None) -> date | None:
    """The day on or after ``reference`` when the writer will know, or wants to be written to again."""
    best: tuple[int, date] | None = None
    for sentence, plain in _sentences(text):
        rank = 0 if _COME_BACK.search(plain) else 1 if _DECIDED_THEN.search(plain) else None
        if rank is None or (best and best[0] <= rank):
            continue
        dated = [
            (found.start, day)
            for found in find_dates(sentence, reference, language, back=_STALE_DAYS)
            if (day := _to_come(found, reference)) and not _NAMES_A_PAPER.search(plain[max(0, found.start - 110) : found.start])
        ]
        if dated:
            best = rank, _nearest_after_cue(dated, (_COME_BACK if rank == 0 else _DECIDED_THEN).finditer(plain))
    return best[1] if best else None


def _nearest_after_cue(dated: list[tuple[int, date]], cues: Iterable[re.Match[str]]) -> date:
    """Of several dates in a sentence, the one that follows what it is for; else the first."""
    gaps = [(start - cue.end(), day) for cue in cues for start, day in dated if start >= cue.end()]
    return min(gaps, default=(0, dated[0][1]), key=lambda gap: gap[0])[1]


def _to_come(found: FoundDate, reference: date) -> date | None:
    if found.precision is Precision.DAY and found.last:
        return found.last if found.last >= reference else None
    if found.first >= reference:
        return found.first
    return found.last if found.last and found.last >= reference else None
