"""Bytes to text, whatever the label says."""

import codecs
import re
from functools import lru_cache
from typing import Final

# Labels that browsers and mail programs read as their Windows superset (WHATWG Encoding Standard): the extra
# characters are curly quotes and the euro sign, which real mail labelled ISO-8859-1 does contain.
_SUPERSETS: Final = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "unicode-1-1-utf-7": "utf-7",
    "utf-8mb4": "utf-8",
}

# Python's text codecs only: "hex", "zlib" and friends are registered names too and would not give text.
_NOT_TEXT: Final = frozenset(
    {"base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib", "idna", "punycode", "undefined", "mbcs", "oem"}
)

_UTF8_LEAD = re.compile(rb"[\x80-\xff]")


@lru_cache(maxsize=256)
def codec_of(label: str) -> str | None:
    """Python's name for a charset label, None when it is unknown."""
    name = label.strip().strip("\"'").lower().partition("*")[0]
    name = _SUPERSETS.get(name, name)
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return None if info.name in _NOT_TEXT or name in _NOT_TEXT else info.name


def decode(data: bytes, label: str | None = None) -> str:
    """Text of these bytes. UTF-8 is tried when the label is missing, unknown or ASCII; nothing is ever refused."""
    name = codec_of(label) if label else None
    # Valid UTF-8 with bytes above 127 is hardly ever anything else; mail without a label, or labelled ASCII, is often UTF-8.
    if name in (None, "cp1252", "utf-8") and (name != "cp1252" or _UTF8_LEAD.search(data)):
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            name = name or "cp1252"
    if name == "utf-8":
        return data.decode("utf-8", "replace")
    try:
        return data.decode(name or "cp1252", "replace")
    except (UnicodeError, ValueError, LookupError):
        return data.decode("latin-1")
