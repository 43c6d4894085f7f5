"""What the rules of the reply lexicons are made of, and the words both languages share."""

from dataclasses import dataclass
from enum import StrEnum

from mailwatch.model.reading import ReplyKind


class Tag(StrEnum):
    """What a rule means beyond its kind."""

    NONE = ""
    PENDING = "pending"  # nobody has decided yet: a yes beside it is no yes
    COME_BACK = "come_back"  # they will write again
    ASKED_BACK = "asked_back"  # we shall write again
    MONEY = "money"  # a no for money's sake; a counter-request beside it makes it a negotiation
    ASK = "ask"  # a negotiation that asks for something
    PARTIAL = "partial"  # a no to a part of the quote
    HANDED_ON = "handed_on"  # passed on inside their house
    SET_ASIDE = "set_aside"  # a no to something named: beside a wish for the rest it is partial
    OLD_TIES = "old_ties"  # earlier work or an earlier quote, recalled; two of these three make a new need
    NEED = "need"  # something of theirs that wants doing
    WORK_ASKED = "work_asked"  # would you do it, and for how much?
    LOOSE = "loose"  # needs the company of another sign


@dataclass(frozen=True, slots=True)
class Rule:
    """``pattern`` reads one sentence: folded, white space collapsed, without greeting and closing."""

    kind: ReplyKind
    bits: float
    pattern: str
    tag: Tag = Tag.NONE


def rules(kind: ReplyKind, macros: dict[str, str], *entries: tuple[float, str, Tag]) -> tuple[Rule, ...]:
    """Rules of one kind; ``{NAME}`` in a pattern stands for a macro."""
    return tuple(Rule(kind, bits, filled(pattern, macros), tag) for bits, pattern, tag in entries)


def filled(pattern: str, macros: dict[str, str]) -> str:
    for name, words in macros.items():
        pattern = pattern.replace("{" + name + "}", words)
    return pattern


#: The same in German, Spanish, Italian and Dutch, for which there are no rules: consent, what takes it back, opposition.
YES_ELSEWHERE = r"\b(?:einverstanden|akkoord|auftrag\w*|annehmen|nehmen|angenommen|bestatig\w*|unterschrieben\w*|unterzeichnet\w*|zuschlag|beauftrag\w*|entschieden|loslegen|passt|acept\w+|acuerdo|adelante|aprobad\w+|firmad\w+|confirm\w+|contrat\w+|elegid\w+|accett\w+|approv\w+|firmat\w+|conferm\w+|scelto|procediamo|va bene|goedgekeurd|ondertekend\w*|bevestig\w+|kiezen|gekozen|slag)\b"
NO_ELSEWHERE = r"\b(?:nicht|kein\w*|nie|leider|noch|wenn|falls|anderen?|no|todavia|aun|si|otr[oa]s?|lamentablemente|non|ancora|se|altr[oi]|purtroppo|niet|geen|nog|als|andere|helaas)\b"
STOP_ELSEWHERE = r"\b(?:schreib\w*|losch\w+|verteiler|abmelden|ruhe|aufhor\w+|horen|kontaktier\w+|nachrichten|widersprech\w*|e?-?mails?|escrib\w+|correos|borr\w+|mensajes|contact\w+|elimin\w+|baja|moleste\w*|molestar|scriv\w+|mandar\w*|cancellat\w*|contatt\w+|messaggi|verwijder\w*|berichten|mail|stop\w*)\b"
