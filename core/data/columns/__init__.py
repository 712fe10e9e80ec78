"""Profiles of columns, and the guess of what each is for."""
