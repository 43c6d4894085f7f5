"""The MIME tree (RFC 2045, 2046), walked flat: no recursion, no copies, and never more than a bounded amount of it.

The standard library needs 18 s for 200,000 parts and overflows the stack at 1,000 levels; see
docs/decisions/0004-parsing-libraries.md.
"""

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_to_bytes

from mailwatch.parsing.charsets import decode
from mailwatch.parsing.headers import split_fields, split_message
from mailwatch.parsing.words2047 import clean, decode_words

#: A person's mail has a dozen parts at most, in four or five levels. What lies beyond these limits is not looked at.
MOST_PARTS: Final = 2000
DEEPEST: Final = 30

_PARAMETER = re.compile(
    r';\s*([!#-\'+./0-9A-Z^-z|~*-]{1,60})\s*=\s*(?:"((?:[^"\\]|\\.){0,4000})"?|([^;"]{0,4000}))', re.IGNORECASE
)
_TYPE = re.compile(r"\s*([\w!#$&^.+-]{1,80})\s*/\s*([\w!#$&^.+-]{1,120})")
_CONTINUED = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?")
_SPACES = re.compile(rb"[^A-Za-z0-9+/=]+")


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf of the tree. ``raw[start:end]`` is its encoded body; ``path`` holds, for each multipart around it, its
    subtype and a number that tells siblings from cousins.
    """

    raw: bytes
    start: int
    end: int
    fields: tuple[tuple[str, str], ...]
    content_type: str
    parameters: tuple[tuple[str, str], ...]
    path: tuple[tuple[str, int], ...] = ()

    def field(self, name: str) -> str:
        return next((value for key, value in self.fields if key == name), "")

    def parameter(self, name: str) -> str | None:
        return next((value for key, value in self.parameters if key == name), None)

    @property
    def encoding(self) -> str:
        return self.field("content-transfer-encoding").strip().strip('"').lower()

    def body(self, most: int) -> bytes:
        """The decoded body, at most about ``most`` bytes of it."""
        if self.encoding == "base64":
            return _base64(self.raw[self.start : min(self.end, self.start + most * 3 // 2)])[:most]
        data = self.raw[self.start : min(self.end, self.start + most * 3)]
        if self.encoding == "quoted-printable":
            return quopri.decodestring(data)[:most]
        if self.encoding in {"x-uuencode", "uuencode", "x-uue", "uue"}:
            return b""
        return data[:most]

    def text(self, most: int) -> str:
        """The decoded text, at most about ``most`` bytes of it, lines ended by LF, without NULs."""
        text = decode(self.body(most), self.parameter("charset"))
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").replace("\ufeff", "")

    @property
    def size(self) -> int:
        """Bytes of the decoded body, as announced when the body was left out (see ``ports.Mailbox.texts``)."""
        announced = self.field("x-mailwatch-size").strip()
        length = self.end - self.start
        if announced.isdecimal() and len(announced) < 16 and not self.raw[self.start : min(self.end, self.start + 16)].strip():  # noqa: PLR2004 - petabytes
            return int(announced)
        if self.encoding == "base64":
            return _base64_size(self.raw, self.start, self.end)
        if self.encoding == "quoted-printable":
            return len(quopri.decodestring(self.raw[self.start : self.end])) if length < 1 << 22 else length
        return length


def _base64(data: bytes) -> bytes:
    # Padding may stand in the middle, where a program joined two encoded texts.
    return b"".join(_unpadded(piece) for piece in _SPACES.sub(b"", data).split(b"=") if piece)


def _unpadded(data: bytes) -> bytes:
    try:
        return binascii.a2b_base64(data + b"=" * (-len(data) % 4))
    except binascii.Error:  # one stray character at the end
        return binascii.a2b_base64(data[: len(data) // 4 * 4])


def _base64_size(raw: bytes, start: int, end: int) -> int:
    # Counted, not decoded: an attachment of 40 MiB is only listed.
    ends = sum(raw.count(mark, start, end) for mark in (b"\n", b"\r", b" ", b"=", b"\t"))
    return max(0, end - start - ends) * 3 // 4


def _parameter_bytes(value: str) -> tuple[str | None, bytes]:
    charset, first, rest = value.partition("'")
    _, second, text = rest.partition("'")
    return (charset, unquote_to_bytes(text)) if first and second else (None, unquote_to_bytes(value))


def parameters(value: str) -> tuple[tuple[str, str], ...]:
    """Parameters of a structured field; RFC 2231 continuations and charsets joined, RFC 2047 words decoded anyway."""
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bool, str]]] = {}
    for match in _PARAMETER.finditer(value[: 64 * 1024]):
        text = re.sub(r"\\(.)", r"\1", match[2]) if match[2] is not None else (match[3] or "").strip()
        named = _CONTINUED.fullmatch(match[1].lower())
        if named is None:
            continue
        name, number, extended = named.groups()
        if number is None and not extended:
            plain.setdefault(name, text)
        else:
            pieces.setdefault(name, {}).setdefault(int(number or 0), (bool(extended), text))
    for name, numbered in pieces.items():
        plain[name] = _joined(numbered)
    return tuple((name, decode_words(text)) for name, text in plain.items())


def _joined(numbered: dict[int, tuple[bool, str]]) -> str:
    charset: str | None = None
    data = b""
    for number in sorted(numbered):
        extended, text = numbered[number]
        if not extended:
            data += text.encode("utf-8", "surrogatepass")
        elif number == 0:
            charset, piece = _parameter_bytes(text)
            data += piece
        else:
            data += unquote_to_bytes(text)
    return clean(decode(data, charset))


def content_type(value: str, default: str = "text/plain") -> str:
    match = _TYPE.match(value)
    return f"{match[1]}/{match[2]}".lower() if match else default


def _entity(raw: bytes, start: int, end: int, path: tuple[tuple[str, int], ...], default: str) -> Part:
    block, body = split_message(raw, start, end)
    fields = split_fields(block)
    value = next((text for name, text in fields if name == "content-type"), "")
    return Part(raw, min(body, end), end, fields, content_type(value, default), parameters(value), path)


def _delimited(part: Part, boundary: bytes) -> Iterator[tuple[int, int]]:
    """The regions between the delimiter lines of a multipart (RFC 2046 §5.1.1); an unclosed one runs to the end."""
    raw, end, mark = part.raw, part.end, b"--" + boundary
    begin: int | None = None
    position = part.start
    while (at := raw.find(mark, position, end)) >= 0:
        position = at + len(mark)
        if at > part.start and raw[at - 1 : at] not in (b"\n", b"\r"):
            continue
        line_end = raw.find(b"\n", position, min(end, position + 1000))
        line_end = end if line_end < 0 else line_end
        rest = raw[position:line_end].strip()
        if rest not in (b"", b"--"):  # a longer boundary that begins like this one
            continue
        if begin is not None:
            stop = at - 1 if raw[at - 2 : at] != b"\r\n" else at - 2
            yield begin, max(begin, stop)
        begin = None
        if rest == b"--":
            return
        begin = position = min(end, line_end + 1)
    if begin is not None:
        yield begin, end


def leaves(raw: bytes, start: int = 0, end: int | None = None) -> tuple[Part, tuple[Part, ...], bool]:
    """The top entity, its leaves in order, and whether a limit stopped the walk."""
    top = _entity(raw, start, len(raw) if end is None else end, (), "text/plain")
    found: list[Part] = []
    stack: list[Iterator[Part]] = [iter((top,))]
    seen, truncated = 0, False
    while stack:
        part = next(stack[-1], None)
        if part is None:
            stack.pop()
            continue
        seen += 1
        if seen > MOST_PARTS:
            truncated = True
            break
        boundary = part.parameter("boundary")
        if not part.content_type.startswith("multipart/"):
            found.append(part)
        elif not boundary:
            found.append(_as_text(part))
        elif len(stack) > DEEPEST:
            truncated = True
        else:
            stack.append(_children(part, boundary, seen, found))
    return top, tuple(found), truncated


def _as_text(part: Part) -> Part:
    return Part(part.raw, part.start, part.end, part.fields, "text/plain", (), part.path)


def _children(part: Part, boundary: str, number: int, found: list[Part]) -> Iterator[Part]:
    subtype = part.content_type.partition("/")[2]
    path = (*part.path, (subtype, number))
    default = "message/rfc822" if subtype == "digest" else "text/plain"
    empty = True
    for begin, stop in _delimited(part, boundary.encode("utf-8", "surrogatepass")[:1000]):
        empty = False
        yield _entity(part.raw, begin, stop, path, default)
    if empty:  # the boundary never occurs: what is there is read as text, as mail programs do
        found.append(_as_text(part))
