"""Which new mail needs its text, and what it tells: a message and what we remember become facts."""
