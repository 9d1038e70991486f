"""Makes trips of rows."""
