"""A Postfix of our own: its queue and configuration below one folder, no listener, everything not local goes to loopback."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Self

DAEMONS = next((path for path in ("/usr/lib/postfix/sbin", "/usr/libexec/postfix") if Path(path, "master").exists()), "")
MISSING = not DAEMONS or shutil.which("postfix", path="/usr/sbin:/usr/bin") is None or os.geteuid() != 0

_MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = {daemons}
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = mx.atelier-durand.example
mydestination =
inet_interfaces = loopback-only
inet_protocols = ipv4
smtp_host_lookup = native
smtp_tls_security_level = none
relayhost = [127.0.0.1]:{port}
fallback_transport =
alias_maps =
alias_database =
local_recipient_maps =
virtual_mailbox_domains = atelier-durand.example
virtual_mailbox_maps = inline:{{anne@atelier-durand.example=anne/}}
virtual_mailbox_base = {folder}/mail
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
delay_warning_time = {warn}s
minimal_backoff_time = 1s
maximal_backoff_time = 1s
queue_run_delay = 1s
bounce_queue_lifetime = 1s
maximal_queue_lifetime = {lifetime}s
bounce_template_file = {templates}
smtp_connect_timeout = 5s
transport_maps = inline:{{sourd.example=smtp:[127.0.0.1]:9}}
"""
_SERVICES = """\
pickup    unix  n  -  n  1     1  pickup
cleanup   unix  n  -  n  -     0  cleanup
qmgr      unix  n  -  n  1     1  qmgr
rewrite   unix  -  -  n  -     -  trivial-rewrite
bounce    unix  -  -  n  -     0  bounce
defer     unix  -  -  n  -     0  bounce
trace     unix  -  -  n  -     0  bounce
verify    unix  -  -  n  -     1  verify
flush     unix  n  -  n  1000? 0  flush
proxymap  unix  -  -  n  -     -  proxymap
smtp      unix  -  -  n  -     -  smtp
relay     unix  -  -  n  -     -  smtp
showq     unix  n  -  n  -     -  showq
error     unix  -  -  n  -     -  error
retry     unix  -  -  n  -     -  error
discard   unix  -  -  n  -     -  discard
virtual   unix  -  n  n  -     -  virtual
postlog   unix-dgram n - n  -  1  postlogd
"""


class Postfix:
    """Runs while it is entered. ``warn``: seconds until a delay is reported, 0 never; ``lifetime``: until mail is given up."""

    def __init__(self, folder: Path, port: int, *, warn: int = 0, lifetime: int = 60, templates: str = "") -> None:
        self.folder, self._config = folder, folder / "etc"
        for name in ("etc", "queue", "data", "mail"):
            (folder / name).mkdir(mode=0o755)
        shutil.chown(folder / "data", "postfix")
        shutil.chown(folder / "mail", 65534, 65534)
        named = ""
        if templates:
            (folder / "etc" / "bounce.cf").write_text(templates, encoding="utf-8")
            named = str(folder / "etc" / "bounce.cf")
        main = _MAIN.format(folder=folder, daemons=DAEMONS, port=port, warn=warn, lifetime=lifetime, templates=named)
        (self._config / "main.cf").write_text(main, encoding="utf-8")
        (self._config / "master.cf").write_text(_SERVICES, encoding="utf-8")

    def _control(self, verb: str) -> None:
        done = subprocess.run(
            ["/usr/sbin/postfix", "-c", str(self._config), verb], capture_output=True, text=True, check=False, timeout=30
        )
        if done.returncode:
            raise RuntimeError(f"postfix {verb}: {done.stderr}{self.log}")

    @property
    def log(self) -> str:
        log = self.folder / "log"
        return log.read_text("utf-8", "replace") if log.exists() else ""

    def __enter__(self) -> Self:
        self._control("start")
        return self

    def __exit__(self, *_: object) -> None:
        self._control("stop")

    def submit(
        self, raw: bytes, sender: str, *recipients: str, notify: str = "failure,delay", headers_only: bool = False
    ) -> None:
        ret = ["-R", "hdrs"] if headers_only else ["-R", "full"]
        subprocess.run(
            ["/usr/sbin/sendmail", "-C", str(self._config), "-G", "-i", "-f", sender, "-N", notify, *ret, "--", *recipients],
            input=raw,
            capture_output=True,
            check=True,
            timeout=30,
            env={**os.environ, "MAIL_CONFIG": str(self._config)},
        )

    def delivered(self, count: int = 1, seconds: float = 30.0) -> list[bytes]:
        """What lies in the mailbox once ``count`` mails have come, in the order they came."""
        new = self.folder / "mail" / "anne" / "new"
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = sorted(new.glob("*"), key=lambda path: path.stat().st_mtime_ns) if new.exists() else []
            if len(found) >= count:
                return [path.read_bytes() for path in found]
            time.sleep(0.1)
        raise TimeoutError(f"{count} mails expected in {new}: {re.sub(r'(?m)^.*statistics.*$', '', self.log)}")
