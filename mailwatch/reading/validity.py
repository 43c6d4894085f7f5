"""Until when does a quote say it holds?"""

import re
from calendar import monthrange
from datetime import date, timedelta

from mailwatch.text.dates import find_dates
from mailwatch.text.tokens import fold

# What opens a statement about validity, in folded text.
_TRIGGER = re.compile(
    r"\b(?:validites?|valables?|recevables?|limitee?s? (?:a|au) (?=\d{1,2} (?:jours|semaines|mois))|(?<!\ba )(?<!\bai )(?<!avons )(?<!\bont )(?<!avez )(?<!ete )(?<!\bje )(?<!\btu )valides?(?! (?:le|la|les|ce|cette|mon|votre|notre|par|ton)\b)|valid(?:ity)?|expir(?:e|es|era|eront|ent|ation|y|ing)|vigencia|vigente|valid[oaei]s?|validez|validita|validade|"
    r"gultig(?:keit)?(?:sdauer)?|gilt|gelten|geldt|gelden|scade|scadra|vence|caduca|freibleibend|bindefrist|angebotsbindung|binding|geldig(?:heid)?(?:sduur)?|scadenza|caduque"
    r"|date limite (?:d'acceptation|de reponse|de validite)|(?:a |pour |merci de )?(?:nous |le |la |l')?(?:accepter|retourner|signer|renvoyer|valider)(?: \S+){0,3} (?=avant (?:le|fin)|au plus tard|d'ici)|reponse (?:souhaitee|attendue) (?=avant|au plus)|echeance (?:de (?:l'offre|la proposition|validite)|du devis)"
    r"|(?:remains?|is|stays?|kept) (?:open|valid|firm) (?:for|until|till)|(?:i|we) can (?:hold|keep) [^.\n]{0,30}(?:until|till|for)|good (?:for|until|till|through)|open for acceptance|stands? (?:for|until)|accept(?:ed|ance)? (?:by|within|before)|offer (?:ends|closes)"
    r"|(?:hold|keep|guarantee|honou?r|freeze)(?: \w+){0,2} (?:prices?|rates?|quote|offer|figures?|fees?|date|slot)(?: \w+){0,3} (?:until|till|for|through)|(?:prices?|pricing|numbers?|rates?|quote|offer|estimate|fees?|figures?|proposal)(?: \w+){0,2} (?:holds?|stands?|lasts?|good|runs?|applies|apply)(?: \w+)? (?:until|till|for|through)|bon(?:ne)?s? jusqu'(?:au|a)|bon(?:ne)?s? pour(?= (?:\d|une? |deux|trois|quinze|trente|soixante))|(?:maint(?:ien|en)\w*|garantis\w*|garantit|garantir|tien\w*|tenir|tiendr\w*|bloqu\w*|gard\w*|gele\w*|reserv\w*|conserv\w*)(?: \S+){0,5}? (?:jusqu'(?:au|a|en)|pendant|durant|pour (?=\d|une? |deux|trois|quatre|six|quinze))|(?:maint(?:ien|en)\w*|tien\w*|tenir|garantis\w*|garantir|bloqu\w*|gel\w*|hold|keep|guarantee|honou?r) (?:ces|ce|cette|les|le|mes|nos|mon|ma|notre|my|our|the|these|this) (?:prix|tarifs?|conditions|offre|montants?|devis|proposition|prices?|rates?|quote|offer|figures?|fee)(?! jusqu)|(?:it|they|this|that|which) (?:holds?|stands?|runs?|lasts?|applies)(?: good| firm)? (?:until|till|for|through)|(?:elle|il|celle-ci|celui-ci|ils|elles) (?:vau[tx]|valent|court|courent|tien\w+)(?= (?:jusqu|pendant|pour|un mois|\d|deux|trois|quinze))|(?:prix|tarifs?|devis|offre|proposition|conditions?) (?:etablie?s?|consentie?s?|applicables?|arretee?s?) (?=pour (?:une duree|\d)|jusqu|pendant)|(?:bouge\w*|change\w*|augmente\w*) pas (?=avant|jusqu)|vous avez jusqu'(?:au|a)|tu as jusqu'(?:au|a))\b"
    r"|\b(?:offre|devis|proposition|prix|tarif|quote|offer|estimate|price)\b[^.\n]{0,45}\b(?:confirm|accept|sign|valid|command|retourn|order|book)\w*\b[^.\n]{0,25}? (?=d'ici (?:au|le)|avant le|jusqu'au|au plus tard|by (?:the )?\d|by (?:mon|tues|wednes|thurs|fri)day|before the|on or before|no later than)"
    r"|\b(?:prix|tarifs?|conditions?|offre|devis|proposition|montants?|soumission|prices?|rates?|quote|offer|estimate|proposal|figures?)\b[^.\n]{0,30}?"
    r"\b(?:garanti|acquis|ferme|maintenu|bloque|tenu|assure(?=e?s? (?:jusqu|pour|pendant|durant))|court|reste ouverte|held|firm|fixed|guaranteed|frozen)(?:e|s|es)?\b"
    # "nous la maintenons 90 jours", "I'm keeping it open until …", "you've got a month to think about it".
    r"|\b(?:je|nous|on) (?:(?:vous )?(?:la |le |les |l')(?:maint|gard|bloqu|tien|tenons|reserv|conserv)\w*(?: \S+)?? |(?:maint|gard|bloqu|tien|tenons|reserv|conserv)\w* (?:\S+ )?(?:prix|tarifs?|offre|conditions|devis|proposition|dates?|creneaux?|places?|week-?end)(?: \S+)?? )(?=(?:\d{1,3}|un|une|deux|trois|quatre|six|huit|dix|quinze|trente) (?:jours|semaines?|mois)\b)"
    r"|\b(?:elle|il|celle-ci|celui-ci|ils|elles|offre|prix|tarifs?|proposition|conditions) (?:rest|demeur|s'appliqu|s'entend)\w*(?: \S+){0,2}? (?=jusqu|pendant|durant)"
    r"|\b(?:hold|keep|leav)(?:ing)? (?:it|this|that|these|them|the (?:offer|quote|price|door))(?: \w+){0,2} (?:until|till|for|through)\b"
    r"|\byou(?:'ve| have)(?: got)? (?:until|till|(?=(?:a|one|two|three|\d{1,2}) (?:days?|weeks?|months?)\b[^.\n]{0,12}\b(?:think|decide|sleep|consider|mull)))"
    r"|\b(?:vous avez|tu as|je vous laisse|je te laisse) (?=(?:\d{1,2}|un|une|deux|trois|quinze) (?:jours|semaines?|mois) pour (?:y )?(?:reflechir|decider|vous decider|te decider|repondre|me dire))"
)
#: The same words said of something else.
_OTHER_THING = re.compile(
    r"\b(?:garantie|licence|contrat|assurance|decennale|attestation|carte|abonnement|permis|passeport|visa|habilitation|certificat|agrement|bon d'achat|cheque|"
    r"warranty|license|licence|insurance|certificate|subscription|passport|voucher|hebergement|nom de domaine|remise|reduction|discount|early[- ]bird|"
    r"abonnements?|acces|adhesion|domain|hosting|mot de passe|lien|link|password|retractation)\b[^.\n]{0,40}$"
)

_WORDS = {
    **dict.fromkeys(("un", "une", "one", "a", "an", "ein", "einen", "eine", "uno", "una", "een", "um", "uma"), 1),
    **dict.fromkeys(("deux", "two", "zwei", "dos", "due", "twee", "dois", "duas"), 2),
    **dict.fromkeys(("trois", "three", "drei", "tres", "tre", "drie"), 3),
    **dict.fromkeys(("quatre", "four", "vier", "cuatro", "quattro", "quatro"), 4),
    **dict.fromkeys(("cinq", "five"), 5),
    **dict.fromkeys(("six", "sechs"), 6),
    **dict.fromkeys(("sept", "seven"), 7),
    **dict.fromkeys(("huit", "eight"), 8),
    **dict.fromkeys(("dix", "ten", "zehn", "diez", "dieci", "tien", "dez"), 10),
    **dict.fromkeys(("quinze", "fifteen", "quince", "quindici"), 15),
    **dict.fromkeys(("vingt", "twenty", "venti", "veinte"), 20),
    **dict.fromkeys(("trente", "thirty", "treinta", "trenta", "dreissig", "trinta", "dertig"), 30),
    "quarante-cinq": 45,
    **dict.fromkeys(("soixante", "sixty", "sesenta", "sessanta"), 60),
    **dict.fromkeys(("quatre-vingt-dix", "ninety", "noventa", "novanta"), 90),
}
_DURATION = re.compile(
    rf"(?<![\d/.,-])(?P<count>\d{{1,3}}|{'|'.join(sorted(_WORDS, key=len, reverse=True))})[ -]?(?:\(\s*\w+\s*\)\s*)?"
    r"(?P<working>(?:business|working|calendar) )?"
    r"(?P<unit>jours?|j|days?|tagen?|dias?|giorni|dagen|semaines?|sem|weeks?|wochen?|semanas?|settimane?|weken|"
    r"mois|months?|monate?n?|mes(?:es)?|mesi|mese|maanden|maand|ans?|annees?|years?|heures|hours|h)\b(?: (?P<open>ouvres|ouvrables|laborables|lavorativi))?"
)
_DAYS = ("j", "d", "t", "g")
_BEFORE = re.compile(r"\b(?:avant|before|vor|antes de|prima de|voor)(?: le| the| dem| el| la| l)?\s*$")
# A line that cannot be the end of its statement, and a line that holds the value of the label above it.
_UNFINISHED = re.compile(
    r"(?:[:,(]|\b\d{1,3}|\b(?:de|du|d'une duree|jusqu'au|jusqu'a|jusque|pour|pendant|au|le|la|until|for|of|is|est|bis|zum|hasta|al|tot|fino|to|a|until the))\s*$"
)
_STARTS_WITH_VALUE = re.compile(
    r"\s*(?:(?:for|until|till|pendant|durant|pour|jusqu'(?:au|a la)|de|du|bis|fur|hasta|por|fino al|per|tot|gedurende) (?:une duree de |a period of )?(?:le |the )?)?(?:\d{1,3} (?:jours|mois|semaines|days|weeks|months)|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2} [a-z]+ 20\d\d)"
)
_REACH = 75
_SATURDAY = 5


def _add_months(start: date, months: int) -> date:
    year, month = divmod(start.month - 1 + months, 12)
    return date(start.year + year, month + 1, min(start.day, monthrange(start.year + year, month + 1)[1]))


def _add_working_days(start: date, days: int) -> date:
    while days:
        start += timedelta(days=1)
        days -= start.weekday() < _SATURDAY
    return start


def _after(start: date, match: re.Match[str]) -> date:
    """``start`` plus a duration, the last day included."""
    written, unit = match["count"], match["unit"]
    count = int(written) if written.isdigit() else _WORDS[written]
    if unit.startswith("h"):
        return start + timedelta(days=-(-count // 24))
    if unit.startswith(("mo", "me", "maa")):
        return _add_months(start, count)
    if unit.startswith(("an", "y")):
        return _add_months(start, 12 * count)
    if unit.startswith(("s", "w")):
        return start + timedelta(weeks=count)
    if match["open"] or (match["working"] or "").strip() in {"business", "working"}:
        return _add_working_days(start, count)
    return start + timedelta(days=count)


def _end_of(statement: str, sent: date, language: str | None) -> date | None:
    """The last valid day in the words that follow a trigger: a date or a duration, whichever stands first."""
    duration = _DURATION.search(statement)
    dates = find_dates(statement, sent, language)
    first = dates[0] if dates else None
    if duration and (first is None or duration.start() <= first.start or first.start >= duration.start() - 4):
        return _after(sent, duration)
    if first is None:
        return None
    last = first.last or first.first
    return last - timedelta(days=1) if _BEFORE.search(statement[: first.start]) else last


_HOLDING = re.compile(r"(?:valable|valide?|gultig|bindend|geldig|valido|valida|ferme|firm|open)s?$")


def _before(line: str, trigger: str, sent: date) -> date | None:
    """The end of a duration right before the word that says it: ``ist 4 Wochen gültig``, ``30 dagen geldig``."""
    found = list(_DURATION.finditer(line))
    right_before = found and re.fullmatch(r"\s*(?:lang |long |nog |noch )?", line[found[-1].end() :])
    return _after(sent, found[-1]) if right_before and _HOLDING.match(trigger) else None


# "… pour le 26 octobre, date au-delà de laquelle je ne peux plus garantir ce tarif": the date stands before.
_AFTER_WHICH = re.compile(
    r"(?:date )?(?:au[- ]dela de laquelle|apres laquelle|apres quoi|passe cette date|passe ce delai|au[- ]dela[,:]|ensuite[,:]?|after which|after that|beyond (?:that|which))\b[^.\n]{0,70}\b(?:prix|tarifs?|offre|devis|proposition|garanti\w*|maintenir|tenir|valable|prices?|quote|rates?|offer|hold|guarantee)"
)
# "Au-delà du 31 mars, le prix sera revu": the date stands within.
_PAST = re.compile(
    r"(?:passe|au[- ]dela|apres|after|beyond|past) (?:le|du|the)?\b(?P<when>[^.,\n]{3,30}),?[^.\n]{0,40}\b(?:prix|tarifs?|offre|devis|proposition|prices?|quote|rates?|offer)\b[^.\n]{0,40}\b(?:plus|revu\w*|augment\w*|hauss\w*|chang\w*|refai\w*|recalcul\w*|lapses?|no longer|go(?:es)? up|increase\w*|rise\w*|change\w*)"
)


def _from_the_end(folded: str, sent: date, language: str | None) -> date | None:
    """The last day before the one after which the price no longer holds."""
    if found := _AFTER_WHICH.search(folded):
        before = folded[max(0, found.start() - _REACH) : found.start()]
        if dates := find_dates(before, sent, language):
            return dates[-1].last or dates[-1].first
    if (found := _PAST.search(folded)) and (dates := find_dates(found["when"], sent, language)):
        return dates[0].last or dates[0].first
    return None


def valid_until(text: str, sent: date, language: str | None = None) -> date | None:
    """The last day a quote says it is valid, None when it does not say. ``sent`` is the quote's date; durations count from it."""
    folded = fold(text).replace(" thru ", " until ")
    for trigger in _TRIGGER.finditer(folded):
        line = folded[max(0, trigger.start() - 60) : trigger.start()].rpartition("\n")[2]
        if _OTHER_THING.search(line):
            continue
        end = _end_of(_statement(folded, trigger.end()), sent, language) or _before(line, trigger[0], sent)
        if end and end >= sent:
            return end
    end = _from_the_end(folded, sent, language)
    return end if end and end >= sent else None


def _statement(folded: str, start: int) -> str:
    """What follows a trigger, to the end of its sentence; a label alone on its line owns the next one."""
    reach = folded[start : start + _REACH]
    ended = re.search(r"(?<!\d)[.!?](?=\s|$)|\n(?=\s*\n)", reach[1:])
    reach = reach[: ended.start() + 1] if ended and ended.start() > 2 else reach  # noqa: PLR2004 - "validité. :" is still a label
    head, _, rest = reach.partition("\n")
    unfinished = _UNFINISHED.search(head) or _STARTS_WITH_VALUE.match(rest)
    return f"{head} {rest}" if unfinished else head


_ISSUED = re.compile(
    r"(?:(?:^|\n)\s*$|\bdate(?: d'emission| du devis| de l'offre)?|\bemis|\betabli|\bfait|\ble|\bdu|\bissued?|\bissue date|\bdatum|\bfecha|\bdata|,)\s*(?:le|on|vom|:|du|d'emission|the)?\s*:?\s*$"
)
_HEADING_CHARACTERS = 1500
_LONGEST_WAIT = timedelta(days=60)


def issue_date(paper: str, sent: date, language: str | None = None) -> date:
    """The date a paper gives itself near its top, if it lies in the two months before ``sent``; else ``sent``."""
    top = fold(paper[:_HEADING_CHARACTERS])
    for found in find_dates(top, sent, language, back=_LONGEST_WAIT.days):
        before = top[max(0, found.start - 30) : found.start]
        if found.explicit_year and found.last is None and _ISSUED.search(before) and sent - _LONGEST_WAIT <= found.first <= sent:
            return found.first
    return sent
