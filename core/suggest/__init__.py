"""A method and a setting to begin with."""
