"""A person's way in: a session, its results, and the work done for it."""
