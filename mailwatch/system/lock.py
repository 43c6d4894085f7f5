"""One cycle at a time: a lock that the kernel drops when its holder dies, so that it never goes stale."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from mailwatch.errors import JournalBusy
from mailwatch.system.files import open_private, private_folder

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # beyond the text, which others must be able to read

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def cycle_lock(path: Path, now: datetime) -> Iterator[None]:
    """Hold the lock file ``path`` while cycles run. Raises JournalBusy, naming who holds it and since when.

    Commands that only append the owner's facts do not take it. The file stays behind; only the lock counts.
    """
    private_folder(path.parent)
    descriptor = open_private(path)
    try:
        if not _try_lock(descriptor):
            raise JournalBusy(f"another mailwatch is running ({_holder(descriptor)}); stop it first, or let it do the work")
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, f"pid {os.getpid()}, since {now.isoformat(timespec='seconds')}\n".encode())
        yield
    finally:
        os.close(descriptor)


def _holder(descriptor: int) -> str:
    os.lseek(descriptor, 0, os.SEEK_SET)
    return os.read(descriptor, 200).decode("utf-8", "replace").strip() or "it has just started"
