"""Reasons, dates and money in the owner's language."""
