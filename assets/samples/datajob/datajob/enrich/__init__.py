"""Adds what other services know about the days."""
