"""What people call a quote, an invoice and other papers, and how they hand them over: expressions over folded text.

French and English in full, plain forms of German, Spanish, Italian, Dutch and Portuguese. Text is folded before it is
compared, so nothing here has accents.
"""

import re

#: What a quote is called. Words that also mean other things ("proposition", "offre") need company to count.
QUOTE = (
    r"(?:devis|chiffrages?|soumission|cotations?|proposition (?:commerciale|tarifaire|financiere|budgetaire|chiffree|de prix|d'honoraires|d'intervention|d'accompagnement|de services?|technique)"
    r"|offre (?:de prix|tarifaire|commerciale|de services?|d'honoraires|chiffree)|estimations?(?: budgetaire| chiffree| tarifaire)?|pro ?-?forma|lettre de mission|note d'estimation"
    r"|quotes?|quotations?|estimates?|tenders?|bids?|fee proposals?|price proposal|statement of work|sow|pricing"
    r"|angebot\w{0,2}|kostenvoranschlag\w{0,2}|presupuesto|cotizacion|preventivo|offertes?|prijsopgave|orcamento)"
)
#: Quotes in company: only after a possessive or beside a price.
LOOSE_QUOTE = r"(?:propositions?|offres?|remises? de prix|proposals?|propales?|estime|tarifs?|prix|budgets? previsionnels?|(?:mes|nos) conditions(?! generales)|offers?|oferta|propuesta|offerta|proposta|voorstel)"
ANY_QUOTE = rf"(?:{QUOTE}|{LOOSE_QUOTE})"

#: "offre d'emploi", "proposition de rendez-vous", "estimation immobiliere": none of these is a quote.
NOT_A_QUOTE = (
    r"(?:offres? (?:(?:d.)?emploi|de stage|d'alternance|speciale|promotionnelle|de bienvenue|de noel|de lancement|exceptionnelle)|appels? d'offres?"
    r"|propositions? (?:de (?:rendez-vous|rdv|dates?|creneaux?|logos?|maquettes?|planning|noms?|textes?|plan|programme|menu|sujets?|correction|reunion|visio|collaboration|partenariat|stage)|creatives?|graphiques?|pedagogiques?)"
    r"|job offers?|proposals? for (?:a )?(?:meeting|dates?|times?)|estimations? (?:immobiliere|de (?:votre|ton|mon|la valeur de) ?(?:votre |ton |mon )?(?:bien|appartement|maison|terrain|valeur|vehicule))|stellenangebot|offerta di lavoro|oferta de (?:empleo|trabajo)"
    r"|prix (?:litteraire|du public|d'excellence)|quote of the day|pull quotes?|estimate(?:d)? (?:time|arrival|delivery))"
)

INVOICE = (
    r"(?:factures?(?!\w)(?! pro ?-?forma)|facture d'acompte|facturation|avoir n\S*|un avoir|l'avoir|note de credit|notes? d'honoraires|demande d'acompte|provision sur (?:frais|honoraires)|situations? de travaux|appel (?:de fonds|d'acompte|de cotisation)|"
    r"releves? (?:de compte|d'heures|de factures)|quittance|recu de paiement|mise en demeure|echeancier|"
    r"invoices?(?!\w)|credit notes?|deposit (?:request|invoice)|payment request|request for payment|receipt|statement of account|remittance|"
    r"rechnung\w{0,2}|gutschrift|anzahlungsrechnung|facturas?|fatture?|fattura|facturen|factuur|fatura)"
)
OTHER_PAPER = (
    r"(?:contrats?|convention(?: de formation)?|avenant|bons? de commande|bons? de livraison|compte[s]?[- ]rendus?|cr de|proces[- ]verbal|pv de|cahier des charges|brief|planning|calendrier|retro-?planning|"
    r"curriculum|cv|candidature|lettre de motivation|maquettes?|photos?|visuels?|fichiers?|livrables?|traduction (?:relue|finale|livree)|plans?|rapport|attestation|notes? de frais|ndf|expenses?(?: report| claim)?|kbis|rib|iban|cgv|conditions generales|plaquette|"
    r"portfolio|programme|support de|supports|newsletter|catalogue|enquete|questionnaire|echantillons?|facing|bat|bon a tirer|menu|liste|"
    r"contract|agreement|purchase order|delivery note|minutes|meeting notes|report|resume|cover letter|brochure|catalogue|drafts?|mock-?ups?|files?|deliverables?|schedule|nda|w-?9|"
    r"vertrag|auftragsbestatigung|lieferschein|protokoll|lebenslauf|contrato|pedido|albaran|contratto|ordine|verbale|overeenkomst|notulen|pakbon)"
)

#: Handing over, here and now.
DELIVER = (
    r"(?:veuillez (?:bien )?trouver|vous (?:en )?trouverez|tu (?:en )?trouveras|trouvez|retrouvez|vous recevez|prie de trouver"
    r"|ci[- ]?joint[es]*|ci[- ]?inclu[se]+|ci[- ]?apres|ci[- ]?dessous|ci[- ]?annexe[es]*|en (?:pieces? ?[- ]?jointes?|pj|p\.j\.?|annexes?|attache|attachement|fichier joint|document joint|copie de ce mail|bas de ce mail)|pieces? jointes?|joint[es]* (?:a ce|au present|a ce mail)"
    r"|(?:(?:je|nous|on) (?:me permets? de )?)?(?:vous|te|t'|t)(?: en)? ?(?:envoie|envoyons|adresse|adressons|transmets|transmet|transmettons|fais(?:ons)? (?:parvenir|suivre|passer)|faisons parvenir|soumets|soumettons|joins|joignons|remets|remettons|communique|communiquons|propose(?! (?:de|que|un rendez|un rdv|un appel|un point|un creneau)\b| ?(?:d|qu)')|proposons(?! (?:de|que)\b| ?(?:d|qu)')|presente|presentons|partage|depose|glisse|mets|met|ai (?:prepare|etabli|fait|joint|mis|redige|chiffre)|avons (?:prepare|etabli|fait|joint|mis|redige|chiffre))\b"
    r"|voici|voila|(?:plaisir|honneur|joie) de (?:vous|te|t')(?: ?)(?:adresser|transmettre|soumettre|envoyer|proposer|presenter|faire parvenir|remettre|communiquer|partager)"
    r"|(?<=\w )joint(?:es?|s)?\b(?! (?:de|du|des|a|silicone|torique|d'|les|le|la|mon|notre|ma)\b)|(?:est|sont) (?:joint|jointe|joints|jointes|disponible|accessible|prete?s?\b)|vous a (?:envoye|transmis|adresse)|is (?:now )?(?:ready|available)|j'ai (?:prepare|etabli|joint|redige)|nous avons (?:prepare|etabli|joint|redige)|comme (?:convenu|promis|demande|souhaite|evoque)[^.]{0,20}[,:]"
    r"|please (?:find|see|review)|(?:find|is|are|have|has been|i've|i have|we've|we have|'ve|we|i) ?(?:attached|enclosed|attach|enclose|prepared|put together)|attached (?:is|are|you|please|here)?|attached\b|attaching|enclosed|herewith|here(?:'s| is| are)|below (?:is|are)|see below"
    r"|(?:pleased|happy|delighted|glad) to (?:send|submit|present|provide|offer|share|quote|attach|enclose)|i(?:'m| am) sending|we(?:'re| are) sending|sending (?:you|over|across)|as (?:promised|requested|discussed|agreed)[^.]{0,20}[,:]"
    r"|anbei|im anhang|beigefugt|als anlage|hiermit|(?:sende|senden|ubersende|ubersenden|schicke|schicken|unterbreite|unterbreiten)(?: ich| wir)?(?: ihnen| dir| euch)|finden sie|erhalten sie|findest du"
    r"|adjunt[oa]s?|adjuntamos|(?:le|les|te|os) (?:adjunto|envio|enviamos|remito|remitimos|hago llegar|paso|mando|presento|presentamos)|aqui (?:tiene|tienes)|encontrara"
    r"|in allegato|allego|alleghiamo|allegat[oa]|(?:le|vi|ti) (?:invio|inviamo|trasmetto|trasmettiamo|mando|allego|propongo|sottopongo)|ecco"
    r"|bijgaand|hierbij|in (?:de )?bijlage|bijgevoegd|(?:stuur|sturen|zend|zenden|doe|doen) (?:ik|wij|we)? ?(?:u|je|jullie)|vind(?:t)? u"
    r"|segue|seguem|em anexo|anexo|anexamos)"
)

#: A price said in the body: words between which an amount stands.
OFFER = (
    r"(?:j(?:e |')(?:vous |te |t'|t )?(?:propose|peux|pourrais|facture|facturerais|demande|demanderais|compte|compterais|estime|chiffre|evalue|serais|suis (?:a|sur)|pars|partirais|fais|ferais|prends|prendrais|pratique|arrive|ai (?:chiffre|calcule|estime|prevu)|descends)"
    r"|nous (?:vous |te |t'|en )?(?:proposons|pouvons|pourrions|facturons|demandons|comptons|estimons|chiffrons|evaluons|serions|sommes (?:a|sur)|partons|partirions|faisons|ferions|pratiquons|arrivons|avons (?:chiffre|calcule|estime|prevu))"
    r"|on (?:vous |te |en )?(?:propose|peut|pourrait|compte|estime|chiffre|serait|est (?:a|sur)|part|partirait|ferait|descend|arrive|tombe|monte|passe)"
    r"|(?:mon|ma|mes|notre|nos|votre) (?:\w+ )?(?:couts?|tarifs?|prix|montant|total|forfait|honoraires|devis|offre|propositions?|estimation|cotation|chiffrage|soumission|investissement|prestation|remuneration|tjm)\b"
    r"|(?:le|la|les|un|une|ce|cette|l'|d'un)(?: ?)(?:\w+ )?(?:couts?|tarifs?|prix|montant|budget|total|forfait|honoraires|devis|offre|propositions?|estimation|chiffrage|cotation|soumission|investissement|prestation|ensemble|journee|seance|mission|tout)\b(?:(?: \S+){0,9} (?:(?:est|sont|serait|seraient|sera)(?: (?:de|fixe\w*|estime\w*|a|evalue\w*|donc|alors|ainsi)\b|(?= [\d€$£]))|s'eleve\w*|se monte\w*|se chiffre\w*|revien\w+|reviendr\w+|coute\w*|ressort|fait|ferait|tombe|monte|arrive|comprise?)\b|[^.:]{0,60} ?[:=])"
    r"|(?:mon|ma|mes|notre|nos) (?:\w+ ){1,3}(?:est|sont) (?:a|de) (?=\d)|(?:cela|ca|ce|ce qui|tout|l'ensemble|le tout|il) (?:vous |te |me |nous )?(?:en )?(?:ferait|fait|fera|revien\w+|donne\w*|reviendr\w+|couter\w+|coute|represente\w*|arrive|serait|sera)\b|reviendr(?:ait|a) a|compte[rz] (?:environ )?|il faut (?:compter|prevoir)|pour un (?:montant|total|budget|forfait|cout|prix)|au (?:prix|tarif) de|moyennant|cachet|aux conditions suivantes|sur la base d|s'eleve|a partir de|budget ?:"
    r"|(?:total|montant|forfait|tarif|prix|budget|cout|honoraires|price|fee|cost|rate)\w*(?: \w+){0,3} ?[:=]|soit (?:un total|au total|un montant|un budget)|total (?:ht|ttc|net|general|\.{3,})"
    r"|(?:my|our) (?:\w+ ){0,2}(?:fees?|rates?|price|cost|charge|quote|estimate|quotation|proposal|total|bid|tender)\b|(?:the|a) (?:\w+ ){0,2}(?:fee|rate|price|cost|charge|quote|estimate|total|job|work)\b(?: \S+){0,6} (?:is|would|will|comes?|of|at|to)\b|(?:it|that|this|which|you|i|we)(?:'d|'ll) (?:be (?!able)|cost|come to|run)|(?:would|will|can) (?:be (?!able)|cost|charge|come (?:to|in at|out at)|do|offer|run|work out at|need)|comes? to|works out at|total(?:s|ling)?\b|(?:i|we)(?: can| could| would|'d)? (?:offer|charge|propose|suggest|quote|estimate)|(?:i|we)(?: can|'d| could|'ll| would)? [^.€$£]{2,60} (?:for|at|is) (?=[€$£]|\d+ ?(?:eur|usd|chf|dollars|pounds))|priced at|at a (?:cost|price|rate) of|(?:be )?looking at|in the (?:region|sum|amount) of|fixed (?:fee|price)|all[- ]in\b|and a total of|total of"
    r"|biete(?:n)? (?:ich|wir)|preis von|(?:kostet|kosten) \w* ?\d|(?:der|mein|unser) (?:preis|honorar|angebot)|betragt|belauft sich|gesamt\w*|(?:el|mi|nuestro) (?:precio|coste|total|importe|presupuesto)|asciende|costaria|(?:il|mio|nostro) (?:prezzo|costo|totale|compenso)|ammonta|totale|(?:de|mijn|onze|het) (?:prijs|totaal\w*|kosten|tarief)|bedraagt|komt (?:op|uit)|valor total)"
)

#: The prospect is asked to agree: quotes end so.
AGREEMENT = (
    r"(?:bon pour accord|bpa\b|(?:retourner|renvoyer|retournez|renvoyez|retour|renvoie|retourne)[^.]{0,50}\bsign|dat(?:e|er)r? et sign|sign(?:e|er|ez) (?:le|ce|notre|electroniquement)|pour (?:valider|accepter|confirmer) (?:ce |le |cette |la |notre )"
    r"|(?:si|que) (?:ce|cette|le|la|notre|mon|ma|l')(?: ?)(?:devis|proposition|offre|tarif|prix|estimation|soumission)[^.]{0,25}(?:convien|va\b|agree)|(?:cela|ca|ceci) (?:vous|te) (?:convien|va\b|convenir|irait|parle)|qu'en (?:dites|penses|dis|pensez)|voulez-vous que je|tu veux que je|me donner votre accord|votre (?:accord|validation) (?:par|avant|pour|sur)|un simple (?:retour|accord|mail)|des (?:reception|retour) de votre accord|reserver (?:la date|votre creneau)|bloquer (?:la date|le creneau)"
    r"|sign and return|return (?:a |the )?signed|countersign|to (?:accept|approve|confirm) (?:this|the|our)|if (?:you(?:'re| are) happy|this works|that works|you(?:'d| would) like to (?:go ahead|proceed))|let me know if (?:you(?:'d| would) like to|this|that)|sounds? (?:good|ok)|does (?:that|this) (?:suit|work|sound)|interested ?\?|(?:want|would you like) me to|happy to proceed|go ahead|secure (?:the|your) (?:date|slot)|by signing|reply to (?:accept|confirm)"
    r"|unterschrieben|auftrag erteilen|firmado|firmato|per accettazione|ondertekend|para aceptar|assinado)"
)

CHASE = (
    r"(?:(?:avez|as)[- ](?:vous|tu) (?:bien |deja |eventuellement )?(?:pu|eu (?:le temps|l'occasion|un moment|le loisir)|recu|regarde|consulte|examine|etudie|parcouru|avance|pris|une idee|tranche|des nouvelles|du nouveau|statue|reflechi)"
    r"|vous (?:a|avez) (?:bien )?(?:pu|eu le temps)[^.]{0,40}\?|je (?:me permets de )?reviens? vers (?:vous|toi)(?!,? (?:avec|pour vous (?:proposer|transmettre|adresser|faire)))|nous (?:nous permettons de )?reven(?:ons|ir) vers vous(?! avec)|me permets de (?:revenir vers (?:vous|toi)(?! avec)|vous (?:relancer|recontacter))|(?:je|nous) (?:vous|te) relan\w+|petite relance|relance\b|(?:petit|simple) (?:message|mot|mail|rappel) (?:pour|concernant|au sujet|afin)|je (?:viens|prends|venais) (?:aux|des) (?:nouvelles|renseignements)|prendre (?:des )?nouvelles"
    r"|(?:devis|proposition|offre|chiffrage|estimation|soumission)\b[^.?]{0,40} (?:vous|te|t') ?(?:conv\w+|a-t-\w+|va|plai\w+|agree\w*)[^.?]{0,14}\?|prendre de (?:vos|tes) nouvelles|(?:tu as|t'as|vous avez) (?:bien |deja )?(?:pu|eu|reflechi|avance|regarde|recu|pris|des nouvelles|du nouveau|tranche)[^.]{0,90}\?|\bdu nouveau\b|des nouvelles (?:de|pour|concernant|au sujet|du)|(?:essaye|tente) de vous joindre|si (?:le|ce|votre|ton) projet (?:avance|est|tient|se)|sauf erreur|sans (?:retour|reponse|nouvelles?) de (?:votre|ta)|pas (?:encore )?(?:eu|recu) (?:de |votre |ton )?(?:retour|reponse|nouvelles)|ou en (?:(?:etes|es)[- ](?:vous|tu)|est (?:votre|ta|le|ce|la))|toujours (?:d'actualite|interesse\w*|a l'ordre du jour|partant\w*)|retenu (?:votre|ton) attention|(?:est-ce que|savoir si) (?:vous|tu|notre|mon|ma|le|la) [^.]{0,60}(?:eu|pu|recu|convien|regarde|retenu|actualite)"
    r"|dernier (?:message|mail|mot|courriel)"
    r"|avez[- ]vous des (?:questions|remarques|interrogations|retours) (?:sur|au sujet|concernant|a propos|par rapport|quant)|donner(?:ez|iez|ons)?[- ]?(?:vous )?suite|(?:votre|ta) decision|decide\w* (?:de|quelque chose|pour)|(?:m'assurer|assurer|verifier|savoir) (?:qu'il|que (?:vous|le|mon|notre|ma|la|tout)|qu'elle|si)|pas (?:encore )?(?:eu|recu) de nouvelles|n'ayant (?:pas|aucun)|follow(?:ing)?[- ]?up|checking in|check(?:ing)? (?:in )?(?:on|if|whether|that)|touch(?:ing)? base|(?:have|did) you (?:been able|managed?|found the time) to|(?:have|had|did) you (?:had |get |have |managed? )?(?:a |any |the )?(?:chance|time|opportunity|thoughts|receive|to look|get round)|(?:you(?:'d|'ve)?|you have|you had) (?:had |have )?(?:a |any |the )?(?:time|chance|moment|opportunity) to|wanted to (?:see|check|ask|know|make sure)|any (?:thoughts|news|update|feedback|questions) (?:on|about|regarding)|where (?:you are|things stand|we stand)|wondering (?:if|whether)|still (?:interested|relevant|on the cards|current)|circle back|circling back|gentle reminder|quick (?:reminder|nudge)|haven't heard|not heard (?:back|from)|reached a decision|made (?:a|your) decision"
    r"|nachfassen|nachhaken|nachfragen|haben sie (?:schon|bereits|unser|mein|das)|ha(?:n|s)? podido|ha avuto modo|avete avuto|heeft u (?:al|nog)|teve oportunidade)"
)
#: A quote about to lapse, said of one the reader has.
EXPIRING = (
    r"(?:(?:devis|propositions?|offre|estimation|soumission|quote|quotation|estimate|proposal)\b[^.]{0,40}(?:arrive(?:ra)? (?:bientot )?a (?:echeance|expiration|son terme|terme)|expire(?:ra)? (?:bientot|demain|lundi|mardi|mercredi|jeudi|vendredi|dans|le|ce|cette)"
    r"|(?:is |are )?about to expire|(?:will )?expires? (?:soon|tomorrow|on|this|next|in)))"
)
#: The earlier sending of it, in the past.
SENT_BEFORE = (
    r"(?:nous vous faisions parvenir|je vous faisais parvenir|(?:je|nous) (?:vous|t'|te|t)(?: l')?(?: ?)(?:ai|avais|avons|avions) (?:bien )?(?:envoye|adresse|transmis|fait parvenir|remis|soumis|propose|communique|etabli)\w*|(?:envoye|adresse|transmis|remis|soumis|etabli)e?s? (?:le|la semaine|lundi|mardi|mercredi|jeudi|vendredi|hier|il y a|fin|debut|mi-|ce|cette|en (?:debut|fin|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre))"
    r"|suite a (?:l'envoi|notre envoi|mon envoi|notre (?:devis|proposition|offre|soumission)|mon (?:devis|offre|mail|message|courriel)|ma (?:proposition|soumission|cotation|relance|precedente))|(?:devis|proposition|offre|soumission|cotation|estimation)\w*(?: \S+){0,4} du (?:\d|1er|mois|lundi|mardi|mercredi|jeudi|vendredi)"
    r"|(?:i|we) (?:have )?(?:sent|emailed|submitted|shared|provided)|(?:quote|quotation|estimate|proposal|bid)(?: \S+){0,3} (?:(?:that )?(?:i|we) (?:sent|submitted|shared|provided|emailed)|from (?:last|\d|\w+day)|of (?:\d|last)|dated|sent)|(?:my|our) (?:last|previous|earlier) (?:e-?mail|message|quote|proposal|estimate)"
    r"|(?:mein|unser) angebot vom|nuestro presupuesto del?|nostro preventivo del|onze offerte van)"
)

PROMISE = (
    r"(?:(?:vous|te|t'|t) ?(?:enverr|adresser|transmettr|fer|soumettr|remettr|communiquer|proposer|preparer|donner|etablir|chiffrer)(?:ai|ons|a)\b|(?:vous|tu) (?:recevrez|recevras|aurez|auras) |(?:je|nous|on) (?:vais|allons|va) (?:vous |te |t')?(?:envoyer|preparer|etablir|faire|chiffrer|transmettre|adresser|rediger)|revien(?:s|drai|drons|t) vers (?:vous|toi)[^.]{0,25} (?:avec|pour)|je (?:vous |te |t')?(?:prepare|redige|finalise|peaufine|travaille|etablis|m'occupe|planche)|nous (?:vous )?(?:preparons|redigeons|finalisons|travaillons)"
    r"|en cours (?:de (?:preparation|redaction|chiffrage|finalisation)|d'etablissement)|(?:devis|proposition|offre|chiffrage|soumission|estimation|tarif\w*) (?:\w+ ){0,3}(?:suivra|arrive|arrivera|vous parviendra|sera (?:pret|envoye|transmis|etabli|prete)\w*|est en (?:cours|preparation))|avant (?:de|d')(?: ?)(?:etablir|faire|chiffrer|vous (?:faire|etablir|envoyer))|pour (?:pouvoir )?(?:etablir|affiner|preparer|finaliser|chiffrer|vous (?:etablir|faire|preparer|chiffrer|proposer))(?: \w+){0,3} (?:devis|chiffrage|proposition|offre|estimation|soumission)|afin (?:de|d')(?: ?)(?:pouvoir )?(?:vous )?(?:etablir|preparer|chiffrer|faire|affiner|proposer)"
    r"|(?:i|we)(?:'ll| will| shall)(?: then| be able to)? (?:send|get|have|prepare|put together|email|forward|work|draft|come back|quote|be sending|let you have|follow up with)|(?:i'm|i am|we're|we are) (?:working on|preparing|putting together|finali[sz]ing|drafting|going to send)|you(?:'ll| will) (?:have|receive|get)|(?:quote|quotation|estimate|proposal|pricing) (?:will|to) follow|before (?:i|we) (?:can )?(?:send|quote|prepare|price)|(?:so|in order) (?:that )?(?:i|we) (?:can|could) (?:quote|price|prepare|send|estimate)|to (?:prepare|put together|finali[sz]e|price|give you) (?:an? |the |your )?(?:\w+ )?(?:quote|estimate|proposal|price)"
    r"|werde(?:n)? (?:ich|wir)?(?: ihnen)?[^.]{0,40}(?:zusenden|senden|schicken|zukommen)|(?:le|te) (?:enviare|enviaremos|mandare)|(?:le|ti|vi) (?:inviero|invieremo|mandero|faro avere)|(?:stuur|sturen) (?:ik|wij|we)(?: u| je)? (?:morgen|deze week|volgende))"
)
LATER = r"(?:demain|ce soir|apres-midi|cette semaine|la semaine prochaine|semaine prochaine|lundi|mardi|mercredi|jeudi|vendredi|d'ici|dans la (?:journee|semaine|foulee)|sous \d+|dans (?:les|\d+)|des que|apres (?:la|ma|notre) (?:visite|venue|rencontre)|en (?:debut|fin) de|rapidement|prochainement|tres vite|tomorrow|later today|tonight|by (?:monday|tuesday|wednesday|thursday|friday|tomorrow|the end|eod)|next week|this week|shortly|as soon as|once (?:i|we)|morgen|nachste woche|manana|domani)"

#: The owner asks somebody for a price.
ASKS = (
    r"(?:(?:pouvez|pourriez|pourrais|peux|pourrait|serait|seriez|sauriez)[- ](?:vous|tu|on|il)[^.?]{0,40}\b(?:envoyer|adresser|faire|transmettre|etablir|communiquer|chiffrer|fournir|parvenir|proposer|donner|deviser|remettre|preparer)\b[^.?]{0,60}\b(?:devis|tarifs?|offres?|cotation|prix|chiffrage|estimation|proposition|grille|soumission)"
    r"|merci (?:d'avance )?(?:de|d')(?: ?)(?:bien vouloir )?(?:me |nous |m'|nous )?(?:envoyer|adresser|faire|transmettre|etablir|communiquer|chiffrer|fournir)[^.?]{0,60}\b(?:devis|tarifs?|offre|cotation|prix|chiffrage|estimation|soumission)"
    r"|(?:lance|notre|cet|present) (?:un )?appel d'offres|(?:propositions|offres|devis|reponses) (?:sont |seront )?a (?:nous )?(?:remettre|transmettre|envoyer|adresser|retourner|deposer) (?:avant|par|a|d'ici|au plus)|(?:je|nous|j'|on) ?(?:souhait\w+|voudr\w+|aim\w+|desir\w+|cherch\w+|recherch\w+|ai(?:mer\w+)? besoin|avons besoin|aurais besoin|aurions besoin|sollicit\w+|consult\w+)[^.?]{0,70}\b(?:un devis|votre (?:devis|offre|tarif|cotation|proposition|prix)|vos (?:tarifs|prix|conditions)|des devis|une (?:cotation|estimation|offre|soumission)|un (?:chiffrage|prix|tarif)|un artisan|recevoir|obtenir)"
    r"|(?:demande|consultation) (?:de|pour un) (?:devis|prix|cotation)[^.?]{0,40}(?:ci-joint|pour (?:un|une|des|le|la)\b)|(?:dans l'|en )attente de (?:votre|vos|ton) (?:devis|offre|tarif|prix|cotation|proposition|chiffrage|meilleure|estimation)|quel(?:s)? (?:est|serait|sont|seraient) (?:votre|vos|ton|tes) (?:tarifs?|prix|meilleur)|(?<!demande )(?<!demandiez )(?<!savoir )combien (?:cela |ca )?(?:couterait|coute|prenez|prendriez|demandez|facture)|votre meilleur(?:e)? (?:prix|offre|tarif)|(?:j'attends|nous attendons) (?:votre|ton|vos|encore) (?:devis|offre|tarif|proposition|prix|chiffrage)"
    r"|(?:could|can|would|will) you (?:please |kindly |possibly )?(?:send|give|provide|let (?:me|us) have|quote|prepare|put together|forward|supply|price)[^.?]{0,60}\b(?:quotes?|quotations?|estimates?|prices?|pricing|proposal|rates?|us for|me for)|please (?:quote|send (?:me|us)|provide (?:me|us)|let (?:me|us) have|supply)[^.?]{0,50}\b(?:quote|quotation|estimate|price|pricing|rates|for)\b|(?:i'm|i am|we're|we are|i was|i'd|i would|we'd|we would|we|i) (?:looking for|after|like|need|want|requesting|seeking)[^.?]{0,30}\b(?:quote|quotation|estimate|pricing|price list)|(?:look|looking) forward to (?:receiving |getting )?your (?:quote|quotation|estimate|proposal|pricing|best)|what (?:would|do) you charge|your (?:best|lowest) price|how much (?:would|do) you"
    r"|bitte(?:n)?[^.?]{0,40}(?:ein|ihr|um) \w* ?angebot|konnten sie[^.?]{0,50}angebot|(?:podria|podrian|puede|pueden)[^.?]{0,50}(?:presupuesto|precio)|(?:potrebbe|potete|puo|potreste)[^.?]{0,50}(?:preventivo|offerta|prezzo)|kunt u[^.?]{0,50}(?:offerte|prijs))"
)
#: A quote that came from somebody else.
RECEIVED = (
    r"(?:(?:bien recu|recu|merci (?:beaucoup |bien |infiniment )?(?:pour|de)|je (?:valide|accepte|retiens|prends)|nous (?:validons|acceptons|retenons|avons (?:bien )?(?:recu|etudie|examine|choisi|retenu))|j'ai (?:bien )?(?:recu|etudie|examine|lu|regarde|parcouru)|d'accord (?:pour|avec)|ok pour|apres (?:examen|etude|lecture) de|(?:donn\w+ suite|suite) (?:favorable )?a|concernant|refus\w* |declin\w+|retenu|signer|au sujet de|par rapport a)(?: \S+){0,2} (?:votre|ton|vos) (?:devis|offre|proposition|chiffrage|cotation|estimation|soumission|tarif)\w*(?! (?:de|d'|pour) (?:rendez|rdv|dates?))"
    r"|(?:votre|ton) (?:devis|offre|proposition|chiffrage|cotation|soumission)[^.]{0,40}(?:nous convient|me convient|est (?:bien )?(?:accepte|valide|retenu|trop|un peu|au-dessus|eleve|superieur)|signe\b|nous (?:va|semble|parait)|me (?:va|semble|parait)|bon pour accord|n'a pas ete)"
    r"|(?:thank you|thanks)(?: (?:very|so) much)? for (?:your|the|sending (?:your|the|over|through)) (?:\w+ ){0,2}(?:quote|quotation|estimate|proposal|bid)\b|(?:we|i)(?:'ve|'d| have| would)? (?:received|reviewed|accept|approve|like to accept|decided to accept|are happy to accept|chosen|decided against|decline) your (?:\w+ )?(?:quote|quotation|estimate|proposal|bid)|your (?:quote|quotation|estimate|proposal|bid)[^.]{0,30}(?:looks|is (?:accepted|approved|fine|too|higher|good|a bit)|seems|has been)"
    r"|(?:thank you|thanks|merci) (?:\w+ )?(?:for|pour) (?:the|your|l'|votre) ?(?:job )?(?:offer|offre d'emploi|offre d'embauche)\b|your (?:\w+ )?(?:price|rate|fee)s?\b[^.?]{0,40}(?:is|are|seems|looks|higher|above|over)|(?:could|can|would) you (?:do|match|go|manage|accept|meet|come down)\b[^?]{0,30}[€$£\d]|vous aligner|faire (?:un|une) (?:effort|geste|remise|ristourne)|(?:la concurrence|vos concurrents|un concurrent|d'autres) (?:nous |me )?(?:propose|sont|est|fait)|danke fur (?:ihr|das|dein) angebot|gracias por (?:su|tu|el) presupuesto|grazie per (?:il|la vostra|il vostro) (?:preventivo|offerta)|bedankt voor (?:uw|de|je) offerte)"
)
_TRADES = (
    r"(?:imprimeur|fournisseurs?|sous-?traitants?|prestataires?|plombier|electricien|menuisier|macon|peintre|couvreur|hebergeur|traiteur|confreres?|consoeurs?|artisans?|transporteur|graphiste|photographe|traducteur|"
    r"developpeur|architecte|concurrents?|partenaires?|societe|entreprise|garagiste|carreleur|cuisiniste|paysagiste|loueur|agence|vitrier|plaquiste|terrassier|elagueur|ebeniste|tapissier|fleuriste|relieur|encadreur|facadier|etancheur|pisciniste|frigoriste|ramoneur|demenageur|carrossier|dentiste|opticien|geometre|bureau d'etudes|videaste|monteur|grossiste|importateur|scierie|menuiserie|imprimerie|ferronnier|ascensoriste|domoticien|installateur|franchise|concessionnaire|collegue|garage|expert|mecanicien|mechanic|charpentier|serrurier|chauffagiste|fabricant|distributeur|"
    r"printer|suppliers?|sub-?contractors?|contractors?|vendors?|plumber|electrician|builder|caterer|competitors?|manufacturer|agency|printers|glazier|florist|joiner|roofer|decorator|carpenter|plasterer|surveyor|installer|dealer|colleague|hauli?er|lieferanten?|proveedor|fornitore|leverancier)"
)
THIRD_PARTY = (
    rf"(?:(?:devis|offre|propositions?|chiffrage|cotation|estimation|tarifs?) (?:\w+ ){{0,2}}?(?:de|du|des|d')(?: ?)(?:la |l'|les |notre |mon |votre |nos |mes |un |une |chez )?(?:\w+ )?{_TRADES}|(?:devis|offres?|propositions?|chiffrages?) recus?|(?:devis|offre|proposition|chiffrage|cotation|estimation)s? (?:de \w+ )?(?:etabli|realise|fait|emis|fourni|remis|envoye|transmis|redige)e?s? par (?!nos|notre|mes|mon|moi|mail|courrier|e-mail)|(?:quote|quotation|estimate)s? (?:prepared|sent|issued|provided|made|given) (?:to us |to me )?by (?!us|me|our|e-?mail|post)"
    rf"|(?:l'|le |la |notre |mon |ma )(?:{_TRADES})[^.]{{0,30}}(?:m'a|nous a|vient de|a) (?:envoye|transmis|adresse|fait|propose|fourni|chiffre)"
    rf"|(?:quote|quotation|estimate|proposal|pricing)s? (?:\w+ )?(?:from|by|of) (?:\w+ ){{0,2}}{_TRADES}|(?:quote|quotation|estimate|proposal)s? from (?!us\b|me\b|our (?:side|end)|the (?:start|beginning)|last|\d|\w+day)|{_TRADES}'s? (?:quote|quotation|estimate|proposal)|(?:l'|le |la |notre |mon |ma )(?:{_TRADES})[^.]{{0,40}}\b(?:demande|dit que|veut|prend)\b|(?:{_TRADES}) (?:says|said|wants|charges|reckons|asks)|(?:the )?{_TRADES} (?:has |have )?(?:sent|quoted|came back)|(?:recu|obtenu) (?:un|le|ce|deux|trois|plusieurs) devis|angebot (?:des|vom|unseres) \w+|presupuesto del proveedor)"
)
THANKS_FOR_YES = (
    r"(?:merci (?:beaucoup |encore |infiniment )?(?:pour|de) (?:votre |ton |cet |l'|le |ta |cette )?(?:accord|validation|acceptation|retour (?:signe|positif|favorable)|signature|commande|feu vert|devis signe|bon pour accord|retour du devis)|d'avoir (?:accepte|valide|signe|retenu|choisi|retourne|renvoye)"
    r"|recu[^.]{0,40}(?:devis|proposition|offre|soumission)[^.]{0,25}sign|(?:recu|reception de) (?:votre|ton|ta) (?:accord|validation|acceptation|bon pour accord|signature|acompte|virement|paiement|reglement|commande)|(?:ravi|heureux|content|contente|heureuse|ravie)s? (?:de votre|que vous ayez|que (?:la|notre|ma) proposition)[^.]{0,40}(?:accord|retenu|accept|valid|confiance|convienne)|(?:le |la |notre |mon )?client\w* (?:a|ont|vient de|nous a) (?:bien )?(?:valid|accept|sign|reten|donn)\w*|(?:enregistre|confirm\w+|bien recu) (?:\w+ ){0,2}(?:votre|ta) commande|confirmation de (?:votre |ta |la )?commande|suite a (?:votre|ton) (?:accord|validation|acceptation|commande|signature|feu vert)|(?:devis|proposition|offre|soumission) (?:etant |ayant ete |a ete |est |bien )?(?:accepte|signe|valide)e? (?:par|le|ce|nous|je|donc|:|,)"
    r"|(?:thank you|thanks)(?: (?:very|so) much)? for (?:accepting|approving|confirming|signing|returning the signed|sending (?:back|over|through) the signed|your (?:acceptance|approval|confirmation|order|go-ahead|business)|the (?:go-ahead|signed|green light))|(?:received|got) (?:your|the) (?:signed|acceptance|approval|deposit|payment|purchase order)|delighted (?:that )?you(?:'ve| have) (?:accepted|chosen|decided)|order (?:confirmation|is confirmed|has been)|great news|glad you(?:'ve| have) (?:accepted|decided)"
    r"|danke fur (?:ihren|den) auftrag|gracias por (?:su|la) (?:confirmacion|aceptacion)|grazie per (?:la conferma|l'accettazione)|bedankt voor (?:uw|de) (?:akkoord|bevestiging))"
)
RESTATES = (
    r"(?:(?:dans|in) (?:mon|notre|le|my|our|the) (?:dernier |precedent |last |previous )?(?:mail|courriel|message|e-?mail) (?:du|de|d'|of|from|precedent|dated)|(?:je |nous )?(?:prolong|annul)\w+ (?:\w+ ){0,3}(?:devis|validite|offre|proposition|soumission)(?!\w* et remplace)|(?:i'll|we'll|happy to|i can|we can|will) (?:honou?r|extend|keep) (?:the|our|my) (?:quote|price|offer|estimate|proposal)|(?:ne|n') ?(?:peux|pouvons|pourrai|pourrons|peut) (?:\w+ ){0,3}(?:descendre|baisser|diminuer|faire mieux|accorder|consentir)|(?:can't|cannot|unable to) (?:go (?:below|lower)|reduce|lower|discount)|(?:ne|n')\s?(?:me|nous) convien\w+ (?:pas|plus)|(?:comme|ainsi que|tel que) (?:\w+ ){0,3}(?:indique|mentionne|precise|prevu|stipule|ecrit|detaille|figurant|annonce|chiffre|vu|dit|evoque|convenu)\w*[^.]{0,25}(?:au|dans|sur|le|du) (?:le |notre |mon |ma |la |votre |ce )?(?:devis|proposition|offre|soumission|estimation|chiffrage)|(?:prevu|inclus|compris|indique|figure|mentionne|detaille|chiffre)\w* (?:\w+ ){0,2}(?:au|dans|sur) (?:le |notre |mon |ma |la |votre |ce )?(?:devis|proposition|offre|tarif|soumission|forfait|prix)|(?:le|ce) (?:devis|tarif|prix|forfait|montant) (?:\w+ ){0,3}(?:comprend|inclut|inclus|reste|est bien|correspond|couvre|tient compte|s'entend|ne comprend|n'inclut|reste valable|est ferme)"
    r"|oui,? (?:le|ce|les|la) (?:tarif|prix|forfait|montant|deplacement|livraison)"
    r"|as (?:stated|mentioned|noted|set out|detailed|outlined|shown|per|quoted|indicated) (?:\w+ ){0,2}(?:in|on)? ?(?:the|our|my|that) (?:quote|quotation|estimate|proposal)|(?:the|our|my) (?:price|quote|estimate|fee|quoted (?:price|figure)|figure|total) (?:\w+ ){0,2}(?:includes?|covers?|remains?|already|does(?:n't| not) include|still stands)|included in (?:the|our|my) (?:quote|price|estimate|proposal|total))"
)
#: An answer to a question: inside the thread of a quote, what it says of the price is no new quote.
ANSWERS = r"(?:pour repondre a (?:votre|ta|vos|tes) questions?|en reponse a (?:votre|vos) questions?|vous (?:me )?demand(?:ez|iez) (?:si|ce que)|(?:in|to) (?:answer|reply|response) to your questions?|to answer your)"
REVISED = (
    r"(?:(?:devis|proposition|offre|chiffrage|soumission|estimation|version|tarif|budget|estime)\w* (?:\w+ ){0,2}?(?:revis|modifi|mis(?:e)? a jour|actualis|rectifi|corrig|ajust|amende|(?<!en )revu|remani|reactualis|complet|allege|simplifi|consolide)\w*|nouve(?:au|l|lle)s? (?:devis|proposition|offre|version|chiffrage|soumission|estimation|tarif|montant|prix|budget)|version (?:revue|2|3|4|ii|allegee|definitive|finale|corrigee|actualisee)|\bv[2-9]\b|\bvers?\.? ?[2-9]\b|\brev(?:ision)?\.? ?[1-9a-d]\b|\bind(?:ice)? [b-e]\b|annule et remplace|remplace (?:le|la|celui|celle|mon|notre)|j'ai (?:revu|ajuste|modifie|mis a jour|retravaille|actualise|corrige|repris|refait)|nous avons (?:revu|ajuste|modifie|mis a jour|retravaille|actualise|corrige|repris)"
    r"|(?:revised|updated|amended|new|corrected|adjusted|reworked|re-?issued) (?:\w+ )?(?:quote|quotation|estimate|proposal|price|pricing|bid|version|figure|total|offer)|(?:i've|i have|we've|we have) (?:revised|updated|amended|adjusted|reworked|trimmed|reduced)|supersedes|replaces (?:the|our|my)"
    r"|(?:uberarbeitet|aktualisiert|angepasst|neu)e[sn]? angebot|nuevo presupuesto|presupuesto (?:revisado|actualizado|modificado)|nuovo preventivo|preventivo (?:aggiornato|rivisto|modificato)|aangepaste offerte|nieuwe offerte|orcamento (?:revisto|atualizado))"
)
PAYMENT_DUE = (
    r"(?:(?:merci|veuillez|prie|priere) (?:de |d'|bien )?(?:bien vouloir )?(?:proceder|effectuer|regler|nous regler|me regler|payer|verser|virer|nous faire parvenir le reglement|faire le (?:virement|necessaire))|(?:me |m')(?:faire|faites|fais|faisiez) un virement|fais[- ]moi un virement|me rembourser|proceder (?:au|a son|a votre) (?:reglement|virement|paiement)|a regler (?:avant|sous|par|d'ici|pour)|reglement (?:a reception|attendu|sous|avant|par virement|de (?:la|cette|l'acompte))|virement (?:sur|a) (?:le|mon|notre) (?:compte|iban|rib)|impayee?s?|en attente de (?:reglement|paiement)|reste due?|(?:pas|n'avons|n'ai) (?:encore |toujours )?recu (?:le |l'|votre |de |son )(?:acompte|reglement|paiement|virement)|(?:reglement|paiement) de (?:notre|ma|la|cette) facture|retard de paiement|echue|mes coordonnees bancaires|(?:mon|notre) (?:rib|iban)"
    r"|payment (?:is )?(?:due|terms|within|by bank|by)|amount due|balance due|please (?:pay|transfer|arrange payment|settle|remit)|bank details|overdue|outstanding|remittance|to pay (?:by|online)|unpaid|past due"
    r"|bitte uberweisen|zahlbar|falligkeit|rogamos (?:el pago|abonen)|si prega di (?:pagare|versare|provvedere al)|gelieve (?:te betalen|over te maken))"
)
BULK = r"(?:se desinscrire|desabonn\w+|unsubscribe|voir (?:ce message|la version) (?:en ligne|dans votre navigateur)|view (?:this|in) (?:email |your )?(?:in your )?browser|newsletter|nouveaux tarifs|grille tarifaire 20\d\d|nos tarifs (?:20\d\d|evoluent|changent|augmentent)|evolution de nos tarifs|new (?:rates|pricing|price list) (?:from|as of|effective|for)|our (?:prices|rates) (?:are changing|will (?:increase|change))|price (?:increase|list)|parrain(?:ez|age)|de remise sur votre|profitez[- ](?:en|de|vite)|offre (?:speciale|exceptionnelle|promotionnelle)|code promo|promo code|portes? ouvertes|black friday|soldes)"


#: A quote shown to somebody who is not to accept it: a model, a draft to be read over.
NOT_FINAL = (
    r"(?:(?:modeles?|exemples?|trames?|gabarit|canevas|brouillon) (?:de |du |d')?(?:devis|proposition|offre|mail)|(?:quote|estimate|proposal|quotation) templates?|templates?|brouillon|draft (?:quote|quotation|estimate|proposal)"
    r"|avant (?:que je|qu'on|que nous) (?:ne )?(?:l'|le |la |les )?(?:\w+ )?(?:envo|transm|part)\w*|avant (?:de l'|de le |de la |l')?(?:envoyer|envoi) (?:au|a la|a notre|a l') ?client\w*|avant l'envoi|before (?:i|we) (?:send|forward|submit)|before (?:it goes|sending)|(?:relire|relis|relecture|verifie|verifier) (?:le|mon|ce|ma|la|notre) (?:devis|proposition|offre|chiffrage))"
)


#: Money the owner spends or earns otherwise: rents, wages, subscriptions, subsidies, a shared present.
OWN_MONEY = (
    r"(?:(?:mon|notre|ma|mes|votre|ton) (?:abonnement|salaire|loyer|remuneration annuelle|employeur|forfait (?:mobile|internet|est passe|actuel)|banque|pretentions?|commande|pret)|subventions?|aide sollicitee|brut (?:annuel|mensuel|par)|salaire|pretentions salariales|cagnotte|bourse|indemnite\w*|dommages|a deposer|echelonnement|mensualites de|en vente|on peut discuter|si (?:vous venez|tu viens)|avance la note|billets?\b|chacune?\b|par tete|on (?:reserve|partage|se cotise)|pour le cadeau|sinistre|valeur (?:de (?:votre|ton|mon|l'|la)|venale|locative)"
    r"|my (?:subscription|salary|rent|order|claim|expenses|mortgage)|salary|per annum|(?:for|split between) (?:the )?(?:two|three|four) of us|each of us|chip in|settlement|grant|tickets?\b|flights?\b|pick (?:it|them) up|let it go for|still available|encore disponible a la vente|toujours disponible,)"
)


#: What the price is for: the work, what it includes, when it will be done.
SCOPE = (
    r"(?:inclus\w*|compris(?:e|es)?|incluant|prestations?|seances?|mission|forfait|fournitures?|pose\b|main d'oeuvre|honoraires|delais?|livr(?:e|es|ee|ees|aison)|pret(?:e|es|s)? (?:en|pour|sous)|restauration|reparation|renovation|creation|conception|traduction|relecture|redaction|retouches?|installation|remplacement|amenagement|nettoyage"
    r"|entretien|tournage|montage|maquettes?|reportage|atelier|intervention|depannage|elagage|peinture|deplacement|par (?:mot|page|heure|jour|personne)|(?:pour|for) \d+ (?:\w+ )?(?:personnes|convives|invites|pages|mots|heures|h\b|people|guests|words|pages|seats|hours)"
    r"|includ(?:es?|ed|ing)|turn(?:ed|ing)?[- ]?(?:it |the \w+ )?around|turnaround|deliver(?:ed|y|ing)?|rounds? of|revisions?|edits?\b|materials?|labou?r|workshop|survey|materials|installation|fitting|supply|design|copy-?edit\w*|translation|photo\w*|all in\b|buyout|i could (?:come|start|do)|per (?:word|hour|day|head|page)|an hour)"
)


def compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})")
