"""The daemon without a server: what must not end it, and what must not be done on a wrong clock."""

import os
import signal
import time
from datetime import UTC, datetime, timedelta

import pytest

from mailwatch.bootstrap import opened, services
from mailwatch.config.loading import load
from mailwatch.daemon import Services, serve
from mailwatch.errors import JournalError, JournalFromTheFuture, MailboxUnavailable
from mailwatch.ports import Entry

NOON = datetime(2026, 9, 3, 12, 0, tzinfo=UTC)


class Idle:
    def wait(self, _seconds):
        time.sleep(0.05)
        return frozenset()

    def silence(self, _name):
        return None

    def stop(self):
        pass

    def close(self):
        pass


def served(cycle, times, failed=lambda *_: None, trouble=None):
    """Serve while the clock shows each of ``times``; it moves on when the health file is written, once with ``trouble``."""
    left = list(times)
    troubles = [trouble] if trouble else []

    def health(_now):
        left.pop(0)
        if not left:
            left.append(times[-1])
            os.kill(os.getpid(), signal.SIGTERM)
        if troubles:
            raise troubles.pop()

    serve(Services({"anne": cycle}, lambda *_: True, failed, health, Idle(), lambda: left[0], timedelta(seconds=0.1)))


def test_a_full_disk_does_not_end_the_daemon():
    tried = []

    def cycle(now):
        tried.append(now)
        raise JournalError("the disk is full")

    def failed(*_):
        raise JournalError("the disk is full")

    times = [NOON, NOON + timedelta(minutes=20), NOON + timedelta(minutes=40)]
    served(cycle, times, failed, OSError(28, "No space left on device"))
    assert tried == times


def test_a_pause_ends_when_the_clock_is_set_back():
    tried = []

    def cycle(now):
        tried.append(now)
        raise MailboxUnavailable("down")

    times = [NOON, NOON - timedelta(days=30)]
    served(cycle, times)
    assert tried == times


CONFIGURATION = """
language: en
journal: sqlite:///{folder}/journal.db
accounts:
  - address: anne@atelier-durand.example
    imap: {{host: 127.0.0.1, port: 1, tls: none}}
    password: {{env: MAILWATCH_PASSWORD}}
"""


def test_nothing_is_looked_at_once_the_clock_was_set_back(tmp_path):
    path = tmp_path / "config.yaml"
    path.write_text(CONFIGURATION.format(folder=tmp_path))
    settings = load(path)
    with opened(settings, now=None) as house:
        later = house.now + timedelta(days=1)
        with services(settings) as running:
            house.journal.record("anne@atelier-durand.example", Entry(), now=later)
            with pytest.raises(JournalFromTheFuture):
                running.cycles["anne@atelier-durand.example"](house.now)
            running.watcher.close()
