"""Which mailbox is which."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imapclient.imap_utf7 import encode

from mailwatch.errors import MailboxMissing
from mailwatch.mailbox.special_use import Listed, MailboxAmbiguous, MailboxNames, listed, resolve
from mailwatch.model.message import Role


def box(name: str, *attributes: str, delimiter: str = "/") -> Listed:
    return Listed(name, encode(name), delimiter, frozenset(attributes))


def roles(boxes, names=MailboxNames()):  # noqa: B008 - frozen
    return {found.name: (found.role, found.how) for found in resolve(boxes, names)}


USUAL = [box("INBOX"), box("Sent", r"\sent"), box("Drafts", r"\drafts")]

LOCAL = [
    ("Envoyés", "Brouillons", "Corbeille"),
    ("Éléments envoyés", "Brouillons", "Éléments supprimés"),
    ("Sent Items", "Drafts", "Deleted Items"),
    ("Gesendete Elemente", "Entwürfe", "Gelöschte Elemente"),
    ("Elementos enviados", "Borradores", "Elementos eliminados"),
    ("Posta inviata", "Bozze", "Cestino"),
    ("Itens enviados", "Rascunhos", "Itens excluídos"),
    ("Verzonden items", "Concepten", "Verwijderde items"),
    ("Elementy wysłane", "Kopie robocze", "Elementy usunięte"),
    ("Skickade objekt", "Utkast", "Borttagna objekt"),
    ("Sendte elementer", "Kladder", "Slettet post"),
    ("Sendte elementer", "Utkast", "Slettede elementer"),
    ("Lähetetyt", "Luonnokset", "Roskakori"),
]


@pytest.mark.parametrize(("sent", "drafts", "trash"), LOCAL)
@pytest.mark.parametrize(("prefix", "delimiter"), [("", "/"), ("INBOX.", "."), ("INBOX/", "/"), ("[Gmail]/", "/")])
def test_local_names_are_known_below_every_prefix(sent, drafts, trash, prefix, delimiter):
    names = [prefix + name for name in (sent, drafts, trash)]
    found = roles([box("INBOX", delimiter=delimiter), *(box(name, delimiter=delimiter) for name in names)])
    assert [found[name] for name in names] == [(Role.SENT, "name"), (Role.DRAFTS, "name"), (Role.TRASH, "name")]


def test_attributes_count_whatever_their_case():
    frames = [
        (rb'* LIST (\HasNoChildren \sENT) "/" "Post weg"',),
        (rb'* list (\drafts) "/" Halbfertig',),
        (rb'* LIST () "/" INBOX',),
    ]
    found = roles([one for frame in frames if (one := listed(frame))])
    assert found == {
        "Post weg": (Role.SENT, "special-use"),
        "Halbfertig": (Role.DRAFTS, "special-use"),
        "INBOX": (Role.INBOX, "name"),
    }


def test_an_attribute_beats_a_name():
    found = roles([*USUAL, box("Envoyés"), box("Brouillons")])
    assert (found["Sent"], found["Envoyés"], found["Brouillons"]) == (
        (Role.SENT, "special-use"),
        (Role.OTHER, "every mailbox"),
        (Role.OTHER, "every mailbox"),
    )


def test_the_owner_beats_everything():
    found = roles([*USUAL, box("Devis envoyés"), box("À finir")], MailboxNames(sent=("Devis envoyés", "Sent"), drafts="À finir"))
    assert (found["Devis envoyés"], found["Sent"], found["À finir"], found["Drafts"]) == (
        (Role.SENT, "configuration"),
        (Role.SENT, "configuration"),
        (Role.DRAFTS, "configuration"),
        (Role.OTHER, "every mailbox"),
    )


def test_a_configured_name_that_does_not_exist_is_named():
    with pytest.raises(MailboxMissing, match="Entwurf"):
        roles(USUAL, MailboxNames(drafts="Entwurf"))


def test_two_candidates_are_named_and_none_is_chosen():
    with pytest.raises(MailboxAmbiguous, match=r"Sent or INBOX/Sent"):
        roles([box("INBOX"), box("Sent"), box("INBOX/Sent"), box("Drafts")])


def test_drafts_that_is_also_trash_is_refused():
    with pytest.raises(MailboxAmbiguous, match="Drafts"):
        roles([box("INBOX"), box("Sent", r"\sent"), box("Drafts", r"\trash"), box("Old")])


def test_a_mailbox_filed_deeper_down_is_not_taken_for_a_usual_one():
    with pytest.raises(MailboxMissing) as missing:
        roles([box("INBOX"), box("Clients/Sent"), box("Drafts")])
    assert missing.value.role == "sent"


def test_a_name_that_cannot_be_opened_is_not_watched():
    assert "[Gmail]" not in roles([*USUAL, box("[Gmail]", r"\noselect")])


def test_all_mail_is_one_of_the_others():
    assert roles([*USUAL, box("[Gmail]/Tous les messages", r"\all")])["[Gmail]/Tous les messages"][0] is Role.OTHER


def test_junk_has_its_role_and_the_rest_is_watched_too():
    found = roles([*USUAL, box("Spam"), box("Clients"), box("Clients/2025")])
    assert {name: role for name, (role, _) in found.items() if name not in {"INBOX", "Sent", "Drafts"}} == {
        "Spam": Role.JUNK,
        "Clients": Role.OTHER,
        "Clients/2025": Role.OTHER,
    }


def test_also_limits_the_others():
    found = roles([*USUAL, box("Clients"), box("Vacances")], MailboxNames(also=("Clients",)))
    assert ("Clients" in found, "Vacances" in found) == (True, False)


def test_inbox_is_found_in_any_case():
    assert roles([box("Inbox"), box("Sent"), box("Drafts")])["Inbox"][0] is Role.INBOX


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(lambda name: not name.isdigit()))
def test_any_name_survives_the_wire(name):
    wire = encode(name)
    frame = (b'* LIST () "/" {%d}' % len(wire), wire, b"")
    found = listed(frame)
    assert (found.name, found.wire) == (name, wire)


@pytest.mark.parametrize(
    "line", [b"* LIST", b"* LIST (", b'* LIST () "/"', b"* STATUS x (MESSAGES 1)", b'* LIST () "/" "a\x01b"']
)
def test_a_line_that_names_nothing_usable_is_passed_over(line):
    assert listed((line,)) is None
