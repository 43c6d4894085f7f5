"""How people say what something would cost, what is included, when they could do it, and how they ask for a yes.

Expressions over folded text, built as vocabulary times grammar: a verb of costing in any person and tense, with an amount
of money in the same sentence, is an offer whatever stands between. Read together with ``quote_words``.
"""

#: An amount, near enough: what it is exactly, ``text.amounts`` reads.
MONEY = r"(?:[€$£] ?\d|(?:chf|eur|usd|gbp|cad) ?\d|\d[\d .,']{0,14}(?:[.,]-{1,2})? ?(?:k ?)?(?:€|euros?\b|eur\b|chf\b|\$|£|francs?\b|dollars?\b|pounds?\b|balles\b|bucks\b|quid\b|ht\b|ttc\b|net\b|htva\b))"
_UP_TO = r"\b[^.?!\n]{0,70}?"

_COST = {
    "fr": (
        r"cout(?:e|ent|era|eront|erai(?:t|ent))|revien(?:t|nent|dra|drait|draient)|s'elev\w+|se mont\w+|se chiffr\w+|ressor(?:t|tent|tirait)|represent(?:e|ent|era|erai(?:t|ent))"
        r"|tourn(?:e|ent|erait?) (?:autour|a|entre)|s'etabli\w+|tombe(?:rait)? (?:a|sur)|fera(?:it|ient)?|serai(?:t|ent)|sera|seront|demarrent? a|commencent? a|il (?:faut|faudra|faudrait) (?:compter|prevoir)"
        r"|compte[rz]|prevoye[zr]|prevoir|table[rz]|(?:ca|cela|ce qui|le tout|c'|l'ensemble|tout) ?(?:vous |te |nous )?(?:fait|donne|est|amene|amenerait|met|mettrait|monte|porte)|on (?:est|tombe|arrive|part|monte|passe) (?:a|sur)"
    ),
    "en": (
        r"cost(?:s|ing)?|com(?:e|es|ing) (?:to|in at|out at|in around)|work(?:s|ing)? out (?:at|to|as)|land(?:s|ing)? (?:around|at|on|somewhere)|run(?:s)? (?:you|to|about|at)|set you back|priced at|price tag|(?:would|will|'d|'ll) be"
        r"|looking at|budget (?:around|for|about)|fixed (?:price|fee)|flat (?:rate|fee)|total(?:s|ling)?"
    ),
    "de": r"kost(?:et|en)|wurden?|berechnen?|verlangen?|veranschlagen?|kalkulieren?|komm(?:t|en|e)|lieg(?:t|en)|betrag(?:t|en)|belauf\w*|biete(?:n)?|macht|waren?",
    "es": r"\bson\b|vale\b|cuesta\w*|costar\w*|sald(?:ria|ran?|rian)\w*|sale[ns]?|seri?an?|cobr\w+|(?:le|te|os|les) (?:paso|dejo|hago|dejaria|haria)|ofrec\w+|asciend\w+|qued(?:a|aria) en|supon\w+",
    "it": r"cost(?:a|ano|erebbe|erebbero|era)|verr(?:ebbe|a)|viene|sareb\w+|chied(?:o|erei|iamo)|propo(?:ngo|niamo)|offr(?:o|iamo)|ammont\w+|fare(?:i|mmo)|potre(?:i|mmo)|posso",
    "nl": r"kost(?:en)?|zou(?:den)?|kom(?:t|en)|reken(?:en)?|vra(?:ag|gen)|bied(?:en)?|bedra(?:agt|gen)|doe(?:n)?",
    "pt": r"cust(?:a|am|aria|ariam)|fica(?:ria)?|seri?am?|cobr\w+|sai(?:ria)?",
}
_I_WOULD = (
    r"(?:je|j'|nous|on) ?(?:vous |te |t'|en |l'|le |la |les )*(?:\w+(?:rais|rions|rait)|peux|peut|pouvons|propos\w+|offr\w+|prends|prenons|factur\w+|compt\w+|demand\w+|fais|faisons|pratiqu\w+|chiffr\w+|estim\w+|arriv\w+|pars|partons)\b"
    r"|(?:i|we)(?:'d|'ll|'m at|'re at| am at| are at| would| will| can| could| charge| ask| quote| offer| estimate| propose)\b|call it\b|\b(?:sera|seraient|serait|seront)(?: \w+)? (?:factur|chiffr|fix)ee?s?\b"
    r"|(?:ich|wir) (?:\w+ )?(?:wurden?|konnten?|kann|konnen|biete\w*|berechne\w*|mache\w*)\b|\b(?:wurde|wurden|konnte|konnten|kann|konnen|biete\w*|berechne\w*) (?:ich|wir)\b"
)
#: The words of a price, whoever names it.
PRICE_NOUN = r"(?:couts?|tarifs?|prix|montants?|budgets?|honoraires|investissement|forfaits?|chiffrages?|enveloppe|prices?|pricing|fees?|costs?|rates?|figures?|numbers|investment|preise?|kosten|honorar|precios?|coste|importe|tarifas?|prezz[oi]|compenso|tariffa|prijs|prijzen|tarief)"
_INCLUDED = (
    r"(?:tout compris|toutes? fournitures?|(?:pose|fourniture|livraison|deplacement|main d'oeuvre|materiel|fournitures?|montage|nettoyage|frais)\w* (?:et \w+ )?(?:comprise?s?|incluse?s?)|compris(?:e|es)?\b|inclus(?:e|es)?\b|posee?s?\b|livree?s?\b|installee?s?\b|fourni(?:e|es|s)?\b|all[- ]in\b|all in\b"
    r"|(?:fully )?(?:fitted|installed|delivered|supplied)\b|includ(?:ed|ing|es)\b|parts and labou?r|plus (?:parts|materials|vat)|inkl\w*|einschlie\w+|incluid[oa]s?|compres[oaei]\b|inbegrepen|inclusief)"
)

#: A price said in the body as an offer.
OFFER_GRAMMAR = (
    "(?:"
    + "|".join(rf"\b(?:{verbs}){_UP_TO}{MONEY}" for verbs in _COST.values())
    + rf"|\b(?:{_I_WOULD})[^.?!\n]{{0,90}}?{MONEY}"
    + rf"|\b{PRICE_NOUN}[^.?!\n]{{0,60}}?(?:[:=]| a | de | of | at | is | von | di | van | op ) ?{MONEY}"
    + rf"|{MONEY}[^.?!\n]{{0,30}}?{_INCLUDED}|{_INCLUDED}[^.?!\n]{{0,25}}?{MONEY}"
    + rf"|(?:it's|that's|that is|this is|c'est) (?:\w+ ){{0,2}}{MONEY}"
    + rf"|{MONEY}[^.?!\n]{{0,40}}\b(?:kosten|betragen|uitkomen|bedragen)\b"
    + rf"|(?:\b(?:donc|soit|so|thus|also|entonces|quindi|dus|le tout|l'ensemble|tout|the lot|everything)|=) (?:\w+ ){{0,2}}?(?:[:,] )?{MONEY}"
    + rf"|\b(?:pour|for|fur|por|per|voor) (?:\w+ ){{1,6}}(?:= |: )?{MONEY}"
    + ")"
)

_MONTHS_WEEKS = r"(?:jours?|semaines?|mois|days?|weeks?|months?|tagen?|wochen?|monaten?|dias|semanas|meses|giorni|settimane|mesi|dagen|weken|maanden)"
_NUMBER = r"(?:\d+|une?|deux|trois|quatre|cinq|six|huit|dix|quinze|a|an|one|two|three|four|five|six|ten|ein\w*|zwei|drei|vier|dos|tres|cuatro|due|tre|quattro|twee|drie|vier)"
#: When the owner could do it, how long it takes, when it would be delivered.
TIMING = (
    rf"(?:(?:compte[rz]?|sous|d'ici|dans|en|pour|within|in|takes?|take us|allow|innerhalb|binnen|en unas|in circa) (?:\w+ )?{_NUMBER} {_MONTHS_WEEKS}|{_NUMBER} {_MONTHS_WEEKS} (?:de travail|pour|a partir|apres|of work|from|after|on site|nach)|delais?\b|(?:lead|turnaround|delivery) time|turn(?:ed|ing)?[- ]?(?:it |the \w+ )?around|turnaround|lieferzeit|plazo de|tempi di|levertijd"
    r"|(?:je|j|on|nous) ?(?:\w+ )?(?:peux|peut|pouvons|pourrais|pourrait|pourrions) (?:\w+ ){0,3}(?:passer|venir|commencer|demarrer|intervenir|m'y mettre|m'en occuper|livrer|faire|attaquer|caler|installer|etre)|(?:je|on|nous) (?:\w+ )?(?:commence|demarre|livre|interviens|intervient|intervenons|passe|viens|attaque|tarde)\w*|\bdispo(?:nible)?s?\b|(?:suis|reste|est|sommes|date|encore) (?:encore |toujours )?libre|creneau|livr(?:e|es|ee|ees|aison|able)\b|semaine \d+|pret(?:e|es|s)? (?:en|pour|sous)"
    r"|(?:i|we)(?:'m|'re|'d| am| are| can| could| have)? (?:\w+ )?(?:free|available|start|begin|come|fit|deliver|get (?:it|this|that)|do (?:it|this|that)|availability|space|a slot)\b|(?:start|begin|delivery|deliver\w*|completed?|fit it) (?:\w+ ){0,3}(?:on|in|by|from|within|the week|end of|before|mid|early|late|next)\b|week of|(?:an|one|space|slot|opening)s? (?:left|opening|available|free|the week)|\bopening (?:on|in|the|next)|place a l'atelier|(?:une |de la )place (?:a partir|en|des)|(?:arreter|passer|venir) (?:chez vous|chez toi)|booking form|(?:date|slot)(?:'s| is) (?:still )?(?:free|open|available)"
    r"|termin|(?:beginnen|anfangen|starten|loslegen|lieferung|liefern|fertig)\b|\bkw ?\d+|(?:empezar|comenzar|entrega\w*|tardo|tardamos|hueco|disponible|fecha libre)\b|(?:consegn\w+|iniziare|cominciare|partire)\b|(?:leveren|oplever\w+|levering)\b)"
)
#: What the price is for: the work and what it includes.
SCOPE = (
    rf"(?:{_INCLUDED}|facon\b|tissu\b|materiel\b|materiaux|incluant|prestations?|seances?|mission|forfait|fournitures?|\bpose\b|main d'oeuvre|\bmo\b|honoraires|restauration|reparation|renovation|creation|conception|traduction|relecture|redaction|retouche\w*|installation|remplacement|amenagement|nettoyage|entretien|tournage|montage|maquettes?"
    r"|reportage|ateliers?|intervention|depannage|elagage|abattage|peinture|deplacement|allers?-retours?|pistes?\b|photos?\b|galerie|accompagnement|formation|evacuation|depose|demontage|gravats|par (?:mot|page|heure|jour|personne|feuillet|seance|mois)|(?:pour|for|de) (?:les )?\d+ (?:\w+ )?(?:personnes|convives|invites|pages|mots|heures|h\b|stagiaires|photos|produits|people|guests|words|pages|seats|hours|episodes?)"
    r"|for (?:your|the) \w+|rounds? of|revisions?|edits?\b|tweaks|concepts?|drafts?|materials?|labou?r|workshop|class(?:es)?\b|survey|installation|fitting|supply|design|copy-?edit\w*|translation|photo\w*|buyout|repairs?|replac\w+|new \w+|(?:per|a|an|each) (?:word|hour|day|head|page|episode|session|walk|visit|month|week|class|lesson|night|person)\b|an hour|sqm|sq ?m\b|m2\b|warranty|scaffold\w*"
    r"|ubersetzung|montage|material|arbeiten|reparatur|entwurf|korrektur\w*|gestaltung|entsorgung|pintar|materiales|diseno|traduccion|obra|propuestas|tinteggiatura|traduzione|lavori|materiali|progett\w+|schilder\w+|vertaling|ontwerp|materia\w+|werkzaamheden)"
)
#: The price answers somebody's need: an enquiry, a visit, a conversation went before.
ANSWERS_NEED = (
    r"(?:(?:merci|remerci\w+) (?:\w+ ){0,2}(?:pour|de|d') ?(?:votre|ton|ta|l'|le|la|cette|avoir|m'avoir|nous avoir|me|vos|tes) ?(?:\w+ )?(?:demande|message|appel|interet|accueil|confiance|contact\w*|sollicit\w+|precisions|temps|photos|plans|inventaire|consult\w+)|(?:suite|faisant suite|consecutivement|donnant suite) (?:a|au|aux) ?(?:(?:votre|notre|nos|ma|mon|vos|ton|ta|la|l')(?: ?))?(?:\w+ )?(?:demande|visite|passage|echange|appel|rendez-vous|rdv|rencontre|inventaire|examen|mail|message|coup de fil|conversation|discussion|entretien|reunion)"
    r"|(?:apres|lors de) (?:\w+ )?(?:votre|notre|ma|mon|la|examen|etude|visite|passage|reflexion|lecture)|je suis (?:passee?|venue?|alle)|(?:j'ai|nous avons|on a) (?:bien )?(?:regarde|etudie|ouvert|calcule|mesure|examine|pris (?:bonne )?note|fait le (?:tour|calcul|point|metre)|compte|recu vos|lu votre|vu)|comme (?:convenu|promis|demande|prevu|vu|discute|evoque|souhaite)|(?:vos|ton|tes|votre) (?:besoins?|projet|demande|envies?|cahier)|(?:plaisir|ravie?|contente?|heureu(?:x|se)) (?:de|d') ?(?:vous|t'|te|echanger|discuter|rencontrer)|au telephone|vous (?:cherchez|souhaitez|recherchez|m'avez demande|me demandez|avez besoin)|tu (?:cherches|m'as demande|me demandes)"
    r"|(?:thank you|thanks)(?: \w+){0,3} for (?:your |the |coming |getting |filling |sending |having |calling |reaching )(?:\w+ ){0,3}(?:enquiry|inquiry|request|call|interest|in|over|me|touch|out|questionnaire|visit|time|photos|details|measurements|email|e-mail|message|brief)|(?:further|following(?: on from)?|after|as per|with reference to|in response to|regarding) (?:to )?(?:your|our|my|the) (?:\w+ )?(?:enquiry|inquiry|request|call|visit|meeting|conversation|chat|email|e-mail|discussion|site visit)|having (?:been|had a|looked|seen|measured|read)|(?:i've|we've|i have|we have|i) (?:had a (?:look|think)|looked (?:at|over|into)|run|crunched|worked out|priced|measured|been through|gone through|read through)|as (?:promised|discussed|requested|agreed)|your (?:project|enquiry|inquiry|request|needs|brief|requirements)|(?:good|great|nice|lovely|pleasure) (?:to|meeting|speaking|chatting|talking|hearing) |happy to help|you (?:asked|wanted|were after|mentioned|enquired)"
    r"|(?:fur|auf) ihre (?:anfrage|nachricht|interesse)|wie (?:besprochen|gewunscht|vereinbart|telefonisch)|nach (?:unserem|meinem|ihrem) |(?:por|de) su (?:interes|mensaje|consulta|solicitud|llamada)|(?:tal y )?como (?:acordamos|hablamos|quedamos|me pidio|comentamos)|(?:per|della) (?:la sua |la tua |la vostra |la )?(?:richiesta|telefonata|visita)|come (?:da accordi|richiesto|d'accordo|promesso)|(?:voor|van) (?:uw|je) (?:aanvraag|bericht|interesse|mail)|zoals (?:afgesproken|besproken|gevraagd|beloofd)|naar aanleiding van)"
)

_ASK_YES = {
    "fr": (
        r"(?:tu|vous) (?:m'en|me|nous) ?(?:dis|dites|redis|redites|confirmes?|confirmez|direz|diras)|(?:dites|redites|dis|redis|confirmez|confirme|faites|fais|donnez|donne|tenez|tiens)[- ](?:le[- ])?(?:moi|nous)\b|(?:j'attends|on attend|nous attendons|dans l'attente de|en attente de|des) (?:\w+ )?(?:ton|votre|ta|vos) (?:\w+ )?(?:go|ok|accord|feu vert|retour|confirmation|reponse|decision|validation)"
        r"|(?:ca|cela|ceci|celle-ci|cette \w+|la \w+|le \w+) (?:\w+ )?(?:vous|te|t') ?(?:\w+ )?(?:va|ira|irait|convien\w+|plai\w+|tent\w+|dit|parle|arrange\w*)|si (?:ces|mes|nos|les) (?:conditions|tarifs|prix|elements|modalites)[^.?!]{0,20}(?:convien|vont|plaisent)|si (?:c'est bon|t'es ok|tu es ok|vous (?:etes|le) \w+|ok\b|interesse)|c'est bon pour (?:vous|toi)|(?:pour|afin de) (?:bloquer|reserver|valider|confirmer|nous donner|me donner|lancer)|ok pour (?:vous|toi)|je (?:lance|commande|bloque|reserve|fonce|demarre|commence|cale|note) \?|on (?:cale|bloque|y va|part|fait comme|valide|lance)\b|(?:a|de) (?:vous|toi) de (?:voir|choisir|decider)|vous (?:pref|choisi)\w+|tu (?:pref|choisi)\w+|me (?:redire|confirmer|retourner|renvoyer)"
    ),
    "en": (
        r"let (?:me|us) know|(?:give|drop) (?:me|us) a (?:shout|bell|line|ring|call)|up to you|if (?:that|this|it|you|so|all|the \w+)(?:'s|'re|'d| is| are| would)? (?:\w+ ){0,3}(?:suits?|works?|ok|okay|fine|good|happy|keen|like|want|fancy|agree\w*|acceptable|content|proceed|go ahead)|(?:want|would you like|like|shall) (?:me|us|i|we) (?:to )?|does (?:that|this|it) (?:\w+ )?(?:work|suit|sound|fit)|(?:works?|suits?) (?:for )?you|(?:which|what) (?:one|would|works|suits|do you)\b|sound(?:s)? (?:good|ok|fair)|happy to (?:hop|jump|talk|go|answer|discuss|walk|proceed)|(?:to|and) (?:confirm|book|hold|secure|accept)|of your confirmation|ping me|any questions"
    ),
    "de": r"sag (?:mir|uns)\b|soll(?:en)? (?:ich|wir)|passt (?:das|ihnen|dir|es)|einverstanden|(?:geben|gib|sagen|sag) (?:sie )?(?:mir|uns) (?:kurz )?(?:bescheid|ob)|(?:ihre|deine|eine) (?:ruckmeldung|zusage|antwort|bestatigung|auftrag\w*)|melden sie sich|melde dich|freu\w+ (?:mich|uns)",
    "es": r"(?:te|le|os) (?:la |lo )?(?:reservo|apunto|encaja|parece|va bien|cuadra|interesa|viene bien)|si (?:le|te|os) (?:parece|interesa|encaja)|(?:quedo|quedamos|a la) (?:a la )?espera|(?:dime|digame|diganos|avisame|aviseme|confirme\w*|dinos)\b|quedo a su disposicion",
    "it": r"aspett(?:o|iamo)\b|(?:ti|le|vi) (?:va bene|sembra|interessa|andrebbe)|(?:fammi|mi faccia|facci|fateci|mi faccia) sapere|(?:resto|restiamo|rimango|rimaniamo|in) (?:in )?attesa|se (?:d'accordo|e d'accordo|va bene|ti va|le va)|mi dica|dimmi|confermi",
    "nl": r"(?:laat|laten) (?:het |maar |u |me |mij |je )*weten|akkoord|(?:past|schikt|lukt) (?:dat|het|u|je)|zal ik|(?:hoor|horen) (?:ik |wij |we )?(?:het )?graag|graag uw (?:reactie|akkoord)|neem gerust contact",
    "pt": r"fico a (?:espera|aguardar)|aguardo|diga-me|se concordar|de acordo",
}  # fmt: skip
#: The reader is asked to agree, or to say something: quotes end so. Counts only beside an offer.
AGREEMENT_GRAMMAR = "(?:" + "|".join(_ASK_YES.values()) + ")"
