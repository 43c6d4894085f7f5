"""What the dates of a mail are for: a return, a decision, a "come back to me then"."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from mailwatch.text.date_readers import Precision, working_day_after
from mailwatch.text.date_rules import WEEKDAY_BEFORE
from mailwatch.text.dates import FoundDate, find_dates, folded

_SENTENCE_END = re.compile(r"(?:(?<!\d)\.|[!?])\s+(?=\S)|\n\s*\n|\n(?=\s*[-*•])")
_RETURN = re.compile(
    r"\b(?:de retour|retour|reprise|reprend\w*|reprenons|reviens|reviend\w*|rentr(?:e|erai|erons|ee)|rouvr\w*|reouvr\w*|reouverture|joignables?|disponibles?"
    r"|back|return\w*|reachable|available|resum\w+|reopen\w*|zuruck|(?:de|a) nouveau|wieder|vuelvo|vuelta|regres\w+|reincorpor\w+|ritorno|rientr\w+|torner\w*"
    r"|terug|weer|volta|retorno)\b"
)
_NOT = re.compile(r"\b(?:ne|n'|pas|plus|aucun|sans|not|no|nor|unable|without|cannot|nicht|kein\w*|non|niet|geen|sin)\b|n't\b|n'")
#: A "not" before one of these speaks of something else.
_CLAUSE = re.compile(r"[,;:(]|\b(?:et|and|mais|but|puis|then)\b")
_IN_THE_MORNING = re.compile(r"\s*,?\s*(?:(?:au|le|in the)\s+)?(?:matin|morning)\b")
_ONLY_THEN = re.compile(r"\b(?:avant|before|until|till|vor(?: dem)?|antes del?|prima del?|voor)\s*(?:le|the)?\s*$")
_UNTIL = re.compile(
    r"(?:\b(?:jusqu'au|jusqu'a(?: la)?|jusqu'en|jusque(?: au)?|until|till|til|through|thru|up to|bis(?: zum| einschlie(?:ss|ß)lich)?|hasta(?: el)?|fino (?:al|a|il)|tot(?: en met)?|ate)"
    rf"|t/m)\s*(?:and including\s+|the\s+)?(?:{WEEKDAY_BEFORE}|le\s+)?(?:mois\s+d[e']\s*)?$"
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
    clause = _CLAUSE.split(before[max(0, cue.start() - 40) : cue.start()])[-1] if cue else ""
    negated = _NOT.search(clause) is not None
    if negated and _ONLY_THEN.search(before):
        return 0, found.first
    if _UNTIL.search(before):
        return 2, found.first if found.precision in {Precision.MONTH, Precision.QUARTER} else working_day_after(last)
    if cue and not negated and len(before) - cue.start() < 60 and not found.last:  # noqa: PLR2004 (a cue further off speaks of something else)
        return 0, found.first
    if cue and not negated and found.precision is not Precision.DAY:
        return 1, found.first
    if found.last and found.precision is Precision.DAY:
        return 3, last if _IN_THE_MORNING.match(plain, found.end) else working_day_after(last)
    if _OPEN_END.search(before):
        return (1, found.first) if _opens_again(plain) else None
    if not _AWAY.search(plain):
        return None
    return 4, last if found.precision is Precision.DURATION else working_day_after(last)


def _opens_again(sentence: str) -> bool:
    """The verb may follow the date: "ab dem 28. bin ich wieder erreichbar"."""
    return any(not _NOT.search(sentence[max(0, cue.start() - 25) : cue.start()]) for cue in _RETURN.finditer(sentence))


_COME_BACK = re.compile(
    r"\b(?:rev(?:en|ien|iend|oy|oir|oit)\w*|recontact\w*|appel(?:le\w*|ons)|contact\w*|rappel\w*|relanc\w*|repar\w+|reprend\w*|reprenons|reprenez|reecri\w+|tien\w* (?:vous|te|au courant)|(?:vous|te) di(?:s|t|rai|rons)|fai[st] signe"
    r"|un point|repond\w*|reach out|get back|got back|come back|circle back|touch base|check (?:back|in)|follow up|ping|try (?:me|us) again|call (?:me|us|back)|let you know|know more"
    r"|parl\w+|let's (?:speak|talk|meet)|verr(?:a|ai|ons)\b|ask (?:me|us|him|her|them)|redi[st]\w*|redirai|informe\w*|nudge|shout|chase (?:me|us)|(?:a|me|us) (?:bell|ring)|confirme\w* (?:tout )?(?:ca|cela|d'ici|dans|en|la semaine|semaine|avant|pour)|revisit|reconnect|drop (?:me|us) a|talk again|speak again|be in touch|pick (?:this|it) up|zuruck|melden|llam\w+|ricontatt\w+|terug)\b"
)
_DECIDED_THEN = re.compile(
    r"\b(?:decision|decid\w+|tranch\w+|arbitr\w+|comite|commission|conseil|\bca\b|codir|comex|reunion|assemblee|\bag\b|valid\w+|vote\w*|choix|retour|reponse|statu\w+|passe en|d'ici|a ce moment|then|after that|afterwards|ensuite|expect\w*|au plus (?:tot|tard)|earliest|latest|(?:pas|plus|not|nothing|rien)\b.*\b(?:avant|before|until)"
    r"|report\w+|repouss\w+|decal\w+|differ\w+|patient\w+|attend\w*|en attente|gel\w+|suspend\w*|rentree|trimestre|exercice|board|committee|meeting|approv\w+|sign[- ]?off|answer|review\w*"
    r"|not before|until|on hold|postpon\w+|pushed|delay\w*|paus\w+|wait\w*|quarter|fiscal|budget\w*|by|entscheid\w+|besprech\w+)\b"
)
_NAMES_A_PAPER = re.compile(
    r"\b(?:devis|offre|proposition|soumission|estimation|mail|message|courriel|courrier|echange|entretien|rendez-vous|rdv|appel|facture|commande|visite"
    r"|quote|quotation|proposal|estimate|email|offer|letter|call|invoice|order|recu|envoye|sent|received|dated|valable)\b\s*(?:du|de|le|date du|of|from|on|dated|jusqu'au|until)?\s*(?:the\s+)?$"
)


#: A day that nothing says is the one to wait for.
_MAYBE = 3
#: When the job itself begins or ends is no answer to the quote.
_OF_THE_WORK = re.compile(
    r"\b(?:travaux|chantier|livr\w+|demarr\w+|debut\w+ (?:du|des|le|les)|commenc\w+|valable|echeance|deadline|deliver\w*|start\w*|begin\w*|launch\w*|kick-?off|mariage|wedding|event|evenement)\b"
)
_UNSAID = 2
#: Right before a date: nothing is to happen before it.
_WAITS_UNTIL = re.compile(
    r"\b(?:jusqu'(?:a|au|aux|en)|until|till|apres|after|passe|sauf|(?:laiss|donn|accord)\w*[- ](?:moi|nous)|(?:give|allow) (?:me|us)|disons|comptez)"
    rf"\s+(?:about\s+|encore\s+|juste\s+|une?\s+|a\s+|another\s+)?(?:la\s+|le\s+|les\s+|l'|the\s+)?(?:{WEEKDAY_BEFORE})?$"
)


def decision_date(text: str, reference: date, language: str | None = None, *, waits: bool = False) -> date | None:
    """The day on or after ``reference`` when the writer will know, or wants to be written to again.

    ``waits``: the whole text puts the answer off, so that a day to come is that day even where no word says so.
    """
    best: tuple[int, date] | None = None
    for sentence, plain in _sentences(text):
        told = _told(plain, find_dates(sentence, reference, language, back=_STALE_DAYS), reference)
        if told and (best is None or told[0] < best[0]) and (waits or told[0] < _MAYBE):
            best = told
    return best[1] if best else None


def _told(plain: str, named: Iterable[FoundDate], reference: date) -> tuple[int, date] | None:
    """How surely a sentence tells the day (0 best), and the day."""
    dated = [
        (found, day)
        for found in named
        if (day := _to_come(found, reference)) and not _NAMES_A_PAPER.search(plain, max(0, found.start - 110), found.start)
    ]
    if not dated:
        return None
    for rank, cue in enumerate((_COME_BACK, _DECIDED_THEN)):
        if cue.search(plain):
            return rank, _nearest_after_cue([(found.start, day) for found, day in dated], cue.finditer(plain))
    for found, day in dated:
        if _WAITS_UNTIL.search(plain, max(0, found.start - 60), found.start):
            return 2, day
    wholly = [day for found, day in dated if found.first > reference]
    return (_MAYBE, wholly[0]) if wholly and not _OF_THE_WORK.search(plain) else None


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
