"""Roundcube on PHP's own server, with clicks and keys in a real page of Chromium."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests.acceptance.office import Letter
from tests.clients.program import Desk, end, nothing, until
from tests.clients.webdriver import CONTROL, ENTER, HOME, RELEASE, Browser
from tests.servers.dovecot import free_port

NEEDS = ("php", "chromium", "chromedriver")
#: Where Debian puts it: what is served, how its tables are made, its defaults.
SERVED, TABLES, DEFAULTS = (
    Path("/var/lib/roundcube"),
    Path("/usr/share/roundcube/SQL/sqlite.initial.sql"),
    Path("/etc/roundcube"),
)

_SETTINGS = """<?php
$config = [];
$config['db_dsnw'] = 'sqlite:///{folder}/roundcube.db?mode=0640';
$config['imap_host'] = '127.0.0.1:{desk.imap_port}';
$config['smtp_host'] = '127.0.0.1:{desk.smtp_port}';
$config['smtp_user'] = '';
$config['smtp_pass'] = '';
$config['des_key'] = 'twenty-four-octets-long!';
$config['plugins'] = [];
$config['skin'] = 'elastic';
$config['language'] = 'en_US';
$config['timezone'] = 'Europe/Paris';
$config['enable_spellcheck'] = false;
$config['drafts_mbox'] = 'Drafts';
$config['sent_mbox'] = 'Sent';
$config['trash_mbox'] = 'Trash';
$config['draft_autosave'] = 0;
$config['mail_domain'] = '{domain}';
$config['temp_dir'] = '{folder}';
$config['log_dir'] = '{folder}';
"""

_WRITING = "_action=compose"
#: As long as it loads the page does not hear what is clicked.
_PREVIEWED = """
const shown = document.getElementById("messagecontframe").contentWindow;
return !rcmail.busy && /_action=preview/.test(shown.location.href) && shown.document.readyState == "complete";
"""


class Roundcube:
    def __init__(self, folder: Path, desk: Desk) -> None:
        port = free_port()
        self._url = f"http://127.0.0.1:{port}/"
        self._configure(folder, desk)
        with (folder / "php").open("wb") as said:
            self._process = subprocess.Popen(
                ["php", "-d", "open_basedir=", "-S", f"127.0.0.1:{port}", "-t", str(SERVED)],
                env={"PATH": os.environ["PATH"], "ROUNDCUBE_CONFIG_DIR": str(folder), "PHP_CLI_SERVER_WORKERS": "3"},
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        try:
            self._browser = Browser(folder)
            self._sign_in(folder, desk)
        except BaseException:
            self.close()
            raise

    @staticmethod
    def missing() -> list[str]:
        return [name for name in NEEDS if shutil.which(name) is None] + [
            str(path) for path in (SERVED, TABLES) if not path.exists()
        ]

    @staticmethod
    def _configure(folder: Path, desk: Desk) -> None:
        for name in ("defaults.inc.php", "mimetypes.php"):
            shutil.copy(DEFAULTS / name, folder)
        domain = desk.address.partition("@")[2]
        (folder / "config.inc.php").write_text(_SETTINGS.format(folder=folder, desk=desk, domain=domain))
        with closing(sqlite3.connect(folder / "roundcube.db")) as database:
            database.executescript(TABLES.read_text())

    def _sign_in(self, folder: Path, desk: Desk) -> None:
        self._browser.go(self._url)
        self._browser.type("#rcmloginuser", desk.user)
        self._browser.type("#rcmloginpwd", desk.password)
        self._browser.click("#rcmloginsubmit")
        self._browser.find("#messagelist")
        with closing(sqlite3.connect(folder / "roundcube.db")) as database, database:
            database.execute("UPDATE identities SET name = ?, email = ?, signature = ?", (desk.name, desk.address, desk.name))

    # --- what an owner does

    def look(self, draft: Letter) -> None:
        self._open(draft)
        self._drafts()

    def save(self, draft: Letter, typed: str, meanwhile: Callable[[], None] = nothing) -> None:
        self._open(draft)
        meanwhile()
        self._type(typed)
        self._browser.click("a.save.draft")
        self._browser.find("#messagestack .confirmation")
        self._drafts()

    def send(self, draft: Letter, typed: str = "", meanwhile: Callable[[], None] = nothing) -> None:
        self._open(draft)
        meanwhile()
        if typed:
            self._type(typed)
        self._browser.click("button.btn.send")
        self._browser.find("#messagelist")

    def delete(self, draft: Letter) -> None:
        self._drafts()
        self._browser.click(_row(draft))
        until("its preview", lambda: self._browser.run(_PREVIEWED))
        self._browser.click("#toolbar-menu a.delete:not(.disabled)")

    def close(self) -> None:
        try:
            if hasattr(self, "_browser"):
                self._browser.close()
        finally:
            end(self._process)

    # --- the page

    def _drafts(self) -> None:
        self._browser.go(f"{self._url}?_task=mail&_mbox=Drafts")

    def _open(self, draft: Letter) -> None:
        self._drafts()
        self._browser.double_click(_row(draft))
        self._browser.find("#composebody")
        assert _WRITING in self._browser.address

    def _type(self, text: str) -> None:
        self._browser.type("#composebody", f"{CONTROL}{HOME}{RELEASE}{text}{ENTER}{ENTER}")


def _row(draft: Letter) -> str:
    reference = draft.message["Subject"].split()[-1]
    return f"//table[@id='messagelist']//tr[contains(., '{reference}')]//td[contains(@class, 'subject')]"
