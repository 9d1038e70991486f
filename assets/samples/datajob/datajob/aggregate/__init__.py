"""Totals and rankings."""
