"""Well-known mail providers: where their IMAP server is and what it asks of the owner.

Found by the address's domain, or by where the domain receives its mail (MX): an address of one's own at a provider. The
servers are those the providers publish for mail programs. ``needs`` are codes of ``wording/messages/init.toml``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Tls = Literal["implicit", "starttls", "none"]

PASSWORD = "provider_password"  # noqa: S105 - the code of a message
APP_PASSWORD = "provider_app_password"  # noqa: S105 - the code of a message
APP_PASSWORD_IF_2FA = "provider_app_password_2fa"  # noqa: S105 - the code of a message
TOKEN = "provider_token"  # noqa: S105 - the code of a message
ENABLE_IMAP = "provider_enable_imap"
ALLOW_PROGRAMS = "provider_allow_programs"
BRIDGE = "provider_bridge"


@dataclass(frozen=True, slots=True)
class Provider:
    """``mx`` are endings of MX host names. ``token``: the server takes no password, only an OAuth access token."""

    name: str
    host: str
    domains: tuple[str, ...]
    mx: tuple[str, ...] = ()
    needs: tuple[str, ...] = (PASSWORD,)
    port: int = 993
    tls: Tls = "implicit"

    @property
    def token(self) -> bool:
        return TOKEN in self.needs


PROVIDERS = (
    Provider("Orange", "imap.orange.fr", ("orange.fr", "wanadoo.fr"), needs=(PASSWORD, ALLOW_PROGRAMS)),
    Provider("Free", "imap.free.fr", ("free.fr",), needs=(PASSWORD, ALLOW_PROGRAMS)),
    Provider("Alice", "imap.aliceadsl.fr", ("aliceadsl.fr",)),
    Provider("SFR", "imap.sfr.fr", ("sfr.fr", "neuf.fr", "cegetel.net", "club-internet.fr", "9online.fr")),
    Provider("La Poste", "imap.laposte.net", ("laposte.net",), needs=(PASSWORD, ALLOW_PROGRAMS)),
    Provider("Bouygues Telecom", "imap4.bbox.fr", ("bbox.fr",)),
    Provider("Mailo", "imap.mailo.com", ("mailo.com", "net-c.com", "net-c.fr", "netcourrier.com")),
    Provider("OVH", "ssl0.ovh.net", (), ("mail.ovh.net",)),
    Provider("Gandi", "mail.gandi.net", (), ("mail.gandi.net",)),
    Provider("Infomaniak", "mail.infomaniak.com", ("ik.me", "etik.com"), ("infomaniak.ch",), (APP_PASSWORD_IF_2FA,)),
    Provider("IONOS", "imap.ionos.fr", (), ("ionos.fr",)),
    Provider("IONOS", "imap.ionos.de", (), ("ionos.de", "kundenserver.de")),
    Provider("IONOS", "imap.ionos.com", (), ("ionos.com", "ionos.co.uk", "ionos.es", "ionos.it")),
    Provider("Hostinger", "imap.hostinger.com", (), ("hostinger.com",)),
    Provider("Gmail", "imap.gmail.com", ("gmail.com", "googlemail.com"), ("google.com", "googlemail.com"), (APP_PASSWORD,)),
    Provider(
        "Outlook / Microsoft 365",
        "outlook.office365.com",
        (
            *("outlook.com", "outlook.fr", "outlook.be", "hotmail.com", "hotmail.fr", "hotmail.be", "hotmail.co.uk"),
            *("live.com", "live.fr", "live.be", "live.ca", "msn.com"),
        ),
        ("mail.protection.outlook.com", "olc.protection.outlook.com"),
        (TOKEN,),
    ),
    Provider(
        "Yahoo",
        "imap.mail.yahoo.com",
        ("yahoo.com", "yahoo.fr", "yahoo.co.uk", "yahoo.ca", "ymail.com", "rocketmail.com"),
        ("yahoodns.net",),
        (APP_PASSWORD,),
    ),
    Provider("AOL", "imap.aol.com", ("aol.com", "aol.fr"), (), (APP_PASSWORD,)),
    Provider("iCloud", "imap.mail.me.com", ("icloud.com", "me.com", "mac.com"), ("mail.icloud.com",), (APP_PASSWORD,)),
    Provider(
        "Proton Mail Bridge",
        "127.0.0.1",
        ("proton.me", "protonmail.com", "protonmail.ch", "pm.me"),
        ("protonmail.ch",),
        (BRIDGE,),
        1143,
        "starttls",
    ),
    Provider("Fastmail", "imap.fastmail.com", ("fastmail.com", "fastmail.fm"), ("messagingengine.com",), (APP_PASSWORD,)),
    Provider("GMX", "imap.gmx.com", ("gmx.com", "gmx.fr", "gmx.us", "gmx.co.uk"), (), (PASSWORD, ENABLE_IMAP)),
    Provider("GMX", "imap.gmx.net", ("gmx.net", "gmx.de", "gmx.at", "gmx.ch"), ("gmx.net",), (PASSWORD, ENABLE_IMAP)),
    Provider("WEB.DE", "imap.web.de", ("web.de",), (), (PASSWORD, ENABLE_IMAP)),
    Provider("Zoho", "imap.zoho.com", ("zoho.com", "zohomail.com"), (), (APP_PASSWORD_IF_2FA, ENABLE_IMAP)),
    Provider("Zoho", "imap.zoho.eu", ("zohomail.eu",), (), (APP_PASSWORD_IF_2FA, ENABLE_IMAP)),
    Provider("Zoho", "imappro.zoho.eu", (), ("zoho.eu",), (APP_PASSWORD_IF_2FA, ENABLE_IMAP)),
    Provider("Zoho", "imappro.zoho.com", (), ("zoho.com",), (APP_PASSWORD_IF_2FA, ENABLE_IMAP)),
    Provider("mailbox.org", "imap.mailbox.org", ("mailbox.org",), ("mailbox.org",), (APP_PASSWORD_IF_2FA,)),
    Provider("Posteo", "posteo.de", ("posteo.de", "posteo.net", "posteo.eu"), (), (PASSWORD,)),
    Provider("Yandex", "imap.yandex.com", ("yandex.com", "yandex.ru"), ("yandex.net",), (APP_PASSWORD, ENABLE_IMAP)),
    Provider("Proximus", "imap.proximus.be", ("proximus.be", "skynet.be", "belgacom.net")),
    Provider("Telenet", "imap.telenet.be", ("telenet.be",)),
    Provider("Bluewin", "imaps.bluewin.ch", ("bluewin.ch",)),
    Provider("Vidéotron", "imap.videotron.ca", ("videotron.ca",)),
)


def by_domain(domain: str) -> Provider | None:
    """The provider whose own domain this is."""
    return next((provider for provider in PROVIDERS if domain.lower() in provider.domains), None)


def by_mx(hosts: Iterable[str]) -> Provider | None:
    """The provider that receives a domain's mail, by the names of its MX records, best first."""
    for host in hosts:
        name = host.lower().rstrip(".")
        for provider in PROVIDERS:
            if any(name == ending or name.endswith(f".{ending}") for ending in provider.mx):
                return provider
    return None
