"""How the options of a quote are called."""

import re
from collections import Counter

from mailwatch.text.amounts import find_amounts
from mailwatch.text.tokens import fold

_OPTION = re.compile(
    r"(?:^|[\s*(\"-])(?P<label>(?:en )?(?:option(?:nel(?:le)?)?|formule|variante?|version|scenario|solution|pack(?:age)?|offre|lot|plan|tier|hypothese|opcion|opzione|optie|"
    r"opcao|paquete|pacchetto|pakket|gamme|niveau|choix|proposition|possibilite|alternative)s?\b(?!\s+(?:d'|de |du |des |commercial|tarifair|ci-joint|sont|est )))",
)
_MARKED_OPTION = re.compile(
    r"\b(?:option|formule|variante?|version|scenario|solution|pack|package|offre|lot|plan|tier|hypothese|opcion|opzione|optie|opcao|proposition|alternative)"
    r" (?!(?:de|du|des|d'|valable|valid\w*|commerciale|tarifaire|technique|financiere|jointe?|ci|ferme|for|of|until)\b)(?:[a-h]|[1-9]|n[°o] ?\d|[ivx]{1,4}|\"?[a-z][\w-]+)"
)
_ADD_ON = re.compile(
    r"\b(?:en option|en optionnel|optionnel(?:le)?s?|option(?:al)? ?:|options? :|as an option|optional(?:ly)?|add-?on|opcional|opzionale|optioneel)\b"
)
_ADDED = re.compile(r"\b(?:en option|as an option|options? ?:|optional(?:ly)?|optionnel(?:le)?s?) ?:?")
# "Offre n° 26-131", "version 3 du devis": the paper itself, not something to choose in it.
_NUMBERED_PAPER = re.compile(
    r"\b(?:offre|proposition|version|plan|solution) (?:n°|no\.? ?\d|num|#|ref|\w*\d+[-/]\d|de prix|commerciale)|\bversion \d+ (?:du|de la|de notre|de mon) |\b(?:une|la|cette|notre|ma|ta|the|a|our|my|this) (?:nouvelle |new |revised |second |updated )?(?:version|offre|proposition|solution)\b(?! (?:[a-h1-9]|[ivx]+)\b)"
)
_LEAD = 25
_HEADING = 80


def option_label(label: str) -> str | None:
    """How an option is called in the words before its amount, None when they name none."""
    folded = fold(label)
    marked = list(_OPTION.finditer(folded))
    if _NUMBERED_PAPER.search(folded):
        return None
    if not marked or len(folded) != len(label):
        return None
    start = marked[-1].start("label")
    if added := _ADDED.search(folded):
        name = re.split(r"[,:;=(]", label[added.end() :].strip(" :,-=(*"))[0].strip()
        return name[:80] or label[start:].strip(" :,-=")
    # "Silver package: £1,200": what stands before the word belongs to the name, unless it is a sentence.
    lead = label[:start].strip(" \t*•·-")
    name = label[start:] if len(lead) > _LEAD or re.search(r"[.,:;!?]", lead) else f"{lead} {label[start:]}"
    name = re.split(r"\s*(?::|=|→|\.{3,}|\s-\s*$|\bà$|\bat$|\bfor$|\bpour$|\(\s*$)", name.strip(" \t*•·-=>→"))[0].strip(" -(")
    return name[:80] or None


def sections(text: str) -> list[tuple[int, str]]:
    """Lines that open a priced alternative ("Scénario 2 - …", no amount on them): where each ends, its name."""
    found = []
    end = 0
    for line in text.splitlines(keepends=True):
        end += len(line)
        name = line.strip(" \t\n*•·-#=>:")
        if len(name) <= _HEADING and _MARKED_OPTION.match(fold(name)) and not find_amounts(name):
            found.append((end, name))
    kinds = Counter(fold(name).split()[0] for _, name in found)
    return [(end, name) for end, name in found if kinds[fold(name).split()[0]] > 1]


def is_marked(label: str) -> bool:
    """Does a label name one of several choices ("Option 2", "Formule Jardin"), not merely use the word?"""
    return bool(_MARKED_OPTION.search(fold(label)))


def opens_option(line: str) -> bool:
    """Does a line begin with the name of an option ("Option 1 - …", "- Formule Confort : …")?"""
    return bool(re.match(r"[\s*•·>-]*" + _MARKED_OPTION.pattern, fold(line)))


def adds_on(label: str) -> bool:
    """Does an option come on top of a price, rather than being one of the choices?"""
    return bool(_ADD_ON.search(fold(label)))
