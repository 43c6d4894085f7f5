"""A private Cyrus IMAP on 127.0.0.1. It takes any password, and makes an inbox for whoever logs in."""

import os
import pwd
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tests.servers.dovecot import free_port
from tests.servers.processes import stop, wait_for_greeting
from tests.servers.unpacked import libraries, unpacked


@dataclass
class Options:
    prefix: str = ""
    separator: str = "/"
    special: dict[str, str] = field(default_factory=lambda: {r"\Drafts": "Drafts", r"\Sent": "Sent", r"\Trash": "Trash"})


class Cyrus:
    """``settings`` are lines of its imapd.conf."""

    def __init__(self, folder: Path, settings: str = "") -> None:
        root = unpacked("cyrus")
        if root is None:
            raise FileNotFoundError("cyrus is not unpacked: make servers")
        self._root, self.folder, self.options = root, folder, Options()
        self._settings = settings
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        account = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
        self.folder.chmod(0o755)
        for name in ("config", "config/socket", "spool", "proc", "locks"):
            (self.folder / name).mkdir()
            os.chown(self.folder / name, account.pw_uid, account.pw_gid)
        binaries = self._root / "usr/lib/cyrus/bin"
        values = {"folder": self.folder, "binaries": binaries, "port": self.port, "user": account.pw_name}
        (self.folder / "cyrus.conf").write_text(_SERVICES.format(**values))
        (self.folder / "imapd.conf").write_text(_SETTINGS.format(**values) + self._settings)
        with (self.folder / "said").open("wb") as said:
            self._process = subprocess.Popen(
                [
                    str(binaries / "master"),
                    "-C",
                    str(self.folder / "imapd.conf"),
                    "-M",
                    str(self.folder / "cyrus.conf"),
                    "-p",
                    str(self.folder / "pid"),
                    "-D",
                ],
                env={"LD_LIBRARY_PATH": libraries(self._root), "PATH": os.environ["PATH"]},
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        try:
            wait_for_greeting(self.port, self._process)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            stop(self._process)
            self._process = None


_SERVICES = """
START {{
    recover cmd="{binaries}/ctl_cyrusdb -C {folder}/imapd.conf -r"
}}
SERVICES {{
    imap cmd="{binaries}/imapd -C {folder}/imapd.conf" listen="127.0.0.1:{port}" prefork=1
}}
EVENTS {{
}}
"""

_SETTINGS = """
configdirectory: {folder}/config
defaultpartition: default
partition-default: {folder}/spool
proc_path: {folder}/proc
mboxname_lockpath: {folder}/locks
cyrus_user: {user}
servername: localhost
allowplaintext: yes
sasl_pwcheck_method: alwaystrue
sasl_mech_list: PLAIN
autocreate_quota: 0
autocreate_post: no
altnamespace: yes
unixhierarchysep: yes
duplicatesuppression: no
imapidlepoll: 2
"""
