"""Tables, analyses and documents made for tests."""
