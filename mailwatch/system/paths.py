"""Where state lives, and whether its file system is one that SQLite's WAL mode can trust."""

import re
from pathlib import Path

from platformdirs import user_state_path

#: Mount types behind which another machine may hold the file: WAL needs memory shared by all its readers, and flock
#: need not reach the other machine. https://www.sqlite.org/wal.html
_REMOTE = frozenset(
    {"9p", "afs", "beegfs", "ceph", "cifs", "davfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb3", "smbfs"}
)
_REMOTE |= {"virtiofs", "vboxsf", "prl_fs", "fuse.sshfs", "fuse.glusterfs", "fuse.rclone", "fuse.davfs2", "fuse.s3fs"}

_MOUNTS = Path("/proc/self/mounts")


def state_folder() -> Path:
    """The platform's folder for state; not created here."""
    return user_state_path("mailwatch", appauthor=False)


def default_journal() -> Path:
    return state_folder() / "journal.sqlite3"


def secret_beside(journal: Path) -> Path:
    return journal.with_name(f"{journal.name}.secret")


def lock_beside(journal: Path) -> Path:
    return journal.with_name(f"{journal.name}.lock")


def filesystem_of(path: Path, mounts: Path = _MOUNTS) -> str | None:
    """The type of the file system ``path`` is (or would be) on, as mount(8) names it; None where Linux's list is missing."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    wanted = path.absolute().resolve()
    found: tuple[int, str] | None = None
    for line in lines:
        _, point, kind, *_ = line.split(" ")
        place = Path(_unescape(point))
        if wanted.is_relative_to(place) and (found is None or len(place.parts) >= found[0]):
            found = (len(place.parts), kind)
    return found[1] if found else None


def _unescape(point: str) -> str:
    """Blanks in mount points are written as octal escapes (proc_mounts(5))."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), point)


def is_local(path: Path, mounts: Path = _MOUNTS) -> bool:
    """False when ``path`` is on a file system known to be shared with another machine; unknown counts as local."""
    return filesystem_of(path, mounts) not in _REMOTE
