"""One owner with a mailbox on a private Dovecot, a configuration and a mail program; and the prospects who write.

What mailwatch made of it is read by a client of our own, never through mailwatch.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from imapclient import IMAPClient

from tests.acceptance.commands import Commands, Outcome, Running
from tests.servers.dovecot import PASSWORD, Dovecot

PARIS = ZoneInfo("Europe/Paris")
OWNER = "anne@atelier-durand.example"
SECRET = {"MAILWATCH_PASSWORD": PASSWORD}
TOKEN = re.compile(r"<mwt\.[^<>\s]+>")

QUOTE = """Bonjour,

Veuillez trouver notre devis {reference} pour la refonte de votre site.

Montant total : 4 200,00 € HT

Bien cordialement,
Anne Durand
Atelier Durand
"""

CONFIGURATION = """
language: en
journal: sqlite:///{folder}/journal/journal.db
accounts:
  - address: {owner}
    owner: {{name: Anne Durand}}
    imap: {{host: 127.0.0.1, port: {port}, tls: none, username: {user}}}
    password: {{env: MAILWATCH_PASSWORD}}
quotes: {{start: 2026-08-15}}
limits: {{per_day: 40}}
"""


def at(text: str) -> datetime:
    """``2026-09-01 09:12``, in Paris."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def mail(
    *, id_: str, sender: str, to: str, subject: str, date: datetime, text: str, references: str = "", **fields: str
) -> bytes:
    """A letter. ``references`` in order, the message answered last."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"], message["Message-ID"] = date, id_
    if references:
        message["In-Reply-To"], message["References"] = references.rsplit(maxsplit=1)[-1], references
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes(policy=policy.SMTP)


@dataclass(frozen=True)
class Letter:
    """A message as it lies in a mailbox."""

    uid: int
    flags: frozenset[str]
    raw: bytes

    @cached_property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)

    @property
    def text(self) -> str:
        return self.message.get_content()

    @property
    def references(self) -> list[str]:
        return re.findall(r"<[^<>\s]+>", self.message["References"] or "")

    @property
    def deleted(self) -> bool:
        return r"\Deleted" in self.flags


class Client:
    """The owner's mail program and what the server shows it. Every mailbox but Drafts is only examined, except to move."""

    def __init__(self, server: Dovecot, user: str) -> None:
        self.server, self.user = server, user
        self.connect()
        prefix = server.options.prefix
        names = {"Drafts": "Drafts", "Sent": "Sent", "Trash": "Trash"} | {
            attribute.lstrip("\\"): name for attribute, name in server.options.special.items()
        }
        self.drafts_name, self.sent, self.trash = (prefix + names[role] for role in ("Drafts", "Sent", "Trash"))
        for name in (self.drafts_name, self.sent, self.trash):
            self.imap.create_folder(name)
        self._ids = 0

    def connect(self) -> None:
        self.imap = IMAPClient("127.0.0.1", self.server.port, ssl=False, timeout=20)
        self.imap.normalise_times = False
        self.imap.login(self.user, PASSWORD)

    def close(self) -> None:
        self.imap.shutdown()

    # --- what there is

    def names(self) -> list[str]:
        return [name for _, _, name in self.imap.list_folders()]

    def letters(self, mailbox: str) -> list[Letter]:
        self.imap.select_folder(mailbox, readonly=True)
        uids = self.imap.search("ALL")
        found = self.imap.fetch(uids, ["BODY.PEEK[]", "FLAGS"]) if uids else {}
        self._unselect()
        return [Letter(uid, frozenset(f.decode() for f in found[uid][b"FLAGS"]), found[uid][b"BODY[]"]) for uid in sorted(found)]

    def drafts(self, quote: str | None = None, *, deleted: bool = False) -> list[Letter]:
        """What a mail program shows in Drafts; of one quote's thread."""
        letters = [letter for letter in self.letters(self.drafts_name) if deleted or not letter.deleted]
        return [letter for letter in letters if quote is None or quote in letter.references]

    def draft(self, quote: str) -> Letter:
        (found,) = self.drafts(quote)
        return found

    def _unselect(self) -> None:
        self.imap._imap.unselect()  # whether the server advertises it or not

    def put(self, mailbox: str, raw: bytes, when: datetime, *flags: str) -> None:
        self.imap.append(mailbox, raw, flags=flags, msg_time=when)

    # --- what mail programs do with a draft

    def expunge(self, letter: Letter) -> None:
        """Marked and expunged by its UID: deleted for good, or replaced."""
        self._flag(letter)
        self.imap.select_folder(self.drafts_name)
        self.imap.uid_expunge([letter.uid])
        self._unselect()

    def throw_away(self, letter: Letter) -> None:
        self.imap.select_folder(self.drafts_name)
        self.imap.move([letter.uid], self.trash)
        self._unselect()

    def hide(self, letter: Letter) -> None:
        """Evolution deletes like this, and cleans up after an edit like this."""
        self._flag(letter)

    def _flag(self, letter: Letter) -> None:
        self.imap.select_folder(self.drafts_name)
        self.imap.add_flags([letter.uid], [rb"\Deleted"])
        self._unselect()

    def rewritten(self, letter: Letter, *, text: str | None, keep_id: bool, keep_x: bool, reply_to: bool = True) -> bytes:
        """The draft as a program saves or sends it."""
        self._ids += 1
        message = letter.message
        if not keep_id:
            del message["Message-ID"]
            message["Message-ID"] = f"<{self._ids}.prog@atelier-durand.example>"
        for name in [] if keep_x else [name for name in list(message) if name.lower().startswith("x-mailwatch")]:
            del message[name]
        if not reply_to:
            del message["In-Reply-To"]
        if text is not None:
            message.set_content(text + "\n\n" + letter.text)
        return message.as_bytes(policy=policy.SMTP)

    def edit(self, letter: Letter, program: str, when: datetime, text: str = "J'ajoute un mot.") -> None:
        """Save the draft with a change, in the manner of a program."""
        keep_id = program in {"roundcube", "mutt"}
        raw = self.rewritten(letter, text=text, keep_id=keep_id, keep_x=program in {"roundcube", "mutt"})
        flags = {"thunderbird": [r"\Draft"], "roundcube": [r"\Seen"], "mutt": [r"\Draft"], "evolution": [r"\Draft", r"\Seen"]}
        self.put(self.drafts_name, raw, when, *flags[program])
        (self.hide if program == "evolution" else self.expunge)(letter)

    def send(self, letter: Letter, program: str, when: datetime, text: str | None = None) -> str:
        """Send the draft in the manner of a program; the Message-ID it went out with."""
        keep_id = program in {"roundcube", "mutt"}
        raw = self.rewritten(letter, text=text, keep_id=keep_id, keep_x=program == "mutt")
        first_gone = program in {"thunderbird", "mutt"}
        if first_gone:
            self.expunge(letter)
        self.put(self.sent, raw, when, r"\Seen")
        if not first_gone:
            (self.hide if program == "evolution" else self.expunge)(letter)
        return Letter(0, frozenset(), raw).message["Message-ID"]


class Office(Client):
    """The owner's side of one user, and the command line of that owner in ``folder``."""

    def __init__(self, server: Dovecot, user: str, folder: Path, commands: Commands, configuration: str = CONFIGURATION) -> None:
        super().__init__(server, user)
        self.folder, self.port, self._commands = folder, server.port, commands
        self.configure(configuration, port=self.port)

    def configure(self, configuration: str = CONFIGURATION, **values: object) -> None:
        values = {"folder": self.folder, "owner": OWNER, "user": self.user} | values
        (self.folder / "config.yaml").write_text(configuration.format(**values))

    # --- the command line

    def start(self, *words: str) -> Running:
        return self._commands.start(self.folder, SECRET, *words)

    def mailwatch(self, *words: str) -> Outcome:
        return self.start(*words).wait()

    def once(self, when: str) -> Outcome:
        outcome = self.mailwatch("once", "--json", "--now", when.replace(" ", "T"))
        assert outcome.code in {0, 1}, outcome
        return outcome

    def status(self, quote: str, when: str) -> str:
        """The public status, as ``why`` says it."""
        outcome = self.mailwatch("why", quote, "--json", "--now", when.replace(" ", "T"))
        assert (outcome.code, outcome.err) == (0, ""), outcome
        return outcome.objects[0]["status"]

    # --- the mail of both sides

    def quote(self, when: str, who: str, reference: str, references: str = "", **fields: str) -> str:
        """The owner sends a quote to ``who``."""
        id_ = fields.pop("id_", f"<{reference.lower()}@atelier-durand.example>")
        raw = mail(
            id_=id_,
            sender=f"Anne Durand <{OWNER}>",
            to=who,
            subject=fields.pop("subject", f"Devis {reference}"),
            date=at(when),
            text=fields.pop("text", QUOTE.format(reference=reference)),
            references=references,
            **fields,
        )
        self.put(self.sent, raw, at(when), r"\Seen")
        return id_

    def write(self, when: str, who: str, subject: str, text: str, references: str) -> None:
        """The owner writes by hand."""
        id_ = f"<hand.{at(when):%m%d%H%M}.{who}>"
        raw = mail(id_=id_, sender=OWNER, to=who, subject=subject, date=at(when), text=text, references=references)
        self.put(self.sent, raw, at(when), r"\Seen")

    def receive(self, when: str, who: str, subject: str, text: str, references: str = "", **more: str) -> str:
        """Somebody's mail is delivered: to the inbox, or where a filter puts it (``mailbox``)."""
        mailbox = more.pop("mailbox", "INBOX")
        id_ = more.pop("id_", f"<{at(when):%m%d%H%M}.{who}>")
        more.setdefault("Received", f"from mx.example by mx.atelier-durand.example; {at(when):%a, %d %b %Y %H:%M:%S %z}")
        raw = mail(id_=id_, sender=who, to=OWNER, subject=subject, date=at(when), text=text, references=references, **more)
        self.put(mailbox, raw, at(when))
        return id_
