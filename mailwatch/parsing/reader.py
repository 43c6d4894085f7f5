"""A whole message: parts chosen, words parted, attachments listed."""

import re
from dataclasses import dataclass, field
from typing import Final

from mailwatch.model.message import Headers, Message, QuotedBlock, Unreadable
from mailwatch.parsing.attachments import SHOWN, attachments, is_attachment
from mailwatch.parsing.headers import read_headers
from mailwatch.parsing.html import LONGEST_HTML, html_lines
from mailwatch.parsing.lines import Line, flowed_lines, plain_lines, render
from mailwatch.parsing.mime import Part, leaves
from mailwatch.parsing.quotation import Parted, part
from mailwatch.parsing.reports import original_headers, report
from mailwatch.parsing.signatures import cut

#: Words beyond the first MiB are no correspondence.
LONGEST_TEXT: Final = 1 << 20
# HTML is decoded further than it is read: pictures written into it are taken out first.
_ENCODED_HTML: Final = 2 << 20
_MOST_ATTACHED: Final = 5
_DATA = re.compile(r"data:[a-z/+.-]{0,40};base64,[A-Za-z0-9+/=\s]{100,}", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>]", re.IGNORECASE)
_METHOD = re.compile(r"^METHOD\s*:\s*(\w{1,20})", re.IGNORECASE | re.MULTILINE)
_BLANKS = re.compile(r"\n{3,}")


@dataclass
class _Body:
    """What the text parts of a message gave, in order."""

    lines: list[Line] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    signature: list[str] = field(default_factory=list)
    quoted: list[QuotedBlock] = field(default_factory=list)
    links: int = 0


def _lines_of(leaf: Part) -> tuple[tuple[Line, ...], int]:
    if leaf.content_type in {"text/html", "application/xhtml+xml"}:
        html = _DATA.sub("", leaf.text(_ENCODED_HTML))
        return html_lines(html[:LONGEST_HTML])
    text = leaf.text(LONGEST_TEXT)[:LONGEST_TEXT]
    links = len(_URL.findall(text))
    if (leaf.parameter("format") or "").strip().lower() == "flowed":
        return flowed_lines(text, delete_space=(leaf.parameter("delsp") or "").lower() == "yes"), links
    return plain_lines(text), links


def _words(lines: tuple[Line, ...]) -> int:
    return sum(len(line.text.split()) for line in lines)


def _alternatives(bodies: list[Part]) -> list[list[Part]]:
    """Text parts grouped by what they are alternatives of; a part outside multipart/alternative is alone."""
    groups: dict[tuple[tuple[str, int], ...], list[Part]] = {}
    for number, leaf in enumerate(bodies):
        inside = next((index for index, (subtype, _) in enumerate(leaf.path) if subtype == "alternative"), None)
        key = leaf.path[: inside + 1] if inside is not None else (("alone", -number - 1),)
        groups.setdefault(key, []).append(leaf)
    return list(groups.values())


def _chosen(group: list[Part]) -> list[tuple[tuple[Line, ...], int]]:
    """Of alternatives, the plain one unless it says next to nothing of what the HTML one says."""
    plain = [_lines_of(leaf) for leaf in group if leaf.content_type not in {"text/html", "application/xhtml+xml"}]
    if len(plain) == len(group):
        return plain
    html = [_lines_of(leaf) for leaf in group if leaf.content_type in {"text/html", "application/xhtml+xml"}]
    plain_words, html_words = (sum(_words(lines) for lines, _ in bodies) for bodies in (plain, html))
    if not plain or plain_words * 4 < html_words:
        return html
    links = max(sum(count for _, count in html), sum(count for _, count in plain))
    return [(lines, links if number == 0 else 0) for number, (lines, _) in enumerate(plain)]


def _text(lines: list[Line]) -> str:
    return "\n".join(line.text for line in lines).strip("\n")


def _add(body: _Body, lines: tuple[Line, ...], parted: Parted) -> None:
    body.lines.extend((Line(0, ""), *lines) if body.lines else lines)
    runs = [run for run in parted.runs if run]
    for number, run in enumerate(runs):
        kept, removed = cut(run, first=not any(body.new), edge=number in {0, len(runs) - 1})
        body.new.append(_text(kept))
        body.signature.append(_text(removed))
    body.quoted.extend(parted.quoted())


def _joined(pieces: list[str]) -> str:
    return _BLANKS.sub("\n\n", "\n\n".join(piece.rstrip() for piece in pieces if piece.strip())).strip()


def read_body(parts: list[Part]) -> _Body:
    body = _Body()
    for group in _alternatives(parts):
        for lines, links in _chosen(group):
            body.links += links
            _add(body, lines, part(lines))
    return body


def _calendar_method(found: tuple[Part, ...]) -> str | None:
    for leaf in found:
        if leaf.content_type == "text/calendar":
            stated = leaf.parameter("method")
            match = None if stated else _METHOD.search(leaf.text(64 * 1024))
            return (stated or (match[1] if match else "") or "").upper() or None
    return None


def _attached(leaf: Part) -> tuple[QuotedBlock, ...]:
    """A message forwarded as an attachment: somebody's earlier words, with what they quote."""
    headers = original_headers(leaf)
    if headers == Headers():
        return ()
    raw = leaf.body(LONGEST_TEXT)
    _, found, _ = leaves(raw.lstrip(b"\r\n"))
    body = read_body([inner for inner in found if inner.content_type in SHOWN and not is_attachment(inner)][:_MOST_ATTACHED])
    words = _joined(body.new) or _text(body.lines)
    return (
        QuotedBlock(words, headers.sender.address if headers.sender else None, headers.date, headers.subject or None),
        *body.quoted,
    )


def read_message(raw: bytes, *, own: bool = False) -> Message | Unreadable:
    """Everything mailwatch needs to know of a message."""
    if b"\n" not in raw[:LONGEST_TEXT] and b"\r" in raw[:LONGEST_TEXT]:
        raw = raw.replace(b"\r", b"\n")
    top, found, truncated = leaves(raw)
    headers = read_headers(top.fields)
    bodies = [leaf for leaf in found if leaf.content_type in SHOWN and not is_attachment(leaf)]
    if truncated and not bodies:
        return Unreadable("more parts, or parts nested deeper, than any person's mail has", headers)
    body = read_body(bodies)
    attached = [leaf for leaf in found if leaf.content_type in {"message/rfc822", "message/global"}][:_MOST_ATTACHED]
    if top.content_type != "multipart/report":
        body.quoted.extend(block for leaf in attached for block in _attached(leaf))
    return Message(
        headers=headers,
        text=render(tuple(body.lines)),
        new_text=_joined(body.new),
        signature=_joined(body.signature),
        quoted=tuple(body.quoted),
        attachments=attachments(found, own=own),
        report=report(top, found),
        calendar_method=_calendar_method(found),
        content_type=top.content_type,
        links=body.links,
    )
