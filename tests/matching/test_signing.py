import pytest

from mailwatch.matching.signing import signing
from mailwatch.model.reading import ReplyKind


@pytest.mark.parametrize(
    "text",
    [
        "Le document « Devis D-2026-014.pdf » a été signé par Marc Lefort.",
        "Document signé : Devis D-2026-014",
        "Le devis D-2026-014 a été validé par la structure MENUISERIE LEFORT.",
        "Bonne nouvelle ! Marc Lefort a accepté le devis D-2026-014.",
        "Toutes les signatures sont recueillies : signatures terminées.",
        "Completed: Quote Q-2026-014.pdf",
        "Your document has been signed by all parties.",
    ],
)
def test_a_signature_is_heard(text):
    assert signing(text) is ReplyKind.ACCEPT


@pytest.mark.parametrize(
    "text",
    [
        "Marc Lefort a refusé de signer le document. Motif : budget.",
        "Signature refusée : Devis D-2026-014",
        "Le devis D-2026-014 a été refusé.",
        "Marc Lefort declined to sign Q-2026-014.",
    ],
)
def test_a_refusal_is_heard(text):
    assert signing(text) is ReplyKind.DECLINE


@pytest.mark.parametrize(
    "text",
    [
        "Marc Lefort a consulté le devis D-2026-014.",
        "Vous avez signé le devis D-2026-014, en attente de la signature de Marc Lefort.",
        "Le devis D-2026-014 n'a pas encore été signé.",
        "Quote Q-2026-014 has not been signed yet.",
        "Please sign Q-2026-014.",
        "You have signed Q-2026-014.",
        "Votre devis D-2026-014 expire dans trois jours.",
    ],
)
def test_what_is_not_done_by_others_is_nothing(text):
    assert signing(text) is None
