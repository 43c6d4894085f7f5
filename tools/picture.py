"""Draw a terminal as an SVG file: what a command printed, in the colours it printed it in.

    python tools/picture.py fr > docs/pictures/demo.fr.svg

The demo is run in a pseudo-terminal; four of its scenes are drawn, whole, with a dotted line where others were left out.
Every character stands in its own cell, so that the picture looks the same whatever fonts the reader has.
"""

import os
import pty
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Sequence
from html import escape

COLUMNS = 100
CELL, LINE, MARGIN, BAR = 8.4, 19, 18, 34
COLOURS = {"1": "#ffffff", "2": "#8b949e", "32": "#7ee787", "33": "#e3b341", "31": "#ff7b72"}
PLAIN = "#c9d1d9"
LEFT_OUT = "⋯"

#: The scenes drawn: the first follow-up with its text, the answer that withdraws a draft, the answer of two years later, the end.
SCENES = (2, 4, 6, 9)

_STYLED = re.compile(r"\x1b\[([0-9;]*)m")


def printed(language: str) -> str:
    """What ``mailwatch demo`` prints on a terminal, with its escape sequences."""
    here, there = pty.openpty()
    environment = {**os.environ, "LANG": f"{language}.UTF-8", "LC_ALL": f"{language}.UTF-8", "TERM": "xterm"}
    environment.pop("NO_COLOR", None)
    with subprocess.Popen([sys.executable, "-m", "mailwatch", "demo"], stdout=there, stderr=there, env=environment) as running:
        os.close(there)
        chunks = iter(lambda: _read(here), b"")
        text = b"".join(chunks).decode()
    os.close(here)
    if running.returncode:
        sys.exit(f"the demo failed:\n{text}")
    return text.replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other end was closed
        return b""


def scenes(text: str) -> list[str]:
    """The demo's scenes: a scene begins after an empty line that is followed by a bold one; drafts stand inside."""
    return [part.strip("\n") for part in re.split(r"\n\n(?=\x1b\[1m\S)", "\n" + text) if part.strip()]


def chosen(parts: Sequence[str]) -> str:
    """The scenes to draw, with a mark between those that do not follow each other."""
    lines, last = [], None
    for index in SCENES:
        if last is not None:
            lines += ["", f"\x1b[2m{LEFT_OUT}\x1b[0m", ""] if index != last + 1 else [""]
        lines.append(parts[index])
        last = index
    return "\n".join(lines)


def spans(line: str) -> Iterator[tuple[str, str]]:
    """Pieces of one printed line as (style, text)."""
    style, position = "", 0
    for found in _STYLED.finditer(line):
        if found.start() > position:
            yield style, line[position : found.start()]
        style, position = found[1].removeprefix("0"), found.end()
    if position < len(line):
        yield style, line[position:]


def wrapped(line: str) -> list[tuple[str, str]]:
    """A printed line as lines of the picture (style, text): our output has one style a line."""
    found = list(spans(line)) or [("", "")]
    text = "".join(piece for _, piece in found)
    indent = re.match(r"[ |>]*", text)[0]
    folded = textwrap.wrap(text, COLUMNS, subsequent_indent=indent or "    ", break_long_words=True, break_on_hyphens=False)
    return [(found[0][0], part) for part in folded or [""]]


def svg(text: str, title: str) -> str:
    """The whole file. ``title`` is what a screen reader says first."""
    lines = [line for printed_line in text.split("\n") for line in wrapped(printed_line)]
    width, height = COLUMNS * CELL + 2 * MARGIN, BAR + len(lines) * LINE + 2 * MARGIN
    drawn = "\n".join(_drawn(number, *line) for number, line in enumerate(lines) if line[1])
    buttons = "".join(f'<circle cx="{MARGIN + 18 * place}" cy="17" r="5" fill="#30363d"/>' for place in range(3))
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="{escape(title)}">
<title>{escape(title)}</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
{buttons}
<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" xml:space="preserve">
{drawn}
</g>
</svg>
"""


def _drawn(number: int, style: str, text: str) -> str:
    indent = len(text) - len(text.lstrip(" "))
    shown = text[indent:]
    x, y = MARGIN + indent * CELL, BAR + MARGIN + number * LINE + 4
    weight = ' font-weight="bold"' if style == "1" else ""
    return (
        f'<text x="{x:.1f}" y="{y}" textLength="{len(shown) * CELL:.1f}" fill="{COLOURS.get(style, PLAIN)}"{weight}>'
        f"{escape(shown, quote=False)}</text>"
    )


TITLES = {"fr": "La démonstration de mailwatch dans un terminal", "en": "The demo of mailwatch in a terminal"}


def picture(language: str) -> str:
    """The demo of today, drawn."""
    return svg(chosen(scenes(printed(language))), TITLES[language])


if __name__ == "__main__":
    sys.stdout.write(picture(sys.argv[1]))
