"""Twelve bugs that others made, planted one at a time in a copy of the package: the tests must turn red for each.

``make prove-harness``. A bug that nothing catches, or that cannot be planted any more, is a failure of the harness.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Bug:
    """``changes``: file, what stands there, what stands there instead. ``suites``: where it may be caught."""

    name: str
    changes: tuple[tuple[str, str, str], ...]
    suites: tuple[str, ...]


BUGS = (
    Bug(
        "drop the NOOP before looking",
        (
            ("mailbox/headers.py", 'b"NOOP", b"UID FETCH 1:* "', 'b"UID FETCH 1:* "'),
            ("mailbox/headers.py", "ends[1].ok", "ends[0].ok"),
            ("mailbox/writing.py", 'looking = (b"NOOP", b"UID FETCH', 'looking = (b"UID FETCH'),
        ),
        ("tests/proof/test_bugs_of_others.py", "tests/mailbox"),
    ),
    Bug(
        "commit the intent after the APPEND",
        (
            (
                "cycle/draft.py",
                '    facts = _record(desk, intended, now)\n    outcome = desk.mailbox.append_draft(composed.raw, intended.message or "")\n',
                '    outcome = desk.mailbox.append_draft(composed.raw, intended.message or "")\n    facts = _record(desk, intended, now)\n',
            ),
        ),
        ("tests/cycle/test_crashes.py", "tests/proof/test_oracle.py"),
    ),
    Bug(
        "plain EXPUNGE",
        (
            ("mailbox/writing.py", 'b"UID EXPUNGE %d" % uid', 'b"EXPUNGE"'),
            ("mailbox/transport.py", 'rb"UID EXPUNGE ([0-9]+)"', 'rb"(?:UID EXPUNGE ([0-9]+)|EXPUNGE)"'),
            ("mailbox/transport.py", "self._armed == uid", "self._armed in {uid, uid or self._armed}"),
        ),
        ("tests/mailbox/test_writing.py", "tests/proof/test_faults.py"),
    ),
    Bug(
        "trust idle_check: an end of file is no event",
        (("mailbox/idle.py", 'return self._fail(watch, "the server closed the connection")', "return None"),),
        ("tests/proof/test_bugs_of_others.py", "tests/mailbox/test_idle.py"),
    ),
    Bug(
        "skip the sweep",
        (("cycle/poll.py", "        news = observe(desk, now)\n        if news:", "        news = ()\n        if news:"),),
        ("tests/proof/test_bugs_of_others.py", "tests/cycle"),
    ),
    Bug(
        "take the digest of what was sent, not of what is stored",
        (("cycle/draft.py", "digest=desk.parse.digest(stored)", "digest=desk.parse.digest(composed.raw)"),),
        ("tests/proof/test_bugs_of_others.py", "tests/cycle"),
    ),
    Bug(
        "SPECIAL-USE with case",
        (
            (
                "mailbox/special_use.py",
                'word.decode("ascii", "replace").lower() for word',
                'word.decode("ascii", "replace") for word',
            ),
        ),
        ("tests/mailbox/test_special_use.py",),
    ),
    Bug(
        "a random Message-ID for each try",
        (
            (
                "text/identity.py",
                'return f"<mw.{_mac(self.secret, self.account, quote, slot, str(generation))}@{self.domain}>"',
                "return f\"<mw.{_mac(__import__('os').urandom(8), self.account, quote, slot, str(generation))}@{self.domain}>\"",
            ),
        ),
        ("tests/proof/test_bugs_of_others.py", "tests/cycle"),
    ),
    Bug(
        "try again after a timeout",
        (
            (
                "mailbox/writing.py",
                "        return Uncertain(str(error))\n",
                '        return Refused(str(error)) if "timed out" not in str(error) else Refused("again")\n',
            ),
        ),
        ("tests/mailbox/test_writing.py", "tests/proof/test_append_cuts.py"),
    ),
    Bug(
        "reset the backoff early",
        (
            (
                "mailbox/idle.py",
                "if watch.session is not None and time.monotonic() - watch.since >= self._timing.healthy:",
                "if True:",
            ),
        ),
        ("tests/mailbox/test_idle.py",),
    ),
    Bug(
        "ignore the Deleted flag",
        (("reconcile.py", 'return any(flag.lower() == "\\\\deleted" for flag in flags)', "return False"),),
        ("tests/proof/test_emulators.py", "tests/cycle"),
    ),
    Bug(
        "accept Reply-To",
        (
            (
                "parsing/headers.py",
                "sender=one_sender(sender) if sender else None,",
                'sender=one_sender(first("reply-to") or sender) if sender else None,',
            ),
        ),
        ("tests/proof/test_bugs_of_others.py", "tests/cycle"),
    ),
)


def planted(bug: Bug, folder: Path) -> str | None:
    """Copy the package and change it; what could not be changed, if anything."""
    for name in ("mailwatch", "tests", "templates"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "templates") if name == "mailwatch" else None
        )
    (folder / "mailwatch" / "templates").symlink_to("../templates")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name, before, after in bug.changes:
        path = folder / "mailwatch" / name
        text = path.read_text("utf-8")
        if before not in text:
            return f"{name} has no {before!r} any more"
        path.write_text(text.replace(before, after), "utf-8")
    return None


def caught_by(folder: Path, suites: tuple[str, ...]) -> str | None:
    """The first test that turns red on this copy; None: nothing noticed."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "--timeout=120", "--no-header", "-p", "no:cacheprovider", *suites],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    red = [line.split(" ")[1] for line in done.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    if done.returncode and not red and "Timeout" in done.stdout + done.stderr:
        return "a test that would not end"
    return red[0] if done.returncode and red else None


def main() -> int:
    wanted = sys.argv[1:]
    bugs = [bug for bug in BUGS if not wanted or any(word in bug.name for word in wanted)]
    missed = 0
    for bug in bugs:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            trouble = planted(bug, folder)
            caught = None if trouble else caught_by(folder, bug.suites)
        missed += caught is None
        print(f"{'caught' if caught else 'MISSED'}  {bug.name}: {caught or trouble or 'nothing turned red'}", flush=True)  # noqa: T201
    print(f"{len(bugs) - missed} of {len(bugs)} seeded bugs caught")  # noqa: T201
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
