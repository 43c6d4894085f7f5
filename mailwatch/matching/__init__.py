"""Pure: which quote does this mail answer, and how do we know?"""

from mailwatch.matching.attribute import attribute
from mailwatch.matching.context import KnownQuote, MatchContext, Proof
from mailwatch.matching.keys import keys_of_received, keys_of_sent

__all__ = ["KnownQuote", "MatchContext", "Proof", "attribute", "keys_of_received", "keys_of_sent"]
