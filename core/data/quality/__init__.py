"""Findings about a table, and the fixes for them."""
