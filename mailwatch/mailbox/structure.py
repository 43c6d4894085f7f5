"""From BODYSTRUCTURE (RFC 9051 §7.5.2) to the sections worth fetching, and from those to a message again."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mailwatch.mailbox.parts import MAX_DEPTH, TEXT_LIMIT, Leaf, Take, take, with_size

#: More parts than any honest mail has: then the whole message is fetched, capped.
MAX_SECTIONS = 60

_FILENAME = re.compile(rb";\s*filename=\"?([^\";]+)", re.IGNORECASE)
_AFTER_SIZE = {"text": 8, "message/rfc822": 10, "message/global": 10}  # index of the MD5 item; else 7


class UnusableStructure(ValueError):
    """The server's BODYSTRUCTURE cannot be believed (seen with several servers)."""


@dataclass(frozen=True, slots=True)
class Part:
    """``path`` is the section number, "" for the message itself. A leaf has ``leaf``, a multipart ``boundary``."""

    path: str
    leaf: Leaf | None = None
    boundary: bytes = b""
    children: tuple["Part", ...] = field(default=())

    @property
    def section(self) -> str:
        """Where the body of a leaf is: a message that is no multipart has its text in section 1."""
        return self.path or "1"


def parse(structure: Sequence[Any], path: str = "", depth: int = 0) -> Part:
    """What imapclient made of a BODYSTRUCTURE. Raises UnusableStructure."""
    if depth > MAX_DEPTH:
        raise UnusableStructure("nested too deeply")
    try:
        if isinstance(structure[0], list):
            return _multipart(structure, path, depth)
        return Part(path, leaf=_leaf(structure))
    except (IndexError, TypeError, AttributeError, ValueError) as error:
        raise UnusableStructure(str(error)) from error


def _multipart(structure: Sequence[Any], path: str, depth: int) -> Part:
    boundary = _parameters(structure[2]).get("boundary", b"")
    if not boundary:
        raise UnusableStructure("a multipart without boundary")
    prefix = f"{path}." if path else ""
    children = tuple(parse(child, f"{prefix}{number}", depth + 1) for number, child in enumerate(structure[0], start=1))
    return Part(path, boundary=boundary, children=children)


def _leaf(structure: Sequence[Any]) -> Leaf:
    content_type = f"{_word(structure[0])}/{_word(structure[1])}"
    start = _AFTER_SIZE.get(content_type) or _AFTER_SIZE.get(_word(structure[0]), 7)
    kind, parameters = _disposition(structure[start + 1] if len(structure) > start + 1 else None)
    name = _parameters(parameters).get("filename") or _parameters(structure[2]).get("name") or b""
    return Leaf(content_type, _word(kind), name.decode("utf-8", "replace"), _word(structure[5]), int(structure[6] or 0))


def _disposition(value: object) -> tuple[object, object]:
    """Its kind and its parameters (RFC 2183). Pymap gives the whole field as one string."""
    match value:
        case tuple():
            return value[0], value[1]
        case bytes():
            name = _FILENAME.search(value)
            return value.partition(b";")[0].strip(), (b"filename", name[1]) if name else None
    return b"", None


def _word(value: object) -> str:
    return value.decode("ascii", "replace").lower() if isinstance(value, bytes) else ""


def _parameters(value: object) -> dict[str, bytes]:
    """A parameter list; a value that looks like a number comes as one, a continued name (``filename*0``) as its first."""
    if not isinstance(value, tuple):
        return {}
    words = [item if isinstance(item, bytes) else str(item).encode() for item in value]
    return {
        name.decode("ascii", "replace").lower().split("*")[0]: text
        for name, text in zip(words[-2::-2], words[::-2], strict=False)
    }


def sections(part: Part, *, pdf: bool) -> tuple[bytes, ...]:
    """The FETCH items that the message is put together from. Raises UnusableStructure when there are too many."""
    wanted = tuple(item.encode("ascii") for item in _sections(part, pdf=pdf))
    if len(wanted) > MAX_SECTIONS:
        raise UnusableStructure("too many parts")
    return wanted


def _sections(part: Part, *, pdf: bool) -> Iterator[str]:
    if part.path:
        yield f"BODY.PEEK[{part.path}.MIME]"
    for child in part.children:
        yield from _sections(child, pdf=pdf)
    if part.leaf is not None:
        yield from _body_item(part, take(part.leaf, pdf=pdf))


def _body_item(part: Part, how: Take) -> Iterator[str]:
    match how:
        case Take.START:
            yield f"BODY.PEEK[{part.section}]<0.{TEXT_LIMIT}>"
        case Take.HEADER:
            yield f"BODY.PEEK[{part.section}.HEADER]<0.{TEXT_LIMIT}>"
        case Take.WHOLE:
            yield f"BODY.PEEK[{part.section}]"
        case Take.NOTHING:
            return


def assemble(part: Part, header: bytes, bodies: Mapping[bytes, Any], *, pdf: bool) -> bytes:
    """The message of ``Mailbox.texts``. ``bodies`` is a FETCH response with the ``sections`` of ``part``."""
    if part.leaf is None:
        return header + _joined(part, bodies, pdf=pdf)
    how = take(part.leaf, pdf=pdf)
    body = _body(part, how, bodies)
    whole = how is Take.WHOLE or (how is Take.START and len(body) < TEXT_LIMIT)
    return (header if whole else with_size(header, part.leaf)) + body


def _joined(part: Part, bodies: Mapping[bytes, Any], *, pdf: bool) -> bytes:
    delimiter = b"--" + part.boundary
    pieces = [b"%s\r\n%s\r\n" % (delimiter, assemble(child, _mime(child, bodies), bodies, pdf=pdf)) for child in part.children]
    return b"".join(pieces) + delimiter + b"--\r\n"


def _mime(part: Part, bodies: Mapping[bytes, Any]) -> bytes:
    """A part's MIME header; some servers leave out the empty line that ends it, or answer NIL for an empty one."""
    header = bodies.get(f"BODY[{part.path}.MIME]".encode()) or b"\r\n"
    if header == b"\r\n" or header.endswith(b"\r\n\r\n"):
        return bytes(header)
    return bytes(header).rstrip(b"\r\n") + b"\r\n\r\n"


def _body(part: Part, how: Take, bodies: Mapping[bytes, Any]) -> bytes:
    match how:
        case Take.START:
            found = bodies.get(f"BODY[{part.section}]<0>".encode())
        case Take.HEADER:
            found = bodies.get(f"BODY[{part.section}.HEADER]<0>".encode())
        case Take.WHOLE:
            found = bodies.get(f"BODY[{part.section}]".encode())
        case Take.NOTHING:
            found = None
    return found if isinstance(found, bytes) else b"" if found is None else str(found).encode()
