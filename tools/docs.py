"""Write the parts of docs/ that the program itself knows best: the help of every command, the table of every key.

    python tools/docs.py          writes docs/commands.md and the tables of docs/configuration.md
    python tools/docs.py --check  writes nothing, names what differs, and fails if anything does

A page is written by hand around pairs of marks; what stands between them comes from here.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mailwatch.cli.commands import COMMANDS
from mailwatch.config.example import EXAMPLE as REQUIRED
from mailwatch.config.example import example
from mailwatch.config.presets import PRESETS
from mailwatch.wording.catalogue import explain_key

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
MARKED = re.compile(r"(<!-- from the program: (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)

#: A value worth showing for each key that can be chosen: what an owner would really write. A test loads each of them.
EXAMPLES = {
    "language": "en",
    "timezone": "Europe/Brussels",
    "journal": "sqlite:///mailwatch.sqlite3",
    "templates": "my-templates",
    "poll": "10 minutes",
    "accounts.name": "studio",
    "accounts.address": REQUIRED["accounts.address"],
    "accounts.aliases": "[devis@atelier-durand.example]",
    "accounts.owner.name": "Anne Durand",
    "accounts.owner.phone": "06 00 00 00 00",
    "accounts.owner.website": "https://atelier-durand.example",
    "accounts.owner.signature": r'"Anne Durand\nAtelier Durand\n06 00 00 00 00"',
    "accounts.imap.host": REQUIRED["accounts.imap.host"],
    "accounts.imap.port": "1993",
    "accounts.imap.tls": "starttls",
    "accounts.imap.username": "anne",
    "accounts.imap.ca_file": "ca.pem",
    "accounts.password.env": "MAIL_PASSWORD",
    "accounts.password.file": "mail-password",
    "accounts.password.command": "[pass, show, mail/anne]",
    "accounts.password.keyring": "mailwatch",
    "accounts.oauth2.token_command": "[oama, access, anne@atelier-durand.example]",
    "accounts.mailboxes.sent": "[Sent, Sent-2025]",
    "accounts.mailboxes.drafts": "Brouillons",
    "accounts.mailboxes.inbox": "INBOX",
    "accounts.mailboxes.also": "[Clients, Archive]",
    "accounts.mailboxes.trash": "Corbeille",
    "accounts.trusted_authserv": "mx.atelier-durand.example",
    "quotes.start": "2026-09-01",
    "quotes.validity": "1 month",
    "quotes.late_after": "45 days",
    "quotes.senders": "[devis@outil-de-facturation.example]",
    "cadence": "single",
    "cadences": "{gentle: [{after: 5 working days, template: relance_1}, {after: 20 working days, template: porte_ouverte, last: true}]}",
    "rules": '[{when: {to: "*@agence.example"}, cadence: agency}]',
    "never": '[ami@exemple.example, "*@famille.example"]',
    "calendar.holidays": "BE",
    "calendar.subdivision": '"67"',
    "calendar.quiet": "[august, 2026-05-14/2026-05-17]",
    "calendar.away": "[2026-08-03/2026-08-14]",
    "calendar.drafts_at": '"09:15"',
    "limits.per_contact": "2 per 30 days",
    "limits.per_day": "3",
    "limits.gap": "7 working days",
    "retention": "24 months",
    "answers": "draft",
    "drafts.unread": "false",
    "notify.digest": "weekly",
    "notify.late_replies": "true",
    "commands.mailboxes": "true",
}


# --- commands -----------------------------------------------------------------------------------------------------


def help_of(*words: str) -> str:
    """What ``mailwatch … --help`` prints in English, a hundred columns wide."""
    environment = {**os.environ, "LANG": "en_GB.UTF-8", "LC_ALL": "en_GB.UTF-8", "COLUMNS": "100", "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", "mailwatch", *words, "--help"], env=environment, capture_output=True, text=True, check=True
    ).stdout.rstrip()


def commands() -> Iterator[str]:
    yield f"```\n{help_of()}\n```\n"
    for name in COMMANDS:
        yield f"\n## {name}\n\n```\n{help_of(name)}\n```\n"


# --- configuration ------------------------------------------------------------------------------------------------

_KEY = re.compile(r"(?P<indent> *(?:- )?)(?P<name>\w+):(?: (?P<value>.*?))? +# (?P<meaning>.*)")

#: Keys below one that the example shows on a line of its own.
BELOW = {
    "accounts.password": ("env", "file", "command", "keyring"),
    "accounts.oauth2": ("token_command",),
}


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the file. ``default`` is YAML text, empty for a key that only holds others."""

    path: str
    meaning: str
    default: str


def keys() -> Iterator[Key]:
    """Every key, as config.example.yaml has it: that text is rendered from the schema."""
    above: list[tuple[int, str]] = []
    for found in map(_KEY.fullmatch, example("en").splitlines()):
        if found is None:
            continue
        depth = len(found["indent"])
        above = [*(outer for outer in above if outer[0] < depth), (depth, found["name"])]
        path = ".".join(name for _, name in above)
        yield Key(path, found["meaning"], "(required)" if path in REQUIRED else found["value"] or "")
        for name in BELOW.get(path, ()):
            yield Key(f"{path}.{name}", explain_key(f"{path}.{name}", "en"), "")


def configuration() -> Iterator[str]:
    yield "| key | meaning | default | example |\n|---|---|---|---|\n"
    for key in keys():
        cells = (f"`{key.path}`", key.meaning, _code(key.default), _code(EXAMPLES.get(key.path, "")))
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


def _code(text: str) -> str:
    return text if not text or text.startswith("(") else f"`{text}`"


def presets() -> Iterator[str]:
    yield "| cadence | steps |\n|---|---|\n"
    for name, cadence in PRESETS.items():
        steps = "; ".join(
            f"{step.delay.count} {step.delay.unit} {step.anchor.replace('_', ' ')}: `{step.template}`" for step in cadence.steps
        )
        yield f"| `{name}` | {steps} |\n"


# --- pages --------------------------------------------------------------------------------------------------------

PARTS = {"commands": commands, "configuration": configuration, "cadences": presets}
PAGES = ("commands.md", "configuration.md")


def written(page: str) -> str:
    """The page as it should be."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return MARKED.sub(lambda found: f"{found[1]}\n{''.join(PARTS[found[2]]())}\n{found[3]}", text)


def main(*, check: bool) -> int:
    stale = [page for page in PAGES if written(page) != (DOCS / page).read_text(encoding="utf-8")]
    for page in stale:
        if check:
            sys.stderr.write(f"docs/{page} is not what the program says: run make docs\n")
        else:
            (DOCS / page).write_text(written(page), encoding="utf-8")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv))
