"""Programs that answer mail by themselves: Dovecot's Sieve and quota, mailbot, vacation. Each writes its answer to a file of ours."""

import os
import shutil
import subprocess
from pathlib import Path

from tests.generated.exim import PACKAGES

LDA = Path("/usr/lib/dovecot/dovecot-lda")
SIEVE_MISSING = not LDA.exists() or not any(Path("/usr/lib/dovecot/modules").glob("lib90_sieve_plugin.so"))
#: For root the program would ask an authentication server.
NOBODY = 65534
MAILBOT = shutil.which("mailbot")
VACATION = PACKAGES / "vacation" / "usr" / "bin" / "vacation"
VACATION_MISSING = not VACATION.exists() or shutil.which("bwrap") is None

_DOVECOT = """\
base_dir = {folder}/run
log_path = {folder}/log
hostname = mx.client.example
postmaster_address = postmaster@client.example
mail_location = maildir:{folder}/mail
mail_home = {folder}
sendmail_path = {folder}/sendmail
quota_full_tempfail = no
protocol lda {{
  mail_plugins = sieve quota
}}
plugin {{
  sieve = file:{folder}/active.sieve
  quota = maildir:User quota
  quota_rule = *:storage={quota}
}}
"""


def _catcher(path: Path, folder: Path) -> Path:
    """A "sendmail" that keeps what it is handed."""
    path.write_text(f'#!/bin/sh\ncat > "{folder}/answer.$$"\n', encoding="utf-8")
    path.chmod(0o755)
    return path


def _answer(folder: Path, log: str) -> bytes:
    found = sorted(folder.glob("answer.*"))
    if len(found) != 1:
        raise AssertionError(f"{len(found)} answers: {log}")
    return found[0].read_bytes()


def sieve(folder: Path, script: str, raw: bytes, sender: str, recipient: str, *, quota: str = "100M") -> bytes:
    """What Dovecot answers when ``raw`` is delivered to ``recipient``, whose filter is ``script`` (RFC 5228, 5230, 5429)."""
    (folder / "active.sieve").write_text(script, encoding="utf-8")
    (folder / "dovecot.conf").write_text(_DOVECOT.format(folder=folder, quota=quota), encoding="utf-8")
    _catcher(folder / "sendmail", folder)
    for path in (folder, *folder.iterdir()):
        os.chown(path, NOBODY, NOBODY)
    done = subprocess.run(
        [LDA, "-c", folder / "dovecot.conf", "-f", sender, "-a", recipient],
        input=raw,
        capture_output=True,
        check=False,
        timeout=30,
        env={"HOME": str(folder), "USER": "marc", "PATH": os.environ["PATH"]},
        user=NOBODY,
        group=NOBODY,
    )
    log = (folder / "log").read_text("utf-8") if (folder / "log").exists() else ""
    return _answer(folder, done.stderr.decode() + log)


def mailbot(folder: Path, text: str, raw: bytes, *headers: str) -> bytes:
    """What Courier's mailbot answers to ``raw``, with these fields more."""
    (folder / "text").write_text(text, encoding="utf-8")
    fields = [argument for header in headers for argument in ("-A", header)]
    catcher = _catcher(folder / "sendmail", folder)
    subprocess.run(
        [str(MAILBOT), "-c", "utf-8", "-t", folder / "text", *fields, catcher],
        input=raw,
        capture_output=True,
        check=True,
        timeout=30,
    )
    return _answer(folder, "")


def vacation(folder: Path, notice: str, raw: bytes, sender: str, alias: str) -> bytes:
    """What BSD vacation answers for ``nobody``, also called ``alias``. It knows only the sendmail at one path, so that path is ours while it runs."""
    (folder / ".vacation.msg").write_text(notice, encoding="utf-8")
    _catcher(folder / "sendmail", folder)
    environment = {"HOME": str(folder), "PATH": os.environ["PATH"]}
    there = ["bwrap", "--dev-bind", "/", "/", "--ro-bind", folder / "sendmail", "/usr/sbin/sendmail"]
    command = [*there, VACATION, "-f", folder / ".vacation.db", "-m", folder / ".vacation.msg", "-a", alias, "nobody"]
    done = subprocess.run(
        [*there, VACATION, "-i", "-f", folder / ".vacation.db"], capture_output=True, check=False, env=environment
    )
    done = subprocess.run(
        command,
        input=f"From {sender} Mon Sep 14 09:12:00 2026\n".encode() + raw,
        capture_output=True,
        check=False,
        timeout=30,
        env=environment,
    )
    return _answer(folder, done.stderr.decode())
