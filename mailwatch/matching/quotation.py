"""What a mail quotes: the line above a quotation, and the words in it, compared with a quote of ours."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from mailwatch.matching import rarity
from mailwatch.matching.case import Case, word_set
from mailwatch.matching.formulas import common
from mailwatch.matching.people import organisation
from mailwatch.model.attribution import Key, KeyKind
from mailwatch.model.message import Address, QuotedBlock
from mailwatch.model.reasons import Reason, reason
from mailwatch.text.subjects import subject_key

#: Offsets from UTC that are in use, in minutes: an attribution line seldom says which one it means.
_ZONE_STEP = 15
_ZONE_FROM, _ZONE_TO = -12 * 60, 14 * 60

#: What passages weigh by their number. One happens between any two mails of a trade: it weighs, but corroborates nothing.
#: Three are seven words in a row or more that stand in no other quote.
_PRINT_BITS = (0.0, 5.0, 9.0, 17.0, 18.0)
_BY_NAME = 3.0

#: What no quotation holds may be a saying that both have from elsewhere: it needs a person or a subject beside it, and a word is none.
_OUTSIDE_MOST = 12.0
_QUOTED_MOST = 20.0

#: Outside quotations so many make a run that nobody types by chance; fewer are formulas of the trade.
_RUN = 3


#: Short as our mail may be, who quotes all of it answers it; a single passage may still be a saying.
_ALL_OF_IT = 8.0
_NEARLY_ALL = 0.75


class Author(StrEnum):
    """Whose words a quotation claims to be."""

    US = "us"
    OTHER = "other"
    UNSAID = "unsaid"


def quoted_evidence(at: Case) -> tuple[Reason, ...]:
    """What a quotation says above it, and the words in it: two grounds, of one limit."""
    said = max((found for block in at.message.quoted if (found := _attribution(at, block))), key=_bits_of, default=None)
    number = passages(at)
    if said is None and number > 1 and any(author_of(at, block) is Author.US for block in at.message.quoted):
        said = reason("quotes_us_by_name", bits=_BY_NAME)
    left = _QUOTED_MOST - (_bits_of(said) if said else 0.0)
    most = left if any(key.where == "quoted" for key in at.shared(KeyKind.FINGERPRINT)) else min(left, _OUTSIDE_MOST)
    bits = min(most, _PRINT_BITS[min(number, len(_PRINT_BITS) - 1)])
    whole = number > 0 and _quotes_all(at)
    code = "quotes_our_whole_text" if whole else "quotes_our_text"
    text = reason(code, bits=min(most, bits + _ALL_OF_IT) if whole else bits, passages=number) if bits else None
    return tuple(ground for ground in (said, text) if ground is not None)


def passages(at: Case) -> int:
    """Passages of ours in the mail: in quotations, or in a run outside them. Who quotes somebody else quotes us no less
    visibly: a run outside is then a text that both have from elsewhere."""
    keys = tuple(
        key for key in at.shared(KeyKind.FINGERPRINT) if key.value not in at.context.formulas and key.value not in common()
    )
    inside = tuple(key for key in keys if key.where == "quoted")
    run = len(keys) - len(inside) >= _RUN and not second_hand(at)
    return rarity.fingerprint_count(at.rates, keys if run else inside)


def _quotes_all(at: Case) -> bool:
    """Is nearly all that the author of our mail wrote in it repeated in quotations?"""
    quoted = {key.value for key in at.shared(KeyKind.FINGERPRINT, "quoted")} - at.context.formulas - common()
    return 0 < at.known.quote.passages * _NEARLY_ALL <= len(quoted)


def author_of(at: Case, block: QuotedBlock) -> Author:
    """Archives and programs show a name, an address, or an address in words."""
    if not block.sender:
        return Author.UNSAID
    if block.sender in at.context.own:
        return Author.US
    said, sender = word_set(block.sender), at.known.quote.sender
    if any(_is_named(said, address, "") for address in at.context.own) or _is_named(said, sender.address, sender.name):
        return Author.US
    return Author.UNSAID if word_set(sender.address.rpartition("@")[0]) <= said else Author.OTHER


def _is_named(said: frozenset[str], address: str, name: str) -> bool:
    names = word_set(name)
    return word_set(address) <= said or (bool(names) and names <= said)


def second_hand(at: Case) -> bool:
    """Is a mail answered that somebody wrote after ours, who has no part in the quote? What they quote of us came along."""
    sender = at.message.headers.sender
    last = max(at.known.sent)
    return any(
        block.date is not None
        and _after(block.date, last)
        and author_of(at, block) is Author.OTHER
        and not (sender and _is(block, sender))
        and not _takes_part(at, block)
        for block in at.message.quoted
    )


def _after(claimed: datetime, sent: datetime) -> bool:
    """Later in every time zone, if the claim gives none."""
    if claimed.tzinfo is not None:
        return claimed > sent + timedelta(minutes=1)
    return claimed > sent.astimezone(UTC).replace(tzinfo=None) + timedelta(minutes=_ZONE_TO)


def _is(block: QuotedBlock, person: Address) -> bool:
    return bool(block.sender) and _is_named(word_set(block.sender or ""), person.address, person.name)


def _takes_part(at: Case, block: QuotedBlock) -> bool:
    """One the quote went to, or of their organisation, or who answered it."""
    people = (*at.known.quote.to, *at.known.quote.cc)
    if any(_is(block, person) for person in people) or block.sender in at.known.answerers:
        return True
    firm = organisation(block.sender or "")
    return firm is not None and any(organisation(person.address) == firm for person in people)


def _attribution(at: Case, block: QuotedBlock) -> Reason | None:
    """What the line above a quotation says: our name, the minute or the day one of our mails left, its subject."""
    author = author_of(at, block)
    if block.date is None or author is Author.OTHER:
        return None
    minute = any(same_minute(block.date, sent) for sent in at.known.sent)
    subject = bool(block.subject) and subject_key(block.subject or "") == subject_key(at.known.quote.subject)
    date = block.date.isoformat()
    if author is Author.US and minute:
        return reason("quotes_our_header" if subject else "quotes_our_minute", bits=18.0 if subject else 14.0, date=date)
    if minute:
        return reason("quotes_our_minute", bits=10.0, date=date)
    if author is Author.US and any(_same_day(block.date, sent) for sent in at.known.sent):
        bits = rarity.day_bits(at.rates, Key(KeyKind.DAY, block.date.date().isoformat()))
        return reason("quotes_our_day", bits=bits + (2.0 if subject else 0.0), date=date)
    return None


def same_minute(claimed: datetime, sent: datetime) -> bool:
    """Do they name the same minute, in some time zone if the claim gives none?"""
    if claimed.tzinfo is not None:
        return abs(claimed - sent) < timedelta(minutes=1)
    minutes = round((claimed - sent.astimezone(UTC).replace(tzinfo=None, second=0, microsecond=0)).total_seconds() / 60)
    return _ZONE_FROM <= minutes <= _ZONE_TO and minutes % _ZONE_STEP == 0


def _same_day(claimed: datetime, sent: datetime) -> bool:
    bare = sent.astimezone(UTC).replace(tzinfo=None)
    return any((bare + timedelta(minutes=zone)).date() == claimed.date() for zone in (0, _ZONE_FROM, _ZONE_TO))


def _bits_of(ground: Reason) -> float:
    return ground.bits or 0.0
