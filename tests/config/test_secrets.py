import os
import pickle
import sys
import traceback
from pathlib import Path

import pytest

from mailwatch.config import secrets
from mailwatch.config.loading import parse
from mailwatch.errors import ConfigError, MailboxUnavailable
from mailwatch.model.secret import Secret

CANARY = "hunter2-Zoé"


def secret_of(login: str, folder: Path = Path("/")):
    text = f"accounts: [{{address: a@b.example, imap: {{host: h, username: anne}}, {login}}}]"
    settings = parse(text.encode(), folder=folder)
    return secrets.secret_of(settings.accounts[0], "en")


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def test_a_secret_never_shows_itself():
    secret = Secret(CANARY)
    assert [repr(secret), str(secret), f"{secret}", f"{[secret]}", str({"a": secret})] == [
        "***",
        "***",
        "***",
        "[***]",
        "{'a': ***}",
    ]
    assert secret.reveal() == CANARY
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_a_variable_is_read_again_at_each_login(monkeypatch):
    read = secret_of("password: {env: MW_TEST_PASSWORD}")
    monkeypatch.setenv("MW_TEST_PASSWORD", "first")
    assert read() == Secret("first")
    monkeypatch.setenv("MW_TEST_PASSWORD", "second")
    assert read() == Secret("second")
    monkeypatch.delenv("MW_TEST_PASSWORD")
    with pytest.raises(ConfigError, match="MW_TEST_PASSWORD"):
        read()


@pytest.mark.parametrize(
    ("raw", "expected"), [(b"x\n", "x"), (b"x\r\n", "x"), (b"x", "x"), (b" x \n", " x "), ("é\n".encode(), "é")]
)
def test_one_line_end_is_stripped_from_a_file(tmp_path, raw, expected):
    file = tmp_path / "secret"
    file.write_bytes(raw)
    file.chmod(0o600)
    assert secret_of("password: {file: secret}", tmp_path)() == Secret(expected)


@pytest.mark.parametrize("raw", [b"", b"\n", b"x\n\n", b"x\ny\n", b"\xff", b"x" * (16 * 1024 + 1), b"a\0b"])
def test_a_file_that_is_no_password_is_refused(tmp_path, raw):
    file = tmp_path / "secret"
    file.write_bytes(raw)
    file.chmod(0o600)
    with pytest.raises(ConfigError, match="single line"):
        secret_of("password: {file: secret}", tmp_path)()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_password_file_that_others_can_read_is_refused(tmp_path, mode):
    file = tmp_path / "secret"
    file.write_text(CANARY)
    file.chmod(mode)
    with pytest.raises(ConfigError, match="chmod 600") as refused:
        secret_of("password: {file: secret}", tmp_path)()
    assert CANARY not in str(refused.value)


def test_secrets_mounted_by_a_container_may_be_readable(tmp_path, monkeypatch):
    monkeypatch.setattr(secrets, "_MOUNTED_SECRETS", tmp_path)
    file = tmp_path / "secret"
    file.write_text("x\n")
    file.chmod(0o444)
    assert secret_of("password: {file: secret}", tmp_path)() == Secret("x")


def test_a_missing_password_file_is_said(tmp_path):
    with pytest.raises(ConfigError, match="none"):
        secret_of("password: {file: none}", tmp_path)()


def test_a_command_gives_its_first_line_end_away_and_nothing_else():
    assert secrets.from_command(python("print(' a b ')"), "en") == Secret(" a b ")


def test_a_command_sees_no_shell():
    assert secrets.from_command(("echo", "$HOME; `id` *"), "en") == Secret("$HOME; `id` *")


def test_a_command_has_no_standard_input():
    assert secrets.from_command(python("import sys; print('<' + sys.stdin.read() + '>')"), "en") == Secret("<>")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (python(f"import sys; print({CANARY!r}); print({CANARY!r}, file=sys.stderr); sys.exit(3)"), "status 3"),
        (python(f"print({CANARY!r}); print({CANARY!r})"), "single line"),
        (python(f"print({CANARY!r} * 5000)"), "single line"),
        (python("pass"), "single line"),
        (python("import sys; sys.stdout.buffer.write(b'\\xff')"), "single line"),
        (("/no/such/program", CANARY), "cannot be started"),
        (("a\0b", CANARY), "cannot be started"),
    ],
)
def test_a_failing_command_is_named_and_tried_again_later_without_its_output(argv, said, capfd):
    with pytest.raises(MailboxUnavailable, match=said) as failed:
        secrets.from_command(argv, "en")
    assert argv[0] in str(failed.value)
    assert CANARY not in str(failed.value) + repr(failed.value) + "".join(capfd.readouterr())
    assert CANARY not in "".join(traceback.format_exception(failed.value))


def test_a_command_that_hangs_is_given_up():
    with pytest.raises(MailboxUnavailable, match="did not answer"):
        secrets.from_command(python("import time; time.sleep(60)"), "en", seconds=0.2)


def test_a_token_command_is_a_command():
    assert secret_of(f"oauth2: {{token_command: ['{sys.executable}', '-c', 'print(1)']}}")() == Secret("1")


class Ring:
    """A keyring with one entry."""

    def __init__(self, fails: Exception | None = None):
        self.fails = fails

    def get_password(self, service, username):
        if self.fails:
            raise self.fails
        return "x" if (service, username) == ("mailwatch", "anne") else None


def test_the_keyring_is_asked_for_service_and_user(monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", Ring())
    assert secret_of("password: {keyring: mailwatch}")() == Secret("x")
    with pytest.raises(ConfigError, match="keyring set other anne"):
        secret_of("password: {keyring: other}")()


def test_a_locked_keyring_is_tried_again_later(monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", Ring(RuntimeError(CANARY)))
    with pytest.raises(MailboxUnavailable, match="RuntimeError") as failed:
        secret_of("password: {keyring: mailwatch}")()
    assert CANARY not in "".join(traceback.format_exception(failed.value))


def test_a_missing_keyring_package_is_said_with_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(ConfigError, match=r"mailwatch\[keyring\]"):
        secret_of("password: {keyring: mailwatch}")()


def test_the_environment_reaches_the_command(monkeypatch):
    monkeypatch.setenv("BW_SESSION", "s")
    assert secrets.from_command(python("import os; print(os.environ['BW_SESSION'])"), "en") == Secret("s")
    assert os.environ["BW_SESSION"] == "s"
