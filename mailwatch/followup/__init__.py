"""Pure: facts to conversation, cadence, calendar, limits, decision."""
