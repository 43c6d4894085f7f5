"""Facts, intents, cursors and the message index, in SQLite."""
