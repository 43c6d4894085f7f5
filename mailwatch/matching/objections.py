"""The evidence against: what makes a mail that shares something with a quote be about something else."""

from collections.abc import Iterator, Mapping
from math import log2

from mailwatch.matching.case import Case
from mailwatch.matching.evidence import Group, bits_of
from mailwatch.matching.quotation import Author, author_of, second_hand
from mailwatch.model.attribution import KeyKind
from mailwatch.model.reasons import Reason, reason
from mailwatch.text.tokens import fold

_DAYS_A_MONTH = 30.44
_GAPS = ((12, -3.0), (6, -2.0), (1, -1.0))
_UNNAMED = frozenset({"noreply", "donotreply", "nepasrepondre", "mailerdaemon", "postmaster", "notification", "notifications"})

#: Fewer quoted words than this may be ours and leave no fingerprint.
_QUOTED_WORDS = 20

Found = Mapping[Group, tuple[Reason, ...]]


def objections_to(at: Case, found: Found, *, elsewhere: bool, other_number: bool) -> tuple[Reason, ...]:
    """``elsewhere``: the identifiers the mail answers lead to another thread. ``other_number``: it names another quote."""
    grounds = list(_links(at, found, elsewhere=elsewhere, other_number=other_number))
    if Group.IDENTIFIER not in found:
        grounds += _sender(at)
        grounds += _others_words(at, found)
        grounds += _second_hand(at, found)
    if not found.keys() & {Group.IDENTIFIER, Group.QUOTED, Group.BUSINESS}:
        if at.context.rivals > 1:
            grounds.append(reason("several_quotes_open", bits=-round(log2(at.context.rivals), 1), quotes=at.context.rivals))
        if Group.SUBJECT not in found:
            grounds += _gap(at)
    return tuple(grounds)


def _links(at: Case, found: Found, *, elsewhere: bool, other_number: bool) -> Iterator[Reason]:
    if elsewhere:
        yield reason("answers_another_thread", bits=-12.0)
    named = any(key.where in {"new", "subject"} for key in at.shared(KeyKind.QUOTE_NUMBER))
    if other_number and not named and not any(bits_of(ground) >= 30 for ground in found.get(Group.IDENTIFIER, ())):  # noqa: PLR2004 - a direct answer
        yield reason("names_another_quote", bits=-10.0)


def _others_words(at: Case, found: Found) -> Iterator[Reason]:
    """Who answers us quotes us, if anybody: quotations without a passage of ours, and all the more under another's name."""
    if Group.QUOTED in found or Group.BUSINESS in found:
        return
    authors = {author_of(at, block) for block in at.message.quoted}
    if Author.US in authors or at.mail.quoted_words < _QUOTED_WORDS:
        return
    yield reason("quotes_somebody_else", bits=-4.0 if Author.UNSAID in authors else -6.0)


#: Grounds that tie a mail to the discussion of a quote, not only to a text.
_SAME_DISCUSSION = frozenset({"same_subject", "similar_subject"})


def _second_hand(at: Case, found: Found) -> Iterator[Reason]:
    """Our words, and the number among them, within somebody else's mail about something else."""
    told = {ground.code for ground in found.get(Group.SUBJECT, ())}
    if Group.QUOTED in found and not told & _SAME_DISCUSSION and second_hand(at):
        along = sum(bits_of(ground) for ground in found.get(Group.BUSINESS, ()) if ground.code == "quotes_quote_number")
        yield reason("quotes_us_second_hand", bits=-14.0 - along)


def _sender(at: Case) -> Iterator[Reason]:
    if at.context.bulk:
        yield reason("sent_to_many", bits=-12.0)
    sender = at.message.headers.sender
    local = "".join(character for character in fold(sender.address.rpartition("@")[0]) if character.isalpha()) if sender else ""
    if local in _UNNAMED:
        yield reason("nobody_signs", bits=-6.0)


def _gap(at: Case) -> Iterator[Reason]:
    """A late mail with nothing but the person to tie it to the quote."""
    months = (at.context.received - max(at.known.sent)).days / _DAYS_A_MONTH
    for least, bits in _GAPS:
        if months > least:
            yield reason("long_ago", bits=bits, months=int(months))
            return
