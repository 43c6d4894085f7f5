"""Encoded words in header fields (RFC 2047), read as leniently as people's mail programs do."""

import base64
import binascii
import re
from functools import lru_cache
from typing import Final

from mailwatch.parsing.charsets import decode

# One encoded word; its length is bounded well above the 75 characters of RFC 2047 §2 because many senders exceed it.
_ENCODED = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]{0,8000})\?=")
_Q_ESCAPE = re.compile(rb"=([0-9A-Fa-f]{2})")
# Controls could become new header fields when a value is written again (python/cpython#121650); bidirectional
# overrides change what a person reads. Tabs and line breaks are spaces here.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_OVERRIDES = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_LONGEST: Final = 64 * 1024
_SHORT: Final = 500


def clean(text: str) -> str:
    """No control characters, no bidirectional overrides, spaces at both ends gone."""
    if text.isprintable():  # neither controls nor overrides are
        return text.strip()
    return _CONTROLS.sub(" ", _OVERRIDES.sub("", text)).strip()


def _bytes_of(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "surrogatepass")
    if encoding in "qQ":
        return _Q_ESCAPE.sub(lambda match: bytes((int(match[1], 16),)), data.replace(b"_", b" "))
    data = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4))
    except (binascii.Error, ValueError):
        return base64.b64decode(data[: len(data) // 4 * 4])


def _decoded(value: str) -> str:
    output: list[str] = []
    pending = b""
    pending_charset = ""
    end = 0
    for match in _ENCODED.finditer(value):
        between = value[end : match.start()]
        charset = match[1].lower()
        # White space between two encoded words is not text, and a character may be cut in two by them (RFC 2047 §6.2).
        if pending and (between.strip() or charset != pending_charset):
            output.append(decode(pending, pending_charset))
            pending = b""
            if not between.strip():
                between = ""
        elif pending or (end and not between.strip()):
            between = ""
        output.append(between)
        pending += _bytes_of(match[2], match[3])
        pending_charset = charset
        end = match.end()
    if pending:
        output.append(decode(pending, pending_charset))
    output.append(value[end:])
    return "".join(output)


def decode_words(value: str) -> str:
    """The text a person would see for an unfolded field value."""
    if "=?" not in value:
        return clean(value[:_LONGEST])
    return _short_words(value) if len(value) <= _SHORT else _words(value)


def _words(value: str) -> str:
    return clean(_decoded(value[:_LONGEST]))


# Subjects and names come again and again; a hostile field must not fill the memory.
_short_words = lru_cache(maxsize=4096)(_words)
