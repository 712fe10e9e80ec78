"""The parts that clustering methods and projections share."""
