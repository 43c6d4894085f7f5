"""Sentence by sentence: what does the owner hand over, offer, promise, ask, chase?"""

import re
from dataclasses import dataclass
from enum import IntEnum

from mailwatch.reading import money_words, offer_words, pursuit_words
from mailwatch.reading import quote_words as said
from mailwatch.reading.documents import Paper
from mailwatch.reading.sentence_ends import SENTENCE_END
from mailwatch.reading.unsigned import unsigned_price
from mailwatch.text.amounts import find_amounts
from mailwatch.text.tokens import fold

_DELIVER = said.compiled(said.DELIVER)
_OFFER = said.compiled(rf"{said.OFFER}|{offer_words.OFFER_GRAMMAR}")
_CHASE = said.compiled(said.CHASE)
_EXPIRING = said.compiled(said.EXPIRING)
_SENT_BEFORE = said.compiled(said.SENT_BEFORE)
_PROMISE = said.compiled(said.PROMISE)
_LATER = said.compiled(said.LATER)
_ASKS = said.compiled(rf"{said.ASKS}|{money_words.ASKS_PRICE}|{money_words.WANTS_TO_KNOW}")
_RECEIVED = said.compiled(said.RECEIVED)
_THEIR_QUOTE = said.compiled(money_words.THEIR_QUOTE)
_THIRD_PARTY = said.compiled(rf"{said.THIRD_PARTY}|{money_words.THEIR_PRICE}")
_THANKS = said.compiled(said.THANKS_FOR_YES)
_RESTATES = said.compiled(said.RESTATES)
_ANSWERS = said.compiled(said.ANSWERS)
_REVISED = said.compiled(said.REVISED)
_AGREEMENT = said.compiled(rf"{said.AGREEMENT}|{offer_words.AGREEMENT_GRAMMAR}")
_PAYMENT = said.compiled(said.PAYMENT_DUE)
_ANY_QUOTE = said.compiled(rf"{said.ANY_QUOTE}(?!\w)")
_OWN_MONEY = said.compiled(rf"{said.OWN_MONEY}|{money_words.NEVER_A_PRICE}")
_NO_PRICE = said.compiled(rf"{money_words.BUDGETS}|{money_words.NO_PRICE}|{money_words.WORK_DONE}")
_DECLINES_WORK = said.compiled(money_words.DECLINES_WORK)
_NOT_FINAL = said.compiled(said.NOT_FINAL)
_INVOICE = said.compiled(said.INVOICE)
_NOT_A_QUOTE = said.compiled(said.NOT_A_QUOTE)

_PURSUES = said.compiled(rf"{said.PURSUES}|{pursuit_words.AWAITS_DECISION}")
_ASKS_DECISION = said.compiled(pursuit_words.ASKS_DECISION)
_RESPONDS = said.compiled(said.RESPONDS)
_WITHDRAWS = said.compiled(said.WITHDRAWS)
# "comprise dans les 2 860 €", "covered by the £4,300": the reader knows this price already.
_KNOWN_PRICE = re.compile(
    r"\b(?:les|ces|aux) \d[\d .,']* ?(?:€|euros?\b|eur\b|chf\b|\$|(?:par|de l') ?(?:jour|heure|mois)\b)|\b(?:quand|lorsque|puisque|depuis que) (?:tu as|t'as|vous avez|on a) (?:valide|accepte|signe|dit oui)|\b(?:when|since) you (?:accepted|approved|signed|agreed|said yes)|\b(?:the|those|that|your) (?:[€$£] ?|chf |eur )\d|\bc'est (?:bien |parfait |ok )?(?:note|entendu|valide|parti|ok) (?:pour|a|avec)\b|\b(?:convention|contrat|bail|contract|agreement)\b[^.?!]{0,30}\bsigne|\b(?:inclu\w+|compris\w*|enthalten|inbegrepen) (?:in|dans|nos|en|nei|no|em|im) (?:the |les |los |os |den |de )?(?:[€$£] ?\d|\d[\d .,]*(?:€|euros?))|\bmontant (?:de \S+ \S+ \S+ )?(?:ne change|reste|est inchange)"
)
# "Je remets mon devis en pièce jointe": the reader had it before.
_RESENDS = re.compile(
    r"\b(?:remets|remettons|rejoins|renvoie|renvoyons|redonne|redepose|re-?attach\w*|re-?send\w*|again|a nouveau|de nouveau|pour memoire|encore une fois|once more)\b"
)
_SELF_SERVICE = re.compile(
    r"\b(?:pouvez|pourrez|peux|can|to) (?:\w+ ){0,3}(?:consulter|signer|accepter|valider|view|approve|accept|sign)\b"
)
_TO_THE_READER = re.compile(r"\b(?:vous|votre|vos|tu|te|toi|ton|ta|t'|on|you|your|we|shall)\b")

_NOUN = re.compile(
    rf"(?<!\w)(?:(?P<not>{said.NOT_A_QUOTE})|(?P<invoice>{said.INVOICE})|(?P<quote>{said.QUOTE})|(?P<loose>{said.LOOSE_QUOTE})|(?P<other>{said.OTHER_PAPER}))(?!\w)"
)
_FIRM_LOOSE = re.compile(
    r"propositions?|offres?|proposals?|propales?|offers?|prix|(?:my|our|the) (?:\w+ )?(?:price|costs?|fees?)|oferta|propuesta|offerta|proposta|voorstel"
)
# "the planning agreed in the quote": the noun is not what is handed over.
_GOVERNED = re.compile(
    r"(?:\b(?:au|aux|dans (?:le|la|notre|mon|ma|votre|ce)|sur (?:le|la|notre|mon|ma|ce)|selon (?:le|la|notre|mon)|suite (?:a|au)(?: notre| mon| ma| la| votre)?|(?:demande|sujet|propos|objet|accord|validation|signature|acceptation|reference|cadre|conforme\w*|relati\w+|correspondant\w*|base|lien|accompagne|prevu\w*|partir|questions?) (?:de|du|a|au|avec|d'|de la|de notre|a notre|de votre|de mon|a la|sur (?:le|la|notre|mon)|de cette)"
    r"|(?:per|in|on|about|regarding|concerning|against|with|from|request for|based on|reference to|relating to|of) (?:the|our|my|your|this|a)?)\s*$)"
)
_STILL_DIRECT = re.compile(
    r"\b(?:version|copie|exemplaire|detail|mise a jour|double|lien vers|lien|copy|version|breakdown|details|link to|pdf|together|along|accompagnee?s?|ainsi que) (?:\w+ )?(?:de|du|de la|of|de notre|vers|to|with)(?: the| our| my| le| notre)?\s*$"
)
# "le devis signé": the reader's own comes back to him; "à retourner signé" is yet to be done.
_SIGNED = re.compile(
    r"(?: ci-joint)?(?: \S+)? (?:contre)?(?:signee?s?|accepte\w*|approuve\w*|signed|unterschrieben|firmado|firmato)\b(?<!a signe)(?<!retourner signe)(?<!renvoyer signe)"
)
_SIGNED_BEFORE = re.compile(r"(?<!to be )\b(?:counter)?(?:signed|accepted|approved) $")
# "une offre pour votre stand": for this reader, so that the vague word means a quote.
_TARGETED = re.compile(
    r"(?: \S+){0,3} (?:pour|for|concernant|relative? a|au sujet de) (?:(?:le|la|les|votre|ton|ta|vos|tes|ce|cette|the|your|this) |l')"
)
_JOINED = re.compile(r" (?:ci-?)?joint|,? (?:is |are )?(?:attached|enclosed)|,? en p(?:iece|j)|,? en annexe")
_IF = re.compile(r"(?:si|des que|une fois|if|once|when|apres|after|as soon as)\b|s'il")
_LABELLED = re.compile(r"[a-z)] ?: ?(?:[€$£] ?|chf |eur )?\d")
_AND = re.compile(r"\b(?:et|ainsi que|and|und|y|e|plus|avec|with)\b|[,&+]")
_REACH_AFTER = 130
_REACH_BEFORE = 70


@dataclass(frozen=True, slots=True)
class Statement:
    """What one sentence does. ``handed`` is the paper handed over, ``loose`` when only a vague word names it."""

    text: str
    handed: Paper | None = None
    loose: bool = False
    chases: bool = False
    expiring: bool = False
    sent_before: bool = False
    names_other: bool = False
    promises: bool = False
    asks: bool = False
    received: bool = False
    third_party: bool = False
    thanks: bool = False
    restates: bool = False
    answers: bool = False
    revised: bool = False
    agreement: bool = False
    payment: bool = False
    not_final: bool = False
    own_money: bool = False
    not_a_price: bool = False
    known_price: bool = False
    later: bool = False
    pursues: bool = False
    responds: bool = False
    withdraws: bool = False
    declines: bool = False
    resends: bool = False
    names_quote: bool = False
    names_invoice: bool = False


#: Characters. What is longer is a table or worse.
_LONGEST_SENTENCE = 2000


def sentences(text: str) -> tuple[str, ...]:
    """Folded sentences; a line break inside a wrapped sentence is a space, list items stay apart."""
    folded = re.sub(r"https?://\S+|www\.\S+", " ", fold(text))
    joined = re.sub(
        r"(?<![.!?:;\n])\n(?!\s*(?:[-*•·>]|\d+[.)]|\n|option|formule|total|sous-total|montant|tva|lot ))", " ", folded
    )
    parts = [part for line in joined.split("\n") for part in SENTENCE_END.split(line)]
    return tuple(part.strip()[:_LONGEST_SENTENCE] for part in parts if part.strip())


def _direct(sentence: str, noun: re.Match[str]) -> bool:
    if _SIGNED.match(sentence, noun.end()) or _SIGNED_BEFORE.search(sentence, max(0, noun.start() - 20), noun.start()):
        return False
    before = sentence[max(0, noun.start() - 45) : noun.start()]
    after = sentence[noun.end() : noun.end() + 14]
    return bool(_STILL_DIRECT.search(before)) or bool(_JOINED.match(after)) or not _GOVERNED.search(before)


def _paper(noun: re.Match[str]) -> tuple[Paper | None, bool]:
    """What a noun names, and whether vaguely."""
    match noun.lastgroup:
        case "quote":
            return Paper.QUOTE, False
        case "loose":
            return Paper.QUOTE, not (_FIRM_LOOSE.fullmatch(noun[0]) and _TARGETED.match(noun.string, noun.end()))
        case "invoice":
            return Paper.INVOICE, False
    return Paper.OTHER, False


def _handed(sentence: str) -> tuple[Paper | None, bool]:
    """The paper a sentence hands over, and whether only a vague word names it."""
    nouns = [noun for noun in _NOUN.finditer(sentence) if _direct(sentence, noun)]
    best: tuple[Paper | None, bool] = (None, False)
    conditional = _IF.match(sentence)
    for act in _DELIVER.finditer(sentence):
        after = [noun for noun in nouns if act.end() - 1 <= noun.start() <= act.end() + _REACH_AFTER]
        before = [noun for noun in nouns if act.start() - _REACH_BEFORE <= noun.end() <= act.start() + 1]
        found = _first_or_listed(sentence, after) if after else _first_or_listed(sentence, before[-1:])
        if conditional and found[0] is not Paper.QUOTE:
            continue
        if found[0] and (best[0] is None or (best[0], best[1]) in {(Paper.OTHER, False), (Paper.QUOTE, True)}):
            best = found
    return best


def _first_or_listed(sentence: str, nouns: list[re.Match[str]]) -> tuple[Paper | None, bool]:
    """The first noun; but a quote listed beside another paper ("the plan and the quote") is handed over too."""
    if not nouns:
        return None, False
    first = _paper(nouns[0])
    if first[0] is Paper.OTHER:
        for noun in nouns[1:]:
            between = sentence[nouns[0].end() : noun.start()]
            if _paper(noun)[0] is not Paper.OTHER and _AND.search(between):
                return _paper(noun)
    return first


def _promised(sentence: str, handed: Paper | None) -> bool:
    if not _ANY_QUOTE.search(sentence):
        return False
    for promise in _PROMISE.finditer(sentence):
        noun = _NOUN.search(sentence, promise.end() - 1, promise.end() + 80)
        # "Je reviens vers vous avec une proposition": now, unless another day is named.
        if promise[0].startswith(("reviens ", "revenons ")) and not _LATER.search(sentence):
            continue
        # A price that is said is not promised for later.
        if (noun is None or noun.lastgroup == "loose") and find_amounts(sentence):
            continue
        if noun is None or noun.lastgroup in {"quote", "loose"} or _ANY_QUOTE.search(promise[0]):
            return True
    later = _LATER.search(sentence)
    return bool(
        handed is Paper.QUOTE
        and later
        and re.search(r"\b(?:envoie|adresse|transmets|fais|reviens|send|sending|sende|schicke|envio|invio|stuur)", sentence)
    )


def _is_received(sentence: str, *, agreement: bool) -> bool:
    """Whether the quote spoken of is the reader's: it is thanked for, accepted, haggled over."""
    if _THEIR_QUOTE.search(sentence) and not _IF.search(sentence):
        return True
    return bool(_RECEIVED.search(sentence)) and not (agreement or _SELF_SERVICE.search(sentence))


def read_sentence(sentence: str) -> Statement:
    """Everything one folded sentence does."""
    handed, loose = _handed(sentence)
    names = any(noun.lastgroup in {"quote", "loose"} for noun in _NOUN.finditer(sentence))
    asks = bool(_ASKS.search(sentence)) and not re.search(r"\bsign|retourner|renvoyer|bon pour accord|return", sentence)
    agreement = bool(_AGREEMENT.search(sentence))
    return Statement(
        sentence,
        handed=handed,
        loose=loose,
        chases=bool(_CHASE.search(sentence)),
        expiring=bool(_EXPIRING.search(sentence)),
        names_other=any(noun.lastgroup in {"invoice", "other"} for noun in _NOUN.finditer(sentence)),
        sent_before=bool(_SENT_BEFORE.search(sentence)),
        promises=_promised(sentence, handed),
        asks=asks,
        received=_is_received(sentence, agreement=agreement),
        known_price=bool(_KNOWN_PRICE.search(sentence)),
        third_party=bool(_THIRD_PARTY.search(sentence)),
        thanks=bool(_THANKS.search(sentence)),
        restates=bool(_RESTATES.search(sentence)),
        answers=bool(_ANSWERS.search(sentence)),
        revised=bool(_REVISED.search(sentence)),
        agreement=agreement,
        payment=bool(_PAYMENT.search(sentence)),
        not_final=bool(_NOT_FINAL.search(sentence)),
        own_money=bool(_OWN_MONEY.search(sentence)),
        not_a_price=bool(find_amounts(sentence) and _NO_PRICE.search(sentence)),
        later=bool(_LATER.search(sentence)),
        pursues=bool(_PURSUES.search(sentence)) or (sentence.endswith("?") and bool(_ASKS_DECISION.search(sentence))),
        responds=bool(_RESPONDS.search(sentence)),
        withdraws=bool(_WITHDRAWS.search(sentence)),
        resends=handed is Paper.QUOTE and bool(_RESENDS.search(sentence)),
        declines=bool(_DECLINES_WORK.search(sentence)),
        names_quote=names,
        names_invoice=bool(_INVOICE.search(sentence)),
    )


# "Sessions start at £180": what anybody would be told, not yet a price for the reader.
_LIST_PRICE = said.compiled(
    rf"(?:starts?|starting|prices?|packages?|sessions?|formules?|tarifs?|prestations?) (?:\w+ )?(?:at|from|a partir de|des) (?:only |just )?{offer_words.MONEY}|(?:tarifs?|prix|rates?|prices?) (?:habituels?|publics?|courants?|en vigueur)\b|(?:usual|standard|general|current) (?:rates?|prices?|price list)\b"
)


class Price(IntEnum):
    """How a sentence speaks of a price of the owner's: not at all, in passing, as an offer; with a tax mark or without."""

    NONE = 0
    NAMED = 1
    NAMED_WITH_TAX = 2
    OFFERED = 3
    OFFERED_WITH_TAX = 4


_NO_TAX = re.compile(
    r"293 ?b|non applicable|exoner\w* de (?:la )?tva|exempt\w* (?:from|of) (?:vat|tax)|vat[- ]exempt|(?:pas|sans|no|without|hors) (?:de )?(?:tva|vat)\b|\bnets?\b|non assujetti|micro-?entre"
)


def price(statement: Statement, *, unsigned: bool = True) -> Price:
    """Whether a price is said as the owner's offer: not recalled, billed, asked for or somebody else's.

    ``unsigned``: a number without a sign may be one.
    """
    spoiled = (
        statement.sent_before,
        statement.chases and (statement.names_quote or statement.text.endswith("?")),
        statement.restates,
        statement.received,
        statement.third_party,
        statement.asks,
        statement.payment,
        statement.names_invoice,
        statement.own_money,
        statement.not_a_price,
        statement.known_price,
        bool(_LIST_PRICE.search(statement.text)),
        # An offer is said, not asked; what is asked of it is the reader's consent.
        statement.text.endswith("?") and not (statement.agreement or _TO_THE_READER.search(statement.text)),
    )
    amounts = () if any(spoiled) else find_amounts(statement.text)
    if not amounts:
        return Price.OFFERED if unsigned and not any(spoiled) and unsigned_price(statement.text) is not None else Price.NONE
    taxed = any(found.amount.tax for found in amounts) or bool(_NO_TAX.search(statement.text))
    if statement.handed is Paper.QUOTE or _OFFER.search(statement.text) or (taxed and _LABELLED.search(statement.text)):
        return Price.OFFERED_WITH_TAX if taxed else Price.OFFERED
    if taxed and _DELIVER.search(statement.text):
        return Price.OFFERED_WITH_TAX
    return Price.NAMED_WITH_TAX if taxed else Price.NAMED
