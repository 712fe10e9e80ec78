"""Recency, frequency and money scores, and the map of their names."""
