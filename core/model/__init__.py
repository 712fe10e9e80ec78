"""The frozen values that travel between the stages, a file a noun."""
