"""What became of our drafts: intents whose outcome was not learned, and what the owner did with the rest.

Judged from complete listings only, never from SEARCH; never from a Message-ID alone, since two clients of five replace
it when they save.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailwatch.followup.fold import fold
from mailwatch.model.conversation import LIVE, DraftPhase, DraftState
from mailwatch.model.facts import (
    About,
    DraftAppended,
    DraftDeleted,
    DraftEdited,
    DraftMissing,
    DraftNotAppended,
    DraftSeenAgain,
    DraftSent,
    DraftUncertain,
    DraftWithdrawn,
    Fact,
    OwnerWord,
    OwnerWrote,
    QuestionAsked,
    ReplyReceived,
)
from mailwatch.model.message import Headers, Locator, Role
from mailwatch.ports import Desk, DraftsListing, Entry, SeenMessage
from mailwatch.text.identity import is_ours, is_token, thread_mark

#: Two complete listings this far apart, without the draft, prove that an APPEND of unknown outcome stored nothing.
PROOF_OF_ABSENCE = timedelta(minutes=5)

#: A draft that vanished may be open in an editor or waiting in an outbox for hours.
GONE_FOR_GOOD = timedelta(hours=24)

#: APPENDs of one draft that were proved to have stored nothing, after which the owner is asked instead.
MOST_ATTEMPTS = 2

#: The problem of an APPEND that was proved to have stored nothing; any other is what the server said.
NOT_STORED = "not stored"


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A message in Drafts that is not flagged as deleted."""

    locator: Locator
    headers: Headers
    size: int

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(
            [*([self.headers.message_id] if self.headers.message_id else []), *self.headers.references, *self.headers.in_reply_to]
        )


@dataclass(frozen=True, slots=True)
class DraftsView:
    """A complete listing of Drafts, its headers read."""

    listing: DraftsListing
    open: tuple[OpenDraft, ...]
    deleted: tuple[OpenDraft, ...]


def view_of(desk: Desk, listing: DraftsListing) -> DraftsView:
    """Read the headers of a listing; what is flagged as deleted counts as absent."""
    entries = [(entry, OpenDraft(entry.locator, desk.parse.headers(entry.header), entry.size)) for entry in listing.entries]
    gone = [draft for entry, draft in entries if _is_deleted(entry.flags)]
    return DraftsView(listing, tuple(draft for entry, draft in entries if not _is_deleted(entry.flags)), tuple(gone))


def _is_deleted(flags: frozenset[str]) -> bool:
    return any(flag.lower() == "\\deleted" for flag in flags)


def settle(desk: Desk, view: DraftsView, now: datetime) -> tuple[Fact, ...]:
    """The facts that this view of Drafts establishes about every draft of ours that may still lie there."""
    facts: list[Fact] = []
    known: set[str] = set()
    for quote in desk.journal.with_live_drafts(desk.account.name):
        recorded = desk.journal.facts(desk.account.name, quote)
        for draft in fold(recorded).drafts:
            if draft.phase in LIVE:
                known.add(draft.token)
                facts += _settle_one(desk, quote, draft, view, now, recorded)
    remember_marks(desk, view, now, known)
    return tuple(facts)


def remember_marks(desk: Desk, view: DraftsView, now: datetime, known: AbstractSet[str] = frozenset()) -> None:
    """Drafts of ours that the journal lost: that they lay there is remembered, for they may be gone when their step is due."""
    rows = [
        SeenMessage(name, draft.locator, Role.DRAFTS, now, from_owner=True)
        for draft in (*view.open, *view.deleted)
        for mark in draft.ids - known
        if is_token(mark) and not desk.journal.places(desk.account.name, mark)
        for name in (mark, thread_mark(draft.headers.references[-1]))
    ]
    if rows:
        desk.journal.record(desk.account.name, Entry(seen=tuple(rows)), now=now)


def _settle_one(  # noqa: PLR0913, PLR0917 - the one draft, and everything that tells of it
    desk: Desk, quote: str, draft: DraftState, view: DraftsView, now: datetime, recorded: Iterable[Fact]
) -> list[Fact]:
    here = next((entry for entry in view.open if entry.locator == draft.locator), None)
    marked = [entry for entry in view.open if draft.message_id in entry.ids or draft.token in entry.ids]
    if here is not None:
        return _saved_beside(desk, quote, draft, marked, now) or _still_there(quote, draft, here, now)
    if marked:
        return _somewhere_else(desk, quote, draft, marked[0], view.listing, now)
    if draft.phase is DraftPhase.WITHDRAWING:
        return [DraftWithdrawn(at=now, quote=quote, message=draft.message_id, step=draft.step, variant=draft.variant)]
    if _thrown_away(desk, draft, view):
        return [DraftDeleted(at=now, quote=quote, message=draft.message_id, step=draft.step, variant=draft.variant)]
    unmarked = next((entry for entry in view.open if quote in entry.ids and not any(map(is_ours, entry.ids))), None)
    if unmarked is not None:
        return [_edited(quote, draft, unmarked, now)]
    if draft.phase in {DraftPhase.INTENDED, DraftPhase.UNCERTAIN}:
        return _never_seen(quote, draft, view.listing, now, recorded)
    return _vanished(quote, draft, now, recorded)


def _edited(quote: str, draft: DraftState, found: OpenDraft, now: datetime) -> DraftEdited:
    """The owner saved it anew, with our mark or, where a server collapses References, with the quote's identifier alone."""
    return DraftEdited(
        at=now, quote=quote, message=draft.message_id, step=draft.step, variant=draft.variant, locator=found.locator
    )


def _saved_beside(desk: Desk, quote: str, draft: DraftState, marked: Iterable[OpenDraft], now: datetime) -> list[Fact]:
    """Some clients leave the former copy when they save (openradar 16458): another text with our mark means an owner at work."""
    if draft.phase not in {DraftPhase.WAITING, DraftPhase.MISSING}:
        return []
    others = [entry for entry in marked if entry.locator != draft.locator]
    saved = next((entry for entry in others if _digest_at(desk, entry.locator) != draft.digest), None)
    return [_edited(quote, draft, saved, now)] if saved is not None else []


def _still_there(quote: str, draft: DraftState, here: OpenDraft, now: datetime) -> list[Fact]:
    if draft.phase in {DraftPhase.MISSING, DraftPhase.WITHDRAWING}:
        return [
            DraftSeenAgain(
                at=now, quote=quote, message=draft.message_id, step=draft.step, variant=draft.variant, locator=here.locator
            )
        ]
    return []


def _somewhere_else(  # noqa: PLR0913, PLR0917 - the draft, where it was found, and in which listing
    desk: Desk, quote: str, draft: DraftState, found: OpenDraft, listing: DraftsListing, now: datetime
) -> list[Fact]:
    """It lies under another UID: our APPEND whose answer was lost, the same bytes after a new UIDVALIDITY, or the owner's."""
    digest = _digest_at(desk, found.locator)
    untouched = (
        found.headers.message_id == draft.message_id and digest is not None and digest in {draft.digest, draft.intent_digest}
    )
    if untouched and not _saved_again(draft, found, listing) and draft.phase not in {DraftPhase.EDITED, DraftPhase.LEFT}:
        return [
            DraftAppended(
                at=now,
                quote=quote,
                message=draft.message_id,
                step=draft.step,
                variant=draft.variant,
                locator=found.locator,
                digest=digest,
            )
        ]
    if draft.phase in {DraftPhase.EDITED, DraftPhase.LEFT} and draft.locator == found.locator:
        return []
    return [_edited(quote, draft, found, now)]


def _saved_again(draft: DraftState, found: OpenDraft, listing: DraftsListing) -> bool:
    """NeoMutt puts back what it opened, same text, same Message-ID: the UID alone tells that it is the owner's copy."""
    if draft.locator is not None:
        return draft.locator.uidvalidity == found.locator.uidvalidity
    if draft.uidvalidity != listing.uidvalidity:
        return False
    there = {entry.locator.uid for entry in listing.entries}
    return not there.issuperset(range(draft.uidnext, found.locator.uid))


def _digest_at(desk: Desk, locator: Locator) -> str | None:
    return next((desk.parse.digest(raw) for _, raw in desk.mailbox.texts([locator])), None)


def _never_seen(quote: str, draft: DraftState, listing: DraftsListing, now: datetime, recorded: Iterable[Fact]) -> list[Fact]:
    """An APPEND of unknown outcome that this listing does not show. One look proves nothing."""
    if draft.missing_since is None:
        return [DraftMissing(at=now, quote=quote, message=draft.message_id, step=draft.step, variant=draft.variant)]
    if now - draft.missing_since < PROOF_OF_ABSENCE or draft.phase is DraftPhase.UNCERTAIN:
        return []
    attempts = sum(isinstance(fact, DraftNotAppended) and fact.message == draft.message_id for fact in recorded)
    if attempts + 1 < MOST_ATTEMPTS and _nothing_came_and_went(draft, listing):
        return [
            DraftNotAppended(
                at=now, quote=quote, message=draft.message_id, step=draft.step, variant=draft.variant, problem=NOT_STORED
            )
        ]
    return [
        DraftUncertain(
            at=now, quote=quote, message=draft.message_id, step=draft.step, variant=draft.variant, problem="never seen"
        ),
        QuestionAsked(at=now, quote=quote, message=draft.message_id, about=About.DRAFT),
    ]


def _nothing_came_and_went(draft: DraftState, listing: DraftsListing) -> bool:
    """Is everything that Drafts was given since the intent still there? Else our draft may have been among what is not.

    UIDs only ever count up (RFC 9051 §2.3.1.1): a gap is a message that somebody recalled, sent or deleted.
    """
    there = {entry.locator.uid for entry in listing.entries}
    return listing.uidvalidity == draft.uidvalidity and there.issuperset(range(draft.uidnext, listing.uidnext))


def _thrown_away(desk: Desk, draft: DraftState, view: DraftsView) -> bool:
    """In Trash, filed as an order, or flagged as deleted with nothing in Sent (a sent draft is no longer live by now)."""
    if any(entry.locator == draft.locator or draft.token in entry.ids for entry in view.deleted):
        return True
    places = (*desk.journal.places(desk.account.name, draft.message_id), *desk.journal.places(desk.account.name, draft.token))
    return any(place.role in {Role.TRASH, Role.COMMAND} for place in places)


def _vanished(quote: str, draft: DraftState, now: datetime, recorded: Iterable[Fact]) -> list[Fact]:
    """Gone without our mark in Sent: what the owner wrote in the thread since may be it, where the mark was lost."""
    sent = _written_since(quote, draft, recorded)
    if sent is not None:
        return [
            DraftSent(
                at=sent.at,
                quote=quote,
                contacts=sent.contacts,
                message=draft.message_id,
                step=draft.step,
                variant=draft.variant,
                sent_as=sent.message,
            )
        ]
    if draft.phase is not DraftPhase.MISSING:
        return [DraftMissing(at=now, quote=quote, message=draft.message_id, step=draft.step, variant=draft.variant)]
    if draft.missing_since is not None and now - draft.missing_since >= GONE_FOR_GOOD:
        return [DraftDeleted(at=now, quote=quote, message=draft.message_id, step=draft.step, variant=draft.variant)]
    return []


def _written_since(quote: str, draft: DraftState, recorded: Iterable[Fact]) -> OwnerWrote | None:
    """The owner's first message in the thread after the draft, unless a prospect's word came before it: then it answers that."""
    drafted = draft.intended.replace(microsecond=0)  # a Date field knows no less than seconds
    since = [fact for fact in recorded if fact.at >= drafted and fact.quote == quote]
    words = [fact for fact in since if isinstance(fact, OwnerWrote | ReplyReceived)]
    first = min(words, key=lambda fact: fact.at, default=None)
    return first if isinstance(first, OwnerWrote) and first.word is OwnerWord.MESSAGE else None
