"""Why a prospect declines, and whether for good. Folded text of the sentences around the refusal."""

import re

from mailwatch.model.reading import DeclineReason

_REASONS: tuple[tuple[DeclineReason, str], ...] = (
    (
        DeclineReason.COMPETITOR,
        (
            r"\bautres? (?:\w+ )?(?:prestataire|entreprise|offre|proposition|fournisseur|artisan|devis|agence|societe|candidat\w*|photographe|traduct\w+|consultant\w*|cabinet|partenaire|candidature)|quelqu'un d'autre|concurren\w+|confrere\w*|ailleurs|autre (?:choix|solution|piste|option)|moins cher (?:chez|aupres)|trouve (?:\S+ )?(?:quelqu'un|moins cher|un|une)|\b(?:parti|signe|conclu|tombe d'accord|choisi|retenu|pris|engage|mandate|selectionne|prefere)e?s? (?:\w+ )?(?:avec |chez |aupres d[eu'] ?)?une? \w+|prestataire (?:habituel|local|actuel|historique)|fournisseur (?:habituel|local|actuel|historique)|un (?:prestataire|artisan|fournisseur) (?:local|moins)"
            r"|\b(?:another|other|different|existing|current|usual|cheaper|local) (?:\w+ )?(?:supplier|vendor|contractor|company|agency|provider|firm|quote|offer|proposal|bid|candidate|photographer|designer|translator|builder|studio|team|partner)|(?:someone|somebody) (?:else|cheaper|closer|local|nearer)|\b(?:gone|going|went|signed|work|go|stick|picked|chosen|chose|hired|selected|booked) (?:\w+ )?(?:with )?(?:an?|the (?:one|other)) \w+|elsewhere|competitor"
        ),
    ),
    (
        DeclineReason.INTERNAL,
        r"\b(?:mon|ma|un|une|notre) (?:\w+-)?(?:soeur|frere|cousine?|pere|mere|fils|fille|oncle|tante|voisine?|neveu|niece|amie?|copain|copine|stagiaire|gendre|mari|femme)\b.{0,60}\b(?:va|s'en|fera|s'occupe|peut)\b|\b(?:embauch|recrut)\w+|\ben interne\b|nous-memes?|moi-meme|nos propres|par nos soins|(?:mon|ma|notre) (?:beau-frere|cousin\w*|fils|frere|voisin|neveu|pere|stagiaire|equipe|service) (?:s'en|va|fera|se|le|la)|internalis\w+|\bin-?house\b|\binternally\b|\bourselves\b|\bmyself\b|\bour own (?:team|staff|people)",
    ),
    (
        DeclineReason.CANCELLED,
        r"\b(?:annul\w+|abandonn\w+|enterr\w+|plus d'actualite|tomb\w+ a l'eau|n'aura pas lieu|ne se fera|ne verra pas|pulled the plug|tout arret\w+|stopp\w+|laiss\w+ tomber le projet|suppress\w*|cancel\w*|abandon\w*|scrapp\w+|shelved|called off|dropped|axed|fell through|fallen through|no longer (?:\w+ )?(?:need\w*|require\w*|relevant|necessary|going ahead)|not (?:happening|going ahead)|do not need)\b",
    ),
    (
        DeclineReason.BUDGET,
        r"\b(?:budget\w*|depens\w*|spend\w*|subvention|financi\w*|trop (?:\w+ )?(?:cher|onereux|eleve|couteux)\w*|hors de prix|moyens|financ\w+|tresorerie|comptes|(?:pou(?:v\w+|rr\w+)|peux|puis) (?:y )?(?:consacrer|mettre|investir)|permettre|prix|tarifs?|cout\w*|enveloppe|afford|expensive|pricey|costly|funds|funding|price|cost|too much)\b",
    ),
    (DeclineReason.CANCELLED, r"\b(?:renonc\w+|plus besoin|plus l'utilite|(?:will|do) not need)\b"),
    (
        DeclineReason.TIMING,
        r"\b(?:delais?|calendrier|planning|timing|dates?|trop (?:tard|long\w*|tot)|pas le (?:bon )?moment|pas le temps|disponib\w+|pas (?:pour )?(?:l'instant|le moment|cette annee|tout de suite)|pas (?:dans )?l'immediat|pas maintenant|plus (?:la |une )?priorit\w+|plus tard|lead times?|schedule|too (?:late|long|soon|early)|deadline|not (?:the right time|right now|at (?:the|this) (?:moment|time)|this year)|timeline|bad time|availability)\b",
    ),
)
_COMPILED = tuple((name, re.compile(pattern)) for name, pattern in _REASONS)

#: "The idea is not abandoned" is no reason.
_NOT_SO = re.compile(
    r"\b(?:n'est|n'a|n'ai|n'avons|pas|not|never)(?: \w+)? (?:pas |ete |been |tout a fait )*(?:abandon|annul|enterr|cancel|scrap|shelv|supprim)\w*"
)
_FOR_GOOD = re.compile(
    r"\b(?:attribue\w*|pourvue?s?|awarded|filled|definitiv\w+|definitif|pour de bon|jamais|annul\w+|abandonn\w+|enterr\w+|n'aura pas lieu|ne se fera (?:pas|jamais|plus)|plus (?:besoin|d'actualite|jamais)|tomb\w+ a l'eau|for good|permanently|never|cancel\w*|abandon\w*|scrapp\w+|called off|no longer (?:\w+ )?(?:need\w*|require\w*)|definitely not)\b"
)
_FOR_NOW = re.compile(
    r"\b(?:cette annee|cette fois|cette saison|pour (?:l'instant|le moment|cette)|actuellement|en ce moment|a ce stade|dans l'immediat|l'annee prochaine|l'an prochain|plus tard|tout de suite|prochain\w*|reven(?:ez|ir)|recontact\w+|rappel\w+|reparl\w+|une autre (?:fois|occasion)|ulterieur\w*|reporte\w*|aujourd'hui|this (?:year|time|quarter)|for (?:now|the moment|the time being)|right now|at (?:the|this) (?:moment|time|stage|point)|currently|next (?:year|time|quarter|season)|later|in the future|another time|come back|reach out|check back|some other time|just now)\b"
)


def decline_reason(text: str) -> DeclineReason:
    """The first that fits: a named rival says more than the price that came with it."""
    text = _NOT_SO.sub("", text)
    return next((name for name, pattern in _COMPILED if pattern.search(text)), DeclineReason.OTHER)


def is_final(text: str) -> bool | None:
    """True for good, False for now, None when the text does not say or says both."""
    text = _NOT_SO.sub("", text)
    for_good, for_now = bool(_FOR_GOOD.search(text)), bool(_FOR_NOW.search(text))
    return for_good if for_good != for_now else None
