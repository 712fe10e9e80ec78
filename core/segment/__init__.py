"""From the feature matrix to segments at every setting of a slider."""
