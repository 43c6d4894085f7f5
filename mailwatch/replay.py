"""The same pipeline over past mail, read-only."""
