"""The patterns of the date grammar, one for each way of naming a time, with the function that reads it.

Every pattern reads folded text (lower case, no accents). A group ``d``, where there is one, is the date itself, without
the words that lead to it.
"""

import re
from collections.abc import Callable

from mailwatch.text import calendar_words as words
from mailwatch.text import date_readers as read
from mailwatch.text import feasts
from mailwatch.text.date_readers import Context, Span


def _alternation(*entries: str) -> str:
    return "|".join(sorted({re.escape(word) for entry in entries for word in entry.split()}, key=len, reverse=True))


_MONTH = _alternation(*words.MONTH_NAMES.values(), *words.MONTH_SHORT.values())
_FULL_MONTH = _alternation(*words.MONTH_NAMES.values())
#: Short forms that are no other word ("sept" is a number, "mar" a Tuesday), behind a preposition.
_CLEAR_SHORT = _alternation("jan janv feb fev fevr apr avr jul juil aug oct nov dec")
_CLEAR_MONTH = _alternation(*set(" ".join(words.MONTH_NAMES.values()).split()) - words.AMBIGUOUS_MONTHS)
_WEEKDAY = _alternation(*words.WEEKDAY_NAMES.values())
WEEKDAY_BEFORE = (
    rf"(?:(?:(?:{_WEEKDAY})|(?:{_alternation(*words.WEEKDAY_SHORT.values())})\.?),?\s+(?:le\s+|the\s+|den\s+|el\s+|il\s+)?)"
)
_PART = "|".join(f"(?P<{name}>{entry})" for name, entry in words.PARTS.items())
_NUMBER = r"\d{1,3}|" + "|".join(sorted(map(re.escape, words.NUMBERS), key=len, reverse=True))
_OF = r"(?:du\s+mois\s+de\s+|du\s+mois\s+d'|du\s+|de\s+la\s+|de\s+l'|de\s+|d'|del?\s+|di\s+|der\s+|des\s+|of\s+the\s+|of\s+|the\s+|in\s+|le\s+|la\s+|l')?"
_RANK = "premiere?|1ere?|first|1st|deuxieme|2e|2eme|second|seconde|2nd|2nde|troisieme|3e|3eme|third|3rd|quatrieme|4e|4eme|fourth|4th|derniere?|last"
ORDINAL = r"(?:er|re|eme|e|st|nd|rd|th|\.|o)?"
_YEAR = r"(?P<year>20\d\d)"


Rule = tuple[re.Pattern[str], Callable[[re.Match[str], Context], Span | None]]

_PREVIOUS = r"(?P<past>dernier|dernière|passe|last|letzten?|pasado|scorso|vorige)"
_WEEK_WORD = r"(?:semaine|week|woche|semana|settimana)"

_TABLE: tuple[tuple[str, Callable[[re.Match[str], Context], Span | None]], ...] = (
    (rf"(?<![\d/.-]){_YEAR}[-/.](?P<month>0?[1-9]|1[0-2])[-/.](?P<day>3[01]|[12]\d|0?[1-9])(?!\d)", read.iso),
    (r"(?<![\d/.-])(?P<a>\d{1,2})\s?(?P<s>[/.-])\s?(?P<b>\d{1,2})\s?(?P=s)\s?(?P<year>20\d\d|\d\d)(?![\d/]|\.\d)", read.numeric),
    (
        rf"(?<![\d/.,€$-])(?:\b(?P<lead>{_alternation(words.DAY_LEADS)}|{WEEKDAY_BEFORE[3:-1]}|et|bis)\s*)?(?P<d>(?<![\d/.,-])(?P<a>\d{{1,2}})(?:/|\.(?=\d+\.?(?!\d)))(?P<b>\d{{1,2}}))(?![\d/]|,\d|\.\d|\s?(?:%|€|\$|h\b|eur|euros|ht|ttc|k\b|m\b|mm\b|cm\b|go\b))",
        read.numeric,
    ),
    (
        rf"(?:\b{WEEKDAY_BEFORE})?(?<![\d.,/])(?P<day>3[01]|[12]\d|0?[1-9]|\bpremier|\bfirst){ORDINAL}\s*(?:de\s+|of\s+|d')?(?P<month>{_MONTH})\b(?!\s+(?:be|have|not)\b)\.?(?:,?\s+(?:de\s+|del\s+)?{_YEAR})?",
        read.written,
    ),
    (
        rf"\b(?:{WEEKDAY_BEFORE})?\b(?P<month>{_alternation(words.ENGLISH_MONTHS)})\.?\s+(?:the\s+)?(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d|\s*(?:%|h\b|:|€|/)|[.,]\d|\s*(?:{_MONTH})\b)(?:,?\s+{_YEAR})?",
        read.written,
    ),
    (
        rf"\b(?P<weekday>{_WEEKDAY}),?\s+(?:le\s+|the\s+|den\s+|el\s+|il\s+)?(?P<day>3[01]|[12]\d|0?[1-9]){ORDINAL}(?![\d:%/]|\s*(?:h\b|heures?|am\b|pm\b|uhr))",
        read.weekday_and_day,
    ),
    (
        r"(?:\b(?:le|du|au|jusqu'au)|(?:on|until|till|by|from|before|after|through|than)\s+the|\b(?:am|vom|zum))\s+(?P<d>(?P<day>3[01]|[12]\d|0?[1-9])(?:er|st|nd|rd|th|\.)?)(?=\s*(?:$|[.,;:!?)\n]|(?:et|ou|au|pour|prochain|inclus|puis|donc|je|on|nous|a|afin|and|or|to|for|at|so|included|inclusive|bis|courant|dans|avec|de ce mois|du mois|of (?:this|the|next) month)\b))(?!\s*[.,]\d)",
        read.day_alone,
    ),
    (
        r"(?<![\d.,/-])(?P<day>3[01]|[12]\d|0?[1-9])/(?P<month>1[0-2]|0?[1-9])\s?-\s?(?P<later>3[01]|[12]\d|0?[1-9])/(?P<last>1[0-2]|0?[1-9])(?![\d/,.])",
        read.numeric_range,
    ),
    (
        rf"\b(?P<rank>{_RANK})\s+(?P<weekday>{_WEEKDAY})\s+(?:du\s+mois\s+de\s+|du\s+mois\s+d'|de\s+|d'|of\s+|in\s+)(?P<month>{_MONTH})\b(?:\s+{_YEAR})?",
        read.weekday_of_month,
    ),
    (
        rf"\b(?:{_PART})[\s-]*(?:du\s+mois\s+de\s+|du\s+mois\s+d'|de\s+|d'|of\s+|di\s+|van\s+)?(?P<month>{_MONTH})\b\.?(?:\s+{_YEAR})?",
        read.month,
    ),
    (
        rf"(?:\b(?:{words.MONTH_LEADS})\s*(?P<d>\b(?P<month>{_FULL_MONTH}|{_CLEAR_SHORT})\b(?:\s+(?:prochain|{_YEAR}))?))(?!\s+\d|\s+(?:be|have|not)\b)",
        read.month,
    ),
    (rf"(?<!\d )\b(?P<month>{_CLEAR_MONTH})\b(?:\s+(?:de\s+)?{_YEAR})?(?!\s+(?:\d|dernier))", read.month),
    (rf"\b(?P<month>{_FULL_MONTH})\s+{_YEAR}\b", read.month),
    (
        rf"\b(?P<rank>{_RANK})\s+(?:semaine|week)\s+(?:du\s+mois\s+de\s+|du\s+mois\s+d'|de\s+|d'|of\s+|in\s+)(?P<month>{_MONTH})\b(?:\s+{_YEAR})?",
        read.week_of_month,
    ),
    (
        rf"\b(?P<half>premiere|1ere|1re|seconde|deuxieme|2e|2nde|2eme|first|second)\s+(?:quinzaine|half)\s+(?:du\s+mois\s+)?(?:de\s+|d'|of\s+)(?P<month>{_MONTH})\b",
        read.fortnight,
    ),
    (
        rf"(?:\b(?:{_PART})\s*{_OF})?\b(?P<unit>[tqh])(?P<rank>[1-4])\b(?:\s*[/-]?\s*(?P<year>20\d\d|'?2\d(?![\d:/.%€$]|,\d|\s*(?:%|€|\$|h\b|k\b|eur|jours|days))))?",
        read.quarter,
    ),
    (
        rf"(?:\b(?:{_PART})\s*{_OF})?\b(?P<rank>premier|1er|deuxieme|2e|2eme|second|2nd|troisieme|3e|3eme|quatrieme|4e|4eme|dernier|first|third|3rd|fourth|4th|last)\s+(?P<unit>trimestre|quarter|semestre|half\s+of\s+the\s+year)(?:\s+(?:de\s+|of\s+)?{_YEAR})?",
        read.quarter,
    ),
    (
        rf"(?:\b(?:{_PART})\s*{_OF})?\b(?:prochain\s+(?:trimestre|semestre)|(?:trimestre|semestre)\s+(?:prochain|suivant|a venir)|(?:next|coming|following)\s+quarter|nachste[ns]?\s+quartal|prossimo\s+trimestre|proximo\s+trimestre|volgend\s+kwartaal)\b",
        read.next_quarter,
    ),
    (
        rf"\b(?:{_PART})\s*(?:de\s+ce\s+|de\s+cette\s+|du\s+|de\s+|of\s+the\s+|of\s+this\s+|of\s+|the\s+|this\s+)?(?:current\s+)?(?:trimestre|semestre|quarter|half-year)\b(?!\s+(?:prochain|suivant|a venir))",
        read.this_quarter,
    ),
    (
        rf"(?:\b(?:{_PART})\s*{_OF})?\b(?:l'an\s+prochain|(?:l')?(?:annee|exercice|budget)\s+(?:fiscale?\s+|comptable\s+|budgetaire\s+)?(?:prochaine?|suivante?|a venir)|prochain(?:e)?\s+(?:annee|exercice|budget)(?:\s+(?:fiscale?|comptable|budgetaire))?|nouvel(?:le)?\s+(?:annee|exercice)|next\s+(?:calendar\s+|fiscal\s+|financial\s+|budget\s+)?(?:year|fy)|new\s+(?:fiscal\s+|financial\s+|budget\s+)?year|nachstes\s+jahr|proximo\s+ano|prossimo\s+anno|volgend\s+jaar)",
        read.year_ahead,
    ),
    (
        rf"\b(?:(?:{_PART})[\s-]*(?:of\s+|de\s+l'annee\s+)?|(?:en|in|pour|for|sur|d'ici|courant|by|until|vers)\s+)(?P<d>{_YEAR})\b(?![-/]\d)",
        read.year_ahead,
    ),
    (r"\b(?:fy\s?'?|exercice\s+)(?P<d>(?P<year>20\d\d|2\d))\b", read.year_ahead),
    (
        r"\b(?:(?:en\s+|la\s+|d'ici\s+la\s+)?fin\s+(?:de\s+l'|d'|de\s+cette\s+)annee|(?:the\s+)?end\s+of\s+(?:the\s+|this\s+)?year|year[\s-]end|eoy|jahresende|finales\s+de\s+ano|fine\s+anno)\b",
        read.end_of_year,
    ),
    (
        r"\b(?:semaines?|sem\.?|weeks?|wk|kw|woche|settimana|semana)\s*(?:n\s?[°o]\.?\s*|#\s*)?(?P<week>[1-4]\d|5[0-3]|0?[1-9])\b(?!\s*(?:jours|days|/))",
        read.week_number,
    ),
    (r"\bs\.?\s?(?P<week>[1-4]\d|5[0-3])\b", read.week_number),
    (
        rf"(?:\b(?:{_PART})\s*{_OF})?\b(?:(?P<this>cette\s+semaine|this\s+week|diese\s+woche|esta\s+semana|questa\s+settimana|deze\s+week|semaine\s+en\s+cours)|semaine\s+(?:prochaine|suivante|pro)|prochaine\s+semaine|next\s+week|nachste[r]?\s+woche|kommende[nr]?\s+woche|(?:la\s+)?semana\s+que\s+viene|proxima\s+semana|settimana\s+prossima|prossima\s+settimana|volgende\s+week|(?P<second>week\s+after\s+next|semaine\s+d'apres))\b",
        read.relative_week,
    ),
    (
        r"\b(?:(?:en\s+|la\s+)?fin\s+de\s+(?:la\s+|cette\s+)?semaine(?!\s+prochaine)|(?:the\s+)?end\s+of\s+(?:the\s+|this\s+)?week|eow|ende\s+der\s+woche|(?:rest|remainder)\s+of\s+(?:the|this)\s+week|all\s+week|(?:le\s+)?reste\s+de\s+(?:la|cette)\s+semaine|(?:dans|courant)\s+(?:le\s+courant\s+de\s+|de\s+)?(?:la\s+)?semaine(?!\s+(?:du|prochaine|\d|de|qui)))\b",
        read.end_of_week,
    ),
    (
        rf"(?:\b(?:{_PART})\s*{_OF})?\b(?:(?:mois|month|monat|mes|mese|maand)\s+(?P<next>prochain|suivant)|(?P<nextb>next|coming|nachsten?|proximo|prossimo|volgende)\s+(?:month|monat|mes|mese|maand)|prochain\s+mois)\b",
        read.relative_month,
    ),
    (
        rf"\b(?:{_PART})\s*(?:du|de\s+ce|of\s+the|of\s+this|the|this|des|del|de)?\s*(?:mois|month|monats|mes|mese)\b(?!\s+(?:de|d'|prochain|suivant))",
        read.relative_month,
    ),
    (
        r"\b(?:(?P<after>apres[\s-]demain|(?:the\s+)?day\s+after\s+tomorrow|ubermorgen|pasado\s+manana|dopodomani|overmorgen)|(?P<tomorrow>demain|tomorrow|morgen|domani)|aujourd'hui|(?:pour|toute)\s+la\s+journee|(?:for\s+the|all)\s+day|ce\s+jour|today|heute|hoy|oggi|vandaag|ce\s+soir|cet\s+apres-midi|ce\s+matin|this\s+afternoon)\b",
        read.relative_day,
    ),
    (
        rf"\b(?:{_PREVIOUS}\s+|(?P<habit>tous\s+les|chaque|every|each|jeden|les?(?=\s+\w+(?!\s+\d)))\s+)?(?P<weekday>{_WEEKDAY})(?:\s+(?:(?P<eight>en\s+(?:huit|8)|week(?!\s*(?:end|of|\d)))|prochain|prossimo|que\s+viene|{_PREVIOUS.replace('<past>', '<pastb>')}))?\b(?!\s+\d)",
        read.named_weekday,
    ),
    (
        rf"\b(?:dans\s+(?:les\s+|le\s+delai\s+de\s+)?|(?:laiss|donn|accord)\w*[-\s](?:moi|nous)\s+(?:encore\s+|juste\s+)?|(?:give|allow)\s+(?:me|us)\s+(?:about\s+|another\s+)?|disons\s+|comptez\s+|comptons\s+|(?:une|a)\s+(?:duree|periode|period)\s+(?:de|d'|of)\s*|(?:ces|les|over\s+the)\s+(?=\S+\s+(?:prochain|next))|avant\s+|(?:decal|report|repouss|differ|recul)\w*\s+(?:de|d')\s*|(?:takes?|needs?|wait)\s+(?:about\s+|another\s+)?|(?:faut|faudra|prendra|attendre)\s+(?:encore\s+|environ\s+|bien\s+)?|d'ici\s+(?:a\s+)?|sous\s+|pendant\s+|durant\s+|pour\s+|encore\s+|(?:d'ici|dans|sous)\s+(?:environ|au\s+moins|maximum)\s+|in\s+(?:about\s+|the\s+next\s+)?|within\s+(?:the\s+next\s+)?|for\s+(?:the\s+next\s+|about\s+)?|next\s+|innerhalb\s+von\s+|en\s+|dentro\s+de\s+|tra\s+|fra\s+|entro\s+|over\s+|binnen\s+)(?P<d>(?P<count>{_NUMBER})(?:\s*(?:-|a|ou|to|or|bis)\s*(?P<more>{_NUMBER}))?\s*(?:bon(?:ne)?s?\s+|prochaine?s\s+|petite?s?\s+|more\s+|good\s+)?(?P<pre>working\s+|business\s+)?(?P<unit>{_alternation(*words.UNITS.values())})\b(?P<half>\s+et\s+demi)?(?P<working>\s+ouvr(?:es|ables?))?)",
        read.duration,
    ),
    (
        r"\b(?:sous|d'ici|dans|in|within|for|(?:laissez|donnez|accordez|laisse|donne)-(?:moi|nous)|give\s+(?:me|us))\s+(?:une?\s+|la\s+|a\s+|another\s+)?(?P<d>huitaine|quinzaine|fortnight|48\s?h(?:eures|ours)?)\b",
        read.fixed_delay,
    ),
    (
        r"(?<!apres )\b(?:a|des|pour|avant|apres|depuis|d'ici|vers)\s+(?:la|a)\s+(?:la\s+)?(?P<d>rentree)\b(?!\s+de\s+(?:janvier|septembre|fevrier))",
        feasts.new_term,
    ),
    (
        r"\b(?:apres|after|post|passe(?:e?s|r)?|une\s+fois|nach)\s+(?:(?:la\s+(?:periode\s+)?|the\s+|les\s+|le\s+|l'|mes\s+|nos\s+|my\s+|our\s+|den\s+)?)(?P<d>(?:(?P<summer>ete|summer(?:\s+(?:break|holidays?|vacation))?|conges?\s+d'ete|vacances\s+(?:d'ete|scolaires)|sommerferien)|(?P<winter>(?:temps\s+des\s+)?fetes|treve\s+des\s+confiseurs|(?:christmas|festive)\s+(?:break|holidays?|season)|new\s+year'?s?|nouvel\s+an|vacances\s+de\s+noel|weihnachten)|(?P<any>vacances|holidays?|conges|rentree)))\b",
        feasts.after_holidays,
    ),
    (
        r"\b(?:(?P<over>(?:apres|passer?|after|once)\s+(?:the\s+|l'|le\s+))|au\s+|a\s+l'|cet\s+|ce\s+|cette\s+|in\s+(?:the\s+)?|over\s+the\s+|during\s+the\s+|this\s+|next\s+|l')(?P<d>(?P<season>printemps|automne|hiver|ete|spring|autumn|fall|winter|summer))\b(?!\s+(?:of|short))",
        feasts.season,
    ),
    (r"\b(?P<feast>noel|christmas|toussaint|saint[\s-]jean|ascension|pentecote|paques|easter)\b", feasts.feast),
    (r"\b(?:apres\s+)?les\s+vacances\s+de\s+la\s+construction\b", feasts.construction_break),
)

RULES: tuple[Rule, ...] = tuple((re.compile(pattern), reader) for pattern, reader in _TABLE)
