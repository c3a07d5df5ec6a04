"""The steps from no tables to today's tables."""
