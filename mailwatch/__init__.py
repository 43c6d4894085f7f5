"""mailwatch watches a mailbox for quotes that got no answer and prepares polite follow-ups as drafts.

It never sends. The map of the rooms is in ``docs/architecture.md``.
"""

__version__ = "0.1.0"
