"""What the owner reads: reasons, messages, dates and money, in French and in English."""

from mailwatch.wording.catalogue import LANGUAGES, Language, language_of, render, say

__all__ = ["LANGUAGES", "Language", "language_of", "render", "say"]
