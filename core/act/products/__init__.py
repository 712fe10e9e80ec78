"""Products that a segment buys more often than others."""
