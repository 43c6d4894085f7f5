"""Peers that are programs of their own: ``python -m benchmarks.programs ARM PORT COUNT`` prints one JSON object.

imapflow is found by node (NODE_PATH), mbsync on PATH; without them ``missing`` is all that is printed.
"""

import hashlib
import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.servers import USER
from tests.servers.dovecot import PASSWORD

#: mbsync leaves a mark of its own in what it stores.
_TUID = re.compile(rb"^X-TUID: [^\n]*\n", re.MULTILINE)

#: The headers of every message, in order, into one digest.
IMAPFLOW = """
const { ImapFlow } = require("imapflow");
const client = new ImapFlow({ host: "127.0.0.1", port: +process.argv[1], secure: false, doSTARTTLS: false, logger: false,
  auth: { user: process.argv[2], pass: process.argv[3] } });
(async () => {
  await client.connect();
  await client.mailboxOpen("INBOX", { readOnly: true });
  const hash = require("crypto").createHash("sha256");
  let count = 0;
  for await (const mail of client.fetch("1:*", { uid: true, headers: JSON.parse(process.argv[4]) })) {
    hash.update(mail.headers);
    count += 1;
  }
  await client.logout();
  console.log(JSON.stringify({ count, digest: hash.digest("hex").slice(0, 16) }));
})();
"""

MBSYNC = """
IMAPAccount bench
Host 127.0.0.1
Port {port}
User {user}
Pass {password}
SSLType None
AuthMechs LOGIN

IMAPStore far
Account bench

MaildirStore near
Path {folder}/
Inbox {folder}/INBOX

Channel bench
Far :far:
Near :near:
Patterns INBOX
Create Near
Sync Pull
SyncState *
"""


def imapflow(port: int, count: int) -> dict[str, object]:
    from mailwatch.mailbox.fields import WANTED

    there = subprocess.run(["node", "-e", "require('imapflow')"], capture_output=True, check=False).returncode == 0
    if not there:
        return {"missing": "imapflow"}
    words = [str(port), USER, PASSWORD, json.dumps(WANTED)]
    done = subprocess.run(["node", "-e", IMAPFLOW, *words], capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.decode()[-1000:])
    return json.loads(done.stdout)


def mbsync(port: int, count: int) -> dict[str, object]:
    """Whole messages to a maildir, which is more than the others do."""
    with tempfile.TemporaryDirectory() as folder:
        configuration = Path(folder) / "mbsyncrc"
        configuration.write_text(MBSYNC.format(port=port, user=USER, password=PASSWORD, folder=folder))
        subprocess.run(["mbsync", "-q", "-c", str(configuration), "bench"], check=True, capture_output=True)
        files = [
            _TUID.sub(b"", path.read_bytes().replace(b"\r", b""))
            for name in ("new", "cur")
            for path in (Path(folder) / "INBOX" / name).iterdir()
        ]
    return {"count": len(files), "digest": hashlib.sha256(b"".join(sorted(files))).hexdigest()[:16]}


ARMS = {"imapflow": ("node", imapflow), "mbsync": ("mbsync", mbsync)}


def main() -> None:
    name, port, count = sys.argv[1:]
    program, work = ARMS[name]
    if shutil.which(program) is None:
        print(json.dumps({"missing": program}))
        return
    wall = time.perf_counter()
    found = work(int(port), int(count))
    wall = time.perf_counter() - wall
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps({"wall": wall, "cpu": used.ru_utime + used.ru_stime, **found}))


if __name__ == "__main__":
    main()
