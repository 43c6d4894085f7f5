"""Which mail needs its text, and what it tells: message and memory to facts."""
