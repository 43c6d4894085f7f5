"""What mail clients and providers call the usual mailboxes, where SPECIAL-USE does not tell.

Only whole names count, without a personal prefix (``INBOX.``, ``[Gmail]/``), whatever the letter case.
"""

from collections.abc import Mapping

from mailwatch.model.message import Role

_SENT = """
Sent | Sent Items | Sent Messages | Sent Mail | Sent Objects | Sent-Mail
Envoyés | Éléments envoyés | Messages envoyés | Objets envoyés | Courrier envoyé | Courriers envoyés | Mails envoyés | Envoyé
Gesendet | Gesendete Elemente | Gesendete Objekte | Gesendete Nachrichten | Gesendete Mails
Enviados | Elementos enviados | Mensajes enviados | Correo enviado | Correos enviados
Inviati | Posta inviata | Elementi inviati | Messaggi inviati | Inviata
Itens enviados | Mensagens enviadas | E-mails enviados | Correio enviado | Enviadas
Verzonden | Verzonden items | Verzonden berichten | Verstuurd | Verzonden objecten
Wysłane | Elementy wysłane | Wysłane elementy | Wysłana poczta | Wiadomości wysłane
Skickat | Skickade | Skickade objekt | Skickade meddelanden | Skickad e-post
Sendt | Sendt post | Sendte elementer | Sendte beskeder | Sendte meddelelser | Sendte e-mails
Sendte | Sendte meldinger | Sendte objekter | Sendte e-poster
Lähetetyt | Lähetetyt kohteet | Lähetetyt viestit | Lähetetty
Odeslané | Odoslané | Elküldött | Trimise | Отправленные | Gönderilmiş Öğeler
"""
_DRAFTS = """
Drafts | Draft | Draft Messages
Brouillons | Brouillon
Entwürfe | Entwurf
Borradores | Borrador
Bozze | Bozza
Rascunhos | Rascunho
Concepten | Concept | Kladjes
Kopie robocze | Wersje robocze | Szkice | Robocze
Utkast
Kladder | Kladde | Udkast
Luonnokset | Luonnos
Koncepty | Rozepsané | Piszkozatok | Ciorne | Черновики | Taslaklar
"""
_TRASH = """
Trash | Deleted | Deleted Items | Deleted Messages | Bin
Corbeille | Éléments supprimés | Messages supprimés | Poubelle
Papierkorb | Gelöscht | Gelöschte Elemente | Gelöschte Objekte
Papelera | Elementos eliminados | Eliminados
Cestino | Posta eliminata | Elementi eliminati
Lixo | Lixeira | Itens excluídos | Itens eliminados
Prullenbak | Prullenmand | Verwijderde items | Verwijderd
Kosz | Elementy usunięte | Usunięte
Papperskorgen | Borttaget | Borttagna objekt
Papirkurv | Slettet post | Slettede elementer | Papirkurven | Slettede
Roskakori | Poistetut | Poistetut kohteet
Koš | Kuka | Coș de gunoi | Корзина | Çöp Kutusu
"""
_JUNK = """
Junk | Spam | Junk E-mail | Junk Email | Junk Mail | Bulk Mail | Bulk
Indésirables | Courrier indésirable | Pourriel | Pourriels | Spams
Unerwünscht | Spamverdacht | Junk-E-Mail | Werbung
Correo no deseado | No deseado | Spam y correo no deseado
Posta indesiderata | Indesiderata
Lixo eletrônico | Correio não solicitado | Lixo eletrónico
Ongewenst | Ongewenste e-mail | Ongewenste reclame
Wiadomości-śmieci | Niechciane | Wiadomości śmieci
Skräppost
Uønsket | Uønsket e-mail | Uønsket mail | Søppelpost | Søppel-e-post | Uønsket post
Roskaposti
"""


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip().casefold() for line in text.splitlines() for name in line.split("|") if name.strip())


NAMES: Mapping[Role, frozenset[str]] = {
    Role.SENT: _names(_SENT),
    Role.DRAFTS: _names(_DRAFTS),
    Role.TRASH: _names(_TRASH),
    Role.JUNK: _names(_JUNK),
}

#: The name shown to an owner who has none of them.
USUAL_NAMES: Mapping[Role, tuple[str, ...]] = {
    Role.SENT: ("Sent", "Envoyés", "Éléments envoyés", "Sent Items", "Gesendet"),
    Role.DRAFTS: ("Drafts", "Brouillons", "Entwürfe"),
    Role.INBOX: ("INBOX",),
    Role.TRASH: ("Trash", "Corbeille", "Deleted Items"),
}
