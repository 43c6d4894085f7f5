"""What depends on the operating system: limits, locks, fsync, state paths."""
