"""Invented quotes and mail for the matching tests, and a remembering mailbox without a journal."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

from mailwatch.matching import KnownQuote, MatchContext, attribute, keys_of_received, keys_of_sent
from mailwatch.model.attribution import Frequencies, Hit, Key, KeyKind
from mailwatch.model.message import Address, Headers, Message, QuotedBlock
from mailwatch.model.quote import Quote

ANNE = "anne@atelier-durand.example"
MARC = Address("marc.petit@menuiserie-petit.example", "Marc Petit")
SENT_AT = datetime(2009, 11, 6, 9, 14, 33, tzinfo=UTC)
TEXT = (
    "Bonjour Monsieur Petit, comme convenu hier au téléphone, voici notre proposition pour la refonte complète du catalogue "
    "en ligne de la menuiserie, avec la reprise des photographies et trois gabarits de fiches produit. Le chantier tiendrait "
    "en six semaines à partir de votre accord, recette comprise. Je reste à votre disposition. Anne Durand"
)


def quote(name="q1", *, subject="Refonte du catalogue Petit", to=(MARC,), cc=(), at=SENT_AT, numbers=("D-2009-11",), amounts=()):
    return Quote(
        message_id=f"<{name}@atelier-durand.example>",
        account=ANNE,
        sender=Address(ANNE, "Anne Durand"),
        to=tuple(to),
        cc=tuple(cc),
        subject=subject,
        base_subject=subject,
        sent_at=at,
        quote_references=tuple(numbers),
        amounts=tuple(amounts),
    )


def sent_mail(of, text=TEXT, **parts):
    headers = Headers(message_id=of.message_id, sender=of.sender, to=of.to, cc=of.cc, subject=of.subject, date=of.sent_at)
    return Message(headers, text=text, new_text=text, **parts)


def mail(  # everything a received mail may carry
    *, sender=MARC, subject="", new="", quoted=(), reply_to=(), references=(), fields=(), attachments=(), at=None
):
    at = at or SENT_AT + timedelta(days=3)
    headers = Headers(
        message_id="<m1@menuiserie-petit.example>",
        in_reply_to=tuple(reply_to),
        references=tuple(references),
        sender=sender,
        to=(Address(ANNE),),
        subject=subject,
        date=at,
        fields=tuple(fields),
    )
    text = "\n".join([new, *(block.text for block in quoted)])
    return Message(headers, text=text, new_text=new, quoted=tuple(quoted), attachments=tuple(attachments))


def block(text="", *, sender=ANNE, date=datetime(2009, 11, 6, 10, 14), subject=None):  # noqa: DTZ001 - an attribution line gives no zone
    return QuotedBlock(text, sender, date, subject)


class Memory:
    """What a journal would answer, for a handful of quotes."""

    def __init__(self, *quotes, inbound=0, senders=()):
        self.quotes = quotes
        self.inbound, self.senders = inbound, tuple(senders)
        self.held = defaultdict(set)
        for each in quotes:
            text = (
                each.subject + " " + TEXT
                if each.message_id.startswith("<q1@")
                else f"{each.subject}. Voici notre offre {each.message_id}"
            )
            self.remember(each, keys_of_sent(sent_mail(each, text), each))

    def remember(self, of, keys):
        for key in keys:
            self.held[Key(key.kind, key.value)].add(of.message_id)

    def hits(self, keys):
        shared = defaultdict(list)
        for key in keys:
            for name in self.held.get(Key(key.kind, key.value), ()):
                shared[name].append(key)
        return [Hit(name, tuple(found)) for name, found in sorted(shared.items())]

    def frequencies(self, keys):
        counts = Counter({Key(key.kind, key.value): len(self.held.get(Key(key.kind, key.value), ())) for key in keys})
        return Frequencies(tuple(counts.items()), len(self.quotes), self.inbound, self.senders)

    def context(self, message, **parts):
        known = parts.pop("known", None) or tuple(KnownQuote(each) for each in self.quotes)
        return MatchContext(own=frozenset({ANNE}), quotes=known, received=message.headers.date, **parts)

    def attribute(self, message, **parts):
        keys = keys_of_received(message)
        formulas = [Key(KeyKind.FORMULA, key.value) for key in keys if key.kind is KeyKind.FINGERPRINT]
        return attribute(message, self.hits(keys), self.frequencies([*keys, *formulas]), self.context(message, **parts))


def codes(attribution):
    return [ground.code for ground in attribution.because]
