"""Text of the owner's own PDF attachments (never of received ones)."""

from typing import Final

LONGEST_PDF: Final = 5 * 1024 * 1024
