"""What the configuration already has a word for and mailwatch cannot do yet: refused, never ignored.

One entry per model and field, with the values that ask for nothing. An entry goes when its feature comes.
"""

NOT_YET: dict[tuple[str, str], frozenset[object]] = {
    ("PageSettings", "listen"): frozenset({None}),
    ("OAuthSettings", "provider"): frozenset({None}),
}


def is_built(model: str, field: str, value: object) -> bool:
    """Can mailwatch do what this value asks for?"""
    harmless = NOT_YET.get((model, field))
    return harmless is None or value in harmless
