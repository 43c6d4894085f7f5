"""HTML to lines, keeping the order of blocks and the marks that mail programs put around what they quote.

Nothing is fetched, nothing is rendered: links become their text, images nothing, hidden elements nothing.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mailwatch.parsing.lines import MOST_LINES, Line, Mark, visible

#: Words stand at the top of a mail; a person's HTML, Outlook's style sheets included, stays well below this.
LONGEST_HTML: Final = 1 << 20
# Lexbor's time grows with the square of the nesting (100,000 open <div>: 23 s; 1,000: nothing measurable).
_DEEPEST: Final = 1000
# Attributes are compared with one another: 120,000 of them in one tag cost seconds.
_LONGEST_TAG: Final = 32 * 1024
_UNKNOWN: Final = -2
_MOST_NODES: Final = 60_000

_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_SPACED: Final = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre"})
_SKIPPED: Final = frozenset(
    {"head", "script", "style", "title", "template", "noscript", "svg", "math", "select", "object", "iframe", "-comment"}
)
_NOT_NESTING: Final = frozenset(
    "area base br col embed hr img input link meta source track wbr p li td th tr tbody option dt dd o:p".split()  # noqa: SIM905 - a list of words reads better
)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9:]{0,20})", re.IGNORECASE)

_HIDDEN = re.compile(
    r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|mso-hide\s{0,3}:\s{0,3}all|font-size\s{0,3}:\s{0,3}0(?:px|pt|em)?\s{0,3}(?:;|$|!)"
    r"|max-height\s{0,3}:\s{0,3}0(?:px)?\s{0,3}(?:;|$|!)|opacity\s{0,3}:\s{0,3}0\s{0,3}(?:;|$|!)",
    re.IGNORECASE,
)
# Gmail and Outlook indent with a blockquote that has no bar and a margin: the author's own words.
_INDENTED = re.compile(r"margin(?:-left)?\s?:\s?(?:0(?:px)?\s0(?:px)?\s0(?:px)?\s)?(?:40|30)(?:\.0)?p[xt]", re.IGNORECASE)
_NO_BAR = re.compile(r"border(?:-left)?\s?:\s?(?:none|0|medium none)", re.IGNORECASE)
# Outlook draws a line above the header block of the original: #E1E1E1 since 2013, #B5C4DF before.
_OUTLOOK_LINE = re.compile(
    r"border-top\s?:\s?(?:solid\s#?\w{3,12}\s[\d.]+p[tx]|[\d.]+p[tx]\ssolid)|border(?:-color)?[^;]{0,80}#(?:e1e1e1|b5c4df)",
    re.IGNORECASE,
)
_NO_MARGIN = re.compile(r"margin(?:-(?:top|bottom))?\s?:\s?0", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")

_ATTRIBUTION_CLASSES: Final = frozenset(
    {"gmail_attr", "moz-cite-prefix", "moz-email-headers-table", "reply-intro", "zmail_extra_hr"}
)
_SIGNATURE_CLASSES: Final = frozenset(
    {
        "gmail_signature",
        "moz-signature",
        "protonmail_signature_block",
        "elementtoproof_signature",
        "signature",
        "zimbra_signature",
    }
)
_SIGNATURE_IDS: Final = frozenset(
    {"applemailsignature", "ms-outlook-mobile-signature", "signature", "divtagdefaultwrapper_signature", "isignature"}
)
_HEADER_IDS: Final = frozenset({"divrplyfwdmsg"})
_QUOTE_CLASSES: Final = frozenset({"yahoo_quoted", "yahoo-quoted-begin", "olk_src_body_section", "mail_quote", "quoted-text"})
_QUOTE_IDS: Final = frozenset({"olk_src_body_section"})


@dataclass
class _Writer:
    """Collects text into lines; white space is folded as a browser does, unless preformatted."""

    lines: list[Line] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    gap: bool = False

    def text(self, text: str, *, preformatted: bool) -> None:
        self.pieces.append(text if preformatted else _SPACES.sub(" ", text))

    def end(self, depth: int, mark: Mark, *, force: bool = False) -> None:
        """Close the line being written; ``force`` keeps an empty one (a <br>)."""
        if not self.pieces and not force:
            return
        joined = "".join(self.pieces)
        self.pieces.clear()
        for piece in joined.split("\n"):
            text = _SPACES.sub(" ", visible(piece)).strip(" ")
            if text or force:
                if self.gap and self.lines and not self.lines[-1].blank:
                    self.lines.append(Line(min(depth, self.lines[-1].depth), ""))
                self.gap = False
                self.lines.append(Line(depth, text.replace("\u00a0", " ").rstrip(), mark if text else Mark.NONE))


@dataclass(frozen=True, slots=True)
class _State:
    """What surrounds a node."""

    depth: int = 0
    mark: Mark = Mark.NONE
    preformatted: bool = False
    link: bool = False


def _bounded(html: str) -> str:
    """As much of the HTML as Lexbor reads in time: neither nested nor attributed beyond what any program writes."""
    html = html[:LONGEST_HTML]
    open_tags, closes = 0, _UNKNOWN
    for match in _TAG.finditer(html):
        start = match.start()
        if match[2].lower() not in _NOT_NESTING:
            open_tags += -1 if match[1] else 1
        if 0 <= closes < start or closes == _UNKNOWN:
            closes = html.find(">", start)
        length = (closes if closes >= 0 else len(html)) - start
        if open_tags > _DEEPEST or length > _LONGEST_TAG:
            return html[:start]
    return html


def _is_quote(tag: str, names: frozenset[str], ident: str, attributes: dict[str, str | None]) -> bool:
    if names & _QUOTE_CLASSES or ident in _QUOTE_IDS or ident.startswith("yahoo_quoted"):
        return True
    if tag != "blockquote":
        return False
    style = attributes.get("style") or ""
    cited = attributes.get("type") == "cite" or "cite" in attributes or "gmail_quote" in names
    return cited or not (_INDENTED.search(style) and (_NO_BAR.search(style) or "border" not in style.lower()))


def _mark_of(names: frozenset[str], ident: str, attributes: dict[str, str | None]) -> Mark:
    if names & _ATTRIBUTION_CLASSES:
        return Mark.ATTRIBUTION
    if names & _SIGNATURE_CLASSES or ident in _SIGNATURE_IDS or "gmail_signature" in (attributes.get("data-smartmail") or ""):
        return Mark.SIGNATURE
    if ident in _HEADER_IDS or ("style" in attributes and _OUTLOOK_LINE.search(attributes["style"] or "")):
        return Mark.HEADERS
    return Mark.NONE


def _inside(node: LexborNode, tag: str, state: _State) -> _State | None:
    """The state for the node's children, None when they cannot be seen."""
    attributes = node.attributes
    if not attributes:
        return _State(state.depth + (tag == "blockquote"), state.mark, state.preformatted or tag == "pre", state.link)
    if _HIDDEN.search(attributes.get("style") or "") or "hidden" in attributes:
        return None
    names = frozenset((attributes.get("class") or "").lower().split())
    ident = (attributes.get("id") or "").lower().removeprefix("x_")
    ident = re.sub(r"^(?:x_|m_-?\d+)+", "", ident)
    names = frozenset(name.removeprefix("x_").removeprefix("m_") for name in names)
    mark = _mark_of(names, ident, attributes) or state.mark
    depth = state.depth + _is_quote(tag, names, ident, attributes)
    return _State(
        depth, mark, state.preformatted or tag == "pre" or "white-space: pre" in (attributes.get("style") or ""), state.link
    )


def _is_spaced(tag: str, node: LexborNode) -> bool:
    """Does a blank line stand around this block? Not around Outlook's paragraphs, whose margin is none."""
    if tag not in _SPACED:
        return False
    attributes = node.attributes
    return "mso" not in (attributes.get("class") or "").lower() and not _NO_MARGIN.search(attributes.get("style") or "")


def _visible(node: LexborNode, tag: str, state: _State, writer: _Writer) -> _State | None:
    """Write a text node; for an element that can be seen, the state of its children."""
    if tag == "-text":
        writer.text((node.text_content or "").replace("\r", ""), preformatted=state.preformatted)
        return None
    if "@" in tag:  # "<marc@client.example>" that some program forgot to escape
        writer.text(f"<{tag}>", preformatted=False)
    return None if tag in _SKIPPED else _inside(node, tag, state)


def html_lines(html: str) -> tuple[tuple[Line, ...], int]:
    """The visible lines of an HTML body, and how many links it holds."""
    tree = LexborHTMLParser(_bounded(html))
    root = tree.root
    writer = _Writer()
    links = nodes = 0
    # Iterative: each entry is a node to enter, or None with the state in which a block ends.
    stack: list[tuple[LexborNode | None, str, _State]] = [(root, "html", _State())] if root is not None else []
    while stack and nodes < _MOST_NODES and len(writer.lines) < MOST_LINES:
        node, tag, state = stack.pop()
        if node is None:
            writer.end(state.depth, state.mark)
            writer.gap = writer.gap or tag in _SPACED
            continue
        nodes += 1
        if node.next is not None and node is not root:
            stack.append((node.next, node.next.tag or "", state))
        inner = _visible(node, tag, state, writer)
        if inner is None:
            continue
        links += _enter(tag, node, state, inner, writer)
        if tag in _BLOCKS:
            stack.append((None, tag if _is_spaced(tag, node) else "div", inner))
        if node.child is not None:
            stack.append((node.child, node.child.tag or "", inner))
    writer.end(0, Mark.NONE)
    return tuple(writer.lines), links


def _enter(tag: str, node: LexborNode, state: _State, inner: _State, writer: _Writer) -> int:
    """What the start of an element writes; 1 when it is a link."""
    if tag == "br":
        writer.end(state.depth, state.mark, force=True)
    elif tag in _BLOCKS or inner.depth != state.depth:
        writer.end(state.depth, state.mark)
        writer.gap = writer.gap or _is_spaced(tag, node)
        if tag == "hr":
            writer.text("_" * 32, preformatted=True)
            writer.end(state.depth, state.mark)
        elif tag == "li":
            writer.text("- ", preformatted=False)
    elif tag in {"td", "th"}:
        writer.text(" ", preformatted=False)
    elif tag == "a":
        return (node.attributes.get("href") or "").lower().startswith(("http:", "https:"))
    return 0
