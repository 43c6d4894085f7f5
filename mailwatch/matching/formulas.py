"""Sentences that stand in everybody's mail, so that a mailbox of one quote does not take them for its own words."""

from functools import cache
from typing import Final

from mailwatch.text.shingles import shingles

_SENTENCES: Final = (
    "je reste à votre entière disposition pour tout renseignement complémentaire",
    "je reste à votre disposition pour tout renseignement complémentaire ou pour toute question",
    "je reste à votre disposition pour toute information complémentaire que vous pourriez souhaiter",
    "je reste à votre disposition pour tout complément d'information",
    "je reste à votre disposition pour en parler de vive voix",
    "nous restons à votre entière disposition pour tout renseignement complémentaire",
    "nous restons à votre disposition pour toute information complémentaire",
    "restant à votre disposition pour tout complément d'information je vous prie d'agréer",
    "n'hésitez pas à me contacter si vous avez la moindre question",
    "n'hésitez pas à me contacter si vous avez des questions ou pour tout renseignement",
    "n'hésitez pas à revenir vers moi si vous avez besoin de précisions",
    "n'hésitez pas à nous contacter pour toute question ou information complémentaire",
    "dans l'attente de votre retour je vous souhaite une bonne journée",
    "dans l'attente de votre retour je vous prie d'agréer madame monsieur mes salutations distinguées",
    "dans l'attente de vous lire je vous souhaite une excellente journée",
    "en vous remerciant par avance pour votre retour je vous souhaite une bonne fin de journée",
    "en vous remerciant de votre confiance et de l'intérêt que vous portez à notre entreprise",
    "je vous remercie par avance de votre réponse et vous souhaite une bonne journée",
    "veuillez agréer madame monsieur l'expression de mes salutations distinguées",
    "veuillez agréer madame monsieur l'expression de nos sentiments les meilleurs",
    "je vous prie d'agréer monsieur l'expression de mes salutations les meilleures",
    "je vous prie de bien vouloir trouver ci-joint le document demandé",
    "bonjour veuillez trouver ci-joint notre devis pour votre projet cordialement",
    "bonjour veuillez trouver ci-joint le devis demandé bien cordialement",
    "bonjour vous trouverez ci-joint notre devis bien cordialement",
    "bonjour vous trouverez ci-joint mon devis comme convenu bonne journée",
    "bonjour vous trouverez en pièce jointe notre devis bonne réception",
    "bonjour je vous prie de trouver ci-joint notre devis",
    "bonjour voici le devis comme convenu n'hésitez pas si vous avez des questions",
    "suite à notre entretien téléphonique veuillez trouver ci-joint notre proposition commerciale",
    "suite à votre demande vous trouverez ci-joint notre meilleure offre de prix",
    "hello please find attached our quote as requested kind regards",
    "hi please find attached our quotation as discussed best regards",
    "hi here is the quote as discussed let me know if you have any questions",
    "further to our conversation please find attached our proposal",
    "comme suite à notre conversation téléphonique de ce jour je vous prie de trouver ci-joint",
    "je vous souhaite une bonne réception et reste à votre disposition",
    "merci de ne pas imprimer ce message si ce n'est pas nécessaire pensez à l'environnement",
    "ce message et ses pièces jointes sont confidentiels et établis à l'intention exclusive de ses destinataires",
    "si vous avez reçu ce message par erreur merci d'en avertir immédiatement l'expéditeur et de le détruire",
    "please do not hesitate to contact me if you have any questions or need any further information",
    "please do not hesitate to contact us should you have any questions or require further information",
    "please feel free to contact me if you have any questions or concerns",
    "if you have any questions please do not hesitate to contact me or give me a call",
    "let me know if you have any questions or if there is anything else i can help you with",
    "i look forward to hearing from you and to working with you on this project",
    "we look forward to hearing from you soon thank you for your time and consideration",
    "thank you for your interest in our services please find attached",
    "thank you for taking the time to speak with me today",
    "please consider the environment before printing this message",
    "this message and any attachments are confidential and intended solely for the use of the individual to whom it is addressed",
    "if you have received this message in error please notify the sender immediately and delete it",
)  # fmt: skip


@cache
def common() -> frozenset[str]:
    """Every passage of them, as made by ``text.shingles``."""
    return frozenset(passage for sentence in _SENTENCES for passage in shingles(sentence))
