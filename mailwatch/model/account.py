"""Whose mailbox it is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Owner:
    """Printed under each draft; ``signature`` is several lines, used instead of the composed one when given."""

    name: str | None = None
    phone: str | None = None
    website: str | None = None
    signature: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """One watched mailbox. ``own`` holds every address that is the owner, ``quote_senders`` the addresses of tools that
    mail quotes for the owner; all normalised as in ``Address.address``."""

    name: str
    address: str
    own: frozenset[str]
    owner: Owner = Owner()
    quote_senders: frozenset[str] = frozenset()
    trusted_authserv: str | None = None

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]
