"""Passwords and tokens, read again at each login and never kept.

A secret that may come later (a command that fails or hangs, a locked keyring) is MailboxUnavailable: the next cycle
tries again. One that cannot come before the owner does something is ConfigError. Neither ever shows what was read.
"""

import importlib
import os
import stat
import subprocess
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from mailwatch.config.schema import AccountSettings, PasswordSettings
from mailwatch.errors import ConfigError, MailboxUnavailable, Problem
from mailwatch.model.secret import Secret
from mailwatch.wording import Language, say

MAX_BYTES = 16 * 1024
COMMAND_SECONDS = 30.0

_MOUNTED_SECRETS = Path("/run/secrets")


def secret_of(account: AccountSettings, language: Language) -> Callable[[], Secret]:
    """How to read the account's password, or its access token when ``account.oauth2`` is set: call it at each login."""
    where = f"accounts ({account.name})"
    if account.oauth2 is not None and account.oauth2.token_command is not None:
        return partial(from_command, account.oauth2.token_command, language)
    if account.password is None:
        raise ConfigError((Problem(where, say("config_one_login", language)),))
    return _password(account.password, f"{where}.password", account.username, language)


def _password(source: PasswordSettings, where: str, username: str, language: Language) -> Callable[[], Secret]:
    if source.env is not None:
        return partial(from_environment, source.env, where, language, os.environ)
    if source.file is not None:
        return partial(from_file, source.file, where, language)
    if source.command is not None:
        return partial(from_command, source.command, language)
    return partial(from_keyring, source.keyring or "", username, where, language)


def from_environment(name: str, where: str, language: Language, environment: Mapping[str, str]) -> Secret:
    value = environment.get(name, "")
    if not value:
        raise _config(where, say("secret_no_variable", language, name=name))
    return Secret(value)


def from_file(path: Path, where: str, language: Language) -> Secret:
    """The file's text without its last line end. Refused when others than its owner may read it (the rule of ssh),
    except below /run/secrets, where containers mount what is theirs alone."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _config(where, say("secret_file_unreadable", language, file=path, problem=error.strerror)) from None
    mounted = path.resolve().is_relative_to(_MOUNTED_SECRETS) or path.is_relative_to(_MOUNTED_SECRETS)
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO) and not mounted:
        raise _config(where, say("secret_file_readable", language, file=path))
    text = _text(raw)
    if not text:
        raise _config(where, say("secret_file_content", language, file=path, limit=MAX_BYTES))
    return Secret(text)


def from_command(argv: tuple[str, ...], language: Language, seconds: float = COMMAND_SECONDS) -> Secret:
    """What the program prints, without its last line end. No shell, no standard input.

    The environment is passed on: password managers find their session in it (``BW_SESSION``, ``GPG_TTY``, ``DBUS_…``).
    """
    program = argv[0]
    try:
        done = subprocess.run(  # noqa: S603 - the owner's own configuration, which others may not write
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise MailboxUnavailable(say("secret_command_slow", language, program=program, seconds=int(seconds))) from None
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or type(error).__name__
        raise MailboxUnavailable(say("secret_command_missing", language, program=program, problem=problem)) from None
    if done.returncode != 0:
        raise MailboxUnavailable(say("secret_command_failed", language, program=program, status=done.returncode)) from None
    text = _text(done.stdout)
    if not text:
        raise MailboxUnavailable(say("secret_command_content", language, program=program, limit=MAX_BYTES)) from None
    return Secret(text)


def from_keyring(service: str, username: str, where: str, language: Language) -> Secret:
    """The platform's keyring, through the ``keyring`` package (extra ``mailwatch[keyring]``)."""
    try:
        keyring = importlib.import_module("keyring")
    except ImportError:
        raise _config(where, say("secret_keyring_missing", language)) from None
    try:
        value: str | None = keyring.get_password(service, username)
    except Exception as error:  # noqa: BLE001 - each backend has its own exceptions, and its text may hold anything
        raise MailboxUnavailable(say("secret_keyring_failed", language, problem=type(error).__name__)) from None
    if not value:
        raise _config(where, say("secret_keyring_empty", language, service=service, username=username))
    return Secret(value)


def _text(raw: bytes) -> str | None:
    """The text without its one last line end; None when it is too long, not UTF-8, or holds a line end or NUL still."""
    if len(raw) > MAX_BYTES:
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    text = text.removesuffix("\n").removesuffix("\r")
    return None if any(character in text for character in "\r\n\0") else text


def _config(where: str, message: str) -> ConfigError:
    return ConfigError((Problem(where, message),))
