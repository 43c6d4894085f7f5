"""Thunderbird on a display of its own (Xvfb): its commands are given as its menus give them, text goes into its editor."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.acceptance.office import Letter
from tests.clients.marionette import Marionette
from tests.clients.program import Desk, end, nothing, until
from tests.servers.dovecot import free_port

NEEDS = ("thunderbird", "Xvfb")

#: Found by every script below.
_PRELUDE = """
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const main = () => Services.wm.getMostRecentWindow("mail:3pane");
const writing = () => Services.wm.getMostRecentWindow("msgcompose");
const pause = (ms) => new Promise((resolve) => main().setTimeout(resolve, ms));
const until = async (what, ask) => {
  for (let n = 0; n < 200; n++) {
    let found;
    try { found = ask(); } catch (error) { found = null; }
    if (found) return found;
    await pause(100);
  }
  throw new Error("waited in vain for " + what);
};
const server = () => MailServices.accounts.allServers.find((one) => one.type == "imap");
const drafts = () => server().rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Drafts);
"""

_SIGN_IN = """
const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
login.init("imap://127.0.0.1", null, "imap://127.0.0.1", args[0], args[1], "", "");
await Services.logins.addLoginAsync(login);
const pane = await until("the main window", () => main().document.getElementById("tabmail").currentAbout3Pane);
await until("its folders", () => pane.folderTree && server().rootFolder.getChildNamed("INBOX"));
pane.displayFolder(server().rootFolder.getChildNamed("INBOX").URI);
await until("the folders", drafts);
"""

#: Shows Drafts, asks the server what is in it, and marks the message with this Message-ID.
_SELECT = """
const pane = main().document.getElementById("tabmail").currentAbout3Pane;
pane.displayFolder(drafts().URI);
const header = await until("the draft", () => {
  const found = Array.from(drafts().messages).find((one) => one.messageId == args[0]);
  if (!found) drafts().updateFolder(main().msgWindow);
  return found;
});
await until("its row", () => pane.gDBView && pane.gDBView.findIndexOfMsgHdr(header, true) != 0xFFFFFFFF);
pane.selectMessage(header);
await until("the selection", () => pane.gDBView.hdrForFirstSelectedMessage.messageId == args[0]);
"""

_OPEN = (
    _SELECT
    + """
pane.commandController.doCommand("cmd_editDraftMsg");
await until("the editor", () => writing().gMsgCompose.editor && writing().composeEditorReady && !writing().gWindowLocked);
await until("its text", () => writing().gMsgCompose.editor.outputToString("text/plain", 0).trim());
"""
)

_TYPE = """
const editor = writing().gMsgCompose.editor;
editor.beginningOfDocument();
editor.insertText(args[0]);
editor.insertLineBreak();
editor.insertLineBreak();
"""

#: Later, for a command that closes its window would take this script with it.
_COMMAND = """
const window = writing();
window.setTimeout(() => window.goDoCommand(args[0]), 0);
"""

_SETTINGS = {
    # one account, and where a program of its kind keeps its own
    "mail.accountmanager.accounts": "account1,account2",
    "mail.accountmanager.defaultaccount": "account1",
    "mail.accountmanager.localfoldersserver": "server2",
    "mail.account.account1.identities": "id1",
    "mail.account.account1.server": "server1",
    "mail.account.account2.server": "server2",
    "mail.account.lastKey": 2,
    "mail.identity.id1.valid": True,
    "mail.identity.id1.smtpServer": "smtp1",
    "mail.identity.id1.htmlSigFormat": False,
    "mail.identity.id1.compose_html": True,
    "mail.server.server1.type": "imap",
    "mail.server.server1.hostname": "127.0.0.1",
    "mail.server.server1.socketType": 0,
    "mail.server.server1.authMethod": 3,
    "mail.server.server1.name": "anne",
    "mail.server.server1.login_at_startup": False,
    "mail.server.server1.check_new_mail": False,
    "mail.server.server2.type": "none",
    "mail.server.server2.hostname": "Local Folders",
    "mail.server.server2.name": "Local Folders",
    "mail.server.server2.userName": "nobody",
    "mail.smtpservers": "smtp1",
    "mail.smtp.defaultserver": "smtp1",
    "mail.smtpserver.smtp1.hostname": "127.0.0.1",
    "mail.smtpserver.smtp1.authMethod": 1,
    "mail.smtpserver.smtp1.try_ssl": 0,
    "mail.smtpserver.smtp1.username": "",
    # nothing asks, nothing shows itself, nothing is fetched from elsewhere: what tries meets a closed port
    "app.donation.eoy.version.viewed": 999,
    "app.update.enabled": False,
    "browser.dom.window.dump.enabled": False,
    "datareporting.healthreport.uploadEnabled": False,
    "datareporting.policy.bypassNotification": True,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "mail.compose.attachment_reminder": False,
    "mail.inappnotifications.enabled": False,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.rights.version": 1,
    "mail.shell.checkDefaultClient": False,
    "mail.spotlight.firstRunDone": True,
    "mailnews.start_page.enabled": False,
    "mailnews.start_page_override.mstone": "ignore",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.no_proxies_on": "127.0.0.1",
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.type": 1,
    "services.settings.server": "data:,nowhere",
    "toolkit.telemetry.enabled": False,
}


class Thunderbird:
    def __init__(self, folder: Path, desk: Desk) -> None:
        self._folder = folder
        self._display, number = _display()
        port = free_port()
        self._profile(desk, port)
        with (folder / "said").open("wb") as said:
            self._process = subprocess.Popen(
                [
                    "thunderbird",
                    "--no-remote",
                    "--profile",
                    str(folder / "profile"),
                    "--marionette",
                    "--remote-allow-system-access",
                ],
                env={
                    "PATH": os.environ["PATH"],
                    "HOME": str(folder),
                    "DISPLAY": f":{number}",
                    "LANG": "C.UTF-8",
                    "TZ": "Europe/Paris",
                },
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        try:
            self._marionette = Marionette(port)
            self._run(_SIGN_IN, desk.user, desk.password)
        except BaseException:
            self.close()
            raise

    @staticmethod
    def missing() -> list[str]:
        return [name for name in NEEDS if shutil.which(name) is None]

    def _profile(self, desk: Desk, port: int) -> None:
        own = {
            "mail.identity.id1.fullName": desk.name,
            "mail.identity.id1.useremail": desk.address,
            "mail.identity.id1.htmlSigText": desk.name,
            "mail.server.server1.port": desk.imap_port,
            "mail.server.server1.userName": desk.user,
            "mail.smtpserver.smtp1.port": desk.smtp_port,
            "marionette.port": port,
        }
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in (_SETTINGS | own).items()]
        (self._folder / "profile").mkdir()
        (self._folder / "profile" / "user.js").write_text("\n".join(lines) + "\n")

    # --- what an owner does

    def look(self, draft: Letter) -> None:
        self._open(draft)
        self._command("cmd_close")
        self._closed()

    def save(self, draft: Letter, typed: str, meanwhile: Callable[[], None] = nothing) -> None:
        self._open(draft)
        meanwhile()
        self._run(_TYPE, typed)
        self._command("cmd_saveAsDraft")
        self._run(
            'await until("the draft to be saved", () => !writing().gMsgCompose.bodyModified && !writing().gWindowLocked && !writing().gContentChanged);'
        )
        self._command("cmd_close")
        self._closed()

    def send(self, draft: Letter, typed: str = "", meanwhile: Callable[[], None] = nothing) -> None:
        self._open(draft)
        meanwhile()
        if typed:
            self._run(_TYPE, typed)
        self._command("cmd_sendNow")
        self._closed()

    def delete(self, draft: Letter) -> None:
        self._run(_SELECT + 'pane.commandController.doCommand("cmd_delete");', _id(draft))

    def close(self) -> None:
        if hasattr(self, "_marionette"):
            self._marionette.close()
        end(self._process)
        end(self._display)

    # --- the window

    def _open(self, draft: Letter) -> None:
        self._run(_OPEN, _id(draft))

    def _command(self, name: str) -> None:
        self._run(_COMMAND, name)

    def _closed(self) -> None:
        self._run('await until("the editor to close", () => !writing());')

    def _run(self, script: str, *arguments: object) -> object:
        return self._marionette.run(_PRELUDE + script, *arguments)


def _id(draft: Letter) -> str:
    return draft.message["Message-ID"].strip("<>")


def _display() -> tuple["subprocess.Popen[bytes]", int]:
    """A display that nobody sees, and its number."""
    reading, writing = os.pipe()
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        return process, int(until("a display", told.readline))
