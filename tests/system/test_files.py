import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailwatch.errors import JournalBusy, OwnerError
from mailwatch.system import (
    cycle_lock,
    durable_write,
    filesystem_of,
    is_local,
    load_or_create_secret,
    open_private,
    private_folder,
    read_private,
)

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_folders_and_files_are_the_owners_alone_whatever_the_umask(tmp_path):
    before = os.umask(0)
    try:
        os.close(open_private(private_folder(tmp_path / "a" / "b") / "file"))
    finally:
        os.umask(before)
    assert (_mode(tmp_path / "a" / "b"), _mode(tmp_path / "a" / "b" / "file")) == (0o700, 0o600)


def test_a_file_others_may_read_is_tightened(tmp_path):
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "file").chmod(0o644)
    assert read_private(tmp_path / "file") == b"x"
    assert _mode(tmp_path / "file") == 0o600


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_a_file_others_may_write_is_refused(tmp_path, mode):
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "file").chmod(mode)
    with pytest.raises(OwnerError, match="chmod"):
        read_private(tmp_path / "file")


def test_a_folder_others_may_write_is_refused(tmp_path):
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    with pytest.raises(OwnerError, match="chmod"):
        private_folder(tmp_path / "open")


@pytest.mark.parametrize("mode", [0o1777, 0o770])
def test_a_sticky_or_group_folder_is_accepted(tmp_path, mode):
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared").chmod(mode)
    assert private_folder(tmp_path / "shared") == tmp_path / "shared"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_strangers_file_is_refused(tmp_path):
    (tmp_path / "file").write_bytes(b"x")
    os.chown(tmp_path / "file", 12345, 12345)
    with pytest.raises(OwnerError, match="12345"):
        read_private(tmp_path / "file")


def test_a_symbolic_link_is_refused(tmp_path):
    (tmp_path / "real").write_bytes(b"x")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(OwnerError, match="symbolic link"):
        read_private(tmp_path / "link")


def test_a_missing_file_is_missing(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_private(tmp_path / "none")


def test_a_durable_write_replaces_the_content_and_leaves_nothing_beside(tmp_path):
    durable_write(tmp_path / "health", b"one")
    durable_write(tmp_path / "health", b"two")
    assert [(path.name, path.read_bytes(), _mode(path)) for path in tmp_path.iterdir()] == [("health", b"two", 0o600)]


def test_the_secret_is_made_once(tmp_path):
    first = load_or_create_secret(tmp_path / "new" / "secret")
    assert len(first) == 32
    assert load_or_create_secret(tmp_path / "new" / "secret") == first
    assert _mode(tmp_path / "new" / "secret") == 0o600
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret"]


def test_whoever_starts_together_gets_the_same_secret(tmp_path):
    script = "import sys; from pathlib import Path; from mailwatch.system import load_or_create_secret as f; print(f(Path(sys.argv[1])).hex())"

    def start(_: int) -> str:
        done = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / "secret")], capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(start, range(4)))) == 1


def test_a_damaged_secret_is_refused(tmp_path):
    (tmp_path / "secret").write_bytes(b"short")
    (tmp_path / "secret").chmod(0o600)
    with pytest.raises(OwnerError, match="5 bytes"):
        load_or_create_secret(tmp_path / "secret")


def test_the_cycle_lock_is_held_once_and_names_its_holder(tmp_path):
    lock = tmp_path / "journal.lock"
    busy = pytest.raises(JournalBusy, match=rf"pid {os.getpid()}, since 2026-03-02T08:30:00\+00:00")
    with cycle_lock(lock, NOW), busy, cycle_lock(lock, NOW):
        pass
    with cycle_lock(lock, NOW):
        pass


def test_a_killed_holder_does_not_keep_the_lock(tmp_path):
    script = (
        "import sys; from datetime import datetime, UTC; from pathlib import Path; from mailwatch.system import cycle_lock\n"
        "with cycle_lock(Path(sys.argv[1]), datetime(2026, 1, 1, tzinfo=UTC)): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(JournalBusy, match=f"pid {holder.pid}, since 2026-01-01"), cycle_lock(tmp_path / "lock", NOW):
            pass
        holder.kill()
        holder.wait()
    with cycle_lock(tmp_path / "lock", NOW):
        pass


def test_the_nearest_mount_point_names_the_file_system(tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text("/dev/a / ext4 rw 0 0\nserver:/x /srv/mail nfs4 rw 0 0\nhost /my\\040share 9p rw 0 0\n")
    assert filesystem_of(Path("/srv/mail/anne/journal"), mounts) == "nfs4"
    assert filesystem_of(Path("/srv/mailbox/journal"), mounts) == "ext4"
    assert filesystem_of(Path("/my share/journal"), mounts) == "9p"
    assert [is_local(Path(path), mounts) for path in ("/srv/mail/j", "/home/j", "/my share/j")] == [False, True, False]


def test_without_a_list_of_mounts_the_file_system_is_unknown_and_counts_as_local(tmp_path):
    assert filesystem_of(tmp_path, tmp_path / "none") is None
    assert is_local(tmp_path, tmp_path / "none")
