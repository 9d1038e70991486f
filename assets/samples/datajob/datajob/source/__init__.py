"""Where the trips come from."""
