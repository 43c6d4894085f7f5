"""What depends on the operating system: private files, locks, state paths, limited processes.

Written for POSIX. Where a call is missing each function says what it does instead.
"""

from mailwatch.system.files import durable_write, load_or_create_secret, open_private, private_folder, read_private
from mailwatch.system.garbage import look_seldom
from mailwatch.system.limited import run_limited, run_limited_batch
from mailwatch.system.lock import cycle_lock
from mailwatch.system.paths import default_journal, filesystem_of, is_local, lock_beside, secret_beside, state_folder

__all__ = [
    "cycle_lock",
    "default_journal",
    "durable_write",
    "filesystem_of",
    "is_local",
    "load_or_create_secret",
    "lock_beside",
    "look_seldom",
    "open_private",
    "private_folder",
    "read_private",
    "run_limited",
    "run_limited_batch",
    "secret_beside",
    "state_folder",
]
