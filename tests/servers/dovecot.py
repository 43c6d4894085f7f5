"""A private Dovecot 2.3 on 127.0.0.1, for root and for ordinary users. Everything it writes lies in one folder.

    with Dovecot(folder) as server:
        server.port …

The folder and those above it must be open to others (0755) when root runs it: Dovecot gives up root's rights.
It is killed as a process group of its own, so that several may run side by side.
"""

import base64
import grp
import hashlib
import hmac
import json
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

PASSWORD = "s3cret-for-tests"
MAIL_UID = 5000  # needs no entry in /etc/passwd
ISSUER = "https://tokens.example"
HMAC_KEY = b"a key that signs test tokens, 32 bytes or more"


def available() -> bool:
    return shutil.which("dovecot") is not None


@dataclass
class Options:
    """``special``: mailbox names by attribute (they are not created). ``location`` as Dovecot's mail_location."""

    location: str = "maildir:~/Maildir"
    separator: str = "/"
    prefix: str = ""
    special: dict[str, str] = field(default_factory=lambda: {r"\Drafts": "Drafts", r"\Sent": "Sent", r"\Trash": "Trash"})
    tls: bool = False
    oauth: bool = False
    mechanisms: str = "plain login"
    capability: str = ""
    rawlog: bool = False
    extra: str = ""


class Dovecot:
    def __init__(self, folder: Path, **options: object) -> None:
        self.folder = folder
        self.options = Options(**options)
        self.port = free_port()
        self.tls_port = free_port() if self.options.tls else 0
        self.process: subprocess.Popen[bytes] | None = None

    # --- life

    def __enter__(self) -> Self:
        root = os.getuid() == 0
        self.folder.chmod(0o755)
        for name in ("run", "state", "mail", "keys/default/HS256"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        if root:
            os.chown(self.folder / "mail", MAIL_UID, MAIL_UID)
        if self.options.tls:
            make_certificate(self.folder)
        (self.folder / "keys/default/HS256/default").write_bytes(base64.b64encode(HMAC_KEY))
        (self.folder / "oauth2.conf").write_text(_OAUTH.format(root=self.folder, issuer=ISSUER))
        configuration = self.folder / "dovecot.conf"
        configuration.write_text(self._configuration(root=root))
        with (self.folder / "stderr").open("wb") as errors:
            self.process = subprocess.Popen(
                ["dovecot", "-F", "-c", str(configuration)], stdout=subprocess.DEVNULL, stderr=errors, start_new_session=True
            )
        self._wait()
        return self

    def _wait(self) -> None:
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                raise RuntimeError("dovecot did not start: " + (self.folder / "stderr").read_text())
            try:
                with socket.create_connection(("127.0.0.1", self.port), 2) as greeting:
                    greeting.settimeout(5)
                    if greeting.recv(512).startswith(b"* OK"):
                        return
            except OSError:
                time.sleep(0.01)
        self.__exit__()
        raise TimeoutError("dovecot gave no greeting: " + self.log()[-2000:])

    def __exit__(self, *_: object) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)  # an orderly end takes a second, and there is nothing to save
            self.process.wait(15)
            self.process = None

    # --- what tests ask

    def log(self) -> str:
        path = self.folder / "dovecot.log"
        return path.read_text() if path.exists() else ""

    def home(self, user: str) -> Path:
        return self.folder / "mail" / user

    def certificate(self) -> Path:
        return self.folder / "cert.pem"

    def fill(self, user: str, messages: Iterable[bytes], mailbox: str = "") -> None:
        """Write messages into a maildir, INBOX unless ``mailbox`` is named, as fast as files can be made."""
        folder = self.home(user) / "Maildir" / (f".{mailbox}" if mailbox else "") / "cur"
        for number, raw in enumerate(messages, start=1):
            # The sizes in the name spare the server reading the file for RFC822.SIZE.
            path = folder / f"{1_750_000_000 + number}.M{number}P1.h,S={len(raw)},W={len(raw)}:2,S"
            path.write_bytes(raw)
            path.chmod(0o666)

    def keep_log(self, user: str) -> Path:
        """From now on every session of ``user`` that begins is kept (needs ``rawlog=True``)."""
        folder = self.home(user) / "dovecot.rawlog"
        folder.mkdir()
        folder.chmod(0o777)
        return folder

    def commands(self, user: str) -> list[str]:
        """Every command that was heard in the sessions kept, without its tag."""
        logs = sorted((self.home(user) / "dovecot.rawlog").glob("*.in"))
        lines = [line for log in logs for line in log.read_text(errors="replace").splitlines()]
        found = [re.fullmatch(r"[0-9.]+ [A-Za-z]+[0-9]+ ([A-Z].*)", line) for line in lines]
        return [match[1] for match in found if match]

    # --- configuration

    def _configuration(self, *, root: bool) -> str:
        account = pwd.getpwuid(os.getuid())
        group = grp.getgrgid(os.getgid()).gr_name
        uid, gid = (MAIL_UID, MAIL_UID) if root else (os.getuid(), os.getgid())
        options = self.options
        mailboxes = "".join(
            f'  mailbox "{name}" {{\n    special_use = {attribute}\n  }}\n' for attribute, name in options.special.items()
        )
        return _CONFIGURATION.format(
            root=self.folder,
            internal_user="dovecot" if root else account.pw_name,
            internal_group="dovecot" if root else group,
            login_user="dovenull" if root else account.pw_name,
            uid=uid,
            gid=gid,
            port=self.port,
            tls_port=self.tls_port,
            ssl="yes" if options.tls else "no",
            certificates=f"ssl_cert = <{self.folder}/cert.pem\nssl_key = <{self.folder}/key.pem" if options.tls else "",
            mechanisms=options.mechanisms,
            oauth=_OAUTH_PASSDB.format(root=self.folder) if options.oauth else "",
            password=PASSWORD,
            location=options.location,
            separator=options.separator,
            prefix=options.prefix,
            mailboxes=mailboxes,
            capability=f"imap_capability = {options.capability}" if options.capability else "",
            rawlog=f"rawlog_dir = {self.folder}/mail/%u/dovecot.rawlog" if options.rawlog else "",
            extra=options.extra,
        )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def make_certificate(folder: Path, name: str = "") -> Path:
    """A self-signed certificate for localhost; its own authority."""
    certificate = folder / f"{name}cert.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-days", "30", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"),
            *("-keyout", str(folder / f"{name}key.pem"), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    return certificate


def token(user: str, *, lifetime: int = 600, key: bytes = HMAC_KEY) -> str:
    """A JSON web token (RFC 7519) that a Dovecot with ``oauth=True`` accepts."""
    now = int(time.time())  # noqa: TID251 - the server's clock is the machine's
    claims = {"iss": ISSUER, "sub": user, "email": user, "iat": now - 10, "nbf": now - 10, "exp": now + lifetime}
    parts = [_url64(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims)]
    signature = hmac.new(key, ".".join(parts).encode(), hashlib.sha256).digest()
    return ".".join([*parts, _url64(signature)])


def _url64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


_OAUTH = """
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={root}/keys/
username_attribute = email
username_format = %Lu
issuers = {issuer}
"""

_OAUTH_PASSDB = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {root}/oauth2.conf
}}
"""

_CONFIGURATION = """
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/dovecot.log
instance_name = mailwatch-tests
default_internal_user = {internal_user}
default_internal_group = {internal_group}
default_login_user = {login_user}
stats_writer_socket_path =
default_vsz_limit = 1G

protocols = imap
listen = 127.0.0.1
ssl = {ssl}
{certificates}
disable_plaintext_auth = no
auth_mechanisms = {mechanisms}
auth_failure_delay = 0 secs
{oauth}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={root}/mail/%u
}}

mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = {uid}
first_valid_gid = 0
mail_location = {location}
mail_fsync = never
mail_max_userip_connections = 100
namespace inbox {{
  inbox = yes
  separator = {separator}
  prefix = {prefix}
{mailboxes}
}}

service imap-login {{
  chroot =
  process_limit = 1
  process_min_avail = 1
  service_count = 0
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {tls_port}
    ssl = yes
  }}
}}
service imap {{
  process_min_avail = 1
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  client_limit = 200
}}
protocol imap {{
  {capability}
  {rawlog}
}}
{extra}
"""
