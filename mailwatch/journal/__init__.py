"""Facts, intents, cursors and the message index, in SQLite."""

from mailwatch.journal.journal import SqliteJournal

__all__ = ["SqliteJournal"]
