"""Pure: which quote does this mail answer, and how do we know?"""
