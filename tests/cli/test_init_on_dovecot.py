"""``mailwatch init`` as a script runs it, against a real server."""

import json
import tempfile
from pathlib import Path

import pytest

from mailwatch.cli import app, discovery
from mailwatch.config.loading import load
from tests.servers.dovecot import PASSWORD, Dovecot, available

#: Made at the first login, as providers do.
MAILBOXES = """
namespace inbox {
  mailbox Entwurf {
    auto = subscribe
    special_use = \\Drafts
  }
  mailbox Verschickt {
    auto = subscribe
    special_use = \\Sent
  }
}
"""

pytestmark = [pytest.mark.dovecot, pytest.mark.skipif(not available(), reason="no Dovecot on this machine")]


@pytest.fixture(scope="module")
def server():
    with tempfile.TemporaryDirectory() as folder, Dovecot(Path(folder), tls=True, special={}, extra=MAILBOXES) as running:
        yield running


@pytest.fixture
def init(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")

    def called(host: str, password: str = PASSWORD, *more: str):
        argv = [
            "init",
            "anne@atelier-durand.example",
            "--host",
            host,
            "--password-command",
            f"echo {password}",
            "--yes",
            "--json",
            *more,
        ]
        code = app.run(argv)
        told = capsys.readouterr()
        return code, told.out, told.err

    return called


def test_a_server_on_this_machine_is_set_up_without_a_question(init, server, tmp_path):
    code, out, err = init(f"127.0.0.1:{server.port}")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert (found["port"], found["tls"]) == (server.port, "none")
    assert {box["role"]: (box["name"], box["how"]) for box in found["mailboxes"]} == {
        "sent": ("Verschickt", "special-use"),
        "drafts": ("Entwurf", "special-use"),
        "inbox": ("INBOX", "name"),
    }
    assert load(tmp_path / "config.yaml").accounts[0].imap.port == server.port


def test_an_encrypted_server_is_preferred_when_its_certificate_is_trusted(init, server, monkeypatch, tmp_path):
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate()))
    code, out, err = init(f"localhost:{server.tls_port}")
    assert (code, err, json.loads(out)["tls"]) == (0, "", "implicit")
    assert load(tmp_path / "config.yaml").accounts[0].imap.tls == "implicit"


def test_an_upgraded_connection_is_preferred_to_a_clear_one(init, server, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate()))
    code, out, _ = init(f"localhost:{server.port}")
    assert (code, json.loads(out)["tls"]) == (0, "starttls")


def test_a_certificate_that_is_not_trusted_is_not_accepted(init, server, tmp_path, monkeypatch):
    monkeypatch.setattr(discovery, "SECONDS", 0.5)  # the same port is then tried for other ways to speak
    code, out, err = init(f"localhost:{server.tls_port}")
    assert (code, out) == (3, "")
    assert "trusted certificate" in err
    assert list(tmp_path.iterdir()) == []


def test_command_mailboxes_are_made_when_they_are_asked_for_and_not_before(init, server, tmp_path):
    _, out, _ = init(f"127.0.0.1:{server.port}")
    assert not [box for box in json.loads(out)["mailboxes"] if box["role"] == "command"]
    (tmp_path / "config.yaml").unlink()
    code, out, err = init(f"127.0.0.1:{server.port}", PASSWORD, "--command-mailboxes")
    made = sorted(box["name"] for box in json.loads(out)["mailboxes"] if box["role"] == "command")
    assert (code, err, len(made), made[0]) == (0, "", 5, "mailwatch/Later")
    assert load(tmp_path / "config.yaml").commands.mailboxes is True


def test_a_wrong_password_writes_nothing(init, server, tmp_path):
    code, out, err = init(f"127.0.0.1:{server.port}", "wrong")
    assert (code, out) == (1, "")
    assert "refused the login" in err
    assert list(tmp_path.iterdir()) == []
