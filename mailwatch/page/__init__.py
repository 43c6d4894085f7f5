"""The local page: reads queries, appends the owner's facts."""
