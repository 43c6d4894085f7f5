"""The names mailwatch gives: to drafts, so that a retry is recognised, and to quotes, so that the owner can type them."""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass

#: Angle brackets around anything without spaces: RFC 5322 §3.6.4 with the tolerance real identifiers need.
MESSAGE_ID = re.compile(r"<[^<>\s]{1,995}>")

_PUBLIC_ID_LENGTH = 8


def _base32(digest: bytes) -> str:
    return base64.b32encode(digest).decode("ascii").rstrip("=").lower()


def _mac(secret: bytes, *parts: str) -> str:
    return _base32(hmac.new(secret, "|".join(parts).encode(), hashlib.sha256).digest()[:16])


@dataclass(frozen=True, slots=True)
class Naming:
    """Names the drafts of one account. ``slot`` is the step number as text, or the variant of an answer."""

    secret: bytes
    account: str
    domain: str

    def token(self, quote: str, slot: str) -> str:
        """The identifier placed inside References: the one mark that survives edit and send in every client tried.

        Opaque, because the prospect can see it.
        """
        return f"<mwt.{_mac(self.secret, self.account, quote, slot)}@{self.domain}>"

    def message_id(self, quote: str, slot: str, generation: int) -> str:
        """The Message-ID of a draft: equal for every retry of one intent, new after each withdrawal of ours."""
        return f"<mw.{_mac(self.secret, self.account, quote, slot, str(generation))}@{self.domain}>"


def is_ours(message_id: str) -> bool:
    """Does this identifier look like one we gave (draft or token)?"""
    return message_id.startswith(("<mw.", "<mwt."))


def is_token(message_id: str) -> bool:
    """Does it look like the mark inside References, which stays the same for every draft of a step?"""
    return message_id.startswith("<mwt.")


def thread_mark(quote: str) -> str:
    """Under this it is noted that a draft of ours was in the quote's thread, for when the secret behind its name is lost."""
    return f"mwt {quote}"


def public_id(account: str, message_id: str) -> str:
    """What ``status`` shows and commands accept (also by unique prefix): eight letters and digits."""
    return _base32(hashlib.sha256(f"{account}|{message_id}".encode()).digest())[:_PUBLIC_ID_LENGTH]


def invented_message_id(account: str, header: bytes) -> str:
    """A stable name for a message that came without Message-ID: the digest of its header block."""
    return f"<{hashlib.sha256(account.encode() + b'|' + header).hexdigest()[:32]}@mailwatch.invalid>"
