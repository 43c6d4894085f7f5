"""Settles intents whose outcome was not learned."""
