"""An Exim of our own, unpacked and not installed: one process per mail, its spool below one folder, all that is not local goes to loopback."""

import grp
import os
import pwd
import subprocess
import time
from pathlib import Path

PACKAGES = Path(os.environ.get("MAILWATCH_PACKAGES", "build/packages")).absolute()
PROGRAM = PACKAGES / "exim" / "usr" / "sbin" / "exim4"
MISSING = not PROGRAM.exists() or os.geteuid() != 0

_CONFIGURATION = """\
exim_path = {program}
exim_user = mail
exim_group = mail
never_users =
keep_environment =
primary_hostname = mx.atelier-durand.example
spool_directory = {folder}/spool
log_file_path = {folder}/log-%s
local_interfaces = 127.0.0.1
domainlist ours = atelier-durand.example
trusted_users = root
delay_warning = {warn}s
delay_warning_condition = true
ignore_bounce_errors_after = 1h
message_size_limit = 0

begin routers
owner:
  driver = accept
  domains = +ours
  local_parts = anne
  transport = maildir
away:
  driver = accept
  domains = +ours
  local_parts = absente
  transport = vacation
unknown:
  driver = redirect
  domains = +ours
  allow_fail
  data = :fail: Unrouteable address
elsewhere:
  driver = manualroute
  route_list = * 127.0.0.1::{port}
  self = send
  transport = remote

begin transports
maildir:
  driver = appendfile
  directory = {folder}/mail
  maildir_format
  create_directory
  user = mail
  return_path_add
vacation:
  driver = autoreply
  user = mail
  to = $sender_address
  from = Jeanne Morel <absente@atelier-durand.example>
  subject = Absence : $h_subject:
  text = Bonjour,\\n\\nJe suis absente du 14 au 25 septembre 2026 inclus.\\nMes messages seront lus à mon retour.\\n\\nJeanne Morel
remote:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_dane =
  allow_localhost

begin retry
* * F,{lifetime}s,1s
"""


class Exim:
    """``warn``: seconds until a delay is reported; ``lifetime``: until a deferred mail is given up."""

    def __init__(self, folder: Path, port: int, *, warn: int = 0, lifetime: int = 3600) -> None:
        self.folder, self._file = folder, folder / "exim.conf"
        self._file.write_text(
            _CONFIGURATION.format(program=PROGRAM, folder=folder, port=port, warn=warn, lifetime=lifetime), encoding="utf-8"
        )
        for name in ("spool", "mail"):
            (folder / name).mkdir(mode=0o755)
            os.chown(folder / name, *_mail())
        os.chown(folder, *_mail())

    def _run(self, *arguments: str, raw: bytes = b"") -> None:
        done = subprocess.run([PROGRAM, "-C", self._file, *arguments], input=raw, capture_output=True, check=False, timeout=30)
        if done.returncode:
            raise RuntimeError(f"exim {arguments}: {done.stderr.decode()}{self.log}")

    @property
    def log(self) -> str:
        return "".join(path.read_text("utf-8", "replace") for path in self.folder.glob("log-*"))

    def submit(self, raw: bytes, sender: str, *recipients: str) -> None:
        self._run("-odf", "-i", "-f", sender, "--", *recipients, raw=raw)

    def try_again(self) -> None:
        """One run of the queue, whatever the retry times say."""
        self._run("-qff")

    @property
    def mailbox(self) -> list[bytes]:
        """The owner's mail, in the order it came."""
        found = sorted((self.folder / "mail" / "new").glob("*"), key=lambda path: path.stat().st_mtime_ns)
        return [path.read_bytes() for path in found]

    def delivered(self, seconds: float = 20.0) -> list[bytes]:
        """The owner's mail, as soon as there is any."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if found := self.mailbox:
                return found
            time.sleep(0.1)
        raise TimeoutError(f"no mail came: {self.log}")


def _mail() -> tuple[int, int]:
    return pwd.getpwnam("mail").pw_uid, grp.getgrnam("mail").gr_gid
