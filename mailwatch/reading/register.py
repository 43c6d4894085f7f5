"""tu or vous? French only: the register a writer uses with the reader."""

import re

from mailwatch.model.quote import Register
from mailwatch.text.tokens import fold, plain

_TU = re.compile(
    r"(?<![\w'-])(?:tu|toi|tes|stp|t'(?=[aeiouyh]))(?![\w])|s'il te plait|(?<![\w'-])te(?= [a-z])|-(?:toi|tu)\b"
    r"|(?<!\ble )(?<!\bun )(?<!\bdu )(?<!\bau )(?<!\bce )(?<!\bbon )(?<!\bde )\bton (?!sur |ton )(?=[a-z])|\bta (?=[a-z])"
    r"|\b(?:dis|tiens|envoie|appelle|fais|redis|rappelle|confirme|renvoie|donne|regarde|valide|signe)-(?:moi|nous|le|la|ca)\b|\bn'hesite pas\b|(?<![\w'])(?:regarde|jette|pense|appelle) (?:ca|un|a|moi|bien)\b|\b(?:trouveras|verras|recevras|auras|pourras)\b"
)
_VOUS = re.compile(
    r"(?<!rendez-)(?<!rendez )\bvous\b|\bvotre\b|\bvos\b|\bvotres?\b|\bveuillez\b|\bn'hesitez\b|\bsvp\b|\bs\.v\.p"
    r"|\b(?:dites|tenez|envoyez|appelez|faites|redites|rappelez|confirmez|renvoyez|donnez|retournez)-(?:moi|nous)\b"
    r"|\b(?:trouverez|verrez|recevrez|aurez|pourrez|trouvez|recevez)\b"
)
#: The reader is several people: their "vous" is a plural.
_SEVERAL = re.compile(
    r"\b(?:bonjour|bonsoir|salut|hello|coucou|chers?|cheres?|hey)\b[^\n,!.]{0,12}\b(?:tous|toutes|a vous deux|les amis|l'equipe|collegues)\b"
    r"|\b(?:bonjour|bonsoir|salut|hello|coucou|chers?|cheres?|hey) [a-z-]+(?: et |, | & )[a-z-]+ ?(?:et [a-z-]+ ?)?[,!\n]"
    r"|\b(?:tous les deux|toutes les deux|vous deux)\b"
)


#: Any other verb of the second person plural; a capital would be a name (Martinez).
_SECOND_PLURAL = re.compile(r"(?<![\w'-])(?!chez\b|assez\b|rendez\b)[a-zà-ÿ]{3,}ez\b")
_FAMILIAR = re.compile(r"^\W*(?:salut|coucou|hello|hey|yo)\b")


def register_of(text: str, *, several: bool = False) -> Register | None:
    """How the writer addresses the reader, None without evidence.

    ``several``: the mail goes to more than one person, so that "vous" proves nothing. Nobody writes tu to a person
    addressed as vous, while a vous beside tu may mean the reader's firm: two tu, or one after a familiar greeting, win.
    """
    folded = fold(text)
    informal = len(_TU.findall(folded))
    formal = len(_VOUS.findall(folded)) + len(_SECOND_PLURAL.findall(plain(text)))
    plural = several or bool(_SEVERAL.search(folded))
    if informal and (plural or informal > 1 or formal < 2 or _FAMILIAR.search(folded)):  # noqa: PLR2004 - one vous is no habit
        return Register.TU
    return Register.VOUS if formal and not plural else None
