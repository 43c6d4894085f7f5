"""The image's own command line under the image's own restrictions, without an image: a read-only root, UID 10001, one volume."""

import imaplib
import json
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from mailwatch.cli.arguments import parse
from tests.servers.dovecot import PASSWORD, Dovecot, available

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
VOLUME = "/var/lib/mailwatch"
OWNER = "anne@atelier-durand.example"
CONFIGURATION = "/etc/mailwatch/config.yaml"


def of_dockerfile(instruction: str) -> str:
    return re.findall(rf"^{instruction} (.*)$", DOCKERFILE, re.MULTILINE)[-1]


def json_of(instruction: str) -> list[str]:
    return json.loads(re.search(r"\[.*\]", of_dockerfile(instruction))[0])


def test_the_image_runs_as_nobody_in_particular_with_one_volume_where_the_state_is():
    assert of_dockerfile("USER") == "10001:10001"
    assert of_dockerfile("VOLUME") == VOLUME
    assert f"XDG_STATE_HOME={VOLUME}" in DOCKERFILE


def test_the_command_lines_of_the_image_are_understood():
    daemon = [*json_of("ENTRYPOINT"), *json_of("CMD")]
    health = json.loads(re.search(r"CMD (\[.*\])", of_dockerfile("HEALTHCHECK"))[1])
    for words, name in ((daemon, "run"), (health, "check")):
        command, arguments = parse(words[1:], "en")
        assert (words[0], command.name, arguments.config) == ("mailwatch", name, CONFIGURATION)
    assert parse(health[1:], "en")[1].health


def test_what_the_image_copies_is_there_and_not_ignored():
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")}
    copied = [
        name.removeprefix("./") for line in re.findall(r"^COPY ([^-].*) \S+$", DOCKERFILE, re.MULTILINE) for name in line.split()
    ]
    assert "mailwatch" in copied
    assert [name for name in copied if name not in allowed or not (ROOT / name).exists()] == []


# --- in the box ---------------------------------------------------------------------------------------------------


def box(volume: Path, configuration: Path, *, writable: bool = True) -> list[str]:
    """bwrap's words: the whole machine read-only, an empty /tmp, the volume, the configuration, and this Python."""
    words = [
        "bwrap",
        "--ro-bind",
        "/",
        "/",
        "--dev",
        "/dev",
        "--proc",
        "/proc",
        "--tmpfs",
        "/tmp",
        "--tmpfs",
        "/var/lib",
        "--tmpfs",
        "/etc/opt",
    ]
    for folder in dict.fromkeys((sys.base_prefix, sys.prefix, str(ROOT))):
        words += ["--ro-bind", folder, folder]
    words += ["--bind" if writable else "--ro-bind", str(volume), VOLUME, "--ro-bind", str(configuration), "/etc/opt/config.yaml"]
    words += ["--remount-ro", "/var/lib", "--remount-ro", "/etc/opt", "--unshare-user", "--uid", "10001", "--gid", "10001"]
    words += ["--clearenv", "--setenv", "XDG_STATE_HOME", VOLUME, "--setenv", "PYTHONDONTWRITEBYTECODE", "1"]
    words += ["--setenv", "PATH", "/usr/bin:/bin", "--setenv", "LANG", "en_GB.UTF-8", "--setenv", "PASSWORD", PASSWORD]
    return [*words, "--chdir", "/", "--die-with-parent"]


def why_not() -> str | None:
    if not available():
        return "no Dovecot on this machine"
    if shutil.which("bwrap") is None:
        return "no bwrap on this machine: the container's restrictions are not tried"
    tried = subprocess.run(
        ["bwrap", "--ro-bind", "/", "/", "--unshare-user", "--uid", "10001", "--gid", "10001", "true"],
        capture_output=True,
        text=True,
        check=False,
    )
    return f"this kernel allows no user namespace: {tried.stderr.strip()}" if tried.returncode else None


WHY_NOT = why_not()
boxed = pytest.mark.skipif(WHY_NOT is not None, reason=WHY_NOT or "")


def pdf(*lines: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "quote.pdf"
        canvas = Canvas(str(path))
        for number, line in enumerate(lines):
            canvas.drawString(72, 760 - 20 * number, line)
        canvas.save()
        return path.read_bytes()


def quote() -> bytes:
    """The total stands in the PDF alone: it is read in a process of its own, inside the box."""
    message = EmailMessage()
    message["From"], message["To"] = f"Anne Durand <{OWNER}>", "Marc Petit <marc@client.example>"
    message["Subject"], message["Message-ID"] = "Devis D-2026-014", "<q1@atelier-durand.example>"
    message["Date"] = "Tue, 01 Sep 2026 09:12:00 +0200"
    message.set_content("Bonjour Marc,\n\nVoici mon devis D-2026-014, en pièce jointe.\n\nBien cordialement,\nAnne\n")
    paper = pdf("Devis D-2026-014", "Date : 01/09/2026", "Total HT : 4 200,00 EUR", "Valable jusqu'au 22/09/2026")
    message.add_attachment(paper, maintype="application", subtype="pdf", filename="D-2026-014.pdf")
    return message.as_bytes().replace(b"\n", b"\r\n")


@pytest.fixture(scope="module")
def server():
    with tempfile.TemporaryDirectory() as folder, Dovecot(Path(folder)) as running:
        with imaplib.IMAP4("127.0.0.1", running.port) as client:
            client.login(OWNER, PASSWORD)
            for mailbox in ("Sent", "Drafts", "Trash"):
                client.create(mailbox)
            client.append("Sent", r"(\Seen)", None, quote())
        yield running


@pytest.fixture
def configuration(server, tmp_path):
    file = tmp_path / "config.yaml"
    file.write_text(
        f"quotes: {{start: 2026-09-01}}\naccounts:\n  - address: {OWNER}\n"
        f"    imap: {{host: 127.0.0.1, port: {server.port}, tls: none}}\n    password: {{env: PASSWORD}}\n",
        encoding="utf-8",
    )
    file.chmod(0o644)
    return file


def run_in(words: list[str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*words, *command], capture_output=True, text=True, check=False, timeout=60)


def mailwatch(*words: str) -> tuple[str, ...]:
    """The image's entry point with other words than ``run``; the configuration lies where the box can show one."""
    entry = [word.replace(CONFIGURATION, "/etc/opt/config.yaml") for word in json_of("ENTRYPOINT")]
    return (sys.executable, "-m", *entry, *words)


def drafts(server: Dovecot) -> list[bytes]:
    with imaplib.IMAP4("127.0.0.1", server.port) as client:
        client.login(OWNER, PASSWORD)
        client.select("Drafts", readonly=True)
        numbers = client.search(None, "ALL")[1][0].split()
        return [client.fetch(number.decode(), "(BODY.PEEK[])")[1][0][1] for number in numbers]


@boxed
@pytest.mark.dovecot
def test_once_works_on_a_read_only_root_and_writes_to_the_volume_alone(server, configuration, tmp_path):
    volume = tmp_path / "volume"
    volume.mkdir(mode=0o700)
    words = box(volume, configuration)
    first = run_in(words, *mailwatch("once", "--json", "--now", "2026-09-01T12:00:00+02:00"))
    assert (first.returncode, first.stderr) == (0, "")
    found = json.loads(first.stdout.splitlines()[0])
    assert (found["event"], found["amount"], found["valid_until"]) == (
        "quote",
        {"value": "4200.00", "currency": "EUR", "tax": "excl"},
        "2026-09-22",
    )
    second = run_in(words, *mailwatch("once", "--json", "--now", "2026-09-03T08:30:00+02:00"))
    assert (second.returncode, second.stderr) == (0, "")
    assert [b"X-Mailwatch-Step: 1/relance_1" in draft for draft in drafts(server)] == [True]
    held = {path.relative_to(volume).as_posix() for path in volume.rglob("*") if path.is_file()}
    assert {name for name in held if not name.endswith(("-wal", "-shm"))} == {
        "mailwatch/journal.sqlite3",
        "mailwatch/journal.sqlite3.lock",
        "mailwatch/journal.sqlite3.secret",
    }
    assert {path.stat().st_mode & 0o077 for path in volume.rglob("*")} == {0}


@boxed
def test_nothing_but_the_volume_could_be_written(configuration, tmp_path):
    volume = tmp_path / "volume"
    volume.mkdir()
    tried = "touch {0}/x 2>/dev/null && echo {0}"
    places = ("/", "/usr", "/etc", "/var", "/var/lib", "/etc/opt", shlex.quote(str(ROOT)), VOLUME)
    done = run_in(box(volume, configuration), "sh", "-c", "; ".join(tried.format(place) for place in places) + "; id -u")
    assert done.stdout.split() == [VOLUME, "10001"]


@boxed
def test_without_a_writable_volume_it_says_which_disk_refuses(configuration, tmp_path):
    volume = tmp_path / "volume"
    volume.mkdir()
    done = run_in(box(volume, configuration, writable=False), *mailwatch("once"))
    assert done.returncode == 1
    assert VOLUME in done.stderr
