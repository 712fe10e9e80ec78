"""Internal scores of a clustering, agreement between clusterings, and their words."""
