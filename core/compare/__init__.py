"""Clustering methods side by side."""
