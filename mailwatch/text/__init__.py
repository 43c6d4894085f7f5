"""Pure: folding, tokens, dates, amounts, subjects, flowed text; locale tables."""
