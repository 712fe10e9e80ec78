"""Several tables as one: the same columns below each other, different ones joined by what they share."""
