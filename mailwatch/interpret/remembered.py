"""What the journal remembers about the quotes a message may concern."""

from mailwatch.interpret.select import id_keys
from mailwatch.model.facts import QuoteReplaced, QuoteSent
from mailwatch.ports import Desk

#: Revisions of one quote that are followed; more would be a loop.
MOST_REVISIONS = 20


def quote_of(desk: Desk, quote: str) -> QuoteSent | None:
    """The recorded quote, or None."""
    found = (fact for fact in desk.journal.facts(desk.account.name, quote) if isinstance(fact, QuoteSent))
    return next((fact for fact in found if fact.quote == quote), None)


def latest_version(desk: Desk, quote: str) -> str:
    """Follow the revisions of a quote to the one in force."""
    for _ in range(MOST_REVISIONS):
        facts = desk.journal.facts(desk.account.name, quote)
        later = next((fact.by for fact in facts if isinstance(fact, QuoteReplaced) and fact.quote == quote), None)
        if later is None:
            break
        quote = later
    return quote


def threads_of(desk: Desk, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The quotes in force whose thread holds any of these identifiers."""
    hits = desk.journal.candidates(desk.account.name, id_keys(ids))
    return tuple(dict.fromkeys(latest_version(desk, hit.quote) for hit in hits))
