"""Wake-ups, signals, health."""
