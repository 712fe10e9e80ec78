"""Readers of files of any kind into one typed table."""
