"""Write answers of tests/reading/received as whole mails, each as one of twelve mail programs would send it.

python tools/whole_mails.py   writes tests/reading/received/replies/KIND_LANGUAGE_NUMBER.eml and .expected.yaml

The words are those of the tables (written for this repository); what stands around them is what the programs add: an
attribution line or a block of header lines, the quotation, a mobile footer, an HTML part.
"""

import html
import itertools
import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import yaml

RECEIVED = Path(__file__).parents[1] / "tests" / "reading" / "received"
#: Written for whole mails, then letters, then single answers.
TABLES = ("written", "corpus/letters*", "corpus/measured_letters", "corpus/measured", "corpus/replies_*")
WANTED = {"fr": 40, "en": 25}
OWNER = "anne@atelier-durand.example"
PEOPLE = (("Marc Petit", "marc@client.example"), ("Zoé Lambert", "zoe@lambert.example"), ("Paul Ward", "paul@ward.example"))
#: A quotation full of words that would mislead: consent, refusal, questions.
QUOTE = {
    "fr": """\
Bonjour,

Voici notre devis D-2026-031 : 4 200,00 € HT, à retourner signé avec la mention « bon pour accord ».
Si vous ne souhaitez pas donner suite, dites-le-nous simplement. Avez-vous des questions ?

Anne Durand""",
    "en": """\
Hello,

Here is our quote D-2026-031: 4,200.00 EUR, please sign and return it if you accept and want us to go ahead.
If you are not interested any more, just tell us. Do you have any questions?

Anne Durand""",
}
SUBJECT = {"fr": "Devis D-2026-031", "en": "Quote D-2026-031"}


def _marked(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def gmail(words: str, quote: str, language: str) -> str:
    said = (
        f"Le mar. 1 sept. 2026 à 09:12, Anne Durand <{OWNER}> a écrit :"
        if language == "fr"
        else f"On Tue, 1 Sept 2026 at 09:12, Anne Durand <{OWNER}> wrote:"
    )
    return f"{words}\n\n{said}\n\n{_marked(quote)}\n"


def thunderbird(words: str, quote: str, language: str) -> str:
    said = "Le 01/09/2026 à 09:12, Anne Durand a écrit :" if language == "fr" else "On 01/09/2026 09:12, Anne Durand wrote:"
    return f"{words}\n\n{said}\n{_marked(quote)}\n"


def below(words: str, quote: str, language: str) -> str:
    said = "Le 01/09/2026 à 09:12, Anne Durand a écrit :" if language == "fr" else "On 01/09/2026 09:12, Anne Durand wrote:"
    return f"{said}\n{_marked(quote)}\n\n{words}\n"


def outlook(words: str, quote: str, language: str) -> str:
    names = (
        ("De", "Envoyé", "À", "Objet", "mardi 1 septembre 2026 09:12")
        if language == "fr"
        else ("From", "Sent", "To", "Subject", "Tuesday, September 1, 2026 9:12 AM")
    )
    sender, sent, to, subject, when = names
    gap = " : " if language == "fr" else ": "
    return f"{words}\n\n{sender}{gap}Anne Durand <{OWNER}>\n{sent}{gap}{when}\n{to}{gap}Marc Petit <marc@client.example>\n{subject}{gap}{SUBJECT[language]}\n\n{quote}\n"


def outlook_original(words: str, quote: str, language: str) -> str:
    bar = "-----Message d'origine-----" if language == "fr" else "-----Original Message-----"
    top, _, rest = outlook("", quote, language).lstrip().partition("\n")
    return f"{words}\n\n{bar}\n{top}\n{rest}"


def apple(words: str, quote: str, language: str) -> str:
    said = (
        f"Le 1 sept. 2026 à 09:12, Anne Durand <{OWNER}> a écrit :"
        if language == "fr"
        else f"On 1 Sep 2026, at 09:12, Anne Durand <{OWNER}> wrote:"
    )
    return f"{words}\n\n> {said}\n>\n{_marked(quote)}\n"


def iphone(words: str, quote: str, language: str) -> str:
    footer = "Envoyé de mon iPhone" if language == "fr" else "Sent from my iPhone"
    return f"{words}\n\n{footer}\n\n{apple('', quote, language).lstrip()}"


def orange(words: str, quote: str, language: str) -> str:
    if language == "en":
        return thunderbird(words, quote, language)
    return f'{words}\n\n> Message du 01/09/26 09:12\n> De : "Anne Durand" <{OWNER}>\n> A : marc@client.example\n> Copie à :\n> Objet : {SUBJECT["fr"]}\n>\n{_marked(quote)}\n'


def zimbra(words: str, quote: str, language: str) -> str:
    bar = "----- Mail original -----" if language == "fr" else "----- Original Message -----"
    names = (
        ("De", "À", "Envoyé", "Objet", "Mardi 1 Septembre 2026 09:12:00")
        if language == "fr"
        else ("From", "To", "Sent", "Subject", "Tuesday, September 1, 2026 9:12:00 AM")
    )
    return f'{words}\n\n{bar}\n{names[0]}: "Anne Durand" <{OWNER}>\n{names[1]}: "Marc Petit" <marc@client.example>\n{names[2]}: {names[4]}\n{names[3]}: {SUBJECT[language]}\n\n{quote}\n'


def roundcube(words: str, quote: str, language: str) -> str:
    said = "Le 2026-09-01 09:12, Anne Durand a écrit :" if language == "fr" else "On 2026-09-01 09:12, Anne Durand wrote:"
    return f"{words}\n\n{said}\n\n{_marked(quote)}\n"


def proton(words: str, quote: str, language: str) -> str:
    footer = "Envoyé avec la messagerie sécurisée Proton Mail." if language == "fr" else "Sent with Proton Mail secure email."
    said = (
        f"Le mardi 1 septembre 2026 à 09:12, Anne Durand <{OWNER}> a écrit :"
        if language == "fr"
        else f"On Tuesday, September 1st, 2026 at 9:12 AM, Anne Durand <{OWNER}> wrote:"
    )
    return f"{words}\n\n{footer}\n\n{said}\n\n{_marked(quote)}\n"


def bare(words: str, _quote: str, _language: str) -> str:
    return f"{words}\n"


PROGRAMS: tuple[Callable[[str, str, str], str], ...] = (
    gmail, outlook, thunderbird, apple, iphone, orange, zimbra, roundcube, proton, outlook_original, below, bare,
)  # fmt: skip


def _paragraphs(text: str) -> str:
    return "".join(f"<div>{html.escape(line) or '<br>'}</div>" for line in text.splitlines())


def as_html(program: str, words: str, quote: str, language: str) -> str | None:
    """The HTML part of the two programs whose quotation only HTML marks."""
    if program == "gmail":
        said = gmail("", "", language).strip().splitlines()[0]
        return f'<div dir="ltr">{_paragraphs(words)}</div><br><div class="gmail_quote"><div class="gmail_attr">{html.escape(said)}<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{_paragraphs(quote)}</blockquote></div>'
    if program == "outlook":
        block = outlook("", quote, language).strip().split("\n\n")[0]
        lines = "<br>".join(html.escape(line) for line in block.splitlines())
        return f'<div>{_paragraphs(words)}</div><div id="divRplyFwdMsg"><hr style="display:inline-block;width:98%"><font>{lines}</font></div><div>{_paragraphs(quote)}</div>'
    return None


def mail(number: int, words: str, language: str) -> bytes:
    program = PROGRAMS[number % len(PROGRAMS)]
    name, address = PEOPLE[number % len(PEOPLE)]
    message = EmailMessage()
    message["From"] = f"{name} <{address}>"
    message["To"] = f"Anne Durand <{OWNER}>"
    message["Subject"] = f"{'RE' if program in {outlook, outlook_original} else 'Re'}: {SUBJECT[language]}"
    message["Date"] = "Wed, 16 Sep 2026 15:00:00 +0200"
    message["Message-ID"] = f"<r{number}.{language}@{address.partition('@')[2]}>"
    message["In-Reply-To"] = message["References"] = "<q-2026-031@atelier-durand.example>"
    message.set_content(program(words.strip(), QUOTE[language], language), cte="quoted-printable" if number % 3 else "8bit")
    if page := as_html(program.__name__, words.strip(), QUOTE[language], language):
        message.add_alternative(page, subtype="html")
        message.set_boundary(f"part-{number}-{language}")
    return message.as_bytes()


def answers() -> Iterator[tuple[str, str, dict]]:
    """(language, kind, row) of what the tables hold, as often as it is wanted."""
    taken: dict[tuple[str, str], int] = defaultdict(int)
    for path in itertools.chain.from_iterable(sorted(RECEIVED.glob(f"{table}.yaml")) for table in TABLES):
        table = yaml.safe_load(path.read_text(encoding="utf-8"))
        for language in sorted(table.keys() & WANTED.keys()):
            for kind, rows in table[language].items():
                for row in rows:
                    entry = row if isinstance(row, dict) else {"text": row}
                    plain = kind.removesuffix("_dated")
                    if "read" not in entry and re.search(r"\w", entry["text"]) and taken[language, plain] < WANTED[language]:
                        taken[language, plain] += 1
                        yield language, plain, entry


def main() -> None:
    folder = RECEIVED / "replies"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for number, (language, kind, row) in enumerate(answers()):
        name = folder / f"{kind}_{language}_{number:03}"
        name.with_suffix(".eml").write_bytes(mail(number, row["text"], language))
        expected = {"kind": "reply", "reply": kind} | ({"until": row["until"]} if "until" in row else {})
        name.with_suffix(".expected.yaml").write_text(yaml.safe_dump(expected, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
