"""Bytes to Message or Unreadable. Never raises, never hangs."""
