"""The same evidence through a real journal: what one side remembers, the other finds."""

import pytest

from mailwatch.journal import SqliteJournal
from mailwatch.matching import KnownQuote, MatchContext, attribute, keys_of_received, keys_of_sent
from mailwatch.model.attribution import Verdict
from mailwatch.model.facts import QuoteSent
from mailwatch.model.message import Address
from mailwatch.ports import Entry
from tests.matching.builders import ANNE, MARC, SENT_AT, TEXT, block, mail, quote, sent_mail

OTHERS = tuple(
    quote(f"o{n}", subject="Devis", to=(Address(f"c{n}@x{n}.example", f"Client Numero{n}"),), numbers=(f"D-2009-{n + 100}",))
    for n in range(40)
)
QUOTES = (quote(), *OTHERS)


@pytest.fixture(scope="module")
def journal():
    opened = SqliteJournal(":memory:")
    for each in QUOTES:
        text = TEXT if each is QUOTES[0] else f"Bonjour, voici notre devis numéro {each.message_id} pour votre projet, à bientôt."
        fact = QuoteSent(at=each.sent_at, quote=each.message_id, message=each.message_id, details=each)
        opened.record(
            ANNE, Entry(facts=(fact,), keys=((each.message_id, keys_of_sent(sent_mail(each, text), each)),)), now=SENT_AT
        )
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("parts", "verdict"),
    [
        ({"reply_to": [QUOTES[0].message_id], "new": "Oui."}, Verdict.ATTACH),
        ({"new": "Oui.", "quoted": [block(TEXT, sender=None, date=None)]}, Verdict.ATTACH),
        ({"new": "Oui.", "quoted": [block("", subject=QUOTES[0].subject)]}, Verdict.ATTACH),
        ({"new": "Le devis D-2009-11 tient-il ?"}, Verdict.ATTACH),
        ({"subject": f"Re: {QUOTES[0].subject}", "new": "Oui."}, Verdict.ASK),
        ({"new": "Bonne année à toute l'équipe."}, Verdict.CONTACT),
        ({"sender": Address("x@y.test"), "subject": "Devis", "new": "Bonjour."}, Verdict.IGNORE),
    ],
)
def test_what_is_remembered_is_found(journal, parts, verdict):
    message = mail(**{"sender": MARC, **parts})
    keys = keys_of_received(message)
    context = MatchContext(frozenset({ANNE}), tuple(KnownQuote(each) for each in QUOTES), message.headers.date)
    found = attribute(message, journal.candidates(ANNE, keys), journal.frequencies(ANNE, keys), context)
    assert found.verdict is verdict
    assert found.quote in {None, QUOTES[0].message_id}
