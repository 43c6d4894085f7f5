"""Who is who, by address and by name."""

from typing import Final

from mailwatch.model.message import Address
from mailwatch.text.domains import organisation_of
from mailwatch.text.tokens import words

_GMAIL: Final = frozenset({"gmail.com", "googlemail.com"})

#: Display names and local parts of functions, not persons; folded.
_ROLES: Final = frozenset(
    """accueil achat achats admin administration adv agence assistant assistante atelier billing boutique bureau client
    clients commande commandes commercial communication compta comptabilite comptable contact contacts customer devis
    direction dpo equipe facturation factures finance formation gestion hello hotline info infos information invoice
    jobs juridique legal logistique mail mairie marketing noreply no office offre offres order orders paie presse
    production projet projets purchase purchasing qualite reception recrutement reply rh sales sav secretariat service
    services standard studio support team technique vente ventes webmaster""".split()  # noqa: SIM905 - a list of words is kept and compared as words
)

_LEAST_TOKENS = 2
_MOST_TOKENS = 5


def folded_address(address: str) -> str:
    """The person behind an address: a plus tag is no other person, nor are dots at Gmail."""
    local, _, domain = address.lower().rpartition("@")
    local = local.split("+", 1)[0] or local
    if domain in _GMAIL:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def is_role(address: str) -> bool:
    """Is this an address several people read (contact@, compta@)?"""
    return bool(set(words(address.rpartition("@")[0])) & _ROLES)


def organisation(address: str) -> str | None:
    return organisation_of(address.rpartition("@")[2])


def name_key(person: Address) -> str | None:
    """A person's name without order, case or accents; None when it is no full name, or names a function."""
    tokens = [token for token in words(person.name) if not token.isdigit()]
    named = [token for token in tokens if len(token) > 1]
    if not _LEAST_TOKENS <= len(named) <= _MOST_TOKENS or set(named) & _ROLES or "@" in person.name:
        return None
    return " ".join(sorted(named))
