"""Address fields (RFC 5322 §3.4), strictly: an address that could name two people names nobody (CVE-2023-27043)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mailwatch.model.message import Address
from mailwatch.parsing.words2047 import clean, decode_words

# A mail to more people than this is no quote and no answer to one.
_MOST: Final = 500
_LONGEST: Final = 64 * 1024
_SHORT: Final = 200

_TOKEN = re.compile(
    r'(?P<quoted>"(?:[^"\\]|\\.)*")|(?P<angle><[^<>]*>)|(?P<special>[,;:()<>"\\\[\]])|(?P<text>[^,;:()<>"\\\[\]]+)', re.DOTALL
)
_DOT_ATOM = re.compile(r"[^\s\x00-\x20()<>\[\]:;@\\,\"\x7f]{1,64}")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_LITERAL = re.compile(r"\[[0-9a-fA-F:.]{2,60}\]")
# A name, in quotes or plainly harmless without, and an address in angle brackets: nearly every From field there is.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]"
_USUAL = re.compile(
    r'(?:"([^"\\\0]*)"|([^"<>()\[\]:;@\\,\0]*))[ \t]*<('
    + _ATOM
    + r"(?:(?:"
    + _ATOM
    + r"|\.){0,62}"
    + _ATOM
    + r")?)@([A-Za-z0-9.-]+)>"
)
_QUOTED_PAIR = re.compile(r"\\(.)")


@dataclass
class _Piece:
    """One address being read: its name and whatever makes it doubtful."""

    words: list[str]
    angle: str | None = None
    defect: bool = False
    comment: str = ""


@lru_cache(maxsize=4096)
def domain_name(domain: str) -> str | None:
    """A domain in lower case as A-labels (RFC 5890), None when it is not one."""
    domain = domain.strip().rstrip(".").lower()
    if _LITERAL.fullmatch(domain):
        return domain
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii").lower()
        except UnicodeError:
            return None
    valid = 0 < len(domain) <= 253 and all(_LABEL.fullmatch(label) for label in domain.split("."))  # noqa: PLR2004 - RFC 1035
    return domain if valid else None


def addr_spec(text: str) -> str | None:
    """One address in lower case with its domain as A-labels, None when it is not exactly one address."""
    text = text.strip()
    local, at, domain = text.rpartition("@")
    if not at or "@" in local.strip('"'):
        return None
    if local.startswith('"') and local.endswith('"') and len(local) > 2:  # noqa: PLR2004 - the two quotes
        local = local[1:-1]
    normalised = domain_name(domain)
    if normalised is None or not _DOT_ATOM.fullmatch(local) or local.startswith(".") or local.endswith(".") or ".." in local:
        return None
    return f"{local.lower()}@{normalised}"


def _finish(piece: _Piece, found: list[Address | None]) -> None:
    name = " ".join("".join(piece.words).split())
    if piece.angle is None:
        if name or piece.defect:
            address = None if piece.defect else addr_spec(name)
            # Before names stood in front of addresses they stood behind, as comments (RFC 5322 appendix A.6.3, archives).
            found.append(Address(address, decode_words(piece.comment)) if address else None)
        return
    address = None if piece.defect else addr_spec(piece.angle)
    # An unquoted "@" before the angle bracket is two claims, unless both are the same one.
    if "@" in name and (addr_spec(name) or "") != address and "\0" not in name:
        address = None
    found.append(Address(address, decode_words(name.replace("\0", ""))) if address else None)


def _comment_end(value: str, start: int) -> int:
    """Position after the comment that opens at ``start`` (they nest), the end of the value when it never closes."""
    depth = 0
    for position in range(start, len(value)):
        if value[position] == "(":
            depth += 1
        elif value[position] == ")":
            depth -= 1
            if not depth:
                return position + 1
    return len(value)


def _take(piece: _Piece, kind: str | None, text: str) -> None:
    """Add one token of an address."""
    if kind == "quoted":
        # NUL marks a quoted name: an "@" inside it is somebody's words, not a second address.
        piece.words.append("\0" + _QUOTED_PAIR.sub(r"\1", text[1:-1]) + "\0")
        piece.defect = piece.defect or piece.angle is not None
    elif kind == "angle":
        piece.defect = piece.defect or piece.angle is not None
        piece.angle = text[1:-1]
    elif kind == "text" or text in "[]":
        # Brackets in an unquoted name are forbidden and frequent, and name nobody.
        piece.words.append(text)
        piece.defect = piece.defect or (piece.angle is not None and bool(text.strip()))
    else:
        piece.defect = True


def parse_addresses(value: str) -> tuple[tuple[Address | None, ...], bool]:
    """The mailboxes of an address field in order, None for each that is not one, and whether group syntax was used."""
    value = value[:_LONGEST].replace("\0", "")
    found: list[Address | None] = []
    piece, grouped, position = _Piece([]), False, 0
    while position < len(value) and len(found) < _MOST:
        match = _TOKEN.match(value, position)
        if match is None:
            break
        position = match.end()
        text = match[0]
        if text == "(":
            position = _comment_end(value, match.start())
            piece.comment = " ".join(value[match.end() : position].rstrip(")").split())
        elif text in {",", ";"}:
            _finish(piece, found)
            piece = _Piece([])
        elif text == ":" and piece.angle is None:
            grouped = True
            piece = _Piece([])
        else:
            _take(piece, match.lastgroup, text)
    _finish(piece, found)
    return tuple(found), grouped


def one_sender(value: str) -> Address | None:
    """The one person a From field names; None for none, several, a group, or anything doubtful."""
    return _short_sender(value) if len(value) <= _SHORT else _one_sender(value)


def _one_sender(value: str) -> Address | None:
    usual = _USUAL.fullmatch(value)
    if usual is not None:
        quoted, bare, local, domain = usual.groups()
        normalised = domain_name(domain)
        if normalised is not None and ".." not in local:
            name = " ".join((quoted or bare or "").split())
            return Address(f"{local.lower()}@{normalised}", decode_words(name))
    found, grouped = parse_addresses(value)
    return found[0] if len(found) == 1 and not grouped else None


def recipients(value: str) -> tuple[Address, ...]:
    """Everybody an address field names for certain, members of groups included, each once."""
    return _short_recipients(value) if len(value) <= _SHORT else _recipients(value)


def _recipients(value: str) -> tuple[Address, ...]:
    found, _ = parse_addresses(value)
    first: dict[str, Address] = {}
    for person in found:
        if person is not None:
            first.setdefault(person.address, person)
    return tuple(first.values())


# The same people write again and again; a hostile field must not fill the memory.
_short_sender = lru_cache(maxsize=4096)(_one_sender)
_short_recipients = lru_cache(maxsize=4096)(_recipients)


def written(value: str) -> tuple[str, ...]:
    """Addresses in canonical form for a digest; the decoded value itself when it cannot be read."""
    found, _ = parse_addresses(value)
    if not found or None in found:
        return (clean(decode_words(value)),)
    return tuple(f"{person.name} <{person.address}>" for person in found if person)
