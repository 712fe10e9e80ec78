"""Names of segments: suggested, given, and carried on from earlier results."""
