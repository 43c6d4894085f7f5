"""What a decision costs does not grow with what is remembered: counted in steps of SQLite's virtual machine."""

from mailwatch.journal import SqliteJournal
from mailwatch.matching import keys_of_received
from mailwatch.model.attribution import Key, KeyKind
from mailwatch.model.facts import QuoteSent
from mailwatch.model.message import Address
from mailwatch.ports import Entry
from mailwatch.text.shingles import fingerprints
from tests.matching.builders import ANNE, SENT_AT, TEXT, block, mail, quote

EVERY = (
    Key(KeyKind.SUBJECT, "devis"),
    Key(KeyKind.WORD, "devis"),
    Key(KeyKind.DAY, SENT_AT.date().isoformat()),
    Key(KeyKind.AMOUNT, "1500.00 EUR"),
    *(Key(KeyKind.FINGERPRINT, found) for found in fingerprints(TEXT)),
)


def steps(quotes):
    """Of one decision, where every quote shares subject, day, amount and text, and one its number and address."""
    journal = SqliteJournal(":memory:")
    facts, keys = [], []
    for number in range(quotes):
        sent = quote(
            f"n{number}", subject="Devis", to=(Address(f"c{number}@x{number}.example"),), numbers=(f"D-2009-{number:05}",)
        )
        facts.append(QuoteSent(at=sent.sent_at, quote=sent.message_id, message=sent.message_id, details=sent))
        own = (Key(KeyKind.QUOTE_NUMBER, f"d2009{number:05}"), Key(KeyKind.ADDRESS, f"c{number}@x{number}.example"))
        keys.append((sent.message_id, (*EVERY, *own)))
    journal.record(ANNE, Entry(facts=tuple(facts), keys=tuple(keys)), now=SENT_AT)
    asked = keys_of_received(
        mail(sender=Address("c7@x7.example"), subject="Re: Devis", new="D-2009-00007 : 1 500 €, d'accord.", quoted=[block(TEXT)])
    )
    counted = [0]

    def step():
        counted[0] += 1
        return 0

    journal.frequencies(ANNE, asked)  # how many quotes there are is counted once after each record
    journal.store.database.set_progress_handler(step, 10)
    hits = journal.candidates(ANNE, asked)
    found = journal.frequencies(ANNE, [*asked, Key(KeyKind.WORD, "devis")])
    journal.store.database.set_progress_handler(None, 10)
    journal.close()
    assert "<n7@atelier-durand.example>" in {hit.quote for hit in hits}
    assert (found.quotes, dict(found.counts)[Key(KeyKind.WORD, "devis")]) == (quotes, quotes)
    return counted[0]


def test_ten_times_the_quotes_take_no_more_steps():
    few, many = steps(400), steps(4_000)
    assert few > 100
    assert many < 1.1 * few
