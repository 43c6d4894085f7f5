"""With everything logged that can be: no secret is in what is said or kept, and no prospect in the log, on a real login and a refused one."""

import base64
import re
import secrets
from pathlib import Path

import pytest

from tests.acceptance.commands import Daemon, until
from tests.acceptance.office import SECRET
from tests.servers.dovecot import PASSWORD

MARC = "Marc Lefort <marc.lefort@client.example>"
#: What would give the prospect away.
PEOPLE = re.compile("lefort|client\\.example|zzyzx|4 ?200", re.IGNORECASE)
REFUSED = f"canary-{secrets.token_hex(8)}"


def forms(secret: str, user: str) -> set[bytes]:
    """As it is, and in base64 as part of any SASL message."""
    plain = secret.encode()
    sasl = [f"\0{user}\0{secret}".encode(), plain, f"n,a={user},\1auth=Bearer {secret}\1\1".encode()]
    shifted = [base64.b64encode(b"x" * n + plain)[4 * (n > 0) : -4] for n in range(3)]
    return {plain, plain[::-1], *map(base64.b64encode, sasl), *shifted}


def said(secret: str, user: str, *texts: str | bytes) -> list[bytes]:
    told = [text.encode() if isinstance(text, str) else text for text in texts]
    return [form for form in forms(secret, user) for text in told if form in text]


def kept(office) -> list[bytes]:
    return [file.read_bytes() for file in (office.folder / "journal").rglob("*") if file.is_file()]


def test_a_login_that_succeeds_leaves_no_secret_and_no_prospect_in_the_log(office):
    quote = office.quote("2026-06-01 09:12", MARC, "D-2026-014", subject="Devis D-2026-014 Zzyzx")
    office.receive("2026-09-02 09:00", MARC, "RE: Devis D-2026-014 Zzyzx", "Bonjour, quel délai, Zzyzx ?", quote)
    office.quote("2026-09-01 09:20", "zoe.lefort@client.example", "D-2026-015", subject="Devis D-2026-015 Zzyzx")
    commands = [("once", "--now", f"2026-09-0{day}T09:10") for day in (1, 2, 3, 4)]
    commands += [(*words, "--now", "2026-09-04T12:10") for words in (("check",), ("status",), ("why", quote), ("preview",))]
    done = [office.mailwatch("-vv", *words) for words in commands]
    assert any("days late" in outcome.err for outcome in done), "nothing was logged at all"
    assert said(PASSWORD, office.user, *(text for outcome in done for text in (outcome.err, outcome.out)), *kept(office)) == []
    assert [outcome.err for outcome in done if PEOPLE.search(outcome.err)] == []


def test_a_login_that_is_refused_leaves_no_secret_in_the_log(office):
    wrong = SECRET | {"MAILWATCH_PASSWORD": REFUSED}
    refused = office._commands.start(office.folder, wrong, "-vv", "once", "--now", "2026-09-01T10:00").wait()
    assert (refused.code, "refuse" in refused.err) == (1, True)
    assert said(REFUSED, office.user, refused.err, refused.out, *kept(office)) == []


@pytest.mark.parametrize("secret", [PASSWORD, REFUSED], ids=["accepted", "refused"])
def test_the_daemon_says_no_secret_and_no_prospect(office, secret):
    office.quote("2026-09-01 09:12", MARC, "D-2026-014", subject="Devis D-2026-014 Zzyzx")
    with Daemon(office.folder, SECRET | {"MAILWATCH_PASSWORD": secret}, "-vv") as daemon:
        until(lambda: "refuse" in daemon.err or (office.folder / "journal" / "journal.db.health").exists(), 30)
        shown = Path(f"/proc/{daemon.process.pid}/cmdline").read_bytes()
        daemon.terminate()
        log = daemon.err
    assert ("stopping" in log, "refuse" in log) == (True, secret is REFUSED)
    assert said(secret, office.user, log, shown, *kept(office)) == []
    assert PEOPLE.findall(log) == []
