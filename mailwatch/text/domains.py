"""Which part of a domain names an organisation, and which domains name none.

The rule for registrable domains is small on purpose: the public suffix list is a file to read, and the pure rooms read
none. A country's unlisted second-level suffix makes two organisations look alike, which costs a few bits of evidence
and never attaches anything by itself.
"""

from typing import Final

#: Second-level labels under which organisations register, in any country that uses them (co.uk, asso.fr, com.au, or.jp).
_GENERIC_SECOND: Final = frozenset(
    """ac asn asso avocat avoues barreau cci chambagri chirurgiens-dentistes co com edu experts-comptables
    gc go gob gouv gov greta gv huissier-justice id law ltd me mil mod muni ne net nhs nic nom notaires or org
    pharmacien plc police port prd presse pro qc on bc ab mb nb nl ns nt nu pe sk yk sch school tm veterinaire web""".split()  # noqa: SIM905 - a list of words is kept and compared as words
)

#: Names (the label before the suffix) under which anybody gets an address: freemail, internet providers, hosts.
_SHARED_NAMES: Final = frozenset(
    """gmail googlemail outlook hotmail live msn windowslive yahoo ymail rocketmail icloud aol aim proton protonmail gmx
    web mail zoho yandex tutanota tuta fastmail hushmail mailbox posteo lavabit inbox email hey disroot riseup
    orange wanadoo free sfr neuf cegetel club-internet bbox laposte numericable aliceadsl alice voila noos dartybox
    nordnet libertysurf tele2 9online 9business lecolededesign bouyguestelecom nerim caramail
    skynet telenet proximus scarlet voo brutele belgacom
    bluewin sunrise hispeed swissonline vtx netplus bluemail
    videotron sympatico bell cgocable globetrotter rogers shaw telus cogeco
    t-online freenet arcor vodafone 1und1 online kabelmail
    libero virgilio tiscali tin alice tim
    telefonica movistar terra
    sapo ziggo kpnmail xs4all planet home hetnet
    btinternet btopenworld virginmedia ntlworld sky talktalk blueyonder
    comcast verizon att sbcglobal bellsouth cox charter earthlink juno optonline
    qq 163 126 sina foxmail naver daum hanmail rediffmail
    mail2world gandi""".split()  # noqa: SIM905 - a list of words is kept and compared as words
)

#: Whole domains: shared ones whose name is an ordinary word, and tenants of a host under the host's domain.
_SHARED_DOMAINS: Final = frozenset(
    {"me.com", "mac.com", "pm.me", "web.de", "mail.com", "mail.ru", "list.ru", "bk.ru", "ik.me", "duck.com"}
)
_TENANTS: Final = (".onmicrosoft.com", ".wixsite.com", ".myshopify.com", ".mailchimpapp.net", ".github.io")

_SHORT = 3


def registrable_domain(domain: str) -> str:
    """``mail.compta.client.co.uk`` gives ``client.co.uk``; a bare name gives itself."""
    labels = domain.lower().strip(".").split(".")
    two_level = len(labels) > 2 and len(labels[-1]) < _SHORT and labels[-2] in _GENERIC_SECOND  # noqa: PLR2004 - name, suffix, suffix
    return ".".join(labels[-3:] if two_level else labels[-2:])


def organisation_of(domain: str) -> str | None:
    """The registrable domain if it stands for one organisation; None for freemail, providers and shared hosts."""
    lower = domain.lower().strip(".")
    registrable = registrable_domain(lower)
    if "." not in registrable or registrable in _SHARED_DOMAINS or lower.endswith(_TENANTS):
        return None
    return None if registrable.split(".", 1)[0] in _SHARED_NAMES else registrable
