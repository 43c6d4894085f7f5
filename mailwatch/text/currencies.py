"""How amounts are marked in mail: signs, codes, tax wording and units, as regular-expression fragments."""

#: Written before the number. The first alternative that matches wins, so the longer signs stand first.
BEFORE: tuple[tuple[str, str], ...] = (
    (r"US ?\$|(?i:USD) ?\$?|U\$S", "USD"),
    (r"CA ?\$|C\$|(?i:CAD) ?\$?|\$ ?CA", "CAD"),
    (r"A\$|AU\$|(?i:AUD) ?\$?", "AUD"),
    (r"NZ\$|(?i:NZD) ?\$?", "NZD"),
    (r"R\$|(?i:BRL)", "BRL"),
    (r"\$", "$"),
    (r"€|(?i:EUR)|Euros?", "EUR"),
    (r"£|(?i:GBP)", "GBP"),
    (r"(?i:CHF)|S?Fr\.", "CHF"),
    (r"(?i:SEK)", "SEK"),
    (r"(?i:DKK)", "DKK"),
    (r"(?i:NOK)", "NOK"),
    (r"kr\.?", "kr"),
    (r"(?i:PLN)|zł", "PLN"),
    (r"(?i:MAD)", "MAD"),
    (r"₹|Rs\.?|(?i:INR)", "INR"),
    (r"¥|(?i:JPY)", "JPY"),
)

#: Written after the number.
AFTER: tuple[tuple[str, str], ...] = (
    (r"\$ ?US|(?i:USD)|\$ ?am[ée]ricains|US ?dollars?|dollars? (?:US|am[ée]ricains?)", "USD"),
    (r"\$ ?CAN?\b|(?i:CAD)|\$ ?canadiens|dollars? canadiens?|Canadian dollars?", "CAD"),
    (r"(?i:AUD)", "AUD"),
    (r"(?i:NZD)", "NZD"),
    (r"\$|dollars?|bucks\b", "$"),
    (r"€|(?i:EUR|euros?)|balles\b", "EUR"),
    (r"£|(?i:GBP)|pounds?(?: sterling)?|livres? sterling|quid", "GBP"),
    (r"F ?CFP|(?i:XPF)|francs? (?:CFP|pacifique)", "XPF"),
    (r"F ?CFA|(?i:XOF)|francs? CFA", "XOF"),
    (r"(?i:CHF)|francs?(?: suisses?)?|Franken|[Ff]rs?\.(?!\w)|Swiss francs?", "CHF"),
    (r"(?i:SEK)", "SEK"),
    (r"(?i:DKK)", "DKK"),
    (r"(?i:NOK)", "NOK"),
    (r"kr\b\.?|kronor|kroner", "kr"),
    (r"(?i:PLN)|zł", "PLN"),
    (r"(?i:MAD)|dirhams?|DHS?\b|dhs?\b", "MAD"),
    (r"(?i:TND)", "TND"),
    (r"(?i:RON)|lei\b", "RON"),
    (r"(?i:CZK)|Kč", "CZK"),
    (r"(?i:JPY)|¥", "JPY"),
    (r"(?i:INR)|rupees", "INR"),
    (r"(?i:BRL)|reais", "BRL"),
)

_VAT = r"(?:VAT|V\.A\.T\.?|GST|HST|T\.?V\.?A\.?|TPS|TVQ|I\.?V\.?A\.?|BTW|MwSt\.?|USt\.?|Mehrwertsteuer|Umsatzsteuer|moms|taxe?s?|sales tax)"
_RATE = r"(?:\(?\d{1,2}(?:[.,]\d{1,3})? ?% ?\)? ?)?"

EXCLUDED = "|".join(
    (
        r"H\.? ?T\.?V\.?A\.?\b",
        r"H\.T\.?",
        r"HT\b",
        r"hors[ -](?:taxes?|TVA|TPS)\b",
        rf"(?:excl(?:\.|uding|usive|uded|usief)?|exkl\.?|ex\.?|net(?! de t)|before|without|avant|plus|zzgl\.?|zuz[üu]glich|ohne|sin|sem|m[áa]s|pi[ùu]|senza|exclusief|hors|\+) ?(?:of |de |di |les |applicable |gesetzl\. |gesetzlicher |der |toepasselijke )?{_RATE}(?:la |the )?{_VAT}(?:/{_VAT})?(?!\w)",
        rf"{_VAT} (?:is )?(?:non |not |no |n[ãa]o )?(?:excluded|extra|en sus|esclusa|excluid[ao]|exclu[íi]d[ao]|non comprise|non incluse|not included|no inclu[íi]d[ao]|n[ãa]o inclu[íi]d[ao])",
        r"taxes? (?:en sus|non comprises|non incluses)",
        r"netto\b",
    )
)

INCLUDED = "|".join(
    (
        r"T\.? ?T\.? ?C\b\.?",
        r"T\.?V\.?A\.?C\b",
        r"toutes taxes comprises",
        rf"(?:incl(?:\.|uding|usive|usief)?|inc\.?|inkl\.?|inklusive|einschl\.?|including|with|avec|con|com|inclusief) ?(?:of |de |les |der |gesetzl\. |gesetzlicher )?{_RATE}(?:la |the )?{_VAT}(?!\w)",
        rf"{_VAT} ?{_RATE}(?:is )?(?:included|comprises?|incluses?|inclus[ao]|inclu[íi]d[ao]|compresa|inbegrepen|inclusief|inc\b)",
        r"brutto\b",
    )
)

#: What a price per unit is for, as written after "/" or "per".
UNITS = (
    r"jours?|j|journ[ée]es?|demi-journ[ée]es?|heures?|h|hr|hrs|hours?|days?|mots?|words?|caract[èe]res?|lignes?|lines?|feuillets?|pages?|"
    r"minutes?|min|mois|months?|mo|ans?|ann[ée]e|years?|yr|semaines?|weeks?|trimestre|quarter|personnes?|pers\.?|persons?|people|convives?|"
    r"couverts?|guests?|head|participants?|stagiaires?|attendees?|utilisateurs?|users?|unit[ée]s?|units?|u|pi[èe]ces?|pcs?|m2|m²|m3|m³|m|ml|m[èe]tres?(?: (?:carr[ée]s?|lin[ée]aires?))?|"
    r"sq\.? ?(?:ft|m)|km|kg|kilos?|tonnes?|lots?|exemplaires?|copies?|copy|photos?|images?|articles?|s[ée]ances?|sessions?|nuits?|nights?|visites?|passages?|interventions?|souches?|le[çc]ons?|lessons?|class|episodes?|planches?|trajets?|"
    r"Stunde|Std\.?|Tag|Wort|Woche|Monat|Jahr|St[üu]ck|Seite|Person|hora|d[íi]a|palabra|mes|a[ñn]o|ora|giorno|parola|mese|anno|uur|dag|woord|maand|jaar|stuk|palavra"
)
