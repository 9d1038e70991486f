"""Hands the report on."""
