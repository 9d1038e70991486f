"""The tables that the aggregates are read from."""
