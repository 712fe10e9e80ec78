"""Columns of a table: their profiles, what their names say, and the roles guessed from both."""
