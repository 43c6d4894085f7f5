"""The configuration: schema, loading, secrets, the rendered example, holidays."""
