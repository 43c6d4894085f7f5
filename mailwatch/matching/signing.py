"""What a signing service or a portal says became of a document."""

import re
from typing import Final

from mailwatch.matching.phrases import prepared
from mailwatch.model.reading import ReplyKind

_DONE: Final = r"(?:sign|valid|approuv|accept)e(?:e|s|es)?"
_NOT: Final = r"(?:refus|declin|rejet)e(?:e|s|es)?"
_HOW: Final = r"(?:electroniquement |bien |entierement )?"

_REFUSED: Final = re.compile(
    rf"\b(?:a ete|ont ete|est) {_HOW}{_NOT}\b|\b(?:a|ont) (?:refuse|decline)\b|\bsignature {_NOT}\b|\brefus de (?:signature|signer)\b"
    r"|\b(?:has been|was|is) (?:declined|rejected|refused)\b|\b(?:declined|refused) to sign\b|\bdeclined:"
)
_SIGNED: Final = re.compile(
    rf"\b(?:a ete|ont ete|est|sont) {_HOW}{_DONE}\b|\b(?:a|ont) {_HOW}(?:signe|approuve|accepte|valide)\b"
    rf"|\bdocuments? {_DONE}\b|\bsignatures? (?:termine|complete|finalise|recueilli)es?\b|\btermine :"
    r"|\b(?:has been|have been|was|were|is|are) (?:electronically |fully |now )?(?:signed|approved|accepted|completed)\b"
    r"|\b(?:has|have) (?:signed|approved|accepted)\b|\bsigned by\b|\b(?:completed|signed):"
)
#: The owner signed, or is yet to: nothing that the prospect did.
_BY_US: Final = re.compile(
    r"\bvous (?:avez|venez de) sign\w+|\byou(?:'ve| have)? (?:just )?signed\b|\ben attente de (?:votre )?signature|\bplease sign\b"
)


def signing(text: str) -> ReplyKind | None:
    """ACCEPT: others signed or approved the document; DECLINE: they refused; None: the text does not say so."""
    said = prepared(text)
    if _BY_US.search(said):
        return None
    if _REFUSED.search(said):
        return ReplyKind.DECLINE
    return ReplyKind.ACCEPT if _SIGNED.search(said) else None
