"""Words for time in French, English, German, Spanish, Italian, Dutch and Portuguese, without accents, in lower case."""

#: Full names, usable without a day beside them where the word means nothing else in its language.
MONTH_NAMES = {
    1: "janvier january januar janner enero gennaio januari janeiro",
    2: "fevrier february februar febrero febbraio februari fevereiro",
    3: "mars march marz marzo maart marco",
    4: "avril april abril aprile",
    5: "mai may mayo maggio mei maio",
    6: "juin june juni junio giugno junho",
    7: "juillet july juli julio luglio julho",
    8: "aout august agosto augustus",
    9: "septembre september septiembre setiembre settembre setembro",
    10: "octobre october oktober octubre ottobre outubro",
    11: "novembre november noviembre novembro",
    12: "decembre december dezember diciembre dicembre dezembro",
}

#: Short forms, read as a month only beside a day number.
MONTH_SHORT = {
    1: "janv jan ene gen",
    2: "fevr fev feb",
    3: "mar mrz mrt",
    4: "avr apr abr",
    5: "mag",
    6: "jun giu",
    7: "juil jul lug",
    8: "aug ago",
    9: "sept sep set",
    10: "oct okt ott",
    11: "nov",
    12: "dec dez dic",
}

ENGLISH_MONTHS = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sept sep oct nov dec"
)

#: Month names that are also common words or given names somewhere: they need a preposition or a day.
AMBIGUOUS_MONTHS = frozenset({"mars", "march", "marco", "mai", "may", "mei", "april", "june", "august", "augustus", "avril"})

WEEKDAY_NAMES = {
    0: "lundi monday montag lunes lunedi maandag",
    1: "mardi tuesday dienstag martes martedi dinsdag",
    2: "mercredi wednesday mittwoch miercoles mercoledi woensdag",
    3: "jeudi thursday donnerstag jueves giovedi donderdag",
    4: "vendredi friday freitag viernes venerdi vrijdag",
    5: "samedi saturday samstag sonnabend sabado sabato zaterdag",
    6: "dimanche sunday sonntag domingo domenica zondag",
}

#: Read as a weekday only before a day number ("mon" is a French word).
WEEKDAY_SHORT = {
    0: "lun mon mo ma",
    1: "mar tue tues di",
    2: "mer wed mi wo",
    3: "jeu thu thur thurs do",
    4: "ven fri fr vr",
    5: "sam sat sa za",
    6: "dim sun so zo",
}

NUMBERS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
    "douze": 12, "quinze": 15, "vingt": 20, "trente": 30,
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "a couple of": 2, "couple of": 2, "another": 1,
    "une huitaine de": 8, "une dizaine de": 10, "une douzaine de": 12, "une quinzaine de": 15, "une vingtaine de": 20, "une trentaine de": 30,
    "ein": 1, "eine": 1, "einer": 1, "einem": 1, "zwei": 2, "drei": 3, "vier": 4,
    "una": 1, "dos": 2, "tres": 3, "due": 2, "tre": 3, "een": 1, "twee": 2, "drie": 3,
}  # fmt: skip

#: Days per unit; months and years are counted on the calendar.
UNITS = {
    "day": "jour jours j day days tag tage tagen dia dias giorno giorni dag dagen",
    "week": "semaine semaines sem week weeks woche wochen semana semanas settimana settimane weken",
    "month": "mois month months monat monate monaten mes meses mese mesi maand maanden",
    "year": "an ans annee annees year years jahr jahre ano anos anno anni jaar",
}

#: What stands before a day of the month that has no month beside it, or before 12/09.
DAY_LEADS = (
    "le du au des le jusqu'au jusque au avant le apres le des le on until till by from before after through to since "
    "am vom bis zum ab el del al hasta desde il dal fino al op van tot tegen t/m"
)

MONTH_LEADS = (
    "en|des|pour|vers|d'ici|avant|apres|fin|jusqu'en|jusqu'a|in|for|until|till|by|before|after|during|around|of|d'|de|"
    "courant|au mois de|au mois d'|le mois de|le mois d'|mois de|mois d'|im|ab|bis|nel|a|ad|entro|hasta|para|tot|vanaf"
)

#: Part of a month or year: name -> words.
PARTS = {
    "start": "tout debut|au debut|debut|(?:les )?(?:tout )?premiers jours|(?:the )?first days|early|the beginning of|beginning of|the start of|start of|anfang|principios|comienzos|inizio|begin",
    "middle": "a la mi|la mi|mi|milieu|au milieu|mid|the middle of|middle of|mitte|mediados|meta|half|midden",
    "end": "toute fin|(?:les )?derniers jours|(?:the )?last days|later in|later|a la fin|la fin|en fin|fin|late|the end of|end of|ende|finales|fines|fine|eind|einde",
    "course": "dans le courant|au courant|courant|in the course of|im laufe|nel corso|in de loop",
}
