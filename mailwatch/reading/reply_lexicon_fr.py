"""How French-speaking prospects answer. Folded text (no accents, lower case), one sentence at a time."""

from mailwatch.model.reading import ReplyKind
from mailwatch.reading.reply_lexicon import Rule, Tag, rules

_N = Tag.NONE

MACROS = {
    "QUOTE": r"(?:devis|offre|proposition|chiffrage|cotation|soumission|estimation|estime|tarif|prix|montant|commande|contrat|prestation|mission|formule|option|variante|version|lot|programme|planning|intervention|chantier|travaux|projet|document|papier|convention|bon de commande)s?",
    "YOUR": r"(?:votre|vos|ton|ta|tes|le|la|les|ce|cet|cette|l')\s?",
    "ADJ": r"(?:\S+ ){0,3}",
    "WE": r"(?:je|j'|nous|on|ma direction|la direction|le client|mon client|le conseil(?: \w+)?|le comite(?: \w+)?|le bureau|mon associee?|mon mari|ma femme|le syndic|l'equipe)\s?",
    "OTHER": r"(?:(?:un|une|d'|l'|a d'|le|la|aux?|les)\s?(?:\w+ )?autres?|quelqu'un d'autre|(?:un |votre |vos |le |la )?(?:concurrent|confrere|concurrence)\w*|ailleurs|(?:un |une )?(?:prestataire|artisan|entreprise|fournisseur|agence) (?:locale?|habituel\w*|differente?|moins chere?)|(?:notre|mon|nos) (?:\w+ ){1,2}?(?:habituel\w*|actuel\w*|historique|attitre\w*|de toujours))",
    "AUTH": r"(?:patronn?e?|chef|boss|mari|femme|epou\w+|conjoint\w*|compagn\w+|associee?s?|direct\w+|conseil(?: \w+)?|comite|bureau|commission|assemblee|client\w*|copropriet\w+|syndic|president\w*|maire|jury|daf|compta\w*|responsable|equipe|tout le monde|on|nous|ils|siege|proprietaires?|gerante?)",
    "FIRM": r"(?:prestataire|artisan|entreprise|boite|fournisseur|agence|societe|studio|cabinet|atelier|freelance|independante?|professionnelle?|specialiste|graphiste|photographe|videaste|traductrice|traducteur|architecte|paysagiste|menuisier|plombier|electricien|macon|peintre|couvreur|traiteur|developpeu\w+|consultante?|formatrice|formateur|equipe|partenaire|collectif|association|imprimeur|cuisiniste)",
    "ITEM": r"(?:option|variante|lot|partie|ligne|poste|module|formation|hebergement|maintenance|phase|tranche|page|fonctionnalite|livraison|pose|finition|video|traduction|forfait|supplement|frais|deplacement|prestation annexe)s?",
}

ACCEPT = rules(
    ReplyKind.ACCEPT,
    MACROS,
    (
        7.0,
        r"\b{AUTH} (?:m'|nous |a l'unanimite |\w+ )?\s?(?:a|ont|avons) (?:\w+ )?(?:dit|repondu|vote) (?:un grand )?oui\b(?! a (?:un|une|l'autre))|\b(?:tranch|delibere|vote|statu|prononc)\w* en (?:votre|ta) faveur|\b(?:vous|te) (?:\w+ )?(?:attribu\w+|confi(?:e|ons|ent|er)) (?:le|la|ce|cette|ces|notre|l') ?(?:\w+ )?(?:marche|lot|chantier|travaux|projet|mission|realisation|prestation)s?\b",
        _N,
    ),
    (
        7.0,
        r"\b(?:votre|ton|ta) {QUOTE} (?:a|ont) (?:\w+ )?(?:emporte|remporte|gagne|fait l'unanimite)\w*|^(?:(?:ok|oui|alors|bon|parfait|super)[, ]+)*(?:je|on|nous) pren(?:ds|d|ons)(?: tout| l'ensemble)?$|\bc'est (?:vous|toi) (?:que (?:nous|je|j')|qu'on) ?(?:\w+ )?(?:chois|pren|gard|reten|reti|engag)\w*|\b(?:on|nous) (?:part|partons) (?:donc )?(?:la[- ]dessus|comme ca|sur (?:ca|cela|cette base))|\b(?:vous|te) laiss\w+ (?:donc )?(?:engager|demarrer|commencer|lancer|proceder|planifier|organiser)\b|\b(?:revetu|muni|portant|assorti)e?s? (?:de )?(?:ma|notre) signature|\bbienvenue (?:a bord|dans (?:l'|notre )equipe|parmi nous)",
        _N,
    ),
    (
        6.0,
        r"\b(?:exemplaire|copie|contrat|bon)s? (?:dument )?signes?\b(?! de (?:la|l') ?\w+)|(?:^|[,;:] |donc |et |alors )(?:on se lance|nous nous lancons|on attaque)\b(?! (?:dans|a|le dossier|l'etude|la lecture))",
        _N,
    ),
    (9.0, r"\bbon pour accord\b", _N),
    (
        6.0,
        r"\b{QUOTE} (?:(?:est|sont|me parai\w+|nous parai\w+|me semble|nous semble) (?:tout a fait |tres bien |parfaitement )?)?(?:ok|okay|tout bon|accepte)\b",
        _N,
    ),
    (
        8.0,
        r"\b{QUOTE} (?!que (?:vous|tu)\b)(?:\S+ ){0,3}(?:signe|contresigne|paraphe|accepte|valide|approuve)e?s?\b(?! de (?:la|l') ?\w+| chez )",
        _N,
    ),
    (7.0, r"\b(?:signe|contresigne)e?s? (?:\w+ ){0,2}(?:ci-joint|en piece jointe|en pj|en retour|en annexe|par mes soins)", _N),
    (
        8.0,
        r"\b{WE}(?:vous |te |t'|le |la )?(?:valid|accept|approuv|reten|reti|confirm|sign|pren)(?:e|ons|ens|ent|ns|enons|ds)? (?:bien |donc |tous |toutes |aussi |avec plaisir |volontiers |sans reserve )*(?:\S+ ){0,3}?(?:{YOUR}{ADJ}{QUOTE}|(?:notre|mon) (?:accord|commande))",
        _N,
    ),
    (
        6.0,
        r"^(?:(?:alors|donc|oui|bon|ok|parfait|super|bonjour|voila)[, ]+)*(?:je|nous|on) (?:(?:valid|accept|approuv|confirm|sign)(?:e|ons)(?: tout| l'ensemble| sans reserve| avec plaisir)?$|(?:valid|accept|approuv|sign)(?:e|ons)(?=,| et ))",
        _N,
    ),
    (
        7.0,
        r"\b(?:(?:vous|te|t'|leur|on|nous) (?:di[st]|disons)|(?:reponse|decision|verdict) (?:\w+ )?(?:est|:)) (?:donc |tous |un (?:grand |gros )?)*(?:oui|banco|ok|go|d'accord)\b",
        _N,
    ),
    (
        7.0,
        r"\b(?:vous|tu) (?:avez|as|decroch\w+|remport\w+) (?:donc |bien )?le (?:chantier|marche|contrat|boulot|job)\b|\b(?:chantier|marche|contrat|boulot|job|projet|mission) (?:est|sera) (?:donc )?(?:a|pour) (?:vous|toi)\b|\b(?:je|on|nous) (?:vous|te) (?:choisi\w+|reten\w+|retient|engage\w*)\b",
        _N,
    ),
    (
        8.0,
        r"\b(?:avons|ai|a|ont|avez ete|etes|as ete) (?:\w+ ){0,2}?(?:reten|choisi|accept|valid|approuv|vote|selectionn)(?:u|i|e)?e?s? (?:\w+ ){0,2}?(?:votre|ton|ta|vos)\b",
        _N,
    ),
    (
        8.0,
        r"\b(?:(?:votre|ton|ta|vos|le|la|l')\s?{QUOTE}|(?:votre|ton|ta) (?:entreprise|societe|candidature|cabinet|agence|dossier|structure|equipe|association|studio|profil|atelier))(?: \S+){0,4}? (?:est|a ete|sont|ont ete) (?:\w+ ){0,2}?(?:retenu|accepte|valide|approuve|signe|vote|choisi|selectionne|adopte)e?s?\b",
        _N,
    ),
    (
        8.0,
        r"\b(?:vous|t'|te) (?:avons|ai|a|as) (?:\w+ )?(?:retenu|choisi|selectionne)e?s?\b|\bnotre choix s'est porte sur (?:vous|votre)|\bc'est (?:vous|toi|votre \w+) (?:que|qui) (?:\w+ ){0,3}(?:retenu|choisi|emport)",
        _N,
    ),
    (
        7.0,
        r"\bdonn\w+ (?:\w+ )?(?:notre|mon|leur|son) (?:accord|feu vert|go|aval)\b|\b(?:vous |t'|te |je )?confirm\w+ (?:par la presente )?(?:notre|mon) (?:accord|commande)|\bnotre accord (?:sur|pour|concernant)",
        _N,
    ),
    (
        6.0,
        r"(?:^|[,:;] ?|vous avez |tu as |avez |donne (?:le |mon |notre )?|donnons (?:le |notre )?)(?:le |mon |notre )?feu vert\b",
        _N,
    ),
    (
        7.0,
        r"\b(?:vous pouvez|tu peux|pouvez) (?:donc |maintenant |desormais )?(?:y aller|demarrer|commencer|lancer|commander|planifier|programmer|proceder|debuter|mettre en (?:production|fabrication|route)|intervenir|attaquer|facturer|produire|imprimer|fabriquer|installer|livrer|envoyer (?:la|votre) facture|reserver|caler|bloquer)\b",
        _N,
    ),
    (
        6.0,
        r"\b(?:ok|okay|d'accord|bon|tout bon|parfait|entendu|partante?s?|favorables?) (?:pour|avec|sur) (?:moi|nous|{YOUR}{ADJ}{QUOTE}|l'ensemble|le tout|tout)\b",
        _N,
    ),
    (
        6.0,
        r"\b{QUOTE} (?:\S+ ){0,3}?avec (?:ma|notre|sa) signature|\bj'ai (?:bien )?(?:signe|contresigne)\b|\b(?:renvoi\w*|retourn\w*|transmets|joins?) (?:\S+ ){0,4}?(?:signe|contresigne|paraphe)e?s?\b",
        _N,
    ),
    (
        7.0,
        r"\b(?:est|sont|suis|sommes|etes) (?:tout a fait |bien |totalement |tous )?d'accord (?:avec|sur|pour) (?:votre|ton|ta|vos|le|la|les|ce|cette) ?(?:\w+ )?{QUOTE}",
        _N,
    ),
    (
        6.0,
        r"\bdonn\w+ (?:une )?suite (?:favorable )?a (?:votre|ton|ta|vos|la|l'|ce|cette)\b|\bsuite favorable a (?:votre|ton|ta)|\b(?:avis|reponse) (?:tres )?favorable\b|\b(?:ordre de service|notification du marche|lettre de commande)\b",
        _N,
    ),
    (
        8.0,
        r"\b(?:on|vous|tu|nous) (?:lance|lancez|lances|demarre\w*|commence\w*|attaque\w*|lancons|fonce)\b(?: \w+){0,3}? (?:quand (?:tu|vous) (?:veux|voulez|pouvez|peux)|des que (?:vous|tu)|tout de suite|lundi|la semaine prochaine)|\bc'est (?:vous|toi) qui \w+(?:rez|ras)\b|\b(?:hate|ravie?s?|impatiente?s?|contente?s?|heureu\w+) (?:de|d'|a l'idee de) (?:commencer|demarrer|travailler|collaborer|voir le (?:resultat|chantier))",
        _N,
    ),
    (6.0, r"\b(?:recu|note|lu|vu|relu) et (?:\w+ )?(?:valid|accept|approuv|sign)e\w*", _N),
    (
        6.0,
        r"\b(?:arret|fix|port)\w* (?:notre|mon|son|leur) choix sur (?:vous|votre|ton|toi|ta)\b|\b(?:grand|gros) oui\b|\bc'est oui\b",
        _N,
    ),
    (
        6.0,
        r"\b(?:ok|okay|d'accord|bon|partante?s?|va|entendu|convenu|parti|vendu) pour (?:les )?\d[\d .]*(?:€|euros?|eur|ht|ttc|k)|\baccord de (?:ma|notre) part|\b(?:avez|as|donne|donnons) (?:notre|mon) (?:plein )?(?:accord|aval|go)\b|\bc'est (?:donc )?(?:valide|signe|accepte|approuve)\b",
        _N,
    ),
    (6.0, r"\btout (?:est )?bon (?:de|pour|chez) (?:notre|mon|nous|moi)\b|\bon (?:te|vous) suit\b", _N),
    (
        6.0,
        r"\b(?:nous sommes|on est|je suis|toute l'equipe est) (?:tous )?(?:partante?s?|preneurs?|d'accord (?:avec|sur|pour) {YOUR}{ADJ}{QUOTE})\b",
        _N,
    ),
    (
        7.0,
        r"\b(?:pass\w+|confirm\w+|valid\w+) (?:la |notre |ma )?commande\b|\b(?:notre|mon|le|un) bon de commande\b|\bbon de commande (?:n|en piece|ci-joint|signe|joint)|\b(?:bdc|commande) n",
        _N,
    ),
    (
        5.0,
        r"\bfacture d'acompte\b|\b(?:virement|reglement|cheque|paiement) (?:de l'|d'|pour l')acompte|\bacompte (?:est |a ete )?(?:vire|verse|regle|paye|parti|envoye|de \d)",
        _N,
    ),
    (
        6.0,
        r"^(?:(?:alors|donc|oui|bon|ok|parfait|super|allez|eh bien|hop)[, ]+)*(?:banco|go(?: pour (?:nous|moi))?|on y va|allez-y|vas-y|c'est parti|marche conclu|adjuge|vendu|on fonce|on signe|top depart|c'est bon pour (?:moi|nous)|tout est bon pour (?:moi|nous)|c'est ok|c'est valide|valide pour (?:moi|nous))\b",
        _N,
    ),
    (5.0, r"(?:[,;] |^et )(?:on y va|allez-y|vas-y|c'est parti|go)\b(?! (?:doucement|mollo))", _N),
    (
        5.0,
        r"\b(?:{YOUR}{ADJ}{QUOTE}|tout cela|tout|cela|ca|c') ?(?:me|nous|leur) (?:convient|vont|va|conviennent)(?: (?:parfaitement|tres bien|tout a fait|bien|totalement))?\b",
        _N,
    ),
    (
        6.0,
        r"\b(?:on|nous) (?:part|partons|demarre|demarrons|travaill\w+|commence|fera|ferons|continu\w+) (?:donc |bien )?(?:sur {YOUR}|avec (?:vous|toi|votre)|ensemble)",
        _N,
    ),
)

_CONTACT = r"(?:[a-z]')?(?:re|r)?(?:contact|recontact|relanc|rappel|appel|ecri|solicit|sollicit|derang|embet|harcel|envoy|adress|importun|telephon|demarch|insist|prospect|spam)"

STOP = rules(
    ReplyKind.STOP,
    MACROS,
    (
        9.0,
        r"\bne plus (?:jamais |rien )?(?:ecrire|envoyer|adresser|contacter|utiliser)\b(?: \S+){0,4}? (?:cette|mon|notre|ma|la) (?:boite|adresse|messagerie|mail)\b",
        _N,
    ),
    (
        9.0,
        r"\babstenez-vous\b|\babstiens-toi\b|\b(?:effac|supprim|retir|oubli)\w*-(?:l[ae]|les|moi|nous)\b(?! (?:savoir|parvenir))|\bpas (?:autorise|consenti|donne (?:mon|notre) (?:accord|consentement))\w* (?:\S+ ){0,3}?(?:utiliser|ecrire|contacter|recevoir|mail|adresse|messages?)|\b(?:pourquoi|si vous|si tu)\b.*\bcontinu\w+ (?:a|de|d') ?(?:\S+ )?(?:(?:[mn]')?ecrire|relancer|contacter|solliciter|insister|harceler)\b",
        _N,
    ),
    (
        9.0,
        r"\brefus\w* (?:\S+ ){0,3}?(?:(?:tout|autre|nouveau|nouvel) )?(?:contact|prise de contact|demarchage|sollicitation|relance|mail|courriel|message)s?\b(?! de (?:la|notre) )|\b(?:dit|demand\w+|prie\w*|somm\w+) (?:\S+ ){0,2}?(?:d'|de )(?:arreter|cesser|stopper)\b|\b(?:ne (?:pas|plus)|n'y) (?:nous |me )?(?:y )?reven\w+ (?:plus )?(?:vers (?:moi|nous)|a la charge|me voir)|\binutile de (?:re)?(?:tent|essay|reessay)\w*|\bpas la peine de (?:re)?(?:tent|essay|reessay)\w*|\b(?:relance|rappel|message|mail)s? (?:\S+ ){0,5}?(?:avocat|signale\w*|signalement|indesirables?|poubelle|corbeille)\b",
        _N,
    ),
    (
        9.0,
        r"\bdemand\w+ (?:\S+ ){0,4}?(?:d'|de )(?:arreter|cesser|stopper)\b|\bport\w+ plainte|\b(?:vous (?:etes|devenez)|tu es|tu deviens) (?:\w+ )?(?:lourd|penible|insistant|collant|insupportable|agacant)e?\b|^(?:(?:bon|non|svp|merci|maintenant|vraiment)[, ]+)*(?:arret(?:ez|e)|cess(?:ez|e)|stoppez|assez)(?:,? (?:svp|maintenant|merci|ca|tout|s'il vous plait|s'il te plait))*$",
        _N,
    ),
    (
        9.0,
        rf"\b(?:ne|n'|de ne|d'|pas) (?:\S+ ){{0,3}}?plus (?:jamais |du tout |me |nous |m'|recevoir |rien |de |d'|avoir |etre |vouloir )*{_CONTACT}\w*",
        _N,
    ),
    (
        9.0,
        rf"\bne (?:me |nous |m')?\s?{_CONTACT}\w*(?:-moi|-nous)? (?:plus|pas(?! a ))\b|\bne m'{_CONTACT}\w* (?:plus|pas)|\bn'{_CONTACT}\w* (?:plus\b|pas\b(?! a ))|^{_CONTACT}\w*[- ](?:moi|nous) (?:plus|pas)\b",
        _N,
    ),
    (
        9.0,
        r"\b(?:ne|de ne|a ne) pas (?:me |nous |m'|te |chercher a |essayer de )*(?:re)?(?:contact|relanc|rappel|sollicit|derang|insist|harcel|importun|demarch)\w*|\bpas la peine (?:de|d') ?(?:\S+ ){0,3}?(?:relanc|(?:[mn]')?ecri|contact|recontact|rappel|insist)\w*",
        _N,
    ),
    (
        9.0,
        r"\bplus (?:de|entendre)(?: \w+){0,2}? (?:nouvelles|parler)|\bca suffit\b|\b(?:en ai|y en a) (?:\w+ )?(?:marre|assez)|\bras[- ]le[- ]bol",
        _N,
    ),
    (
        9.0,
        r"\b(?:plus|pas) (?:du tout |jamais )?recevoir (?:\S+ ){0,5}?(?:mails?|e-?mails?|messages?|courriels?|relances?|sollicitations?|nouvelles|offres|part|vous|communications?|publicites?)",
        _N,
    ),
    (
        9.0,
        r"\b(?:plus (?:aucun|un seul|de)|aucun(?:e)? (?:autre|nouve\w+)|stop (?:a|aux)|assez de) (?:\w+ ){0,2}(?:mails?|e-?mails?|messages?|courriels?|relances?|sollicitations?|appels?|coups? de fil)\b",
        _N,
    ),
    (
        9.0,
        rf"\b(?:cess|arret|stopp)\w* (?:\S+ ){{0,2}}?(?:(?:de|d'|tout\w*|vos|tes|ces|les|votre|ton) ?)(?:\S+ ){{0,3}}?(?:{_CONTACT}|mail|message|courriel|relance|sollicitation|contact|envoi)",
        _N,
    ),
    (
        9.0,
        r"(?<!\bai )(?<!avons )(?<!\ba )(?<!me suis )\b(?:retir|enlev|supprim|ray|ot|effac|radi|desinscri|desabonn|sort|elimin|bloqu)\w*(?:-| )?(?:moi|nous|mon|mes|notre|nos|me|toutes?|l'ensemble|immediatement)?\b\S{0,12} ?(?:\S+ ){0,6}?(?:[a-z]')?(?:list|fichier|base|donnee|coordonnee|adresse|contact|mailing|diffusion|carnet|repertoire|email|mail|newsletter)",
        _N,
    ),
    (
        9.0,
        r"\bne (?:me |nous )?(?:revenez|reviens|recommenc\w*|reecri\w*) (?:plus|pas|jamais)\b(?! avant)|\b(?:bloqu|blackliste)\w* (?:\w+ ){0,2}?(?:adresse|mails?|messages?|numero|expediteur|domaine)|\b(?:demarchage|insistance|relances?|messages?) (?:\w+ ){0,3}?(?:insupportables?|penibles?|intrusi\w+|inadmissibles?|agacant\w*|lourd\w*|excessi\w+)",
        _N,
    ),
    (
        9.0,
        r"\babsten\w+ (?:de|d')|\bmet\w* (?:fin|un terme) a (?:vos|ces|tout|cette|votre)|\bvous (?:dispense|passez votre chemin)|\bpassez votre chemin|\bplus besoin de (?:\S+ ){0,2}?(?:relanc|contact|recontact|rappel|(?:[mn]')?ecri)\w*",
        _N,
    ),
    (
        9.0,
        r"\b(?:disparaitre|exclu\w*|ot\w+) (?:\S+ ){0,3}?(?:list\w*|fichiers?|bases?|contacts?)\b|^(?:merci|priere|veuillez) (?:d'|de )?(?:bien vouloir )?(?:arreter|cesser|stopper)\b",
        _N,
    ),
    (
        9.0,
        r"\b(?:me|nous) laiss\w+ (?:\w+ )?(?:en paix|tranquilles?|la paix)|[,;:] (?:stop|assez)$|\b(?:lourd|penible|insistant|envahissant|agacant)\w*\b.*\b(?:relances?|messages?|mails?|appels?)\b",
        _N,
    ),
    (9.0, r"(?<!me suis )(?<!se )\b(?:desinscri\w+|desabonn\w+)\b", _N),
    (
        9.0,
        r"^(?:stop|s\.?t\.?o\.?p\.?)(?: stop| svp| s'il vous plait| s'il te plait| merci| maintenant| aux? \w+)*$|\bstop !",
        _N,
    ),
    (
        9.0,
        r"\b(?:demande|prie|merci|veuillez|priere|vouloir) (?:\w+ ){0,2}?(?:de |d')?(?:cesser|arreter)(?=$| (?:la|tout|ici|immediatement|maintenant|s'il|cela|ca)\b)",
        _N,
    ),
    (9.0, r"\binutile (?:de|d') ?(?:\S+ ){0,2}?(?:insister|(?:re)?contacter|relancer|rappeler|(?:[mn]')?ecrire|recontacter)", _N),
    (
        9.0,
        r"\b(?:droit (?:d'opposition|a l'(?:oubli|effacement)|de suppression|d'effacement)|oppose a (?:tout|la|votre|l'utilisation|ce)\w*|opposition a (?:la prospection|tout)|\bcnil\b)",
        _N,
    ),
    (
        8.0,
        r"\b(?:rgpd|donnees personnelles)\b.*\b(?:supprim|effac|retir|oppos|droit)|\b(?:supprim|effac|retir|oppos|droit)\w*.*\b(?:rgpd|donnees personnelles)\b",
        _N,
    ),
    (
        9.0,
        r"\b(?:laiss\w*|fich\w*|fout\w*)[- ](?:moi|nous|me|nous) ?(?:donc |enfin )?(?:tranquille|la paix|en paix)|\blach\w*[- ](?:moi|nous)|\boubli\w*[- ]moi\b|\bfoutez le camp",
        _N,
    ),
    (
        8.0,
        r"\b(?:harcel\w+|acharnement)\b|\b(?:vos|ces|tes) spams?\b|\bc'est du spam\b|\b(?:signal\w+|class\w+|marqu\w+) (?:\S+ ){0,3}(?:spam|indesirable)",
        _N,
    ),
    (
        8.0,
        r"\b(?:j'ai|on a|nous avons) (?:deja )?(?:dit|repondu) (?:que )?non\b|\bnon c'est non\b|\bderniere fois que je (?:vous|te) (?:le )?(?:dis|demande|repete)",
        _N,
    ),
)

DECLINE = rules(
    ReplyKind.DECLINE,
    MACROS,
    (
        8.0,
        r"\b(?:on|nous|je) (?:gard\w+|conserv\w+) (?:donc )?(?:notre|l'|le|la|mon|ma|les|nos) ?(?:ancien\w*|actuel\w*|vieux|vieille|\w+ (?:actuel\w*|existant\w*|ancien\w*))|\b(?:celle|celui) d'une? autre\b|\bdeja (?:\w+ )?(?:equipe|servi|pourvu|fourni|couvert|fait faire|fait le necessaire|ce qu'il (?:me|nous) faut)\w*|\b(?:donc|du coup) (?:pas|plus) d(?:e |')(?!nouvelles?|reponse|decision|souci|probleme|reunion|urgence|retour|date|visibilite|question)|\bplus de (?:travaux|projet|chantier|evenement|mariage|fete|salon)\b|\bplus (?:lieu|de raison) d'etre|\bplus d'objet\b|\bsans objet\b",
        _N,
    ),
    (
        8.0,
        r"\b(?:on|nous|je) (?:va |vais |allons |\w+ )?(?:se |nous |me |m'|s')?\s?(?:debrouill|arranger|arrangeons|arrange|occup|charg)\w* (?:\w+ )?(?:tout seuls?|tout seule|seuls?|seule|entre nous|moi-meme|nous-memes|autrement)\b|\bs'(?:en|y) (?:est|sont) (?:deja )?(?:charge|occupe|mis)\w*|\b(?:nous|me) (?:le|la|les) (?:fait|fera|fabrique|pose|prete|construit|realise)\b|\bs'y colle\w*",
        _N,
    ),
    (
        7.0,
        r"^(?:(?:ce n'est|c'est|finalement|desole|non)[, ]+)*pas pour (?:nous|moi)\b(?! (?:encore|en |decider|mettre|presser|l'))|\b(?:arret|cess)\w* (?:mon|notre|son) activite|\b(?:liquidation|depot de bilan)\b|\bne compt\w+ (?:pas|plus) sur (?:nous|moi)\b",
        _N,
    ),
    (
        8.0,
        r"\b(?:pas|plus|ni|sans)(?! encore) (?:\w+ ){0,3}?(?:donne\w* |de )?suite\b|\bsans suite\b|\bne donn\w+ (?:malheureusement |donc |finalement )*(?:pas|aucune) suite",
        _N,
    ),
    (
        8.0,
        r"\b(?:pas|non|ni)(?! encore) (?:\w+ ){0,3}?(?:reten\w+|selectionne\w*|choisi\w*|emport\w+)\b|\bpas ete (?:\w+ )?(?:accept|approuv|valid|vot)\w+|\bpas (?:donc |finalement )?(?:retenons|retient)",
        _N,
    ),
    (
        9.0,
        r"\b(?:reten\w+|reti\w+|choisi\w*|opt\w+|confi\w+|sign\w+|parti\w*|partons|part|part\w+|travaill\w+|selectionn\w+|prefer\w+|tourn\w+|port\w+|accord\w+|accept\w+|attribu\w+|pris|pren\w+|mandat\w+|engag\w+|trouv\w+|allons|alle\w*|continu\w+|poursui\w+|rest\w+|gard\w+|conserv\w+|pass\w+|fait appel|faire appel|faisons appel) (?:\S+ ){0,5}?(?:pour |avec |sur |a |vers |chez |de |d'|par |aupres de |aupres d')?{OTHER}(?! (?:projet|question|sujet|cote|demande|chantier|besoin|date|fois|jour|evenement|site|client|mission|poste|adresse|edition|boutique|local|maison|salle|monde|moment|rendez|creneau|formule|version|mail|message|equipe|service|departement|ville|defi|horizon|aventure|emploi|employeur|carriere|region|vie|fonction)\w*)",
        _N,
    ),
    (
        8.0,
        r"\b(?:fait|faisons|pris) (?:\w+ ){0,2}(?:un )?(?:autre|different) choix|\bautre (?:choix|direction|orientation|solution|piste|voie)\b(?! possible)|\b(?:choix|direction|orientation|solution|voie) differente?\b",
        _N,
    ),
    (
        7.0,
        r"\b(?:trouv\w+|deja) (?:\S+ ){0,3}?(?:quelqu'un|moins cher|mieux|ce qu'il|mon bonheur|notre bonheur|une solution|un prestataire|un artisan)",
        _N,
    ),
    (
        9.0,
        r"\b(?:projet|chantier|travaux|evenement|mariage|formation|seminaire|operation|campagne|etude|voyage|demenagement|programme|affaire|achat|investissement|reception|salon|tout)s? (?:\S+ ){0,6}?(?:annul|abandonn|enterr|supprim|avort|stopp|arrete|tomb\w+ a l'eau|ne se fera|n'aura|ne verra|n'est plus)\w*",
        _N,
    ),
    (
        8.0,
        r"\b(?:n'est|n'etait|plus) plus d'actualite|\bplus d'actualite\b|\b(?:plus|pas) (?:\w+ ){0,2}?besoin\b|\bn'(?:en )?(?:ai|avons|a) plus (?:\w+ )?(?:besoin|l'utilite)",
        _N,
    ),
    (
        8.0,
        r"\b(?:pas|ni|non)\b(?: \S+){0,6}? favorabl\w+|\b(?:vote|voter|votent|prononce\w*) contre\b|\bopposes? a (?:ce|la|votre|cette)\b|\bavis contraire",
        _N,
    ),
    (
        8.0,
        r"\b(?:ne |n')(?:pourra|pourront|peut|peuvent|se|va|aura)?\s?(?:\w+ )?pas (?:\w+ )?(?:lieu|avoir lieu|se faire|se tenir|voir le jour|aboutir)|\bpas (?:obtenu|eu|decroche|accorde) (?:la |le |l'|les |notre |de )?(?:subvention|financement|pret|permis|credit|autorisation|aide)s?",
        _N,
    ),
    (
        8.0,
        r"\b(?:embauch|recrut)\w+\b(?! (?:\S+ ){0,3}?(?:successeur|remplac|poste\b))|\b(?:plus|pas) recours\b|\b(?:lui|leur) (?:avons|ai|a) (?:\w+ )?(?:donne|confie|commande|attribue|signe)\w*",
        _N,
    ),
    (
        7.0,
        r"^(?!.*\b(?:attend|compar|demand|devis|propos|relanc|offre|consult|voir\b|parl|discut|echang|decid|concert|reuni|cause)\w*).*\b(?:aupres d'|aupres de |chez |avec |par ){OTHER}(?! (?:projet|question|sujet|client|mission|poste|site)\w*)",
        _N,
    ),
    (
        7.0,
        r"\b(?:est|suis|sommes|avons|ai|a|ont|avoir|etre) (?:\w+ )?(?:parti|signe|conclu|contractualise|tombe d'accord|traite|commence|commande)e?s? (?:\w+ )?(?:avec|chez|aupres d[eu'])(?: une?)? (?!(?:une? |l'|la |le |les |d')?(?:\w+ )?(?:option|formule|version|variante|pack|lot|budget|acompte|remise|projet|idee|objectif|retard|direction|plaisir|joie|devis|client|banque|notaire|mairie)s?\b|vous|toi|votre|ton|ta|vos|tes|beaucoup|plaisir|joie)",
        _N,
    ),
    (
        8.0,
        r"\b(?:avons|ai|a|ont) (?:\w+ )?(?:choisi|retenu|pris|engage|prefere|trouve|mandate|selectionne)e?s? une? (?:\w+ )?{FIRM}\b(?! (?:et c'est|, c'est) (?:vous|toi))",
        _N,
    ),
    (
        8.0,
        r"\b(?:l'autre|une? autre|(?:une?|votre|le|la|ce|cette) (?:concurrente?|confrere|consoeur)) (?:{FIRM} |candidate? |devis |offre |proposition |l'|qui |nous |(?:de|d'|du) \S+ ){0,3}?(?:(?:a|ont|est|sera|ete|ayant) (?:\w+ete |ete |bien |donc )?(?:emporte|remporte|eu\b|obtenu|decroche|gagne|retenu|choisi|pris|realise|commence|demarre)\w*|(?:va |vient )?(?:le |la |s'en )?(?:fera|faire|charge\w*|occupe\w*)\b)",
        _N,
    ),
    (
        7.0,
        r"\b(?:pas|plus)\b(?: \w+){0,3}? (?:me|nous|se) (?:le |la |les )?permettre\b|\b(?:peu[tx]|pouv\w+|pourr\w+|saur\w+) (?:\w+ ){0,2}?(?:pas|plus) (?:\w+ ){0,2}?(?:suivre|assumer|financer|mettre (?:ce|cette|autant|cela|ca|\d)|payer (?:ca|cela|autant|ce|cette)|depenser|investir)\b",
        Tag.MONEY,
    ),
    (
        7.0,
        r"\bfinalement (?:garder|conserver|rester|attendre|ne (?:pas|rien|plus)|faire autrement|se passer)|\b(?:on|nous) (?:oubli\w+|zapp\w+|fait l'impasse|faisons l'impasse|pass\w+ notre tour)\b(?! pas)|\bpass\w+ (?:notre|mon) tour\b",
        _N,
    ),
    (
        8.0,
        r"\b(?:va|vais|allons|vont|irons|pourrons|pourra|pourrai|pouvons|voulons|souhaitons|comptons)(?: \w+)? pas (?:\w+ )*?(?:faire|donner|prendre|signer|travailler|lancer|poursuivre|retenir|continuer|engager|partir|collaborer|commander)\b(?! (?:encore|tout de suite|avant))|\bplus (?:en recherche|a la recherche|d'utilite)|\bposte (?:est )?pourvu|\bdeja (?:pourvu|trouve|signe|commande|choisi|engage)\w*",
        _N,
    ),
    (
        8.0,
        r"^(?!.*\b(?:reunion|rendez-vous|rdv|visite|appel|visio|train|vol|match|cours)\b.{0,25}\bannul).*\bannul(?:e|ee|es|ees|er|ons|ent|ation)\b(?! (?:le |la |notre |l'|ce |du |de la )?(?:rendez-vous|rdv|visite|reunion|appel|visio|relance|retard))|\b(?:marche|lot|mission|poste|chantier|appel d'offres?|consultation)s? (?:est|a ete|sont|vient d'etre) (?:\w+ )?(?:attribu|pourvu|clos|clotur|confie)\w*|\btomb\w+ a l'eau|\bchang\w+ d'avis|\bhors de question",
        _N,
    ),
    (
        7.0,
        r"\b(?:trop tard|arrivee? tard)\b|\bpas (?:ete )?(?:\w+ )?convaincu\w*|\b(?:part\w*|opt\w+|orient\w+) (?:\S+ ){0,3}?autre chose|\bne (?:le |la |les )?(?:fera|ferons|ferai|feront) pas|\b(?:ne (?:sera|va|serait)|n'est) (?:\w+ )?pas (?:etre )?(?:possible|envisageable|faisable) (?:pour (?:nous|moi)|cette)|\bpas (?:vraiment |tout a fait |exactement |du tout )?(?:a )?ce (?:que|qu'|dont) ?(?:nous|on|je|il) (?:cherch|recherch|voul|souhait|attend|nous fa)\w*|\b(?:reponse|decision) est (?:\w+ )?(?:non|negative|defavorable)\b|\bpas d'interet",
        _N,
    ),
    (
        8.0,
        r"\bpas (?:\w+ )?(?:eu|obtenu|recu) l'(?:accord|aval|autorisation|agrement)|\bprojet (?:\w+ )?s'arret\w+|\bc'est la fin d|\bplace (?:est|a ete) prise|\bfinalement (?:\w+ )?(?:demande|choisi|pris|fait|opte|signe|trouve|confie|commande)\b(?!.*\b(?:vous|votre|ton|toi|ta)\b)",
        _N,
    ),
    (
        7.0,
        r"\b(?:avons|ai|a|ont) (?:\w+ )?signe\w* avec (?!vous\b|votre|toi\b|plaisir)\w|\b(?:celui|celle|devis|offre|proposition) d(?:e|u|'un) ?(?:votre |vos |un )?(?:concurrent|confrere)\w*|\b(?:valid|accept|approuv)\w+ (?:un|une) autres? (?:devis|offre|proposition|chiffrage)\b",
        _N,
    ),
    (
        8.0,
        r"\bprefer\w+ (?:\w+ )?ne pas\b|\b(?:enterr|abandonn|annul|arret|stopp|supprim)\w* (?:\w+ )?(?:le|ce|notre|son|tout le|l') ?(?:projet|chantier|evenement|programme|operation|idee|travaux)|\bc'est (?:donc |malheureusement )?(?:mort|foutu|rape|fichu)\b|\b(?:pas|plus) raisonnable pour",
        _N,
    ),
    (
        8.0,
        r"\b(?:renonc\w+|abandonn(?:ons|e|er|ent)|laiss\w+ tomber|tout arreter|tout arrete|on arrete la|jet\w+ l'eponge)\b",
        _N,
    ),
    (
        7.0,
        r"\b(?:pas|plus|aucun)(?! encore)(?: (?:de|du|le|la|les|d'|assez|notre|aucun|malheureusement|ni|suffisamment|\w+ment)){0,4}? ?(?:budget|moyens|financement|tresorerie|enveloppe)s?\b",
        Tag.MONEY,
    ),
    (
        7.0,
        r"\btrop (?:\w+ )?(?:cher|onereux|couteux|eleve)e?s? pour (?:nous|moi|notre|mon|mes|nos)|\bhors (?:de )?(?:notre |mon )?(?:budget|prix|portee|de portee)|\bpas (?:dans )?(?:nos|mes) (?:moyens|prix)|\bbeaucoup trop cher",
        Tag.MONEY,
    ),
    (
        8.0,
        r"\b(?:pas|plus|aucunement|guere)(?! encore) (?:\w+ ){0,3}?(?:interesse\w*|preneurs?|partante?s?)\b|\bne (?:m'|nous |m)?\s?interess\w+ (?:pas|plus)",
        _N,
    ),
    (
        8.0,
        r"\b(?:declin(?:e|es|ons|er|ez|ent|ant|erons|erai|era|ee|ees)\b(?! en\b)|refus(?:e|ons|er|ent)|regret de|regrettons|defavorable|reponse negative|avis negatif|suite negative|suite defavorable|suite favorable a.{0,30}pas)\b",
        _N,
    ),
    (
        7.0,
        r"\b(?:fai\w*|fera\w*|ferons|realis\w+|ger\w+|trait\w+|occup\w+|charg\w+|men(?:er|e)|execut\w+|assur\w+|produi\w+|pris\w*) (?:\S+ ){0,4}?(?:en interne|nous-memes?|moi-meme|par nos (?:soins|propres|equipes)|avec nos (?:propres|equipes))\b",
        _N,
    ),
    (
        7.0,
        r"\b(?:en interne|nous-memes?|moi-meme|nos propres (?:equipes|moyens|soins)|par nos soins|mon (?:beau-frere|cousin|fils|frere|voisin|mari|neveu|pere)|un ami|une amie)\b(?! (?:doit|veut|souhaite|en discut|pour (?:en|valid|decid)))",
        Tag.LOOSE,
    ),
    (
        8.0,
        r"\b(?:mon|ma|un|une|notre) (?:beau-frere|belle-soeur|soeur|frere|cousine?|pere|mere|fils|fille|oncle|tante|voisine?|neveu|niece|amie?|copain|copine|stagiaire|beau-pere|gendre)\b(?:(?! qui s'en).){0,60}?\b(?:va (?:s'en |s'|nous |me |le |la |se )?(?:occuper|charger|faire|realiser)|fera|s'en charge|peut (?:le|la|nous|me|s'en) )",
        _N,
    ),
    (
        8.0,
        r"\ben rester la\b|\b(?:pas|ni)(?! encore) (?:\w+ ){0,2}?(?:aller|allons|irons|ira) plus loin|\b(?:irons|ira|irai|allons|vais|va) pas plus loin|\bsans (?:nous|moi)(?=$| cette| pour)|\bne (?:souhait|desir|pourr|pouv|comptons|veu|voul)\w+ (?:\w+ )?pas (?:\w+ ){0,3}?(?:poursuivre|continuer|donner|travailler|collaborer|aller|retenir|accepter|avancer|signer|faire appel|engager|investir|depenser|financer|commander|lancer|renouveler|s'engager)",
        _N,
    ),
    (
        8.0,
        r"^(?:(?:finalement|desole|malheureusement|alors|bonjour)[, ]+)*(?:(?:non,? merci|c'est non|ce sera non|pour nous c'est non|sans (?:moi|nous))\b(?! (?:mais|plus|pas|encore))|non$)",
        _N,
    ),
    (
        7.0,
        r"\bpas (?:pour )?(?:cette (?:fois|annee)|cette saison)\b|\bce (?:sera )?pour une (?:autre|prochaine) fois|\bpas (?:\w+ ){0,2}?(?:travailler|collaborer) ensemble",
        _N,
    ),
    (
        6.0,
        r"\b(?:fera|ferons|faire|passer|passerons) sans\b(?! (?:probleme|souci))|\bon (?:va )?(?:s'en passer|s'en passera)|\bne (?:corresponds?|correspondent|repond|convient|conviennent|convenait) (?:malheureusement |donc |finalement )*pas\b(?! encore)",
        _N,
    ),
)

_BACK = r"(?:reven|revien|reviend|recontact|rappel|redi|redonn|tien|tiend|repond|redonne|donn|fais signe|ferai signe|reecri|avis|inform|retourn|fai|fera|communiqu|di[ts]\b|dirai|dira|dirons)"

STALL = rules(
    ReplyKind.STALL,
    MACROS,
    (
        7.0,
        r"\b(?:bien fait|raison) (?:de|d') ?(?:me |m'|nous |insister|relancer|revenir)|\bmerci (?:\w+ )?(?:de|d'|pour|du) ?(?:\S+ ){0,3}?(?:relanc\w*|rappel\w*)\b(?! pas)|\bpiqure de rappel",
        _N,
    ),
    (
        6.0,
        r"\b(?:en (?:cours|attente|reflexion|suspens|stand-?by|pause|discussion|etude|validation|arbitrage|delibere)|a l'etude|a la signature|sur (?:mon|le|son) bureau|dans la pile|en bonne voie)\b(?! de votre)",
        Tag.PENDING,
    ),
    (
        6.0,
        r"\b(?:j'|nous |on |l'on |il )?(?:(?<!vous )(?<!te )(?<!t')attend(?:s|ons|ent|ait)?\b|attendre)(?! (?:votre|vos|ton|de vos|avec impatience))",
        Tag.PENDING,
    ),
    (
        6.0,
        r"\b(?:pas|rien)(?: \w+){0,2}? encore\b|\bpas encore\b|\btoujours (?:pas|rien|en)\b|\bencore (?:rien|aucun\w*|pas)\b|\bn'(?:a|ont|avons|ai|est|y a) (?:\w+ )?pas (?:\w+ )?(?:decide|tranche|statue|de (?:decision|reponse|nouvelles?|visibilite)|eu (?:le temps|l'occasion|de retour))",
        Tag.PENDING,
    ),
    (
        6.0,
        r"\b(?:reflechi\w*|peser le pour|etudi(?:e|ons|er|ent)|examin(?:e|ons|er|ent)|compar(?:e|ons|er|ent)|analys(?:e|ons|er|ent)|reflexion|consult(?:e|ons|er) (?:mon|ma|mes|notre|nos|la|le))\b",
        Tag.PENDING,
    ),
    (
        6.0,
        r"\b(?:doi[st]|devons|doivent|faut|reste a|besoin de|besoin d'|dois-je|vais|allons|va) ?(?:\w+ ){0,3}?(?:en parler|voir (?:ca |cela )?avec (?:mon|ma|mes|le|la|notre|nos)|valider|consulter|discuter|y reflechir|reflechir|decider|trancher|arbitrer|demander|soumettre|presenter|faire le point|prendre (?:une|notre|la) decision|se (?:prononcer|reunir|decider)|convaincre|obtenir)\b(?! avec vous)",
        Tag.PENDING,
    ),
    (
        6.0,
        r"\b(?:tranch(?:er|ons|erons|era|eront|erai)\b|(?:je|on|il|elle) tranche\b|decid(?:era|erons|erai|eront|ons)|decision|arbitrage|se prononce\w*|statuer\w*|se reuni\w*|pass\w+ en (?:comite|commission|conseil|reunion|codir)|le vote|au vote|vot(?:era|eront|ent)|delibere\w*(?! en (?:votre|ta) faveur)|validation (?:de|du|par|aupres|interne)|sign\w+ (?:de|du) (?:la direction|directeur|dg))\b",
        Tag.PENDING,
    ),
    (
        6.0,
        rf"\b(?:je|j'|on|nous)\s?(?:(?:vous|te|t'|vous en|t'en) ?)?(?:re)?(?:{_BACK})\w* (?:\w+ ){{0,3}}?(?:vers (?:vous|toi)|(?:une )?(?:reponse|nouvelles?)|au courant|informee?s?|signe|au jus|des que|quand|rapidement|prochainement|bientot|d'ici|ensuite|apres|tres vite|sous|en|le|la|lundi|mardi|mercredi|jeudi|vendredi|demain|debut|fin|mi)\b",
        Tag.COME_BACK,
    ),
    (
        6.0,
        r"\b(?:vous|te|t'|t) ?(?:rappell\w+|recontact\w+|redi\w+|tien\w* (?:\w+ )?(?:au courant|informe\w*)|repond\w+ (?:des|d'ici|quand|la|lundi|mardi|mercredi|jeudi|vendredi|demain|sous|en|dans|debut|fin)|dis (?:ca|cela|quoi|des)|fera (?:signe|un retour)|ferai (?:signe|un retour)|ferons (?:signe|un retour)|fais (?:signe|un retour)|donn\w+ (?:une |notre |ma )?(?:reponse|nouvelles))\b",
        Tag.COME_BACK,
    ),
    (
        5.0,
        r"(?<!qui )\b(?:reviens|revient|revenons|reviendrai|reviendrons|on reviendra|revenir) (?:tres |bien |donc )*(?:vite |rapidement |prochainement )?vers (?:vous|toi)\b|\bet (?:je|on) (?:te|vous) dis\b|^(?:retour|reponse)(?: \w+)? (?:d'ici|sous|en|la|lundi|mardi|mercredi|jeudi|vendredi|debut|fin|courant|dans)",
        Tag.COME_BACK,
    ),
    (
        6.0,
        r"\b(?:reven(?:ez|ir)|recontact(?:ez|er|e)|rappel(?:ez|er)|relanc(?:ez|er|e)|repren(?:ez|dre|ons)|repass(?:ez|er)|reecri(?:vez|re)|refai(?:tes|re)|re ?parl\w+|refaites?)(?:[- ](?:moi|nous))?\b(?! (?:la direction|ma|mon|le|votre|plus|pas))(?=.*\b(?:en|a|apres|debut|fin|mi|dans|d'ici|courant|lundi|mardi|mercredi|jeudi|vendredi|le|la|plus tard|un peu|quand|vers|des)\b)",
        Tag.ASKED_BACK,
    ),
    (6.0, r"\b(?:en reparle\w*|reparl\w+|en recause)\b", Tag.ASKED_BACK),
    (
        6.0,
        r"\b(?:sous l'eau|deborde\w*|charrette|tete (?:sous|dans)|eu (?:\w+ )?(?:le temps|une minute|l'occasion)|patient(?:er|ez|e)\b|(?:je ne |je n'|n')(?:vous |t')?(?:ai |t'ai |oublie)(?:pas )?(?:pas |oublie)?(?:pas|oublie)?|pas oublie\w*|surcharge\w*|rush|m'en occupe|prend (?:plus|un peu) (?:de |plus de )?temps|(?:laiss|donn|accord)\w+[- ](?:moi|nous) (?:\w+ ){0,3}?(?:temps|jours?|semaines?|mois|jusqu'))\b",
        _N,
    ),
    (
        6.0,
        r"\b(?:report(?:e|ee|er|ons|es|ees|era)|repouss\w+|decal(?:e|ee|er|age|ons|es|ees)(?! (?:le (?:solde|paiement|reglement)|l'acompte))|differ(?:e|ee|es|ees|er)|gel(?:e|ee|es|ees)|suspend\w*|suspens\w*|ralenti\w*|train(?:e|ent|er)|bloqu\w+|(?:en|du|pris du) retard)\b(?! (?:pas|de livraison|la date|le calendrier))",
        Tag.PENDING,
    ),
    (
        5.0,
        r"\btoujours (?:d'actualite|interesse\w*|partant\w*|dans la course|en lice|motive\w*)|\b(?:ca|cela|le dossier|le projet|tout) (?:avance|suit son cours|chemine)|\b(?:n'est|n'a|n'avons|n'ai) pas (?:mort|enterre|oublie|perdu|abandonn|renonc)\w*|\bpas de (?:nouvelles?|date|decision|visibilite)\b",
        Tag.PENDING,
    ),
    (
        5.0,
        r"\b(?:encore|manque|faut|attend\w*|besoin)\b.*\b(?:l'aval|l'accord|la validation|le feu vert|l'avis|la signature|l'autorisation|le retour|la reponse)\b|\b(?:sur|pour) le principe|\bde principe\b",
        Tag.PENDING,
    ),
    (
        6.0,
        r"\brien de (?:neuf|nouveau)\b|\bn'est (?:toujours |malheureusement )?pas (?:encore |tout a fait )?(?:boucle|finalise|acquis|assure|debloque|tombe|verse|confirme|acte|clos|decide|tranche)e?\b|\b(?:doi[st]|doivent|devons) encore\b|\bsans doute\b|\bbon espoir\b|\b(?:il|elle|ils|elles|on|nous|je|j') ?(?:signer|valider|decider|trancher|repondr)(?:a|ont|ons|ai)\b|\bne (?:m'a|nous a|m'ont|nous ont) (?:toujours |encore )?(?:pas|rien) (?:encore )?(?:repondu|rappele|dit|confirme|donne)|\b(?:(?:entre|dans) les mains|sur le bureau|aupres) d(?:e|u)\b|\b(?:devis|dossier|proposition|offre|il|elle|c'est|tout|documents?|signature|validation|encore|toujours|en est|coince\w*|parti|transmise?)\b(?: \S+){0,5}? chez (?:mon|ma|notre|le) (?!confrere|concurrent|dentiste|medecin)\w+|\bne sont pas (?:encore )?(?:rendu|connu|arrete|defini|finalise|tranche|vote)\w*|\bne (?:\w+ )?(?:decid|tranch|sign|valid)\w+ rien\b|\brien n'est (?:encore )?(?:decide|fait|arrete|sur|tranche|acte)|\ba ce stade\b|\bpas \S+ ?(?:\S+ ){0,6}?avant (?:le|la|debut|fin|mi|l'|\w+ier|mars|avril|mai|juin|juillet|aout|\w+bre|plusieurs)\b",
        Tag.PENDING,
    ),
    (
        6.0,
        r"\b(?:chef|patronn?e?|direct\w+|responsable|associee?|mari|femme|compagn\w+|gerante?|boss|tresori\w+|president\w*|maire) (?:\w+ )?(?:est|sont|rentre|etant) (?:\w+ )?(?:en (?:vacances|conges?|deplacement|arret|voyage)|absente?s?|a l'etranger|bientot|de retour|injoignable)|\b(?:lui |elle )?seule? (?:peut|pourra|a le pouvoir)|\b(?:j'|on |nous |ils )hesit(?:e|ons|ent)\b(?! (?:pas|a))",
        Tag.PENDING,
    ),
    (6.0, r"\breste (?:a|la|le|l'|les|une?|juste|encore|plus qu)\b", Tag.PENDING),
    (
        6.0,
        r"\b(?:on|nous|je) (?:va|allons|vais) (?:\w+ )?(?:accepter|signer|valider|retenir)\b|\bpour signature\b|\ben preparation\b|\brien de (?:sur|decide|fait)\b|\b(?:accept|sign|valid|reten)\w+ (?:\S+ ){0,4}?(?:des que|quand|probablement|sans doute)\b|\bprobablement\b|\ba valider\b.*\b(?:cote|interne)",
        Tag.PENDING,
    ),
    (
        6.0,
        r"\bpas avant\b|\binutile de (?:\S+ ){0,2}?(?:relancer|rappeler|recontacter|revenir)\w* (?:\w+ )?avant|\b(?:avant|d'ici) (?:la|le|debut|fin|mi)\b.*\b(?:relanc|rappel|recontact)\w*|\bne (?:me |nous )?(?:relanc|recontact|rappel)\w* (?:pas|plus) avant",
        Tag.ASKED_BACK,
    ),
    (
        6.0,
        r"\b(?:vous|te|t') ?(?:re)?di(?:s|t|rai|ra|rons)\b(?! (?:\w+ ){0,2}?(?:non|oui|merci|que|deja|banco|ok|go|d'accord)\b)|\b(?:vous |tu |t')(?:aurez|auras) (?:\w+ ){0,2}?(?:reponse|decision|nouvelles?|retour)\b",
        Tag.COME_BACK,
    ),
    (
        5.0,
        r"\brelanc\w+ (?:\w+ )?(?:ma|mon|le|la|notre|mes|nos|en) (?:\w+)|\bremont\w+ (?:le |ce )?dossier|\bmanque (?:encore |toujours )?(?:le|la|un|une|des|l')",
        Tag.PENDING,
    ),
    (
        5.0,
        r"\bpas (?:le bon moment|la priorite|prioritaire|une priorite|dans l'immediat|pour (?:l'instant|le moment|tout de suite))\b|\b(?:trop|un peu) tot\b|\bplus tard\b",
        Tag.LOOSE,
    ),
)

NEGOTIATION = rules(
    ReplyKind.NEGOTIATION,
    MACROS,
    (
        7.0,
        r"\bfaudrait (?:\w+ )?(?:descendre|baisser|diminuer|reduire|un (?:petit )?(?:geste|effort|rabais))\b|\b(?:je|on|nous) (?:peux|peut|pouvons|pourrais|pourrait|pourrions) (?:\w+ )?(?:mettre|aller jusqu'a|monter (?:a|jusqu'a)|payer|donner) (?:que )?\d|\b(?:prend|prends|prenons|garde|gardons|retient|retenons|veut|voulons|valide|validons) (?:\S+ ){1,5}?mais (?:pas|sans) ",
        Tag.PARTIAL,
    ),
    (
        7.0,
        r"\b(?:peut-on|pourrait-on|pouvons-nous|pourrions-nous|pouvez-vous|pourriez-vous|peux-tu|pourrais-tu|on peut|on pourrait|possible de|faudrait) (?:\w+ )?(?:retirer|enlever|supprimer|oter|sortir|laisser de cote|alleger|se passer d\w+|faire l'impasse)\b|\bfaire (?:mieux|moins|un prix|une fleur|un geste|un effort|quelque chose (?:sur|pour|cote)|un petit quelque chose)\b(?! (?:connaissance|que les autres))",
        Tag.ASK,
    ),
    (
        8.0,
        r"\boui (?:pour|a|au|sur)\b.*\b(?:non|pas) (?:pour|a|au|sur)\b|\bnon (?:pour|a|au|sur)\b.*\boui (?:pour|a|au|sur)\b",
        Tag.PARTIAL,
    ),
    (
        7.0,
        r"\b(?:prix|tarif|montant|cout|total|note|addition)\b(?: \S+){0,3}? (?:frein\w*|bloqu\w*|coince\w*|pose\w* probleme|fait mal|pique|obstacle|refroidi\w*|fait reculer)\b",
        Tag.ASK,
    ),
    (
        7.0,
        r"\bsi (?:on|nous|je|l'on) (?:ne |n')?(?:gard|retir|enlev|fai|fais|prend|prenai|limit|redui|commenc|suppr|part|divis|repart)\w*",
        Tag.ASK,
    ),
    (
        7.0,
        r"\b(?:remise|rabais|ristourne|reduction|geste(?: commercial)?|effort(?: commercial| sur| financier)?|prix d'ami|(?:votre|ton|ta|le|au|du) meilleure? (?:prix|tarif|offre|proposition)|meilleure? (?:prix|tarif|offre|proposition) possible|dernier prix|marge de (?:negociation|manoeuvre)|negoci\w+|contre-?(?:proposition|offre)|rallonge|tarif (?:preferentiel|degressif))s?\b",
        Tag.ASK,
    ),
    (
        7.0,
        r"\b(?:revoi\w*|revoyez|reviser|rediscut\w+|ajust\w+|baiss\w+|diminu\w+|rabot\w+|reconsider\w+|retravaill\w+|affin\w+) (?:\S+ ){0,4}?(?:a la baisse|prix|tarifs?|montant|copie|offre|devis|proposition|chiffrage|budget|perimetre|conditions|acompte)\b|\ba la baisse\b",
        Tag.ASK,
    ),
    (7.0, r"\b(?:vous|t'|te) (?:\w+ )?align\w+|\bs'aligner\b", Tag.ASK),
    (
        7.0,
        r"\b(?:capables?|possible|moyen|pouvez|peux|pourriez|pourrais|sauriez|saurais)\b(?: \S+){0,4}? (?:matcher|egaler|battre|approcher|rabaisser|rapprocher)\b|\bautres? (?:prix|devis|offre|proposition|soumission|chiffrage|estimation)s? (?:\S+ ){0,3}?(?:a|de|pour) \d",
        Tag.ASK,
    ),
    (
        8.0,
        r"\b(?:ok|okay|d'accord|oui|partante?s?|bon|banco|preneurs?|va)\b(?: \S+){0,8}? (?:(?<!non )seulement|uniquement|exclusivement|rien que|que pour)\b(?! (?:maintenant|hier|aujourd'hui|ce matin))",
        Tag.PARTIAL,
    ),
    (
        7.0,
        r"\bsi (?:vous|tu) (?:(?:nous|me|m'|le|la|les|l'|y) ?)*(?:laiss|fai|pass|mett|met|vend|propos|cede|comptes?|comptez)\w* (?:\S+ ){0,4}?(?:a|pour) \d",
        Tag.ASK,
    ),
    (
        5.0,
        r"\b(?:pas|plus)(?! encore) (?:\w+ ){0,2}?(?:interesse\w*|preneurs?|convaincu\w*|besoin|utilite) (?:par |de |d'|pour )(?:l'|la |le |les |des )?(?!{QUOTE}\b|services?|prestataires?|vous|vos|votre|ce|cette|cela|ca\b|suite|collabor)\w+",
        Tag.SET_ASIDE,
    ),
    (
        7.0,
        r"\b(?:que|quoi) (?:pouvez|pourriez|peux)-(?:vous|tu) (?:\w+ )?(?:faire|proposer|offrir) (?:\w+ )?(?:a|pour|dans|avec) (?:ce|cette|ca|cela)|\bn'(?:avons|ai|a|aurons) que\b.*\b(?:budget|euros?|k)\b|\bn'(?:avons|ai|a) que .*€|\bbudget\b.*\bque pouvez",
        Tag.ASK,
    ),
    (
        8.0,
        r"\b(?:seulement|uniquement) si\b|\b(?:accept|sign|valid|prend|reten|retiend|part|command)\w*r(?:ais|ait|ions|iez|aient)\b.*\bsi\b|\bsi\b.*\b(?:accept|sign|valid|prend|retiend|part|command)\w*r(?:ais|ait|ions|iez|aient|ai|ons|a)\b",
        Tag.ASK,
    ),
    (
        7.0,
        r"\bmoins chere?s? (?:ailleurs|chez|que)|\b(?:devis|offre|proposition|prix|concurrent|confrere\w*|propose\w*|autre)s?\b(?=.*\b(?:moins chere?|de moins|inferieur\w*|plus bas)\b)",
        _N,
    ),
    (
        6.0,
        r"\bdepass\w* de \d|\b(?:depass\w*|au[- ]dessus d\w*|au-dela d\w*|excede\w*|superieur\w* a|explose\w*) (?:\S+ ){0,5}?(?:budget|enveloppe|moyens|previsions?|prevu|estimation|plafond|pouvons|mettre|depenser|pensions|imaginions)\b|\bplus (?:cher|eleve) que (?:prevu|ce que)|\b(?:prix|tarif|montant|devis|total|cout|ca|c'est|cela|addition|facture)\b(?: \S+){0,4}? (?:un peu |trop |assez |plutot |tres |encore )*(?:eleve|cher|haut|sale|onereux|conteux|couteux|raide)e?s?\b",
        _N,
    ),
    (6.0, r"\btrop cher\b|\bbudget (?:\S+ ){0,4}?(?:plafonn|maxim|limit|serre|restreint|contraint|est de|de \d|\d)\w*", _N),
    (
        7.0,
        r"\b(?:possibilite|possible|moyen|facon|maniere) de (?:\w+ )?(?:reduire|baisser|diminuer|descendre|alleger|ramener|faire (?:moins|mieux|un))|\bramener (?:a|le|la|l'|les)\b",
        Tag.ASK,
    ),
    (
        7.0,
        r"^(?:ok|okay|d'accord|oui|bon|banco|partante?s?|parfait|c'est bon)(?: pour (?:moi|nous))?,? (?:mais )?si\b|\bplus chere?s? que\b|\b\d+ ?% (?:plus chere?s?|de plus)|\bque (?:pouvez|peux|pourriez)[- ](?:vous|tu) (?:\w+ )?faire\b",
        Tag.ASK,
    ),
    (6.0, r"\b(?:baiss|descend|arrondi|ramen)\w* (?:\w+ ){0,2}?(?:a|jusqu'a|sous) \d", Tag.ASK),
    (
        7.0,
        r"\bdispos\w+ (?:que )?(?:de|d'un\w*) \d|\b(?:rentrer|rester|tenir|entrer) dans (?:\w+ ){0,2}?(?:enveloppe|budget|clous|prix|somme)|\bpayer a \d+ jours|\b(?:un peu|trop|vachement|assez) (?:sale|raide|lourd|costaud)|\b(?:si|que) je (?:fais|faisais|fournis|fournissais|m'occupe|prends en charge)\b",
        Tag.ASK,
    ),
    (
        7.0,
        r"\b(?:echelonn|etal|fractionn|mensualis|differ)\w* (?:\S+ ){0,3}?(?:paiement|reglement|facturation|montant|cout)|\b(?:paiement|payer|regler|reglement|regle)s? (?:\S+ ){0,3}?(?:en (?:\d|deux|trois|quatre|plusieurs|six|dix)|fois|a \d+ jours|differe|mensuel|mensualites)|\ben (?:\d|deux|trois|quatre|plusieurs) (?:fois|mensualites|echeances|versements)|\bfacilites? de paiement",
        Tag.ASK,
    ),
    (
        7.0,
        r"\b(?:retir|enlev|supprim|ot|reduir|redui|limit|alleg|simplifi|exclu|sans|hors|laisser? de cote|garder? (?:que|seulement|uniquement))\w* (?:\S+ ){0,4}?(?:{ITEM}|perimetre|prestations?|nombre d\w*)\b",
        Tag.LOOSE,
    ),
    (
        7.0,
        r"\bversion (?:\S+ ){0,2}?(?:allegee|legere|light|reduite|simplifiee|simple|economique|moins \w+)\b|\bformule (?:\S+ ){0,2}?(?:allegee|reduite|moins \w+|plus (?:legere|economique|simple))|\bau lieu d\w*|\ba la place\b(?! d[eu'])",
        Tag.ASK,
    ),
    (8.0, r"\bsous reserve|\ba (?:la )?(?:seule )?condition|\bmoyennant|\ben contrepartie|\ben echange d|\bpourvu que", Tag.ASK),
    (
        6.0,
        r"\bsi (?:vous|tu) (?:pouvez|peux|pouviez|nous|me|m'|acceptez|acceptes|enlevez|retirez|incluez|baissez|descendez|faites|fais|offrez|ajoutez|passez|etes en mesure|vous alignez)\b(?!.*(?:besoin|question))",
        Tag.ASK,
    ),
    (
        6.0,
        r"\b\d{1,2} ?% (?:de (?:remise|moins|reduction)|sur)|\b(?:offr\w+|offert\w*|gratuit\w*) (?:\S+ ){0,3}?(?:livraison|pose|deplacement|frais|formation|premier mois|maintenance)|\bdescendre (?:a|sous|en dessous)|\b(?:arrondir|arrondissez)\b",
        Tag.LOOSE,
    ),
    (
        7.0,
        r"\b(?:pas|plus)(?! encore) (?:\w+ ){0,3}?(?:interesse\w*|besoin|convaincu\w*|garder|prendre|souhait\w+) (?:\w+ ){0,3}?(?:par |de |d'|l'|la |le |les )+\s?{ITEM}\b",
        Tag.PARTIAL,
    ),
    (
        6.0,
        r"\b(?:on|nous|je) (?:peut|pouvons|pourrait|pourrions|peux|pourrais|prefer\w+|aimer\w+|souhait\w+|voudr\w+) (?:\w+ ){0,2}?(?:partir|opter|se contenter|rester|ne garder|garder|ne prendre|prendre|modifier|changer|commencer)\b(?: \S+){0,8}? (?:sans|que|seulement|uniquement|plutot|moins|legere?|reduite?)",
        Tag.ASK,
    ),
)

QUESTION = rules(
    ReplyKind.QUESTION,
    MACROS,
    (
        6.0,
        r"\b(?:merci de|merci d'|veuillez|priere de|(?:pouvez|pourriez|auriez)[- ]vous|(?:pourrais|peux|aurais)[- ]tu|vous (?:pouvez|pourriez)|tu (?:pourrais|peux)|(?:peut|pourrait)[- ]on|(?:pourrions|pouvons)[- ]nous|serait[- ]il possible)(?: \S+){0,5}? (?:precis\w+|indiqu\w+|confirm\w+|transmettre|envoy\w+|communiqu\w+|faire parvenir|detaill\w+|eclair\w+|expliqu\w+|preciser|dire|fournir|rappeler (?:le|la|les)|joindre|adresser (?:votre|vos|un|une|le|la))\b",
        _N,
    ),
    (
        6.0,
        r"\bil (?:me|nous) (?:faudrait|faut|manque|manquerait) (?:encore |aussi |egalement )?(?:un|une|le|la|les|des|votre|vos|l'|plus|quelques|davantage)\b(?! ?(?:aval|accord|validation|feu vert|avis|signature|autorisation|retour|reponse|peu|temps|moment))|\b(?:m'|nous |me )echappe\b|\bpas (?:tres |bien |tout a fait )?clair\w*|\bquid d\w+",
        _N,
    ),
    (
        6.0,
        r"\b(?:j'aimerais|je souhaiterais|nous aimerions|nous souhaiterions|je voudrais|nous voudrions|on aimerait|on voudrait|il (?:me|nous) faudrait|j'aurais (?:besoin|aime)|nous aurions besoin) (?:\w+ ){0,2}?(?:savoir|connaitre|comprendre|avoir (?:des|une|la|plus|quelques)|de (?:precisions|savoir|connaitre|quelques)|voir (?:des|un|une|quelques)|plus d)",
        _N,
    ),
    (
        6.0,
        r"\b(?:je me demand\w+|ne comprends pas|pas (?:bien |tout )?(?:compris|saisi)|(?:une|deux|quelques|petites?|plusieurs) (?:petites? )?(?:questions?|interrogations?)|manque (?:\w+ )?(?:une|des|quelques|la|l') ?(?:info|precision|detail)\w*|qu'entendez-vous|besoin de precisions|savoir si)\b",
        _N,
    ),
)

ACKNOWLEDGEMENT = rules(
    ReplyKind.ACKNOWLEDGEMENT,
    MACROS,
    (
        4.5,
        r"^(?:(?:bien|parfait|super|ok),? )?(?:vu|pris|lu|recu|note|compris)(?:,? (?:merci|parfait|super|\w+ sur \w+))*$|\bprend\w* le temps de (?:le |la |les |l'|vous )?(?:lire|regarder|etudier|parcourir)|\bj'ai bien (?:votre|ton|vos|le|la|tout)\b(?! (?:lu|relu) .*\b(?:mais|trop)\b)|^merci,? (?:je (?:vous|te) lis|c'est (?:gentil|sympa|parfait|note|tres gentil))\b",
        _N,
    ),
    (
        4.0,
        r"^(?!.*\b(?:deja|quand meme|tout de meme|non|pas|plus|mais|autres?|trop|regret\w*|avance|arret\w*|stop)\b)(?:\w+ ){0,2}(?:merci|mercis|remercie|remercions)\b(?! (?:de|d')\b)(?: \S+){0,4}$",
        _N,
    ),
    (5.0, r"\b(?:je|on|nous) (?:vais |va |allons )?(?:voi[rs]|voit|voyons|regard\w+|lire) (?:tout )?(?:ca|cela)\b(?! avec)", _N),
    (5.0, r"\b(?:devis|mail|offre|proposition|message|document|courrier)s? (?:bien |est |a ete )*(?:recue?s?|arrivee?s?)\b", _N),
    (5.0, r"\bremerci\w+ (?:\w+ ){0,3}?(?:pour|de|d'|du)\b", _N),
    (
        5.0,
        r"\b(?:bien|bonne) (?:recu\w*|reception|note\w*)\b|^recu\w*\b|\baccus\w+ (?:bonne )?reception|\b(?:nous est|m'est|est) bien (?:parvenu|arrive)\w*|\bnote,? merci|\bc'est note|^note\w*\b|\bj'en prends (?:bonne )?(?:note|connaissance)|\bprend\w* (?:bonne )?(?:note|connaissance)",
        _N,
    ),
    (
        5.0,
        r"\bmerci (?:\w+ ){0,3}?(?:pour|de|d'|du|des)\s?(?:\S+ ){0,4}?(?:envoi|retour|elements?|participation|devis|mail|e-mail|message|courriel|reactivite|rapidite|reponse|proposition|offre|info\w*|document\w*|precisions?|chiffrage|travail|efficacite|diligence|soumission|estimation|echange|appel|visite|temps|ca|cela)\b",
        _N,
    ),
    (
        4.5,
        r"^(?:(?:ok|okay|d'accord|parfait|super|top|genial|tres bien|impeccable|nickel|entendu|merci|un grand merci|mille mercis?|merci beaucoup|merci bien|cool|excellent|compris|bien compris|ca marche|c'est note|recu)[ ,!-]*(?:\b(?:et|a|bonne|bon|tres|beaucoup|anne|vous|toi|pour|l'|bien|week-end|journee|soiree|aussi|merci)\b[ ,]*)*)+(?:\w+)?$",
        _N,
    ),
    (
        4.5,
        r"\b(?:je|nous|on) (?:les |le |la |l')?(?:regard\w+|vais regarder|lis|vais lire|consulte|parcours|jette un oeil)\b",
        _N,
    ),
)

REDIRECT = rules(
    ReplyKind.REDIRECT,
    MACROS,
    (
        7.0,
        r"\b(?:voyez|parlez(?:-en)?|adressez-vous|demandez)(?: \w+)? (?:plutot |directement )?(?:avec|a|au|aux|aupres de) (?:mon|ma|notre)\b|\b(?:releve|depend|ressort|est du ressort|est l'affaire) (?:plutot )?d(?:e|u|es)\b(?! (?:votre|vos|la suite|ce|cette|notre budget|prix))",
        _N,
    ),
    (
        7.0,
        r"\b(?:re)?pren(?:dre|ez|ds) contact avec (?!moi\b|nous\b|vous\b|toi\b)\S+|\bqui (?:pilote|gere|suit|traite|chapeaute|coordonne|supervise) (?:ce|cette|ces|cela|ca|le|la|l'|les|tout)\b|\b(?:m\.|mr|mme|mlle|monsieur|madame|(?:mon|ma|notre) collegue) (?:\S+ ){1,3}?(?:decide|gere|suit|traite|pilote|s'occupe|tranche|valide|arbitre) (?:pour|de|d'|ces|cette|ce|cela|ca|ca|desormais|seule?|tout)\b",
        _N,
    ),
    (
        4.5,
        r"^(?!.*\b(?:mon|ma|mes|moi|m'|me|notre|nos|nous|nouvelle|facture|signe|je|j')\b).*[\w.+-]+@[\w-]+\.\w",
        Tag.LOOSE,
    ),
    (
        8.0,
        r"\b(?:pas|plus)(?: \w+)? (?:la bonne personne|le bon interlocuteur|la bonne interlocutrice|le bon contact|le bon service|moi qui|de mon ressort|ma partie|de ma competence|concerne\w*|en charge|le decideur|la main|decisionnaire|mon (?:domaine|perimetre|service))",
        _N,
    ),
    (
        7.0,
        r"\b(?:voyez|voir|vois|traitez|parlez(?:-en)?|rapproch\w+(?:-vous)?|contact(?:ez|er|e)|ecri(?:vez|re|s)|adress(?:ez|er|e)(?:[- ]vous)?|joindre|appel(?:ez|er)|envoy(?:ez|er)|transmett(?:ez|re)|telephon(?:ez|er))(?:[- ](?:vous|le|la|les|lui))? ?(?:plutot |directement |donc |ca |cela |ceci |votre \w+ |vos \w+ |le devis |ce \w+ |desormais |maintenant )*(?:avec|a|aupres d\w*|au|aux|de|du)\s(?!moi\b|nous\b|mon attention|vous\b|votre|vos|cette adresse|nouveau\b|bientot|partir|la baisse|l'avance|ma direction|mon mari|ma femme|mon associe)(?=\S)",
        Tag.LOOSE,
    ),
    (
        6.0,
        r"\b(?<!vous )(?<!te )(?:contact(?:ez|er|e)|ecri(?:vez|re)|appel(?:ez|er)|joign(?:ez|dre)|sollicit(?:ez|er)) (?:plutot |directement |desormais |donc )*(?!(?:lorsque|quand|des|apres|avant|pour|si|dans|en|bientot|afin) )(?:mon|ma|notre|le|la|monsieur|madame|mme|m\.|mr|mes|nos|les|l'|[a-z]+ [a-z]+ )(?!\s?(?:plus|pas|direction))",
        Tag.LOOSE,
    ),
    (
        7.0,
        r"\b(?:transmet\w*|transmis\w*|transfer\w+|fai[st] suivre|fait suivre|fai[st] passer|faisons suivre|redirig\w+|relay\w+|remis|remet\w*|confie) (?:\S+ ){0,6}?(?:a|au|aux|vers)\s(?!vous\b|moi\b|jour\b|plus\b|l'etude)",
        Tag.HANDED_ON,
    ),
    (
        7.0,
        r"\b(?:met\w*|mis|ajout\w*|place\w*) (?:\S+ ){0,4}?en (?:copie|cc)\b|\ben copie\b|\bpass\w* (?:le relais|la main|le dossier)|\bprend\w* (?:le relais|la suite|la main|ma suite)",
        _N,
    ),
    (
        8.0,
        r"\b(?:interlocut\w+|contact|correspondant\w*|responsable|referent\w*) (?:\S+ ){0,5}?(?:est|sera|c'est|devient) (?:\w+ )?(?!pas|plus|toujours)\w|\bc'est (?:\S+ ){1,4}?qui (?:s'en occup|s'occup|gere|suit|traite|decide|reprend|pilote|tranche|voit)\w*",
        _N,
    ),
    (
        7.0,
        r"\b(?:transfer\w+|transmet\w*|transmis|fai[st] suivre|remis) (?:\S+ ){0,8}?qui (?:\S+ ){0,4}?(?:reviendra|reprendra|prendra|contactera|recontactera|decidera|tranchera|vous|s'en|te)\b|\bc'est (?:le|la|notre|l')\s?(?:service|siege|direction|equipe|pole|bureau|departement|mairie)(?: \S+){0,4}? qui\b",
        _N,
    ),
    (7.0, r"\b(?:mais|plutot|directement) (?:a|au|aux) (?:\S+@\S+|l'|la |le |notre |mon |ma )", _N),
    (
        7.0,
        r"\b(?:il|elle|ils|elles) (?:reviendr\w+ vers|(?:vous|te) (?:re)?(?:contact|rappel|repond|appel|ecri)\w*)|\b(?!on\b|nous\b|je\b)\w+ reprend (?:ce|le|mon|la|ma) (?:dossier|sujet|projet|poste|suite)\b",
        _N,
    ),
    (
        7.0,
        r"\b(?!je\b|nous\b|on\b|vous\b|tu\b|qui\b)[a-z]+ (?:vous|te) (?:recontactera|contactera|rappellera|repondra|ecrira|appellera|fera signe)\b|\b(?!je\b|nous\b|on\b|vous\b)[a-z]+ (?:prendra|va prendre|reprendra) contact\b|\bva (?:vous|te) (?:re)?contacter|\bqui (?:vous|te) (?:recontactera|contactera|rappellera|repondra|ecrira)\b|\b(?:a|au|aux|avec) (?:\S+ ){1,3}?qu'il faut\b",
        _N,
    ),
    (
        6.0,
        r"\b(?:gere|m'occupe|traite|suis) (?:\w+ )?(?:pas|plus) (?:\S+ ){0,3}?(?:ca|cela|dossier|sujet|achat|projet|question|travaux|partie)s?\b|\bne (?:m'en occupe|m'occupe|suis|gere|traite) (?:pas|plus)",
        _N,
    ),
)

LEFT = rules(
    ReplyKind.LEFT,
    MACROS,
    (
        8.0,
        r"\b(?:est|a ete) (?:\w+ )?decedee?\b|\ben fin de (?:contrat|mission|stage|cdd)\b|\b(?:a|ai) ete (?:\w+ )?(?:mute|licencie|affecte|promu|detache|reclasse|remercie|nomme)e?s?\b|\b(?:termin|achev|fini|quitt)\w* (?:mon|son) (?:cdd|contrat|stage|alternance|interim|preavis|apprentissage|poste)\b|\b(?:demissionn|licenci)\w+\b|\bancien(?:ne)? (?:salarie|employe|collaborat|collegue|directeur|directrice)\w*",
        _N,
    ),
    (
        8.0,
        r"\bne ser(?:a|ai) (?:\w+ )?plus (?:votre|ton|le|la|l'|un|une|en|a|au)\b ?(?:\w+ )?(?:contact|interlocut\w+|correspondant\w*|responsable|referent\w*|charge|bureau|poste)|\bn'est plus (?:la |le |l')?(?:responsable|direct\w+|charge\w*|charge|gerante?|president\w*|tresori\w*|secretaire|acheteu\w+)\b",
        _N,
    ),
    (
        8.0,
        r"\b(?:mon|son) (?:contrat|stage|cdd|mission|alternance|interim|mandat|apprentissage|preavis) (?:\w+ )?(?:se termin|s'achev|pren\w* fin|s'arret|touche a|fini|est (?:termine|fini|acheve))\w*",
        _N,
    ),
    (
        8.0,
        r"\b(?:n'est|ne suis|n'etes|ne sera|ne serai|n'est desormais|n'es) plus (?:\w+ ){0,2}?(?:en poste|dans (?:l'|la|les|notre|nos|cette|le)|chez|parmi|au sein|salarie\w*|employe\w*|des notres|notre|de la maison)\b",
        _N,
    ),
    (8.0, r"\bne (?:fai[ts]|font|fera|ferai) plus partie|\bne (?:travaill|exerc)\w+ plus\b", _N),
    (
        8.0,
        r"\b(?:a|ai|ont|avons|nous a|vient de|viens de|va|vais|aura|nous) (?:\w+ )?quitt\w+ (?:l'|la|le|notre|ma|mon|ses|mes|son|nos|les|\w+)(?!\s?(?:reunion|bureau pour|moment))|\bnous (?:a|ont) quitte\w*|\bquitte\w* (?:la (?:societe|boite)|l'(?:entreprise|agence|association|equipe)|mon poste|mes fonctions|le cabinet)",
        _N,
    ),
    (
        8.0,
        r"\b(?:depart|parti\w*|pris\w*(?: sa| ma)?|pars|part|partie|partirai) (?:en |a la |a sa |la )?(?:retraite)\b|\bretraite depuis\b",
        _N,
    ),
    (
        7.0,
        r"\b(?:nouvelle (?:adresse|boite)(?: mail| e-?mail| electronique)?\b|chang\w+ (?:de |d')(?:poste|societe|entreprise|employeur|fonction|metier|boite|agence|service|adresse))|\b(?:j'ai rejoint|je rejoins|a rejoint|rejoint une)\b",
        _N,
    ),
    (7.0, r"\b(?:mon|ma|son|sa) (?:successeur\w*|remplacante?|remplacement)\b|\bdernier jour\b|\b(?:me|le|la) remplace\b", _N),
    (
        8.0,
        r"\b(?:adresse|boite|messagerie|mail) (?:\S+ ){0,5}?(?:n'est|ne sera|n'est desormais|ne sera bientot|va|sera) (?:\w+ )?(?:plus|fermee|supprimee|desactivee)",
        _N,
    ),
)

NEW_NEED = rules(
    ReplyKind.NEW_NEED,
    MACROS,
    (
        7.0,
        r"\bbesoin de (?:toi|vous|tes services|vos services) (?:pour (?:une?|des|notre|mon)|a nouveau)\b|\b(?:chiffrer|deviser) (?:egalement|aussi|en plus|en sus)\b|\b(?:aussi|egalement|en plus) (?:nous |me )?(?:chiffrer|faire un devis|etablir un devis)\b|^autre (?:sujet|chose)\b|\b(?:caduc|caduque|depasse|obsolete)\b.*\b(?:refaire|actualis\w+|mettre a jour|renouvel\w+)",
        _N,
    ),
    (
        4.0,
        r"\bla meme chose pour\b|\bil (?:me |nous )?(?:faudrait|faut|va falloir) (?:maintenant |aussi |le |la |les )*(?:refaire|rafraichir|repeindre|changer|remplacer|moderniser|agrandir|completer|imprimer|renover|reparer|une? autre|un nouveau|une nouvelle|un nouvel)\b|\bse mari(?:e|ent|er)\b|\b(?:on|nous|je) (?:re)?cherch\w+ (?:une?|des|quelqu'un)\b|\b(?:voulons|veut|veux|voudri?ons|voudrait|voudrais|aimerions|aimerait) (?:aussi|egalement|maintenant)\b",
        Tag.NEED,
    ),
    (
        4.0,
        r"\b(?:vous fer(?:iez|ez)|tu fer(?:ais|as)) (?:ca|cela|aussi|combien)\b|\bt'es (?:dispo|libre)\b|\bcombien (?:\w+ )?(?:pren\w+|demand\w+|factur\w+|cout\w+)|\b(?:vous pouvez|tu peux|vous pourriez|tu pourrais) (?:venir|passer) (?:voir|jeter|regarder)",
        Tag.WORK_ASKED,
    ),
    (
        4.0,
        r"\b(?:vous|tu) (?:m'|nous |me )?\s?(?:etiez|aviez|etais|avais|avez deja|as deja) (?:\w+ ){0,3}?(?:venue?s?|fait|realise|refait|travaille|intervenue?s?|propose|envoye|chiffre|construit|pose|installe|peint|traduit|filme|photographie|aide|concu|cree)\w*|\bdepuis (?:votre|ton|notre|la|le) (?:devis|offre|proposition|passage|intervention|visite|derniere?|mission|echange)\b|\bla derniere fois\b|\b(?:l'an|l'annee) (?:dernier|derniere|passe|passee)\b|\bil y a (?:\S+ ){1,3}?(?:ans?|mois)\b|\ba l'epoque\b|\b(?:saison|tome|edition|phase|volume|etape|acte) (?:2|3|4|deux|trois|ii|iii)\b|\b(?:suite a|apres) (?:votre|ton) (?:intervention|passage|travail|prestation)\b",
        Tag.OLD_TIES,
    ),
    (
        4.0,
        r"\b(?:on|nous|j'|je)\s?(?:a|avons|ai|aurais|aurait|aurions|aura|aurons) (?:aussi |maintenant |desormais |egalement )?(?:une?|des|deux|trois|quatre|\d+) (?:\S+ ){1,8}?a (?!la\b|le\b|un|une|vous|votre|notre|ce)\w+(?:er|ir|re)\b|\bbesoins? (?:\w+ )?(?:est|sont) (?:apparu|ne|venu|arrive)\w*|\b(?:on|nous|je) (?:ouvr|lanc|organis|prepar|agrandi|fet|mari)\w* (?:\w+ )?(?:une?|des|notre|nos|mon|ma)\b|\b(?:est|sont|tombee?s?) (?:\w+ )?(?:en panne|casse\w*|hs|foutu\w*)\b|\b(?:en vue|se profile\w*|se prepare)\b|\bmaintenant,? (?:c'est|il (?:y a|faut|nous|me)|on)\b|\b(?:voudr|aimer|souhait|veu)\w* (?:maintenant|cette fois|aussi|egalement|desormais)\b",
        Tag.NEED,
    ),
    (
        4.0,
        r"\b(?:faites|fais|proposez|realisez|posez|vendez|intervenez|travaillez)[- ](?:vous|tu) (?:aussi|egalement)\b|\b(?:vous|tu) (?:faites|fais|proposez|proposes|realisez) (?:ca |cela |\w+ )?(?:aussi|egalement)\b|^toujours(?: (?!en\b|pas\b|rien\b|sous\b|chez\b)\w+){1,3}$|\b(?:toujours|encore) (?:dispo\w*|en activite|en affaires|dans le metier|du metier)\b|\bque (?:nous|me|m') ?(?:propos|conseill)\w+|\b(?:di[st]|dites|donne\w*|envoie\w*|envoyez|fai[st]|faites|faudrait|faut|voudrais|aimerais)[- ](?:moi |nous )?(?:savoir |connaitre )?(?:ton|tes|votre|vos|un|une) (?:tarif|prix|devis|estimation|idee de prix|fourchette)s?\b|\b(?:(?:seriez|etes)[- ]vous|(?:serais|es)[- ]tu|vous (?:seriez|etes)|tu (?:serais|es)) (?:\w+ )?(?:dispo\w*|libre|partant\w*|interesse\w*|tente\w*|preneur)|\b(?:on|nous) (?:repart|remet ca|recommence|refait equipe|retravaille)\w*|\b(?:pourriez|pouvez)[- ]vous (?:nous |m'|me |en |vous )?(?:aider|accompagner|faire|venir|passer|charger|occuper|chiffrer)|\b(?:peux|pourrais)[- ]tu (?:nous |m'|me |en |te )?(?:aider|faire|venir|passer|charger|occuper|chiffrer)",
        Tag.WORK_ASKED,
    ),
    (
        7.0,
        r"\b(?:consult\w+|sollicit\w+|travaill\w+|retravaill\w+|revoir|reprendre) (?:\S+ ){0,2}?(?:a nouveau|de nouveau)\b|\b(?:ouvr|achet|lanc|demenag|acquer|acquis)\w* (?:\S+ ){0,3}?(?:seconde?|autre|deuxieme|nouvel\w*|nouveau|troisieme)\b",
        _N,
    ),
    (
        6.0,
        r"\bs'y remet\w*|\bremett\w+ (?:\S+ ){0,3}?(?:en route|en marche|sur les rails)|\bdevis (?:\w+ )?a refaire|\b(?:on|nous|je) (?:\w+ )?(?:veu|voudr|souhait|aimer|aimerions)\w* (?:\w+ )?(?:relancer|reprendre|repartir|recommencer)\b",
        _N,
    ),
    (
        7.0,
        r"\bautres? \w+ a (?:\w+ )?(?:faire|realiser|fabriquer|traduire|peindre|filmer|photographier|chiffrer|refaire|installer)\b",
        _N,
    ),
    (
        6.0,
        r"\b(?:vous|tu) (?:faites|fais|proposez|proposes|intervenez|realisez|travaillez|vendez|prenez) (?:toujours|encore)\b",
        _N,
    ),
    (
        7.0,
        r"\bcette fois,? (?:c'est|ci|il s'agit|pour|nous|on)|\b(?:organis|lanc|refai|recommenc|prevoi|repart)\w* (?:a nouveau|de nouveau)\b|\b(?:(?:je|nous|on) (?:\w+ )?(?:reprends?|reprenons)|(?:permet\w*|envie) de (?:re)?prendre) contact\b|\breprendre contact avec (?:vous|toi)\b",
        _N,
    ),
    (
        6.0,
        r"\b(?:aur(?:ions|ais|ait)|avons|ai) (?:maintenant |aussi |desormais |de nouveau |a nouveau |bientot )?besoin d'une? \w+",
        _N,
    ),
    (
        6.0,
        r"\b(?:nouveau|nouvelle|nouveaux|nouvel|autre|deuxieme|second|seconde|prochain|prochaine|similaire) (?:\w+ )?(?:projet|chantier|boulot|job|taf|besoin|demande|mission|commande|affaire|site|bien|client|evenement|boutique|local|maison|salle|edition|travaux|intervention|consultation)s?\b(?! (?:prestataire|offre))",
        _N,
    ),
    (
        7.0,
        r"\b(?:besoin|projet|demande|chantier|mission|prestation|commande|travaux|site|etude)s? (?:\w+ )?(?:similaire|identique|comparable|complementaire|supplementaire|analogue)s?\b|\bdevis (?:complementaire|supplementaire)",
        _N,
    ),
    (
        7.0,
        r"\b(?:relanc\w+|(?:on|nous|je) (?:\w+ )?repren(?:ons|d|ds)|redemarr\w+|repart\w*|reactiv\w+|ressort\w*) (?:enfin |bien |donc |aussi )*(?:le |la |les |notre |nos |ce |cette |mon |l')(?:\w+ ){0,1}?(?:projet|chantier|dossier|travaux|idee|affaire|operation|campagne|programme|etude|reflexion|amenagement|renovation|extension|site|refonte|production|serie|evenement|festival|catalogue|formation|commande)s?\b|\b(?:projet|chantier|dossier|operation) (?:\S+ ){0,3}?(?:redemarr|repart|relance|reprend|ressort|revient|refait surface|de nouveau)\w*|\bde nouveau d'actualite|\ba nouveau d'actualite|\bremis sur (?:les rails|la table)",
        _N,
    ),
    (
        7.0,
        r"\b(?:faites|proposez|realisez|intervenez|travaillez|vendez|offrez|fais|proposes|assurez|avez|organisez|etes)[- ](?:vous|tu) (?:toujours|encore)\b",
        _N,
    ),
    (
        7.0,
        r"\b(?:actualis|mettre a jour|mise a jour|reactualis|refaire|refai|remettre a jour|renouvel|rafraich|mets a jour|reetabli)\w* (?:\S+ ){0,4}?(?:devis|offre|proposition|chiffrage|tarif|estimation|cotation|soumission)\w*",
        _N,
    ),
    (
        7.0,
        r"\b(?:perime|expire|ancien|valable)\w*\b.*\b(?:re)?(?:actualis|mettre a jour|refaire|renouvel)\w*|\b(?:le|la|les) (?:re)?actualis\w+",
        _N,
    ),
    (
        6.0,
        r"\b(?:faire|refaire|etablir|soumettre|preparer) (?:\w+ ){0,3}?(?:une (?:nouvelle )?offre|un (?:nouveau )?devis|un chiffrage|une proposition|une estimation)\b(?! (?:plus|moins|signe|de moins))",
        _N,
    ),
    (
        7.0,
        r"\b(?:aur(?:ions|ais|ait|ons)|avons|ai|a|avions) (?:\w+ ){0,3}?besoin (?:\w+ )?(?:d'un|de|d'une|d') ?(?:\w+ ){0,2}?(?:devis|vous|chiffrage|autre|nouve\w+|vos services)|\bfaire (?:de nouveau |a nouveau )?appel a (?:vous|vos)|\b(?:vous|te) (?:confier|soumettre|solliciter pour)\b",
        _N,
    ),
)

RULES: tuple[Rule, ...] = (
    *STOP,
    *DECLINE,
    *ACCEPT,
    *NEGOTIATION,
    *LEFT,
    *NEW_NEED,
    *REDIRECT,
    *QUESTION,
    *STALL,
    *ACKNOWLEDGEMENT,
)

#: A yes in a sentence that has one of these is no plain yes.
CONDITION = r"\bannul\w+|\b(?:doi[st](?!-je)|devons|doivent|encore)\b|\ben (?:cours|preparation|attente|validation)\b|\bplutot\b|\brien de (?:sur|fait|decide)\b|\bpas (?:sur|certain)\w*\b|\bon va\b|\bpour signature\b|\b(?:il )?reste\b|\bmanque\b|\bfaut encore|(?<!vous )(?<!te )\battend\w*|\bsur le plan\b|\btechniquement\b|(?<!moi )(?<!dire )(?<!savoir )(?<!confirmer )\bsi (?!besoin|necessaire|jamais|possible|bien|tot|vite|c'est possible)|\bs'ils?\b(?! (?:vous|te) plait)|\bsous reserve|\ba (?:la )?(?:seule )?condition|\bpourvu que|\bmoyennant|\bsauf\b|\ba moins que|\bdans la mesure|\ben contrepartie|\ben echange\b|\b(?!(?:f|v|ma)rais\b)\w+r(?:ait|ions|iez|aient|ais)\b(?! (?:\w+ )?(?:ravi|heureu|enchante|content))|\ba priori\b|\bsur le principe|\bpour le principe|\bde principe|\bprobable\w*|\bpeut-etre|\bsans doute|\bsans engagement|\bnormalement|\bpresque\b|\ben theorie"
#: A yes that hangs on something of theirs is a negotiation.
HARD_CONDITION = r"^(?:faites |disons )?\d[\d., ]*(?:k|€|euros?)? et\b|\bdans ce cas\b|\b(?:hormis|excepte|a l'exception|sauf)\b|\bsi (?:vous|tu|l'|le|la|les|votre|cela|ca|nous|on) ?(?!(?:avez|as) (?:besoin|des questions))|\bsous reserve|\ba (?:la )?(?:seule )?condition|\bpourvu que|\bmoyennant|\ba moins que|\ben contrepartie|\ben echange\b"
#: A yes to a part only.
RESTRICTION = r"(?<!non )\b(?:seulement|uniquement|exclusivement)\b(?! (?:maintenant|hier|aujourd'hui|ce matin))|\ba part (?!ca\b|cela\b|entiere)|\b(?:hormis|excepte|en dehors d)"
#: What follows a yes and takes part of it back.
EXCEPTION = r"\bmais\b|\bpas (?:pour|le|la|les|l'|sur|celui|celle)\b|\bsans (?:la|le|l'|les)\b|\bsauf\b|\bavec (?:\d+ ?%|une remise|un paiement|un rabais)"
#: A "no more" that ends on a day is a request to wait.
UNTIL_THEN = r"\bmais (?:plutot |directement )?(?:a|au|aux|par|via|sur|chez)\b|\bplutot (?:a|au|par|via|sur)\b|\bavant (?!tout)|\bd'ici (?:la|le|fin|debut|mi)\b"
#: A refusal told as an old story.
LONG_AGO = r"\bil y a (?:\S+ ){1,3}(?:ans?|mois)|\ba l'epoque|\bl'an(?:nee)? (?:derniere?|passee?)|\ben 20\d\d|\bavi(?:ons|ez)\b|\bavai(?:t|s|ent)\b|\bans? apres|\baujourd'hui\b|\bmaintenant\b"
#: Nor one that looks forward to a decision.
NOT_YET = r"\b(?:votre|vos|ta|tes|la|les) factures?\b(?! (?:d'acompte|pro ?forma))|\bconfirm\w+ (?:\w+ )?(?:avoir (?:bien )?(?:recu|eu)|(?:la )?(?:bonne )?reception|qu\S* ?(?:votre|vos|le|ton|ta) \w+ (?:\S+ ){0,2}?(?:bien )?(?:arrive|parvenu|recu))|\bdev(?:ais|ait|ions|iez|aient|rai|ras|ra|rons|rez|ront|rais|rait)\b|\b(?:le moment|en temps) (?:venu|voulu)|\ble cas echeant|\b(?:note|compris|explique\w*|rappele|demande\w*|savoir|sais|lu) (?:que|comment|s'il|si|qu')|\bavant (?:de|d'|que)|\bpour (?:pouvoir )?(?:valid|accept|sign|approuv|confirm)\w*|\ben attente|\battend\w*|\breste a\b|\b(?:doi[st](?!-je)|devons|doivent|devra|devrons|faut)\b|\b(?:pas )?encore\b|\bquand\b(?! (?:tu|vous) (?:veux|voulez|pouvez|peux))|\bdes que\b(?! (?:vous|tu) )|\bdes (?:reception|validation|signature)|\bune fois|\besper\w+|\bsouhait\w+\b(?! (?:une? |de )?(?:tres )?(?:bonn?e?s?|belle|excellente?|agreable))|\bbientot\b|\bprochainement|\ben cours|(?<!me )(?<!nous )(?<!y )\bva\b|\bvont\b|\ballons\b|\bvais (?:valid|sign|accept|approuv)|\bdiscut\w+|\brendez-vous|\brdv\b|\bappel\b|\bvisio|\bechanger\b|\bse voir|\bprincipe|\bancien\w*|\bavi(?:ons|ez)\b|\bavai(?:t|s|ent)\b|\bjusqu'a\b|\breflechi\w*|\bautres?\b|\bconcurrent\w*|\bconfrere\w*|\bailleurs\b"
NEGATION = r"\b(?:impossible|ne|n'|pas|plus|ni|aucun\w*|jamais|sans|non|guere|rien)\b(?! (?:reserve|hesit|tarder|attendre|probleme|souci|delai))"
#: What only looks like a no.
NOT_A_NO = r"\b(?:pas|rien|plus)\b.*\bavant\b(?! tout)|\b(?:dis|dit|dirais|disons) pas non|\bpas (?:de |d'un |un )?refus|\bne refus\w+ (?:pas|rien)|\bpas (?:du tout )?(?:abandonn|annul|enterr|renonc|declin|ferm)\w*|\bpas encore|\bencore pas|\btoujours pas|\bencore (?:choisi|retenu|decide)|\bpas (?:besoin )?d'inquiet|\bne regrett\w+ pas|\bsans regret|\bplus ou moins|\bpas (?:de|d') (?:souci|probleme)\w*"
#: The sender's mailing programme offers to take the reader off its list: nobody asks to be taken off ours.
FOOTER = r"(?:pour |si vous (?:souhaitez |voulez )?)(?:ne plus recevoir (?:nos|notre) .*|(?:vous|se) (?:desabonner|desinscrire)\b.*)|\bse (?:desabonner|desinscrire) de (?:nos|notre|cette)\b.*|si vous ne (?:souhaitez|desirez|voulez) plus (?:recevoir|etre) .*"
#: A wish at the end of a sentence says nothing.
FAREWELL = r"(?:,|!|;| et| -)? *(?<!une )(?<!un )(?<!votre )(?<!d'une )(?<!la )(?<!de )\b(?:(?:tres )?bon(?:ne)? (?:fin d\S+ ?)?(?:\w+ )?(?:journee|soiree|semaine|week-end|weekend|apres-midi|dimanche|annee|vacances|conges)|a (?:bientot|demain|tout a l'heure|lundi|mardi|mercredi|jeudi|vendredi|samedi)|(?:bien )?cordialement)(?: a (?:vous|toi|tous))?$"
#: Elisions without their apostrophe and the short forms of text messages.
CONTRACTIONS = (
    (r"\bdaccord\b", "d'accord"),
    (r"\bcest\b", "c'est"),
    (r"\bj(ai|avais|aurais|aimerais|attends?|accepte|hesite|espere)\b", r"j'\1"),
    (r"\bn(ai|avons|est|avez)\b", r"n'\1"),
    (r"\bqu(il|ils|on)\b", r"qu'\1"),
    (r"\bj(te|vous|suis|peux|veux|vais|pense|crois|dois|regarde|reviens|sais)\b", r"je \1"),
    (r"\bchui?s?\b", "je suis"),
    (r"\bdevi\b", "devis"),
    (r"\bpr\b", "pour"),
    (r"\bqd\b", "quand"),
    (r"\btt\b", "tout"),
    (r"\bbcp\b", "beaucoup"),
    (r"\bds\b", "dans"),
)
#: Bad news sits nearby; an acknowledgement or a stall beside it must not be taken at its word.
#: A refusal in the pluperfect tells an old story.
PLUPERFECT = r"\bavi(?:ons|ez)\b|\bavai(?:t|s|ent)\b|\beti(?:ons|ez)\b|\betai(?:t|s|ent)\b"
#: Reflection that is over is no reason to wait.
DONE = r"\b(?:avons|ai|ont|apres|suite a|(?:il|elle|on|qui|comite|conseil(?: \w+)?|commission|assemblee|direction|jury|bureau|mari|associe|client) a)\b (?:(?!pas|encore)\S+ ){0,4}?(?:reflechi|compar|etudi|etude|examin|examen|analys|consult|pris le temps|reflexion|deliber|reuni|vote|discut|hesit)\w*"
STRONG_BAD_NEWS = r"\b(?:malheureusement|helas|regret\w*|navre\w*|finalement|en fait|du coup|entre-?temps|bonne continuation|dommage|bon vent|decu\w*)\b"
BAD_NEWS = r"\b(?:en fait|du coup|entre-?temps|malheureusement|helas|regret\w*|navre\w*|desole\w* (?:de|mais|pour vous)|finalement|toutefois|cependant|neanmoins|mais|or|par contre|en revanche|pas|plus|aucun\w*|non|trop|cher|autres?|arrete\w*|fini\w*|decu\w*|dommage|bon vent|bonne continuation|fin)\b"
IGNORED = r"^(?:cordialement|bien (?:cordialement|a vous|a toi|sincerement)|tres cordialement|salutations|amicalement|sincerement|respectueusement|bonne (?:journee|soiree|semaine|fin)\w*|bon (?:week-end|apres-midi|courage|lundi)|excellente? \w+|a (?:bientot|tres vite|plus|vous lire|ta disposition)|au plaisir|bises|belle journee|bel apres-midi|dans l'attente|en vous (?:souhaitant|remerciant)|je (?:reste|me tiens) a (?:votre|ta) (?:\w+ )?disposition|n'hesitez pas(?!.*(?:relanc|recontact|reven|rappel))|restant a|veuillez (?:agreer|recevoir|croire)|je vous prie d'agreer|recevez|envoye de(?:puis)? mon|(?:mille |toutes mes |mes )?(?:pardon|excuse\w*) (?:de|pour|moi)|desolee? (?:de|pour) (?:ce|le|cette|la|ma|mon|notre|ne pas) ?(?:\w+ ){0,3}?(?:retard|reponse|silence|delai|tardive|attente|repondu)\w*|toutes mes excuses|avec (?:mes|nos) excuses|j'espere que (?:vous|tu)|comment (?:allez|vas)|pas de (?:souci|probleme)s?)\b"
GREETING = r"^(?:bonjour|bonsoir|salut|coucou|hello|chere?s?|madame|monsieur|mesdames|messieurs|mme|mr|m\.)\b(?:[ ,]*(?:a (?:vous|toi|tous)|madame|monsieur|messieurs|cher|chere|monsieur|(?!(?:vous|te|me|nous|est|sera|sont|gere|suit|prend|reprend|decide|ne|va)\b)[\w'-]+)){0,4}?[ ]*(?:,|!|\n|:|;|- )\s*|^(?:bonjour|bonsoir|salut|coucou|hello)\s+(?=(?:je|j'|nous|on|merci|c'est|suite|apres|votre|vous|le|la|les|est-ce|pour|ce|devis|bien|ne|n'|pas)\b)"
COURTESY_QUESTION = r"^(?:comment (?:allez|vas|ca va)|(?:vous allez|tu vas|ca va|tout va) ?(?:bien)?|n'est-ce pas|hein|non|d'accord|ok|pourquoi pas|et vous|et toi)\b ?\??$"
#: Words of consent. Alone they are no yes; a text that is like a yes must hold one where nothing takes it back.
YES_WORD = r"\b(?:accept\w*|acquiesc\w+|valid(?:e|es|ee|ees|ons|ent|er|ez)|approuv\w+|enterin\w+|adopte\w*|ratifi\w+|sign(?:e|es|ee|ees|ons|ent|er|ez|ature)|contresign\w+|paraph\w+|command(?:e|ons|ent|er|ez)|bon de commande|ordre de service|bdc|confirm(?:e|ons|ent)|reten(?:u|us|ue|ues|ons)|retien\w*|choisi\w*|choix|elue?s?|attribu\w+|confi(?:e|ons|ent|er)|engag\w+|embauch\w+|embarqu\w+|fait appel a|faisons appel a|avec vous|on le fait|positive|avantageuse|chez vous|reserv\w+|bloqu(?:e|ez|er|ons)|lanc(?:e|ez|ons|er)|demarr\w+|commenc\w+|debut\w+|attaqu\w+|fonc(?:e|ons|ez)|souscri\w+|adher\w+|acompte|arrhes|conclu\w*|concluons|accord|ok|okay|oui|oki|dac|banco|go|feu vert|top depart|vote\w*|favorables?|faveur|partante?s?|convien\w*|convaincu\w*|conquis\w*|emballe\w*|allez-y|vas-y|on y va|pren(?:ds|d|ons)|achete\w*|achetons|suit|suivons|marche pour|entendu\w*|maintenons|maintiens|benediction|adjug\w+|vendu|(?:ca|nous|me|tout) (?:roule|va|vont)|bienvenue|carte blanche|confiance|compter|tope|envoyer le contrat|procedez|proceder)\b"
#: Words of annoyance and opposition.
STOP_WORD = r"\b(?:stop\w*|arret(?:e|ez|er|iez|ait)|cess(?:e|ez|er|iez|ation)|retir\w+|supprim(?:ez|er|e)|effac\w+|enlev\w+|ray\w+|ot(?:ez|er)|oubli(?:ez|e|er)|bloqu\w+|laissez?|lach\w+|fich\w+|fout\w+|insist\w+|harcel\w+|relanc\w+|rappels?|sollicit\w+|demarch\w+|spam|indesirables?|rgpd|cnil|desinscri\w+|desabonn\w+|prospect\w+|oppos\w+|consentement|plainte|avocat|assez|marre|penible|lourd\w*|agac\w+|epargn\w+|evit\w+|abst\w+|recontact\w*|contact\w*|ecri\w+|mails?|messages?|courriels?|corbeille|plus jamais|tranquilles?|paix|dispens\w+)\b"
