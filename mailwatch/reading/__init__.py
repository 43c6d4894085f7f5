"""Pure: what is this mail? A quote, a reply, of which kind, with which dates and amounts?"""
