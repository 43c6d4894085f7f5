"""News that mailwatch leaves in the owner's inbox: what is wanted, and the facts about each notice.

A notice belongs to no conversation and names no person: its Message-ID is a keyed hash of what it is about.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from mailwatch.model.facts import Fact
from mailwatch.model.message import Locator

#: The field that marks a notice of ours: it is never read as mail.
MARK = "X-Mailwatch-Notice"


class Digest(StrEnum):
    NONE = "none"
    DAILY = "daily"
    WEEKLY = "weekly"


class NoticeKind(StrEnum):
    LATE_REPLY = "late_reply"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Notify:
    """What the owner wants to be told in the inbox, and in which language."""

    language: Literal["fr", "en"] = "fr"
    late_replies: bool = False
    digest: Digest = Digest.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeIntended(Fact):
    """Durable before the first byte of APPEND. ``message`` is the notice's Message-ID, equal for every retry."""

    kind: NoticeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeAppended(Fact):
    """The inbox holds it, or held it: nobody appends it again. ``locator`` is None when only its trace was found."""

    locator: Locator | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeNotAppended(Fact):
    """The server said no, or later views of the inbox prove that nothing was stored."""

    problem: str
