"""Mutt in a terminal of its own (tmux), driven by keys. It recalls a postponed message, which takes it out of Drafts at once."""

import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.acceptance.office import Letter
from tests.clients.program import Desk, nothing, until

NEEDS = ("mutt", "tmux")

_SETTINGS = """
set folder="imap://127.0.0.1:{desk.imap_port}/" imap_user="{desk.user}" imap_pass="{desk.password}"
set ssl_starttls=no ssl_force_tls=no
set spoolfile="+INBOX" postponed="+Drafts" record="+Sent" trash="+Trash"
set smtp_url="smtp://127.0.0.1:{desk.smtp_port}"
set from="{desk.address}" realname="{desk.name}" use_from=yes use_envelope_from=yes
set editor="{folder}/editor" signature="{folder}/signature"
set confirmappend=no delete=yes quit=yes wait_key=no postpone=ask-yes sort=threads
set charset="utf-8" send_charset="us-ascii:utf-8"
"""

#: Types what lies in a file beside it, once, on top of the text.
_EDITOR = """#!/bin/sh
if [ -e {folder}/typed ]; then
    cat {folder}/typed "$1" > {folder}/text && cat {folder}/text > "$1" && rm {folder}/typed
fi
"""


class Mutt:
    def __init__(self, folder: Path, desk: Desk) -> None:
        self._folder = folder
        self._muttrc = folder / "muttrc"
        self._muttrc.write_text(_SETTINGS.format(desk=desk, folder=folder))
        (folder / "signature").write_text(f"{desk.name}\n")
        editor = folder / "editor"
        editor.write_text(_EDITOR.format(folder=folder))
        editor.chmod(0o755)

    @staticmethod
    def missing() -> list[str]:
        return [name for name in NEEDS if shutil.which(name) is None]

    # --- what an owner does

    def look(self, draft: Letter) -> None:
        """Recall it, and leave without postponing it: mutt has then lost it for good."""
        self._recall(draft)
        self._key("q")
        self._see("ostpone")
        self._key("n")
        self._gone()

    def save(self, draft: Letter, typed: str, meanwhile: Callable[[], None] = nothing) -> None:
        self._compose(draft, typed, meanwhile)
        self._key("P")
        self._gone()

    def send(self, draft: Letter, typed: str = "", meanwhile: Callable[[], None] = nothing) -> None:
        self._compose(draft, typed, meanwhile)
        self._key("y")
        self._gone()

    def delete(self, draft: Letter) -> None:
        self._start("-f", "+Drafts")
        self._see("Mutt: =Drafts")
        self._find(draft)
        for key in ("d", "$"):
            self._key(key)
        self._key("q")
        self._gone()

    def close(self) -> None:
        if self._lives():
            self._tmux("kill-server")

    # --- keys and screen

    def _compose(self, draft: Letter, typed: str, meanwhile: Callable[[], None]) -> None:
        self._recall(draft)
        meanwhile()
        if typed:
            (self._folder / "typed").write_text(typed + "\n\n")
            self._key("e")
            until("the editor to end", lambda: not (self._folder / "typed").exists())
            self._see("-- Mutt: Compose")

    def _recall(self, draft: Letter) -> None:
        self._start("-p")
        until("a menu", lambda: "Mutt: Compose" in self._screen() or "Postponed Messages" in self._screen())
        if "Postponed Messages" in self._screen():
            self._find(draft)
            self._key("Enter")
        self._see("-- Mutt: Compose")
        self._see(draft.message["Subject"])

    def _find(self, draft: Letter) -> None:
        self._key("/")
        self._see("Search for")
        self._tmux("send-keys", "-t", "mutt", "-l", draft.message["Subject"].removeprefix("Re: "))
        self._key("Enter")
        until("the search to end", lambda: "Search for" not in self._screen())

    def _start(self, *words: str) -> None:
        environment = (f"HOME={self._folder}", "LANG=C.UTF-8", "TZ=Europe/Paris", "TERM=screen-256color")
        command = shlex.join(["env", *environment, "mutt", "-n", "-F", str(self._muttrc), *words])
        self._tmux("-f", "/dev/null", "new-session", "-d", "-s", "mutt", "-x", "120", "-y", "40", command)

    def _key(self, key: str) -> None:
        self._tmux("send-keys", "-t", "mutt", key)

    def _screen(self) -> str:
        return self._tmux("capture-pane", "-p", "-t", "mutt")

    def _see(self, text: str) -> None:
        try:
            until(f"{text!r} on the screen", lambda: text in self._screen())
        except TimeoutError as late:
            raise TimeoutError(f"{late}\n{self._screen()}") from None

    def _lives(self) -> bool:
        return self._run("has-session", "-t", "mutt").returncode == 0

    def _gone(self) -> None:
        until("mutt to end", lambda: not self._lives())

    def _tmux(self, *words: str) -> str:
        done = self._run(*words)
        if done.returncode:
            raise RuntimeError(f"tmux {words}: {done.stderr}")
        return done.stdout

    def _run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["tmux", "-S", str(self._folder / "tmux"), *words], capture_output=True, text=True, check=False, timeout=30
        )
