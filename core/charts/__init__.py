"""Figures: theme, axes, labels, curves, and the catalogue of charts."""
