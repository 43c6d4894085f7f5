"""A finished follow-up or answer to RFC 5322 bytes, through sandboxed templates."""
