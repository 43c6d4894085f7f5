"""Files that are the owner's alone: 0700 folders, 0600 files, no symbolic links, durable when it matters.

Where the platform has no POSIX permissions (Windows) the modes and the ownership check mean nothing and are skipped:
the user's profile folder is the protection there.
"""

import contextlib
import os
import secrets
import stat
from pathlib import Path

from mailwatch.errors import OwnerError

_SECRET_BYTES = 32
_PRIVATE_FOLDER = 0o700
_PRIVATE_FILE = 0o600
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_POSIX = os.name == "posix"


def private_folder(path: Path) -> Path:
    """Create ``path`` (and what is missing above it) as 0700.

    Raises OwnerError for an existing folder of another user, and for one where anybody could replace our files. Group
    writing is the ordinary umask of many systems (each user a group), the sticky bit protects files from being replaced.
    """
    path.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    status = path.stat()
    tolerated = _OTHERS_WRITE if status.st_mode & stat.S_ISVTX else stat.S_IWGRP
    _refuse_strangers(path, status, tolerated)
    return path


def open_private(path: Path, flags: int = os.O_RDWR | os.O_CREAT) -> int:
    """Open a file that is, or becomes, 0600 and ours; returns the descriptor, which no child process inherits.

    Raises OwnerError for a symbolic link, for a file of another user, and for one that others may write (its content
    is no longer the owner's word); a file others may only read is tightened.
    """
    try:
        descriptor = os.open(path, flags | _NOFOLLOW, _PRIVATE_FILE)
    except OSError as problem:
        if path.is_symlink():
            raise OwnerError(f"{path} is a symbolic link; name the file itself") from problem
        raise
    try:
        status = os.fstat(descriptor)
        _refuse_strangers(path, status)
        if _POSIX and status.st_mode & _OTHERS:
            os.fchmod(descriptor, _PRIVATE_FILE)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _refuse_strangers(path: Path, status: os.stat_result, tolerated: int = 0) -> None:
    if not _POSIX:
        return
    if status.st_uid not in {0, os.geteuid()}:
        raise OwnerError(f"{path} belongs to another user (uid {status.st_uid})")
    if status.st_mode & _OTHERS_WRITE & ~tolerated:
        raise OwnerError(f"{path} may be changed by other users; run: chmod go-w '{path}'")


def read_private(path: Path) -> bytes:
    """The content of a file checked as by ``open_private``; FileNotFoundError if there is none."""
    with os.fdopen(open_private(path, os.O_RDONLY), "rb") as file:
        return file.read()


def durable_write(path: Path, content: bytes) -> None:
    """Replace a file's content in one step (0600): readers see the old or the new, also after a power cut."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(open_private(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a rename or a new name durable. Windows cannot open folders: there the file system's journal has to do."""
    if not _POSIX:
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def load_or_create_secret(path: Path) -> bytes:
    """The account secret: 32 random bytes in a 0600 file of its own, made once and durable before it is used.

    Two processes that start together end with the same secret. Raises OwnerError for a file that is not one.
    """
    private_folder(path.parent)
    if not path.exists():
        _create_secret(path)
    secret = read_private(path)
    if len(secret) != _SECRET_BYTES:
        raise OwnerError(f"{path} is not a mailwatch secret ({len(secret)} bytes); restore it from a backup")
    return secret


def _create_secret(path: Path) -> None:
    """A finished file takes the name, or nobody does: linking fails when another process was first."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    durable_write(beside, secrets.token_bytes(_SECRET_BYTES))
    try:
        with contextlib.suppress(FileExistsError):
            os.link(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    _sync_folder(path.parent)
